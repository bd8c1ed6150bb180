"""The journey to a card: the state's `event`, or else its `card`, is open; without either it is closed."""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from components import ids
from components.actor_card import actor_card
from components.callbacks.state import asked
from components.event_card import card_contents
from components.place_card import place_card
from components.shared.markup import markup
from components.shared.why import why_here
from components.source_card import source_card
from data.dataset import Dataset
from data.filters import Filters, Selection, select, to_query
from data.plan import CARDS
from data.releases import Current

_BODIES: Final = {"actors": actor_card, "places": place_card, "sources": source_card}


def register(app: Dash, releases: Current) -> None:
    """Wire the state to the card."""

    @app.callback(
        output={
            "body": Output(ids.CARD_BODY, "data-markup"),
            "why": Output(ids.CARD_WHY, "data-markup"),
            "hidden": Output(ids.EVENT_CARD, "hidden"),
            "shown": Output(ids.CARD_SHOWN, "data"),
        },
        inputs={"state": Input(ids.STATE, "data"), "shown": State(ids.CARD_SHOWN, "data")},
        prevent_initial_call=True,
    )
    def show_card(state: Any, shown: Any) -> dict[str, Any]:
        dataset, filters = releases.current(), asked(state).filters
        now = card_state(dataset, filters)
        before = shown if isinstance(shown, dict) else {}
        if now == before or not (now["front"] or before.get("front")):
            raise PreventUpdate
        return {**_parts(dataset, filters, now, before), "hidden": not now["front"], "shown": now}


def card_state(dataset: Dataset, filters: Filters) -> dict[str, str]:
    """What the card depends on: the table and id in front, the filters, the release."""
    if dataset.has("events", filters.event):
        front = f"events:{filters.event}"
    else:
        table = next((name for name in CARDS if dataset.has(name, filters.card)), "")
        front = f"{table}:{filters.card}" if table else ""
    return {"front": front, "query": to_query(filters.without_cards()), "release": dataset.edition}


def _parts(dataset: Dataset, filters: Filters, now: dict[str, str], before: dict[str, Any]) -> dict[str, Any]:
    """Body and verdicts; an event's own body does not depend on the filters and is not sent again."""
    table, _, identifier = now["front"].partition(":")
    if not table:
        return {"body": "", "why": ""}
    selection: Selection = select(dataset, filters.without_cards())
    if table != "events":
        return {"body": markup(_BODIES[table](selection, identifier)), "why": ""}
    same = all(now[name] == before.get(name) for name in ("front", "release"))
    body = no_update if same else markup(card_contents(dataset, identifier))
    return {"body": body, "why": markup(why_here(selection, identifier))}
