"""portal.access: whom the gate lets in, by header and by token, and that no spelling gets around it."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_network
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from a2wsgi import WSGIMiddleware
from dash import Dash, Input, Output, html
from flask import Flask, Response, g, request
from starlette.applications import Starlette
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

from app import create_app
from data.query import Filters
from data.releases import open_releases
from portal import access, api, embeds, guard, headers, self_test
from portal.scopes import ScopesError
from portal.settings import Settings
from portal.tokens import sign_token

ROOT = Path(__file__).resolve().parents[2]
SECRET = "s" * 32
TOKEN = Settings(access=("token",), embed_keys=MappingProxyType({"key": SECRET}))
HEADER = Settings(access=("header",), trusted_proxies=(ip_network("10.0.0.5/32"), ip_network("fd00::/64")))
BOTH = Settings(
    access=("header", "token"), embed_keys=TOKEN.embed_keys, trusted_proxies=HEADER.trusted_proxies
)
PROXY, STRANGER = "10.0.0.5", "10.0.0.6"


def tiny(settings: Settings) -> Flask:
    """A server that says who it believes the viewer to be, with a page of Dash beside it."""
    app = Dash(
        "tiny",
        routes_pathname_prefix=settings.routes_prefix,
        requests_pathname_prefix=settings.prefix,
        suppress_callback_exceptions=True,
    )
    app.layout = html.Div("the data")
    app.callback(Output("a", "children"), Input("b", "n_clicks"))(lambda clicks: str(clicks))
    at = settings.routes_prefix
    app.server.get(f"{at}api/who")(lambda: {"user": g.viewer.user, "thread": list(g.viewer.lock.thread)})
    app.server.get(f"{at}api/peer", endpoint="peer")(lambda: f"{request.remote_addr} {request.host_url}")
    app.server.get(f"{at}api/tagged", endpoint="tagged")(_tagged)
    app.server.get(f"{at}embed/check", endpoint="check")(_check)
    app.server.get(f"{at}healthz", endpoint="healthz")(lambda: "ok")
    guard.install(app, ("", "embed/dashboard"))
    headers.install(app)
    access.install(app.server, settings)
    return app.server


def _tagged() -> Response:
    answer = Response("rows")
    answer.set_etag("one")
    return answer


def _check() -> str:
    return g.viewer.user if "viewer" in g else str(g.refused.reason)


def client(settings: Settings) -> Client:
    return tiny(settings).test_client()


def token(**changes: Any) -> str:
    return sign_token(**{"subject": "erin", "key_name": "key", "secret": SECRET, **changes})


def bearer(**changes: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {token(**changes)}"}


def seen(answer: Any) -> tuple[int, str]:
    """Status, and the viewer's name or the reason of the refusal."""
    body = answer.get_json()
    return answer.status_code, body.get("user", body.get("reason"))


def test_an_open_server_sees_nobody_and_ignores_what_names_one():
    sent = {"X-Forwarded-User": "alice", **bearer(locked={"thread": "talks"})}
    answer = client(Settings()).get("/api/who", headers=sent)
    assert answer.get_json() == {"user": "", "thread": []}
    assert "private" not in answer.headers["Cache-Control"]


