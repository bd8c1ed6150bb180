"""Pieces that several tests of the data share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from data import dates
from data.dataset import Dataset
from data.partition import Links, Mask, Partition
from data.query import Filters


def with_tables(dataset: Dataset, **tables: pd.DataFrame) -> Dataset:
    """The dataset with some tables replaced; nothing it has worked out before is kept."""
    return replace(dataset, tables={**dataset.tables, **tables})


def with_value(filters: Filters, name: str, value: Any) -> Filters:
    """The filters with one field set."""
    return replace(filters, **{name: value})


def with_partitions(dataset: Dataset, *partitions: Partition) -> Dataset:
    """The same dataset, its events divided otherwise."""
    divided = replace(dataset)
    divided.__dict__["partitions"] = partitions
    return divided


def with_dates(part: Partition, texts: list[str], as_of: Any = None) -> Partition:
    """A partition of which only the dates matter: one event for each EDTF string, "" for an undated one."""
    return with_bounds(part, [dates.parse(text, as_of) if text else None for text in texts])


def with_bounds(part: Partition, bounds: Sequence[dates.Bounds | None]) -> Partition:
    """A partition of which only the bounds matter: one event for each, None for an undated one."""
    rows = [bound or dates.Bounds(0, 0, 0, 0) for bound in bounds]
    columns = [np.array([row[i] for row in rows], dtype=np.int64) for i in range(4)]
    dated = np.array([bound is not None for bound in bounds], dtype=bool)
    four = (columns[0], columns[1], columns[2], columns[3])
    return replace(part, bounds={"own": (dated, four), "best": (dated, four)})


def split(part: Partition, at: int) -> tuple[Partition, Partition]:
    """The first `at` events and the others."""
    first = np.arange(len(part)) < at
    return _only(part, first), _only(part, ~first)


def _only(part: Partition, kept: Mask) -> Partition:
    new_row = np.cumsum(kept) - 1

    def links(held: Links) -> Links:
        hit = kept[held.rows]
        return Links(new_row[held.rows[hit]].astype(np.int32), held.keys[hit])

    bounds: Any = {
        name: (dated[kept], tuple(column[kept] for column in four))
        for name, (dated, four) in part.bounds.items()
    }
    names = ("category", "thread", "collection", "actor", "place", "area", "source")
    return replace(
        part,
        ids=part.ids[kept],
        bounds=bounds,
        roles=part.roles[kept[part.actor.rows]],
        unplaced=part.unplaced[kept],
        texts=part.texts[kept],
        **{name: links(getattr(part, name)) for name in names},
    )
