"""The map's base: relief, water, land, borders and names from our own layers, as a MapLibre style.

The style has no `glyphs` key, so labels are drawn from the fonts of the page, and no `sprite`, because that
has to name a host: a bridge mark is therefore a ring with two characters in it, an arch over a deck.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from components.drawing.palette import Theme
from components.drawing.prepare.map import Crossing

Layer = dict[str, Any]
LayerUrl = Callable[[str], str]
"""File name of a layer -> address on our own host, e.g. `border.geojson` -> `/layers/border.geojson`."""

FONT: Final = ["Noto Sans"]
FONT_STRONG: Final = ["Noto Sans Bold"]
GEOJSON: Final = (
    "countries", "provinces", "districts", "country_lines", "border", "rivers_main", "rivers_tributaries",
    "lakes", "towns", "names",
)  # fmt: skip
RELIEF_CORNERS: Final = [[66.0, 41.2], [75.6, 41.2], [75.6, 35.4], [66.0, 35.4]]
"""Degrees, clockwise from the north-west (data/layers/README.md)."""
RINGS: Final = ("ring", "ring gap")
"""Traces that only a stage has: around what its step tells of."""
SLOTS: Final = {
    "rivers-tributaries": ("provinces", "districts", "districts possible"),
    "crossing-names": ("crossings", *RINGS, "halos", "places"),
    "": ("numbers", "numbers possible", "edge bottom", "edge left", "edge right", "edge top"),
}
"""A layer -> the traces that lie under it, the lowest first; those under `""` lie on top of the whole map.

