"""The journeys that begin with a person: a control, a mark or a window changes the state.

Most are decided in the browser (assets/panj.js) and cost the server nothing; what a drag on the timeline
means is read here, where it can be tested.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, ctx
from dash.exceptions import PreventUpdate

from components import ids
from components.callbacks.state import asked, query_of
from components.filter_controls import control_ids
from components.shared.timeline_payload import (
    event_from_click,
    resets,
    window_from_click,
    window_from_relayout,
)
from data.filters import to_query


def register(app: Dash) -> None:
    """Wire controls, marks, drags and the address to the state."""
    _browser(
        app,
        "intend",
        Output(ids.STATE, "data", allow_duplicate=True),
        [
            *(Input(name, "value") for name in control_ids()),
            State(ids.APPLIED, "data"),
            State(ids.STATE, "data"),
        ],
    )
    _marks(app)
    _browser(
        app,
        "askView",
        Output(ids.VIEW_ASKED, "data"),
        [Input(ids.STATE, "data"), Input(ids.LOOK, "data"), State(ids.VIEW_ASKED, "data")],
    )
    _browser(app, "writeUrl", Output(ids.URL_SINK, "data"), [Input(ids.STATE, "data")])
    _browser(app, "writeCounts", Output(ids.COUNT_SINK, "data"), [Input(ids.COUNTS, "data")])

    @app.callback(
        Output(ids.STATE, "data", allow_duplicate=True),
        Input(ids.TIMELINE_GRAPH, "relayoutData"),
        Input(ids.TIMELINE_STRIP, "relayoutData"),
        Input(ids.TIMELINE_STRIP, "selectedData"),
        Input(ids.TIMELINE_GRAPH, "clickData"),
        State(ids.STATE, "data"),
        prevent_initial_call=True,
    )
    def drag_or_click(lanes: Any, strip: Any, drawn: Any, click: Any, state: Any) -> dict[str, str]:
        prop = next(iter(ctx.triggered_prop_ids), "")
        sent = {"selectedData": drawn, "clickData": click}.get(
            prop.rpartition(".")[2], strip if prop.startswith(ids.TIMELINE_STRIP) else lanes
        )
        found = state_after(sent, state)
        if found is None:
            raise PreventUpdate
        return found


def _marks(app: Dash) -> None:
    """Marks that stand for a value of a filter: pressed, they become it."""
    for function, graph, prop in (
        ("clickMark", ids.MAP_GRAPH, "clickData"),
        ("clickMark", ids.RELATIONS_GRAPH, "clickData"),
        ("clickLane", ids.TIMELINE_GRAPH, "clickAnnotationData"),
        ("pickPlaces", ids.MAP_GRAPH, "selectedData"),
    ):
        _browser(app, function, Output(ids.STATE, "data", allow_duplicate=True), [Input(graph, prop)])


def state_after(sent: Any, state: Any) -> dict[str, str] | None:
    """The state after a click or a drag on the timeline; None where it changes nothing.

    A drag replaces the address, a click makes a step of the browser's history.
    """
    filters = asked(state).filters
    event = event_from_click(sent)
    window = window_from_click(sent) or window_from_relayout(sent)
    if event:
        after, history = replace(filters, event=event), "push"
    elif window:
        first, last = window
        after, history = replace(filters, from_=_iso(first), to=_iso(last)), "replace"
    elif resets(sent):
        after, history = replace(filters, from_="", to=""), "push"
    else:
        return None
    query = to_query(after)
    return {"query": query, "history": history} if query != query_of(state) else None


def _iso(day: date) -> str:
    return day.isoformat()


def _browser(app: Dash, function: str, output: Output, inputs: list[Any]) -> None:
    app.clientside_callback(ClientsideFunction("panj", function), output, *inputs, prevent_initial_call=True)
