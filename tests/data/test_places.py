"""Which place lies in which: certainly, possibly, never."""

from __future__ import annotations

import pandas as pd
import pytest

from data.dataset import Dataset
from data.places import PlaceTree


@pytest.fixture
def tree() -> PlaceTree:
    rows = [
        ("AF", "country", "country", ""),
        ("TJ", "country", "country", ""),
        ("KDZ", "province", "province", "AF"),
        ("D1", "district", "district", "KDZ"),
        ("D2", "district", "district", "KDZ"),
        ("T1", "district", "district", "TJ"),
        ("TOWN", "town", "settlement", "D1"),
        ("BRIDGE", "crossing", "exact", "T1"),
        ("LOOP-A", "zone", "zone", "LOOP-B"),
        ("LOOP-B", "zone", "zone", "LOOP-A"),
    ]
    places = pd.DataFrame(rows, columns=["id", "kind", "precision", "parent"])
    crossings = pd.DataFrame([("BRIDGE", "T1", "D1")], columns=["place", "tajik_district", "afghan_district"])
    return PlaceTree(places, crossings)


def test_certainly_in_is_the_parent_chain(tree: PlaceTree) -> None:
    assert tree.certainly_in("D1") == {"D1", "TOWN", "BRIDGE"}
    assert tree.certainly_in("KDZ") == {"KDZ", "D1", "D2", "TOWN", "BRIDGE"}
    assert tree.certainly_in("nowhere") == frozenset()


def test_a_crossing_belongs_to_both_banks(tree: PlaceTree) -> None:
    assert {"T1", "D1", "AF", "TJ"} <= tree.ancestors("BRIDGE")


def test_possibly_in_a_district_is_its_province_and_never_its_country(tree: PlaceTree) -> None:
    assert tree.possibly_in("D1") == {"KDZ"}
    assert tree.possibly_in("KDZ") == tree.possibly_in("TOWN") == frozenset()


def test_certain_goes_before_possible(tree: PlaceTree) -> None:
    certain, possible = tree.matching(["D1", "KDZ"])
    assert "KDZ" in certain
    assert not certain & possible


def test_a_loop_of_parents_ends(tree: PlaceTree) -> None:
    assert "LOOP-B" in tree.ancestors("LOOP-A")


def test_found_under_is_the_inverse_of_matching(dataset: Dataset) -> None:
    ids = dataset.tables["places"]["id"].tolist()
    for place in ids:
        areas = {area for area in ids if place in frozenset().union(*dataset.places.matching([area]))}
        assert dataset.places.found_under(place) == areas


def test_the_bridge_at_panji_poyon_is_in_the_districts_on_both_banks(dataset: Dataset) -> None:
    for district in ("TJ-D05", "AF-D04"):
        assert "L-BCP" in dataset.places.certainly_in(district)
    assert "AF-KDZ" in dataset.places.possibly_in("AF-D04")
    assert "L-AF" not in dataset.places.possibly_in("AF-D04")
