"""The time axis of plotly's pictures: its labels, and months in the language of dates for them."""

from __future__ import annotations

from typing import Any

from components.drawing.palette import Theme
from components.shared.timeline_traces import DAY, stamp
from data import date_words


def date_axis(first: int, after: int, theme: Theme, narrow: bool) -> dict[str, Any]:
    """The axis from the beginning of one day to the beginning of another; days are counted from 1970-01-01.

    Args:
        first, after: its ends.
        theme: colours.
        narrow: fewer labels (phones).
    """
    axis: dict[str, Any] = {
        "type": "date",
        "range": [stamp(first), stamp(after)],
        "tickformatstops": tick_formats(),
        "ticklabelmode": "period",
        "showgrid": True,
        "gridcolor": theme.rule,
        "gridwidth": 1,
        "griddash": "dot",
        "zeroline": False,
        "showline": True,
        "linecolor": theme.rule,
        "ticks": "outside",
        "ticklen": 4,
        "tickcolor": theme.rule,
        "tickangle": 0,
        "nticks": 5 if narrow else 12,
        "tickfont": {"color": theme.muted, "size": 11},
    }
    days = after - first
    if days <= 16:  # plotly would divide days, and then label none
        axis["dtick"] = DAY * (1 + (days > 8) + (days > 4 and narrow))
    return axis


def tick_formats() -> list[dict[str, Any]]:
    """What stands at a tick, by how far the ticks are apart: days, months, years."""
    return [
        {"dtickrange": [None, 20 * DAY], "value": f"{_day_format()}\n%Y"},
        {"dtickrange": [20 * DAY, "M6"], "value": "%b\n%Y"},
        {"dtickrange": ["M6", None], "value": "%Y"},
    ]


def _day_format() -> str:
    """A day without its year, as d3 writes it: "%-d %b"."""
    month = "%B" if date_words.foreign() else "%b"
    return date_words.spoken().on_axis.replace("d", "%-d").replace("MMM", month)


def graph_language() -> dict[str, Any]:
    """What a graph's configuration takes so that its axes speak the language of dates; nothing in English.

    d3 knows two lists of months and no grammar: its long names (`%B`) are here the short ones that stand
    beside a day ("8 мая"), its short names (`%b`) those that stand alone ("май").
    """
    tag, spoken = date_words.foreign(), date_words.spoken()
    if not tag:
        return {}
    months = {
        "months": list(spoken.short_months(beside_a_day=True)),
        "shortMonths": list(spoken.short_months(beside_a_day=False)),
    }
    return {"locale": tag, "locales": {tag: {"dictionary": {}, "format": months}}}
