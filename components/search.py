"""The search: a box in the header, and below it what was found, grouped, as a combobox of WAI-ARIA 1.2."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import html

from components import ids
from components.shared.attributes import attributes
from components.shared.marks import chip
from data.search import LONGEST_SEARCH, Group, Hit

TYPING_PAUSE: Final = 150
"""Milliseconds without a key before the server is asked."""
_OPTION: Final = f"{ids.SEARCH_RESULTS}-{{}}"


def search_box() -> html.Div:
    """The box and the place of its results; assets/search.js makes it a combobox and opens them.

    Dash's inputs take no `role` or `aria-*`: the script gives them. It also writes the number of results into
    the status line, which a screen reader speaks.
    """
    words = "Search names, places, events, claims and sources"
    return html.Div(
        [
            html.Label(words, htmlFor=ids.SEARCH_BOX, className="visually-hidden"),
            dbc.Input(
                id=ids.SEARCH_BOX,
                type="text",
                debounce=TYPING_PAUSE,
                maxlength=str(LONGEST_SEARCH),
                placeholder="Search names, places, text   ( / )",
                autocomplete="off",
                className="search-box",
            ),
            html.Div(id=ids.SEARCH_RESULTS, className="search-results", hidden=True),
            html.Div(className="visually-hidden search-status", role="status"),
        ],
        className="search",
        role="search",
    )


def search_results(groups: Iterable[Group], text: str, hidden: frozenset[str]) -> list[Any]:
    """What was found for `text` as one listbox, or a sentence where nothing was; nothing for a blank text.

    `hidden` are the events that the filters leave out: rows that would open one of them say so.
    """
    if not text.strip():
        return []
    numbers = count()
    found = [_group(group, hidden, numbers) for group in groups]
    if not found:
        told = f"No name, title, claim or source matches “{text.strip()[:LONGEST_SEARCH]}”."
        return [html.P(told, className="empty", **attributes({"data-found-for": text}))]
    return [
        html.Div(
            found,
            id=_OPTION.format("list"),
            role="listbox",
            className="search-list",
            **attributes({"aria-label": "Search results", "data-found-for": text}),
        )
    ]


def _group(group: Group, hidden: frozenset[str], numbers: Iterable[int]) -> html.Div:
    head = _OPTION.format(group.kind)
    more = f" {len(group.hits)} shown, and {group.more} more" if group.more else ""
    heading = html.Div(
        [group.words, html.Span(more, className="fine")],
        id=head,
        role="presentation",
        className="search-head",
    )
    rows = [_option(hit, hidden, number) for hit, number in zip(group.hits, numbers, strict=False)]
    return html.Div([heading, *rows], role="group", **attributes({"aria-labelledby": head}))


def _option(hit: Hit, hidden: frozenset[str], number: int) -> html.Div:
    """One row; what a press opens stands in the attributes that assets/panj.js listens to."""
    opens = {"data-open-event": hit.event} if hit.event else {"data-open-card": hit.card}
    # A publisher that matched stands in the detail already.
    by = hit.found_by if hit.found_by not in hit.detail else ""
    title: list[Any] = [hit.title, _hidden_chip(hit, hidden)]
    detail: list[Any] = [hit.detail]
    if by:
        detail += [" · found by: ", html.Bdi(by, className="search-by")]
    lines = [html.Span(title, className="search-title"), html.Span(detail, className="fine")]
    return html.Div(
        lines,
        id=_OPTION.format(number),
        role="option",
        className="search-option",
        **attributes({"aria-selected": "false", **opens}),
    )


def _hidden_chip(hit: Hit, hidden: frozenset[str]) -> html.Span | None:
    if hit.event not in hidden:
        return None
    words = "hidden by your filters" if hit.kind == "event" else "its event is hidden by your filters"
    return chip(words, "possible")
