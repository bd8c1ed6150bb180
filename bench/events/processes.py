"""Servers of a collection as they run: how soon they answer, what they hold, what many clients meet."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.events.asked import GIVES, PATH, Change, Page
from bench.load import Load, ask
from bench.measure import CALLBACK
from bench.serve import running

CLIENTS: Final = 32
SECONDS: Final = 8.0
WORKERS: Final = 4
PSS: Final = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True)
class Started:
    """A server after it has answered some changes.

    Attributes:
        seconds: from its start to the first answer that draws the collection.
        memory: bytes of all its processes together; a shared page counts once (proportional set size).
        processes: how many they are.
    """

    seconds: float
    memory: int
    processes: int


def started(folder: Path, name: str, asked: Sequence[Change], workers: int) -> Started:
    """Start a server, wait for the first answer, let many clients ask it, and weigh it.

    Raises:
        RuntimeError: it does not start, or a request fails.
    """
    with _serving(folder, workers) as server:
        page = _page(server.address, name)
        _draw(server.address, page)
        seconds = time.perf_counter() - server.began
        load = Load()
        ask(server.address + PATH, bodies(page, asked), CLIENTS, load, SECONDS / 2)
        if load.errors:
            raise RuntimeError(f"{len(load.errors)} requests failed: {sorted(set(load.errors))}")
        weights = [_pss(pid) for pid in _family(server.pid)]
    return Started(seconds, sum(weights), len(weights))


def loaded(folder: Path, name: str, asked: Sequence[Change]) -> Load:
    """What 32 clients meet that change filters as fast as they are answered.

    Raises:
        RuntimeError: the server or the clients do not start.
    """
    load = Load()
    with _serving(folder, 2) as server:
        sent = bodies(_page(server.address, name), asked)
        ask(server.address + PATH, sent, CLIENTS, Load(), 2.0)
        ask(server.address + PATH, sent, CLIENTS, load, SECONDS)
    return load


def bodies(page: Page, asked: Sequence[Change]) -> list[str]:
    """The requests of the changes, of each the pictures, the list and the card."""
    drawn = {"release": "other"}
    return [page.body(gives, change.query, drawn) for change in asked for gives in GIVES]


def _serving(folder: Path, workers: int) -> Any:
    return running(PANJ_COLLECTIONS=str(folder), WEB_CONCURRENCY=str(workers))


def _page(address: str, name: str) -> Page:
    with urllib.request.urlopen(f"{address}{PATH}_dash-dependencies", timeout=60) as answer:
        return Page(name, json.load(answer))


def _draw(address: str, page: Page) -> None:
    body = page.body("pictures", "", None).encode()
    request = urllib.request.Request(f"{address}{PATH}{CALLBACK}", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()


def _family(pid: int) -> list[int]:
    """The process and all that came from it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _pss(pid: int) -> int:
    found = PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text())
    return int(found[1]) * 1024 if found else 0
