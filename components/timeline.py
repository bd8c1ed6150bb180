"""The timeline: lanes with dots, solid cores and faded wings, and the whole-span strip below it."""

from __future__ import annotations

import textwrap
from functools import lru_cache
from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from components import ids
from components.drawing.palette import QUAD_NAMES, QUAD_SHAPES, Theme
from components.drawing.prepare.timeline import (
    HEADER_PIXELS,
    StripMarks,
    TimelineMarks,
    calendar_day,
    lane_filter,
)
from components.drawing.prepare.timeline_rows import LaneBox, lane_boxes
from components.shared.date_axis import date_axis, graph_language
from components.shared.timeline_traces import Trace, bars, faint, hits, plain, points, ring, stamp
from components.theme import GRAPH_CONFIG, template
from data import date_words
from data.date_languages import LANGUAGES

Figure = dict[str, Any]

LANE_MODES = {"thread": "Thread", "actor": "Actor", "type": "Type"}
"""What a lane may be -> the words on the switch."""
STRIP_CONFIG = {**GRAPH_CONFIG, "edits": {"shapePosition": True}}
"""The strip's window is a shape; without this the mouse cannot take hold of it."""
LABEL_WIDTH = 148
"""Pixels left of the lanes for their labels."""
GLYPHS = {"circle": "●", "square": "■", "diamond": "◆", "triangle-up": "▲", "pentagon": "⬟"}


def timeline(context: Any, lanes: str = "thread") -> html.Div:
    """The part of the page: lane switch, graph, what stands below it (`context`), strip and legend."""
    switch = dbc.RadioItems(
        id=ids.TIMELINE_LANES,
        options=[{"label": label, "value": key} for key, label in LANE_MODES.items()],
        value=lanes,
        inline=True,
        className="timeline-lanes",
    )
    heading = html.Div(
        [html.Span("Lanes by", id=f"{ids.TIMELINE_LANES}-label", className="timeline-lanes-label"), switch],
        role="group",
        className="timeline-head",
        **_aria("aria-labelledby", f"{ids.TIMELINE_LANES}-label"),
    )
    return html.Div(
        [
            heading,
            _graph(ids.TIMELINE_GRAPH, GRAPH_CONFIG, "timeline-graph"),
            context,
            _graph(ids.TIMELINE_STRIP, STRIP_CONFIG, "timeline-strip"),
            _legend(),
        ],
        className="timeline",
    )


def timeline_figure(
    marks: TimelineMarks,
    window: tuple[int, int] | None,
    theme: Theme,
    narrow: bool = False,
    chosen: str | None = None,
) -> Figure:
    """The lanes as a plain figure of scatter traces; the same marks give the same figure.

    Args:
        marks: What to draw.
        window: First and last day on the axis; the marks' own view if None.
        theme: Colours.
        narrow: Labels above their lanes instead of beside them (phones), as if prepared so.
        chosen: Id of the event whose card is open; it gets a ring.
    """
    narrow = narrow or marks.narrow
    height = float(marks.plot[1])
    boxes = lane_boxes(marks.lanes, height, header=HEADER_PIXELS if narrow else 0.0)
    layout = _layout(window or marks.view, theme, narrow)
    layout["yaxis"] = {"range": [height, 0], "fixedrange": True, "visible": False}
    layout["shapes"] = [_separator(box, theme) for box in boxes.values()]
    layout["annotations"] = _labels(marks, boxes, theme, narrow)
    if not marks.marks:
        return {"data": [], "layout": layout}
    data = [*bars(marks.marks, boxes, theme), *points(marks.marks, boxes, theme)]
    return {"data": [*data, *ring(marks.marks, boxes, theme, chosen), *hits(marks, boxes)], "layout": layout}


def strip_figure(strip: StripMarks, window: tuple[int, int] | None, theme: Theme) -> Figure:
    """The whole span: how many events each quarter certainly and possibly holds, and the window to drag.

    Dragging the window moves it, dragging its edge resizes it, dragging elsewhere draws a new one;
    `timeline_payload.window_from_relayout` reads all three from `relayoutData`.
    """
    stamps = [stamp(bin_.first) for bin_ in strip.bins] + [stamp(strip.span[1] + 1)]
    certain = [bin_.certain for bin_ in strip.bins]
    possible = [bin_.certain + bin_.possible for bin_ in strip.bins]
    language = date_words.language()
    hover = [
        f"{_months(language, bin_.first, bin_.last)}: {bin_.certain} certainly, {bin_.possible} possibly"
        for bin_ in strip.bins
    ]
    top = max(possible, default=0) or 1
    layout = _layout(strip.span, theme, narrow=False)
    layout["margin"] = {"l": 14, "r": 14, "t": 2, "b": 20}
    layout["yaxis"] = {"range": [0, top * 1.08], "fixedrange": True, "visible": False}
    layout["xaxis"] |= {"fixedrange": True, "showgrid": False}
    layout |= {"dragmode": "select", "selectdirection": "h", "hovermode": "x", "selections": []}
    layout["newselection"] = {"mode": "immediate", "line": {"color": theme.accent, "width": 2}}
    layout["selectionrevision"] = layout["uirevision"] = str(window)
    layout["shapes"] = [_window(window, theme)] if window else []
    data = [
        _area(stamps, [*possible, 0], faint(theme.muted, 0.30), hover),
        _area(stamps, [*certain, 0], faint(theme.muted, 0.85), None),
    ]
    return {"data": data, "layout": layout}


