"""What every export says of itself: which question, which data, as of when, what is missing, whose it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from data import dates, rules
from data.describe import sentence
from data.export.left_out import DATES, ONLY_POSSIBLE, UNDATED, LeftOut, left_out
from data.query import to_query
from data.selection import Selection

TITLE: Final = "Panj: political-security events on the Afghan-Tajik border"
CAVEAT: Final = "A row says that somebody said so, not that it happened."
AS_OF_MEANS: Final = (
    "the last day on which a source of these events spoke, as far as the tables record it; "
    "what happened or was said later is not in them"
)
NO_AS_OF: Final = "the tables record of none of these events when its source spoke"

LAYERS_ATTRIBUTION: Final = (
    "District boundaries: geoBoundaries (Runfola et al. 2020), Afghanistan AIMS/Esri 2014, Tajikistan "
    "© OpenStreetMap contributors 2017 · Border, lakes © OpenStreetMap contributors, ODbL 1.0 · "
    "Rivers WDB-II (LGPL) · Towns GeoNames, CC BY 4.0 · Relief NOAA GLOBE · "
    "Boundaries are generalised, not authoritative."
)
"""Attribution of the map layers (data/layers/README.md)."""


@dataclass(frozen=True)
class Licence:
    """Which part of an export is under which licence."""

    covers: str
    name: str
    path: str


TABLES_LICENCE: Final = Licence(
    "the events and all that is said of them", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"
)
NEIGHBOURS_LICENCE: Final = Licence(
    "the table district_neighbours, read off the map layers",
    "ODbL 1.0",
    "https://opendatacommons.org/licenses/odbl/1-0/",
)
LAYERS_LICENCES: Final = (
    Licence("boundaries, border and lakes", "ODbL 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
    Licence("tributaries", "LGPL 3.0", "https://www.gnu.org/licenses/lgpl-3.0.html"),
    Licence("towns", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    Licence("relief", "public domain", ""),
)


@dataclass(frozen=True)
class Manifest:
    """The same for every format; `as_dict` is how machines read it, `in_words` how people do.

    Attributes:
        sentence: the filters and the counts, as the page says them.
        link: the address that shows exactly this view.
        query: the query string of that address.
        as_of: ISO day, "" where none is recorded; `as_of_means` says what it is.
        counts: number of events by class; total = selected + undated + outside + possible_left_out +
            excluded, and selected = certain + possible.
        left_out: the reasons, each with its events.
        notices: what of the question or the data could not be used.
        naming: the stance by which authorities are named.
    """

    title: str
    sentence: str
    link: str
    query: str
    version: str
    release: str
    as_of: str
    as_of_means: str
    counts: dict[str, int]
    left_out: tuple[LeftOut, ...]
    notices: tuple[str, ...]
    naming: str
    attribution: tuple[str, ...]
    licences: tuple[Licence, ...]
    caveat: str = CAVEAT

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {
            "title": self.title,
            "filters": self.sentence,
            "link": self.link,
            "query": self.query,
            "dataset": {"version": self.version, "release": self.release, "naming": self.naming},
            "as_of": self.as_of,
            "as_of_means": self.as_of_means,
            "counts": dict(self.counts),
            "left_out": [{**asdict(one), "events": list(one.events)} for one in self.left_out],
            "notices": list(self.notices),
            "attribution": list(self.attribution),
            "licences": [asdict(licence) for licence in self.licences],
            "caveat": self.caveat,
        }

    def as_json(self) -> str:
        """`as_dict` as indented JSON."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=1, allow_nan=False)


def manifest(
    selection: Selection,
    base: str = "",
    notices: Sequence[str] = (),
    with_layers: bool = False,
) -> Manifest:
    """What an export of `selection` says of itself.

    Args:
        selection: what is exported.
        base: address of the page without its query; "" where it is not known.
        notices: what of the link could not even be read (`data.query.read_query`).
        with_layers: the export draws the map layers, and owes their makers.
    """
    dataset, query = selection.dataset, to_query(selection.filters)
    as_of = _as_of(selection)
    reasons = left_out(selection)
    named = f"{TITLE}. Dataset {dataset.version}, release {dataset.release}. CC BY 4.0."
    return Manifest(
        title=TITLE,
        sentence=sentence(selection),
        link=f"{base}?{query}" if query else base,
        query=query,
        version=dataset.version,
        release=dataset.release,
        as_of=as_of,
        as_of_means=AS_OF_MEANS if as_of else NO_AS_OF,
        counts=_counts(selection, reasons),
        left_out=reasons,
        notices=(*notices, *selection.notices, *_set_aside(selection)),
        naming=dataset.naming,
        attribution=(named, LAYERS_ATTRIBUTION) if with_layers else (named,),
        licences=(TABLES_LICENCE, *(LAYERS_LICENCES if with_layers else ())),
    )


def _as_of(selection: Selection) -> str:
    days = [*selection.events["as_of"], *selection.undated["as_of"]]
    return max((day for day in days if rules.iso_day(day)), default="")


def _counts(selection: Selection, reasons: Sequence[LeftOut]) -> dict[str, int]:
    """The counts of the summary, and those of the events that are not in the export, each in one class."""
    by_filter = {one.filter: set(one.events) for one in reasons if one.filter != UNDATED}
    outside, possible = by_filter.pop(DATES, set()), by_filter.pop(ONLY_POSSIBLE, set())
    excluded = set().union(*by_filter.values())
    return {
        **asdict(selection.counts),
        "outside": len(outside - excluded),
        "possible_left_out": len(possible - excluded),
        "excluded": len(excluded),
    }


def _set_aside(selection: Selection) -> Iterator[str]:
    """A word on the rows of the tables that were wrong and are nowhere shown."""
    if count := len(selection.dataset.problems):
        yield f"{count} {'row' if count == 1 else 'rows'} of the tables had a fault and could not be used."


def in_words(found: Manifest) -> tuple[str, ...]:
    """The manifest as lines of plain English, the question first and the link last."""
    as_of = (
        f"As of {_day(found.as_of)}: {found.as_of_means}." if found.as_of else f"As of: {found.as_of_means}."
    )
    return (
        found.sentence,
        *(f"Not used: {notice}" for notice in found.notices),
        *_left_out_words(found),
        as_of,
        *found.attribution,
        found.caveat,
        *((f"This view: {found.link}",) if found.link else ()),
    )


def _left_out_words(found: Manifest) -> Iterator[str]:
    counts = found.counts
    words = {
        "outside": "outside the dates asked for",
        "possible_left_out": "only possibly inside them",
        "excluded": "by the other filters",
    }
    parts = [f"{counts[name]} {said}" for name, said in words.items() if counts[name]]
    if parts:
        yield f"Left out of {counts['total']} events: {', '.join(parts)}."


def _day(iso: str) -> str:
    day = rules.iso_day(iso)
    return dates.day_in_words(dates.day_number(day)) if day else iso
