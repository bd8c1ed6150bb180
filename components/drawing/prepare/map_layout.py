"""Where everything of the drawn map stands: projection, discs, signs, and labels that keep off each other.

Pure geometry in pixels, for the standalone SVG and for slides; neither draws its own.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from components.drawing.prepare.map import (
    Badge,
    Crossing,
    EdgeMark,
    MapMarks,
    PointMark,
    Tally,
    certainty_words,
)
from components.drawing.prepare.map_plane import (
    Box,
    Labels,
    Projection,
    Spot,
    bounds,
    features,
    lines_of,
    seen,
)

__all__ = [
    "BadgeBox", "Box", "Disc", "Edge", "Labels", "MapLayout", "Name", "Projection", "Sign", "Spot",
    "area_strength", "bounds", "count_words", "features", "in_words", "lines_of", "map_layout", "seen",
]  # fmt: skip

SIGN_HEIGHT: Final = 17
"""Pixels from a crossing up to the middle of its sign."""


@dataclass(frozen=True)
class Disc:
    """A reported point: its disc about `x`, `y`."""

    mark: PointMark
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Edge:
    """A point beyond the picture: an arrow at `x`, `y`, and the middle of its words."""

    mark: EdgeMark
    x: float
    y: float
    words: str
    at: Spot
    width: float


@dataclass(frozen=True)
class Sign:
    """A crossing: where it is, the middle of its sign above, and its two lines if there is room for them."""

    crossing: Crossing
    x: float
    y: float
    lines: tuple[str, str]
    at: Spot | None
    width: float

    @property
    def top(self) -> float:
        """The middle of the sign."""
        return self.y - SIGN_HEIGHT


@dataclass(frozen=True)
class BadgeBox:
    """A badge, 20 pixels high."""

    badge: Badge
    left: float
    top: float
    width: float


@dataclass(frozen=True)
class Name:
    """A written name: its middle, size and spacing in pixels; `dot` is the town's."""

    words: str
    kind: str
    at: Spot
    width: float
    size: float
    spacing: float
    dot: Spot | None = None


@dataclass(frozen=True)
class MapLayout:
    """Everything above the ground of the map."""

    discs: tuple[Disc, ...]
    edges: tuple[Edge, ...]
    signs: tuple[Sign, ...]
    badges: tuple[BadgeBox, ...]
    names: tuple[Name, ...]


def map_layout(
    marks: MapMarks, projection: Projection, layers_folder: Path, generous: bool = False
) -> MapLayout:
    """Marks first, names where they leave room: badges, discs, edges, crossings, towns, areas.

    Badges stand in the lower right corner. `generous` is for pictures that nobody can zoom: badges stand
    where they hide fewest marks, and crossings have more spots to write their names on.
    """
    labels = Labels(projection.width, projection.height)
    corner = _corner(marks, projection) if generous else CORNERS[0]
    badges = tuple(_badges(marks.badges, projection, labels, corner))
    discs = tuple(_discs(marks, projection, labels))
    edges = tuple(_edges(marks, projection, labels))
    for edge in edges if generous else ():
        labels.reserve(edge.x, edge.y, 16, 16)
    signs = tuple(_signs(marks, projection, labels, generous))
    return MapLayout(discs, edges, signs, badges, tuple(_names(projection, labels, layers_folder)))


CORNERS: Final = (("right", "bottom"), ("left", "bottom"), ("right", "top"), ("left", "top"))


def _corner(marks: MapMarks, projection: Projection) -> tuple[str, str]:
    """Where the badges lie over fewest marks; the first of equals."""
    spots = [projection.point(mark.longitude, mark.latitude) for mark in marks.points]
    spots += [projection.point(mark.longitude, mark.latitude) for mark in marks.edges]
    spots += [projection.point(crossing.longitude, crossing.latitude) for crossing in marks.crossings]
    aside = Labels(projection.width, projection.height)

    def hidden(corner: tuple[str, str]) -> int:
        boxes = list(_badges(marks.badges, projection, aside, corner))
        return sum(
            box.left - 24 < x < box.left + box.width + 24 and box.top - 16 < y < box.top + 46
            for x, y in spots
            for box in boxes
        )

    return min(CORNERS, key=hidden)


def _badges(
    badges: Sequence[Badge], projection: Projection, labels: Labels, corner: tuple[str, str]
) -> Iterator[BadgeBox]:
    """One below the other in a corner."""
    for row, badge in enumerate(reversed(badges)):
        wide = len(badge.label) * 5.9 + 16
        left = projection.width - wide - 8 if corner[0] == "right" else 8.0
        down = row if corner[1] == "bottom" else len(badges) - 1 - row
        top = projection.height - 28 - 24 * down if corner[1] == "bottom" else 8.0 + 24 * down
        labels.reserve(left + wide / 2, top + 10, wide, 22)
        yield BadgeBox(badge, left, top, wide)


