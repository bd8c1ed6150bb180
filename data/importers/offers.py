"""Which of our actors and places bear exactly a foreign name: offered to the reader, never merged."""

from __future__ import annotations

import re
from typing import Final

from data.collections.codes import Offers
from data.dataset import Dataset
from data.importers.drafts import DraftPlace

_UNIT: Final = re.compile(
    r"\s+(?:province|provinces|district|region|viloyat|velayat|wilayat|wuleswali)$", re.IGNORECASE
)


def offers(dataset: Dataset) -> Offers:
    """What `dataset` offers for names that, folded, are exactly a name or an alias in it."""
    countries = {row["name"]: row["country"] for row in _rows(dataset) if row["kind"] == "country"}

    def actor(name: str) -> str:
        return _only(dataset.actor_names.resolve(name))

    def place(asked: DraftPlace) -> str:
        if asked.precision not in ("province", "district"):
            return ""
        country = _country(dataset, asked.country, countries)
        found = {one for one in _named(dataset, asked.name) if _is(dataset, one, asked.precision, country)}
        if asked.precision == "district" and asked.province:
            provinces = _named(dataset, asked.province)
            found = {one for one in found if dataset.row("places", one)["parent"] in provinces}
        return _only(found)

    return Offers(actor=actor, place=place)


def _rows(dataset: Dataset) -> list[dict[str, str]]:
    return [dataset.row("places", place) for place in dataset.tables["places"]["id"]]


def _country(dataset: Dataset, name: str, countries: dict[str, str]) -> str:
    """Code of a country by any of its names, "" where there is none."""
    codes = {
        row["country"]
        for place in dataset.place_names.resolve(name)
        if (row := dataset.row("places", place))["name"] in countries
    }
    return _only(codes)


def _named(dataset: Dataset, name: str) -> frozenset[str]:
    """Places of that name; `province` and `district` behind it only say the kind, which is compared too."""
    return dataset.place_names.resolve(name) | dataset.place_names.resolve(_UNIT.sub("", name))


def _is(dataset: Dataset, place: str, kind: str, country: str) -> bool:
    row = dataset.row("places", place)
    return row["kind"] == kind and row["country"] == country != ""


def _only(found: frozenset[str] | set[str]) -> str:
    return next(iter(found)) if len(found) == 1 else ""
