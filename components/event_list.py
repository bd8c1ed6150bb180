"""The list of events: the text equivalent of both pictures, reachable by keyboard."""

from __future__ import annotations

from typing import Any

from dash import html

from components import ids
from components.shared.marks import open_event, quad_mark, when_chip, where_chip
from data.filters import Selection
from data.wording import date_words, says_who


def event_list() -> html.Section:
    """The list's frame; the rows come with the selection."""
    return html.Section(
        [
            html.H2("Events", className="panel-title"),
            html.Ol(id=ids.EVENT_LIST, className="event-list", tabIndex="0", **{"aria-label": "Selected events by date"}),
        ],
        className="list-panel",
    )


def event_rows(selection: Selection) -> list[Any]:
    """The selected events by date, or one sentence that says why there are none."""
    rows = selection.events.to_dict("records")
    if rows:
        return [event_row(selection, row) for row in rows]
    undated = selection.counts.undated
    hint = (
        f"No dated event passes these filters; {undated} undated: see “Undated”."
        if undated
        else "No event passes these filters. Widen the dates or reset."
    )
    return [html.Li(hint, className="empty")]


def event_row(selection: Selection, row: dict[str, Any], reason: str = "") -> html.Li:
    """One event: what, when in words, how sure, who says so; `reason` says why it is listed apart."""
    lines = [
        html.Span([quad_mark(row["quad"]), html.Span(row["title"], className="row-title")], className="row-head"),
        html.Span([date_words(row["date"]), when_chip(row["when"]), where_chip(row["where"])], className="row-when"),
        html.Span(says_who(selection.dataset, row["id"]), className="row-who"),
    ]
    if reason:
        lines.append(html.Span(reason, className="row-reason"))
    return html.Li(open_event(row["id"], lines, "event-row"), **{"data-event-id": row["id"]})
