"""Requests a second and how long they take while many ask at once, in turn with a minimal app."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Final

from bench import filters, minimal
from bench.serve import REPOSITORY, gunicorn
from data.dataset import Dataset

CLIENTS: Final = (8, 32)
SECONDS: Final = 2.0
"""Length of a turn; short, so that both servers see the same moods of the machine."""
TURNS: Final = 2


@dataclass
class Load:
    """What one server stood: seconds of each answered request, the time asked for, every error, and how many
    kept connections it closed between two requests."""

    taken: list[float] = field(default_factory=list)
    asked_for: float = 0.0
    errors: list[str] = field(default_factory=list)
    renewed: int = 0

    @property
    def rate(self) -> float:
        """Requests answered in a second."""
        return len(self.taken) / self.asked_for if self.asked_for else 0.0

    def percentile(self, share: float) -> float:
        """Milliseconds within which that share of the requests was answered."""
        ordered = sorted(self.taken)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000 if ordered else 0.0


def measured(dataset: Dataset, address: str) -> dict[int, tuple[Load, Load]]:
    """Clients -> the loads of Panj, which runs at `address`, and of the minimal app beside it."""
    found = {clients: (Load(), Load()) for clients in CLIENTS}
    with gunicorn("bench.minimal:create_server()") as other:
        both = ((address, filters.bodies(address, dataset)), (other, minimal.bodies()))
        for place, bodies in both:
            ask(place, bodies, CLIENTS[0], Load(), SECONDS / 2)  # fills what every later visitor finds filled
        for clients in CLIENTS:
            for _ in range(TURNS):
                for (place, bodies), load in zip(both, found[clients], strict=True):
                    ask(place, bodies, clients, load)
    return found


def ask(address: str, bodies: list[str], clients: int, load: Load, seconds: float = SECONDS) -> None:
    """One turn of so many clients, added to `load`.

    Raises:
        RuntimeError: the client could not reach the server.
    """
    command = [sys.executable, "-m", "bench.client", address, str(clients), str(seconds)]
    done = subprocess.run(command, input=json.dumps(bodies), capture_output=True, text=True, cwd=REPOSITORY)
    if done.returncode:
        raise RuntimeError(f"the clients of {address} failed: {done.stderr.strip().splitlines()[-1]}")
    told = json.loads(done.stdout)
    load.taken += told["seconds"]
    load.errors += told["errors"]
    load.renewed += told["renewed"]
    load.asked_for += seconds
