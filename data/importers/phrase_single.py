"""Phrases about one date: "sometime in March", "around 18 December", "before August 2021", "the 1990s"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from data.importers import phrase_words as words
from data.importers.phrase_dates import (
    Asked,
    Found,
    Stretch,
    complete,
    inside,
    month_end,
    read_written,
    span_words,
)
from data.importers.phrase_words import WEEKDAYS

_DAY: Final = timedelta(days=1)
LEAD: Final = (
    r"(?:(?:some ?time|some day|one day|a day|at some point) )?"
    r"(?:(?:on|in|at|during|of) )?(?:the (?:(?:day|month|year) (?:of )?|(?=\d)))?"
)
"""Words before a date that change nothing: a month stays one unknown day inside."""
_SINGLE: Final = re.compile(rf"{LEAD}(?:({words.any_of(WEEKDAYS)}) )?(.+?)( ?\(?\?\)?)?")
_QUALIFIED: Final = re.compile(
    rf"(?:({words.any_of(words.APPROXIMATE)})|(?:{words.any_of(words.UNCERTAIN)})) ?{LEAD}(.+)"
)
_BOUNDED: Final = re.compile(
    r"(?:some ?time )?(before|prior to|by|no later than|not later than|until|till|up to|after|since|"
    rf"no earlier than|not earlier than|from(?=.* on(?:wards?)?$)) {LEAD}(.+?)(?: on(?:wards?)?)?"
)
_DECADE: Final = re.compile(r"(?:in |during )?(?:the )?(\d{3})0'?s", re.ASCII)
_PART: Final = re.compile(
    r"(?:in |during )?(?:the )?(?:(first|second) half (?:of )?(\d{4})|q([1-4]) (?:of )?(\d{4}))", re.ASCII
)


def read_single(text: str, asked: Asked) -> Found | None:
    """One date: a day, or one unknown day in a month, a year or a third of them."""
    match = _SINGLE.fullmatch(text)
    stretch = read_stretch(match[2], asked) if match else None
    if match is None or stretch is None:
        return None
    if match[1] and (stretch.first != stretch.last or stretch.first.weekday() != WEEKDAYS[match[1]]):
        raise asked.refusal(words.WEEKDAY)
    if match[3]:
        return _widened(stretch, "?")
    return Found(stretch.edtf, _one_day(stretch), stretch.note, stretch.relative)


def read_qualified(text: str, asked: Asked) -> Found | None:
    """A date said to be approximate or uncertain; a third of a month is both already, and refused."""
    match = _QUALIFIED.fullmatch(text)
    stretch = read_stretch(match[2], asked) if match else None
    return _widened(stretch, "~" if match and match[1] else "?") if stretch else None


def _widened(stretch: Stretch, sign: str) -> Found | None:
    if stretch.third:
        return None
    unit = ("year", "month", "day")[stretch.edtf.count("-")]
    told = f"{'about' if sign == '~' else 'possibly'} {stretch.words}, give or take a {unit}"
    return Found(stretch.edtf + sign, told, stretch.note, stretch.relative)


def read_bounded(text: str, asked: Asked) -> Found | None:
    """Before, by, until, after, since a date."""
    match = _BOUNDED.fullmatch(text)
    stretch = read_stretch(match[2], asked) if match else None
    if match is None or stretch is None:
        return None
    edtf, told = _bounded(match[1], stretch, asked)
    return Found(edtf, told, stretch.note, stretch.relative)


def _bounded(word: str, stretch: Stretch, asked: Asked) -> tuple[str, str]:
    try:
        if word in ("before", "prior to"):
            return f"[..{(stretch.first - _DAY).isoformat()}]", f"one unknown day before {stretch.words}"
        if word in ("by", "no later than", "not later than"):
            return up_to(stretch), f"one unknown day, {stretch.words} or before"
        if word == "after":
            return f"[{(stretch.last + _DAY).isoformat()}..]", f"one unknown day after {stretch.words}"
    except OverflowError as error:
        raise asked.refusal(words.YEAR) from error
    if word in ("no earlier than", "not earlier than"):
        return f"[{stretch.first.isoformat()}..]", f"one unknown day, {stretch.words} or after"
    return _lasting(word, stretch, asked)


def _lasting(word: str, stretch: Stretch, asked: Asked) -> tuple[str, str]:
    if stretch.third:  # an interval of EDTF cannot begin or end with a set
        raise asked.refusal(words.UNREADABLE)
    if word in ("until", "till", "up to"):
        return f"../{stretch.edtf}", f"begun before and lasting until {stretch.words}"
    asked.spoken()
    return f"{stretch.edtf}/..", f"begun in {stretch.words} and still going on when the source spoke"


def read_part(text: str, asked: Asked) -> Found | None:
    """A half or a quarter of a year, or a decade: one unknown day inside."""
    if match := _DECADE.fullmatch(text):
        first = int(match[1]) * 10
        return Found(f"[{first:04}..{first + 9:04}]", f"one unknown day from {first} to {first + 9}")
    if not (match := _PART.fullmatch(text)):
        return None
    months = 6 if match[1] else 3
    index = ("first", "second").index(match[1]) if match[1] else int(match[3]) - 1
    year = int(match[2] or match[4])
    if not 1 <= year <= 9999:
        raise asked.refusal(words.YEAR)
    start, end = date(year, index * months + 1, 1), month_end(year, (index + 1) * months)
    return Found(inside(start, end), f"one unknown day from {span_words(start, end)}")


def read_stretch(text: str, asked: Asked) -> Stretch | None:
    """The days of one date; None where `text` is none."""
    written = read_written(text, asked)
    return complete(written, asked) if written else None


def up_to(stretch: Stretch) -> str:
    """EDTF of one unknown day, in that stretch or before."""
    return f"[..{stretch.last.isoformat() if stretch.third else stretch.edtf}]"


def _one_day(stretch: Stretch) -> str:
    if stretch.first == stretch.last:
        return stretch.words
    return f"one unknown day {'from' if stretch.third else 'in'} {stretch.words}"
