"""Why an event is in the selection, or why not: one line a filter, each with a button that lifts it alone."""

from __future__ import annotations

from typing import Any, Final

from dash import html

from components.shared.attributes import attributes
from data.filters import Selection
from data.verdict import Verdict, standing, verdicts

_SIGNS: Final = {"passes": "✓", "possibly": "≈", "undated": "∅", "fails": "✕"}
_HEADS: Final = {
    "certain": "In the selection",
    "possible": "In the selection, only possibly in this range",
    "undated": "Undated: passes the filters and is listed apart",
}


def why_here(selection: Selection, event: str) -> list[Any]:
    """The verdicts on an event, folded away while it is in the selection and open when it is hidden."""
    told, found = standing(selection, event), verdicts(selection, event)
    hidden = told == "outside"
    if not found:
        withdrawn = hidden and bool(selection.dataset.row("events", event)["withdrawn"])
        return [html.P("Withdrawn: it is in no selection.", className="why-head")] if withdrawn else []
    against = sum(verdict.answer == "fails" for verdict in found)
    head = f"Hidden by {against} of your {len(found)} filters" if hidden else _HEADS[told]
    rows = [_line(verdict) for verdict in found]
    return [
        html.Details(
            [
                html.Summary([head, html.Span(" – why?", className="fine")], className="why-head"),
                html.Ul(rows),
            ],
            open=hidden,
            className="why why-hidden" if hidden else "why",
        )
    ]


def _line(verdict: Verdict) -> html.Li:
    lift = html.Button(
        "Lift",
        type="button",
        className="button lift",
        **attributes(
            {"data-lift": ",".join(verdict.keys), "aria-label": f"Lift the filter: {verdict.words}"}
        ),
    )
    sign = html.Span(_SIGNS[verdict.answer], className=f"why-sign why-{verdict.answer}",
                     **attributes({"aria-hidden": "true"}))  # fmt: skip
    words = html.Span([html.Strong(verdict.words), f": {verdict.answer}; {verdict.reason}"])
    return html.Li([sign, words, lift])
