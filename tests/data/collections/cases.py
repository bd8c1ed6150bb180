"""Small collections made by hand; the numbers of a view counted row by row, as the domain contract says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from data.collections import schema
from data.collections.collection import Collection, open_collection
from data.collections.columns import QUADS
from data.collections.tally import Question
from data.dates import UNBOUNDED_FUTURE, UNBOUNDED_PAST, Bounds
from data.vocabulary import QUAD_OF_CATEGORY, UNCODED

ACTORS: Final = (
    ("Hill guard", "State", "A-JA"), ("River", "Group", ""), ("hill  GUARD", "Group", ""),
    ('Odd: "<b>&', "Group", ""), ("Nobody's", "", ""),
)  # fmt: skip
PLACES: Final[tuple[tuple[str, str, float | None, float | None], ...]] = (
    ("Town", "settlement", 37.5, 70.5), ("Town", "district", None, None), ("Far", "exact", 10.0, 20.0),
    ("Land", "country", None, None), ("Somewhere", "zone", None, None), ("A/B", "exact", 37.5, 70.5),
)  # fmt: skip
SOURCES: Final = ("Paper", "Radio", "Wire")
TYPES: Final = ("Clash", "Talk")


@dataclass(frozen=True)
class Row:
    """An event by its codes; `parties` are (actor, role)."""

    bounds: Bounds | None
    category: int = 0
    place: int = -1
    parties: tuple[tuple[int, int], ...] = ()
    sources: tuple[int, ...] = ()
    type: int = -1


def day(number: int) -> Bounds:
    return Bounds(number, number, number, number)


def made(folder: Path, partitions: Sequence[Sequence[Row]], **about: Any) -> Path:
    """Write a collection with these partitions."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in _tables().items():
        pq.write_table(pa.Table.from_pylist(table, schema.CODED[name]), folder / f"{name}.parquet")
    number = 0
    for index, rows in enumerate(partitions):
        pq.write_table(events_table(rows), folder / f"events-{index:04}.parquet")
        words = [_words(number + line) for line in range(len(rows))]
        pq.write_table(pa.Table.from_pylist(words, schema.WORDS), folder / f"words-{index:04}.parquet")
        number += len(rows)
    panj = {"kind": schema.KIND, "format": schema.FORMAT, "dataset": "invented", "dataset_version": "7",
            "partitions": len(partitions), "events": number}  # fmt: skip
    told = {"name": "made", "title": "Made by hand", "panj": panj, **about}
    (folder / "datapackage.json").write_text(json.dumps(told), "utf-8")
    return folder


def opened(folder: Path, *partitions: Sequence[Row]) -> Collection:
    return open_collection(made(folder, partitions))


def _tables() -> dict[str, list[dict[str, Any]]]:
    return {
        "actors": [dict(zip(("name", "kind", "offered"), one, strict=True)) for one in ACTORS],
        "places": [
            {"name": name, "precision": precision, "latitude": north, "longitude": east, "country": "Land",
             "province": "", "district": "", "offered": ""}
            for name, precision, north, east in PLACES
        ],
        "sources": [{"name": name} for name in SOURCES],
        "types": [{"name": name} for name in TYPES],
    }  # fmt: skip


def events_table(rows: Sequence[Row]) -> Any:
    """The rows as `schema.EVENTS`."""
    cells = [
        {
            "dated": row.bounds is not None,
            **(row.bounds or Bounds(0, 0, 0, 0))._asdict(),
            "category": row.category, "type": row.type, "place": row.place,
            "actors": [actor for actor, _ in row.parties], "roles": [role for _, role in row.parties],
            "sources": list(row.sources), "deaths_best": -1, "deaths_low": -1, "deaths_high": -1,
        }
        for row in rows
    ]  # fmt: skip
    return pa.Table.from_pylist(cells, schema.EVENTS)


def _words(number: int) -> dict[str, Any]:
    return {
        "id": f"N{number}", "title": f"Event {number}", "notes": "", "date": "", "date_phrase": "as told",
        "date_reason": "so", "url": "", "caveats": [], "file": "a.csv", "line": number + 2,
    }  # fmt: skip


