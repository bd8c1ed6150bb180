"""The page that Panj is compared with: one callback filters a frame and sends both whole figures anew.

The tables, server, compression, plotly bundle, map style and layers are those of the dashboard. The pictures
are not: plain bars, one fill and one set of discs, and no list, counts, strip or controls. It therefore says
what the whole page costs beside a minimal one, not what patching saves beside rebuilding the same pictures.
"""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go
from dash import Dash, Input, Output, ctx, dcc, html
from flask import Flask

from app import ASSETS, LAYERS
from components.drawing.palette import THEMES, Theme
from components.drawing.prepare.map import CENTRE, map_marks
from components.shared.map_style import map_style
from data.dataset import Dataset
from data.filters import Filters, select
from data.releases import open_releases
from portal import static_files

CHANGES: Final = ("reset", "dates", "actor", "thread")
"""Ids of the buttons, one for each change that is timed."""


def create_server() -> Flask:
    """The naive app, served like the real one."""
    dataset = open_releases().current()
    app = Dash(
        __name__, assets_folder=str(ASSETS), assets_ignore="panj.*", assets_path_ignore=["^build$"],
    )  # fmt: skip
    theme = THEMES["light"]
    style = map_style(theme, _layer_url, map_marks(select(dataset, Filters())).crossings)
    app.layout = html.Div(
        [
            *(html.Button(name, id=name) for name in CHANGES),
            _graph("map-graph", 420),
            _graph("timeline-graph", 300),
        ]
    )

    @app.callback(
        Output("map-graph", "figure"),
        Output("timeline-graph", "figure"),
        *(Input(name, "n_clicks") for name in CHANGES),
    )
    def redraw(*_: Any) -> tuple[go.Figure, go.Figure]:
        events = filtered(dataset, ctx.triggered_id or "reset")
        return map_figure(dataset, events, style), timeline_figure(events, theme)

    static_files.install(app, LAYERS)
    return app.server


def filtered(dataset: Dataset, change: str) -> pd.DataFrame:
    """The events that are left after a change."""
    events = dataset.events[dataset.events["dated"]]
    if change == "dates":
        window = pd.to_datetime(["2023-11-01", "2024-02-29"])
        first, last = ((day - pd.Timestamp(0)).days for day in window)
        return events[(events["start_earliest"] <= last) & (events["end_latest"] >= first)]
    if change == "thread":
        return events[events["thread"] == "talks"]
    if change == "actor":
        parts = dataset.tables["participants"]
        return events[events["id"].isin(parts.loc[parts["actor"] == "A-TALIBAN", "event"])]
    return events


def map_figure(dataset: Dataset, events: pd.DataFrame, style: dict[str, Any]) -> go.Figure:
    """Districts by number of events, one disc a place, the whole base inside the figure."""
    links = dataset.tables["event_places"].merge(events[["id", "title"]], left_on="event", right_on="id")
    places = dataset.tables["places"].rename(columns={"id": "place"})
    rows = links.merge(places, on="place")
    points = rows[rows["precision"].isin(["exact", "settlement"]) & (rows["latitude"] != "")]
    marks = points.groupby(["place", "name", "latitude", "longitude"], as_index=False).size()
    areas = rows[rows["area"] != ""].groupby("area", as_index=False).size()
    district = go.Choroplethmap(
        geojson=_layer_url("districts.geojson"), featureidkey="properties.shape_id",
        locations=areas["area"].tolist(), z=areas["size"].tolist(), showscale=False,
    )  # fmt: skip
    disc = go.Scattermap(
        lon=marks["longitude"].astype(float).tolist(), lat=marks["latitude"].astype(float).tolist(),
        mode="markers", marker={"size": (14 + 3 * marks["size"]).tolist()}, text=marks["name"].tolist(),
    )  # fmt: skip
    view = {"style": style, "center": {"lon": CENTRE[0], "lat": CENTRE[1]}, "zoom": 6}
    return go.Figure([district, disc], {"map": view, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}})


def timeline_figure(events: pd.DataFrame, theme: Theme) -> go.Figure:
    """One bar an event from its earliest to its latest day, coloured by its quad class."""
    bars = []
    for quad, rows in events.groupby("quad"):
        first = rows["start_earliest"].clip(lower=-20_000)
        days = (rows["end_latest"].clip(upper=25_000) - first + 1) * 86_400_000
        bars.append(
            go.Bar(
                base=pd.to_datetime(first, unit="D").dt.strftime("%Y-%m-%d").tolist(),
                x=days.tolist(), y=rows["thread"].tolist(), orientation="h",
                hovertext=rows["title"].tolist(), marker={"color": theme.quad(str(quad))},
            )
        )  # fmt: skip
    return go.Figure(bars, {"barmode": "group", "xaxis": {"type": "date"}, "showlegend": False})


def _layer_url(name: str) -> str:
    return static_files.layer_url(LAYERS, name, "/")


def _graph(name: str, height: int) -> dcc.Graph:
    return dcc.Graph(id=name, style={"height": height}, config={"showSendToCloud": False})
