"""Polygons and lines cut at a rectangle: a group of shapes on a slide hides nothing that juts out of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

Point = tuple[float, float]


def clip_ring(ring: Sequence[Point], width: float, height: float) -> list[Point]:
    """The part of a polygon in 0..width x 0..height, after Sutherland and Hodgman; [] where there is none."""
    for axis, limit, keeps_less in ((0, 0.0, False), (0, width, True), (1, 0.0, False), (1, height, True)):
        ring = _one_side(ring, axis, limit, keeps_less)
        if not ring:
            return []
    return list(ring)


def _one_side(ring: Sequence[Point], axis: int, limit: float, keeps_less: bool) -> list[Point]:
    def inside(point: Point) -> bool:
        return point[axis] <= limit if keeps_less else point[axis] >= limit

    found: list[Point] = []
    for before, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        if inside(point) != inside(before):
            found.append(_meeting(before, point, axis, limit))
        if inside(point):
            found.append(point)
    return found


def _meeting(one: Point, other: Point, axis: int, limit: float) -> Point:
    share = (limit - one[axis]) / (other[axis] - one[axis])
    across = one[1 - axis] + share * (other[1 - axis] - one[1 - axis])
    return (limit, across) if axis == 0 else (across, limit)


def clip_line(line: Iterable[Point], width: float, height: float) -> list[list[Point]]:
    """The pieces of a line in 0..width x 0..height."""
    pieces: list[list[Point]] = []
    for one, other in pairwise(line):
        part = _segment(one, other, width, height)
        if part is None:
            continue
        if pieces and pieces[-1][-1] == part[0]:
            pieces[-1].append(part[1])
        else:
            pieces.append(list(part))
    return pieces


def _segment(one: Point, other: Point, width: float, height: float) -> tuple[Point, Point] | None:
    """A segment cut at the rectangle, after Liang and Barsky."""
    across, down = other[0] - one[0], other[1] - one[1]
    low, high = 0.0, 1.0
    for step, room in (
        (-across, one[0]), (across, width - one[0]), (-down, one[1]), (down, height - one[1]),
    ):  # fmt: skip
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            low = max(low, room / step)
        else:
            high = min(high, room / step)
    if low >= high:
        return None
    first = (one[0] + low * across, one[1] + low * down)
    last = (one[0] + high * across, one[1] + high * down)
    return one if low == 0 else first, other if high == 1 else last
