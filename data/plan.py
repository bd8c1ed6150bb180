"""Filters resolved against one dataset: names become ids, dates become days, the unusable is named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from data import dates
from data.dataset import Dataset
from data.names import NameIndex, fold
from data.query import Filters, shown, type_code
from data.vocabulary import QUAD_CLASSES

EVER: Final = (2 * dates.UNBOUNDED_PAST, 2 * dates.UNBOUNDED_FUTURE)
"""A range that holds every day, the unbounded ones included."""


CARDS: Final = ("actors", "places", "sources")
"""Tables whose rows have a card of their own, besides the events."""


@dataclass(frozen=True)
class Plan:
    """What `select` looks for; `None` or empty = that filter is not in force.

    Attributes:
        actors: one set of ids for each actor asked for (its parts with it).
        events: ids of events picked by hand.
        places_certain, places_possible: place ids that match an area certainly, or only possibly.
        window: first and last day, inclusive; None where no range is given.
        notices: a sentence for everything that could not be used.
    """

    actors: tuple[frozenset[str], ...] = ()
    every_actor: bool = False
    role: str = ""
    window: tuple[int, int] | None = None
    only_certain: bool = False
    best_dates: bool = False
    types: frozenset[str] = frozenset()
    threads: frozenset[str] = frozenset()
    collections: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    places_certain: frozenset[str] = frozenset()
    places_possible: frozenset[str] = frozenset()
    districts_certain: frozenset[str] = frozenset()
    districts_possible: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    events: frozenset[str] = frozenset()
    notices: tuple[str, ...] = field(default=())


def plan(dataset: Dataset, filters: Filters) -> Plan:
    """Resolve every name and date of `filters`; unknown ones are skipped and named."""
    notices: list[str] = []
    actors = _resolved(dataset.actor_names, filters.actor, "actor", notices)
    places = _resolved(dataset.place_names, filters.place, "place", notices)
    districts = _resolved(dataset.place_names, filters.district, "district", notices)
    sources = _resolved(dataset.source_names, filters.source, "source", notices)
    if filters.event and not dataset.has("events", filters.event):
        notices.append(f"event {shown(filters.event)} is not in this dataset; no card is open.")
    if filters.card and not any(dataset.has(table, filters.card) for table in CARDS):
        notices.append(f"card {shown(filters.card)} is no actor, place or source of this dataset.")
    picked = frozenset(event for event in filters.id if dataset.has("events", event))
    notices += [
        f"id {shown(event)} is no event of this dataset; it was skipped."
        for event in filters.id
        if event not in picked
    ]
    texts = [(text, fold(text)) for text in filters.q]
    notices += [
        f"q {shown(text)} has no letter or figure to search for; it was skipped."
        for text, folded in texts
        if not folded
    ]
    in_place = dataset.places.matching(frozenset().union(*places))
    in_district = dataset.places.matching(frozenset().union(*(areas(dataset, ids) for ids in districts)))
    return Plan(
        actors=tuple(with_parts(dataset, ids) if filters.parts else ids for ids in actors),
        every_actor=filters.match == "all",
        role=filters.role,
        window=_window(filters, notices),
        only_certain=filters.when == "certain",
        best_dates=filters.dates == "best",
        types=_categories(filters.type),
        threads=frozenset(filters.thread),
        collections=frozenset(filters.collection),
        sources=frozenset().union(*sources),
        places_certain=in_place[0],
        places_possible=in_place[1],
        districts_certain=in_district[0],
        districts_possible=in_district[1],
        texts=tuple(folded for _, folded in texts if folded),
        events=picked,
        notices=tuple(dict.fromkeys(notices)),
    )


def with_parts(dataset: Dataset, ids: frozenset[str]) -> frozenset[str]:
    """`ids` and every body that a sourced part-of relation puts under them (a person or a label never)."""
    found, waiting = set(ids), list(ids)
    while waiting:
        for row in dataset.rows_of("relations", "object_actor", waiting.pop()):
            body = row["subject"]
            known = row["relation"] == "part-of" and dataset.has("actors", body) and body not in found
            if known and dataset.row("actors", body)["kind"] not in ("person", "label"):
                found.add(body)
                waiting.append(body)
    return frozenset(found)


def _resolved(index: NameIndex, typed: tuple[str, ...], key: str, notices: list[str]) -> list[frozenset[str]]:
    found = []
    for name in typed:
        ids = index.resolve(name)
        if ids:
            found.append(ids)
        else:
            notices.append(f"{key} {shown(name)} is not in this dataset; it was skipped.")
    return found


def areas(dataset: Dataset, ids: frozenset[str]) -> frozenset[str]:
    """Of places that share a name, the districts, where there is one: `district` asks for those."""
    districts = frozenset(place for place in ids if dataset.row("places", place)["kind"] == "district")
    return districts or ids


def _categories(types: tuple[str, ...]) -> frozenset[str]:
    """Category codes of what was asked; a quad class stands for all of its categories."""
    codes = [code for value in types if (code := type_code(value))]
    return frozenset(category for code in codes for category in QUAD_CLASSES.get(code, (code,)))


def _window(filters: Filters, notices: list[str]) -> tuple[int, int] | None:
    """Days asked for, an open end as far as time goes; a reversed range is named and skipped."""
    if not filters.from_ and not filters.to:
        return None
    try:
        first = dates.day_range(filters.from_)[0] if filters.from_ else EVER[0]
        last = dates.day_range(filters.to)[1] if filters.to else EVER[1]
    except dates.DateError as error:
        notices.append(f"{error}; the dates were skipped.")
        return None
    if last < first:
        notices.append(
            f"from {shown(filters.from_)} is after to {shown(filters.to)}: "
            "the range is reversed; both were skipped."
        )
        return None
    return first, last
