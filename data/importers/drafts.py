"""What every importer makes of a row: one event as its dataset tells it, no more precise than that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from data.dates import Bounds

Precision = Literal["exact", "settlement", "district", "province", "country", "zone", "undisclosed", "none"]
"""How closely a place is known (domain contract, section 3)."""

Role = Literal["initiator", "recipient", "mediator", "mentioned"]

POINTS: Final = ("exact", "settlement")
"""Precisions of which coordinates are kept: everything else is an area, and an area has no centroid."""


class RowError(ValueError):
    """Why a row is no event.

    Attributes:
        reason: the kind of fault, the same words for every row that has it ("the date cannot be read").
        value: the cell at fault, "" where there is none.
    """

    def __init__(self, reason: str, value: str = "") -> None:
        super().__init__(f"{reason}: {value[:80]!r}" if value else reason)
        self.reason = reason
        self.value = value


@dataclass(frozen=True, slots=True)
class DraftPlace:
    """Where, as closely as the dataset says.

    Attributes:
        name: as the dataset writes it.
        precision: how closely it is known; decides whether the coordinates stay.
        latitude, longitude: WGS 84 degrees; only with the precisions `POINTS`.
        country, province, district: names of what it lies in, "" where not told.
    """

    name: str
    precision: Precision
    latitude: float | None = None
    longitude: float | None = None
    country: str = ""
    province: str = ""
    district: str = ""

    def __post_init__(self) -> None:
        located = self.latitude is not None or self.longitude is not None
        if located and self.precision not in POINTS:
            raise ValueError(f"{self.precision} has no coordinates: no centroid becomes a point")


@dataclass(frozen=True, slots=True)
class DraftActor:
    """A party, by the name that the dataset gives it; `kind` in the dataset's own words."""

    name: str
    role: Role = "mentioned"
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One row as an event.

    Attributes:
        key: its id in the dataset; a later row with the same key takes its place.
        stamp: what decides which of two rows with one key is newer (seconds since 1970, or any number that
            grows); of equal ones the later row.
        date: EDTF, "" where undated.
        bounds: of `date`; None where undated.
        date_phrase: the cells that tell the date, as the file writes them.
        date_reason: how they were read, one sentence.
        type: kind of event in the dataset's own words ("Battles: Armed clash").
        category: PLOVER category; "" where PLOVER codes none or the dataset does not tell.
        title: made by the importer from the coded columns, in our words.
        notes: what the dataset tells in words.
        sources: who the dataset names as its sources: the next link of the chain after the dataset.
        url: address of the report, "" where none.
        deaths: best, low and high estimate; None where not stated.
        caveats: sentences on what the dataset says of its own certainty.
    """

    key: str
    stamp: int
    date: str
    bounds: Bounds | None
    date_phrase: str
    date_reason: str
    type: str
    category: str
    title: str
    notes: str = ""
    actors: tuple[DraftActor, ...] = ()
    place: DraftPlace = field(default_factory=lambda: DraftPlace("", "none"))
    sources: tuple[str, ...] = ()
    url: str = ""
    deaths: tuple[int | None, int | None, int | None] | None = None
    caveats: tuple[str, ...] = ()
