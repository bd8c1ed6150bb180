"""The timeline's marks as plotly scatter traces: bars, dots, what answers the mouse."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from html import escape
from typing import Any

from components.drawing.palette import QUAD_SHAPES, Theme
from components.drawing.prepare.timeline import TimelineMarks, calendar_day
from components.drawing.prepare.timeline_rows import LaneBox, Mark, faded

Trace = dict[str, Any]

DAY = 86_400_000
"""Milliseconds in a day, in which plotly counts."""
HITS = 48
"""Points on the common grid that a long bar answers the mouse at."""


def _y(mark: Mark, boxes: dict[str, LaneBox]) -> float:
    box = boxes[mark.lane]
    return round(box.first + (mark.row + (mark.height - 1) / 2) * box.row, 2)


def bars(marks: Sequence[Mark], boxes: dict[str, LaneBox], theme: Theme) -> list[Trace]:
    """Wings and cores as thick lines, one trace per colour and thickness; possible ones are hollow."""
    thick = _thickness(boxes)
    lines: dict[tuple[float, str], list[tuple[float, float, float]]] = {}

    def add(width: float, colour: str, start: float, end: float, y: float) -> None:
        lines.setdefault((width, colour), []).append((start, end, y))

    for mark in (mark for mark in marks if mark.kind in ("span", "bundle")):
        y, colour = _y(mark, boxes), theme.quad(mark.quad)
        if mark.kind == "bundle":
            add(1.5, theme.muted, mark.start, mark.end, y)
        for start, end, opacity in faded(mark):
            hollow = mark.when == "possible"
            add(thick * 0.62, faint(colour, 0.75 if hollow else opacity), start, end, y)
        if mark.core:
            add(thick, colour, *mark.core, y)
    for mark in (mark for mark in marks if mark.kind == "span" and mark.when == "possible"):
        y = _y(mark, boxes)
        for start, end in mark.wings:
            add(thick * 0.62 - 2, theme.surface, start, end, y)
        if mark.core:
            add(thick - 3, theme.surface, *mark.core, y)
    return [_line(width, colour, pieces) for (width, colour), pieces in lines.items()]


def _thickness(boxes: dict[str, LaneBox]) -> float:
    return max(3.5, min(9.0, 0.66 * min(box.row for box in boxes.values())))


def _line(width: float, colour: str, pieces: Iterable[tuple[float, float, float]]) -> Trace:
    x: list[str | None] = []
    y: list[float | None] = []
    for start, end, height in pieces:
        x += [stamp(start), stamp(end), None]
        y += [height, height, None]
    line = {"color": colour, "width": max(1.0, round(width, 1))}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip"}


def points(marks: Sequence[Mark], boxes: dict[str, LaneBox], theme: Theme) -> list[Trace]:
    """Ticks at bounded ends, arrows at open ones, dots in five shapes, and the bundles' numbers."""
    size = max(5.0, min(10.0, 0.86 * min(box.row for box in boxes.values())))
    ends = [(mark, day, "line-ns") for mark in marks for day in mark.ticks if mark.kind == "span"]
    spans = [mark for mark in marks if mark.kind == "span"]
    ends += [(mark, mark.start, "triangle-left") for mark in spans if "left" in mark.arrows]
    ends += [(mark, mark.end, "triangle-right") for mark in spans if "right" in mark.arrows]
    traces = []
    if ends:
        colours = [theme.quad(mark.quad) for mark, _, _ in ends]
        marker = {"symbol": [symbol for _, _, symbol in ends], "size": round(size * 0.9, 1), "color": colours}
        marker["line"] = {"color": colours, "width": 1.5}
        places = [(day, _y(mark, boxes)) for mark, day, _ in ends]
        traces.append({**_markers(places), "marker": marker, "hoverinfo": "skip"})
    dots = [mark for mark in marks if mark.kind in ("dot", "speck")]
    if dots:
        marker = {
            "symbol": [QUAD_SHAPES[mark.quad] for mark in dots],
            "size": round(size, 1),
            "color": [_fill(mark, theme) for mark in dots],
            "line": {"color": [theme.quad(mark.quad) for mark in dots], "width": 1.4},
        }
        traces.append({**_markers([(m.middle, _y(m, boxes)) for m in dots]), **_told(dots), "marker": marker})
    bundles = [mark for mark in marks if mark.kind == "bundle"]
    if bundles:
        marker = {
            "symbol": "circle",
            "size": 15,
            "color": theme.raised,
            "line": {"color": theme.muted, "width": 1},
        }
        text = [f"+{len(mark.events)}" for mark in bundles]
        told = {
            **_told(bundles),
            "text": text,
            "textfont": {"size": 10, "color": theme.text},
            "marker": marker,
        }
        traces.append(
            {**_markers([(m.middle, _y(m, boxes)) for m in bundles]), **told, "mode": "markers+text"}
        )
    return traces


