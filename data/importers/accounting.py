"""What became of every row: rows in = accepted + rejected + superseded, and why."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from data.importers.drafts import RowError
from data.importers.header import AGAIN, EMPTY, HXL
from data.records import defused

EXAMPLES: Final = 5
"""Examples that the report gives of each reason."""

OUTSIDE: Final = "the row lies outside the region asked for"
OLDER: Final = "a newer row has the same id"
WITHDRAWN: Final = "the dataset has withdrawn the event"

NO_FAULTS: Final = frozenset({OUTSIDE, HXL, AGAIN, EMPTY})
"""Reasons that leave a row out without anything being wrong with it."""
_UNLISTED: Final = frozenset({OUTSIDE})
"""Not copied into the rejects file: it would be the greater part of a dataset of the world."""

REJECTS: Final = ("file", "line", "reason", "value", "cells")


@dataclass(frozen=True, slots=True)
class Example:
    """One row that a reason was given for; `value` is the cell at fault, or the id of the event."""

    file: str
    line: int
    value: str


@dataclass
class Reason:
    """How many rows a reason was given for, and the first of them."""

    count: int = 0
    examples: list[Example] = field(default_factory=list)

    def add(self, example: Example) -> None:
        """Count one row more."""
        self.count += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(example)


@dataclass
class Account:
    """The account of one import.

    Attributes:
        rows: rows read.
        accepted: those that are events of the collection.
        rejected, superseded: why the others are not.
        notices: what was decided about whole files.
    """

    rows: int = 0
    accepted: int = 0
    rejected: dict[str, Reason] = field(default_factory=dict)
    superseded: dict[str, Reason] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    @property
    def faults(self) -> int:
        """Rows that were rejected for something wrong with them."""
        return sum(one.count for reason, one in self.rejected.items() if reason not in NO_FAULTS)

    def balanced(self) -> bool:
        """Whether every row is accounted for."""
        return self.rows == self.accepted + _total(self.rejected) + _total(self.superseded)

    def as_dict(self) -> dict[str, Any]:
        """The report as it stands in `report.json`."""
        return {
            "rows": self.rows,
            "accepted": self.accepted,
            "rejected": _listed(self.rejected),
            "superseded": _listed(self.superseded),
            "notices": self.notices,
        }

    def in_words(self) -> str:
        """The report for a terminal."""
        left = [("rejected", self.rejected), ("superseded", self.superseded)]
        lines = [f"{self.rows:,} rows read = {self.accepted:,} accepted"]
        lines[0] += "".join(f" + {_total(reasons):,} {name}" for name, reasons in left)
        for name, reasons in left:
            for reason, one in _ranked(reasons):
                lines.append(f"  {one.count:,} {name}: {reason}")
                lines += [f"      {_at(example)}" for example in one.examples]
        return "\n".join([*lines, *(f"  note: {notice}" for notice in self.notices)])


def _at(example: Example) -> str:
    value = f": {example.value!r}" if example.value else ""
    return f"{example.file}, line {example.line}{value}"


def _total(reasons: dict[str, Reason]) -> int:
    return sum(one.count for one in reasons.values())


def _ranked(reasons: dict[str, Reason]) -> list[tuple[str, Reason]]:
    return sorted(reasons.items(), key=lambda item: (-item[1].count, item[0]))


def _listed(reasons: dict[str, Reason]) -> dict[str, Any]:
    return {
        "total": _total(reasons),
        "reasons": [
            {
                "reason": reason,
                "fault": reason not in NO_FAULTS,
                "count": one.count,
                "examples": [
                    {"file": example.file, "line": example.line, "value": example.value}
                    for example in one.examples
                ],
            }
            for reason, one in _ranked(reasons)
        ],
    }


class Ledger:
    """Keeps an account while rows are read, and writes the rejects file beside it."""

    def __init__(self, folder: Path) -> None:
        """`folder` receives `report.json` and `rejects.csv`; it must exist."""
        self.account = Account()
        self._folder = folder
        self._file = (folder / "rejects.csv").open("w", encoding="utf-8", newline="")
        self._rejects = csv.writer(self._file, lineterminator="\r\n")
        self._rejects.writerow(REJECTS)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def read(self) -> None:
        """One row more has been read."""
        self.account.rows += 1

    def accept(self) -> None:
        """It is an event."""
        self.account.accepted += 1

    def reject(self, file: str, line: int, fault: RowError, cells: Sequence[str]) -> None:
        """It is none; `cells` as they were read."""
        self._leave_out(self.account.rejected, Example(file, line, fault.value[:80]), fault.reason, cells)

    def withdraw(self, file: str, line: int, key: str, cells: Sequence[str]) -> None:
        """It was one until the dataset withdrew it."""
        self._leave_out(self.account.superseded, Example(file, line, key[:80]), WITHDRAWN, cells)

    def supersede(self, file: str, line: int, key: str) -> None:
        """A row that had been accepted turns out to have been replaced."""
        self.account.accepted -= 1
        self._leave_out(self.account.superseded, Example(file, line, key[:80]), OLDER, ())

    def _leave_out(
        self, reasons: dict[str, Reason], example: Example, reason: str, cells: Iterable[str]
    ) -> None:
        reasons.setdefault(reason, Reason()).add(example)
        if reason not in _UNLISTED:
            raw = json.dumps([*cells], ensure_ascii=False)
            self._rejects.writerow([defused(example.file), example.line, reason, defused(example.value), raw])

    def close(self) -> None:
        """Write both files.

        Raises:
            AssertionError: a row is unaccounted for; never, unless this program is wrong.
        """
        if not self.account.balanced():
            raise AssertionError(f"the account does not sum: {self.account.as_dict()}")
        self._file.close()
        report = json.dumps(self.account.as_dict(), ensure_ascii=False, indent=1)
        (self._folder / "report.json").write_text(report + "\n", "utf-8")
