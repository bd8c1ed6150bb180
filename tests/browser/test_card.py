"""The card of an event: who says so, what stands against it, and the way in and out without a mouse."""

import pytest

pytestmark = pytest.mark.browser


def _claims(desk):
    return desk.page.locator("#event-card .claim")


def test_the_chain_leads_from_the_article_to_who_saw_the_letter(kept_desk):
    desk = kept_desk.go("event=E10")
    desk.card_opens("E10")
    chains = [claim.locator(".chain .speaker").all_inner_texts() for claim in _claims(desk).all()]
    longest = max(chains, key=len)
    assert longest[0] == "Asia-Plus"
    assert longest[1].startswith("Swiss Institute")
    assert "Afghan source" in longest[2]
    text = desk.page.locator("#event-card").inner_text()
    assert "photo of the letter" in text
    assert "in principle" in text, "the source's hedge is kept"
    assert desk.page.locator("#event-card .chip-hedge", has_text="in principle").count() >= 1
    assert desk.page.locator("#event-card .factuality abbr").count() == sum(map(len, chains))


def test_rival_claims_stand_beside_each_other(kept_desk):
    desk = kept_desk.go("event=E31")
    desk.card_opens("E31")
    founded = (
        _claims(desk).filter(has_text="founded in 2010").filter(has=desk.page.locator(".rivals.contradicts"))
    )
    rivals = founded.first.locator(".rivals.contradicts").inner_text()
    assert "2006" in rivals
    assert "Against it" in rivals


def test_a_linked_event_opens_its_own_card(kept_desk):
    desk = kept_desk.go("event=E10")
    desk.card_opens("E10")
    desk.page.click("#event-card .links [data-open-event='E07']")
    desk.card_opens("E07")
    assert desk.keys == {"event": ["E07"]}
    desk.page.go_back()
    desk.card_opens("E10")


def test_every_event_of_the_article_and_of_others_has_a_card_that_opens(kept_desk):
    for event in ("E01", "E32", "E41", "F02", "F13"):
        desk = kept_desk.go(f"event={event}")
        desk.card_opens(event)
        title = desk.dataset.row("events", event)["title"]
        assert desk.page.locator("#event-card h2").inner_text() == title
        assert _claims(desk).count() >= 1
        assert desk.notice() == ""


@pytest.mark.parametrize("way", ["key", "button"])
def test_closing_gives_the_focus_back(kept_desk, way):
    desk = kept_desk
    desk.page.click("#event-list [data-open-event='E10']")
    desk.card_opens("E10")
    desk.until(lambda: desk.focus()["id"] == "event-card", "the card takes the focus")
    if way == "key":
        desk.page.keyboard.press("Escape")
    else:
        desk.page.click("[data-close-card]")
    desk.card_opens("")
    assert desk.query == ""
    assert desk.focus()["event"] == "E10"


def test_the_whole_way_goes_without_a_mouse(desk):
    desk.open()
    pressed = 0
    while not desk.focus()["event"]:
        desk.page.keyboard.press("Tab")
        pressed += 1
        if pressed == 1:
            assert "Skip" in desk.page.evaluate("() => document.activeElement.textContent")
            desk.page.keyboard.press("Enter")
            desk.until(lambda: desk.focus()["id"] == "event-list", "the link leads to the list")
        assert pressed < 5, desk.focus()
    event = desk.focus()["event"]
    assert event == desk.listed[0]
    desk.page.keyboard.press("Enter")
    desk.card_opens(event)
    desk.until(lambda: desk.focus()["id"] == "event-card", "the card takes the focus")
    desk.page.keyboard.press("Escape")
    desk.card_opens("")
    assert desk.focus()["event"] == event


def test_no_focus_is_lost_or_caught_on_the_way_through_the_page(desk):
    desk.open("thread=courts")
    seen = []
    for _ in range(120):
        desk.page.keyboard.press("Tab")
        seen.append(
            desk.page.evaluate(
                "() => { const on = document.activeElement; return on.id || on.className || on.tagName; }"
            )
        )
        if desk.focus()["event"] and desk.focus()["event"] == desk.listed[0]:
            break
    else:
        raise AssertionError(f"120 steps do not lead to the list: {seen}")
    for wanted in (
        "header-share",
        "header-theme",
        "summary-reset",
        "filter-text",
        "filter-actors-find",
        "filter-from",
    ):
        assert any(wanted == name for name in seen), wanted
