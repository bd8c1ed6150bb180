"""The files of a collection: what is in them and how it is written.

    datapackage.json       Data Package v2; `panj` in it says that it is a collection
    events-0000.parquet    compact columns, `PER_PARTITION` rows at most; what every number is counted from
    words-0000.parquet     the words of the same rows in the same order; read for the rows that are shown
    actors.parquet places.parquet sources.parquet types.parquet     what the codes stand for; row n is code n
    report.json rejects.csv     the account of the import: rows in = accepted + rejected + superseded

A code is a row's number in its table; -1 is none.
"""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from data.vocabulary import CATEGORY_WORDS, UNCODED

FORMAT: Final = 1
KIND: Final = "collection"
PER_PARTITION: Final = 250_000
WORDS_PER_GROUP: Final = 2_000
"""Rows of a row group of `words`: what is read to show one of them."""

CATEGORIES: Final = (UNCODED, *(name for name in CATEGORY_WORDS if name != UNCODED))
"""Code -> PLOVER category; 0 is an event of which PLOVER or the dataset says none."""
BOUNDS: Final = ("start_earliest", "start_latest", "end_earliest", "end_latest")
ROLES: Final = ("mentioned", "initiator", "recipient", "mediator")
"""Code -> role of an actor in an event."""

EVENTS: Final = pa.schema(
    [
        ("dated", pa.bool_()),
        ("start_earliest", pa.int32()),
        ("start_latest", pa.int32()),
        ("end_earliest", pa.int32()),
        ("end_latest", pa.int32()),
        ("category", pa.uint8()),
        ("type", pa.int32()),
        ("place", pa.int32()),
        ("actors", pa.list_(pa.int32())),
        ("roles", pa.list_(pa.uint8())),
        ("sources", pa.list_(pa.int32())),
        ("deaths_best", pa.int32()),
        ("deaths_low", pa.int32()),
        ("deaths_high", pa.int32()),
    ]
)
"""Bounds are days from 1970-01-01, zero where undated; deaths are -1 where not stated; an actor that has two
roles stands twice in `actors`, with its role at the same position of `roles`."""

WORDS: Final = pa.schema(
    [
        ("id", pa.string()),
        ("title", pa.string()),
        ("notes", pa.string()),
        ("date", pa.string()),
        ("date_phrase", pa.string()),
        ("date_reason", pa.string()),
        ("url", pa.string()),
        ("caveats", pa.list_(pa.string())),
        ("file", pa.string()),
        ("line", pa.int64()),
    ]
)
ACTORS: Final = pa.schema([("name", pa.string()), ("kind", pa.string()), ("offered", pa.string())])
"""`offered` is the id of one of our actors with exactly that name or alias: an offer, never a merge."""
PLACES: Final = pa.schema(
    [
        ("name", pa.string()),
        ("precision", pa.string()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("country", pa.string()),
        ("province", pa.string()),
        ("district", pa.string()),
        ("offered", pa.string()),
    ]
)
"""Coordinates are null unless a point was reported; `offered` is the id of one of our places of exactly that
name, kind and country, whose polygon may be filled."""
NAMES: Final = pa.schema([("name", pa.string())])
CODED: Final = {"actors": ACTORS, "places": PLACES, "sources": NAMES, "types": NAMES}
