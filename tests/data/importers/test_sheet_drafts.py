"""Rows of somebody's own spreadsheet as events: dates, places no closer than said, and nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importers import phrase_words
from data.importers.drafts import Draft, DraftActor, DraftPlace, RowError
from data.importers.mapping import FIELDS, Mapping
from data.importers.sheet_drafts import NOTHING, sheet_draft

COLUMNS = Mapping({name: name for name in FIELDS if name != "precision"})
WITH_PRECISION = Mapping({name: name for name in FIELDS})
UNSAID = "The sheet does not say how precise its coordinates are."
NO_POINT = "The sheet's coordinates may stand for an area, so they are no point."


def drafted(mapping: Mapping, cells: dict[str, str]) -> Draft:
    return sheet_draft(
        {"type": "Meeting", **cells}, mapping, "own, line 2", None, lambda name: name == "Oldtown"
    )


def test_a_row_becomes_an_event() -> None:
    cells = {
        "id": "7", "date": "early December 2023", "title": "They met", "text": "Told.", "initiator": "A; B",
        "recipient": "C", "actors": "A; D", "mediator": "M", "source": "One; Two", "deaths": "3",
        "url": "https://example.org/a", "deaths_low": "2", "category": "consult", "weather": "rain",
    }  # fmt: skip
    draft = drafted(COLUMNS, cells)
    assert (draft.key, draft.date, draft.title, draft.type) == (
        "7",
        "[2023-12-01..2023-12-10]",
        "They met",
        "Meeting",
    )
    assert draft.date_phrase == "early December 2023"
    assert draft.date_reason.startswith("'early December 2023' is read as one unknown day")
    assert draft.actors == (
        DraftActor("A", "initiator"), DraftActor("B", "initiator"), DraftActor("C", "recipient"),
        DraftActor("M", "mediator"), DraftActor("D"),
    )  # fmt: skip
    assert draft.sources == ("One", "Two")
    assert draft.deaths == (3, 2, None)
    assert draft.category == "CONSULT"
    assert draft.notes == "Told.\nweather: rain"
    assert draft.place == DraftPlace("", "none")
    assert draft.caveats == ()


@pytest.mark.parametrize(
    ("cells", "date"),
    [
        ({}, ""),
        ({"date": "a decade ago", "source_date": "23 February 2024"}, "2014~"),
        ({"date": "18 December", "source_date": "2024-02-23"}, "2023-12-18"),
        ({"date": "2023-11-08", "end": "10 November 2023"}, "2023-11-08/2023-11-10"),
        ({"date": "2023-11-08", "end": "8 November 2023"}, "2023-11-08"),
        ({"end": "November 2023"}, "../2023-11"),
    ],
)
def test_the_date_is_told_by_its_cells(cells: dict[str, str], date: str) -> None:
    draft = drafted(COLUMNS, cells)
    assert draft.date == date
    assert (draft.bounds is None) == (not date)
    assert draft.date_reason


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"date": "18 December"}, phrase_words.NEEDS_REPORT),
        ({"date": "18 December", "source_date": "February 2024"}, phrase_words.NEEDS_REPORT),
        ({"date": "11/8/2023"}, phrase_words.ORDER),
        ({"date": "2023-11-08", "end": "2023-11-07"}, phrase_words.REVERSED),
        ({"date": "early May 2023", "end": "2023-07-07"}, phrase_words.UNREADABLE),
        ({"latitude": "95", "longitude": "70"}, "latitude is no coordinate"),
        ({"latitude": "37"}, "longitude is no coordinate"),
        ({"type": "", "weather": "rain"}, NOTHING),
    ],
)
def test_a_row_that_would_have_to_be_guessed_is_refused(cells: dict[str, str], reason: str) -> None:
    with pytest.raises(RowError) as refused:
        drafted(COLUMNS, cells)
    assert refused.value.reason == reason


POINT = {"latitude": "37.5", "longitude": "69.5"}
AREAS = {"country": "Tajikistan", "province": "Khatlon", "district": "Newdistrict"}
PLACES = [
    # no column of precision: a named town with coordinates is a point, with a caveat
    (COLUMNS, {"place": "Newtown", **POINT, **AREAS}, "Newtown", "settlement", 37.5, UNSAID),
    (COLUMNS, {"place": "Khatlon", **POINT, **AREAS}, "Newdistrict", "district", None, NO_POINT),
    (COLUMNS, {"place": "Tajikistan", **POINT}, "Tajikistan", "none", None, NO_POINT),
    (COLUMNS, {"place": "Таджикистан", **POINT}, "Таджикистан", "none", None, NO_POINT),
    (COLUMNS, {"place": "Old Province", **POINT}, "Old Province", "none", None, NO_POINT),
    (COLUMNS, {"place": "Oldtown", **POINT, "country": "Iran"}, "Iran", "country", None, NO_POINT),
    (COLUMNS, POINT, "", "none", None, NO_POINT),
    (COLUMNS, {**POINT, "province": "Khatlon"}, "Khatlon", "province", None, NO_POINT),
    # without coordinates: the smallest area that is named
    (COLUMNS, {"place": "Newtown", **AREAS}, "Newdistrict", "district", None, "The sheet names the"),
    (COLUMNS, {"place": "Newtown"}, "Newtown", "none", None, ""),
    (COLUMNS, AREAS, "Newdistrict", "district", None, ""),
    # a column of precision decides
    (WITH_PRECISION, {"place": "Newtown", **POINT, "precision": "Exact"}, "Newtown", "exact", 37.5, ""),
    (WITH_PRECISION, {"place": "Newtown", **POINT, "precision": "город"}, "Newtown", "settlement", 37.5, ""),
    (WITH_PRECISION, {"place": "Newtown", "precision": "town"}, "Newtown", "settlement", None, ""),
    (WITH_PRECISION, {**AREAS, "precision": "town"}, "Newdistrict", "district", None, ""),
    (WITH_PRECISION, {**AREAS, **POINT, "precision": "province"}, "Khatlon", "province", None, NO_POINT),
    (WITH_PRECISION, {**AREAS, "precision": "country"}, "Tajikistan", "country", None, ""),
    (WITH_PRECISION, {"country": "Tajikistan", "precision": "adm2"}, "Tajikistan", "country", None, ""),
    (WITH_PRECISION, {"place": "Newtown", **POINT}, "Newtown", "none", None, NO_POINT),
    (WITH_PRECISION, {"place": "Newtown", **POINT, "precision": "2"}, "Newtown", "none", None, "What the"),
    (WITH_PRECISION, {"place": "Here", "precision": "withheld"}, "Here", "undisclosed", None, ""),
]  # fmt: skip


@pytest.mark.parametrize(("mapping", "cells", "name", "precision", "latitude", "caveat"), PLACES)
def test_a_place_is_no_closer_than_the_sheet_says(
    mapping: Mapping, cells: dict[str, str], name: str, precision: str, latitude: float | None, caveat: str
) -> None:
    draft = drafted(mapping, cells)
    assert (draft.place.name, draft.place.precision, draft.place.latitude) == (name, precision, latitude)
    assert any(said.startswith(caveat) for said in draft.caveats) if caveat else draft.caveats == ()
    if latitude is None and "latitude" in cells:
        assert "latitude: 37.5\nlongitude: 69.5" in draft.notes


def test_what_cannot_be_used_is_said_and_kept() -> None:
    cells = {"deaths": "more than ten", "url": "javascript:alert(1)", "category": "Fight"}
    draft = drafted(COLUMNS, {**cells, "source_date": "May 2023"})
    assert draft.deaths is None
    assert draft.url == ""
    assert draft.category == ""
    assert draft.notes.splitlines() == [
        "deaths: more than ten", "url: javascript:alert(1)", "category: Fight", "source_date: May 2023"
    ]  # fmt: skip
    assert len(draft.caveats) == 2


def test_an_area_smaller_than_the_precision_is_kept_in_the_notes() -> None:
    draft = drafted(WITH_PRECISION, {**AREAS, "precision": "province"})
    assert draft.place == DraftPlace("Khatlon", "province", country="Tajikistan", province="Khatlon")
    assert draft.notes == "district: Newdistrict"


@pytest.mark.parametrize(
    ("cells", "title"),
    [
        ({"initiator": "A", "recipient": "B"}, "Meeting: A – B"),
        ({"type": "", "text": "word " * 40}, "word " * 20 + "…"),
        ({"type": "", "place": "Newtown"}, "Newtown"),
    ],
)
def test_a_title_is_made_where_the_sheet_has_none(cells: dict[str, str], title: str) -> None:
    assert drafted(COLUMNS, cells).title == title


@given(
    st.fixed_dictionaries(
        {}, optional={name: st.text(max_size=30).map(str.strip) for name in [*FIELDS, "more"]}
    )
)
def test_any_row_is_an_event_or_refused_and_keeps_what_is_no_field(row: dict[str, str]) -> None:
    try:
        draft = sheet_draft(row, WITH_PRECISION, "own, line 2")
    except RowError as refused:
        assert refused.reason
        return
    assert row.get("more", "") in draft.notes
    assert (draft.bounds is None) == (draft.date == "")
