"""Figures for Prometheus: what was asked, how long it took, which release is served, what is wrong with it.

The processes of one server count together in files of a folder that is theirs alone, and the first of them
answers Prometheus on a port of this machine. Worker processes come and go, so their files are named by
seats: who takes the seat of one that has gone counts on from where it stopped, and the files stay few.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import Any, Final

from dash import Dash
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server, values
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from data.releases import Status
from portal.observed import Answered, Observer
from portal.settings import Settings

FOLDER_VARIABLE: Final = "PROMETHEUS_MULTIPROC_DIR"
"""Where prometheus_client looks for the folder; gunicorn sets it (`raw_env`)."""
LOOPBACK: Final = "127.0.0.1"
BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the histograms, in seconds."""
EVERY: Final = 1.0
"""Seconds between two looks at the release."""


@dataclass
class Shared:
    """What the processes of one server have in common.

    Attributes:
        folder: where they count.
        seat: this process's own; "first" is the one that starts the others.
    """

    folder: Path
    seat: str = "first"
    closing: Callable[[], None] = field(default=lambda: None, repr=False)


@lru_cache(maxsize=1)
def shared() -> Shared:
    """What this process shares with those that it will start; the folder is made at the first call."""
    found = Shared(Path(tempfile.mkdtemp(prefix="panj-metrics-")))
    # Read by prometheus_client whenever a metric is made.
    values.ValueClass = values.MultiProcessValue(lambda: found.seat)
    return found


def free_seat(taken: Iterable[str]) -> str:
    """The lowest seat that nobody has."""
    held = set(taken)
    return next(str(number) for number in range(len(held) + 1) if str(number) not in held)


def take_seat(seat: str) -> None:
    """For a process that has just been started: its seat, and no part in answering Prometheus."""
    found = shared()
    found.seat = seat
    found.closing()


def leave_seat(seat: str) -> None:
    """What only a living process can say (its release) is said no more."""
    mark_process_dead(seat, str(shared().folder))


def serve(port: int) -> None:
    """Answer Prometheus on this machine alone, from a thread of this process.

    Raises:
        OSError: the port is taken.
    """
    registry = CollectorRegistry()
    _Together(registry, path=str(shared().folder))
    server, _ = start_http_server(port, LOOPBACK, registry)
    shared().closing = server.socket.close


class _Together(MultiProcessCollector):
    """All processes' figures; a release that is served no more is left out, as its figure 0 says."""

    def collect(self) -> Iterator[Metric]:
        for metric in super().collect():
            if metric.name == "panj_release_info":
                metric.samples = [sample for sample in metric.samples if sample.value]
            yield metric


def observers(
    app: Dash, settings: Settings, status: Callable[[], Status], registry: CollectorRegistry | None = None
) -> Sequence[Observer]:
    """What portal.observed is to tell of every request; nothing where no port for Prometheus is set.

    Args:
        app: The app with all its callbacks: only their names become labels.
        settings: Read is `metrics_port`.
        status: Tells what is served now (`Releases.status`).
        registry: Where the metrics are registered; one of its own if None.
    """
    if not settings.metrics_port:
        return ()
    found = registry if registry is not None else CollectorRegistry()
    return (_Requests(found, short_names(app.callback_map)), _Release(found, status))


def short_names(callback_map: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Key of a callback's outputs -> its short name: the first output, with a number where two share it."""
    found: dict[str, str] = {}
    for key, callback in callback_map.items():
        declared = callback["output"]
        first = declared[0] if isinstance(declared, (list, tuple)) else declared
        name = f"{first.component_id_str()}.{first.component_property}"
        others = sum(one.partition(" ")[0] == name for one in found.values())
        found[key] = f"{name} {others + 1}" if others else name
    return found


class _Requests:
    """Counts requests and how long they took."""

    def __init__(self, registry: CollectorRegistry, names: Mapping[str, str]) -> None:
        self._names = names
        self._count = Counter(
            "panj_requests", "Answered requests.", ("route", "method", "status"), registry=registry
        )
        self._route = Histogram(
            "panj_request_seconds",
            "How long a request kept a thread busy.",
            ("route",),
            buckets=BUCKETS,
            registry=registry,
        )
        self._callback = Histogram(
            "panj_callback_seconds",
            "How long a callback of the page took, by its first output.",
            ("callback",),
            buckets=BUCKETS,
            registry=registry,
        )

    def __call__(self, answered: Answered) -> None:
        self._count.labels(answered.route, answered.method, str(answered.status)).inc()
        self._route.labels(answered.route).observe(answered.seconds)
        if name := self._names.get(answered.callback):
            self._callback.labels(name).observe(answered.seconds)


class _Release:
    """Tells which release is served, once a second at most and only while there are requests."""

    def __init__(self, registry: CollectorRegistry, status: Callable[[], Status]) -> None:
        self._status = status
        self._next_look = 0.0
        self._told: tuple[str, str] | None = None
        self._info = Gauge(
            "panj_release_info",
            "The release that is served; 1.",
            ("release", "version"),
            registry=registry,
            multiprocess_mode="livemax",
        )

        def gauge(name: str, words: str, mode: Any) -> Gauge:
            return Gauge(name, words, registry=registry, multiprocess_mode=mode)

        self._published = gauge(
            "panj_release_published_timestamp_seconds",
            "When the release was published (Unix time); 0 for a package that never was.",
            "livemostrecent",
        )
        self._rejected = gauge(
            "panj_rejected_rows", "Rows that were set aside when it was read.", "livemostrecent"
        )
        self._degraded = gauge(
            "panj_degraded", "1 while an older release is served than the one that should be.", "livemax"
        )

    def __call__(self, answered: Answered) -> None:
        now = monotonic()
        if now < self._next_look:
            return
        self._next_look = now + EVERY
        self._tell(self._status())

    def _tell(self, status: Status) -> None:
        served = (status.release, status.version)
        if self._told and self._told != served:
            self._info.labels(*self._told).set(0)
        self._told = served
        self._info.labels(*served).set(1)
        self._published.set(status.published.timestamp() if status.published else 0)
        self._rejected.set(status.rejected_rows)
        self._degraded.set(bool(status.degraded))
