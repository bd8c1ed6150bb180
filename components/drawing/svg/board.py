"""The negotiation board as one standalone SVG: the moves of the browser for print, slides and embeds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from components.drawing.palette import Theme
from components.drawing.prepare.board_layout import SIZES, BoardLayout, Box, Text, board_layout
from components.drawing.prepare.board_records import BoardMarks
from components.drawing.prepare.board_routes import Arrow
from components.drawing.prepare.board_rows import sentence
from components.drawing.svg.map_base import text as escaped

_WEIGHTS: Final = {"title": 700, "head": 700, "strong": 600}


def board_svg(marks: BoardMarks, theme: Theme, width: int = 1200) -> str:
    """A well-formed SVG document as high as its texts need; every text in it is escaped.

    Args:
        marks: What to draw.
        theme: Colours; kinds of moves are told by words and signs, not by a hue.
        width: Width in pixels.
    """
    layout = board_layout(marks, width)
    height = round(layout.height)
    body = "".join(_body(layout, theme))
    told = " ".join(f"{move.id}: {sentence(move)}" for move in marks.moves) or marks.empty
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" role="img" '
        f'viewBox="0 0 {width} {height}" font-family="system-ui, sans-serif" '
        f'aria-labelledby="board-title board-desc">'
        f'<title id="board-title">The negotiation, move by move</title>'
        f'<desc id="board-desc">{escaped(told)}</desc>'
        f'<rect width="{width}" height="{height}" fill="{theme.surface}"/>{body}</svg>'
    )


def _body(layout: BoardLayout, theme: Theme) -> Iterator[str]:
    for x, top, bottom in layout.lines:
        yield f'<path d="M{x:g} {top:g}V{bottom:g}" stroke="{theme.rule}" stroke-dasharray="1 4"/>'
    for band in layout.bands:
        place = f'x="0" y="{band.y:g}" width="{layout.width:g}" height="{band.height:g}"'
        yield f'<rect {place} fill="{theme.raised}" stroke="{theme.rule}"/>'
    yield from (_arrow(arrow, theme) for arrow in layout.arrows)
    for band in layout.bands:
        yield _text(band.text, theme, f' stroke="{theme.raised}" stroke-width="4" paint-order="stroke"')
    yield from (_box(box, theme) for box in layout.boxes)
    yield from (_text(text, theme) for text in layout.texts)


def _text(text: Text, theme: Theme, more: str = "") -> str:
    colour = {"fine": theme.muted, "unsure": theme.warning}.get(text.style, theme.text)
    look = f'font-size="{SIZES[text.style]:g}" font-weight="{_WEIGHTS.get(text.style, 400)}"'
    slant = ' font-style="italic"' if text.style == "unsure" else ""
    place = f'x="{text.x:g}" y="{text.y:g}" fill="{colour}"'
    return f"<text {place} {look}{slant}{more}>{escaped(text.words)}</text>"


def _box(box: Box, theme: Theme) -> str:
    dashes = ' stroke-dasharray="6 4"' if box.dashed else ""
    place = f'x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="5"'
    frame = f'<rect {place} fill="{theme.surface}" stroke="{theme.muted}"{dashes}/>'
    texts = "".join(_text(text, theme) for text in box.texts)
    return f"<g><title>{escaped(box.title)}</title>{frame}{texts}</g>"


def _arrow(arrow: Arrow, theme: Theme) -> str:
    """The way, and a head that points into the target's side."""
    way = "L".join(f"{x:g} {y:g}" for x, y in arrow.points)
    (before, _), (x, y) = arrow.points[-2:]
    back = -7 if x > before else 7
    head = f"M{x:g} {y:g}L{x + back:g} {y - 4:g}L{x + back:g} {y + 4:g}Z"
    dashes = "" if arrow.stated else ' stroke-dasharray="5 3"'
    verb = "answers" if arrow.stated else "responds to"
    return (
        f"<g><title>{escaped(f'{arrow.source} {verb} {arrow.target}')}</title>"
        f'<path d="M{way}" fill="none" stroke="{theme.accent}" stroke-width="1.5"{dashes}/>'
        f'<path d="{head}" fill="{theme.accent}"/></g>'
    )
