"""Names as codes: every actor, place, source and type of a collection once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from data.collections.schema import CATEGORIES, ROLES
from data.importers.drafts import Draft, DraftPlace


@dataclass(frozen=True, slots=True)
class Offers:
    """Which of our own actors and places bear exactly a foreign name: offered, never merged.

    Attributes:
        actor: name -> id, "" where none or several bear it.
        place: a district or province -> id, "" likewise.
    """

    actor: Callable[[str], str]
    place: Callable[[DraftPlace], str]


Key = TypeVar("Key")

no_offers: Final = Offers(actor=lambda name: "", place=lambda place: "")
_CATEGORY: Final = {name: code for code, name in enumerate(CATEGORIES)}
_ROLE: Final = {name: code for code, name in enumerate(ROLES)}


@dataclass(frozen=True, slots=True)
class Coded:
    """The codes of one event; lists stand for themselves, -1 for none."""

    category: int
    type: int
    place: int
    actors: tuple[int, ...]
    roles: tuple[int, ...]
    sources: tuple[int, ...]


class _Numbered(dict[Key, int]):
    """The number of every key; one that is new gets the next."""

    def __missing__(self, key: Key) -> int:
        number = self[key] = len(self)
        return number


class Codes:
    """The codes given so far."""

    def __init__(self, offers: Offers) -> None:
        """`offers` is asked once for each actor and place, when their tables are written."""
        self._offers = offers
        self._actors: _Numbered[tuple[str, str]] = _Numbered()
        self._places: _Numbered[DraftPlace] = _Numbered()
        self._sources: _Numbered[str] = _Numbered()
        self._types: _Numbered[str] = _Numbered()

    def of(self, draft: Draft) -> Coded:
        """The codes of a draft's names; those that are new get the next."""
        actors = [self._actors[one.name, one.kind] for one in draft.actors]
        unplaced = draft.place.precision == "none" and not draft.place.name
        return Coded(
            category=_CATEGORY.get(draft.category, 0),
            type=self._types[draft.type] if draft.type else -1,
            place=-1 if unplaced else self._places[draft.place],
            actors=tuple(actors),
            roles=tuple([_ROLE[one.role] for one in draft.actors]),
            sources=tuple([self._sources[name] for name in draft.sources]),
        )

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of one of the coded tables, in the order of their codes."""
        if name == "actors":
            return [*self._actor_rows()]
        if name == "places":
            return [*self._place_rows()]
        return [{"name": one} for one in (self._sources if name == "sources" else self._types)]

    def _actor_rows(self) -> Iterator[dict[str, Any]]:
        for name, kind in self._actors:
            yield {"name": name, "kind": kind, "offered": self._offers.actor(name)}

    def _place_rows(self) -> Iterator[dict[str, Any]]:
        for place in self._places:
            yield {
                "name": place.name,
                "precision": place.precision,
                "latitude": place.latitude,
                "longitude": place.longitude,
                "country": place.country,
                "province": place.province,
                "district": place.district,
                "offered": self._offers.place(place),
            }
