"""How large a mark of so many events is, and what number stands in it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

MANY: Final = 60
"""Events of a mark from which sizes are relative to the largest."""
LETTER: Final = 6.4
"""Pixels that a letter of a number takes."""
NUMBERED: Final = 18
"""Pixels across a mark from which it holds a number."""


def diameter(count: int) -> float:
    """Pixels across a mark of `count` events: its surface grows with the number, up to a limit."""
    return round(min(16 + 6 * math.sqrt(count), 46), 1)


@dataclass(frozen=True)
class Scale:
    """How large a mark is, and what stands in it.

    Attributes:
        most: the most events of a mark on this map, where they go into the thousands: the largest mark is
            theirs, and a small one bears no number. 0 is the scale of a few dozen.
    """

    most: int = 0

    def diameter(self, count: int) -> float:
        """Pixels across: the surface grows with the number, up to a limit."""
        if self.most > MANY:
            return round(7 + 35 * math.sqrt(count / self.most), 1)
        return diameter(count)

    def number(self, count: int, sign: str) -> str:
        """The number of events with the sign of their class, shortened to what the mark holds."""
        if self.most <= MANY:
            return f"{count}{sign}"
        told = short_number(count)
        return told if self.diameter(count) >= max(NUMBERED, LETTER * len(told)) else ""


def short_number(count: int) -> str:
    """`48k`, `1.2M`; below a thousand the number itself."""
    if count < 1000:
        return str(count)
    unit, letter = (1_000_000, "M") if count >= 999_500 else (1000, "k")
    told = count / unit
    return f"{told:.1f}{letter}" if told < 9.95 else f"{told:.0f}{letter}"
