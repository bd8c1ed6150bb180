"""The journey of a search: what is typed is looked up, and what the filters hide of it is marked."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, State

from components import ids
from components.callbacks.state import asked
from components.search import search_results
from data.dataset import Dataset
from data.filters import Filters, select
from data.releases import Current
from data.search import LONGEST_SEARCH, Group, search


def register(app: Dash, releases: Current) -> None:
    """Wire the box to its results."""

    @app.callback(
        Output(ids.SEARCH_RESULTS, "children"),
        Input(ids.SEARCH_BOX, "value"),
        State(ids.STATE, "data"),
        prevent_initial_call=True,
    )
    def find(value: Any, state: Any) -> list[Any]:
        return results(releases.current(), value, state)


def results(dataset: Dataset, value: Any, state: Any) -> list[Any]:
    """The rows for what the client sent as the text and the state; neither is trusted."""
    text = value[:LONGEST_SEARCH] if isinstance(value, str) else ""
    groups = search(dataset, text)
    return search_results(groups, text, hidden_of(dataset, groups, asked(state).filters))


def hidden_of(dataset: Dataset, groups: tuple[Group, ...], filters: Filters) -> frozenset[str]:
    """The events that the hits would open and that are neither selected nor listed as undated."""
    events = {hit.event for group in groups for hit in group.hits} - {""}
    if not events:
        return frozenset()
    selection = select(dataset, filters.without_cards())
    return frozenset(events - {*selection.events["id"], *selection.undated["id"]})
