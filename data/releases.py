"""Immutable snapshots of the dataset: a request pins `current()` and never sees two of them.

A server that follows a folder of releases (data/release_folder.py) looks once a second where `current`
points. Another release is read and checked aside, by one thread of each process, while all go on with the
old one; then one reference is changed. What is not whole is not served: the old release stays, and `status()`
says why.
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, Thread
from time import monotonic
from typing import Final, Protocol

from data.dataset import BUNDLED, Dataset, load
from data.query import Filters
from data.refusals import Refusals
from data.release_folder import CURRENT, GOOD, linked, load_release, point
from data.selection import select
from data.validation import PackageError

logger = logging.getLogger(__name__)

EVERY: Final = 1.0
"""Seconds between two looks at `current`."""
LONGEST_WAIT: Final = 20.0
"""Seconds that a request waits at most for a release that its page has seen elsewhere already."""


@dataclass(frozen=True)
class Status:
    """What is served, for monitors; nothing of it tells a cell of the data.

    Attributes:
        release, version: what is served.
        since: since when by this process (or the one that it was forked from), in UTC.
        published: when the release was published, in UTC; None for a package that never was.
        rejected_rows: how many problems led to rows that were set aside.
        degraded: why not what should be served is served; "" where it is.
    """

    release: str
    version: str
    since: datetime
    published: datetime | None = None
    rejected_rows: int = 0
    degraded: str = ""


@dataclass(frozen=True)
class _Served:
    """A dataset and its times, which change together."""

    dataset: Dataset
    since: datetime
    published: datetime | None = None


class Current(Protocol):
    """Whatever gives the dataset to read now: the releases themselves, or one pinned for a request."""

    def current(self) -> Dataset:
        """The dataset to read now; hold it for the whole of a request."""


class Releases:
    """The releases that a process serves: here the one that it was given, for ever."""

    def __init__(self, first: Dataset) -> None:
        self._served = _Served(first, datetime.now(UTC))
        self._degraded = ""

    def current(self, seen: str = "") -> Dataset:
        """The release to serve now; hold it for the whole of a request. Never fails.

        Args:
            seen: a release that whoever asks has been shown. If it is news here, the answer waits for it.
        """
        return self._served.dataset

    def status(self) -> Status:
        """What is served now."""
        self.current()
        served, dataset = self._served, self._served.dataset
        rejected, reason = len(dataset.problems), self._degraded
        return Status(dataset.release, dataset.version, served.since, served.published, rejected, reason)


@dataclass
class _Watch:
    """What one process knows of the folder.

    Attributes:
        refusals: what it could not serve.
        lock: whoever holds it may look and load.
        begun: whether the process has looked at all.
        next_look: the moment before which nobody looks again.
    """

    refusals: Refusals
    lock: Lock = field(default_factory=Lock)
    begun: bool = False
    next_look: float = 0.0


class FollowedReleases(Releases):
    """The releases of a folder, each as soon as it is published."""

    def __init__(self, root: Path, naming: str, first: Dataset | None = None) -> None:
        """Begin with `current`, or with `good` while that one cannot be served.

        Args:
            root: the folder.
            naming: the stance by which authorities are named.
            first: what to serve until something is published; needed only where nothing is yet.

        Raises:
            PackageError: something is published and nothing of it can be served.
        """
        self._root = root
        self._naming = naming
        self._watches: dict[int, _Watch] = {}
        self._waiting = first is not None
        if first is None:
            self._served, self._degraded = self._begin()
        else:
            super().__init__(first)

    def _begin(self) -> tuple[_Served, str]:
        refusals = Refusals(self._root)
        served, reason = self._read(refusals, CURRENT)
        if served is None:
            served = self._read(refusals, GOOD)[0]
        if served is None:
            raise PackageError(f"no release in {self._root} can be served: {reason}")
        return served, reason

    def current(self, seen: str = "") -> Dataset:
        """The release to serve now. Once a second at most this costs a look at the link."""
        try:
            watch = self._watch()
            if not watch.begun or (seen and seen != self._served.dataset.release and self._has_news(watch)):
                self._catch_up(watch)
            elif monotonic() >= watch.next_look and watch.lock.acquire(blocking=False):
                self._look(watch)
        except Exception:  # whatever happens to the disk, there is a release to serve
            logger.exception("the folder of releases cannot be followed")
        return self._served.dataset

    def _watch(self) -> _Watch:
        """That of this process: a lock that was held while the process was forked would never open again."""
        process = os.getpid()
        return self._watches.get(process) or self._watches.setdefault(process, _Watch(Refusals(self._root)))

    def _catch_up(self, watch: _Watch) -> None:
        """Look and wait. A process that was forked from one of long ago still holds that one's release, and
        a page that has seen a newer one must not be shown an older one."""
        if watch.lock.acquire(timeout=LONGEST_WAIT):
            try:
                if not watch.begun or self._has_news(watch):
                    self._follow(watch)
            finally:
                watch.lock.release()

    def _look(self, watch: _Watch) -> None:
        """Called with the lock held. What is new is loaded by a thread, which then lets go of the lock."""
        loading = False
        try:
            watch.next_look = monotonic() + EVERY
            if self._has_news(watch):
                # The process waits for it before it ends: a thread cut off inside a library can crash it.
                Thread(target=self._follow_aside, args=(watch,), name="panj-release").start()
                loading = True
        finally:
            if not loading:
                watch.lock.release()

    def _follow_aside(self, watch: _Watch) -> None:
        try:
            self._follow(watch)
        except Exception:
            logger.exception("the folder of releases cannot be followed")
        finally:
            watch.lock.release()

    def _has_news(self, watch: _Watch) -> bool:
        """Whether `current` is neither what is served nor refused already, with that as the reason told."""
        try:
            name = linked(self._root, CURRENT)
        except FileNotFoundError:
            return self._degraded != self._missing(CURRENT)
        except PackageError as error:
            return self._degraded != str(error)
        if name == self._served.dataset.release:
            return self._degraded != ""
        reason = watch.refusals.reason(name)
        return reason == "" or reason != self._degraded

    def _follow(self, watch: _Watch) -> None:
        """Serve what `current` names; while that cannot be, what `good` names."""
        held = self._served.dataset.release
        served, reason = self._read(watch.refusals, CURRENT, held)
        if reason:
            served = self._read(watch.refusals, GOOD, held)[0]
        if served:
            self._served, self._waiting = served, False
            logger.info("release %s is served now", served.dataset.release)
        self._degraded = reason
        watch.begun = True

    def _read(self, refusals: Refusals, link: str, held: str = "") -> tuple[_Served | None, str]:
        """What a link names, unless it is `held` already; or why it cannot be served."""
        try:
            name = linked(self._root, link)
        except FileNotFoundError:
            return None, self._missing(link)
        except PackageError as error:
            return None, str(error)
        if name == held or (reason := refusals.reason(name)):
            return None, "" if name == held else reason
        try:
            dataset, manifest = load_release(self._root, name, self._naming)
            _warm(dataset)
        except Exception as error:  # also what no check has foreseen
            return None, refusals.add(name, error)
        if link == CURRENT:
            self._mark_good(name)
        return _Served(dataset, datetime.now(UTC), manifest.published), ""

    def _missing(self, link: str) -> str:
        """Why a link is not there; where nothing is published yet, that is as it should be."""
        return "" if self._waiting else f"the link {link} is missing"

    def _mark_good(self, name: str) -> None:
        """Note for other processes and later starts that a release was served, if it is still the current."""
        try:
            if linked(self._root, CURRENT) == name != _good(self._root):
                point(self._root, GOOD, name)
        except (OSError, PackageError):  # a folder that only the publisher may write is as good
            logger.debug("the link good stays as it is", exc_info=True)


def _good(root: Path) -> str:
    try:
        return linked(root, GOOD)
    except (OSError, PackageError):
        return ""


def _warm(dataset: Dataset) -> None:
    """Work out what every first request needs, so that no visitor waits for it."""
    select(dataset, Filters())
    for name in ("partitions", "located", "places", "actor_names", "place_names", "source_names"):
        getattr(dataset, name)


def open_releases(folder: Path = BUNDLED, naming: str = "neutral", root: Path | None = None) -> Releases:
    """The releases of `root`; without it, or until something is published there, the package of `folder`.

    Rows of that package with a problem are set aside and logged. In a published release there are none.

    Args:
        folder: a package.
        naming: the stance by which authorities are named.
        root: folder of published releases.

    Raises:
        PackageError: nothing can be served.
    """
    if root is not None and any(os.path.lexists(root / link) for link in (CURRENT, GOOD)):
        return FollowedReleases(root, naming)
    dataset = load(folder, naming)
    for problem in dataset.problems:
        logger.warning("set aside: %s", problem)
    return Releases(dataset) if root is None else FollowedReleases(root, naming, dataset)
