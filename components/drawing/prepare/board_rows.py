"""The board's table and its sentences: which card stands in which cell, and what is said of each move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from components.drawing.prepare.board_records import KINDS, BoardMarks, Move, Preconditions, Silence


@dataclass(frozen=True)
class Card:
    """Moves that differ in content, status and remark only: they are shown on one card.

    `note` is what their remarks have in common, `notes` the rest of each.
    """

    moves: tuple[Move, ...]
    note: str
    notes: tuple[str, ...]

    @property
    def head(self) -> Move:
        """The move whose addressee, hedge, date and speaker hold for all."""
        return self.moves[0]


@dataclass(frozen=True)
class Cell:
    """Cards over the rounds `first` to `last` (indexes, both inclusive); none where nothing is told."""

    first: int
    last: int
    cards: tuple[Card, ...]

    @property
    def span(self) -> int:
        """Over how many rounds the cell reaches."""
        return self.last - self.first + 1


def rows_of(marks: BoardMarks, party: str) -> tuple[tuple[Cell, ...], ...]:
    """The rows of one party, at least one; in each the cells cover all rounds from left to right.

    A move that may belong to several rounds has a cell over all of them, so later moves may need a row below.
    """
    keys = [one.key for one in marks.rounds]
    rows: list[list[Cell]] = []
    for (first, last), moves in _by_span(marks, party, keys).items():
        cell = Cell(first, last, tuple(_cards(moves)))
        row = next((row for row in rows[-1:] if row[-1].last < first), None)
        if row is None:
            rows.append([cell])
        else:
            row.append(cell)
    return tuple(tuple(_filled(row, len(keys))) for row in rows or [[]])


def _by_span(marks: BoardMarks, party: str, keys: list[str]) -> dict[tuple[int, int], list[Move]]:
    found: dict[tuple[int, int], list[Move]] = {}
    for move in marks.moves:
        if move.party == party:
            places = [keys.index(key) for key in move.rounds]
            found.setdefault((min(places), max(places)), []).append(move)
    return dict(sorted(found.items()))


def _filled(row: list[Cell], rounds: int) -> Iterator[Cell]:
    """The row with an empty cell for every round that it leaves out."""
    at = 0
    for cell in row:
        yield from (Cell(index, index, ()) for index in range(at, cell.first))
        yield cell
        at = cell.last + 1
    yield from (Cell(index, index, ()) for index in range(at, rounds))


def _cards(moves: list[Move]) -> Iterator[Card]:
    groups: list[list[Move]] = []
    for move in moves:
        if groups and _alike(groups[-1][0]) == _alike(move):
            groups[-1].append(move)
        else:
            groups.append([move])
    for group in groups:
        yield _card(tuple(group))


def _alike(move: Move) -> tuple[object, ...]:
    """What moves on one card have in common."""
    said = (move.hedges, move.date, move.claimed_by, move.as_of, move.when, move.where)
    return (move.kind, move.event, move.addressee, move.via, move.channel, *said)


def _card(moves: tuple[Move, ...]) -> Card:
    sentences = [move.note.split(". ") for move in moves]
    common = 0
    if len(moves) > 1:
        shortest = min(len(told) for told in sentences)
        while common < shortest and len({told[common] for told in sentences}) == 1:
            common += 1
        note = ". ".join(sentences[0][:common])
        return Card(moves, _ended(note), tuple(". ".join(told[common:]) for told in sentences))
    return Card(moves, moves[0].note, ("",))


def _ended(words: str) -> str:
    return f"{words.rstrip('.')}." if words else ""


def _bare(note: str) -> str:
    return note[:1].lower() + note[1:].rstrip(".")


def way(move: Move) -> str:
    """To whom and through whom: "to Tajik government, via Taliban authorities, written list"."""
    to, via = move.addressee and f"to {move.addressee}", move.via and f"via {move.via}"
    return ", ".join(part for part in (to, via, move.channel) if part) or "to whom is not said"


def says(move: Move) -> str:
    """Who claims it: "According to the article, after SIGA"."""
    return f"According to {move.claimed_by}" if move.claimed_by else "Who says so is not told"


def quoted(move: Move) -> str:
    """The hedges as the source's words; "" where it states the move flatly."""
    return ", ".join(f"“{hedge}”" for hedge in move.hedges)


def standing(move: Move) -> str:
    """How its event stands to the filters; "" where it is certainly in them."""
    when = {"possible": "possibly in this range", "undated": "undated"}.get(move.when, "")
    where = "possibly in this area" if move.where == "possible" else ""
    return ", ".join(part for part in (when, where) if part)


def status(move: Move) -> str:
    """How it stands, as of when and by whose account."""
    return f"Status as of {move.as_of}, by {move.status_by}: {move.status or 'not told'}"


def sentence(move: Move) -> str:
    """A move in plain words, with who says so, hedge, date, links, and status as of a day."""
    hedge = f", in the source's words {quoted(move)}" if move.hedges else ""
    links = ". ".join(
        f"{link.verb.capitalize()} {link.words}{f' ({_bare(link.note)})' if link.note else ''}"
        for link in (*move.answers, *move.answered_by)
    )
    parts = (
        f"{says(move)}: {move.by} {KINDS[move.kind].verb} ({way(move)}{hedge}): {move.words}",
        move.date,
        move.unsure,
        links,
        status(move),
        standing(move).capitalize(),
        move.note,
    )
    return " ".join(_ended(part) for part in parts if part)


def silence_sentence(silence: Silence) -> str:
    """What is not said, where, and as of when."""
    return f"{silence.text} Silent: {silence.where}, as of {silence.as_of}."


def at_least(held: Preconditions) -> str:
    """How many preconditions are named, and that they are a minimum where the source leaves the list open."""
    number, open_list = len(held.named), bool(held.further)
    if not number:
        return "What they were is hidden by the filters." if held.hidden else "None of them is named."
    hedges = ", ".join(dict.fromkeys(quoted(move) for move in held.named if move.hedges))
    if not open_list:
        return f"{number} named{f' ({hedges})' if hedges else ''}."
    wording = f" (the source's wording: {hedges})" if hedges else ""
    return f"A minimum: {number} are named, and the length of the list is left open{wording}."
