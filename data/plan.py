"""Filters resolved against one dataset: names become ids, dates become days, the unusable is named.

What a visitor asks for and the dataset does not know is skipped. Under a lock nothing widens: an unknown name
stands for no event, whether the lock or the visitor gave it, and the dates of both have to hold.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

from data import dates
from data.dataset import Dataset
from data.memory import once_per_release
from data.names import NameIndex, fold
from data.query import Filters, shown, type_code
from data.vocabulary import QUAD_CLASSES

EVER: Final = (2 * dates.UNBOUNDED_PAST, 2 * dates.UNBOUNDED_FUTURE)
"""A range that holds every day, the unbounded ones included."""

NOBODY: Final = frozenset({"\0"})
"""The id of nothing: a filter that is in force and that no event passes."""

CARDS: Final = ("actors", "places", "sources")
"""Tables whose rows have a card of their own, besides the events."""


@dataclass(frozen=True)
class Plan:
    """What `select` looks for; `None` or empty = that filter is not in force.

    Attributes:
        actors: one set of ids for each actor asked for (its parts with it).
        events: ids of events picked by hand.
        places_certain, places_possible: place ids that match an area certainly, or only possibly.
        window: first and last day, inclusive; None where no range is given. Under a lock the days that its
            range and the visitor's have in common.
        no_common_day: there are none; `window` is then the visitor's, and no dated event is in it.
        notices: a sentence for everything that could not be used.
    """

    actors: tuple[frozenset[str], ...] = ()
    every_actor: bool = False
    role: str = ""
    window: tuple[int, int] | None = None
    no_common_day: bool = False
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


def plan(dataset: Dataset, filters: Filters, as_lock: bool = False) -> Plan:
    """Resolve every name and date of `filters`; unknown ones are skipped and named.

    Under the lock of the dataset, or `as_lock`, an unknown name is not skipped but stands for no event. The
    dates of the lock, its modes and, where `filters` ask for none, its areas are in force too.
    """
    found = _resolved_plan(dataset, filters, _Unknown(dataset.confined is not None, as_lock))
    return _confined(dataset, found) if dataset.confined else found


class _Unknown:
    """What becomes of names that the dataset does not know, and the sentences on them."""

    def __init__(self, confined: bool, as_lock: bool) -> None:
        self.closed = confined or as_lock
        self.as_lock = as_lock
        self.notices: list[str] = []

    def name(self, key: str, value: str) -> None:
        a = "an" if key[0] in "aeiou" else "a"
        if self.as_lock:
            known = f"names {a} {key} that this dataset does not know"
            self.notices.append(f"The lock of this page {known} ({shown(value)}): it stands for no event.")
        elif self.closed:
            self.notices.append(f"{key} {shown(value)} is in nothing that this page holds: no event has it.")
        else:
            what = "no event of" if key == "id" else "not in"
            self.notices.append(f"{key} {shown(value)} is {what} this dataset; it was skipped.")

    def joined(self, typed: tuple[str, ...], groups: list[frozenset[str]]) -> frozenset[str]:
        """All ids of `groups`; where something was typed and none is known, the id of nothing."""
        ids = frozenset[str]().union(*groups)
        return ids or (NOBODY if typed and self.closed else ids)


def _resolved_plan(dataset: Dataset, filters: Filters, unknown: _Unknown) -> Plan:
    notices = unknown.notices
    actors = _resolved(dataset.actor_names, filters.actor, "actor", unknown)
    places = _resolved(dataset.place_names, filters.place, "place", unknown)
    districts = _resolved(dataset.place_names, filters.district, "district", unknown)
    sources = _resolved(dataset.source_names, filters.source, "source", unknown)
    if filters.event and not dataset.has("events", filters.event):
        notices.append(f"event {shown(filters.event)} is not in this dataset; no card is open.")
    if filters.card and not any(dataset.has(table, filters.card) for table in CARDS):
        notices.append(f"card {shown(filters.card)} is no actor, place or source of this dataset.")
    picked = frozenset(event for event in filters.id if dataset.has("events", event))
    for event in filters.id:
        if event not in picked:
            unknown.name("id", event)
    texts = [(text, fold(text)) for text in filters.q]
    notices += [
        f"q {shown(text)} has no letter or figure to search for; it was skipped."
        for text, folded in texts
        if not folded
    ]
    in_place = _matching(dataset, unknown.joined(filters.place, places))
    in_district = _matching(
        dataset, unknown.joined(filters.district, [areas(dataset, ids) for ids in districts])
    )
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
        sources=unknown.joined(filters.source, sources),
        places_certain=in_place[0],
        places_possible=in_place[1],
        districts_certain=in_district[0],
        districts_possible=in_district[1],
        texts=tuple(folded for _, folded in texts if folded),
        events=unknown.joined(filters.id, [picked]),
        notices=tuple(dict.fromkeys(notices)),
    )


def _matching(dataset: Dataset, wanted: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Places certainly in an area asked for, and those only possibly so."""
    return (NOBODY, frozenset()) if wanted == NOBODY else dataset.places.matching(wanted)


