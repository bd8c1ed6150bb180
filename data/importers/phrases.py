"""Dates as people write them, read by a written grammar; what it does not know is refused, never guessed.

Capitals, commas and the endings of "8th" make no difference; an hour at the end is cut off.

    phrase    = edtf | years | single | qualified | reported | between | days | bounded | span | part
              | relative
    edtf      = a string of the supported EDTF (`data.dates`), taken as it is
    years     = YYYY "-" YY             1992-97, lasting; but 2010-11 is a month, and 2010-22 has two meanings
    single    = [lead] [weekday] date ["?"]            lead: on, in, during, sometime in, one day in ...
    date      = [third] (day month [year] | month day [year] | [year] month | year [month [day]] | figures)
    third     = "early" | "mid" | "late" | "the beginning of" | "the middle of" | "the end of" ...
    figures   = YYYY-MM-DD | YYYYMMDD | YYYY/MM/DD | MM/YYYY | D/M/Y or M/D/Y, where the order is known
    qualified = ("around" | "circa" | "possibly" ...) [lead] date          widened as EDTF's ~ and ?
    reported  = ["as"] "reported" ["on" | "in"] (date | span)      the report's day: that day or before
    between   = [lead] "between" date ("and" | "-" | "to") date            one unknown day
    days      = date ("and" | "or") date | "night of" date "to" date       days that follow each other
    bounded   = ("before" | "by" | "until" | "after" | "since" | "no earlier than") date | "from" date "on"
    span      = ["from"] date ("to" | "until" | "-") date                  lasting from the one to the other
    part      = ("first" | "second") "half of" year | "Q1" year | "the 1990s"
    relative  = number unit "ago" | "yesterday" | "last month" | weekday ...          (`phrase_relative`)

The first date of two may be a day alone, and either may lack its year: it has that of the other. A date
without any year is the last such date not after the source spoke. Early, mid and late are days 1-10, 11-20
and 21 to the end of a month, January-April, May-August and September-December of a year: a convention, and
said as one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from data import dates
from data.dates import Bounds
from data.importers import phrase_words as words
from data.importers.phrase_dates import EARLIEST_YEAR, Asked, Found
from data.importers.phrase_ranges import read_between, read_days, read_reported, read_span, read_years
from data.importers.phrase_relative import read_relative
from data.importers.phrase_single import read_bounded, read_part, read_qualified, read_single

Basis = Literal["stated", "relative_to_report"]

LONGEST: Final = 120
"""Characters of a phrase; what is longer is a text and no date."""
_EDTF: Final = re.compile(r"[\d.,/~?%\[\] -]*\d[\d.,/~?%\[\] -]*", re.ASCII)
_PLAIN: Final = re.compile(r"\d{4}(-\d{2}){0,2}", re.ASCII)
_CLOCK: Final = re.compile(
    r"(?:(?<=\d)t| +)(?:at )?(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?: ?[ap]m)?"
    r"(?: ?(?:z|utc|gmt|[+-]\d{2}:?\d{2}))?$",
    re.ASCII,
)
_DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | {"\u2019": "'"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase was read as.

    Attributes:
        edtf: a string that `data.dates.parse` takes.
        bounds: of `edtf`, with the day on which the source spoke.
        how: one sentence for whoever checks it.
        basis: whether the phrase itself says it, or only together with the day on which the source spoke.
    """

    edtf: str
    bounds: Bounds
    how: str
    basis: Basis


def read_phrase(text: str, said_on: date | None = None, day_first: bool | None = None) -> Reading:
    """Read a date as people write it.

    Args:
        text: for example "early December 2023", "between 29 August and 5 September", "a decade ago".
        said_on: the day on which the source spoke; relative phrases and dates without a year need it.
        day_first: how 11/8/2023 is meant in this file; None where nothing tells.

    Raises:
        RowError: it cannot be read, or only by guessing; its reason is one of `phrase_words`.
    """
    phrase = text.strip()
    asked = Asked(phrase, said_on, day_first)
    if not phrase:
        raise asked.refusal(words.EMPTY)
    if len(phrase) > LONGEST:
        raise asked.refusal(words.UNREADABLE)
    found = _edtf(asked) or _read(asked)
    bounds = _bounds(found.edtf, asked)
    how = f"{phrase!r} is read as {found.words}" + (f"; {found.note}" if found.note else "")
    return Reading(found.edtf, bounds, f"{how}.", "relative_to_report" if found.relative else "stated")


def _read(asked: Asked) -> Found:
    plain = _plain(asked.phrase)
    text = _CLOCK.sub("", plain)
    for rule in _RULES:
        if found := rule(text, asked):
            return found
    raise asked.refusal(words.why_unreadable(text))


def _plain(phrase: str) -> str:
    """The phrase in small letters, without what makes no difference."""
    text = unicodedata.normalize("NFKC", phrase).translate(_DASHES).lower().replace(",", " ")
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text)
    text = re.sub(r"(?<=[a-z])\.", "", text)
    return re.sub(r"(?<=\d) of (?=[a-z])", " ", " ".join(text.split()).strip(" ;:."))


def _edtf(asked: Asked) -> Found | None:
    """The phrase itself, where it is of the supported EDTF; plain dates are the rules' to check and word."""
    text = asked.phrase
    if not _EDTF.fullmatch(text) or _PLAIN.fullmatch(text):
        return None
    try:
        dates.parse(text, asked.said_on or date.max)
    except dates.DateError:
        return None
    if text.endswith("/.."):
        asked.spoken()
    return Found(text, "it stands, being EDTF")


def _bounds(edtf: str, asked: Asked) -> Bounds:
    years = [int(year) for year in re.findall(r"\d{4}", edtf)]
    if not all(EARLIEST_YEAR <= year <= asked.latest_year for year in years):
        raise asked.refusal(words.YEAR)
    try:
        if _PLAIN.fullmatch(edtf):  # most dates are, and the parse of EDTF takes milliseconds
            first, last = dates.day_range(edtf)
            return Bounds(first, last, first, last)
        return dates.parse(edtf, asked.said_on)
    except dates.DateError as error:
        reason = words.AFTER_REPORT if edtf.endswith("/..") else words.NO_SUCH_DAY
        raise asked.refusal(reason) from error


_RULES: Final[tuple[Callable[[str, Asked], Found | None], ...]] = (
    read_years,
    read_single,
    read_qualified,
    read_reported,
    read_between,
    read_days,
    read_bounded,
    read_span,
    read_part,
    read_relative,
)