# Acceptance check 5: header spoof, underscore, duplicate, X-Forwarded-For spoof.
@pytest.mark.parametrize(
    ("peer", "sent", "expected"),
    [
        (PROXY, {"X-Forwarded-User": "alice"}, (200, "alice")),
        ("::ffff:10.0.0.5", {"X-Forwarded-User": "alice"}, (200, "alice")),
        ("fd00::7", {"X-Forwarded-User": "alice"}, (200, "alice")),
        (PROXY, {"X-Forwarded-User": "  alice@example.org "}, (200, "alice@example.org")),
        (PROXY, {"X-Forwarded-User": "Фарид".encode().decode("latin-1")}, (200, "Фарид")),
        (PROXY, {"X-Forwarded-User": "a" * 128}, (200, "a" * 128)),
        (PROXY, {}, (401, "user-missing")),
        (PROXY, {"X-Forwarded-User": ""}, (401, "user-missing")),
        (PROXY, {"X-Forwarded-User": "   "}, (401, "user-missing")),
        (PROXY, {"X-Forwarded-User": "alice,admin"}, (401, "user-missing")),
        (PROXY, {"X-Forwarded-User": "a" * 129}, (401, "user-missing")),
        (PROXY, {"X-Forwarded-User": "al\x01ice"}, (401, "user-missing")),
        (PROXY, {"X-Forwarded-User": "al\tice"}, (401, "user-missing")),
        (PROXY, {"X-Forwarded-User": "al\x85ice"}, (401, "user-missing")),
        (PROXY, {"X-Forwarded-User": "\xff\xfe"}, (401, "user-missing")),
        (PROXY, {"X-Forwarded-User": "al\u202eice".encode().decode("latin-1")}, (401, "user-missing")),
        (PROXY, bearer(), (401, "user-missing")),
        (STRANGER, {"X-Forwarded-User": "alice"}, (401, "user-missing")),
        (STRANGER, {"X-Forwarded-User": "alice", "X-Forwarded-For": PROXY}, (401, "user-missing")),
        (STRANGER, {"X-Forwarded-User": "alice", "Forwarded": f"for={PROXY}"}, (401, "user-missing")),
        (STRANGER, {"X-Forwarded-User": "alice", "X-Real-IP": PROXY}, (401, "user-missing")),
        ("::ffff:10.0.0.6", {"X-Forwarded-User": "alice"}, (401, "user-missing")),
        ("", {"X-Forwarded-User": "alice"}, (401, "user-missing")),
        ("unix:", {"X-Forwarded-User": "alice"}, (401, "user-missing")),
        ("localhost", {"X-Forwarded-User": "alice"}, (401, "user-missing")),
        ("10.0.0.5, 10.0.0.6", {"X-Forwarded-User": "alice"}, (401, "user-missing")),
    ],
)
@pytest.mark.parametrize("hops", [0, 1])
def test_only_the_listed_peer_names_the_user(peer, sent, expected, hops):
    settings = Settings(access=HEADER.access, trusted_proxies=HEADER.trusted_proxies, proxy_hops=hops)
    answer = client(settings).get("/api/who", headers=sent, environ_base={"REMOTE_ADDR": peer})
    assert seen(answer) == expected


def test_an_empty_list_trusts_nobody():
    answer = client(Settings(access=("header",))).get("/api/who", headers={"X-Forwarded-User": "alice"})
    assert seen(answer) == (401, "user-missing")


@pytest.mark.parametrize(
    "keys",
    [("HTTP_X_FORWARDED_USER", "HTTP_X-FORWARDED-USER"), ("HTTP_X_FORWARDED_USER", "http_x_forwarded_user")],
)
def test_two_spellings_of_the_header_name_nobody(keys):
    """Servers differ in what they make of X_Forwarded_User beside X-Forwarded-User."""
    base = {"REMOTE_ADDR": PROXY, keys[0]: "alice", keys[1]: "admin"}
    assert seen(client(HEADER).get("/api/who", environ_overrides=base)) == (401, "user-missing")


def test_the_environment_of_a_request_cannot_bring_the_name_along():
    base = {"REMOTE_ADDR": STRANGER, access.USER: "admin"}
    assert seen(client(HEADER).get("/api/who", environ_overrides=base)) == (401, "user-missing")


def test_another_header_may_name_the_user_and_the_usual_one_then_counts_for_nothing():
    settings = Settings(access=("header",), trusted_proxies=HEADER.trusted_proxies, user_header="Remote-User")
    asked = client(settings)
    base = {"REMOTE_ADDR": PROXY}
    assert seen(asked.get("/api/who", headers={"Remote-User": "bob"}, environ_base=base)) == (200, "bob")
    assert seen(asked.get("/api/who", headers={"X-Forwarded-User": "bob"}, environ_base=base))[0] == 401


