"""EDTF strings and the four bounds of a date; `data.date_words` puts it into words.

The grammar is the edtf package's (EDTF, Library of Congress 2019: levels 0 and 1, plus one-of-a-set ranges
of level 2); the bounds are computed here, because that package's own are wrong in places. Days are integers
counted from 1970-01-01, so that frames of them stay compact and comparisons are plain arithmetic.
"""

from __future__ import annotations

import calendar
import contextlib
import io
import re
import threading
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from edtf import parse_edtf
from edtf.parser import parser_classes as grammar
from edtf.parser.edtf_exceptions import EDTFParseException

from data import date_words
from data.date_languages import LANGUAGES, Part

UNBOUNDED_PAST: Final = -10_000_000
UNBOUNDED_FUTURE: Final = 10_000_000
_EPOCH: Final = date(1970, 1, 1).toordinal()
_RANGES: Final = (grammar.Consecutives, grammar.EarlierConsecutives, grammar.LaterConsecutives)
_PLAIN: Final = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_STRAY_SPACE: Final = re.compile(r"(?<!,)\s|,\s\s")
_PRINTING: Final = threading.Lock()


class DateError(ValueError):
    """A date that cannot be used; its text is one sentence that names the value."""


class Bounds(NamedTuple):
    """Four days that enclose what is known; `UNBOUNDED_*` where nothing encloses it.

    `start_earliest <= start_latest` and `end_earliest <= end_latest` always hold, and no end precedes
    its start: `end_earliest >= start_earliest`, `start_latest <= end_latest`.
    """

    start_earliest: int
    start_latest: int
    end_earliest: int
    end_latest: int


class _Span(NamedTuple):
    """The days one EDTF part may mean, with its precision (`day`, `month`, `year`) and its qualifier."""

    first: int
    last: int
    precision: str
    qualifier: str


def day_number(day: date) -> int:
    """Days from 1970-01-01 to `day`."""
    return day.toordinal() - _EPOCH


def to_date(day: int) -> date | None:
    """The calendar day of a day number; None where it is unbounded."""
    return None if day in (UNBOUNDED_PAST, UNBOUNDED_FUTURE) else date.fromordinal(day + _EPOCH)


def parse(text: str, as_of: date | None = None) -> Bounds:
    """Four bounds of an EDTF string.

    Args:
        text: the EDTF string, not blank.
        as_of: the day on which the source spoke; needed where the end is open (`2010/..`).

    Raises:
        DateError: the string is not of the supported grammar, ends before it starts, or lacks its `as_of`.
    """
    parsed = _grammar(text)
    if isinstance(parsed, grammar.Interval):
        return _interval(text, parsed, as_of)
    if isinstance(parsed, grammar.OneOfASet):
        first, last = _one_of(text, parsed)
        return Bounds(first, last, first, last)
    span = _span(text, parsed)
    return Bounds(span.first, span.last, span.first, span.last)


def day_range(text: str) -> tuple[int, int]:
    """First and last day of a plain ISO date, month or year (`2023-11-08`, `2023-11`, `2023`).

    Raises:
        DateError: anything else.
    """
    if not _PLAIN.fullmatch(text):
        raise DateError(f"{text!r} is not a date (write 2023-11-08, 2023-11 or 2023)")
    try:
        return _first_and_last([int(number) for number in text.split("-")], 0)
    except (ValueError, OverflowError) as error:
        raise DateError(f"{text!r} names no day of the calendar") from error


@lru_cache(maxsize=4096)
def _grammar(text: str) -> object:
    """The edtf package's parse of `text`; whatever it raises or prints becomes one DateError.

    Kept, because one parse takes over ten milliseconds and a page asks for the same dates again and again.
    Nothing here changes what it is given, so that threads may share it.
    """
    if _STRAY_SPACE.search(text):  # the package would overlook it
        raise DateError(f"{text!r} has a space where none belongs")
    try:
        # The package prints before some failures; two threads that swap the output at once would lose it.
        with _PRINTING, contextlib.redirect_stdout(io.StringIO()):
            return parse_edtf(text)
    except (EDTFParseException, TypeError, ValueError, AttributeError, KeyError, IndexError) as error:
        raise DateError(f"{text!r} is not a date in the supported EDTF grammar") from error


def _interval(text: str, parsed: object, as_of: date | None) -> Bounds:
    lower, upper = parsed.lower, parsed.upper  # type: ignore[attr-defined]
    lower_open, upper_open = _is_open(lower), _is_open(upper)
    if lower_open and upper_open:
        raise DateError(f"{text!r} gives neither a start nor an end")
    if lower_open:
        end = _span(text, upper)
        return Bounds(UNBOUNDED_PAST, end.last, end.first, end.last)
    start = _span(text, lower)
    if not upper_open:
        return _closed_interval(text, start, _span(text, upper))
    if str(upper) != "..":
        return Bounds(start.first, start.last, start.first, UNBOUNDED_FUTURE)
    if as_of is None:
        raise DateError(f"{text!r} is said to be still open and needs as_of, the day its source spoke")
    said = day_number(as_of)
    if said < start.first:
        raise DateError(f"{text!r} begins after its source spoke ({as_of.isoformat()})")
    return Bounds(start.first, min(start.last, said), said, UNBOUNDED_FUTURE)


def _closed_interval(text: str, start: _Span, end: _Span) -> Bounds:
    if end.last < start.first:
        raise DateError(f"{text!r} ends before it starts")
    return Bounds(start.first, min(start.last, end.last), max(end.first, start.first), end.last)


