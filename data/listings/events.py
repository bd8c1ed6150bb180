"""Events as records: those of `data.records`, with bounds, best dates, claims, publications and links.

The flat rows for spreadsheets and the features for maps are those of the exports (`data.export.rows`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from data import records as plain
from data.actors import shown_events
from data.dataset import Dataset
from data.export.rows import BOUNDS, SEPARATOR, as_cells, selected_rows, undated_rows
from data.listings.common import Record, answered_outside, number
from data.records import point
from data.selection import Selection, select
from data.wording import actor_name, chain_in_words, citation, claims_of, date_words


def ids(selection: Selection) -> tuple[str, ...]:
    """The selected events by date, then the undated ones, as the page lists them."""
    return tuple(shown_events(selection))


def records(selection: Selection, wanted: Sequence[str]) -> list[Record]:
    """One record an event, in the order of the selection."""
    page = _only(selection, wanted)
    rows = {row["id"]: row for row in _rows(page)}
    return [
        {**record, **_more(page.dataset, record, rows[record["id"]])}
        for record in (plain.events(page) if wanted else [])
    ]


def cells(selection: Selection, wanted: Sequence[str]) -> list[list[str]]:
    """A header and one row of text an event: the columns of the exported events.csv, formulas defused."""
    return as_cells(_rows(_only(selection, wanted)) if wanted else [])


def features(selection: Selection, wanted: Sequence[str]) -> list[Record]:
    """GeoJSON features, one for each event and place, as in the export; lists are joined into one text.

    The geometry is a point where one was reported, and null everywhere else.
    """
    rows = _rows(_only(selection, wanted)) if wanted else []
    return [feature for row in rows for feature in _features(selection.dataset, row)]


def _only(selection: Selection, wanted: Sequence[str]) -> Selection:
    """The same question, of these events alone: what is said of each stays the same."""
    return select(selection.dataset, replace(selection.filters, id=tuple(wanted)))


def _rows(page: Selection) -> list[dict[str, Any]]:
    return [*selected_rows(page), *undated_rows(page)]


def _more(dataset: Dataset, record: Record, row: Record) -> Record:
    event = record["id"]
    table = dataset.row("events", event)
    links = dataset.rows_of("event_places", "event", event)
    own = {link["place"]: link for link in links if not link["source"]}
    return {
        "participants": [
            {**part, "name": actor_name(dataset, part["actor"])} for part in record["participants"]
        ],
        "places": [_place(dataset, own[place["id"]]) for place in record["places"]],
        "places_by_others": [
            {**_place(dataset, link), "source": link["source"]} for link in links if link["source"]
        ],
        "date_words": date_words(record["date"]),
        **{name: row[name] for name in (*BOUNDS, "bounds_of", "mode", "as_of", "since")},
        "other_dates": _other_dates(dataset, event),
        "note": table["note"],
        "claims": [_claim(dataset, claim) for claim in claims_of(dataset, event)],
        "sources": [{"id": source, "citation": citation(dataset, source)} for source in row["source_ids"]],
        "source_ids": row["source_ids"],
        "links": [
            {name: link[name] for name in ("relation", "other", "note")}
            for link in dataset.rows_of("event_links", "event", event)
        ],
        "answered_outside": answered_outside(dataset, event),
    }


def _place(dataset: Dataset, link: dict[str, str]) -> Record:
    place = dataset.row("places", link["place"])
    return {
        "id": place["id"],
        "precision": place["precision"],
        "name": place["name"],
        "kind": place["kind"],
        "basis": link["basis"],
        "latitude": number(place["latitude"]),
        "longitude": number(place["longitude"]),
        "coordinate_status": place["coordinate_status"],
        "area": place["area"],
    }


def _other_dates(dataset: Dataset, event: str) -> list[Record]:
    return [
        {
            "date": row["date"],
            "date_words": date_words(row["date"]),
            "source": row["source"],
            "best": row["best"] == "true",
            "reason": row["reason"],
        }
        for row in dataset.rows_of("event_dates", "event", event)
    ]


def _claim(dataset: Dataset, claim: dict[str, str]) -> Record:
    return {
        "id": claim["id"],
        "text": claim["text"],
        "hedge": claim["hedge"],
        "standing": claim["standing"],
        "says_who": chain_in_words(dataset, claim["id"]),
    }


def _features(dataset: Dataset, row: Record) -> Iterator[Record]:
    flat = {name: SEPARATOR.join(cell) if isinstance(cell, list) else cell for name, cell in row.items()}
    for place in row["place_ids"] or [""]:
        held = dataset.row("places", place) if place else {}
        yield {
            "type": "Feature",
            "id": f"{row['id']}/{place}" if place else row["id"],
            "geometry": point(held),
            "properties": {
                **flat,
                "place": place,
                "place_name": held.get("name", ""),
                "precision": held.get("precision", "none"),
                "coordinate_status": held.get("coordinate_status", ""),
            },
        }
