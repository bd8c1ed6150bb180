"""The plane of the drawn map: degrees to pixels, the layers, and boxes already written on."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from components.drawing.prepare.map import FRAME

Box = tuple[float, float, float, float]
Spot = tuple[float, float]


@dataclass(frozen=True)
class Projection:
    """Degrees -> pixels: Mercator, `frame` (west, south, east, north) centred and whole in the picture."""

    width: float
    height: float
    frame: Box = FRAME

    @cached_property
    def scale(self) -> float:
        """Pixels per radian at the equator."""
        west, south, east, north = self.frame
        across, up = math.radians(east - west), _northing(north) - _northing(south)
        return min(self.width / across, self.height / up)

    def point(self, longitude: float, latitude: float) -> Spot:
        """Pixels from the left and the top."""
        west, _, east, _ = self.frame
        across = math.radians(longitude - (west + east) / 2) * self.scale
        up = (_northing(latitude) - self._middle) * self.scale
        return self.width / 2 + across, self.height / 2 - up

    def place(self, x: float, y: float) -> Spot:
        """Longitude and latitude of a pixel: `point` turned round."""
        west, _, east, _ = self.frame
        northing = self._middle - (y - self.height / 2) / self.scale
        longitude = (west + east) / 2 + math.degrees((x - self.width / 2) / self.scale)
        return longitude, math.degrees(math.atan(math.sinh(northing)))

    @cached_property
    def _middle(self) -> float:
        _, south, _, north = self.frame
        return (_northing(north) + _northing(south)) / 2

    def shows(self, bounds: Box) -> bool:
        """Whether anything of west, south, east, north is in the picture."""
        (west, north), (east, south) = self.place(0, 0), self.place(self.width, self.height)
        return bounds[0] < east and bounds[1] < north and bounds[2] > west and bounds[3] > south

    def thinned(self, points: Iterable[Sequence[float]], least: float = 0.8) -> Iterator[Spot]:
        """The pixels of a line, thinned out to about a pixel, and far more outside the picture."""
        last = (math.inf, math.inf)
        for longitude, latitude in points:
            x, y = self.point(longitude, latitude)
            seen = -30 < x < self.width + 30 and -30 < y < self.height + 30
            if abs(x - last[0]) + abs(y - last[1]) >= (least if seen else 25):
                last = (x, y)
                yield last

    def ring(self, points: Iterable[Sequence[float]]) -> str:
        """SVG path data of a line, thinned out."""
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in self.thinned(points))


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

    def place(self, spots: Iterable[Spot], width: float, height: float) -> Spot | None:
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


@lru_cache(maxsize=32)
def features(layers_folder: Path, name: str) -> tuple[dict[str, Any], ...]:
    """The features of one layer (data/layers/README.md)."""
    text = (layers_folder / f"{name}.geojson").read_text(encoding="utf-8")
    return tuple(json.loads(text)["features"])


@lru_cache(maxsize=32)
def bounds(layers_folder: Path, name: str) -> tuple[Box, ...]:
    """West, south, east, north of each feature of a layer, in the order of `features`."""
    return tuple(_bounds(lines_of(item["geometry"])) for item in features(layers_folder, name))


def _bounds(lines: list[Any]) -> Box:
    across, up = zip(*((place[0], place[1]) for line in lines for place in line), strict=True)
    return min(across), min(up), max(across), max(up)


def seen(projection: Projection, layers_folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """The features of a layer that may be in the picture."""
    pairs = zip(features(layers_folder, name), bounds(layers_folder, name), strict=True)
    yield from (item for item, box in pairs if projection.shows(box))


def lines_of(geometry: dict[str, Any]) -> list[Any]:
    """The rings or lines of a polygon or line of any nesting."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind in ("Polygon", "MultiLineString"):
        return list(coordinates)
    if kind == "MultiPolygon":
        return [ring for polygon in coordinates for ring in polygon]
    return [coordinates]
