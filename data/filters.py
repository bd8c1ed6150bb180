"""The filters' front door: the value, its URL codec, the selection, its words."""

from __future__ import annotations

from data.describe import describe, sentence
from data.query import KEYS, REPEATABLE, Filters, from_query, read_query, to_query
from data.selection import Counts, Selection, select

__all__ = [
    "KEYS",
    "REPEATABLE",
    "Counts",
    "Filters",
    "Selection",
    "describe",
    "from_query",
    "read_query",
    "select",
    "sentence",
    "to_query",
]
