"""What has changed since an earlier version of the dataset, or since a day.

Everything is read from the columns `since` and `withdrawn` of events and claims and from the table of
versions. A row that came and was withdrawn again in between is not told: nobody who read the earlier version
has seen it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from data import dates
from data.dataset import Dataset
from data.frames import records_of
from data.memory import once_per_release
from data.query import shown
from data.sentences import claim_sentence
from data.wording import says_who

_VERSION: Final = re.compile(r"(\d{1,6})\.(\d{1,6})\.(\d{1,6})", re.ASCII)
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
Version = tuple[int, int, int]
_BEFORE_ALL: Final[Version] = (-1, 0, 0)


class SinceError(ValueError):
    """A `since` that cannot be used; its text is one sentence."""


@dataclass(frozen=True)
class Said:
    """A claim by id, and the sentence of it with hedge and attribution."""

    claim: str
    words: str


@dataclass(frozen=True)
class NewEvent:
    """An event that the earlier version did not hold: its title, its date in words, and who says so."""

    event: str
    title: str
    date: str
    who: str


@dataclass(frozen=True)
class ChangedEvent:
    """An older event: what is newly said of it, and what is no longer said."""

    event: str
    title: str
    added: tuple[Said, ...]
    withdrawn: tuple[Said, ...]


@dataclass(frozen=True)
class Contradicted:
    """An older claim, the events that it speaks of (id, title), and each newer claim that contradicts it with
    what the editors noted."""

    older: Said
    events: tuple[tuple[str, str], ...]
    against: tuple[tuple[Said, str], ...]


@dataclass(frozen=True)
class Withdrawn:
    """An event or a claim taken back: its id, what it said, in which version and why; the events (id, title)
    that a claim spoke of."""

    kind: str
    id: str
    words: str
    version: str
    reason: str
    events: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Changes:
    """What has changed from one version to the present one.

    Attributes:
        since: the version or day that was asked for, and what that means, in words.
        version: the present version.
        new: events that are new.
        loose: new claims that speak of no event.
        changed, contradicted, withdrawn: what became of what was there.
    """

    since: str
    version: str
    new: tuple[NewEvent, ...]
    loose: tuple[Said, ...]
    changed: tuple[ChangedEvent, ...]
    contradicted: tuple[Contradicted, ...]
    withdrawn: tuple[Withdrawn, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing has changed."""
        return not (self.new or self.loose or self.changed or self.contradicted or self.withdrawn)


def changes(dataset: Dataset, since: str) -> Changes:
    """What is new, changed, contradicted and withdrawn since an earlier version, or since a day.

    Args:
        dataset: the present release.
        since: a version (`1.0.0`), or a day (`2026-11-24`): then the version in force at its end. Before the
            first version everything is new.

    Raises:
        SinceError: it is neither, or a version that there never was.
    """
    base, words = _base(dataset, since)
    return replace(_since(dataset, base), since=words)


def known_versions(dataset: Dataset) -> tuple[dict[str, str], ...]:
    """Rows of the table of versions, the latest first."""
    rows = (row for row in records_of(dataset.tables["versions"]) if _key(row["version"]))
    return tuple(sorted(rows, key=lambda row: _key(row["version"]) or _BEFORE_ALL, reverse=True))


def _key(text: str) -> Version | None:
    """A version as numbers, so that 1.10.0 comes after 1.9.0; None where it is none."""
    found = _VERSION.fullmatch(text)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def _base(dataset: Dataset, since: str) -> tuple[Version, str]:
    asked = since.strip()
    if wanted := _key(asked):
        return _base_version(dataset, asked, wanted)
    if _DAY.fullmatch(asked):
        return _base_day(dataset, asked)
    known = f"a version of this dataset ({_listed(dataset)})"
    raise SinceError(f"since {shown(asked)} is neither {known} nor a day (write 2026-11-24).")


