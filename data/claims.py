"""Claims of a selection: which are in it, and who says them (the matrix).

Everything follows the selection. A claim of its events, the undated ones with them, is in it. A claim that
belongs to no event is in it where it is about an actor of the selection: one that was asked for, or, where
none was, one with a part in its events; and where publications or speakers were asked for, one of those has
to stand in its chain. A selection of all events holds all claims. Withdrawn claims are never shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from data.dataset import Dataset
from data.filters import Selection
from data.frames import records_of
from data.memory import once_per_release
from data.wording import chain, claims_of, speaker

MOST_COLUMNS: Final = 14
"""Columns of the matrix at most, the two for the unnamed and for all others among them."""
UNNAMED, OTHERS = "unnamed", "others"
_KINDS: Final = ("publication", "actor", "source")


@dataclass(frozen=True)
class EventClaims:
    """Claims of one event, in file order; `when` is certain, possible or undated.

    A claim of several events stands at the first of them, so that no claim is counted twice.
    """

    event: str
    when: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class ClaimsIn:
    """Claims of a selection by id.

    Attributes:
        groups: those of its events, in the order of the list of events, the undated last.
        loose: those that belong to no event.
        left: how many claims of no event are not in it.
    """

    groups: tuple[EventClaims, ...]
    loose: tuple[str, ...]
    left: int

    @property
    def ids(self) -> tuple[str, ...]:
        """Each claim once."""
        return (*(claim for group in self.groups for claim in group.claims), *self.loose)


def claims_in(selection: Selection) -> ClaimsIn:
    """The claims in force of a selection (see the top of this module)."""
    dataset, groups, seen = selection.dataset, [], set[str]()
    for event, when in _events(selection):
        claims = tuple(row["id"] for row in claims_of(dataset, event) if row["id"] not in seen)
        seen.update(claims)
        if claims:
            groups.append(EventClaims(event, when, claims))
    apart = _eventless(dataset)
    loose = tuple(_concerned(selection, apart))
    return ClaimsIn(tuple(groups), loose, len(apart) - len(loose))


def _events(selection: Selection) -> Iterator[tuple[str, str]]:
    for frame in (selection.events, selection.undated):
        yield from zip(frame["id"], frame["when"], strict=True)


@once_per_release
def in_force(dataset: Dataset) -> tuple[str, ...]:
    """Every claim that is not withdrawn, in file order."""
    return tuple(row["id"] for row in records_of(dataset.tables["claims"]) if not row["withdrawn"])


@once_per_release
def _eventless(dataset: Dataset) -> tuple[str, ...]:
    return tuple(claim for claim in in_force(dataset) if not dataset.rows_of("claim_events", "claim", claim))


def _concerned(selection: Selection, claims: Iterable[str]) -> Iterator[str]:
    dataset, counts = selection.dataset, selection.counts
    everything = counts.selected + counts.undated == counts.total
    actors, sources = _actors(selection), selection.plan.sources
    for claim in claims:
        about = {row["actor"] for row in dataset.rows_of("claim_actors", "claim", claim)}
        told = {row[column] for row in chain(dataset, claim) for column in ("source", "actor")}
        if everything or (about & actors and (not sources or told & sources)):
            yield claim


def _actors(selection: Selection) -> frozenset[str]:
    asked = frozenset[str]().union(*selection.plan.actors)
    return asked or frozenset(
        row["actor"]
        for event, _ in _events(selection)
        for row in selection.dataset.rows_of("participants", "event", event)
    )


@dataclass(frozen=True)
class Column:
    """A speaker of the matrix. `key` is the id of a publication or an actor, `UNNAMED` or `OTHERS`;
    `kind` is publication, actor, source (an unnamed source that has an id), unnamed or others;
    `claims` is in how many claims it speaks."""

    key: str
    kind: str
    name: str
    claims: int


@dataclass(frozen=True)
class Mark:
    """What one speaker commits to: place in the chain, FactBank value, and whether the link is implied."""

    name: str
    position: int
    factuality: str
    basis: str


@dataclass(frozen=True)
class Row:
    """A claim and its marks, one tuple a column (empty where that speaker says nothing)."""

    claim: str
    cells: tuple[tuple[Mark, ...], ...]


@dataclass(frozen=True)
class Group:
    """Rows of one event; `event` and `when` are empty for the claims of no event."""

    event: str
    when: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Matrix:
    """Claims by speaker. `folded` is how many speakers share the column of the others, `left` is how many
    claims of no event are not in the selection."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    folded: int
    left: int


def claim_matrix(selection: Selection) -> Matrix:
    """The claims of the selection by those who say so.

    Columns are publications, then actors, then unnamed sources, the most frequent first. At most
    `MOST_COLUMNS`: the speakers that are heard least share one.
    """
    dataset, found = selection.dataset, claims_in(selection)
    columns, folded = _columns(dataset, found.ids)
    keys = [column.key for column in columns]
    groups = [(group.event, group.when, group.claims) for group in found.groups]
    if found.loose:
        groups.append(("", "", found.loose))
    rows = [
        Group(event, when, tuple(_row(dataset, claim, keys) for claim in claims))
        for event, when, claims in groups
    ]
    return Matrix(columns, tuple(rows), folded, found.left)


def _key(link: dict[str, str]) -> str:
    return link["source"] or link["actor"] or UNNAMED


def _columns(dataset: Dataset, claims: Iterable[str]) -> tuple[tuple[Column, ...], int]:
    heard: dict[str, set[str]] = {}
    for claim in claims:
        for link in chain(dataset, claim):
            heard.setdefault(_key(link), set()).add(claim)
    unnamed = heard.pop(UNNAMED, None)
    ranked = sorted(heard, key=lambda key: (-len(heard[key]), key))
    room = MOST_COLUMNS - (1 if unnamed else 0)
    kept = ranked if len(ranked) <= room else ranked[: room - 1]
    columns = [Column(key, _kind(dataset, key), _name(dataset, key), len(heard[key])) for key in kept]
    columns.sort(key=lambda column: _KINDS.index(column.kind))  # stable: the most frequent stay first
    if unnamed:
        columns.append(Column(UNNAMED, UNNAMED, "without an entry of their own", len(unnamed)))
    folded = ranked[len(kept) :]
    if folded:
        columns.append(
            Column(OTHERS, OTHERS, "all others", len(set[str]().union(*(heard[key] for key in folded))))
        )
    return tuple(columns), len(folded)


def _kind(dataset: Dataset, key: str) -> str:
    if dataset.has("sources", key):
        return "publication"
    return "source" if dataset.row("actors", key)["kind"] == "source" else "actor"


def _name(dataset: Dataset, key: str) -> str:
    table = "source" if dataset.has("sources", key) else "actor"
    return speaker(dataset, {"source": "", "actor": "", "unnamed": "", table: key})


def _row(dataset: Dataset, claim: str, keys: list[str]) -> Row:
    cells: dict[str, list[Mark]] = {key: [] for key in keys}
    for link in chain(dataset, claim):
        mark = Mark(speaker(dataset, link), int(link["position"]), link["factuality"], link["basis"])
        key = _key(link)
        cells[key if key in cells else OTHERS].append(mark)
    return Row(claim, tuple(tuple(cells[key]) for key in keys))
