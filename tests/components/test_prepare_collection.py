"""What the pictures of a collection show: every event once, areas and countries never as points."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings

from components.drawing.prepare.collection import MOST_POINTS, event_title, map_of, timeline_of
from components.drawing.prepare.map import FRAME, MapMarks
from data.collections import listing, schema
from data.collections.collection import Collection, open_collection
from data.collections.tally import Question
from data.dataset import Dataset, load
from data.dates import UNBOUNDED_FUTURE, UNBOUNDED_PAST, Bounds
from tests.data.collections.cases import QUESTIONS, Row, day, made, opened, partitioned

VIEW, PLOT = (-100, 500), (620, 230)


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


def drawn(collection: Collection, dataset: Dataset, question: Question | None = None) -> tuple[MapMarks, str]:
    asked = question or Question(n_places=len(collection.places))
    return map_of(collection, collection.tally(asked).value.places, dataset)


def in_marks(marks: MapMarks) -> int:
    groups: list[Any] = [*marks.points, *marks.edges, *marks.areas, *marks.badges]
    return sum(mark.tally.total for mark in groups)


@settings(max_examples=40)
@given(partitioned(), QUESTIONS)
def test_every_selected_event_is_on_the_map_or_counted_beside_it(
    dataset: Dataset, partitions: list[list[Row]], question: Question
) -> None:
    with TemporaryDirectory() as folder:
        collection = opened(Path(folder), *partitions)
        marks, _ = drawn(collection, dataset, question)
        found = collection.tally(question).value
        assert in_marks(marks) + marks.tray == found.selected
        groups: list[Any] = [*marks.points, *marks.edges, *marks.badges]
        certain = sum(mark.tally.certain for mark in groups)
        assert certain <= found.certain


def with_places(folder: Path, places: list[dict[str, Any]], rows: list[Row]) -> Collection:
    """A collection of other places than those of the cases."""
    blank = {"name": "", "precision": "none", "latitude": None, "longitude": None, "country": "",
             "province": "", "district": "", "offered": ""}  # fmt: skip
    made(folder, [rows])
    table = pa.Table.from_pylist([{**blank, **place} for place in places], schema.PLACES)
    pq.write_table(table, folder / "places.parquet")
    return open_collection(folder)


def test_places_of_one_spot_are_one_mark_and_a_spot_beyond_the_frame_is_at_its_edge(
    tmp_path: Path, dataset: Dataset
) -> None:
    rows = [Row(day(1), place=0), Row(day(1), place=5), Row(day(1), place=5), Row(day(2), place=2)]
    marks, told = drawn(opened(tmp_path, rows), dataset)
    assert [(mark.name, mark.tally.total) for mark in marks.points] == [("A/B; Town", 3)]
    assert [(mark.name, mark.key, mark.tally.total) for mark in marks.edges] == [("Far", "Far", 1)]
    assert (marks.tray, told) == (0, "")


def test_an_area_is_filled_only_where_its_polygon_is_ours(tmp_path: Path, dataset: Dataset) -> None:
    offered = "TJ-D10"
    assert dataset.row("places", offered)["area"]
    places = [
        {"name": "Mine", "precision": "district", "offered": offered},
        {"name": "Mine", "precision": "district", "province": "Same area", "offered": offered},
        {"name": "Other", "precision": "district"},
        {"name": "Wrong", "precision": "district", "offered": "NOBODY"},
        {"name": "Exact without a point", "precision": "exact"},
    ]
    rows = [Row(day(1), place=code) for code in (0, 0, 1, 2, 3, 4, -1)]
    marks, told = drawn(with_places(tmp_path, places, rows), dataset)
    assert [(area.name, area.kind, area.tally.total) for area in marks.areas] == [("Mine", "district", 3)]
    assert (marks.points, marks.badges, marks.tray) == ((), (), 4)
    assert told == "4 events without a place or area that this map can draw"


def test_a_country_is_a_badge_and_a_zone_is_counted_in_words(tmp_path: Path, dataset: Dataset) -> None:
    marks, told = drawn(opened(tmp_path, [Row(day(1), place=3), Row(day(1), place=4)]), dataset)
    assert [(badge.name, badge.tally.total) for badge in marks.badges] == [("Land", 1)]
    assert (marks.areas, marks.points) == ((), ())
    assert told == "1 event without a place or area that this map can draw"


def test_places_that_are_not_drawn_are_counted_in_words(tmp_path: Path, dataset: Dataset) -> None:
    west, south, _, _ = FRAME
    count = MOST_POINTS + 3
    places = [
        {"name": f"P{n}", "precision": "exact", "latitude": south + 0.5 + n / 1000, "longitude": west + 0.5}
        for n in range(count)
    ]
    marks, told = drawn(with_places(tmp_path, places, [Row(day(1), place=n) for n in range(count)]), dataset)
    assert len(marks.points) == MOST_POINTS
    assert told == "3 further places with 3 events are not drawn; narrow the filters"


def test_the_undated_are_neither_on_the_map_nor_on_the_timeline(tmp_path: Path, dataset: Dataset) -> None:
    collection = opened(tmp_path, [Row(None, place=0)])
    marks, told = drawn(collection, dataset)
    assert (in_marks(marks), marks.tray, told) == (0, 0, "")
    timeline = timeline_of(collection, listing.page(collection, Question(), 0).value, VIEW, PLOT, False)
    assert (timeline.marks, timeline.empty) == ((), "No dated event is selected here.")


@settings(max_examples=40)
@given(partitioned())
def test_every_dated_event_is_one_mark_or_in_a_bundle(partitions: list[list[Row]]) -> None:
    with TemporaryDirectory() as folder:
        collection = opened(Path(folder), *partitions)
        told = collection.ask(partial(listing.marks, question=Question())).value
        briefs = [brief for part in told for brief in part]
        for narrow in (False, True):
            timeline = timeline_of(collection, briefs, VIEW, PLOT, narrow)
            shown = [event for mark in timeline.marks for event in mark.events]
            assert sorted(shown) == sorted(brief.found.reference for brief in briefs)
            assert sum(lane.count for lane in timeline.lanes) == len(briefs)


OPEN = [
    Bounds(UNBOUNDED_PAST, 20, 10, 20),
    Bounds(3, 4, 5, UNBOUNDED_FUTURE),
    Bounds(3, UNBOUNDED_FUTURE, 3, UNBOUNDED_FUTURE),
]


@pytest.mark.parametrize("bounds", OPEN)
def test_an_open_end_is_drawn(tmp_path: Path, bounds: Bounds) -> None:
    collection = opened(tmp_path, [Row(bounds)])
    briefs = listing.page(collection, Question(), 0).value
    assert len(timeline_of(collection, briefs, VIEW, PLOT, False).marks) == 1


# type, parties, title
TITLES: list[tuple[int, tuple[tuple[int, int], ...], str]] = [
    (-1, (), "Event"),
    (0, (), "Clash"),
    (1, ((1, 0),), "Talk: River"),
    (0, ((0, 0), (1, 0), (2, 0), (3, 0), (4, 0)), "Clash: Hill guard, River, hill  GUARD and 2 more"),
]


@pytest.mark.parametrize(("kind", "parties", "title"), TITLES)
def test_an_event_is_named_by_its_codes(
    tmp_path: Path, kind: int, parties: tuple[tuple[int, int], ...], title: str
) -> None:
    collection = opened(tmp_path, [Row(day(1), type=kind, parties=parties)])
    assert event_title(collection, listing.page(collection, Question(), 0).value[0]) == title
