"""The labels of a time axis that plotly writes itself, and months in the language of dates for it."""

from __future__ import annotations

from typing import Any

from components.shared.timeline_traces import DAY
from data import date_words


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
