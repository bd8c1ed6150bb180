"""Small pieces that several parts show: a quad mark, a chip, a count, a button that opens an event."""

from __future__ import annotations

from typing import Any, Final

from dash import html

from components.drawing.palette import QUAD_NAMES
from components.shared.attributes import attributes

_GLYPHS: Final = {
    "verbal cooperation": "●",
    "material cooperation": "■",
    "verbal conflict": "◆",
    "material conflict": "▲",
    "uncoded": "⬟",
}
"""The five shapes of `QUAD_SHAPES` as text."""


def quad_mark(quad: str) -> html.Span:
    """The coloured shape of a quad class, with its name for those who do not see it."""
    return html.Span(
        [
            html.Span(_GLYPHS[quad], **attributes({"aria-hidden": "true"})),
            html.Span(QUAD_NAMES[quad], className="visually-hidden"),
        ],
        className=f"quad quad-{quad.replace(' ', '-')}",
        title=QUAD_NAMES[quad],
    )


def chip(text: str, kind: str = "", title: str = "") -> html.Span:
    """A short remark set apart; `kind` picks its look (`possible`, `undated`, `hedge` ...)."""
    return html.Span(text, className=f"chip chip-{kind}" if kind else "chip", title=title or None)


def when_chip(when: str) -> html.Span | None:
    """How an event stands to the range asked for; nothing where it is certain."""
    if when == "possible":
        return chip("possibly in range", "possible", "Its date leaves open whether it lies in the range")
    return chip("undated", "undated", "Its source gives no date") if when == "undated" else None


def where_chip(where: str) -> html.Span | None:
    """How an event stands to the area asked for; nothing where it is certain."""
    if where != "possible":
        return None
    return chip("possibly there", "possible", "Its source names only the province that contains this area")


def count_words(certain: int, possible: int) -> str:
    """ "3 certainly, 1 possibly": a number is never bare."""
    parts = [f"{certain} certainly"] if certain else []
    parts += [f"{possible} possibly"] if possible else []
    return ", ".join(parts) or "none"


def open_event(event: str, children: Any, class_name: str = "link-button") -> html.Button:
    """A button that opens the card of an event (assets/panj.js listens to `data-open-event`)."""
    return html.Button(
        children, className=class_name, type="button", **attributes({"data-open-event": event})
    )


def open_card(identifier: str, children: Any, class_name: str = "link-button") -> html.Button:
    """A button that opens the card of an actor, a place or a source (`data-open-card`)."""
    return html.Button(
        children, className=class_name, type="button", **attributes({"data-open-card": identifier})
    )


def filter_by(key: str, value: str, children: Any, class_name: str = "link-button") -> html.Button:
    """A button that filters by one value of one key; with shift it adds to the others (`data-filter`)."""
    return html.Button(
        children, className=class_name, type="button", **attributes({"data-filter": f"{key}:{value}"})
    )
