"""Claims that contradict each other, in clusters; no side of a cluster is preferred."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from data.claims import claims_in, in_force
from data.dataset import Dataset
from data.filters import Selection
from data.memory import once_per_release


@dataclass(frozen=True)
class Note:
    """What the editors wrote on a contradiction, and the pairs of claims of which they wrote it."""

    text: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Cluster:
    """Claims that contradict each other, directly or by way of others; none of them is preferred.

    Attributes:
        title: the topics of the notes (what stands before the colon), or the notes themselves.
        claims: in file order.
        notes: each wording once.
        backing: claim -> claims that support it, where there are any.
        figures: whether it sets counts against each other; they are never added up or drawn as a series.
    """

    title: str
    claims: tuple[str, ...]
    notes: tuple[Note, ...]
    backing: tuple[tuple[str, tuple[str, ...]], ...]
    figures: bool


@dataclass(frozen=True)
class ClusterSeen:
    """A cluster and which of its claims are in the selection; the others lie outside the filters."""

    cluster: Cluster
    inside: frozenset[str]


def contradiction_clusters(selection: Selection) -> tuple[ClusterSeen, ...]:
    """The clusters of which at least one claim is in the selection."""
    chosen = frozenset(claims_in(selection).ids)
    seen = ((cluster, chosen & frozenset(cluster.claims)) for cluster in clusters(selection.dataset))
    return tuple(ClusterSeen(cluster, inside) for cluster, inside in seen if inside)


@once_per_release
def clusters(dataset: Dataset) -> tuple[Cluster, ...]:
    """All clusters: the connected parts of the `contradicts` links between claims in force."""
    valid, near = frozenset(in_force(dataset)), dict[str, set[str]]()
    for row in dataset.rows_of("claim_links", "relation", "contradicts"):
        if row["claim"] in valid and row["other"] in valid:
            near.setdefault(row["claim"], set()).add(row["other"])
            near.setdefault(row["other"], set()).add(row["claim"])
    found, done = [], set[str]()
    for claim in in_force(dataset):
        if claim in near and claim not in done:
            members = _reached(near, claim)
            done |= members
            found.append(_cluster(dataset, tuple(c for c in in_force(dataset) if c in members)))
    return tuple(found)


def _reached(near: dict[str, set[str]], start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        fresh = near[waiting.pop()] - found
        found |= fresh
        waiting += fresh
    return found


def _cluster(dataset: Dataset, claims: tuple[str, ...]) -> Cluster:
    pairs: dict[str, list[tuple[str, str]]] = {}
    links = [row for claim in claims for row in dataset.rows_of("claim_links", "claim", claim)]
    for row in links:
        pair = (row["claim"], row["other"])
        if row["relation"] == "contradicts" and pair[1] in claims:
            told = pairs.setdefault(row["note"], [])
            if pair[::-1] not in told:
                told.append(pair)
    notes = tuple(Note(text, tuple(told)) for text, told in pairs.items())
    backing = tuple((claim, held) for claim in claims if (held := supporters(dataset, claim)))
    counts = [claim for claim in claims if dataset.row("claims", claim)["kind"] == "count"]
    return Cluster(_title(notes), claims, notes, backing, len(counts) > 1)


def supporters(dataset: Dataset, claim: str) -> tuple[str, ...]:
    """Claims in force of which the editors noted that they support this one."""
    rows = dataset.rows_of("claim_links", "other", claim)
    held = [row["claim"] for row in rows if row["relation"] == "supports"]
    return tuple(other for other in held if not dataset.row("claims", other)["withdrawn"])


def _title(notes: tuple[Note, ...]) -> str:
    topics = Counter(topic for note in notes for topic in [_topic(note.text)] if topic)
    words = [topic for topic, _ in topics.most_common()] or [note.text for note in notes if note.text]
    told = " · ".join(text.rstrip(".") for text in words) or "Told in more than one way"
    return told[:1].upper() + told[1:]


def _topic(note: str) -> str:
    """What stands before the colon, unless it is a statement of its own (a comma or a figure in it)."""
    head, colon, _ = note.partition(": ")
    statement = "," in head or any(letter.isdigit() for letter in head)
    return head if colon and not statement else ""
