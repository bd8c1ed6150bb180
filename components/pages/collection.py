"""The page of an imported collection: filters, map and timeline, list and card, and where it comes from."""

from __future__ import annotations

from typing import Any, Final, cast

from dash import dcc, html

from components import ids
from components.drawing.palette import QUAD_NAMES
from components.shared.attributes import attributes
from components.theme import GRAPH_CONFIG

_STORES: Final = (ids.STATE, ids.LOOK, ids.DRAWN, ids.COLLECTION_MARKS, ids.COLLECTION_STRIP, ids.URL_SINK)
EMPTY_FIGURE: Final[dict[str, Any]] = {
    "data": [],
    "layout": {"xaxis": {"visible": False}, "yaxis": {"visible": False}},
}


def collection_page(map_part: Any) -> html.Div:
    """The page for whatever collection the address names; everything in it comes with the first answer.

    Args:
        map_part: `border_map` with an empty figure.
    """
    return html.Div(
        [
            html.A("Skip to the list of events", href=f"#{ids.EVENT_LIST}", className="skip-link"),
            _header(),
            _summary(),
            html.Div(id=ids.NOTICE, role="alert", className="notice", hidden=True),
            html.Main(
                [
                    html.Div(_filters(), className="left"),
                    html.Div([_map(map_part), _timeline()], className="pictures"),
                    html.Div(
                        [
                            html.Section(
                                id=ids.EVENT_CARD, className="card-panel", hidden=True, tabIndex="-1",
                                **attributes({"aria-label": "Event"}),
                            ),
                            _list(),
                        ],
                        className="right",
                    ),
                ],
                className="desk",
            ),
            *(dcc.Store(id=name) for name in _STORES),
        ],
        id=ids.PAGE,
        className="page collection-page is-loading",
    )  # fmt: skip


def _header() -> html.Header:
    return html.Header(
        [
            html.Div(
                [
                    html.H1("Panj"),
                    html.Span("Imported collection", id=ids.COLLECTION_TITLE, className="tagline"),
                ],
                className="brand",
            ),
            html.Nav(
                [
                    html.A("Curated dataset", href="../", className="button"),
                    html.Button(
                        "Filters", type="button", className="button drawer-open",
                        **attributes({
                            "data-toggle-drawer": "1", "aria-controls": ids.FILTER_PANEL,
                            "aria-expanded": "false",
                        }),
                    ),
                    html.Button(
                        "Dark", id=ids.THEME_BUTTON, type="button", className="button",
                        title="Switch the theme",
                    ),
                ],
                className="header-actions",
                **attributes({"aria-label": "Page"}),
            ),
        ],
        className="header",
    )  # fmt: skip


def _summary() -> html.Section:
    words = [
        html.P(
            "Loading the collection …", id=ids.SUMMARY, role="status", **attributes({"aria-live": "polite"})
        ),
        html.Ul(id=ids.CHIPS, className="chips", **attributes({"aria-label": "Filters in force"})),
    ]
    reset = html.Button(
        "Reset", id=ids.RESET, type="button", className="button", title="Show everything again"
    )
    return html.Section(
        [html.Div(words, className="summary-words"), reset],
        className="summary",
        **attributes({"aria-label": "What is shown"}),
    )


def _filters() -> list[Any]:
    return [
        html.Section(
            [
                html.Div([
                    html.H2("Filters", className="panel-title"),
                    html.Button(
                        "×", type="button", className="close drawer-close",
                        **attributes({"data-toggle-drawer": "1", "aria-label": "Close the filters"}),
                    ),
                ], className="panel-head drawer-head"),
                html.Div([html.H2("Dates", className="panel-title"), *map(_date, ("from", "to")), _sure()]),
                html.Div([
                    html.H2(html.Label("Actors", htmlFor=ids.COLLECTION_FIND), className="panel-title"),
                    dcc.Input(
                        id=ids.COLLECTION_FIND, type="search", className="form-control", autoComplete="off",
                        placeholder="A name, then Enter",
                    ),
                    html.Div(id=ids.COLLECTION_ACTORS, className="choices"),
                ]),
                html.Div([
                    html.H2("Types (PLOVER)", className="panel-title"),
                    html.Div(id=ids.COLLECTION_TYPES, className="choices"),
                ]),
                html.Div(id=ids.COLLECTION_ABOUT, className="about"),
            ],
            id=ids.FILTER_PANEL,
            className="filter-panel",
            **attributes({"aria-label": "Filters"}),
        )
    ]  # fmt: skip


def _date(key: str) -> html.Div:
    name = f"filter-{key}"
    entry = dcc.Input(id=name, type="text", className="form-control", debounce=True, placeholder="2023-11-08")
    return html.Div([html.Label(key.capitalize(), htmlFor=name), entry], className="date-row")


def _sure() -> html.Button:
    return html.Button(
        "Only what is certainly in the dates", type="button", className="choice", id=ids.COLLECTION_CERTAIN,
        **attributes({"data-toggle": "when:certain", "aria-pressed": "false"}),
    )  # fmt: skip


def _map(map_part: Any) -> html.Section:
    return html.Section(
        [
            html.H2("Map", className="visually-hidden"),
            map_part,
            html.P(id=ids.COLLECTION_MAP_NOTE, className="map-note"),
        ],
        id=ids.MAP,
        className="panel map-panel",
    )


def _timeline() -> html.Section:
    graph = _graph(ids.TIMELINE_GRAPH, "timeline-graph")
    strip = _graph(ids.TIMELINE_STRIP, "timeline-strip")
    signs = [_sign(quad, name) for quad, name in QUAD_NAMES.items()]
    signs.append(html.Li("Solid: certainly in that time. Hollow on top: possibly."))
    return html.Section(
        [
            html.H2("Timeline", className="visually-hidden"),
            html.Div(
                [html.P(id=ids.TIMELINE_FOOT, className="timeline-head"), graph, strip,
                 html.Ul(signs, className="timeline-legend")],
                className="timeline",
            ),
        ],
        id=ids.TIMELINE,
        className="panel timeline-panel",
    )  # fmt: skip


def _graph(name: str, place: str) -> html.Div:
    config = cast(Any, GRAPH_CONFIG)
    return html.Div(dcc.Graph(id=name, figure=EMPTY_FIGURE, config=config, responsive=True), className=place)


def _sign(quad: str, name: str) -> html.Li:
    place = f"quad quad-{quad.replace(' ', '-')}"
    return html.Li([html.Span("■", className=place, **attributes({"aria-hidden": "true"})), name])


def _list() -> html.Section:
    return html.Section(
        [
            html.Div(
                [
                    html.H2("Events", className="panel-title"),
                    html.Nav(
                        id=ids.COLLECTION_PAGER, className="pager",
                        **attributes({"aria-label": "Pages of the list"}),
                    ),
                ],
                className="panel-head",
            ),
            html.Ol(
                id=ids.EVENT_LIST, className="event-list", tabIndex="0",
                **attributes({"aria-label": "Selected events by date"}),
            ),
        ],
        className="list-panel",
    )  # fmt: skip
