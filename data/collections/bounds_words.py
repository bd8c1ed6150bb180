"""Four bounds in words, for a list or a hover that has no words of the event at hand."""

from __future__ import annotations

import calendar
from datetime import date
from functools import lru_cache

from data import date_words
from data.date_languages import LANGUAGES, Part
from data.dates import UNBOUNDED_FUTURE, UNBOUNDED_PAST, Bounds, day_in_words, to_date


def bounds_in_words(bounds: Bounds) -> str:
    """The date in plain words of the language in force: a day, one unknown day, or a duration.

    A month or a year that the bounds fill is named as such.
    """
    return _words(bounds, date_words.language())


@lru_cache(maxsize=4096)
def _words(bounds: Bounds, language: str) -> str:
    """Worded without a detour over EDTF, whose grammar takes a hundred times as long to read a date."""
    spoken = LANGUAGES[language]
    if bounds.start_earliest == bounds.end_earliest and bounds.start_latest == bounds.end_latest:
        first, last = to_date(bounds.start_earliest), to_date(bounds.start_latest)
        whole = _whole(first, last) if first and last else None
        return spoken.unknown_day(whole) if whole else spoken.one_of(first, last)
    if bounds.start_earliest == bounds.start_latest and bounds.end_earliest == bounds.end_latest:
        return spoken.span(*(_day(day) for day in (bounds.start_earliest, bounds.end_latest)))
    start = _between(bounds.start_earliest, bounds.start_latest)
    if bounds.end_latest >= UNBOUNDED_FUTURE:
        return f"began {start}; went on to {day_in_words(bounds.end_earliest)} at least"
    return f"began {start}; ended {_between(bounds.end_earliest, bounds.end_latest)}"


def _whole(first: date, last: date) -> Part | None:
    """The day, month or year that the two days enclose, if they enclose just that."""
    if first == last:
        return Part((first.year, first.month, first.day), "")
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return Part((first.year,), "")
    end = calendar.monthrange(last.year, last.month)[1]
    if (first.year, first.month, first.day, end) == (last.year, last.month, 1, last.day):
        return Part((first.year, first.month), "")
    return None


def _day(day: int) -> Part:
    found = to_date(day)
    assert found is not None  # an end that is known exactly is bounded
    return Part((found.year, found.month, found.day), "")


def _between(first: int, last: int) -> str:
    if first == last:
        return f"on {day_in_words(first)}"
    if first <= UNBOUNDED_PAST:
        return f"on {day_in_words(last)} or before"
    if last >= UNBOUNDED_FUTURE:
        return f"on {day_in_words(first)} or later"
    return f"between {day_in_words(first)} and {day_in_words(last)}"
