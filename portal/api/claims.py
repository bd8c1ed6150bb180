"""Claims and the moves of the negotiation in the read API."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from data.listings import claims
from data.vocabulary import FACTUALITY
from portal.api.resource import Resource
from portal.api.schemas import AnsweredOutside, Schema, one_of

AnyWhen = Literal["certain", "possible", "undated", "outside"]
Basis = Literal["stated", "implied", "carried over"]


class ChainLink(Schema):
    """One step of “A says that B said”. An empty grade means not graded; no program computes one."""

    position: int = Field(description="1 is the publication that was read, the last is nearest to the event")
    speaker: str
    source: str = Field(description="id, if the speaker is a publication")
    actor: str = Field(description="id, if it is an actor")
    unnamed: str = Field(description="our short description, if nobody names it")
    how_knew: str = Field(description="how this speaker knew: saw a photo of the letter ...; empty: not said")
    basis: Basis
    factuality: one_of(FACTUALITY) = Field(description="FactBank: what the speaker commits to")  # type: ignore[valid-type]
    reliability: str = Field(description="Admiralty A to F, only if an editor gave it")
    credibility: str = Field(description="Admiralty 1 to 6, only if an editor gave it")
    graded_by: str
    graded_on: str
    factuality_words: str


class ClaimEvent(Schema):
    """An event that a claim speaks of; `outside`: the filters leave it out."""

    id: str
    when: AnyWhen


class ClaimLink(Schema):
    """A claim in force that contradicts or supports this one; both are kept."""

    relation: Literal["contradicts", "supports"]
    other: str
    note: str


class Claim(Schema):
    """One proposition that a publication makes, with its hedge and its whole chain."""

    id: str
    text: str = Field(description="in our own words")
    kind: str
    hedge: str = Field(description="the hedge words of the source; empty: stated flatly")
    standing: str = Field(description="how it stands in the source: asserted, reported, single source ...")
    source: str
    locator: str
    note: str
    since: str
    events: list[ClaimEvent]
    actors: list[str]
    places: list[str]
    chain: list[ChainLink]
    says_who: str = Field(description="the chain in words")
    sentence: str = Field(description="who says it, through whom, with which hedge, and then what")
    citation: str
    links: list[ClaimLink]
    answered_outside: AnsweredOutside


class Move(Schema):
    """One step of the negotiation, as claimed by somebody."""

    id: str
    event: str
    date: str = Field(description="EDTF")
    by: str
    to: str
    via: str
    by_name: str
    to_name: str
    via_name: str
    when: AnyWhen = Field(description="of its event")
    date_words: str
    channel: str
    move: Literal["ask", "demand", "offer", "accept", "accept-with-conditions", "reject", "concede"]
    content: str
    round: str
    status_after: str
    answers: str = Field(description="the move it answers")
    answered_by: str = Field(description="the move that answers it; empty: none is reported")
    said_by: str
    hedge: str
    claim: str
    as_of: str
    note: str
    says_who: str
    answered_outside: AnsweredOutside


CLAIMS = Resource(
    name="claims",
    one="claim",
    schema=Claim,
    belongs=(
        "The claims in force that speak of an event of the selection, the undated ones with them, in the "
        "order of the events; then those of no event that are about an actor of the selection. All claims "
        "where nothing is filtered."
    ),
    ids=claims.claim_ids,
    records=claims.claim_records,
)

MOVES = Resource(
    name="moves",
    one="move",
    schema=Move,
    belongs="The steps of the negotiation that are an event of the selection, the undated ones with them.",
    ids=claims.move_ids,
    records=claims.move_records,
)
