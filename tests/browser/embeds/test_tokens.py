"""Sign-in by token in a frame: renewed in silence, locked for good, ended in words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Frame

from tests.browser.embeds.host import Visit, sentence

pytestmark = pytest.mark.browser

WITHOUT_WEBGL = """const real = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return kind.startsWith('webgl') ? null : real.call(this, kind, ...more); };"""


def test_short_tokens_are_renewed_while_somebody_works(new_visit, portal, token_panj):
    portal.seconds = 1
    visit = new_visit(token_panj, allowed="status of 401")
    frame = visit.open("embed/dashboard?from=2023-11")
    for step in ("actor", "type", "thread"):
        before = sentence(frame)
        visit.page.wait_for_timeout(1200)
        frame.evaluate(
            "([key, value]) => panj.setOne(key, value)",
            [step, {"actor": "A-JA", "type": "uncoded", "thread": "group"}[step]],
        )
        visit.until(lambda before=before: sentence(frame) != before, step)
    assert portal.issued >= 3
    assert frame.locator("#embed-told").count() == 0
    assert not frame.locator("#page-offline").is_visible()
    assert not [one for one in visit.asked if "eyJ" in one], "no token in any address"
    assert not visit.context.cookies() and frame.evaluate("() => document.cookie") == ""


def test_requests_at_the_same_time_share_one_token(new_visit, portal, token_panj):
    visit = new_visit(token_panj)
    visit.open("embed/dashboard?")
    assert portal.issued == 1, "layout, dependencies and all callbacks"
    assert len(visit.heard("token-wanted")) == 1


def test_a_lock_shows_and_nobody_lifts_it(new_visit, portal, token_panj):
    portal.locked = {"thread": "talks"}
    visit = new_visit(token_panj)
    frame = visit.open("embed/dashboard?thread=group&locked=")
    locked = frame.locator(".filter-chip.is-locked")
    assert locked.count() == 1 and locked.locator("button").count() == 0
    rows = "#event-list > li[data-event-id]"
    assert frame.locator(rows).count() == 0, "the two threads have no event in common"
    while frame.locator(".filter-chip button").count():
        before = sentence(frame)
        frame.locator(".filter-chip button").first.click()
        visit.until(lambda before=before: sentence(frame) != before, "the reader's own filter goes")
    visit.until(lambda: frame.locator(rows).count() > 0, "the talks")
    assert locked.count() == 1
    frame.click("#summary-reset")
    visit.until(lambda: frame.locator(rows).count() == 0, "reset")
    assert locked.count() == 1


def test_an_event_outside_of_the_lock_is_as_unknown_as_any(new_visit, portal, token_panj):
    portal.locked = {"thread": "talks"}
    visit = new_visit(token_panj)
    sentences = []
    for event in ("E999", "E31"):
        frame = visit.open(f"embed/event/{event}")
        frame.locator("#notice p").wait_for()
        sentences.append(frame.locator("#notice").inner_text().replace(event, "?"))
    assert sentences[0] == sentences[1]


def test_the_end_of_a_session_is_said_and_can_be_mended(new_visit, portal, token_panj):
    portal.seconds = 1
    visit = new_visit(token_panj, allowed="status of 401")
    frame = visit.open("embed/timeline?from=2023-11&actor=A-JA")
    portal.signed_in = False
    visit.page.wait_for_timeout(1100)
    visit.until(lambda: _press_chip(frame, visit), "the session ends")
    told = frame.locator("#embed-told").inner_text()
    assert told.startswith("The session has ended")
    before = sentence(frame)
    assert before, "the end of a session wipes nothing"
    frame.evaluate("() => panj.setOne('q', 'xyz')")
    visit.page.wait_for_timeout(800)
    assert sentence(frame) == before, "what was last answered stays"
    assert len(visit.heard("session-ended")) == 1
    portal.signed_in = True
    frame.click("#summary-reset")
    frame.evaluate("() => panj.setOne('thread', 'talks')")
    visit.until(lambda: sentence(frame) != before, "the next step works again")
    assert not frame.locator("#embed-told").is_visible()


def _press_chip(frame: Frame, visit: Visit) -> bool:
    """Ends a session whose last token may still be within the leeway of the server's clock."""
    if not frame.locator("#embed-told").is_visible():
        frame.evaluate("() => panj.setOne('q', String(Math.random()).slice(2, 6))")
        visit.page.wait_for_timeout(500)
    return frame.locator("#embed-told").is_visible()


def test_the_picture_of_a_browser_without_webgl_has_its_token_too(new_visit, portal, token_panj):
    portal.locked = {"thread": "talks"}
    visit = new_visit(token_panj, init_script=WITHOUT_WEBGL)
    frame = visit.open("embed/map")
    visit.until(
        lambda: frame.locator("#map-drawn").evaluate("picture => picture.naturalWidth") > 200, "the picture"
    )
    assert frame.locator("#map-drawn").get_attribute("src").startswith("blob:")
    drawn = [one for one in visit.asked if "drawn/map.svg" in one]
    assert drawn and all(one.startswith(f"{token_panj}drawn/") and "token" not in one for one in drawn)


def test_the_page_alone_says_that_it_needs_the_portal(new_visit, token_panj):
    visit = new_visit(token_panj, allowed="status of 401")
    for path in ("", "embed/timeline"):
        visit.page.goto(token_panj + path)
        told = visit.page.locator("#embed-told")
        told.wait_for()
        assert "open it through the portal" in told.inner_text()
