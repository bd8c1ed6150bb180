"""The axis of a timeline drawn without a browser: which days bear a tick, and what is written there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from components.drawing.prepare.timeline import TimelineMarks, calendar_day
from data import date_words

STEPS: Final = ((16, "day"), (130, "week"), (900, "month"), (1500, "quarter"), (5500, "year"))
"""Longest view (days) for each distance between ticks; beyond, five years."""
SINGLE_DAYS: Final = STEPS[0][0]
"""Shorter views have a label in the middle of each day."""


def ticks(view: tuple[int, int]) -> Iterator[tuple[int, str]]:
    """Days on which a tick stands, with its label: days, Mondays, months, quarters, years or lustra."""
    length = view[1] + 1 - view[0]
    step = next((name for most, name in STEPS if length <= most), "lustrum")
    for number in range(view[0], view[1] + 1):
        day = calendar_day(number)
        if _stands(day, step):
            yield number, _label(day, step)


def _stands(day: date, step: str) -> bool:
    if step in ("day", "week"):
        return step == "day" or day.weekday() == 0
    if day.day != 1 or (step == "quarter" and day.month % 3 != 1):
        return False
    return step in ("month", "quarter") or (day.month == 1 and (step == "year" or day.year % 5 == 0))


def _label(day: date, step: str) -> str:
    spoken = date_words.spoken()
    if step in ("day", "week"):
        return spoken.short_day(day)
    return spoken.short_month(day) if step in ("month", "quarter") else str(day.year)


def in_words(marks: TimelineMarks) -> str:
    """What the timeline shows, for those who do not see it."""
    lanes = "; ".join(f"{lane.label}: {lane.count} events, {lane.possible} possibly" for lane in marks.lanes)
    return " ".join(part for part in (lanes + "." if lanes else marks.empty, marks.note) if part)
