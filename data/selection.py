"""The one selection that every view reads.

Every number of it is a sum over partitions of the events, so that two views can never disagree and the same
functions serve ninety rows or a million.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final

import numpy as np
import pandas as pd

from data.dataset import Dataset
from data.dates import UNBOUNDED_PAST, Bounds
from data.partition import Mask, Partition
from data.plan import EVER, Plan, plan, with_parts
from data.query import Filters
from data.vocabulary import WITHOUT_PLACE

OUTSIDE, POSSIBLE, CERTAIN, UNDATED = range(4)
WHEN_WORDS: Final = {OUTSIDE: "outside", POSSIBLE: "possible", CERTAIN: "certain", UNDATED: "undated"}

EVENT_COLUMNS: Final = [
    "id", "title", "summary", "thread", "category", "quad", "collection", "date", "date_phrase",
    "date_reason", "as_of", "when", "where", *Bounds._fields,
]  # fmt: skip
PLACE_COLUMNS: Final = [
    "event", "quad", "when", "place", "name", "kind", "precision", "latitude", "longitude", "area", "country",
    "coordinate_status",
]  # fmt: skip


@dataclass(frozen=True)
class Counts:
    """Numbers of events (domain contract, section 2): `selected` = `certain` + `possible`."""

    total: int
    selected: int
    certain: int
    possible: int
    undated: int
    unplaced: int

    def __add__(self, other: Counts) -> Counts:
        """Counts of two partitions together."""
        names = ("total", "selected", "certain", "possible", "undated", "unplaced")
        return Counts(*(getattr(self, name) + getattr(other, name) for name in names))


@dataclass(frozen=True)
class Part:
    """What one partition contributes. `when` has a code an event, `kept` marks what the other filters pass;
    `where_possible` marks events that only a containing province puts into the area asked for."""

    counts: Counts
    when: np.ndarray
    kept: Mask
    where_possible: Mask
    facets: dict[str, dict[str, tuple[int, int]]]


@dataclass(frozen=True, eq=False)
class Selection:
    """The events that pass the filters, and everything counted of them."""

    filters: Filters
    dataset: Dataset
    plan: Plan
    counts: Counts
    facets: dict[str, dict[str, tuple[int, int]]]
    _when: np.ndarray
    _kept: Mask
    _where_possible: Mask

    @property
    def window(self) -> tuple[int, int] | None:
        """First and last day asked for; None without a range. An open side is beyond every bound."""
        return self.plan.window

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences on what of the filters could not be used."""
        return self.plan.notices

    @cached_property
    def by_date(self) -> dict[str, str]:
        """Event -> `certain`, `possible`, `undated` or `outside`: how the range alone judges it."""
        return {event: WHEN_WORDS[code] for event, code in zip(self._events["id"], self._when, strict=True)}

    @cached_property
    def _events(self) -> pd.DataFrame:
        frame = self.dataset.events.copy()
        if self.plan.best_dates:
            for name in ("date", *Bounds._fields):
                frame[name] = frame[f"best_{name}"]
        frame["when"] = [WHEN_WORDS[code] for code in self._when]
        asked = bool(self.plan.places_certain or self.plan.districts_certain)
        frame["where"] = np.where(self._where_possible, "possible", "certain") if asked else ""
        return frame[EVENT_COLUMNS]

    @cached_property
    def events(self) -> pd.DataFrame:
        """The selected events by date; columns `EVENT_COLUMNS`, bounds as int64 days from 1970-01-01."""
        return _by_date(self._events[self._chosen])

    @property
    def _chosen(self) -> Mask:
        return chosen(self._when, self._kept, self.plan.only_certain)

    @cached_property
    def undated(self) -> pd.DataFrame:
        """Events that pass every filter but have no date: listed after the selected, never among them."""
        return self._events[self._kept & (self._when == UNDATED)].reset_index(drop=True)

    @cached_property
    def unplaced(self) -> pd.DataFrame:
        """Those of `events` that have no place that may be drawn."""
        placed = set(self.places.loc[~self.places["precision"].isin(WITHOUT_PLACE), "event"])
        return self.events[~self.events["id"].isin(placed)].reset_index(drop=True)

    @cached_property
    def places(self) -> pd.DataFrame:
        """One row per selected event and place; columns `PLACE_COLUMNS`, coordinates as float or nan."""
        events = self.events[["id", "quad", "when"]].rename(columns={"id": "event"})
        rows = events.merge(self.dataset.located, on="event")
        return rows[PLACE_COLUMNS]

    @cached_property
    def districts(self) -> pd.DataFrame:
        """Districts with a polygon: `id,name,area,certain,possible`.

        `certain`: events certainly in the range whose place certainly lies in it; `possible`: the others
        that may be there (only possibly in the range, or placed in its province and no closer).
        """
        tree, table = self.dataset.places, self.dataset.tables["places"]
        rows = table[(table["kind"] == "district") & (table["area"] != "")]
        seen = list(zip(self.places["event"], self.places["place"], self.places["when"], strict=True))
        counts = [_in_district(tree.matching([district]), seen) for district in rows["id"]]
        frame = rows[["id", "name", "area"]].reset_index(drop=True)
        return frame.assign(certain=[c for c, _ in counts], possible=[p for _, p in counts])


