"""The timeline as one group of native shapes: lanes, solid cores, faded wings, dots, arrows, dates."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from components.drawing.palette import QUAD_NAMES, Theme
from components.drawing.prepare.timeline import TimelineMarks
from components.drawing.prepare.timeline_axis import SINGLE_DAYS, in_words, ticks
from components.drawing.prepare.timeline_rows import LaneBox, Mark, Span, lane_boxes
from components.drawing.slides import fit
from components.drawing.slides.shapes import NO_LINE, Sheet, Words, solid, stroke
from components.drawing.slides.shapes import fading as faded
from components.drawing.slides.signs import FORMS
from data import dates

LEFT, RIGHT, TOP, AXIS, LEGEND = 140.0, 12.0, 4.0, 17.0, 25.0
SMALL: Final = 8.5
"""Pixels of the letters of axis and legend."""
MEANINGS: Final = (
    "solid: certainly going on · faded: somewhere between its end marks · "
    "hollow: possibly in this range · arrow: no first or last day is known"
)


def plot_size(sheet: Sheet) -> tuple[int, int]:
    """Size of the plotting area, for `timeline_marks`."""
    return int(sheet.width - LEFT - RIGHT), int(sheet.height - TOP - AXIS - LEGEND)


def timeline_group(
    marks: TimelineMarks, theme: Theme, sheet: Sheet, rung: frozenset[str] = frozenset()
) -> str:
    """The timeline as DrawingML; marks of the events `rung` have a ring around them."""
    first, last = (dates.day_in_words(day) for day in marks.view)
    told = f"Timeline from {first} to {last}. {in_words(marks)}"
    return sheet.group("Timeline", told, _Timeline(marks, theme, sheet, rung).shapes())


class _Timeline:
    def __init__(self, marks: TimelineMarks, theme: Theme, sheet: Sheet, rung: frozenset[str]) -> None:
        self.marks, self.theme, self.sheet, self.rung = marks, theme, sheet, rung
        self.low, self.high = float(marks.view[0]), float(marks.view[1] + 1)
        self.bottom = sheet.height - AXIS - LEGEND
        self.boxes = lane_boxes(marks.lanes, self.bottom - TOP)

    def x(self, day: float) -> float:
        """Days to pixels."""
        wide = self.sheet.width - LEFT - RIGHT
        return LEFT + (min(max(day, self.low), self.high) - self.low) * wide / (self.high - self.low)

    def shapes(self) -> Iterator[str]:
        yield self.sheet.shape("rect", "Timeline ground", (0, 0, self.sheet.width, self.sheet.height),
                               solid(self.theme.surface))  # fmt: skip
        yield from self._axis()
        yield from self._lanes()
        for mark in self.marks.marks:
            yield from self._mark(mark, self.boxes[mark.lane])
        if not self.marks.marks:
            yield self._text(
                "Empty", LEFT, self.bottom / 2 - 8, self.sheet.width - LEFT, self.marks.empty, 10
            )
        yield from self._legend()

    def _text(
        self, name: str, x: float, y: float, width: float, words: str, size: float,
        align: str = "ctr", colour: str = "",
    ) -> str:  # fmt: skip
        told = Words((words,), self.sheet.points(size), colour or self.theme.text, align=align)
        return self.sheet.text(name, (x, y, width, size * 1.25), told)

    def _line(self, name: str, spots: list[tuple[float, float]], line: str) -> str:
        return self.sheet.path(name, [spots], line=line, closed=False)

    def _axis(self) -> Iterator[str]:
        grid, taken = stroke(self.theme.rule, 0.5, "sysDot"), -math.inf
        yield self._line(
            "Axis", [(LEFT, self.bottom), (self.x(self.high), self.bottom)], stroke(self.theme.muted, 0.75)
        )
        for day, label in ticks(self.marks.view):
            x = self.x(day)
            yield self._line(f"Tick {label}", [(x, TOP), (x, self.bottom + 3)], grid)
            wide = fit.inches(label, self.sheet.points(SMALL)) * self.sheet.density
            x = self.x(day + 0.5) if self.high - self.low <= SINGLE_DAYS else x
            if x - wide / 2 > taken and x + wide / 2 <= self.sheet.width:
                taken = x + wide / 2 + 4
                yield self._text(f"Date {label}", x - wide / 2, self.bottom + 4, wide, label, SMALL,
                                 colour=self.theme.muted)  # fmt: skip

    def _lanes(self) -> Iterator[str]:
        for lane in self.marks.lanes:
            box = self.boxes[lane.key]
            size, wide = 10.0, (LEFT - 16) / self.sheet.density
            most = max(1, int((box.bottom - box.top) / (size * 1.2)))
            words = fit.cut(f"{lane.label} · {lane.count}", wide, self.sheet.points(size), most)
            points = self.sheet.points(size)
            told = Words(fit.lines(words, wide, points), points, self.theme.text, align="r")
            place = (0, TOP + box.top, LEFT - 16, box.bottom - box.top)
            yield self.sheet.text(f"Lane {lane.label}", place, told)
            y = TOP + box.bottom
            yield self._line(
                f"Lane {lane.label}, edge", [(0, y), (self.sheet.width, y)], stroke(self.theme.rule, 0.5)
            )

    def _mark(self, mark: Mark, box: LaneBox) -> Iterator[str]:
        y = TOP + box.first + (mark.row + (mark.height - 1) / 2) * box.row
        if mark.kind == "bundle":
            yield from self._bundle(mark, y)
        elif mark.kind == "span":
            yield from self._span(mark, y, max(3.5, min(9.0, 0.66 * box.row)))
        else:
            yield from self._dot(mark, y, max(5.0, min(10.0, 0.86 * box.row)))
        if self.rung.intersection(mark.events):
            yield self._ring(mark, y, max(4.0, min(8.0, box.row * 0.5 + 0.5)))

    def _told(self, mark: Mark) -> str:
        return " — ".join([mark.title, *mark.lines])

    def _name(self, mark: Mark) -> str:
        return " ".join(mark.events)

    def _dot(self, mark: Mark, y: float, size: float) -> Iterator[str]:
        colour, hollow = self.theme.quad(mark.quad), mark.when == "possible"
        solid_one = mark.kind == "dot" or mark.core is not None
        fill = solid(self.theme.surface) if hollow else solid(colour, 1 if solid_one else 0.4)
        size *= {"diamond": 1.3, "triangle": 1.1, "pentagon": 1.1}.get(FORMS[mark.quad], 1)
        box = (self.x(mark.middle) - size / 2, y - size / 2, size, size)
        yield self.sheet.shape(
            FORMS[mark.quad], self._name(mark), box, fill, stroke(colour, 1), told=self._told(mark)
        )

    def _span(self, mark: Mark, y: float, thick: float) -> Iterator[str]:
        colour, hollow, name = self.theme.quad(mark.quad), mark.when == "possible", self._name(mark)
        line = stroke(colour, 0.75) if hollow else NO_LINE
        for wing in mark.wings:
            fill = solid(self.theme.surface) if hollow else self._wing(mark, wing, colour)
            yield self._bar(f"{name}, possible span", wing, y, thick * 0.62, fill, line, self._told(mark))
        if mark.core:
            fill = solid(self.theme.surface if hollow else colour)
            yield self._bar(f"{name}, certain core", mark.core, y, thick, fill, line, self._told(mark))
        for tick in mark.ticks:
            x = self.x(tick)
            ends = [(x, y - thick * 0.7), (x, y + thick * 0.7)]
            yield self._line(f"{name}, end mark", ends, stroke(colour, 1.1))
        for side in mark.arrows:
            x, turn = (self.x(mark.start), -1) if side == "left" else (self.x(mark.end), 1)
            head = [(x, y - thick * 0.7), (x + turn * 7, y), (x, y + thick * 0.7)]
            yield self.sheet.path(f"{name}, no day known", [head], solid(colour))

    def _wing(self, mark: Mark, wing: Span, colour: str) -> str:
        """Even where any day is as good, fading away from a core."""
        if mark.core is None:
            return solid(colour, 0.42)
        return faded(colour, 0.65, 0.12) if wing[0] >= mark.core[1] else faded(colour, 0.12, 0.65)

    def _bar(self, name: str, span: Span, y: float, thick: float, fill: str, line: str, told: str) -> str:
        left, right = self.x(span[0]), self.x(span[1])
        box = (left, y - thick / 2, max(right - left, 0.5), thick)
        return self.sheet.shape("rect", name, box, fill, line, told=told)

    def _bundle(self, mark: Mark, y: float) -> Iterator[str]:
        x, name = self.x(mark.middle), self._name(mark)
        ends = [(self.x(mark.start), y), (self.x(mark.end), y)]
        yield self._line(f"{name}, span", ends, stroke(self.theme.muted, 1))
        words = Words((f"+{len(mark.events)}",), self.sheet.points(9.5), self.theme.text)
        yield self.sheet.shape("roundRect", name, (x - 12, y - 6, 24, 12), solid(self.theme.raised),
                               stroke(self.theme.muted, 0.75), words, self._told(mark))  # fmt: skip

    def _ring(self, mark: Mark, y: float, reach: float) -> str:
        """Around what the step highlights."""
        left, right = self.x(mark.start), self.x(mark.end)
        box = (max(left - reach, 0), y - reach, right - left + 2 * reach, 2 * reach)
        line = stroke(self.theme.accent, 1.5)
        return self.sheet.shape("roundRect", f"{self._name(mark)}, highlighted", box, line=line)

    def _legend(self) -> Iterator[str]:
        """The classes that occur, and what solid, faded, hollow and the arrow mean."""
        x, y = 4.0, self.sheet.height - LEGEND + 1
        shown = {mark.quad for mark in self.marks.marks if mark.kind != "bundle"}
        for quad, name in QUAD_NAMES.items():
            if quad in shown:
                colour = self.theme.quad(quad)
                yield self.sheet.shape(FORMS[quad], f"Legend {name}", (x, y + 1.5, 8, 8), solid(colour))
                wide = fit.inches(name, self.sheet.points(SMALL)) * self.sheet.density + 4
                yield self._text(f"Legend {name}, words", x + 11, y, wide, name, SMALL, "l")
                x += wide + 20
        meanings = MEANINGS + (" · ring: highlighted" if self.rung else "")
        yield self._text("Legend, meanings", 4, y + 12, self.sheet.width - 4, meanings, SMALL - 0.4, "l",
                         self.theme.muted)  # fmt: skip
