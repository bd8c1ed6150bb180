"""portal.headers: the policy, the other headers, the index page."""

import json
import re
import sys

import pytest
from dash import Dash, Input, Output, html

from portal import headers


@pytest.fixture
def app():
    app = Dash("tiny", title="Tiny")
    app.layout = html.Div([html.Button(id="button"), html.Div(id="target")])
    app.clientside_callback("(n) => n", Output("target", "children"), Input("button", "n_clicks"))
    headers.install(app, ("'self'", "https://portal.example"))
    return app


def _policy(answer):
    parts = (part.strip().split(" ") for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


def test_scripts_are_allowed_by_hash_and_never_inline(app):
    sources = _policy(app.server.test_client().get("/"))["script-src"]
    assert sources == ["'self'", *app.csp_hashes()]
    assert len(sources) >= 3
    assert not any("unsafe" in source for source in sources)


def test_nothing_is_allowed_from_another_host(app):
    policy = _policy(app.server.test_client().get("/"))
    assert policy["default-src"] == ["'none'"]
    for name, sources in policy.items():
        if name != "frame-ancestors":
            assert not [s for s in sources if "." in s or s == "*" or s.startswith("http")], name


def test_only_the_named_origins_may_frame_the_page(app):
    answer = app.server.test_client().get("/")
    assert _policy(answer)["frame-ancestors"] == ["'self'", "https://portal.example"]
    assert "X-Frame-Options" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/_dash-layout", "/_dash-dependencies", "/_reload-hash"])
def test_every_answer_carries_the_headers(app, path):
    answer = app.server.test_client().get(path)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert answer.headers["Cache-Control"] == "no-cache"


def test_the_icon_is_not_sent_at_every_step_of_the_history(app):
    answer = app.server.test_client().get("/_favicon.ico", buffered=True)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, max-age=86400")


def test_a_header_that_a_view_sets_stays(app):
    app.server.add_url_rule("/own", "own", lambda: ("", 200, {"Cache-Control": "no-store"}))
    assert app.server.test_client().get("/own").headers["Cache-Control"] == "no-store"


def test_the_page_has_a_language_and_hides_the_python_build(app):
    page = app.server.test_client().get("/").text
    assert '<html lang="en">' in page
    assert "<title>Tiny</title>" in page
    assert sys.version not in page
    config = re.search(r'<script id="_dash-config" type="application/json">(.*?)</script>', page, re.S)
    assert config is not None
    assert "python_version" not in json.loads(config[1])
    assert "dash_version" in json.loads(config[1])
