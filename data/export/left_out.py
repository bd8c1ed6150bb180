"""What a selection leaves out, filter by filter, so that a file can say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from data.describe import describe, range_words
from data.query import Filters
from data.selection import Selection, select

DATES, ONLY_POSSIBLE, UNDATED = "dates", "when", "undated"

_DIMENSIONS: Final = {
    "actor": ("actor", "match", "parts", "role"),
    "type": ("type",),
    "thread": ("thread",),
    "place": ("place",),
    "district": ("district",),
    "source": ("source",),
    "collection": ("collection",),
    "q": ("q",),
    "id": ("id",),
}
"""A filter -> the fields of `Filters` that make it up."""


@dataclass(frozen=True)
class LeftOut:
    """The events that one filter leaves out, judged by it alone; an event may fail several.

    Attributes:
        filter: key of the URL; `dates` for from and to, `when` for the merely possible, `undated`.
        reason: why, in words.
        events: their ids, in the order of the dataset.
    """

    filter: str
    reason: str
    events: tuple[str, ...]


def left_out(selection: Selection) -> tuple[LeftOut, ...]:
    """Every reason that applies to at least one event.

    The undated that pass every other filter are named last: they are in no range, but an export lists them
    apart, so that they are not lost.
    """
    found = (*_by_filter(selection), *_by_dates(selection), _undated(selection))
    return tuple(one for one in found if one.events)


def exported(selection: Selection) -> frozenset[str]:
    """Ids of the events that an export holds: the selected and the undated."""
    return frozenset((*selection.events["id"], *selection.undated["id"]))


def _by_filter(selection: Selection) -> Iterator[LeftOut]:
    for key, names in _DIMENSIONS.items():
        asked = {name: getattr(selection.filters, name) for name in names}
        if any(asked.values()):
            alone = select(selection.dataset, replace(Filters(), **asked))
            words = " ".join(describe(selection.dataset, alone.filters))
            yield LeftOut(key, f"not {words}", _others(selection, exported(alone)))


def _by_dates(selection: Selection) -> Iterator[LeftOut]:
    """By the range in force: the reader's, cut by that of a lock."""
    if selection.window is None:
        return
    reason = f"not {range_words(selection.window)}"
    if selection.plan.no_common_day:
        reason = "the dates asked for and those that the page is confined to have no day in common"
    yield LeftOut(DATES, reason, _judged(selection, "outside"))
    if selection.plan.only_certain:
        reason = "only possibly in this range, and the certain were asked for"
        yield LeftOut(ONLY_POSSIBLE, reason, _judged(selection, "possible"))


def _judged(selection: Selection, when: str) -> tuple[str, ...]:
    return tuple(event for event, found in selection.by_date.items() if found == when)


def _undated(selection: Selection) -> LeftOut:
    reason = "no date: never in a range, never among the selected; listed apart"
    return LeftOut(UNDATED, reason, tuple(selection.undated["id"]))


def _others(selection: Selection, kept: frozenset[str]) -> tuple[str, ...]:
    return tuple(event for event in selection.dataset.events["id"] if event not in kept)
