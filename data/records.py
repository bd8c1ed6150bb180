"""A selection as plain records, for the command line and every later export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from data.describe import sentence
from data.frames import records_of
from data.selection import Selection
from data.wording import chain_in_words, claims_of

COLUMNS: Final = (
    "id", "title", "date", "when", "date_phrase", "date_reason", "actors", "places", "category", "thread",
    "collection", "where", "summary", "says_who",
)  # fmt: skip


def as_dict(selection: Selection) -> dict[str, Any]:
    """Counts, the filters in words, what could not be used, and the events: selected first, then undated."""
    return {
        "summary": sentence(selection),
        "counts": asdict(selection.counts),
        "release": selection.dataset.release,
        "notices": list(selection.notices),
        "events": events(selection),
    }


def events(selection: Selection) -> list[dict[str, Any]]:
    """One record an event: the selected by date, then the undated."""
    rows = [*records_of(selection.events), *records_of(selection.undated)]
    return [_record(selection, row) for row in rows]


def _record(selection: Selection, row: dict[str, Any]) -> dict[str, Any]:
    dataset, event = selection.dataset, row["id"]
    parts = dataset.rows_of("participants", "event", event)
    links = dataset.rows_of("event_places", "event", event)
    places = [link["place"] for link in links if not link["source"]]
    plain = ("id", "title", "date", "when", "date_phrase", "date_reason", "category", "thread", "collection")
    return {
        **{name: row[name] for name in plain},
        "actors": list(dict.fromkeys(part["actor"] for part in parts)),
        "participants": [{name: part[name] for name in ("actor", "role", "basis")} for part in parts],
        "places": [{"id": place, "precision": dataset.row("places", place)["precision"]} for place in places],
        "where": row["where"],
        "summary": row["summary"],
        "says_who": [chain_in_words(dataset, claim["id"]) for claim in claims_of(dataset, event)],
    }


def as_rows(selection: Selection) -> list[list[str]]:
    """A header row and one row of text an event, lists joined by "; "; formulas defused for spreadsheets."""
    return [list(COLUMNS), *([_cell(record[name]) for name in COLUMNS] for record in events(selection))]


def _cell(value: Any) -> str:
    if isinstance(value, list):
        value = "; ".join(
            f"{item['id']} ({item['precision']})" if isinstance(item, dict) else item for item in value
        )
    return defused(str(value))


def defused(text: str) -> str:
    """Text that no spreadsheet runs as a formula (OWASP, CSV injection)."""
    dangerous = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    return "'" + text if text.lstrip(" ").startswith(dangerous) else text


def as_geojson(selection: Selection) -> dict[str, Any]:
    """A FeatureCollection (RFC 7946): a point where one was reported, else `"geometry": null`.

    An event with several places is one feature a place, so that none is lost.
    """
    features = []
    for record in events(selection):
        properties = {name: record[name] for name in record if name != "places"}
        for place in record["places"] or [{"id": "", "precision": "none"}]:
            row = selection.dataset.row("places", place["id"]) if place["id"] else {}
            told = {"place": place["id"], "place_name": row.get("name", ""), "precision": place["precision"]}
            features.append({"type": "Feature", "geometry": point(row), "properties": {**properties, **told}})
    return {"type": "FeatureCollection", "features": features}


def point(place: Mapping[str, str]) -> dict[str, Any] | None:
    """The GeoJSON point of a row of `places`; None where no point was reported (or there is no row)."""
    if not place.get("latitude"):
        return None
    return {"type": "Point", "coordinates": [float(place["longitude"]), float(place["latitude"])]}
