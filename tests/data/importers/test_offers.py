"""Our names for foreign ones: exactly theirs or none."""

from __future__ import annotations

import pytest

from data.dataset import load
from data.importers.drafts import DraftPlace
from data.importers.offers import offers
from data.importers.region import Region

OFFERS = offers(load())


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("Afghan Taliban", "A-TALIBAN"),
        ("AFGHAN TALIBAN", "A-TALIBAN"),
        ("Islamic Emirate of Afghanistan", "A-TALIBAN"),
        ("Afghan Talibans", ""),
        ("Taliban and others", ""),
        ("", ""),
    ],
)
def test_actors(name: str, offered: str) -> None:
    assert OFFERS.actor(name) == offered


@pytest.mark.parametrize(
    ("place", "offered"),
    [
        (DraftPlace("Takhar", "province", country="Afghanistan"), "AF-TAK"),
        (DraftPlace("Takhār province", "province", country="Afghanistan"), "AF-TAK"),
        (DraftPlace("Takhar", "province", country="Tajikistan"), ""),
        (DraftPlace("Takhar", "province"), ""),
        (DraftPlace("Takhar", "district", country="Afghanistan"), ""),
        (DraftPlace("Takhar", "settlement", 36.7, 69.5, country="Afghanistan"), ""),
        (DraftPlace("Chahab", "district", country="Afghanistan", province="Takhar"), "AF-D09"),
        (DraftPlace("Chahab district", "district", country="Afghanistan"), "AF-D09"),
        (DraftPlace("Chahab", "district", country="Afghanistan", province="Helmand"), ""),
        (DraftPlace("Nowhere", "district", country="Afghanistan", province="Takhar"), ""),
    ],
)
def test_places(place: DraftPlace, offered: str) -> None:
    assert OFFERS.place(place) == offered


@pytest.mark.parametrize(
    ("region", "east", "inside"),
    [(Region(69, 36, 72, 39), 70, True), (Region(69, 36, 72, 39), 73, False),
     (Region(170, 36, -170, 39), 175, True), (Region(170, 36, -170, 39), 0, False)],
)  # fmt: skip
def test_a_region(region: Region, east: float, inside: bool) -> None:
    assert region.holds(37, east) == inside
