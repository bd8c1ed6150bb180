"""The collections of a server: each under its own name, a broken one stops the start in one sentence."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from data.collections.shelf import Shelf, open_shelf
from data.collections.writer import addressable
from data.validation import PackageError
from tests.data.collections.cases import Row, day, made


def test_collections_stand_in_the_order_given_under_their_names(tmp_path: Path) -> None:
    folders = [made(tmp_path / name, [[Row(day(1))]], name=name, title=name.upper()) for name in ("b", "a")]
    shelf = open_shelf(folders)
    assert shelf.names() == (("b", "B"), ("a", "A"))
    assert len(shelf) == 2
    assert shelf.get("a") is shelf.get("a") is not None
    assert shelf.get("") is shelf.get("c") is None


def test_an_empty_shelf_has_nothing() -> None:
    assert (len(Shelf()), Shelf().names(), Shelf().get("a")) == (0, (), None)
    assert len(open_shelf([])) == 0


def test_two_of_one_name_are_refused(tmp_path: Path) -> None:
    folders = [made(tmp_path / folder, [], name="same") for folder in ("a", "b")]
    with pytest.raises(PackageError, match="another collection is named 'same' too"):
        open_shelf(folders)


@pytest.mark.parametrize("name", ["a.b", "a/b", "..", "a b", "ҷанг", "x" * 81])
def test_a_name_that_no_address_can_carry_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(PackageError, match="is no name for an address"):
        open_shelf([made(tmp_path, [], name=name)])


@pytest.mark.parametrize("folder", ["a.b", "ACLED v2.1", "..", "ҷанг", "x" * 200, "-", "a_b", "2023.", "é."])
def test_what_the_importer_names_a_collection_an_address_can_carry(tmp_path: Path, folder: str) -> None:
    open_shelf([made(tmp_path, [], name=addressable(folder))])


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="nothing"):
        open_shelf([tmp_path / "nothing"])


def test_a_partition_that_cannot_be_read_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    made(tmp_path, [[Row(day(1))], [Row(day(2))]])
    (tmp_path / "events-0001.parquet").write_bytes(b"")
    with caplog.at_level(logging.WARNING):
        assert len(open_shelf([tmp_path])) == 1
    assert "events-0001.parquet cannot be read" in caplog.text
