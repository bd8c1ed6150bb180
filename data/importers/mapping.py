"""Which column of somebody's own spreadsheet is which: proposed from its headers, shown, saved and reused."""

from __future__ import annotations

import json
from collections.abc import Mapping as Row
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from data.importers.files import FileError
from data.importers.header import squashed

_LARGEST: Final = 1 << 20
"""Bytes of a mapping file; one for a thousand columns has a tenth of that."""

FIELDS: Final = {
    "id": "Id of the event",
    "date": "Date",
    "end": "Date of the end",
    "title": "Title",
    "text": "What is told",
    "place": "Place",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "precision": "How closely the place is known",
    "country": "Country",
    "province": "Province",
    "district": "District",
    "initiator": "Who acted",
    "recipient": "Towards whom",
    "mediator": "Who mediated",
    "actors": "Who was involved",
    "type": "Kind of event",
    "category": "PLOVER category",
    "source": "Source",
    "source_date": "Day on which the source spoke",
    "url": "Address of the report",
    "deaths": "Deaths",
    "deaths_low": "Deaths, low estimate",
    "deaths_high": "Deaths, high estimate",
}
"""What a column can be -> how that is called on the page."""

_SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
    "id": ("id", "event id", "event no", "no", "number", "incident id", "incident number", "ref", "reference",
           "ид", "номер"),
    "date": ("date", "event date", "date of event", "incident date", "date of incident", "start date",
             "date start", "date from", "when", "day", "date phrase", "edtf", "дата", "дата события", "когда",
             "дата начала"),
    "end": ("end date", "date end", "date to", "until", "дата окончания", "дата конца"),
    "title": ("title", "headline", "event title", "event name", "name", "название", "заголовок", "событие"),
    "text": ("text", "description", "summary", "notes", "note", "details", "narrative", "event description",
             "what happened", "comment", "описание", "текст", "примечание", "примечания",
             "комментарий"),
    "place": ("place", "location", "place name", "location name", "town", "village", "city", "settlement",
              "locality", "where", "место", "населённый пункт", "населенный пункт", "город", "село",
              "кишлак"),
    "latitude": ("latitude", "lat", "y", "gps latitude", "широта"),
    "longitude": ("longitude", "lon", "long", "lng", "x", "gps longitude", "долгота"),
    "precision": ("precision", "geo precision", "location precision", "place precision",
                  "coordinate precision", "accuracy", "location accuracy", "точность", "точность места"),
    "country": ("country", "country name", "admin0", "adm0", "страна"),
    "province": ("province", "region", "oblast", "admin1", "adm1", "adm1 name", "state", "wilayat", "viloyat",
                 "область", "провинция", "регион", "вилоят"),
    "district": ("district", "admin2", "adm2", "adm2 name", "county", "rayon", "raion", "район", "уезд"),
    "initiator": ("actor1", "actor 1", "initiator", "perpetrator", "side a", "who", "source actor",
                  "инициатор", "сторона 1", "кто"),
    "recipient": ("actor2", "actor 2", "recipient", "target", "victim", "side b", "target actor", "to whom",
                  "адресат", "сторона 2", "кому"),
    "mediator": ("mediator", "third party", "посредник"),
    "actors": ("actors", "actor", "participants", "parties", "involved", "groups", "group", "участники",
               "стороны"),
    "type": ("type", "event type", "type of event", "kind", "incident type", "sub event type", "тип",
             "тип события", "вид"),
    "category": ("category", "plover", "plover category", "event category", "категория"),
    "source": ("source", "sources", "publisher", "reported by", "источник", "источники"),
    "source_date": ("source date", "date of source", "publication date", "date published", "published",
                    "report date", "reported on", "date reported", "as of", "дата источника",
                    "дата публикации"),
    "url": ("url", "link", "source url", "web", "address", "ссылка", "адрес"),
    "deaths": ("deaths", "fatalities", "killed", "dead", "deaths best", "best", "погибшие", "погибло",
               "убито"),
    "deaths_low": ("deaths low", "low", "min deaths", "minimum deaths"),
    "deaths_high": ("deaths high", "high", "max deaths", "maximum deaths"),
}  # fmt: skip
"""Field -> headers that are taken for it, the likeliest first; case, spaces and marks make no difference."""