def _by_date(events: pd.DataFrame) -> pd.DataFrame:
    """Events by their earliest start; one that has none stands where its latest start is."""
    unbounded = events["start_earliest"] == UNBOUNDED_PAST
    first = events["start_earliest"].where(~unbounded, events["start_latest"])
    ordered = events.assign(_first=first).sort_values(["_first", "start_latest", "id"], ignore_index=True)
    return ordered[EVENT_COLUMNS]


def _in_district(
    places: tuple[frozenset[str], frozenset[str]], seen: Iterable[tuple[str, str, str]]
) -> tuple[int, int]:
    inside, maybe = places
    certain: set[str] = set()
    possible: set[str] = set()
    for event, place, when in seen:
        if place in inside and when == "certain":
            certain.add(event)
        elif place in inside or place in maybe:
            possible.add(event)
    return len(certain), len(possible - certain)


def select(dataset: Dataset, filters: Filters, as_lock: bool = False) -> Selection:
    """The selection of `filters` in `dataset`; what cannot be used is skipped and named in `notices`.

    With `as_lock` an unknown name is not skipped but stands for no event (`data.scope`).
    """
    found = plan(dataset, filters, as_lock)
    wider = _wider_actors(dataset, filters)
    maybe_there = dataset.confined.maybe_there if dataset.confined else frozenset[str]()
    work = partial(_part, plan=found, wider=wider, maybe_there=maybe_there)
    parts = [work(part) for part in dataset.partitions]
    counts = parts[0].counts
    for part in parts[1:]:
        counts = counts + part.counts
    return Selection(
        filters=filters,
        dataset=dataset,
        plan=found,
        counts=counts,
        facets=_merged(part.facets for part in parts),
        _when=np.concatenate([part.when for part in parts]),
        _kept=np.concatenate([part.kept for part in parts]),
        _where_possible=np.concatenate([part.where_possible for part in parts]),
    )


def _wider_actors(dataset: Dataset, filters: Filters) -> dict[str, frozenset[str]]:
    """Actor -> itself and its parts, for the actors that have parts, where parts are asked for."""
    if not filters.parts:
        return {}
    wider = {actor: with_parts(dataset, frozenset({actor})) for actor in dataset.tables["actors"]["id"]}
    return {actor: ids for actor, ids in wider.items() if len(ids) > 1}


def chosen(when: np.ndarray, kept: Mask, only_certain: bool) -> Mask:
    """Which events are selected: dated, in range, passing every filter."""
    in_range = when == CERTAIN if only_certain else (when == CERTAIN) | (when == POSSIBLE)
    return kept & in_range


def classify(part: Partition, window: tuple[int, int] | None, best: bool) -> np.ndarray:
    """One of OUTSIDE, POSSIBLE, CERTAIN, UNDATED for each event (domain contract, section 2)."""
    dated, (start_earliest, start_latest, end_earliest, end_latest) = part.bounds["best" if best else "own"]
    first, last = window or EVER
    certain = (start_latest <= last) & (end_earliest >= first)
    possible = (start_earliest <= last) & (end_latest >= first)
    found = np.select([~dated, certain | (window is None), possible], [UNDATED, CERTAIN, POSSIBLE], OUTSIDE)
    return found.astype(np.int8)