Water, borders and names stay readable over a filled area, the signs of crossings and their names over a mark.
"""
SIGN_HEIGHT: Final = 17
"""Pixels from a crossing up to the middle of its sign."""
NAME_SIZE: Final = 11


def slot(trace: str) -> str:
    """The unseen layer that `trace`, a name of SLOTS, lies under: its `below`.

    Each has one of its own, because Plotly takes traces that share a `below` out of the map and puts them
    back whenever it draws (`fillBelowLookup` in its map.js). Two drawings before the browser shows one leave
    MapLibre with names of a layer that was never worked out, and it stops in the middle of a frame.
    """
    return f"under {trace}"


def map_style(theme: Theme, layer_url: LayerUrl, crossings: Iterable[Crossing] = ()) -> dict[str, Any]:
    """MapLibre style (version 8) with the bridge marks of `crossings`.

    Args:
        theme: the colours.
        layer_url: gives each file of data/layers its address on this host.
        crossings: border-crossing points, always visible by name.
    """
    sources: dict[str, Any] = {
        name: {"type": "geojson", "data": layer_url(f"{name}.geojson"), "tolerance": 0.2} for name in GEOJSON
    }
    sources["relief"] = {"type": "image", "url": layer_url("relief.png"), "coordinates": RELIEF_CORNERS}
    sources["crossings"] = {"type": "geojson", "data": _crossing_points(crossings)}
    layers = [*_ground(theme), *_lines(theme), *_names(theme), *_crossing_marks(theme)]
    return {"version": 8, "sources": sources, "layers": _with_slots(layers)}


def _with_slots(layers: Iterable[Layer]) -> list[Layer]:
    under = {
        layer: [
            {"id": slot(trace), "type": "background", "layout": {"visibility": "none"}} for trace in traces
        ]
        for layer, traces in SLOTS.items()
    }
    return [*(one for layer in layers for one in (*under.get(layer["id"], ()), layer)), *under[""]]


def _ground(theme: Theme) -> list[Layer]:
    land = ["match", ["get", "iso"], "AF", theme.afghanistan, "TJ", theme.tajikistan, theme.neighbour]
    return [
        {"id": "ground", "type": "background", "paint": {"background-color": theme.neighbour}},
        {
            "id": "land", "type": "fill", "source": "countries",
            "paint": {"fill-color": land, "fill-antialias": False},
        },
        {
            "id": "relief", "type": "raster", "source": "relief",
            "paint": {"raster-opacity": theme.relief_opacity, "raster-fade-duration": 0},
        },
    ]  # fmt: skip


def _lines(theme: Theme) -> list[Layer]:
    return [
        _line(
            "rivers-tributaries", "rivers_tributaries", theme.river, [5, 0.5, 9, 1.3], {"line-opacity": 0.7}
        ),
        {"id": "lakes", "type": "fill", "source": "lakes", "paint": {"fill-color": theme.water}},
        _line(
            "district-lines",
            "districts",
            theme.district_line,
            [5, 0.2, 7, 0.5, 9, 0.8],
            {"line-opacity": 0.55},
        ),
        _line(
            "province-lines", "provinces", theme.province_line, [5, 0.5, 8, 1.0], {"line-dasharray": [4, 2]}
        ),
        _line("country-lines", "country_lines", theme.country_line, [5, 0.7, 8, 1.2], {"line-opacity": 0.8}),
        _line("border-water", "rivers_main", theme.water, [5, 3.0, 7, 5.0, 9, 8.0], {}),
        _line(
            "border", "border", theme.border, [5, 1.1, 7, 1.6, 9, 2.0], {"line-dasharray": [5, 1.2, 1, 1.2]}
        ),
    ]


def _line(identity: str, source: str, colour: str, widths: list[float], paint: dict[str, Any]) -> Layer:
    width = ["interpolate", ["linear"], ["zoom"], *widths]
    return {
        "id": identity, "type": "line", "source": source,
        "layout": {"line-join": "round", "line-cap": "butt"},
        "paint": {"line-color": colour, "line-width": width, **paint},
    }  # fmt: skip


def _names(theme: Theme) -> list[Layer]:
    """Names, the most important last: where two collide the later layer stays."""
    spaced = {"text-letter-spacing": 0.2, "text-transform": "uppercase", "text-max-width": 7}
    faint = {"text-color": theme.muted}
    along = {
        "symbol-placement": "line", "symbol-spacing": 340, "text-offset": [0, -0.95],
        "text-letter-spacing": 0.14,         "text-max-angle": 38, "text-padding": 6,
    }  # fmt: skip
    return [
        _area_names(theme, "district", 10.5, {"text-max-width": 6, "text-padding": 5}, faint)
        | {"minzoom": 7.3},
        _label(theme, "river-names", "rivers_main", 11, along, {"text-color": theme.river}),
        _area_names(theme, "province", 10.5, spaced | {"text-padding": 6}, faint),
        *_towns(theme),
        _area_names(theme, "country", 12.5, spaced | {"text-letter-spacing": 0.32}, faint) | {"maxzoom": 8.0},
    ]


def _area_names(theme: Theme, kind: str, size: float, layout: Layer, paint: Layer) -> Layer:
    label = _label(theme, f"{kind}-names", "names", size, layout, paint)
    return label | {"filter": ["==", ["get", "kind"], kind]}


def _towns(theme: Theme) -> list[Layer]:
    """Smaller towns first, so that a larger one keeps its name where two collide."""
    layers: list[Layer] = []
    for rank, from_zoom, size in ((3, 6.7, 11), (2, 5.6, 11.5), (1, 4.5, 12.5)):
        scope: Layer = {"source": "towns", "filter": ["==", ["get", "rank"], rank], "minzoom": from_zoom}
        paint = {
            "circle-radius": 3.1 - 0.5 * rank, "circle-color": theme.surface,
            "circle-stroke-color": theme.muted, "circle-stroke-width": 1.1,
        }  # fmt: skip
        layout = {
            "text-variable-anchor": ["top", "bottom", "left", "right"], "text-radial-offset": 0.5,
            "text-justify": "auto", "text-padding": 2,
        }  # fmt: skip
        layers.append({"id": f"town-dots-{rank}", "type": "circle", "paint": paint} | scope)
        layers.append(_label(theme, f"town-names-{rank}", "towns", size, layout) | scope)
    return layers


def _label(
    theme: Theme, identity: str, source: str, size: float, layout: Layer, paint: Layer | None = None
) -> Layer:
    halo = {"text-halo-color": theme.halo, "text-halo-width": 1.3, "text-halo-blur": 0.5}
    return {
        "id": identity, "type": "symbol", "source": source,
        "layout": {"text-field": ["get", "name"], "text-font": FONT, "text-size": size, **layout},
        "paint": {"text-color": theme.text, **halo, **(paint or {})},
    }  # fmt: skip


def _crossing_points(crossings: Iterable[Crossing]) -> dict[str, Any]:
    """Inline GeoJSON; an unverified position carries its question mark in its label."""
    features = [
        {
            "type": "Feature",
            "properties": {
                "trusted": crossing.trusted,
                "label": f"{crossing.tajik_name} –\n{crossing.afghan_name}"
                + ("" if crossing.trusted else " (?)"),
            },
            "geometry": {"type": "Point", "coordinates": [crossing.longitude, crossing.latitude]},
        }
        for crossing in crossings
    ]
    return {"type": "FeatureCollection", "features": features}


def _crossing_marks(theme: Theme) -> list[Layer]:
    """A sign on a stem over each crossing, so that events at the very spot leave it in sight.

    A trusted position is a ring with an arch over a deck; any other an open thin ring with a question mark.
    """
    trusted = ["boolean", ["get", "trusted"], False]
    opacity = ["case", trusted, 1, 0.6]
    foot = {
        "id": "crossing-foot", "type": "circle", "source": "crossings",
        "paint": {"circle-radius": 2.4, "circle-color": theme.crossing, "circle-opacity": opacity},
    }  # fmt: skip
    ring = {
        "id": "crossing-ring", "type": "circle", "source": "crossings",
        "paint": {
            "circle-translate": [0, -SIGN_HEIGHT], "circle-radius": 8.5,
            "circle-color": theme.surface, "circle-opacity": ["case", trusted, 1, 0.6],
            "circle-stroke-color": theme.crossing, "circle-stroke-width": ["case", trusted, 1.6, 0.8],
            "circle-stroke-opacity": ["case", trusted, 1, 0.8],
        },
    }  # fmt: skip
    solid = {"text-ignore-placement": False, "text-padding": 1}  # names keep clear of every sign
    stem = _glyph(theme, "crossing-stem", "|", 8, ["has", "label"], {}, -4.5)
    arch = _glyph(theme, "crossing-arch", "⌒", 20, trusted, solid, -SIGN_HEIGHT - 1.5)
    deck = _glyph(theme, "crossing-deck", "–", 21, trusted, {}, -SIGN_HEIGHT + 0.5)
    doubt = _glyph(theme, "crossing-doubt", "?", 11.5, ["!", trusted], solid, -SIGN_HEIGHT)
    up = -SIGN_HEIGHT / NAME_SIZE
    names = _label(theme, "crossing-names", "crossings", NAME_SIZE, {
        "text-field": ["get", "label"], "text-font": FONT_STRONG, "text-line-height": 1.1,
        "text-justify": "auto",
        "text-variable-anchor-offset": [
            "left", [1.2, up], "right", [-1.2, up], "bottom", [0, up - 1.1], "bottom-left", [0.8, up - 0.8],
            "bottom-right", [-0.8, up - 0.8], "top-left", [1.0, 0.2], "top-right", [-1.0, 0.2],
            "top", [0, 1.2],
        ],
        "text-max-width": 20, "text-padding": 0,
    }, {"text-color": theme.crossing, "text-halo-width": 1.7})  # fmt: skip
    return [foot, stem, names, ring, deck, arch, doubt]


def _glyph(
    theme: Theme, identity: str, character: str, size: float, filtered: list[Any], layout: Layer, up: float
) -> Layer:
    always = {"text-allow-overlap": True, "text-ignore-placement": True, "text-font": FONT_STRONG}
    label = _label(theme, identity, "crossings", size, {"text-field": character, **always, **layout})
    paint = {"text-color": theme.crossing, "text-translate": [0, up]}
    return label | {"filter": filtered, "paint": paint}
