"""Phrases about two dates: "between 29 August and 5 September", "9 - 15 November 2023", "8 or 9 June"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Final

from data.importers import phrase_words as words
from data.importers.phrase_dates import (
    Asked,
    Found,
    Stretch,
    Written,
    complete,
    inside,
    read_written,
    span_words,
)
from data.importers.phrase_single import LEAD, read_stretch, up_to
from data.importers.phrase_words import MONTHS

_DAY: Final = timedelta(days=1)
_DASH: Final = r" ?- ?"
_SPACED_DASH: Final = " - "
_TO: Final = r" (?:to|until|till|through) "
_YEARS: Final = re.compile(r"(?:in |during |from )?(\d{2})(\d{2})( ?- ?)(\d{2})", re.ASCII)
_DAYS_AFTER_MONTH: Final = re.compile(
    rf"(.*?)\b({words.any_of(MONTHS)}) (\d{{1,2}})( ?- ?| to | and | or )(\d{{1,2}})(?: (\d{{4}}))?", re.ASCII
)
_REPORTED: Final = re.compile(r"(?:as )?(?:first )?reported(?: (?:on|in|at|during))* (.+)")
_BETWEEN: Final = re.compile(rf"{LEAD}between (.+)")
_NIGHT: Final = re.compile(rf"{LEAD}(?:the )?(?:night (?:of|from)|overnight(?: from| of)?) (.+)")


def read_years(text: str, asked: Asked) -> Found | None:
    """1992-97: years, where the second number cannot be a month or one of EDTF's seasons."""
    match = _YEARS.fullmatch(text)
    if not match:
        return None
    century, first, second = match[1], int(match[2]), int(match[4])
    if second <= 12:
        if match[3] == "-":
            return None  # 2010-11 is a month, as ISO 8601 writes it
        raise asked.refusal(words.TWO_WAYS)
    if 21 <= second <= 41:  # 2010-22 is summer in EDTF
        raise asked.refusal(words.TWO_WAYS if second > first else words.SEASON)
    if second <= first:
        raise asked.refusal(words.REVERSED)
    start, end = f"{century}{match[2]}", f"{century}{match[4]}"
    return Found(f"{start}/{end}", f"lasting from {start} to {end}")


def read_reported(text: str, asked: Asked) -> Found | None:
    """The day of a report: what it reports was on that day or before."""
    match = _REPORTED.fullmatch(text)
    if not match:
        return None
    pair = _pair(match[1], asked, f"{_DASH}|{_TO}")
    last = pair[1] if pair else read_stretch(match[1], asked)
    if last is None:
        return None
    told = f"one unknown day, {last.words} or before, for that is when it was reported"
    return Found(up_to(last), told, last.note, last.relative)


def read_between(text: str, asked: Asked) -> Found | None:
    """One unknown day from the first date to the second."""
    match = _BETWEEN.fullmatch(text)
    pair = _pair(match[1], asked, f" and |{_DASH}|{_TO}") if match else None
    if pair is None:
        return None
    first, last = pair[0].first, pair[1].last
    return _found(inside(first, last), f"one unknown day from {span_words(first, last)}", pair)


def read_days(text: str, asked: Asked) -> Found | None:
    """Two dates that follow each other: both of them ("and"), or one of them ("or", "the night of")."""
    if match := _NIGHT.fullmatch(text):
        pair, one_of = _pair(match[1], asked, f" and |{_DASH}|{_TO}"), True
    else:
        one_of = " or " in text
        pair = _pair(re.sub(rf"^{LEAD}", "", text), asked, " or " if one_of else " and ")
    if pair is None:
        return None
    first, last = pair
    if last.first - first.last != _DAY:
        raise asked.refusal(words.APART)
    if one_of:
        told = f"one unknown day from {span_words(first.first, last.last)}"
        return _found(inside(first.first, last.last), told, pair)
    return _lasting(pair)


def read_span(text: str, asked: Asked) -> Found | None:
    """A duration."""
    pair = _pair(re.sub(rf"^(?:from |{LEAD})", "", text), asked, f"{_DASH}|{_TO}")
    return _lasting(pair) if pair else None


def _lasting(pair: tuple[Stretch, Stretch]) -> Found | None:
    first, last = pair
    if first.third or last.third:  # an interval of EDTF cannot begin or end with a set
        return None
    return _found(f"{first.edtf}/{last.edtf}", f"lasting from {first.words} to {last.words}", pair)


def _found(edtf: str, told: str, pair: tuple[Stretch, Stretch]) -> Found:
    notes = dict.fromkeys(stretch.note for stretch in pair if stretch.note)
    return Found(edtf, told, "; ".join(notes), any(stretch.relative for stretch in pair))


def _pair(text: str, asked: Asked, joins: str) -> tuple[Stretch, Stretch] | None:
    """Both dates, where there is exactly one place at which `text` falls into two."""
    text = _day_before_month(text)
    if _SPACED_DASH in text:
        joins = joins.replace(_DASH, _SPACED_DASH)
    found = []
    for join in re.finditer(joins, text):
        first, last = _first(text[: join.start()], asked), read_written(text[join.end() :], asked)
        if first and last and (first.month or first.year or last.day):
            found.append((first, last))
    if len(found) > 1:
        raise asked.refusal(words.TWO_WAYS)
    return _together(*found[0], asked) if found else None


def _day_before_month(text: str) -> str:
    """ "May 5-7 2023" as "5-7 May 2023"."""
    match = _DAYS_AFTER_MONTH.fullmatch(text)
    if not match:
        return text
    before, month, one, join, two, year = match.groups()
    return f"{before}{one}{join}{two} {month}" + (f" {year}" if year else "")


def _first(text: str, asked: Asked) -> Written | None:
    """The first of two dates: it may be a day alone."""
    if re.fullmatch(r"\d{1,2}", text, re.ASCII):
        return Written(None, None, int(text))
    return read_written(text, asked)


def _together(one: Written, two: Written, asked: Asked) -> tuple[Stretch, Stretch]:
    """The days of two dates: each has the year, the first also the month, of the other where it has none."""
    if one.year is not None:
        first = complete(one, asked)
        last = _lent(two, first, asked, 1)
    else:
        last = complete(two, asked)
        first = _lent(
            one if one.month else replace(one, month=two.month), last, asked, -1 if one.month else 0
        )
    if last.last < first.first:
        raise asked.refusal(words.REVERSED)
    return first, last


def _lent(written: Written, other: Stretch, asked: Asked, step: int) -> Stretch:
    """A date with the year of `other`, or with the year beside it where it would stand on the wrong side."""
    if written.year is not None:
        return complete(written, asked)
    year = other.first.year
    found = complete(replace(written, year=year), asked)
    wrong = found.first > other.last if step < 0 else found.last < other.first
    if step and wrong:
        found = complete(replace(written, year=year + step), asked)
    note = other.note or f"the year of {found.words} is that of the other date or the one beside it"
    return replace(found, note=note, relative=other.relative)
