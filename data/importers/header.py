"""Which column of a file is which: headers in any case and order, or none at all where the order is known."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from data.importers.drafts import RowError
from data.importers.files import Encoding, FileError, Limits, Opened, as_text, opened, scanned
from data.importers.lines import MAX_CHARACTERS, Row, Rows

HXL: Final = "a row of HXL tags, no event"
AGAIN: Final = "the header once more"
EMPTY: Final = "a row without a filled cell"

_DELIMITERS: Final = (",", ";", "\t")
_OTHER: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Layout:
    """The columns of a format.

    Attributes:
        title: of the format, for messages.
        columns: every column that is read or known, by the names that importers use.
        required: those without which no row is an event; of a tuple of names, one is enough.
        orders: number of columns -> their order, for files without a header.
        others: further names of a column -> its name here.
        quoted: whether quotation marks enclose cells in files without a header.
    """

    title: str
    columns: tuple[str, ...]
    required: tuple[tuple[str, ...], ...]
    orders: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    quoted: bool = True

    def names(self) -> dict[str, str]:
        """Name as it is compared -> name."""
        own = {squashed(name): name for name in self.columns}
        return own | {squashed(other): name for other, name in self.others.items()}


def squashed(name: str) -> str:
    """A column's name without case, spaces, underscores and marks: EVENT_ID_CNTY, event id cnty."""
    return _OTHER.sub("", name.casefold())


class Table:
    """A file of a format, open: its notices, and its rows by column."""

    def __init__(self, path: Path, layout: Layout, file: Opened, encoding: Encoding, start: str) -> None:
        """Reads the header; `start` is the first line.

        Raises:
            FileError: the file lacks a required column.
        """
        self.notices: list[str] = [encoding.notice] if encoding.notice else []
        self._path = path
        self._file = file
        self._layout = layout
        delimiter, headed = _delimiter(start, layout)
        self._rows = Rows(as_text(file, encoding), delimiter, layout.quoted or headed)
        self._iterator = iter(self._rows)
        self._header: list[str] = []
        self.columns = self._by_header() if headed else self._by_order(start, delimiter)
        self._rows.width = len(self.columns)
        self._require()

    def _by_header(self) -> list[str]:
        """The names of the columns, "" for those that are not known."""
        self._header = next(self._iterator).cells
        names = self._layout.names()
        columns = [names.get(squashed(cell), "") for cell in self._header]
        for name in sorted(set(columns) - {""}):
            if columns.count(name) > 1:
                raise FileError(f"{self._path.name}: two columns are named {name}.")
        return columns

    def _by_order(self, start: str, delimiter: str) -> list[str]:
        count = len(_cells(start, delimiter, self._layout.quoted))
        order = self._layout.orders.get(count)
        if order is None:
            raise FileError(
                f"{self._path.name}: the first line has no column of {self._layout.title}, "
                f"and {count} columns are no known order for a file without a header."
            )
        self.notices.append(
            f"{self._path.name}: no header; read as the {count} columns in their known order."
        )
        return list(order)

    def _require(self) -> None:
        for names in self._layout.required:
            if not set(names) & set(self.columns):
                known = " or ".join(names)
                raise FileError(
                    f"{self._path.name}: lacks the column {known}, without which no row is an event."
                )
        lacking = [name for name in self._layout.columns if name not in self.columns]
        needed = {name for names in self._layout.required for name in names}
        if shown := [name for name in lacking if name not in needed]:
            self.notices.append(f"{self._path.name}: without the columns {', '.join(shown)}.")

    def position(self) -> int:
        """Bytes of the file that have been read."""
        return self._file.position()

    def __iter__(self) -> Iterator[Row]:
        """The rows below the header; tags, repeated headers and empty rows as faults of their own."""
        for row in self._iterator:
            if row.fault is None and (reason := self._no_event(row.cells)):
                yield Row(row.line, row.cells, RowError(reason, next(filter(None, row.cells), "")))
            else:
                yield row

    def _no_event(self, cells: list[str]) -> str:
        """Why a row is none that anybody meant as an event, "" where it may be one."""
        first = cells[0]
        if first and first[0] != "#" and first != (self._header or [""])[0]:
            return ""
        filled = [cell for cell in cells if cell.strip()]
        if not filled:
            return EMPTY
        if all(cell.lstrip().startswith("#") for cell in filled):
            return HXL
        return AGAIN if cells == self._header else ""


@contextmanager
def table(path: Path, layout: Layout, limits: Limits) -> Iterator[Table]:
    """A file of a format, open.

    Raises:
        FileError: it cannot be read as one.
    """
    encoding = scanned(path, limits)
    start = _first_line(path, encoding)
    with opened(path) as file:
        yield Table(path, layout, file, encoding, start)


def _first_line(path: Path, encoding: Encoding) -> str:
    with opened(path) as file:
        text = as_text(file, encoding)
        while line := text.readline(MAX_CHARACTERS):
            if line.strip():
                return line
    raise FileError(f"{path.name}: has no rows.")


def _delimiter(start: str, layout: Layout) -> tuple[str, bool]:
    """What separates cells, and whether the first line is a header: two of its cells are known columns, or
    one where no row needs more."""
    names = layout.names()
    known = {mark: sum(squashed(cell) in names for cell in _cells(start, mark, True)) for mark in _DELIMITERS}
    best = max(_DELIMITERS, key=known.__getitem__)
    if known[best] >= min(2, len(layout.required)):
        return best, True
    counts = {mark: len(_cells(start, mark, layout.quoted)) for mark in _DELIMITERS}
    return max(_DELIMITERS, key=lambda mark: (counts[mark] in layout.orders, counts[mark])), False


def _cells(line: str, delimiter: str, quoted: bool) -> list[str]:
    """The cells of a first line, as far as it can be read alone."""
    if not quoted:
        return line.rstrip("\r\n").split(delimiter)
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)