# --- the reference ------------------------------------------------------------


def classed(bounds: Bounds | None, window: tuple[int, int] | None) -> str:
    """Domain contract, section 2: certain, possible, outside or undated."""
    if bounds is None:
        return "undated"
    if window is None:
        return "certain"
    first, last = window
    if bounds.start_latest <= last and bounds.end_earliest >= first:
        return "certain"
    return "possible" if bounds.start_earliest <= last and bounds.end_latest >= first else "outside"


def selected(row: Row, question: Question) -> bool:
    """Whether the window takes it: certainly, or possibly where that is enough."""
    found = classed(row.bounds, question.window)
    return found == "certain" or (found == "possible" and not question.only_certain)


def passes(row: Row, question: Question, without: str = "") -> bool:
    """Whether it passes every filter but the dates (and but one of the others)."""
    held = {actor for actor, role in row.parties if question.role in (None, role)}
    named = [bool(held & set(codes)) for codes in question.actors]
    right = bool(held) if question.role is not None else True
    if named:
        right = all(named) if question.every_actor else any(named)
    checks = {
        "actor": right,
        "category": question.categories is None or row.category in question.categories,
        "place": question.places is None or row.place in question.places,
        "source": question.sources is None or bool(set(row.sources) & set(question.sources)),
    }
    return all(passed for name, passed in checks.items() if name != without)


def quad_of(row: Row) -> int:
    return QUADS.index(QUAD_OF_CATEGORY.get(schema.CATEGORIES[row.category], UNCODED))


def counted(rows: Iterable[Row], question: Question) -> dict[str, Any]:
    """What `tally` has to say, one row after another."""
    rows = list(rows)
    kept = [row for row in rows if passes(row, question)]
    shown = [row for row in kept if selected(row, question)]
    classes = [classed(row.bounds, question.window) for row in shown]
    places = np.zeros((2, len(PLACES) + 1, len(QUADS)), dtype=int)
    for row, found in zip(shown, classes, strict=True):
        places[int(found == "possible"), row.place + 1, quad_of(row)] += 1
    return {
        "total": len(rows),
        "certain": classes.count("certain"),
        "possible": classes.count("possible"),
        "undated": sum(row.bounds is None for row in kept),
        "bins": in_bins(shown, question.edges).tolist(),
        "places": places.tolist(),
        "actors": _facet(rows, question, "actor", len(ACTORS)),
        "categories": _facet(rows, question, "category", len(schema.CATEGORIES)),
    }


def in_bins(rows: Sequence[Row], edges: Sequence[int]) -> np.ndarray:
    """(2, quads, bins): each bin as a range of its own."""
    found = np.zeros((2, len(QUADS), max(len(edges) - 1, 0)), dtype=int)
    for row in rows:
        for index, (first, after) in enumerate(pairwise(edges)):
            said = classed(row.bounds, (first, after - 1))
            if said in ("certain", "possible"):
                found[int(said == "possible"), quad_of(row), index] += 1
    return found


def _facet(rows: Sequence[Row], question: Question, name: str, size: int) -> list[list[int]]:
    counts = [[0] * size, [0] * size]
    for row in rows:
        if passes(row, question, name) and (row.bounds is None or selected(row, question)):
            for code in _codes(row, question, name):
                counts[row.bounds is None][code] += 1
    return counts


def _codes(row: Row, question: Question, name: str) -> set[int]:
    if name == "category":
        return {row.category}
    return {actor for actor, role in row.parties if question.role in (None, role)}


def listed(rows: Sequence[Row], question: Question) -> list[int]:
    """Positions of the events of the list: by their earliest start, the undated last, then as they stand."""
    kept = [
        number
        for number, row in enumerate(rows)
        if passes(row, question) and (row.bounds is None or selected(row, question))
    ]

    def begins(number: int) -> float:
        bounds = rows[number].bounds
        if bounds is None:
            return float("inf")
        return bounds.start_latest if bounds.start_earliest == UNBOUNDED_PAST else bounds.start_earliest

    return sorted(kept, key=begins)


