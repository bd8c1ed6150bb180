"""Which releases could not be served and why, so that none is read again with every request."""

from __future__ import annotations

import logging
import math
from pathlib import Path
from time import monotonic
from typing import Final

from data.release_folder import MANIFEST, RELEASES, RefusedError
from data.validation import PackageError

logger = logging.getLogger(__name__)

AGAIN: Final = 60.0
"""Seconds after which a release is read again that the disk, and not its content, kept from being read."""
MOST_LOGGED: Final = 50
"""Problems of one release that are written to the log."""

_Identity = tuple[str, int, int]
"""Name, inode and time of change: a release that was put right under its name is another one to try."""


class Refusals:
    """What one process has refused of one folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._held: dict[_Identity, tuple[str, float]] = {}

    def reason(self, name: str) -> str:
        """Why a release, as it lies there now, is refused; "" where that is not known."""
        reason, until = self._held.get(self._identity(name), ("", math.inf))
        return reason if monotonic() < until else ""

    def add(self, name: str, error: Exception) -> str:
        """Remember and log that a release cannot be served; the reason, which tells no cell of the data."""
        told, until = _told(error), math.inf
        if isinstance(error, OSError):
            until = monotonic() + AGAIN
        unforeseen = not isinstance(error, (PackageError, OSError))
        logger.error("release %s is refused: %s", name, told, exc_info=error if unforeseen else None)
        for problem in error.problems[:MOST_LOGGED] if isinstance(error, RefusedError) else ():
            logger.error("release %s: %s", name, problem)
        reason = f"{name} is refused: {told}"
        self._held[self._identity(name)] = reason, until
        return reason

    def _identity(self, name: str) -> _Identity:
        try:
            found = (self._root / RELEASES / name / MANIFEST).stat()
        except OSError:
            return name, 0, 0
        return name, found.st_ino, found.st_mtime_ns


def _told(error: Exception) -> str:
    if isinstance(error, PackageError):
        return str(error)
    if isinstance(error, OSError):
        return f"cannot be read ({error.strerror})"
    return f"cannot be used ({type(error).__name__})"
