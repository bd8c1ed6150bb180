"""Everything a view of a collection counts, of one partition; sums of it are that of all partitions.

An event is certainly, possibly or not in a span of days (domain contract, section 2), and a bin of the
timeline is such a span: an event of which only the month is known is possibly in each of its days, certainly
in the month. So the bins' numbers do not add up to the total, and no event is lent a day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from data.collections.columns import QUADS, Columns, Ints, Mask
from data.collections.schema import CATEGORIES

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Question:
    """What is asked of every partition; small, hashable, and sent as it is to other machines.

    Attributes:
        actors: for each name asked for the codes that bear it; `None` anywhere means no filter.
        every_actor: all of them in one event, not any.
        role: only in this role (`schema.ROLES`).
        categories, types, places, sources: codes; place -1 is "no place".
        window: first and last day.
        only_certain: without the merely possible.
        edges: first days of the bins of the timeline and the day after the last; ascending.
        n_places: how many places the collection has.
    """

    actors: tuple[tuple[int, ...], ...] = ()
    every_actor: bool = False
    role: int | None = None
    categories: tuple[int, ...] | None = None
    places: tuple[int, ...] | None = None
    sources: tuple[int, ...] | None = None
    window: tuple[int, int] | None = None
    only_certain: bool = False
    edges: tuple[int, ...] = ()
    n_places: int = 0


@dataclass(frozen=True, eq=False)
class Tally:
    """Numbers of events; arrays are of int64 and all of them add up over partitions.

    Attributes:
        total, certain, possible, undated: of the whole, of the window, and without a date.
        bins: (2, quads, bins) certainly and possibly in each bin of the timeline.
        places: (2, places + 1, quads) certainly and possibly in the window; place 0 is none.
        actors, categories: (2, codes) selected and undated, under the filters of the other dimensions.
    """

    total: int
    certain: int
    possible: int
    undated: int
    bins: Counts
    places: Counts
    actors: Counts
    categories: Counts

    @property
    def selected(self) -> int:
        """Certain and possible."""
        return self.certain + self.possible

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


@dataclass(frozen=True, eq=False)
class Chosen:
    """Masks over one partition: who passes the filters, and how the window judges the dated."""

    kept: Mask
    certain: Mask
    possible: Mask

    @property
    def selected(self) -> Mask:
        """In the window for certain or possibly."""
        return self.certain | self.possible


def tally(part: Columns, question: Question) -> Tally:
    """What one partition contributes to the numbers of a view."""
    masks = _masks(part, question)
    kept, (certain, possible) = _all(masks.values(), len(part)), judged(part, question)
    within = certain | possible
    within[part.dated :] = True
    chosen = Chosen(kept, kept & certain, kept & possible)
    rows = np.flatnonzero(chosen.selected)

    def without(name: str) -> Mask:
        """Who is selected, or undated and passes, were there no filter of one dimension."""
        others = (mask for other, mask in masks.items() if other != name)
        return within & (_all(others, len(part)) if name in masks else kept)

    return Tally(
        total=len(part),
        certain=int(np.count_nonzero(chosen.certain)),
        possible=int(np.count_nonzero(chosen.possible)),
        undated=int(np.count_nonzero(kept[part.dated :])),
        bins=_bins(part, rows, question.edges, len(QUADS)),
        places=_by_place(part, chosen, question.n_places),
        actors=_actor_facet(part, without("actor"), question.role),
        categories=_category_facet(part, without("category")),
    )


def strip(part: Columns, question: Question) -> Counts:
    """(2, bins): who is certainly and possibly in each bin of `edges`, whatever the window."""
    kept = _all(_masks(part, question).values(), len(part))
    return _bins(part, np.flatnonzero(kept[: part.dated]), question.edges, 1)[:, 0]


def choose(part: Columns, question: Question) -> Chosen:
    """Which events of a partition are selected."""
    return _chosen(part, question, _masks(part, question))


def _chosen(part: Columns, question: Question, masks: dict[str, Mask]) -> Chosen:
    kept = _all(masks.values(), len(part))
    certain, possible = judged(part, question)
    return Chosen(kept, kept & certain, kept & possible)


def judged(part: Columns, question: Question) -> tuple[Mask, Mask]:
    """Who is certainly in the window and who possibly; disjoint, and empty of the undated.

    Without a window every dated event is certain.
    """
    certain, possible = np.zeros(len(part), dtype=bool), np.zeros(len(part), dtype=bool)
    if question.window is None:
        certain[: part.dated] = True
        return certain, possible
    first, last = question.window
    exact, spans = slice(0, part.exact), slice(part.exact, part.dated)
    day = part.bounds[0][exact]
    certain[exact] = (day >= first) & (day <= last)
    start_earliest, start_latest, end_earliest, end_latest = (bound[spans] for bound in part.bounds)
    certain[spans] = (start_latest <= last) & (end_earliest >= first)
    if not question.only_certain:
        possible[spans] = (start_earliest <= last) & (end_latest >= first) & ~certain[spans]
    return certain, possible


def _masks(part: Columns, question: Question) -> dict[str, Mask]:
    """Dimension -> who passes its filter, for the dimensions that have one."""
    masks: dict[str, Mask] = {}
    if question.actors or question.role is not None:
        masks["actor"] = _actor_mask(part, question)
    if question.categories is not None:
        masks["category"] = _lookup(question.categories, len(CATEGORIES))[part.category]
    if question.places is not None:
        masks["place"] = _lookup([place + 1 for place in question.places], question.n_places + 1)[part.place]
    if question.sources is not None:
        masks["source"] = _marked(len(part), [part.sources.rows_of(code) for code in question.sources])
    return masks


def _actor_mask(part: Columns, question: Question) -> Mask:
    size, role = len(part), question.role
    if not question.actors:
        codes = range(len(part.actors.starts) - 1)
        return _marked(size, [part.actors.rows_of(code, role) for code in codes])
    each = [_marked(size, [part.actors.rows_of(code, role) for code in codes]) for codes in question.actors]
    joined = np.logical_and.reduce(each) if question.every_actor else np.logical_or.reduce(each)
    return np.asarray(joined, dtype=bool)


def _marked(size: int, groups: Iterable[Ints]) -> Mask:
    mask = np.zeros(size, dtype=bool)
    for rows in groups:
        mask[rows] = True
    return mask


def _lookup(codes: Iterable[int], size: int) -> Mask:
    table = np.zeros(size, dtype=bool)
    table[[code for code in codes if 0 <= code < size]] = True
    return table


def _all(masks: Iterable[Mask], size: int) -> Mask:
    kept: Mask | None = None
    for mask in masks:
        kept = mask if kept is None else kept & mask
    return np.ones(size, dtype=bool) if kept is None else kept


def _bins(part: Columns, rows: npt.NDArray[np.int64], edges: tuple[int, ...], lanes: int) -> Counts:
    """(2, lanes, bins): which of `rows`, ascending, are certainly and possibly in each bin."""
    count = max(len(edges) - 1, 0)
    if not count:
        return np.zeros((2, lanes, 0), dtype=np.int64)
    find = _bin_of(edges)
    first = int(np.searchsorted(rows, part.exact))
    exact, spans = rows[:first], rows[first:]
    width = count + 3  # bin 0 is before the first, `count + 1` after the last, one more for their ends

    def lane(chosen: npt.NDArray[np.int64]) -> Any:
        return part.quad[chosen].astype(np.int32) * np.int32(width) if lanes > 1 else np.int32(0)

    def counted(keys: Any) -> Counts:
        return np.bincount(keys, minlength=lanes * width).reshape(lanes, width)

    days = counted(lane(exact) + find(part.bounds[0][exact]))[:, 1 : count + 1]
    start_earliest, start_latest, end_earliest, end_latest = (find(bound[spans]) for bound in part.bounds)
    base, sure = lane(spans), start_latest <= end_earliest
    some = base[sure] if lanes > 1 else base

    # A span from bin a to bin b is one more from a on and one less after b.
    inside = counted(some + start_latest[sure]) - counted(some + end_earliest[sure] + 1)
    either = counted(base + start_earliest) - counted(base + end_latest + 1)
    certain, held = (np.cumsum(ends, axis=1)[:, 1 : count + 1] for ends in (inside, either))
    return np.stack([days + certain, held - certain])


def _bin_of(edges: tuple[int, ...]) -> Callable[[Ints], Ints]:
    """Day -> bin, 0 before the first edge and `len(edges)` from the last: one look into a table."""
    low, high = edges[0], edges[-1]
    marks = np.zeros(high - low + 2, dtype=np.int32)
    marks[np.asarray(edges) - low + 1] = 1
    table = np.cumsum(marks, dtype=np.int32)
    return lambda days: table[np.clip(days, low - 1, high) - (low - 1)]


def _by_place(part: Columns, chosen: Chosen, n_places: int) -> Counts:
    """(2, places + 1, quads): who is certainly and possibly in the window."""
    size = len(QUADS) * (n_places + 1)
    found = [np.bincount(part.spot[mask], minlength=size) for mask in (chosen.certain, chosen.possible)]
    return np.stack(found).reshape(2, n_places + 1, len(QUADS))


def _actor_facet(part: Columns, passes: Mask, role: int | None) -> Counts:
    """(2, actors): selected and undated events with each actor, of those that pass."""
    state = passes.view(np.uint8)
    state[part.dated :] *= 2
    return part.actors.counts(state, 3, role)


def _category_facet(part: Columns, passes: Mask) -> Counts:
    """(2, categories): selected and undated events of each category, of those that pass."""
    size, halves = len(CATEGORIES), (slice(0, part.dated), slice(part.dated, None))
    return np.stack([np.bincount(part.category[half][passes[half]], minlength=size) for half in halves])
