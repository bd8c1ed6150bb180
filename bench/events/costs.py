"""Processor time and bytes of a filter change, beside a bare filter of the same columns with numpy."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq
from flask.testing import FlaskClient

from app import create_app
from bench.events.asked import GIVES, PATH, Change, Page
from bench.measure import CALLBACK, ENCODINGS
from data.collections.collection import Collection, open_collection
from data.collections.shelf import Shelf
from data.releases import open_releases
from portal.settings import Settings

Ints = npt.NDArray[np.int32]
BARE: Final = "bare"
WARM_UP: Final = 3
"""Changes that are asked before one is timed."""


@dataclass
class Costs:
    """Of each change, by callback (`GIVES`): milliseconds of processor time, bytes of the compressed answer.
    `cpu[BARE]` is numpy's."""

    cpu: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in (*GIVES, BARE)})
    size: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in GIVES})

    def median(self, name: str) -> float:
        """Milliseconds of one callback."""
        return statistics.median(self.cpu[name])

    @property
    def together(self) -> float:
        """Milliseconds of all callbacks of a change."""
        return statistics.median(map(sum, zip(*(self.cpu[name] for name in GIVES), strict=True)))

    def beside(self, *names: str) -> float:
        """Callbacks (all of them, if none is named) beside numpy: the median of every change's own ratio."""
        sums = map(sum, zip(*(self.cpu[name] for name in names or GIVES), strict=True))
        return statistics.median(ours / bare for ours, bare in zip(sums, self.cpu[BARE], strict=True))

    def largest(self, name: str) -> int:
        """Bytes."""
        return max(self.size[name])

    def middle(self, name: str) -> int:
        """Bytes."""
        return round(statistics.median(self.size[name]))


@dataclass(frozen=True)
class Bare:
    """The same columns as plain arrays, one entry a dated event, and one an actor of an event.

    Attributes:
        first, last, place: earliest start and latest end, code of the place + 1.
        actors, events: code of the actor, position of its event.
        month: day -> month, from `origin`.
    """

    first: Ints
    last: Ints
    place: Ints
    actors: Ints
    events: Ints
    month: Ints
    origin: int

    def count(self, actor: int | None, window: tuple[int, int] | None) -> tuple[Any, Any]:
        """Events by place and by month of their first day."""
        mask = np.ones(len(self.first), dtype=bool)
        if actor is not None:
            mask = np.zeros(len(self.first), dtype=bool)
            mask[self.events[self.actors == actor]] = True
        if window is not None:
            mask &= (self.first <= window[1]) & (self.last >= window[0])
        return (
            np.bincount(self.place[mask]),
            np.bincount(self.month[self.first[mask] - self.origin]),
        )


def bare(folder: Path) -> Bare:
    """The columns of the collection in `folder`."""
    files = sorted(folder.glob("events-*.parquet"))
    wanted = ["dated", "start_earliest", "end_latest", "place", "actors"]
    table = pq.read_table(files, columns=wanted)
    dated = table.column("dated").to_numpy()
    first = np.clip(table.column("start_earliest").to_numpy()[dated], -20_000, 25_000).astype(np.int32)
    lists = table.column("actors").combine_chunks()
    rows = np.repeat(np.arange(len(dated)), np.diff(lists.offsets.to_numpy()))
    kept = dated[rows]
    origin, end = int(first.min(initial=0)), int(first.max(initial=0))
    days = np.arange(origin, end + 1).astype("datetime64[D]").astype("datetime64[M]").astype(int)
    return Bare(
        first=first,
        last=table.column("end_latest").to_numpy()[dated].astype(np.int32),
        place=(table.column("place").to_numpy()[dated] + 1).astype(np.int32),
        actors=lists.flatten().to_numpy()[kept].astype(np.int32),
        events=(np.cumsum(dated) - 1)[rows[kept]].astype(np.int32),
        month=(days - days[0]).astype(np.int32),
        origin=origin,
    )


@dataclass
class Asker:
    """A server in this process that is asked as the page asks it."""

    client: FlaskClient
    page: Page
    names: tuple[str, ...]
    drawn: dict[str, Any] | None = None

    def ask(self, gives: str, query: str) -> tuple[float, int]:
        """Milliseconds of processor time and bytes of the compressed answer of one callback.

        Raises:
            RuntimeError: it is refused.
        """
        body = self.page.body(gives, query, self.drawn)
        headers = {"Accept-Encoding": ENCODINGS}
        before = time.process_time()
        answer = self.client.post(
            f"/{PATH}{CALLBACK}", data=body, content_type="application/json", headers=headers
        )
        taken = (time.process_time() - before) * 1000
        if answer.status_code != 200:
            raise RuntimeError(f"{query!r} is answered {answer.status_code}")
        return taken, len(answer.data)

    def draw(self, query: str) -> None:
        """Remember what the page has drawn by now, as it would."""
        body = self.page.body("pictures", query, self.drawn)
        told = self.client.post(f"/{PATH}{CALLBACK}", data=body, content_type="application/json")
        if told.status_code != 200:
            raise RuntimeError(f"{query!r} is answered {told.status_code}")
        self.drawn = told.get_json()["response"]["state-drawn"]["data"]


def asker(collection: Collection) -> Asker:
    """The app as it is served, with this collection alone."""
    server = create_app(Settings(), open_releases(), Shelf([collection])).server
    client = server.test_client()
    known = client.get(f"/{PATH}_dash-dependencies").get_json()
    return Asker(client, Page(collection.name, known), tuple(name for name, _, _ in collection.actors))


def measured(folder: Path, columns: Bare, asked: Sequence[Change]) -> Costs:
    """Ask every change once. The list is asked of another process than the pictures would be: it finds
    nothing that they have counted.

    Raises:
        RuntimeError: one is refused.
    """
    first, second = (asker(open_collection(folder)) for _ in range(2))
    askers = {"pictures": first, "list": second, "card": second}
    codes = {name: code for code, name in enumerate(first.names)}
    first.draw("")
    found = Costs()
    for index, change in enumerate(asked):
        taken = {name: askers[name].ask(name, change.query) for name in GIVES}
        before = time.process_time()
        columns.count(codes[change.actor] if change.actor else None, change.window)
        bare_taken = (time.process_time() - before) * 1000
        first.draw(change.query)
        if index < WARM_UP:
            continue
        found.cpu[BARE].append(bare_taken)
        for name, (cpu, size) in taken.items():
            found.cpu[name].append(cpu)
            found.size[name].append(size)
    return found
