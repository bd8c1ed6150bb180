"""The journey to a view that takes the place of the pictures: it is drawn only while it is in front."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from dash import Dash, Input, Output
from dash.exceptions import PreventUpdate

from components import ids
from components.callbacks.state import Asked, asked
from components.changes import changes_view
from components.claims_matrix import claims_matrix
from components.composer import composer
from components.contradictions import contradictions
from components.event_table import event_table, load_on_demand
from components.gaps import gaps
from components.negotiation_board import negotiation_board
from components.relations import relations_view
from components.shared.markup import as_markup
from data.filters import Selection, select, to_query
from data.releases import Current

View = Callable[[Selection, Asked], list[Any]]
VIEWS: Final[dict[str, View]] = {
    "board": lambda selection, _: [as_markup(negotiation_board(selection))],
    "relations": lambda selection, wanted: relations_view(selection, wanted.theme, wanted.narrow),
    "claims": lambda selection, _: [as_markup(claims_matrix(selection))],
    "contradictions": lambda selection, _: [as_markup(contradictions(selection))],
    "gaps": lambda selection, _: [as_markup(gaps(selection))],
    "table": lambda selection, _: event_table(selection),
    "changes": lambda selection, wanted: [
        as_markup(changes_view(selection.dataset, wanted.filters.since, choose=True))
    ],
    "brief": lambda selection, wanted: composer(selection.dataset, to_query(wanted.filters)),
}
"""`view` of the address -> what draws it. A view that is not in front is never asked for."""


def register(app: Dash, releases: Current) -> None:
    """Wire what the browser asks for to the panel."""
    load_on_demand(app)

    @app.callback(
        Output(ids.VIEW_PANEL, "children"), Input(ids.VIEW_ASKED, "data"), prevent_initial_call=True
    )
    def show_view(sent: Any) -> list[Any]:
        wanted = asked(sent, sent)
        draw = VIEWS.get(wanted.filters.view)
        if draw is None:
            raise PreventUpdate
        return draw(select(releases.current(), wanted.filters), wanted)
