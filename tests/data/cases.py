"""Pieces that several tests of the data share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from data import dates
from data.dataset import Dataset
from data.partition import Links, Mask, Partition


def with_tables(dataset: Dataset, **tables: pd.DataFrame) -> Dataset:
    """The dataset with some tables replaced; nothing it has worked out before is kept."""
    return replace(dataset, tables={**dataset.tables, **tables})


def with_partitions(dataset: Dataset, *partitions: Partition) -> Dataset:
    """The same dataset, its events divided otherwise."""
    divided = replace(dataset)
    divided.__dict__["partitions"] = partitions
    return divided


def with_dates(part: Partition, texts: list[str], as_of: Any = None) -> Partition:
    """A partition of which only the dates matter: one event for each EDTF string, "" for an undated one."""
    bounds = [dates.parse(text, as_of) if text else dates.Bounds(0, 0, 0, 0) for text in texts]
    columns = [np.array([bound[i] for bound in bounds], dtype=np.int64) for i in range(4)]
    dated = np.array([bool(text) for text in texts], dtype=bool)
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