@pytest.mark.parametrize(
    ("hops", "peer", "forwarded", "told"),
    [
        (0, PROXY, "203.0.113.7", PROXY),
        (1, PROXY, "203.0.113.7", "203.0.113.7"),
        (1, PROXY, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, PROXY, "198.51.100.1, 203.0.113.7", "198.51.100.1"),
        (2, PROXY, "203.0.113.7", PROXY),
        (1, STRANGER, "203.0.113.7", STRANGER),
    ],
)
def test_as_many_proxies_are_believed_as_there_are(hops, peer, forwarded, told):
    settings = Settings(trusted_proxies=HEADER.trusted_proxies, proxy_hops=hops)
    answer = client(settings).get(
        "/api/peer", headers={"X-Forwarded-For": forwarded}, environ_base={"REMOTE_ADDR": peer}
    )
    assert answer.get_data(as_text=True).split()[0] == told


@pytest.mark.parametrize(
    ("peer", "told"), [(PROXY, "https://portal.example/"), (STRANGER, "http://localhost/")]
)
def test_only_the_listed_peer_tells_scheme_and_host(peer, told):
    sent = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "portal.example", "X-Forwarded-Prefix": "/evil"}
    settings = Settings(trusted_proxies=HEADER.trusted_proxies, proxy_hops=1)
    answer = client(settings).get("/api/peer", headers=sent, environ_base={"REMOTE_ADDR": peer})
    assert answer.get_data(as_text=True).split()[1] == told


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (dict, (401, "token-missing")),
        (lambda: {"Authorization": ""}, (401, "token-missing")),
        (lambda: {"Authorization": "Basic YTpi"}, (401, "token-missing")),
        (lambda: {"Authorization": "Bearer"}, (401, "token-invalid")),
        (lambda: {"Authorization": "Bearer "}, (401, "token-invalid")),
        (lambda: {"Authorization": "Bearer a b"}, (401, "token-invalid")),
        (lambda: {"Authorization": "Bearer \xff"}, (401, "token-invalid")),
        (lambda: {"Authorization": f"Bearer {token()},Bearer {token()}"}, (401, "token-invalid")),
        (lambda: {"Authorization": f"Token {token()}"}, (401, "token-missing")),
        (lambda: {"Authorization": f"Bearer {token()}"}, (200, "erin")),
        (lambda: {"Authorization": f"bearer  {token()}"}, (200, "erin")),
        (lambda: {"Authorization": f"Bearer {token(key_name='other')}"}, (401, "token-invalid")),
        (lambda: {"Authorization": f"Bearer {token(secret='x' * 32)}"}, (401, "token-invalid")),
        (lambda: {"Authorization": f"Bearer {token(audience='x')}"}, (401, "token-invalid")),
        (lambda: {"Authorization": f"Bearer {token(now=time.time() - 1000)}"}, (401, "token-expired")),
        (lambda: {"Cookie": f"token={token()}"}, (401, "token-missing")),
        (lambda: {"X-Guest-Token": token()}, (401, "token-missing")),
        (lambda: {"X-Forwarded-User": "alice"}, (401, "token-missing")),
    ],
)
def test_a_token_is_taken_from_the_authorization_header_alone(sent, expected):
    # The headers are made now: a token made when the tests were collected would be out of date by its turn.
    address = f"/api/who?token={token()}&access_token={token()}"
    answer = client(TOKEN).get(address, headers=sent(), environ_base={"REMOTE_ADDR": PROXY})
    assert seen(answer) == expected


def test_a_refusal_is_a_problem_that_names_its_reason():
    answer = client(TOKEN).get("/api/who", headers={"Authorization": "Bearer a.b.c"})
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.get_json() == {
        "type": "about:blank",
        "title": "The token is not valid",
        "status": 401,
        "detail": "The token cannot be read.",
        "reason": "token-invalid",
    }
    assert "WWW-Authenticate" not in client(HEADER).get("/api/who").headers


