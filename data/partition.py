"""Events as compact columns, so that a filter is arithmetic and every number is a sum over partitions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.frames import records_of
from data.vocabulary import UNCODED, WITHOUT_PLACE

if TYPE_CHECKING:
    from data.dataset import Dataset

Mask = npt.NDArray[np.bool_]
Days = npt.NDArray[np.int64]
Part = TypeVar("Part")


@dataclass(frozen=True)
class Links:
    """A many-to-many relation: `rows[i]` (an event's position) has `keys[i]`; equal lengths."""

    rows: npt.NDArray[np.int32]
    keys: npt.NDArray[Any]

    def mask(self, size: int, wanted: frozenset[str], also: Mask | None = None) -> Mask:
        """Which of `size` events have one of `wanted`; `also` is a mask over the links themselves."""
        hit = np.isin(self.keys, list(wanted)) if wanted else np.zeros(len(self.keys), dtype=bool)
        if also is not None:
            hit &= also
        found = np.zeros(size, dtype=bool)
        found[self.rows[hit]] = True
        return found

    def counts(self, within: Mask, also: Mask | None = None) -> dict[str, int]:
        """Key -> number of distinct events of `within` that have it; `also` is a mask over the links."""
        hit = within[self.rows]
        if also is not None:
            hit = hit & also
        pairs = set(zip(self.rows[hit].tolist(), self.keys[hit].tolist(), strict=True))
        found: dict[str, int] = {}
        for _, key in pairs:
            found[key] = found.get(key, 0) + 1
        return found


@dataclass(frozen=True)
class Partition:
    """Part of the events; every array has one entry an event, in the same order.

    `bounds` maps `own` and `best` to (dated mask, 4 arrays of day numbers). `place` holds the places that
    were reported, `area` everything that a filter for it would find them in (each place itself included).
    """

    ids: npt.NDArray[Any]
    bounds: dict[str, tuple[Mask, tuple[Days, Days, Days, Days]]]
    category: Links
    thread: Links
    collection: Links
    actor: Links
    roles: npt.NDArray[Any]
    place: Links
    area: Links
    source: Links
    unplaced: Mask
    texts: npt.NDArray[Any]

    def __len__(self) -> int:
        return len(self.ids)


def partition(dataset: Dataset) -> Partition:
    """The whole of a curated dataset as one partition."""
    events = dataset.events
    ids = events["id"].tolist()
    position = {event: index for index, event in enumerate(ids)}
    parts = [row for row in records_of(dataset.tables["participants"]) if row["event"] in position]
    drawn = own_places(dataset.tables["event_places"])
    places = [row for row in records_of(drawn) if row["event"] in position]
    placed = {
        row["event"]
        for row in places
        if dataset.row("places", row["place"])["precision"] not in WITHOUT_PLACE
    }
    return Partition(
        ids=np.array(ids, dtype=object),
        bounds={name: _bounds(events, prefix) for name, prefix in (("own", ""), ("best", "best_"))},
        category=_column(events["category"].replace("", UNCODED)),
        thread=_column(events["thread"]),
        collection=_column(events["collection"]),
        actor=_links((position[row["event"]], row["actor"]) for row in parts),
        roles=np.array([row["role"] for row in parts], dtype=object),
        place=_links((position[row["event"]], row["place"]) for row in places),
        area=_links(
            (position[row["event"]], area)
            for row in places
            for area in dataset.places.found_under(row["place"])
        ),
        source=_links((position[event], source) for event, source in _sources(dataset) if event in position),
        unplaced=np.array([event not in placed for event in ids], dtype=bool),
        texts=np.array([dataset.search_texts[event] for event in ids], dtype=object),
    )


def own_places(event_places: pd.DataFrame) -> pd.DataFrame:
    """The places that an event's own source gives; one that only another source gives is told, not drawn."""
    return event_places[event_places["source"] == ""]


def _bounds(events: Any, prefix: str) -> tuple[Mask, tuple[Days, Days, Days, Days]]:
    def column(name: str) -> Days:
        return events[f"{prefix}{name}"].to_numpy(dtype=np.int64)

    four = (column("start_earliest"), column("start_latest"), column("end_earliest"), column("end_latest"))
    return events[f"{prefix}dated"].to_numpy(dtype=bool), four


def _column(values: Iterable[str]) -> Links:
    return _links(enumerate(values))


def _links(pairs: Iterable[tuple[int, str]]) -> Links:
    listed = list(pairs)
    return Links(
        np.array([row for row, _ in listed], dtype=np.int32),
        np.array([key for _, key in listed], dtype=object),
    )


def _sources(dataset: Dataset) -> set[tuple[str, str]]:
    """(event, who says so) pairs: publications that tell of it or date it, and every speaker of a chain
    behind a claim about it (a publication or an actor)."""
    speakers: dict[str, set[str]] = {}
    for link in records_of(dataset.tables["chain_links"]):
        speakers.setdefault(link["claim"], set()).update({link["source"], link["actor"]} - {""})
    pairs: set[tuple[str, str]] = set()
    for table in ("event_sources", "event_dates"):
        rows = dataset.tables[table]
        pairs |= set(zip(rows["event"], rows["source"], strict=True))
    withdrawn = {row["id"] for row in records_of(dataset.tables["claims"]) if row["withdrawn"]}
    links = dataset.tables["claim_events"]
    links = links[~links["claim"].isin(withdrawn)]
    for claim, event in zip(links["claim"], links["event"], strict=True):
        pairs |= {(event, speaker) for speaker in speakers.get(claim, ())}
    return pairs
