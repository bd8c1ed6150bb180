"""Names are found however they are typed, and no spelling is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.dataset import Dataset
from data.names import NameIndex, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sherkhan Bandar", "  SHERKHAN-bandar "),
        ("Ishkāshim", "Ishkashim"),
        ("Ваҳдат", "ВАҲДАТ"),
        ("Faizabad’s", "Faizabads"),
        ("كابل", "کابل"),
        ("طالبان‌ها", "طالبان ها"),
        ("Ёр", "ер"),
    ],
)
def test_spellings_that_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_scripts_stay_apart() -> None:
    assert fold("Талибан") != fold("Taliban")


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_an_id_goes_before_a_name_and_a_shared_name_means_all() -> None:
    index = NameIndex(["A-1", "A-2"], [("A-1", "Twin"), ("A-2", "twin"), ("A-2", "a-1"), ("A-1", "...")])
    assert index.resolve("a-1") == {"A-1"}
    assert index.resolve("TWIN") == {"A-1", "A-2"}
    assert index.resolve("") == index.resolve("...") == index.resolve("nobody") == frozenset()


@pytest.mark.parametrize(
    ("typed", "actor"),
    [
        ("A-ARSALON", "A-ARSALON"),
        ("Mahdi Arsalon", "A-ARSALON"),
        ("Islamic Emirate of Afghanistan", "A-TALIBAN"),
    ],
)
def test_actors_answer_to_id_name_and_alias(dataset: Dataset, typed: str, actor: str) -> None:
    assert actor in dataset.actor_names.resolve(typed)


def test_every_name_in_every_script_finds_its_bearer(dataset: Dataset) -> None:
    for row in dataset.tables["names"].to_dict("records"):
        index = dataset.actor_names if row["actor"] else dataset.place_names
        assert (row["actor"] or row["place"]) in index.resolve(row["name"]), row["name"]


def test_a_crossing_answers_to_either_bank(dataset: Dataset) -> None:
    for row in dataset.tables["crossings"].to_dict("records"):
        for typed in (row["id"], row["tajik_name"], row["afghan_name"]):
            assert row["place"] in dataset.place_names.resolve(typed), typed
