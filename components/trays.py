"""The two trays: what has no date and what has no place is counted and listed, each with its reason."""

from __future__ import annotations

from typing import Any

from dash import html

from components import ids
from components.shared.attributes import attributes
from components.shared.event_row import event_row
from components.shared.markup import markup
from data.filters import Selection
from data.frames import records_of
from data.vocabulary import PRECISIONS, WITHOUT_PLACE


def trays() -> html.Div:
    """Both trays, closed; their contents come with the selection."""
    return html.Div(
        [_tray(ids.TRAY_UNDATED, "Undated"), _tray(ids.TRAY_UNPLACED, "No place")], className="trays"
    )


def _tray(identifier: str, title: str) -> html.Details:
    head = markup(html.Summary(title))
    return html.Details(id=identifier, className="tray", **attributes({"data-markup": head}))


def undated_tray(selection: Selection) -> list[Any]:
    """Events without a date: never in a range, never lent one."""
    rows = records_of(selection.undated)
    listed = [event_row(selection, row, row["date_reason"]) for row in rows]
    return _contents("Undated", len(rows), listed, "Every event that passes the other filters has a date.")


def unplaced_tray(selection: Selection) -> list[Any]:
    """Selected events that no mark may stand for."""
    rows = records_of(selection.unplaced)
    listed = [event_row(selection, row, _why_unplaced(selection, row["id"])) for row in rows]
    shown = _contents("No place", len(rows), listed, "Every selected event has a place that can be drawn.")
    undrawn = _without_polygon(selection)
    if undrawn:
        head = html.P(f"{len(undrawn)} more in an area whose boundary Panj does not have:", className="empty")
        shown += [head, html.Ol(undrawn, className="event-list")]
    return shown


def _without_polygon(selection: Selection) -> list[Any]:
    """Selected events whose only places are districts or provinces that the map layers lack."""
    drawn: set[str] = set()
    lost: dict[str, str] = {}
    for row in records_of(selection.places):
        if row["precision"] in ("district", "province") and not row["area"]:
            lost[row["event"]] = row["name"]
        elif row["precision"] not in WITHOUT_PLACE:
            drawn.add(row["event"])
    names = {event: name for event, name in lost.items() if event not in drawn}
    rows = records_of(selection.events) if names else []
    return [
        event_row(selection, row, f"{names[row['id']]}: no boundary in the map layers")
        for row in rows
        if row["id"] in names
    ]


def _contents(title: str, count: int, rows: list[Any], none: str) -> list[Any]:
    head = html.Summary([f"{title} ", html.Span(str(count), className="tray-count")])
    return [head, html.Ol(rows, className="event-list") if rows else html.P(none, className="empty")]


def _why_unplaced(selection: Selection, event: str) -> str:
    links = selection.dataset.rows_of("event_places", "event", event)
    places = [selection.dataset.row("places", link["place"]) for link in links]
    reasons = [
        f"{place['name']}: {PRECISIONS[place['precision']]}"
        for place in places
        if place["precision"] in WITHOUT_PLACE
    ]
    return "; ".join(reasons) or "No place stated"


def opens_by_itself(selection: Selection) -> bool:
    """The no-place tray opens when it holds more events than the map shows."""
    counts = selection.counts
    return counts.unplaced > counts.selected - counts.unplaced
