"""What an import made of its rows: the first of them as they are shown, with the cells they came from."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from data.collections.bounds_words import bounds_in_words
from data.collections.collection import open_collection
from data.collections.listing import Found, whole
from data.vocabulary import PRECISIONS

MOST: Final = 40


def preview(folder: Path, most: int = MOST) -> list[dict[str, Any]]:
    """The first events of a collection in the order of the file: what its cells say, what Panj reads.

    Raises:
        PackageError: the collection cannot be opened.
    """
    collection = open_collection(folder)
    shown: list[dict[str, Any]] = []
    for file in collection.files:
        for line in range(most - len(shown)):
            event = whole(collection, Found(file, line))
            if event is None:
                break
            shown.append(_row(event))
        if len(shown) >= most:
            break
    return shown


def _row(event: dict[str, Any]) -> dict[str, Any]:
    place = event["place"]
    return {
        "line": event["line"],
        "title": event["title"],
        "phrase": event["date_phrase"],
        "date": bounds_in_words(event["bounds"]) if event["bounds"] else "no date",
        "reason": event["date_reason"],
        "place": place.name if place else "",
        "precision": place.closeness if place else PRECISIONS["none"],
        "caveats": event["caveats"] or [],
    }
