"""What of each table belongs to a selection (the whole of it is tested through the read API)."""

from __future__ import annotations

import pytest

from data.dataset import Dataset
from data.filters import Filters, from_query, select
from data.listings import actors, claims, events, places, sources, summary
from data.listings.common import counted, in_table, occurrences, whole

SHOWN = {"E1": "certain", "E2": "possible", "E3": "undated"}


def test_an_event_counts_once_and_only_if_it_is_shown() -> None:
    assert counted(["E1", "E1", "E2", "E9"], SHOWN) == {"certain": 1, "possible": 1, "undated": 0}
    assert occurrences(["E3", "E1", "E1", "E9"], SHOWN) == [
        {"id": "E1", "when": "certain"}, {"id": "E3", "when": "undated"},
    ]  # fmt: skip


def test_rows_keep_the_order_of_their_table(dataset: Dataset) -> None:
    assert in_table(dataset, "actors", ["A-JA", "A-TALIBAN", "nobody"]) == ("A-TALIBAN", "A-JA")


@pytest.mark.parametrize(("query", "expected"), [("", True), ("thread=talks", False), ("from=0001", True)])
def test_whether_nothing_is_left_out(dataset: Dataset, query: str, expected: bool) -> None:
    assert whole(select(dataset, from_query(query))) is expected


def test_without_filters_nothing_that_belongs_is_missing(dataset: Dataset) -> None:
    selection = select(dataset, Filters())
    assert set(events.ids(selection)) == set(dataset.events["id"])
    in_force = dataset.tables["claims"]
    assert set(claims.claim_ids(selection)) == set(in_force.loc[in_force["withdrawn"] == "", "id"])
    assert set(claims.move_ids(selection)) == set(dataset.tables["moves"]["id"])
    assert places.crossing_ids(selection) == tuple(dataset.tables["crossings"]["id"])


def test_an_empty_selection_has_no_rows(dataset: Dataset) -> None:
    selection = select(dataset, Filters(q=("zzzz",)))
    for ids in (
        events.ids, claims.claim_ids, claims.move_ids, actors.ids, places.place_ids, places.crossing_ids,
        sources.ids,
    ):  # fmt: skip
        assert ids(selection) == ()
    assert events.records(selection, []) == [] and events.features(selection, []) == []
    assert len(events.cells(selection, [])) == 1


def test_a_place_that_only_others_give_is_told_and_not_counted(dataset: Dataset) -> None:
    links = dataset.tables["event_places"]
    told = links[links["source"] != ""].iloc[0]
    selection = select(dataset, Filters())
    (place,) = places.place_records(selection, [told["place"]])
    own = links[(links["place"] == told["place"]) & (links["source"] == "")]
    assert sum(place["counts"].values()) == len(set(own["event"]))
    if told["event"] not in set(own["event"]):
        assert told["event"] in [event["id"] for event in place["events_by_others"]]
    (event,) = events.records(select(dataset, Filters(id=(told["event"],))), [told["event"]])
    assert told["place"] in [place["id"] for place in event["places_by_others"]]


def test_an_open_question_merges_nothing(dataset: Dataset) -> None:
    selection = select(dataset, Filters())
    rows = actors.records(selection, list(dataset.tables["actors"]["id"]))
    asked = [relation for row in rows for relation in row["relations"] if relation["relation"] == "same-as?"]
    assert asked and all(relation["question"] and "?" in relation["sentence"] for relation in asked)


def test_facets_begin_with_the_most_frequent(dataset: Dataset) -> None:
    for values in summary.facets(select(dataset, Filters())).values():
        counts = [value["selected"] for value in values]
        assert counts == sorted(counts, reverse=True)
