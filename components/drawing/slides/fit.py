"""How much room a text takes on a slide: there is no font to ask, so Arial's widths are known here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

POINTS: Final = 72.0
"""Points in an inch."""
LEADING: Final = 1.2
"""Distance of two lines, in heights of the letters."""
_WIDTHS: Final = {
    "ijl'|‘’": 0.23, " fIt.,:;/!()[]·": 0.29, "r-“”\"": 0.36, "cksvxyzJ": 0.51, "mM": 0.84,
    "w": 0.73, "W%—…←→": 1.0, "CDHNRUw&": 0.74, "GOQ@": 0.79,
}  # fmt: skip
_EMS: Final = {sign: ems for signs, ems in _WIDTHS.items() for sign in signs}


def inches(words: str, points: float, bold: bool = False) -> float:
    """How wide a line is at most in Arial."""
    return _ems(words) * points / POINTS * (1.1 if bold else 1.03)


@lru_cache(maxsize=4096)
def _ems(words: str) -> float:
    return sum(_EMS.get(sign, 0.67 if sign.isupper() else 0.57) for sign in words)


def lines(words: str, width: float, points: float, bold: bool = False) -> list[str]:
    """The lines that `words` take in a column of so many inches; a word too long for one is broken."""
    found, taken, space = [""], 0.0, inches(" ", points, bold)
    for word in words.split():
        for piece in _pieces(word, width, points, bold):
            wide = inches(piece, points, bold)
            if found[-1] and taken + space + wide > width:
                found.append(piece)
                taken = wide
            else:
                taken += space + wide if found[-1] else wide
                found[-1] = f"{found[-1]} {piece}" if found[-1] else piece
    return found


def _pieces(word: str, width: float, points: float, bold: bool) -> Iterator[str]:
    if inches(word, points, bold) <= width:
        yield word
        return
    start, taken = 0, 0.0
    for index, sign in enumerate(word):
        wide = inches(sign, points, bold)
        if index > start and taken + wide > width:
            yield word[start:index]
            start, taken = index, 0.0
        taken += wide
    yield word[start:]


def height(words: str, width: float, points: float, bold: bool = False) -> float:
    """How high a paragraph is, in inches."""
    return len(lines(words, width, points, bold)) * points * LEADING / POINTS


def largest(
    paragraphs: Iterable[str], width: float, room: float, sizes: Iterable[float], bold: bool = False
) -> float:
    """The first of the sizes (largest first) at which the paragraphs fit in `room` inches, else the last."""
    texts = list(paragraphs)
    size = 0.0
    for size in sizes:
        if sum(height(text, width, size, bold) for text in texts) <= room:
            break
    return size


def cut(words: str, width: float, points: float, most: int) -> str:
    """`words`, or their beginning and an ellipsis where they would take more than `most` lines."""
    held = lines(words, width, points)
    if len(held) <= most:
        return words
    last = held[most - 1]
    while last and inches(f"{last}…", points) > width:
        last = last[:-1]
    return " ".join([*held[: most - 1], f"{last.rstrip()}…"])
