"""The pictures of a step: map and timeline with rings around its events, and the map drawn without WebGL."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from components.border_map import TRACES, map_traces, positions
from components.drawing.palette import Theme
from components.drawing.prepare.map import FRAME, Area, MapMarks, PointMark
from components.drawing.prepare.map_frame import framed
from components.drawing.prepare.map_layout import Projection, features
from components.drawing.prepare.timeline import HEADER_PIXELS, TimelineMarks, timeline_marks
from components.drawing.prepare.timeline_rows import lane_boxes
from components.drawing.svg.map import LAYERS, map_svg
from components.shared.map_style import RINGS, LayerUrl, slot
from components.shared.mark_scale import diameter
from components.shared.timeline_traces import ring
from components.timeline import timeline_figure
from data.dataset import Dataset
from data.filters import Selection

Frame = tuple[float, float, float, float]
PLOT: Final = (446, 104)
"""Pixels of the timeline's plot on a stage of 1280 x 720, before the stage enlarges it."""
PLOT_OF_MANY: Final = (308, 127)
"""The same where there are many lanes: higher, and with the labels beside them."""
MANY_LANES: Final = 4
DRAWN: Final = (520, 220)
"""Pixels of the drawn map; the page enlarges it."""
LIVE: Final = (490, 160)
"""Least pixels of the live map before it is enlarged: at such a picture's edges stands what lies beyond."""
RING_PIXELS: Final = (15, 8)
"""Pixels by which a ring and the gap inside it are wider than their mark."""


@dataclass(frozen=True)
class Rings:
    """What is ringed on the map: points with an event of the step, and areas by kind and layer key."""

    points: tuple[PointMark, ...]
    areas: frozenset[tuple[str, str]]


def rings_of(marks: MapMarks, events: Sequence[str]) -> Rings:
    """The marks that stand for one of these events."""
    asked = set(events)
    points = tuple(mark for mark in marks.points if asked & set(mark.tally.events))
    areas = frozenset((area.kind, area.area) for area in marks.areas if asked & set(area.tally.events))
    return Rings(points, areas)


def ringed_traces(marks: MapMarks, rings: Rings, theme: Theme, layer_url: LayerUrl) -> list[dict[str, Any]]:
    """The map's traces with two more below its marks: the rings, and the gap inside each.

    Always as many traces in the same order, so that a step changes marks and nothing else.
    """
    traces = map_traces(marks, theme, layer_url)
    for name, kind, polygons in (
        ("provinces", "province", marks.provinces),
        ("districts", "district", marks.districts),
        ("districts possible", "district", marks.districts),
    ):
        line = traces[TRACES.index(name)]["marker"]["line"]
        mine = [(kind, polygon.area) in rings.areas for polygon in polygons]
        line["width"] = [
            4.0 if held and wide else wide for held, wide in zip(mine, line["width"], strict=True)
        ]
        line["color"] = [theme.text if held else theme.area_fill for held in mine]
    at = TRACES.index("halos")
    around = [
        _discs(rings.points, more, colour) | {"below": slot(name)}
        for name, more, colour in zip(RINGS, RING_PIXELS, (theme.text, theme.halo), strict=True)
    ]
    return [*traces[:at], *around, *traces[at:]]


def _discs(points: Sequence[PointMark], more: int, colour: str) -> dict[str, Any]:
    return {
        "type": "scattermap", "mode": "markers", "hoverinfo": "skip",
        **positions(points),
        "marker": {
            "size": [diameter(mark.tally.total) + more for mark in points], "color": colour, "opacity": 1,
        },
    }  # fmt: skip


def step_timeline(
    selection: Selection, events: Sequence[str], theme: Theme
) -> tuple[dict[str, Any], TimelineMarks]:
    """The lanes of a step with a ring around each of its events, and the marks they were drawn from."""
    marks = timeline_marks(selection, plot=PLOT, narrow=True)
    if many := len(marks.lanes) >= MANY_LANES:
        marks = timeline_marks(selection, plot=PLOT_OF_MANY)
    figure = timeline_figure(marks, None, theme, narrow=not many)
    header = 0.0 if many else HEADER_PIXELS
    boxes = lane_boxes(marks.lanes, float(marks.plot[1]), header=header) if marks.lanes else {}
    rings = [trace for event in events for trace in ring(marks.marks, boxes, theme, event)]
    figure["data"] = [*rings, *figure["data"]]
    return figure, marks


