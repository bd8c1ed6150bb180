"""A reader's filters as a question to a collection: names become codes, dates days, a window bins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from data import dates
from data.collections.collection import Collection
from data.collections.schema import CATEGORIES, ROLES
from data.collections.tally import Question
from data.names import NameIndex
from data.query import Filters, shown, type_code
from data.vocabulary import QUAD_CLASSES

MOST_BINS: Final = 130
"""Bins of the timeline: on a desk each is at least four pixels wide."""
UNITS: Final = ("day", "week", "month", "quarter", "year", "decade")
KEYS: Final = ("actor", "match", "role", "from_", "to", "when", "type", "place", "source", "event")
"""The filters that an imported collection has."""
LATEST: Final = date.max.toordinal() - date(1970, 1, 1).toordinal() - 4000
EARLIEST: Final = 11 - date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Asked:
    """What a reader wants to see.

    Attributes:
        question: for `tally`, with the bins of the window.
        spanning: for `strip`: the same filters without the window, with the bins of the whole span.
        unit: how long a bin of the window is (`UNITS`).
        notices: a sentence for everything that could not be used.
    """

    question: Question
    spanning: Question
    unit: str
    notices: tuple[str, ...]


def asking(collection: Collection, filters: Filters) -> Asked:
    """The question of `filters`; what the collection does not know is skipped and named."""
    notices: list[str] = [
        f"{key} is no filter of an imported collection; it was skipped." for key in _other(filters)
    ]
    plain = _plain(collection, filters, notices)
    span = collection.span
    window = _window(filters, notices)
    first, last = window or span
    first, last = max(first, span[0]), min(last, span[1])
    edges, unit = bins(*((first, last) if first <= last else span))
    strip_edges, _ = bins(*span)
    only = filters.when == "certain"
    return Asked(
        question=replace(plain, window=window, only_certain=only, edges=edges),
        spanning=replace(plain, edges=strip_edges),
        unit=unit,
        notices=tuple(notices),
    )


def _other(filters: Filters) -> list[str]:
    """Keys that are set and that only the curated dataset has."""
    blank = Filters()
    held = [name for name in vars(blank) if getattr(filters, name) != getattr(blank, name)]
    return [name for name in held if name not in (*KEYS, "view", "card", "since")]


def _plain(collection: Collection, filters: Filters, notices: list[str]) -> Question:
    def known(key: str, values: Iterable[str], index: NameIndex) -> list[tuple[int, ...]]:
        found = []
        for value in values:
            if codes := index.resolve(value):
                found.append(tuple(sorted(int(code) for code in codes)))
            else:
                notices.append(f"{key} {shown(value)} is not in this collection; it was skipped.")
        return found

    actors = known("actor", filters.actor, collection.actor_names)
    places = known("place", filters.place, collection.place_names)
    sources = known("source", filters.source, collection.source_names)
    return Question(
        actors=tuple(actors),
        every_actor=filters.match == "all",
        role=ROLES.index(filters.role) if filters.role else None,
        categories=_categories(filters.type) if filters.type else None,
        places=_joined(places),
        sources=_joined(sources),
        n_places=len(collection.places),
    )


def _joined(groups: list[tuple[int, ...]]) -> tuple[int, ...] | None:
    return tuple(sorted({code for group in groups for code in group})) if groups else None


def _categories(types: Iterable[str]) -> tuple[int, ...]:
    names: set[str] = set()
    for value in types:
        code = type_code(value) or ""
        names |= set(QUAD_CLASSES.get(code, (code,)))
    return tuple(code for code, name in enumerate(CATEGORIES) if name in names)


def _window(filters: Filters, notices: list[str]) -> tuple[int, int] | None:
    """First and last day asked for, an open side beyond every day; a reversed range is named and skipped."""
    if not filters.from_ and not filters.to:
        return None
    first = dates.day_range(filters.from_)[0] if filters.from_ else 2 * dates.UNBOUNDED_PAST
    last = dates.day_range(filters.to)[1] if filters.to else 2 * dates.UNBOUNDED_FUTURE
    if first > last:
        notices.append(f"from {filters.from_} is after to {filters.to}; both were skipped.")
        return None
    return first, last


def bins(first: int, last: int) -> tuple[tuple[int, ...], str]:
    """Edges of at most `MOST_BINS` bins that hold both days, and their unit; over 1300 years more decades.

    A bin is a day, a week from Monday (ISO 8601), a month, a quarter, a year or a decade. The last edge is
    the day after the last bin.
    """
    first, last = (min(max(day, EARLIEST), LATEST) for day in (first, last))
    for unit in UNITS:
        if (last - first) / _LEAST[unit] < MOST_BINS or unit == UNITS[-1]:
            edges = _edges(first, last, unit)
            if len(edges) <= MOST_BINS + 1 or unit == UNITS[-1]:
                return edges, unit
    raise AssertionError("a decade fits everything")


_LEAST: Final = {"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 365, "decade": 3652}


def _edges(first: int, last: int, unit: str) -> tuple[int, ...]:
    start, step = _STEPS[unit]
    edges = [start(_date(first))]
    while dates.day_number(edges[-1]) <= last:
        edges.append(step(edges[-1]))
    return tuple(dates.day_number(edge) for edge in edges)


def _date(day: int) -> date:
    found = dates.to_date(day)
    assert found is not None  # `bins` has cut the unbounded off
    return found


def _months(count: int) -> tuple[Callable[[date], date], Callable[[date], date]]:
    def start(day: date) -> date:
        return date(
            day.year - (day.year % (count // 12) if count > 12 else 0) or 1, _first_month(day, count), 1
        )

    def step(day: date) -> date:
        months = day.year * 12 + day.month - 1 + count
        return date(months // 12, months % 12 + 1, 1)

    return start, step


def _first_month(day: date, count: int) -> int:
    return 1 if count >= 12 else (day.month - 1) // count * count + 1


_STEPS: Final[dict[str, tuple[Callable[[date], date], Callable[[date], date]]]] = {
    "day": (lambda day: day, lambda day: day + timedelta(1)),
    "week": (lambda day: day - timedelta(day.weekday()), lambda day: day + timedelta(7)),
    "month": _months(1),
    "quarter": _months(3),
    "year": _months(12),
    "decade": _months(120),
}
