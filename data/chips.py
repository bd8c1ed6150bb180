"""The filters in force as chips: one phrase for each value, so that a reader can take each one back alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data import dates
from data.dataset import Dataset
from data.describe import inside_only, name_of, source_words, type_words
from data.names import fold
from data.plan import asked_range, lock_plan
from data.query import Filters, shown
from data.vocabulary import COLLECTIONS, ROLES, THREADS


@dataclass(frozen=True)
class Chip:
    """One value of one key of the URL, in words; taking it out of the URL lifts it."""

    key: str
    value: str
    words: str


def chips(dataset: Dataset, filters: Filters, window: tuple[int, int] | None = None) -> tuple[Chip, ...]:
    """One chip for each value in force, in the order of the URL's keys.

    A value that the dataset does not know is not in force and has no chip (the page names it in its notice).
    Under a lock it is in force, as one that no event has, and its chip takes it back. `window` is the range
    as it was understood, None where it was skipped. What the lock itself asks for is in `lock_chips`.
    """
    return tuple(_chips(dataset, filters, window, dataset.confined is not None))


def lock_chips(dataset: Dataset) -> tuple[Chip, ...]:
    """One chip for each value of the lock; none of them can be taken back. Empty where there is no lock.

    Of picked events that are not inside nothing is told.
    """
    if dataset.confined is None:
        return ()
    window = lock_plan(dataset).window
    return tuple(_chips(dataset.confined.whole, inside_only(dataset), window, True))


def _chips(
    dataset: Dataset, filters: Filters, window: tuple[int, int] | None, unknown: bool
) -> Iterator[Chip]:
    in_range = window is not None and asked_range(filters) is not None
    yield from _named("actor", dataset, "actors", filters.actor, unknown)
    yield from _modes(filters)
    yield from _dates(filters) if in_range else ()
    yield from _certainty(filters)
    yield from (Chip("type", value, type_words(value)) for value in filters.type)
    yield from (Chip("thread", value, THREADS[value]) for value in filters.thread)
    yield from _named("place", dataset, "places", filters.place, unknown)
    yield from _named("district", dataset, "places", filters.district, unknown)
    yield from _sources(dataset, filters, unknown)
    yield from (Chip("collection", value, COLLECTIONS[value]) for value in filters.collection)
    yield from (Chip("q", text, f"mentioning “{text}”") for text in filters.q if fold(text))
    yield from _picked(dataset, filters, unknown)


def _named(key: str, dataset: Dataset, table: str, typed: tuple[str, ...], unknown: bool) -> Iterator[Chip]:
    index = dataset.actor_names if table == "actors" else dataset.place_names
    for value in typed:
        if found := index.resolve(value):
            names = dict.fromkeys(name_of(dataset, table, identifier) for identifier in sorted(found))
            yield Chip(key, value, " or ".join(names))
        elif unknown:
            yield Chip(key, value, shown(value))


def _modes(filters: Filters) -> Iterator[Chip]:
    if filters.match == "all" and len(filters.actor) > 1:
        yield Chip("match", "all", "all of them together")
    if filters.parts and filters.actor:
        yield Chip("parts", "1", "with their bodies")
    if filters.role:
        yield Chip("role", filters.role, f"as {ROLES[filters.role].lower()}")


def _dates(filters: Filters) -> Iterator[Chip]:
    if filters.from_:
        yield Chip("from", filters.from_, f"from {dates.day_in_words(dates.day_range(filters.from_)[0])}")
    if filters.to:
        yield Chip("to", filters.to, f"to {dates.day_in_words(dates.day_range(filters.to)[1])}")


def _certainty(filters: Filters) -> Iterator[Chip]:
    if filters.when:
        yield Chip("when", filters.when, "certainly in range only")
    if filters.dates:
        yield Chip("dates", filters.dates, "best date of any source")


def _picked(dataset: Dataset, filters: Filters, unknown: bool) -> Iterator[Chip]:
    for event in filters.id:
        if dataset.has("events", event):
            yield Chip("id", event, f"picked: {_title(dataset, event)}")
        elif unknown:
            yield Chip("id", event, f"picked: {shown(event)}")


def _title(dataset: Dataset, event: str) -> str:
    title = dataset.row("events", event)["title"]
    return title if len(title) <= 48 else f"{title[:47].rstrip()}…"


def _sources(dataset: Dataset, filters: Filters, unknown: bool) -> Iterator[Chip]:
    for value in filters.source:
        if told := source_words(dataset, value, unknown):
            yield Chip("source", value, f"told by {told}")
