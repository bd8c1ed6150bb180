"""What cannot be used is refused by name; nothing is skipped in silence."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.dataset import load
from data.filters import KEYS
from portal.api.parameters import FILTER_KEYS, LIST_KEYS, PAGE_ONLY
from tests.portal.api.desk import PROBLEM, TABLES, Desk

REFUSED = [
    ("colour=red", "colour", "no parameter"),
    ("locked=x", "locked", "no parameter"),
    ("event=E01", "event", "/events/<id>"),
    ("card=A-JA", "card", "/actors/<id>"),
    ("view=map", "view", "page alone"),
    ("since=1.0.0", "since", "page alone"),
    ("actor=Nobody", "actor", "not in this dataset"),
    ("place=Atlantis", "place", "not in this dataset"),
    ("district=Atlantis", "district", "not in this dataset"),
    ("source=S999", "source", "not in this dataset"),
    ("id=E999", "id", "no event of this dataset"),
    ("q=%CC%81", "q", "no letter or figure"),
    ("type=PARTY", "type", "no event type"),
    ("thread=x", "thread", "use talks"),
    ("collection=x", "collection", "use article"),
    ("role=king", "role", "use initiator"),
    ("match=some", "match", "use all, any"),
    ("parts=yes", "parts", "use 1, 0"),
    ("when=possible", "when", "use certain"),
    ("dates=mine", "dates", "use best, own"),
    ("from=yesterday", "from", "2023-11-08"),
    ("to=2023-13", "to", "not a date"),
    ("from=2023&from=2024", "from", "once"),
    ("actor=" + "x" * 101, "actor", "longer than 100"),
    ("limit=0", "limit", "from 1 to 1000"),
    ("limit=1001", "limit", "from 1 to 1000"),
    ("limit=ten", "limit", "from 1 to 1000"),
    ("limit=1e2", "limit", "from 1 to 1000"),
    ("limit=%D9%A1%D9%A0", "limit", "from 1 to 1000"),
    ("offset=-1", "offset", "whole number"),
    ("offset=99999999999", "offset", "whole number"),
    ("limit=1&limit=2", "limit", "once"),
    ("format=xml", "format", "json or csv or geojson"),
    ("%FF=1", "\ufffd", "no parameter"),
    ("=1", "", "no parameter"),
]


@pytest.mark.parametrize(("query", "parameter", "reason"), REFUSED)
def test_a_parameter_that_cannot_be_used_is_named(
    desk: Desk, query: str, parameter: str, reason: str
) -> None:
    answer = desk.ask(f"events?{query}")
    assert (answer.status_code, answer.mimetype) == (400, PROBLEM)
    told: dict[str, Any] = answer.json
    assert told["type"].endswith("api/#problem-parameters") and told["status"] == 400
    (error,) = told["errors"]
    assert error["parameter"] == parameter
    assert reason in error["detail"] and "skipped" not in error["detail"]
    assert len(error["value"]) <= 100


@pytest.mark.parametrize("table", [*TABLES, "summary"])
def test_every_wrong_parameter_is_named_at_once(desk: Desk, table: str) -> None:
    told = desk.ask(f"{table}?actor=Nobody&thread=talks&colour=red&to=x&card=E01").json
    assert [error["parameter"] for error in told["errors"]] == ["actor", "colour", "to", "card"]
    assert all(f"“{name}”" in told["detail"] for name in ("actor", "colour", "to", "card"))


def test_a_reversed_range_blames_both_its_ends(desk: Desk) -> None:
    told = desk.ask("events?from=2024&to=2023").json
    assert [(error["parameter"], error["value"]) for error in told["errors"]] == [
        ("from", "2024"), ("to", "2023"),
    ]  # fmt: skip
    assert "reversed" in told["errors"][0]["detail"]


@pytest.mark.parametrize("table", ["claims", "actors", "moves", "sources"])
def test_a_table_without_places_has_no_geojson(desk: Desk, table: str) -> None:
    told = desk.ask(f"{table}?format=geojson").json
    assert told["errors"] == [
        {
            "parameter": "format",
            "value": "geojson",
            "detail": "format must be json or csv here, not “geojson”.",
        }
    ]


@pytest.mark.parametrize("query", ["limit=2", "release=x", "actor=Taliban", "from=2023", "x=1"])
def test_one_row_takes_no_filter(desk: Desk, query: str) -> None:
    told = desk.ask(f"events/E01?{query}").json
    assert (told["status"], told["errors"][0]["parameter"]) == (400, query.split("=")[0])


@pytest.mark.parametrize("query", ["limit=2", "offset=0", "release=x"])
def test_the_summary_has_no_pages(desk: Desk, query: str) -> None:
    assert desk.ask(f"summary?{query}").status_code == 400


def test_an_address_with_too_many_parameters_is_refused_whole(desk: Desk) -> None:
    told = desk.ask("events?" + "q=a&" * 201).json
    assert (told["status"], told["errors"]) == (400, [])
    assert "more than 200" in told["detail"]


def test_the_keys_are_those_of_the_page() -> None:
    assert {*FILTER_KEYS, *PAGE_ONLY} == set(KEYS)
    assert not set(LIST_KEYS) & set(KEYS)


ASKED = Desk(load())
TEXT = st.text(max_size=20)
KEY = st.one_of(st.sampled_from([*KEYS, *LIST_KEYS]), TEXT)
TABLE = st.sampled_from(["events", "crossings", "summary"])


@settings(max_examples=150, derandomize=True)
@given(pairs=st.lists(st.tuples(KEY, TEXT), max_size=5), table=TABLE)
def test_no_query_breaks_it(pairs: list[tuple[str, str]], table: str) -> None:
    answer = ASKED.client.get(f"/api/v1/{table}?{urlencode(pairs, errors='replace')}")
    assert answer.status_code in (200, 400, 409)
    if answer.status_code == 400:
        named = {error["parameter"] for error in answer.json["errors"]}
        assert named <= {key.encode("utf-8", "replace").decode() for key, _ in pairs}
