"""The bundled dataset, loaded once, and copies of its package that a test may break."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from data.dataset import BUNDLED, Dataset, load


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    return load()


class Package:
    """A copy of the bundled package, and the few ways in which tests spoil it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, table: str) -> Path:
        return self.folder / "tables" / f"{table}.csv"

    def lines(self, table: str) -> int:
        return self.path(table).read_text("utf-8").count("\n")

    def append(self, table: str, text: str) -> int:
        """Add rows; the number of the first new line."""
        number = self.lines(table) + 1
        with self.path(table).open("a", encoding="utf-8", newline="") as file:
            file.write(text)
        return number

    def replace(self, table: str, old: str, new: str) -> int:
        """Replace the first `old`; the number of its line."""
        text = self.path(table).read_text("utf-8")
        assert old in text
        self.path(table).write_text(text.replace(old, new, 1), "utf-8")
        return text[: text.index(old)].count("\n") + 1

    def edit(self, change: Callable[[bytes], bytes], table: str) -> None:
        self.path(table).write_bytes(change(self.path(table).read_bytes()))


def copied(folder: Path) -> Package:
    """A copy of the bundled package in `folder`."""
    shutil.copytree(BUNDLED / "tables", folder / "tables")
    shutil.copy(BUNDLED / "datapackage.json", folder)
    return Package(folder)


@pytest.fixture
def package(tmp_path: Path) -> Package:
    return copied(tmp_path)
