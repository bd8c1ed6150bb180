"""Delimited text as rows with their physical lines; a fault costs the row that has it and no other.

The standard reader, once inside a quoted cell that nobody closes, takes the rest of the file for that cell.
So the lines of a row are held while it is read: where they turn out to be none, reading goes on at the next
line that looks like the start of a row.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

from data.importers.drafts import RowError

MAX_CHARACTERS: Final = 131_072
"""Of one row, and of one cell, as the standard reader has it."""
MAX_LINES: Final = 1_000
"""Of one row: line breaks inside notes."""
_REREADS: Final = 1_000
"""How often lines of one file are read again; beyond that a faulty stretch is one fault, so that a hostile
file costs a bounded number of readings."""

UNCLOSED: Final = "a quotation mark is never closed"
UNDOUBLED: Final = "a quotation mark inside a quoted cell is not doubled, or one before it is never closed"
WIDTH: Final = "the row has more or fewer cells than the header"
CUT: Final = "the file ends in the middle of this row"
NUL: Final = "the row holds a NUL byte"
LONG: Final = f"the row has more than {MAX_CHARACTERS:,} characters"

_TOO_LONG: Final = "\0too long\n"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file.

    Attributes:
        line: the physical line on which it begins, from 1.
        cells: its cells; of a row with a fault, what could be read of it.
        fault: why it is no row of the table.
    """

    line: int
    cells: list[str]
    fault: RowError | None = None


class _FaultError(Exception):
    """The row being read is none."""


class _Feed:
    """Lines for the reader; those of the row being read are held."""

    def __init__(self, text: IO[str]) -> None:
        self._lines = _physical(text)
        self._again: deque[str] = deque()
        self.held: list[str] = []
        self.line = 0
        self._size = 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if len(self.held) >= MAX_LINES or self._size > MAX_CHARACTERS:
            raise _FaultError(UNCLOSED)
        line = self._again.popleft() if self._again else next(self._lines)
        self.held.append(line)
        self._size += len(line)
        if "\0" in line:
            raise _FaultError(LONG if line is _TOO_LONG else NUL)
        return line

    def next_row(self) -> None:
        """Let go of the lines of the row just read."""
        self.line += len(self.held)
        self.held.clear()
        self._size = 0

    def put_back(self, start: int) -> list[str]:
        """Hold only the lines before `start`, and have the others read again; returns those held."""
        self._again.extendleft(reversed(self.held[start:]))
        del self.held[start:]
        return self.held


def _physical(text: IO[str]) -> Iterator[str]:
    """The lines of a file; of one that is too long, a mark in its place."""
    while line := text.readline(MAX_CHARACTERS):
        if len(line) < MAX_CHARACTERS or line.endswith(("\n", "\r")):
            yield line
            continue
        while (more := text.readline(MAX_CHARACTERS)) and not more.endswith(("\n", "\r")):
            pass
        yield _TOO_LONG


class Rows:
    """The rows of a text, one after the other, each once."""

    def __init__(self, text: IO[str], delimiter: str, quoted: bool = True) -> None:
        """`quoted`: whether quotation marks enclose cells, or are letters like others (GDELT)."""
        self._feed = _Feed(text)
        self._delimiter = delimiter
        self._quoted = quoted
        self._rereads = 0
        self.width = 0
        """Cells that a row must have; 0 for any number. Set by who reads the header."""

    def __iter__(self) -> Iterator[Row]:
        reader = self._reader()
        feed = self._feed
        while True:
            feed.next_row()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (csv.Error, _FaultError) as error:
                yield self._faulty(_reason(error))
                reader = self._reader()
                continue
            if len(cells) != self.width and self.width and cells:
                cells, fault = self._fitted(cells)
                if fault is not None:
                    if len(feed.held) > 1:
                        yield self._faulty(fault)
                        reader = self._reader()
                    else:
                        yield Row(feed.line + 1, cells, fault)
                    continue
            if cells:
                yield Row(feed.line + 1, cells)

    def _reader(self) -> Iterator[list[str]]:
        if self._quoted:
            return csv.reader(self._feed, delimiter=self._delimiter, strict=True)
        return csv.reader(self._feed, delimiter=self._delimiter, strict=True, quoting=csv.QUOTE_NONE)

    def _fitted(self, cells: list[str]) -> tuple[list[str], RowError | None]:
        """Without empty cells beyond the last column, which spreadsheets leave; else why it does not fit."""
        if not any(cells[self.width :]) and len(cells) > self.width:
            return cells[: self.width], None
        ends = len(cells) < self.width and not self._feed.held[-1].endswith(("\n", "\r"))
        return cells, RowError(CUT if ends else WIDTH, f"{len(cells)} cells, not {self.width}")

    def _faulty(self, fault: RowError) -> Row:
        """The lines held as a row with a fault; those that look like other rows are read again."""
        line = self._feed.line + 1
        kept = self._feed.put_back(self._resume_at())
        raw = "".join(kept).rstrip("\r\n")[:MAX_CHARACTERS]
        value = fault.value or raw
        return Row(line, [raw.replace("\0", "�")], RowError(fault.reason, value[:80].replace("\0", "�")))

    def _resume_at(self) -> int:
        held = self._feed.held
        self._rereads += 1
        if self._rereads <= _REREADS:
            enough = max(1, self.width // 3)
            for number, line in enumerate(held[1:], 1):
                if line.count(self._delimiter) >= enough:
                    return number
        return len(held)


def _reason(error: Exception) -> RowError:
    if isinstance(error, _FaultError):
        return RowError(str(error))
    text = str(error)
    if "unexpected end" in text:
        return RowError(UNCLOSED)
    return RowError(LONG if "field limit" in text else UNDOUBLED)
