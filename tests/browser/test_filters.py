"""Each filter, worked as a person works it: the page then shows what Python selects for its address."""

import pytest

from data.filters import from_query, select

pytestmark = pytest.mark.browser


def _open(desk, title):
    section = desk.page.locator(".filter-section", has=desk.page.locator(f"summary:text-is('{title}')"))
    if section.get_attribute("open") is None:
        section.locator("summary").click()


def _press(desk, control, value):
    desk.page.locator(f"#{control} input[value='{value}']").click()


# title of the section, control, value pressed, query before, key in the address afterwards
PRESSED = [
    ("Actors", "filter-actors", "A-TALIBAN", "", "actor"),
    ("Actors", "filter-actors", "A-TJGOV", "actor=A-TALIBAN", "actor"),
    ("Actors", "filter-match", "all", "actor=A-TALIBAN&actor=A-TJGOV", "match"),
    ("Dates", "filter-when", "certain", "from=2012&to=2013", "when"),
    ("Type", "filter-type-material-conflict", "ASSAULT", "", "type"),
    ("Type", "filter-type-uncoded", "uncoded", "", "type"),
    ("Thread", "filter-thread", "incidents", "", "thread"),
    ("District", "filter-district", "TJ-D10", "", "district"),
    ("Place", "filter-place", "X04", "", "place"),
    ("Source", "filter-source", "S02", "", "source"),
    ("Collection", "filter-collection", "context", "", "collection"),
]


@pytest.mark.parametrize(
    ("section", "control", "value", "before", "key"), PRESSED, ids=lambda part: str(part)[:30]
)
def test_a_choice_filters_and_is_taken_back(kept_desk, section, control, value, before, key):
    desk = kept_desk.go(before)
    _open(desk, section)
    was = desk.counts
    _press(desk, control, value)
    desk.changed(before)
    assert value in desk.keys[key]
    assert desk.counts != was, "a choice that changes nothing tests nothing"
    assert desk.page.locator(f"#{control} input[value='{value}']").is_checked()
    desk.page.go_back()
    desk.until(lambda: desk.query == before, "Back returns to the address before")
    desk.agrees()
    assert desk.counts == was
    assert not desk.page.locator(f"#{control} input[value='{value}']").is_checked()


def test_a_second_press_takes_a_choice_back(kept_desk):
    desk = kept_desk
    for held in ("actor=A-TALIBAN", ""):
        before = desk.query
        _press(desk, "filter-actors", "A-TALIBAN")
        desk.changed(before)
        assert desk.query == held


def test_bodies_are_asked_for(kept_desk):
    desk = kept_desk.go("actor=A-TALIBAN&q=ministry")
    before = desk.query
    desk.page.click("#filter-parts")
    desk.changed(before)
    assert desk.keys["parts"] == ["1"]
    assert desk.page.locator("#filter-parts").is_checked()
    assert "body of theirs" in desk.sentence, "the sentence says that bodies are included"


def test_a_role_narrows_and_widens_again(kept_desk):
    desk = kept_desk.go("actor=A-TALIBAN")
    was = desk.counts
    for option, query in (("Initiator", "actor=A-TALIBAN&role=initiator"), ("any role", "actor=A-TALIBAN")):
        before = desk.query
        desk.page.select_option("#filter-role", label=option)
        desk.changed(before)
        assert desk.query == query
    assert desk.counts == was
    shown = desk.page.evaluate(
        "() => { const s = document.getElementById('filter-role'); return s.options[s.selectedIndex].text; }"
    )
    assert shown == "any role"


@pytest.mark.parametrize(("control", "typed", "key"), [
    ("filter-from", "2012", "from"), ("filter-from", "2023-11", "from"),
    ("filter-from", "2023-11-08", "from"), ("filter-to", "2012", "to"),
    ("filter-to", "2023-11", "to"), ("filter-to", "2023-11-08", "to"),
])  # fmt: skip
def test_a_typed_date_is_taken_as_typed(kept_desk, control, typed, key):
    desk, was = kept_desk, kept_desk.counts
    desk.page.fill(f"#{control}", typed)
    desk.page.press(f"#{control}", "Enter")
    desk.changed("")
    assert desk.keys == {key: [typed]}
    assert desk.counts["selected"] < was["selected"]
    assert desk.counts["undated"] == was["undated"], "an undated event is in no range and still counted"