def _part(part: Partition, plan: Plan, wider: dict[str, frozenset[str]], maybe_there: frozenset[str]) -> Part:
    when = classify(part, plan.window, plan.best_dates)
    if plan.no_common_day:
        when = np.where(when == UNDATED, UNDATED, OUTSIDE).astype(np.int8)
    masks, where_possible = _masks(part, plan)
    if maybe_there:  # what the area of a lock holds only possibly is nowhere in it for certain
        where_possible |= np.isin(part.ids, list(maybe_there))
    kept = _all(masks.values(), len(part))
    picked = chosen(when, kept, plan.only_certain)
    certain = int((picked & (when == CERTAIN)).sum())
    selected = int(picked.sum())
    counts = Counts(
        total=len(part),
        selected=selected,
        certain=certain,
        possible=selected - certain,
        undated=int((kept & (when == UNDATED)).sum()),
        unplaced=int((picked & part.unplaced).sum()),
    )
    return Part(counts, when, kept, where_possible, _facets(part, plan, masks, when, wider))


def _masks(part: Partition, plan: Plan) -> tuple[dict[str, Mask], Mask]:
    """Dimension -> which events pass it (those in force), and who passes an area only possibly."""
    size = len(part)
    masks: dict[str, Mask] = {}
    where_possible = np.zeros(size, dtype=bool)
    if plan.actors or plan.role:
        masks["actor"] = _actor_mask(part, plan)
    for name, wanted in (
        ("type", plan.types), ("thread", plan.threads), ("collection", plan.collections),
        ("source", plan.sources),
    ):  # fmt: skip
        if wanted:
            masks[name] = getattr(part, "category" if name == "type" else name).mask(size, wanted)
    for name in ("place", "district"):
        inside, maybe = getattr(plan, f"{name}s_certain"), getattr(plan, f"{name}s_possible")
        if inside:
            certainly = part.place.mask(size, inside)
            masks[name] = certainly | part.place.mask(size, maybe)
            where_possible |= masks[name] & ~certainly
    if plan.events:
        masks["id"] = np.isin(part.ids, list(plan.events))
    if plan.texts:
        masks["q"] = np.array([any(text in held for text in plan.texts) for held in part.texts], dtype=bool)
    return masks, where_possible


def _actor_mask(part: Partition, plan: Plan) -> Mask:
    in_role = part.roles == plan.role if plan.role else None
    size = len(part)
    if not plan.actors:
        return part.actor.mask(size, frozenset(part.actor.keys.tolist()), in_role)
    each = [part.actor.mask(size, ids, in_role) for ids in plan.actors]
    joined = np.logical_and.reduce(each) if plan.every_actor else np.logical_or.reduce(each)
    return np.asarray(joined, dtype=bool)


def _all(masks: Iterable[Mask], size: int) -> Mask:
    kept = np.ones(size, dtype=bool)
    for mask in masks:
        kept &= mask
    return kept


def _facets(
    part: Partition, plan: Plan, masks: dict[str, Mask], when: np.ndarray, wider: dict[str, frozenset[str]]
) -> dict[str, dict[str, tuple[int, int]]]:
    """Dimension -> value -> (selected, undated) events that it would leave under the other filters."""
    size = len(part)
    in_role = part.roles == plan.role if plan.role else None
    found = {}
    for name in ("actor", "type", "thread", "collection", "source", "place"):
        links = getattr(part, {"type": "category", "place": "area"}.get(name, name))
        also = in_role if name == "actor" else None
        others = _all((mask for other, mask in masks.items() if other != name), size)
        picked, undated = chosen(when, others, plan.only_certain), others & (when == UNDATED)
        first, second = links.counts(picked, also), links.counts(undated, also)
        if name == "actor":
            for actor, ids in wider.items():
                together = links.mask(size, ids, also)
                first[actor], second[actor] = int((picked & together).sum()), int((undated & together).sum())
        found[name] = {key: (first.get(key, 0), second.get(key, 0)) for key in {*first, *second}}
    return found


def _merged(
    parts: Iterable[dict[str, dict[str, tuple[int, int]]]],
) -> dict[str, dict[str, tuple[int, int]]]:
    total: dict[str, tuple[Counter[str], Counter[str]]] = {}
    for part in parts:
        for name, values in part.items():
            first, second = total.setdefault(name, (Counter(), Counter()))
            for key, (selected, undated) in values.items():
                first[key] += selected
                second[key] += undated
    return {
        name: {key: (first[key], second[key]) for key in {*first, *second}}
        for name, (first, second) in total.items()
    }
