"""Shapes and rows of the timeline: solid inside faded, nothing beyond the bounds, no overlaps."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.drawing.prepare.timeline import place_marks, wanted_height
from components.drawing.prepare.timeline_rows import Item, Lane, Mark, faded, lane_boxes, shape
from data import dates

VIEW = (dates.day_number(date(2023, 11, 1)), dates.day_number(date(2024, 2, 29)))
FIRST = VIEW[0]


def item(text: str, event: str = "E1", as_of: date | None = date(2024, 1, 31)) -> Item:
    return Item(event, "talks", event, "verbal conflict", "certain", dates.parse(text, as_of), ("line",))


def drawn(text: str, pixel: float = 0.2, view: tuple[int, int] = VIEW) -> Mark:
    mark = shape(item(text), view, pixel)
    assert mark is not None
    return mark


def day(text: str) -> int:
    return dates.day_number(date.fromisoformat(text))


@pytest.mark.parametrize(
    ("text", "kind", "core", "wings", "arrows"),
    [
        ("2023-11-08", "dot", ("2023-11-08", "2023-11-09"), [], ()),
        ("2023-12", "span", None, [("2023-12-01", "2024-01-01")], ()),
        ("[2023-12-01..2023-12-10]", "span", None, [("2023-12-01", "2023-12-11")], ()),
        ("[..2023-11-08]", "span", None, [("2023-11-01", "2023-11-09")], ("left",)),
        ("2023-11-09/2023-11-15", "span", ("2023-11-09", "2023-11-16"), [], ()),
        (
            "2023-11/2024-01",
            "span",
            ("2023-11-30", "2024-01-02"),
            [("2023-11-01", "2023-11-30"), ("2024-01-02", "2024-02-01")],
            (),
        ),
        ("2010/..", "span", ("2023-11-01", "2024-02-01"), [("2024-02-01", "2024-03-01")], ("right",)),
        ("../2023-12-05", "span", ("2023-12-05", "2023-12-06"), [("2023-11-01", "2023-12-05")], ("left",)),
    ],
)
def test_shape(
    text: str,
    kind: str,
    core: tuple[str, str] | None,
    wings: list[tuple[str, str]],
    arrows: tuple[str, ...],
) -> None:
    mark = drawn(text)
    assert mark.kind == kind
    assert mark.core == (core and (day(core[0]), day(core[1])))
    assert list(mark.wings) == [(day(start), day(end)) for start, end in wings]
    assert mark.arrows == arrows


def test_a_day_is_drawn_at_its_noon() -> None:
    mark = drawn("2023-11-08")
    assert mark.start == mark.end == day("2023-11-08") + 0.5


def test_what_is_narrower_than_a_dot_becomes_a_speck() -> None:
    assert drawn("[2023-12-01..2023-12-10]", pixel=2).kind == "speck"


def test_what_the_view_misses_is_not_drawn() -> None:
    assert shape(item("2022-05"), VIEW, 0.2) is None


def test_ticks_stand_only_at_bounds_inside_the_view() -> None:
    assert drawn("2023-12").ticks == (day("2023-12-01"), day("2024-01-01"))
    assert drawn("[..2023-12-05]").ticks == (day("2023-12-06"),)
    assert drawn("2023-11-09/2023-11-15").ticks == ()


def test_wings_fade_away_from_the_core() -> None:
    left, right = faded(drawn("2023-11/2024-01"))[:3], faded(drawn("2023-11/2024-01"))[3:]
    assert [opacity for *_, opacity in left] == sorted(opacity for *_, opacity in left)
    assert [opacity for *_, opacity in right] == sorted((o for *_, o in right), reverse=True)


def test_a_crowd_becomes_a_bundle_that_names_all() -> None:
    items = [item("2023-11-08", f"E{number}") for number in range(30)]
    marks = place_marks(items, ["talks"], VIEW, (600, 48))
    bundles = [mark for mark in marks if mark.kind == "bundle"]
    assert len(bundles) == 1
    assert Counter(event for mark in marks for event in mark.events) == Counter(f"E{n}" for n in range(30))
    height = wanted_height(items, ["talks"], VIEW, 600)
    roomy = place_marks(items, ["talks"], VIEW, (600, height))
    assert all(mark.kind == "dot" for mark in roomy)


def test_lane_boxes_fill_the_height_and_hold_their_rows() -> None:
    lanes = [Lane("a", "A", 3, 0, 3), Lane("b", "B", 1, 0, 1), Lane("c", "C", 9, 0, 12)]
    boxes = lane_boxes(lanes, 250)
    assert boxes["a"].top == 0
    assert boxes["c"].bottom == pytest.approx(250)
    for lane in lanes:
        box = boxes[lane.key]
        assert box.first - box.row / 2 >= box.top
        assert box.first + (lane.rows - 0.5) * box.row <= box.bottom


def test_no_lanes_no_boxes() -> None:
    assert lane_boxes([], 100) == {}


@st.composite
def items_of_any_bounds(draw: st.DrawFn) -> list[Item]:
    day_ = st.integers(FIRST - 200, FIRST + 400)
    items = []
    for number in range(draw(st.integers(0, 40))):
        low, mid, also, high = sorted(draw(st.tuples(day_, day_, day_, day_)))
        form = draw(st.sampled_from(["exact", "one day", "duration", "open", "past", "vague"]))
        bounds = {
            "exact": (low, low, low, low),
            "one day": (low, high, low, high),
            "duration": (low, low, high, high),
            "open": (low, mid, also, dates.UNBOUNDED_FUTURE),
            "past": (dates.UNBOUNDED_PAST, high, dates.UNBOUNDED_PAST, high),
            "vague": (low, also, mid, high),
        }[form]
        lane = draw(st.sampled_from(["a", "b"]))
        when = draw(st.sampled_from(["certain", "possible"]))
        items.append(Item(f"E{number}", lane, "t", "uncoded", when, dates.Bounds(*bounds), ()))
    return items


@given(items_of_any_bounds(), st.integers(200, 1200), st.integers(10, 400))
def test_marks_never_overlap_never_exceed_their_bounds(items: list[Item], width: int, height: int) -> None:
    marks = place_marks(items, ["a", "b"], VIEW, (width, height))
    bounds = {entry.event: entry.bounds for entry in items}
    for mark in marks:
        low = min(bounds[event].start_earliest for event in mark.events)
        high = max(bounds[event].end_latest for event in mark.events) + 1
        pieces = [(mark.start, mark.end), *mark.wings, *([mark.core] if mark.core else [])]
        assert all(low <= start <= end <= high for start, end in pieces)
        assert all(VIEW[0] <= start <= end <= VIEW[1] + 1 for start, end in pieces)
        if mark.core and mark.kind != "dot":
            own = bounds[mark.events[0]]
            assert mark.core[0] >= own.start_latest
            assert mark.core[1] <= own.end_earliest + 1
            assert all(wing[1] <= mark.core[0] or wing[0] >= mark.core[1] for wing in mark.wings)
    for lane in ("a", "b"):
        rows = {mark.row for mark in marks if mark.lane == lane}
        for row in rows:
            rooms = sorted(mark.room for mark in marks if mark.lane == lane and mark.row == row)
            assert all(left[1] <= right[0] for left, right in pairwise(rooms))
    inside = [i.event for i in items if shape(i, VIEW, 0.2)]
    assert Counter(inside) == Counter(event for mark in marks for event in mark.events)
