"""The journey to a card: which one is in front, and what is sent again when only the filters change."""

from __future__ import annotations

from typing import Any

import pytest
from dash import no_update

from components.callbacks.card import _parts, card_state
from components.callbacks.views import VIEWS
from components.drawing.prepare.timeline import NOBODY, OTHERS, lane_filter
from data.dataset import Dataset, load
from data.filters import from_query
from data.query import PANELS


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


CASES = {
    "": "",
    "event=E10": "events:E10",
    "card=A-JA": "actors:A-JA",
    "card=X02": "places:X02",
    "card=S01": "sources:S01",
    "event=E10&card=A-JA": "events:E10",
    "event=nothing&card=A-JA": "actors:A-JA",
    "event=nothing&card=nobody": "",
    "card=E10": "",
}


@pytest.mark.parametrize("query", CASES)
def test_the_event_is_in_front_of_the_card(dataset: Dataset, query: str) -> None:
    assert card_state(dataset, from_query(query))["front"] == CASES[query]


def test_an_event_s_own_body_is_not_sent_again_when_the_filters_change(dataset: Dataset) -> None:
    before = card_state(dataset, from_query("event=E10"))
    filters = from_query("event=E10&thread=courts")
    parts = _parts(dataset, filters, card_state(dataset, filters), before)
    assert parts["body"] is no_update
    assert "Hidden by 1 of your 1 filters" in parts["why"]


def test_an_actor_s_card_follows_the_filters(dataset: Dataset) -> None:
    told = []
    for query in ("card=A-JA", "card=A-JA&thread=courts"):
        filters = from_query(query)
        told.append(_parts(dataset, filters, card_state(dataset, filters), {})["body"])
    assert "Jamaat Ansarullah" in told[0]
    assert told[0] != told[1]


def test_every_panel_of_the_address_has_something_that_draws_it() -> None:
    assert set(VIEWS) == set(PANELS)


@pytest.mark.parametrize(
    ("mode", "lane", "expected"),
    [
        ("thread", "talks", "thread:talks"),
        ("actor", "A-JA", "actor:A-JA"),
        ("type", "ASSAULT", "type:ASSAULT"),
        ("type", NOBODY, "type:uncoded"),
        ("actor", NOBODY, ""),
        ("actor", OTHERS, ""),
    ],
)
def test_a_lane_stands_for_one_value_or_for_none(mode: Any, lane: str, expected: str) -> None:
    assert lane_filter(mode, lane) == expected
