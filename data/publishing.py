"""Publish a package as a release that servers switch to by themselves.

A release is made aside, checked as it lies there, named by its content and only then pointed at. Whatever
goes wrong before leaves everything as it was.

Of the package come along what serving and exporting read: `datapackage.json`, the tables that it lists, and
`briefs/*.yaml`. Left behind are the program beside the bundled tables, its codebook, and the map layers,
which belong to the program.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final

from data.release_folder import (
    CURRENT,
    GOOD,
    MANIFEST,
    RELEASES,
    Manifest,
    linked,
    load_release,
    point,
    read_manifest,
    release_name,
    rows_of,
    sound,
    verify,
)
from data.validation import PackageError, read_descriptor

DESCRIPTOR: Final = "datapackage.json"
_LOCK: Final = ".lock"
_DRAFT: Final = ".incoming"
_OLD: Final = ".outgoing"


def publish(package: Path, root: Path, naming: str = "neutral", keep: int | None = None) -> str:
    """Publish `package` in `root` and switch to it; the release that it became.

    What has the same content as a published release is that release, and `current` goes (back) to it. Of two
    publishers at once the second one waits.

    Args:
        package: folder with `datapackage.json`.
        root: folder of releases; made if it is not there.
        naming: how the package is read for the check.
        keep: how many releases to keep, the newest first. `current` and `good` always stay; without it all.

    Raises:
        RefusedError: the package has problems, all of which it holds.
        PackageError: it cannot be used at all, or holds a link or something odd where files are read.
        OSError: `root` cannot be written.
    """
    (root / RELEASES).mkdir(parents=True, exist_ok=True)
    with _alone(root):
        try:
            manifest = _drafted(package, root / RELEASES / _DRAFT, naming)
            _give_name(root, manifest)
            _remember_good(root, manifest.release, naming)
            point(root, CURRENT, manifest.release)
            _flush(root)
            if keep is not None:
                _prune(root, keep)
        finally:
            _sweep(root)
    return manifest.release


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Hold the lock of the folder. The system lets go of it when a publisher dies."""
    file = os.open(root / _LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o664)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        _sweep(root)
        yield
    finally:
        os.close(file)


def _sweep(root: Path) -> None:
    """Remove what a publisher that died has left; nobody else writes while the lock is held."""
    for name in (_DRAFT, _OLD):
        if (root / RELEASES / name).is_dir():
            shutil.rmtree(root / RELEASES / name)
    for link in root.glob(f".{CURRENT}-*"):
        link.unlink(missing_ok=True)


def _drafted(package: Path, draft: Path, naming: str) -> Manifest:
    """A copy of the package in `draft` with its manifest; what was checked is the copy itself."""
    files = {}
    for path in sorted(set(_paths(package))):
        files[path] = _copy(package, path, draft / path)
    dataset = sound(draft, naming)
    release = release_name(dataset.version, files)
    manifest = Manifest(release, dataset.version, datetime.now(UTC), rows_of(dataset), files)
    _write(draft / MANIFEST, manifest.as_json().encode())
    for folder in {draft, *((draft / path).parent for path in files)}:
        _flush(folder)
    return manifest


def _paths(package: Path) -> Iterator[str]:
    """The files of a package that are published."""
    yield DESCRIPTOR
    for resource in read_descriptor(package)["resources"]:
        path = str(PurePosixPath(resource["path"]))
        if path == MANIFEST:
            raise PackageError(f"{DESCRIPTOR}: no table can be called {MANIFEST}")
        yield path
    for brief in (package / "briefs").glob("*.yaml"):
        yield f"briefs/{brief.name}"


def _copy(package: Path, path: str, target: Path) -> str:
    """Copy one file and give its SHA-256. A link could lead out of the package: none is followed.

    Raises:
        PackageError: it is no plain file in plain folders.
    """
    steps = [package.joinpath(*PurePosixPath(path).parts[:end]) for end in range(1, path.count("/") + 2)]
    if found := next((step for step in steps if step.is_symlink()), None):
        raise PackageError(f"{found.relative_to(package).as_posix()}: is a link")
    try:
        # A pipe would keep the reader waiting until somebody writes.
        source = os.open(package / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if not stat.S_ISREG(os.fstat(source).st_mode):
                raise PackageError(f"{path}: is no plain file")
            with os.fdopen(source, "rb", closefd=False) as file:
                content = file.read()
        finally:
            os.close(source)
    except OSError as error:
        raise PackageError(f"{path}: cannot be read ({error.strerror})") from error
    target.parent.mkdir(parents=True, exist_ok=True)
    _write(target, content)
    return hashlib.sha256(content).hexdigest()


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    """Have the system write the names in a folder to the disk."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _give_name(root: Path, manifest: Manifest) -> None:
    """The draft becomes the release; a release that is there and whole stays, a damaged one is replaced."""
    folder = root / RELEASES / manifest.release
    if folder.exists():
        with suppress(PackageError, OSError):
            verify(folder)
            return
        folder.rename(root / RELEASES / _OLD)
    (root / RELEASES / _DRAFT).rename(folder)
    _flush(root / RELEASES)


def _remember_good(root: Path, coming: str, naming: str) -> None:
    """Before the switch: what is current now becomes `good` if it is sound.

    Servers do so themselves where they may write; where they may not, this is all that a start can fall
    back to.
    """
    with suppress(PackageError, OSError):
        now = linked(root, CURRENT)
        if now != coming and now != _linked_or_none(root, GOOD):
            load_release(root, now, naming)
            point(root, GOOD, now)


def _linked_or_none(root: Path, link: str) -> str | None:
    try:
        return linked(root, link)
    except (PackageError, FileNotFoundError):
        return None


def _prune(root: Path, keep: int) -> None:
    """Remove all but the `keep` newest releases, never one that is linked."""
    held = {_linked_or_none(root, link) for link in (CURRENT, GOOD)}
    newest = sorted(_published(root), reverse=True)
    for _, name in newest[keep:]:
        if name not in held:
            (root / RELEASES / name).rename(root / RELEASES / _OLD)  # nobody sees half of a release
            shutil.rmtree(root / RELEASES / _OLD)


def _published(root: Path) -> Iterable[tuple[datetime, str]]:
    for folder in (root / RELEASES).iterdir():
        if folder.is_dir() and not folder.is_symlink() and not folder.name.startswith("."):
            try:
                yield read_manifest(folder).published, folder.name
            except PackageError:
                yield datetime.min.replace(tzinfo=UTC), folder.name
