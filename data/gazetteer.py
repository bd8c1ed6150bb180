"""What is known of a place: its names, neighbours and crossings, what was seen of a crossing, what is said
to have happened there. Each answer keeps how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from data import dates
from data.dataset import Dataset
from data.partition import own_places
from data.selection import Selection

NAME_KINDS: Final = {
    "official": "Official names",
    "former": "Former names",
    "alias": "Other names",
    "transliteration": "Transliterations",
    "weak": "Names that do not identify it alone",
}
"""Kind of a name in `names` -> how a group of such names is headed."""

TRUST: Final = {
    "sourced": "given by a source",
    "single source": "rests on a single source",
    "derived": "derived, not reported",
    "anchor": "an anchor: something near by, not the place itself",
    "unverified": "unverified: no source was found for it",
    "none": "no point was found",
}
"""How far a point can be trusted -> in words."""

ON_BORDER: Final = {
    "yes": "touches the border in the outlines",
    "near": "close to the border; whether it touches it is uncertain",
    "no": "not on the border in the outlines",
}

_CENTRE: Final = re.compile(r"(?:^|(?<=\s))Centre: ([^.]+)\.\s*")


@dataclass(frozen=True)
class Neighbour:
    """A district that borders on another one.

    `relation` is `along` (the same country) or `across` (the other bank); `basis` and `confidence` are those
    of the table `district_neighbours`, which is read off generalised outlines.
    """

    district: str
    relation: str
    shared_km: float
    basis: str
    confidence: str


@dataclass(frozen=True)
class Seen:
    """What one source saw of a crossing on the days that it covers; `bounds` is None where it is undated."""

    status: str
    date: str
    bounds: dates.Bounds | None
    what: str
    source: str
    note: str


@dataclass(frozen=True)
class EventsThere:
    """Events said to have happened at a place.

    `certain`: their place is it or lies in it; `possible`: they are placed only in the province around it.
    Both hold ids in the order of the dataset. `elsewhere_said` holds (event, source) where only another
    source than the event's own puts it there. `hidden` are those of all of them that the filters leave out.
    """

    certain: tuple[str, ...]
    possible: tuple[str, ...]
    elsewhere_said: tuple[tuple[str, str], ...]
    hidden: frozenset[str]


def place_asked(dataset: Dataset, asked: str) -> str:
    """The id of the place that an id of a place or of a crossing means; "" where it is none."""
    if dataset.has("places", asked):
        return asked
    return dataset.row("crossings", asked)["place"] if dataset.has("crossings", asked) else ""


def crossing_at(dataset: Dataset, place: str) -> dict[str, str] | None:
    """The crossing whose position a place is, or None."""
    return next(iter(dataset.rows_of("crossings", "place", place)), None)


def crossings_in(dataset: Dataset, district: str) -> tuple[dict[str, str], ...]:
    """The crossings that have a bank in this district."""
    banks = ("tajik_district", "afghan_district")
    return tuple(row for bank in banks for row in dataset.rows_of("crossings", bank, district))


def neighbours(dataset: Dataset, district: str) -> tuple[Neighbour, ...]:
    """The districts that border on this one, the longest common line first."""
    found = [
        Neighbour(row[end], row["relation"], float(row["shared_km"]), row["basis"], row["confidence"])
        for own, end in (("district", "other"), ("other", "district"))
        for row in dataset.rows_of("district_neighbours", own, district)
    ]
    return tuple(sorted(found, key=lambda neighbour: (-neighbour.shared_km, neighbour.district)))


def history(dataset: Dataset, crossing: str) -> tuple[Seen, ...]:
    """What sources saw of a crossing, by the day at the latest; what has no date comes last."""
    found = [_seen(row) for row in dataset.rows_of("crossing_status", "crossing", crossing)]
    return tuple(sorted(found, key=_order))


def _seen(row: dict[str, str]) -> Seen:
    bounds = dates.parse(row["date"]) if row["date"] else None
    return Seen(row["status"], row["date"], bounds, row["what"], row["source"], row["note"])


def _order(seen: Seen) -> tuple[int, int]:
    bounds = seen.bounds
    return (bounds.end_latest, bounds.start_latest) if bounds else (dates.UNBOUNDED_FUTURE, 0)


def last_seen(seen: Iterable[Seen]) -> tuple[Seen, ...]:
    """The dated sightings that no other one certainly follows: the last that is known, never today's state.

    Several where their dates leave open which of them came last.
    """
    dated = [(one, one.bounds) for one in seen if one.bounds]
    last = max((bounds.start_earliest for _, bounds in dated), default=0)
    return tuple(one for one, bounds in dated if bounds.end_latest >= last)


def names_of(dataset: Dataset, place: str) -> dict[str, tuple[dict[str, str], ...]]:
    """Kind -> the names of that kind (rows of `names`), those that are dated first; only kinds that occur."""
    rows = dataset.rows_of("names", "place", place)
    groups = {
        kind: tuple(sorted((row for row in rows if row["kind"] == kind), key=lambda row: row["date"] == ""))
        for kind in NAME_KINDS
    }
    return {kind: found for kind, found in groups.items() if found}


def centre_and_remark(note: str) -> tuple[str, str]:
    """The centre of a district that its remark names ("Centre: Nusay."), and the remark without it."""
    found = _CENTRE.search(note)
    return (found[1], _CENTRE.sub("", note).strip()) if found else ("", note)


def parents(dataset: Dataset, place: str) -> tuple[str, ...]:
    """The places that this one lies in, nearest first, by `parent`."""
    chain: list[str] = []
    above = dataset.row("places", place)["parent"]
    while above and above not in chain:
        chain.append(above)
        above = dataset.row("places", above)["parent"]
    return tuple(chain)


def why_drawn(place: dict[str, str]) -> str:
    """How a place is drawn, or why it is not, in one sentence (rule: README, Place)."""
    precision, status = place["precision"], place["coordinate_status"]
    if precision in ("exact", "settlement") and place["latitude"]:
        unsure = f"; its position: {TRUST[status]}" if status not in ("", "sourced") else ""
        return f"Drawn as a point{unsure}."
    if precision in ("district", "province"):
        return f"Drawn as the area of its {precision}." if place["area"] else _NO_OUTLINE
    return _NOT_DRAWN.get(precision, "Not drawn: no point was found.")


_NO_OUTLINE: Final = "Not drawn: the map has no outline of it, and no point stands for an area."
_NOT_DRAWN: Final = {
    "country": "Named at the map's edge: a whole country is neither a point nor spread over its districts.",
    "zone": "Not drawn: it spans several districts that are not named, or has no outline of its own.",
    "undisclosed": "Not drawn: the source withholds it, so it is no point, no city and no area.",
    "none": "Not drawn: no point was found or no place is stated.",
}


def events_there(selection: Selection, place: str) -> EventsThere:
    """What is said to have happened at a place, whatever the filters, and what of it they leave out."""
    dataset = selection.dataset
    inside, maybe = dataset.places.matching([place])
    table = own_places(dataset.tables["event_places"])
    where: dict[str, set[str]] = {}
    for event, at in zip(table["event"], table["place"], strict=True):
        where.setdefault(event, set()).add(at)
    known = [str(event) for event in dataset.events["id"]]
    certain = tuple(event for event in known if where.get(event, set()) & inside)
    possible = tuple(e for e in known if e not in certain and where.get(e, set()) & maybe)
    others = _said_elsewhere(dataset, inside, {*certain, *possible})
    shown = {*selection.events["id"], *selection.undated["id"]}
    everything = {*certain, *possible, *(event for event, _ in others)}
    return EventsThere(certain, possible, others, frozenset(everything - shown))


def _said_elsewhere(dataset: Dataset, inside: frozenset[str], told: set[str]) -> tuple[tuple[str, str], ...]:
    """(event, source) that only another source puts into one of these places."""
    known = set(dataset.events["id"])
    return tuple(
        (row["event"], row["source"])
        for place in sorted(inside)
        for row in dataset.rows_of("event_places", "place", place)
        if row["source"] and row["event"] in known - told
    )
