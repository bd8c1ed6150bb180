"""The place that a row of a spreadsheet tells: a point only where the sheet means one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from babel import Locale

from data.dataset import Dataset
from data.importers.cells import point
from data.importers.drafts import POINTS, DraftPlace, Precision
from data.importers.header import squashed

_WORDS: Final[dict[Precision, tuple[str, ...]]] = {
    "exact": ("exact", "exact point", "precise", "gps", "point", "точно", "точка"),
    "settlement": ("settlement", "town", "village", "city", "locality", "populated place", "town or village",
                   "город", "село", "населённый пункт", "населенный пункт"),
    "district": ("district", "adm2", "admin2", "county", "rayon", "district, no closer", "район"),
    "province": ("province", "adm1", "admin1", "region", "oblast", "province, no closer", "область",
                 "провинция"),
    "country": ("country", "adm0", "admin0", "national", "country, no closer", "страна"),
    "zone": ("zone", "several districts", "several unnamed districts", "зона"),
    "undisclosed": ("undisclosed", "withheld", "withheld by the source"),
    "none": ("none", "unknown", "no place stated", "not stated", "нет", "неизвестно"),
}  # fmt: skip
"""Precision -> what a sheet's column of precision may call it; codes of other datasets are not among it."""
_PRECISIONS: Final = {squashed(word): precision for precision, all_of in _WORDS.items() for word in all_of}
_AREA: Final = re.compile(
    r"\b(?:province|district|region|oblast|county|country|border|area|valley|viloyat|wilayat|velayat|rayon|"
    r"область|район|провинция|регион|граница)\b",
    re.IGNORECASE,
)
_UNSAID: Final = "The sheet does not say how precise its coordinates are."
_AREAS: Final[tuple[Precision, ...]] = ("district", "province", "country")

Field = Callable[[str], str]
"""Gives the cell of a field of `data.importers.mapping`, "" where there is none."""
IsArea = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Placed:
    """A place, what was settled to tell it, and whether the sheet's coordinates went into it."""

    place: DraftPlace
    said: tuple[str, ...] = ()
    located: bool = False


def sheet_place(of: Field, says_precision: bool, is_area: IsArea) -> Placed:
    """The place of a row.

    Args:
        of: the row.
        says_precision: whether the sheet has a column for it; else a town's coordinates are its point.
        is_area: tells of a name whether an area bears it, so that none is taken for a town.

    Raises:
        RowError: its coordinates cannot be read, or lie off the globe.
    """
    found = point({name: of(name) for name in ("latitude", "longitude")}, "latitude", "longitude")
    told = of("precision")
    precision = _PRECISIONS.get(squashed(told)) if told else None
    if precision in POINTS and (found or of("place")):
        return _point(of, precision, found)
    if found and not says_precision and _names_a_town(of, is_area):
        return _point(of, "settlement", found, _UNSAID)
    said = [f"What the sheet means by the precision {told!r} is not known."] if told and not precision else []
    if found:
        said.append("The sheet's coordinates may stand for an area, so they are no point.")
    place = _area(of, precision)
    if of("place") and place.name != of("place"):
        said.append(f"The sheet names the place {of('place')!r}, the {place.precision} is what can be shown.")
    return Placed(place, tuple(said))


def _point(of: Field, precision: Precision, found: tuple[float, float] | None, *said: str) -> Placed:
    name = of("place") or next(filter(None, map(of, _AREAS)), "")
    north, east = found or (None, None)
    place = DraftPlace(name, precision, north, east, of("country"), of("province"), of("district"))
    return Placed(place, said, found is not None)


def _closest(of: Field) -> Precision:
    """The smallest area that the row names."""
    return next((area for area in _AREAS if of(area)), "none")


def _area(of: Field, precision: Precision | None) -> DraftPlace:
    """A place without a point, by default the smallest area; what is smaller than it is not said of it."""
    if precision is None or precision in POINTS or (precision in _AREAS and not of(precision) + of("place")):
        precision = _closest(of)
    if precision not in _AREAS:
        name, areas = of("place"), (of("country"), of("province"), of("district"))
        return DraftPlace(name, precision, None, None, *areas)
    country, province, district = of("country"), of("province"), of("district")
    name = of(precision) or of("place")
    if precision == "country":
        return DraftPlace(name, precision, country=country)
    if precision == "province":
        return DraftPlace(name, precision, country=country, province=province)
    return DraftPlace(name, precision, country=country, province=province, district=district)


def _names_a_town(of: Field, is_area: IsArea) -> bool:
    """Whether the place is something closer than a country, a province or a district."""
    name = of("place")
    if not name or _AREA.search(name) or is_area(name):
        return False
    return squashed(name) not in _countries() and all(squashed(name) != squashed(of(area)) for area in _AREAS)


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    """Names of countries in English and Russian (CLDR)."""
    return frozenset(squashed(name) for tag in ("en", "ru") for name in Locale(tag).territories.values())


def known_areas(dataset: Dataset) -> IsArea:
    """Tells whether a name is one that `dataset` has for a country, a province or a district.

    Many a province is called like its town; such a name alone does not say which of them is meant.
    """

    def known(name: str) -> bool:
        found = dataset.place_names.resolve(name)
        return any(dataset.row("places", place)["kind"] in _AREAS for place in found)

    return known
