"""The dashboard: it assembles the parts and holds the page's few stores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from dash import dcc, html

from components import ids
from components.border_map import border_map
from components.brief_menu import brief_menu
from components.collections.menu import Named, collection_menu
from components.composer import add_button
from components.context_strip import context_strip
from components.event_card import event_card
from components.event_list import event_list
from components.export_menu import export_menu
from components.filter_panel import filter_panel
from components.header import header
from components.pages.embeds import embed_bar
from components.search import search_box
from components.shared.attributes import attributes
from components.summary import notice, offline, summary
from components.timeline import timeline
from components.trays import trays
from data.briefs import found_briefs
from data.dataset import Dataset

VIEW_WORDS: Final = {
    "": "Map and timeline",
    "list": "List",
    "map": "Map",
    "timeline": "Timeline",
    "board": "Board",
    "relations": "Relations",
    "claims": "Claims",
    "contradictions": "Contradictions",
    "gaps": "Gaps",
    "table": "Table",
    "changes": "Changes",
}
"""The `view` of the address -> the words on its tab."""
_EMPTY_FIGURE: dict[str, Any] = {
    "data": [],
    "layout": {"xaxis": {"visible": False}, "yaxis": {"visible": False}},
}


def dashboard(dataset: Dataset, collections: Sequence[Named] = (), takes_files: bool = False) -> html.Div:
    """The whole page for one dataset; figures and rows come with the first selection.

    Args:
        dataset: of the viewer; under a lock nothing leads to the collections, which no lock can cut.
        collections: the imported ones, by name and title.
        takes_files: whether visitors may bring their own.
    """
    return html.Div(
        [
            html.A("Skip to the list of events", href=f"#{ids.EVENT_LIST}", className="skip-link"),
            header(search_box(), _tools(dataset, collections, takes_files)),
            summary(),
            notice(),
            offline(),
            html.Main(
                [
                    _tabs(),
                    html.Div([filter_panel(dataset), trays()], className="left"),
                    html.Div([_map(), _timeline()], className="pictures"),
                    _view_panel(),
                    html.Div([event_card(), event_list()], className="right"),
                ],
                className="desk",
            ),
            embed_bar(),
            *_stores(),
        ],
        id=ids.PAGE,
        className="page is-loading",
        **attributes({"data-view": "list"}),
    )


def _tools(dataset: Dataset, collections: Sequence[Named], takes_files: bool) -> list[Any]:
    shown = (collections or takes_files) and dataset.confined is None
    beside = [collection_menu(collections, takes_files)] if shown else []
    return [*beside, brief_menu(*found_briefs(dataset)), export_menu(), add_button()]


def _tabs() -> html.Div:
    """Which view is in front: beside the lists on a desk, alone on a phone.

    "List" is a view of its own only on a phone; there the two pictures have a tab each.
    """
    buttons = [
        html.Button(
            words,
            type="button",
            className=f"tab tab-{view or 'pictures'}",
            **attributes({"data-view-button": view, "aria-pressed": "false"}),
        )
        for view, words in VIEW_WORDS.items()
    ]
    return html.Div(buttons, className="tabs", role="group", **attributes({"aria-label": "View"}))


def _view_panel() -> html.Section:
    return html.Section(
        html.P("Loading the view …", className="empty"),
        id=ids.VIEW_PANEL,
        className="panel view-panel",
        tabIndex="-1",
        **attributes({"aria-label": "View of the selection"}),
    )


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
        [html.H2("Timeline", className="visually-hidden"), timeline(context_strip())],
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
        dcc.Store(id=ids.VIEW_ASKED),
        dcc.Store(id=ids.LOOK),
        dcc.Store(id=ids.URL_SINK),
        dcc.Store(id=ids.COUNT_SINK),
        dcc.Store(id=ids.TOLD_SINK),
    ]
