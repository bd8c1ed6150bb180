"""The API answers for the very selection of the page, whatever is asked."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.dataset import BUNDLED, Dataset, load
from data.filters import Filters, read_query, select, to_query
from data.query import TYPES
from data.vocabulary import COLLECTIONS, ROLES, THREADS
from tests.portal.api.desk import Desk, ids_of

QUERIES = (
    "actor=Taliban",
    "actor=Taliban&actor=Jamaat%20Ansarullah&match=all",
    "actor=A-TALIBAN&parts=1&role=initiator",
    "actor=Джамаат%20Ансаруллах",
    "from=2023-11-08&to=2023-11-30",
    "from=2012&dates=best",
    "to=2021-08&when=certain",
    "type=verbal%20conflict&type=assault",
    "type=uncoded",
    "thread=talks&thread=courts",
    "place=Sherkhan%20Bandar",
    "district=Ishkashim&from=2020",
    "source=S01&collection=article",
    "q=letter",
    "q=%5B.*%28",
    "id=E02&id=F40",
    "match=any&parts=0&dates=own",
    "actor=&from=&q=",
)


def expected(dataset: Dataset, filters: Filters) -> list[str]:
    selection = select(dataset, filters)
    return [*selection.events["id"], *selection.undated["id"]]


@pytest.mark.parametrize("query", QUERIES)
def test_the_events_are_those_of_the_page(desk: Desk, dataset: Dataset, query: str) -> None:
    filters, refused = read_query(query)
    selection = select(dataset, filters)
    assert not refused and not selection.notices
    answer = desk.json(f"events?{query}&limit=1000")
    assert ids_of("events", answer) == expected(dataset, filters)
    for name in ("when", "where"):
        told = [row[name] for row in answer["events"]]
        assert told == [*selection.events[name], *selection.undated[name]]


HELD = load(BUNDLED)
ASKED = Desk(HELD)


def some(values: list[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


def word(*words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(("", *words))


YEARS = st.integers(2008, 2024).map(str)
FILTERS = st.builds(
    Filters,
    actor=some(list(HELD.tables["actors"]["id"])),
    match=word("all"),
    parts=st.booleans(),
    role=word(*ROLES),
    from_=st.one_of(st.just(""), YEARS),
    to=st.one_of(st.just(""), st.just("2024-12-31")),
    when=word("certain"),
    dates=word("best"),
    type=some(list(TYPES)),
    thread=some(list(THREADS)),
    place=some(list(HELD.tables["places"]["id"])),
    district=some(list(HELD.places.districts())),
    source=some(list(HELD.tables["sources"]["id"])),
    collection=some(list(COLLECTIONS)),
    q=some(["letter", "border", "Taliban", "%", "a+b"]),
    id=some(list(HELD.events["id"])),
)


@settings(max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(FILTERS)
def test_any_filters_give_the_events_of_the_page(filters: Filters) -> None:
    selection = select(HELD, filters)
    answer = ASKED.ask(f"events?{to_query(filters)}&limit=1000")
    if selection.notices:  # the page skips and says so, the API refuses
        assert answer.status_code == 400
        return
    assert ids_of("events", answer.json) == expected(HELD, filters)
    assert answer.json["counts"]["selected"] == selection.counts.selected
