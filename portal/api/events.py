"""Events in the read API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from data.export.rows import COLUMNS
from data.listings import events
from data.vocabulary import CATEGORY_WORDS, PRECISIONS, ROLES
from portal.api.resource import Resource
from portal.api.schemas import AnsweredOutside, Collection, Point, Schema, Thread, When, described, one_of

Precision = one_of(PRECISIONS)
Category = one_of([word for word in CATEGORY_WORDS if word.isupper()], also_empty=True)
Bound = Annotated[str, Field(description="ISO day; empty where nothing bounds it")]


class Participant(Schema):
    """An actor's part in an event; `implied` is weaker than `stated`."""

    actor: str
    role: one_of(ROLES)  # type: ignore[valid-type]
    basis: Literal["stated", "implied"]
    name: str = Field(description="as this installation names it")


class EventPlace(Schema):
    """A place of an event by the event's own source; coordinates only where a point was reported."""

    id: str
    precision: Precision  # type: ignore[valid-type]
    name: str
    kind: str
    basis: Literal["stated", "implied"]
    latitude: float | None
    longitude: float | None
    coordinate_status: str
    area: str = Field(description="key of its outline in the map layers")


class EventPlaceByOthers(EventPlace):
    """A place that another source gives: told, never drawn."""

    source: str


class EventDate(Schema):
    """A date that another source gives; it counts only under `dates=best`, and only the best one."""

    date: str = Field(description="EDTF; empty: that source gives none")
    date_words: str
    source: str
    best: bool
    reason: str = Field(description="what that source says")


class EventClaim(Schema):
    """A claim that speaks of the event, in short; its whole chain is in /claims."""

    id: str
    text: str
    hedge: str = Field(description="the hedge words of the source; empty: stated flatly")
    standing: str
    says_who: str = Field(description="the chain in words, the publication first")


class Cited(Schema):
    """A publication in one line."""

    id: str
    citation: str


class EventLink(Schema):
    """A sourced tie to another event."""

    relation: Literal["responds-to", "follows", "part-of", "contradicts", "reports"]
    other: str
    note: str


class Event(Schema):
    """Something that is said to have happened: it says that somebody said so, not that it happened."""

    id: str
    title: str
    date: str = Field(description="EDTF: what the event's own source supports; empty: undated")
    when: When = Field(description="how it stands to the range asked for")
    date_phrase: str = Field(description="the source's own words for the time")
    date_reason: str = Field(description="why those words became this date")
    category: Category = Field(description="PLOVER 2.0; empty where it codes none")  # type: ignore[valid-type]
    thread: Thread
    collection: Collection
    actors: list[str] = Field(description="ids of the participants, each once")
    participants: list[Participant]
    places: list[EventPlace]
    where: str = Field(description="certain or possible: how it lies in the area asked for; empty: no area")
    summary: str
    says_who: list[str] = Field(description="the chain of each claim in words")
    places_by_others: list[EventPlaceByOthers]
    date_words: str
    start_earliest: Bound
    start_latest: Bound
    end_earliest: Bound
    end_latest: Bound
    bounds_of: Literal["own", "best", ""] = Field(description="of which date the bounds and `when` are")
    mode: str
    as_of: str = Field(description="day on which its source spoke")
    since: str = Field(description="dataset version that first held it")
    other_dates: list[EventDate]
    note: str
    claims: list[EventClaim]
    sources: list[Cited]
    source_ids: list[str]
    links: list[EventLink]
    answered_outside: AnsweredOutside


_FLAT: dict[str, Any] = dict.fromkeys(COLUMNS, (str, ...))
_WHERE: dict[str, Any] = {
    "place": (str, ...),
    "place_name": (str, ...),
    "precision": (Precision, ...),
    "coordinate_status": (str, ...),
}
EventProperties = described(
    "EventProperties",
    "An event and one of its places in plain values, as in the exports; lists are joined by “ | ”.",
    {**_FLAT, **_WHERE},
)


class EventFeature(Schema):
    """An event at one of its places; without a reported point the geometry is null."""

    type: Literal["Feature"]
    id: str = Field(description="event and place")
    geometry: Point | None
    properties: EventProperties  # type: ignore[valid-type]


EVENTS = Resource(
    name="events",
    one="event",
    schema=Event,
    belongs="The selected events by date, then the undated ones that pass every other filter.",
    ids=events.ids,
    records=events.records,
    cells=events.cells,
    features=events.features,
    feature_schema=EventFeature,
)
