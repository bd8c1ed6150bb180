"""Dates of datasets as EDTF with their bounds, made without parsing: a million rows have a million of them.

What is written here means to `data.dates.parse` exactly the bounds that stand beside it (tested).
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from data.dates import Bounds, day_number


class Span(NamedTuple):
    """A date: EDTF, its bounds, and how it was read in one sentence."""

    edtf: str
    bounds: Bounds
    reason: str = ""


@lru_cache(maxsize=65_536)
def on(day: date, reason: str) -> Span:
    """That day."""
    number = day_number(day)
    return Span(day.isoformat(), Bounds(number, number, number, number), reason)


def within(first: date, last: date, reason: str) -> Span:
    """One day, not known, from `first` to `last`, both included."""
    if first == last:
        return on(first, reason)
    start, end = day_number(first), day_number(last)
    return Span(_written(first, last), Bounds(start, end, start, end), reason)


def _written(first: date, last: date) -> str:
    """A whole month or year as such, because that is how it is told; else the set of days."""
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.year:04}-{first.month:02}"
        if first.year == last.year and (first.month, last.month) == (1, 12):
            return f"{first.year:04}"
    return f"[{first.isoformat()}..{last.isoformat()}]"


@lru_cache(maxsize=65_536)
def around(day: date, days: int, reason: str) -> Span:
    """One day, not known, at most `days` from `day`; never beyond the calendar."""
    earliest = date.fromordinal(max(1, day.toordinal() - days))
    latest = date.fromordinal(min(date.max.toordinal() - 1, day.toordinal() + days))
    return within(earliest, latest, reason)


@lru_cache(maxsize=4096)
def month_of(day: date, reason: str) -> Span:
    """One day, not known, of its month."""
    last = calendar.monthrange(day.year, day.month)[1]
    return within(day.replace(day=1), day.replace(day=last), reason)


def year_of(day: date, reason: str) -> Span:
    """One day, not known, of its year."""
    return within(day.replace(month=1, day=1), day.replace(month=12, day=31), reason)
