"""The marks of a collection's map as data that the browser lays over it (assets/collections/marks.js).

They are no traces: a change of a trace makes the graphics processor draw the whole map anew, with relief,
rivers and names, and that is most of what a filter change would cost. Over the map they cost a few shapes.
"""

from __future__ import annotations

from html import unescape
from typing import Any

from components.drawing.palette import Theme
from components.drawing.prepare.map import Area, EdgeMark, MapMarks, PointMark
from components.shared.map_style import LayerUrl
from components.shared.map_words import (
    EDGE_TEXT,
    FILLS,
    MANY,
    QUAD_SIGNS,
    area_words,
    edge_words,
    place_words,
    quad_colour,
)
from components.shared.mark_scale import Scale


def overlay(marks: MapMarks, theme: Theme, layer_url: LayerUrl) -> dict[str, Any]:
    """What is laid over the map: areas below, points with their numbers, what lies beyond the frame.

    Returns:
        `layers`: kind of area -> address of its polygons and the property that is their key; `areas`,
        `points` and `edges`: lists whose entries `marks.js` names.
    """
    scale = Scale(max((mark.tally.total for mark in marks.points), default=0))
    return {
        "layers": {
            "province": [layer_url("provinces.geojson"), "iso_3166_2"],
            "district": [layer_url("districts.geojson"), "shape_id"],
        },
        "colours": [theme.area_fill, theme.text, theme.halo],
        "areas": [_area(area) for area in marks.areas],
        "points": [_point(mark, theme, scale) for mark in marks.points],
        "edges": [_edge(mark, theme) for mark in marks.edges],
    }


def _area(area: Area) -> list[Any]:
    """Kind, key of the polygon, opacity of its fill, place to filter by, words."""
    low, high = FILLS[area.kind if area.tally.certain else "possible"]
    opacity = low + (high - low) * (min(area.tally.total, MANY) - 1) / (MANY - 1)
    return [area.kind, area.area, round(opacity, 2), area.key, _plain(area_words(area))]


def _point(mark: PointMark, theme: Theme, scale: Scale) -> list[Any]:
    """Longitude, latitude, pixels across, colour, whether it is only possible, number, place, words."""
    tally = mark.tally
    number = scale.number(tally.total, QUAD_SIGNS[tally.quad])
    size, colour = scale.diameter(tally.total), quad_colour(tally, theme)
    words = _plain(place_words(mark))
    return [mark.longitude, mark.latitude, size, colour, not tally.certain, number, mark.key, words]


def _edge(mark: EdgeMark, theme: Theme) -> list[Any]:
    """Longitude, latitude, side, colour, text, place (blank for several), words."""
    text = f"{EDGE_TEXT[mark.side][0]} {mark.name} {mark.tally.total:,}"
    colour, words = quad_colour(mark.tally, theme), _plain(edge_words(mark))
    return [mark.longitude, mark.latitude, mark.side, colour, text, mark.key, words]


def _plain(words: str) -> str:
    """Words for a hover of plotly as lines of plain text."""
    return unescape(words.replace("<br>", "\n").replace("<b>", "").replace("</b>", ""))
