"""One immutable, checked dataset: the tables, and the lookups that every reader shares."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd

from data import dates, rules, validation
from data.frames import records_of
from data.names import NameIndex, fold
from data.partition import Partition, own_places, partition
from data.places import PlaceTree
from data.query import Filters, to_query
from data.validation import Problem
from data.vocabulary import QUAD_OF_CATEGORY, UNCODED

BUNDLED: Final = Path(__file__).resolve().parent
"""The package that ships with Panj."""


@dataclass(frozen=True, eq=False)
class Confinement:
    """How a dataset was cut down to a lock (`data.scope`).

    Attributes:
        lock: the filters that nobody can lift.
        whole: the release that it was cut from. Only the few readers that have to name the lock or to judge a
            brief may look at it (a test holds that); nothing of it may be shown.
        maybe_there: events inside that only a containing province puts into the area of the lock.
        answered_outside: events, moves and claims inside to which something outside responds, which answers
            them or supports them: of these nobody may say that it is missing.
    """

    lock: Filters
    whole: Dataset
    maybe_there: frozenset[str] = frozenset()
    answered_outside: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Dataset:
    """A release of the tables, or what a lock leaves of it.

    Attributes:
        version: version of the package (`datapackage.json`).
        release: version and a hash of the content: two releases with equal names have equal content. A
            dataset under a lock bears the name of the release that it was cut from; see `edition`.
        tables: name -> frame of strings, "" = missing; rows with a problem are not in it.
        problems: what is wrong with the rows that were set aside.
        folder: where it was read from.
        naming: the stance by which authorities are named (`actor_labels`).
        confined: how it was cut down to a lock; None where it is whole.
    """

    version: str
    release: str
    tables: Mapping[str, pd.DataFrame]
    problems: tuple[Problem, ...]
    folder: Path
    naming: str = "neutral"
    confined: Confinement | None = None

    @property
    def lock(self) -> Filters:
        """The filters that nobody can lift; empty where the dataset is whole."""
        return self.confined.lock if self.confined else Filters()

    @cached_property
    def edition(self) -> str:
        """What a cache goes by: the release, and under a lock a hash of it. Equal editions hold equal rows.

        The order of a lock's values changes no row and no edition.
        """
        if self.confined is None:
            return self.release
        pairs = sorted(to_query(self.lock).split("&"))
        return f"{self.release}-{hashlib.sha256('&'.join(pairs).encode()).hexdigest()[:10]}"

    @cached_property
    def events(self) -> pd.DataFrame:
        """Events in force (not withdrawn), by id, with `quad` and the four bounds as int64 day numbers.

        The index is 0..n-1. Undated events have `dated` false and zero bounds. `best_*` hold the date and
        bounds under `dates=best`.
        """
        table = self.tables["events"]
        events = table[table["withdrawn"] == ""].reset_index(drop=True).copy()
        events["quad"] = [QUAD_OF_CATEGORY.get(category, UNCODED) for category in events["category"]]
        own = list(zip(events["date"], events["as_of"], strict=True))
        best = [self._best_dates.get(event, pair) for event, pair in zip(events["id"], own, strict=True)]
        for prefix, pairs in (("", own), ("best_", best)):
            bounds = [_bounds(text, as_of) for text, as_of in pairs]
            events[f"{prefix}dated"] = np.array([text != "" for text, _ in pairs], dtype=bool)
            for index, name in enumerate(dates.Bounds._fields):
                events[f"{prefix}{name}"] = np.array([bound[index] for bound in bounds], dtype=np.int64)
        events["best_date"] = [text for text, _ in best]
        return events

    @cached_property
    def _best_dates(self) -> dict[str, tuple[str, str]]:
        """Event -> (EDTF, as_of) of the one best date that another source gives."""
        table = self.tables["event_dates"]
        published = dict(zip(self.tables["sources"]["id"], self.tables["sources"]["published"], strict=True))
        rows = table[table["best"] == "true"]
        return {
            event: (text, rules.first_day(published.get(source, "")))
            for event, text, source in zip(rows["event"], rows["date"], rows["source"], strict=True)
        }

    @cached_property
    def places(self) -> PlaceTree:
        """Which place lies in which."""
        return PlaceTree(self.tables["places"], self.tables["crossings"])

    @cached_property
    def located(self) -> pd.DataFrame:
        """One row per event and place of its own source: `event,place` and the columns of the place, its
        coordinates as float or nan."""
        places = self.tables["places"].rename(columns={"id": "place"})
        for name in ("latitude", "longitude"):
            places[name] = pd.to_numeric(places[name].replace("", None)).astype(float)
        links = own_places(self.tables["event_places"])[["event", "place"]]
        return links.merge(places, on="place", how="left")

    @cached_property
    def partitions(self) -> tuple[Partition, ...]:
        """The events as compact columns; one partition for the curated tables."""
        return (partition(self),)

    @cached_property
    def actor_names(self) -> NameIndex:
        """Actors by id, name or any alias in any script."""
        actors, labels = self.tables["actors"], self.tables["actor_labels"]
        return NameIndex(
            actors["id"],
            [*_pairs(actors, "id", "name"), *_pairs(labels, "actor", "label"), *self._names_of("actor")],
        )

    @cached_property
    def place_names(self) -> NameIndex:
        """Places by id, other id, name or any variant; a crossing also by the name of either side."""
        places, crossings = self.tables["places"], self.tables["crossings"]
        others = [
            (place, other.strip())
            for place, more in zip(places["id"], places["other_ids"], strict=True)
            for other in more.split(";")
        ]
        sides = [*_pairs(crossings, "place", "tajik_name"), *_pairs(crossings, "place", "afghan_name")]
        named = [*_pairs(places, "id", "name"), *others, *sides, *_pairs(crossings, "place", "id")]
        return NameIndex(places["id"], [*named, *self._names_of("place")])

    @cached_property
    def source_names(self) -> NameIndex:
        """Who can be asked for as a source: a publication by id or title, all of a publisher's by its name,
        and an actor that speaks in some chain by id or any name."""
        sources, actors = self.tables["sources"], self.tables["actors"]
        heard = set(self.tables["chain_links"]["actor"]) - {""}
        speakers = actors[actors["id"].isin(heard)]
        aliases = [pair for pair in self._names_of("actor") if pair[0] in heard]
        named = [*_pairs(sources, "id", "title"), *_pairs(sources, "id", "publisher")]
        return NameIndex(
            [*sources["id"], *speakers["id"]], [*named, *_pairs(speakers, "id", "name"), *aliases]
        )

    def _names_of(self, column: str) -> list[tuple[str, str]]:
        names = self.tables["names"]
        return _pairs(names[names[column] != ""], column, "name")

    @cached_property
    def _rows(self) -> dict[str, dict[str, dict[str, str]]]:
        return {
            name: {row["id"]: row for row in records_of(table)}
            for name, table in self.tables.items()
            if "id" in table
        }

    def row(self, table: str, identifier: str) -> dict[str, str]:
        """One row as a dict.

        Raises:
            KeyError: there is no such row.
        """
        return self._rows[table][identifier]

    def has(self, table: str, identifier: object) -> bool:
        """Whether `table` holds a row with that id (anything that is no known id is not held)."""
        return isinstance(identifier, str) and identifier in self._rows[table]

    @cached_property
    def _grouped(self) -> dict[tuple[str, str], dict[str, list[dict[str, str]]]]:
        return {}

    def rows_of(self, table: str, column: str, value: str) -> list[dict[str, str]]:
        """The rows of `table` whose `column` is `value`, in file order."""
        key = (table, column)
        if key not in self._grouped:
            groups: dict[str, list[dict[str, str]]] = {}
            for row in records_of(self.tables[table]):
                groups.setdefault(row[column], []).append(row)
            self._grouped[key] = groups
        return self._grouped[key].get(value, [])

    @cached_property
    def search_texts(self) -> dict[str, str]:
        """Event -> folded text that `q` searches: texts, claims, and every name of its actors and places."""
        return {event: _search_text(self, event) for event in self.events["id"]}


def _search_text(dataset: Dataset, event: str) -> str:
    row = dataset.row("events", event)
    parts = [event, row["title"], row["summary"], row["date_phrase"]]
    claims = [
        dataset.row("claims", link["claim"]) for link in dataset.rows_of("claim_events", "event", event)
    ]
    parts += [claim["text"] for claim in claims if not claim["withdrawn"]]
    for table, column in (("participants", "actor"), ("event_places", "place")):
        for link in dataset.rows_of(table, "event", event):
            parts.append(dataset.row(f"{column}s", link[column])["name"])
            parts += [name["name"] for name in dataset.rows_of("names", column, link[column])]
    return "\n".join(fold(part) for part in parts)  # no folded text holds a line break, so none spans two


def _pairs(table: pd.DataFrame, key: str, value: str) -> list[tuple[str, str]]:
    return list(zip(table[key], table[value], strict=True))


def _bounds(text: str, as_of: str) -> dates.Bounds:
    """Bounds of a date that validation let pass; zeros where it is undated."""
    return dates.parse(text, rules.iso_day(as_of)) if text else dates.Bounds(0, 0, 0, 0)


def load(folder: Path = BUNDLED, naming: str = "neutral") -> Dataset:
    """Read, check and freeze the package in `folder`.

    Raises:
        PackageError: the descriptor or a whole table is broken, or the package lacks one that Panj needs.
    """
    checked = validation.check(folder)
    _require(checked.descriptor)
    digest = hashlib.sha256()
    for name, table in sorted(checked.tables.items()):
        digest.update(name.encode())
        digest.update(table.to_csv(index=False).encode())
    version = str(checked.descriptor.get("version", "0.0.0"))
    return Dataset(
        version=version,
        release=f"{version}-{digest.hexdigest()[:10]}",
        tables=MappingProxyType(checked.tables),
        problems=checked.problems,
        folder=folder,
        naming=naming,
    )


def _require(descriptor: dict[str, Any]) -> None:
    """Every table and column of the bundled package must be there; more may be."""
    held = validation.columns_of(descriptor)
    for table, columns in validation.columns_of(validation.read_descriptor(BUNDLED)).items():
        if table not in held:
            raise validation.PackageError(f"datapackage.json: lacks the table {table}")
        if lacking := [name for name in columns if name not in held[table]]:
            raise validation.PackageError(f"datapackage.json: the table {table} lacks {', '.join(lacking)}")
