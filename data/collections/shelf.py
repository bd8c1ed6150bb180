"""The collections that a server shows: those of its settings, opened at the start."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from data.collections.collection import Collection, open_collection
from data.validation import PackageError

NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,80}")
"""A collection's part of the address."""
logger = logging.getLogger(__name__)


class Shelf:
    """Collections by the name in their address. A visitor changes nothing of it."""

    def __init__(self, collections: Iterable[Collection] = ()) -> None:
        self._held: Mapping[str, Collection] = MappingProxyType({held.name: held for held in collections})

    def get(self, name: str) -> Collection | None:
        """The collection of that name, if there is one."""
        return self._held.get(name)

    def names(self) -> tuple[tuple[str, str], ...]:
        """(name, title) of each, in the order of the settings."""
        return tuple((held.name, held.title) for held in self._held.values())

    def __len__(self) -> int:
        return len(self._held)


def open_shelf(folders: Iterable[Path], scheduler: str = "") -> Shelf:
    """Open every collection of `folders`, in the order given.

    Args:
        folders: each a collection.
        scheduler: address of a Dask scheduler; "" keeps the partitions in this process.

    Raises:
        PackageError: one cannot be opened, its name is none for an address, or two have the same.
    """
    opened: dict[str, Collection] = {}
    for folder in folders:
        held = open_collection(folder, scheduler)
        if not NAME.fullmatch(held.name):
            raise PackageError(
                f"{folder}: {held.name!r} is no name for an address (letters, digits, - and _)"
            )
        if held.name in opened:
            raise PackageError(f"{folder}: another collection is named {held.name!r} too")
        for sentence in held.unread:
            logger.warning("%s: %s", held.name, sentence)
        opened[held.name] = held
    return Shelf(opened.values())
