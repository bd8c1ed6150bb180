"""The shape of one event on a timeline and the row it takes: solid core, faded wings, no overlaps.

Time is counted in days since 1970-01-01; a day is drawn from its own number to the next, so a mark that
ends on day 9 ends at 10.0. Solid is only `start_latest` to `end_earliest`, where the event went on whatever
the truth inside its bounds is; the wings fade out to the earliest and the latest bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from data import dates

Span = tuple[float, float]

DOT_PIXELS = 11.0
"""Width that one dot needs so that two of the same day stack instead of hiding each other."""
BUNDLE_ROWS = 2.2
"""Rows that a bundle is high, its number being larger than a dot."""
BUNDLE_PIXELS = 26.0
"""Width of a bundle's number."""
LONG_PIXELS = 60.0
"""What is wider than this gives way first where rows are scarce."""
GAP_PIXELS = 4.0
"""Least distance between two marks of a row, so that bars that follow each other stay two."""
FADES = (0.58, 0.44, 0.30)
"""Opacities of a wing from its core outwards."""


class Item(NamedTuple):
    """One event in one lane, before it has a row."""

    event: str
    lane: str
    title: str
    quad: str
    when: str
    bounds: dates.Bounds
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Mark:
    """One thing to draw. All positions are days, inside the view and inside the event's own bounds.

    `kind`: `dot` an exact day; `span` has a core, wings or both; `speck` a span narrower than a dot at
    this zoom; `bundle` several events for which the lane has no more rows (`events` names them all).
    `room` is what the mark takes up in its row, a dot's width included.
    """

    events: tuple[str, ...]
    kind: Literal["dot", "speck", "span", "bundle"]
    lane: str
    row: int
    quad: str
    when: str
    start: float
    end: float
    core: Span | None
    wings: tuple[Span, ...]
    ticks: tuple[float, ...]
    arrows: tuple[str, ...]
    room: Span
    title: str
    lines: tuple[str, ...]
    maybe: int = 0
    at: float | None = None

    @property
    def possible(self) -> int:
        """How many of its events are merely possible in the range."""
        return self.maybe if self.kind == "bundle" else int(self.when == "possible")

    @property
    def height(self) -> float:
        """Rows it needs."""
        return BUNDLE_ROWS if self.kind == "bundle" else 1.0

    @property
    def middle(self) -> float:
        """Day in the middle of what is drawn; of a bundle, where its number stands."""
        return self.at if self.at is not None else (self.start + self.end) / 2


@dataclass(frozen=True)
class Lane:
    """A lane from top to bottom: its label, how many distinct events it holds and how many rows."""

    key: str
    label: str
    count: int
    possible: int
    rows: float


@dataclass(frozen=True)
class LaneBox:
    """Where a lane lies, in pixels from the top: its edges, the first row's middle and a row's height."""

    top: float
    bottom: float
    first: float
    row: float


def shape(item: Item, view: tuple[int, int], pixel: float) -> Mark | None:
    """What is drawn of one event inside the view, or None if nothing of it lies there.

    Args:
        item: The event.
        view: First and last visible day.
        pixel: Days in one pixel.
    """
    low, high = float(view[0]), float(view[1] + 1)
    bounds = item.bounds
    left, right = float(bounds.start_earliest), float(bounds.end_latest + 1)
    start, end = max(left, low), min(right, high)
    if start >= end:
        return None
    exact = len(set(bounds)) == 1
    core = _clip((float(bounds.start_latest), float(bounds.end_earliest + 1)), low, high)
    edges = [(left, float(bounds.start_latest)), (float(bounds.end_earliest + 1), right)]
    if bounds.start_latest > bounds.end_earliest:
        edges = [(left, right)]
    wings = tuple(wing for wing in (_clip(edge, low, high) for edge in edges) if wing)
    open_left, open_right = left <= dates.UNBOUNDED_PAST, right >= dates.UNBOUNDED_FUTURE
    ends = {end for wing in wings for end in wing} & {left, right}
    mark = Mark(
        events=(item.event,), kind="span", lane=item.lane, row=0, quad=item.quad, when=item.when,
        start=start, end=end, core=core, wings=wings,
        ticks=tuple(sorted(end for end in ends if low <= end <= high)),
        arrows=(("left",) if open_left else ()) + (("right",) if open_right else ()),
        room=(start, end), title=item.title, lines=item.lines,
    )  # fmt: skip
    if exact:
        noon = left + 0.5
        return replace(mark, kind="dot", start=noon, end=noon, room=_around(noon, noon, DOT_PIXELS * pixel))
    if end - start < DOT_PIXELS * pixel and (start, end) == (left, right):
        return replace(mark, kind="speck", room=_around(start, end, DOT_PIXELS * pixel))
    return replace(mark, room=_around(start, end, DOT_PIXELS * pixel))


def faded(mark: Mark) -> list[tuple[float, float, float]]:
    """The wings in pieces (start, end, opacity): even where any day is as good, fading away from a core."""
    if mark.core is None:
        return [(start, end, 0.42) for start, end in mark.wings]
    pieces = []
    for start, end in mark.wings:
        step = (end - start) / len(FADES)
        fades = FADES if start >= mark.core[1] else FADES[::-1]
        pieces += [(start + i * step, start + (i + 1) * step, fade) for i, fade in enumerate(fades)]
    return pieces