def _fill(mark: Mark, theme: Theme) -> str:
    """Full: certain. Half: one day somewhere within the dot's width. Hollow: possible."""
    if mark.when == "possible":
        return theme.surface
    solid = mark.kind == "dot" or mark.core is not None
    return theme.quad(mark.quad) if solid else faint(theme.quad(mark.quad), 0.4)


def _markers(places: Sequence[tuple[float, float]]) -> Trace:
    x, y = [stamp(day) for day, _ in places], [height for _, height in places]
    return {"type": "scatter", "mode": "markers", "x": x, "y": y, "cliponaxis": False}


def _told(marks: Sequence[Mark]) -> Trace:
    return {
        "customdata": [_click(mark) for mark in marks],
        "hovertext": [_hover(mark) for mark in marks],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _click(mark: Mark) -> str:
    """What a click carries: the event's id, or the days that a bundle spans."""
    if mark.kind != "bundle":
        return mark.events[0]
    return f"{calendar_day(int(mark.start))}/{calendar_day(max(int(mark.start), int(mark.end - 0.01)))}"


def plain(text: str) -> str:
    """The text without markup in it; plotly reads `&lt;` but would show `&quot;` as it stands."""
    return escape(text, quote=False)


def _hover(mark: Mark) -> str:
    title = "<br>".join(f"<b>{plain(part)}</b>" for part in textwrap.wrap(mark.title, 56))
    lines = [plain(part) for line in mark.lines for part in textwrap.wrap(line, 62)]
    return "<br>".join([title, *lines])


def hits(marks: TimelineMarks, boxes: dict[str, LaneBox]) -> list[Trace]:
    """Invisible points along each bar, all on one grid, so that the nearest one is in the row pointed at."""
    low, step = marks.view[0], (marks.view[1] + 1 - marks.view[0]) / HITS
    grid = [low + step * (i + 0.5) for i in range(HITS)]
    traces = []
    for mark in (mark for mark in marks.marks if mark.kind == "span"):
        days = [day for day in grid if mark.start <= day < mark.end] or [mark.middle]
        trace: Trace = {"type": "scatter", "mode": "lines", "x0": stamp(days[0]), "dx": round(step * DAY)}
        trace |= {"y": [_y(mark, boxes)] * len(days), "customdata": [mark.events[0]] * len(days)}
        trace["hovertemplate"] = _hover(mark).replace("%{", "% {") + "<extra></extra>"
        traces.append({**trace, "line": {"width": 0, "color": "rgba(0,0,0,0)"}})
    return traces


def ring(marks: Sequence[Mark], boxes: dict[str, LaneBox], theme: Theme, chosen: str | None) -> list[Trace]:
    mine = [mark for mark in marks if chosen is not None and chosen in mark.events]
    if not mine:
        return []
    marker = {
        "symbol": "circle-open",
        "size": 17,
        "color": theme.text,
        "line": {"width": 2, "color": theme.text},
    }
    places = [(mark.middle, _y(mark, boxes)) for mark in mine]
    return [{**_markers(places), "marker": marker, "hoverinfo": "skip"}]


def stamp(day: float) -> str:
    """Plotly's time stamp of a (fractional) day number."""
    moment = datetime(1970, 1, 1) + timedelta(days=day)
    return moment.strftime("%Y-%m-%d" if day == int(day) else "%Y-%m-%d %H:%M")


def faint(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"
