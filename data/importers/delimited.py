"""The rows of a dataset's delimited file as drafts."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.importers.accounting import OUTSIDE
from data.importers.day_order import Days, Decision, decided
from data.importers.drafts import Draft, RowError
from data.importers.files import Limits
from data.importers.formats import Format
from data.importers.header import Table, table
from data.importers.lines import Row
from data.importers.region import Region


@dataclass(frozen=True, slots=True)
class Read:
    """One row as it was read.

    Attributes:
        line: the physical line on which it begins, from 1.
        cells: as they stand in the file.
        outcome: the event, or why it is none.
    """

    line: int
    cells: list[str]
    outcome: Draft | RowError


class DelimitedFile:
    """A file of a dataset; iterating reads it once, holding one row at a time."""

    def __init__(
        self, path: Path, form: Format, limits: Limits, latest: date, region: Region | None = None
    ) -> None:
        """`latest`: a day after it cannot be right; `region`: rows outside it are none."""
        self._path = path
        self._form = form
        self._limits = limits
        self._region = region
        self._days = Days(self._decide, latest)
        self.notices: list[str] = []
        """What was decided about the file; whole once it has been read."""

    def read(self, progress: Callable[[int], None]) -> Generator[Read, None, None]:
        """Its rows; `progress` is told now and then how many bytes of the file have been read.

        Raises:
            FileError: it cannot be read as a file of the dataset.
        """
        with table(self._path, self._form.layout, self._limits) as rows:
            self.notices += rows.notices
            for number, row in enumerate(rows):
                if number % 1000 == 0:
                    progress(rows.position())
                yield Read(row.line, row.cells, row.fault or self._outcome(rows, row))
        if self._days.decision is not None:
            self.notices.append(self._days.decision.notice)

    def _outcome(self, rows: Table, row: Row) -> Draft | RowError:
        cells = dict(zip(rows.columns, map(str.strip, row.cells), strict=True))
        try:
            if self._region is not None:
                found = self._form.point(cells)
                if found and not self._region.holds(*found):
                    return RowError(OUTSIDE, f"{found[0]:g}, {found[1]:g}")
            return self._form.draft(cells, self._days)
        except RowError as fault:
            return fault

    def _decide(self) -> Decision:
        with table(self._path, self._form.layout, self._limits) as rows:
            places = [rows.columns.index(name) for name in self._form.dates if name in rows.columns]
            dates = ((row.line, row.cells[at]) for row in rows if row.fault is None for at in places)
            return decided(self._path.name, dates)
