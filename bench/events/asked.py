"""Filter changes on the page of a collection, and what the browser posts for each of them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from bench.filters import body_of, callback_of
from components import ids
from data.collections.collection import Collection

PATH: Final = "collections/"
LOOK: Final = {
    "theme": "light", "narrow": False, "webgl": True, "map": [760, 420], "plot": [620, 230],
}  # fmt: skip
GIVES: Final = {
    "pictures": f"{ids.SUMMARY}.children",
    "list": f"{ids.COLLECTION_PAGER}.data-markup",
    "card": f"{ids.EVENT_CARD}.hidden",
}
"""Callback -> one of its outputs. A filter change asks all of them at once."""


@dataclass(frozen=True)
class Change:
    """Filters that a reader sets: a name, a span of whole years, or both.

    Attributes:
        actor: a name, "" for every actor.
        years: first and last; None for all.
    """

    actor: str = ""
    years: tuple[int, int] | None = None

    @property
    def query(self) -> str:
        """As in the address of the page."""
        dates = {"from": str(self.years[0]), "to": str(self.years[1])} if self.years else {}
        return urlencode(({"actor": self.actor} if self.actor else {}) | dates)

    @property
    def window(self) -> tuple[int, int] | None:
        """First and last day from 1970-01-01."""
        if self.years is None:
            return None
        return _day(self.years[0], 1, 1), _day(self.years[1], 12, 31)


def _day(year: int, month: int, day: int) -> int:
    return (date(year, month, day) - date(1970, 1, 1)).days


def changes(collection: Collection, number: int, seed: int = 2024) -> list[Change]:
    """So many different changes: by turns an actor, years, and an actor within years.

    A change of the actor alone comes after one of the dates and before one of both, so that the bins of the
    timeline, too, change at two of three.
    """
    chance = random.Random(seed)
    names = [name for name, _, _ in collection.actors]
    first, last = ((date(1970, 1, 1) + timedelta(day)).year for day in collection.span)
    spans = [(start, end) for start in range(first, last + 1) for end in range(start, last + 1)]
    found: dict[Change, None] = {}
    most = len(names) + len(spans) + len(names) * len(spans)
    turn = 0
    while len(found) < min(number, most):
        actor, years = chance.choice(names), chance.choice(spans)
        kinds = (Change(actor), Change(years=years), Change(actor, years))
        found[kinds[turn % 3] if kinds[turn % 3] not in found else kinds[2]] = None
        turn += 1
    return list(found)


@dataclass(frozen=True)
class Page:
    """What the page of one collection posts.

    Attributes:
        name: of the collection.
        known: what the server's `_dash-dependencies` tell.
    """

    name: str
    known: list[dict[str, Any]]

    def body(self, gives: str, query: str, drawn: dict[str, Any] | None) -> str:
        """Of one callback (`GIVES`) after a change to `query`, from a page on which `drawn` is drawn."""
        state = {"query": query, "page": 0, "name": self.name}
        held = {ids.STATE: state, ids.LOOK: LOOK, ids.DRAWN: drawn}
        return body_of(callback_of(self.known, GIVES[gives]), held)
