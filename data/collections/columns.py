"""One partition of a collection in memory: compact columns, and for each code the events that have it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from data.collections import schema
from data.dates import UNBOUNDED_FUTURE, UNBOUNDED_PAST
from data.vocabulary import QUAD_CLASSES, QUAD_OF_CATEGORY, UNCODED

Ints = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

QUADS: Final = (*QUAD_CLASSES, UNCODED)
"""Code -> quad class, the lanes of the timeline."""
QUAD_OF_CODE: Final = np.array(
    [QUADS.index(QUAD_OF_CATEGORY.get(name, UNCODED)) for name in schema.CATEGORIES], dtype=np.int32
)
"""Category code -> quad code."""
NONE: Final = np.array([], dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Index:
    """For each code of a table the events that have it, each once.

    Attributes:
        starts: code -> where its events begin in `rows`; one entry more than codes.
        rows: positions of events, by code.
        roles: for each of `rows` a bit for each role (`schema.ROLES`) in which the event has the code.
    """

    starts: npt.NDArray[np.int64]
    rows: Ints
    roles: npt.NDArray[np.uint8]

    def rows_of(self, code: int, role: int | None = None) -> Ints:
        """Positions of the events with `code`, in one role if one is given; none for an unknown code."""
        if not 0 <= code < len(self.starts) - 1:
            return NONE
        span = slice(self.starts[code], self.starts[code + 1])
        return self.rows[span] if role is None else self.rows[span][self.roles[span] & (1 << role) > 0]

    def counts(
        self, state: npt.NDArray[np.uint8], values: int, role: int | None = None
    ) -> npt.NDArray[np.int64]:
        """(values - 1, codes): how many events with each code have each state from 1 up.

        Args:
            state: of each event, below `values`.
            values: how many states there are; 0 is not counted.
            role: count only in this role.
        """
        held = state[self.rows]
        if role is not None:
            held = np.where(self.roles & (1 << role) > 0, held, 0)
        found = np.zeros((values - 1, len(self.starts) - 1), dtype=np.int64)
        filled = np.flatnonzero(np.diff(self.starts))  # reduceat gives an empty span its neighbour's sum
        for value in range(1, values if len(filled) else 1):
            found[value - 1, filled] = np.add.reduceat(held == value, self.starts[filled], dtype=np.int32)
        return found


@dataclass(frozen=True, eq=False)
class Columns:
    """A partition; every array has one entry an event.

    The events of an exact day come first, then the others that have a date, then the undated: most of what
    is asked of a million events is then asked of a slice, and of one bound instead of four.

    Attributes:
        name: of its file, for messages.
        lines: where each event stands in the files.
        exact, dated: how many events have an exact day; how many have a date.
        bounds: the four days from 1970-01-01 of the dated.
        category, quad, type: codes.
        place: code + 1; 0 is none, so that events can be counted by place in one sum.
        spot: place and quad class in one number, `quad + place * len(QUADS)`.
        actors, sources: who takes part, who tells it.
    """

    name: str
    lines: Ints
    exact: int
    dated: int
    bounds: tuple[Ints, Ints, Ints, Ints]
    category: npt.NDArray[np.uint8]
    quad: npt.NDArray[np.uint8]
    type: Ints
    place: Ints
    spot: Ints
    actors: Index
    sources: Index

    def __len__(self) -> int:
        return len(self.lines)

    @cached_property
    def listed_by(self) -> Ints:
        """The day by which each event is listed: its earliest start, or its latest where it has none; of the
        undated a day after all others. Kept, because every page of a list asks for it."""
        earliest, latest = self.bounds[0], self.bounds[1]
        found = np.full(len(self), UNBOUNDED_FUTURE + 1, dtype=np.int32)
        found[: self.dated] = np.where(earliest <= UNBOUNDED_PAST, latest, earliest)
        return found

    @property
    def nbytes(self) -> int:
        """Bytes of all its arrays."""
        held: list[npt.NDArray[Any]] = [*self.bounds, self.lines, self.category, self.quad]
        held += [self.type, self.place, self.spot]
        for index in (self.actors, self.sources):
            held += [index.starts, index.rows, index.roles]
        return sum(array.nbytes for array in held)


def read_columns(path: Path, actors: int, places: int, sources: int) -> Columns:
    """The partition of an `events-….parquet` file.

    Args:
        path: the file.
        actors, places, sources: how many codes their tables have.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no such file (pyarrow's errors are ValueErrors too), or a code has no row.
    """
    try:
        table = pq.read_table(path, schema=schema.EVENTS)
    except pa.ArrowException as error:  # not all of them are ValueErrors
        raise ValueError(str(error)) from None
    return columns_of(path.name, table, actors, places, sources)


def columns_of(name: str, table: Any, actors: int, places: int, sources: int) -> Columns:
    """The partition that an Arrow table of `schema.EVENTS` holds; `name` is that of its file.

    Raises:
        ValueError: a cell is empty, a code has no row in its table, or four days are no bounds of a date.
    """
    if any(column.null_count or _holds_null(column) for column in table.columns):
        raise ValueError(f"{name}: a column is missing or has empty cells")
    plain = {
        field.name: table.column(field.name).to_numpy()
        for field in schema.EVENTS
        if not pa.types.is_list(field.type)
    }
    _check_codes(name, plain["category"], 0, len(schema.CATEGORIES))
    _check_codes(name, plain["place"], -1, places)
    bounds = [plain[name] for name in schema.BOUNDS]
    _check_bounds(name, bounds, plain["dated"])
    exact = plain["dated"] & np.logical_and.reduce([bounds[0] == bound for bound in bounds[1:]])
    lines = np.argsort(np.where(exact, 0, np.where(plain["dated"], 1, 2)), kind="stable").astype(np.int32)
    dated = int(np.count_nonzero(plain["dated"]))
    place = (plain["place"] + 1)[lines]
    quad = QUAD_OF_CODE[plain["category"]][lines]
    first, second, third, fourth = (bound[lines[:dated]] for bound in bounds)
    position = np.empty(len(lines), dtype=np.int64)
    position[lines] = np.arange(len(lines))
    return Columns(
        name=name,
        lines=lines,
        exact=int(np.count_nonzero(exact)),
        dated=dated,
        bounds=(first, second, third, fourth),
        category=plain["category"][lines],
        quad=quad.astype(np.uint8),
        type=plain["type"][lines],
        place=place,
        spot=quad + place * np.int32(len(QUADS)),
        actors=_index(table.column("actors"), table.column("roles"), actors, name, position),
        sources=_index(table.column("sources"), None, sources, name, position),
    )


def _holds_null(column: Any) -> bool:
    return pa.types.is_list(column.type) and any(chunk.flatten().null_count for chunk in column.chunks)


def _check_bounds(name: str, bounds: list[Ints], dated: Mask) -> None:
    """Whether the four days of every date enclose what is known (`data.dates.Bounds`)."""
    start_earliest, start_latest, end_earliest, end_latest = bounds
    apart = (start_earliest > start_latest) | (end_earliest > end_latest)
    apart |= (end_earliest < start_earliest) | (start_latest > end_latest)
    if (apart & dated).any():
        raise ValueError(f"{name}: the bounds of a date are not in order")


def _check_codes(name: str, codes: npt.NDArray[Any], low: int, high: int) -> None:
    if len(codes) and not low <= int(codes.min()) <= int(codes.max()) < high:
        raise ValueError(f"{name}: a code has no row in its table")


def _index(codes: Any, roles: Any, known: int, name: str, position: npt.NDArray[np.int64]) -> Index:
    lists = codes.combine_chunks()
    keys = lists.flatten().to_numpy().astype(np.int64)
    _check_codes(name, keys, 0, known)
    lengths = np.diff(lists.offsets.to_numpy())
    rows = np.repeat(position, lengths)
    bits = np.ones(len(keys), dtype=np.uint8)
    if roles is not None:
        paired = roles.combine_chunks()
        held = paired.flatten().to_numpy()
        if not paired.offsets.equals(lists.offsets) or int(held.max(initial=0)) >= len(schema.ROLES):
            raise ValueError(f"{name}: the roles do not match the actors")
        bits = (1 << held).astype(np.uint8)
    pairs = keys * max(len(lengths), 1) + rows
    order = np.argsort(pairs, kind="stable")
    pairs = pairs[order]
    first = np.flatnonzero(np.diff(pairs, prepend=np.int64(-1)))  # an actor that has two roles stands twice
    joined = np.bitwise_or.reduceat(bits[order], first) if len(first) else bits
    keys = keys[order][first]
    starts = np.searchsorted(keys, np.arange(known + 1)).astype(np.int64)
    return Index(starts, rows[order][first].astype(np.int32), joined)
