"""Single cells of datasets: numbers, coordinates, lists, moments; each is read or named, never guessed."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from data.importers.drafts import RowError

Cells = Mapping[str, str]
"""One row: column -> cell, stripped; a column that the file lacks is missing."""

_WHOLE: Final = re.compile(r"(-?[0-9]{1,18})(?:[.,]0*)?")
_DEGREES: Final = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]*)?(?:[eE]-[0-9]{1,2})?")
_MOST_DEATHS: Final = 1_000_000
_DIGITS: Final = re.compile(r"[0-9]{1,18}")


def whole(cells: Cells, column: str) -> int | None:
    """A whole number, None where the cell is empty; `2` may be written `2.0`.

    Raises:
        RowError: it is none.
    """
    text = cells.get(column, "")
    if not text:
        return None
    found = _WHOLE.fullmatch(text)
    if found is None:
        raise RowError(f"{column} is no whole number", text)
    return int(found[1])


def code(cells: Cells, column: str, last: int) -> int:
    """A code from 1 to `last` that every row must have.

    Raises:
        RowError: it has none, or another.
    """
    text = cells.get(column, "")
    number = whole(cells, column)
    if number is None or not 1 <= number <= last:
        raise RowError(f"{column} is none of 1 to {last}", text)
    return number


def deaths(cells: Cells, column: str) -> int | None:
    """A number of deaths; 0 is none died, None is not stated.

    Raises:
        RowError: it is none, or one that cannot be right.
    """
    number = whole(cells, column)
    if number is not None and not 0 <= number <= _MOST_DEATHS:
        raise RowError(f"{column} cannot be right", cells[column])
    return number


def point(cells: Cells, latitude: str, longitude: str) -> tuple[float, float] | None:
    """WGS 84 degrees as (latitude, longitude); None where both cells are empty or 0, which marks their lack.

    Raises:
        RowError: one of them cannot be read, or lies off the globe.
    """
    north, east = cells.get(latitude, ""), cells.get(longitude, "")
    if not north and not east:
        return None
    found = _degrees(north, latitude, 90), _degrees(east, longitude, 180)
    return None if found == (0, 0) else found


@lru_cache(maxsize=65_536)
def _degrees(text: str, column: str, most: int) -> float:
    if _DEGREES.fullmatch(text):
        number = float(text.replace(",", "."))
        if math.isfinite(number) and abs(number) <= most:
            return number
    raise RowError(f"{column} is no coordinate", text)


def moment(text: str, column: str) -> int:
    """Seconds since 1970 of a time stamp, written so or as an ISO date with a time; 0 where it is empty.

    Raises:
        RowError: it is none.
    """
    if not text:
        return 0
    if _DIGITS.fullmatch(text):
        return int(text)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise RowError(f"{column} is no time", text) from None
    return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())


def listed(text: str, separator: str = ";") -> tuple[str, ...]:
    """The items of a list in one cell, each once, in their order."""
    if separator not in text:
        return (text,) if text else ()
    return _items(text, separator)


@lru_cache(maxsize=65_536)
def _items(text: str, separator: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for part in text.split(separator) if (item := part.strip())))
