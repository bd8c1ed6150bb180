"""What a row of UCDP GED becomes."""

from __future__ import annotations

from typing import Any

import pytest

from data.importers.day_order import Days, Decision
from data.importers.drafts import Draft, DraftPlace, RowError
from data.importers.ucdp import LAYOUT, draft
from tests.data.importers.import_cases import LATEST, UCDP_ROW, Importing, delimited

(ORDER,) = LAYOUT.orders.values()
AREAS = ("Afghanistan", "Takhar province", "Chahab district")


def read(**changes: str) -> Draft:
    return draft({**UCDP_ROW, **changes}, Days(lambda: Decision(None, "undecided", ""), LATEST))


def test_a_row_as_precise_as_they_come() -> None:
    found = read()
    assert (found.date, found.type, found.category) == ("2015-05-11", "State-based violence", "ASSAULT")
    assert found.title == "State-based violence: Government of Hill and River Front"
    assert found.place == DraftPlace("Invented town", "settlement", 37.4, 69.8, *AREAS)
    assert (found.deaths, found.sources) == ((4, 3, 9), ("Morning Paper", "Evening Paper"))
    assert found.notes == "Shots at the bridge\nAccording to: police\nConflict: Hill: Territory"
    assert found.caveats == ()


@pytest.mark.parametrize(
    ("precision", "start", "end", "date", "caveats"),
    [
        ("1", "2015-05-11", "", "2015-05-11", 0),
        ("1", "2015-05-11", "2015-05-13", "[2015-05-11..2015-05-13]", 1),
        ("2", "2015-05-11", "2015-05-13", "[2015-05-11..2015-05-13]", 0),
        ("2", "2015-05-11", "2015-05-11", "[2015-05-06..2015-05-16]", 1),
        ("3", "2015-05-11", "2015-05-17", "[2015-05-11..2015-05-17]", 0),
        ("3", "2015-05-11", "2015-05-11", "[2015-05-05..2015-05-17]", 1),
        ("4", "2015-05-01", "2015-05-31", "2015-05", 0),
        ("4", "2015-05-15", "", "2015-05", 1),
        ("5", "2015-01-01", "2015-12-31", "2015", 0),
        ("5", "2015-07-01", "2015-07-01", "2015", 1),
        ("5", "2015-03-01 00:00:00.000", "2015-09-30 00:00:00.000", "[2015-03-01..2015-09-30]", 0),
    ],
)
def test_the_day_is_no_closer_than_its_precision(
    precision: str, start: str, end: str, date: str, caveats: int
) -> None:
    found = read(date_prec=precision, date_start=start, date_end=end)
    assert (found.date, len(found.caveats)) == (date, caveats)


@pytest.mark.parametrize(
    ("precision", "changes", "place"),
    [
        (
            "1",
            {"latitude": "", "longitude": ""},
            DraftPlace("Chahab district", "district", None, None, *AREAS),
        ),
        ("2", {}, DraftPlace("Chahab district", "district", None, None, *AREAS)),
        ("2", {"adm_2": ""}, DraftPlace("Takhar province", "province", None, None, *AREAS[:2])),
        ("2", {"adm_2": "", "adm_1": ""}, DraftPlace("Invented town", "zone", None, None, "Afghanistan")),
        ("3", {}, DraftPlace("Chahab district", "district", None, None, *AREAS)),
        ("4", {}, DraftPlace("Takhar province", "province", None, None, *AREAS[:2])),
        ("5", {}, DraftPlace("Invented town", "zone", None, None, "Afghanistan")),
        ("6", {}, DraftPlace("Afghanistan", "country", None, None, "Afghanistan")),
        (
            "7",
            {"where_coordinates": "Inland Sea"},
            DraftPlace("Inland Sea", "zone", None, None, "Afghanistan"),
        ),
    ],
)
def test_no_centroid_becomes_a_point(precision: str, changes: dict[str, str], place: DraftPlace) -> None:
    found = read(where_prec=precision, **changes)
    assert found.place == place
    assert found.place.latitude is None


def test_only_one_sided_violence_has_a_direction() -> None:
    found = read(type_of_violence="3", side_b="Civilians")
    assert [(one.name, one.role) for one in found.actors] == [
        ("Government of Hill", "initiator"),
        ("Civilians", "recipient"),
    ]
    assert found.title == "One-sided violence: Government of Hill against Civilians"
    assert {one.role for one in read(type_of_violence="2").actors} == {"mentioned"}


@pytest.mark.parametrize(
    ("changes", "caveat"),
    [
        ({"event_clarity": "2"}, "not clear enough"),
        ({"code_status": "Check source"}, "code_status Check source"),
        ({"low": "5"}, "not in this order"),
        ({"where_prec": "2"}, "near Invented town"),
    ],
)
def test_what_the_dataset_says_of_its_certainty_stays(changes: dict[str, str], caveat: str) -> None:
    (said,) = read(**changes).caveats
    assert caveat in said


@pytest.mark.parametrize(
    ("office", "article", "sources"),
    [
        ("A;B;A", "", ("A", "B")),
        ("", '"Morning Paper,2015-05-13,A, title";"Radio,2015-05-14,Other"', ("Morning Paper", "Radio")),
        ("", "Yearbook 2004", ("Yearbook 2004",)),
        ("", '"never closed', ("never closed",)),
        ("", "", ()),
    ],
)
def test_sources(office: str, article: str, sources: tuple[str, ...]) -> None:
    assert read(source_office=office, source_article=article).sources == sources


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": ""}, "the row has no id"),
        ({"date_end": "2015-05-10"}, "date_end lies before date_start"),
        ({"year": "2014"}, "the date and the year column disagree"),
        ({"date_prec": "6"}, "date_prec is none of 1 to 5"),
        ({"where_prec": "0"}, "where_prec is none of 1 to 7"),
        ({"type_of_violence": ""}, "type_of_violence is none of 1 to 3"),
        ({"high": "999999999999"}, "high cannot be right"),
    ],
)
def test_what_cannot_be_read_is_named(changes: dict[str, str], reason: str) -> None:
    with pytest.raises(RowError) as caught:
        read(**changes)
    assert caught.value.reason == reason


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_with_and_without_a_header(importing: Importing, header: bool, mark: str) -> None:
    rows: list[dict[str, Any]] = [UCDP_ROW, {**UCDP_ROW, "id": "900002", "where_prec": "4"}]
    found = importing("ucdp", delimited(ORDER, rows, mark, header))
    assert (found.account.accepted, found.reasons) == (2, {})
    assert [row["precision"] for row in found.rows("places")] == ["settlement", "province"]
    told = [notice for notice in found.account.notices if "no header" in notice]
    assert bool(told) != header


def test_a_shorter_layout(importing: Importing) -> None:
    columns = [name for name in UCDP_ROW if name not in ("code_status", "source_original")]
    found = importing("ucdp", delimited(columns, [UCDP_ROW]))
    assert found.account.accepted == 1


def test_areas_of_our_own_are_offered(importing: Importing) -> None:
    found = importing(
        "ucdp",
        delimited(ORDER, [{**UCDP_ROW, "where_prec": "4"}, {**UCDP_ROW, "id": "2", "where_prec": "3"}]),
    )
    assert [row["offered"] for row in found.rows("places")] == ["AF-TAK", "AF-D09"]