def _one_of(text: str, parsed: object) -> tuple[int, int]:
    """First and last day of a set; its members must touch, so that 'one day inside' is true of it."""
    members = parsed.objects  # type: ignore[attr-defined]
    spans = [_member(text, member) for member in members]
    for before, after in pairwise(spans):
        if before[2] != after[2]:
            raise DateError(f"{text!r} mixes days, months and years: write full days")
        if after[0] != before[1] + 1:
            raise DateError(f"{text!r} has a gap: rival values are two claims, each with its own date")
    return spans[0][0], spans[-1][1]


def _member(text: str, member: object) -> tuple[int, int, str]:
    """First day, last day and precision of one member of a set."""
    if not isinstance(member, _RANGES):
        span = _unqualified(text, member)
        return span.first, span.last, span.precision
    lower = None if _is_open(member.lower) else _unqualified(text, member.lower)
    upper = None if _is_open(member.upper) else _unqualified(text, member.upper)
    if lower and upper:
        if lower.precision != upper.precision:
            raise DateError(f"{text!r} mixes days, months and years: write full days")
        if upper.last < lower.first:
            raise DateError(f"{text!r} ends before it starts")
    known = lower or upper
    if known is None:
        raise DateError(f"{text!r} gives neither a start nor an end")
    return (
        lower.first if lower else UNBOUNDED_PAST,
        upper.last if upper else UNBOUNDED_FUTURE,
        known.precision,
    )


def _unqualified(text: str, part: object) -> _Span:
    span = _span(text, part)
    if span.qualifier:
        raise DateError(f"{text!r} qualifies a member of a set")
    return span


def _is_open(part: object) -> bool:
    return isinstance(part, grammar.UnspecifiedIntervalSection)


def _span(text: str, part: object) -> _Span:
    """The days of one date, widened by one unit of its precision on both sides if it is qualified."""
    qualifier = ""
    if type(part) is grammar.UncertainOrApproximate:
        qualifier = str(part.ua or "")
        part = part.date
    written = str(part)
    if type(part) is not grammar.Date or not _PLAIN.fullmatch(written):
        raise DateError(f"{text!r} uses a form of EDTF that is not supported here")
    numbers = [int(number) for number in written.split("-")]
    precision = ("year", "month", "day")[len(numbers) - 1]
    try:
        first, last = _first_and_last(numbers, 1 if qualifier else 0)
    except (ValueError, OverflowError) as error:
        raise DateError(f"{text!r} names no day of the calendar") from error
    return _Span(first, last, precision, qualifier)


def _first_and_last(numbers: list[int], widen: int) -> tuple[int, int]:
    if len(numbers) == 1:
        (year,) = numbers
        return day_number(date(year - widen, 1, 1)), day_number(date(year + widen, 12, 31))
    if len(numbers) == 2:
        year, month = numbers
        before, after = _month(year, month, -widen), _month(year, month, widen)
        last_day = calendar.monthrange(*after)[1]
        return day_number(date(*before, 1)), day_number(date(*after, last_day))
    day, unit = date(*numbers), timedelta(days=widen)
    return day_number(day - unit), day_number(day + unit)


def _month(year: int, month: int, shift: int) -> tuple[int, int]:
    if not 1 <= month <= 12:
        raise ValueError(month)
    index = year * 12 + month - 1 + shift
    return index // 12, index % 12 + 1


def in_words(text: str, said: date | None = None) -> str:
    """An EDTF string in plain words of the language in force; a blank one is "no date given".

    Args:
        text: the EDTF string.
        said: the day on which its source spoke; named where the end is said to be still open.

    Raises:
        DateError: as `parse`.
    """
    return _words(text, said, False, date_words.language())


def period_in_words(text: str) -> str:
    """As `in_words`, where a month or a year is all that is asked for: "November 2023", and no unknown day.

    Raises:
        DateError: as `parse`.
    """
    return _words(text, None, True, date_words.language())


def use_in_words(text: str) -> str:
    """As `in_words`, of the use of a name: where it begins at a time not given, that goes without saying.

    Raises:
        DateError: as `parse`.
    """
    parsed = _grammar(text) if text else None
    if not isinstance(parsed, grammar.Interval) or not _is_open(parsed.lower):
        return in_words(text)
    parse(text, date.max)
    return date_words.spoken().open_start(_part(parsed.upper), begun=False)


@lru_cache(maxsize=4096)
def _words(text: str, said: date | None, period: bool, tag: str) -> str:
    """Kept for each language, because the months of CLDR are looked up anew for every pattern."""
    spoken = LANGUAGES[tag]
    if not text:
        return spoken.nothing
    parse(text, date.max)  # what has no bounds has no words either
    parsed = _grammar(text)
    if isinstance(parsed, grammar.OneOfASet):
        first, last = _one_of(text, parsed)
        return spoken.one_of(to_date(first), to_date(last))
    if not isinstance(parsed, grammar.Interval):
        part = _part(parsed)
        return spoken.part(part) if period else spoken.unknown_day(part)
    lower, upper = parsed.lower, parsed.upper
    if _is_open(lower):
        return spoken.open_start(_part(upper))
    if _is_open(upper):
        return spoken.open_end(_part(lower), still=str(upper) == "..", said=said)
    return spoken.span(_part(lower), _part(upper))


def _part(part: object) -> Part:
    qualifier = ""
    if type(part) is grammar.UncertainOrApproximate:
        qualifier, part = str(part.ua or ""), part.date
    return Part(tuple(int(number) for number in str(part).split("-")), qualifier)


def day_in_words(day: int) -> str:
    """A day number as "8 November 2023", in the language in force; "unbounded" where it is."""
    found = to_date(day)
    return date_words.day_words(found, date_words.language()) if found else date_words.spoken().unbounded
