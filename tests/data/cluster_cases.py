"""A scheduler and workers as processes of their own on loopback, and what the tests have them do."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds that a busy machine may take."""


@dataclass(frozen=True)
class Part:
    """A small partition."""

    days: np.ndarray[Any, np.dtype[np.int64]]


def save(folder: Path, number: int) -> list[str]:
    """Files of partitions, each of other numbers."""
    paths = [folder / f"events-{index:04d}.npy" for index in range(number)]
    for index, path in enumerate(paths):
        np.save(path, np.arange(index, 1_000 * (index + 1), dtype=np.int64))
    return [str(path) for path in paths]


def load(path: str) -> Part:
    return Part(np.load(path))


def count(part: Part, below: int = 10_000) -> tuple[int, np.ndarray[Any, np.dtype[np.int64]]]:
    """How many, and how many of each last digit."""
    chosen = part.days[part.days < below]
    return len(chosen), np.bincount(chosen % 10, minlength=10)


def process(_: Part) -> int:
    return os.getpid()


def slow_count(part: Part, folder: str, seconds: float) -> int:
    """Takes its time, and tells first which process is at it."""
    (Path(folder) / f"{os.getpid()}").touch()
    time.sleep(seconds)
    return len(part.days)


def odd(part: Part) -> int:
    """Fails for the second partition of `save`."""
    if part.days[0] == 1:
        raise ZeroDivisionError("as asked")
    return len(part.days)


def slow_odd(part: Part) -> int:
    """Does not come to an end in time for the second partition of `save`."""
    time.sleep(20.0 if part.days[0] == 1 else 0.0)
    return len(part.days)


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


def until(true: Callable[[], object]) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@dataclass
class Processes:
    """What runs; `folder` holds what they write."""

    folder: Path
    port: int = field(default_factory=free_port)
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def start(self, workers: int = 2) -> Processes:
        """A scheduler, and so many workers that it knows of."""
        told = self.folder / f"scheduler-{time.monotonic_ns()}.json"
        self.scheduler = self._run(
            "scheduler", "--port", str(self.port), "--scheduler-file", str(told), "--no-show"
        )
        until(lambda: told.exists() and told.read_text())
        assert json.loads(told.read_text())["address"] == self.address
        for _ in range(workers):
            self.add_worker()
        return self

    def add_worker(self) -> subprocess.Popen[bytes]:
        local = str(self.folder / f"worker-{time.monotonic_ns()}")
        worker = self._run(
            "worker", self.address, "--no-nanny", "--nthreads", "1", "--local-directory", local
        )
        self.workers.append(worker)
        return worker

    def kill(self, process: int) -> None:
        """End one of the workers at once, as a machine that loses its power."""
        worker = next(one for one in self.workers if one.pid == process)
        worker.kill()
        worker.wait()

    def stop_scheduler(self) -> None:
        assert self.scheduler is not None
        self.scheduler.kill()
        self.scheduler.wait()

    def stop(self) -> None:
        for one in [*self.workers, *filter(None, [self.scheduler])]:
            one.kill()
            one.wait()
        self.workers = []

    def _run(self, what: str, *more: str) -> subprocess.Popen[bytes]:
        command = [
            sys.executable,
            "-m",
            f"distributed.cli.dask_{what}",
            "--host",
            "127.0.0.1",
            "--no-dashboard",
        ]
        log = (self.folder / f"{what}.log").open("ab")
        with log:
            return subprocess.Popen([*command, *more], cwd=ROOT, stdout=log, stderr=log)
