"""What the map shows of a selection: marks, areas, badges and crossings, before anything is drawn.

A point is only where a point was reported (precision exact or settlement). A district or province is an area,
a country is a badge at the map's edge, and what has no place at all is counted for the tray. No centre of an
area ever stands for it. Rules: data/README.md, Place.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from data import dates
from data.frames import records_of
from data.memory import once_per_release

if TYPE_CHECKING:
    from data.dataset import Dataset
    from data.selection import Selection

Row = dict[str, Any]

FRAME: Final = (67.0, 36.05, 75.1, 39.45)
"""West, south, east, north of the first view, in degrees: the border with its provinces. Points beyond sit on
its edge, which therefore has to be in sight when the page opens."""
CENTRE: Final = (71.05, 37.77)
"""Longitude and latitude of the first view (the middle of FRAME as Mercator draws it)."""
MIXED: Final = "mixed"
TRUSTED: Final = ("sourced", "single source")
"""Position trust that may look certain; any other has to look unverified."""
TRUST_WORDS: Final = {
    "sourced": "position from a source",
    "single source": "position from a single source",
    "derived": "position derived from its neighbours, not verified",
    "anchor": "position of a nearby landmark, not of the place itself",
    "unverified": "position not verified",
}
COUNTRY_NAMES: Final = {
    "AF": "Afghanistan", "TJ": "Tajikistan", "RU": "Russia", "PK": "Pakistan", "QA": "Qatar",
}  # fmt: skip
EDGE_GAP: Final = 0.34
"""Least distance between two marks on the frame's edge, in degrees."""


@dataclass(frozen=True)
class Tally:
    """Events of one mark; `certain`, `possible` and `quads` (per class) count distinct events."""

    events: tuple[str, ...]
    certain: int
    possible: int
    quads: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """Distinct events, certain and possible."""
        return self.certain + self.possible

    @property
    def quad(self) -> str:
        """The class of more than half of the events, else `mixed`."""
        name, count = max(self.quads, key=lambda pair: pair[1], default=(MIXED, 0))
        return name if 2 * count > self.total else MIXED


@dataclass(frozen=True)
class PointMark:
    """One reported point. `places` are the places at that very point; `key` is the first of them."""

    key: str
    name: str
    places: tuple[str, ...]
    longitude: float
    latitude: float
    trust: str
    at_crossing: bool
    tally: Tally


@dataclass(frozen=True)
class EdgeMark:
    """A point outside FRAME, drawn at its edge; `side` is left, right, top or bottom."""

    key: str
    name: str
    places: tuple[str, ...]
    longitude: float
    latitude: float
    side: str
    tally: Tally


@dataclass(frozen=True)
class Area:
    """A district or province that events are reported from, as an area.

    `key` and `name` are the place whose polygon it is, `kind` which layer, `area` the key there, and `said`
    the names that the events themselves give.
    """

    key: str
    name: str
    kind: str
    area: str
    said: tuple[str, ...]
    tally: Tally


@dataclass(frozen=True)
class Badge:
    """Events of which only the country is known; `key` is a country code or a place id."""

    key: str
    name: str
    places: tuple[str, ...]
    tally: Tally

    @property
    def label(self) -> str:
        """`Afghanistan, place not stated: 9`; where some are only possibly in range, how many of each."""
        told = f" ({certainty_words(self.tally)})" if self.tally.possible else ""
        return f"{self.name}, place not stated: {self.tally.total}{told}"


@dataclass(frozen=True)
class Crossing:
    """A border-crossing point with a position; `status` and `opened` are in words, blank where not known."""

    key: str
    place: str
    tajik_name: str
    afghan_name: str
    kind: str
    opened: str
    status: str
    longitude: float
    latitude: float
    trust: str

    @property
    def name(self) -> str:
        """Both names, the Tajik side first."""
        return f"{self.tajik_name} – {self.afghan_name}"

    @property
    def trusted(self) -> bool:
        """Whether the position may look certain."""
        return self.trust in TRUSTED


@dataclass(frozen=True)
class Polygon:
    """A polygon that the map can fill: its key in the layer, and the place it is."""

    area: str
    key: str
    name: str


@dataclass(frozen=True)
class MapMarks:
    """Everything the map draws of one selection. `districts` and `provinces` depend on the dataset alone."""

    points: tuple[PointMark, ...]
    edges: tuple[EdgeMark, ...]
    areas: tuple[Area, ...]
    badges: tuple[Badge, ...]
    crossings: tuple[Crossing, ...]
    districts: tuple[Polygon, ...]
    provinces: tuple[Polygon, ...]
    tray: int

    def events_at(self, key: str) -> tuple[str, ...]:
        """Ids of the events behind a clicked mark, e.g. `place:L-BCP`, `district:AF-D04`, `country:AF`."""
        kind, _, name = key.partition(":")
        if kind == "crossing":
            name = next((crossing.place for crossing in self.crossings if crossing.key == name), name)
        found: list[Tally] = []
        if kind in ("place", "crossing"):
            found = [mark.tally for mark in self.points if name in mark.places]
            found += [mark.tally for mark in self.edges if name in mark.places]
        elif kind in ("district", "province"):
            found = [area.tally for area in self.areas if (area.kind, area.key) == (kind, name)]
        elif kind == "country":
            found = [badge.tally for badge in self.badges if badge.key == name]
        return tuple(dict.fromkeys(event for tally in found for event in tally.events))


