"""portal.observed: a number and a line for every request, whatever becomes of it; an answer when we fail."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from dash import Dash, Input, Output, html
from flask import Response, abort, request
from flask.testing import FlaskClient
from werkzeug.test import Client

from portal import guard, logs, observed
from portal.observed import Answered
from portal.settings import Settings

WORD = "zanzibar"


class WholeClient(FlaskClient):
    """Reads each answer to its end and closes it, as a server does."""

    def open(self, *args: Any, **options: Any) -> Any:
        return super().open(*args, buffered=True, **options)


def app_of(settings: Settings, seen: list[Answered]) -> Client:
    """A small app under a prefix; what becomes of its requests comes into `seen`."""
    prefix = settings.routes_prefix
    app = Dash(
        "tiny",
        assets_folder="",
        requests_pathname_prefix=settings.prefix,
        routes_pathname_prefix=prefix,
        suppress_callback_exceptions=True,
    )
    app.layout = html.Div([html.Button(id="button"), html.P(id="answer")])

    @app.callback(Output("answer", "children"), Input("button", "n_clicks"))
    def answer(clicks: int | None) -> str:
        logging.getLogger("portal.inside").info("counted")
        return f"{1 // (clicks or 0)}"

    @app.server.get(f"{prefix}thing/<name>")
    def thing(name: str) -> Response:
        return Response(f"the thing {len(name)}", headers={"Panj-Release": "r-7"})

    @app.server.get(f"{prefix}stream")
    def stream() -> Response:
        def parts() -> Iterator[str]:
            yield "one "
            raise ValueError(WORD)

        return Response(parts())

    @app.server.get(f"{prefix}api/v1/broken")
    def broken() -> Response:
        raise ValueError(WORD)

    @app.server.before_request
    def gate() -> None:
        if request.args.get("refuse"):
            abort(401)

    guard.install(app)
    app.server.test_client().get(prefix)  # as the start does; Flask takes no more decorators afterwards
    observed.install(app.server, settings, [seen.append])
    return WholeClient(app.server, app.server.response_class)


@pytest.fixture
def seen() -> list[Answered]:
    return []


@pytest.fixture
def client(seen: list[Answered]) -> Client:
    return app_of(Settings(prefix="/p/"), seen)


def callback(clicks: object) -> dict[str, object]:
    return {
        "output": "answer.children",
        "outputs": {"id": "answer", "property": "children"},
        "inputs": [{"id": "button", "property": "n_clicks", "value": clicks}],
        "changedPropIds": ["button.n_clicks"],
    }


def test_a_request_is_told_by_its_route_and_never_by_what_was_typed(
    client: Client, seen: list[Answered], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    answer = client.get(f"/p/thing/{WORD}?q={WORD}")
    (one,) = seen
    told = (one.method, one.route, one.status, one.size, one.release, one.callback)
    assert told == ("GET", "/p/thing/<name>", 200, len(answer.data), "r-7", "")
    assert one.seconds > 0
    (line,) = [record for record in caplog.records if record.name == "panj.request"]
    assert WORD not in str(vars(line))
    assert {name: getattr(line, name) for name in logs.FIELDS if name != "ms"} == {
        "method": "GET",
        "route": "/p/thing/<name>",
        "status": 200,
        "bytes": len(answer.data),
        "release": "r-7",
    }


@pytest.mark.parametrize(
    ("method", "path", "status", "route", "told"),
    [
        ("GET", "/nowhere", 404, observed.UNMATCHED, "GET"),
        ("GET", "/p/nowhere", 404, "/p/<path:path>", "GET"),
        ("GET", "/p/thing/x?refuse=1", 401, "/p/thing/<name>", "GET"),
        ("QUAGGA", "/p/thing/x", 405, observed.UNMATCHED, "other"),
        ("HEAD", "/p/thing/x", 200, "/p/thing/<name>", "HEAD"),
    ],
)
def test_whatever_is_refused_is_told_too(
    client: Client, seen: list[Answered], method: str, path: str, status: int, route: str, told: str
) -> None:
    assert client.open(path, method=method).status_code == status
    assert [(one.status, one.route, one.method) for one in seen] == [(status, route, told)]


def test_a_callback_is_told_by_its_outputs_unless_we_refused_it(client: Client, seen: list[Answered]) -> None:
    assert client.post("/p/_dash-update-component", json=callback(1)).status_code == 200
    assert client.post("/p/_dash-update-component", json={"output": WORD}).status_code == 400
    assert client.post("/p/_dash-update-component", data="{").status_code in (400, 415)
    assert [one.callback for one in seen] == ["answer.children", "", ""]


def test_all_lines_of_a_request_carry_its_number(client: Client) -> None:
    numbers: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            numbers.append(logs.REQUEST.get())

    handler, root = Keep(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        answer = client.post("/p/_dash-update-component", json=callback(1))
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    assert len(numbers) >= 2
    assert set(numbers) == {answer.headers["X-Request-ID"]}
    assert logs.REQUEST.get() == "", "the thread serves others next"


@pytest.mark.parametrize(
    ("hops", "sent", "taken"),
    [
        (0, "of-the-client", False),
        (1, "of-the-proxy_1.2", True),
        (1, "a" * 64, True),
        (1, "a" * 65, False),
        (1, "two words", False),
        (1, "шахр", False),
        (1, "", False),
    ],
)
def test_the_number_is_the_proxys_where_there_is_one(hops: int, sent: str, taken: bool) -> None:
    client = app_of(Settings(proxy_hops=hops), [])
    (number,) = client.get("/thing/x", headers={"X-Request-ID": sent}).headers.getlist("X-Request-ID")
    assert (number == sent) is taken
    assert taken or re.fullmatch("[0-9a-f]{12}", number)


def test_two_requests_have_two_numbers(client: Client) -> None:
    assert len({client.get("/p/thing/x").headers["X-Request-ID"] for _ in range(20)}) == 20


@pytest.mark.parametrize("path", ["_dash-update-component", "api/v1/broken"])
def test_a_failure_gives_a_number_and_one_traceback_without_values(
    client: Client, seen: list[Answered], caplog: pytest.LogCaptureFixture, path: str
) -> None:
    answer = (
        client.post(f"/p/{path}", json=callback(0)) if path[0] == "_" else client.get(f"/p/{path}?q={WORD}")
    )
    number = answer.headers["X-Request-ID"]
    assert answer.status_code == 500
    assert answer.headers["Cache-Control"] == "no-store"
    assert f"tell the operator the number {number}" in answer.get_data(as_text=True)
    assert WORD not in answer.get_data(as_text=True)
    if path.startswith("api/"):
        assert answer.mimetype == "application/problem+json"
        assert json.loads(answer.data)["number"] == number
    told = [record for record in caplog.records if record.exc_info]
    assert len(told) == 1
    assert WORD not in told[0].getMessage()
    assert [one.status for one in seen] == [500]


def test_a_failing_callback_is_told_by_its_outputs(client: Client, seen: list[Answered]) -> None:
    client.post("/p/_dash-update-component", json=callback(0))
    assert [(one.status, one.callback) for one in seen] == [(500, "answer.children")]


def test_an_answer_that_breaks_off_is_told_once_and_looks_like_a_lost_connection(
    client: Client, seen: list[Answered], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(ConnectionResetError) as raised:
        client.get("/p/stream")
    assert raised.value.__suppress_context__, "the server that catches it must not tell the values"
    assert len([record for record in caplog.records if record.exc_info]) == 1
    assert [one.size for one in seen] == [4]


def test_what_fails_outside_of_flask_is_answered_too(caplog: pytest.LogCaptureFixture) -> None:
    settings = replace(Settings(), prefix="/")
    app = Dash("tiny", assets_folder="")
    app.layout = html.Div()

    def broken(environ: object, start_response: object) -> list[bytes]:
        raise ValueError(WORD)

    app.server.wsgi_app = broken
    observed.install(app.server, settings)
    answer = app.server.test_client().get("/")
    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"] in answer.get_data(as_text=True)
