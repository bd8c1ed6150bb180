"""Immutable snapshots: a release is named by its content, and a folder of them is followed without a stop."""

from __future__ import annotations

import hashlib
import itertools
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data import refusals, releases
from data.dataset import BUNDLED, Dataset, load
from data.publishing import publish
from data.release_folder import (
    CURRENT,
    GOOD,
    MANIFEST,
    RELEASES,
    Manifest,
    RefusedError,
    linked,
    point,
    read_manifest,
    release_name,
)
from data.releases import FollowedReleases, Releases, open_releases
from data.validation import PackageError
from tests.data.conftest import Package


def test_the_current_release_is_one_object(dataset: Dataset) -> None:
    releases = Releases(dataset)
    assert releases.current() is releases.current() is dataset


def test_equal_content_has_an_equal_name_and_a_change_another(package: Package, dataset: Dataset) -> None:
    assert load(package.folder).release == dataset.release
    package.replace("events", "[..2023-11-08]", "[..2023-11-07]")
    assert load(package.folder).release != dataset.release
    assert dataset.release.startswith(dataset.version)


def test_rows_set_aside_are_logged(package: Package, caplog: pytest.LogCaptureFixture) -> None:
    package.append("participants", "E01,A-NOBODY,mentioned,stated\n")
    with caplog.at_level(logging.WARNING):
        release = open_releases(package.folder).current()
    assert len(release.problems) == 1
    assert "A-NOBODY" in caplog.text


