"""The summary sentence: what is shown, in plain words, read out when it changes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dash import html

from components import ids
from components.shared.attributes import attributes
from data.chips import Chip, chips, lock_chips
from data.filters import Selection, sentence


def summary() -> html.Section:
    """The live sentence, the filters in force as chips, and the reset."""
    return html.Section(
        [
            html.Div(
                [
                    html.P(
                        "Loading the events …",
                        id=ids.SUMMARY,
                        role="status",
                        **attributes({"aria-live": "polite"}),
                    ),
                    html.Ul(
                        id=ids.CHIPS, className="chips", **attributes({"aria-label": "Filters in force"})
                    ),
                ],
                className="summary-words",
            ),
            html.Button(
                "Reset", id=ids.RESET, type="button", className="button", title="Show everything again"
            ),
        ],
        className="summary",
        **attributes({"aria-label": "What is shown"}),
    )


def notice() -> html.Div:
    """Where the page says what it could not use, and which rows of the data were set aside."""
    return html.Div(id=ids.NOTICE, role="alert", className="notice", hidden=True)


def offline() -> html.Div:
    """Shown by the browser while the server does not answer (assets/panj.js)."""
    return html.Div(
        "The server does not answer. What you see is its last answer; your next step asks it again.",
        id=ids.OFFLINE,
        role="alert",
        className="notice",
        hidden=True,
    )


def summary_data(selection: Selection) -> dict[str, Any]:
    """Properties of the sentence: its text, and the counts as `data-*`."""
    counts = {f"data-{name}": str(number) for name, number in asdict(selection.counts).items()}
    return {"children": sentence(selection), **counts}


def chip_list(selection: Selection) -> list[Any]:
    """The filters in force: first those of the lock, which nobody takes back, then the reader's own, each
    with a button that takes it back alone."""
    found = chips(selection.dataset, selection.filters, selection.window)
    return [*map(_locked, lock_chips(selection.dataset)), *map(_own, found)]


def _locked(chip: Chip) -> html.Li:
    """A chip of the lock: no button, and a word for those who do not see its form."""
    return html.Li(
        [
            html.Span(chip.words),
            html.Span(" (fixed by this page)", className="visually-hidden"),
        ],
        className="filter-chip is-locked",
        title="Fixed by this page",
    )


def _own(chip: Chip) -> html.Li:
    return html.Li(
        [
            html.Span(chip.words),
            html.Button(
                "×",
                type="button",
                title="Remove this filter",
                **attributes({
                    "data-remove": f"{chip.key}:{chip.value}",
                    "aria-label": f"Remove the filter: {chip.words}",
                }),
            ),
        ],
        className="filter-chip",
    )  # fmt: skip


def notice_list(selection: Selection, refused: tuple[str, ...]) -> list[Any]:
    """What to say in the notice; empty where there is nothing to say."""
    told = [*refused, *selection.notices]
    parts: list[Any] = [html.P(text) for text in told]
    problems = selection.dataset.problems
    if problems:
        rows = [html.Li(str(problem)) for problem in problems[:50]]
        more = len(problems) - len(rows)
        rows += [html.Li(f"and {more} more")] if more > 0 else []
        noun = "row was" if len(problems) == 1 else "rows were"
        parts.append(html.Details([html.Summary(f"{len(problems)} {noun} set aside"), html.Ul(rows)]))
    return parts
