"""The list of events: the text equivalent of both pictures, reachable by keyboard."""

from __future__ import annotations

from typing import Any

from dash import html

from components import ids
from components.shared.attributes import attributes
from components.shared.event_row import event_row
from data.filters import Selection
from data.frames import records_of


def event_list() -> html.Section:
    """The list's frame; the rows come with the selection."""
    return html.Section(
        [
            html.H2("Events", className="panel-title"),
            html.Ol(
                id=ids.EVENT_LIST,
                className="event-list",
                tabIndex="0",
                **attributes({"aria-label": "Selected events by date"}),
            ),
        ],
        className="list-panel",
    )


def event_rows(selection: Selection) -> list[Any]:
    """The selected events by date, or one sentence that says why there are none."""
    rows = records_of(selection.events)
    if rows:
        return [event_row(selection, row) for row in rows]
    undated = selection.counts.undated
    hint = (
        f"No dated event passes these filters; {undated} undated: see “Undated”."
        if undated
        else "No event passes these filters. Widen the dates or reset."
    )
    return [html.Li(hint, className="empty")]
