"""A small selection for the tests of the map, in the shape of data.selection.Selection."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pandas as pd

PLACE_COLUMNS = (
    "id", "name", "kind", "precision", "latitude", "longitude", "area", "country", "coordinate_status",
)  # fmt: skip
PLACES: tuple[dict[str, str], ...] = tuple(
    dict(zip(PLACE_COLUMNS, row, strict=True))
    for row in (
        ("L-BCP", "Sherkhan <Bandar>", "crossing", "exact", "37.1946", "68.6053", "", "", "sourced"),
        ("X04", "Ishkashim", "crossing", "exact", "36.722", "71.589", "", "", "derived"),
        ("X09", "Qubodiyon post", "crossing", "none", "", "", "", "", ""),
        ("L-KULOB", "Kulob", "city", "settlement", "37.9146", "69.7845", "", "TJ", "sourced"),
        ("L-201", "201st base", "military site", "settlement", "37.9146", "69.7845", "", "TJ", "anchor"),
        ("L-KABUL", "Kabul", "city", "settlement", "34.53", "69.17", "", "AF", "sourced"),
        ("L-GHAZNI", "Ghazni", "city", "settlement", "33.55", "68.42", "", "AF", "sourced"),
        ("L-MOSCOW", "Moscow", "city", "settlement", "55.75", "37.62", "", "RU", "sourced"),
        ("AF-D04", "Imam Sahib", "district", "district", "", "", "D4", "AF", ""),
        ("AF-D05", "Dasht-e-Archi", "district", "district", "", "", "D5", "AF", ""),
        ("L-GORGE", "Some gorge", "gorge", "district", "", "", "D5", "AF", ""),
        ("L-FAR-D", "Far district", "district", "district", "", "", "", "AF", ""),
        ("AF-KDZ", "Kunduz", "province", "province", "", "", "AF-KDZ", "AF", ""),
        ("L-AF-UNSPEC", "Inside Afghanistan, place not stated", "unstated", "country", "", "", "", "AF", ""),
        ("L-AFPK", "Afghanistan and Pakistan", "zone", "country", "", "", "", "", ""),
        ("L-TJ-UNDISC", "Undisclosed location", "undisclosed", "undisclosed", "", "", "", "TJ", ""),
    )
)  # fmt: skip
CROSSINGS = (
    ("X01", "L-BCP", "Panji Poyon", "Sherkhan Bandar", "road bridge", "sourced", "true", "2007-08-26"),
    ("X04", "X04", "Ishkoshim", "Eshkashem (Ishkashim)", "bridges", "derived", "true", ""),
    ("X09", "X09", "Qubodiyon", "unknown", "unknown", "none", "false", ""),
)
STATUS = (
    ("X01", "2021-07-13", "open", "123 trucks"),
    ("X01", "2021-06-22", "taken", "by the Taliban"),
    ("X01", "", "unknown", ""),
)
Row = tuple[str, str, str, str]
"""Event, quad class, certain or possible, place."""


@dataclass(frozen=True, eq=False)
class FakeDataset:
    """As much of a dataset as the map reads; like the real one it is told apart by identity."""

    tables: dict[str, pd.DataFrame]


def selection(*rows: Row) -> Any:
    """A selection of these (event, place) pairs."""
    places = {place["id"]: place for place in PLACES}
    joined = pd.DataFrame(
        [
            {**places[place], "event": event, "quad": quad, "when": when, "place": place}
            for event, quad, when, place in rows
        ],
        columns=["event", "quad", "when", "place", *[key for key in PLACES[0] if key != "id"]],
    )  # fmt: skip
    for column in ("latitude", "longitude"):
        joined[column] = pd.to_numeric(joined[column], errors="coerce")
    unplaced = joined[joined["precision"].isin(("zone", "undisclosed", "none"))]
    crossing = ("id", "place", "tajik_name", "afghan_name", "kind", "position_trust", "on_map", "opened")
    tables = {
        "places": pd.DataFrame(list(PLACES)),
        "crossings": pd.DataFrame([dict(zip(crossing, row, strict=True)) for row in CROSSINGS]),
        "crossing_status": pd.DataFrame(
            [dict(zip(("crossing", "date", "status", "what"), row, strict=True)) for row in STATUS]
        ),
    }
    return SimpleNamespace(
        places=joined,
        unplaced=unplaced.rename(columns={"event": "id"}),
        dataset=FakeDataset(tables),
    )


ROWS: tuple[Row, ...] = (
    ("E1", "verbal conflict", "certain", "L-BCP"),
    ("E2", "verbal conflict", "possible", "L-BCP"),
    ("E3", "material conflict", "certain", "L-BCP"),
    ("E4", "uncoded", "certain", "L-KULOB"),
    ("E5", "verbal conflict", "certain", "L-201"),
    ("E5", "verbal conflict", "certain", "L-KULOB"),
    ("E6", "uncoded", "possible", "L-KABUL"),
    ("E7", "uncoded", "certain", "L-GHAZNI"),
    ("E8", "uncoded", "certain", "L-MOSCOW"),
    ("E9", "material conflict", "certain", "AF-D04"),
    ("E10", "material conflict", "possible", "L-GORGE"),
    ("E11", "uncoded", "certain", "AF-KDZ"),
    ("E12", "uncoded", "certain", "L-AF-UNSPEC"),
    ("E13", "uncoded", "possible", "L-AF-UNSPEC"),
    ("E14", "uncoded", "certain", "L-AFPK"),
    ("E15", "uncoded", "certain", "L-TJ-UNDISC"),
    ("E16", "uncoded", "certain", "L-FAR-D"),
)
