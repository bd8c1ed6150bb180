"""The timeline as one standalone SVG: the same marks as in the browser, for print, slides and embeds."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator
from html import escape

from components.drawing.palette import QUAD_NAMES, QUAD_SHAPES, Theme
from components.drawing.prepare.timeline import TimelineMarks
from components.drawing.prepare.timeline_axis import SINGLE_DAYS, in_words, ticks
from components.drawing.prepare.timeline_rows import LaneBox, Mark, lane_boxes
from data import date_words, dates

LEFT, RIGHT, TOP, AXIS, LEGEND = 162.0, 16.0, 8.0, 26.0, 34.0


class _Scale:
    """Days to pixels."""

    def __init__(self, view: tuple[int, int], width: float) -> None:
        self.low, self.high = float(view[0]), float(view[1] + 1)
        self.pixel = (width - LEFT - RIGHT) / (self.high - self.low)

    def __call__(self, day: float) -> float:
        return round(LEFT + (min(max(day, self.low), self.high) - self.low) * self.pixel, 2)


def timeline_svg(
    marks: TimelineMarks, window: tuple[int, int] | None, theme: Theme, width: int = 960, height: int = 360
) -> str:
    """A well-formed SVG document; every text in it is escaped.

    Args:
        marks: What to draw; prepare them with `plot=plot_size(width, height)`, so that rows fit.
        window: First and last day of the axis; the marks' own view if None.
        theme: Colours.
        width: Width in pixels.
        height: Height in pixels.
    """
    view = window or marks.view
    scale = _Scale(view, width)
    bottom = height - AXIS - LEGEND
    boxes = lane_boxes(marks.lanes, bottom - TOP)
    first, last = dates.day_in_words(view[0]), dates.day_in_words(view[1])
    body = [
        f'<rect width="{width}" height="{height}" fill="{theme.surface}"/>',
        *_axis(view, scale, bottom, theme),
        *_lanes(marks, boxes, width, theme),
        *(piece for mark in marks.marks for piece in _mark(mark, boxes[mark.lane], scale, theme)),
        *_legend(height, theme),
    ]
    if not marks.marks:
        body.append(_text(width / 2, bottom / 2, marks.empty, theme.muted, "middle"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" role="img" '
        f'viewBox="0 0 {width} {height}" font-family="system-ui, sans-serif" font-size="11" '
        f'aria-labelledby="timeline-title timeline-desc">'
        f'<title id="timeline-title">{_escape(f"Timeline from {first} to {last}")}</title>'
        f'<desc id="timeline-desc">{_escape(in_words(marks))}</desc>'
        f"<defs>{''.join(_gradients(theme))}</defs>{''.join(body)}</svg>"
    )


def plot_size(width: int, height: int) -> tuple[int, int]:
    """Size of the plotting area inside an SVG of this size, for `timeline_marks`."""
    return int(width - LEFT - RIGHT), int(height - TOP - AXIS - LEGEND)


def _escape(text: str) -> str:
    """Escaped, without the control characters that XML forbids."""
    return escape("".join(sign for sign in text if sign >= " " and sign not in "\ufffe\uffff"))


def _text(
    x: float, y: float, text: str, colour: str, anchor: str = "start", weight: str = "400", lang: str = ""
) -> str:
    place = f'x="{x:g}" y="{y:g}" fill="{colour}" text-anchor="{anchor}" font-weight="{weight}"'
    place += f' xml:lang="{lang}"' if lang else ""
    return f"<text {place}>{_escape(text)}</text>"


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, more: str = "") -> str:
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" stroke="{colour}" {more}/>'


def _axis(view: tuple[int, int], scale: _Scale, bottom: float, theme: Theme) -> Iterator[str]:
    yield _line(LEFT, bottom, scale(scale.high), bottom, theme.rule)
    taken = -math.inf
    for day, label in ticks(view):
        x = scale(day)
        yield _line(x, TOP, x, bottom + 4, theme.rule, 'stroke-dasharray="1 3"')
        half = 3.2 * len(label)
        x = scale(day + 0.5) if view[1] - view[0] < SINGLE_DAYS else x
        if x - half > taken and x + half <= scale(scale.high) + RIGHT:
            taken = x + half + 4
            yield _text(x, bottom + 17, label, theme.muted, "middle", lang=date_words.foreign())


def _lanes(marks: TimelineMarks, boxes: dict[str, LaneBox], width: int, theme: Theme) -> Iterator[str]:
    for lane in marks.lanes:
        box = boxes[lane.key]
        lines = textwrap.wrap(
            lane.label, 21, max_lines=2 if box.bottom - box.top >= 27 else 1, placeholder="…"
        )
        middle = TOP + (box.top + box.bottom) / 2 + 4 - 6.5 * (len(lines) - 1)
        for number, line in enumerate(lines):
            words = f"{line} · {lane.count}" if number == len(lines) - 1 else line
            yield _text(LEFT - 12, middle + 13 * number, words, theme.text, "end")
        yield _line(0, TOP + box.bottom, width, TOP + box.bottom, theme.rule)


def _mark(mark: Mark, box: LaneBox, scale: _Scale, theme: Theme) -> Iterator[str]:
    """One mark with its title, so that a reader of the file can point at it."""
    y = TOP + box.first + (mark.row + (mark.height - 1) / 2) * box.row
    size = max(5.0, min(10.0, 0.86 * box.row))
    told = _escape("\n".join([mark.title, *mark.lines]).replace("\n", " — "))
    yield f"<g><title>{told}</title>"
    if mark.kind == "bundle":
        yield from _bundle(mark, y, scale, theme)
    elif mark.kind == "span":
        yield from _span(mark, y, max(3.5, min(9.0, 0.66 * box.row)), scale, theme)
    else:
        solid = mark.kind == "dot" or mark.core is not None
        fill = theme.surface if mark.when == "possible" else theme.quad(mark.quad)
        opacity = 1.0 if solid or mark.when == "possible" else 0.4
        yield _shape(
            QUAD_SHAPES[mark.quad], scale(mark.middle), y, size, fill, theme.quad(mark.quad), opacity
        )
    yield "</g>"


def _span(mark: Mark, y: float, thick: float, scale: _Scale, theme: Theme) -> Iterator[str]:
    colour, hollow = theme.quad(mark.quad), mark.when == "possible"
    for start, end in mark.wings:
        fill = f"url(#{_fade(mark, start, scale)}-{mark.quad.replace(' ', '-')})"
        if mark.core is None:
            fill = f'{colour}" fill-opacity="0.42'
        yield _bar(
            scale(start), scale(end), y, thick * 0.62, theme.surface if hollow else fill, hollow, colour
        )
    if mark.core:
        start, end = mark.core
        yield _bar(scale(start), scale(end), y, thick, theme.surface if hollow else colour, hollow, colour)
    for tick in mark.ticks:
        yield _line(scale(tick), y - thick * 0.7, scale(tick), y + thick * 0.7, colour, 'stroke-width="1.5"')
    for side in mark.arrows:
        x, turn = (scale(mark.start), -1) if side == "left" else (scale(mark.end), 1)
        path = f"M{x:g} {y - thick * 0.7:g}L{x + turn * 7:g} {y:g}L{x:g} {y + thick * 0.7:g}Z"
        yield f'<path d="{path}" fill="{colour}"/>'


def _fade(mark: Mark, start: float, scale: _Scale) -> str:
    """Which way a wing fades: away from the core."""
    return "fade-right" if mark.core and start >= mark.core[1] else "fade-left"


def _bar(x1: float, x2: float, y: float, thick: float, fill: str, hollow: bool, colour: str) -> str:
    line = f' stroke="{colour}" stroke-width="1"' if hollow else ""
    size = f'width="{max(x2 - x1, 0.5):g}" height="{thick:g}"'
    return f'<rect x="{x1:g}" y="{y - thick / 2:g}" {size} fill="{fill}"{line}/>'


def _bundle(mark: Mark, y: float, scale: _Scale, theme: Theme) -> Iterator[str]:
    x = scale(mark.middle)
    yield _line(scale(mark.start), y, scale(mark.end), y, theme.muted, 'stroke-width="1.5"')
    place = f'x="{x - 12:g}" y="{y - 7:g}" width="24" height="14" rx="7"'
    yield f'<rect {place} fill="{theme.raised}" stroke="{theme.muted}"/>'
    yield _text(x, y + 4, f"+{len(mark.events)}", theme.text, "middle")


def _shape(shape: str, x: float, y: float, size: float, fill: str, line: str, opacity: float = 1.0) -> str:
    """One of the palette's five shapes about a point."""
    r = size / 2
    paint = f'fill="{fill}" fill-opacity="{opacity:g}" stroke="{line}" stroke-width="1.4"'
    if shape == "circle":
        return f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" {paint}/>'
    if shape == "square":
        return f'<rect x="{x - r:g}" y="{y - r:g}" width="{size:g}" height="{size:g}" {paint}/>'
    corners, reach = {"diamond": (4, 1.3), "triangle-up": (3, 1.25), "pentagon": (5, 1.15)}[shape]
    angles = [2 * math.pi * corner / corners - math.pi / 2 for corner in range(corners)]
    points = " ".join(f"{x + reach * r * math.cos(a):.2f},{y + reach * r * math.sin(a):.2f}" for a in angles)
    return f'<polygon points="{points}" {paint}/>'


def _gradients(theme: Theme) -> Iterator[str]:
    for quad in QUAD_NAMES:
        for name, (first, last) in {"fade-left": (0.12, 0.65), "fade-right": (0.65, 0.12)}.items():
            stops = "".join(
                f'<stop offset="{offset}" stop-color="{theme.quad(quad)}" stop-opacity="{opacity}"/>'
                for offset, opacity in ((0, first), (1, last))
            )
            yield f'<linearGradient id="{name}-{quad.replace(" ", "-")}">{stops}</linearGradient>'


def _legend(height: int, theme: Theme) -> Iterator[str]:
    """Shapes and what solid, faded, hollow and the arrow mean, in two lines."""
    x, y = 12.0, height - LEGEND + 14
    for quad, name in QUAD_NAMES.items():
        yield _shape(QUAD_SHAPES[quad], x, y - 4, 9, theme.quad(quad), theme.quad(quad))
        yield _text(x + 9, y, name, theme.text)
        x += 26 + 6.0 * len(name)
    words = [
        "solid: certainly going on",
        "faded: somewhere between its end marks",
        "hollow: possibly in this range",
        "arrow: no first or last day is known",
    ]
    yield _text(8, y + 15, " · ".join(words), theme.muted)
