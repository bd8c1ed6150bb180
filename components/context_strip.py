"""The strip between the lanes and the whole span: what the open card says, on the time axis of the lanes."""

from __future__ import annotations

import textwrap
from typing import Any, Final

from dash import dcc, html

from components import ids
from components.drawing.palette import Theme
from components.drawing.prepare.context import HEAD_PIXELS, ContextMarks, ContextSpan, in_view
from components.drawing.prepare.timeline_rows import Mark, faded
from components.shared.date_axis import graph_language, tick_formats
from components.shared.timeline_traces import DAY, HITS, Trace, faint, plain, stamp
from components.theme import GRAPH_CONFIG, template

Figure = dict[str, Any]

PLOT_WIDTH, PHONE_WIDTH = 570, 360
"""Usual width of the plot in pixels; it decides only what is drawn as a symbol because it is so short."""
LABEL_WIDTH: Final = 148
"""Pixels left of the rows for their labels: those of the lanes, so that a day stands below itself."""
SYMBOLS: Final = {
    "open": "circle-open",
    "used": "circle-open-dot",
    "limited": "circle-cross-open",
    "closed": "x-thin",
    "taken": "star",
    "": "circle",
}
"""Status of a crossing ("" for a relation) -> the shape that repeats the word of its row."""
_THICK, _WING = 7.0, 4.5
_CLEAR: Final = "rgba(0,0,0,0)"


def context_strip() -> html.Div:
    """The strip's frame; the card that is open fills it, and without one it takes no room."""
    config: Any = {**GRAPH_CONFIG, **graph_language()}
    graph = dcc.Graph(id=ids.TIMELINE_CONTEXT, config=config, responsive=True, figure=_nothing())
    return html.Div(graph, className="timeline-context")


def context_figure(
    marks: ContextMarks | None, view: tuple[int, int], theme: Theme, narrow: bool = False
) -> Figure:
    """The open card's spans as a plain figure; an empty one where there is no such card.

    Args:
        marks: What to draw, None for nothing.
        view: First and last day that the lanes show.
        theme: Colours; the spans take none of the quad classes'.
        narrow: Labels above their rows instead of beside them (phones).
    """
    if marks is None:
        return _nothing()
    height = float((marks.narrow_height if narrow else marks.height) - HEAD_PIXELS)
    row = height / max(1, len(marks.rows))
    layout = _layout(view, theme, narrow)
    layout["yaxis"] = {"range": [height, 0], "fixedrange": True, "visible": False}
    layout["annotations"] = [_title(marks, theme, narrow), *_labels(marks, row, theme, narrow)]
    shown = in_view(marks, view, PHONE_WIDTH if narrow else PLOT_WIDTH)
    if not shown:
        return {
            "data": [],
            "layout": layout | {"annotations": [*layout["annotations"], _empty(marks, theme)]},
        }
    heights = [_y(span, row, narrow) for span, _ in shown]
    data = [*_bars(shown, heights, theme), *_ends(shown, heights, theme), *_dots(shown, heights, theme)]
    return {"data": [*data, *_hits(shown, heights, view)], "layout": layout}


def _nothing() -> Figure:
    return {"data": [], "layout": {"height": 1, "xaxis": {"visible": False}, "yaxis": {"visible": False}}}


def _y(span: ContextSpan, row: float, narrow: bool) -> float:
    return round(span.row * row + row * (0.72 if narrow else 0.5), 2)


def _layout(view: tuple[int, int], theme: Theme, narrow: bool) -> Figure:
    axis = {
        "type": "date",
        "range": [stamp(view[0]), stamp(view[1] + 1)],
        "fixedrange": True,
        "tickfont": {"color": _CLEAR, "size": 11},
        "tickformatstops": tick_formats(),  # nobody sees the labels, but they decide where the grid stands
        "ticklabelmode": "period",
        "tickangle": 0,
        "showgrid": True,
        "gridcolor": theme.rule,
        "griddash": "dot",
        "zeroline": False,
        "nticks": 5 if narrow else 12,
    }
    days = view[1] + 1 - view[0]
    if days <= 16:
        axis["dtick"] = DAY * (1 + (days > 8) + (days > 4 and narrow))
    return {
        "autosize": True,
        "margin": {"l": 10 if narrow else LABEL_WIDTH + 10, "r": 16, "t": HEAD_PIXELS, "b": 0},
        "template": template(theme),
        "hovermode": "closest",
        "hoverdistance": 14,
        "dragmode": False,
        "uirevision": str(view),
        "xaxis": axis,
    }


def _title(marks: ContextMarks, theme: Theme, narrow: bool) -> dict[str, Any]:
    room = max(12, (58 if narrow else 96) - len(marks.note))
    text = f"<b>{plain(_cut(marks.title, room))}</b> – {plain(marks.note)}"
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom"}
    place["align"] = "left"  # else plotly centres it by a width measured before the fonts are there
    return {**place, "text": text, "showarrow": False, "font": {"color": theme.text, "size": 11}}


