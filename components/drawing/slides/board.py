"""The negotiation on one slide: the moves of what the step highlights, what they answer, what is not said.

The whole board does not fit a slide legibly. What is left out is counted, and the link leads to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from components.drawing.palette import Theme
from components.drawing.prepare.board_records import KINDS, BoardMarks, Move, Preconditions
from components.drawing.prepare.board_rows import (
    Card,
    at_least,
    quoted,
    rows_of,
    says,
    sentence,
    silence_sentence,
    standing,
    way,
)
from components.drawing.prepare.brief import highlighted_moves
from components.drawing.slides import fit
from components.drawing.slides.shapes import NO_LINE, NOTHING, Rich, Sheet, Words, solid, stroke

Style = Literal["head", "strong", "plain", "unsure", "fine"]
Lines = Sequence[tuple[Style, str]]

SIZES: Final[dict[Style, float]] = {"head": 12, "strong": 11, "plain": 10.5, "unsure": 10.5, "fine": 9.5}
"""Points, where there is room for them."""
SCALES: Final = (1.0, 0.94, 0.88, 0.82, 0.76)
GUTTER, MARGIN, PAD, GAP = 26.0, 14.0, 0.07, 7.0
"""Pixels between two columns, beside a single one, inches around a card's text, pixels below a card."""


@dataclass(frozen=True)
class Placed:
    """A card or a block of text on the slide, in pixels; `moves` are ids."""

    name: str
    x: float
    y: float
    width: float
    height: float
    lines: Lines
    moves: tuple[str, ...] = ()
    dashed: bool = False
    told: str = ""


def board_group(marks: BoardMarks, theme: Theme, sheet: Sheet, rung: frozenset[str]) -> str:
    """The board as DrawingML: the moves of the events `rung`, all of them where none is."""
    picked = highlighted_moves(marks, rung)
    told = " ".join(f"{move.id}: {sentence(move)}" for move in picked.moves) or marks.empty
    scale, placed = _fitting(picked, sheet)
    draw = _Drawing(theme, sheet, scale)
    children = [*draw.arrows(picked, placed), *(draw.card(one) for one in placed)]
    return sheet.group("Negotiation board", f"The negotiation, move by move. {told}", children)


def _fitting(marks: BoardMarks, sheet: Sheet) -> tuple[float, list[Placed]]:
    """The largest letters with which all fits; with the smallest, silences are left out until it does."""
    every = len(marks.silences)
    placed: list[Placed] = []
    for scale, kept in [
        *((scale, every) for scale in SCALES),
        *((SCALES[-1], left) for left in range(every)[::-1]),
    ]:
        placed = list(_placed(marks, kept, sheet, scale))
        if _bottom(placed) <= sheet.height:
            return scale, placed
    return SCALES[-1], _within(placed, sheet)


def _within(placed: Sequence[Placed], sheet: Sheet) -> list[Placed]:
    """What fits even so, and a line that says how many moves do not."""
    room = sheet.height - 16
    kept = [one for one in placed if one.y + one.height <= room]
    left = sum(len(one.moves) for one in placed) - sum(len(one.moves) for one in kept)
    words = (
        f"{left} more moves are on the board of the view."
        if left
        else "More is told on the board of the view."
    )
    return [*kept, Placed("Left out", 0, room + 2, sheet.width, 14, [("fine", words)])]


def _bottom(placed: Sequence[Placed]) -> float:
    return max((one.y + one.height for one in placed), default=0.0)


def _placed(marks: BoardMarks, kept: int, sheet: Sheet, scale: float) -> Iterator[Placed]:
    told = marks.empty or f"{marks.counted}. An arrow leads to what a move answers."
    lead = _block("Counted", 0, 0, sheet.width, [("fine", told)], sheet, scale)
    yield lead
    y = lead.height + 4
    cards = list(_cards(marks, sheet, scale, y))
    yield from cards
    y = max(y, _bottom(cards) + GAP)
    for name, lines in _texts(marks, kept):
        block = _block(name, 0, y, sheet.width, lines, sheet, scale)
        yield block
        y += block.height + 3


def _block(
    name: str, x: float, y: float, width: float, lines: Lines, sheet: Sheet, scale: float, pad: float = 0.0
) -> Placed:
    inner = width / sheet.density - 2 * pad
    high = 2 * pad + sum(
        fit.height(words, inner, SIZES[style] * scale, style in ("head", "strong")) for style, words in lines
    )
    return Placed(name, x, y, width, high * sheet.density, lines)


