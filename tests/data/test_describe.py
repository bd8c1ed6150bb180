"""The summary sentence says what is in force, and nothing that is not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings

from data.dataset import Dataset
from data.describe import describe, sentence
from data.query import Filters
from data.selection import select
from tests.data.test_selection import SOME


def said(dataset: Dataset, filters: Filters) -> str:
    return sentence(select(dataset, filters))


def test_the_form_of_the_contract(dataset: Dataset) -> None:
    found = said(dataset, Filters(from_="2023-11", to="2024-01"))
    assert re.match(r"\d+ of 85 events: \d+ certainly and \d+ possibly in this range ", found)
    assert re.search(r" · \d+ undated · \d+ without a place$", found)


@given(SOME)
@settings(deadline=None)
def test_its_numbers_are_the_selection_s(dataset: Dataset, filters: Filters) -> None:
    selection = select(dataset, filters)
    text, counts = sentence(selection), selection.counts
    assert text.startswith(f"{counts.selected} of {counts.total} events: ")
    assert text.endswith(f"{counts.undated} undated · {counts.unplaced} without a place")


def test_nothing_in_force_nothing_said(dataset: Dataset) -> None:
    unknown = Filters(
        actor=("Nobody",), place=("Nowhere",), district=("Nowhere",), source=("None",), q=("--",), event="X",
        from_="2024", to="2020",
    )  # fmt: skip
    assert list(describe(dataset, unknown, select(dataset, unknown).window)) == []
    assert said(dataset, unknown) == said(dataset, Filters())


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        (Filters(from_="2023-11"), "from 1 November 2023 on"),
        (Filters(to="2023-11"), "up to 30 November 2023"),
        (Filters(from_="2023", to="2024-02"), "between 1 January 2023 and 29 February 2024"),
        (Filters(actor=("A-JA", "A-TTT"), match="all"), " and "),
        (Filters(actor=("A-TALIBAN",), parts=True), "with Taliban authorities or a body of theirs"),
        (Filters(role="mediator"), "with someone as mediator"),
        (Filters(actor=("A-JA",), role="mediator"), "as mediator"),
        (Filters(type=("uncoded", "assault")), "of type not coded by PLOVER or assault"),
        (Filters(thread=("talks",)), "in the thread “The talks”"),
        (Filters(district=("AF-D04",)), "at or in Imam Sahib"),
        (Filters(district=("Khwaja Ghar",)), "dated at or in Khwaja Ghar · "),
        (Filters(district=("Khwahan",)), "dated at or in Khwahan · "),
        (Filters(place=("X01", "AF-KDZ")), " or Kunduz"),
        (Filters(actor=("Nobody", "A-JA")), "dated with Jamaat Ansarullah · "),
        (Filters(actor=("A-JA",), from_="2024", to="2020"), "dated with Jamaat Ansarullah · "),
        (Filters(to="2009", actor=("A-ARSALON",), thread=("courts",)), "0 of 85 events: 0 certainly"),
        (Filters(q=("nothing says this",)), "0 of 85 events: none dated mentioning “nothing says this”"),
        (Filters(type=("verbal conflict",)), "of type verbal conflict"),
        (Filters(source=("S01",)), "told by Asia-Plus (S01)"),
        (Filters(collection=("context",)), "from other publications"),
        (Filters(q=("letter", "list")), "mentioning “letter” or “list”"),
        (Filters(dates="best"), "with the best date that any source gives"),
        (Filters(from_="2023", when="certain"), "the merely possible left out"),
    ],
)
def test_each_filter_knows_its_words(dataset: Dataset, filters: Filters, words: str) -> None:
    assert words in said(dataset, filters)


def test_the_words_come_in_one_order_and_never_twice(dataset: Dataset) -> None:
    filters = Filters(
        dates="best", q=("letter",), collection=("article",), source=("S01",), place=("L-BCP", "X01"),
        thread=("talks",), type=("CONSULT",), role="initiator", actor=("A-JA",), from_="2023", view="map",
    )  # fmt: skip
    assert list(describe(dataset, filters, select(dataset, filters).window)) == [
        "from 1 January 2023 on",
        "with Jamaat Ansarullah",
        "as initiator",
        "of type consult",
        "in the thread “The talks”",
        f"at or in {dataset.row('places', 'L-BCP')['name']}",
        "told by Asia-Plus (S01)",
        "from the article",
        "mentioning “letter”",
        "with the best date that any source gives",
    ]


def test_one_actor_by_two_names_is_said_once(dataset: Dataset) -> None:
    phrases = list(describe(dataset, Filters(actor=("A-TALIBAN", "Islamic Emirate of Afghanistan"))))
    assert phrases == ["with Taliban authorities"]
