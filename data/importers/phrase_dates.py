"""One date as people write it (`8-Nov-23`, `early December`): what it says, and the days it may mean.

Reading and completing are two steps, because a date without a year or a month may borrow them: from the other
end of "29 August to 5 September 2023", or from the day on which the source spoke.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from data.importers import phrase_words as words
from data.importers.drafts import RowError
from data.importers.phrase_words import MONTH_NAMES, MONTHS, THIRDS

EARLIEST_YEAR: Final = 1800
_THIRD_OF_MONTH: Final = ((1, 10), (11, 20), (21, 31))
_THIRD_OF_YEAR: Final = ((1, 4), (5, 8), (9, 12))
_THIRD_NAMES: Final = ("early", "mid", "late")

_THIRD: Final = re.compile(rf"({words.any_of(THIRDS)})[ -]?(.+)")
_NUMERIC: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_NAMED: Final = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?P<day>\d{1,2})[ ./-]?(?P<month>[a-z]+)(?:(?:[ ./-]|(?<=[a-z]))'?(?P<year>\d{4}|\d{2}))?",
        r"(?P<month>[a-z]+)[ -]?(?P<day>\d{1,2})[ -](?P<year>\d{4})",
        r"(?P<month>[a-z]+) (?P<day>[0-2]?\d|3[01])",
        r"(?P<month>[a-z]+)(?: of)?[ -]?(?P<year>\d{4})",
        r"(?P<month>[a-z]+)[ -]?'(?P<year>\d{2})",
        r"(?P<month>[a-z]+)[ -](?P<year>3[2-9]|[4-9]\d)",
        r"(?P<year>\d{4})[ -]?(?P<month>[a-z]+)(?:[ -]?(?P<day>\d{1,2}))?",
        r"(?P<month>[a-z]+)",
    )
)
_FIGURES: Final = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?P<year>\d{4})(?:-(?P<month>\d{2}))?",
        r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})",
    )
)
_SHORT_MONTH: Final = re.compile(r"([a-z]+)-(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """A phrase with what is known around it: the day its source spoke, and the order of day and month."""

    phrase: str
    said_on: date | None
    day_first: bool | None

    def refusal(self, reason: str) -> RowError:
        """The error that names the phrase."""
        return RowError(reason, self.phrase)

    def spoken(self) -> date:
        """The day on which the source spoke; a RowError where it is not known."""
        if self.said_on is None:
            raise self.refusal(words.NEEDS_REPORT)
        return self.said_on

    @property
    def latest_year(self) -> int:
        """The last year that can be right: the one after the source spoke, or after today."""
        return (self.said_on or date.today()).year + 1


@dataclass(frozen=True, slots=True)
class Written:
    """What one date says, None where it says nothing; `third` is 0, 1 or 2 for early, mid or late."""

    year: int | None
    month: int | None = None
    day: int | None = None
    third: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days that one date may mean.

    Attributes:
        edtf: a year, a month or a day, or the set of a third.
        words: the same in English.
        note: what had to be settled to read it, "" where nothing had to.
        relative: whether the day on which the source spoke gave the year.
    """

    edtf: str
    first: date
    last: date
    words: str
    third: bool = False
    note: str = ""
    relative: bool = False


def read_written(text: str, asked: Asked) -> Written | None:
    """What one date says; None where `text` is no date.

    Args:
        text: in small letters, without commas, ordinal endings and dots after words.
        asked: whose phrase it is part of.

    Raises:
        RowError: it is a date that can be read in two ways.
    """
    third = _THIRD.fullmatch(text)
    if third:
        inner = read_written(third[2], asked)
        if inner is None or inner.day is not None or inner.third is not None:
            return None
        return replace(inner, third=THIRDS[third[1]])
    return _numeric(text, asked) or _figures(text) or _named(text, asked)


def numeric_order(text: str) -> bool | None:
    """Whether `13/11/2023` puts the day first (False: the month); None where the cell does not tell.

    A year of two figures does not tell either: 13/11/23 may begin with its year.
    """
    match = _NUMERIC.match(text.strip())
    if not match or len(match[4]) == 2:
        return None
    one, two = int(match[1]), int(match[3])
    if one > 12 >= two:
        return True
    return False if two > 12 >= one else None


