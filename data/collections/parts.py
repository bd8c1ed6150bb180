"""The partitions of a collection: written row by row, and written again without the rows that are gone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from data.collections.codes import Coded
from data.collections.schema import EVENTS, WORDS, WORDS_PER_GROUP
from data.dates import Bounds
from data.importers.drafts import Draft

_UNDATED: Final = Bounds(0, 0, 0, 0)
_COMPRESSION: Final = "zstd"


@dataclass(frozen=True, slots=True)
class EventRow:
    """A draft, its codes, and where it was read."""

    draft: Draft
    codes: Coded
    file: str
    line: int

    def event(self) -> tuple[Any, ...]:
        """The cells of `EVENTS`."""
        draft, codes = self.draft, self.codes
        deaths = (-1 if number is None else number for number in draft.deaths or (None, None, None))
        return (
            draft.bounds is not None,
            *(draft.bounds or _UNDATED),
            codes.category,
            codes.type,
            codes.place,
            codes.actors,
            codes.roles,
            codes.sources,
            *deaths,
        )

    def words(self) -> tuple[Any, ...]:
        """The cells of `WORDS`."""
        draft = self.draft
        return (
            draft.key,
            draft.title,
            draft.notes,
            draft.date,
            draft.date_phrase,
            draft.date_reason,
            draft.url,
            draft.caveats,
            self.file,
            self.line,
        )


class _Buffer:
    """Rows that become an Arrow table each time a row group of them is there."""

    def __init__(self, schema: pa.Schema, full: Callable[[pa.Table], None]) -> None:
        self._schema = schema
        self._full = full
        self._rows: list[tuple[Any, ...]] = []

    def add(self, row: tuple[Any, ...]) -> None:
        self._rows.append(row)
        if len(self._rows) == WORDS_PER_GROUP:
            self.flush()

    def flush(self) -> None:
        if not self._rows:
            return
        columns = zip(*self._rows, strict=True)
        arrays = [pa.array(cells, type=one.type) for cells, one in zip(columns, self._schema, strict=True)]
        self._full(pa.table(arrays, schema=self._schema))
        self._rows.clear()


class _Part:
    """One partition in the making: its words go to the disk as they come, its numbers when it is full."""

    def __init__(self, folder: Path, number: int) -> None:
        self._path = folder / f"events-{number:04}.parquet"
        self._batches: list[pa.Table] = []
        self._events = _Buffer(EVENTS, self._batches.append)
        self._writer = _words_writer(folder / f"words-{number:04}.parquet")
        self._words = _Buffer(WORDS, self._writer.write_table)
        self.rows = 0

    def add(self, row: EventRow) -> None:
        self._events.add(row.event())
        self._words.add(row.words())
        self.rows += 1

    def close(self) -> None:
        self._events.flush()
        self._words.flush()
        self._writer.close()
        _write_events(self._path, pa.concat_tables([EVENTS.empty_table(), *self._batches]))


def _words_writer(path: Path) -> pq.ParquetWriter:
    return pq.ParquetWriter(path, WORDS, compression=_COMPRESSION)


def _write_events(path: Path, table: pa.Table) -> None:
    """In one row group: all of it is read at once."""
    pq.write_table(table, path, compression=_COMPRESSION, row_group_size=max(1, len(table)))


class PartWriter:
    """Rows into partitions; there is always one, if an empty one."""

    def __init__(self, folder: Path, per_partition: int) -> None:
        """`folder` must exist; a partition holds `per_partition` rows, the last one fewer."""
        self._folder = folder
        self._per_partition = per_partition
        self._number = 0
        self._part: _Part | None = _Part(folder, 0)

    def add(self, row: EventRow) -> None:
        """One row more, into the next partition where this one is full."""
        assert self._part is not None, "nothing is added once it is closed"
        if self._part.rows == self._per_partition:
            self._part.close()
            self._number += 1
            self._part = _Part(self._folder, self._number)
        self._part.add(row)

    def close(self) -> None:
        """Write what is still held; once is enough."""
        if self._part is not None:
            self._part.close()
            self._part = None


def drop_rows(folder: Path, rows: NDArray[np.int64], gone: Callable[[str, int, str], None]) -> None:
    """Write the partitions again that hold any of `rows`, without them.

    Args:
        folder: holds the partitions.
        rows: numbers of rows, counted through all partitions, ascending.
        gone: told of each of them: file, line, id.
    """
    first, kept = 0, 0
    for number in range(len([*folder.glob("events-*.parquet")])):
        events, words = folder / f"events-{number:04}.parquet", folder / f"words-{number:04}.parquet"
        count = pq.read_metadata(events).num_rows
        start, end = np.searchsorted(rows, (first, first + count))
        first += count
        if start < end:
            keep = np.ones(count, dtype=np.bool_)
            keep[rows[start:end] - (first - count)] = False
            _rewrite(events, words, keep, gone)
            count = int(keep.sum())
        if count or (number == 0 == len(rows)):
            events.rename(folder / f"events-{kept:04}.parquet")
            words.rename(folder / f"words-{kept:04}.parquet")
            kept += 1
        else:
            events.unlink()
            words.unlink()


def _rewrite(
    events: Path, words: Path, keep: NDArray[np.bool_], gone: Callable[[str, int, str], None]
) -> None:
    _write_events(events, pq.read_table(events, schema=EVENTS).filter(pa.array(keep)))
    fresh = words.with_suffix(".fresh")
    at = 0
    with pq.ParquetFile(words) as old, _words_writer(fresh) as writer:
        for group in range(old.num_row_groups):
            table = old.read_row_group(group)
            mask = keep[at : at + len(table)]
            at += len(table)
            for row in table.filter(pa.array(~mask)).select(["file", "line", "id"]).to_pylist():
                gone(row["file"], row["line"], row["id"])
            if mask.any():
                writer.write_table(table.filter(pa.array(mask)), row_group_size=WORDS_PER_GROUP)
    fresh.replace(words)
