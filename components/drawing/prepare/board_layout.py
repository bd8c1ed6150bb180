"""Where everything of the board stands without a browser: boxes, texts, arrows for print and slides.

Texts are wrapped by a width table that is wider than common fonts, and boxes grow with their texts, so that
nothing is cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from components.drawing.prepare.board_records import KINDS, BoardMarks, Move, Preconditions
from components.drawing.prepare.board_routes import Arrow, Port, Row, routes
from components.drawing.prepare.board_rows import (
    Card,
    at_least,
    quoted,
    rows_of,
    says,
    sentence,
    silence_sentence,
    standing,
    status,
    way,
)

MARGIN, GUTTER, LANE, STRIP, PAD, GAP, LINE = 16.0, 24.0, 20.0, 22.0, 8.0, 10.0, 15.0
SIZES: Final = {"title": 17.0, "head": 13.0, "strong": 12.0, "plain": 12.0, "unsure": 12.0, "fine": 11.0}
"""Style of a text -> its size in pixels; `strong`, `head` and `title` are bold, `unsure` is in italics."""
_NARROW, _WIDE = frozenset("ijltfrI.,:;'|!()[]“”‘’ "), frozenset("mwMWOQGDHNUCA@%&∅")


@dataclass(frozen=True)
class Text:
    """One line; `y` is its baseline."""

    x: float
    y: float
    words: str
    style: str


@dataclass(frozen=True)
class Box:
    """A card: the moves on it, their texts, and a dashed frame where the round is left open."""

    x: float
    y: float
    width: float
    height: float
    moves: tuple[str, ...]
    event: str
    title: str
    dashed: bool
    texts: tuple[Text, ...]


@dataclass(frozen=True)
class Band:
    """The strip that names a party."""

    y: float
    height: float
    text: Text


@dataclass(frozen=True)
class BoardLayout:
    """A board in pixels; `lines` are the vertical separators between rounds (x, top, bottom)."""

    width: float
    height: float
    texts: tuple[Text, ...]
    bands: tuple[Band, ...]
    lines: tuple[tuple[float, float, float], ...]
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def board_layout(marks: BoardMarks, width: int = 1200) -> BoardLayout:
    """The geometry of a board of this width; its height follows from the texts."""
    page = _Page(float(width))
    page.write("title", "The negotiation, move by move")
    page.write("plain", marks.empty or f"{marks.counted}.{_hidden(marks)}")
    if marks.empty:
        return BoardLayout(page.width, page.y + MARGIN, tuple(page.texts), (), (), (), ())
    page.write("fine", _KEY)
    grid = _grid(page, marks)
    for held in marks.preconditions:
        page.write_all(_precondition_lines(held))
    if marks.silences:
        page.write("head", "What is not said", before=8)
        page.write_all(("fine", f"∅ {silence_sentence(silence)}") for silence in marks.silences)
    return BoardLayout(
        page.width, page.y + MARGIN, tuple(page.texts), tuple(grid.bands), tuple(grid.lines),
        tuple(box for box, _ in grid.boxes), grid.arrows(marks),
    )  # fmt: skip


_KEY: Final = (
    "Parties as rows, rounds as columns. A box over two rounds, dashed: it may belong to either. "
    "An arrow leads to what a move answers (dashed: what its event responds to). "
    "Words in “…” are the source's own hedges; ∅ is what the source does not say. "
    "No box: no move is shown there, which is no finding. "
    + " · ".join(f"{kind.sign} {kind.words.lower()}" for kind in KINDS.values())
)


def _hidden(marks: BoardMarks) -> str:
    if not marks.hidden:
        return ""
    number = len(marks.hidden)
    names = ", ".join(move.id for move in marks.hidden)
    return f" {number} {'move' if number == 1 else 'moves'} hidden by the filters: {names}."


class _Page:
    """A column of texts that grows downwards."""

    def __init__(self, width: float) -> None:
        self.width, self.y = width, MARGIN
        self.texts: list[Text] = []

    def write(self, style: str, words: str, before: float = 0.0) -> None:
        self.y += before
        for line in wrapped(words, self.width - 2 * MARGIN, SIZES[style]):
            self.y += SIZES[style] * 1.32
            self.texts.append(Text(MARGIN, self.y, line, style))
        self.y += 3

    def write_all(self, lines: Iterable[tuple[str, str]]) -> None:
        for style, words in lines:
            self.write(style, words, 8 if style == "head" else 0)


class _Grid:
    """Columns between gutters, and what has been placed in them."""

    def __init__(self, width: float, rounds: int) -> None:
        self.column = (width - 2 * MARGIN - (rounds + 1) * GUTTER) / rounds
        self.gutters = [MARGIN + GUTTER / 2 + index * (self.column + GUTTER) for index in range(rounds + 1)]
        self.bands: list[Band] = []
        self.lines: list[tuple[float, float, float]] = []
        self.boxes: list[tuple[Box, Port]] = []
        self.rows: list[Row] = []

    def left(self, column: int) -> float:
        return self.gutters[column] + GUTTER / 2

    def arrows(self, marks: BoardMarks) -> tuple[Arrow, ...]:
        """An arrow from each move to each shown move that it answers or responds to."""
        ports = {move: port for box, port in self.boxes for move in box.moves}
        links = [
            (ports[move.id], ports[link.move], link.verb == "answers")
            for move in marks.moves
            for link in move.answers
            if link.move in ports
        ]
        return routes(links, self.gutters, self.rows)


def _grid(page: _Page, marks: BoardMarks) -> _Grid:
    grid = _Grid(page.width, len(marks.rounds))
    page.y += 6
    top, lowest = page.y, page.y
    for index, one in enumerate(marks.rounds):
        lines = wrapped(one.label, grid.column, SIZES["head"])
        for number, line in enumerate(lines):
            page.texts.append(Text(grid.left(index), top + LINE * (number + 1), line, "head"))
        lowest = max(lowest, top + LINE * len(lines) + 6)
    page.y = lowest
    for party in marks.parties:
        label = f"{party.name} · {party.tally}"
        _party(page, grid, marks, party.id, label)
    grid.rows.append(Row(page.y + LANE / 2, frozenset()))
    page.y += LANE
    grid.lines += [(x, lowest, page.y) for x in grid.gutters[1:-1]]
    return grid


def _party(page: _Page, grid: _Grid, marks: BoardMarks, party: str, label: str) -> None:
    for number, row in enumerate(rows_of(marks, party)):
        over = {gutter for cell in row if cell.cards for gutter in range(cell.first + 1, cell.last + 1)}
        grid.rows.append(Row(page.y + LANE / 2, frozenset(over)))
        page.y += LANE
        if number == 0:
            text = Text(grid.left(0), page.y + 15, label, "head")
            grid.bands.append(Band(page.y, STRIP, text))
            page.y += STRIP + 6
        bottom = page.y
        for cell in row:
            y = page.y
            for card in cell.cards:
                box = _box(card, grid, cell.first, cell.last, y)
                grid.boxes.append((box, Port(cell.first, cell.last, len(grid.rows) - 1, box.x, box.y,
                                             box.width, box.height, card.head.id)))  # fmt: skip
                y = box.y + box.height + GAP
            bottom = max(bottom, y - GAP)
        page.y = bottom


def _box(card: Card, grid: _Grid, first: int, last: int, y: float) -> Box:
    x = grid.left(first)
    width = grid.gutters[last + 1] - GUTTER / 2 - x
    texts: list[Text] = []
    at = y + PAD - 3
    for style, words in _card_lines(card):
        for line in wrapped(words, width - 2 * PAD, SIZES[style]):
            at += LINE
            texts.append(Text(x + PAD, at, line, style))
        at += 2
    title = "\n".join(f"{move.id}: {sentence(move)}" for move in card.moves)
    moves = tuple(move.id for move in card.moves)
    return Box(x, y, width, at - y + PAD, moves, card.head.event, title, bool(card.head.unsure), tuple(texts))


def _card_lines(card: Card) -> Iterator[tuple[str, str]]:
    """(style, words) of a card from top to bottom."""
    head, alone = card.head, len(card.moves) == 1
    yield "head", f"{KINDS[head.kind].sign}  {KINDS[head.kind].words}"
    facts = [("plain", way(head)), ("plain", quoted(head)), ("plain", head.date), ("unsure", head.unsure),
             ("unsure", standing(head).capitalize())]  # fmt: skip
    if not alone:
        yield from (fact for fact in facts if fact[1])
    for move, note in zip(card.moves, card.notes, strict=True):
        yield "strong", f"{move.id} {move.words}"
        if alone:
            yield from (fact for fact in facts if fact[1])
        yield from _standing_lines(move, note)
    yield "fine", f"{says(head)}, as of {head.as_of}."
    if card.note:
        yield "fine", card.note


def _standing_lines(move: Move, note: str) -> Iterator[tuple[str, str]]:
    yield "plain", f"Status: {move.status or 'not told'}, by {move.status_by}"
    for link in (*move.answers, *move.answered_by):
        yield "plain", f"{link.verb} {link.words}{'' if link.shown else ' (hidden by the filters)'}"
    yield from (("fine", f"∅ {silence.text}") for silence in move.silences)
    if note:
        yield "fine", note


def _precondition_lines(held: Preconditions) -> Iterator[tuple[str, str]]:
    under = held.under
    yield "head", "The preconditions"
    yield (
        "plain",
        f"{under.id}: {under.by}, {way(under)}: {under.words} ({quoted(under) or 'stated flatly'}).",
    )
    yield "plain", at_least(held)
    for move in (*held.named, *held.further):
        style = "strong" if move in held.kept else "plain"
        yield style, f"{move.id} {move.words}. {status(move)}."
    if held.named:
        yield "fine", f"{says(held.named[0])}, as of {held.named[0].as_of}."
    if held.cut:
        yield "plain", f"Cut to one. {held.cut.id}: {sentence(held.cut)}"
    if held.hidden:
        yield "fine", f"Hidden by the filters: {', '.join(move.id for move in held.hidden)}."
    yield from (("fine", f"∅ {silence_sentence(silence)}") for silence in held.silences)


def text_width(words: str, size: float) -> float:
    """How wide a line is at most in a common sans-serif font (bold included), in pixels."""
    ems = sum(0.42 if sign in _NARROW else 0.92 if sign in _WIDE else 0.68 for sign in words)
    return ems * size


def wrapped(words: str, width: float, size: float) -> tuple[str, ...]:
    """`words` in lines no wider than `width`; a word that is wider on its own is broken."""
    lines, line = [], ""
    for word in words.split():
        for piece in _pieces(word, width, size):
            joined = f"{line} {piece}" if line else piece
            if line and text_width(joined, size) > width:
                lines.append(line)
                line = piece
            else:
                line = joined
    return tuple([*lines, line] if line else lines)


def _pieces(word: str, width: float, size: float) -> Iterator[str]:
    piece = ""
    for sign in word:
        if piece and text_width(piece + sign, size) > width:
            yield piece
            piece = ""
        piece += sign
    yield piece
