"""What each address answers: the shape that the document promises, and the rows that belong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from data import records
from data.dataset import Dataset
from data.filters import Filters, from_query, select, sentence, to_query
from data.scope import restricted
from portal.api.document import Summary, item_schema, list_schema
from portal.api.routes import RESOURCES
from tests.data.cases import with_tables
from tests.portal.api.desk import PROBLEM, TABLES, Desk, ids_of

QUERIES = (
    "",
    "actor=Taliban&from=2023-11&to=2024-02",
    "from=2023-11&to=2023-11&when=certain",
    "thread=border&dates=best",
    "district=Ishkashim",
    "q=zzzz",
)
BY_NAME = {resource.name: resource for resource in RESOURCES}


def test_every_table_of_the_brief_is_there() -> None:
    assert tuple(BY_NAME) == TABLES


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("table", TABLES)
def test_a_list_has_the_documented_shape_and_nothing_else(desk: Desk, table: str, query: str) -> None:
    answer = desk.json(f"{table}?{query}")
    schema = list_schema(BY_NAME[table])
    assert schema.model_validate(answer, strict=True).model_dump() == answer
    assert list(answer)[-1] == table
    for row in answer[table]:
        assert list(row) == list(BY_NAME[table].schema.model_fields)


@pytest.mark.parametrize("table", TABLES)
def test_every_row_of_a_table_can_be_had_alone(desk: Desk, dataset: Dataset, table: str) -> None:
    resource = BY_NAME[table]
    listed = {row["id"]: row for row in desk.json(f"{table}?limit=1000")[table]}
    for identifier in dataset.tables[table]["id"]:
        answer = desk.json(f"{table}/{identifier}")
        assert list(answer) == ["release", "version", resource.one]
        assert answer[resource.one]["id"] == identifier
        assert answer[resource.one] == listed.get(identifier, answer[resource.one])
    assert item_schema(resource).model_validate(answer, strict=True).model_dump() == answer


@pytest.mark.parametrize("query", QUERIES)
def test_events_are_the_records_of_the_command_line(desk: Desk, dataset: Dataset, query: str) -> None:
    told = records.as_dict(select(dataset, from_query(query)))
    answer = desk.json(f"events?{query}")
    assert {name: answer[name] for name in ("summary", "counts", "release", "notices")} == {
        name: told[name] for name in ("summary", "counts", "release", "notices")
    }
    assert all(holds(row, plain) for row, plain in zip(answer["events"], told["events"], strict=True))


def holds(more: Any, plain: Any) -> bool:
    """Whether `more` says all that `plain` says, under the same names."""
    if isinstance(plain, dict):
        assert plain.keys() <= more.keys()
        return all(holds(more[name], value) for name, value in plain.items())
    if isinstance(plain, list):
        return all(holds(one, other) for one, other in zip(more, plain, strict=True))
    assert more == plain
    return True


def test_an_event_says_when_and_why_so(desk: Desk) -> None:
    row = desk.json("events/E03")["event"]
    assert (row["date"], row["when"], row["bounds_of"]) == ("2023-11-09~/2023-11~", "certain", "own")
    assert row["date_phrase"] == "Over the next days" and "approximate" in row["date_reason"]
    bounds = [row[name] for name in ("start_earliest", "start_latest", "end_earliest", "end_latest")]
    assert bounds == ["2023-11-08", "2023-11-10", "2023-11-08", "2023-12-31"]
    assert row["places"][0]["precision"] == "undisclosed" and row["places"][0]["latitude"] is None


def test_an_unbounded_day_is_empty_and_the_undated_come_last(desk: Desk) -> None:
    rows = desk.json("events?from=2023-11&to=2023-12")["events"]
    when = [row["when"] for row in rows]
    assert when.index("undated") == len(when) - when.count("undated") > 0
    assert {row["date"] for row in rows if row["when"] == "undated"} == {""}
    first = desk.json("events/E01")["event"]
    assert (first["start_earliest"], first["end_latest"]) == ("", "2023-11-08")


def test_a_claim_keeps_hedge_and_chain_in_order(desk: Desk, dataset: Dataset) -> None:
    claims = desk.json("claims?limit=1000")["claims"]
    longest = max(claims, key=lambda claim: len(claim["chain"]))
    assert [link["position"] for link in longest["chain"]] == list(range(1, len(longest["chain"]) + 1))
    assert len(longest["chain"]) > 2
    assert longest["chain"][0]["source"] == longest["source"]
    assert {link["reliability"] for claim in claims for link in claim["chain"]} == {""}, "nobody graded"
    hedged = {claim["id"]: claim["hedge"] for claim in claims}
    table = dataset.tables["claims"]
    assert hedged == dict(zip(table["id"], table["hedge"], strict=True))


def test_a_grade_of_an_editor_travels(dataset: Dataset) -> None:
    links = dataset.tables["chain_links"].copy()
    first = (links["claim"] == "C001") & (links["position"] == "1")
    links.loc[first, ["reliability", "credibility", "graded_by", "graded_on"]] = [
        "F",
        "6",
        "Ed",
        "2026-01-01",
    ]
    link = Desk(with_tables(dataset, chain_links=links)).json("claims/C001")["claim"]["chain"][0]
    assert (link["reliability"], link["credibility"], link["graded_by"]) == ("F", "6", "Ed")


def test_contradicting_claims_name_each_other(desk: Desk) -> None:
    links = {(one["relation"], one["other"]) for one in desk.json("claims/C068")["claim"]["links"]}
    assert {("contradicts", "C045"), ("contradicts", "CX01")} <= links


def test_what_belongs_follows_the_events(desk: Desk, dataset: Dataset) -> None:
    query = "actor=Taliban&from=2023-11&to=2024-02"
    selection = select(dataset, from_query(query))
    when = {**dict.fromkeys(selection.undated["id"], "undated")}
    when |= dict(zip(selection.events["id"], selection.events["when"], strict=True))
    participants = dataset.tables["participants"]
    expected = set(participants.loc[participants["event"].isin(list(when)), "actor"])
    actors = desk.json(f"actors?{query}")["actors"]
    assert {row["id"] for row in actors} == expected
    for row in actors:
        parts = {part["event"] for part in row["parts"]}
        assert sum(row["counts"].values()) == len(parts) > 0
        assert all(part["when"] == when[part["event"]] for part in row["parts"])
    moves = dataset.tables["moves"]
    assert set(ids_of("moves", desk.json(f"moves?{query}"))) == set(
        moves.loc[moves["event"].isin(list(when)), "id"]
    )
    claims = desk.json(f"claims?{query}")["claims"]
    assert {event["when"] for claim in claims for event in claim["events"]} <= {
        "certain", "possible", "undated", "outside",
    }  # fmt: skip
    sources = desk.json(f"sources?{query}&limit=1000")["sources"]
    assert all(sum(row["counts"].values()) == len(row["events"]) > 0 for row in sources)


def test_possible_events_are_counted_as_such(desk: Desk) -> None:
    query = "from=2023-11&to=2023-11"
    counts = desk.json(f"events?{query}")["counts"]
    assert counts["possible"] > 0
    table = desk.json(f"actors?{query}")["actors"]
    assert any(row["counts"]["possible"] for row in table)
    certain = desk.json(f"actors?{query}&when=certain")["actors"]
    assert not any(row["counts"]["possible"] for row in certain)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["X01", "X02", "X03"]),
        ("id=E02", ["X01"]),
        ("district=Ishkashim&thread=talks", None),
        ("q=zzzz", []),
    ],
)
def test_crossings_of_a_selection(
    desk: Desk, dataset: Dataset, query: str, expected: list[str] | None
) -> None:
    found = ids_of("crossings", desk.json(f"crossings?{query}"))
    if not query:
        assert found == list(dataset.tables["crossings"]["id"])
    elif expected is None:
        rows = dataset.tables["crossings"]
        asked = dataset.place_names.resolve("Ishkashim")
        there = rows[rows["tajik_district"].isin(list(asked)) | rows["afghan_district"].isin(list(asked))]
        assert set(there["id"]) and set(there["id"]) <= set(found), "a crossing there without an event of it"
    else:
        assert found == expected


def test_a_crossing_that_is_kept_off_the_map_has_no_position(dataset: Dataset) -> None:
    crossings = dataset.tables["crossings"].copy()
    crossings.loc[crossings["id"] == "X01", "on_map"] = "false"
    desk = Desk(with_tables(dataset, crossings=crossings))
    assert desk.json("crossings/X01")["crossing"]["latitude"] is None
    feature = desk.json("crossings/X01?format=geojson")["features"][0]
    assert feature["geometry"] is None


def test_the_last_sighting_is_not_called_open_today(desk: Desk) -> None:
    crossing = desk.json("crossings/X02")["crossing"]
    assert crossing["seen"] and crossing["last_seen"][0] == crossing["seen"][-1]
    assert "status" not in crossing


@pytest.mark.parametrize("query", QUERIES)
def test_the_summary_is_the_page_in_numbers(desk: Desk, dataset: Dataset, query: str) -> None:
    answer = desk.json(f"summary?{query}")
    assert Summary.model_validate(answer, strict=True).model_dump() == answer
    selection = select(dataset, from_query(query))
    assert answer["summary"] == sentence(selection)
    assert answer["facets"].keys() == selection.facets.keys()
    for key, values in answer["facets"].items():
        assert {one["value"]: (one["selected"], one["undated"]) for one in values} == selection.facets[key]
        assert all(one["name"] for one in values)
    assert answer["manifest"]["query"] == to_query(from_query(query))
    assert answer["manifest"]["caveat"].startswith("A row says that somebody said so")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("identifier", ["E999", "x" * 300, "%00", "a%2Fb", "..", "%F0%9F%98%80"])
def test_what_is_not_there_is_a_problem(desk: Desk, table: str, identifier: str) -> None:
    answer = desk.ask(f"{table}/{identifier}")
    assert (answer.status_code, answer.mimetype) == (404, PROBLEM)
    assert answer.json["status"] == 404


def test_a_row_that_was_taken_back_says_when_and_why(dataset: Dataset) -> None:
    events = dataset.tables["events"].copy()
    events.loc[events["id"] == "E02", ["withdrawn", "withdrawn_reason"]] = ["1.2.0", "told twice"]
    desk = Desk(with_tables(dataset, events=events))
    answer = desk.ask("events/E02")
    assert (answer.status_code, answer.json["withdrawn"]) == (410, "1.2.0")
    assert "told twice" in answer.json["detail"]
    assert "E02" not in ids_of("events", desk.json("events"))


def test_rows_that_were_set_aside_are_told(dataset: Dataset) -> None:
    told = Desk(replace(dataset, problems=("x",))).json("events")["notices"]  # type: ignore[arg-type]
    assert told == ["1 row of the tables had a fault and is nowhere shown."]


def test_a_locked_viewer_gets_the_locked_rows_of_every_table(desk: Desk, dataset: Dataset) -> None:
    lock = Filters(thread=("border",))
    locked = Desk(restricted(dataset, lock))
    inside = set(ids_of("events", locked.json("events")))
    assert inside == set(ids_of("events", desk.json("events?thread=border")))
    for table in TABLES:
        rows = locked.json(f"{table}?limit=1000")[table]
        shown = {event["id"] for row in rows for event in row.get("events", []) if isinstance(event, dict)}
        assert shown <= inside
    outside = next(event for event in dataset.events["id"] if event not in inside)
    assert locked.ask(f"events/{outside}").status_code == 404
    assert locked.ask(f"events?id={outside}").status_code == 400
    assert locked.ask("events").headers["ETag"] != desk.ask("events").headers["ETag"]


def test_a_range_outside_the_lock_is_empty_and_no_error(dataset: Dataset) -> None:
    locked = Desk(restricted(dataset, Filters(from_="2023-11", to="2023-12")))
    answer = locked.json("events?from=2015&to=2016")
    assert answer["counts"]["selected"] == 0 and answer["notices"]
