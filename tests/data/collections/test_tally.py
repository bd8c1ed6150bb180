"""Numbers of a collection: sums over partitions are what counting row by row finds, however it is cut."""

from __future__ import annotations

import pickle
from dataclasses import fields
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.collections.columns import Columns, columns_of
from data.collections.tally import Question, Tally, strip, tally
from data.dates import UNBOUNDED_FUTURE, UNBOUNDED_PAST, Bounds, parse
from tests.data.collections.cases import (
    ACTORS,
    PLACES,
    QUESTIONS,
    SOURCES,
    Row,
    classed,
    counted,
    day,
    events_table,
    in_bins,
    listed,
    opened,
    partitioned,
    passes,
    together,
)


def columns(rows: list[Row]) -> Columns:
    return columns_of("events-0000.parquet", events_table(rows), len(ACTORS), len(PLACES), len(SOURCES))


def told(tally: Tally) -> dict[str, Any]:
    return {
        field.name: held if isinstance(held := getattr(tally, field.name), int) else held.tolist()
        for field in fields(tally)
    }


@given(partitioned(), QUESTIONS)
def test_sums_over_partitions_are_what_counting_row_by_row_finds(
    partitions: list[list[Row]], question: Question
) -> None:
    total = reduce(add, [tally(columns(rows), question) for rows in partitions])
    assert told(total) == counted(together(partitions), question)


@given(partitioned(), QUESTIONS)
def test_the_strip_counts_the_same_events_whatever_the_window(
    partitions: list[list[Row]], question: Question
) -> None:
    total = reduce(add, [strip(columns(rows), question) for rows in partitions])
    kept = [row for rows in partitions for row in rows if passes(row, question)]
    assert total.tolist() == in_bins(kept, question.edges).sum(axis=1).tolist()


@given(partitioned(), QUESTIONS)
def test_the_sentence_the_map_the_bins_and_the_list_agree(
    partitions: list[list[Row]], question: Question
) -> None:
    rows = together(partitions)
    found = reduce(add, [tally(columns(part), question) for part in partitions])
    assert found.places.sum(axis=(1, 2)).tolist() == [found.certain, found.possible]
    assert len(listed(rows, question)) == found.selected + found.undated
    assert found.bins.sum(axis=0).max(initial=0) <= found.selected


@given(st.lists(st.sampled_from(["day", "month", "open"]), max_size=9), QUESTIONS)
def test_question_and_answers_survive_the_way_to_another_machine(
    kinds: list[str], question: Question
) -> None:
    known = {"day": day(7), "month": Bounds(1, 30, 1, 30), "open": Bounds(3, 9, 20, UNBOUNDED_FUTURE)}
    part = columns([Row(known[kind]) for kind in kinds])
    sent: Question = pickle.loads(pickle.dumps(question))
    assert (sent, hash(sent)) == (question, hash(question))
    answer: Tally = pickle.loads(pickle.dumps(tally(pickle.loads(pickle.dumps(part)), sent)))
    assert told(answer) == told(tally(part, question))


NOVEMBER = parse("2023-11")
FIRST, LAST = NOVEMBER[0], NOVEMBER[1]
# bounds, window, how the window judges it
JUDGED: list[tuple[Bounds | None, tuple[int, int] | None, str]] = [
    (NOVEMBER, None, "certain"),
    (NOVEMBER, (FIRST, LAST), "certain"),
    (NOVEMBER, (FIRST, FIRST), "possible"),
    (NOVEMBER, (LAST + 1, LAST + 9), "outside"),
    (NOVEMBER, (LAST, LAST + 9), "possible"),
    (NOVEMBER, (FIRST - 9, FIRST), "possible"),
    (NOVEMBER, (FIRST - 9, FIRST - 1), "outside"),
    (parse("2023-11-09/2023-11-15"), (FIRST, FIRST + 8), "certain"),
    (parse("[..2023-11-08]"), (FIRST, FIRST), "possible"),
    (parse("[..2023-11-08]"), (2 * UNBOUNDED_PAST, LAST), "certain"),
    (parse("2010/"), (LAST, LAST), "possible"),
    (parse("2010/"), (LAST, 2 * UNBOUNDED_FUTURE), "possible"),
    (parse("../2012"), (2 * UNBOUNDED_PAST, FIRST), "certain"),
    (parse("../2012"), (FIRST, LAST), "outside"),
    (day(FIRST), (FIRST, 2 * UNBOUNDED_FUTURE), "certain"),
    (None, (FIRST, LAST), "undated"),
    (None, None, "undated"),
]


@pytest.mark.parametrize(("bounds", "window", "found"), JUDGED)
def test_an_event_is_certain_possible_outside_or_undated(
    bounds: Bounds | None, window: tuple[int, int] | None, found: str
) -> None:
    assert classed(bounds, window) == found, "the reference itself"
    numbers = tally(columns([Row(bounds)]), Question(window=window, n_places=len(PLACES)))
    assert {name for name in ("certain", "possible", "undated") if getattr(numbers, name)} == (
        set() if found == "outside" else {found}
    )


def test_a_month_is_possibly_in_each_of_its_days_and_certainly_in_the_month() -> None:
    part = columns([Row(NOVEMBER)])
    days = strip(part, Question(edges=tuple(range(FIRST, LAST + 2))))
    month = strip(part, Question(edges=(FIRST, LAST + 1)))
    assert days.tolist() == [[0] * 30, [1] * 30]
    assert month.tolist() == [[1], [0]]


def test_without_bins_there_are_none() -> None:
    assert strip(columns([Row(day(3))]), Question()).shape == (2, 0)


def test_an_actor_in_two_roles_is_one_event_and_each_role_finds_it() -> None:
    part = columns([Row(day(3), parties=((1, 1), (1, 2)))])
    found = {role: tally(part, Question(actors=((1,),), role=role)).selected for role in range(4)}
    assert found == {0: 0, 1: 1, 2: 1, 3: 0}
    assert tally(part, Question()).actors[0].tolist() == [0, 1, 0, 0, 0]


def test_codes_that_no_table_has_find_nothing() -> None:
    part = columns([Row(day(3), place=2, parties=((1, 1),), sources=(0,))])
    for asked in (
        {"actors": ((99,), (-5,))},
        {"sources": (99, -1)},
        {"places": (99,)},
        {"categories": (99,)},
    ):
        assert tally(part, Question(n_places=len(PLACES), **asked)).selected == 0, asked


def test_the_same_holds_for_a_collection_on_the_disk(tmp_path: Path) -> None:
    rows = [Row(day(3), parties=((0, 1),)), Row(None), Row(NOVEMBER, category=3, place=4)]
    question = Question(window=(FIRST, FIRST), edges=(FIRST, FIRST + 1), n_places=len(PLACES))
    for number, cut in enumerate(([rows], [rows[:1], rows[1:]], [[], rows[:2], [], rows[2:]])):
        found = opened(tmp_path / str(number), *cut).tally(question)
        assert told(found.value) == counted(rows, question)
        assert found.failed == ()
