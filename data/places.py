"""The tree of places: which place lies in which, certainly or possibly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import pandas as pd


class PlaceTree:
    """Containment by the `parent` chain; a crossing also belongs to the districts on both banks.

    An event is certainly in an area if its place is the area or lies in it, and possibly if its place is a
    province that contains the area. A country is never spread over its districts (domain rule).
    """

    def __init__(self, places: pd.DataFrame, crossings: pd.DataFrame) -> None:
        self._parent: dict[str, str] = dict(zip(places["id"], places["parent"], strict=True))
        self._precision: dict[str, str] = dict(zip(places["id"], places["precision"], strict=True))
        self._kind: dict[str, str] = dict(zip(places["id"], places["kind"], strict=True))
        self._banks: dict[str, tuple[str, ...]] = {
            place: tuple(bank for bank in banks if bank)
            for place, *banks in zip(
                crossings["place"], crossings["tajik_district"], crossings["afghan_district"], strict=True
            )
        }

    def ancestors(self, place: str) -> frozenset[str]:
        """Every place that `place` lies in, itself excluded."""
        found: set[str] = set()
        waiting = [self._parent.get(place, ""), *self._banks.get(place, ())]
        while waiting:
            above = waiting.pop()
            if above and above not in found:
                found.add(above)
                waiting.append(self._parent.get(above, ""))
        return frozenset(found)

    @cached_property
    def _certainly(self) -> Mapping[str, frozenset[str]]:
        """Area -> every place certainly in it, itself included."""
        inside: dict[str, set[str]] = {place: {place} for place in self._parent}
        for place in self._parent:
            for area in self.ancestors(place):
                inside.setdefault(area, set()).add(place)
        return {area: frozenset(places) for area, places in inside.items()}

    def certainly_in(self, area: str) -> frozenset[str]:
        """Places of which it is certain that they lie in `area` (or are it)."""
        return self._certainly.get(area, frozenset())

    def possibly_in(self, area: str) -> frozenset[str]:
        """Places that may be in the district `area`: the provinces that contain it."""
        if self._kind.get(area) != "district":
            return frozenset()
        return frozenset(
            above for above in self.ancestors(area) if self._kind.get(above) == "province"
        ) - self.certainly_in(area)

    @cached_property
    def _found_under(self) -> Mapping[str, frozenset[str]]:
        """Place -> every area that finds it, certainly or possibly."""
        under: dict[str, set[str]] = {}
        for area in self._parent:
            for place in self.certainly_in(area) | self.possibly_in(area):
                under.setdefault(place, set()).add(area)
        return {place: frozenset(areas) for place, areas in under.items()}

    def found_under(self, place: str) -> frozenset[str]:
        """The areas that a filter may name to find `place`: the inverse of `matching`."""
        return self._found_under.get(place, frozenset())

    def matching(self, areas: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
        """Places certainly in any of `areas`, and those only possibly so."""
        wanted = tuple(areas)
        certain = frozenset().union(*(self.certainly_in(area) for area in wanted))
        possible = frozenset().union(*(self.possibly_in(area) for area in wanted))
        return certain, possible - certain

    def districts(self) -> tuple[str, ...]:
        """Ids of every place of kind district."""
        return tuple(place for place, kind in self._kind.items() if kind == "district")
