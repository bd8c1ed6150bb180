"""Immutable snapshots of the dataset: a request pins `current()` and never sees two of them."""

from __future__ import annotations

import logging
from pathlib import Path

from data.dataset import BUNDLED, Dataset, load

logger = logging.getLogger(__name__)


class Releases:
    """The releases a process serves. The bundled tables are one; a later one replaces it whole."""

    def __init__(self, first: Dataset) -> None:
        self._current = first

    def current(self) -> Dataset:
        """The release to serve now; hold it for the whole of a request."""
        return self._current


def open_releases(folder: Path = BUNDLED, naming: str = "neutral") -> Releases:
    """Load the package of `folder`, naming authorities by `naming`; rows set aside are logged.

    Raises:
        PackageError: the package cannot be used at all.
    """
    dataset = load(folder, naming)
    for problem in dataset.problems:
        logger.warning("set aside: %s", problem)
    return Releases(dataset)