def test_the_lock_of_a_token_reaches_the_views():
    answer = client(TOKEN).get("/api/who", headers=bearer(locked={"thread": ["talks", "group"]}))
    assert answer.get_json() == {"user": "erin", "thread": ["talks", "group"]}


def test_with_both_the_header_comes_first():
    asked, base = client(BOTH), {"REMOTE_ADDR": PROXY}
    named = {"X-Forwarded-User": "alice"}
    assert seen(asked.get("/api/who", headers={**named, **bearer()}, environ_base=base)) == (200, "alice")
    assert seen(asked.get("/api/who", headers=named, environ_base=base)) == (200, "alice")
    assert seen(asked.get("/api/who", headers=bearer(), environ_base=base)) == (200, "erin")
    assert seen(asked.get("/api/who", environ_base=base)) == (401, "token-missing")
    assert seen(asked.get("/api/who", headers={**named, **bearer()})) == (200, "erin")
    assert seen(asked.get("/api/who", headers=named)) == (401, "token-missing")


@pytest.fixture
def scoped(tmp_path: Path) -> Settings:
    path = tmp_path / "scopes.yaml"
    path.write_text("users: {alice: {thread: talks}, bob: {}}", "utf-8")
    return Settings(access=("header",), trusted_proxies=HEADER.trusted_proxies, scopes=path)


@pytest.mark.parametrize(
    ("user", "status", "body"),
    [
        ("alice", 200, {"user": "alice", "thread": ["talks"]}),
        ("bob", 200, {"user": "bob", "thread": []}),
        ("mallory", 403, None),
    ],
)
def test_a_scope_file_locks_filters_and_refuses_whom_it_does_not_name(scoped, user, status, body):
    answer = client(scoped).get(
        "/api/who", headers={"X-Forwarded-User": user}, environ_base={"REMOTE_ADDR": PROXY}
    )
    assert answer.status_code == status
    if body:
        assert answer.get_json() == body
    else:
        assert answer.get_json()["reason"] == "user-unknown"


def test_a_wrong_scope_file_stops_the_start(tmp_path: Path):
    path = tmp_path / "scopes.yaml"
    path.write_text("users: {alice: {colour: red}}", "utf-8")
    with pytest.raises(ScopesError, match="colour"):
        tiny(Settings(access=("header",), trusted_proxies=HEADER.trusted_proxies, scopes=path))


def test_the_log_tells_reasons_and_names_but_no_token(caplog, scoped):
    caplog.set_level("DEBUG")
    sent = token(audience="elsewhere")
    client(TOKEN).get("/api/who", headers={"Authorization": f"Bearer {sent}"})
    client(scoped).get(
        "/api/who", headers={"X-Forwarded-User": "mallory"}, environ_base={"REMOTE_ADDR": PROXY}
    )
    assert "token-invalid" in caplog.text
    assert "'mallory'" in caplog.text
    assert not [part for part in sent.split(".") if part in caplog.text]


PUBLIC_PATHS = ["", "embed/dashboard", "embed/check", "healthz", "_favicon.ico"]
SHUT_PATHS = [
    "_dash-layout",
    "_dash-dependencies",
    "api/who",
    "/api/who",
    "//api/who",
    "./api/who",
    "%61pi/who",
    "api%2fwho",
    "api/who/",
    "api/who;x=1",
    "API/who",
    "assets/../../api/who",
    "assets/..%2f..%2fapi/who",
    "healthz/../api/who",
    "healthz/",
    "embed/check/../../api/who",
    "embed",
    "embedded",
    "Embed/dashboard",
    "nothing",
    "_dash-component-suites/../_dash-layout",
    "_reload-hash",
    "static/x",
]


