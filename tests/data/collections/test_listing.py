"""The list of a collection: pages put together are the whole list, in order, whatever the partitioning."""

from __future__ import annotations

import pickle
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.collections import listing
from data.collections.collection import Collection
from data.collections.listing import Brief, Found
from data.collections.tally import Question
from data.dates import UNBOUNDED_PAST, Bounds
from tests.data.collections.cases import (
    QUESTIONS,
    Row,
    classed,
    day,
    listed,
    opened,
    partitioned,
    selected,
    together,
)

ALL = Question()


def numbers(collection: Collection, briefs: list[Brief]) -> list[int]:
    """The positions of these events in the whole collection, by their words."""
    rows = listing.words(collection.folder, [brief.found for brief in briefs])
    return [int(row["id"][1:]) for row in rows]


def pages(collection: Collection, question: Question, size: int) -> list[Brief]:
    found: list[Brief] = []
    number = 0
    while told := listing.page(collection, question, number, size).value:
        assert len(told) <= size
        found += told
        number += 1
    return found


@settings(max_examples=60)
@given(partitioned(), QUESTIONS, st.integers(1, 7))
def test_pages_put_together_are_the_whole_list(
    partitions: list[list[Row]], question: Question, size: int
) -> None:
    rows = together(partitions)
    with TemporaryDirectory() as folder:
        collection = opened(Path(folder), *partitions)
        briefs = pages(collection, question, size)
        assert numbers(collection, briefs) == listed(rows, question)
        for number, brief in zip(listed(rows, question), briefs, strict=True):
            row = rows[number]
            assert (brief.bounds, brief.category, brief.place) == (row.bounds, row.category, row.place)
            assert brief.when == classed(row.bounds, question.window)
            assert set(brief.actors) == {actor for actor, _ in row.parties}


@settings(max_examples=60)
@given(partitioned(), QUESTIONS)
def test_marks_are_the_selected_events(partitions: list[list[Row]], question: Question) -> None:
    rows = together(partitions)
    with TemporaryDirectory() as folder:
        collection = opened(Path(folder), *partitions)
        told = collection.ask(partial(listing.marks, question=question)).value
        shown = [number for number in listed(rows, question) if selected(rows[number], question)]
        assert sorted(numbers(collection, [brief for part in told for brief in part])) == sorted(shown)


@pytest.mark.parametrize("size", [1, 3, 7, 50])
def test_a_page_may_begin_in_the_middle_of_a_day(tmp_path: Path, size: int) -> None:
    same = [Row(day(4))] * 17 + [Row(None)] * 11
    collection = opened(tmp_path, [Row(day(3)), *same[:20]], same[20:], [Row(day(4))])
    assert numbers(collection, pages(collection, ALL, size)) == [*range(18), 29, *range(18, 29)]


def test_a_page_beyond_the_end_is_empty(tmp_path: Path) -> None:
    collection = opened(tmp_path, [Row(day(1)), Row(None)])
    assert listing.page(collection, ALL, 1).value == []
    assert listing.page(collection, ALL, 10**9).value == []


@pytest.mark.parametrize("partitions", [[], [[]], [[], []]])
def test_an_empty_collection_has_an_empty_page(tmp_path: Path, partitions: list[list[Row]]) -> None:
    assert listing.page(opened(tmp_path, *partitions), ALL, 0).value == []


def test_what_began_at_an_unknown_time_stands_where_it_had_begun_at_the_latest(tmp_path: Path) -> None:
    before = Row(Bounds(UNBOUNDED_PAST, 20, 10, 20))
    collection = opened(tmp_path, [Row(None), before, Row(day(21)), Row(day(19))])
    assert numbers(collection, listing.page(collection, ALL, 0).value) == [3, 1, 2, 0]


REFERENCES = [
    ("0-1", Found("events-0000.parquet", 1)),
    ("1-0", Found("events-0001.parquet", 0)),
    ("N2", Found("events-0001.parquet", 0)),
    ("2-0", None),
    ("0-1e3", None),
    ("٣-١", None),
    ("-", None),
    ("", None),
    ("<script>", None),
    ("9" * 90 + "-1", None),
    ("0-" + "9" * 90, None),
]


@pytest.mark.parametrize(("reference", "found"), REFERENCES)
def test_an_address_names_an_event_by_its_place_or_its_id(
    tmp_path: Path, reference: str, found: Found | None
) -> None:
    collection = opened(tmp_path, [Row(day(1)), Row(day(2))], [Row(day(3))])
    assert listing.find(collection, reference) == found


def test_an_id_that_looks_like_a_place_is_still_found(tmp_path: Path) -> None:
    collection = opened(tmp_path, [Row(day(1))])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(listing, "_line_of", lambda path, identifier: 0 if identifier == "2023-11" else -1)
        assert listing.find(collection, "2023-11") == Found("events-0000.parquet", 0)


def test_a_reference_leads_back_to_its_event(tmp_path: Path) -> None:
    collection = opened(tmp_path, [Row(day(5)), Row(None)], [Row(day(4))])
    for brief in listing.page(collection, ALL, 0).value:
        assert listing.find(collection, brief.found.reference) == brief.found
        assert pickle.loads(pickle.dumps(brief)) == brief


def test_everything_of_one_event(tmp_path: Path) -> None:
    row = Row(day(5), category=2, place=0, parties=((0, 1), (0, 2)), sources=(1,), type=1)
    collection = opened(tmp_path, [Row(None), row])
    event = listing.whole(collection, Found("events-0000.parquet", 1))
    assert event is not None
    assert (event["id"], event["line"], event["bounds"], event["type"]) == ("N1", 3, day(5), "Talk")
    assert event["place"].name == "Town"
    assert [(actor[0], actor[3]) for actor in event["actors"]] == [
        ("Hill guard", "initiator"),
        ("Hill guard", "recipient"),
    ]
    assert (event["sources"], event["deaths"]) == (["Radio"], (-1, -1, -1))
    undated = listing.whole(collection, Found("events-0000.parquet", 0))
    assert undated is not None
    assert (undated["bounds"], undated["place"], undated["type"]) == (None, None, "")


def test_an_event_that_is_not_there_is_none(tmp_path: Path) -> None:
    collection = opened(tmp_path, [Row(day(5))])
    assert listing.whole(collection, Found("events-0000.parquet", 999_999_999)) is None
    assert listing.whole(collection, Found("events-0007.parquet", 0)) is None


def test_without_its_words_an_event_still_has_its_codes(tmp_path: Path) -> None:
    collection = opened(tmp_path, [Row(day(5), type=0)])
    (tmp_path / "words-0000.parquet").write_bytes(b"PAR1")
    found = Found("events-0000.parquet", 0)
    assert listing.words(tmp_path, [found]) == [{}]
    event = listing.whole(collection, found)
    assert event is not None
    assert (event["type"], event.get("id")) == ("Clash", None)
    assert listing.find(collection, "N0") is None


def test_words_come_in_the_order_asked_and_each_as_often(tmp_path: Path) -> None:
    collection = opened(tmp_path, [Row(day(n)) for n in range(3)], [Row(day(9))])
    places = [("events-0001.parquet", 0), ("events-0000.parquet", 2), ("events-0001.parquet", 0)]
    rows = listing.words(collection.folder, [Found(*place) for place in places], ("title",))
    assert [row["title"] for row in rows] == ["Event 3", "Event 2", "Event 3"]
