"""One row for each event of an export: hedges, both dates and the chains travel with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pandas as pd

from data import dates
from data.dataset import Dataset
from data.frames import records_of
from data.records import defused
from data.selection import Selection
from data.wording import actor_name, chain_in_words, citation, claims_of

SEPARATOR: Final = " | "
"""Between the items of a list in one cell; no text of the tables holds it, as many hold semicolons."""

BOUNDS: Final = dates.Bounds._fields

COLUMNS: Final = (
    "id", "title", "date", *BOUNDS, "bounds_of", "date_phrase", "date_reason", "best_date",
    "best_date_source", "other_dates", "when", "where", "actors", "actor_ids", "places", "place_ids",
    "places_by_others", "category", "mode", "thread", "collection", "summary", "claims", "hedges",
    "says_who", "sources", "source_ids", "as_of", "since",
)  # fmt: skip
"""`date` is always what the event's own source supports; `bounds_of` says of which date the four bounds and
`when` are: "own", or "best" where the best date of any source was asked for and there is one."""

_FROM_TABLE: Final = (
    "id", "title", "date", "date_phrase", "date_reason", "category", "mode", "thread", "collection",
    "summary", "as_of", "since",
)  # fmt: skip


def selected_rows(selection: Selection) -> list[dict[str, Any]]:
    """The selected events in the order of the page; cells are text or lists of text, keys are `COLUMNS`."""
    return _rows(selection, selection.events)


def undated_rows(selection: Selection) -> list[dict[str, Any]]:
    """The undated events that pass every other filter, as `selected_rows`."""
    return _rows(selection, selection.undated)


def as_cells(rows: list[dict[str, Any]]) -> list[list[str]]:
    """A header and the rows as plain text, lists joined, formulas defused for spreadsheets."""
    return [list(COLUMNS), *([_cell(row[name]) for name in COLUMNS] for row in rows)]


def _cell(value: str | list[str]) -> str:
    return defused(value if isinstance(value, str) else SEPARATOR.join(value))


def _rows(selection: Selection, frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [_row(selection, row) for row in records_of(frame)]


def _row(selection: Selection, row: dict[str, Any]) -> dict[str, Any]:
    dataset, event = selection.dataset, str(row["id"])
    table = dataset.row("events", event)
    cells: dict[str, Any] = {
        **{name: table[name] for name in _FROM_TABLE},
        **{name: _iso(row[name]) if row["date"] else "" for name in BOUNDS},
        "when": row["when"],
        "where": row["where"],
        **_other_dates(dataset, event),
        **_who(dataset, event),
        **_where(dataset, event),
        **_claims(dataset, event),
    }
    by_best = selection.plan.best_dates and bool(cells["best_date"])
    cells["bounds_of"] = ("best" if by_best else "own") if row["date"] else ""
    return {name: cells[name] for name in COLUMNS}


def _iso(day: int) -> str:
    """The ISO day of a bound; blank where it is unbounded."""
    found = dates.to_date(day)
    return found.isoformat() if found else ""


def _other_dates(dataset: Dataset, event: str) -> dict[str, Any]:
    """What other sources give: the best of them apart, and all of them with who gives them."""
    rows = dataset.rows_of("event_dates", "event", event)
    best = next((row for row in rows if row["best"] == "true"), None)
    return {
        "best_date": best["date"] if best else "",
        "best_date_source": _source(dataset, best["source"]) if best else "",
        "other_dates": [f"{row['date'] or 'no date'}, {_source(dataset, row['source'])}" for row in rows],
    }


def _source(dataset: Dataset, source: str) -> str:
    row = dataset.row("sources", source)
    return f"{row['publisher'] or row['title']} ({source})"


def _who(dataset: Dataset, event: str) -> dict[str, Any]:
    parts = dataset.rows_of("participants", "event", event)
    return {
        "actors": [
            f"{actor_name(dataset, part['actor'])}: {part['role']}"
            f"{'' if part['basis'] == 'stated' else ', ' + part['basis']}"
            for part in parts
        ],
        "actor_ids": list(dict.fromkeys(part["actor"] for part in parts)),
    }


def _where(dataset: Dataset, event: str) -> dict[str, Any]:
    links = dataset.rows_of("event_places", "event", event)
    own = [link for link in links if not link["source"]]
    return {
        "places": [_place(dataset, link) for link in own],
        "place_ids": [link["place"] for link in own],
        "places_by_others": [
            f"{_place(dataset, link)}, {_source(dataset, link['source'])}" for link in links if link["source"]
        ],
    }


def _place(dataset: Dataset, link: dict[str, str]) -> str:
    place = dataset.row("places", link["place"])
    basis = "" if link["basis"] == "stated" else f", {link['basis']}"
    return f"{place['name']}: {place['precision']}{basis}"


def _claims(dataset: Dataset, event: str) -> dict[str, Any]:
    """The claims in force that speak of an event, their hedges, chains and publications, by claim id."""
    claims = claims_of(dataset, event)
    sources = sources_of(dataset, event)
    return {
        "claims": [f"{claim['id']}: {claim['text']}" for claim in claims],
        "hedges": [f"{claim['id']}: {claim['hedge']}" for claim in claims if claim["hedge"]],
        "says_who": [f"{claim['id']}: {chain_in_words(dataset, claim['id'])}" for claim in claims],
        "sources": [f"{source}: {citation(dataset, source)}" for source in sources],
        "source_ids": sources,
    }


def sources_of(dataset: Dataset, event: str) -> list[str]:
    """The publications behind the row of an event: that tell it, claim it, date it or place it."""
    own = [row["source"] for row in dataset.rows_of("event_sources", "event", event)]
    claimed = [claim["source"] for claim in claims_of(dataset, event)]
    added = [*_sources_in(dataset, "event_dates", event), *_sources_in(dataset, "event_places", event)]
    return list(dict.fromkeys([*own, *claimed, *added]))


def _sources_in(dataset: Dataset, table: str, event: str) -> Iterator[str]:
    return (row["source"] for row in dataset.rows_of(table, "event", event) if row["source"])
