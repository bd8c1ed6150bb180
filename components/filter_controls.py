"""What the controls of the filter panel hold: their ids, their values under given filters, their counts."""

from __future__ import annotations

from typing import Any

from components import ids
from data.dataset import Dataset
from data.filters import Filters, Selection
from data.names import NameIndex
from data.plan import Plan
from data.vocabulary import ACTOR_KINDS, QUAD_CLASSES, UNCODED


def control_ids() -> tuple[str, ...]:
    """Ids of every control whose `value` is part of the filters, in the order of `control_values`."""
    actors = [ids.actor_group(kind) for kind in ACTOR_KINDS]
    types = [ids.type_group(quad) for quad in (*QUAD_CLASSES, UNCODED)]
    lists = [
        ids.FILTER_THREAD,
        ids.FILTER_DISTRICT,
        ids.FILTER_PLACE,
        ids.FILTER_SOURCE,
        ids.FILTER_COLLECTION,
    ]
    single = [
        ids.FILTER_TEXT, ids.FILTER_MATCH, ids.FILTER_PARTS, ids.FILTER_ROLE, ids.FILTER_FROM, ids.FILTER_TO,
        ids.FILTER_WHEN, ids.FILTER_BEST,
    ]  # fmt: skip
    return (*actors, *types, *lists, *single)


def control_values(dataset: Dataset, filters: Filters, plan: Plan) -> dict[str, Any]:
    """The value of every control under `filters`: names as ids, types as categories."""
    actors = frozenset().union(*(dataset.actor_names.resolve(name) for name in filters.actor))
    values: dict[str, Any] = {ids.actor_group(kind): _of_kind(dataset, actors, kind) for kind in ACTOR_KINDS}
    for quad in (*QUAD_CLASSES, UNCODED):
        values[ids.type_group(quad)] = [
            code for code in QUAD_CLASSES.get(quad, (UNCODED,)) if code in plan.types
        ]
    values |= {
        ids.FILTER_THREAD: list(filters.thread),
        ids.FILTER_DISTRICT: _ids(dataset.place_names, filters.district),
        ids.FILTER_PLACE: _ids(dataset.place_names, filters.place),
        ids.FILTER_SOURCE: _ids(dataset.source_names, filters.source),
        ids.FILTER_COLLECTION: list(filters.collection),
        ids.FILTER_TEXT: "; ".join(filters.q),
        ids.FILTER_MATCH: filters.match or "any",
        ids.FILTER_PARTS: filters.parts,
        ids.FILTER_ROLE: filters.role or "any",
        ids.FILTER_FROM: filters.from_,
        ids.FILTER_TO: filters.to,
        ids.FILTER_WHEN: filters.when,
        ids.FILTER_BEST: filters.dates == "best",
    }
    return values


def _of_kind(dataset: Dataset, actors: frozenset[str], kind: str) -> list[str]:
    return [actor for actor in sorted(actors) if dataset.row("actors", actor)["kind"] == kind]


def _ids(index: NameIndex, names: tuple[str, ...]) -> list[str]:
    return sorted(frozenset().union(*(index.resolve(name) for name in names)))


def control_counts(selection: Selection) -> dict[str, list[int]]:
    """`facet:value` -> [selected, undated]: what choosing it would leave under the other filters."""
    return {
        f"{facet}:{value}": list(pair)
        for facet, values in selection.facets.items()
        for value, pair in values.items()
    }
