"""Where the partitions are: in this process, or in the memory of a Dask cluster. Only here Dask is known.

Both places run the same pure functions and give the same `Answer`. Dask is imported, and its scheduler
asked, at the first question: a start without a cluster does not pay for it, and every process that a server
forks has its own connection. No dashboard is started, and no host but the scheduler's is asked.

Whoever reaches the scheduler's port can run code on its workers: `tcp://` is for a network of trusted
machines, `tls://` (certificates in Dask's own configuration, `distributed.comm.tls`) for any other.
"""

from __future__ import annotations

import gc
import logging
import os
import re
import threading
import weakref
from asyncio import CancelledError
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar
from uuid import uuid4

if TYPE_CHECKING:
    from dask.typing import Key
    from distributed import Client, Future

P = TypeVar("P")
R = TypeVar("R")
K = TypeVar("K", bound=Hashable)

TIMEOUT: Final = 30.0
"""Seconds at most that a question waits for the cluster."""
LOOK_EVERY: Final = 5.0
"""Seconds after which it is looked again which workers there are."""
PAUSE: Final = 2.0
"""Seconds for which a scheduler that was not reached is not asked again, so that visitors do not queue."""
_CLOSING: Final = 2.0
_BETWEEN: Final = 0.2
_ADDRESS: Final = re.compile(r"(tcp|tls)://(\[[0-9a-fA-F:]+\]|[^\s:/]+):[0-9]{1,5}")
_LOG: Final = logging.getLogger(__name__)


class ClusterError(RuntimeError):
    """The cluster did not answer at all; its text is one sentence that names the scheduler's address."""


class _LostError(Exception):
    """The connection broke while a question was under way."""


@dataclass(frozen=True)
class Answer(Generic[R]):
    """What the partitions answered.

    Attributes:
        results: in the order of the partitions, without those that failed.
        failed: a sentence for each partition that did not answer, naming its file.
    """

    results: list[R]
    failed: tuple[str, ...] = ()


class Here(Generic[P]):
    """Partitions in this process."""

    def __init__(self, partitions: Sequence[P], names: Sequence[str] = ()) -> None:
        """`names` are those of the partitions' files; without them they are counted from 1."""
        self._partitions = partitions
        self._names = names or [f"partition {number}" for number in range(1, len(partitions) + 1)]

    def map_partitions(self, work: Callable[[P], R]) -> Answer[R]:
        """Run `work`, a pure function, on every partition."""
        results, failed = [], []
        for name, partition in zip(self._names, self._partitions, strict=True):
            try:
                results.append(work(partition))
            except Exception as error:  # whatever it is, the other partitions answer
                failed.append(_told(name, "could not be counted", error))
        return Answer(results, tuple(failed))

    def close(self) -> None:
        """Nothing to leave."""


