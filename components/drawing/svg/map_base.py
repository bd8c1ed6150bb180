"""The ground of the drawn map: projection, land, water, borders, areas and names, as SVG elements."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, Final

from components.drawing.palette import Theme
from components.drawing.prepare.map import FRAME, MapMarks, Tally

RELIEF: Final = (66.0, 35.4, 75.6, 41.2)
"""West, south, east, north of relief.png (data/layers/README.md)."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Projection:
    """Degrees -> pixels: Mercator, FRAME centred and whole in `width` x `height` pixels."""

    width: float
    height: float

    @property
    def scale(self) -> float:
        """Pixels per radian at the equator."""
        west, south, east, north = FRAME
        across, up = math.radians(east - west), _northing(north) - _northing(south)
        return min(self.width / across, self.height / up)

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Pixels from the left and the top."""
        west, south, east, north = FRAME
        across = math.radians(longitude - (west + east) / 2) * self.scale
        up = (_northing(latitude) - (_northing(north) + _northing(south)) / 2) * self.scale
        return self.width / 2 + across, self.height / 2 - up

    def ring(self, points: Iterable[Sequence[float]]) -> str:
        """Path data of a line, thinned out to about a pixel, and far more outside the picture."""
        steps: list[str] = []
        last = (math.inf, math.inf)
        for longitude, latitude in points:
            x, y = self.point(longitude, latitude)
            seen = -30 < x < self.width + 30 and -30 < y < self.height + 30
            if abs(x - last[0]) + abs(y - last[1]) >= (0.8 if seen else 25):
                steps.append(f"{x:.1f} {y:.1f}")
                last = (x, y)
        return "M" + "L".join(steps)


def _northing(latitude: float) -> float:
    return math.asinh(math.tan(math.radians(latitude)))


class Labels:
    """Boxes already written on; a name that would touch one of them is left out."""

    def __init__(self, width: float, height: float) -> None:
        self.taken: list[Box] = []
        self.limits = (width, height)

    def reserve(self, x: float, y: float, width: float, height: float) -> None:
        """Keep a box, given by its middle, free of names."""
        self.taken.append((x - width / 2, y - height / 2, x + width / 2, y + height / 2))

    def place(
        self, spots: Iterable[tuple[float, float]], width: float, height: float
    ) -> tuple[float, float] | None:
        """The first of the spots (middles of the text) that is free and inside; it is then taken."""
        for x, y in spots:
            box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            inside = (
                box[0] >= 2 and box[1] >= 2 and box[2] <= self.limits[0] - 2 and box[3] <= self.limits[1] - 2
            )
            if inside and not any(_touch(box, other) for other in self.taken):
                self.taken.append(box)
                return x, y
        return None


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def count_words(tally: Tally) -> str:
    parts = [(tally.certain, "certainly"), (tally.possible, "possibly")]
    return f"{tally.total} {'event' if tally.total == 1 else 'events'}, " + ", ".join(
        f"{count} {word}" for count, word in parts if count
    )


def text(words: str) -> str:
    """Escaped, and without the characters that XML forbids."""
    return escape("".join(c for c in words if c.isprintable() or c in "\t\n"))


@lru_cache(maxsize=32)
def features(layers_folder: Path, name: str) -> tuple[dict[str, Any], ...]:
    text = (layers_folder / f"{name}.geojson").read_text(encoding="utf-8")
    return tuple(json.loads(text)["features"])


def _path(projection: Projection, geometry: dict[str, Any]) -> str:
    """Path data of a polygon or line of any nesting."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    lines: list[Any] = [coordinates]
    if kind in ("Polygon", "MultiLineString"):
        lines = coordinates
    elif kind == "MultiPolygon":
        lines = [ring for polygon in coordinates for ring in polygon]
    return "".join(projection.ring(line) for line in lines)


def base(marks: MapMarks, theme: Theme, projection: Projection, folder: Path) -> list[str]:
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
        _relief(theme, projection, folder),
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
                strength = min(0.2 + 0.05 * area.tally.total, 0.6) * (0.5 if kind == "province" else 1)
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


def names(theme: Theme, projection: Projection, labels: Labels, folder: Path) -> list[str]:
    """Towns, countries, provinces, in that order of importance; what does not fit is left out."""
    parts = []
    for town in features(folder, "towns"):
        rank, words = town["properties"]["rank"], town["properties"]["name"]
        x, y = projection.point(*town["geometry"]["coordinates"])
        wide, points = len(words) * 5.6, 11 if rank == 1 else 10
        if rank <= 2 and (spot := labels.place(_around(x, y, wide, 5), wide, 12)):
            dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="{theme.surface}" stroke="{theme.muted}"/>'
            parts += [dot, label(*spot, words, theme, points, theme.text)]
    for kind, size, spacing in (("country", 12, 4.0), ("province", 9.5, 1.8)):
        for item in features(folder, "names"):
            if item["properties"]["kind"] == kind:
                words = item["properties"]["name"].upper()
                spot = labels.place(
                    [projection.point(*item["geometry"]["coordinates"])],
                    len(words) * (size * 0.68 + spacing),
                    14,
                )
                if spot:
                    parts.append(label(*spot, words, theme, size, theme.muted, f'letter-spacing="{spacing}"'))
    return parts


def _around(x: float, y: float, wide: float, away: float) -> list[tuple[float, float]]:
    """Middles of a text of one line below, above, right and left of a point."""
    return [(x, y + away + 6), (x, y - away - 6), (x + away + wide / 2, y), (x - away - wide / 2, y)]
