"""The page that a collection's is compared with: one callback that filters a frame of the same events with
pandas, builds both figures anew with plotly, and sends them whole.

It is kind to itself where that costs nothing to write: the frame is made once, with categories instead of
strings and the month of every event worked out. It is naive in what it says, too: an event of which only
the year is known stands in January, and no mark tells what is certain from what is possible.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

import pandas as pd
import plotly.graph_objects as go
import pyarrow.parquet as pq
from dash import Dash, Input, Output, dcc, html
from flask import Flask

from app import ASSETS, LAYERS
from components.drawing.palette import THEMES
from data.collections import schema
from data.collections.columns import QUAD_OF_CODE, QUADS
from portal import static_files

STATE: Final = "state"
MAP, TIMELINE = "map-graph", "timeline-graph"
CENTRE: Final = {"lon": 70.0, "lat": 37.7}
STYLE: Final[dict[str, Any]] = {
    "version": 8,
    "sources": {"base": {"type": "geojson", "data": {"type": "FeatureCollection", "features": []}}},
    "layers": [
        {"id": "ground", "type": "background", "paint": {"background-color": "#eee"}},
        {"id": "base", "type": "line", "source": "base"},
    ],
}
"""As plain as a base can be: what is compared are the marks, not how much base lies under them."""
NOT_VENDOR: Final = r"^(?!([0-9]+-[a-z]+\.css|plotly\.js)$).*"
"""Assets that are ours; the bundle of plotly is the same on both pages."""
THEME: Final = THEMES["light"]


def create_server(folder: str) -> Flask:
    """The naive app for the collection in `folder`, served like the real one."""
    events, actors, places = tables(Path(folder))
    app = Dash(__name__, assets_folder=str(ASSETS), assets_ignore=NOT_VENDOR, assets_path_ignore=["^build$"])
    app.layout = html.Div([dcc.Store(id=STATE, data=""), _graph(MAP, 420), _graph(TIMELINE, 300)])

    @app.callback(Output(MAP, "figure"), Output(TIMELINE, "figure"), Input(STATE, "data"))
    def redraw(query: str) -> tuple[go.Figure, go.Figure]:
        asked = {key: values[0] for key, values in parse_qs(query or "").items()}
        rows = filtered(events, actors, asked)
        return map_figure(rows, places), timeline_figure(rows)

    static_files.install(app, LAYERS)
    return app.server


def tables(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The dated events, a row for each actor of an event, and the places, as a naive program keeps them."""
    names = [row["name"] for row in pq.read_table(folder / "actors.parquet").to_pylist()]
    columns = ["dated", *schema.BOUNDS, "category", "place", "actors"]
    files = sorted(folder.glob("events-*.parquet"))
    table = pd.concat([pq.read_table(file, columns=columns).to_pandas() for file in files], ignore_index=True)
    first = pd.to_datetime(table["start_earliest"].clip(-20_000, 25_000), unit="D")
    events = pd.DataFrame(
        {
            "id": table.index,
            "first": first,
            "last": pd.to_datetime(table["end_latest"].clip(-20_000, 25_000), unit="D"),
            "month": pd.Categorical(first.dt.strftime("%Y-%m")),
            "quad": pd.Categorical.from_codes(QUAD_OF_CODE[table["category"].to_numpy()], pd.Index(QUADS)),
            "place": table["place"],
        }
    )[table["dated"]]
    exploded = table["actors"].explode().dropna().astype(int)
    actors = pd.DataFrame(
        {"event": exploded.index, "actor": pd.Categorical.from_codes(exploded.to_numpy(), pd.Index(names))}
    )
    return events, actors, pq.read_table(folder / "places.parquet").to_pandas()


def filtered(events: pd.DataFrame, actors: pd.DataFrame, asked: dict[str, str]) -> pd.DataFrame:
    """The events that are left by `actor` and by the years `from` and `to`."""
    kept = events
    if "actor" in asked:
        kept = kept[kept["id"].isin(actors.loc[actors["actor"] == asked["actor"], "event"])]
    if "from" in asked:
        kept = kept[kept["last"] >= pd.Timestamp(int(asked["from"]), 1, 1)]
    if "to" in asked:
        kept = kept[kept["first"] <= pd.Timestamp(int(asked["to"]), 12, 31)]
    return kept


def map_figure(rows: pd.DataFrame, places: pd.DataFrame) -> go.Figure:
    """One disc a place that has coordinates, as large as it has events."""
    counts = by_place(rows)
    marks = places.assign(count=counts.reindex(places.index, fill_value=0)).dropna(subset=["latitude"])
    marks = marks[marks["count"] > 0]
    largest = max(int(marks["count"].max()), 1) if len(marks) else 1
    discs = go.Scattermap(
        lon=marks["longitude"], lat=marks["latitude"], mode="markers",
        marker={"size": 8 + 24 * (marks["count"] / largest) ** 0.5, "color": marks["count"]},
        text=marks["name"], customdata=marks["count"], hovertemplate="%{text}: %{customdata}",
    )  # fmt: skip
    view = {"style": STYLE, "center": CENTRE, "zoom": 6}
    return go.Figure([discs], {"map": view, "margin": {"l": 0, "r": 0, "t": 0, "b": 0}})


def by_place(rows: pd.DataFrame) -> pd.Series:
    """Events by code of the place; -1 is none."""
    return rows.groupby("place").size()


def timeline_figure(rows: pd.DataFrame) -> go.Figure:
    """Bars by month of the first day, stacked by quad class."""
    counts = rows.groupby(["quad", "month"], observed=True).size().reset_index(name="count")
    bars = [
        go.Bar(x=some["month"], y=some["count"], name=str(quad), marker={"color": THEME.quad(str(quad))})
        for quad, some in counts.groupby("quad", observed=True)
    ]
    return go.Figure(bars, {"barmode": "stack", "xaxis": {"type": "date"}, "showlegend": False})


def _graph(name: str, height: int) -> dcc.Graph:
    return dcc.Graph(id=name, style={"height": height}, config={"showSendToCloud": False})
