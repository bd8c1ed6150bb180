"""One event as a row of a list: what, when in words, how sure, who says so."""

from __future__ import annotations

from typing import Any

from dash import html

from components.shared.attributes import attributes
from components.shared.dated import dated
from components.shared.marks import open_event, quad_mark, when_chip, where_chip
from components.shared.markup import Written, written
from data.dataset import Dataset
from data.filters import Selection
from data.memory import once_per_release
from data.wording import says_who


def event_row(selection: Selection, row: dict[str, Any], reason: str = "") -> Written:
    """One event as an `li`: what, when in words, how sure, who says so; `reason` says why it is listed apart.

    It is HTML already, for `markup` to take in: most of a filter change would go into the same rows again.
    """
    told = (row["id"], row["title"], row["date"], row["quad"], row["when"], row["where"], reason)
    return _row(selection.dataset, *told)


@once_per_release
def _row(
    dataset: Dataset, event: str, title: str, date: str, quad: str, when: str, where: str, reason: str
) -> Written:
    """Written once for all visitors."""
    lines = [
        html.Span([quad_mark(quad), html.Span(title, className="row-title")], className="row-head"),
        html.Span([dated(date), when_chip(when), where_chip(where)], className="row-when"),
        html.Span(says_who(dataset, event), className="row-who"),
    ]
    if reason:
        lines.append(html.Span(reason, className="row-reason"))
    return written(html.Li(open_event(event, lines, "event-row"), **attributes({"data-event-id": event})))
