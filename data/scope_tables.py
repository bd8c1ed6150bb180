"""Which rows a lock leaves: what hangs on the events inside, and nothing that speaks of others.

Table by table (the shape is in data/README.md):

- `events`: those inside. A withdrawn event is in no selection and so in no lock.
- `event_dates`, `event_places`, `event_sources`, `participants`, `moves`, `silences`: those of an event
  inside. A silence on no event belongs to the whole of the talks and goes. What a move or a silence says of a
  move outside (`answers`, `answered_by`, `move`) is blanked, and so is a claim of a move that went;
  `answered_outside` remembers where, for a blank must not be read as "nobody answered".
- `event_links`, `claim_links`: both ends inside.
- `claims`: those that speak of an event inside, withdrawn ones too. A claim of no event stays only if all
  that it is about takes part in what is inside, and all who say so are heard there anyway. `claim_events` is
  cut on both sides; `claim_actors`, `claim_places` and `chain_links` go with their claim, whole.
- `relations`: both ends take part inside, the source is cited there, the claim (if it has one) stays.
- `sources`: those that something inside cites. `used_for` is the editors' note on all that a publication was
  read for, and is blanked.
- `actors`: those that take part, are spoken of, or are heard in a chain. Any other goes with its names,
  labels and relations: that the tables hold something about a person is itself told by its name. What the
  editors wrote of an actor (`description`, `note`) sums up the whole release, and is blanked.
- `places`: those of what remains with all around them. Countries, provinces, districts and crossing points
  stay, for the base map draws them for everybody, but without the remark of one where nothing inside is said
  to have happened; so do `district_neighbours`, read off that map.
- `crossings` stay for the same reason. `crossing_status` tells what was seen there: it stays whole, where
  something inside is said to have happened at the crossing and all who saw it are cited inside; else it goes
  whole, for half a history has a wrong end.
- `names`, `actor_labels`: of the actors and places that remain; a source that went is blanked.
- `versions`: all; a release tells of no event.
- A table that this page does not know is emptied.

In what remains, an editor's remark that names a row outside (`note` and the like) is blanked; elsewhere words
take the place of its id. A remark that speaks of outside without naming it cannot be known and stays, and a
claim that speaks of an event inside and of one outside stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import pandas as pd

from data.dataset import Dataset
from data.memory import once_per_release

Tables = Mapping[str, pd.DataFrame]

_OF_EVENTS: Final = ("event_dates", "event_places", "event_sources", "participants", "moves", "silences")
_OF_CLAIMS: Final = ("claim_actors", "claim_places", "chain_links")
_BASE_MAP: Final = ("country", "province", "district")
"""Kinds of places that the base map draws for everybody."""
_REMARKS: Final = ("note", "caution", "evidence", "opened_note", "length_note", "reliability_note")
_NAMED: Final = {
    "events": "another event",
    "claims": "another claim",
    "moves": "another move",
    "silences": "another silence",
    "relations": "another relation",
    "sources": "another publication",
    "actors": "another actor",
    "places": "another place",
}
"""Table -> what stands in the place of an id of it that is not here."""
_WORD: Final = re.compile(r"[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")
"""What may be an id, or a range of ids joined by a hyphen."""


def remaining(dataset: Dataset, events: Collection[str]) -> Tables:
    """The tables that a lock on `events` leaves; every table is there, and every key leads to a row."""
    kept = _Cut(dataset.tables, frozenset(events)).tables()
    empty = {name: table.iloc[:0] for name, table in dataset.tables.items() if name not in kept}
    found = {name: (kept | empty)[name] for name in dataset.tables}
    return MappingProxyType(_without_mentions(dataset, found))


def answered_outside(dataset: Dataset, kept: Tables) -> frozenset[str]:
    """Ids of moves, events and claims in `kept` that something outside answers, responds to or supports."""
    tables = dataset.tables
    moves, inside = tables["moves"], _ids(kept["moves"], "id")
    after = moves[~moves["id"].isin(inside)]
    led_out = moves[(moves["answered_by"] != "") & ~moves["answered_by"].isin(inside)]
    links = _only(tables["event_links"], relation={"responds-to"})
    responded = links[~links["event"].isin(kept["events"]["id"])]
    claims = tables["claims"]
    lost = _ids(claims[claims["withdrawn"] == ""], "id") - _ids(kept["claims"], "id")
    supported = _only(tables["claim_links"], relation={"supports"}, claim=lost)
    found = _ids(after, "answers") | _ids(led_out, "id") | _ids(responded, "other") | _ids(supported, "other")
    return found & (inside | _ids(kept["events"], "id") | _ids(kept["claims"], "id"))


def _only(table: pd.DataFrame, **allowed: Collection[str]) -> pd.DataFrame:
    """The rows whose cells in every named column are among the allowed."""
    for column, values in allowed.items():
        table = table[table[column].isin(list(values))]
    return table


def _ids(table: pd.DataFrame, *columns: str) -> frozenset[str]:
    """The filled cells of the columns."""
    return frozenset[str]().union(*(table[column] for column in columns)) - {""}


@dataclass(frozen=True)
class _Inside:
    """What the rows that hang on the events inside refer to.

    `part` are the actors that take part or are spoken of, `heard` those and all who speak in a chain;
    `places` come with all around them; `sources` are all that are cited.
    """

    part: frozenset[str]
    heard: frozenset[str]
    places: frozenset[str]
    sources: frozenset[str]


class _Cut:
    """The rows of `whole` that remain, found once and in the order in which they depend on each other."""

    def __init__(self, whole: Tables, events: frozenset[str]) -> None:
        self.whole = whole
        self.events = events
        self.of_events = {name: _only(whole[name], event=events) for name in _OF_EVENTS}
        self.claims = _ids(_only(whole["claim_events"], event=events), "claim")
        self.inside = self._inside()
        self.claims |= self._loose()

    def tables(self) -> dict[str, pd.DataFrame]:
        whole, claims = self.whole, self.claims
        geography = self._geography()
        return {
            "versions": whole["versions"],
            "events": _only(whole["events"], id=self.events),
            "event_links": _only(whole["event_links"], event=self.events, other=self.events),
            **self._told(),
            "claims": _only(whole["claims"], id=claims),
            "claim_events": _only(whole["claim_events"], claim=claims, event=self.events),
            "claim_links": _only(whole["claim_links"], claim=claims, other=claims),
            **{name: _only(whole[name], claim=claims) for name in _OF_CLAIMS},
            "relations": self._relations(),
            **geography,
            **self._register(_ids(geography["places"], "id")),
        }

    def _inside(self) -> _Inside:
        """Only of what hangs on the events: nothing else may widen it."""
        rows, whole = self.of_events, self.whole
        of_claims = {name: _only(whole[name], claim=self.claims) for name in _OF_CLAIMS}
        links, claims = of_claims["chain_links"], _only(whole["claims"], id=self.claims)
        part = _ids(rows["participants"], "actor") | _ids(rows["moves"], "by", "to", "via")
        part |= _ids(of_claims["claim_actors"], "actor")
        places = _ids(rows["event_places"], "place") | _ids(of_claims["claim_places"], "place")
        cited = frozenset[str]()
        for table in ("event_dates", "event_places", "event_sources", "silences"):
            cited |= _ids(rows[table], "source")
        return _Inside(
            part=part,
            heard=part | _ids(links, "actor"),
            places=_upwards(whole["places"], places),
            sources=cited | _ids(links, "source") | _ids(claims, "source"),
        )

    def _loose(self) -> frozenset[str]:
        """The claims of no event that speak only of what is inside, by those who are heard there."""
        whole, inside = self.whole, self.inside
        about = _ids(whole["claim_actors"], "claim") | _ids(whole["claim_places"], "claim")
        loose = about - _ids(whole["claim_events"], "claim")
        return loose - (
            _beyond(whole["claim_actors"], "actor", inside.part)
            | _beyond(whole["claim_places"], "place", inside.places)
            | _beyond(whole["chain_links"], "source", inside.sources)
            | _beyond(whole["chain_links"], "actor", inside.heard)
            | _ids(whole["claims"][~whole["claims"]["source"].isin(inside.sources)], "id")
        )

    def _told(self) -> dict[str, pd.DataFrame]:
        """The rows of the events, without the references that lead out."""
        moves = {"", *_ids(self.of_events["moves"], "id")}
        blanked = {
            "moves": {"answers": moves, "answered_by": moves, "claim": {"", *self.claims}},
            "silences": {"move": moves},
        }
        return {name: _blanked(table, blanked.get(name, {})) for name, table in self.of_events.items()}

    def _relations(self) -> pd.DataFrame:
        inside = self.inside
        return _only(
            self.whole["relations"],
            subject=inside.part,
            object_actor={"", *inside.part},
            object_place={"", *inside.places},
            source=inside.sources,
            claim={"", *self.claims},
        )

    def _geography(self) -> dict[str, pd.DataFrame]:
        whole, sources = self.whole, self.inside.sources
        places, crossings = whole["places"], whole["crossings"]
        shown = _ids(places[places["kind"].isin(_BASE_MAP)], "id") | self.inside.places
        shown |= _ids(crossings, "place", "tajik_district", "afghan_district")
        shown = _upwards(places, shown)
        neighbours = _only(whole["district_neighbours"], district=shown, other=shown)
        places = _only(places, id=shown).copy()
        places["note"] = places["note"].where(places["id"].isin(list(self.inside.places)), "")
        return {
            "places": places,
            "crossings": crossings,
            "crossing_sources": _only(whole["crossing_sources"], source=sources),
            "crossing_status": self._histories(),
            "district_neighbours": neighbours,
        }

    def _histories(self) -> pd.DataFrame:
        whole, seen = self.whole, self.whole["crossing_status"]
        there = _only(whole["crossings"], place=_ids(self.of_events["event_places"], "place"))
        others = seen[~seen["source"].isin(["", *self.inside.sources])]
        return _only(seen, crossing=_ids(there, "id") - _ids(others, "crossing"))

    def _register(self, places: frozenset[str]) -> dict[str, pd.DataFrame]:
        """Actors, sources and the names of all that remains."""
        whole, actors, sources = self.whole, self.inside.heard, self.inside.sources
        known = {"source": {"", *sources}}
        cited = _only(whole["sources"], id=sources)
        return {
            "actors": _blanked(_only(whole["actors"], id=actors), {"description": (), "note": ()}),
            "actor_labels": _blanked(_only(whole["actor_labels"], actor=actors), known),
            "names": _blanked(_only(whole["names"], actor={"", *actors}, place={"", *places}), known),
            "sources": _blanked(cited, {"used_for": ()}),
        }


def _beyond(table: pd.DataFrame, column: str, inside: frozenset[str]) -> frozenset[str]:
    """The claims that have something filled in `column` that is not inside."""
    return _ids(table[~table[column].isin(["", *inside])], "claim")


def _blanked(table: pd.DataFrame, allowed: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """The table with "" in every cell of the named columns that is not among the allowed."""
    table = table.copy()
    for column, values in allowed.items():
        table[column] = table[column].where(table[column].isin(list(values)), "")
    return table


def _upwards(places: pd.DataFrame, ids: Iterable[str]) -> frozenset[str]:
    """`ids` and every place around them."""
    parents = dict(zip(places["id"], places["parent"], strict=True))
    found: set[str] = set()
    waiting = list(ids)
    while waiting:
        place = waiting.pop()
        if place and place not in found:
            found.add(place)
            waiting.append(parents.get(place, ""))
    return frozenset(found)


# --- ids in free text ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Mention:
    """A cell whose text names rows: the table, the line of its file, the column and the ids."""

    table: str
    line: int
    column: str
    ids: frozenset[str]


@once_per_release
def _mentions(dataset: Dataset) -> tuple[_Mention, ...]:
    """Every cell that names another row than its own; keys are among them and do no harm."""
    known = frozenset[str]().union(*(dataset.tables[name]["id"] for name in _NAMED))
    found = []
    for name, table in dataset.tables.items():
        for column in table.columns:
            for line, text in table[column].items():
                if ids := known & _words(text):
                    found.append(_Mention(name, int(str(line)), str(column), ids))
    return tuple(found)


def _words(text: str) -> frozenset[str]:
    words = _WORD.findall(text)
    return frozenset(words) | {part for word in words for part in word.split("-")}


def _without_mentions(dataset: Dataset, kept: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """`kept` with no id of a row that is not in it: a remark that names one is blanked, other text keeps its
    sense with words in the place of the id."""
    lost = {
        row: words
        for name, words in _NAMED.items()
        for row in _ids(dataset.tables[name], "id") - _ids(kept[name], "id")
    }
    lines = {name: frozenset(table.index) for name, table in kept.items()}
    changed: dict[str, pd.DataFrame] = {}
    for found in _mentions(dataset):
        if found.line in lines[found.table] and not found.ids.isdisjoint(lost):
            table = changed.setdefault(found.table, kept[found.table].copy())
            text = str(table.at[found.line, found.column])
            told = "" if found.column in _REMARKS else _reworded(text, lost)
            table.at[found.line, found.column] = told
    return kept | changed


def _reworded(text: str, lost: Mapping[str, str]) -> str:
    def word(match: re.Match[str]) -> str:
        whole = match[0]
        return lost[whole] if whole in lost else "-".join(lost.get(part, part) for part in whole.split("-"))

    return _WORD.sub(word, text)
