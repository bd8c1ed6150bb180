"""Why an event is in the selection or not: each filter judged alone, and lifting it does what is said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.dataset import Dataset, load
from data.filters import Filters, from_query, select
from data.verdict import standing, verdicts

BUNDLED = load()

CASES: list[tuple[str, str, dict[str, str]]] = [
    ("thread=incidents", "E02", {"thread": "fails"}),
    ("thread=talks", "E02", {"thread": "passes"}),
    ("from=2023-11&to=2023-11", "E02", {"from": "passes"}),
    ("from=2023-11-08&to=2023-11-08", "E01", {"from": "possibly"}),
    ("from=2011&to=2012", "E02", {"from": "fails"}),
    ("from=2011&to=2012", "E21", {"from": "undated"}),
    ("from=2023-11-08&to=2023-11-08&when=certain", "E01", {"from": "possibly", "when": "fails"}),
    ("actor=A-JA&role=mediator", "E02", {"actor": "fails", "role": "fails"}),
    ("actor=A-TALIBAN&role=mediator", "E10", {"actor": "passes", "role": "passes"}),
    ("district=AF-D04", "E02", {"district": "passes"}),
    ("id=E10", "E02", {"id": "fails"}),
    ("q=letter", "E10", {"q": "passes"}),
    ("actor=nobody", "E02", {}),
]


@pytest.mark.parametrize(("query", "event", "expected"), CASES)
def test_each_filter_has_its_verdict(query: str, event: str, expected: dict[str, str]) -> None:
    found = verdicts(select(BUNDLED, from_query(query)), event)
    assert {verdict.keys[0]: verdict.answer for verdict in found} == expected
    assert all(verdict.reason and verdict.words for verdict in found)


def test_without_filters_there_is_nothing_to_judge(dataset: Dataset) -> None:
    selection = select(dataset, Filters())
    assert verdicts(selection, "E02") == ()
    assert standing(selection, "E02") == "certain"


def lifted(filters: Filters, keys: tuple[str, ...]) -> Filters:
    changes: dict[str, Any] = {
        "from_" if key == "from" else key: getattr(Filters(), "from_" if key == "from" else key)
        for key in keys
    }
    return replace(filters, **changes)


FILTERS = st.builds(
    Filters,
    actor=st.lists(st.sampled_from(["A-JA", "A-TALIBAN", "A-TJGOV"]), max_size=2, unique=True).map(tuple),
    match=st.sampled_from(["", "all"]),
    role=st.sampled_from(["", "mediator", "initiator"]),
    from_=st.sampled_from(["", "2010", "2023-11"]),
    to=st.sampled_from(["", "2024-01-15", "2023-12"]),
    when=st.sampled_from(["", "certain"]),
    thread=st.sampled_from([(), ("talks",), ("group", "courts")]),
    district=st.sampled_from([(), ("AF-D04",)]),
    type=st.sampled_from([(), ("CONSULT",), ("uncoded",)]),
)


@given(FILTERS, st.sampled_from(list(BUNDLED.events["id"])))
def test_an_event_is_hidden_just_where_a_filter_fails_it(filters: Filters, event: str) -> None:
    selection = select(BUNDLED, filters)
    failing = [verdict for verdict in verdicts(selection, event) if verdict.answer == "fails"]
    assert bool(failing) == (standing(selection, event) == "outside")
    if len(failing) == 1:
        again = select(BUNDLED, lifted(filters, failing[0].keys))
        assert standing(again, event) != "outside"
