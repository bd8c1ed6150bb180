"""One event as a row of a list: what, when in words, how sure, who says so."""

from __future__ import annotations

from typing import Any

from dash import html

from components.shared.attributes import attributes
from components.shared.marks import open_event, quad_mark, when_chip, where_chip
from data.dataset import Dataset
from data.filters import Selection
from data.memory import once_per_release
from data.wording import date_words, says_who


def event_row(selection: Selection, row: dict[str, Any], reason: str = "") -> html.Li:
    """One event: what, when in words, how sure, who says so; `reason` says why it is listed apart."""
    told = (row["id"], row["title"], row["date"], row["quad"], row["when"], row["where"], reason)
    return _row(selection.dataset, *told)


@once_per_release
def _row(
    dataset: Dataset, event: str, title: str, date: str, quad: str, when: str, where: str, reason: str
) -> html.Li:
    """Drawn once for all visitors: most of a filter change would be spent on the same rows again."""
    lines = [
        html.Span([quad_mark(quad), html.Span(title, className="row-title")], className="row-head"),
        html.Span([date_words(date), when_chip(when), where_chip(where)], className="row-when"),
        html.Span(says_who(dataset, event), className="row-who"),
    ]
    if reason:
        lines.append(html.Span(reason, className="row-reason"))
    return html.Li(open_event(event, lines, "event-row"), **attributes({"data-event-id": event}))
