"""A collection that is open: what its codes stand for, its partitions, and its answers, kept."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any, Final, TypeVar

import pyarrow.parquet as pq

from data.cluster import Answer, Cluster, ClusterError, Here
from data.collections import schema
from data.collections.columns import Columns, columns_of, read_columns
from data.collections.tally import Question, strip, tally
from data.dates import UNBOUNDED_FUTURE, UNBOUNDED_PAST
from data.names import NameIndex, fold
from data.query import LONGEST_VALUE
from data.validation import PackageError
from data.vocabulary import PRECISIONS

R = TypeVar("R")

ANSWERS_KEPT: Final = 256
"""Answers that a collection keeps; each is a few kilobytes, whatever the number of events."""


@dataclass(frozen=True)
class Place:
    """A place of the collection; coordinates only where a point was reported."""

    name: str
    precision: str
    latitude: float | None
    longitude: float | None
    country: str
    province: str
    district: str
    offered: str

    @property
    def closeness(self) -> str:
        """How closely it is known, in words; a name may be given without a word on what it names."""
        if self.precision == "none" and self.name:
            return "named, but whether as a town or an area is not said"
        return PRECISIONS.get(self.precision, self.precision)

    @property
    def words(self) -> str:
        """The place with what it lies in, each name once."""
        names = (self.name, self.district, self.province, self.country)
        return ", ".join(dict.fromkeys(name for name in names if name))


@dataclass(frozen=True)
class Told:
    """An answer of all partitions that answered, and a sentence for each that did not."""

    value: Any
    failed: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Collection:
    """An imported dataset, as its own collection beside the curated one.

    Attributes:
        folder: where its files are.
        name: its part of the address.
        title: for readers.
        release: a hash of its descriptor, which holds a hash of every file.
        about: `panj` of the descriptor.
        licence: what the importer knows of its terms.
        actors: code -> (name, kind in its own words, id of one of our actors with that very name, or "").
        places, types, sources: code -> what it stands for.
        files: names of its partitions.
        spread: where the partitions are.
        unread: a sentence for each partition that could not be read at the start.
    """

    folder: Path
    name: str
    title: str
    release: str
    about: dict[str, Any]
    licence: str
    actors: tuple[tuple[str, str, str], ...]
    places: tuple[Place, ...]
    types: tuple[str, ...]
    sources: tuple[str, ...]
    files: tuple[str, ...]
    spread: Here[Columns] | Cluster[str, Columns]
    unread: tuple[str, ...] = ()

    @cached_property
    def actor_names(self) -> NameIndex:
        """Codes, as text, by name."""
        return _names(name for name, _, _ in self.actors)

    @cached_property
    def place_names(self) -> NameIndex:
        """Codes, as text, by name and by key."""
        codes = [str(code) for code in range(len(self.places))]
        names = zip(codes, (place.name for place in self.places), strict=True)
        return NameIndex((), [*names, *zip(codes, self.place_keys, strict=True)])

    @cached_property
    def place_keys(self) -> tuple[str, ...]:
        """Code -> what an address names the place by: its name where no other place bears it, else with what
        it lies in and how closely it is known, so that a press on a town does not ask for its district."""
        borne = Counter(fold(place.name) for place in self.places)
        return tuple(_place_key(place, borne[fold(place.name)] == 1) for place in self.places)

    @cached_property
    def source_names(self) -> NameIndex:
        """Codes, as text, by name."""
        return _names(self.sources)

    @property
    def span(self) -> tuple[int, int]:
        """First and last day that bounds a date; where nothing has a date, one day.

        Raises:
            ClusterError: no partition answered.
        """
        spans: tuple[tuple[int, int], ...] = self._kept(("span", Question())).value
        if not spans:
            return 0, 0
        return min(first for first, _ in spans), max(last for _, last in spans)

    @cached_property
    def report(self) -> Any:
        """The account of the import, as its file tells it; None where it cannot be read."""
        try:
            return json.loads((self.folder / "report.json").read_text("utf-8"))
        except (OSError, ValueError):
            return None

    def ask(self, work: Callable[[Columns], R]) -> Told:
        """What every partition answers; `work` is a pure function that may run on another machine.

        Raises:
            ClusterError: none of them answered.
        """
        answer: Answer[R] = self.spread.map_partitions(work)
        if not answer.results:
            raise ClusterError(f"No partition of {self.title} answered.")
        return Told(answer.results, (*self.unread, *answer.failed))

    def tally(self, question: Question) -> Told:
        """The numbers of a view: a `Tally`. Kept, unless a partition failed."""
        return self._kept(("tally", question))

    def strip(self, question: Question) -> Told:
        """(2, bins) of the whole span, by `edges`. Kept, unless a partition failed."""
        return self._kept(("strip", question))

    @cached_property
    def _answers(self) -> Callable[[tuple[str, Question]], Told]:
        return lru_cache(ANSWERS_KEPT)(self._worked_out)

    def _kept(self, asked: tuple[str, Question]) -> Told:
        try:
            return self._answers(asked)
        except _PartialError as partial_answer:
            return partial_answer.told

    def _worked_out(self, asked: tuple[str, Question]) -> Told:
        kind, question = asked
        told = self.ask(partial(_WORK[kind], question=question))
        total = told.value[0]
        for more in told.value[1:]:
            total = total + more
        whole = Told(total, told.failed)
        if len(told.failed) > len(self.unread):
            raise _PartialError(whole)  # the next one who asks may hear more
        return whole


class _PartialError(Exception):
    """An answer that is not to be kept."""

    def __init__(self, told: Told) -> None:
        super().__init__("partial")
        self.told = told


def _place_key(place: Place, alone: bool) -> str:
    if alone and place.name:
        return place.name
    whole = f"{place.words} ({place.precision})"
    return whole if len(whole) <= LONGEST_VALUE else place.name


def _names(names: Any) -> NameIndex:
    pairs = [(str(code), name) for code, name in enumerate(names)]
    return NameIndex((), pairs)


def _span(part: Columns, question: Question) -> tuple[tuple[int, int], ...]:
    """First and last bound of a partition, in a tuple so that those of all partitions add up."""
    first = [int(days.min()) for bound in part.bounds if len(days := bound[bound > UNBOUNDED_PAST])]
    last = [int(days.max()) for bound in part.bounds if len(days := bound[bound < UNBOUNDED_FUTURE])]
    return ((min(first), max(last)),) if first and last else ()


_WORK: Final[dict[str, Callable[..., Any]]] = {"tally": tally, "strip": strip, "span": _span}


def open_collection(folder: Path, scheduler: str = "") -> Collection:
    """Open the collection in `folder`; a partition that cannot be read is named and the rest answers.

    Args:
        folder: what `python -m data import` wrote.
        scheduler: address of a Dask scheduler whose workers hold the partitions; "" keeps them here.

    Raises:
        PackageError: the descriptor or one of the tables of names cannot be used.
    """
    text, held = _descriptor(folder)
    about = held["panj"]
    release = hashlib.sha256(text.encode()).hexdigest()[:10]
    tables = {name: _table(folder / f"{name}.parquet", table) for name, table in schema.CODED.items()}
    files = tuple(f"events-{number:04d}.parquet" for number in range(int(about["partitions"])))
    actors, places, sources = (len(tables[name]) for name in ("actors", "places", "sources"))
    read = partial(read_partition, actors=actors, places=places, sources=sources)
    keys = [str(folder.resolve() / file) for file in files]
    spread: Here[Columns] | Cluster[str, Columns]
    if not keys:  # nothing was imported: one partition without events answers
        empty = columns_of("events", schema.EVENTS.empty_table(), actors, places, sources)
        spread, unread = Here([empty]), tuple[str, ...]()
    elif scheduler:
        spread, unread = Cluster(scheduler, read, keys, version=release), tuple[str, ...]()
    else:
        parts, unread = _read_here(read, keys)
        spread = Here(parts, [part.name for part in parts])
    return Collection(
        folder=folder,
        name=str(held["name"]),
        title=str(held.get("title") or held["name"]),
        release=release,
        about=about,
        licence=_licence(held),
        actors=tuple((row["name"], row["kind"], row["offered"]) for row in tables["actors"]),
        places=tuple(Place(**row) for row in tables["places"]),
        types=tuple(row["name"] for row in tables["types"]),
        sources=tuple(row["name"] for row in tables["sources"]),
        files=files,
        spread=spread,
        unread=unread,
    )


def read_partition(path: str, actors: int, places: int, sources: int) -> Columns:
    """`read_columns` with a path as text, as it goes to a worker."""
    return read_columns(Path(path), actors, places, sources)


def _read_here(read: Callable[[str], Columns], keys: list[str]) -> tuple[list[Columns], tuple[str, ...]]:
    parts, unread = [], []
    for key in keys:
        try:
            parts.append(read(key))
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0][:200].replace(key, Path(key).name)
            unread.append(f"{Path(key).name} cannot be read ({reason}).")
    return parts, tuple(unread)


def _descriptor(folder: Path) -> tuple[str, dict[str, Any]]:
    path = folder / "datapackage.json"
    try:
        text = path.read_text("utf-8")
        held = json.loads(text)
        about = held["panj"]
        usable = about["kind"] == schema.KIND and about["format"] == schema.FORMAT and held["name"]
        int(about["partitions"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PackageError(f"{path}: is no descriptor of a collection ({error})") from None
    if not usable:
        raise PackageError(f"{path}: is no collection of format {schema.FORMAT}")
    return text, held


def _licence(held: dict[str, Any]) -> str:
    """The terms of the first source, "" where nothing is told of them."""
    sources = held.get("sources")
    first = sources[0] if isinstance(sources, list) and sources else None
    return str(first.get("licence") or "") if isinstance(first, dict) else ""


def _table(path: Path, table: Any) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = pq.read_table(path, schema=table).to_pylist()
    except (OSError, ValueError) as error:
        raise PackageError(f"{path}: cannot be read ({str(error).splitlines()[0][:200]})") from None
    return rows
