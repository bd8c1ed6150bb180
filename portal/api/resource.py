"""One table of the read API: what of it belongs to a selection, and how its rows are written."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel

from data.export.rows import SEPARATOR
from data.filters import Selection
from data.listings.common import Record
from data.records import defused

Flat = dict[str, str | int | float | bool | None]


@dataclass(frozen=True)
class Resource:
    """A table of the API.

    Attributes:
        name, one: of the table and of a row: path, member of the answer.
        schema: of one record; its members in plain values are the columns of the CSV form.
        belongs: what of the table belongs to a selection, and in which order, in words.
        ids, records: of `data.listings`.
        cells: rows of the CSV form, the header first; the records in plain values where it is None.
        features: GeoJSON features; None where the table has no places.
        feature_schema: of one of them.
    """

    name: str
    one: str
    schema: type[BaseModel]
    belongs: str
    ids: Callable[[Selection], Sequence[str]]
    records: Callable[[Selection, Sequence[str]], list[Record]]
    cells: Callable[[Selection, Sequence[str]], list[list[str]]] | None = None
    features: Callable[[Selection, Sequence[str]], list[Record]] | None = None
    feature_schema: type[BaseModel] | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """Formats in which it can be had."""
        return ("json", "csv", "geojson") if self.features else ("json", "csv")

    def rows(self, selection: Selection, wanted: Sequence[str]) -> list[list[str]]:
        """The CSV form: a header and one row of text a record, formulas defused."""
        if self.cells:
            return self.cells(selection, wanted)
        records = [flat(record) for record in self.records(selection, wanted)]
        return [list(flat_types(self.schema)), *([_cell(one) for one in row.values()] for row in records)]


def flat(record: Record) -> Flat:
    """A record in plain values: lists of text joined, `counts` spread over columns, the rest as JSON text."""
    found: Flat = {}
    for name, value in record.items():
        if isinstance(value, dict):
            found |= {f"{name}_{inner}": _plain(held) for inner, held in value.items()}
        else:
            found[name] = _plain(value)
    return found


def flat_types(schema: type[BaseModel]) -> dict[str, Any]:
    """The columns that `flat` makes of a record of this schema, in order, and the types of their values."""
    found: dict[str, Any] = {}
    for name, field in schema.model_fields.items():
        held = field.annotation
        if isinstance(held, type) and issubclass(held, BaseModel):
            found |= {f"{name}_{inner}": one.annotation for inner, one in held.model_fields.items()}
        else:
            found[name] = held if held is bool or float in get_args(held) else str
    return found


def _plain(value: Any) -> str | int | float | bool | None:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return SEPARATOR.join(value)
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    if value is None or isinstance(value, (str, int, float)):
        return value
    raise TypeError(f"no plain value: {type(value).__name__}")


def _cell(value: str | int | float | bool | None) -> str:
    """Text as it stands but defused; a number, which no spreadsheet runs, keeps its sign."""
    if isinstance(value, str):
        return defused(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
