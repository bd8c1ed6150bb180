"""What is missing: claims on one unnamed source, events on one source, no date, no place, no answer.

A gap is what the tables lack. It is no finding about the world, save in `silences`, where a source is read
for what it does not say. Under a lock nothing is called missing that stands outside of it: an answer, or
another way by which a claim comes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from data.claims import claims_in
from data.contradictions import supporters
from data.dataset import Dataset
from data.filters import Selection
from data.frames import records_of
from data.memory import once_per_release
from data.vocabulary import PRECISIONS, WITHOUT_PLACE
from data.wording import chain, claims_of, speaker

ONE, SEVERAL, OPEN = "one", "several", "open"
_OUTLETS: Final = ("news agency", "news site", "newspaper", "website")
_ENDS_OF_HEAD: Final = (",", " (", " of ", " in ", " on ", " among ")
_WAITING: Final = ("ask", "demand", "offer", "accept-with-conditions", "concede")
"""Moves that leave it to the other side to speak next; an acceptance and a refusal do not."""
_CALLS: Final = ("REQUEST", "ACCUSE", "THREATEN")
"""PLOVER categories that address somebody who may be expected to answer."""


@dataclass(frozen=True)
class OnUnnamed:
    """A claim that rests on one unnamed source: who that is in words (and as an actor, if it has an entry),
    and whether the words mean `ONE`, `SEVERAL` who are not told apart, or leave it `OPEN`."""

    claim: str
    source: str
    actor: str
    number: str


@dataclass(frozen=True)
class SingleSource:
    """Events all of whose claims come by way of one and the same speaker."""

    speaker: str
    events: tuple[str, ...]


@dataclass(frozen=True)
class Reasoned:
    """An event and why it lacks something."""

    event: str
    reason: str


@dataclass(frozen=True)
class Gaps:
    """What is missing in a selection; claims, events, moves and silences by id.

    Attributes:
        on_unnamed: claims that rest on one unnamed source, see `rests_on_one_unnamed`.
        single: by the speaker through whom everything comes, the most events first.
        undated, unplaced: events with the reason.
        claims, graded: how many claims there are, and of how many a link was graded by an editor.
        moves: moves that wait for an answer and have none.
        calls: requests, accusations and threats that no event responds to; those with moves are told there.
        silences: what a source passes over in silence.
    """

    on_unnamed: tuple[OnUnnamed, ...]
    single: tuple[SingleSource, ...]
    undated: tuple[Reasoned, ...]
    unplaced: tuple[Reasoned, ...]
    claims: int
    graded: int
    moves: tuple[str, ...]
    calls: tuple[str, ...]
    silences: tuple[str, ...]


def gaps_of(selection: Selection) -> Gaps:
    """Every gap of the selection, its undated events included."""
    dataset, claims = selection.dataset, claims_in(selection).ids
    events = (*selection.events["id"], *selection.undated["id"])
    return Gaps(
        on_unnamed=tuple(
            found for claim in claims if (found := unnamed_behind(dataset, claim)) is not None
        ),
        single=_single(dataset, events),
        undated=tuple(Reasoned(row["id"], row["date_reason"]) for row in records_of(selection.undated)),
        unplaced=tuple(Reasoned(event, why_unplaced(dataset, event)) for event in selection.unplaced["id"]),
        claims=len(claims),
        graded=sum(_graded(dataset, claim) for claim in claims),
        moves=tuple(move for event in events for move in _unanswered(dataset, event)),
        calls=tuple(event for event in events if _uncalled(dataset, event)),
        silences=_silences(dataset, events),
    )  # fmt: skip


def nameless(dataset: Dataset, link: dict[str, str]) -> bool:
    """Whether the speaker of a chain link is unnamed.

    An actor of the kind `source` is, and a speaker without an entry in the tables, unless our description
    names an outlet ("news agency AFP") or one office ("the Tajik interior minister").
    """
    if link["actor"]:
        return dataset.row("actors", link["actor"])["kind"] == "source"
    words = link["unnamed"]
    return bool(words) and not words.startswith("the ") and not any(outlet in words for outlet in _OUTLETS)


def rests_on_one_unnamed(dataset: Dataset, claim: str) -> bool:
    """Whether a claim rests on one unnamed source.

    It does if somewhere in its chain stands an unnamed speaker (see `nameless`), wherever that is: what a
    group demanded is known only through the source that reports the demand. And if nothing else bears it
    out: no claim in force that the editors linked to it as supporting it reaches us by another way. Another
    way means that the two chains have no speaker in common, by name, so that a publication does not back
    what its own publisher told elsewhere; and that it holds no unnamed speaker either, for two who are
    unnamed may be one. Links are read in their direction: a claim with more in it than the one that it
    supports is not borne out by that one.
    """
    return unnamed_behind(dataset, claim) is not None


@once_per_release
def unnamed_behind(dataset: Dataset, claim: str) -> OnUnnamed | None:
    """The unnamed source that a claim rests on, the one nearest to the happening; None if it does not."""
    links = [link for link in chain(dataset, claim) if nameless(dataset, link)]
    if not links or _answered_outside(dataset, claim):
        return None
    if any(_bears_out(dataset, claim, other) for other in supporters(dataset, claim)):
        return None
    words = speaker(dataset, links[-1])
    return OnUnnamed(claim, words, links[-1]["actor"], number_of(words))


def _answered_outside(dataset: Dataset, row: str) -> bool:
    """Whether something outside of the lock answers or supports this event, move or claim."""
    return dataset.confined is not None and row in dataset.confined.answered_outside


def _bears_out(dataset: Dataset, claim: str, other: str) -> bool:
    shared = _speakers(dataset, claim) & _speakers(dataset, other)
    return not shared and not any(nameless(dataset, link) for link in chain(dataset, other))


def _speakers(dataset: Dataset, claim: str) -> set[str]:
    return {speaker(dataset, link) for link in chain(dataset, claim)}


def number_of(words: str) -> str:
    """How many speakers a description stands for: `ONE`, `SEVERAL`, or `OPEN` where it begins with "whoever".

    Read from its noun: "an officer of the border guards" is one, "sources of Radio Ozodi" are several.
    """
    if words.startswith("whoever"):
        return OPEN
    head = words
    for end in _ENDS_OF_HEAD:
        head = head.partition(end)[0]
    plural = any(word.endswith("s") and not word.endswith(("'s", "ss")) for word in head.split()[-1:])
    return SEVERAL if plural or " and " in words.partition(",")[0] or head.endswith("media") else ONE


def _single(dataset: Dataset, events: Iterable[str]) -> tuple[SingleSource, ...]:
    by_speaker: dict[str, list[str]] = {}
    for event in events:
        if through := only_speaker(dataset, event):
            by_speaker.setdefault(through, []).append(event)
    ordered = sorted(by_speaker.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(SingleSource(name, tuple(found)) for name, found in ordered)


@once_per_release
def only_speaker(dataset: Dataset, event: str) -> str:
    """The speaker through whom every claim of an event comes, by name; "" if there are several ways.

    Of several such speakers it is the one nearest to the happening.
    """
    chains = [[speaker(dataset, link) for link in chain(dataset, row["id"])]
              for row in claims_of(dataset, event)]  # fmt: skip
    if not chains:
        return ""
    shared = set(chains[0]).intersection(*chains)
    return next((name for name in reversed(chains[0]) if name in shared), "")


def why_unplaced(dataset: Dataset, event: str) -> str:
    """Why an event has no place that may be drawn, in words."""
    places = [
        dataset.row("places", link["place"]) for link in dataset.rows_of("event_places", "event", event)
    ]
    told = [f"{p['name']}: {PRECISIONS[p['precision']]}" for p in places if p["precision"] in WITHOUT_PLACE]
    return "; ".join(told) or "no place stated"


def _graded(dataset: Dataset, claim: str) -> bool:
    return any(link["reliability"] or link["credibility"] for link in chain(dataset, claim))


def _unanswered(dataset: Dataset, event: str) -> Iterable[str]:
    if _responded(dataset, event):
        return
    for move in dataset.rows_of("moves", "event", event):
        answered = move["answered_by"] or dataset.rows_of("moves", "answers", move["id"])
        if move["move"] in _WAITING and not answered and not _answered_outside(dataset, move["id"]):
            yield move["id"]


def _uncalled(dataset: Dataset, event: str) -> bool:
    told_by_moves = dataset.rows_of("moves", "event", event)
    calls = dataset.row("events", event)["category"] in _CALLS
    return calls and not told_by_moves and not _responded(dataset, event)


def _responded(dataset: Dataset, event: str) -> bool:
    links = dataset.rows_of("event_links", "other", event)
    return _answered_outside(dataset, event) or any(link["relation"] == "responds-to" for link in links)


def _silences(dataset: Dataset, events: Iterable[str]) -> tuple[str, ...]:
    """Silences on the events, in the order of the events. A silence without an event belongs to all."""
    found = [row["id"] for event in events for row in dataset.rows_of("silences", "event", event)]
    return (*found, *(row["id"] for row in dataset.rows_of("silences", "event", "")))
