"""The map as a standalone SVG: the marks and layers of the page, for print and browsers without WebGL.

Projection: Mercator, as on the page, so that the relief image fits. Nothing refers to another file.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Final

import data
from components.drawing.palette import QUAD_SHAPES, Theme
from components.drawing.prepare.map import FRAME, MIXED, MapMarks, Tally
from components.drawing.prepare.map_layout import (
    SIGN_HEIGHT,
    Box,
    MapLayout,
    Projection,
    count_words,
    in_words,
    map_layout,
)
from components.drawing.svg.map_base import base, label, names, text

LAYERS: Final = Path(data.__file__).parent / "layers"
FONT: Final = "'Noto Sans', system-ui, sans-serif"
ATTRIBUTION: Final = (
    (
        "District boundaries: geoBoundaries (Runfola et al. 2020), Afghanistan AIMS/Esri 2014, Tajikistan "
        "© OpenStreetMap contributors 2017 · Border, lakes © OpenStreetMap contributors, ODbL 1.0 ·"
    ),
    (
        "Rivers WDB-II (LGPL) · Towns GeoNames, CC BY 4.0 · Relief NOAA GLOBE · "
        "Boundaries are generalised, not authoritative."
    ),
)
FOOT: Final = 34
"""Pixels below the map for the attribution."""


def map_svg(
    marks: MapMarks,
    theme: Theme,
    width: int = 960,
    height: int = 600,
    layers_folder: Path = LAYERS,
    frame: Box = FRAME,
    relief: bool = True,
    attributed: bool = True,
) -> str:
    """A well-formed SVG document of `width` x `height` pixels.

    Args:
        marks: what to draw; for another frame than the first view's, `map_frame.framed` places its edges.
        theme: the colours.
        width: pixels.
        height: pixels, the attribution included.
        layers_folder: folder of the map layers (data/layers).
        frame: west, south, east, north in degrees, shown whole.
        relief: with the relief, the only part that is no vector.
        attributed: with the makers of the layers at its foot; a page that writes them itself leaves it out.
    """
    foot_height = FOOT if attributed else 0
    projection = Projection(width, height - foot_height, frame)
    layout = map_layout(marks, projection, layers_folder, generous=frame != FRAME)
    stems = [
        f'<path d="M{sign.x:.1f} {sign.y:.1f}v{9 - SIGN_HEIGHT}" stroke="{theme.crossing}"/>'
        f'<circle cx="{sign.x:.1f}" cy="{sign.y:.1f}" r="2.2" fill="{theme.crossing}"/>'
        for sign in layout.signs
    ]
    body = [
        *base(marks, theme, projection, layers_folder, relief),
        *names(layout.names, theme),
        *stems,
        *_points(layout, theme),
        *_edges(layout, theme),
        *_crossings(layout, theme),
        *_badges(layout, theme),
    ]
    foot = [
        f'<text x="8" y="{height - FOOT + 14 + 12 * line}" font-size="9" fill="{theme.muted}">'
        f"{text(words)}</text>"
        for line, words in enumerate(ATTRIBUTION if attributed else ())
    ]
    return "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
                f'height="{height}" role="img" aria-labelledby="map-title map-desc" font-family="{FONT}">'
            ),
            '<title id="map-title">Map of the Afghan–Tajik border</title>',
            f'<desc id="map-desc">{text(in_words(marks))}</desc>',
            f'<clipPath id="map-frame"><rect width="{width}" height="{height - foot_height}"/></clipPath>',
            f'<rect width="{width}" height="{height}" fill="{theme.surface}"/>',
            '<g clip-path="url(#map-frame)">',
            *body,
            "</g>",
            *foot,
            "</svg>",
        ]
    )


def _colour(tally: Tally, theme: Theme) -> str:
    return theme.quad("uncoded" if tally.quad == MIXED else tally.quad)


def _points(layout: MapLayout, theme: Theme) -> list[str]:
    """A disc with its number and sign; hollow where no event is certain."""
    parts = []
    for disc in layout.discs:
        mark, x, y, radius = disc.mark, disc.x, disc.y, disc.radius
        colour = _colour(mark.tally, theme)
        fill, ink = (colour, theme.surface) if mark.tally.certain else (theme.surface, theme.text)
        shift = 0.0 if mark.tally.quad == MIXED else 4.0
        rim = theme.halo if mark.tally.certain else colour
        parts.append(
            f"<g><title>{text(mark.name)}: {text(count_words(mark.tally))}</title>"
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}" stroke="{rim}" '
            f'stroke-width="2"/>'
            f'<text x="{x - shift:.1f}" y="{y + 4:.1f}" font-size="11" font-weight="700" '
            f'text-anchor="middle" '
            f'fill="{ink}">{mark.tally.total}</text>{_sign(mark.tally.quad, x + 5.5, y, ink)}</g>'
        )
    return parts


def _sign(quad: str, x: float, y: float, colour: str) -> str:
    """The shape that repeats a colour, three pixels in radius; a mixed mark has none."""
    corners = {"square": 4, "diamond": 4, "triangle-up": 3, "pentagon": 5}
    shape = QUAD_SHAPES.get(quad, "")
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.8" fill="{colour}"/>'
    if shape not in corners:
        return ""
    count = corners[shape]
    turn = math.pi / 4 if shape == "square" else 0.0
    angles = [turn + math.tau * corner / count for corner in range(count)]
    points = " ".join(f"{x + 3.4 * math.sin(angle):.1f},{y - 3.4 * math.cos(angle):.1f}" for angle in angles)
    return f'<polygon points="{points}" fill="{colour}"/>'


def _edges(layout: MapLayout, theme: Theme) -> list[str]:
    """Points beyond the frame: an arrow at its edge, the name and the number beside it."""
    turns = {"top": 0, "right": 90, "bottom": 180, "left": 270}
    parts = []
    for edge in layout.edges:
        mark, x, y = edge.mark, edge.x, edge.y
        arrow = (
            f'<path d="M-6 4L0 -7L6 4Z" transform="translate({x:.1f} {y:.1f}) rotate({turns[mark.side]})" '
        )
        parts.append(arrow + f'fill="{_colour(mark.tally, theme)}" stroke="{theme.halo}"/>')
        parts.append(label(*edge.at, edge.words, theme, 11, theme.text, 'font-weight="700"'))
    return parts


def _crossings(layout: MapLayout, theme: Theme) -> list[str]:
    """A sign on a stem with both names; an unverified position is a dashed ring with a question mark."""
    parts = []
    for sign in layout.signs:
        crossing, x, top = sign.crossing, sign.x, sign.top
        if crossing.trusted:
            ring = f'r="8.5" fill="{theme.surface}" stroke="{theme.crossing}" stroke-width="1.6"/>'
            inside = (
                f'<path d="M{x - 5:.1f} {top + 2.5:.1f}A5 5 0 0 1 {x + 5:.1f} {top + 2.5:.1f}M{x - 6.5:.1f} '
                f'{top + 3:.1f}H{x + 6.5:.1f}" fill="none" stroke="{theme.crossing}" stroke-width="1.5"/>'
            )
        else:
            ring = (
                f'r="8.5" fill="{theme.surface}" fill-opacity="0.6" stroke="{theme.crossing}" '
                'stroke-dasharray="2 2"/>'
            )
            inside = label(x, top, "?", theme, 11, theme.crossing, 'font-weight="700"')
        parts.append(
            f'<g><title>{text(crossing.name)}</title><circle cx="{x:.1f}" cy="{top:.1f}" {ring}{inside}</g>'
        )
        if sign.at:
            for line, words in enumerate(sign.lines):
                where = (sign.at[0], sign.at[1] - 6 + 12 * line)
                parts.append(label(*where, words, theme, 10.5, theme.crossing, 'font-weight="700"'))
    return parts


def _badges(layout: MapLayout, theme: Theme) -> list[str]:
    """Country-level events: a labelled badge each in the lower right corner, never a fill."""
    parts = []
    for box in layout.badges:
        badge, left, top, wide = box.badge, box.left, box.top, box.width
        parts.append(
            f'<g><rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="20" rx="10" '
            f'fill="{theme.raised}" '
            f'stroke="{theme.rule}"/><text x="{left + wide / 2:.1f}" y="{top + 14:.1f}" font-size="11" '
            f'text-anchor="middle" fill="{theme.text}">{text(badge.label)}</text></g>'
        )
    return parts
