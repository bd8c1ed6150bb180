"""What grows with the number of events and what does not: a table, and a picture drawn without a browser."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

SIZES: Final = tuple(10**power for power in (4, 5, 6, 7))
WIDTH, HEIGHT = 880, 250
PLOT: Final = (52, 44, 140, 150)
"""Left and top of a panel's plot, its width and height."""
COLOURS: Final = ("#0b6e6e", "#a35200")


@dataclass(frozen=True)
class Step:
    """What was measured at one number of events.

    Attributes:
        events: how many.
        cpu, bare: milliseconds of a filter change, of Panj and of numpy.
        size: bytes of the compressed answer that draws the pictures.
        seconds: from the start of a server to its first answer.
        one, four: bytes of memory of a server with one worker and with four.
    """

    events: int
    cpu: float
    bare: float
    size: float
    seconds: float
    one: float
    four: float


@dataclass(frozen=True)
class Panel:
    """One plot: its title, and each line's name and how to read it."""

    title: str
    lines: tuple[tuple[str, Callable[[Step], float]], ...]


PANELS: Final = (
    Panel(
        "CPU of a filter change, ms",
        (("Panj", lambda step: step.cpu), ("bare numpy", lambda step: step.bare)),
    ),
    Panel("Answer, compressed, KB", (("Panj", lambda step: step.size / 1000),)),
    Panel("Start to first answer, s", (("Panj", lambda step: step.seconds),)),
    Panel(
        "Memory, MB",
        (("1 worker", lambda step: step.one / 1e6), ("4 workers", lambda step: step.four / 1e6)),
    ),
)


def table(steps: Sequence[Step]) -> Iterator[str]:
    """Lines of a Markdown table."""
    yield "| events | CPU of a filter change | bare numpy | answer | start | memory, 1 worker | 4 workers |"
    yield "|---:|---:|---:|---:|---:|---:|---:|"
    for step in steps:
        yield (
            f"| {step.events:,} | {step.cpu:.0f} ms | {step.bare:.1f} ms | {step.size / 1000:.1f} KB "
            f"| {step.seconds:.1f} s | {step.one / 1e6:.0f} MB | {step.four / 1e6:.0f} MB |"
        )


def picture(steps: Sequence[Step]) -> str:
    """An SVG of four plots, both axes logarithmic; the same numbers give the same bytes.

    Raises:
        ValueError: fewer than two steps.
    """
    if len(steps) < 2:
        raise ValueError("growth is seen between two numbers of events at least")
    told = "; ".join(
        f"{step.events:,} events: {step.cpu:.0f} ms, {step.size / 1000:.1f} KB, start {step.seconds:.1f} s, "
        f"{step.one / 1e6:.0f} MB"
        for step in steps
    )
    panels = "\n".join(_panel(panel, steps, index) for index, panel in enumerate(PANELS))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="growth-title growth-told" font-family="Noto Sans, system-ui, sans-serif" '
        f'font-size="11" fill="#333">\n'
        f'<title id="growth-title">What grows with the number of events</title>\n'
        f'<desc id="growth-told">{escape(told)}</desc>\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n{panels}\n</svg>\n'
    )


def _panel(panel: Panel, steps: Sequence[Step], index: int) -> str:
    left, top, width, height = PLOT
    values = [read(step) for _, read in panel.lines for step in steps]
    low, high = _decades(values)
    across = _scale(steps[0].events, steps[-1].events, 0, width)
    up = _scale(low, high, height, 0)
    parts = [f'<text x="0" y="-22" font-size="12" font-weight="600">{escape(panel.title)}</text>']
    parts += [_rule(10.0**power, up, width) for power in range(round(math.log10(low)), _power(high) + 1)]
    for step in steps:
        mark = f'10<tspan dy="-4" font-size="8">{_power(step.events)}</tspan>'
        parts.append(f'<text x="{across(step.events)}" y="{height + 16}" text-anchor="middle">{mark}</text>')
    parts.append(f'<text x="{width / 2:g}" y="{height + 34}" text-anchor="middle">events</text>')
    for number, (name, read) in enumerate(panel.lines):
        points = [(across(step.events), up(read(step))) for step in steps]
        parts.append(_line(points, COLOURS[number]))
        if len(panel.lines) > 1:
            place = f'x="{number * 66}" y="-7"'
            parts.append(f'<text {place} fill="{COLOURS[number]}">{"●○"[number]} {escape(name)}</text>')
    return f'<g transform="translate({left + index * (WIDTH // len(PANELS))} {top})">{"".join(parts)}</g>'


def _line(points: Sequence[tuple[float, float]], colour: str) -> str:
    path = " ".join(f"{x:g},{y:g}" for x, y in points)
    fill = colour if colour == COLOURS[0] else "#fff"
    dots = "".join(
        f'<circle cx="{x:g}" cy="{y:g}" r="3" fill="{fill}" stroke="{colour}"/>' for x, y in points
    )
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.6"/>{dots}'


def _rule(value: float, up: Callable[[float], float], width: int) -> str:
    y = up(value)
    return (
        f'<path d="M0 {y:g}H{width}" stroke="#ddd"/>'
        f'<text x="-6" y="{y + 4:g}" text-anchor="end">{value:,g}</text>'
    )


def _decades(values: Sequence[float]) -> tuple[float, float]:
    """The powers of ten that hold all values; never the same one twice."""
    positive = [max(value, 0.001) for value in values]
    low = math.floor(math.log10(min(positive)))
    high = max(math.ceil(math.log10(max(positive))), low + 1)
    return 10.0**low, 10.0**high


def _power(value: float) -> int:
    return round(math.log10(value))


def _scale(low: float, high: float, first: float, last: float) -> Callable[[float], float]:
    """Logarithmic, in tenths of a pixel."""
    span = math.log10(high) - math.log10(low)

    def place(value: float) -> float:
        share = (math.log10(max(value, 0.001)) - math.log10(low)) / span
        return round(first + share * (last - first), 1)

    return place
