"""What a slide or a page of a brief tells beside its pictures: its events in words, and its colophon."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from components.drawing.prepare.board_records import BoardMarks
from data import dates
from data.briefs import Brief, Step
from data.dataset import Dataset
from data.describe import sentence
from data.export.citations import cited
from data.export.manifest import CAVEAT, manifest
from data.frames import records_of
from data.rules import iso_day
from data.selection import Selection, select
from data.wording import claims_of, date_words, says_who

Changes = Callable[[Dataset, str], tuple[str, ...]]
"""What has changed since a version or a day, in sentences."""

MAYBE: Final = " (possibly in this range)"
"""Behind the date of an event that the range asked for holds only possibly."""

READING: Final = (
    "Solid, faded and hollow tell how surely a date lies in the time that is shown, not that it happened.",
    "A ring with a question mark is a crossing whose position is not verified.",
    "“Who says so” leads from the publication that was read to whoever stood nearest to the happening.",
    "Words in “…” are the sources' own hedges.",
)
"""How pictures and tables are to be read, for people who have only the paper."""


@dataclass(frozen=True)
class Listed:
    """One event in words. `hedges` are those of its claims in force, `rung`: the step highlights it."""

    event: str
    title: str
    date: str
    who: str
    hedges: tuple[str, ...]
    rung: bool


@dataclass(frozen=True)
class Colophon:
    """What no slide or page may travel without.

    Attributes:
        sources: ids of the publications behind it, those of its highlighted events first.
        as_of: the day up to which it speaks, in words.
        version: version of the dataset.
        link: address of the view; relative where the address of the page is not known.
        caveat: what a row does not claim.
    """

    sources: tuple[str, ...]
    as_of: str
    version: str
    link: str
    caveat: str = CAVEAT

    @property
    def dated(self) -> str:
        """As-of date and version in one line."""
        return f"{self.as_of} · Dataset version {self.version}"


@dataclass(frozen=True)
class StepFacts:
    """A step with what it selects.

    Attributes:
        listed: every event of it, the highlighted first.
        counted: the summary sentence of the view.
        changed: what has changed since its `since`, in sentences.
    """

    number: int
    step: Step
    selection: Selection
    listed: tuple[Listed, ...]
    counted: str
    colophon: Colophon
    changed: tuple[str, ...] = ()

    @property
    def rung(self) -> frozenset[str]:
        """The highlighted events."""
        return frozenset(self.step.highlight)

    @property
    def text(self) -> tuple[str, ...]:
        """The paragraphs of the step."""
        return (*([self.step.text] if self.step.text else []), *self.changed)


def step_facts(
    dataset: Dataset, brief: Brief, base: str, changes: Changes | None = None
) -> tuple[StepFacts, ...]:
    """Each step of a brief with what it selects now; `base` is the address of the dashboard."""
    found = (_facts(dataset, brief, number, base) for number in range(1, len(brief.steps) + 1))
    if changes is None:
        return tuple(found)
    return tuple(
        replace(one, changed=changes(dataset, one.step.since)) if one.step.since else one for one in found
    )


def _facts(dataset: Dataset, brief: Brief, number: int, base: str) -> StepFacts:
    step = brief.steps[number - 1]
    selection = select(dataset, step.view)
    rows = [*records_of(selection.events), *records_of(selection.undated)]
    rows.sort(key=lambda row: row["id"] not in step.highlight)
    listed = tuple(_listed(dataset, row, row["id"] in step.highlight, selection) for row in rows)
    found = manifest(selection, base)
    colophon = Colophon(
        sources=_sources(dataset, selection, step.highlight),
        as_of=as_of_words(brief, found.as_of),
        version=dataset.version,
        link=found.link if base else f"?{found.query}",
    )
    return StepFacts(number, step, selection, listed, sentence(selection), colophon)


def _listed(dataset: Dataset, row: dict[str, Any], rung: bool, selection: Selection) -> Listed:
    event = str(row["id"])
    maybe = MAYBE if selection.window and row["when"] == "possible" else ""
    date = date_words(str(row["date"])) + maybe
    return Listed(event, str(row["title"]), date, says_who(dataset, event), hedges_of(dataset, event), rung)


def hedges_of(dataset: Dataset, event: str) -> tuple[str, ...]:
    """The words by which the sources of an event hedge, each once."""
    parts = (part.strip() for claim in claims_of(dataset, event) for part in claim["hedge"].split(";"))
    return tuple(dict.fromkeys(part for part in parts if part))


def hedge_words(hedges: Iterable[str]) -> str:
    """`Hedged: “reportedly”, “in principle”`; "" without any."""
    told = ", ".join(f"“{hedge}”" for hedge in hedges)
    return f"Hedged: {told}" if told else ""


def _sources(dataset: Dataset, selection: Selection, highlight: tuple[str, ...]) -> tuple[str, ...]:
    rung = {
        link["source"] for event in highlight for link in dataset.rows_of("event_sources", "event", event)
    }
    return tuple(sorted(cited(selection), key=lambda source: source not in rung))


def as_of_words(brief: Brief, spoken: str = "") -> str:
    """The day of the brief, and where a source of its events is known to have spoken later, that day.

    An earlier one is not told: the tables record it of some sources only.
    """
    later = f"; a source behind it spoke on {_day(spoken)}" if spoken > brief.as_of else ""
    return f"As of {_day(brief.as_of)}{later}"


def _day(iso: str) -> str:
    day = iso_day(iso)
    return dates.day_in_words(dates.day_number(day)) if day else iso


def whole(dataset: Dataset, brief: Brief, facts: tuple[StepFacts, ...], base: str) -> Colophon:
    """The colophon of the brief as a whole; its sources in the order of the dataset."""
    behind = {source for one in facts for source in one.colophon.sources}
    ordered = tuple(source for source in dataset.tables["sources"]["id"] if source in behind)
    spoken = max((manifest(one.selection).as_of for one in facts), default="")
    return Colophon(ordered, as_of_words(brief, spoken), dataset.version, base)


def publishers(dataset: Dataset, sources: Iterable[str]) -> Iterator[str]:
    """`Asia-Plus (S01, S05)`: each publisher once, with the ids of its publications."""
    held: dict[str, list[str]] = {}
    for source in sources:
        row = dataset.row("sources", source)
        held.setdefault(row["publisher"] or row["title"], []).append(source)
    yield from (f"{name} ({', '.join(ids)})" for name, ids in held.items())


def highlighted_moves(marks: BoardMarks, rung: frozenset[str]) -> BoardMarks:
    """The board with the moves of these events only (all where none is of them).

    The others are counted, and the silences about these moves stand first.
    """
    moves = tuple(move for move in marks.moves if move.event in rung) or marks.moves
    ids, events = {move.id for move in moves}, {move.event for move in moves}
    rounds = {key for move in moves for key in move.rounds}
    left = len(marks.moves) - len(moves)
    part = (
        f". Shown here: those of the highlighted events; {left} more on the board of the view" if left else ""
    )
    return replace(
        marks,
        moves=moves,
        counted=f"{marks.counted}{part}",
        parties=tuple(one for one in marks.parties if any(move.party == one.id for move in moves)),
        rounds=tuple(one for one in marks.rounds if one.key in rounds),
        silences=tuple(
            sorted(marks.silences, key=lambda one: (one.move not in ids, one.event not in events))
        ),
    )
