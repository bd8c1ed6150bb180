"""One partition of a collection in memory: compact columns, and for each code the events that have it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from data.collections import schema
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

    def counts(self, within: Mask, role: int | None = None) -> npt.NDArray[np.int64]:
        """Code -> how many events of `within` have it."""
        hit = within[self.rows]
        if role is not None:
            hit &= self.roles & (1 << role) > 0
        found = np.zeros(len(self.starts) - 1, dtype=np.int64)
        filled = np.flatnonzero(np.diff(self.starts))  # reduceat gives an empty span its neighbour's sum
        if len(filled):
            found[filled] = np.add.reduceat(hit, self.starts[filled], dtype=np.int32)
        return found


@dataclass(frozen=True, eq=False)
class Columns:
    """A partition; every array has one entry an event, in the order of the files.

    Attributes:
        name: of its file, for messages.
        bounds: the four days from 1970-01-01; zero where undated.
        category, quad, type: codes.
        place: code + 1; 0 is none, so that events can be counted by place in one sum.
        actors, sources: who takes part, who tells it.
    """

    name: str
    dated: Mask
    bounds: tuple[Ints, Ints, Ints, Ints]
    category: npt.NDArray[np.uint8]
    quad: npt.NDArray[np.uint8]
    type: Ints
    place: Ints
    actors: Index
    sources: Index

    def __len__(self) -> int:
        return len(self.dated)

    @property
    def nbytes(self) -> int:
        """Bytes of all its arrays."""
        held: list[npt.NDArray[Any]] = [
            self.dated,
            *self.bounds,
            self.category,
            self.quad,
            self.type,
            self.place,
        ]
        held += [
            part for index in (self.actors, self.sources) for part in (index.starts, index.rows, index.roles)
        ]
        return sum(array.nbytes for array in held)


def read_columns(path: Path, actors: int, sources: int) -> Columns:
    """The partition of an `events-….parquet` file.

    Args:
        path: the file.
        actors, sources: how many codes their tables have.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no such file (pyarrow's errors are ValueErrors too), or a code has no row.
    """
    table = pq.read_table(path, schema=schema.EVENTS, memory_map=False)
    plain = {
        name: table.column(name).to_numpy()
        for name in schema.EVENTS.names
        if not pa.types.is_list(schema.EVENTS.field(name).type)
    }
    size = table.num_rows
    category = plain["category"]
    if size and int(category.max()) >= len(schema.CATEGORIES):
        raise ValueError(f"{path.name}: a category has no name")
    first, second, third, fourth = (plain[name] for name in schema.BOUNDS)
    return Columns(
        name=path.name,
        dated=plain["dated"].astype(bool),
        bounds=(first, second, third, fourth),
        category=category,
        quad=QUAD_OF_CODE[category].astype(np.uint8),
        type=plain["type"],
        place=plain["place"] + np.int32(1),
        actors=_index(table.column("actors"), table.column("roles"), actors, path.name),
        sources=_index(table.column("sources"), None, sources, path.name),
    )


def _index(codes: Any, roles: Any, known: int, name: str) -> Index:
    lists = codes.combine_chunks()
    keys = lists.flatten().to_numpy().astype(np.int64)
    if len(keys) and not 0 <= int(keys.min()) <= int(keys.max()) < known:
        raise ValueError(f"{name}: a code has no row in its table")
    lengths = np.diff(lists.offsets.to_numpy())
    rows = np.repeat(np.arange(len(lengths), dtype=np.int64), lengths)
    bits = np.ones(len(keys), dtype=np.uint8)
    if roles is not None:
        held = roles.combine_chunks().flatten().to_numpy()
        if len(held) != len(keys) or (len(held) and int(held.max()) >= len(schema.ROLES)):
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