def _base_version(dataset: Dataset, asked: str, wanted: Version) -> tuple[Version, str]:
    held = {row["version"]: row["date"] for row in known_versions(dataset)}
    if asked in held:
        return wanted, f"version {asked} of {_day(held[asked])}"
    if asked == dataset.version:
        return wanted, f"version {asked}"
    if held and wanted < min(_key(version) or _BEFORE_ALL for version in held):
        return _BEFORE_ALL, f"version {asked}, before the first version of this dataset"
    raise SinceError(f"since {shown(asked)} is no version of this dataset (there are {_listed(dataset)}).")


def _base_day(dataset: Dataset, asked: str) -> tuple[Version, str]:
    try:
        day = dates.day_range(asked)[0]
    except dates.DateError:
        raise SinceError(f"since {shown(asked)} is no day of the calendar.") from None
    in_force = [row for row in known_versions(dataset) if dates.day_range(row["date"])[0] <= day]
    if not in_force:
        return _BEFORE_ALL, f"{_day(asked)}, before the first version of this dataset"
    version = in_force[0]["version"]
    return _key(version) or _BEFORE_ALL, f"{_day(asked)}, when version {version} was in force"


def _day(iso: str) -> str:
    return dates.day_in_words(dates.day_range(iso)[0])


def _listed(dataset: Dataset) -> str:
    return ", ".join(row["version"] for row in known_versions(dataset)) or "none is listed"


@once_per_release
def _since(dataset: Dataset, base: Version) -> Changes:
    """Without the words of what was asked for: `base` takes no more values than there are versions."""
    return _Comparison(dataset, base).changes()


class _Comparison:
    """The rows of a dataset beside those of an earlier version of it."""

    def __init__(self, dataset: Dataset, base: Version) -> None:
        self.dataset = dataset
        self.base = base

    def changes(self) -> Changes:
        events = records_of(self.dataset.tables["events"])
        claims = records_of(self.dataset.tables["claims"])
        older = [row for row in claims if self._stays(row)]
        return Changes(
            since="",
            version=self.dataset.version,
            new=tuple(self._new_event(row) for row in events if self._is_new(row)),
            loose=tuple(self._said(row) for row in claims if self._is_new(row) and not self._events(row)),
            changed=tuple(found for row in events if self._stays(row) and (found := self._changed(row))),
            contradicted=tuple(rival for row in older if (rival := self._contradicted(row))),
            withdrawn=(
                *(self._withdrawn("event", row) for row in events if self._is_gone(row)),
                *(self._withdrawn("claim", row) for row in claims if self._is_gone(row)),
            ),
        )

    def _after(self, version: str) -> bool:
        return (_key(version) or _BEFORE_ALL) > self.base

    def _is_new(self, row: dict[str, str]) -> bool:
        return self._after(row["since"]) and not row["withdrawn"]

    def _stays(self, row: dict[str, str]) -> bool:
        return not self._after(row["since"]) and not row["withdrawn"]

    def _is_gone(self, row: dict[str, str]) -> bool:
        return bool(row["withdrawn"]) and not self._after(row["since"]) and self._after(row["withdrawn"])

    def _said(self, claim: dict[str, str]) -> Said:
        return Said(claim["id"], claim_sentence(self.dataset, claim["id"]))

    def _events(self, claim: dict[str, str]) -> list[str]:
        return [link["event"] for link in self.dataset.rows_of("claim_events", "claim", claim["id"])]

    def _titled(self, claim: dict[str, str]) -> tuple[tuple[str, str], ...]:
        """The events in force that a claim speaks of, so that a link to one always opens."""
        rows = (self.dataset.row("events", event) for event in self._events(claim))
        return tuple((row["id"], row["title"]) for row in rows if not row["withdrawn"])

    def _new_event(self, row: dict[str, str]) -> NewEvent:
        return NewEvent(
            row["id"], row["title"], dates.in_words(row["date"]), says_who(self.dataset, row["id"])
        )

    def _changed(self, event: dict[str, str]) -> ChangedEvent | None:
        links = self.dataset.rows_of("claim_events", "event", event["id"])
        claims = [self.dataset.row("claims", link["claim"]) for link in links]
        added = self._all_said(row for row in claims if self._is_new(row))
        gone = self._all_said(row for row in claims if self._is_gone(row))
        return ChangedEvent(event["id"], event["title"], added, gone) if added or gone else None

    def _all_said(self, claims: Iterable[dict[str, str]]) -> tuple[Said, ...]:
        return tuple(self._said(row) for row in claims)

    def _contradicted(self, claim: dict[str, str]) -> Contradicted | None:
        against = []
        for link in self.dataset.rows_of("claim_links", "claim", claim["id"]):
            other = self.dataset.row("claims", link["other"])
            if link["relation"] == "contradicts" and self._is_new(other):
                against.append((self._said(other), link["note"]))
        return Contradicted(self._said(claim), self._titled(claim), tuple(against)) if against else None

    def _withdrawn(self, kind: str, row: dict[str, str]) -> Withdrawn:
        words = (
            f"{row['title']} ({says_who(self.dataset, row['id'])})"
            if kind == "event"
            else claim_sentence(self.dataset, row["id"])
        )
        why = row["withdrawn_reason"] or "no reason is recorded"
        events = () if kind == "event" else self._titled(row)
        return Withdrawn(kind, row["id"], words, row["withdrawn"], why, events)


