"""The journey to an event: its card opens with the state's `event` and closes without it."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State
from dash.exceptions import PreventUpdate

from components import ids
from components.callbacks.state import asked
from components.event_card import card_contents
from data.releases import Releases


def register(app: Dash, releases: Releases) -> None:
    """Wire the state to the card."""

    @app.callback(
        Output(ids.EVENT_CARD, "children"),
        Output(ids.EVENT_CARD, "hidden"),
        Output(ids.CARD_SHOWN, "data"),
        Input(ids.STATE, "data"),
        State(ids.CARD_SHOWN, "data"),
        prevent_initial_call=True,
    )
    def show_card(state: Any, shown: Any) -> tuple[list[Any], bool, str]:
        dataset = releases.current()
        event = asked(state).filters.event
        event = event if dataset.has("events", event) else ""
        if event == (shown or ""):
            raise PreventUpdate
        return (card_contents(dataset, event), False, event) if event else ([], True, "")
