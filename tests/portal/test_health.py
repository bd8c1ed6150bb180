"""portal.health: alive without data, ready only with a release."""

import logging

from dash import Dash, html

from portal import health


def _client(release_id, prefix="/"):
    app = Dash("tiny", url_base_pathname=prefix)
    app.layout = html.Div()
    health.install(app, release_id)
    return app.server.test_client()


def test_healthz_says_ok_and_is_not_stored():
    answer = _client(lambda: "r1").get("/healthz")
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok", "text/plain")
    assert answer.headers["Cache-Control"] == "no-store"


def test_readyz_names_the_release_of_this_moment():
    releases = iter(["r1", "r2"])
    client = _client(lambda: next(releases))
    assert client.get("/readyz").json == {"release": "r1"}
    assert client.get("/readyz").json == {"release": "r2"}


def test_readyz_answers_503_without_data_while_healthz_stays_ok(caplog):
    def no_release():
        raise LookupError("no release")

    client = _client(no_release)
    with caplog.at_level(logging.ERROR):
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"release": None})
    assert "no release" in caplog.text
    assert client.get("/healthz").status_code == 200


def test_both_live_under_the_prefix():
    client = _client(lambda: "r1", "/portal/")
    assert client.get("/portal/healthz").text == "ok"
    assert client.get("/portal/readyz").json == {"release": "r1"}
