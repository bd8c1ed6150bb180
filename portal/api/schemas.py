"""What every answer of the read API has around its rows, and how an error looks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core.core_schema import CoreSchema

from data.vocabulary import COLLECTIONS, THREADS

When = Literal["certain", "possible", "undated"]


class Schema(BaseModel):
    """A part of an answer. Every member is always there; an empty text means not said or not known."""

    model_config = ConfigDict(frozen=True)


class Untitled(GenerateJsonSchema):
    """Schemas without the titles that pydantic makes up for every member."""

    def field_title_should_be_set(self, schema: CoreSchema | Any) -> bool:
        """Never: a name needs no second spelling."""
        return False


def one_of(words: Iterable[str], *, also_empty: bool = False) -> Any:
    """The type of a member that holds a word of a vocabulary."""
    return Annotated[str, Field(json_schema_extra={"enum": [*words, *([""] if also_empty else [])]})]


def described(name: str, of: str, members: dict[str, Any], base: type[BaseModel] = Schema) -> type[BaseModel]:
    """A schema made of a list of columns."""
    return create_model(name, __base__=base, __doc__=of, **members)


class Counts(Schema):
    """Numbers of events: selected = certain + possible; the undated are listed after them, not among them."""

    total: int = Field(description="all events that this viewer may see")
    selected: int
    certain: int = Field(description="they overlap the range asked for whatever the truth in their bounds is")
    possible: int = Field(description="they may overlap it")
    undated: int = Field(description="events that pass every other filter and have no date: in no range")
    unplaced: int = Field(description="those of the selected that have no place which may be drawn")


class Occurrences(Schema):
    """In how many events of the selection a row occurs."""

    certain: int
    possible: int
    undated: int


class EventWhen(Schema):
    """An event of the selection."""

    id: str
    when: When


class Name(Schema):
    """One name of an actor or a place; a weak one does not identify it alone."""

    name: str
    language: str = Field(description="BCP 47; und where it was not determined")
    script: str = Field(description="ISO 15924")
    kind: str = Field(description="official, alias, transliteration, former or weak")
    date: str = Field(description="EDTF: when it was in use, where that is known")
    source: str
    source_text: str
    verified: bool = Field(description="seen on a page; false: general knowledge")


class Page(Schema):
    """Which rows these are, and what is still to come."""

    total: int = Field(description="rows of this table that belong to the selection")
    offset: int
    limit: int
    returned: int
    truncated: bool = Field(description="whether rows follow that are not in this answer")
    told: str = Field(description="the same in words")
    next: str | None = Field(description="path and query of the next page; it names the release of this one")


class Edition(Schema):
    """Which data the answer was made from."""

    release: str = Field(description="version and a hash of the content: equal names, equal content")
    version: str = Field(description="version of the dataset")


class Answer(Edition):
    """What stands around the rows of a list."""

    summary: str = Field(description="the filters and the counts in words")
    counts: Counts
    notices: list[str] = Field(description="what of the data could not be used")
    page: Page


class Point(Schema):
    """A position that a source gives (RFC 7946): longitude, latitude."""

    type: Literal["Point"]
    coordinates: Annotated[list[float], Field(min_length=2, max_length=2)]


class ParameterError(Schema):
    """One parameter that could not be used."""

    parameter: str
    value: str
    detail: str = Field(description="why, and what would be accepted")


class Problem(BaseModel):
    """An error (RFC 9457)."""

    model_config = ConfigDict(frozen=True, extra="allow")

    type: str
    title: str
    status: int
    detail: str


class ParameterProblem(Problem):
    """An error that names every parameter which could not be used."""

    errors: list[ParameterError]


class ReleaseProblem(Problem):
    """The data changed since the first page of a walk."""

    asked: str = Field(description="the release that the address names")
    release: str = Field(description="the release that is served now")


AnsweredOutside = Annotated[
    bool,
    Field(description="something that this viewer may not see answers or supports it: no blank means nobody"),
]
Thread = one_of(THREADS)
Collection = one_of(COLLECTIONS)
