"""The map as a standalone SVG: the marks and layers of the page, for print and browsers without WebGL.

Projection: Mercator, as on the page, so that the relief image fits. Nothing refers to another file.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import data
from components.drawing.palette import QUAD_SHAPES, Theme
from components.drawing.prepare.map import MIXED, Badge, MapMarks, Tally
from components.drawing.svg.map_base import Labels, Projection, base, count_words, label, names, text

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
SIGN_HEIGHT: Final = 17


def map_svg(
    marks: MapMarks, theme: Theme, width: int = 960, height: int = 600, layers_folder: Path = LAYERS
) -> str:
    """A well-formed SVG document of `width` x `height` pixels.

    Args:
        marks: what to draw.
        theme: the colours.
        width: pixels.
        height: pixels, the attribution included.
        layers_folder: folder of the map layers (data/layers).
    """
    projection = Projection(width, height - FOOT)
    labels = Labels(width, height - FOOT)
    badges = _badges(marks.badges, theme, projection, labels)
    spots = [projection.point(crossing.longitude, crossing.latitude) for crossing in marks.crossings]
    stems = [
        f'<path d="M{x:.1f} {y:.1f}v{9 - SIGN_HEIGHT}" stroke="{theme.crossing}"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.2" fill="{theme.crossing}"/>'
        for x, y in spots
    ]
    over = _points(marks, theme, projection, labels) + _edges(marks, theme, projection, labels)
    signs = _crossings(marks, theme, projection, labels)
    written = names(theme, projection, labels, layers_folder)
    body = [
        *base(marks, theme, projection, layers_folder),
        *written,
        *stems,
        *over,
        *signs,
        *badges,
    ]
    foot = [
        f'<text x="8" y="{height - FOOT + 14 + 12 * line}" font-size="9" fill="{theme.muted}">'
        f"{text(words)}</text>"
        for line, words in enumerate(ATTRIBUTION)
    ]
    return "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
                f'height="{height}" role="img" aria-labelledby="map-title map-desc" font-family="{FONT}">'
            ),
            '<title id="map-title">Map of the Afghan–Tajik border</title>',
            f'<desc id="map-desc">{text(_words(marks))}</desc>',
            f'<clipPath id="map-frame"><rect width="{width}" height="{height - FOOT}"/></clipPath>',
            f'<rect width="{width}" height="{height}" fill="{theme.surface}"/>',
            '<g clip-path="url(#map-frame)">',
            *body,
            "</g>",
            *foot,
            "</svg>",
        ]
    )


def _words(marks: MapMarks) -> str:
    """What the map shows, for those who do not see it."""
    listed = [f"{mark.name}: {count_words(mark.tally)}" for mark in marks.points]
    listed += [f"{mark.name}, beyond the map: {count_words(mark.tally)}" for mark in marks.edges]
    listed += [f"{area.name}, {area.kind} as a whole: {count_words(area.tally)}" for area in marks.areas]
    listed += [badge.label for badge in marks.badges]
    tray = f" Without a place on the map: {marks.tray}." if marks.tray else ""
    return ("; ".join(listed) + "." if listed else "No event has a place on the map.") + tray


def _radius(tally: Tally) -> float:
    return min(8 + 3 * math.sqrt(tally.total), 23)


def _colour(tally: Tally, theme: Theme) -> str:
    return theme.quad("uncoded" if tally.quad == MIXED else tally.quad)


def _points(marks: MapMarks, theme: Theme, projection: Projection, labels: Labels) -> list[str]:
    """A disc with its number and sign; hollow where no event is certain."""
    parts = []
    for mark in marks.points:
        x, y = projection.point(mark.longitude, mark.latitude)
        radius, colour = _radius(mark.tally), _colour(mark.tally, theme)
        labels.reserve(x, y, 2 * radius + 4, 2 * radius + 4)
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


def _edges(marks: MapMarks, theme: Theme, projection: Projection, labels: Labels) -> list[str]:
    """Points beyond the frame: an arrow at its edge, the name and the number beside it."""
    turns = {"top": 0, "right": 90, "bottom": 180, "left": 270}
    parts = []
    for mark in marks.edges:
        x, y = projection.point(mark.longitude, mark.latitude)
        x, y = min(max(x, 9), projection.width - 9), min(max(y, 9), projection.height - 9)
        words = f"{mark.name}: {mark.tally.total}"
        wide = len(words) * 6.2
        at = {
            "top": (x, y + 16), "bottom": (x, y - 16),
            "left": (x + 12 + wide / 2, y), "right": (x - 12 - wide / 2, y),
        }[mark.side]  # fmt: skip
        labels.reserve(*at, wide, 14)
        arrow = (
            f'<path d="M-6 4L0 -7L6 4Z" transform="translate({x:.1f} {y:.1f}) rotate({turns[mark.side]})" '
        )
        parts.append(arrow + f'fill="{_colour(mark.tally, theme)}" stroke="{theme.halo}"/>')
        parts.append(label(*at, words, theme, 11, theme.text, 'font-weight="700"'))
    return parts


def _crossings(marks: MapMarks, theme: Theme, projection: Projection, labels: Labels) -> list[str]:
    """A sign on a stem with both names; an unverified position is a dashed ring with a question mark."""
    parts = []
    spots = [
        (crossing, *projection.point(crossing.longitude, crossing.latitude)) for crossing in marks.crossings
    ]
    for _, x, y in spots:
        labels.reserve(x, y - SIGN_HEIGHT, 20, 20)
    for crossing, x, y in spots:
        top = y - SIGN_HEIGHT
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
        lines = [f"{crossing.tajik_name} –", crossing.afghan_name + ("" if crossing.trusted else " (?)")]
        wide = max(map(len, lines)) * 6.2
        tries = [
            (x + 12 + wide / 2, top),
            (x - 12 - wide / 2, top),
            (x, top - 24),
            (x, y + 18),
            (x + wide / 2, y + 14),
        ]
        if spot := labels.place(tries, wide, 26):
            for line, words in enumerate(lines):
                where = (spot[0], spot[1] - 6 + 12 * line)
                parts.append(label(*where, words, theme, 10.5, theme.crossing, 'font-weight="700"'))
    return parts


def _badges(badges: Sequence[Badge], theme: Theme, projection: Projection, labels: Labels) -> list[str]:
    """Country-level events: a labelled badge each in the lower right corner, never a fill."""
    parts = []
    for row, badge in enumerate(reversed(badges)):
        wide = len(badge.label) * 5.9 + 16
        left, top = projection.width - wide - 8, projection.height - 28 - 24 * row
        labels.reserve(left + wide / 2, top + 10, wide, 22)
        parts.append(
            f'<g><rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="20" rx="10" '
            f'fill="{theme.raised}" '
            f'stroke="{theme.rule}"/><text x="{left + wide / 2:.1f}" y="{top + 14:.1f}" font-size="11" '
            f'text-anchor="middle" fill="{theme.text}">{text(badge.label)}</text></g>'
        )
    return parts
