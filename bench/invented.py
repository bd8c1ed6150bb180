"""What the synthetic events are made of: invented parties, points, papers and kinds of event.

The areas are the bundled dataset's own provinces, districts and countries, so that their polygons are filled
as those of an imported collection are; nothing is said of them here that a source said.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

import data
from data.collections import schema

Codes = npt.NDArray[np.int32]

SOURCES: Final = 200
POINTS_OF: Final = (85, 120)
"""So many of so many places are points."""
BOX: Final = (66.5, 35.5, 75.0, 39.5)
"""West, south, east, north, in degrees."""

TYPES: Final = (
    ("Armed clash", "ASSAULT"),
    ("Shelling", "ASSAULT"),
    ("Roadside bomb", "ASSAULT"),
    ("Drone strike", "ASSAULT"),
    ("Abduction", "ASSAULT"),
    ("Arrests", "COERCE"),
    ("Curfew", "COERCE"),
    ("Seizure of goods", "COERCE"),
    ("Peaceful protest", "PROTEST"),
    ("Riot", "PROTEST"),
    ("Troop movement", "MOBILIZE"),
    ("Exercise", "MOBILIZE"),
    ("Crossing closed", "SANCTION"),
    ("Ultimatum", "THREATEN"),
    ("Refusal", "REJECT"),
    ("Accusation", "ACCUSE"),
    ("Demand", "REQUEST"),
    ("Release of prisoners", "RETREAT"),
    ("Delivery of aid", "AID"),
    ("Joint patrol", "COOPERATE"),
    ("Concession", "CONCEDE"),
    ("Statement of support", "SUPPORT"),
    ("Meeting", "CONSULT"),
    ("Agreement", "AGREE"),
    ("Other", "uncoded"),
)
"""Kinds of event and the PLOVER categories that they are mapped to."""

_KINDS: Final = ("armed group", "state body", "organisation", "group")
_SYLLABLES: Final = (
    "bar",
    "dul",
    "en",
    "fir",
    "gos",
    "hal",
    "im",
    "jor",
    "kel",
    "lum",
    "mir",
    "nav",
    "os",
    "pel",
)
_WITHOUT: Final = (("zone", "Several unnamed districts"), ("undisclosed", "Withheld"), ("none", ""))


@dataclass(frozen=True)
class World:
    """The tables of codes, and how often each code is drawn.

    Attributes:
        tables: name -> table, as `schema.CODED` writes them.
        odds: name -> probability of each code.
    """

    tables: dict[str, pa.Table]
    odds: dict[str, npt.NDArray[np.float64]]

    def draw(self, chance: np.random.Generator, name: str, rows: int) -> Codes:
        """`rows` codes of the table `name`."""
        picked = np.searchsorted(np.cumsum(self.odds[name]), chance.random(rows), side="right")
        return np.minimum(picked, len(self.odds[name]) - 1).astype(np.int32)


def world(seed: int, actors: int, places: int) -> World:
    """The same world for the same three numbers."""
    chance = np.random.default_rng((seed, 0))
    tables = {
        "actors": _actors(chance, actors),
        "places": _places(chance, places),
        "sources": pa.table({"name": names(chance, SOURCES, "Gazette of")}, schema.NAMES),
        "types": pa.table({"name": [name for name, _ in TYPES]}, schema.NAMES),
    }
    steep = {"actors": 1.1, "places": 0.8, "sources": 1.0, "types": 0.6}
    return World(tables, {name: _odds(tables[name].num_rows, steep[name], chance) for name in tables})


def names(chance: np.random.Generator, number: int, before: str) -> list[str]:
    """Different invented names."""
    parts = chance.integers(0, len(_SYLLABLES), (number, 3))
    return [
        f"{before} {''.join(_SYLLABLES[part] for part in row).capitalize()} {position + 1}"
        for position, row in enumerate(parts.tolist())
    ]


def categories() -> npt.NDArray[np.uint8]:
    """Type code -> category code."""
    return np.array([schema.CATEGORIES.index(category) for _, category in TYPES], dtype=np.uint8)


def _odds(number: int, steep: float, chance: np.random.Generator) -> npt.NDArray[np.float64]:
    """A power law over the codes, whose ranks have nothing to do with their order."""
    weights = 1.0 / (1.0 + chance.permutation(number)) ** steep
    shares: npt.NDArray[np.float64] = weights / weights.sum()
    return shares


def _actors(chance: np.random.Generator, number: int) -> pa.Table:
    kinds = [_KINDS[position % len(_KINDS)] for position in range(number)]
    rows = {"name": names(chance, number, "Party of"), "kind": kinds, "offered": [""] * number}
    return pa.table(rows, schema.ACTORS)


def _places(chance: np.random.Generator, number: int) -> pa.Table:
    points = round(number * POINTS_OF[0] / POINTS_OF[1])
    rows = [*_points(chance, points), *_areas(number - points)]
    return pa.Table.from_pylist(rows, schema.PLACES)


def _points(chance: np.random.Generator, number: int) -> list[dict[str, object]]:
    west, south, east, north = BOX
    longitudes = chance.uniform(west, east, number).round(4).tolist()
    latitudes = chance.uniform(south, north, number).round(4).tolist()
    called = names(chance, number, "Village of")
    return [
        _place(called[row], ("settlement", "exact")[row % 2], latitudes[row], longitudes[row])
        for row in range(number)
    ]


def _areas(number: int) -> list[dict[str, object]]:
    """The bundled areas, and the three kinds of having no place; of a small world the first few."""
    without = [_place(name, precision) for precision, name in _WITHOUT]
    areas = _bundled_areas()
    found = [without[2], *areas[: max(0, number - 3)], without[0], without[1]]
    invented = [_place(f"Invented district {row}", "district") for row in range(number - len(found))]
    return [*found, *invented][:number]


def _bundled_areas() -> list[dict[str, object]]:
    """Rows for areas that have a polygon here: countries, then provinces, then districts."""
    path = Path(data.__file__).parent / "tables" / "places.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    named = {row["id"]: row["name"] for row in rows}
    return [
        _place(
            row["name"],
            kind,
            country=row["name"] if kind == "country" else named.get(f"L-{row['country']}", ""),
            province=named.get(row["parent"], "") if kind == "district" else "",
            offered=row["id"],
        )
        for kind in ("country", "province", "district")
        for row in rows
        if row["kind"] == kind == row["precision"] and row["country"] != "RU"
    ]


def _place(
    name: str, precision: str, latitude: float | None = None, longitude: float | None = None, **more: str
) -> dict[str, object]:
    blank = {"country": "", "province": "", "district": "", "offered": ""}
    told = {"name": name, "precision": precision, "latitude": latitude, "longitude": longitude}
    return {**told, **blank, **more}
