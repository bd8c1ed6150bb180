"""One release for the whole of a request, under the lock of its viewer, and named in the answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from dash import Dash, Input, Output, html
from flask import Flask, g
from werkzeug.test import Client

from data.dataset import Dataset, load
from data.query import Filters
from data.releases import Releases
from portal.pinned import HEADER, Pinned

LOCK = Filters(thread=("courts",))


@dataclass(frozen=True)
class Viewer:
    user: str = "someone"
    lock: Filters = field(default_factory=Filters)


class Changing(Releases):
    """Another release with every look."""

    def __init__(self, dataset: Dataset) -> None:
        super().__init__(dataset)
        self.seen: list[str] = []

    def current(self, seen: str = "") -> Dataset:
        self.seen.append(seen)
        return replace(super().current(), release=f"1.0.0-{len(self.seen)}")


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


@pytest.fixture
def releases(dataset: Dataset) -> Changing:
    return Changing(dataset)


def client_of(releases: Releases, **known: Any) -> Client:
    """A server whose routes tell what they read; `known` is what the gate has put on `g`."""
    server, pinned = Flask("tiny"), Pinned(releases)

    @server.before_request
    def gate() -> None:
        for name, value in known.items():
            setattr(g, name, value)

    @server.get("/data")
    def data() -> dict[str, Any]:
        first, second = pinned.current(), pinned.current()
        return {"release": first.release, "same": first is second, "events": len(second.events)}

    @server.get("/broken")
    def broken() -> str:
        pinned.current()
        raise LookupError

    @server.get("/without")
    def without() -> str:
        return "no data"

    return server.test_client()


def test_a_request_sees_one_release_and_the_next_one_another(releases: Changing) -> None:
    client = client_of(releases)
    answers = [client.get("/data") for _ in range(3)]
    assert [answer.json and answer.json["release"] for answer in answers] == ["1.0.0-1", "1.0.0-2", "1.0.0-3"]
    assert all(answer.json and answer.json["same"] for answer in answers)
    assert [answer.headers[HEADER] for answer in answers] == ["1.0.0-1", "1.0.0-2", "1.0.0-3"]


def test_only_answers_that_used_the_data_name_a_release(releases: Changing) -> None:
    client = client_of(releases)
    assert HEADER not in client.get("/without").headers
    assert HEADER not in client.get("/nothing").headers
    answer = client.get("/broken")
    assert (answer.status_code, answer.headers[HEADER]) == (500, "1.0.0-1")
    assert len(releases.seen) == 1


def test_the_release_that_the_page_shows_is_handed_on(releases: Changing) -> None:
    client = client_of(releases)
    client.get("/data", headers={HEADER: "1.0.0-x"})
    client.get("/data")
    assert releases.seen == ["1.0.0-x", ""]


def test_outside_of_a_request_it_is_the_release_of_the_moment(releases: Changing) -> None:
    pinned = Pinned(releases)
    assert [pinned.current().release for _ in range(2)] == ["1.0.0-1", "1.0.0-2"]
    with Flask("tiny").app_context():
        assert pinned.current().release == "1.0.0-3"


def test_the_viewers_lock_confines_what_is_read(dataset: Dataset) -> None:
    whole = client_of(Releases(dataset)).get("/data")
    same = client_of(Releases(dataset), viewer=Viewer()).get("/data")
    locked = client_of(Releases(dataset), viewer=Viewer(lock=LOCK)).get("/data")
    assert whole.json == same.json and whole.json and locked.json
    assert whole.json["events"] == len(dataset.events) > locked.json["events"] > 0
    assert locked.json["same"]
    assert locked.json["release"] == dataset.release == locked.headers[HEADER]


def test_two_viewers_do_not_share_what_was_pinned(dataset: Dataset) -> None:
    releases = Releases(dataset)
    counts = [
        client_of(releases, viewer=Viewer(lock=lock)).get("/data").json for lock in (LOCK, Filters(), LOCK)
    ]
    assert counts[0] == counts[2] != counts[1]


def test_whoever_was_refused_gets_no_data(releases: Changing) -> None:
    answer = client_of(releases, refused="token-missing").get("/data")
    assert answer.status_code == 401 and HEADER not in answer.headers
    assert client_of(releases, refused="token-missing").get("/without").status_code == 200
    assert releases.seen == []


@pytest.mark.parametrize("version", ["1.0\r\nSet-Cookie: a=b", "1 0", "١٫٠"])
def test_a_version_of_any_characters_makes_no_other_header(dataset: Dataset, version: str) -> None:
    answer = client_of(Releases(replace(dataset, release=f"{version}-a"))).get("/data")
    assert answer.status_code == 200 and "Set-Cookie" not in answer.headers
    assert answer.headers[HEADER].isascii() and answer.headers[HEADER].isprintable()


def test_a_callback_of_dash_is_pinned_too(releases: Changing) -> None:
    app, pinned = Dash("tiny"), Pinned(releases)
    app.layout = html.Div([html.Button(id="ask"), html.P(id="told")])

    @app.callback(Output("told", "children"), Input("ask", "n_clicks"))
    def tell(clicks: Any) -> str:
        return f"{pinned.current().release} {pinned.current().release}"

    body = {
        "output": "told.children",
        "outputs": {"id": "told", "property": "children"},
        "inputs": [{"id": "ask", "property": "n_clicks", "value": 1}],
        "changedPropIds": ["ask.n_clicks"],
    }
    answer = app.server.test_client().post("/_dash-update-component", json=body)
    assert "1.0.0-1 1.0.0-1" in answer.text
    assert answer.headers[HEADER] == "1.0.0-1"
