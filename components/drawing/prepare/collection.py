"""What the pictures of an imported collection show: its numbers on the map, few events on the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from components.drawing.palette import QUAD_NAMES
from components.drawing.prepare.map import (
    FRAME,
    Area,
    Badge,
    EdgeMark,
    MapMarks,
    PointMark,
    Tally,
    crossings_of,
    on_edge,
    polygons_of,
)
from components.drawing.prepare.timeline import HEADER_PIXELS, TimelineMarks, lane_of, place_marks
from components.drawing.prepare.timeline_rows import Item
from data.collections.bounds_words import bounds_in_words
from data.collections.collection import Collection, Place
from data.collections.columns import QUADS
from data.collections.listing import Brief
from data.collections.tally import Counts
from data.dataset import Dataset

MOST_POINTS: Final = 250
"""Points that the map draws; what is left over is counted in words."""


def event_title(collection: Collection, brief: Brief) -> str:
    """The event by its codes: its type, who takes part."""
    kind = collection.types[brief.type] if brief.type >= 0 else "Event"
    names = [collection.actors[code][0] for code in brief.actors[:3]]
    more = f" and {len(brief.actors) - 3} more" if len(brief.actors) > 3 else ""
    return f"{kind}: {', '.join(names)}{more}" if names else kind


def timeline_of(
    collection: Collection,
    briefs: Sequence[Brief],
    view: tuple[int, int],
    plot: tuple[int, int],
    narrow: bool,
) -> TimelineMarks:
    """Single events in a lane for each quad class, drawn as the curated ones are."""
    items = [_item(collection, brief) for brief in briefs if brief.bounds is not None]
    header = HEADER_PIXELS if narrow else 0.0
    placed = place_marks(items, list(QUADS), view, plot, header)
    lanes = tuple(lane_of(quad, QUAD_NAMES[quad], placed) for quad in QUADS)
    return TimelineMarks(
        lanes=tuple(lane for lane in lanes if lane.count),
        marks=tuple(placed),
        view=view,
        plot=plot,
        wanted=plot[1],
        note="",
        empty="" if placed else "No dated event is selected here.",
        narrow=narrow,
        mode="type",
    )


def _item(collection: Collection, brief: Brief) -> Item:
    assert brief.bounds is not None  # the undated are not drawn
    quad = QUADS[brief.quad]
    place = collection.places[brief.place].words if brief.place >= 0 else "no place stated"
    sure = "" if brief.when == "certain" else "Possibly in this range"
    said = f"Who says so: {collection.title}"
    told = (bounds_in_words(brief.bounds), place, said, sure, QUAD_NAMES[quad])
    lines = tuple(line for line in told if line)
    title = event_title(collection, brief)
    return Item(brief.found.reference, quad, title, quad, brief.when, brief.bounds, lines)


def map_of(collection: Collection, counts: Counts, dataset: Dataset) -> tuple[MapMarks, str]:
    """The map's marks of a collection, and a sentence on what of it could not be drawn.

    Args:
        collection: whose places.
        counts: (2, places + 1, quads), `Tally.places`; row 0 of the places is "no place".
        dataset: the curated one, whose polygons and crossings are the ground.
    """
    held = np.flatnonzero(counts.sum(axis=(0, 2))[1:]).tolist()
    tallies = {code: _tally(counts[:, code + 1]) for code in held}
    points = _points(collection, tallies)
    inside = [mark for mark in points if _in_frame(mark)]
    beyond = [mark for mark in points if not _in_frame(mark)]
    polygons = {kind: polygons_of(dataset, kind) for kind in ("district", "province")}
    areas, filled = _areas(collection, tallies, dataset)
    badges = _badges(collection, tallies)
    countries = {code for code in held if collection.places[code].precision == "country"}
    tray = int(counts[:, 0].sum()) + sum(
        tallies[code].total
        for code in held
        if code not in filled | countries and not _is_point(collection.places[code])
    )
    marks = MapMarks(
        points=tuple(inside[:MOST_POINTS]),
        edges=tuple(_edges(beyond)),
        areas=tuple(areas),
        badges=tuple(badges),
        crossings=crossings_of(dataset),
        districts=polygons["district"],
        provinces=polygons["province"],
        tray=tray,
    )
    return marks, _left_out(tray, inside[MOST_POINTS:])


def _left_out(tray: int, small: list[PointMark]) -> str:
    told = []
    if tray:
        told.append(f"{_events(tray)} without a place or area that this map can draw")
    if small:
        total = sum(mark.tally.total for mark in small)
        told.append(f"{len(small)} further places with {_events(total)} are not drawn; narrow the filters")
    return " · ".join(told)


def _events(count: int) -> str:
    return f"{count:,} {'event' if count == 1 else 'events'}"


def _tally(counts: Counts) -> Tally:
    certain, possible = (int(number) for number in counts.sum(axis=1))
    quads = sorted(
        ((QUADS[i], int(number)) for i, number in enumerate(counts.sum(axis=0)) if number),
        key=lambda pair: (-pair[1], pair[0]),
    )
    return Tally((), certain, possible, tuple(quads))


def _sum(tallies: Sequence[Tally]) -> Tally:
    quads: dict[str, int] = {}
    for tally in tallies:
        for quad, count in tally.quads:
            quads[quad] = quads.get(quad, 0) + count
    ordered = tuple(sorted(quads.items(), key=lambda pair: (-pair[1], pair[0])))
    return Tally((), sum(t.certain for t in tallies), sum(t.possible for t in tallies), ordered)


def _is_point(place: Place) -> bool:
    return place.latitude is not None and place.longitude is not None


def _points(collection: Collection, tallies: dict[int, Tally]) -> list[PointMark]:
    """Reported points, those of one spot together; the most events first."""
    spots: dict[tuple[float, float], list[int]] = {}
    for code in tallies:
        place = collection.places[code]
        if place.latitude is not None and place.longitude is not None:
            spots.setdefault((place.longitude, place.latitude), []).append(code)
    marks = []
    for (longitude, latitude), codes in spots.items():
        codes.sort(key=lambda code: -tallies[code].total)
        keys, names = _keys_and_names(collection, codes)
        tally = _sum([tallies[code] for code in codes])
        marks.append(PointMark(keys[0], "; ".join(names), keys, longitude, latitude, "", False, tally))
    return sorted(marks, key=lambda mark: (-mark.tally.total, mark.key))


def _keys_and_names(collection: Collection, codes: list[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What addresses name these places by, and what readers do; each once."""
    keys = dict.fromkeys(collection.place_keys[code] for code in codes)
    return tuple(keys), tuple(dict.fromkeys(collection.places[code].name for code in codes))


