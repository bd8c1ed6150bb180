"""The negotiation board: which moves, by whom, in which round, answering what, and who says so.

A move is placed where its source places it and no closer: one that may belong to December or to January spans
both rounds. What the filters hide is counted and named, never silently missing.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from components.drawing.prepare.board_records import (
    AFTER,
    BEFORE,
    KINDS,
    OWN_ACCOUNT,
    BoardMarks,
    Kind,
    Link,
    Move,
    Party,
    Preconditions,
    Round,
    Silence,
)
from data import dates
from data.chips import chips
from data.dataset import Dataset
from data.frames import records_of
from data.rules import iso_day
from data.selection import Selection
from data.wording import actor_name, chain_in_words, date_words, speaker

__all__ = [
    "KINDS", "OWN_ACCOUNT", "BoardMarks", "Kind", "Link", "Move", "Party", "Preconditions", "Round",
    "Silence", "board_marks",
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class _Board:
    """What every step of the preparation looks things up in."""

    selection: Selection

    @property
    def dataset(self) -> Dataset:
        return self.selection.dataset

    @cached_property
    def table(self) -> dict[str, dict[str, str]]:
        """The moves by id, without those whose event or claim was withdrawn."""
        gone = {
            (table, row["id"])
            for table in ("events", "claims")
            for row in records_of(self.dataset.tables[table])
            if row["withdrawn"]
        }
        rows = records_of(self.dataset.tables["moves"])
        return {
            row["id"]: row for row in rows if not {("events", row["event"]), ("claims", row["claim"])} & gone
        }

    @cached_property
    def seen(self) -> dict[str, dict[str, Any]]:
        """Event -> its row in the selection, for all that it shows: the selected and the undated."""
        rows = [*records_of(self.selection.events), *records_of(self.selection.undated)]
        return {row["id"]: row for row in rows}

    @cached_property
    def rounds(self) -> tuple[Round, ...]:
        return tuple(_rounds(row["round"] for row in self.table.values()))


def board_marks(selection: Selection) -> BoardMarks:
    """The board of a selection: the moves whose event is selected or undated in it, in the table's order.

    Moves whose event or claim was withdrawn are nowhere, as their event is.
    """
    board = _Board(selection)
    every = tuple(_move(board, row) for row in board.table.values())
    moves = tuple(move for move in every if move.when != "hidden")
    return BoardMarks(
        parties=tuple(_parties(board.dataset, every)),
        rounds=board.rounds,
        moves=moves,
        hidden=tuple(move for move in every if move.when == "hidden"),
        preconditions=tuple(_preconditions(board.dataset, every)),
        silences=tuple(_silences(board, every)),
        counted=_counted(moves, len(every), selection.window is not None),
        empty="" if moves else _why_empty(selection, len(every)),
    )


def _rounds(named: Iterable[str]) -> Iterator[Round]:
    """The rounds that occur: what came before, the months in order, what came after."""
    keys = list(dict.fromkeys(named))
    months = {key: days for key in keys if (days := _month(key))}
    if BEFORE in keys:
        yield Round(BEFORE, "Before", None)
    for key in sorted(months, key=lambda key: months[key]):
        yield Round(key, _month_words(months[key]), months[key])
    for key in keys:
        if key not in months and key != BEFORE:
            yield Round(key, "Afterwards" if key == AFTER else key, None)


def _month(key: str) -> tuple[int, int] | None:
    """First and last day of a round such as "November 2023"."""
    name, _, year = key.partition(" ")
    if name not in calendar.month_name[1:] or not (year.isascii() and year.isdigit() and len(year) == 4):
        return None
    return dates.day_range(f"{year}-{list(calendar.month_name).index(name):02}")


def _month_words(days: tuple[int, int]) -> str:
    first = dates.to_date(days[0])
    return dates.period_in_words(f"{first:%Y-%m}") if first else ""


def _may_belong_to(own: str, bounds: dates.Bounds | None, rounds: tuple[Round, ...]) -> tuple[str, ...]:
    """Every round that a move may belong to: its own, and where that is a month all that its date allows."""
    keys = [one.key for one in rounds]
    spans = {one.key: one.days for one in rounds if one.days}
    if bounds is None or own not in spans:
        return (own,)
    first, last = bounds.start_earliest, bounds.end_latest
    may = [key for key, days in spans.items() if days[0] <= last and days[1] >= first]
    may += [BEFORE] if BEFORE in keys and first < min(days[0] for days in spans.values()) else []
    may += [AFTER] if AFTER in keys and last > max(days[1] for days in spans.values()) else []
    places = [keys.index(key) for key in {own, *may}]
    return tuple(keys[min(places) : max(places) + 1])


def _move(board: _Board, row: dict[str, str]) -> Move:
    dataset, shown = board.dataset, board.seen.get(row["event"])
    date, bounds, best = _date(board, row)
    may = _may_belong_to(row["round"], bounds, board.rounds)
    day = bounds.start_latest if bounds else None
    names = {key: actor_name(dataset, row[key], day=day) if row[key] else "" for key in ("by", "to", "via")}
    return Move(
        id=row["id"], event=row["event"], claim=row["claim"], party=row["by"], to=row["to"], rounds=may,
        by=names["by"], addressee=names["to"], via=names["via"], channel=row["channel"],
        kind=row["move"], words=row["content"], note=row["note"],
        status=row["status_after"], status_by=_status_by(board, row),
        claimed_by=row["said_by"] or (chain_in_words(dataset, row["claim"]) if row["claim"] else ""),
        as_of=date_words(row["as_of"]), hedges=_parts(row["hedge"]),
        date=date_words(date) + (" (the best date of any source)" if best else ""),
        unsure=_unsure(may, board.rounds, date),
        when=shown["when"] if shown else "hidden", where=shown["where"] if shown else "",
        answers=tuple(_answers(board, row)), answered_by=tuple(_answered_by(board, row)),
        silences=tuple(_silence(dataset, told) for told in dataset.rows_of("silences", "move", row["id"])),
    )  # fmt: skip


def _date(board: _Board, row: dict[str, str]) -> tuple[str, dates.Bounds | None, bool]:
    """EDTF and bounds in force, and whether they are another source's: a move dated as its event follows it
    where the filters ask for the best date."""
    own, shown = board.dataset.row("events", row["event"]), board.seen.get(row["event"])
    if shown and row["date"] == own["date"] != shown["date"]:
        return shown["date"], dates.Bounds(*(int(shown[name]) for name in dates.Bounds._fields)), True
    if not row["date"]:
        return "", None, False
    return row["date"], dates.parse(row["date"], iso_day(row["as_of"])), False


def _unsure(may: tuple[str, ...], rounds: tuple[Round, ...], date: str) -> str:
    labels = {one.key: one.label for one in rounds}
    if len(may) > 1:
        *others, last = (labels[key] for key in may)
        return f"{', '.join(others)} or {last}: which is not said"
    return "" if date else "No date is given: its round is all that is told of the time"


def _status_by(board: _Board, row: dict[str, str]) -> str:
    """Whose account tells how it stands: the moves that the status names, else those that answer it."""
    words = (word.strip(".,:;()") for word in row["status_after"].split())
    named = [word for word in words if word in board.table]
    others = named or [
        link.move for link in _answered_by(board, row) if link.verb == "answered by" and link.move
    ]
    return f"the account of {' and '.join(dict.fromkeys(others))}" if others else OWN_ACCOUNT


def _parts(words: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in words.split(";") if part.strip())


def _answers(board: _Board, row: dict[str, str]) -> Iterator[Link]:
    told = [row["answers"]] if row["answers"] in board.table else []
    yield from (_to_move(board, "answers", other) for other in told)
    for link in board.dataset.rows_of("event_links", "event", row["event"]):
        if link["relation"] == "responds-to":
            yield from _by_event(board, ("responds to", "responds to"), link["other"], link["note"], told)


def _answered_by(board: _Board, row: dict[str, str]) -> Iterator[Link]:
    told = [
        other
        for other, held in board.table.items()
        if other == row["answered_by"] or held["answers"] == row["id"]
    ]
    yield from (_to_move(board, "answered by", other) for other in told)
    for link in board.dataset.rows_of("event_links", "other", row["event"]):
        if link["relation"] == "responds-to":
            yield from _by_event(board, ("met by", "answered by"), link["event"], link["note"], told)


def _by_event(
    board: _Board, verbs: tuple[str, str], event: str, note: str, told: list[str]
) -> Iterator[Link]:
    """Links that only the events carry: to the moves of an event, or to the event where it is no move."""
    moves = [row["id"] for row in board.table.values() if row["event"] == event]
    yield from (_to_move(board, verbs[0], move, note) for move in moves if move not in told)
    held = board.dataset.row("events", event)
    if not moves and not held["withdrawn"]:
        yield Link(
            verbs[1], "", event, f"{event}, an event and no move: {held['title']}", event in board.seen, note
        )


def _to_move(board: _Board, verb: str, move: str, note: str = "") -> Link:
    row = board.table[move]
    words = f"{move}, {KINDS[row['move']].noun} by {actor_name(board.dataset, row['by'])}"
    return Link(verb, move, row["event"], words, row["event"] in board.seen, note)


def _silence(dataset: Dataset, row: dict[str, str]) -> Silence:
    where = f"{speaker(dataset, {'source': row['source']})} ({row['source']}), {row['locator']}".rstrip(", ")
    return Silence(row["id"], row["text"], row["event"], row["move"], where, date_words(row["as_of"]))


def _silences(board: _Board, every: tuple[Move, ...]) -> Iterator[Silence]:
    """What is not said of the moves that are shown, and of the other events of their thread."""
    shown = {move.id for move in every if move.when != "hidden"}
    threads = {board.dataset.row("events", move.event)["thread"] for move in every}
    for row in records_of(board.dataset.tables["silences"]):
        near = row["event"] in board.seen and board.seen[row["event"]]["thread"] in threads
        if row["move"] in shown or (shown and near and not row["move"]):
            yield _silence(board.dataset, row)


def _parties(dataset: Dataset, every: tuple[Move, ...]) -> Iterator[Party]:
    """Who moves, in the order of their first move, then who is only addressed."""
    addressed = (move.to for move in every if move.to)
    for party in dict.fromkeys([*(move.party for move in every), *addressed]):
        own = [move for move in every if move.party == party]
        shown = sum(move.when != "hidden" for move in own)
        yield Party(party, actor_name(dataset, party), shown, len(own))


def _preconditions(dataset: Dataset, every: tuple[Move, ...]) -> Iterator[Preconditions]:
    """The demands that an event after a conditional acceptance spells out, and what reduced them."""
    links = records_of(dataset.tables["event_links"])
    after = {(link["event"], link["other"]) for link in links if link["relation"] == "follows"}
    for under in (move for move in every if move.kind == "accept-with-conditions"):
        same = [move for move in every if (move.party, move.to) == (under.party, under.to)]
        demands = [move for move in same if move.kind == "demand" and (move.event, under.event) in after]
        cuts = [
            move
            for move in same
            if move.kind == "concede" and any((move.event, demand.event) in after for demand in demands)
        ]
        shown = tuple(move for move in demands if move.when != "hidden")
        cut = next((move for move in cuts if move.when != "hidden"), None)
        if shown or cut:
            yield Preconditions(
                under=under,
                named=tuple(move for move in shown if _is_told(dataset, move)),
                further=tuple(move for move in shown if not _is_told(dataset, move)),
                cut=cut,
                hidden=tuple(move for move in (*demands, *cuts) if move.when == "hidden"),
                silences=tuple(silence for move in (*cuts, *demands) for silence in move.silences),
            )


def _is_told(dataset: Dataset, move: Move) -> bool:
    """Whether its claim is a demand of its own, and not one about the list as a whole."""
    return bool(move.claim) and dataset.row("claims", move.claim)["kind"] == "demand"


def _counted(moves: tuple[Move, ...], total: int, ranged: bool) -> str:
    """ "11 of 14 moves: 8 certainly and 3 possibly in this range"; what is hidden is told apart."""
    if not moves:
        return ""
    tally = {name: sum(move.when == name for move in moves) for name in ("certain", "possible", "undated")}
    parts = [f"{len(moves)} of {total} moves" if len(moves) < total else f"All {total} moves"]
    if ranged:
        parts[0] += f": {tally['certain']} certainly and {tally['possible']} possibly in this range"
    if tally["undated"]:
        parts.append(f"{tally['undated']} undated")
    return ", ".join(parts)


def _why_empty(selection: Selection, total: int) -> str:
    if not total:
        return "Nothing here tells of a move of a negotiation."
    told = chips(selection.dataset, selection.filters, selection.window)
    words = "; ".join(chip.words for chip in told) or "the filters in force"
    return (
        f"All {total} moves are hidden by the filters ({words}). Lift one of them or reset to see the talks."
    )
