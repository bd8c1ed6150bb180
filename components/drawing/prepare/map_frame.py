"""The marks of a map for another frame than the first view's: what lies beyond it moves to its edge.

Nothing gets lost by zooming in: a point outside sits on the edge of the picture, an area outside is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from components.drawing.prepare.map import Area, EdgeMark, MapMarks, PointMark
from components.drawing.prepare.map_layout import Projection, seen
from data.dataset import Dataset

INSET: Final = 14.0
"""Pixels from the edge of the picture within which a disc would be cut."""
ROW: Final = 18.0
"""Least distance of two marks on a side edge, in pixels."""
LAYERS_OF: Final = {"province": ("provinces", "iso_3166_2"), "district": ("districts", "shape_id")}
"""Kind of an area -> its layer and the key of its polygons there."""


def framed(marks: MapMarks, dataset: Dataset, projection: Projection) -> MapMarks:
    """The same marks for the picture of `projection`.

    Args:
        marks: as `map_marks` gives them, for the first view.
        dataset: where the positions of the marks on its edge are looked up.
        projection: the picture.
    """
    points = [*marks.points, *(_as_point(mark, marks, dataset) for mark in marks.edges)]
    inside = [mark for mark in points if _seen(mark, projection)]
    outside = [mark for mark in points if not _seen(mark, projection)]
    crossings = tuple(
        crossing
        for crossing in marks.crossings
        if _within(projection.point(crossing.longitude, crossing.latitude), projection, 2.0)
    )
    ordered = sorted(inside, key=lambda mark: (-mark.tally.total, mark.key))
    return replace(
        marks, points=tuple(ordered), edges=tuple(_edges(outside, projection)), crossings=crossings
    )


def _as_point(mark: EdgeMark, marks: MapMarks, dataset: Dataset) -> PointMark:
    place = dataset.row("places", mark.key)
    crossing_places = {crossing.place for crossing in marks.crossings}
    return PointMark(
        mark.key, mark.name, mark.places, float(place["longitude"]), float(place["latitude"]),
        place["coordinate_status"], bool(crossing_places.intersection(mark.places)), mark.tally,
    )  # fmt: skip


def _seen(mark: PointMark, projection: Projection) -> bool:
    return _within(projection.point(mark.longitude, mark.latitude), projection, INSET)


def _within(spot: tuple[float, float], projection: Projection, inset: float) -> bool:
    x, y = spot
    return inset <= x <= projection.width - inset and inset <= y <= projection.height - inset


def _edges(outside: Iterable[PointMark], projection: Projection) -> list[EdgeMark]:
    """On the straight line from the middle of the picture, kept apart along each side."""
    by_side: dict[str, list[tuple[float, PointMark]]] = {}
    for mark in outside:
        side, along = _side(projection.point(mark.longitude, mark.latitude), projection)
        by_side.setdefault(side, []).append((along, mark))
    return [edge for side in sorted(by_side) for edge in _spread(by_side[side], side, projection)]


def _side(spot: tuple[float, float], projection: Projection) -> tuple[str, float]:
    """Which side the line to a point leaves by, and how far along it, in pixels from the left or the top."""
    half_width, half_height = projection.width / 2, projection.height / 2
    across, down = spot[0] - half_width, spot[1] - half_height
    if abs(across) * half_height > abs(down) * half_width:
        return "right" if across > 0 else "left", half_height + down * half_width / abs(across)
    return "bottom" if down > 0 else "top", half_width + across * half_height / abs(down)


def _spread(
    found: Sequence[tuple[float, PointMark]], side: str, projection: Projection
) -> Iterable[EdgeMark]:
    vertical = side in ("left", "right")
    ordered = sorted(found, key=lambda pair: (pair[0], pair[1].key))
    widest = max(len(mark.name) + 4 for _, mark in ordered) * 6.2
    gap, length = (ROW, projection.height) if vertical else (widest + 8, projection.width)
    for along, (_, mark) in zip(apart([at for at, _ in ordered], gap, length), ordered, strict=True):
        across = {"left": 0.0, "right": projection.width, "top": 0.0, "bottom": projection.height}[side]
        longitude, latitude = projection.place(*((across, along) if vertical else (along, across)))
        yield EdgeMark(mark.key, mark.name, mark.places, longitude, latitude, side, mark.tally)


def apart(wanted: Sequence[float], gap: float, length: float) -> list[float]:
    """Ascending positions moved apart to at least `gap`, all within `length`; less where they do not fit."""
    step = min(gap, length / max(len(wanted), 1))
    spots: list[float] = []
    for position in wanted:
        spots.append(max(position, spots[-1] + step if spots else step / 2))
    ceiling = length - step / 2
    for index in reversed(range(len(spots))):
        spots[index] = min(spots[index], ceiling)
        ceiling = spots[index] - step
    return spots


def areas_beyond(marks: MapMarks, projection: Projection, layers_folder: Path) -> tuple[Area, ...]:
    """The areas with events of which nothing is in the picture."""
    shown = {kind: _seen_areas(kind, projection, layers_folder) for kind in {a.kind for a in marks.areas}}
    return tuple(area for area in marks.areas if area.area not in shown[area.kind])


def _seen_areas(kind: str, projection: Projection, layers_folder: Path) -> set[str]:
    layer, key = LAYERS_OF[kind]
    return {str(item["properties"][key]) for item in seen(projection, layers_folder, layer)}


def beyond_words(areas: tuple[Area, ...], tray: int) -> str:
    """What the picture cannot show, counted: areas outside it, events without a place on any map."""
    told = [f"Beyond this frame: {'; '.join(f'{area.name} {area.tally.total}' for area in areas)}."] * bool(
        areas
    )
    told += [f"Without a place on the map: {tray} {'event' if tray == 1 else 'events'}."] * bool(tray)
    return " ".join(told)