def certainty_words(tally: Tally) -> str:
    """`7 certainly, 2 possibly`; only the part that is there."""
    parts = [(tally.certain, "certainly"), (tally.possible, "possibly")]
    return ", ".join(f"{count} {word}" for count, word in parts if count)


def map_marks(selection: Selection) -> MapMarks:
    """What the map draws of `selection`."""
    # Plain rows: a hundred tiny frames would be the slowest step of a filter change.
    rows = records_of(selection.places)
    on_map = crossings_of(selection.dataset)
    crossing_places = {crossing.place for crossing in on_map}
    located = [row for row in rows if _is_point(row)]
    points = [_point(group, crossing_places) for _, group in _groups(located, "longitude", "latitude")]
    inside = [mark for mark in points if _in_frame(mark.longitude, mark.latitude)]
    outside = [mark for mark in points if not _in_frame(mark.longitude, mark.latitude)]
    areas = [row for row in rows if row["precision"] in ("district", "province") and row["area"]]
    countries = [row for row in rows if row["precision"] == "country"]
    drawn = {id(row) for row in (*located, *areas, *countries)}
    without_mark = {row["event"] for row in rows if id(row) not in drawn}
    dataset = selection.dataset
    districts, provinces = polygons_of(dataset, "district"), polygons_of(dataset, "province")
    return MapMarks(
        points=tuple(sorted(inside, key=lambda mark: (-mark.tally.total, mark.key))),
        edges=_edges(outside),
        areas=_areas(areas, districts, "district") + _areas(areas, provinces, "province"),
        badges=_badges(countries),
        crossings=on_map,
        districts=districts,
        provinces=provinces,
        tray=len(without_mark | set(selection.unplaced["id"])),
    )


def _is_point(row: Row) -> bool:
    return row["precision"] in ("exact", "settlement") and not math.isnan(row["latitude"])


def _groups(rows: Iterable[Row], *by: str) -> list[tuple[tuple[Any, ...], list[Row]]]:
    """Rows by the values of these columns, in the order of the values."""
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in by), []).append(row)
    return sorted(found.items(), key=lambda pair: pair[0])


def _tally(rows: Iterable[Row]) -> Tally:
    once: dict[str, Row] = {}
    for row in rows:
        once.setdefault(row["event"], row)
    quads = sorted(
        Counter(row["quad"] for row in once.values()).items(), key=lambda pair: (-pair[1], pair[0])
    )
    certain = sum(row["when"] == "certain" for row in once.values())
    return Tally(tuple(once), certain, len(once) - certain, tuple(quads))


def _joined(values: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(values))


def _point(rows: list[Row], crossing_places: set[str]) -> PointMark:
    counted = Counter(row["place"] for row in rows)
    often = [place for place, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))]
    names = {row["place"]: row["name"] for row in rows}
    first = rows[0]
    return PointMark(
        key=often[0],
        name=_joined(names[place] for place in often),
        places=tuple(often),
        longitude=float(first["longitude"]),
        latitude=float(first["latitude"]),
        trust=str(first["coordinate_status"]),
        at_crossing=bool(crossing_places.intersection(often)),
        tally=_tally(rows),
    )


def _areas(rows: Iterable[Row], polygons: tuple[Polygon, ...], kind: str) -> tuple[Area, ...]:
    """Areas of one kind that events name; a valley known only by its district keeps its name in `said`."""
    by_area = {area: group for (area,), group in _groups((r for r in rows if r["precision"] == kind), "area")}
    found = []
    for polygon in polygons:
        if here := by_area.get(polygon.area):
            said = tuple(dict.fromkeys(row["name"] for row in here))
            found.append(Area(polygon.key, polygon.name, kind, polygon.area, said, _tally(here)))
    return tuple(found)


def _badges(rows: Iterable[Row]) -> tuple[Badge, ...]:
    """One badge per country; a place that spans countries has its own."""
    badges = []
    for (key,), group in _groups([row | {"badge": row["country"] or row["place"]} for row in rows], "badge"):
        name = COUNTRY_NAMES.get(key) or str(group[0]["name"])
        badges.append(Badge(key, name, tuple(dict.fromkeys(row["place"] for row in group)), _tally(group)))
    return tuple(sorted(badges, key=lambda badge: (-badge.tally.total, badge.key)))


