"""Rules of the domain that a table schema cannot state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final, NamedTuple

import pandas as pd

from data import dates
from data.vocabulary import QUAD_OF_CATEGORY

Tables = dict[str, pd.DataFrame]

MODES: Final = {
    "CONSULT": {"visit", "third-party", "multilateral", "phone"},
    "RETREAT": {"withdraw", "release", "disarm", "ceasefire", "access", "resign"},
    "REQUEST": {"assist", "change", "yield", "meet"},
    "ACCUSE": {"disapprove", "investigate", "allege"},
    "REJECT": {"assist", "change", "yield", "meet"},
    "THREATEN": {"restrict", "arrest", "relations", "expel", "territory", "violence"},
    "PROTEST": {"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"},
    "SANCTION": {"convict", "expel", "withdraw", "discontinue"},
    "MOBILIZE": {"troops", "weapons", "police", "militia"},
    "COERCE": {
        "seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold",
        "misinformation", "cyber",
    },
    "ASSAULT": {
        "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
        "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
    },
}  # fmt: skip
"""PLOVER 2.0 category -> its modes (manual, draft 2.0); the categories not named here have none."""

DIRECTIONS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the direction of what follows: with them a text reads otherwise than it is stored. Scripts
that run from right to left do without them; the marks and joiners that they need are not among these."""

_DATED: Final = ("events", "event_dates", "relations", "crossing_status", "moves", "actor_labels", "names")


class Fault(NamedTuple):
    """A broken rule: the table, the line of its file, the column, the value and why."""

    table: str
    line: int
    column: str
    value: str
    reason: str


def faults(tables: Tables) -> Iterator[Fault]:
    """Every broken rule of every table (a table that a package lacks breaks none)."""
    checks: tuple[Callable[[Tables], Iterator[Fault]], ...] = (
        _dates,
        _published,
        _modes,
        _points,
        _one_best_date,
        _chains,
        _one_subject,
        _claims_of_events,
        _contradictions,
        _directions,
    )
    for check in checks:
        yield from check(tables)


def _dates(tables: Tables) -> Iterator[Fault]:
    """Every date parses; an open end has its as_of."""
    for name in _DATED:
        table = tables.get(name)
        if table is None or "date" not in table:
            continue
        said = table["as_of"] if "as_of" in table else pd.Series("", index=table.index)
        if name == "event_dates" and "source" in table:
            said = _as_of_sources(tables, table["source"])
        if name in ("actor_labels", "names"):
            said = pd.Series(date.today().isoformat(), index=table.index)
        for line, text, day in zip(table.index, table["date"], said, strict=True):
            if reason := text and _date_fault(text, day):
                yield Fault(name, int(line), "date", text, reason)


def _published(tables: Tables) -> Iterator[Fault]:
    for name, column in (("sources", "published"), ("crossings", "opened")):
        for line, text in _cells(tables, name, column):
            if reason := text and _date_fault(text, ""):
                yield Fault(name, line, column, text, reason)


def _as_of_sources(tables: Tables, sources: pd.Series) -> pd.Series:
    """The earliest day on which each source can have spoken, "" where its publication is not dated."""
    published = {source: text for _, source, text in _cells(tables, "sources", "id", "published")}
    return sources.map(lambda source: first_day(published.get(source, "")))


def first_day(published: str) -> str:
    """ISO day of the earliest day an EDTF date may mean; "" where it is blank, open or wrong.

    What a source of "July 2022" says to be still going on is certain to 1 July only: it may have spoken then.
    """
    try:
        found = dates.to_date(dates.parse(published).start_earliest) if published else None
    except dates.DateError:
        return ""
    return found.isoformat() if found else ""


def _date_fault(text: str, as_of: str) -> str:
    try:
        dates.parse(text, iso_day(as_of))
    except dates.DateError as error:
        return str(error)
    return ""


