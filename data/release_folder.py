"""The folder of published releases: how it is laid out, and what makes a release in it whole.

    releases/<id>/    a package with its `manifest.json`; once it bears its name it is never changed
    current           link to the release to serve
    good              link to the last release that proved sound, for a start while `current` does not

A name ends in a hash of every file, so that two releases of one name are equal, byte for byte.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import stat
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from data.briefs import BriefProblem, found_briefs
from data.dataset import Dataset, load
from data.validation import PackageError, Problem

RELEASES: Final = "releases"
CURRENT: Final = "current"
GOOD: Final = "good"
MANIFEST: Final = "manifest.json"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+_-]{0,79}")
_HASH: Final = 10
"""Hexadecimal digits of the hash in a name."""


class RefusedError(PackageError):
    """A package of which something is wrong; `problems` holds every reason, the text says where the first
    is and tells no cell."""

    def __init__(self, problems: tuple[str, ...], first: str) -> None:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__(f"{count}, the first in {first}")
        self.problems = problems


@dataclass(frozen=True)
class Manifest:
    """What `manifest.json` says of a release.

    Attributes:
        release: its name.
        version: version of the package.
        published: the moment it was first published, in UTC.
        rows: rows of all its tables.
        files: path within the release -> SHA-256, of every file but the manifest.
    """

    release: str
    version: str
    published: datetime
    rows: int
    files: Mapping[str, str]

    def as_json(self) -> str:
        """The text of the file."""
        told = {**asdict(self), "published": self.published.isoformat(timespec="milliseconds")}
        return json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True)


def release_name(version: str, files: Mapping[str, str]) -> str:
    """The name of a release: the version of the package and a hash of every file, briefs and descriptor too.

    Raises:
        PackageError: the version cannot be part of the name of a folder.
    """
    listing = json.dumps(sorted(files.items()))
    name = f"{version}-{hashlib.sha256(listing.encode()).hexdigest()[:_HASH]}"
    if not _NAME.fullmatch(name):
        raise PackageError(
            f"datapackage.json: the version {version[:40]!r} cannot name a release (letters, digits, . + -)"
        )
    return name


def linked(root: Path, link: str) -> str:
    """The release that `current` or `good` names.

    Raises:
        FileNotFoundError: there is no such link.
        PackageError: it is no link, or leads to something else than a release of this folder.
    """
    try:
        target = (root / link).readlink()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise PackageError(f"{link} is no link to a release ({error.strerror})") from error
    if target.parent not in (Path(RELEASES), root / RELEASES) or not _NAME.fullmatch(target.name):
        raise PackageError(f"{link} leads to something else than a release of this folder")
    return target.name


def point(root: Path, link: str, release: str) -> None:
    """Let `current` or `good` name `release`, from one moment to the next.

    Raises:
        OSError: the folder cannot be written.
    """
    draft = root / f".{link}-{secrets.token_hex(6)}"
    draft.symlink_to(Path(RELEASES) / release)
    try:
        draft.replace(root / link)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def load_release(root: Path, name: str, naming: str = "neutral") -> tuple[Dataset, Manifest]:
    """A published release, every byte checked against its manifest and every row against the rules.

    The dataset bears the name of the release.

    Raises:
        PackageError: the release is not whole, or has a problem that `publish` would have refused.
        OSError: it cannot be read just now.
    """
    folder = root / RELEASES / name
    try:
        manifest = verify(folder)
        return sound(folder, naming, name), manifest
    except RefusedError:
        raise
    except PackageError as error:  # where the folder lies is nobody's business who only asks for the reason
        raise PackageError(str(error).replace(f"{folder}{os.sep}", "")) from error


def sound(folder: Path, naming: str = "neutral", name: str = "") -> Dataset:
    """The package in `folder`, of which nothing is wrong, neither in its rows nor in its briefs.

    Args:
        folder: the package.
        naming: the stance by which authorities are named.
        name: what the dataset is called as a release, if not by its rows alone.

    Raises:
        RefusedError: something is.
        PackageError: it cannot be used at all.
    """
    read = load(folder, naming)
    dataset = replace(read, release=name or read.release)
    if problems := problems_of(dataset):
        raise RefusedError(tuple(map(str, problems)), _where(problems[0]))
    return dataset


def problems_of(dataset: Dataset) -> list[Problem | BriefProblem]:
    """What is wrong with a package: its rows, then its briefs against the rows that are sound."""
    return [*dataset.problems, *found_briefs(dataset)[1]]


def rows_of(dataset: Dataset) -> int:
    """Rows of all its tables."""
    return sum(map(len, dataset.tables.values()))


def _where(problem: Problem | BriefProblem) -> str:
    line = problem.row if isinstance(problem, Problem) else problem.line
    return f"{problem.file}, line {line}" if line else problem.file


def verify(folder: Path) -> Manifest:
    """The manifest of a release whose files are exactly those that it lists, byte for byte.

    Raises:
        PackageError: they are not.
        OSError: a file cannot be read.
    """
    manifest = read_manifest(folder)
    held = dict(_files(folder))
    if odd := sorted(held.keys() ^ {*manifest.files, MANIFEST}):
        state = "is missing" if odd[0] in manifest.files else "is not in the manifest"
        raise PackageError(f"{odd[0]}: {state}")
    for path, digest in manifest.files.items():
        with held[path].open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                raise PackageError(f"{path}: is not the file that the manifest lists")
    if manifest.release != folder.name or release_name(manifest.version, manifest.files) != folder.name:
        raise PackageError(f"{MANIFEST}: belongs to another release")
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the release in `folder`.

    Raises:
        PackageError: there is none, or it cannot be read as one.
    """
    try:
        return _manifest(json.loads((folder / MANIFEST).read_text("utf-8")))
    except OSError as error:
        raise PackageError(f"{MANIFEST}: cannot be read ({error.strerror})") from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise PackageError(f"{MANIFEST}: is no manifest of a release") from error


def _manifest(told: dict[str, Any]) -> Manifest:
    files = {str(path): str(digest) for path, digest in told["files"].items()}
    published = datetime.fromisoformat(told["published"])
    if published.tzinfo is None:
        raise ValueError("a moment without its zone")
    return Manifest(
        str(told["release"]), str(told["version"]), published.astimezone(UTC), int(told["rows"]), files
    )


def _files(folder: Path, below: str = "") -> Iterator[tuple[str, Path]]:
    """Every file under `folder` by its path within.

    Raises:
        PackageError: something there is neither a folder nor a plain file.
    """
    with os.scandir(folder / below) as found:
        entries = list(found)
    for entry in entries:
        path = f"{below}{entry.name}"
        kind = entry.stat(follow_symlinks=False).st_mode
        if stat.S_ISDIR(kind):
            yield from _files(folder, f"{path}/")
        elif stat.S_ISREG(kind):
            yield path, folder / path
        else:
            raise PackageError(f"{path}: is neither a file nor a folder")
