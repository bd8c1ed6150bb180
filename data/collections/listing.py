"""The events themselves: a page of them by date, and the words of one, read only when they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.collections import schema
from data.collections.collection import Collection, Told
from data.collections.columns import Columns
from data.collections.tally import Counts, Question, choose
from data.dates import UNBOUNDED_PAST, Bounds

PAGE: Final = 50


class Found(NamedTuple):
    """Where an event is: the file of its partition and its line there."""

    file: str
    line: int

    @property
    def reference(self) -> str:
        """As addresses name it: `12-3456`. It holds for one release of the collection."""
        return f"{int(self.file[7:11])}-{self.line}"


@dataclass(frozen=True)
class Brief:
    """An event by its codes alone: what a mark or a row of the list shows without its words."""

    found: Found
    when: str
    bounds: Bounds | None
    category: int
    quad: int
    type: int
    place: int
    actors: tuple[int, ...]


def page(collection: Collection, question: Question, number: int, size: int = PAGE) -> Told:
    """The events of one page, by their earliest start, the undated last: a list of `Brief`.

    Two rounds: how many begin on each day, then only the events of the days that the page falls on.

    Args:
        collection: where.
        question: which events; without its window's bins.
        number: of the page, from 0.
        size: events a page.
    """
    low, high = collection.span
    counted = collection.ask(partial(begin_on, question=question, low=low, high=high))
    per_day = np.sum(counted.value, axis=0)
    before = np.concatenate([[0], np.cumsum(per_day)])
    first, last = number * size, min((number + 1) * size, int(before[-1]))
    if first >= last:
        return Told([], counted.failed)
    days = np.searchsorted(before, [first, last - 1], side="right") - 1
    reach = (int(days[0]), int(days[1]))
    # No partition has to tell more than what is left of the page once the days before are gone.
    most = last - int(before[reach[0]])
    told = collection.ask(partial(briefs_of, question=question, low=low, high=high, reach=reach, most=most))
    rows = sorted((pair for part in told.value for pair in part), key=lambda pair: (pair[0], pair[1].found))
    start = first - int(before[reach[0]])
    return Told([brief for _, brief in rows[start : start + last - first]], told.failed)


def _order(part: Columns, low: int, high: int) -> npt.NDArray[np.int64]:
    """The day by which each event is listed, from `low`: its earliest start, or its latest where it has none;
    after all of them the undated."""
    key = np.full(len(part), high - low + 1, dtype=np.int64)
    earliest, latest = part.bounds[0], part.bounds[1]
    day = np.where(earliest <= UNBOUNDED_PAST, latest, earliest)
    key[: part.dated] = np.clip(day, low, high) - low
    return key


def _listed(part: Columns, question: Question) -> npt.NDArray[np.bool_]:
    chosen = choose(part, question)
    listed = chosen.selected
    listed[part.dated :] = chosen.kept[part.dated :]
    return listed


def begin_on(part: Columns, question: Question, low: int, high: int) -> Counts:
    """(days + 1,): how many listed events of a partition begin on each day; last, how many are undated."""
    listed = _listed(part, question)
    return np.bincount(_order(part, low, high)[listed], minlength=high - low + 2)


def briefs_of(
    part: Columns, question: Question, low: int, high: int, reach: tuple[int, int], most: int
) -> list[tuple[int, Brief]]:
    """The listed events of a partition that begin in `reach` (first and last entry of `begin_on`), with their
    day; by day and line, `most` at most."""
    order = _order(part, low, high)
    rows = np.flatnonzero(_listed(part, question) & (order >= reach[0]) & (order <= reach[1]))
    rows = rows[np.lexsort((part.lines[rows], order[rows]))][:most]
    certain = choose(part, question).certain
    actors = _actors_of(part, rows)
    return [
        (int(order[row]), _brief(part, int(row), bool(certain[row]), actors.get(int(row), ())))
        for row in rows
    ]


def marks(part: Columns, question: Question) -> list[Brief]:
    """Every selected event of a partition, for a window that holds few of them."""
    chosen = choose(part, question)
    rows = np.flatnonzero(chosen.selected)
    actors = _actors_of(part, rows)
    return [_brief(part, int(row), bool(chosen.certain[row]), actors.get(int(row), ())) for row in rows]


def _brief(part: Columns, row: int, certain: bool, actors: tuple[int, ...]) -> Brief:
    dated = row < part.dated
    return Brief(
        found=Found(part.name, int(part.lines[row])),
        when=("certain" if certain else "possible") if dated else "undated",
        bounds=Bounds(*(int(bound[row]) for bound in part.bounds)) if dated else None,
        category=int(part.category[row]),
        quad=int(part.quad[row]),
        type=int(part.type[row]),
        place=int(part.place[row]) - 1,
        actors=actors,
    )


def _actors_of(part: Columns, rows: npt.NDArray[Any]) -> dict[int, tuple[int, ...]]:
    """Row -> codes of its actors, for a few rows."""
    index = part.actors
    asked = np.zeros(len(part), dtype=bool)
    asked[rows] = True
    hits = np.flatnonzero(asked[index.rows])
    codes = np.searchsorted(index.starts, hits, side="right") - 1
    found: dict[int, list[int]] = {}
    for row, code in zip(index.rows[hits].tolist(), codes.tolist(), strict=True):
        found.setdefault(row, []).append(code)
    return {row: tuple(held) for row, held in found.items()}


def words(folder: Path, wanted: list[Found], columns: tuple[str, ...] | None = None) -> list[dict[str, Any]]:
    """The row of `words` of each event, in the order asked; `{}` for one whose file cannot be read.

    `columns` names those to read; all of them otherwise."""
    found: dict[Found, dict[str, Any]] = {}
    for file in {one.file for one in wanted}:
        lines = sorted(one.line for one in wanted if one.file == file)
        try:
            rows = _rows(folder / file.replace("events", "words"), lines, columns)
        except (OSError, ValueError):
            continue
        found |= {Found(file, line): row for line, row in zip(lines, rows, strict=True)}
    return [found.get(one, {}) for one in wanted]


def _rows(path: Path, lines: list[int], columns: tuple[str, ...] | None = None) -> list[dict[str, Any]]:
    with pq.ParquetFile(path) as held:
        ends = np.cumsum([held.metadata.row_group(i).num_rows for i in range(held.num_row_groups)])
        groups = np.searchsorted(ends, lines, side="right")
        if len(lines) and int(groups.max()) >= held.num_row_groups:
            raise ValueError(f"{path.name} has fewer rows")
        read = {int(group): held.read_row_group(int(group), columns) for group in set(groups.tolist())}
        starts = np.concatenate([[0], ends])
        return [
            read[int(group)].slice(line - int(starts[group]), 1).to_pylist()[0]
            for group, line in zip(groups, lines, strict=True)
        ]


def find(collection: Collection, reference: str) -> Found | None:
    """The event that an address names: by reference (`12-3456`) or by its id in its dataset."""
    file, _, line = reference.partition("-")
    if file.isascii() and file.isdecimal() and line.isascii() and line.isdecimal() and len(line) < 10:
        name = f"events-{int(file):04d}.parquet"
        if name in collection.files:
            return Found(name, int(line))
    for name in collection.files:
        if (place := _line_of(collection.folder / name.replace("events", "words"), reference)) >= 0:
            return Found(name, place)
    return None


def _line_of(path: Path, identifier: str) -> int:
    try:
        column = pq.read_table(path, columns=["id"]).column("id")
    except (OSError, ValueError):
        return -1
    return int(pc.index(column, identifier).as_py())


def whole(collection: Collection, found: Found) -> dict[str, Any] | None:
    """Everything of one event: its words, and the names of its codes; None where it cannot be read."""
    words_row = words(collection.folder, [found])[0]
    try:
        rows = _rows(collection.folder / found.file, [found.line])
    except (OSError, ValueError):
        return None
    codes = rows[0]
    return {
        **words_row,
        "bounds": Bounds(*(codes[name] for name in schema.BOUNDS)) if codes["dated"] else None,
        "category": schema.CATEGORIES[codes["category"]],
        "type": collection.types[codes["type"]] if codes["type"] >= 0 else "",
        "place": collection.places[codes["place"]] if codes["place"] >= 0 else None,
        "actors": [
            (*collection.actors[code], schema.ROLES[role])
            for code, role in zip(codes["actors"], codes["roles"], strict=True)
        ],
        "sources": [collection.sources[code] for code in codes["sources"]],
        "deaths": tuple(codes[f"deaths_{name}"] for name in ("best", "low", "high")),
    }
