"""portal.health: alive without data, ready only with a release, and honest about which one."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from dash import Dash, html
from werkzeug.test import Client

from data.releases import Status
from portal import health

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
STATUS = Status("1.1.0-abc", "1.1.0", NOW - timedelta(seconds=30), NOW - timedelta(days=2), 0, "")


class Told:
    """Releases of which only the status is asked."""

    def __init__(self, *statuses: Status) -> None:
        self._statuses = iter(statuses)

    def status(self) -> Status:
        try:
            return next(self._statuses)
        except StopIteration:
            raise LookupError("no release") from None


def _client(releases: Any, prefix: str = "/") -> Client:
    app = Dash("tiny", url_base_pathname=prefix)
    app.layout = html.Div()
    health.install(app, releases)
    return app.server.test_client()


def test_healthz_says_ok_touches_no_data_and_is_not_stored() -> None:
    answer = _client(Told()).get("/healthz")
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok", "text/plain")
    assert answer.headers["Cache-Control"] == "no-store"


def test_readyz_names_the_release_of_this_moment() -> None:
    client = _client(Told(STATUS, Status("1.2.0-def", "1.2.0", NOW)))
    first, second = client.get("/readyz"), client.get("/readyz")
    assert first.json and second.json
    assert (first.json["release"], second.json["release"]) == ("1.1.0-abc", "1.2.0-def")
    assert first.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (STATUS, {"age_seconds": 172800, "published": "2026-11-21T12:00:00+00:00", "degraded": None}),
        (Status("a", "1", NOW - timedelta(minutes=1)), {"age_seconds": 60, "published": None}),
        (Status("a", "1", NOW, NOW + timedelta(minutes=1)), {"age_seconds": 0}),
        (Status("a", "1", NOW, None, 3), {"rejected_rows": 3, "degraded": None}),
        (Status("a", "1", NOW, None, 0, "b is refused"), {"release": "a", "degraded": "b is refused"}),
    ],
    ids=["published", "never published", "another clock", "rows set aside", "degraded"],
)
def test_what_is_told(status: Status, expected: dict[str, Any]) -> None:
    told = health.told(status, NOW)
    assert set(told) == {"release", "version", "age_seconds", "published", "rejected_rows", "degraded"}
    assert expected.items() <= told.items()


def test_degraded_is_still_ready() -> None:
    answer = _client(Told(Status("a", "1", NOW, None, 0, "b is refused: no"))).get("/readyz")
    assert answer.json
    assert (answer.status_code, answer.json["degraded"]) == (200, "b is refused: no")


def test_readyz_answers_503_without_data_while_healthz_stays_ok(caplog: pytest.LogCaptureFixture) -> None:
    client = _client(Told())
    with caplog.at_level(logging.ERROR):
        answer = client.get("/readyz")
    assert answer.json == {**dict.fromkeys(health.NOTHING), "degraded": "no release can be served"}
    assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
    assert "no release" in caplog.text
    assert client.get("/healthz").status_code == 200


def test_both_live_under_the_prefix() -> None:
    client = _client(Told(STATUS), "/portal/")
    assert client.get("/portal/healthz").text == "ok"
    answer = client.get("/portal/readyz")
    assert answer.json and answer.json["release"] == "1.1.0-abc"
