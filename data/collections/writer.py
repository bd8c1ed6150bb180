"""Writes a collection: drafts in, the files of `data.collections.schema` out, in memory that stays flat.

The files are written into a hidden folder beside the target, which takes the target's name when they are
whole: nobody ever sees half a collection.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from data.collections.codes import Codes, Offers, no_offers
from data.collections.newest import Newest
from data.collections.parts import EventRow, PartWriter, drop_rows
from data.collections.schema import CODED, FORMAT, KIND, PER_PARTITION
from data.importers.drafts import Draft

Gone = Callable[[str, int, str], None]
"""Told of every row that another replaced: file, line, id."""

_DESCRIPTOR: Final = "datapackage.json"
_CHUNK: Final = 1 << 20


class TargetError(ValueError):
    """A folder into which no collection may be written; the text is one sentence that names it."""


@dataclass(frozen=True, slots=True)
class About:
    """What a collection says of itself.

    Attributes:
        dataset: short name of where it comes from ("acled").
        dataset_title: its full name.
        dataset_version: as the caller tells it, "" where not told.
        licence: its terms in words.
        files: names of the files that were read.
        title: of the collection.
        version: of the package.
        created: when it was written, with a time zone.
    """

    dataset: str
    dataset_title: str
    dataset_version: str
    licence: str
    files: tuple[str, ...]
    title: str
    version: str
    created: datetime


def is_collection(folder: Path) -> bool:
    """Whether a folder holds a collection."""
    try:
        found = json.loads((folder / _DESCRIPTOR).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    about = found.get("panj") if isinstance(found, dict) else None
    return isinstance(about, dict) and about.get("kind") == KIND


class CollectionWriter:
    """A collection in the making; as a context it leaves nothing behind unless `finish` was reached."""

    def __init__(
        self,
        folder: Path,
        about: About,
        offers: Offers = no_offers,
        replace: bool = False,
        per_partition: int = PER_PARTITION,
    ) -> None:
        """A draft folder beside `folder`.

        Args:
            folder: where the collection will be; nothing is there until `finish`.
            about: what it says of itself.
            offers: which of our actors and places bear exactly the name of one of its own.
            replace: whether a collection that is there gives way; anything else never does.
            per_partition: rows of one partition.

        Raises:
            TargetError: something is at `folder` that may not be replaced.
            OSError: the draft folder cannot be made.
        """
        self._target = folder.absolute()
        self._about = about
        self._replace = replace
        self._check_target()
        self._target.parent.mkdir(parents=True, exist_ok=True)
        self.draft = self._target.with_name(f".{self._target.name}.{secrets.token_hex(6)}")
        self.draft.mkdir(mode=0o755)
        self._keys = self.draft / "keys"
        self._keys.mkdir()
        self._newest = Newest(self._keys)
        self._codes = Codes(offers)
        self._parts = PartWriter(self.draft, per_partition)
        self.events = 0
        """Rows held; after `settle`, those that no other replaced."""

    def __enter__(self) -> CollectionWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._newest.close()
            self._parts.close()
        finally:
            shutil.rmtree(self.draft, ignore_errors=True)

    def _check_target(self) -> None:
        if not self._target.exists():
            return
        if not is_collection(self._target):
            raise TargetError(f"{self._target}: is there already and is no collection.")
        if not self._replace:
            raise TargetError(f"{self._target}: is a collection already; say --replace to have it replaced.")

    def add(self, draft: Draft, file: str, line: int) -> None:
        """One event more, read from `line` of `file`."""
        self._parts.add(EventRow(draft, self._codes.of(draft), file, line))
        self._newest.add(draft.key, draft.stamp)
        self.events += 1

    def settle(self, gone: Gone) -> None:
        """Take out the rows that newer ones replaced, and say so of each; after it nothing is added."""
        self._parts.close()
        superseded = self._newest.superseded()
        shutil.rmtree(self._keys)
        self.events -= len(superseded)
        drop_rows(self.draft, superseded, gone)

    def finish(self) -> None:
        """Write the tables of codes and the descriptor, and give the folder its name; `settle` comes first.

        Raises:
            TargetError: something has meanwhile come to be at the target.
            OSError: the files cannot be written.
        """
        for name, schema in CODED.items():
            table = pa.Table.from_pylist(self._codes.rows(name), schema=schema)
            pq.write_table(table, self.draft / f"{name}.parquet", compression="zstd")
        text = json.dumps(self._descriptor(), ensure_ascii=False, indent=1)
        (self.draft / _DESCRIPTOR).write_text(text + "\n", "utf-8")
        self._check_target()
        self._move()

    def _move(self) -> None:
        old = self.draft.with_name(f"{self.draft.name}.old")
        if self._target.exists():
            self._target.rename(old)
        try:
            self.draft.rename(self._target)
        except OSError:
            if old.exists():
                old.rename(self._target)
            raise
        shutil.rmtree(old, ignore_errors=True)

    def _descriptor(self) -> dict[str, Any]:
        about = self._about
        source = {"title": about.dataset_title, "version": about.dataset_version, "licence": about.licence}
        files = sorted(path for path in self.draft.iterdir() if path.is_file())
        return {
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": addressable(self._target.name),
            "title": about.title,
            "version": about.version,
            "created": about.created.isoformat(timespec="seconds"),
            "sources": [{**source, "files": [*about.files]}],
            "panj": {
                "kind": KIND,
                "format": FORMAT,
                "dataset": about.dataset,
                "dataset_version": about.dataset_version,
                "partitions": len([*self.draft.glob("events-*.parquet")]),
                "events": self.events,
            },
            "resources": [*_resources(files)],
        }


def addressable(name: str) -> str:
    """A collection's part of an address, from the name of its folder: `[a-z0-9_-]`, 80 characters at most."""
    return _slug(name).replace(".", "-")[:80].strip("-")


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-.") or "collection"


def _resources(files: Iterable[Path]) -> Iterable[dict[str, Any]]:
    for path in files:
        resource: dict[str, Any] = {
            "name": _slug(path.stem),
            "path": path.name,
            "format": path.suffix[1:],
            "bytes": path.stat().st_size,
            "hash": f"sha256:{_sha256(path)}",
        }
        if path.suffix == ".parquet":
            resource["rowcount"] = pq.read_metadata(path).num_rows
        yield resource


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
