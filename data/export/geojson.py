"""The selection as GeoJSON (RFC 7946), with the manifest as a foreign member."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from data.export.manifest import Manifest
from data.export.rows import selected_rows, undated_rows
from data.records import point
from data.selection import Selection


def geojson(selection: Selection, found: Manifest) -> bytes:
    """A FeatureCollection: one feature for each event and place of its own source.

    The geometry is a point where one was reported and null everywhere else: no centroid stands for an area.
    Undated events are features too; their `when` says so.
    """
    rows = [*selected_rows(selection), *undated_rows(selection)]
    collection = {
        "type": "FeatureCollection",
        "manifest": found.as_dict(),
        "features": [feature for row in rows for feature in _features(selection, row)],
    }
    return json.dumps(collection, ensure_ascii=False, allow_nan=False).encode("utf-8")


def _features(selection: Selection, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for place in row["place_ids"] or [""]:
        held = selection.dataset.row("places", place) if place else {}
        yield {
            "type": "Feature",
            "id": f"{row['id']}/{place}" if place else row["id"],
            "geometry": point(held),
            "properties": {
                **row,
                "place": place,
                "place_name": held.get("name", ""),
                "precision": held.get("precision", "none"),
                "coordinate_status": held.get("coordinate_status", ""),
            },
        }