@dataclass(frozen=True)
class Mapping:
    """Which header is which field.

    Attributes:
        fields: field -> header, as the sheet writes it.
        day_first: how 11/8/2023 is meant; None leaves it to the other dates of the file.
    """

    fields: Row[str, str] = field(default_factory=dict)
    day_first: bool | None = None

    def kept(self, headers: Sequence[str]) -> list[str]:
        """The headers that are no field: their cells are kept in the notes."""
        used = set(self.fields.values())
        return [header for header in headers if header not in used]

    def require(self, headers: Sequence[str], file: str) -> None:
        """Refuse a sheet that lacks a column of this mapping.

        Raises:
            FileError: it does; the sentence names the file and the column.
        """
        for name, header in self.fields.items():
            if header not in headers:
                raise FileError(f"{file}: lacks the column {header!r}, which the mapping reads as {name!r}.")

    def as_json(self) -> str:
        """For a file that `load_mapping` reads."""
        told = {"fields": dict(self.fields), "day_first": self.day_first}
        return json.dumps(told, ensure_ascii=False, indent=2) + "\n"

    def in_words(self, headers: Sequence[str]) -> str:
        """For confirmation: a line for every field, and what becomes of the other headers of a sheet."""
        lines = [
            f"{told}: column {self.fields[name]!r}" for name, told in FIELDS.items() if name in self.fields
        ]
        if kept := self.kept(headers):
            lines.append("Kept in the notes: " + ", ".join(map(repr, kept)))
        if "date" not in self.fields:
            lines.append("No column is a date: every event would be undated.")
        if self.day_first is not None:
            lines.append(f"In 11/8/2023 the {'day' if self.day_first else 'month'} comes first.")
        return "\n".join(lines)


def read_mapping(headers: Sequence[str]) -> Mapping:
    """Propose which header is which field; of two that would do the likelier, of two alike the first."""
    by_name: dict[str, str] = {}
    for header in headers:
        by_name.setdefault(squashed(header), header)
    found: dict[str, str] = {}
    for name, synonyms in _SYNONYMS.items():
        likely = [by_name[squashed(one)] for one in synonyms if squashed(one) in by_name]
        if likely:
            found[name] = likely[0]
    return Mapping(found)


def load_mapping(path: Path) -> Mapping:
    """A mapping that was saved.

    Raises:
        FileError: the file is none; one sentence names it and the key at fault.
    """
    told = _json(path)
    if not isinstance(told, dict):
        raise FileError(f"{path.name}: is no mapping (an object with the key 'fields' was expected).")
    for key in told:
        if key not in ("fields", "day_first"):
            raise FileError(
                f"{path.name}: the key {key!r} is not known (known are 'fields' and 'day_first')."
            )
    day_first = told.get("day_first")
    if day_first is not None and not isinstance(day_first, bool):
        raise FileError(f"{path.name}: the key 'day_first' must be true, false or null.")
    return Mapping(_fields(path, told.get("fields")), day_first)


def _json(path: Path) -> object:
    try:
        if path.stat().st_size > _LARGEST:
            raise FileError(f"{path.name}: is too large for a mapping.")
        return json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise FileError(f"{path.name}: cannot be read ({error.strerror or error}).") from error
    except json.JSONDecodeError as error:
        raise FileError(f"{path.name}: is not JSON (line {error.lineno}: {error.msg}).") from error
    except (ValueError, RecursionError) as error:
        if isinstance(error, FileError):
            raise
        raise FileError(f"{path.name}: is not JSON in UTF-8.") from error


def _fields(path: Path, told: object) -> dict[str, str]:
    if not isinstance(told, dict) or not told:
        raise FileError(f"{path.name}: the key 'fields' must say which field is which column.")
    seen: dict[str, str] = {}
    for name, header in told.items():
        if name not in FIELDS:
            raise FileError(
                f"{path.name}: the key 'fields.{name}' is no field (known are {', '.join(FIELDS)})."
            )
        if not isinstance(header, str) or not header:
            raise FileError(f"{path.name}: the key 'fields.{name}' must be the header of a column.")
        if header in seen:
            raise FileError(
                f"{path.name}: the keys 'fields.{seen[header]}' and 'fields.{name}' name one column."
            )
        seen[header] = name
    return dict(told)
