"""What a row of somebody's own spreadsheet says, as an event; what is no field stays in its notes."""

from __future__ import annotations

import re
from collections.abc import Mapping as Row
from datetime import date
from typing import Final

from data import dates
from data.importers import cells, phrase_words
from data.importers.drafts import Draft, DraftActor, DraftPlace, Role, RowError
from data.importers.mapping import Mapping
from data.importers.phrases import Basis, Reading, read_phrase
from data.importers.sheet_places import IsArea, sheet_place
from data.vocabulary import CATEGORY_WORDS, UNCODED

NOTHING: Final = "the row tells of no event"

_ROLES: Final[dict[str, Role]] = {"initiator": "initiator", "recipient": "recipient", "mediator": "mediator",
                                  "actors": "mentioned"}  # fmt: skip
_CATEGORIES: Final = {
    name.casefold(): category
    for category, told in CATEGORY_WORDS.items()
    for name in (category, told)
    if category != UNCODED
}
_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_LONGEST_TITLE: Final = 100
_UNDATED: Final = "The sheet gives no date, so the event is undated."


def sheet_draft(
    row: Row[str, str],
    mapping: Mapping,
    key: str,
    day_first: bool | None = None,
    is_area: IsArea = lambda name: False,
) -> Draft:
    """One row as an event.

    Args:
        row: header -> cell, stripped.
        mapping: which header is which field.
        key: what the event is called where the sheet gives it no id.
        day_first: how 11/8/2023 is meant in this sheet; None where nothing tells.
        is_area: as in `sheet_place`.

    Raises:
        RowError: the date or the coordinates cannot be read, or the row tells of no event.
    """
    return _Event(row, mapping).draft(key, day_first, is_area)


class _Event:
    """One row while it is read; what cannot be used as a field is added to its notes and caveats."""

    def __init__(self, row: Row[str, str], mapping: Mapping) -> None:
        self._row = row
        self._mapping = mapping
        self._unused: list[str] = []
        self._caveats: list[str] = []

    def of(self, field: str) -> str:
        """The cell of a field, "" where there is none."""
        return self._row.get(self._mapping.fields.get(field, ""), "")

    def draft(self, key: str, day_first: bool | None, is_area: IsArea) -> Draft:
        """The event. Raises RowError as `sheet_draft`."""
        if not any(map(self.of, ("date", "title", "text", "type", "place", *_ROLES))):
            raise RowError(NOTHING, next(filter(None, self._row.values()), ""))
        reading = self._reading(day_first)
        place = self._place(is_area)
        category, url, deaths = self._category(), self._url(), self._deaths()
        return Draft(
            key=self.of("id") or key,
            stamp=0,
            date=reading.edtf if reading else "",
            bounds=reading.bounds if reading else None,
            date_phrase=self._date_phrase(),
            date_reason=reading.how if reading else _UNDATED,
            type=self.of("type"),
            category=category,
            title=self._title(),
            notes=self._notes(),
            actors=self._actors(),
            place=place,
            sources=cells.listed(self.of("source")),
            url=url,
            deaths=deaths,
            caveats=tuple(self._caveats),
        )

    def _place(self, is_area: IsArea) -> DraftPlace:
        placed = sheet_place(self.of, "precision" in self._mapping.fields, is_area)
        self._caveats += placed.said
        if not placed.located:
            self._unused += ["latitude", "longitude"]
        place = placed.place
        shown = {"country": place.country, "province": place.province, "district": place.district}
        self._unused += [area for area, name in shown.items() if name != self.of(area)]
        return place

    def _reading(self, day_first: bool | None) -> Reading | None:
        said_on = self._said_on(day_first)
        start, end = self.of("date"), self.of("end")
        if not start and not end:
            return None
        if not start or not end:
            return read_phrase(start or f"until {end}", said_on, day_first)
        return _lasting(read_phrase(start, said_on, day_first), read_phrase(end, said_on, day_first), said_on)

    def _said_on(self, day_first: bool | None) -> date | None:
        """The day on which the source spoke, where its column gives a single day."""
        text = self.of("source_date")
        if not text:
            return None
        self._unused.append("source_date")
        try:
            reading = read_phrase(text, None, day_first)
        except RowError:
            reading = None
        if reading is None or reading.bounds.start_earliest != reading.bounds.end_latest:
            self._caveats.append(
                f"The day on which the source spoke is not known: {text[:80]!r} is no single day."
            )
            return None
        return dates.to_date(reading.bounds.start_earliest)

    def _date_phrase(self) -> str:
        return " – ".join(filter(None, map(self.of, ("date", "end"))))

    def _category(self) -> str:
        category = _CATEGORIES.get(self.of("category").casefold(), "")
        if not category:
            self._unused.append("category")
        return category

    def _url(self) -> str:
        text = self.of("url")
        if _ADDRESS.fullmatch(text):
            return text
        self._unused.append("url")
        return ""

    def _deaths(self) -> tuple[int | None, int | None, int | None] | None:
        found = tuple(map(self._number, ("deaths", "deaths_low", "deaths_high")))
        best, low, high = found
        return None if best is low is high is None else (best, low, high)

    def _number(self, field: str) -> int | None:
        text = self.of(field)
        try:
            return cells.deaths({field: text}, field)
        except RowError:
            header = self._mapping.fields[field]
            self._caveats.append(f"{header}: {text[:80]!r} is no number that can be counted.")
            self._unused.append(field)
            return None

    def _actors(self) -> tuple[DraftActor, ...]:
        found = [
            DraftActor(name, role)
            for field, role in _ROLES.items()
            for name in cells.listed(self.of(field).replace("\n", ";"))
        ]
        named = {actor.name for actor in found if actor.role != "mentioned"}
        return tuple(dict.fromkeys(one for one in found if one.role != "mentioned" or one.name not in named))

    def _title(self) -> str:
        """The sheet's own; else its coded columns; else the beginning of its text."""
        if title := self.of("title"):
            return title
        coded = ": ".join(filter(None, (self.of("type"), " – ".join(actor.name for actor in self._actors()))))
        text = " ".join((coded or self.of("text") or self.of("place") or "Event").split())
        return text if len(text) <= _LONGEST_TITLE else f"{text[:_LONGEST_TITLE].rsplit(' ', 1)[0]} …"

    def _notes(self) -> str:
        """The text, then every cell that is no field or was of no use as one, as "Header: value"."""
        unused = {self._mapping.fields[field] for field in self._unused if field in self._mapping.fields}
        kept = {*self._mapping.kept([*self._row]), *unused}
        more = [f"{header}: {cell}" for header, cell in self._row.items() if cell and header in kept]
        return "\n".join(filter(None, (self.of("text"), *more)))


def _lasting(start: Reading, end: Reading, said_on: date | None) -> Reading:
    """From the one to the other; the same date twice is that date."""
    if start.edtf == end.edtf:
        return start
    edtf = f"{start.edtf}/{end.edtf}"
    try:
        bounds = dates.parse(edtf, said_on)
    except dates.DateError as error:
        backwards = end.bounds.end_latest < start.bounds.start_earliest
        reason = phrase_words.REVERSED if backwards else phrase_words.UNREADABLE
        raise RowError(reason, edtf) from error
    basis: Basis = "stated" if start.basis == end.basis == "stated" else "relative_to_report"
    return Reading(edtf, bounds, f"It lasts from the one date to the other. {start.how} {end.how}", basis)
