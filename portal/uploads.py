"""The folder of imports that visitors made: each under a name that nobody can guess, for a limited time.

    <folder>/<id>/name         what the visitor calls the file; its time is that of the import
    <folder>/<id>/upload…      what was sent, until it is converted
    <folder>/<id>/package/     the collection
    <folder>/<id>/mapping.json the columns of a spreadsheet

The times and sizes of the folder are all that is kept; nothing else of it is in memory but the collections
that were looked at last.
"""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Final

from data.collections.collection import Collection, open_collection
from data.validation import PackageError

MOST_OPEN: Final = 4
"""Uploaded collections that a process keeps open."""
MOST_HELD: Final = 50
"""Imports that the folder holds at a time."""
SHORTEST: Final = 3600.0
"""Seconds for which an import can be downloaded at least."""
NAME: Final = "name"
_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9_-]{32}")


class FullError(RuntimeError):
    """The folder holds as much as it may; the text is one sentence for the visitor."""


class Uploads:
    """The imports of one server; several processes may share the folder."""

    def __init__(self, folder: Path, hours: int, largest: int) -> None:
        """Use a folder.

        Args:
            folder: of the operator, for nothing else.
            hours: how long an import is shown; 0 shows none, and it can only be downloaded.
            largest: bytes of one upload; all imports together may take `MOST_HELD` times as many.
        """
        self._folder = folder
        self.hours = hours
        self._most_bytes = MOST_HELD * largest
        self._open: OrderedDict[str, Collection] = OrderedDict()
        self._lock = Lock()
        self.busy = Lock()
        """Held by the one import that this process works on."""

    def create(self, name: str) -> str:
        """A new, empty import; the old ones that have had their time are removed first.

        Args:
            name: what the visitor calls the file: words to show, never a path.

        Raises:
            FullError: there are too many, or they are too large.
            OSError: the folder cannot be written.
        """
        self.sweep()
        held = list(self._folder.iterdir())
        if len(held) >= MOST_HELD or sum(_size(path) for path in held) >= self._most_bytes:
            raise FullError("This server holds as many imports as it may; try again later.")
        identifier = secrets.token_urlsafe(24)
        (self._folder / identifier).mkdir(mode=0o700)
        (self._folder / identifier / NAME).write_text(name, "utf-8")
        return identifier

    def name(self, identifier: str) -> str:
        """What the visitor calls the file of an import.

        Raises:
            OSError: there is no such import.
        """
        return (self._folder / identifier / NAME).read_text("utf-8")

    def path(self, identifier: str) -> Path | None:
        """The folder of an import that has not had its time."""
        if not _IDENTIFIER.fullmatch(identifier):
            return None
        path = self._folder / identifier
        return path if path.is_dir() and not self._is_over(path) else None

    def remove(self, identifier: str) -> None:
        """Forget an import."""
        if _IDENTIFIER.fullmatch(identifier):
            shutil.rmtree(self._folder / identifier, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what has had its time; names that are none of ours stay."""
        for path in self._folder.iterdir():
            if _IDENTIFIER.fullmatch(path.name) and self._is_over(path):
                shutil.rmtree(path, ignore_errors=True)

    def collection(self, identifier: str) -> Collection | None:
        """The collection of an import, where imports are shown and this one has not had its time."""
        path = self.path(identifier) if self.hours else None
        if path is None:
            return None
        with self._lock:
            held = self._open.get(identifier)
            if held is None:
                try:
                    held = open_collection(path / "package")
                except PackageError:  # not converted yet
                    return None
                self._open[identifier] = held
            self._open.move_to_end(identifier)
            while len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)
        return held

    def until(self, identifier: str) -> float:
        """Seconds since 1970 until which an import is kept."""
        return self._begun(self._folder / identifier) + self._life

    @property
    def _life(self) -> float:
        return max(self.hours * 3600.0, SHORTEST)

    def _begun(self, path: Path) -> float:
        # Not the folder's own time, which changes with everything that is written into it; only an import
        # that is just being made has no other.
        for one in (path / NAME, path):
            with suppress(OSError):
                return one.stat().st_mtime
        return 0.0

    def _is_over(self, path: Path) -> bool:
        return time.time() > self._begun(path) + self._life


def _size(path: Path) -> int:
    return sum(file.lstat().st_size for file in path.rglob("*") if file.is_file())
