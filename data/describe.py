"""What is shown, said in plain words: each filter knows its own sentence.

Under a lock the sentence also says to what the page is confined. A name that nobody knows is said only there:
it is in force, as one that no event has, while elsewhere it is skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from data import dates
from data.dataset import Dataset
from data.names import NameIndex, fold
from data.plan import EVER, areas, asked_range, lock_plan
from data.query import Filters, shown, type_code
from data.selection import Selection
from data.vocabulary import CATEGORY_WORDS, COLLECTIONS, ROLES, THREADS
from data.wording import actor_name


def sentence(selection: Selection) -> str:
    """The summary: how many of how many, certainly and possibly, under which filters and in which confines,
    what stands apart."""
    counts = selection.counts
    conditions = " ".join(describe(selection.dataset, selection.filters, window=selection.window))
    certainty = f"{counts.certain} certainly and {counts.possible} possibly in this range"
    if selection.window is None:
        certainty = f"all {counts.certain} dated" if counts.selected else "none dated"
    elif selection.plan.only_certain:
        certainty = f"{counts.certain} certainly in this range, the merely possible left out"
    head = f"{counts.selected} of {counts.total} events: {certainty}"
    confined = confines(selection.dataset)
    tail = f"{counts.undated} undated · {counts.unplaced} without a place"
    return (
        f"{head}{' ' + conditions if conditions else ''}"
        f"{' · confined by this page to: ' + confined if confined else ''} · {tail}"
    )


def confines(dataset: Dataset) -> str:
    """What the lock of a dataset leaves, in words; "" where there is no lock."""
    if dataset.confined is None:
        return ""
    whole, lock, window = dataset.confined.whole, inside_only(dataset), lock_plan(dataset).window
    words = " ".join(describe(whole, lock, window, as_lock=True))
    certain = "only what is certainly in the range asked for" if lock.when else ""
    return ", ".join(part for part in (f"events {words}" if words else "", certain) if part) or "all events"


def inside_only(dataset: Dataset) -> Filters:
    """The lock without the picked events that are not inside: of those nothing may be told, not even a title.

    Where none is inside, words stand for them that are the id of no event.
    """
    picked = tuple(event for event in dataset.lock.id if dataset.has("events", event))
    return replace(dataset.lock, id=picked or (("no event that is here",) if dataset.lock.id else ()))


def describe(
    dataset: Dataset, filters: Filters, window: tuple[int, int] | None = None, as_lock: bool = False
) -> Iterator[str]:
    """One phrase for each filter in force, in the order they read best.

    Args:
        dataset: what the filters are resolved against.
        filters: those to describe.
        window: the range as it was understood (`Selection.window`): a range that was skipped is not said.
        as_lock: `filters` are a lock, in which an unknown name is in force, too.
    """
    unknown = as_lock or dataset.confined is not None
    if window is not None and asked_range(filters) is not None:
        yield range_words(window)
    actors = _names(dataset, "actors", filters.actor, unknown)
    if actors:
        joint = " and " if filters.match == "all" else " or "
        yield f"with {joint.join(actors)}{' or a body of theirs' if filters.parts else ''}"
    if filters.role:
        yield f"{'as' if actors else 'with someone as'} {ROLES[filters.role].lower()}"
    if filters.type:
        yield "of type " + " or ".join(type_words(value) for value in filters.type)
    if filters.thread:
        yield "in the thread " + " or ".join(f"“{THREADS[thread]}”" for thread in filters.thread)
    for asked in (filters.place, filters.district):
        if places := _names(dataset, "places", asked, unknown, only_areas=asked is filters.district):
            yield "at or in " + " or ".join(places)
    sources = [words for name in filters.source if (words := source_words(dataset, name, unknown))]
    if sources:
        yield "told by " + " or ".join(sources)
    if filters.collection:
        yield "from " + " or ".join(COLLECTIONS[name].lower() for name in filters.collection)
    texts = [text for text in filters.q if fold(text)]
    if texts:
        yield "mentioning " + " or ".join(f"“{text}”" for text in texts)
    picked = sum(dataset.has("events", event) for event in filters.id)
    if picked or (unknown and filters.id):
        yield f"among {picked} picked by hand"
    if filters.dates == "best":
        yield "with the best date that any source gives"


def range_words(window: tuple[int, int]) -> str:
    """A range of days in words; one or both of its ends are days, the other as far as time goes."""
    first, last = window
    if last == EVER[1]:
        return f"from {dates.day_in_words(first)} on"
    if first == EVER[0]:
        return f"up to {dates.day_in_words(last)}"
    return f"between {dates.day_in_words(first)} and {dates.day_in_words(last)}"


def _names(
    dataset: Dataset, table: str, typed: tuple[str, ...], unknown: bool, only_areas: bool = False
) -> list[str]:
    """The names of each thing typed, once; all where a spelling is shared, those that are spelt alike once.

    One that nobody knows is left out, or with `unknown` told as it was typed.
    """
    index: NameIndex = dataset.actor_names if table == "actors" else dataset.place_names
    found: dict[frozenset[str] | str, str] = {}
    for name in typed:
        ids = index.resolve(name)
        ids = areas(dataset, ids) if only_areas else ids
        if ids:
            named = dict.fromkeys(name_of(dataset, table, identifier) for identifier in sorted(ids))
            found[ids] = " or ".join(named)
        elif unknown:
            found[name] = shown(name)
    return list(found.values())


def name_of(dataset: Dataset, table: str, identifier: str) -> str:
    """The name by which an actor or a place is shown."""
    return actor_name(dataset, identifier) if table == "actors" else dataset.row(table, identifier)["name"]


def type_words(value: str) -> str:
    """A PLOVER category or quad class in words."""
    code = type_code(value) or value
    return CATEGORY_WORDS.get(code, code).lower() if code != "uncoded" else "not coded by PLOVER"


def source_words(dataset: Dataset, typed: str, unknown: bool = False) -> str:
    """Who tells, as typed where several bear that name; "" where nobody does, or with `unknown` as typed."""
    ids = dataset.source_names.resolve(typed)
    if len(ids) != 1:
        return typed if ids else shown(typed) if unknown else ""
    identifier = next(iter(ids))
    if dataset.has("actors", identifier):
        return actor_name(dataset, identifier)
    row = dataset.row("sources", identifier)
    return f"{row['publisher'] or row['title']} ({identifier})"
