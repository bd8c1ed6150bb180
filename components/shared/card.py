"""Pieces that every card has: its head, its buttons, a list of facts, a list folded away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html

from components.shared.attributes import attributes


def card_head(identifier: str, kind: str, *before: Any) -> html.Header:
    """What the card is of, and the button that closes it."""
    close = html.Button(
        "×", type="button", className="close", title="Close (Esc)",
        **attributes({"data-close-card": "1", "aria-label": "Close the card"}),
    )  # fmt: skip
    named = html.Div([*before, html.Span(identifier, className="event-id"), kind])
    return html.Header([named, close], className="card-head")


def card_actions(*buttons: Any) -> html.Div:
    """The card's buttons; the last copies the address of the page as it stands."""
    return html.Div([*buttons, copy_link()], className="card-actions")


def copy_link() -> html.Button:
    """Copies the address of the page as it stands."""
    return html.Button("Copy link", type="button", className="button", **attributes({"data-copy-link": "1"}))


def copy_text(words: str, text: str) -> html.Button:
    """Copies `text`."""
    return html.Button(words, type="button", className="button", **attributes({"data-copy": text}))


def fact_list(entries: Iterable[tuple[str, Any]], name: str | None = None) -> html.Dl:
    """A list of terms with what is told of each; a term of which nothing is told is left out."""
    told = [part for term, words in entries if words for part in (html.Dt(term), html.Dd(words))]
    return html.Dl(told, className=name)


def fold(words: str, body: Any, unfolded: bool, name: str = "actor-fold") -> html.Details:
    """Something folded away under a line of words; `unfolded` where it is open from the start."""
    return html.Details([html.Summary(words), body], open=unfolded, className=name)