def _in_frame(mark: PointMark) -> bool:
    west, south, east, north = FRAME
    return west <= mark.longitude <= east and south <= mark.latitude <= north


def _edges(beyond: list[PointMark]) -> list[EdgeMark]:
    """One mark a side for all that lies beyond it: an edge has room for few names."""
    sides: dict[str, list[PointMark]] = {}
    for mark in beyond:
        sides.setdefault(on_edge(mark.longitude, mark.latitude)[2], []).append(mark)
    west, south, east, north = FRAME
    middle = {
        "left": (west, (south + north) / 2), "right": (east, (south + north) / 2),
        "top": ((west + east) / 2, north), "bottom": ((west + east) / 2, south),
    }  # fmt: skip
    found = []
    for side, marks in sorted(sides.items()):
        name = marks[0].name if len(marks) == 1 else f"{len(marks)} places beyond"
        key = marks[0].key if len(marks) == 1 else ""
        places = tuple(mark.key for mark in marks)
        found.append(EdgeMark(key, name, places, *middle[side], side, _sum([mark.tally for mark in marks])))
    return found


def _areas(
    collection: Collection, tallies: dict[int, Tally], dataset: Dataset
) -> tuple[list[Area], set[int]]:
    """Polygons of our layers that the collection's areas name, and the codes of those."""
    by_polygon: dict[tuple[str, str], list[int]] = {}
    for code in tallies:
        place = collection.places[code]
        if place.precision not in ("district", "province") or not dataset.has("places", place.offered):
            continue
        if area := dataset.row("places", place.offered)["area"]:
            by_polygon.setdefault((place.precision, area), []).append(code)
    areas = []
    for (kind, area), codes in by_polygon.items():
        keys, names = _keys_and_names(collection, codes)
        areas.append(Area(keys[0], names[0], kind, area, keys, _sum([tallies[code] for code in codes])))
    return areas, {code for codes in by_polygon.values() for code in codes}


def _badges(collection: Collection, tallies: dict[int, Tally]) -> list[Badge]:
    """Countries of which no narrower place is stated; a country is never a fill."""
    by_name: dict[str, list[int]] = {}
    for code in tallies:
        place = collection.places[code]
        if place.precision == "country":
            by_name.setdefault(place.name or place.country, []).append(code)
    badges = []
    for name, codes in by_name.items():
        keys, _ = _keys_and_names(collection, codes)
        badges.append(Badge(keys[0], name, keys, _sum([tallies[code] for code in codes])))
    return sorted(badges, key=lambda badge: (-badge.tally.total, badge.key))
