"""What is known of an actor: its names, its part in events, what it says, what is said of it and disputed.

Its sourced relations are in `data.relations`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from data.dataset import Dataset
from data.frames import records_of
from data.relations import Span as Span
from data.relations import relation_spans as relation_spans
from data.selection import Selection
from data.vocabulary import ROLES
from data.wording import chain

LANGUAGES: Final = {
    "ar": "Arabic", "de": "German", "en": "English", "fa": "Persian", "fr": "French", "it": "Italian",
    "prs": "Dari", "ps": "Pashto", "ru": "Russian", "tg": "Tajik", "tk": "Turkmen", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "und": "language not determined",
}  # fmt: skip
SCRIPTS: Final = {"Latn": "Latin script", "Cyrl": "Cyrillic script", "Arab": "Perso-Arabic script"}
NAME_KINDS: Final = {
    "official": "official name",
    "alias": "other name",
    "transliteration": "transliteration",
    "former": "former name",
    "weak": "weak: does not identify it alone",
}
"""Strength of a name -> in words, the strongest first."""


def kind_words(kind: str) -> str:
    """The kind of one actor in words: "Armed group"."""
    return "Unnamed source" if kind == "source" else kind.capitalize()


def names_of(dataset: Dataset, actor: str) -> dict[str, tuple[dict[str, str], ...]]:
    """Script -> the actor's names in it (rows of `names`), the strongest first; only scripts that occur."""
    order = list(NAME_KINDS)
    rows = sorted(dataset.rows_of("names", "actor", actor), key=lambda row: order.index(row["kind"]))
    groups = {script: tuple(row for row in rows if row["script"] == script) for script in SCRIPTS}
    return {script: found for script, found in groups.items() if found}


# --- its part in events ---


@dataclass(frozen=True)
class Part:
    """An actor's part in one event: `when` as in the selection, "" where the filters hide the event."""

    event: str
    role: str
    implied: bool
    when: str


def parts_in_events(selection: Selection, actor: str) -> tuple[Part, ...]:
    """Every part that an actor has in an event in force: by role, then as the selection orders events.

    What the filters hide comes with an empty `when`, after what they show, in the order of the dataset.
    """
    shown = shown_events(selection)
    order = {event: place for place, event in enumerate((*shown, *selection.dataset.events["id"]))}
    order |= {event: place for place, event in enumerate(shown)}
    rows = selection.dataset.rows_of("participants", "actor", actor)
    found = [
        Part(row["event"], row["role"], row["basis"] == "implied", shown.get(row["event"], ""))
        for row in rows
        if row["event"] in order
    ]
    roles = list(ROLES)
    return tuple(sorted(found, key=lambda part: (roles.index(part.role), order[part.event])))


def shown_events(selection: Selection) -> dict[str, str]:
    """Event -> `certain`, `possible` or `undated`: the selected ones by date, then the undated ones."""
    frames = (selection.events, selection.undated)
    return {row["id"]: row["when"] for frame in frames for row in records_of(frame[["id", "when"]])}


def takes_part(selection: Selection) -> dict[str, Counter[str]]:
    """Actor -> in how many events of the selection it has a part, by `certain`, `possible` and `undated`."""
    found: dict[str, Counter[str]] = {}
    for event, when in shown_events(selection).items():
        for actor in {row["actor"] for row in selection.dataset.rows_of("participants", "event", event)}:
            found.setdefault(actor, Counter())[when] += 1
    return found


def in_events(counts: Mapping[str, int]) -> str:
    """ "in 5 events: 3 certainly, 1 possibly, 1 undated"; the parts only where not all are certain."""
    total = sum(counts.values())
    words = {"certain": "certainly", "possible": "possibly", "undated": "undated"}
    parts = ", ".join(f"{counts[when]} {word}" for when, word in words.items() if counts.get(when))
    told = f"in {total} {'event' if total == 1 else 'events'}"
    return told if counts.get("certain", 0) == total else f"{told}: {parts}"


def co_actors(selection: Selection, actor: str) -> tuple[tuple[str, Counter[str]], ...]:
    """Who appears with an actor in events of the selection, and in how many, the most frequent first."""
    found: dict[str, Counter[str]] = {}
    for event, when in shown_events(selection).items():
        there = {row["actor"] for row in selection.dataset.rows_of("participants", "event", event)}
        for other in there - {actor} if actor in there else ():
            found.setdefault(other, Counter())[when] += 1
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1].total(), pair[0])))


# --- what it says, what is said of it ---


def claims_said_by(dataset: Dataset, actor: str) -> tuple[dict[str, str], ...]:
    """The claims in force that have the actor as a link of their chain."""
    return _in_force(dataset, (link["claim"] for link in dataset.rows_of("chain_links", "actor", actor)))


def claims_about(dataset: Dataset, actor: str) -> tuple[dict[str, str], ...]:
    """The claims in force that speak of the actor."""
    return _in_force(dataset, (link["claim"] for link in dataset.rows_of("claim_actors", "actor", actor)))


def _in_force(dataset: Dataset, claims: Iterable[str]) -> tuple[dict[str, str], ...]:
    rows = (dataset.row("claims", claim) for claim in dict.fromkeys(claims))
    return tuple(row for row in rows if not row["withdrawn"])


def disputes(dataset: Dataset, actor: str) -> tuple[tuple[dict[str, str], ...], ...]:
    """Claims that contradict each other, one of them at least about the actor; none is preferred.

    A group holds all that contradict one another, directly or through a third one.
    """
    groups: list[tuple[dict[str, str], ...]] = []
    seen: set[str] = set()
    for claim in claims_about(dataset, actor):
        group = _rivals(dataset, claim["id"])
        if len(group) > 1 and claim["id"] not in seen:
            groups.append(_in_force(dataset, group))
        seen |= set(group)
    return tuple(group for group in groups if len(group) > 1)


def _rivals(dataset: Dataset, claim: str) -> list[str]:
    found, waiting = [claim], [claim]
    while waiting:
        for link in dataset.rows_of("claim_links", "claim", waiting.pop(0)):
            if link["relation"] == "contradicts" and link["other"] not in found:
                found.append(link["other"])
                waiting.append(link["other"])
    return found


def link_of(dataset: Dataset, claim: str, actor: str) -> dict[str, str]:
    """The link of a claim's chain at which the actor speaks: the one nearest to us, if there are several."""
    return next(link for link in chain(dataset, claim) if link["actor"] == actor)