@pytest.mark.parametrize("prefix", ["/", "/portal/panj/"])
@pytest.mark.parametrize("path", PUBLIC_PATHS)
def test_what_tells_nothing_of_the_data_needs_no_viewer(prefix, path):
    settings = Settings(access=("token",), embed_keys=TOKEN.embed_keys, prefix=prefix)
    answer = client(settings).get(prefix + path)
    assert answer.status_code == 200
    assert b"the data" not in answer.get_data()
    assert "private" not in answer.headers["Cache-Control"]


@pytest.mark.parametrize("prefix", ["/", "/portal/panj/"])
@pytest.mark.parametrize("path", SHUT_PATHS)
def test_every_other_path_and_every_spelling_of_it_needs_one(prefix, path):
    settings = Settings(access=("token",), embed_keys=TOKEN.embed_keys, prefix=prefix)
    answer = client(settings).get(prefix + path)
    # Below a public route ".." is part of a name: one that no file and no page has.
    below = path.startswith(("assets/", "_dash-component-suites/", "embed/"))
    assert answer.status_code == 401 or (below and answer.status_code >= 400)
    assert b"the data" not in answer.get_data()
    assert b"erin" not in answer.get_data()


@pytest.mark.parametrize("path", ["", "embed/dashboard", "embed/check", "healthz", "assets/x.css"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_a_public_route_is_public_for_reading_only(path, method):
    assert client(TOKEN).open(f"/{path}", method=method).status_code == 401


def test_a_page_under_embed_that_draws_data_itself_is_not_public():
    """Only Dash's own route for pages is a shell; a view of ours under the same path needs a viewer."""
    server = Flask("views")
    server.get("/embed/brief/<name>")(lambda name: "the data")
    access.install(server, TOKEN)
    assert server.test_client().get("/embed/brief/x").status_code == 401
    assert server.test_client().get("/embed/brief/x", headers=bearer()).status_code == 200


def test_more_routes_may_be_made_public():
    server = Flask("views")
    server.get("/openapi.json")(lambda: "no data")
    access.install(server, TOKEN, public=("openapi.json",))
    assert server.test_client().get("/openapi.json").status_code == 200


def test_a_public_page_may_ask_why_there_is_no_viewer():
    asked = client(TOKEN)
    assert asked.get("/embed/check").get_data(as_text=True) == "token-missing"
    assert (
        asked.get("/embed/check", headers={"Authorization": "Bearer x"}).get_data(as_text=True)
        == "token-invalid"
    )
    assert asked.get("/embed/check", headers=bearer()).get_data(as_text=True) == "erin"


@pytest.mark.parametrize(
    ("settings", "vary"),
    [
        (TOKEN, {"Authorization"}),
        (HEADER, {"X-Forwarded-User"}),
        (BOTH, {"Authorization", "X-Forwarded-User"}),
    ],
)
@pytest.mark.parametrize(
    ("path", "cache"),
    [
        ("/_dash-layout", "private, no-store"),
        ("/api/who", "private, no-store"),
        ("/api/tagged", "private, no-cache"),
        ("/nothing", "private, no-store"),
    ],
)
def test_no_shared_cache_may_mix_viewers(settings, vary, path, cache):
    sent = {"X-Forwarded-User": "alice"} if "header" in settings.access else bearer()
    for given in (sent, {}):
        answer = client(settings).get(path, headers=given, environ_base={"REMOTE_ADDR": PROXY})
        assert answer.headers["Cache-Control"] == (cache if given else "private, no-store")
        assert vary <= set(answer.headers["Vary"].split(", "))


def test_a_callback_needs_a_viewer_and_its_answer_is_kept_nowhere():
    body = {
        "output": "a.children",
        "outputs": {"id": "a", "property": "children"},
        "inputs": [{"id": "b", "property": "n_clicks", "value": 1}],
        "changedPropIds": ["b.n_clicks"],
    }
    asked = client(TOKEN)
    assert asked.post("/_dash-update-component", json=body).status_code == 401
    answer = asked.post("/_dash-update-component", json=body, headers=bearer())
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"


class Host:
    """A host application that has authenticated its user itself and mounts Panj."""

    def __init__(self, application: Any, user: str) -> None:
        self._application, self._user = application, user

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        environ["HTTP_X_FORWARDED_USER"] = self._user
        return self._application(environ, start_response)


MOUNTED = Settings(
    access=("header",),
    trusted_proxies=(ip_network("127.0.0.1/32"),),
    prefix="/portal/mnt/",
    prefix_stripped=True,
)


@pytest.mark.parametrize(("peer", "status"), [("127.0.0.1", 200), (STRANGER, 401)])
def test_under_a_wsgi_mount_the_host_names_the_user(peer, status):
    mounted = DispatcherMiddleware(
        Flask("host").wsgi_app, {"/portal/mnt": Host(tiny(MOUNTED).wsgi_app, "bob")}
    )
    asked = Client(mounted)
    answer = asked.get(
        "/portal/mnt/api/who", headers={"X-Forwarded-User": "admin"}, environ_base={"REMOTE_ADDR": peer}
    )
    assert answer.status_code == status
    assert asked.get("/portal/mnt/", environ_base={"REMOTE_ADDR": STRANGER}).status_code == 200


def get_asgi(application: Any, path: str, peer: str) -> tuple[int, bytes]:
    """One request to an ASGI application, without a server: status and body."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"x-forwarded-user", b"admin")],
        "client": (peer, 1234),
        "server": ("localhost", 80),
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    with ThreadPoolExecutor(
        1
    ) as apart:  # a browser's test before this one may have left its loop in this thread
        apart.submit(lambda: asyncio.run(application(scope, receive, send))).result()
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent)


@pytest.mark.parametrize(("peer", "status"), [("127.0.0.1", 200), (STRANGER, 401)])
def test_under_an_asgi_mount_the_host_names_the_user(peer, status):
    host = Starlette()
    mounted: Any = Host(tiny(MOUNTED).wsgi_app, "bob")
    asgi: Any = WSGIMiddleware(mounted)
    host.mount("/portal/mnt", asgi)
    answered, body = get_asgi(host, "/portal/mnt/api/who", peer)
    assert (answered, json.loads(body).get("user")) == (status, "bob" if status == 200 else None)
    assert get_asgi(host, "/portal/mnt/", peer)[0] == 200


# Every read path checks: the routes of the real app, walked.


@pytest.fixture(scope="module", params=["/", "/portal/panj/"])
def real(request: pytest.FixtureRequest) -> tuple[Flask, str]:
    settings = Settings(access=("token",), embed_keys=TOKEN.embed_keys, prefix=request.param)
    return create_app(settings, open_releases()).server, request.param


PUBLIC = (*access.PUBLIC, *api.PAGES, api.DOCUMENT)


NAMES = {"name": "panj.csv.zip", "path": "nothing", "filename": "panj.css", "package_name": "dash"}


def routes(server: Flask) -> Iterator[tuple[str, str, str]]:
    """Method, an example of its path, and the rule itself, of every route."""
    for rule in server.url_map.iter_rules():
        values = {name: NAMES.get(name, "1") for name in rule.arguments}
        built = server.url_map.bind("localhost").build(rule.endpoint, values)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, built, rule.rule


OPEN = (*PUBLIC, *api.PAGES, api.DOCUMENT, *embeds.ROUTES, *self_test.ROUTES)
"""What the app shows to anybody, as app.py says: none of it tells of the data."""


def test_every_route_of_the_app_that_is_not_public_asks_who_it_is(real):
    server, prefix = real
    asked = server.test_client()
    shut = [
        (method, path) for method, path, rule in routes(server) if rule not in {prefix + one for one in OPEN}
    ]
    assert len(shut) > 15
    for method, path in shut:
        for verb in {method, "OPTIONS", *(["HEAD"] if method == "GET" else [])}:
            assert asked.open(path, method=verb).status_code == 401, (verb, path)
            assert asked.open(path, method=verb, headers=bearer()).status_code != 401, (verb, path)


def test_every_public_route_of_the_app_answers_without_a_viewer(real):
    server, prefix = real
    asked = server.test_client()
    for method, path, rule in routes(server):
        if rule in {prefix + one for one in OPEN}:
            assert asked.open(path, method=method).status_code != 401, path


def test_what_the_app_shows_without_a_viewer_holds_no_data(real):
    server, prefix = real
    told = server.test_client().get(prefix).get_data(as_text=True)
    for word in ("Tabarov", "E01", "Ansarullah"):
        assert word not in told


@pytest.mark.parametrize("path", ["assets/panj.css", "layers/rivers.geojson"])
def test_public_files_keep_their_own_caching(real, path):
    server, prefix = real
    answer = server.test_client().get(f"{prefix}{path}?m=1")
    assert answer.status_code in (200, 404)
    assert "private" not in answer.headers["Cache-Control"]
    assert "Authorization" not in answer.headers.get("Vary", "")


# The same through a real gunicorn: what becomes of a header's spelling is the server's doing.

SERVED = """
from flask import Flask, g, request
from portal import access
from portal.settings import from_environment

server = Flask("served")
server.get("/healthz", endpoint="healthz")(lambda: "ok")
server.get("/who", endpoint="who")(lambda: "viewer=" + g.viewer.user)

def peer():
    return f"{request.remote_addr} {request.host_url} {request.script_root}"


server.get("/peer")(peer)
access.install(server, from_environment())
"""
THE_PROXY, A_CLIENT = "127.0.0.2", "127.0.0.1"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def ask(port: int, sender: str, lines: list[str], path: str = "/who") -> tuple[int, str]:
    """One request, byte for byte, from one of this machine's own addresses: status and body."""
    raw = "\r\n".join([f"GET {path} HTTP/1.1", "Host: localhost", "Connection: close", *lines, "", ""])
    with socket.create_connection(("127.0.0.1", port), timeout=10, source_address=(sender, 0)) as connection:
        connection.sendall(raw.encode("latin-1"))
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.decode("utf-8", "replace").partition("\r\n\r\n")
    return int(head.split(" ", 2)[1]), body


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        try:
            if ask(port, A_CLIENT, [], "/healthz")[0] == 200:
                return
        except OSError:
            if process.poll() is not None:
                break
        time.sleep(0.1)
    raise RuntimeError("gunicorn did not start")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder, port = tmp_path_factory.mktemp("served"), free_port()
    (folder / "gated.py").write_text(SERVED, "utf-8")
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
        "PANJ_ACCESS": "header",
        "PANJ_TRUSTED_PROXIES": THE_PROXY,
        "PANJ_PROXY_HOPS": "1",
        "PANJ_LOG_LEVEL": "error",
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "portal/gunicorn_conf.py", "gated:server"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(20)


NAMED = "X-Forwarded-User: alice"


@pytest.mark.parametrize(
    ("sender", "lines", "expected"),
    [
        (THE_PROXY, [NAMED], (200, "viewer=alice")),
        (THE_PROXY, ["x-forwarded-user:   alice  "], (200, "viewer=alice")),
        (THE_PROXY, [NAMED, "X_Forwarded_User: admin"], (200, "viewer=alice")),
        (THE_PROXY, ["X-Forwarded-User: Фарид".encode().decode("latin-1")], (200, "viewer=Фарид")),
        (THE_PROXY, [], (401, "user-missing")),
        (THE_PROXY, ["X_Forwarded_User: admin"], (401, "user-missing")),
        (THE_PROXY, ["X-Forwarded_User: admin"], (401, "user-missing")),
        (THE_PROXY, ["X-Forwarded-User:"], (401, "user-missing")),
        (THE_PROXY, [NAMED, "X-Forwarded-User: admin"], (401, "user-missing")),
        (THE_PROXY, ["X-Forwarded-User: admin", NAMED], (401, "user-missing")),
        (THE_PROXY, ["X-Forwarded-User: alice, admin"], (401, "user-missing")),
        (THE_PROXY, [f"X-Forwarded-User: {'a' * 129}"], (401, "user-missing")),
        (A_CLIENT, [NAMED], (401, "user-missing")),
        (A_CLIENT, ["X_Forwarded_User: alice"], (401, "user-missing")),
        (A_CLIENT, ["X-FORWARDED-USER: alice"], (401, "user-missing")),
        (A_CLIENT, [NAMED, f"X-Forwarded-For: {THE_PROXY}"], (401, "user-missing")),
        (A_CLIENT, [NAMED, f"X-Forwarded-For: {THE_PROXY}, {THE_PROXY}"], (401, "user-missing")),
        (A_CLIENT, [NAMED, f"Forwarded: for={THE_PROXY}"], (401, "user-missing")),
        (A_CLIENT, [NAMED, f"X-Real-IP: {THE_PROXY}"], (401, "user-missing")),
        (A_CLIENT, [NAMED, f"REMOTE-ADDR: {THE_PROXY}"], (401, "user-missing")),
        (A_CLIENT, [NAMED, f"REMOTE_ADDR: {THE_PROXY}"], (401, "user-missing")),
        (A_CLIENT, [NAMED, f"Remote_Addr: {THE_PROXY}", "panj.user: admin"], (401, "user-missing")),
        (A_CLIENT, [f"{NAMED}", "SCRIPT_NAME: /who", "PATH_INFO: /healthz"], (401, "user-missing")),
    ],
)
def test_gunicorn_lets_no_spelling_of_the_header_through(served, sender, lines, expected):
    status, body = ask(served, sender, lines)
    assert status == expected[0]
    assert expected[1] in body
    assert "admin" not in body


@pytest.mark.parametrize("sender", [THE_PROXY, A_CLIENT])
@pytest.mark.parametrize(
    "lines",
    [
        ["X-Forwarded-User : admin"],
        ["X-Forwarded-User: al\x01ice"],
        ["X-Forwarded-User: al\x00ice"],
        ["Accept: x", " X-Forwarded-User: admin"],
        ["X-Forwarded-User\x00: admin"],
        [" X-Forwarded-User: admin"],
    ],
)
def test_gunicorn_refuses_headers_that_no_proxy_writes(served, sender, lines):
    status, body = ask(served, sender, lines)
    assert status in (400, 401)
    assert "viewer=" not in body


@pytest.mark.parametrize(
    "path",
    [
        "//who",
        "/./who",
        "/healthz/../who",
        "/healthz/..%2fwho",
        "/%77ho",
        "/who/",
        "/who;",
        "/who?",
        "/who#x",
        "http://localhost/who",
        "/assets/../who",
        "/embed/../who",
        "/embed/%2e%2e/who",
        "/WHO",
        "/healthz%00/who",
    ],
)
def test_gunicorn_lets_no_spelling_of_the_path_through(served, path):
    status, body = ask(served, A_CLIENT, [NAMED], path)
    assert status in (400, 401, 404)
    assert "viewer=" not in body


@pytest.mark.parametrize(
    ("sender", "told"),
    [(THE_PROXY, "203.0.113.7 https://portal.example/"), (A_CLIENT, "user-missing")],
)
def test_gunicorn_believes_one_proxy_and_no_other_about_the_sender(served, sender, told):
    lines = [NAMED, "X-Forwarded-For: 198.51.100.1, 203.0.113.7", "X-Forwarded-Proto: https"]
    lines += ["X-Forwarded-Host: portal.example", "X-Forwarded-Prefix: /evil", "SCRIPT_NAME: /evil"]
    body = ask(served, sender, lines, "/peer")[1]
    assert told in body
    assert "evil" not in body


def test_the_default_viewer_has_no_lock():
    assert access.Viewer("x").lock == Filters()