def _numeric(text: str, asked: Asked) -> Written | None:
    match = _NUMERIC.fullmatch(text)
    if not match:
        return None
    one, two, full = int(match[1]), int(match[3]), len(match[4]) == 4
    if min(one, two) > 12:
        raise asked.refusal(words.NO_SUCH_DAY)
    tells = numeric_order(text)
    day_first = asked.day_first if tells is None else tells
    if day_first is None and not (full and one == two):
        raise asked.refusal(words.ORDER)
    day, month = (one, two) if day_first else (two, one)
    return _dated(match[4], month, day, asked)


def _figures(text: str) -> Written | None:
    for pattern in _FIGURES:
        if match := pattern.fullmatch(text):
            found = {name: int(value) for name, value in match.groupdict().items() if value}
            return Written(found["year"], found.get("month"), found.get("day"))
    return None


def _named(text: str, asked: Asked) -> Written | None:
    if (short := _SHORT_MONTH.fullmatch(text)) and short[1] in MONTHS and int(short[2]) <= 31:
        raise asked.refusal(words.TWO_WAYS)  # Apr-21 is a day to some and a month to others
    for pattern in _NAMED:
        match = pattern.fullmatch(text)
        if match and (month := MONTHS.get(match["month"])):
            found = match.groupdict()
            day = int(found["day"]) if found.get("day") else None
            return _dated(found.get("year"), month, day, asked)
    return None


def _dated(year: str | None, month: int, day: int | None, asked: Asked) -> Written:
    """A year of two figures is the last such year that can be right."""
    if year is None or len(year) == 4:
        return Written(int(year) if year else None, month, day)
    latest = asked.latest_year
    full = latest - (latest - int(year)) % 100
    return Written(full, month, day, note=f"the year {year} is taken as {full}")


def complete(written: Written, asked: Asked) -> Stretch:
    """The days of a date; one without a year is the last such date not after the source spoke.

    Raises:
        RowError: the calendar has no such day, the year cannot be right, or nothing gives the year.
    """
    if written.year is not None:
        return _stretch(written, asked)
    spoken = asked.spoken()
    note = f"its year is that of the last such date not after {day_words(spoken)}, when the source spoke"
    for year in (spoken.year, spoken.year - 1):
        if _possible(year, written):
            found = _stretch(replace(written, year=year), asked)
            if found.first <= spoken:
                return replace(found, note=note, relative=True)
    raise asked.refusal(words.NO_SUCH_DAY)


def _possible(year: int, written: Written) -> bool:
    """29 February is not in every year; a day that no year has is left to `_stretch` to name."""
    return (written.month, written.day) != (2, 29) or calendar.isleap(year)


def _stretch(written: Written, asked: Asked) -> Stretch:
    year, month, day = written.year or 0, written.month, written.day
    if not EARLIEST_YEAR <= year <= asked.latest_year:
        raise asked.refusal(words.YEAR)
    try:
        first = date(year, month or 1, day or 1)
    except ValueError as error:
        raise asked.refusal(words.NO_SUCH_DAY) from error
    if written.third is not None:
        return _third(written, first)
    if day:
        return Stretch(first.isoformat(), first, first, day_words(first), note=written.note)
    if month:
        name = f"{MONTH_NAMES[month]} {year}"
        return Stretch(f"{year:04}-{month:02}", first, month_end(year, month), name, note=written.note)
    return Stretch(f"{year:04}", first, date(year, 12, 31), str(year), note=written.note)


def _third(written: Written, start: date) -> Stretch:
    assert written.third is not None
    if written.month:
        one, two = _THIRD_OF_MONTH[written.third]
        first = start.replace(day=one)
        last = month_end(start.year, start.month) if two == 31 else start.replace(day=two)
    else:
        one, two = _THIRD_OF_YEAR[written.third]
        first, last = date(start.year, one, 1), month_end(start.year, two)
    note = f"these are the days that {_THIRD_NAMES[written.third]!r} is taken to mean"
    return Stretch(inside(first, last), first, last, span_words(first, last), third=True, note=note)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def inside(first: date, last: date) -> str:
    """EDTF of one unknown day from `first` to `last`."""
    return first.isoformat() if first == last else f"[{first.isoformat()}..{last.isoformat()}]"


def day_words(day: date) -> str:
    """For example "8 November 2023"."""
    return f"{day.day} {MONTH_NAMES[day.month]} {day.year}"


def span_words(first: date, last: date) -> str:
    """For example "1 to 10 December 2023": what both days share is said once."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day_words(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTH_NAMES[first.month]} to {day_words(last)}"
    return f"{day_words(first)} to {day_words(last)}"


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule made of a phrase: EDTF, the words after "is read as", what had to be settled."""

    edtf: str
    words: str
    note: str = ""
    relative: bool = False