@once_per_release
def polygons_of(dataset: Dataset, kind: str) -> tuple[Polygon, ...]:
    """Every polygon of the place table, named by an event or not: the figure keeps its order."""
    places = dataset.tables["places"]
    rows = places[(places["precision"] == kind) & (places["area"] != "")]
    rows = rows.assign(alias=rows["kind"] != kind).sort_values(["area", "alias", "id"])
    rows = rows.drop_duplicates("area")
    columns = (rows["area"], rows["id"], rows["name"])
    return tuple(Polygon(str(area), str(key), str(name)) for area, key, name in zip(*columns, strict=True))


def _in_frame(longitude: float, latitude: float) -> bool:
    west, south, east, north = FRAME
    return west <= longitude <= east and south <= latitude <= north


def _edges(marks: list[PointMark]) -> tuple[EdgeMark, ...]:
    """Marks on the frame's edge, kept apart along each side and never moved to another."""
    by_side: dict[str, list[EdgeMark]] = {}
    for mark in marks:
        longitude, latitude, side = on_edge(mark.longitude, mark.latitude)
        edge = EdgeMark(mark.key, mark.name, mark.places, longitude, latitude, side, mark.tally)
        by_side.setdefault(side, []).append(edge)
    return tuple(edge for side in sorted(by_side) for edge in _spread(by_side[side], side))


def on_edge(longitude: float, latitude: float) -> tuple[float, float, str]:
    """Where the straight line from the frame's centre to a point leaves the frame, and by which side."""
    west, south, east, north = FRAME
    across, up = longitude - CENTRE[0], latitude - CENTRE[1]
    reach_across = ((east if across > 0 else west) - CENTRE[0]) / across if across else float("inf")
    reach_up = ((north if up > 0 else south) - CENTRE[1]) / up if up else float("inf")
    reach = min(reach_across, reach_up)
    side = ("right" if across > 0 else "left") if reach_across < reach_up else ("top" if up > 0 else "bottom")
    return CENTRE[0] + reach * across, CENTRE[1] + reach * up, side


def _spread(edges: list[EdgeMark], side: str) -> list[EdgeMark]:
    vertical = side in ("left", "right")
    low, high = (FRAME[1], FRAME[3]) if vertical else (FRAME[0], FRAME[2])
    gap = EDGE_GAP if vertical else 3 * EDGE_GAP
    ordered = sorted(edges, key=lambda edge: (edge.latitude if vertical else edge.longitude, edge.key))
    wanted = [edge.latitude if vertical else edge.longitude for edge in ordered]
    step = min(gap, (high - low) / len(ordered))
    spots: list[float] = []
    for position in wanted:
        spots.append(max(position, low + step / 2, spots[-1] + step if spots else low))
    ceiling = high - step / 2
    for index in reversed(range(len(spots))):
        spots[index] = min(spots[index], ceiling)
        ceiling = spots[index] - step
    return [
        EdgeMark(
            edge.key, edge.name, edge.places,
            edge.longitude if vertical else spot, spot if vertical else edge.latitude, side, edge.tally,
        )
        for edge, spot in zip(ordered, spots, strict=True)
    ]  # fmt: skip


@once_per_release
def crossings_of(dataset: Dataset) -> tuple[Crossing, ...]:
    """The crossings that are on the map and have a position, by id."""
    tables = dataset.tables
    places = {row["id"]: row for row in records_of(tables["places"])}
    statuses = records_of(tables["crossing_status"])
    found = []
    for row in sorted(records_of(tables["crossings"]), key=lambda crossing: str(crossing["id"])):
        place = places.get(row["place"], {})
        if row["on_map"] != "true" or not place.get("latitude"):
            continue
        own = [status for status in statuses if status["crossing"] == row["id"]]
        found.append(
            Crossing(
                key=row["id"], place=row["place"],
                tajik_name=short_name(row["tajik_name"]), afghan_name=short_name(row["afghan_name"]),
                kind=row["kind"], opened=dates.in_words(row["opened"]) if row["opened"] else "",
                status=_last_status(own), trust=row["position_trust"],
                longitude=float(place["longitude"]), latitude=float(place["latitude"]),
            )
        )  # fmt: skip
    return tuple(found)


def short_name(name: str) -> str:
    """A name without its remark in brackets, its second variant or its aside."""
    for mark in ("(", "/", ","):
        name = name.split(mark)[0]
    return name.strip()


def _last_status(statuses: list[dict[str, Any]]) -> str:
    """The latest reported state in words with its date; it says nothing about today."""
    dated = [status for status in statuses if status["date"] and status["status"] != "unknown"]
    if not dated:
        return ""
    last = max(dated, key=lambda status: dates.parse(status["date"]).start_latest)
    what = f": {last['what']}" if last["what"] else ""
    return f"{last['status']}, {dates.in_words(last['date'])}{what}"
