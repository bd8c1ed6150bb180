"""The filters in force as chips: one phrase for each value, so that a reader can take each one back alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data import dates
from data.dataset import Dataset
from data.describe import name_of, source_words, type_words
from data.names import NameIndex, fold
from data.query import Filters
from data.vocabulary import COLLECTIONS, ROLES, THREADS


@dataclass(frozen=True)
class Chip:
    """One value of one key of the URL, in words; taking it out of the URL lifts it."""

    key: str
    value: str
    words: str


def chips(dataset: Dataset, filters: Filters, window: tuple[int, int] | None = None) -> tuple[Chip, ...]:
    """One chip for each value in force, in the order of the URL's keys.

    A value that the dataset does not know is not in force and has no chip (the page names it in its notice);
    `window` is the range as it was understood, None where it was skipped.
    """
    return (
        *_named("actor", dataset.actor_names, dataset, "actors", filters.actor),
        *_modes(filters),
        *(_dates(filters) if window is not None else ()),
        *_certainty(filters),
        *(Chip("type", value, type_words(value)) for value in filters.type),
        *(Chip("thread", value, THREADS[value]) for value in filters.thread),
        *_named("place", dataset.place_names, dataset, "places", filters.place),
        *_named("district", dataset.place_names, dataset, "places", filters.district),
        *_sources(dataset, filters),
        *(Chip("collection", value, COLLECTIONS[value]) for value in filters.collection),
        *(Chip("q", text, f"mentioning “{text}”") for text in filters.q if fold(text)),
        *(Chip("id", event, f"picked: {_title(dataset, event)}") for event in filters.id
          if dataset.has("events", event)),
    )  # fmt: skip


def _named(
    key: str, index: NameIndex, dataset: Dataset, table: str, typed: tuple[str, ...]
) -> Iterator[Chip]:
    for value in typed:
        if found := index.resolve(value):
            names = dict.fromkeys(name_of(dataset, table, identifier) for identifier in sorted(found))
            yield Chip(key, value, " or ".join(names))


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


def _title(dataset: Dataset, event: str) -> str:
    title = dataset.row("events", event)["title"]
    return title if len(title) <= 48 else f"{title[:47].rstrip()}…"


def _sources(dataset: Dataset, filters: Filters) -> Iterator[Chip]:
    for value in filters.source:
        if told := source_words(dataset, value):
            yield Chip("source", value, f"told by {told}")
