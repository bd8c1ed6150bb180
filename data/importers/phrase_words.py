"""The words of the date grammar, and the words of its refusals: what is not listed here is not known.

Misspellings are read only where one month alone can be meant and the spelling is listed.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from typing import Final

EMPTY: Final = "the date is missing"
UNREADABLE: Final = "the date cannot be read"
NEEDS_REPORT: Final = "the date needs the day on which the source spoke"
ORDER: Final = "the order of day and month is not known"
NO_SUCH_DAY: Final = "the calendar has no such day"
YEAR: Final = "the year cannot be right"
REVERSED: Final = "the date ends before it starts"
APART: Final = "the days named are apart: write one row for each"
SEASON: Final = "seasons are not read as dates: write the months"
VAGUE: Final = "the date names no definite time"
TWO_WAYS: Final = "the date can be read in two ways"
WEEKDAY: Final = "the day of the week does not fit the date"
AFTER_REPORT: Final = "the date begins after the source spoke"

MONTH_NAMES: Final = tuple(calendar.month_name)
_MISSPELT: Final = {
    "januray": 1, "janaury": 1, "jannuary": 1, "febuary": 2, "feburary": 2, "februrary": 2,
    "marhc": 3, "mrach": 3, "arpil": 4, "apirl": 4, "aprl": 4, "jne": 6, "jnue": 6, "jully": 7,
    "agust": 8, "augsut": 8, "septmber": 9, "setpember": 9, "spetember": 9, "septembers": 9,
    "ocotber": 10, "octber": 10, "novmber": 11, "novemeber": 11, "noveber": 11,
    "deceber": 12, "decmber": 12, "decmeber": 12, "decemeber": 12, "decemebr": 12,
}  # fmt: skip
MONTHS: Final[dict[str, int]] = (
    {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
    | {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
    | {"sept": 9}
    | _MISSPELT
)
"""Name, abbreviation or listed misspelling of a month, in small letters -> its number."""

WEEKDAYS: Final[dict[str, int]] = {
    name.lower(): number
    for names in (calendar.day_name, calendar.day_abbr)
    for number, name in enumerate(names)
}

NUMBERS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
                  "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}  # fmt: skip

THIRDS: Final = {
    "early": 0, "early in": 0, "the beginning of": 0, "beginning of": 0, "the start of": 0, "start of": 0,
    "mid": 1, "the middle of": 1, "middle of": 1,
    "late": 2, "late in": 2, "the end of": 2, "end of": 2,
}  # fmt: skip
"""How a third is named: days 1-10, 11-20 and 21 to the end of a month; four months each of a year."""

APPROXIMATE: Final = ("around", "about", "circa", "c", "ca", "approximately", "approx", "roughly",
                      "on or about", "on or around", "~")  # fmt: skip
UNCERTAIN: Final = ("possibly", "perhaps", "probably", "maybe", "reportedly")

SEASONS: Final = ("spring", "summer", "autumn", "fall", "winter")
INDEFINITE: Final = (
    "recent", "recently", "lately", "soon", "ago", "other day", "earlier", "later", "previously", "past",
    "unknown", "various", "ongoing", "several", "next", "last", "this",
)  # fmt: skip


def any_of(words: Iterable[str]) -> str:
    """A regular expression of any of the words, the longest first."""
    return "|".join(sorted(map(_escaped, words), key=len, reverse=True))


def _escaped(word: str) -> str:
    return word.replace(".", r"\.")


def why_unreadable(text: str) -> str:
    """The reason for refusing a phrase that no rule of the grammar fits."""
    padded = f" {text} "
    if any(f" {season} " in padded for season in SEASONS):
        return SEASON
    return VAGUE if any(f" {word} " in padded for word in INDEFINITE) else UNREADABLE