def stack(marks: Sequence[Mark], most: int, pixel: float) -> list[Mark]:
    """Rows so that no two marks of a lane overlap, at most `most` of them; the surplus is bundled.

    Marks take the first free row in the order of their first day. Where that needs too many rows, long
    bars keep to half of them, so that dots still show, and what finds no row becomes bundles in the last:
    each names all its events.
    """
    ordered = sorted(marks, key=lambda mark: (mark.room, mark.events))
    rows = _first_fit(ordered, [len(ordered)] * len(ordered), pixel)
    if max(rows, default=0) < most:
        return [replace(mark, row=row) for mark, row in zip(ordered, rows, strict=True)]
    ordered.sort(key=lambda mark: mark.room[1] - mark.room[0] <= LONG_PIXELS * pixel)
    long = [mark.room[1] - mark.room[0] > LONG_PIXELS * pixel for mark in ordered]
    limits = [max(1, (most - 1) // 2) if is_long else most - 1 for is_long in long]
    rows = _first_fit(ordered, [min(limit, most - 1) for limit in limits], pixel)
    kept = [replace(mark, row=row) for mark, row in zip(ordered, rows, strict=True) if row >= 0]
    surplus = [mark for mark, row in zip(ordered, rows, strict=True) if row < 0]
    return kept + [replace(mark, row=most - 1) for mark in _bundles(surplus, pixel)]


def lane_boxes(
    lanes: Sequence[Lane], height: float, header: float = 0.0, label: float = 15.0
) -> dict[str, LaneBox]:
    """Share a height (pixels) among the lanes, each high enough for its rows and its label.

    Args:
        lanes: From top to bottom.
        height: Height to fill.
        header: Height kept at the top of each lane for a label above its rows.
        label: Least height of a lane, so that labels beside the lanes do not collide.
    """
    if not lanes:
        return {}
    gap, row, step = 4.0, 1.0, 0.25
    while row < 15 and _height(lanes, row + step, header, label, gap) <= height:
        row += step
    used = _height(lanes, row, header, label, gap)
    spare = (height - used) / len(lanes)
    boxes, top = {}, 0.0
    for lane in lanes:
        bottom = top + max(lane.rows * row + header, label) + gap + spare
        first = top + header + (bottom - top - header - lane.rows * row) / 2 + row / 2
        boxes[lane.key] = LaneBox(top, bottom, first, row)
        top = bottom
    return boxes


def _clip(span: Span, low: float, high: float) -> Span | None:
    start, end = max(span[0], low), min(span[1], high)
    return (start, end) if start < end else None


def _around(start: float, end: float, width: float) -> Span:
    """The span, widened about its middle to at least this width."""
    missing = max(0.0, width - (end - start)) / 2
    return start - missing, end + missing


def rows_needed(marks: Sequence[Mark], pixel: float = 0.0) -> int:
    """How many rows these marks of one lane need if none is bundled."""
    ordered = sorted(marks, key=lambda mark: (mark.room, mark.events))
    return 1 + max(_first_fit(ordered, [len(ordered)] * len(ordered), pixel), default=0)


def _first_fit(marks: Sequence[Mark], limits: Sequence[int], pixel: float) -> list[int]:
    """For each mark the first row below its limit in which it overlaps nothing; -1 where there is none."""
    taken: list[list[Span]] = []
    rows = []
    for mark, limit in zip(marks, limits, strict=True):
        low, high = mark.room[0] - GAP_PIXELS * pixel, mark.room[1] + GAP_PIXELS * pixel
        free = (row for row in range(limit) if row >= len(taken) or _is_free(taken[row], low, high))
        row = next(free, -1)
        if row == len(taken):
            taken.append([])
        if row >= 0:
            taken[row].append(mark.room)
        rows.append(row)
    return rows


def _is_free(spans: Sequence[Span], low: float, high: float) -> bool:
    return all(end <= low or start >= high for start, end in spans)


def most_rows(wanted: Sequence[int], budget: int) -> int:
    """Largest number of rows per lane with which all lanes together keep to the budget (at least one)."""
    most = max(wanted, default=1)
    while most > 1 and sum(min(rows, most) for rows in wanted) > budget:
        most -= 1
    return most


def _bundles(marks: Sequence[Mark], pixel: float) -> list[Mark]:
    """Marks for one row: what overlaps is bundled, and so is what a bundle's number would cover."""
    groups: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda mark: (mark.room, mark.events)):
        groups.append([mark])
        while len(groups) > 1 and _bundle(groups[-1], pixel).room[0] < _bundle(groups[-2], pixel).room[1]:
            groups[-2:] = [groups[-2] + groups[-1]]
    return [_bundle(group, pixel) for group in groups]


def _bundle(group: Sequence[Mark], pixel: float) -> Mark:
    """One mark for a group of marks; a group of one stays what it is."""
    if len(group) == 1:
        return group[0]
    start, end = min(mark.start for mark in group), max(mark.end for mark in group)
    room = _around(
        min(mark.room[0] for mark in group), max(mark.room[1] for mark in group), BUNDLE_PIXELS * pixel
    )
    half = BUNDLE_PIXELS * pixel / 2
    at = sorted(mark.middle for mark in group)[len(group) // 2]
    possible = sum(mark.possible for mark in group)
    shown = [f"{mark.title} ({mark.lines[0]})" if mark.lines else mark.title for mark in group[:6]]
    more = [f"… and {len(group) - 6} more"] if len(group) > 6 else []
    return Mark(
        events=tuple(event for mark in group for event in mark.events),
        kind="bundle", lane=group[0].lane, row=0,
        quad="uncoded", when="possible" if possible == len(group) else "certain", start=start, end=end,
        core=None, wings=(), ticks=(), arrows=(),
        room=room, at=min(max(at, room[0] + half), room[1] - half),
        title=f"{len(group)} more events" + (f", {possible} of them possibly" if possible else ""),
        lines=(*shown, *more, "Choose a shorter time to see them apart"), maybe=possible,
    )  # fmt: skip


def _height(lanes: Sequence[Lane], row: float, header: float, label: float, gap: float) -> float:
    return sum(max(lane.rows * row + header, label) + gap for lane in lanes)
