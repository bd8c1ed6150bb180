"""What a row of ACLED becomes."""

from __future__ import annotations

from typing import Any

import pytest

from data.importers.acled import draft
from data.importers.acled_categories import category
from data.importers.day_order import Days, Decision
from data.importers.drafts import Draft, DraftActor, DraftPlace, RowError
from data.vocabulary import CATEGORY_WORDS
from tests.data.importers.import_cases import ACLED_COLUMNS, ACLED_ROW, LATEST

AREAS = ("Afghanistan", "Takhar", "Chahab")


def read(**changes: str) -> Draft:
    cells = dict.fromkeys(ACLED_COLUMNS, "") | ACLED_ROW | changes
    return draft(cells, Days(lambda: Decision(None, "undecided", ""), LATEST))


def test_a_row_as_precise_as_they_come() -> None:
    found = read()
    assert (found.date, found.type, found.category) == ("2023-11-08", "Battles: Armed clash", "ASSAULT")
    assert found.title == "Armed clash: Guards of the Hill and River Men"
    assert found.date_phrase == "08 November 2023 (time_precision 1)"
    assert found.place == DraftPlace("Invented Town", "settlement", 37.4, 69.8, *AREAS)
    assert (found.deaths, found.sources) == ((3, None, None), ("Morning Paper", "Evening Paper"))
    assert (found.stamp, found.caveats) == (1_700_000_000, ())


@pytest.mark.parametrize(
    ("precision", "date"),
    [("1", "2023-11-08"), ("2", "[2023-11-05..2023-11-11]"), ("3", "2023-11"), ("3.0", "2023-11")],
)
def test_the_day_is_no_closer_than_its_precision(precision: str, date: str) -> None:
    assert read(time_precision=precision).date == date


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"geo_precision": "2"}, DraftPlace("Chahab", "district", None, None, *AREAS)),
        ({"geo_precision": "2", "admin2": ""}, DraftPlace("Takhar", "province", None, None, *AREAS[:2])),
        ({"geo_precision": "3"}, DraftPlace("Takhar", "province", None, None, *AREAS[:2])),
        (
            {"geo_precision": "3", "admin1": ""},
            DraftPlace("Afghanistan", "country", None, None, "Afghanistan"),
        ),
        (
            {"geo_precision": "3", "admin1": "", "country": "", "location": "Border area"},
            DraftPlace("Border area", "zone"),
        ),
        ({"latitude": "", "longitude": ""}, DraftPlace("Chahab", "district", None, None, *AREAS)),
        ({"latitude": "0", "longitude": "0.0"}, DraftPlace("Chahab", "district", None, None, *AREAS)),
        ({"latitude": "37,4"}, DraftPlace("Invented Town", "settlement", 37.4, 69.8, *AREAS)),
    ],
)
def test_no_centroid_becomes_a_point(changes: dict[str, str], place: DraftPlace) -> None:
    found = read(**changes)
    assert found.place == place
    assert bool(found.caveats) == (place.precision != "settlement")


@pytest.mark.parametrize("inter", ["1", "State Forces", "State forces"])
def test_kinds_are_the_same_in_numbers_and_in_text(inter: str) -> None:
    assert read(inter1=inter).actors[0] == DraftActor("Guards of the Hill", "mentioned", "State Forces")


def test_only_what_is_done_to_somebody_has_a_direction() -> None:
    assert [one.role for one in read().actors] == ["mentioned"] * 4
    found = read(event_type="Violence against civilians", sub_event_type="Attack", inter2="0")
    assert found.actors == (
        DraftActor("Guards of the Hill", "initiator", "State Forces"),
        DraftActor("River Men", "recipient"),
        DraftActor("Hill Village"),
        DraftActor("Upper Hill"),
    )
    assert found.title == "Attack: Guards of the Hill against River Men"


@pytest.mark.parametrize(
    ("event_type", "sub_type", "expected"),
    [
        ("Battles", "Armed clash", "ASSAULT"),
        ("Explosions/Remote violence", "Suicide bomb", "ASSAULT"),
        ("Protests", "Peaceful protest", "PROTEST"),
        ("Riots", "Violent demonstration", "PROTEST"),
        ("Riots", "Mob violence", "ASSAULT"),
        ("Strategic developments", "Agreement", "AGREE"),
        ("Strategic developments", "Arrests", "COERCE"),
        ("Strategic developments", "Non-violent transfer of territory", ""),
        ("Strategic developments", "", ""),
        ("Something new", "Of another kind", ""),
        ("BATTLES", "ARMED CLASH", "ASSAULT"),
    ],
)
def test_categories(event_type: str, sub_type: str, expected: str) -> None:
    assert category(event_type, sub_type) == expected
    assert expected in ("", *CATEGORY_WORDS)


@pytest.mark.parametrize(("cell", "deaths"), [("0", (0, None, None)), ("", None), ("12", (12, None, None))])
def test_none_died_is_not_the_same_as_not_stated(cell: str, deaths: Any) -> None:
    assert read(fatalities=cell).deaths == deaths


@pytest.mark.parametrize(
    ("cell", "stamp"), [("", 0), ("1700000000", 1_700_000_000), ("2023-11-14 22:13:20", 1_700_000_000)]
)
def test_time_stamps(cell: str, stamp: int) -> None:
    assert read(timestamp=cell).stamp == stamp


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"event_id_cnty": "", "data_id": ""}, "the row has no id"),
        ({"year": "2022"}, "the date and the year column disagree"),
        ({"event_date": ""}, "the date is empty"),
        ({"time_precision": ""}, "time_precision is none of 1 to 3"),
        ({"time_precision": "4"}, "time_precision is none of 1 to 3"),
        ({"geo_precision": "x"}, "geo_precision is no whole number"),
        ({"latitude": "93"}, "latitude is no coordinate"),
        ({"longitude": ""}, "longitude is no coordinate"),
        ({"fatalities": "many"}, "fatalities is no whole number"),
        ({"fatalities": "-3"}, "fatalities cannot be right"),
        ({"timestamp": "yesterday"}, "timestamp is no time"),
    ],
)
def test_what_cannot_be_read_is_named(changes: dict[str, str], reason: str) -> None:
    with pytest.raises(RowError) as caught:
        read(**changes)
    assert caught.value.reason == reason


def test_what_else_is_coded_in_words_stays() -> None:
    found = read(tags="crowd size=about 100", civilian_targeting="Civilian targeting")
    assert found.notes == "They fought.\nCivilian targeting: Civilian targeting\nTags: crowd size=about 100"
