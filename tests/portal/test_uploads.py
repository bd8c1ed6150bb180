"""portal.uploads: names that nobody can guess, a limited time, a limited room."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from data.importers.run import Options, import_files
from portal import uploads
from portal.uploads import MOST_HELD, MOST_OPEN, FullError, Uploads

CSV = "id,date,place,country\n1,2023-11-08,Kulob,Tajikistan\n"
HOUR = 3600.0


def held(folder: Path, hours: int = 24, largest: int = 10**9) -> Uploads:
    return Uploads(folder, hours, largest)


def converted(store: Uploads, folder: Path) -> str:
    identifier = store.create("mine.csv")
    sent = folder / identifier / "upload.csv"
    sent.write_text(CSV, "utf-8")
    import_files("sheet", [sent], folder / identifier / "package", Options())
    return identifier


def aged(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_an_import_has_a_name_that_nobody_can_guess_and_a_folder_that_others_cannot_read(tmp_path):
    store = held(tmp_path)
    names = {store.create("mine.csv") for _ in range(5)}
    assert len(names) == 5
    for name in names:
        assert len(name) == 32
        path = store.path(name)
        assert path is not None
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "name", ["", "x", "../" + "a" * 29, "a" * 31, "a" * 33, "a" * 32, "/etc/passwd", "." * 32]
)
def test_what_was_not_given_out_is_not_there(tmp_path, name):
    store = held(tmp_path)
    assert store.path(name) is None
    assert store.collection(name) is None
    store.remove(name)


def test_an_import_is_shown_until_its_time_is_over_and_then_removed(tmp_path):
    store = held(tmp_path, hours=2)
    name = converted(store, tmp_path)
    assert store.collection(name) is not None
    begun = tmp_path / name / "name"
    aged(begun, 2 * HOUR - 60)
    assert store.path(name) is not None
    aged(begun, 2 * HOUR + 60)
    assert store.path(name) is None
    assert store.collection(name) is None
    store.sweep()
    assert not (tmp_path / name).exists()


def test_where_nothing_is_shown_an_import_can_be_downloaded_for_an_hour(tmp_path):
    store = held(tmp_path, hours=0)
    name = converted(store, tmp_path)
    assert store.path(name) is not None
    assert store.collection(name) is None
    aged(tmp_path / name / "name", HOUR + 60)
    assert store.path(name) is None


def test_what_the_operator_keeps_beside_them_stays(tmp_path):
    (tmp_path / "README").write_text("mine")
    aged(tmp_path / "README", 10**7)
    held(tmp_path).sweep()
    assert (tmp_path / "README").exists()


def test_a_full_folder_takes_no_more_until_something_is_over(tmp_path, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_HELD", 2)
    store = held(tmp_path, hours=1)
    first = store.create("mine.csv")
    store.create("mine.csv")
    with pytest.raises(FullError, match="try again later"):
        store.create("mine.csv")
    aged(tmp_path / first / "name", 2 * HOUR)
    assert store.create("mine.csv")


def test_a_folder_of_too_many_bytes_takes_no_more(tmp_path):
    store = held(tmp_path, largest=2)
    (tmp_path / store.create("mine.csv") / "upload.csv").write_bytes(b"x" * 2 * MOST_HELD)
    with pytest.raises(FullError):
        store.create("mine.csv")


def test_only_the_collections_looked_at_last_stay_open(tmp_path):
    store = held(tmp_path)
    names = [converted(store, tmp_path) for _ in range(MOST_OPEN + 1)]
    opened = [store.collection(name) for name in names]
    assert all(opened)
    assert store.collection(names[-1]) is opened[-1]
    assert store.collection(names[0]) is not opened[0]


def test_before_it_is_converted_there_is_nothing_to_show(tmp_path):
    store = held(tmp_path)
    assert store.collection(store.create("mine.csv")) is None
