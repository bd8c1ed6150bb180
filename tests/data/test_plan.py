"""Names become ids, dates become days, and what cannot be used is named."""

from __future__ import annotations

import pytest

from data import dates
from data.dataset import Dataset
from data.plan import EVER, areas, plan, with_parts
from data.query import Filters
from tests.data.cases import with_value


def days(*texts: str) -> list[int]:
    return [dates.day_range(text)[0] for text in texts]


def test_nothing_asked_nothing_in_force(dataset: Dataset) -> None:
    found = plan(dataset, Filters())
    assert found.window is None
    assert not any((found.actors, found.types, found.places_certain, found.texts, found.notices))


def test_ranges_take_in_both_ends_and_may_be_half_open(dataset: Dataset) -> None:
    first, last = days("2023-11-01", "2023-11-30")
    assert plan(dataset, Filters(from_="2023-11", to="2023-11")).window == (first, last)
    assert plan(dataset, Filters(from_="2023-11")).window == (first, EVER[1])
    assert plan(dataset, Filters(to="2023-11")).window == (EVER[0], last)
    assert plan(dataset, Filters(from_="2023-11-01", to="2023-11-01")).window == (first, first)


def test_a_reversed_range_is_named_and_both_keys_skipped(dataset: Dataset) -> None:
    found = plan(dataset, Filters(from_="2024", to="2020"))
    assert found.window is None
    assert "reversed" in found.notices[0]
    assert plan(dataset, Filters(from_="2023-12", to="2023")).window is not None


def test_a_date_that_came_past_the_codec_is_named_too(dataset: Dataset) -> None:
    found = plan(dataset, Filters(from_="soon"))
    assert found.window is None
    assert "soon" in found.notices[0]


@pytest.mark.parametrize("key", ["actor", "place", "district", "source"])
def test_the_unknown_is_named_and_skipped(dataset: Dataset, key: str) -> None:
    found = plan(dataset, with_value(Filters(), key, ("Nobody at all",)))
    assert len(found.notices) == 1
    assert key in found.notices[0] and "Nobody at all" in found.notices[0]
    assert not any((found.actors, found.places_certain, found.districts_certain, found.sources))


def test_a_search_without_a_letter_is_named_and_skipped(dataset: Dataset) -> None:
    found = plan(dataset, Filters(q=("--", "letter")))
    assert found.texts == ("letter",)
    assert "--" in found.notices[0]


def test_an_unknown_card_is_named(dataset: Dataset) -> None:
    assert "E999" in plan(dataset, Filters(event="E999")).notices[0]
    assert plan(dataset, Filters(event="E01")).notices == ()


def test_parts_are_bodies_never_people_or_labels(dataset: Dataset) -> None:
    found = with_parts(dataset, frozenset({"A-TALIBAN"}))
    assert "A-GDI" in found
    kinds = {dataset.row("actors", actor)["kind"] for actor in found - {"A-TALIBAN"}}
    assert not kinds & {"person", "label"}
    assert plan(dataset, Filters(actor=("A-TALIBAN",))).actors == (frozenset({"A-TALIBAN"}),)
    assert plan(dataset, Filters(actor=("A-TALIBAN",), parts=True)).actors == (found,)


def test_groups_that_no_source_equates_stay_apart(dataset: Dataset) -> None:
    for actor in ("A-JA", "A-TTT"):
        assert with_parts(dataset, frozenset({actor})).isdisjoint({"A-JA", "A-TTT"} - {actor})


def test_a_quad_class_stands_for_its_categories(dataset: Dataset) -> None:
    assert plan(dataset, Filters(type=("material conflict",))).types == {
        "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
    }  # fmt: skip
    assert plan(dataset, Filters(type=("assault", "uncoded"))).types == {"ASSAULT", "uncoded"}


def test_a_name_that_a_district_shares_means_the_district(dataset: Dataset) -> None:
    kinds = {dataset.row("places", place)["kind"] for place in dataset.place_names.resolve("Khwaja Ghar")}
    assert kinds == {"district", "town"}
    assert areas(dataset, frozenset({"AF-D06", "L-KHWGHAR"})) == {"AF-D06"}
    assert areas(dataset, frozenset({"L-KHOROG"})) == {"L-KHOROG"}
    by_name = plan(dataset, Filters(district=("Khwaja Ghar",)))
    by_id = plan(dataset, Filters(district=("AF-D06",)))
    assert by_name.districts_certain == by_id.districts_certain
    assert by_name.districts_possible == by_id.districts_possible


def test_one_district_takes_nothing_from_another_place_asked_for(dataset: Dataset) -> None:
    found = plan(dataset, Filters(district=("AF-D04", "L-KHOROG")))
    assert {"AF-D04", "L-KHOROG"} <= found.districts_certain
    assert found.notices == ()
