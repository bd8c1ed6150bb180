"""A picture with what it must not travel without: a caption below it, the manifest inside. Still vector."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final
from unicodedata import combining, east_asian_width

from components.drawing.palette import Theme

FONT: Final = "'Noto Sans', system-ui, sans-serif"
SIZE, LEADING, MARGIN = 11.0, 15.0, 12.0
"""Size of the letters, distance of two lines, space around the caption, in pixels."""

_ROOT: Final = re.compile(r"<svg\b[^>]*>")
_BEFORE: Final = re.compile(r"^\s*(?:<\?xml[^>]*\?>|<!DOCTYPE[^>]*>|\s)*")
_WIDEST: Final = frozenset("mwMW@%—…")


def captioned(picture: str, title: str, lines: Sequence[str], metadata: str, theme: Theme) -> str:
    """A well-formed SVG document: `picture` above, `lines` below it, wrapped so that none is cut.

    Args:
        picture: an SVG document with its width and height in pixels.
        title: the accessible name of the whole.
        lines: paragraphs of the caption; the first one stands out.
        metadata: text for `<metadata>`, for machines.
        theme: the colours.

    Raises:
        ValueError: the picture does not say how large it is.
    """
    width, height = _measure(picture, "width"), _measure(picture, "height")
    rows = [
        (row, number == 0)
        for number, line in enumerate(lines)
        for row in wrapped(line, (width - 2 * MARGIN) / SIZE)
    ]
    total = round(height + 2 * MARGIN + LEADING * len(rows))
    body = "".join(_rows(rows, height, theme))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{total}" '
        f'viewBox="0 0 {width:g} {total}" role="img" aria-labelledby="caption-title">'
        f'<title id="caption-title">{_text(title)}</title>'
        f"<metadata>{_text(metadata)}</metadata>"
        f'<rect width="{width:g}" height="{total}" fill="{theme.surface}"/>'
        f"{_BEFORE.sub('', picture, count=1)}{body}</svg>"
    )


def _measure(picture: str, side: str) -> float:
    root = _ROOT.search(picture)
    found = re.search(rf'\s{side}="(\d+(?:\.\d+)?)"', root[0]) if root else None
    if found is None:
        raise ValueError(f"the picture does not give its {side}")
    return float(found[1])


def _rows(rows: Sequence[tuple[str, bool]], top: float, theme: Theme) -> Iterator[str]:
    yield f'<g font-family="{FONT}" font-size="{SIZE:g}">'
    for number, (row, first) in enumerate(rows):
        y = top + MARGIN + LEADING * number + SIZE
        paint = f'fill="{theme.text}" font-weight="600"' if first else f'fill="{theme.muted}"'
        yield f'<text x="{MARGIN:g}" y="{y:g}" {paint}>{_text(row)}</text>'
    yield "</g>"


def _text(text: str) -> str:
    """Escaped, without the characters that XML forbids."""
    return escape(
        "".join(sign for sign in text if sign in "\n\t" or (sign >= " " and sign not in "\ufffe\uffff"))
    )


def wrapped(text: str, room: float) -> list[str]:
    """The lines of `text` in a column of `room` ems; a word too long for one (an address) is broken."""
    lines: list[str] = [""]
    left = room
    for word in text.split():
        for piece in _pieces(word, room):
            wide = ems(piece)
            space = ems(" ") if lines[-1] else 0.0
            if wide + space > left and lines[-1]:
                lines.append("")
                left, space = room, 0.0
            lines[-1] += f" {piece}" if space else piece
            left -= wide + space
    return lines if lines != [""] else []


def _pieces(word: str, room: float) -> Iterator[str]:
    piece, taken = "", 0.0
    for sign in word:
        wide = ems(sign)
        if piece and taken + wide > room:
            yield piece
            piece, taken = "", 0.0
        piece, taken = piece + sign, taken + wide
    if piece:
        yield piece


def ems(text: str) -> float:
    """How wide `text` is at most in a common sans-serif, in ems: there is no font here to ask."""
    return sum(_em(sign) for sign in text)


def _em(sign: str) -> float:
    if combining(sign):
        return 0.0
    if east_asian_width(sign) in ("W", "F") or sign in _WIDEST:
        return 1.0
    if sign == " ":
        return 0.33
    return 0.76 if sign.isupper() else 0.62
