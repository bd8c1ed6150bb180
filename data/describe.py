"""What is shown, said in plain words: each filter knows its own sentence."""

from __future__ import annotations

from collections.abc import Iterator

from data import dates
from data.dataset import Dataset
from data.names import NameIndex, fold
from data.plan import areas
from data.query import Filters, type_code
from data.selection import Selection
from data.vocabulary import CATEGORY_WORDS, COLLECTIONS, ROLES, THREADS
from data.wording import actor_name


def sentence(selection: Selection) -> str:
    """The summary: how many of how many, certainly and possibly, under which filters, what stands apart."""
    counts = selection.counts
    conditions = " ".join(describe(selection.dataset, selection.filters, window=selection.window))
    certainty = f"{counts.certain} certainly and {counts.possible} possibly in this range"
    if selection.window is None:
        certainty = f"all {counts.certain} dated" if counts.selected else "none dated"
    elif selection.filters.when == "certain":
        certainty = f"{counts.certain} certainly in this range, the merely possible left out"
    head = f"{counts.selected} of {counts.total} events: {certainty}"
    tail = f"{counts.undated} undated · {counts.unplaced} without a place"
    return f"{head}{' ' + conditions if conditions else ''} · {tail}"


def describe(dataset: Dataset, filters: Filters, window: tuple[int, int] | None = None) -> Iterator[str]:
    """One phrase for each filter in force, in the order they read best.

    `window` is the range as it was understood (`Selection.window`): a range that was skipped is not said.
    """
    if window is not None:
        yield _range_words(filters)
    actors = _names(dataset, "actors", _resolved(dataset.actor_names, filters.actor))
    if actors:
        joint = " and " if filters.match == "all" else " or "
        yield f"with {joint.join(actors)}{' or a body of theirs' if filters.parts else ''}"
    if filters.role:
        yield f"{'as' if actors else 'with someone as'} {ROLES[filters.role].lower()}"
    if filters.type:
        yield "of type " + " or ".join(type_words(value) for value in filters.type)
    if filters.thread:
        yield "in the thread " + " or ".join(f"“{THREADS[thread]}”" for thread in filters.thread)
    districts = [areas(dataset, ids) for ids in _resolved(dataset.place_names, filters.district)]
    for groups in (_resolved(dataset.place_names, filters.place), districts):
        if places := _names(dataset, "places", groups):
            yield "at or in " + " or ".join(places)
    sources = [words for name in filters.source if (words := source_words(dataset, name))]
    if sources:
        yield "told by " + " or ".join(sources)
    if filters.collection:
        yield "from " + " or ".join(COLLECTIONS[name].lower() for name in filters.collection)
    texts = [text for text in filters.q if fold(text)]
    if texts:
        yield "mentioning " + " or ".join(f"“{text}”" for text in texts)
    picked = sum(dataset.has("events", event) for event in filters.id)
    if picked:
        yield f"among {picked} picked by hand"
    if filters.dates == "best":
        yield "with the best date that any source gives"


def _range_words(filters: Filters) -> str:
    if not filters.to:
        return f"from {dates.day_in_words(dates.day_range(filters.from_)[0])} on"
    last = dates.day_in_words(dates.day_range(filters.to)[1])
    if not filters.from_:
        return f"up to {last}"
    return f"between {dates.day_in_words(dates.day_range(filters.from_)[0])} and {last}"


def _resolved(index: NameIndex, typed: tuple[str, ...]) -> list[frozenset[str]]:
    """The ids of each thing typed, once; all where a spelling is shared; the unknown are left out."""
    return list(dict.fromkeys(ids for name in typed if (ids := index.resolve(name))))


def _names(dataset: Dataset, table: str, groups: list[frozenset[str]]) -> list[str]:
    """The known names of each group of ids, those that are spelt alike once."""
    named = [dict.fromkeys(name_of(dataset, table, found) for found in sorted(ids)) for ids in groups if ids]
    return [" or ".join(names) for names in named]


def name_of(dataset: Dataset, table: str, identifier: str) -> str:
    """The name by which an actor or a place is shown."""
    return actor_name(dataset, identifier) if table == "actors" else dataset.row(table, identifier)["name"]


def type_words(value: str) -> str:
    """A PLOVER category or quad class in words."""
    code = type_code(value) or value
    return CATEGORY_WORDS.get(code, code).lower() if code != "uncoded" else "not coded by PLOVER"


def source_words(dataset: Dataset, typed: str) -> str:
    """Who tells, as typed where several bear that name; "" where nobody does."""
    ids = dataset.source_names.resolve(typed)
    if len(ids) != 1:
        return typed if ids else ""
    identifier = next(iter(ids))
    if dataset.has("actors", identifier):
        return actor_name(dataset, identifier)
    row = dataset.row("sources", identifier)
    return f"{row['publisher'] or row['title']} ({identifier})"
