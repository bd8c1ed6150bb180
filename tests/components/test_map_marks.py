"""What the map draws: a point only where a point was reported."""

from __future__ import annotations

import pytest

from components.drawing.prepare.map import FRAME, MIXED, MapMarks, map_marks, short_name
from tests.components.map_cases import ROWS, selection


@pytest.fixture
def marks() -> MapMarks:
    return map_marks(selection(*ROWS))


def test_places_at_one_spot_are_one_mark_of_distinct_events(marks: MapMarks) -> None:
    kulob = next(mark for mark in marks.points if "L-KULOB" in mark.places)
    assert kulob.places == ("L-KULOB", "L-201")
    assert kulob.tally.events == ("E4", "E5")
    assert (kulob.tally.certain, kulob.tally.possible, kulob.tally.quad) == (2, 0, MIXED)


def test_points_inside_the_frame_stand_where_they_were_reported(marks: MapMarks) -> None:
    crossing = next(mark for mark in marks.points if mark.key == "L-BCP")
    assert (crossing.longitude, crossing.latitude, crossing.at_crossing) == (68.6053, 37.1946, True)
    assert (crossing.tally.certain, crossing.tally.possible) == (2, 1)
    assert crossing.tally.quad == "verbal conflict"


@pytest.mark.parametrize(
    ("key", "side"), [("L-KABUL", "bottom"), ("L-GHAZNI", "bottom"), ("L-MOSCOW", "top")]
)
def test_points_beyond_sit_on_the_edge(marks: MapMarks, key: str, side: str) -> None:
    edge = next(mark for mark in marks.edges if mark.key == key)
    west, south, east, north = FRAME
    assert edge.side == side
    assert edge.latitude == pytest.approx(south if side == "bottom" else north)
    assert west <= edge.longitude <= east


def test_marks_on_one_edge_keep_apart(marks: MapMarks) -> None:
    bottom = sorted(mark.longitude for mark in marks.edges if mark.side == "bottom")
    assert len(bottom) == 2 and bottom[1] - bottom[0] > 0.5


def test_many_marks_on_one_edge_stay_inside_the_frame() -> None:
    rows = [(f"E{n}", "uncoded", "certain", place) for n, place in enumerate(("L-KABUL", "L-GHAZNI"))]
    chosen = selection(*rows * 20)
    chosen.places["longitude"] = [69.0 + 0.001 * index for index in range(len(chosen.places))]
    edges = map_marks(chosen).edges
    assert len(edges) == 40
    assert all(FRAME[0] <= edge.longitude <= FRAME[2] for edge in edges)
    assert len({edge.longitude for edge in edges}) == 40


@pytest.mark.parametrize(
    ("kind", "key", "said", "certain", "possible"),
    [
        ("district", "AF-D04", ("Imam Sahib",), 1, 0),
        ("district", "AF-D05", ("Some gorge",), 0, 1),
        ("province", "AF-KDZ", ("Kunduz",), 1, 0),
    ],
)
def test_districts_and_provinces_are_areas(
    marks: MapMarks, kind: str, key: str, said: tuple[str, ...], certain: int, possible: int
) -> None:
    area = next(area for area in marks.areas if area.key == key)
    assert (area.kind, area.said, area.tally.certain, area.tally.possible) == (kind, said, certain, possible)
    assert not {"latitude", "longitude"} & set(vars(area))


def test_a_country_is_a_badge_in_words(marks: MapMarks) -> None:
    assert [badge.label for badge in marks.badges] == [
        "Afghanistan, place not stated: 2 (1 certainly, 1 possibly)",
        "Afghanistan and Pakistan, place not stated: 1",
    ]


def test_the_tray_holds_what_has_no_mark(marks: MapMarks) -> None:
    assert marks.tray == 2  # undisclosed, and a district without a polygon


def test_crossings_are_those_of_the_table_that_may_be_shown(marks: MapMarks) -> None:
    assert [(crossing.key, crossing.trusted, crossing.name) for crossing in marks.crossings] == [
        ("X01", True, "Panji Poyon – Sherkhan Bandar"),
        ("X04", False, "Ishkoshim – Eshkashem"),
    ]
    assert marks.crossings[0].status == "open, 13 July 2021: 123 trucks"
    assert marks.crossings[1].status == ""


@pytest.mark.parametrize(
    ("key", "events"),
    [
        ("place:L-201", ("E4", "E5")),
        ("place:L-KABUL", ("E6",)),
        ("crossing:X01", ("E1", "E2", "E3")),
        ("district:AF-D04", ("E9",)),
        ("province:AF-KDZ", ("E11",)),
        ("country:AF", ("E12", "E13")),
        ("crossing:X04", ()),
        ("place:nowhere", ()),
        ("nonsense", ()),
    ],
)
def test_a_clicked_mark_names_its_events(marks: MapMarks, key: str, events: tuple[str, ...]) -> None:
    assert marks.events_at(key) == events


def test_an_empty_selection_keeps_the_crossings() -> None:
    marks = map_marks(selection())
    assert not (marks.points or marks.edges or marks.areas or marks.badges or marks.tray)
    assert len(marks.crossings) == 2 and len(marks.districts) == 2


@pytest.mark.parametrize(
    ("name", "short"),
    [("Ruzvai (near Qalaikhumb)", "Ruzvai"), ("Jamarj-e Bala / Maimay", "Jamarj-e Bala"), ("Tem", "Tem")],
)
def test_short_names(name: str, short: str) -> None:
    assert short_name(name) == short
