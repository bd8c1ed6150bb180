"""What a person did on the timeline or its strip, read from the events that plotly sends."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

_PAYLOAD_KEYS = (
    ("xaxis.range[0]", "xaxis.range[1]"),
    ("shapes[0].x0", "shapes[0].x1"),
    ("selections[0].x0", "selections[0].x1"),
)
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?Z?)?")


def window_from_relayout(relayout: object) -> tuple[date, date] | None:
    """First and last day of what a person dragged, from the `relayoutData` or `selectedData` of either graph.

    Nothing in the payload is trusted: anything but two readable days in it gives None. A day that is
    covered by less than half is left out, so that a window read back is the window drawn.
    """
    if not isinstance(relayout, dict):
        return None
    pair = _payload(relayout)
    if pair is None:
        return None
    start, end = _day(pair[0]), _day(pair[1])
    if start is None or end is None:
        return None
    first, after = min(start, end), max(start, end)
    return first, max(first, after - timedelta(days=1))


def window_from_click(click: object) -> tuple[date, date] | None:
    """The days that a clicked bundle spans, from `clickData`; None for a click on a single event."""
    value = _customdata(click)
    ends = value.split("/") if value else []
    if len(ends) != 2:
        return None
    first, last = _day(ends[0]), _day(ends[1])
    return (first, last) if first and last and first <= last else None


def event_from_click(click: object) -> str | None:
    """The id of a clicked event, from `clickData`; None for a bundle or anything unexpected."""
    value = _customdata(click)
    return value if value and "/" not in value else None


def _customdata(click: object) -> str | None:
    points = click.get("points") if isinstance(click, dict) else None
    point = points[0] if isinstance(points, list) and points else None
    value = point.get("customdata") if isinstance(point, dict) else None
    if isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, str) else None


def _payload(relayout: dict[Any, Any]) -> tuple[object, object] | None:
    for low, high in _PAYLOAD_KEYS:
        if low in relayout and high in relayout:
            return relayout[low], relayout[high]
    drawn = relayout.get("selections")
    if isinstance(drawn, list) and drawn and isinstance(drawn[-1], dict):
        return drawn[-1].get("x0"), drawn[-1].get("x1")
    inner = relayout.get("range")
    listed = inner.get("x") if isinstance(inner, dict) else relayout.get("xaxis.range")
    return (listed[0], listed[1]) if isinstance(listed, list) and len(listed) == 2 else None


def _day(value: object) -> date | None:
    """The midnight nearest to plotly's time stamp."""
    match = _STAMP.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    try:
        day = date.fromisoformat(match[1])
    except ValueError:
        return None
    if not 1000 <= day.year < 9000:
        return None
    return day + timedelta(days=1) if int(match[2] or 0) >= 12 else day


def resets(relayout: object) -> bool:
    """Whether a person asked for the whole span again (a double click in the lanes)."""
    return isinstance(relayout, dict) and relayout.get("xaxis.autorange") is True
