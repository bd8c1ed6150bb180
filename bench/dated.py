"""Dates of synthetic events: the four bounds, and the EDTF and the words that say no more than they do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data.dates import UNBOUNDED_FUTURE

Days = npt.NDArray[np.int64]
Chance = np.random.Generator

FIRST: Final = int(np.datetime64("2010-01-01").astype(np.int64))
LAST: Final = int(np.datetime64("2024-12-31").astype(np.int64))
SHARES: Final = {
    "day": 0.70,
    "week": 0.12,
    "month": 0.10,
    "year": 0.04,
    "duration": 0.02,
    "open": 0.01,
    "undated": 0.01,
}
REASONS: Final = {
    "day": "The file says the day.",
    "week": "The file says that it was within this week; the day is not known.",
    "month": "The file says the month; the day is not known.",
    "year": "The file says the year; the day is not known.",
    "duration": "The file says the first and the last day.",
    "open": "The file says the first day, and that it still went on when its source spoke.",
    "undated": "The file says no date.",
}
_STILL: Final = 60
"""Days at most from the start of an event that goes on to the day its source spoke."""


class Four(NamedTuple):
    """Day numbers of `schema.BOUNDS`."""

    start_earliest: Days
    start_latest: Days
    end_earliest: Days
    end_latest: Days


@dataclass(frozen=True)
class Dates:
    """A column of dates.

    Attributes:
        kind: position in `SHARES`.
        bounds: four columns of days, zero where undated.
    """

    kind: npt.NDArray[np.int64]
    bounds: Four

    @property
    def dated(self) -> npt.NDArray[np.bool_]:
        """Which rows have a date."""
        known: npt.NDArray[np.bool_] = self.kind != list(SHARES).index("undated")
        return known


def drawn(chance: Chance, rows: int) -> Dates:
    """`rows` dates of the shares in `SHARES`, within 2010 to 2024."""
    kind = chance.choice(len(SHARES), size=rows, p=list(SHARES.values()))
    day = chance.integers(FIRST, LAST + 1, rows)
    lasting = chance.integers(1, _STILL + 1, rows)
    made = [_BOUNDS[name](day, lasting) for name in SHARES]
    columns = (np.choose(kind, [four[bound] for four in made]) for bound in range(4))
    return Dates(kind, Four(*columns))


def edtf(dates: Dates) -> pa.Array:
    """The column `date`: "" where undated."""
    first, last = _iso(dates.bounds.start_earliest), _iso(dates.bounds.end_latest)
    written = {
        "day": first,
        "week": pc.binary_join_element_wise("[", first, "..", last, "]", ""),
        "month": pc.utf8_slice_codeunits(first, 0, 7),
        "year": pc.utf8_slice_codeunits(first, 0, 4),
        "duration": pc.binary_join_element_wise(first, last, "/"),
        "open": pc.binary_join_element_wise(first, "..", "/"),
        "undated": pa.nulls(len(first), pa.string()).fill_null(""),
    }
    return pc.choose(pa.array(dates.kind), *(written[name] for name in SHARES))


def phrases(dates: Dates) -> pa.Array:
    """The column `date_phrase`: the cells as an invented file would write them."""
    precision = pa.array(list(SHARES)).take(pa.array(dates.kind))
    written = pc.binary_join_element_wise("event_date ", _iso(dates.bounds.start_latest), ", ", precision, "")
    return pc.if_else(pa.array(dates.dated), written, "")


def reasons(dates: Dates) -> pa.Array:
    """The column `date_reason`."""
    return pa.array([REASONS[name] for name in SHARES]).take(pa.array(dates.kind))


def _iso(days: Days) -> pa.Array:
    """Day numbers as `2023-11-08`; what is beyond every calendar is never written, and clipped here."""
    return pa.array(np.clip(days, FIRST, LAST + _STILL).astype(np.int32), pa.date32()).cast(pa.string())


def _day(day: Days, _: Days) -> Four:
    return Four(day, day, day, day)


def _within(first: Days, last: Days) -> Four:
    """One day between two, which one is not known."""
    return Four(first, last, first, last)


def _week(day: Days, _: Days) -> Four:
    monday = day - (day + 3) % 7  # 1970-01-01 was a Thursday
    return _within(monday, monday + 6)


def _whole(unit: str) -> Callable[[Days, Days], Four]:
    def bounds(day: Days, _: Days) -> Four:
        period = day.astype("datetime64[D]").astype(f"datetime64[{unit}]")
        following = (period + 1).astype("datetime64[D]").astype(np.int64)
        return _within(period.astype("datetime64[D]").astype(np.int64), following - 1)

    return bounds


def _duration(day: Days, lasting: Days) -> Four:
    last = day + lasting
    return Four(day, day, last, last)


def _open(day: Days, lasting: Days) -> Four:
    return Four(day, day, day + lasting, np.full_like(day, UNBOUNDED_FUTURE))


def _undated(day: Days, _: Days) -> Four:
    none = np.zeros_like(day)
    return Four(none, none, none, none)


_BOUNDS: Final = {
    "day": _day,
    "week": _week,
    "month": _whole("M"),
    "year": _whole("Y"),
    "duration": _duration,
    "open": _open,
    "undated": _undated,
}