def _cards(marks: BoardMarks, sheet: Sheet, scale: float, top: float) -> Iterator[Placed]:
    """In two columns, each next card in the shorter one; a single card takes the whole width."""
    found = [
        card
        for party in marks.parties
        for row in rows_of(marks, party.id)
        for cell in row
        for card in cell.cards
    ]
    found.sort(key=lambda card: marks.moves.index(card.head))
    columns = 1 if len(found) < 2 else 2
    room = sheet.width - 2 if columns == 2 else sheet.width - MARGIN
    wide = (room - (columns - 1) * GUTTER) / columns
    tops = [top] * columns
    for card in found:
        column = tops.index(min(tops))
        block = _block(
            "", column * (wide + GUTTER), tops[column], wide, list(_card_lines(card)), sheet, scale, PAD
        )
        ids = tuple(move.id for move in card.moves)
        told = " ".join(sentence(move) for move in card.moves)
        yield replace(
            block, name=f"Move {' '.join(ids)}", moves=ids, dashed=bool(card.head.unsure), told=told
        )
        tops[column] += block.height + GAP


def _card_lines(card: Card) -> Iterator[tuple[Style, str]]:
    head = card.head
    yield "head", f"{KINDS[head.kind].sign}  {KINDS[head.kind].words} · {head.by}"
    yield "plain", way(head)
    for move in card.moves:
        yield "strong", f"{move.id} {move.words}"
        yield "plain", f"Status: {move.status or 'not told'}, by {move.status_by}"
        yield from (("plain", f"{link.verb.capitalize()} {link.words}") for link in move.answers)
    if head.hedges:
        yield "plain", f"In the source's words: {quoted(head)}"
    yield "plain", ". ".join(part for part in (head.date, standing(head).capitalize()) if part)
    if head.unsure:
        yield "unsure", head.unsure
    yield "fine", f"{says(head)}, as of {head.as_of}."


def _texts(marks: BoardMarks, kept: int) -> Iterator[tuple[str, Lines]]:
    for held in marks.preconditions:
        yield "Preconditions", list(_precondition_lines(held, {move.id for move in marks.moves}))
    if marks.silences:
        told: list[tuple[Style, str]] = [("head", "What is not said")]
        told += [("fine", f"∅ {silence_sentence(one)}") for one in marks.silences[:kept]]
        if left := len(marks.silences) - kept:
            told.append(("fine", f"∅ {left} more silences are told on the board of the view."))
        yield "What is not said", told


def _precondition_lines(held: Preconditions, shown: set[str]) -> Iterator[tuple[Style, str]]:
    under = held.under
    yield "head", "The preconditions"
    yield (
        "plain",
        f"{under.id}: {under.by}, {way(under)}: {under.words} ({quoted(under) or 'stated flatly'}).",
    )
    yield "plain", at_least(held)
    others = [move for move in (*held.named, *held.further) if move.id not in shown]
    for move in others:
        style: Style = "strong" if move in held.kept else "plain"
        yield style, f"{move.id} {move.words} – {_status(move)}"
    if others:
        yield "fine", f"{says(others[0])}, as of {others[0].as_of}."


def _status(move: Move) -> str:
    return f"{move.status or 'status not told'}, by {move.status_by}"


class _Drawing:
    def __init__(self, theme: Theme, sheet: Sheet, scale: float) -> None:
        self.theme, self.sheet, self.scale = theme, sheet, scale

    def card(self, placed: Placed) -> str:
        """A move in a frame, dashed where its round is left open; or a text without one."""
        line = stroke(self.theme.muted, 1, "dash" if placed.dashed else "") if placed.moves else NO_LINE
        fill = solid(self.theme.raised) if placed.moves else NOTHING
        words = Rich([self._words(style, text) for style, text in placed.lines], PAD if placed.moves else 0.0)
        box = (placed.x, placed.y, placed.width, placed.height)
        return self.sheet.shape("rect", placed.name, box, fill, line, words, placed.told)

    def _words(self, style: Style, text: str) -> Words:
        colour = {"fine": self.theme.muted, "unsure": self.theme.warning}.get(style, self.theme.text)
        bold, italic = style in ("head", "strong"), style == "unsure"
        return Words((text,), SIZES[style] * self.scale, colour, bold, italic, "l", "t", True)

    def arrows(self, marks: BoardMarks, placed: Sequence[Placed]) -> Iterator[str]:
        """From each card to the cards that it answers, through the free column between or beside them."""
        at = {move: one for one in placed for move in one.moves}
        links = [
            (at[move.id], at[link.move], move.id, link.move, link.verb == "answers")
            for move in marks.moves
            for link in move.answers
            if move.id in at and link.move in at and at[move.id] is not at[link.move]
        ]
        for number, (source, target, one, other, stated) in enumerate(links):
            middle = (self.sheet.width - 2) / 2 + (-4, 4, 0)[number % 3]
            share = (number + 1) / (len(links) + 1)
            way = [_side(source, share), (middle, source.y + source.height * share),
                   (middle, target.y + target.height * share), _side(target, share)]  # fmt: skip
            line = stroke(self.theme.accent, 1.5, "" if stated else "dash", arrow=True)
            name = f"{one} {'answers' if stated else 'responds to'} {other}"
            yield self.sheet.path(name, [way], line=line, closed=False)


def _side(card: Placed, share: float) -> tuple[float, float]:
    """Where an arrow meets a card: its side towards the free column."""
    return (card.x + card.width if card.x == 0 else card.x), card.y + card.height * share
