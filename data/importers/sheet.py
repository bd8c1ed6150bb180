"""Somebody's own spreadsheet, CSV or Excel: its rows by header, and each of them as an event."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

from data.importers import phrase_words
from data.importers.day_order import Decision, decided
from data.importers.delimited import Read
from data.importers.drafts import Draft, RowError
from data.importers.files import FileError, Limits, as_text, opened, scanned
from data.importers.header import AGAIN, EMPTY, HXL
from data.importers.lines import MAX_CHARACTERS, WIDTH, Row, Rows
from data.importers.mapping import Mapping, read_mapping
from data.importers.sheet_drafts import sheet_draft
from data.importers.sheet_places import IsArea
from data.importers.workbook import MAX_COLUMNS, is_workbook, workbook

_DELIMITERS: Final = (",", ";", "\t")
_LOOKED_AT: Final = 10
"""First lines from which it is told what separates cells."""
_ORDERED: Final = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b", re.ASCII)


class Sheet:
    """A spreadsheet, open: its headers, its notices, and its rows."""

    def __init__(
        self, name: str, notices: list[str], rows: Iterator[Row], position: Callable[[], int]
    ) -> None:
        """Reads the header: the first row with two filled cells; what stands above it is named in a notice.

        Raises:
            FileError: there is none, or it has too many columns.
        """
        self.notices = notices
        self.position = position
        self._name = name
        self._rows = rows
        self._header = _without_empty_end(self._find_header().cells)
        if len(self._header) > MAX_COLUMNS:
            raise FileError(f"{name}: has more than {MAX_COLUMNS} columns.")
        self.headers = _named(self._header)

    def _find_header(self) -> Row:
        for row in self._rows:
            if row.fault is not None:
                raise FileError(f"{self._name}: the header cannot be read ({row.fault.reason}).")
            if _is_header(row.cells):
                return row
            if told := " ".join(filter(None, map(str.strip, row.cells))):
                self.notices.append(f"{self._name}: line {row.line} is above the header: {told[:80]!r}.")
        raise FileError(f"{self._name}: no row has two filled cells, so there is no header.")

    def __iter__(self) -> Iterator[Row]:
        """The rows below the header, as wide as it; tags, repeated headers and empty rows as faults."""
        width = len(self.headers)
        for row in self._rows:
            cells = [*row.cells, *[""] * (width - len(row.cells))]
            fault = row.fault or self._fault(cells)
            yield Row(row.line, cells if fault else cells[:width], fault)

    def _fault(self, cells: list[str]) -> RowError | None:
        filled = [cell.strip() for cell in cells if cell.strip()]
        if not filled:
            return RowError(EMPTY)
        if all(cell.startswith("#") for cell in filled):
            return RowError(HXL, filled[0])
        if _without_empty_end(cells) == self._header:
            return RowError(AGAIN, filled[0])
        if any(map(str.strip, cells[len(self.headers) :])):
            return RowError(WIDTH, f"{len(cells)} cells, not {len(self.headers)}")
        return None

    def by_header(self, row: Row) -> dict[str, str]:
        """The cells of a row without a fault, stripped."""
        return dict(zip(self.headers, map(str.strip, row.cells), strict=True))


def _is_header(cells: Sequence[str]) -> bool:
    return sum(1 for cell in cells if cell.strip()) > 1


def _without_empty_end(cells: Sequence[str]) -> list[str]:
    found = [cell.strip() for cell in cells]
    while found and not found[-1]:
        found.pop()
    return found


def _named(cells: Sequence[str]) -> tuple[str, ...]:
    """Each header once: an empty one is called by its place, and so is one that is there already."""
    names: list[str] = []
    for number, cell in enumerate(cells, 1):
        name = " ".join(cell.split()) or f"Column {number}"
        while name in names:
            name = f"{name} (column {number})"
        names.append(name)
    return tuple(names)


@contextmanager
def open_sheet(path: Path, limits: Limits) -> Iterator[Sheet]:
    """A spreadsheet, open.

    Raises:
        FileError: it is neither delimited text nor a sound workbook, or exceeds the limits.
    """
    if is_workbook(path):
        with workbook(path, limits) as book:
            yield Sheet(path.name, book.notices, (Row(line, cells) for line, cells in book), book.position)
        return
    encoding = scanned(path, limits)
    with opened(path) as file:
        start = as_text(file, encoding)  # kept until the file is closed: without an owner it would warn
        delimiter = _delimiter(path, start)
    with opened(path) as file:
        text = as_text(file, encoding)
        rows = _delimited(Rows(text, delimiter))
        yield Sheet(path.name, [encoding.notice] if encoding.notice else [], rows, file.position)


def _delimited(rows: Rows) -> Iterator[Row]:
    """The rows; from the header on, each has to be as wide as it."""
    for row in rows:
        if not rows.width and _is_header(row.cells):
            rows.width = len(row.cells)
        yield row


def _delimiter(path: Path, text: TextIO) -> str:
    """What separates the cells: of the first lines, what makes most of them when a line is read with it."""
    lines = list(islice(iter(partial(text.readline, MAX_CHARACTERS), ""), _LOOKED_AT))
    if not any(line.strip() for line in lines):
        raise FileError(f"{path.name}: has no rows.")
    return max(_DELIMITERS, key=lambda mark: max(len(_cells(line, mark)) for line in lines))


def _cells(line: str, mark: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=mark), [])
    except csv.Error:
        return line.split(mark)


def sheet_rows(path: Path, limits: Limits) -> Iterator[tuple[int, dict[str, str] | RowError]]:
    """The line of every row of a spreadsheet, and its cells by header or why it is none.

    Raises:
        FileError: as `open_sheet`; also where it has more rows than the limits allow.
    """
    with open_sheet(path, limits) as sheet:
        for number, row in enumerate(sheet, 1):
            if limits.max_rows is not None and number > limits.max_rows:
                raise FileError(f"{path.name}: has more than the {limits.max_rows:,} rows allowed.")
            yield row.line, row.fault or sheet.by_header(row)


class SheetFile:
    """A spreadsheet as drafts; iterating reads it once, holding one row at a time."""

    def __init__(self, path: Path, limits: Limits, is_area: IsArea, mapping: Mapping | None = None) -> None:
        """`is_area` as in `sheet_place`; `mapping`: as it was confirmed, None takes the proposed one."""
        self._path = path
        self._limits = limits
        self._is_area = is_area
        self._mapping = mapping
        self._decision: Decision | None = None
        self.notices: list[str] = []
        """What was decided about the file; whole once it has been read."""

    def read(self, progress: Callable[[int], None]) -> Iterator[Read]:
        """Its rows; `progress` is told now and then how many bytes of the file have been read.

        Raises:
            FileError: it cannot be read, or lacks a column of the mapping.
        """
        with open_sheet(self._path, self._limits) as sheet:
            mapping = self._mapping or read_mapping(sheet.headers)
            mapping.require(sheet.headers, self._path.name)
            self.notices += mapping.in_words(sheet.headers).splitlines()
            for number, row in enumerate(sheet):
                if number % 1000 == 0:
                    progress(sheet.position())
                yield Read(
                    row.line, row.cells, row.fault or self._outcome(sheet.by_header(row), row.line, mapping)
                )
            self.notices += sheet.notices
        if self._decision is not None:
            self.notices.append(self._decision.notice)

    def _outcome(self, cells: dict[str, str], line: int, mapping: Mapping) -> Draft | RowError:
        day_first = self._day_first(cells, mapping)
        try:
            return sheet_draft(cells, mapping, f"{self._path.stem}, line {line}", day_first, self._is_area)
        except RowError as fault:
            if fault.reason == phrase_words.ORDER and self._decision is not None and self._decision.fault:
                return RowError(self._decision.fault, fault.value)
            return fault

    def _day_first(self, cells: dict[str, str], mapping: Mapping) -> bool | None:
        """The order of day and month; the file is looked through for it once a date depends on it."""
        if mapping.day_first is not None:
            return mapping.day_first
        dates = [cells.get(header, "") for header in _date_headers(mapping)]
        if self._decision is None and any(_ORDERED.search(cell) for cell in dates):
            self._decision = self._decide(mapping)
        if self._decision is None or self._decision.order is None:
            return None
        return self._decision.order == "day first"

    def _decide(self, mapping: Mapping) -> Decision:
        with open_sheet(self._path, self._limits) as sheet:
            at = [sheet.headers.index(header) for header in _date_headers(mapping)]
            dates = ((row.line, row.cells[place]) for row in sheet if row.fault is None for place in at)
            return decided(self._path.name, dates)


def _date_headers(mapping: Mapping) -> list[str]:
    return [mapping.fields[name] for name in ("date", "end", "source_date") if name in mapping.fields]