def _discs(marks: MapMarks, projection: Projection, labels: Labels) -> Iterator[Disc]:
    for mark in marks.points:
        x, y = projection.point(mark.longitude, mark.latitude)
        radius = min(8 + 3 * math.sqrt(mark.tally.total), 23)
        labels.reserve(x, y, 2 * radius + 4, 2 * radius + 4)
        yield Disc(mark, x, y, radius)


def _edges(marks: MapMarks, projection: Projection, labels: Labels) -> Iterator[Edge]:
    for mark in marks.edges:
        x, y = projection.point(mark.longitude, mark.latitude)
        x, y = min(max(x, 9), projection.width - 9), min(max(y, 9), projection.height - 9)
        words = f"{mark.name}: {mark.tally.total}"
        wide = len(words) * 6.2
        at = {
            "top": (x, y + 16), "bottom": (x, y - 16),
            "left": (x + 12 + wide / 2, y), "right": (x - 12 - wide / 2, y),
        }[mark.side]  # fmt: skip
        labels.reserve(*at, wide, 14)
        yield Edge(mark, x, y, words, at, wide)


def _signs(marks: MapMarks, projection: Projection, labels: Labels, generous: bool) -> Iterator[Sign]:
    spots = [
        (crossing, *projection.point(crossing.longitude, crossing.latitude)) for crossing in marks.crossings
    ]
    for _, x, y in spots:
        labels.reserve(x, y - SIGN_HEIGHT, 20, 20)
    for crossing, x, y in spots:
        top = y - SIGN_HEIGHT
        lines = (f"{crossing.tajik_name} –", crossing.afghan_name + ("" if crossing.trusted else " (?)"))
        wide = max(map(len, lines)) * 6.2
        tries = [
            (x + 12 + wide / 2, top),
            (x - 12 - wide / 2, top),
            (x, top - 24),
            (x, y + 18),
            (x + wide / 2, y + 14),
        ]
        if generous:
            beside = [(away + wide / 2, down) for away in (14, 26) for down in (-10, 0, 12, 22)]
            tries += [(x + side * away, top + down) for away, down in beside for side in (1, -1)]
        yield Sign(crossing, x, y, lines, labels.place(tries, wide, 26), wide)


def _names(projection: Projection, labels: Labels, folder: Path) -> Iterator[Name]:
    """Towns, countries, provinces, in that order of importance; what does not fit is left out."""
    for town in features(folder, "towns"):
        rank, words = town["properties"]["rank"], town["properties"]["name"]
        x, y = projection.point(*town["geometry"]["coordinates"])
        wide, size = len(words) * 5.6, 11 if rank == 1 else 10
        if rank <= 2 and (spot := labels.place(_around(x, y, wide, 5), wide, 12)):
            yield Name(words, "town", spot, wide, size, 0.0, (x, y))
    for kind, points, spacing in (("country", 12, 4.0), ("province", 9.5, 1.8)):
        for item in features(folder, "names"):
            if item["properties"]["kind"] == kind:
                words = item["properties"]["name"].upper()
                wide = len(words) * (points * 0.68 + spacing)
                if spot := labels.place([projection.point(*item["geometry"]["coordinates"])], wide, 14):
                    yield Name(words, kind, spot, wide, points, spacing)


def _around(x: float, y: float, wide: float, away: float) -> list[Spot]:
    """Middles of a text of one line below, above, right and left of a point."""
    return [(x, y + away + 6), (x, y - away - 6), (x + away + wide / 2, y), (x - away - wide / 2, y)]


def area_strength(tally: Tally, kind: str) -> float:
    """How opaque an area is: the more events, the stronger; a province, being vaguer, half as much."""
    return min(0.2 + 0.05 * tally.total, 0.6) * (0.5 if kind == "province" else 1)


def count_words(tally: Tally) -> str:
    """`3 events, 2 certainly, 1 possibly`."""
    return f"{tally.total} {'event' if tally.total == 1 else 'events'}, {certainty_words(tally)}"


def in_words(marks: MapMarks) -> str:
    """What the map shows, for those who do not see it."""
    listed = [f"{mark.name}: {count_words(mark.tally)}" for mark in marks.points]
    listed += [f"{mark.name}, beyond the map: {count_words(mark.tally)}" for mark in marks.edges]
    listed += [f"{area.name}, {area.kind} as a whole: {count_words(area.tally)}" for area in marks.areas]
    listed += [badge.label for badge in marks.badges]
    tray = f" Without a place on the map: {marks.tray}." if marks.tray else ""
    return ("; ".join(listed) + "." if listed else "No event has a place on the map.") + tray
