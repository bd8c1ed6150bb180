"""The border map: its layout, its figure and the badges at its edge.

The figure has a fixed list of traces, so an update sends `data` alone and the reader's own pan and zoom stay.
Colour says the quad class of a mark, a sign beside its number repeats it; a hollow mark is only possible.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final, cast

from dash import Patch, dcc, html

from components import ids
from components.drawing.palette import QUAD_NAMES, Theme
from components.drawing.prepare.map import (
    CENTRE,
    FRAME,
    Area,
    Badge,
    Crossing,
    EdgeMark,
    MapMarks,
    PointMark,
    Polygon,
)  # fmt: skip
from components.shared.attributes import attributes
from components.shared.map_style import RINGS, SLOTS, LayerUrl, map_style, slot
from components.shared.map_words import (
    EDGE_TEXT,
    FILLS,
    MANY,
    QUAD_SIGNS,
    area_words,
    crossing_words,
    edge_words,
    place_words,
    quad_colour,
    quad_words,
    sign_and_count,
)
from components.shared.mark_scale import diameter
from components.shared.marks import filter_by, open_event
from components.theme import GRAPH_CONFIG
from data.dataset import Dataset

Trace = dict[str, Any]

TRACES: Final = tuple(name for names in SLOTS.values() for name in names if name not in RINGS)
"""What each entry of `figure["data"]` holds, always in this order: of two areas the later one is hit."""
ZOOM: Final = 6.04
"""MapLibre zoom of a map of ordinary size (`zoom_for(760, 420)`)."""
BOUNDS: Final = {"west": 61.5, "south": 32.5, "east": 79.5, "north": 44.0}
FONT: Final = "Noto Sans"
FONT_STRONG: Final = "Noto Sans Bold"
ATTRIBUTION_SHORT: Final = (
    "© OpenStreetMap contributors (ODbL) · geoBoundaries · WDB-II · GeoNames · NOAA · "
    "boundaries generalised, not authoritative"
)
ATTRIBUTION: Final = (
    "District boundaries: geoBoundaries (Runfola et al. 2020), Afghanistan AIMS/Esri 2014, Tajikistan "
    "© OpenStreetMap contributors 2017 · Border, lakes © OpenStreetMap contributors, ODbL 1.0 · "
    "Rivers WDB-II (LGPL) · Towns GeoNames, CC BY 4.0 · Relief NOAA GLOBE · "
    "Boundaries are generalised, not authoritative."
)


def border_map(figure: dict[str, Any]) -> html.Div:
    """The map with its badges, key and attribution."""
    return html.Div(
        [
            dcc.Graph(id=ids.MAP_GRAPH, figure=figure, config=cast(Any, GRAPH_CONFIG), responsive=True),
            html.Div(id=ids.MAP_BADGES, className="map-badges"),
            _pick_tools(),
            html.Details([html.Summary("Key"), legend()], className="key map-key"),
            html.Details([html.Summary(ATTRIBUTION_SHORT), html.P(ATTRIBUTION)], className="map-attribution"),
        ],
        className="border-map",
    )


def _pick_tools() -> html.Div:
    """Box and lasso: what lies in there becomes the filter of places (assets/panj.js)."""
    buttons = [
        html.Button(
            words,
            type="button",
            className="button",
            title=f"Choose places with a {words.lower()}; hold shift to add",
            **attributes({"data-pick": mode, "aria-pressed": "false"}),
        )
        for mode, words in (("select", "Box"), ("lasso", "Lasso"))
    ]
    words = html.Span(id=ids.MAP_PICK_WORDS, role="status", className="pick-words")
    return html.Div([*buttons, words], className="map-picks")


def badges(dataset: Dataset, marks: MapMarks) -> list[html.Details]:
    """One badge per country of which no place is stated; it opens the list of its events."""
    return [_badge(dataset, badge) for badge in marks.badges]


def _badge(dataset: Dataset, badge: Badge) -> html.Details:
    title = f"No narrower place is stated: {quad_words(badge.tally)}"
    rows = [html.Li(open_event(event, dataset.row("events", event)["title"])) for event in badge.tally.events]
    if len(badge.places) == 1:
        rows.append(html.Li(filter_by("place", badge.places[0], f"Filter by {badge.name}")))
    return html.Details([html.Summary(badge.label, title=title), html.Ol(rows)], className="map-badge")


def legend() -> html.Ul:
    """What colours, signs and outlines mean."""
    quads = [
        html.Li([html.Span(QUAD_SIGNS[quad], className=f"legend-sign quad-{quad.replace(' ', '-')}"), name])
        for quad, name in QUAD_NAMES.items()
    ]
    others = [
        ("legend-mixed", "Grey: events of several classes"),
        ("legend-hollow", "Hollow: only possibly in the dates chosen"),
        ("legend-area", "Filled area: no closer place than this district or province is reported"),
        ("legend-crossing", "Border crossing; a thin ring with ?: position not verified"),
    ]
    return html.Ul(
        [*quads, *(html.Li([html.Span(className=f"legend-sign {name}"), words]) for name, words in others)],
        className="map-legend",
    )


def zoom_for(width: float, height: float) -> float:
    """MapLibre zoom at which a map of so many pixels shows all of FRAME (zoom 0: the world in 512 pixels)."""
    west, south, east, north = FRAME
    low, high = (math.asinh(math.tan(math.radians(edge))) for edge in (south, north))
    across = width * 360 / (512 * (east - west))
    along = height * math.tau / (512 * (high - low))
    return round(math.log2(min(across, along)), 2)


def map_figure(marks: MapMarks, theme: Theme, layer_url: LayerUrl, zoom: float = ZOOM) -> dict[str, Any]:
    """The whole figure, for the first draw and for a change of theme.

    Args:
        marks: what to draw.
        theme: the colours.
        layer_url: gives each file of data/layers its address on this host.
        zoom: MapLibre zoom of the first view (see `zoom_for`).
    """
    return {"data": map_traces(marks, theme, layer_url), "layout": _layout(marks, theme, layer_url, zoom)}


def base_figure(marks: MapMarks, theme: Theme, layer_url: LayerUrl, zoom: float = ZOOM) -> dict[str, Any]:
    """`map_figure` without its marks: the base, and the crossings on it, which answer the pointer."""
    return {
        "data": [_crossings(marks.crossings) | {"below": slot("crossings")}],
        "layout": _layout(marks, theme, layer_url, zoom),
    }


def _layout(marks: MapMarks, theme: Theme, layer_url: LayerUrl, zoom: float) -> dict[str, Any]:
    view = {
        "style": map_style(theme, layer_url, marks.crossings),
        "center": {"lon": CENTRE[0], "lat": CENTRE[1]},
        "zoom": zoom,
        "bounds": BOUNDS,
        "uirevision": "map",
    }
    return {
        "map": view,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "showlegend": False,
        "uirevision": "map",
        "paper_bgcolor": theme.surface,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": theme.raised, "bordercolor": theme.rule, "align": "left",
            "font": {"family": FONT, "size": 13, "color": theme.text},
        },
    }  # fmt: skip


def map_patch(marks: MapMarks, theme: Theme, layer_url: LayerUrl) -> Patch:
    """A change of the marks alone: the view and the base stay as the reader has them."""
    patch = Patch()
    patch["data"] = map_traces(marks, theme, layer_url)
    return patch


def map_traces(marks: MapMarks, theme: Theme, layer_url: LayerUrl) -> list[Trace]:
    """The traces in the order of TRACES."""
    areas = {(area.kind, area.area): area for area in marks.areas}
    district = {polygon.area: areas.get(("district", polygon.area)) for polygon in marks.districts}
    province = {polygon.area: areas.get(("province", polygon.area)) for polygon in marks.provinces}
    certain = {area: found for area, found in district.items() if found and found.tally.certain}
    possible = {area: found for area, found in district.items() if found and not found.tally.certain}
    districts_url, provinces_url = layer_url("districts.geojson"), layer_url("provinces.geojson")
    sure = [mark for mark in marks.points if mark.tally.certain]
    unsure = [mark for mark in marks.points if not mark.tally.certain]
    marked = {place for mark in marks.points for place in mark.places}
    traces = [
        _fill(marks.provinces, province, theme, provinces_url, "iso_3166_2", FILLS["province"], 1.5),
        _fill(marks.districts, certain, theme, districts_url, "shape_id", FILLS["district"], 1.0),
        _fill(marks.districts, possible, theme, districts_url, "shape_id", FILLS["possible"], 1.2),
        _crossings([crossing for crossing in marks.crossings if crossing.place not in marked]),
        _halos(marks.points, theme),
        _places(marks.points, marks.crossings, theme),
        _numbers(sure, theme.surface),
        _numbers(unsure, theme.text),
        *(_edge([mark for mark in marks.edges if mark.side == side], side, theme) for side in EDGE_TEXT),
    ]
    return [trace | {"below": slot(name)} for name, trace in zip(TRACES, traces, strict=True)]


def _fill(
    polygons: Sequence[Polygon], areas: dict[str, Any], theme: Theme, url: str, key: str,
    opacity: tuple[float, float], outline: float,
) -> Trace:  # fmt: skip
    """A choropleth of every polygon; only those with events have a value and are painted."""
    found: list[Area | None] = [areas.get(polygon.area) for polygon in polygons]
    return {
        "type": "choroplethmap", "geojson": url, "featureidkey": f"properties.{key}",
        "locations": [polygon.area for polygon in polygons],
        "z": [area.tally.total if area else None for area in found],
        "zmin": 1, "zmax": MANY, "showscale": False,
        "colorscale": [[0, _rgba(theme.area_fill, opacity[0])], [1, _rgba(theme.area_fill, opacity[1])]],
        "marker": {"line": {"color": theme.area_fill, "width": [outline if area else 0 for area in found]}},
        "customdata": [f"{area.kind}:{area.key}" if area else "" for area in found],
        "hovertext": [area_words(area) if area else "" for area in found],
        "hoverinfo": "text",
    }  # fmt: skip


def _crossings(crossings: Sequence[Crossing]) -> Trace:
    """Unseen discs over the bridge marks of the base: they answer the pointer."""
    return _points(crossings) | {
        "mode": "markers",
        "marker": {"size": 44, "opacity": 0},
        "customdata": [f"crossing:{crossing.key}" for crossing in crossings],
        "hovertext": [crossing_words(crossing) for crossing in crossings],
    }


def _halos(marks: Sequence[PointMark], theme: Theme) -> Trace:
    """A rim around each mark: the ground's colour, or the mark's own where the mark is hollow."""
    colours = [theme.halo if mark.tally.certain else quad_colour(mark.tally, theme) for mark in marks]
    return _points(marks) | {
        "mode": "markers", "hoverinfo": "skip",
        "marker": {
            "size": [diameter(mark.tally.total) + 4 for mark in marks],
            "color": colours,
            "opacity": 0.95,
        },
    }  # fmt: skip


def _places(marks: Sequence[PointMark], crossings: Iterable[Crossing], theme: Theme) -> Trace:
    """The discs; at a crossing the hover says what stands there too."""
    there = {crossing.place: crossing_words(crossing) for crossing in crossings}
    words = [[place_words(mark), *(there[p] for p in mark.places if p in there)] for mark in marks]
    colours = [quad_colour(mark.tally, theme) if mark.tally.certain else theme.surface for mark in marks]
    return _named(marks, ["<br>".join(lines) for lines in words]) | {
        "mode": "markers",
        "marker": {
            "size": [diameter(mark.tally.total) for mark in marks],
            "color": colours,
            "opacity": 1,
        },
    }  # fmt: skip


def _numbers(marks: Sequence[PointMark], colour: str) -> Trace:
    """The numbers lie on top of the whole map, so that no name takes their room."""
    return _points(marks) | {
        "mode": "text", "hoverinfo": "skip", "textposition": "middle center",
        "text": [sign_and_count(mark.tally) for mark in marks],
        "textfont": {"family": FONT_STRONG, "size": 11, "color": colour},
    }  # fmt: skip


def _edge(marks: Sequence[EdgeMark], side: str, theme: Theme) -> Trace:
    arrow, position = EDGE_TEXT[side]
    return _named(marks, [edge_words(mark) for mark in marks]) | {
        "mode": "markers+text", "textposition": position,
        "text": [f"{arrow} {mark.name} {sign_and_count(mark.tally)}" for mark in marks],
        "textfont": {"family": FONT_STRONG, "size": 11.5, "color": theme.text},
        "marker": {
            "size": 10,
            "color": [quad_colour(mark.tally, theme) for mark in marks],
            "opacity": [1 if mark.tally.certain else 0.45 for mark in marks],
        },
    }  # fmt: skip


def _named(marks: Sequence[PointMark | EdgeMark], texts: list[str]) -> Trace:
    return _points(marks) | {"customdata": [f"place:{mark.key}" for mark in marks], "hovertext": texts}


def _points(marks: Sequence[PointMark | EdgeMark | Crossing]) -> Trace:
    return {"type": "scattermap", "hoverinfo": "text", **positions(marks)}


def positions(marks: Sequence[PointMark | EdgeMark | Crossing]) -> dict[str, list[float | None]]:
    """Degrees of each mark, and of one nowhere where there is none.

    Plotly takes a trace without points out of the map, and its `below` for that of the trace before it.
    """
    return {
        "lon": [mark.longitude for mark in marks] or [None],
        "lat": [mark.latitude for mark in marks] or [None],
    }


def _rgba(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
