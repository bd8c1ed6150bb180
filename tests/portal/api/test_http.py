"""The protocol: editions, methods, and nothing but problems when something is wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Response

from data.dataset import Dataset
from portal.api import answers
from portal.api.routes import Api
from tests.portal.api.desk import PROBLEM, TABLES, Desk

PATHS = [*TABLES, "summary", "events/E01", "events?format=csv", "places?format=geojson&limit=3"]


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_that_has_not_changed_is_not_sent_again(desk: Desk, path: str) -> None:
    first = desk.ask(path)
    etag = first.headers["ETag"]
    assert etag.startswith('W/"') and desk.dataset.release in etag
    for sent in (etag, f'"x", {etag}', "*", etag.removeprefix("W/")):
        again = desk.ask(path, If_None_Match=sent)
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == etag and "Accept" in again.vary
    assert desk.ask(path, If_None_Match='W/"other"').status_code == 200
    assert first.headers["Cache-Control"] == "no-cache"


def test_every_question_has_an_edition_of_its_own(desk: Desk) -> None:
    paths = [
        *PATHS, "events?limit=3", "events?limit=3&offset=3", "events?actor=Taliban", "events?from=2023",
        "summary?from=2023", "claims?format=csv", "claims/C001", "events/E02", "places/X03?format=geojson",
    ]  # fmt: skip
    assert len({desk.ask(path).headers["ETag"] for path in paths}) == len(paths)


def test_the_same_question_asked_otherwise_is_the_same(desk: Desk) -> None:
    one, other = (
        desk.ask("events?match=any&actor=Taliban&limit=100"),
        desk.ask("events?actor=Taliban&offset=0"),
    )
    assert one.headers["ETag"] == other.headers["ETag"] and one.data == other.data


def test_a_new_release_or_naming_is_a_new_edition(dataset: Dataset) -> None:
    desk = Desk(dataset)
    etag = desk.ask("events").headers["ETag"]
    for changed in (replace(dataset, release="9-x"), replace(dataset, naming="movement")):
        desk.dataset = changed
        assert desk.ask("events", If_None_Match=etag).status_code == 200


def test_nothing_is_made_for_what_has_not_changed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    etag = desk.ask("events").headers["ETag"]
    monkeypatch.setattr(answers, "as_json", None)
    assert desk.ask("events", If_None_Match=etag).status_code == 304


@pytest.mark.parametrize("path", [*PATHS, "openapi.json", "events/E999", "nowhere"])
def test_head_is_get_without_a_body(desk: Desk, path: str) -> None:
    head, get = desk.ask(path, "HEAD"), desk.ask(path)
    assert (head.status_code, head.data) == (get.status_code, b"")
    assert dict(head.headers) == dict(get.headers)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["events", "events/E01", "summary", "openapi.json"])
def test_another_method_is_refused(desk: Desk, path: str, method: str) -> None:
    answer = desk.ask(path, method)
    assert (answer.status_code, answer.mimetype) == (405, PROBLEM)
    assert answer.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
@pytest.mark.parametrize(
    "path", ["/api/x", "/api/v1", "/api/v1/", "/api/v2/events", "/api/v1/events/", "/api/v1//events",
             "/api/v1/events/E01/x", "/api/v1/EVENTS", "/api/%00"],
)  # fmt: skip
def test_an_unknown_address_is_a_problem(desk: Desk, path: str, method: str) -> None:
    answer = desk.client.open(path, method=method)
    assert (answer.status_code, answer.mimetype) == (404, PROBLEM)


def test_other_addresses_keep_their_own_errors(desk: Desk) -> None:
    assert desk.client.get("/apiary").mimetype == "text/html"
    assert desk.client.get("/apiary").status_code == 404


def test_a_fault_of_ours_is_told_without_a_trace(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(dataset)

    def broken(*_: Any) -> None:
        raise RuntimeError("secret of the server")

    monkeypatch.setattr(Api, "_answer", broken)
    answer = desk.ask("events")
    assert (answer.status_code, answer.mimetype) == (500, PROBLEM)
    assert "secret" not in answer.text and "Traceback" not in answer.text
    assert answer.json["detail"]


@pytest.mark.parametrize("status", [400, 403, 413, 418])
def test_what_others_refuse_is_a_problem_with_their_headers(dataset: Dataset, status: int) -> None:
    desk = Desk(dataset)

    @desk.server.before_request
    def refuse() -> Response:
        return Response("<p>no</p>", status, headers={"Retry-After": "3", "Set-Cookie": "a=b"})

    answer = desk.ask("events")
    assert (answer.status_code, answer.mimetype, answer.json["status"]) == (status, PROBLEM, status)
    assert answer.headers["Retry-After"] == "3" and "<p>" not in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_each_answer_has_the_headers_of_the_page(desk: Desk) -> None:
    for path in ("events", "nowhere", "events?x=1"):
        answer = desk.ask(path)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert not [name for name in dict(answer.headers) if name.startswith("Access-Control-")]


def test_the_dataset_is_asked_for_once_a_request(dataset: Dataset) -> None:
    desk, asked = Desk(dataset), []
    desk.current = lambda: asked.append(1) or dataset  # type: ignore[method-assign, func-returns-value]
    for path in ("events", "summary", "claims/C001", "places?format=geojson"):
        desk.ask(path)
    assert len(asked) == 4
