"""What marks of a map say and how they look, whoever draws them: signs, colours, fills, words to hover."""

from __future__ import annotations

from html import escape
from typing import Final

from components.drawing.palette import QUAD_NAMES, Theme
from components.drawing.prepare.map import (
    MIXED,
    TRUST_WORDS,
    Area,
    Crossing,
    EdgeMark,
    PointMark,
    Tally,
    certainty_words,
)

QUAD_SIGNS: Final = {
    "verbal cooperation": "●", "material cooperation": "■", "verbal conflict": "◆", "material conflict": "▲",
    "uncoded": "⬟", MIXED: "",
}  # fmt: skip
"""The sign that repeats a colour (palette.QUAD_SHAPES as characters)."""
EDGE_TEXT: Final = {
    "bottom": ("▾", "top center"), "left": ("◂", "middle right"), "right": ("▸", "middle left"),
    "top": ("▴", "bottom center"),
}  # fmt: skip
MANY: Final = 8
"""Events from which an area is filled as strongly as it gets."""
FILLS: Final = {"province": (0.08, 0.3), "district": (0.2, 0.62), "possible": (0.07, 0.07)}
"""How strongly an area of a kind is filled, with one event and with `MANY`; `possible` is any that holds no
event for certain."""


def quad_colour(tally: Tally, theme: Theme) -> str:
    """Colour of a mark; several classes without a majority take the neutral."""
    return theme.quad("uncoded" if tally.quad == MIXED else tally.quad)


def sign_and_count(tally: Tally) -> str:
    """The number of events with the sign of their class."""
    return f"{tally.total}{QUAD_SIGNS[tally.quad]}"


def count_words(tally: Tally) -> str:
    """`4 events: 3 certainly, 1 possibly`."""
    return f"{tally.total} {'event' if tally.total == 1 else 'events'}: {certainty_words(tally)}"


def quad_words(tally: Tally) -> str:
    """`3 verbal conflict, 1 not coded by PLOVER`."""
    names = {quad: name[0].lower() + name[1:] for quad, name in QUAD_NAMES.items()}
    return ", ".join(f"{count} {names[quad]}" for quad, count in tally.quads)


def _hover(title: str, *lines: str) -> str:
    """Hover text; names come from the tables and are escaped, because plotly reads tags in it."""
    return "<br>".join([f"<b>{escape(title)}</b>", *(escape(line, quote=False) for line in lines if line)])


def place_words(mark: PointMark) -> str:
    """Hover of a point."""
    return _hover(mark.name, count_words(mark.tally), quad_words(mark.tally), TRUST_WORDS.get(mark.trust, ""))


def edge_words(mark: EdgeMark) -> str:
    """Hover of a point beyond the frame."""
    return _hover(mark.name, "lies beyond this map, in the direction shown", count_words(mark.tally))


def area_words(area: Area) -> str:
    """Hover of an area; it says that no point is reported."""
    others = [name for name in area.said if name != area.name]
    return _hover(
        area.name if area.kind in area.name.lower() else f"{area.name} {area.kind}",
        count_words(area.tally),
        quad_words(area.tally),
        f"reported as {', '.join(others)}" if others else "",
        f"Only the {area.kind} is reported, no point in it.",
    )


def crossing_words(crossing: Crossing) -> str:
    """Hover of a crossing: what it is, since when, what was last said of it, how sure the point is."""
    return _hover(
        crossing.name,
        crossing.kind,
        f"opened {crossing.opened}" if crossing.opened else "date of opening not known",
        f"last reported {crossing.status}" if crossing.status else "no report of its state",
        TRUST_WORDS.get(crossing.trust, ""),
    )
