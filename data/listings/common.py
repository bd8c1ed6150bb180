"""What the listings share: how often and in which events of the selection a row occurs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from data.dataset import Dataset
from data.frames import records_of
from data.selection import Selection

Record = dict[str, Any]

OUTSIDE = "outside"
"""`when` of an event that the filters leave out (as `data.verdict.standing` has it)."""


def in_table(dataset: Dataset, table: str, wanted: Iterable[str]) -> tuple[str, ...]:
    """Those of `wanted` that are rows of `table`, in the order of the table."""
    among = set(wanted)
    return tuple(row for row in dataset.tables[table]["id"] if row in among)


def counted(events: Iterable[str], shown: Mapping[str, str]) -> Record:
    """How many of `events` are in the selection, each once: `{"certain", "possible", "undated"}`."""
    found = Counter(shown[event] for event in set(events) if event in shown)
    return {when: found.get(when, 0) for when in ("certain", "possible", "undated")}


def occurrences(events: Iterable[str], shown: Mapping[str, str]) -> list[Record]:
    """Those of `events` that are in the selection, in its order: `{"id", "when"}`."""
    among = set(events)
    return [{"id": event, "when": when} for event, when in shown.items() if event in among]


def grouped(dataset: Dataset, table: str, column: str, shown: Mapping[str, str]) -> dict[str, list[str]]:
    """`column` -> the events of the selection that `table` joins with it."""
    found: dict[str, list[str]] = {}
    for row in records_of(dataset.tables[table][["event", column]]):
        if row["event"] in shown:
            found.setdefault(row[column], []).append(row["event"])
    return found


def answered_outside(dataset: Dataset, row: str) -> bool:
    """Whether something that a lock hides answers or supports the row: then no blank means "nobody did"."""
    return dataset.confined is not None and row in dataset.confined.answered_outside


def whole(selection: Selection) -> bool:
    """Whether the filters leave nothing out."""
    counts = selection.counts
    return counts.selected + counts.undated == counts.total


def names(rows: Iterable[Mapping[str, str]]) -> list[Record]:
    """Rows of `names`, without whose they are."""
    columns = ("name", "language", "script", "kind", "date", "source", "source_text")
    return [
        {**{column: row[column] for column in columns}, "verified": row["verified"] == "true"} for row in rows
    ]


def number(text: str) -> float | None:
    """A coordinate; None where there is none."""
    return float(text) if text else None