@once_per_release
def lock_plan(dataset: Dataset) -> Plan:
    """What the lock of a confined dataset looks for, resolved against the whole release.

    Raises:
        ValueError: the dataset is under no lock.
    """
    if dataset.confined is None:
        raise ValueError("this dataset is under no lock")
    return plan(dataset.confined.whole, dataset.confined.lock, as_lock=True)


def _confined(dataset: Dataset, found: Plan) -> Plan:
    """The plan of a visitor under the lock: dates and modes of both; the areas of the lock where the visitor
    asks for none, so that what is only possibly there keeps its hedge.

    All else of the lock has done its work: the dataset holds no other events.
    """
    lock = lock_plan(dataset)
    window, notices = lock.window or found.window, [*lock.notices, *found.notices]
    disjoint = False
    if lock.window and found.window:
        window = max(lock.window[0], found.window[0]), min(lock.window[1], found.window[1])
        disjoint = window[1] < window[0]
    if disjoint:
        window = found.window
        notices.append("The dates asked for lie outside those that this page is confined to: no day is left.")
    return replace(
        found,
        window=window,
        no_common_day=disjoint,
        only_certain=found.only_certain or lock.only_certain,
        best_dates=found.best_dates or lock.best_dates,
        **({} if found.places_certain else _areas_of(lock, "places")),
        **({} if found.districts_certain else _areas_of(lock, "districts")),
        notices=tuple(dict.fromkeys(notices)),
    )


def _areas_of(lock: Plan, name: str) -> dict[str, Any]:
    return {key: getattr(lock, key) for key in (f"{name}_certain", f"{name}_possible")}


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


def _resolved(index: NameIndex, typed: tuple[str, ...], key: str, unknown: _Unknown) -> list[frozenset[str]]:
    """The ids of each name; nothing's for an unknown one that is not skipped."""
    found = []
    for name in typed:
        ids = index.resolve(name)
        if not ids:
            unknown.name(key, name)
        if ids or unknown.closed:
            found.append(ids)
    return found


def areas(dataset: Dataset, ids: frozenset[str]) -> frozenset[str]:
    """Of places that share a name, the districts, where there is one: `district` asks for those."""
    districts = frozenset(place for place in ids if dataset.row("places", place)["kind"] == "district")
    return districts or ids


def _categories(types: tuple[str, ...]) -> frozenset[str]:
    """Category codes of what was asked; a quad class stands for all of its categories."""
    codes = [code for value in types if (code := type_code(value))]
    return frozenset(category for code in codes for category in QUAD_CLASSES.get(code, (code,)))


def asked_range(filters: Filters) -> tuple[int, int] | None:
    """The first and last day that `filters` themselves ask for; None where they ask for none that can be
    used. `Plan.window` may be narrower, by the dates of a lock."""
    return _window(filters, [])


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
