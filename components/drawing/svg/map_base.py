"""The ground of the drawn map: land, water, borders, areas and names, as SVG elements."""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path
from typing import Any, Final

from components.drawing.palette import Theme
from components.drawing.prepare.map import MapMarks
from components.drawing.prepare.map_layout import (
    Labels,
    Name,
    Projection,
    area_strength,
    count_words,
    features,
    lines_of,
)

__all__ = ["Labels", "Projection", "base", "label", "names", "text"]

RELIEF: Final = (66.0, 35.4, 75.6, 41.2)
"""West, south, east, north of relief.png (data/layers/README.md)."""


def text(words: str) -> str:
    """Escaped, and without the characters that XML forbids."""
    return escape("".join(c for c in words if c.isprintable() or c in "\t\n"))


def _path(projection: Projection, geometry: dict[str, Any]) -> str:
    """Path data of a polygon or line of any nesting."""
    return "".join(projection.ring(line) for line in lines_of(geometry))


def base(
    marks: MapMarks, theme: Theme, projection: Projection, folder: Path, relief: bool = True
) -> list[str]:
    """Land, relief, areas with events, water, boundaries, from below."""

    def drawn(name: str, style: str) -> str:
        shape = "".join(_path(projection, item["geometry"]) for item in features(folder, name))
        return f'<path d="{shape}" stroke-linejoin="round" {style}/>'

    def line(name: str, colour: str, stroke: float, more: str = "") -> str:
        return drawn(name, f'fill="none" stroke="{colour}" stroke-width="{stroke}" {more}')

    land = {"AF": theme.afghanistan, "TJ": theme.tajikistan}
    parts = [f'<rect width="{projection.width}" height="{projection.height}" fill="{theme.neighbour}"/>']
    for country in features(folder, "countries"):
        if colour := land.get(country["properties"]["iso"]):
            parts.append(f'<path d="{_path(projection, country["geometry"])}" fill="{colour}"/>')
    return [
        *parts,
        *([_relief(theme, projection, folder)] if relief else []),
        *_areas(marks, theme, projection, folder),
        line("rivers_tributaries", theme.river, 0.8, 'stroke-opacity="0.7"'),
        drawn("lakes", f'fill="{theme.water}"'),
        line("districts", theme.district_line, 0.5, 'stroke-opacity="0.55"'),
        line("provinces", theme.province_line, 0.8, 'stroke-dasharray="4 2"'),
        line("country_lines", theme.country_line, 1.0),
        line("rivers_main", theme.water, 4.5),
        line("border", theme.border, 1.5, 'stroke-dasharray="7 2 1.5 2"'),
    ]


def _relief(theme: Theme, projection: Projection, folder: Path) -> str:
    west, south, east, north = RELIEF
    (left, top), (right, bottom) = projection.point(west, north), projection.point(east, south)
    image = base64.b64encode((folder / "relief.png").read_bytes()).decode("ascii")
    return (
        f'<image x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{bottom - top:.1f}" '
        f'preserveAspectRatio="none" opacity="{theme.relief_opacity}" href="data:image/png;base64,{image}"/>'
    )


def _areas(marks: MapMarks, theme: Theme, projection: Projection, folder: Path) -> list[str]:
    """Fills as strong as their number of events; an area with none that is certain is a dashed outline."""
    keys = {"province": ("provinces", "iso_3166_2"), "district": ("districts", "shape_id")}
    parts = []
    for kind in ("province", "district"):
        layer, key = keys[kind]
        shapes = {item["properties"][key]: item["geometry"] for item in features(folder, layer)}
        for area in marks.areas:
            if area.kind == kind and area.area in shapes:
                strength = area_strength(area.tally, kind)
                opacity, dash = (strength, "") if area.tally.certain else (0.07, ' stroke-dasharray="3 3"')
                parts.append(
                    f'<path d="{_path(projection, shapes[area.area])}" fill="{theme.area_fill}" '
                    f'fill-opacity="{opacity:.2f}" stroke="{theme.area_fill}" stroke-width="1.3"{dash}>'
                    f"<title>{text(area.name)}: {text(count_words(area.tally))}</title></path>"
                )
    return parts


def label(x: float, y: float, words: str, theme: Theme, size: float, colour: str, more: str = "") -> str:
    """Text around its middle, with a halo."""
    return (
        f'<text x="{x:.1f}" y="{y + size * 0.35:.1f}" font-size="{size}" text-anchor="middle" '
        f'fill="{colour}" '
        f'stroke="{theme.halo}" stroke-width="2.6" stroke-linejoin="round" paint-order="stroke" {more}>'
        f"{text(words)}</text>"
    )


def names(written: tuple[Name, ...], theme: Theme) -> list[str]:
    """Towns, countries, provinces."""
    parts = []
    for name in written:
        if name.dot:
            x, y = name.dot
            parts.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="{theme.surface}" stroke="{theme.muted}"/>'
            )
            parts.append(label(*name.at, name.words, theme, name.size, theme.text))
        else:
            spaced = f'letter-spacing="{name.spacing}"'
            parts.append(label(*name.at, name.words, theme, name.size, theme.muted, spaced))
    return parts
