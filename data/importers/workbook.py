"""The rows of an Excel workbook, one at a time: checked before it is unpacked, its claims not believed."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import IO, Any, Final

import openpyxl

from data.importers.files import FileError, Limits

MAX_MEMBERS: Final = 1_000
MAX_BYTES: Final = 1 << 30
"""Unpacked, where the limits say nothing: a full sheet of a million rows takes less."""
MAX_RATIO: Final = 200
HARMLESS: Final = 50 << 20
"""A workbook may unpack to so many bytes whatever its ratio."""
MAX_COLUMNS: Final = 500
MAX_EMPTY: Final = 100
"""Empty rows one after the other at which reading stops: a cell far below would cost a million of them."""

_OLD: Final = b"\xd0\xcf\x11\xe0"


def is_workbook(path: Path) -> bool:
    """Whether a file is an Excel workbook, by what is in it and not by its name.

    Raises:
        FileError: it cannot be read, or is a spreadsheet of a kind that is not read here.
    """
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if start != b"PK\x03\x04":
            if start == _OLD:
                raise FileError(f"{path.name}: is an old Excel file; save it as .xlsx or as CSV.")
            return False
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (OSError, zipfile.BadZipFile) as error:
        raise FileError(f"{path.name}: cannot be read ({error}).") from error
    if "content.xml" in names:
        raise FileError(f"{path.name}: is an OpenDocument spreadsheet; save it as .xlsx or as CSV.")
    return "[Content_Types].xml" in names


class Workbook:
    """The first sheet of a workbook, open."""

    def __init__(self, path: Path, file: IO[bytes], book: Any) -> None:
        self.notices: list[str] = []
        self._path = path
        self._file = file
        if not book.worksheets:
            raise FileError(f"{path.name}: has no sheet with rows.")
        self._sheet = book.worksheets[0]
        if others := [sheet.title for sheet in book.worksheets[1:]]:
            told = ", ".join(map(repr, others))
            self.notices.append(f"{path.name}: only the sheet {self._sheet.title!r} is read, not {told}.")

    def position(self) -> int:
        """Bytes of the file on the disk that have been read."""
        return self._file.tell()

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """The number of each row that has a filled cell, and its cells.

        Raises:
            FileError: the sheet is broken, or has too many columns.
        """
        self._sheet.reset_dimensions()  # they are the file's claim
        empty = 0
        rows = self._sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True)
        for number, values in enumerate(self._guarded(rows), 1):
            cells = [cell_text(value) for value in values]
            if any(cells[MAX_COLUMNS:]):
                raise FileError(f"{self._path.name}: has more than {MAX_COLUMNS} columns.")
            empty = 0 if any(cells) else empty + 1
            if not empty:
                yield number, cells
            elif empty > MAX_EMPTY:
                self.notices.append(
                    f"{self._path.name}: read up to line {number - empty}; {MAX_EMPTY} empty rows follow."
                )
                return

    def _guarded(self, rows: Iterator[Any]) -> Iterator[Any]:
        while True:
            try:
                yield next(rows)
            except StopIteration:
                return
            except Exception as error:  # openpyxl lets through whatever a broken part raises
                raise _broken(self._path, error) from error


@contextmanager
def workbook(path: Path, limits: Limits) -> Iterator[Workbook]:
    """A workbook, open; formulas are the values that they last had, links to other files are not followed.

    Raises:
        FileError: it is broken, or unpacks to too much.
    """
    check_sizes(path, limits)
    with path.open("rb") as file:
        try:
            with warnings.catch_warnings():  # of features that no value depends on
                warnings.simplefilter("ignore")
                book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # openpyxl lets through whatever a broken part raises
            raise _broken(path, error) from error
        try:
            yield Workbook(path, file, book)
        finally:
            book.close()


def check_sizes(path: Path, limits: Limits) -> None:
    """Look at the directory of the archive before anything is unpacked.

    Raises:
        FileError: it has too many parts, or they unpack to too much.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = [member.file_size for member in archive.infolist()]
    except (OSError, zipfile.BadZipFile) as error:
        raise FileError(f"{path.name}: cannot be read ({error}).") from error
    allowed = MAX_BYTES if limits.max_bytes is None else limits.max_bytes
    if len(sizes) > MAX_MEMBERS:
        raise FileError(f"{path.name}: has more than {MAX_MEMBERS} parts.")
    if sum(sizes) > allowed:
        raise FileError(f"{path.name}: holds more than the {allowed:,} bytes allowed.")
    if sum(sizes) > max(HARMLESS, MAX_RATIO * path.stat().st_size):
        raise FileError(f"{path.name}: unpacks to more than {MAX_RATIO} times its size.")


def cell_text(value: object) -> str:
    """A cell as text: days as 2023-11-08, whole numbers without a point, an empty cell as ""."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _broken(path: Path, error: Exception) -> FileError:
    if isinstance(error, FileError):
        return error
    return FileError(f"{path.name}: is no sound workbook ({type(error).__name__}).")