class Cluster(Generic[K, P]):
    """Partitions in the memory of the workers behind a scheduler.

    Every worker holds about as many. What a lost worker held is loaded again by another; a worker that joins
    takes its share while the old holders still answer. Processes with the same `load` and `keys` share
    what the workers hold.
    """

    def __init__(
        self,
        address: str,
        load: Callable[[K], P],
        keys: Sequence[K],
        timeout: float = TIMEOUT,
        *,
        version: str = "",
    ) -> None:
        """Nothing is asked yet.

        Args:
            address: of the scheduler, `tcp://host:port` or `tls://host:port`.
            load: a function of a module that the workers have too; makes the partition of a key.
            keys: one for each partition: its path, as every worker sees it.
            timeout: seconds at most that a question waits, first loading included.
            version: of the files; where others come to stand at the same paths it has to be another, or
                workers would go on with what they hold.

        Raises:
            ValueError: the address is not written as one.
        """
        if not _ADDRESS.fullmatch(address):
            raise ValueError(
                f"{address!r} is no address of a scheduler: write tcp://host:port or tls://host:port"
            )
        self._address = address
        self._open: Callable[[Client], _Session[K, P]] = partial(
            _Session, load=load, keys=tuple(keys), version=version
        )
        self._timeout = timeout
        self._lock = threading.Lock()
        self._session: _Session[K, P] | None = None
        self._not_before = 0.0
        self._of_parents: list[object] = []

    def map_partitions(self, work: Callable[[P], R]) -> Answer[R]:
        """Run `work`, a picklable pure function, where the partitions are.

        Raises:
            ClusterError: no scheduler or no worker answered in time.
        """
        until = monotonic() + self._timeout
        while True:
            session = self._connected(until)
            try:
                return self._complete(session.ask(work, until))
            except _LostError:
                self._leave(session)

    def close(self) -> None:
        """Leave the cluster, whose workers then forget what nobody else asks for."""
        if self._session is not None:
            self._leave(self._session)

    def _complete(self, answer: Answer[R] | None) -> Answer[R]:
        if answer is None:
            raise ClusterError(
                f"No worker of the cluster at {self._address} answered within {self._timeout:g} seconds."
            )
        return answer

    def _connected(self, until: float) -> _Session[K, P]:
        """This process's own connection; one that a parent process made before a fork is not touched."""
        if not self._lock.acquire(timeout=max(0.0, until - monotonic())):
            raise self._unreached()
        try:
            if self._session is not None and self._session.process != os.getpid():
                self._of_parents.append(self._session)
                self._session = None
            if self._session is None:
                self._session = self._connect(until)
            return self._session
        finally:
            self._lock.release()

    def _connect(self, until: float) -> _Session[K, P]:
        if monotonic() < self._not_before:
            raise self._unreached()
        while (left := until - monotonic()) > 0:
            try:
                client = _client(self._address, left)
            except OSError as error:  # also a timeout
                _LOG.warning("The scheduler at %s: %s", self._address, error)
                sleep(min(_BETWEEN, max(0.0, until - monotonic())))
            except (RuntimeError, TypeError) as error:  # so Dask's configuration has it: no use to try again
                _LOG.warning("The scheduler at %s: %s", self._address, error)
                break
            else:
                return self._open(client)
        self._not_before = monotonic() + PAUSE
        gc.collect()  # a client that did not connect keeps its thread until then, and holds up the exit
        raise self._unreached()

    def _leave(self, session: _Session[K, P]) -> None:
        with self._lock:
            if self._session is not session:
                return  # another thread has left it
            self._session = None
        session.leave()

    def _unreached(self) -> ClusterError:
        return ClusterError(f"The scheduler at {self._address} cannot be reached.")