def test_a_sound_package_logs_nothing_and_stays_one_object(
    package: Package, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        releases = open_releases(package.folder, naming="movement")
    assert caplog.records == []
    assert releases.current() is releases.current()
    assert releases.current().naming == "movement"


def test_every_row_set_aside_is_logged_with_its_file_and_line(
    package: Package, caplog: pytest.LogCaptureFixture
) -> None:
    package.append("participants", "E01,A-NOBODY,mentioned,stated\nE01,A-GDI,bystander,stated\n")
    with caplog.at_level(logging.WARNING, logger="data.releases"):
        problems = open_releases(package.folder).current().problems
    assert [record.getMessage() for record in caplog.records] == [f"set aside: {p}" for p in problems]
    assert len(problems) == 2


def test_a_release_cannot_be_changed(dataset: Dataset) -> None:
    with pytest.raises(FrozenInstanceError):
        dataset.version = "2"  # type: ignore[misc]
    with pytest.raises(TypeError):
        dataset.tables["events"] = dataset.tables["claims"]  # type: ignore[index]


def test_a_fixed_release_has_a_status_and_takes_no_news(dataset: Dataset) -> None:
    fixed = Releases(dataset)
    assert fixed.current("another") is dataset
    status = fixed.status()
    assert (status.release, status.version) == (dataset.release, dataset.version)
    assert (status.published, status.rejected_rows, status.degraded) == (None, 0, "")
    assert timedelta() <= datetime.now(UTC) - status.since < timedelta(minutes=5)


# --- a folder of releases, none of them read --------------------------------------------

PUBLISHED = datetime(2026, 11, 1, tzinfo=UTC)


class Folder:
    """A folder of releases that exist by name alone, and what happens when one is loaded."""

    def __init__(self, root: Path, dataset: Dataset) -> None:
        self.root = root
        self.dataset = dataset
        self.loaded: list[str] = []
        self.broken: dict[str, Exception] = {}
        self.before: Callable[[str], None] = lambda name: None

    def add(self, name: str, link: str = CURRENT) -> None:
        (self.root / RELEASES / name).mkdir(parents=True, exist_ok=True)
        (self.root / RELEASES / name / MANIFEST).write_text("{}", "utf-8")
        point(self.root, link, name)

    def load(self, root: Path, name: str, naming: str) -> tuple[Dataset, Manifest]:
        assert root == self.root
        self.loaded.append(name)
        self.before(name)
        if name in self.broken:
            raise self.broken[name]
        dataset = replace(self.dataset, release=name, naming=naming)
        return dataset, Manifest(name, dataset.version, PUBLISHED, 0, {})

    def open(self) -> Releases:
        return open_releases(BUNDLED, "neutral", self.root)


@pytest.fixture
def folder(tmp_path: Path, dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> Folder:
    made = Folder(tmp_path, dataset)
    monkeypatch.setattr(releases, "load_release", made.load)
    monkeypatch.setattr(releases, "load", lambda *_: dataset)
    monkeypatch.setattr(releases, "EVERY", 0.0)
    return made


def settle() -> None:
    """Wait for the thread that loads."""
    for thread in threading.enumerate():
        if thread.name == "panj-release":
            thread.join()


def names(followed: Releases) -> tuple[str, str]:
    """What is served when a look has had its effect, and why not something else."""
    followed.current()
    settle()
    return followed.current().release, followed.status().degraded


def restarted(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this were a process that was forked from the one that opened the folder."""
    forked = os.getpid() + next(COUNTER)
    monkeypatch.setattr(os, "getpid", lambda: forked)


COUNTER = itertools.count(1)


def test_before_anything_is_published_the_package_is_served_and_then_no_more(folder: Folder) -> None:
    followed = folder.open()
    assert names(followed) == (folder.dataset.release, "")
    assert followed.status().published is None
    folder.add("1.0.0-a")
    assert names(followed) == ("1.0.0-a", "")
    assert followed.status().published == PUBLISHED
    assert linked(folder.root, GOOD) == "1.0.0-a"


def test_a_new_release_is_served_and_marked_good(folder: Folder) -> None:
    folder.add("1.0.0-a")
    followed = folder.open()
    first = followed.current()
    folder.add("1.0.0-b")
    assert names(followed) == ("1.0.0-b", "")
    assert first.release == "1.0.0-a"
    assert linked(folder.root, GOOD) == "1.0.0-b"
    folder.add("1.0.0-a")
    assert names(followed) == ("1.0.0-a", "")


def test_others_go_on_with_the_old_release_while_one_thread_loads(folder: Folder) -> None:
    folder.add("1.0.0-a")
    followed = folder.open()
    followed.current()
    loading, go_on = threading.Event(), threading.Event()

    def wait(name: str) -> None:
        loading.set()
        assert go_on.wait(30)

    folder.before = wait
    folder.add("1.0.0-b")
    seen = [followed.current().release]
    assert loading.wait(30)
    seen += [followed.current().release for _ in range(50)]
    go_on.set()
    settle()
    assert seen == ["1.0.0-a"] * 51
    assert folder.loaded == ["1.0.0-a", "1.0.0-b"]
    assert followed.current().release == "1.0.0-b"


def test_a_broken_release_is_refused_once_and_the_old_one_stays(
    folder: Folder, caplog: pytest.LogCaptureFixture
) -> None:
    folder.add("1.0.0-a")
    followed = folder.open()
    folder.broken["1.0.0-b"] = RefusedError(("t.csv, line 2, c = 'x': no",), "t.csv, line 2")
    folder.add("1.0.0-b")
    with caplog.at_level(logging.ERROR):
        told = [names(followed) for _ in range(5)]
    reason = "1.0.0-b is refused: 1 problem, the first in t.csv, line 2"
    assert told == [("1.0.0-a", reason)] * 5
    assert folder.loaded.count("1.0.0-b") == 1
    assert "t.csv, line 2, c = 'x': no" in caplog.text
    assert linked(folder.root, GOOD) == "1.0.0-a"
    folder.add("1.0.0-c")
    assert names(followed) == ("1.0.0-c", "")
    point(folder.root, CURRENT, "1.0.0-b")
    assert names(followed) == ("1.0.0-c", reason) and folder.loaded.count("1.0.0-b") == 1


@pytest.mark.parametrize(
    "error", [ValueError("cell"), KeyError("cell"), MemoryError(), RecursionError("cell")]
)
def test_what_no_check_has_foreseen_is_refused_too_and_tells_nothing(
    folder: Folder, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    folder.add("1.0.0-a")
    followed = folder.open()
    folder.broken["1.0.0-b"] = error
    folder.add("1.0.0-b")
    assert names(followed) == ("1.0.0-a", f"1.0.0-b is refused: cannot be used ({type(error).__name__})")
    assert "Traceback" in caplog.text


def test_a_disk_that_fails_is_asked_again_later(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.add("1.0.0-a")
    followed = folder.open()
    folder.broken["1.0.0-b"] = OSError(5, "Input/output error")
    folder.add("1.0.0-b")
    told = [names(followed) for _ in range(3)]
    assert told == [("1.0.0-a", "1.0.0-b is refused: cannot be read (Input/output error)")] * 3
    assert folder.loaded.count("1.0.0-b") == 1
    folder.broken.clear()
    monkeypatch.setattr(refusals, "monotonic", lambda: time.monotonic() + refusals.AGAIN)
    assert names(followed) == ("1.0.0-b", "")


def test_a_release_put_right_under_its_name_is_tried_again(folder: Folder) -> None:
    folder.add("1.0.0-a")
    followed = folder.open()
    folder.broken["1.0.0-b"] = PackageError("t.csv: is missing")
    folder.add("1.0.0-b")
    assert names(followed)[1] == "1.0.0-b is refused: t.csv: is missing"
    folder.broken.clear()
    manifest = folder.root / RELEASES / "1.0.0-b" / MANIFEST
    os.utime(manifest, ns=(1, 1))
    assert names(followed) == ("1.0.0-b", "")


def test_at_the_start_a_broken_current_falls_back_to_good(folder: Folder) -> None:
    folder.add("1.0.0-a", GOOD)
    folder.add("1.0.0-b")
    folder.broken["1.0.0-b"] = PackageError("t.csv: is missing")
    followed = folder.open()
    assert names(followed) == ("1.0.0-a", "1.0.0-b is refused: t.csv: is missing")
    assert linked(folder.root, GOOD) == "1.0.0-a"


def test_at_the_start_a_missing_current_falls_back_to_good_and_not_to_the_package(folder: Folder) -> None:
    folder.add("1.0.0-a", GOOD)
    assert names(folder.open()) == ("1.0.0-a", "the link current is missing")


def test_a_start_without_any_sound_release_fails_with_the_reason(folder: Folder) -> None:
    folder.add("1.0.0-b")
    folder.broken["1.0.0-b"] = PackageError("t.csv: is missing")
    with pytest.raises(PackageError, match=r"no release in .* 1\.0\.0-b is refused: t\.csv: is missing"):
        folder.open()


def test_a_process_forked_from_an_old_one_serves_the_current_release_at_once(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.add("1.0.0-a")
    followed = folder.open()
    folder.add("1.0.0-b")
    monkeypatch.setattr(releases, "EVERY", 3600.0)
    restarted(monkeypatch)
    assert followed.current().release == "1.0.0-b"


def test_a_process_forked_from_an_old_one_serves_good_while_current_is_broken(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.add("1.0.0-a")
    followed = folder.open()
    folder.add("1.0.0-b", GOOD)
    folder.add("1.0.0-c")
    folder.broken["1.0.0-c"] = PackageError("t.csv: is missing")
    for _ in range(2):
        restarted(monkeypatch)
        assert followed.current().release == "1.0.0-b"
        assert followed.status().degraded == "1.0.0-c is refused: t.csv: is missing"
    assert folder.loaded == ["1.0.0-a", "1.0.0-c", "1.0.0-b", "1.0.0-c"]


def test_a_process_forked_while_the_lock_was_held_is_not_stuck(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.add("1.0.0-a")
    followed = folder.open()
    assert isinstance(followed, FollowedReleases)
    followed.current()
    with followed._watch().lock:
        folder.add("1.0.0-b")
        assert followed.current().release == "1.0.0-a"
        restarted(monkeypatch)
        assert followed.current().release == "1.0.0-b"


def test_who_has_seen_a_newer_release_waits_for_it(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.add("1.0.0-a")
    followed = folder.open()
    followed.current()
    monkeypatch.setattr(releases, "EVERY", 3600.0)
    followed.current()
    folder.add("1.0.0-b")
    assert followed.current().release == "1.0.0-a"  # nobody looks before the time
    assert followed.current("1.0.0-a").release == "1.0.0-a"
    assert followed.current("1.0.0-b").release == "1.0.0-b"
    assert followed.current("1.0.0-a").release == "1.0.0-b"
    assert folder.loaded == ["1.0.0-a", "1.0.0-b"]


def test_a_name_that_nobody_has_published_loads_nothing(folder: Folder) -> None:
    folder.add("1.0.0-a")
    followed = folder.open()
    folder.broken["1.0.0-b"] = PackageError("t.csv: is missing")
    folder.add("1.0.0-b")
    names(followed)
    for seen in ("1.0.0-b", "nonsense", "../..", "x" * 9999, "\x00"):
        assert followed.current(seen).release == "1.0.0-a"
    assert folder.loaded == ["1.0.0-a", "1.0.0-b"]


def _lost(root: Path) -> str:
    (root / CURRENT).unlink()
    return "the link current is missing"


def _no_link(root: Path) -> str:
    (root / CURRENT).unlink()
    (root / CURRENT).mkdir()
    return "current is no link to a release (Invalid argument)"


def _elsewhere(root: Path) -> str:
    (root / CURRENT).unlink()
    (root / CURRENT).symlink_to("/etc")
    return "current leads to something else than a release of this folder"


def _gone(root: Path) -> str:
    root.rename(root.parent / "gone")
    return "the link current is missing"


@pytest.mark.parametrize("spoil", [_lost, _no_link, _elsewhere, _gone], ids=lambda spoil: spoil.__name__)
def test_whatever_happens_to_the_folder_the_old_release_stays(
    folder: Folder, tmp_path: Path, spoil: Callable[[Path], str], caplog: pytest.LogCaptureFixture
) -> None:
    folder.root = tmp_path / "root"
    folder.add("1.0.0-a")
    followed = folder.open()
    followed.current()
    expected = spoil(folder.root)
    assert [names(followed) for _ in range(3)] == [("1.0.0-a", expected)] * 3
    assert caplog.records == []


def test_a_request_never_fails(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder.add("1.0.0-a")
    followed = folder.open()
    followed.current()

    def fail(**_: object) -> None:
        raise RuntimeError("can't start new thread")

    folder.add("1.0.0-b")
    monkeypatch.setattr(releases, "Thread", fail)
    assert followed.current().release == "1.0.0-a"
    assert "can't start new thread" in caplog.text
    monkeypatch.undo()
    monkeypatch.setattr(releases, "load_release", folder.load)
    monkeypatch.setattr(releases, "EVERY", 0.0)
    assert names(followed)[0] == "1.0.0-b"  # the lock was not left closed


def test_a_folder_that_cannot_be_written_is_followed_all_the_same(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.add("1.0.0-a")

    def read_only(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    followed = folder.open()
    monkeypatch.setattr(releases, "point", read_only)
    folder.add("1.0.0-b")
    assert names(followed) == ("1.0.0-b", "")
    assert linked(folder.root, GOOD) == "1.0.0-a"


def test_a_slow_process_does_not_mark_an_older_release_good(folder: Folder) -> None:
    folder.add("1.0.0-a")
    followed = folder.open()

    def overtake(name: str) -> None:
        if name == "1.0.0-b":
            folder.add("1.0.0-c", GOOD)
            folder.add("1.0.0-c")

    folder.before = overtake
    folder.add("1.0.0-b")
    followed.current("1.0.0-b")
    assert linked(folder.root, GOOD) == "1.0.0-c"


def test_the_name_is_looked_up_no_more_than_once_a_second(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.add("1.0.0-a")
    followed = folder.open()
    followed.current()
    looks: list[str] = []
    now = [100.0]
    monkeypatch.setattr(releases, "EVERY", 1.0)
    monkeypatch.setattr(releases, "monotonic", lambda: now[0])

    def look(root: Path, link: str) -> str:
        looks.append(link)
        return linked(root, link)

    monkeypatch.setattr(releases, "linked", look)
    for _ in range(20):
        now[0] += 0.1
        followed.current()
    assert looks in ([CURRENT] * 2, [CURRENT] * 3)


# --- and read for real ------------------------------------------------------------------


def test_published_releases_are_followed_and_the_broken_one_is_not(package: Package, tmp_path: Path) -> None:
    root = tmp_path / "root"
    first = publish(package.folder, root)
    followed = open_releases(BUNDLED, "movement", root)
    assert followed.current().release == first and followed.current().naming == "movement"
    assert followed.status().published == read_manifest(root / RELEASES / first).published
    package.append("participants", "E01,A-NOBODY,mentioned,stated\n")
    bad = put_in_by_hand(package, root)
    assert followed.current(bad).release == first
    assert followed.status().degraded.startswith(f"{bad} is refused: 1 problem, the first in tables/part")
    assert "A-NOBODY" not in followed.status().degraded
    assert open_releases(BUNDLED, "neutral", root).current().release == first


def put_in_by_hand(package: Package, root: Path) -> str:
    """A release that `publish` would refuse, with a proper manifest."""
    contents = {path: (package.folder / path).read_bytes() for path in files_of(package)}
    files = {path: hashlib.sha256(content).hexdigest() for path, content in contents.items()}
    name = release_name("1.1.0", files)
    manifest = Manifest(name, "1.1.0", PUBLISHED, 1, files)
    for path, content in {**contents, MANIFEST: manifest.as_json().encode()}.items():
        target = root / RELEASES / name / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    point(root, CURRENT, name)
    return name


def files_of(package: Package) -> list[str]:
    return ["datapackage.json", *(f"tables/{path.name}" for path in (package.folder / "tables").iterdir())]
