"""Actors, places, crossings and publications in the read API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, Field

from data.filters import Selection
from data.listings import actors, places, sources
from data.listings.common import Record
from data.relations import RELATIONS
from data.vocabulary import ACTOR_KINDS, PRECISIONS, ROLES
from portal.api.resource import Resource, flat, flat_types
from portal.api.schemas import EventWhen, Name, Occurrences, Point, Schema, When, described, one_of


class Part(Schema):
    """An actor's part in an event of the selection."""

    event: str
    role: one_of(ROLES)  # type: ignore[valid-type]
    basis: Literal["stated", "implied"]
    when: When


class Relation(Schema):
    """A sourced relation; `same-as?` is an open question and merges nothing."""

    id: str
    relation: one_of(RELATIONS)  # type: ignore[valid-type]
    subject: str
    object_actor: str
    object_place: str
    object_name: str
    date: str = Field(description="EDTF; empty: undated")
    date_words: str
    hedge: str
    says_who: str
    source: str
    claim: str
    question: bool
    sentence: str


class Actor(Schema):
    """Somebody whom a source names. To be listed is no accusation: see `role` and who says so."""

    id: str
    name: str = Field(description="as this installation names it")
    table_name: str = Field(description="the name in the table")
    kind: one_of(ACTOR_KINDS)  # type: ignore[valid-type]
    description: str
    note: str
    names: list[Name]
    counts: Occurrences
    parts: list[Part]
    relations: list[Relation]
    claims_about: list[str]
    claims_said_by: list[str]


class Place(Schema):
    """A place; only a reported point has coordinates, and no centroid ever stands for an area."""

    id: str
    name: str
    kind: str
    precision: one_of(PRECISIONS) = Field(description="the most that a mark may show")  # type: ignore[valid-type]
    latitude: float | None
    longitude: float | None
    coordinate_source: str
    coordinate_status: str
    drawn: str = Field(description="how it may be drawn, or why not")
    area: str = Field(description="key of its outline in the map layers")
    parent: str
    country: str
    iso_3166_2: str
    pcode: str
    on_border: str
    parents: list[str] = Field(description="the places that it lies in, the nearest first")
    other_ids: list[str]
    crossing: str = Field(description="the crossing whose position it is")
    note: str
    names: list[Name]
    counts: Occurrences
    events: list[EventWhen]
    events_by_others: list[EventWhen] = Field(
        description="events that only another source than their own puts here: told, not counted"
    )


class Sighting(Schema):
    """What one source saw of a crossing on the days that it covers."""

    status: Literal["open", "closed", "limited", "taken", "used", "unknown"]
    date: str = Field(description="EDTF; empty: undated")
    date_words: str
    what: str
    source: str
    note: str


class Crossing(Schema):
    """A border-crossing point. What was seen of it last is not its state of today."""

    id: str
    place: str
    tajik_name: str
    afghan_name: str
    tajik_district: str
    afghan_district: str
    kind: str
    latitude: float | None
    longitude: float | None
    position_trust: str = Field(description="how far the point can be trusted")
    on_map: bool = Field(description="false: kept off the map, without coordinates here")
    opened: str = Field(description="EDTF")
    opened_note: str
    length_note: str
    evidence: str
    caution: str
    sources: list[str]
    seen: list[Sighting] = Field(description="by all sources that this viewer may see")
    last_seen: list[Sighting] = Field(description="several where it is open which of them came last")
    counts: Occurrences
    events: list[EventWhen]


class Source(Schema):
    """A publication and how much of it was read. A remark on reliability is no grade."""

    id: str
    title: str
    title_basis: str = Field(description="whether the title is the publication's own")
    publisher: str
    published: str = Field(description="EDTF; empty: not known")
    date_basis: str
    address: str
    kind: str
    read_as: str
    cites: str
    used_for: str
    reliability_note: str
    citation: str
    counts: Occurrences
    events: list[EventWhen]
    claims: list[str] = Field(description="claims of the selection that are read in it")


def _flattened(schema: type[BaseModel]) -> type[BaseModel]:
    """The same members in plain values (`portal.api.resource.flat`)."""
    about = f"{schema.__name__} in plain values: lists joined by “ | ”, what is deeper as JSON text."
    members = {name: (kind, ...) for name, kind in flat_types(schema).items()}
    return described(f"{schema.__name__}Properties", about, members)


PlaceProperties = _flattened(Place)
CrossingProperties = _flattened(Crossing)


class PlaceFeature(Schema):
    """A place; without a reported point the geometry is null."""

    type: Literal["Feature"]
    id: str
    geometry: Point | None
    properties: PlaceProperties  # type: ignore[valid-type]


class CrossingFeature(Schema):
    """A crossing; without a point, or kept off the map, the geometry is null."""

    type: Literal["Feature"]
    id: str
    geometry: Point | None
    properties: CrossingProperties  # type: ignore[valid-type]


def _place_features(selection: Selection, wanted: Sequence[str]) -> list[Record]:
    records = places.place_records(selection, wanted)
    return places.features(records, [dict(flat(record)) for record in records])


def _crossing_features(selection: Selection, wanted: Sequence[str]) -> list[Record]:
    records = places.crossing_records(selection, wanted)
    return places.features(records, [dict(flat(record)) for record in records])


ACTORS = Resource(
    name="actors",
    one="actor",
    schema=Actor,
    belongs="The actors that have a part in an event of the selection, with their parts in it.",
    ids=actors.ids,
    records=actors.records,
)

PLACES = Resource(
    name="places",
    one="place",
    schema=Place,
    belongs="The places that an event of the selection has by its own source.",
    ids=places.place_ids,
    records=places.place_records,
    features=_place_features,
    feature_schema=PlaceFeature,
)

CROSSINGS = Resource(
    name="crossings",
    one="crossing",
    schema=Crossing,
    belongs=(
        "The crossings where an event of the selection happened, or that lie in a place or district asked "
        "for. All crossings where nothing is filtered."
    ),
    ids=places.crossing_ids,
    records=places.crossing_records,
    features=_crossing_features,
    feature_schema=CrossingFeature,
)

SOURCES = Resource(
    name="sources",
    one="source",
    schema=Source,
    belongs="The publications that tell, claim, date or place an event of the selection.",
    ids=sources.ids,
    records=sources.records,
)
