"""Everything a view of a collection counts, of one partition; sums of it are that of all partitions.

An event is certainly, possibly or not in a span of days (domain contract, section 2), and a bin of the
timeline is such a span: an event of which only the month is known is possibly in each of its days, certainly
in the month. So the bins' numbers do not add up to the total, and no event is lent a day.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from data.collections.columns import QUADS, Columns, Mask

Counts = npt.NDArray[np.int64]

EVER: Final = (-(2**30), 2**30)


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
        strip: the same for the whole span, which the window does not cut.
        sizes: how many actors, types, places and sources the collection has.
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
    strip: tuple[int, ...] = ()
    n_places: int = 0


@dataclass(frozen=True, eq=False)
class Tally:
    """Numbers of events; arrays are of int64 and all of them add up over partitions.

    Attributes:
        total, certain, possible, undated: of the whole, of the window, and without a date.
        bins: (2, quads, bins) certainly and possibly in each bin of the timeline.
        strip: (2, bins) the same of the whole span, under the other filters.
        places: (2, quads, places + 1) certainly and possibly in the window; place 0 is none.
        actors, categories: (2, codes) selected and undated, under the filters of the other dimensions.
    """

    total: int
    certain: int
    possible: int
    undated: int
    bins: Counts
    strip: Counts
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
    inside, maybe = judged(part, question)
    kept = _all(masks.values(), len(part))
    chosen = Chosen(kept, kept & inside, kept & maybe)
    undated = kept & ~part.dated
    return Tally(
        total=len(part),
        certain=int(np.count_nonzero(chosen.certain)),
        possible=int(np.count_nonzero(chosen.possible)),
        undated=int(np.count_nonzero(undated)),
        bins=_bins(part, np.flatnonzero(chosen.selected), question.edges, by_quad=True),
        strip=_bins(part, np.flatnonzero(kept & part.dated), question.strip, by_quad=False),
        places=_by_place(part, chosen, question.n_places),
        actors=_facet(part, question, masks, "actor", (inside, maybe)),
        categories=_facet(part, question, masks, "category", (inside, maybe)),
    )


def choose(part: Columns, question: Question) -> Chosen:
    """Which events of a partition are selected."""
    inside, maybe = judged(part, question)
    kept = _all(_masks(part, question).values(), len(part))
    return Chosen(kept, kept & inside, kept & maybe)


def judged(part: Columns, question: Question) -> tuple[Mask, Mask]:
    """Who is certainly in the window and who possibly; disjoint, and empty of the undated.

    Without a window every dated event is certain.
    """
    if question.window is None:
        return part.dated, np.zeros(len(part), dtype=bool)
    first, last = question.window
    start_earliest, start_latest, end_earliest, end_latest = part.bounds
    inside = (start_latest <= last) & (end_earliest >= first) & part.dated
    if question.only_certain:
        return inside, np.zeros(len(part), dtype=bool)
    maybe = (start_earliest <= last) & (end_latest >= first) & part.dated
    return inside, maybe & ~inside


def _masks(part: Columns, question: Question) -> dict[str, Mask]:
    """Dimension -> who passes its filter, for the dimensions that have one."""
    size = len(part)
    masks: dict[str, Mask] = {}
    if question.actors or question.role is not None:
        masks["actor"] = _actor_mask(part, question)
    if question.categories is not None:
        masks["category"] = _lookup(question.categories, 256)[part.category]
    if question.places is not None:
        masks["place"] = _lookup([place + 1 for place in question.places], question.n_places + 1)[part.place]
    if question.sources is not None:
        masks["source"] = _marked(size, [part.sources.rows_of(code) for code in question.sources])
    return masks


def _actor_mask(part: Columns, question: Question) -> Mask:
    size, role = len(part), question.role
    if not question.actors:
        codes = range(len(part.actors.starts) - 1)
        return _marked(size, [part.actors.rows_of(code, role) for code in codes])
    each = [_marked(size, [part.actors.rows_of(code, role) for code in codes]) for codes in question.actors]
    joined = np.logical_and.reduce(each) if question.every_actor else np.logical_or.reduce(each)
    return np.asarray(joined, dtype=bool)


def _marked(size: int, groups: list[Any]) -> Mask:
    mask = np.zeros(size, dtype=bool)
    for rows in groups:
        mask[rows] = True
    return mask


def _lookup(codes: Any, size: int) -> Mask:
    table = np.zeros(size, dtype=bool)
    table[[code for code in codes if 0 <= code < size]] = True
    return table


def _all(masks: Any, size: int) -> Mask:
    kept: Mask | None = None
    for mask in masks:
        kept = mask if kept is None else kept & mask
    return np.ones(size, dtype=bool) if kept is None else kept


def _bins(part: Columns, rows: Any, edges: tuple[int, ...], by_quad: bool) -> Counts:
    """(2, quads, bins), or (2, bins): who is certainly and possibly in each bin."""
    count = max(len(edges) - 1, 0)
    lanes = len(QUADS) if by_quad else 1
    shape = (2, lanes, count) if by_quad else (2, count)
    if not count or not len(rows):
        return np.zeros(shape, dtype=np.int64)
    find = _bin_of(edges)
    start_earliest, start_latest, end_earliest, end_latest = (
        find(bound if len(rows) == len(part) else bound[rows]) for bound in part.bounds
    )
    quad = (part.quad[rows].astype(np.int64) if by_quad else np.int64(0)) * (count + 3)
    # Bin 0 is before the first, `count + 1` after the last; a span from a to b is +1 at a, -1 after b.
    sure = start_latest <= end_earliest
    certain = _spans(quad, start_latest, end_earliest, lanes, count, sure)
    either = _spans(quad, start_earliest, end_latest, lanes, count, None)
    return np.stack([certain, either - certain]).reshape(shape)


def _spans(quad: Any, first: Any, last: Any, lanes: int, count: int, only: Mask | None) -> Counts:
    size = lanes * (count + 3)
    begin, end = quad + first, quad + last + 1
    if only is not None and not only.all():
        begin, end = begin[only], end[only]
    edges = np.bincount(begin, minlength=size) - np.bincount(end, minlength=size)
    return np.cumsum(edges.reshape(lanes, count + 3), axis=1)[:, 1 : count + 1]


def _bin_of(edges: tuple[int, ...]) -> Any:
    """Day -> bin, 0 before the first edge and `len(edges)` from the last: one look into a table."""
    low, high = edges[0], edges[-1]
    marks = np.zeros(high - low + 2, dtype=np.int16)
    marks[np.asarray(edges) - low + 1] = 1
    table = np.cumsum(marks, dtype=np.int16)
    return lambda days: table[np.clip(days, low - 1, high) - (low - 1)]


def _by_place(part: Columns, chosen: Chosen, n_places: int) -> Counts:
    size = len(QUADS) * (n_places + 1)
    found = []
    for mask in (chosen.certain, chosen.possible):
        key = part.quad[mask].astype(np.int32) * np.int32(n_places + 1) + part.place[mask]
        found.append(np.bincount(key, minlength=size).reshape(len(QUADS), n_places + 1))
    return np.stack(found)


def _facet(
    part: Columns, question: Question, masks: dict[str, Mask], name: str, when: tuple[Mask, Mask]
) -> Counts:
    """(2, codes): selected and undated events of each code, were its own dimension without a filter."""
    others = _all((mask for other, mask in masks.items() if other != name), len(part))
    selected = others & (when[0] | when[1])
    undated = others & ~part.dated
    if name == "actor":
        return np.stack([part.actors.counts(mask, question.role) for mask in (selected, undated)])
    return np.stack([np.bincount(part.category[mask], minlength=256)[:32] for mask in (selected, undated)])