def summary(found: Changes) -> str:
    """One sentence with the counts, none of them bare; it also says that nothing has changed."""
    if found.nothing:
        now = f"the dataset is at version {found.version}"
        return f"Nothing is new, changed, contradicted or withdrawn since {found.since}; {now}."
    gone = [one.kind for one in found.withdrawn]
    now_otherwise = "of which other things are said now"
    counts = (
        _count(len(found.new), "new event"),
        _count(len(found.loose), "new claim of no event", "new claims of no event"),
        _count(len(found.changed), f"event {now_otherwise}", f"events {now_otherwise}"),
        _count(len(found.contradicted), "earlier claim contradicted", "earlier claims contradicted"),
        _count(gone.count("event"), "event withdrawn", "events withdrawn"),
        _count(gone.count("claim"), "claim withdrawn", "claims withdrawn"),
    )
    told = "; ".join(count for count in counts if count)
    return f"Since {found.since}: {told}. The dataset is at version {found.version}."


def _count(number: int, one: str, several: str = "") -> str:
    return f"{number} {one if number == 1 else several or one + 's'}" if number else ""


def in_sentences(dataset: Dataset, since: str, most: int = 0) -> tuple[str, ...]:
    """The changes as plain sentences, for a slide or a sheet; a `since` that cannot be used is said.

    With `most` there are at most so many after the counts, and the last sentence tells how many are left out.
    """
    try:
        found = changes(dataset, since)
    except SinceError as error:
        return (str(error),)
    told = [*_new_told(found), *_became(found)]
    if most and len(told) > most:
        told = [*told[:most], f"And {len(told) - most} more, on the dashboard under “Changes”."]
    return (summary(found), *told)


def _new_told(found: Changes) -> Iterable[str]:
    yield from (f"New: {one.title} ({one.date}; {one.who})." for one in found.new)
    yield from (f"New: {said.words}" for said in found.loose)


def _became(found: Changes) -> Iterable[str]:
    for one in found.changed:
        yield from (f"Now also said of “{one.title}”: {said.words}" for said in one.added)
        yield from (f"No longer said of “{one.title}”: {said.words}" for said in one.withdrawn)
    for told in found.contradicted:
        yield from (f"Contradicted: {told.older.words} Against it: {said.words}" for said, _ in told.against)
    yield from (f"Withdrawn in version {one.version} ({reason(one)}): {one.words}" for one in found.withdrawn)


def reason(gone: Withdrawn) -> str:
    """Why something was withdrawn, without a full stop of its own."""
    return gone.reason.rstrip(".")