def test_a_date_that_is_none_is_named_and_skipped(kept_desk):
    desk, was = kept_desk, kept_desk.counts
    desk.page.fill("#filter-from", "last week")
    desk.page.press("#filter-from", "Enter")
    desk.until(lambda: "last week" in desk.notice(), "the notice names the date")
    assert desk.counts == was


def test_the_day_picker_writes_its_day(kept_desk):
    desk = kept_desk
    desk.page.fill("#filter-to-picker", "2013-05-01")
    desk.changed("")
    assert desk.keys == {"to": ["2013-05-01"]}
    desk.until(lambda: desk.page.input_value("#filter-to") == "2013-05-01", "the date shows the picked day")


def test_a_preset_sets_both_ends_and_everything_frees_them(kept_desk):
    desk, was = kept_desk, kept_desk.counts
    desk.page.click(".preset:text-is('The talks')")
    desk.changed("")
    assert desk.keys == {"from": ["2023-11-01"], "to": ["2024-02-29"]}
    assert desk.page.input_value("#filter-from") == "2023-11-01"
    desk.page.click(".preset:text-is('Everything')")
    desk.changed("from=2023-11-01&to=2024-02-29")
    assert desk.query == ""
    assert desk.counts == was


def test_best_dates_replace_the_sources_own(kept_desk):
    desk = kept_desk.go("from=2012&to=2012")
    was = desk.counts
    desk.page.click("#filter-best")
    desk.changed("from=2012&to=2012")
    assert desk.keys["dates"] == ["best"]
    assert desk.counts["undated"] < was["undated"]
    assert "best" in desk.sentence.lower(), "the page says which dates are in force"


@pytest.mark.parametrize("typed", ["letter", "Толибон", "طالبان"])
def test_words_are_found_in_any_script(kept_desk, typed):
    desk, was = kept_desk, kept_desk.counts
    desk.page.fill("#filter-text", typed)
    desk.page.press("#filter-text", "Enter")
    desk.changed("")
    assert desk.keys == {"q": [typed]}
    assert 0 < desk.counts["selected"] < was["selected"]


@pytest.mark.parametrize("typed", ["Толибон", "ТОЛИБОН", "طالبان", "اسلامي امارت", "taliban auth"])
def test_the_finder_knows_every_name_of_an_actor(kept_desk, typed):
    page = kept_desk.page
    page.fill("#filter-actors-find", typed)
    shown = page.locator("#filter-actors .form-check:not([hidden]) input[type=checkbox]").evaluate_all(
        "all => all.map(i => i.value)"
    )
    everyone = page.locator("#filter-actors .choices .form-check").count()
    page.fill("#filter-actors-find", "")
    assert "A-TALIBAN" in shown
    assert len(shown) < everyone / 3
    assert page.locator("#filter-actors .choices .form-check:not([hidden])").count() == everyone


def test_the_counts_beside_the_choices_say_what_a_choice_would_leave(kept_desk):
    desk = kept_desk.go("thread=talks")
    wanted = select(desk.dataset, from_query("thread=talks&actor=A-TJGOV")).counts
    told = desk.page.locator("[data-count='actor:A-TJGOV']").inner_text()
    assert told == f"{wanted.selected} + {wanted.undated} undated"


def test_nothing_found_is_said_and_reset_brings_everything_back(kept_desk):
    desk, was = kept_desk, kept_desk.counts
    desk.go("source=S03&place=X04").agrees()
    assert desk.counts["selected"] == 0
    assert desk.listed == []
    assert desk.page.locator("#event-list .empty").inner_text().startswith("No event passes these filters")
    assert desk.sentence.startswith(f"0 of {was['total']} events")
    desk.page.click("#summary-reset")
    desk.changed("source=S03&place=X04")
    assert desk.query == ""
    assert desk.counts == was