# --- what hypothesis draws ------------------------------------------------------------

LOW, HIGH = -40, 400
DAYS = st.one_of(st.integers(0, 9), st.integers(LOW, HIGH))
"""Many of them meet, for an end that falls on the first day of a window is where a mistake would be."""


@st.composite
def any_bounds(draw: st.DrawFn) -> Bounds:
    """Days, unknown days, durations, with ends that are known, imprecise or open."""
    kind = draw(st.sampled_from(["day", "unknown", "duration", "open"]))
    days = sorted(draw(st.lists(DAYS, min_size=4, max_size=4)))
    if kind == "day":
        return day(days[0])
    if kind == "unknown":
        first = draw(st.sampled_from([days[0], days[0], UNBOUNDED_PAST]))
        last = days[1] if first == UNBOUNDED_PAST else draw(st.sampled_from([days[1], UNBOUNDED_FUTURE]))
        return Bounds(first, last, first, last)
    if kind == "duration":
        return Bounds(days[0], days[draw(st.integers(0, 3))], days[draw(st.integers(0, 3))], days[3])
    if draw(st.booleans()):
        return Bounds(UNBOUNDED_PAST, days[1], days[0], days[1])
    return Bounds(days[0], days[1], days[draw(st.integers(0, 2))], UNBOUNDED_FUTURE)


CODES = range(len(schema.CATEGORIES))
PARTIES = st.lists(
    st.tuples(st.integers(0, len(ACTORS) - 2), st.integers(0, len(schema.ROLES) - 1)), max_size=3, unique=True
)
ROWS = st.builds(
    Row,
    bounds=st.one_of(st.none(), any_bounds(), any_bounds(), any_bounds()),
    category=st.sampled_from(CODES),
    place=st.integers(-1, len(PLACES) - 1),
    parties=PARTIES.map(tuple),
    sources=st.lists(st.integers(0, len(SOURCES) - 1), max_size=2, unique=True).map(tuple),
)
GROUPS = st.lists(st.sampled_from([(0, 2), (1,), (3,), (4,)]), max_size=2, unique=True).map(tuple)
NEAR = st.one_of(st.integers(0, 9), st.integers(-80, 440))
WINDOWS = st.tuples(NEAR, NEAR).map(lambda pair: (min(pair), max(pair)))
EDGES = st.lists(NEAR, min_size=2, max_size=12, unique=True).map(lambda days: tuple(sorted(days)))


def some(values: st.SearchStrategy[int]) -> st.SearchStrategy[tuple[int, ...] | None]:
    return st.one_of(st.none(), st.lists(values, min_size=1, max_size=6, unique=True).map(tuple))


QUESTIONS = st.builds(
    Question,
    actors=GROUPS,
    every_actor=st.booleans(),
    role=st.one_of(st.none(), st.integers(0, len(schema.ROLES) - 1)),
    categories=some(st.sampled_from(CODES)),
    places=some(st.integers(-1, len(PLACES) - 1)),
    sources=some(st.integers(0, len(SOURCES) - 1)),
    window=st.one_of(
        st.none(),
        WINDOWS,
        WINDOWS.map(lambda pair: (2 * UNBOUNDED_PAST, pair[1])),
        WINDOWS.map(lambda pair: (pair[0], 2 * UNBOUNDED_FUTURE)),
    ),
    only_certain=st.booleans(),
    edges=EDGES,
    n_places=st.just(len(PLACES)),
)


def together(partitions: Iterable[Iterable[Row]]) -> list[Row]:
    """All rows in order."""
    return [row for rows in partitions for row in rows]


@st.composite
def partitioned(draw: st.DrawFn) -> list[list[Row]]:
    """Rows cut anywhere, also into partitions without any."""
    rows = draw(st.lists(ROWS, max_size=25))
    cuts = sorted(draw(st.lists(st.integers(0, len(rows)), max_size=4)))
    return [rows[first:last] for first, last in pairwise([0, *cuts, len(rows)])]
