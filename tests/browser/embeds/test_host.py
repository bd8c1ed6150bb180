"""The frame and the page around it: who may show it, what the two tell each other."""

from __future__ import annotations

import pytest

from tests.browser.embeds.host import query, sentence

pytestmark = pytest.mark.browser


def test_an_origin_that_is_not_listed_cannot_frame_it(new_visit, open_panj, stranger):
    visit = new_visit(open_panj, stranger, allowed="frame-ancestors")
    visit.load("embed/timeline")
    visit.until(lambda: any("frame-ancestors" in one for one in visit.complaints), "the browser refuses")
    assert not [one for one in visit.asked if "_dash" in one], "nothing of the page has run"
    assert not visit.page.evaluate("() => window.heard || []")


@pytest.mark.parametrize(
    ("path", "shown", "absent"),
    [
        ("timeline", ["#timeline", "#tray-undated"], ["#map", "#event-list", "#filter-panel", ".tabs"]),
        ("map", ["#map", "#tray-unplaced"], ["#timeline", "#event-list", "#filter-panel", ".tabs"]),
        ("board", ["#view-panel .board-table"], ["#map", "#timeline", "#event-list", ".tabs"]),
        ("dashboard", ["#map", "#timeline", "#event-list", ".tabs"], ["#filter-panel", ".header-actions"]),
        ("event/E10", ["#event-card h2"], ["#map", "#timeline", "#event-list", "#summary", ".close"]),
    ],
)  # fmt: skip
def test_a_part_shows_itself_and_whose_it_is(new_visit, open_panj, path, shown, absent):
    visit = new_visit(open_panj)
    frame = visit.open(f"embed/{path}?from=2023")
    for selector in shown:
        frame.locator(selector).first.wait_for()
    for selector in absent:
        assert not frame.locator(selector).first.is_visible(), selector
    assert "dataset" in frame.locator("#release-words").inner_text()
    assert "CC BY 4.0" in frame.locator("#embed-bar").inner_text()
    whole = frame.locator("#embed-open")
    assert whole.get_attribute("target") == "_blank" and whole.get_attribute("rel") == "noopener"
    assert whole.get_attribute("href").startswith("/?from=2023") or path == "event/E10"


def test_open_in_panj_is_the_whole_page_with_the_same_query(new_visit, open_panj):
    visit = new_visit(open_panj)
    frame = visit.open("embed/timeline?from=2023&actor=A-JA&theme=dark&accent=b35900")
    with visit.context.expect_page() as opened:
        frame.click("#embed-open")
    whole = opened.value
    whole.locator(".page:not(.is-loading)").wait_for()
    assert whole.locator("#filter-panel").is_visible()
    assert whole.url == f"{open_panj}?actor=A-JA&from=2023&view=timeline"
    assert whole.locator("#summary").inner_text() == sentence(frame)


def test_the_frame_gets_the_height_of_what_it_holds(new_visit, open_panj):
    visit = new_visit(open_panj)
    frame = visit.open("embed/timeline?from=2023-11")
    whole = "() => Math.ceil(document.body.getBoundingClientRect().height)"
    visit.until(lambda: visit.height() == frame.evaluate(whole), "the frame fits")
    before = visit.height()
    frame.click("#embed-list")
    frame.locator("#event-list > li").first.wait_for()
    visit.until(lambda: visit.height() > before + 150, "the frame grows with its list")
    frame.click("#embed-list")
    visit.until(lambda: visit.height() == before, "and shrinks again")
    visit.page.wait_for_timeout(300)
    assert visit.height() == before, "no feedback between the two"


def test_the_host_hears_what_is_selected(new_visit, open_panj):
    visit = new_visit(open_panj)
    frame = visit.open("embed/timeline?from=2023-11&to=2024-02&actor=A-JA")
    told = visit.until(lambda: visit.heard("selection"), "the first selection")[-1]
    assert told["origin"] == open_panj.rstrip("/")
    assert told["query"] == "actor=A-JA&from=2023-11&to=2024-02&view=timeline"
    assert f"{told['counts']['selected']} of {told['counts']['total']} events" in sentence(frame)
    frame.locator(".filter-chip button").first.click()
    after = visit.until(
        lambda: next((one for one in visit.heard("selection") if "actor" not in one["query"]), None),
        "the next",
    )
    assert after["counts"]["selected"] > told["counts"]["selected"]
    assert next(one["type"] for one in visit.page.evaluate("() => window.heard")) == "panj:ready"


def test_presets_can_be_lifted_and_come_back(new_visit, open_panj):
    visit = new_visit(open_panj)
    frame = visit.open("embed/map?actor=A-JA&theme=dark")
    preset = sentence(frame)
    frame.locator(".filter-chip button").first.click()
    visit.until(lambda: sentence(frame) != preset, "the preset is lifted")
    assert query(frame) == "?theme=dark", "how it looks stays in the address, what is implied does not"
    frame.click("#summary-reset")
    visit.until(lambda: sentence(frame) == preset, "reset brings the host's own view back")


def test_messages_of_a_stranger_do_nothing_on_either_side(new_visit, portal, token_panj, stranger):
    portal.seconds = 300
    visit = new_visit(token_panj)
    frame = visit.open("embed/timeline?from=2023-11")
    height = visit.until(lambda: visit.heard("height") and visit.height(), "its height")
    visit.page.evaluate(
        "src => { const made = document.createElement('iframe'); made.id = 'evil'; made.src = src;"
        " document.body.append(made); }",
        f"{stranger.origin}/stranger",
    )
    evil = visit.until(
        lambda: next((one for one in visit.page.frames if "/stranger" in one.url), None),
        "the stranger's frame",
    )
    evil.evaluate(
        "() => { parent.postMessage({type: 'panj:height', height: 77}, '*');"
        " parent.postMessage({type: 'panj:token-wanted'}, '*');"
        " parent.frames[0].postMessage({type: 'panj:token', token: 'evil'}, '*'); }"
    )
    visit.page.wait_for_timeout(400)
    assert visit.height() == height
    assert portal.issued == 1, "no token for a stranger who asks"
    assert frame.evaluate("() => panj_embed.token()") not in (None, "evil")
    assert evil.evaluate("() => (window.heard || []).length") == 0, "nothing of ours goes to a stranger"
    before = sentence(frame)
    frame.evaluate("() => panj.setOne('actor', 'A-JA')")
    visit.until(lambda: sentence(frame) != before, "the true token still serves")


def test_even_the_host_cannot_send_rubbish(new_visit, open_panj):
    visit = new_visit(open_panj)
    frame = visit.open("embed/timeline?from=2023-11")
    visit.page.evaluate(
        "() => { const to = document.getElementById('panj').contentWindow;"
        " for (const bad of [null, 7, {}, {type: 'panj:token'}, {type: 'panj:token', token: 5},"
        " {type: 'panj:token', token: 'x'.repeat(9000)}]) to.postMessage(bad, '*'); }"
    )
    visit.page.wait_for_timeout(200)
    assert frame.evaluate("() => panj_embed.token()") is None
