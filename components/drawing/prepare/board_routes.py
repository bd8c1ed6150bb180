"""Arrows between the boxes of the board: right-angled ways through the gutters, never across a box."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

Point = tuple[float, float]
_Node = tuple[str, int, int]
TURN: Final = 30.0
"""What a change of gutter costs, in pixels of way."""
OFFSETS: Final = (0.0, -4.0, 4.0, -8.0, 8.0)
"""Arrows in one gutter run beside each other."""


@dataclass(frozen=True)
class Port:
    """A box as an arrow sees it: its columns, its row, its frame; `move` names it."""

    first: int
    last: int
    row: int
    x: float
    y: float
    width: float
    height: float
    move: str


@dataclass(frozen=True)
class Row:
    """One row of boxes: the height of the free lane above it, and the gutters that its boxes cover."""

    lane: float
    covered: frozenset[int]


@dataclass(frozen=True)
class Arrow:
    """From the side of one box to the side of another. `stated`: the table of moves gives the link."""

    source: str
    target: str
    stated: bool
    points: tuple[Point, ...]


def routes(links: list[tuple[Port, Port, bool]], gutters: list[float], rows: list[Row]) -> tuple[Arrow, ...]:
    """An arrow for each (source, target, stated); the last of `rows` is only the lane below all boxes."""
    ways = [_way(source, target, gutters, rows) for source, target, _ in links]
    ends = Counter((port, way[at][1]) for (source, target, _), way in zip(links, ways, strict=True)
                   for port, at in ((source, 0), (target, -1)))  # fmt: skip
    used: Counter[tuple[Port, int]] = Counter()
    arrows = []
    for number, ((source, target, stated), way) in enumerate(zip(links, ways, strict=True)):
        heights = []
        for port, at in ((source, 0), (target, -1)):
            side = (port, way[at][1])
            used[side] += 1
            heights.append(port.y + port.height * used[side] / (ends[side] + 1))
        shift = OFFSETS[number % len(OFFSETS)]
        points = tuple(_points(source, target, way, heights, shift, gutters, rows))
        arrows.append(Arrow(source.move, target.move, stated, points))
    return tuple(arrows)


def _way(source: Port, target: Port, gutters: list[float], rows: list[Row]) -> list[_Node]:
    """The cheapest nodes (ports, crossings of gutter and lane) from a side of `source` to one of `target`."""
    goals = {("port", gutter, target.row) for gutter in (target.first, target.last + 1)}
    starts = [("port", gutter, source.row) for gutter in (source.first, source.last + 1)]
    queue: list[tuple[float, list[_Node]]] = [(0.0, [start]) for start in starts]
    done: set[_Node] = set()
    while queue:
        cost, way = heapq.heappop(queue)
        node = way[-1]
        if node in goals:
            return way
        if node in done:
            continue
        done.add(node)
        for other, more in _next(node, target.row, gutters, rows):
            heapq.heappush(queue, (cost + more, [*way, other]))
    raise ValueError("no way between two boxes")  # the lanes join all gutters


def _next(node: _Node, goal: int, gutters: list[float], rows: list[Row]) -> Iterator[tuple[_Node, float]]:
    kind, gutter, row = node
    if kind == "port":
        yield from ((("lane", gutter, lane), TURN / 2) for lane in (row, row + 1))
        return
    for beside in (gutter - 1, gutter + 1):
        if 0 <= beside < len(gutters):
            yield ("lane", beside, row), abs(gutters[beside] - gutters[gutter]) + TURN
    for lane, between in ((row - 1, row - 1), (row + 1, row)):
        if 0 <= lane < len(rows) and gutter not in rows[between].covered:
            yield ("lane", gutter, lane), abs(rows[lane].lane - rows[row].lane)
    if row in (goal, goal + 1):
        yield ("port", gutter, goal), TURN / 2


def _points(
    source: Port,
    target: Port,
    way: list[_Node],
    heights: list[float],
    shift: float,
    gutters: list[float],
    rows: list[Row],
) -> Iterator[Point]:
    first, last = way[0][1], way[-1][1]
    yield _side(source, first), heights[0]
    yield gutters[first] + shift, heights[0]
    straight = {gutter for _, gutter, _ in way} == {first}
    if not straight:
        for _, gutter, lane in way[1:-1]:
            yield gutters[gutter] + shift, rows[lane].lane + shift
    yield gutters[last] + shift, heights[1]
    yield _side(target, last), heights[1]


def _side(port: Port, gutter: int) -> float:
    return port.x if gutter == port.first else port.x + port.width
