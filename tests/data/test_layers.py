"""The committed map layers: keys, consistency, size."""

from __future__ import annotations

import csv
import gzip
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

LAYERS = Path(__file__).resolve().parents[2] / "data" / "layers"
TABLES = LAYERS.parent / "tables"
KEYS = {
    "districts": ("shape_id", 125),
    "provinces": ("iso_3166_2", 15),
    "countries": ("iso", 7),
    "border": ("name", 1),
    "rivers_main": ("name", 3),
    "country_lines": ("between", 11),
    "towns": ("name", 50),
}
COUNTED = ("districts", "provinces", "border", "rivers_main", "rivers_tributaries", "lakes")


def features(name: str) -> list[dict[str, Any]]:
    found = json.loads((LAYERS / f"{name}.geojson").read_text(encoding="utf-8"))["features"]
    assert isinstance(found, list)
    return found


def lines(geometry: dict[str, Any]) -> list[list[list[float]]]:
    """Every ring or line of a geometry."""
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "LineString":
        return [coordinates]
    if kind in ("Polygon", "MultiLineString"):
        return list(coordinates)
    return [ring for polygon in coordinates for ring in polygon]


def edges(layer: str, **wanted: str) -> set[frozenset[tuple[float, ...]]]:
    """The straight pieces of a layer, direction aside."""
    chosen = [
        item
        for item in features(layer)
        if all(item["properties"][key] == value for key, value in wanted.items())
    ]
    return {
        frozenset((tuple(a), tuple(b)))
        for item in chosen
        for line in lines(item["geometry"])
        for a, b in pairwise(line)
    }


@pytest.mark.parametrize(("name", "key", "count"), [(name, *rest) for name, rest in KEYS.items()])
def test_every_feature_has_a_key_of_its_own(name: str, key: str, count: int) -> None:
    keys = [item["properties"][key] for item in features(name)]
    assert len(set(keys)) == len(keys) == count


def test_no_layer_is_heavy() -> None:
    packed = sum(len(gzip.compress((LAYERS / f"{name}.geojson").read_bytes(), 9)) for name in COUNTED)
    assert packed <= 150 * 1024
    assert (LAYERS / "relief.png").stat().st_size <= 200 * 1024


@pytest.mark.parametrize("name", [path.stem for path in sorted(LAYERS.glob("*.geojson"))])
def test_coordinates_have_four_decimals_and_lie_in_the_region(name: str) -> None:
    for item in features(name):
        geometry = item["geometry"]
        points = (
            [geometry["coordinates"]]
            if geometry["type"] == "Point"
            else [point for line in lines(geometry) for point in line]
        )
        for longitude, latitude in points:
            assert 60 < longitude < 81 and 29 < latitude < 45
            assert (round(longitude, 4), round(latitude, 4)) == (longitude, latitude)


@pytest.mark.parametrize("outer", ["provinces", "countries"])
def test_boundaries_of_wholes_are_boundaries_of_their_districts(outer: str) -> None:
    key = "iso" if outer == "countries" else "country"
    assert edges(outer, **{key: "TJ"}) <= edges("districts", country="TJ")


def test_the_border_is_the_boundary_of_both_countries() -> None:
    border = edges("border")
    assert border <= edges("countries", iso="TJ") and border <= edges("countries", iso="AF")


def test_the_panj_is_the_border() -> None:
    besides = edges("rivers_main", name="Panj") - edges("border")
    assert len(besides) <= 2, "only the two ends are cut, by longitude"


def test_every_area_of_the_place_table_has_a_polygon() -> None:
    table = TABLES / "places.csv"
    if not table.exists():
        pytest.skip("the place table is not there yet")
    with table.open(encoding="utf-8", newline="") as file:
        areas = {row["area"] for row in csv.DictReader(file) if row["area"]}
    known = {item["properties"]["shape_id"] for item in features("districts")}
    known |= {item["properties"]["iso_3166_2"] for item in features("provinces")}
    assert areas <= known


def test_the_two_darwaz_districts_are_named_by_their_centres() -> None:
    names = {item["id"]: item["properties"]["name"] for item in features("districts")}
    assert names["17698898B757957454065"].startswith("Nusay")
    assert names["17698898B25739808204727"].startswith("Maymay")
