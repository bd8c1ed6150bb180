"""The timeline of many events: bins with what is certain and what is only possible, by quad class."""

from __future__ import annotations

from typing import Any, Final

from dash import Patch

from components.drawing.palette import QUAD_NAMES, Theme
from components.shared.date_axis import date_axis
from components.shared.timeline_traces import faint, stamp
from components.theme import template
from data.collections.columns import QUADS
from data.collections.tally import Counts

Figure = dict[str, Any]
UNIT_WORDS: Final = {
    "day": "a day", "week": "a week from Monday", "month": "a month", "quarter": "a quarter",
    "year": "a year", "decade": "ten years",
}  # fmt: skip


def bins_figure(bins: Counts, edges: tuple[int, ...], theme: Theme, narrow: bool) -> Figure:
    """Stacked bars: solid certain parts by quad class, on them the possible ones, hollow.

    The bars of a class stand close, so they are one stepped area: ten shapes to draw instead of a thousand.

    Args:
        bins: (2, quads, bins), certain and possible.
        edges: first day of each bin and the day after the last.
        theme: colours.
        narrow: fewer labels (phones).
    """
    common = {
        "type": "scatter", "mode": "lines", "stackgroup": "events", "x": [stamp(edge) for edge in edges],
        "hovertemplate": "%{y}",
    }  # fmt: skip
    traces = [
        {**common, "y": y, "name": _name(index), **_area(index, theme)}
        for index, y in enumerate(heights(bins))
    ]
    return {"data": traces, "layout": _layout(edges, theme, narrow)}


def bins_patch(bins: Counts) -> Patch:
    """New heights for a figure whose bins stay."""
    patch = Patch()
    for index, y in enumerate(heights(bins)):
        patch["data"][index]["y"] = y
    return patch


def heights(bins: Counts) -> list[list[int]]:
    """One list for each trace: certain by quad class, then possible by quad class. The last of each stands
    twice: a step ends where the next one would begin."""
    rows: list[list[int]] = bins.reshape(-1, bins.shape[2]).tolist()
    return [[*row, *row[-1:]] for row in rows]


def _name(index: int) -> str:
    quad = QUAD_NAMES[QUADS[index % len(QUADS)]]
    return f"{quad}, {'certainly' if index < len(QUADS) else 'possibly'}"


def _area(index: int, theme: Theme) -> dict[str, Any]:
    colour = theme.quad(QUADS[index % len(QUADS)])
    if index < len(QUADS):
        return {"fillcolor": colour, "line": {"shape": "hv", "width": 0, "color": colour}}
    line = {"shape": "hv", "width": 1, "color": faint(colour, 0.55)}
    return {"fillcolor": faint(colour, 0.16), "line": line}


def _layout(edges: tuple[int, ...], theme: Theme, narrow: bool) -> Figure:
    counts = {
        "rangemode": "tozero", "fixedrange": True, "gridcolor": theme.rule, "griddash": "dot", "nticks": 5,
        "tickfont": {"color": theme.muted, "size": 11}, "zeroline": False,
    }  # fmt: skip
    return {
        "autosize": True, "template": template(theme),
        "hovermode": "x unified",
        "dragmode": False if narrow else "zoom", "uirevision": f"{edges[0]}-{edges[-1]}",
        "margin": {"l": 48, "r": 16, "t": 6, "b": 34},
        "xaxis": {**date_axis(edges[0], edges[-1], theme, narrow), "showgrid": False}, "yaxis": counts,
    }  # fmt: skip
