"""The selection in numbers: the counts, and for each value of each filter how many events it would leave."""

from __future__ import annotations

from data.dataset import Dataset
from data.describe import name_of, source_words, type_words
from data.listings.common import Record
from data.selection import Selection
from data.vocabulary import COLLECTIONS, THREADS


def facets(selection: Selection) -> dict[str, list[Record]]:
    """Filter -> its values, the most frequent first: `{"value", "name", "selected", "undated"}`.

    Each is how many events that value would leave under all the other filters.
    """
    return {
        key: [
            {
                "value": value,
                "name": _name(selection.dataset, key, value),
                "selected": selected,
                "undated": undated,
            }
            for value, (selected, undated) in sorted(
                values.items(), key=lambda one: (-one[1][0], -one[1][1], one[0])
            )
        ]
        for key, values in selection.facets.items()
    }


def _name(dataset: Dataset, key: str, value: str) -> str:
    if key in ("actor", "place"):
        return name_of(dataset, f"{key}s", value)
    if key == "source":
        return source_words(dataset, value)
    if key == "type":
        return type_words(value)
    return {"thread": THREADS, "collection": COLLECTIONS}[key].get(value, value)


def notices(selection: Selection) -> list[str]:
    """What of the question or of the data could not be used."""
    count = len(selection.dataset.problems)
    rows = "1 row of the tables had a fault and is"
    if count > 1:
        rows = f"{count} rows of the tables had a fault and are"
    return [*selection.notices, *([f"{rows} nowhere shown."] if count else [])]
