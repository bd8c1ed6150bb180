"""The OpenAPI document and the page made from it say what the API does."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import jsonschema_rs
import pytest
import schemathesis

from data.dataset import Dataset
from data.query import REPEATABLE
from portal.api.parameters import FILTER_KEYS, LIST_KEYS
from tests.portal.api.desk import TABLES, Desk


@pytest.fixture(scope="module")
def told(desk: Desk) -> dict:
    return desk.json("openapi.json")


def test_the_document_is_openapi_3_1(told: dict) -> None:
    assert told["openapi"] == "3.1.0"
    schemathesis.openapi.from_dict(told).validate()
    for schema in told["components"]["schemas"].values():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})


def test_every_address_is_in_it(told: dict) -> None:
    rows = {f"/{table}": f"/{table}/{{id}}" for table in TABLES}
    assert set(told["paths"]) == {*rows, *rows.values(), "/summary"}
    ids = [item["get"]["operationId"] for item in told["paths"].values()]
    assert len(set(ids)) == len(ids)


def test_every_reference_leads_somewhere(told: dict) -> None:
    for reference in set(re.findall(r'"#/components/(\w+)/([^"]+)"', json.dumps(told))):
        assert reference[1] in told["components"][reference[0]]


def test_the_filters_are_those_of_the_page(told: dict) -> None:
    parameters = told["components"]["parameters"]
    assert set(parameters) == {*FILTER_KEYS, *LIST_KEYS, "If-None-Match"} - {"format"}
    for key in FILTER_KEYS:
        assert (parameters[key]["schema"]["type"] == "array") == (key in REPEATABLE)
        assert len(parameters[key]["description"]) > 10


def test_every_word_of_a_vocabulary_can_be_used(desk: Desk, told: dict) -> None:
    for key in FILTER_KEYS:
        schema = told["components"]["parameters"][key]["schema"]
        for word in schema.get("items", schema).get("enum", []):
            assert desk.ask(f"summary?{key}={word}").status_code == 200, (key, word)
        if example := told["components"]["parameters"][key].get("example"):
            given = example[0] if isinstance(example, list) else example
            assert desk.ask(f"summary?{key}={given}").status_code == 200, (key, given)


def test_limits_prefix_and_tokens_of_the_installation_are_told(dataset: Dataset) -> None:
    desk = Desk(dataset, prefix="/p/", page_size=7, most_rows=9, access=("token",))
    told = desk.json("openapi.json")
    assert told["servers"] == [{"url": "/p/api/v1"}]
    limit = told["components"]["parameters"]["limit"]["schema"]
    assert (limit["default"], limit["maximum"]) == (7, 9)
    assert told["security"] == [{"token": []}]
    assert "security" not in Desk(dataset).json("openapi.json")


def test_the_document_tells_nothing_of_the_data(told: dict, dataset: Dataset) -> None:
    text = json.dumps(told, ensure_ascii=False)
    assert dataset.release not in text
    assert not [title for title in dataset.tables["events"]["title"] if title in text]


class Ids(HTMLParser):
    """Ids, links and label targets of a page, and what it loads."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.loaded: list[str] = []
        self.inline: list[str] = []
        self._tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self._tag = tag if tag == "script" and "src" not in held else ""
        self.ids += [held["id"]] if "id" in held else []
        self.targets += [held["for"]] if "for" in held else []
        self.targets += [held["href"][1:]] if tag == "a" and held.get("href", "").startswith("#") else []
        self.loaded += [value for name, value in held.items() if name in ("src", "href") and tag != "a"]
        self.inline += [name for name in held if name.startswith("on") or name == "style"]

    def handle_data(self, data: str) -> None:
        if self._tag and data.strip():
            self.inline.append(data)


@pytest.mark.parametrize("path", ["api/", "api"])
def test_the_page_is_whole_and_stays_under_the_policy(dataset: Dataset, path: str) -> None:
    desk = Desk(dataset, prefix="/p/")
    answer = desk.client.get(f"/p/{path}")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    page = Ids()
    page.feed(answer.text)
    assert len(set(page.ids)) == len(page.ids)
    assert set(page.targets) <= set(page.ids)
    assert not page.inline
    assert all(address.startswith(("/p/assets/", "data:,")) for address in page.loaded)
    assert {"problem-parameters", "problem-release"} <= set(page.ids)


def test_only_an_installation_with_tokens_asks_for_one(dataset: Dataset) -> None:
    assert "try-token" in Desk(dataset, access=("token",)).client.get("/api/").text
    assert "try-token" not in Desk(dataset).client.get("/api/").text
