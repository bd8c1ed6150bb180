"""The events themselves: a page of them by date, and the words of one, read only when they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.collections import schema
from data.collections.collection import Collection, Told
from data.collections.columns import Columns, Mask
from data.collections.tally import Chosen, Counts, Question, choose
from data.dates import Bounds

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


def days(collection: Collection, question: Question) -> Told:
    """(days + 1,): how many events are listed under each day of the collection's span; last, the undated.

    Raises:
        ClusterError: no partition answered.
    """
    low, high = collection.span
    counted = collection.ask(partial(begin_on, question=question, low=low, high=high))
    return Told(np.sum(counted.value, axis=0), counted.failed)


def page(
    collection: Collection, question: Question, number: int, size: int = PAGE, counted: Told | None = None
) -> Told:
    """The events of one page, by their earliest start, the undated last: a list of `Brief`.

    Two rounds: how many begin on each day, then only the events of the days that the page falls on.

    Args:
        collection: where.
        question: which events; without its window's bins.
        number: of the page, from 0.
        size: events a page.
        counted: `days` of the same question, where the caller has asked for it already.
    """
    counted = counted or days(collection, question)
    before = np.concatenate([[0], np.cumsum(counted.value)])
    first, last = number * size, min((number + 1) * size, int(before[-1]))
    if first >= last:
        return Told([], counted.failed)
    reach = np.searchsorted(before, [first, last - 1], side="right") - 1
    start = int(before[reach[0]])
    # No partition has to tell more than what is left of the page once the days before are gone.
    low, high = collection.span
    among = (low + int(reach[0]), low + int(reach[1]))
    told = collection.ask(
        partial(briefs_of, question=question, span=(low, high), among=among, most=last - start)
    )
    rows = sorted((pair for part in told.value for pair in part), key=lambda pair: (pair[0], pair[1].found))
    return Told([brief for _, brief in rows[first - start : last - start]], told.failed)


def _listed(part: Columns, chosen: Chosen) -> Mask:
    listed = chosen.selected
    listed[part.dated :] = chosen.kept[part.dated :]
    return listed


def begin_on(part: Columns, question: Question, low: int, high: int) -> Counts:
    """(days + 1,): how many listed events of a partition begin on each day; last, how many are undated."""
    days_of = part.listed_by[_listed(part, choose(part, question))]
    return np.bincount(np.clip(days_of, low, high + 1) - low, minlength=high - low + 2)


def briefs_of(
    part: Columns, question: Question, span: tuple[int, int], among: tuple[int, int], most: int
) -> list[tuple[int, Brief]]:
    """The listed events of a partition that begin on the days `among` (the day after `span` stands for the
    undated), with that day; by day and line, `most` at most."""
    low, high = span
    chosen = choose(part, question)
    rows = np.flatnonzero(_listed(part, chosen))
    day = np.clip(part.listed_by[rows], low, high + 1)
    inside = (day >= among[0]) & (day <= among[1])
    rows, day = rows[inside], day[inside]
    order = np.lexsort((part.lines[rows], day))[:most]
    rows, day = rows[order], day[order]
    actors = _actors_of(part, rows)
    return [
        (at, _brief(part, row, bool(chosen.certain[row]), actors.get(row, ())))
        for row, at in zip(rows.tolist(), day.tolist(), strict=True)
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


@lru_cache(maxsize=256)
def _footer(path: Path, stamp: int) -> tuple[Any, npt.NDArray[np.int64]]:
    """What a file says of its row groups, and where each ends; read once for each `stamp` of the file."""
    metadata = pq.read_metadata(path)
    sizes = [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)]
    return metadata, np.cumsum(sizes, dtype=np.int64)


def _rows(path: Path, lines: list[int], columns: tuple[str, ...] | None = None) -> list[dict[str, Any]]:
    metadata, ends = _footer(path, path.stat().st_mtime_ns)
    with pq.ParquetFile(path, metadata=metadata) as held:
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
