"""Check 14: the load that `make bench` reports is real: other filters each time, and no request fails."""

from __future__ import annotations

import json

from bench import filters, load, minimal, report
from bench.serve import in_process
from data.dataset import Dataset
from data.filters import read_query, select


def test_every_state_is_another_one_and_none_is_refused(dataset: Dataset) -> None:
    queries = filters.states(dataset)
    assert len(set(queries)) == len(queries) == filters.STATES
    counts = set()
    for query in queries[:80]:
        asked, refused = read_query(query)
        selection = select(dataset, asked)
        assert not refused and not selection.notices, query
        counts.add((selection.counts.selected, selection.counts.undated))
    assert len(counts) > 20, "they select different events"


def test_the_callback_that_is_asked_is_the_one_that_draws_the_page(address: str, dataset: Dataset) -> None:
    body = json.loads(filters.bodies(address, dataset)[0])
    assert {one["id"] for one in body["outputs"]} >= {"summary", "map-graph", "timeline-graph", "event-list"}
    assert [one["value"]["query"] for one in body["inputs"] if one["id"] == "state"] == [
        filters.states(dataset)[1]
    ]


def test_no_request_of_many_clients_fails(address: str, dataset: Dataset) -> None:
    found = load.Load()
    load.ask(address, filters.bodies(address, dataset), 4, found, seconds=1.0)
    assert found.errors == [] and len(found.taken) > 0


def test_the_minimal_app_stands_the_same_and_the_report_sets_them_side_by_side() -> None:
    found = load.Load()
    with in_process(minimal.create_server()) as other:
        load.ask(other, minimal.bodies(), 4, found, seconds=0.5)
    assert found.errors == [] and found.rate > 0
    told = "\n".join(report.loads({4: (found, found)}))
    assert "p95" in told and "1:1.0" in told


def test_a_server_that_refuses_is_counted() -> None:
    found = load.Load()
    with in_process(minimal.create_server()) as other:
        load.ask(other, ["{}"], 2, found, seconds=0.3)
    assert found.errors and not found.taken
