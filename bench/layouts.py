"""Files in the layouts of ACLED and UCDP GED with invented rows: what an import's speed is measured on.

Only the names of the columns are theirs (the published column guides); every cell is made up here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from bench import dated, invented

ROWS: Final = 50_000
"""Rows that are made at once."""

# fmt: off
ACLED: Final = [
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities",
    "tags", "timestamp",
]
UCDP: Final = [
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id",
    "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources",
    "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec",
    "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt",
    "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec", "date_start",
    "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low",
    "gwnoa", "gwnob",
]
# fmt: on

_EVENTS: Final = (
    ("Political violence", "Battles", "Armed clash"),
    ("Political violence", "Explosions/Remote violence", "Shelling/artillery/missile attack"),
    ("Political violence", "Violence against civilians", "Attack"),
    ("Demonstrations", "Protests", "Peaceful protest"),
    ("Demonstrations", "Riots", "Mob violence"),
    ("Strategic developments", "Strategic developments", "Arrests"),
)
_INTER: Final = ("State Forces", "Rebel Forces", "Civilians")
_PROVINCES: Final = 12
_UCDP_DAY: Final = "%Y-%m-%d 00:00:00.000"

Cells = dict[str, object]
Strings = npt.NDArray[np.object_]


class _Draw:
    """Chance, and the invented names that it picks from."""

    def __init__(self, seed: int, index: int, first: int, rows: int) -> None:
        lists = np.random.default_rng((seed, 2))
        self.named = {
            name: np.array(invented.names(lists, number, before), dtype=object)
            for name, number, before in (
                ("party", 60, "Party of"),
                ("place", 120, "Village of"),
                ("source", 200, "Gazette of"),
                ("province", _PROVINCES, "Province of"),
            )
        }
        self.chance = np.random.default_rng((seed, 3, index))
        self.rows = rows
        self.number = np.arange(first + 1, first + rows + 1)
        self.place = self.below(120)
        self.day = self.chance.integers(dated.FIRST, dated.LAST + 1, rows).astype("datetime64[D]")

    def below(self, end: int) -> npt.NDArray[np.int64]:
        return self.chance.integers(0, end, self.rows)

    def of(self, *values: object, odds: tuple[float, ...] | None = None) -> Strings:
        picked: Strings = np.array(values, dtype=object)[self.chance.choice(len(values), self.rows, p=odds)]
        return picked

    def names(self, name: str) -> Strings:
        picked: Strings = self.named[name][self.below(len(self.named[name]))]
        return picked

    def where(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Latitude and longitude of each row's place."""
        west, south, east, north = invented.BOX
        share = np.modf(np.outer([0.754877, 0.569840], self.place + 1))[0]  # evenly over the box
        return (south + share[0] * (north - south)).round(4), (west + share[1] * (east - west)).round(4)


def write_csv(layout: str, path: Path, rows: int, seed: int = 7) -> None:
    """Write `rows` invented rows in a layout of `LAYOUTS` to the file `path`; the same for the same seed."""
    columns, cells = LAYOUTS[layout]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        pd.DataFrame(columns=columns).to_csv(file, index=False)
        for index, first in enumerate(range(0, rows, ROWS)):
            made = cells(_Draw(seed, index, first, min(ROWS, rows - first)))
            pd.DataFrame(made, columns=columns).to_csv(file, index=False, header=False, lineterminator="\n")


def _acled(draw: _Draw) -> Cells:
    kinds = draw.below(len(_EVENTS))
    disorder, event, sub_event = (
        np.array(column, dtype=object)[kinds] for column in zip(*_EVENTS, strict=True)
    )
    latitude, longitude = draw.where()
    first, second = draw.names("party"), draw.names("party")
    inter = draw.of(*_INTER), draw.of(*_INTER)
    place, province = draw.named["place"][draw.place], draw.named["province"][draw.place % _PROVINCES]
    days = pd.DatetimeIndex(draw.day)
    return dict.fromkeys(ACLED, "") | {
        "event_id_cnty": _joined("INV", draw.number),
        "event_date": days.strftime("%d %B %Y"),
        "year": days.year,
        "time_precision": draw.of(1, 2, 3, odds=(0.8, 0.12, 0.08)),
        "disorder_type": disorder,
        "event_type": event,
        "sub_event_type": sub_event,
        "actor1": first,
        "inter1": inter[0],
        "actor2": second,
        "inter2": inter[1],
        "interaction": inter[0] + "-" + inter[1],
        "iso": 999,
        "region": "Invented region",
        "country": "Inventia",
        "admin1": province,
        "admin2": _joined("District ", draw.place),
        "location": place,
        "latitude": latitude,
        "longitude": longitude,
        "geo_precision": draw.of(1, 2, 3, odds=(0.7, 0.2, 0.1)),
        "source": draw.names("source") + "; " + draw.names("source"),
        "source_scale": "National",
        "notes": "Invented: " + first + " and " + second + ", at " + place + ", as a program made it up.",
        "fatalities": draw.chance.geometric(0.5, draw.rows) - 1,
        "timestamp": 1_700_000_000 + draw.number,
    }


def _ucdp(draw: _Draw) -> Cells:
    latitude, longitude = draw.where()
    first, second = draw.names("party"), draw.names("party")
    place = draw.named["place"][draw.place]
    days = pd.DatetimeIndex(draw.day)
    precision = draw.of(1, 2, 3, 4, 5, odds=(0.7, 0.08, 0.1, 0.08, 0.04))
    last = draw.day + np.array([0, 4, 6, 27, 200])[precision.astype(np.int64) - 1]
    low = draw.chance.geometric(0.4, draw.rows) - 1
    best = low + draw.below(3)
    return dict.fromkeys(UCDP, "") | {
        "id": draw.number,
        "relid": _joined("INV-", draw.number),
        "year": days.year,
        "active_year": 1,
        "code_status": "Clear",
        "type_of_violence": draw.of(1, 2, 3),
        "conflict_new_id": 999,
        "conflict_name": "Inventia: Government",
        "dyad_name": first + " - " + second,
        "side_a": first,
        "side_b": second,
        "number_of_sources": 1,
        "source_article": draw.names("source") + ", an invented report",
        "source_office": draw.names("source"),
        "source_date": days.strftime("%Y-%m-%d"),
        "source_headline": "Invented: " + first + " at " + place,
        "where_prec": draw.of(1, 2, 3, 4, 6, odds=(0.5, 0.2, 0.15, 0.1, 0.05)),
        "where_coordinates": place,
        "where_description": "near " + place,
        "adm_1": draw.named["province"][draw.place % _PROVINCES],
        "adm_2": _joined("District ", draw.place),
        "latitude": latitude,
        "longitude": longitude,
        "country": "Inventia",
        "country_id": 999,
        "region": "Asia",
        "event_clarity": draw.of(1, 2, odds=(0.9, 0.1)),
        "date_prec": precision,
        "date_start": days.strftime(_UCDP_DAY),
        "date_end": pd.DatetimeIndex(last).strftime(_UCDP_DAY),
        "deaths_unknown": best,
        "best": best,
        "high": best + draw.below(4),
        "low": low,
    }


def _joined(before: str, numbers: npt.NDArray[np.int64]) -> Strings:
    return np.array([f"{before}{number}" for number in numbers.tolist()], dtype=object)


LAYOUTS: Final[dict[str, tuple[list[str], Callable[[_Draw], Cells]]]] = {
    "acled": (ACLED, _acled),
    "ucdp": (UCDP, _ucdp),
}
"""Layout -> its columns and what fills them."""
