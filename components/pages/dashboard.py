"""The dashboard: it assembles the parts and holds the page's few stores."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from components import ids
from components.border_map import border_map
from components.event_card import event_card
from components.event_list import event_list
from components.filter_panel import filter_panel
from components.header import header
from components.shared.attributes import attributes
from components.summary import notice, offline, summary
from components.timeline import timeline
from components.trays import trays
from data.dataset import Dataset

_EMPTY_FIGURE: dict[str, Any] = {
    "data": [],
    "layout": {"xaxis": {"visible": False}, "yaxis": {"visible": False}},
}


def dashboard(dataset: Dataset) -> html.Div:
    """The whole page for one dataset; figures and rows come with the first selection."""
    return html.Div(
        [
            html.A("Skip to the list of events", href=f"#{ids.EVENT_LIST}", className="skip-link"),
            header(),
            summary(),
            notice(),
            offline(),
            _tabs(),
            html.Main(
                [
                    html.Div([filter_panel(dataset), trays()], className="left"),
                    html.Div([_map(), _timeline()], className="pictures"),
                    html.Div([event_card(), event_list()], className="right"),
                ],
                className="desk",
            ),
            *_stores(),
        ],
        id=ids.PAGE,
        className="page is-loading",
        **attributes({"data-view": "list"}),
    )


def _tabs() -> html.Div:
    """Which panel is in front where only one fits."""
    views = (("list", "List"), ("map", "Map"), ("timeline", "Timeline"))
    buttons = [
        html.Button(
            words,
            type="button",
            className="tab",
            **attributes({"data-view-button": view, "aria-pressed": "false"}),
        )
        for view, words in views
    ]
    return html.Div(buttons, className="tabs", role="group", **attributes({"aria-label": "View"}))


def _map() -> html.Section:
    drawn = html.Img(
        id=ids.MAP_DRAWN,
        **attributes({"data-src": "drawn/map.svg"}),
        alt="Map of the selected events; the list of events says the same in words",
        hidden=True,
    )
    return html.Section(
        [html.H2("Map", className="visually-hidden"), border_map(_EMPTY_FIGURE), drawn],
        id=ids.MAP,
        className="panel map-panel",
    )


def _timeline() -> html.Section:
    return html.Section(
        [html.H2("Timeline", className="visually-hidden"), timeline()],
        id=ids.TIMELINE,
        className="panel timeline-panel",
    )


def _stores() -> list[Any]:
    return [
        dcc.Store(id=ids.STATE),
        dcc.Store(id=ids.APPLIED),
        dcc.Store(id=ids.DRAWN),
        dcc.Store(id=ids.COUNTS),
        dcc.Store(id=ids.CARD_SHOWN),
        dcc.Store(id=ids.LOOK),
        dcc.Store(id=ids.URL_SINK),
        dcc.Store(id=ids.COUNT_SINK),
    ]