def _labels(marks: ContextMarks, row: float, theme: Theme, narrow: bool) -> list[dict[str, Any]]:
    common = {"xref": "paper", "yref": "y", "x": 0, "showarrow": False, "yanchor": "middle"}
    labels = []
    for index, label in enumerate(marks.rows):
        place = {"xanchor": "right", "align": "right", "xshift": -10, "y": (index + 0.5) * row}
        if narrow:
            place = {"xanchor": "left", "align": "left", "xshift": 2, "y": index * row + row * 0.25}
        lines = 1 if narrow or row < 22 else 2
        wrapped = textwrap.wrap(label, 44 if narrow else 25, max_lines=lines, placeholder="…")
        font = {"color": theme.text, "size": 11 if len(wrapped) == 1 and row >= 14 else 10}
        text = "<br>".join(plain(line) for line in wrapped)
        labels.append({**common, **place, "text": text, "hovertext": plain(label), "font": font})
    return labels


def _cut(text: str, width: int) -> str:
    return textwrap.shorten(text, width, placeholder="…")


def _empty(marks: ContextMarks, theme: Theme) -> dict[str, Any]:
    text = "Nothing of it lies in the time shown" if marks.spans else "No dated sighting"
    place = {"xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5}
    return {**place, "text": text, "showarrow": False, "font": {"color": theme.muted, "size": 11}}


Shown = list[tuple[ContextSpan, Mark]]


def _bars(shown: Shown, heights: list[float], theme: Theme) -> list[Trace]:
    """Cores solid, wings faded; what is only asked and not asserted is dotted throughout."""
    traces = []
    for (span, mark), y in zip(shown, heights, strict=True):
        if mark.kind != "span":
            continue
        dash = {"dash": "dot"} if span.question else {}
        for start, end, opacity in faded(mark):
            traces.append(
                _line(start, end, y, {"width": _WING, "color": faint(theme.muted, opacity), **dash})
            )
        if mark.core:
            traces.append(_line(*mark.core, y, {"width": _THICK, "color": theme.muted, **dash}))
    return traces


def _line(start: float, end: float, y: float, line: dict[str, Any]) -> Trace:
    return {
        "type": "scatter", "mode": "lines", "x": [stamp(start), stamp(end)], "y": [y, y],
        "line": line, "hoverinfo": "skip",
    }  # fmt: skip


def _ends(shown: Shown, heights: list[float], theme: Theme) -> list[Trace]:
    """Ticks at bounded ends, arrows where no first or last day is known."""
    ends: list[tuple[float, float, str]] = []
    for (_, mark), y in zip(shown, heights, strict=True):
        if mark.kind == "span":
            ends += [(day, y, "line-ns") for day in mark.ticks]
            ends += [(mark.start, y, "triangle-left")] if "left" in mark.arrows else []
            ends += [(mark.end, y, "triangle-right")] if "right" in mark.arrows else []
    if not ends:
        return []
    marker = {"symbol": [symbol for _, _, symbol in ends], "size": 8, "color": theme.muted}
    return [_points([(day, y) for day, y, _ in ends], marker, theme) | {"hoverinfo": "skip"}]


def _dots(shown: Shown, heights: list[float], theme: Theme) -> list[Trace]:
    """A symbol on an exact day, half as strong where the day is one of a few, and on a core its status."""
    found = [
        (mark.middle if mark.core is None or mark.kind == "dot" else sum(mark.core) / 2, y, span, mark)
        for (span, mark), y in zip(shown, heights, strict=True)
        if mark.kind != "span" or (mark.core and span.status)
    ]
    traces = []
    if rings := [(day, y) for day, y, _, mark in found if mark.kind == "span"]:
        ground = {"symbol": "circle", "size": 15, "color": theme.surface}
        traces.append(_points(rings, ground, theme, 0) | {"hoverinfo": "skip"})
    if found:
        colours = [
            faint(theme.text, 0.55 if mark.kind == "speck" and not mark.core else 1) for *_, mark in found
        ]
        marker = {"symbol": [SYMBOLS[span.status] for _, _, span, _ in found], "size": 10, "color": colours}
        told = {"hovertext": [_hover(span) for _, _, span, _ in found]}
        told["hovertemplate"] = "%{hovertext}<extra></extra>"  # type: ignore[assignment]
        traces.append(_points([(day, y) for day, y, _, _ in found], marker, theme) | told)
    return traces


def _points(
    places: list[tuple[float, float]], marker: dict[str, Any], theme: Theme, edge: float = 2
) -> Trace:
    x, y = [stamp(day) for day, _ in places], [height for _, height in places]
    marker = {**marker, "line": {"width": edge, "color": marker["color"] if edge else theme.surface}}
    return {"type": "scatter", "mode": "markers", "x": x, "y": y, "marker": marker, "cliponaxis": False}


def _hits(shown: Shown, heights: list[float], view: tuple[int, int]) -> list[Trace]:
    """Invisible points along each bar that answer the mouse."""
    step = (view[1] + 1 - view[0]) / HITS
    grid = [view[0] + step * (i + 0.5) for i in range(HITS)]
    traces = []
    for (span, mark), y in zip(shown, heights, strict=True):
        if mark.kind == "span":
            days = [day for day in grid if mark.start <= day < mark.end] or [mark.middle]
            trace: Trace = {"type": "scatter", "mode": "lines", "x0": stamp(days[0]), "dx": round(step * DAY)}
            trace |= {"y": [y] * len(days), "line": {"width": 0, "color": _CLEAR}}
            traces.append(trace | {"hovertemplate": f"{_hover(span).replace('%{', '% {')}<extra></extra>"})
    return traces


def _hover(span: ContextSpan) -> str:
    question = " (a question, not asserted)" if span.question else ""
    lines = [plain(part) for line in span.lines for part in textwrap.wrap(line, 62)]
    return "<br>".join([f"<b>{plain(span.label)}</b>{question}", *lines])
