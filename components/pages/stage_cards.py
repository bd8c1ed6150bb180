"""Cards for a page without a server: those that a brief needs, with every other way out as a link."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.drawing.prepare.map import map_marks
from components.event_card import card_contents
from components.place_card import place_card
from data.dataset import Dataset
from data.filters import Filters, select, to_query
from data.query import read_pairs


def stage_cards(dataset: Dataset, events: Iterable[str]) -> dict[str, list[Any]]:
    """The cards of these events and of all crossings (their marks stand on every map), by id."""
    whole = select(dataset, Filters())
    crossings = [crossing.place for crossing in map_marks(whole).crossings]
    cards = {event: card_contents(dataset, event) for event in dict.fromkeys(events)}
    return cards | {place: place_card(whole, place) for place in crossings}


def for_stage(part: Any, known: Collection[str], prefix: str) -> Any:
    """The same html components without buttons that need the server.

    Args:
        part: a component, text, or a list of them.
        known: events and places whose cards the page holds; a button to any other becomes a link.
        prefix: path of the dashboard, where those links lead.
    """
    if isinstance(part, list | tuple):
        return [for_stage(child, known, prefix) for child in part]
    if not isinstance(part, Component):
        return part
    held = part.to_plotly_json()["props"]
    if (query := _query_of(held, known)) is not None:
        return None if not query else _link(held, f"{prefix}?{query}")
    copied = type(part)(**{name: value for name, value in held.items() if name != "children"})
    copied.children = for_stage(held.get("children"), known, prefix)
    return copied


def _query_of(held: dict[str, Any], known: Collection[str]) -> str | None:
    """The dashboard's query that a button stands for; "" leaves the button out, None keeps it as it is."""
    if "data-copy-link" in held:
        return ""
    if "data-filter" in held:
        key, _, value = str(held["data-filter"]).partition(":")
        return to_query(read_pairs([(key, value)])[0])
    for name, key in (("data-open-event", "event"), ("data-open-card", "card")):
        if name in held:
            return None if held[name] in known else to_query(read_pairs([(key, str(held[name]))])[0])
    return None


def _link(held: dict[str, Any], address: str) -> html.A:
    return html.A(
        held.get("children"),
        href=address,
        target="_blank",
        className=str(held.get("className", "")),
        title="Opens the dashboard in another tab",
    )
