"""One event as a row of a list: what, when in words, how sure, who says so."""

from __future__ import annotations

from typing import Any

from dash import html

from components.shared.attributes import attributes
from components.shared.marks import open_event, quad_mark, when_chip, where_chip
from data.filters import Selection
from data.wording import date_words, says_who


def event_row(selection: Selection, row: dict[str, Any], reason: str = "") -> html.Li:
    """One event: what, when in words, how sure, who says so; `reason` says why it is listed apart."""
    lines = [
        html.Span(
            [quad_mark(row["quad"]), html.Span(row["title"], className="row-title")], className="row-head"
        ),
        html.Span(
            [date_words(row["date"]), when_chip(row["when"]), where_chip(row["where"])], className="row-when"
        ),
        html.Span(says_who(selection.dataset, row["id"]), className="row-who"),
    ]
    if reason:
        lines.append(html.Span(reason, className="row-reason"))
    return html.Li(open_event(row["id"], lines, "event-row"), **attributes({"data-event-id": row["id"]}))
