"""Days as datasets spell them, and whether a file writes day or month first.

`11/8/2023` tells nobody whether it is in August or in November. The file may: a row such as `25/8/2023` has
one reading only. Where no row tells, or two rows tell different things, such dates stay unread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from data.importers.drafts import RowError

UNREADABLE: Final = "the date cannot be read"
UNDECIDED: Final = (
    "the date may be read day first or month first, and no date of the file has one reading only"
)
CONTRADICTED: Final = (
    "the date may be read day first or month first, and the dates of the file contradict each other"
)
ABSURD: Final = "the year cannot be right: before 1900 or still to come"
BLANK: Final = "the date is empty"

EARLIEST: Final = 1900
Order = Literal["day first", "month first"]

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sep sept", "october oct", "november nov", "december dec"), 1
    )
    for name in names.split()
}  # fmt: skip
_REMEMBERED: Final = 65_536
_TIME: Final = re.compile(
    r"[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?[AaPp][Mm])?(?:Z|[+-][0-9:]{2,6})?$"
)
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_COMPACT: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_NUMBERS: Final = re.compile(r"([0-9]{1,2})([-/])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_DOTS: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4}|[0-9]{2})")
_DAY_NAME: Final = re.compile(r"([0-9]{1,2})[- /.]*([A-Za-z]{3,9})\.?[- /,.]*([0-9]{4}|[0-9]{2})")
_NAME_DAY: Final = re.compile(r"([A-Za-z]{3,9})\.?[- ]*([0-9]{1,2}),? *[- ]?([0-9]{4})")


@dataclass(frozen=True, slots=True)
class Numbers:
    """A date of three numbers whose first two may be day and month in either order."""

    first: int
    second: int
    year: int

    def read(self, order: Order) -> date | None:
        """The day in that order, None where the calendar has none."""
        month, day = (self.first, self.second) if order == "month first" else (self.second, self.first)
        return _day(self.year, month, day)


@lru_cache(maxsize=65_536)
def spelled(text: str) -> date | Numbers | None:
    """The day that `text` spells, or the numbers where it depends on the file; None where it spells none.

    A time of day is left out. Dots stand between day, month and year in this order wherever they are used.
    """
    text = _TIME.sub("", text.strip())
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(int(found[1]), int(found[3]), int(found[4]))
    if found := _DAY_NAME.fullmatch(text):
        return _day(_year(found[3]), _MONTHS.get(found[2].lower(), 0), int(found[1]))
    if found := _NUMBERS.fullmatch(text):
        return Numbers(int(found[1]), int(found[3]), _year(found[4]))
    if found := _NAME_DAY.fullmatch(text):
        return _day(int(found[3]), _MONTHS.get(found[1].lower(), 0), int(found[2]))
    if found := _DOTS.fullmatch(text):
        return _day(_year(found[3]), int(found[2]), int(found[1]))
    if found := _COMPACT.fullmatch(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(text: str) -> int:
    """Two digits are 1970 to 2069: no dataset read here begins before."""
    number = int(text)
    if len(text) > 2:
        return number
    return number + (1900 if number >= 70 else 2000)


def told_order(text: str) -> Order | None:
    """What a date tells about the order of its file; None where it tells nothing."""
    numbers = spelled(text)
    if not isinstance(numbers, Numbers):
        return None
    month_first = numbers.read("month first") is not None
    day_first = numbers.read("day first") is not None
    if month_first == day_first:
        return None
    return "month first" if month_first else "day first"


@dataclass(frozen=True, slots=True)
class Decision:
    """The order of a file.

    Attributes:
        order: None where it cannot be decided.
        fault: then, the reason for every row that depends on it.
        notice: what was decided by which rows, for the report.
    """

    order: Order | None
    fault: str
    notice: str


def decided(file: str, dates: Iterable[tuple[int, str]]) -> Decision:
    """Read all dates of a file, as (line, text), and decide their order.

    Args:
        file: its name, for the notice.
        dates: as they stand there; all are read, because a late one may contradict.
    """
    seen: dict[Order, tuple[int, str]] = {}
    for line, text in dates:
        order = told_order(text)
        if order and order not in seen:
            seen[order] = (line, text)
            if len(seen) == 2:
                break
    told = " and ".join(f"{order} by line {line} ({text[:40]})" for order, (line, text) in seen.items())
    if not seen:
        return Decision(None, UNDECIDED, f"{file}: no date tells whether day or month comes first.")
    if len(seen) == 2:
        return Decision(None, CONTRADICTED, f"{file}: the order of day and month is {told}: undecided.")
    (order,) = seen
    return Decision(order, "", f"{file}: the order of day and month is {told}.")


class Days:
    """Reads the dates of one file; looks through the whole file only once a date depends on it."""

    def __init__(self, decide: Callable[[], Decision], latest: date) -> None:
        """`decide` reads the file; a day after `latest` cannot be right."""
        self._decide = decide
        self._latest = latest
        self.decision: Decision | None = None
        self._read: dict[str, date] = {}

    def read(self, text: str) -> date:
        """The day that a cell tells.

        Raises:
            RowError: it tells none, or none that is certain.
        """
        if text in self._read:
            return self._read[text]
        found = spelled(text)
        if isinstance(found, Numbers):
            found = self._ordered(found, text)
        if found is None:
            raise RowError(UNREADABLE if text.strip() else BLANK, text)
        if found.year < EARLIEST or found > self._latest:
            raise RowError(ABSURD, text)
        if len(self._read) < _REMEMBERED:
            self._read[text] = found
        return found

    def _ordered(self, numbers: Numbers, text: str) -> date | None:
        if numbers.first == numbers.second:
            return numbers.read("day first")
        if self.decision is None:
            self.decision = self._decide()
        if order := told_order(text) or self.decision.order:
            return numbers.read(order)
        if numbers.read("day first"):
            raise RowError(self.decision.fault, text)
        return None

    def order_words(self, text: str) -> str:
        """How the order of a cell was decided, as the beginning of a further sentence; "" where it was not
        in question."""
        if isinstance(spelled(text), Numbers) and self.decision is not None and self.decision.order:
            return f" The file writes the {self.decision.order}."
        return ""
