"""The filters as chips: what each takes back, and that nothing else is said to be in force."""

from __future__ import annotations

import pytest

from data.chips import chips
from data.dataset import Dataset
from data.filters import from_query, read_query, select, to_query

CASES = {
    "actor=Taliban&actor=A-JA": [
        ("actor", "Taliban", "Taliban authorities"), ("actor", "A-JA", "Jamaat Ansarullah"),
    ],
    "actor=A-JA&match=all": [("actor", "A-JA", "Jamaat Ansarullah")],
    "actor=A-JA&actor=A-TALIBAN&match=all&parts=1": [
        ("actor", "A-JA", "Jamaat Ansarullah"), ("actor", "A-TALIBAN", "Taliban authorities"),
        ("match", "all", "all of them together"), ("parts", "1", "with their bodies"),
    ],
    "from=2023-11&to=2024-02": [
        ("from", "2023-11", "from 1 November 2023"), ("to", "2024-02", "to 29 February 2024"),
    ],
    "from=2024&to=2020": [],
    "actor=nobody": [],
    "when=certain&dates=best": [
        ("when", "certain", "certainly in range only"), ("dates", "best", "best date of any source"),
    ],
    "type=ASSAULT&type=uncoded": [("type", "ASSAULT", "assault"), ("type", "uncoded", "not coded by PLOVER")],
    "thread=talks": [("thread", "talks", "The talks")],
    "district=AF-D04": [("district", "AF-D04", "Imam Sahib")],
    "source=S01&source=A-SIGA": [
        ("source", "S01", "told by Asia-Plus (S01)"),
        ("source", "A-SIGA", "told by Swiss Institute for Global Affairs"),
    ],
    "collection=article": [("collection", "article", "The article")],
    "q=letter&q=...": [("q", "letter", "mentioning “letter”")],
    "role=mediator": [("role", "mediator", "as mediator")],
}  # fmt: skip


@pytest.mark.parametrize("query", CASES)
def test_each_value_in_force_is_a_chip(dataset: Dataset, query: str) -> None:
    selection = select(dataset, from_query(query))
    found = chips(dataset, selection.filters, selection.window)
    assert [(chip.key, chip.value, chip.words) for chip in found] == CASES[query]


def test_a_picked_event_is_a_chip_with_its_title(dataset: Dataset) -> None:
    [chip] = chips(dataset, from_query("id=E02&id=E99"))
    assert (chip.key, chip.value) == ("id", "E02")
    assert chip.words.startswith("picked: Senior Taliban")


@pytest.mark.parametrize("query", [query for query, told in CASES.items() if told])
def test_taking_every_chip_out_of_the_address_shows_everything(dataset: Dataset, query: str) -> None:
    selection = select(dataset, from_query(query))
    pairs = {(chip.key, chip.value) for chip in chips(dataset, selection.filters, selection.window)}
    left = [pair for pair in to_query(selection.filters).split("&") if tuple(pair.split("=", 1)) not in pairs]
    again = select(dataset, read_query("&".join(left))[0])
    assert again.counts == select(dataset, from_query("")).counts
