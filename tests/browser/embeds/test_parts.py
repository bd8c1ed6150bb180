"""What a part shows, how it looks, and where it leads."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


def test_theme_and_accent_come_from_the_address(new_visit, open_panj):
    visit = new_visit(open_panj)
    frame = visit.open("embed/timeline?theme=dark&accent=7fd6a4")
    assert frame.locator("html").get_attribute("data-bs-theme") == "dark"
    colour = frame.locator(".summary").evaluate("box => getComputedStyle(box).borderLeftColor")
    assert colour == "rgb(127, 214, 164)"
    assert frame.locator("#embed-open").evaluate("a => getComputedStyle(a).color") != colour, (
        "text keeps its own"
    )
    assert not frame.locator("#notice").is_visible() and frame.locator("#embed-told").count() == 0


def test_looks_that_cannot_be_used_are_named(new_visit, open_panj):
    visit = new_visit(open_panj)
    frame = visit.open("embed/timeline?theme=pink&accent=ffffee&locked=thread%3Atalks&colour=red")
    told = frame.locator("#embed-told").inner_text()
    assert "theme cannot be “pink”" in told and "ffffee was not used" in told
    notice = frame.locator("#notice").inner_text()
    assert "“locked” is no filter" in notice and "“colour” is no filter" in notice and "theme" not in notice
    frame = visit.open("embed/timeline?accent=red%22%3E%3Cb%3E")
    assert "write six hexadecimal digits" in frame.locator("#embed-told").inner_text()
    assert frame.locator("#embed-told b").count() == 0


def test_an_event_that_is_not_there_gets_one_sentence(new_visit, open_panj):
    frame = new_visit(open_panj).open("embed/event/E999%3Cb%3E")
    notice = frame.locator("#notice p")
    notice.wait_for()
    assert notice.count() == 1 and "is not in this dataset" in notice.inner_text()
    assert "E999<b>" in notice.inner_text()


def test_the_card_of_an_event_leads_on_and_back(new_visit, open_panj):
    visit = new_visit(open_panj)
    frame = visit.open("embed/event/E10?theme=light")
    frame.locator("#event-card .links [data-open-event]").first.click()
    visit.until(lambda: frame.locator(".event-id").inner_text() != "E10", "the linked event")
    linked = frame.locator(".event-id").inner_text()
    assert (
        str(frame.evaluate("() => location.pathname + location.search"))
        == f"/embed/event/{linked}?theme=light"
    )
    frame.locator("#event-card dl [data-open-card^='A-']").first.click()
    visit.until(lambda: frame.locator(".event-id").inner_text().startswith("A-"), "an actor's card")
    frame.click("#event-card .close")
    visit.until(lambda: frame.locator(".event-id").inner_text() == linked, "back to the event")


@pytest.mark.parametrize("server", ["open_panj", "token_panj"])
def test_a_brief_is_told_in_a_frame(new_visit, server, request):
    visit = new_visit(request.getfixturevalue(server))
    frame = visit.load("embed/brief/talks")
    frame.locator("html.is-ready").wait_for()
    first = frame.locator(".step:not([hidden]) h2").inner_text()
    frame.click("#stage-next")
    visit.until(lambda: frame.locator(".step:not([hidden]) h2").inner_text() != first, "the next step")
    width = visit.page.locator("#panj").evaluate("frame => frame.clientWidth")
    assert visit.height() == max(round(width * 9 / 16), 640)


def test_a_brief_that_is_not_there_gets_one_sentence(new_visit, token_panj):
    visit = new_visit(token_panj, allowed="status of 404")
    frame = visit.load("embed/brief/nothing")
    visit.until(lambda: "no brief of that name" in frame.locator("main").inner_text(), "the sentence")