def iso_day(text: str) -> date | None:
    """The day of an ISO date; None where it is blank or none (the schema reports the latter)."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _modes(tables: Tables) -> Iterator[Fault]:
    for line, category, mode in _cells(tables, "events", "category", "mode"):
        if mode and mode not in MODES.get(category, ()):
            known = category if category in QUAD_OF_CATEGORY else "an event without category"
            yield Fault("events", line, "mode", mode, f"PLOVER has no such mode of {known}")


def _points(tables: Tables) -> Iterator[Fault]:
    """A point only where a point was reported, and then with its source."""
    for line, precision, lat, lon, source in _cells(
        tables, "places", "precision", "latitude", "longitude", "coordinate_source"
    ):
        if bool(lat) != bool(lon):
            yield Fault("places", line, "longitude", lon, "latitude and longitude come together")
        if lat and precision not in ("exact", "settlement"):
            yield Fault(
                "places", line, "latitude", lat, f"a {precision} is no point: no centroid stands for it"
            )
        if lat and not source:
            yield Fault(
                "places", line, "coordinate_source", "", "a point needs the source of its coordinates"
            )


def _one_best_date(tables: Tables) -> Iterator[Fault]:
    seen: set[str] = set()
    for line, event, best in _cells(tables, "event_dates", "event", "best"):
        if best == "true" and event in seen:
            yield Fault("event_dates", line, "best", best, f"{event} has a best date already")
        if best == "true":
            seen.add(event)


def _chains(tables: Tables) -> Iterator[Fault]:
    """Each claim has a chain 1, 2, 3 ...; each link names exactly one speaker; a grade has its editor."""
    positions: dict[str, list[int]] = {}
    columns = ("claim", "position", "source", "actor", "unnamed", "reliability", "credibility", "graded_by")
    for line, claim, position, source, actor, unnamed, letter, figure, editor in _cells(
        tables, "chain_links", *columns
    ):
        positions.setdefault(claim, []).append(int(position) if position.isdecimal() else 0)
        if sum(map(bool, (source, actor, unnamed))) != 1:
            yield Fault(
                "chain_links", line, "source", source, "a link names one speaker: source, actor or unnamed"
            )
        if (letter or figure) and not editor:
            yield Fault(
                "chain_links", line, "graded_by", "", "a grade is an editor's act and needs the editor"
            )
    for line, claim in _cells(tables, "claims", "id"):
        found = sorted(positions.get(claim, []))
        if found != list(range(1, len(found) + 1)) or not found:
            yield Fault("claims", line, "id", claim, f"its chain has the positions {found}, not 1, 2, 3 ...")


def cut_chains(tables: Tables, kept: Tables) -> Iterator[Fault]:
    """Claims of `kept` that have lost a link of their chain in `tables`.

    What is left of a chain would put the claim nearer to its first speaker than it is.
    """
    lost = (
        set(tables["chain_links"].index) - set(kept["chain_links"].index) if "chain_links" in kept else set()
    )
    cut = {claim for line, claim in _cells(tables, "chain_links", "claim") if line in lost}
    for line, claim in _cells(kept, "claims", "id"):
        if claim in cut:
            yield Fault("claims", line, "id", claim, "a link of its chain was set aside")


def _one_subject(tables: Tables) -> Iterator[Fault]:
    for line, actor, place in _cells(tables, "names", "actor", "place"):
        if bool(actor) == bool(place):
            yield Fault("names", line, "actor", actor, "a name belongs to one actor or one place")
    for line, actor, place, name in _cells(
        tables, "relations", "object_actor", "object_place", "object_name"
    ):
        if sum(map(bool, (actor, place, name))) != 1:
            yield Fault("relations", line, "object_actor", actor, "a relation has one object")
    for line, relation, claim in _cells(tables, "relations", "relation", "claim"):
        if relation == "same-as?" and not claim:
            yield Fault("relations", line, "claim", "", "same-as? is a question that a claim carries")


def _claims_of_events(tables: Tables) -> Iterator[Fault]:
    claimed = {event for _, event in _cells(tables, "claim_events", "event")}
    for line, event in _cells(tables, "events", "id"):
        if event not in claimed:
            yield Fault("events", line, "id", event, "no claim says so")


def _contradictions(tables: Tables) -> Iterator[Fault]:
    """Two claims that contradict each other name each other."""
    rows = list(_cells(tables, "claim_links", "claim", "other", "relation"))
    pairs = {(claim, other) for _, claim, other, relation in rows if relation == "contradicts"}
    for line, claim, other, relation in rows:
        if claim == other:
            yield Fault("claim_links", line, "other", other, "a claim cannot be linked to itself")
        elif relation == "contradicts" and (other, claim) not in pairs:
            yield Fault("claim_links", line, "other", other, f"{other} does not name {claim} in return")


def _directions(tables: Tables) -> Iterator[Fault]:
    """No cell turns the words around it: a title would read backwards, and so would what stands behind it."""
    for name, table in tables.items():
        for column in table:
            for line, text in table[column].items():
                if isinstance(text, str) and not text.isascii() and (sign := DIRECTIONS.search(text)):
                    reason = (
                        f"holds U+{ord(sign[0]):04X}, which makes a text read otherwise than it is stored"
                    )
                    yield Fault(name, int(str(line)), str(column), DIRECTIONS.sub("?", text), reason)


def _cells(tables: Tables, name: str, *columns: str) -> Iterator[tuple]:
    """Line number and the cells of `columns`, row by row; nothing where the package lacks one of them."""
    table = tables.get(name)
    if table is not None and set(columns) <= set(table.columns):
        lines = (int(line) for line in table.index)
        yield from zip(lines, *(table[column] for column in columns), strict=True)
