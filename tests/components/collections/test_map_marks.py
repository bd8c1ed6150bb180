"""What is laid over the map of a collection: areas as areas, hollow where only possible, words as text."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components.collections.map_marks import overlay
from components.drawing.prepare.map import Area, EdgeMark, MapMarks, PointMark, Tally
from components.shared.map_words import FILLS
from components.theme import theme_named

LIGHT = theme_named("light")
SURE = Tally((), 3, 1, (("verbal conflict", 4),))
MAYBE = Tally((), 0, 2, (("verbal conflict", 2),))


def laid(points: Any = (), edges: Any = (), areas: Any = ()) -> dict[str, Any]:
    marks = MapMarks(tuple(points), tuple(edges), tuple(areas), (), (), (), (), 0)
    told = overlay(marks, LIGHT, lambda name: f"/layers/{name}")
    json.dumps(told)
    return told


def point(tally: Tally, name: str = "Tower") -> PointMark:
    return PointMark(name, name, (name,), 70.5, 37.5, "", False, tally)


def area(kind: str, tally: Tally) -> Area:
    return Area("Hill", "Hill", kind, "AF-X", ("Hill",), tally)


def test_a_point_stands_where_it_was_reported_with_its_number_and_its_words() -> None:
    longitude, latitude, size, colour, hollow, number, place, words = laid([point(SURE)])["points"][0]
    assert (longitude, latitude, colour) == (70.5, 37.5, LIGHT.quad("verbal conflict"))
    assert (hollow, number, place) == (False, "4◆", "Tower")
    assert size > 10
    assert "3 certainly, 1 possibly" in words


def test_what_is_only_possible_is_hollow_and_its_area_faint() -> None:
    told = laid([point(MAYBE)], areas=[area("district", MAYBE), area("province", MAYBE)])
    assert told["points"][0][4] is True
    assert [one[2] for one in told["areas"]] == [FILLS["possible"][0]] * 2


@pytest.mark.parametrize("kind", ["district", "province"])
def test_the_more_events_the_stronger_an_area_is_filled_up_to_a_limit(kind: str) -> None:
    fills = [
        laid(areas=[area(kind, Tally((), count, 0, (("uncoded", count),)))])["areas"][0][2]
        for count in (1, 4, 8, 1000)
    ]
    assert fills == sorted(fills)
    assert (fills[0], fills[2], fills[3]) == (*FILLS[kind], FILLS[kind][1])


def test_an_area_says_that_no_point_is_reported_and_is_none() -> None:
    kind, key, _, place, words = laid(areas=[area("district", SURE)])["areas"][0]
    assert (kind, key, place) == ("district", "AF-X", "Hill")
    assert "no point in it" in words
    assert laid(areas=[area("district", SURE)])["points"] == []


def test_several_places_beyond_the_frame_can_be_read_and_not_pressed() -> None:
    edge = EdgeMark("", "4 places beyond", ("A", "B", "C", "D"), 67.0, 37.0, "left", SURE)
    _, _, side, _, text, place, words = laid(edges=[edge])["edges"][0]
    assert (side, place) == ("left", "")
    assert "4 places beyond 4" in text
    assert "beyond this map" in words


def test_names_from_files_are_text_and_no_markup() -> None:
    name = '<img src=x onerror="alert(1)"> & Sons'
    *_, place, words = laid([point(SURE, name)])["points"][0]
    assert place == name
    assert name in words
    assert "<b>" not in words