@lru_cache(maxsize=2048)
def _months(language: str, first: int, last: int) -> str:
    """The first and last month of a bin; bins follow from the tables, so everybody's are the same."""
    month = LANGUAGES[language].short_month
    return f"{month(calendar_day(first))} to {month(calendar_day(last))}"


def _layout(view: tuple[int, int], theme: Theme, narrow: bool) -> Figure:
    return {
        "autosize": True,
        "margin": {"l": 10 if narrow else LABEL_WIDTH + 10, "r": 16, "t": 2, "b": 34},
        "template": template(theme),
        "hovermode": "closest",
        "hoverdistance": 14,
        "dragmode": False if narrow else "zoom",
        "uirevision": str(view),
        "xaxis": date_axis(view[0], view[1] + 1, theme, narrow),
    }


def _separator(box: LaneBox, theme: Theme) -> dict[str, Any]:
    line = {"color": theme.rule, "width": 1}
    edge = {"x0": 0, "x1": 1, "y0": box.bottom, "y1": box.bottom}
    return {"type": "line", "xref": "paper", "yref": "y", "layer": "below", "line": line, **edge}


def _labels(
    marks: TimelineMarks, boxes: dict[str, LaneBox], theme: Theme, narrow: bool
) -> list[dict[str, Any]]:
    """Each lane's name and count; words on the empty timeline."""
    common = {
        "xref": "paper",
        "yref": "y",
        "x": 0,
        "showarrow": False,
        "font": {"color": theme.text, "size": 11},
    }
    if not marks.marks:
        return [{**common, "yref": "paper", "x": 0.5, "y": 0.5, "text": plain(marks.empty)}]
    labels = []
    for lane in marks.lanes:
        box = boxes[lane.key]
        two = not narrow and box.bottom - box.top >= 27
        text = f"{_short(lane.label, 34 if narrow else 21, 2 if two else 1)} <b>{lane.count}</b>"
        place = {"xanchor": "left", "xshift": 2, "y": box.top + 7}
        if not narrow:
            place = {"xanchor": "right", "xshift": -10, "y": (box.top + box.bottom) / 2}
        hover = f"{plain(lane.label)}: {lane.count} events; click to filter by it"
        mark = lane_filter(marks.mode, lane.key)
        press = {"captureevents": True, "name": mark} if mark else {}
        labels.append({**common, **place, **press, "yanchor": "middle", "text": text, "hovertext": hover})
    return labels


def _short(label: str, width: int, lines: int) -> str:
    """The label in at most so many lines, escaped for plotly; what is cut shows an ellipsis."""
    wrapped = textwrap.wrap(label, width, max_lines=lines, placeholder="…")
    return "<br>".join(plain(line) for line in wrapped)


def _area(x: list[str], y: list[int], colour: str, hover: list[str] | None) -> Trace:
    trace: Trace = {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "fill": "tozeroy",
        "fillcolor": colour,
    }
    trace["line"] = {"shape": "hv", "width": 0, "color": colour}
    if hover is None:
        return {**trace, "hoverinfo": "skip"}
    return {
        **trace,
        "hovertext": [*hover, hover[-1] if hover else ""],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _window(window: tuple[int, int], theme: Theme) -> dict[str, Any]:
    place = {"x0": stamp(window[0]), "x1": stamp(window[1] + 1), "y0": 0, "y1": 1}
    line = {"color": theme.accent, "width": 2}
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        **place,
        "line": line,
        "fillcolor": faint(theme.accent, 0.2),
    }


def _aria(name: str, value: str) -> dict[str, Any]:
    return {name: value}


def _graph(name: str, config: Any, place: str) -> html.Div:
    """A graph that fills its box; the style sheet gives the box its height."""
    worded: Any = {**config, **graph_language()}
    return html.Div(dcc.Graph(id=name, config=worded, responsive=True), className=place)


def _legend() -> html.Div:
    """Colours and shapes in one line, the rest behind a key; signs are hidden from screen readers."""
    quads = [
        (GLYPHS[QUAD_SHAPES[quad]], f"quad-{quad.replace(' ', '-')}", name)
        for quad, name in QUAD_NAMES.items()
    ]
    signs = [
        ("▬", "key-core", "solid: certainly going on"),
        ("▬", "key-wing", "faded: somewhere between its end marks"),
        ("○", "key-hollow", "hollow: possibly in this range"),
        ("▸", "key-arrow", "arrow: no first or last day is known"),
        ("+9", "key-bundle", "more events here; click to come closer"),
    ]
    key = html.Details(
        [html.Summary("Key"), _signs(signs, "timeline-key-list")], className="key timeline-key"
    )
    return html.Div(
        [_signs(quads, "timeline-legend"), html.Span(id=ids.TIMELINE_FOOT, className="timeline-foot"), key],
        className="timeline-bottom",
    )


def _signs(signs: list[tuple[str, str, str]], place: str) -> html.Ul:
    rows = [
        html.Li(
            [html.Span(sign, className=f"timeline-sign {name}", **_aria("aria-hidden", "true")), f" {text}"]
        )
        for sign, name, text in signs
    ]
    return html.Ul(rows, className=place, **_aria("aria-label", "What the marks mean"))
