"""Four bounds in words, for a list or a hover that has no words of the event at hand."""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache

from data import date_words
from data.dates import UNBOUNDED_FUTURE, UNBOUNDED_PAST, Bounds, day_in_words, in_words, to_date


def bounds_in_words(bounds: Bounds) -> str:
    """The date in plain words of the language in force: a day, one unknown day, or a duration.

    A month or a year that the bounds fill is named as such.
    """
    return _words(bounds, date_words.language())


@lru_cache(maxsize=4096)
def _words(bounds: Bounds, language: str) -> str:
    if bounds.start_earliest == bounds.end_earliest and bounds.start_latest == bounds.end_latest:
        return in_words(_one_day(bounds.start_earliest, bounds.start_latest))
    if bounds.start_earliest == bounds.start_latest and bounds.end_earliest == bounds.end_latest:
        return in_words(f"{_iso(bounds.start_earliest)}/{_iso(bounds.end_latest)}")
    start = _between(bounds.start_earliest, bounds.start_latest)
    return f"began {start}; ended {_between(bounds.end_earliest, bounds.end_latest)}"


def _one_day(first: int, last: int) -> str:
    """EDTF of one unknown day from `first` to `last`."""
    low, high = to_date(first), to_date(last)
    if low and high:
        if low == high:
            return low.isoformat()
        if low.day == 1 and (low.year, low.month) == (high.year, high.month) and high.day == _last_day(high):
            return f"{low:%Y-%m}"
        if (low.month, low.day, high.month, high.day) == (1, 1, 12, 31) and low.year == high.year:
            return f"{low:%Y}"
    return f"[{_iso(first) if low else ''}..{_iso(last) if high else ''}]"


def _last_day(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _iso(day: int) -> str:
    found = to_date(day)
    return found.isoformat() if found else ""


def _between(first: int, last: int) -> str:
    if first == last:
        return f"on {day_in_words(first)}"
    if first <= UNBOUNDED_PAST:
        return f"on {day_in_words(last)} or before"
    if last >= UNBOUNDED_FUTURE:
        return f"on {day_in_words(first)} or later"
    return f"between {day_in_words(first)} and {day_in_words(last)}"
