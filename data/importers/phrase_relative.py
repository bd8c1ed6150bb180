"""Dates that are told from the day on which the source spoke: "three weeks ago", "last month", "on Monday".

"last week" and its like mean a calendar week to some and seven days to others; what is given holds for both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from data.importers import phrase_words as words
from data.importers.phrase_dates import Asked, Found, day_words, inside, span_words
from data.importers.phrase_words import MONTH_NAMES, NUMBERS, WEEKDAYS

_DAY: Final = timedelta(days=1)
_AGO: Final = re.compile(
    rf"(?:{words.any_of(words.APPROXIMATE)})? ?({words.any_of(NUMBERS)}|\d{{1,3}}) "
    r"(day|week|month|year|decade)s? (?:ago|earlier|before)",
    re.ASCII,
)
_WEEKDAY: Final = re.compile(rf"(?:on )?(last |next |this )?({words.any_of(WEEKDAYS)})")


def read_relative(text: str, asked: Asked) -> Found | None:
    """A phrase told from the day on which the source spoke; None where it is none.

    Raises:
        RowError: that day is not known, or the phrase has two meanings.
    """
    if named := _NAMED.get(re.sub(r"^(?:in|on|during) ", "", text)):
        return named(asked.spoken())
    return _ago(text, asked) or _weekday(text, asked)


def _ago(text: str, asked: Asked) -> Found | None:
    match = _AGO.fullmatch(text)
    if not match:
        return None
    number, spoken = NUMBERS.get(match[1]) or int(match[1]), asked.spoken()
    try:
        return _counted_back(spoken, number, match[2])
    except (OverflowError, ValueError) as error:
        raise asked.refusal(words.YEAR) from error


def _counted_back(spoken: date, number: int, unit: str) -> Found:
    """As `~` does, it is widened by one unit on both sides; a decade by one year (domain contract, 2)."""
    note = f"it is counted back from {day_words(spoken)}, when the source spoke, give or take a {unit}"
    if unit == "day":
        day = spoken - number * _DAY
        return Found(f"{day.isoformat()}~", f"about {day_words(day)}", note, True)
    if unit == "week":
        day = spoken - 7 * number * _DAY
        first, last = day - 7 * _DAY, min(day + 7 * _DAY, spoken)
        return Found(inside(first, last), f"one unknown day from {span_words(first, last)}", note, True)
    if unit == "month":
        year, month = divmod(spoken.year * 12 + spoken.month - 1 - number, 12)
        return Found(f"{year:04}-{month + 1:02}~", f"about {MONTH_NAMES[month + 1]} {year}", note, True)
    year = date(spoken.year - number * (10 if unit == "decade" else 1), 1, 1).year
    return Found(f"{year:04}~", f"about {year}", note.replace("decade", "year"), True)


def _weekday(text: str, asked: Asked) -> Found | None:
    """The last such day before the source spoke; on such a day it may mean that day or the week before."""
    match = _WEEKDAY.fullmatch(text)
    if not match:
        return None
    spoken = asked.spoken()
    back = (spoken.weekday() - WEEKDAYS[match[2]]) % 7
    if match[1] or not back:
        raise asked.refusal(words.TWO_WAYS)
    day = spoken - back * _DAY
    note = f"it is the last such day before {day_words(spoken)}, when the source spoke"
    return Found(day.isoformat(), day_words(day), note, True)


def _days_before(first: int, last: int) -> Callable[[date], Found]:
    """From `first` to `last` days before the source spoke."""

    def found(spoken: date) -> Found:
        start, end = spoken - first * _DAY, spoken - last * _DAY
        told = day_words(end) if first == last else f"one unknown day from {span_words(start, end)}"
        return Found(inside(start, end), told, _told_from(spoken), True)

    return found


def _whole_month(spoken: date) -> Found:
    return _month(spoken, spoken)


def _month_before(spoken: date) -> Found:
    return _month(spoken.replace(day=1) - _DAY, spoken)


def _month(day: date, spoken: date) -> Found:
    name = f"{MONTH_NAMES[day.month]} {day.year}"
    return Found(f"{day.year:04}-{day.month:02}", f"one unknown day in {name}", _told_from(spoken), True)


def _year(back: int) -> Callable[[date], Found]:
    def found(spoken: date) -> Found:
        year = spoken.year - back
        return Found(f"{year:04}", f"one unknown day in {year}", _told_from(spoken), True)

    return found


def _this_year_so_far(spoken: date) -> Found:
    return _so_far(spoken.replace(month=1, day=1), spoken)


def _this_month_so_far(spoken: date) -> Found:
    return _so_far(spoken.replace(day=1), spoken)


def _so_far(first: date, spoken: date) -> Found:
    told = day_words(first) if first == spoken else f"one unknown day from {span_words(first, spoken)}"
    return Found(inside(first, spoken), told, _told_from(spoken), True)


def _told_from(spoken: date) -> str:
    return f"it is told from {day_words(spoken)}, when the source spoke"


_NAMED: Final[dict[str, Callable[[date], Found]]] = {
    "today": _days_before(0, 0),
    "this morning": _days_before(0, 0),
    "yesterday": _days_before(1, 1),
    "last night": _days_before(1, 0),
    "the day before yesterday": _days_before(2, 2),
    "earlier this week": _days_before(6, 0),  # a week begins on Saturday, Sunday or Monday: not before then
    "last week": _days_before(13, 1),
    "this month": _whole_month,
    "earlier this month": _this_month_so_far,
    "last month": _month_before,
    "this year": _year(0),
    "earlier this year": _this_year_so_far,
    "last year": _year(1),
}
