"""Places and border-crossing points as records: no closer than they were reported, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

from data import gazetteer
from data.actors import shown_events
from data.dataset import Dataset
from data.listings.common import Record, counted, grouped, in_table, names, number, occurrences, whole
from data.partition import own_places
from data.selection import Selection
from data.wording import date_words

_PLACE_COLUMNS = ("area", "parent", "country", "iso_3166_2", "pcode", "on_border")


def place_ids(selection: Selection) -> tuple[str, ...]:
    """The places that an event of the selection has by its own source, in the order of the table."""
    return in_table(selection.dataset, "places", _events_at(selection))


def _events_at(selection: Selection) -> dict[str, list[str]]:
    """Place -> events of the selection that their own source puts there, and nowhere closer."""
    shown = shown_events(selection)
    links = own_places(selection.dataset.tables["event_places"])
    found: dict[str, list[str]] = {}
    for event, place in zip(links["event"], links["place"], strict=True):
        if event in shown:
            found.setdefault(place, []).append(event)
    return found


def place_records(selection: Selection, wanted: Sequence[str]) -> list[Record]:
    """One record a place; coordinates only where a point was reported, `drawn` says how it may be drawn."""
    dataset, shown = selection.dataset, shown_events(selection)
    there, named = _events_at(selection), grouped(dataset, "event_places", "place", shown)
    return [
        {
            **_place(dataset, place),
            "counts": counted(there.get(place, []), shown),
            "events": occurrences(there.get(place, []), shown),
            "events_by_others": occurrences(set(named.get(place, [])) - set(there.get(place, [])), shown),
        }
        for place in wanted
    ]


def _place(dataset: Dataset, place: str) -> Record:
    row = dataset.row("places", place)
    crossing = gazetteer.crossing_at(dataset, place)
    return {
        **{name: row[name] for name in ("id", "name", "kind", "precision")},
        "latitude": number(row["latitude"]),
        "longitude": number(row["longitude"]),
        "coordinate_source": row["coordinate_source"],
        "coordinate_status": row["coordinate_status"],
        "drawn": gazetteer.why_drawn(row),
        **{name: row[name] for name in _PLACE_COLUMNS},
        "parents": list(gazetteer.parents(dataset, place)),
        "other_ids": [other for part in row["other_ids"].split(";") if (other := part.strip())],
        "crossing": crossing["id"] if crossing else "",
        "note": row["note"],
        "names": names(dataset.rows_of("names", "place", place)),
    }


def crossing_ids(selection: Selection) -> tuple[str, ...]:
    """The crossings of a selection, in the order of the table.

    One belongs to it where an event of it happened there, or where it lies in a place or district that is
    asked for; a selection of all events has all of them.
    """
    dataset, plan = selection.dataset, selection.plan
    there = {*_events_at(selection), *plan.places_certain, *plan.districts_certain}
    rows = dataset.tables["crossings"]
    chosen = rows if whole(selection) else rows[rows["place"].isin(list(there))]
    return tuple(chosen["id"])


def crossing_records(selection: Selection, wanted: Sequence[str]) -> list[Record]:
    """One record a crossing, with everything that sources saw of it; `last_seen` is never today's state.

    One that is kept off the map has no coordinates here.
    """
    there, shown = _events_at(selection), shown_events(selection)
    return [_crossing(selection.dataset, crossing, there, shown) for crossing in wanted]


def _crossing(dataset: Dataset, crossing: str, there: dict[str, list[str]], shown: dict[str, str]) -> Record:
    row = dataset.row("crossings", crossing)
    on_map = row["on_map"] == "true"
    place = dataset.row("places", row["place"])
    seen = gazetteer.history(dataset, crossing)
    events = there.get(row["place"], [])
    first = ("id", "place", "tajik_name", "afghan_name", "tajik_district", "afghan_district", "kind")
    told = ("opened", "opened_note", "length_note", "evidence", "caution")
    return {
        **{name: row[name] for name in first},
        "latitude": number(place["latitude"]) if on_map else None,
        "longitude": number(place["longitude"]) if on_map else None,
        "position_trust": row["position_trust"],
        "on_map": on_map,
        **{name: row[name] for name in told},
        "sources": [link["source"] for link in dataset.rows_of("crossing_sources", "crossing", crossing)],
        "seen": [_seen(one) for one in seen],
        "last_seen": [_seen(one) for one in gazetteer.last_seen(seen)],
        "counts": counted(events, shown),
        "events": occurrences(events, shown),
    }


def _seen(one: gazetteer.Seen) -> Record:
    return {
        "status": one.status,
        "date": one.date,
        "date_words": date_words(one.date),
        "what": one.what,
        "source": one.source,
        "note": one.note,
    }


def features(records: Sequence[Record], flat: Sequence[Record]) -> list[Record]:
    """GeoJSON features of places or crossings: a point where there is one, else null, never a centroid.

    Args:
        records: as `place_records` or `crossing_records` give them.
        flat: the same with plain values only, which become the properties.
    """
    return [
        {"type": "Feature", "id": record["id"], "geometry": _point(record), "properties": properties}
        for record, properties in zip(records, flat, strict=True)
    ]


def _point(record: Record) -> Record | None:
    if record["latitude"] is None or record["longitude"] is None:
        return None
    return {"type": "Point", "coordinates": [record["longitude"], record["latitude"]]}
