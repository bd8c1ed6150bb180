"""What the client sends, read with suspicion: the state store, the theme, the lanes, the part shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, cast

from components.drawing.palette import Theme
from components.drawing.prepare.timeline import LaneMode
from components.theme import theme_named
from data.date_languages import LANGUAGES
from data.filters import Filters, read_query

LONGEST_QUERY: Final = 4000
MAP_SIZE: Final = (760, 420)
PLOT_SIZE: Final = (620, 230)
SMALLEST, LARGEST = 80, 4000
_LANES: Final = ("thread", "actor", "type")
PARTS: Final = {
    "": frozenset({"controls", "list", "undated", "unplaced", "map", "timeline"}),
    "dashboard": frozenset({"list", "undated", "unplaced", "map", "timeline"}),
    "timeline": frozenset({"undated", "timeline"}),
    "map": frozenset({"unplaced", "map"}),
    "board": frozenset[str](),
    "event": frozenset[str](),
}
"""Part of the page that stands in a frame -> what of it shows; "" is the whole page. A picture brings the
tray of what it cannot show; the sentence and the chips are everywhere."""


@dataclass(frozen=True)
class Asked:
    """A request of a view: the filters, what of the link could not be read, and how to draw (in pixels).

    `shows` names what of the page is there to be drawn (`PARTS`); `language` is that of the dates, "" where
    none is asked for.
    """

    filters: Filters
    refused: tuple[str, ...]
    theme: Theme
    lanes: LaneMode
    narrow: bool
    webgl: bool
    map_size: tuple[int, int]
    plot_size: tuple[int, int]
    shows: frozenset[str] = PARTS[""]
    language: str = ""


def query_of(state: Any) -> str:
    """The query string in the state store; "" where it holds none."""
    query = state.get("query") if isinstance(state, dict) else None
    return query if isinstance(query, str) else ""


def asked(state: Any, look: Any = None, lanes: Any = None) -> Asked:
    """Everything a draw needs; whatever is not as the page sends it falls back to the default."""
    query = query_of(state)
    filters, refused = _read(query)
    look = look if isinstance(look, dict) else {}
    lane = cast(LaneMode, lanes) if isinstance(lanes, str) and lanes in _LANES else "thread"
    return Asked(
        filters,
        refused,
        theme_named(look.get("theme")),
        lane,
        look.get("narrow") is True,
        look.get("webgl") is not False,
        _size(look.get("map"), MAP_SIZE),
        _size(look.get("plot"), PLOT_SIZE),
        _shows(look),
        _language(look.get("lang")),
    )


def _shows(look: dict[str, Any]) -> frozenset[str]:
    """What is there to be drawn; the list of a part only while the visitor has it open."""
    part = look.get("part")
    shown = PARTS[part] if isinstance(part, str) and part in PARTS else PARTS[""]
    return shown | {"list"} if look.get("listed") is True else shown


def _language(sent: Any) -> str:
    return sent if isinstance(sent, str) and sent in LANGUAGES else ""


def _read(query: str) -> tuple[Filters, tuple[str, ...]]:
    if len(query) > LONGEST_QUERY:
        return Filters(), (f"The link is longer than {LONGEST_QUERY} characters and was not used.",)
    return read_query(query)


def _size(sent: Any, default: tuple[int, int]) -> tuple[int, int]:
    """Width and height in pixels as the browser measured them, within what a screen can be."""
    whole = isinstance(sent, list) and len(sent) == 2 and all(type(side) is int for side in sent)
    if not whole or not all(SMALLEST <= side <= LARGEST for side in sent):
        return default
    return sent[0], sent[1]
