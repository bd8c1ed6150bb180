"""What a negotiation board consists of: parties, rounds, moves, links, silences, preconditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple


class Kind(NamedTuple):
    """What a move does: the words for it, a noun, a verb, and a plain sign that repeats them."""

    words: str
    noun: str
    verb: str
    sign: str


KINDS: Final = {
    "ask": Kind("Ask", "an ask", "asked", "?"),
    "demand": Kind("Demand", "a demand", "demanded", "!"),
    "offer": Kind("Offer", "an offer", "offered", "+"),
    "accept": Kind("Accept", "an acceptance", "accepted", "="),
    "accept-with-conditions": Kind(
        "Accept with conditions", "a conditional acceptance", "accepted with conditions", "≈"
    ),
    "reject": Kind("Reject", "a rejection", "rejected", "×"),
    "concede": Kind("Concede", "a concession", "conceded", "–"),
}
"""Every `move` of the table `moves`, in the order of the legend."""
BEFORE: Final = "before"
AFTER: Final = "after"
"""Rounds that are no month."""
OWN_ACCOUNT: Final = "the same account"
"""`status_by` of a move whose own account tells how it stands."""


@dataclass(frozen=True)
class Party:
    """A row: who moves or is addressed. `shown` of its `total` moves pass the filters."""

    id: str
    name: str
    shown: int
    total: int

    @property
    def tally(self) -> str:
        """How many of its moves are shown, in words."""
        if not self.total:
            return "is addressed, no move of its own is told"
        return f"{self.shown} of {self.total} {'move' if self.total == 1 else 'moves'} shown"


@dataclass(frozen=True)
class Round:
    """A column. `days` are its first and last where it is a month; None for `before` and `after`."""

    key: str
    label: str
    days: tuple[int, int] | None


@dataclass(frozen=True)
class Link:
    """What a move answers or is answered by: another move, or an event that is no move (`move` = "").

    `verb` is "answers" or "answered by" where the moves' table says so; "responds to", "met by" and, for
    events that are no moves, "answered by" come from the links between events.
    """

    verb: str
    move: str
    event: str
    words: str
    shown: bool
    note: str = ""


@dataclass(frozen=True)
class Silence:
    """What nobody reports though one would expect it. `where` names the silent publication."""

    id: str
    text: str
    event: str
    move: str
    where: str
    as_of: str


@dataclass(frozen=True)
class Move:
    """One step, in words that keep hedge and attribution.

    `rounds` are the keys of all rounds that it may belong to, `unsure` says so in a sentence ("" where there
    is one). `date` is its date in words, `as_of` the day on which its source spoke. `status` is told by
    `status_by`: its own account or that of other moves ("the account of N06"). `when` is `certain`,
    `possible` or `undated` as its event, `hidden` where the filters hide it; `where` as in a selection.
    """

    id: str
    event: str
    claim: str
    party: str
    by: str
    to: str
    rounds: tuple[str, ...]
    kind: str
    words: str
    addressee: str
    via: str
    channel: str
    status: str
    status_by: str
    claimed_by: str
    as_of: str
    hedges: tuple[str, ...]
    date: str
    unsure: str
    note: str
    when: str
    where: str
    answers: tuple[Link, ...]
    answered_by: tuple[Link, ...]
    silences: tuple[Silence, ...]


@dataclass(frozen=True)
class Preconditions:
    """The conditions of one conditional acceptance `under`, as far as the filters show them.

    `named` are those whose content is told, `further` stand for what the list may hold besides; `cut` is the
    concession that reduced them. `hidden` are those demands and concessions that the filters hide.
    """

    under: Move
    named: tuple[Move, ...]
    further: tuple[Move, ...]
    cut: Move | None
    hidden: tuple[Move, ...]
    silences: tuple[Silence, ...]

    @property
    def kept(self) -> tuple[Move, ...]:
        """Those of `named` that the source says were kept."""
        return tuple(move for move in self.named if move.status.startswith("kept"))


@dataclass(frozen=True)
class BoardMarks:
    """All that a board shows.

    `hidden` are the moves that the filters hide, `counted` a phrase on those shown; where none is shown,
    `empty` says why.
    """

    parties: tuple[Party, ...]
    rounds: tuple[Round, ...]
    moves: tuple[Move, ...]
    hidden: tuple[Move, ...]
    preconditions: tuple[Preconditions, ...]
    silences: tuple[Silence, ...]
    counted: str
    empty: str