def pressed(
    marks: MapMarks, lanes: TimelineMarks, traces: Sequence[dict[str, Any]], figure: dict[str, Any]
) -> dict[str, list[str]]:
    """What a press on a mark opens: the mark's own word -> ids of its events."""
    keys = {key for trace in traces for key in trace.get("customdata", ()) if key}
    keys |= {f"country:{badge.key}" for badge in marks.badges}
    found = {key: list(marks.events_at(key)) for key in sorted(keys)}
    words = [key for trace in figure["data"] for key in trace.get("customdata", ())]
    found |= {key: [key] for key in words if "/" not in key}
    bundles = [mark for mark in lanes.marks if mark.kind == "bundle"]
    for key, mark in zip((key for key in words if "/" in key), bundles, strict=True):
        found[key] = list(dict.fromkeys([*found.get(key, []), *mark.events]))
    return {key: events for key, events in found.items() if events}


def beyond(marks: MapMarks, frame: Frame) -> tuple[str, ...]:
    """Names of the marks that lie outside `frame`: a picture that shows a part says what it leaves out."""
    west, south, east, north = frame
    names = [
        mark.name
        for mark in marks.points
        if not (west <= mark.longitude <= east and south <= mark.latitude <= north)
    ]
    names += [area.name for area in marks.areas if not _touches(area, frame)]
    # At the edge of the whole border they are drawn with an arrow.
    edges = [mark.name for mark in marks.edges if frame != FRAME]
    return tuple(dict.fromkeys([*names, *edges]))


def _touches(area: Area, frame: Frame) -> bool:
    layer, key = {"district": ("districts", "shape_id"), "province": ("provinces", "iso_3166_2")}[area.kind]
    west, south, east, north = frame
    for item in features(LAYERS, layer):
        if item["properties"][key] == area.area:
            return any(
                west <= point[0] <= east and south <= point[1] <= north
                for point in _points(item["geometry"]["coordinates"])
            )
    return False


def _points(nested: Any) -> Iterator[Sequence[float]]:
    if nested and isinstance(nested[0], int | float):
        yield nested
    else:
        for part in nested:
            yield from _points(part)


def in_frame(marks: MapMarks, dataset: Dataset, frame: Frame) -> MapMarks:
    """The marks of the live map: what lies beyond a step's frame sits on its edge with an arrow."""
    held = framed(marks, dataset, Projection(*LIVE, frame)) if frame != FRAME else marks
    return replace(held, crossings=marks.crossings)  # the ground shows them all


def drawn_maps(
    dataset: Dataset, maps: Sequence[tuple[MapMarks, Sequence[str], Frame]], theme: Theme
) -> dict[str, Any]:
    """The drawn map of every step, each line kept once: steps of one frame share nearly all of it.

    Args:
        dataset: where positions are looked up.
        maps: for each step what to draw, the events to ring, and the frame.
        theme: the colours.

    Returns:
        `lines`, and for each step in `steps` the numbers of its lines.
    """
    lines: dict[str, int] = {}
    steps = [
        [lines.setdefault(line, len(lines)) for line in _drawn(dataset, marks, events, frame, theme)]
        for marks, events, frame in maps
    ]
    return {"lines": list(lines), "steps": steps}


def _drawn(dataset: Dataset, marks: MapMarks, events: Sequence[str], frame: Frame, theme: Theme) -> list[str]:
    projection = Projection(*DRAWN, frame)
    held = framed(marks, dataset, projection)
    lines = map_svg(held, theme, *DRAWN, frame=frame, relief=False, attributed=False).split("\n")
    more = [_circle(mark, projection, theme) for mark in rings_of(held, events).points]
    at = len(lines) - 1 - lines[::-1].index("</g>")  # the end of what lies inside the map's frame
    return [*lines[:at], *more, *lines[at:]]


def _circle(mark: PointMark, projection: Projection, theme: Theme) -> str:
    x, y = projection.point(mark.longitude, mark.latitude)
    radius = min(8 + 3 * math.sqrt(mark.tally.total), 23) + 5
    place = f'cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"'
    return f'<circle {place} fill="none" stroke="{theme.text}" stroke-width="3"/>'