class _Session(Generic[K, P]):
    """One connection of one process, and the partitions that it keeps in the workers' memory."""

    def __init__(self, client: Client, load: Callable[[K], P], keys: tuple[K, ...], version: str) -> None:
        self.process = os.getpid()
        self.leave = weakref.finalize(self, _close, client, self.process)
        self._client = client
        self._load = load
        self._keys = keys
        self._version = version
        self._lock = threading.Lock()
        self._held: dict[K, Future[P]] = {}
        self._moving: dict[K, Future[P]] = {}
        self._homes: dict[K, str] = {}
        self._failures: Counter[K] = Counter()
        self._looked = -LOOK_EVERY

    def ask(self, work: Callable[[P], R], until: float) -> Answer[R] | None:
        """The answer of the partitions that gave one before `until`; None if nothing came.

        Raises:
            _LostError: the connection broke.
        """
        try:
            held = self._loaded(until)
            asked = self._put_to(held, work)
            values = self._gathered(asked, until)
        except OSError as error:
            raise _LostError from error
        except (RuntimeError, CancelledError) as error:
            if self._client.status == "running":
                raise
            raise _LostError from error  # the client was closed under way
        if asked and all(one.status == "pending" for one in asked):
            return None
        failed = [
            self._failure(key, source, one)
            for key, source, one in zip(self._keys, held, asked, strict=True)
            if one.key not in values
        ]
        return Answer([values[one.key] for one in asked if one.key in values], tuple(failed))

    def _put_to(self, held: list[Future[P]], work: Callable[[P], R]) -> list[Future[R]]:
        question = uuid4().hex
        return [
            self._client.submit(work, one, key=f"panj-{question}-{number}", pure=False)
            for number, one in enumerate(held)
        ]

    def _gathered(self, asked: list[Future[R]], until: float) -> dict[Key, R]:
        """Key -> result of every question that is answered in time."""
        values = self._fetched(asked, until - monotonic())
        if values is None:  # time is over: what is there is fetched, the rest is named
            done = [one for one in asked if one.status == "finished"]
            values = self._fetched(done, _CLOSING) or {}
        return values

    def _fetched(self, asked: list[Future[R]], seconds: float) -> dict[Key, R] | None:
        """What is finished of what was asked; None if that took longer."""
        found: dict[Key, R] | None = None
        with suppress(TimeoutError):
            found = self._client.sync(_gather, self._client, asked, callback_timeout=max(seconds, _BETWEEN))
        if self._client.status != "running" or any(one.status == "cancelled" for one in asked):
            raise _LostError
        return found

    def _loaded(self, until: float) -> list[Future[P]]:
        """The partitions in the order of their keys, wherever they are; what failed before is tried again."""
        with self._lock:
            self._look(until)
            for key in self._keys:
                if key not in self._held:
                    self._held[key] = self._put(key)
                elif key in self._moving and self._moving[key].done():
                    self._arrived(key, self._moving.pop(key))
            return [self._held[key] for key in self._keys]

    def _look(self, until: float) -> None:
        """See which workers there are; what then belongs elsewhere begins to move there."""
        if monotonic() - self._looked < LOOK_EVERY:
            return
        seconds = max(until - monotonic(), _BETWEEN)
        homes = _homes(self._keys, sorted(self._client.nthreads(callback_timeout=seconds)))
        for key, held in self._held.items():
            if homes.get(key, "") != self._homes.get(key, "") and held.done():
                self._moving[key] = self._put(key, homes.get(key, ""))
        self._homes = homes
        self._looked = monotonic()

    def _put(self, key: K, home: str | None = None) -> Future[P]:
        """Have a partition loaded, at its home if that is there."""
        from dask.base import tokenize

        home = self._homes.get(key, "") if home is None else home
        there: dict[str, Any] = {"workers": [home], "allow_other_workers": True} if home else {}
        name = f"panj-partition-{tokenize(self._load, key, self._version, home, self._failures[key])}"
        return self._client.submit(self._load, key, key=name, **there)

    def _arrived(self, key: K, moved: Future[P]) -> None:
        if moved.status == "finished":
            self._held[key] = moved

    def _failure(self, key: K, source: Future[P], asked: Future[R]) -> str:
        """Why a partition did not answer; one that could not be loaded is forgotten, to be tried anew."""
        name = _name(key)
        if asked.status != "error":
            return _told(name, "did not answer in time", None)
        error = asked.exception(timeout=_CLOSING)
        if source.status != "error":
            return _told(name, "could not be counted", error)
        with self._lock:
            if self._held.get(key) is source:
                del self._held[key]
                # Another process may keep the failed one alive: it is never asked for under its name again.
                self._failures[key] += 1
        return _told(name, "could not be loaded", error)


def _client(address: str, seconds: float) -> Client:
    """A connection.

    Raises:
        OSError: there is none to be had in so many seconds.
    """
    from distributed import Client

    return Client(address, timeout=seconds, set_as_default=False, name="panj")


def _close(client: Client, process: int) -> None:
    """End a connection, if this process made it."""
    if process == os.getpid():
        with suppress(TimeoutError):
            client.close(timeout=_CLOSING)


async def _gather(client: Client, asked: list[Future[R]]) -> dict[Key, R]:
    """Key -> result of everything that is finished once nothing is under way."""
    found = await client.gather({one.key: one for one in asked}, errors="skip", asynchronous=True)
    return {one.key: found[one.key] for one in asked if one.status == "finished"}


def _homes(keys: Sequence[K], workers: Sequence[str]) -> dict[K, str]:
    """Key -> worker, in turn, so that every process has each partition at the same place."""
    return dict(zip(keys, cycle(workers), strict=False))


def _name(key: object) -> str:
    """What a partition is called: its file."""
    return Path(str(key)).name


def _told(name: str, what: str, error: BaseException | None) -> str:
    """One sentence for the reader; the fault itself is for the log."""
    _LOG.warning("%s %s: %r", name, what, error)
    return f"{name} {what}."
