"""Behind nginx: it alone names the user; our headers arrive; no log tells a visitor's words."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.proxy.conftest import OTTO
from tests.proxy.servers import PREFIX, Headers, Place

TRICKS: list[Headers] = [
    [("X-Forwarded-User", "otto")],
    [("x-forwarded-user", "otto"), ("X-Forwarded-User", "otto")],
    [("X_Forwarded_User", "otto")],
    [("X-Forwarded_User", "otto")],
    [("X-Auth-Request-User", "otto")],
    [("X-Forwarded-User ", "otto")],
    [("Connection", "X-Forwarded-User, close")],
    [("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-User", "otto")],
    [("Forwarded", "for=127.0.0.1;host=elsewhere.example;proto=https")],
    [("SCRIPT_NAME", "/elsewhere"), ("SCRIPT-NAME", "/elsewhere")],
    [("X-Forwarded-Prefix", "/elsewhere/"), ("X-Script-Name", "/elsewhere")],
    [("X-Forwarded-Host", "elsewhere.example"), ("X-Forwarded-Proto", "https")],
    [("panj.user", "otto"), ("REMOTE_USER", "otto"), ("Remote-User", "otto")],
]


def seen(place: Place, headers: Headers = ()) -> int:
    """How many events there are for whom the server takes the sender for."""
    answer = place.ask("api/v1/summary", headers)
    assert answer.status == 200, answer
    return int(json.loads(answer.text)["counts"]["total"])


def until(log: Path, word: str) -> str:
    """The text of a log that has this word; it is written after the answer has gone out."""
    end = time.monotonic() + 10
    while word not in (text := log.read_text()):
        assert time.monotonic() < end, f"{log} never has {word}"
        time.sleep(0.02)
    return text


def test_nobody_passes_without_the_portals_sign_in(kept: Place) -> None:
    stranger = replace(kept, cookie="")
    for path in ("", "_dash-layout", "api/v1/summary", "brief/talks", "assets/panj.js"):
        assert stranger.ask(path).status == 401, path
        assert stranger.ask(path, [("X-Forwarded-User", "otto")]).status == 401, path


def test_a_sign_in_without_a_name_names_nobody(kept: Place) -> None:
    nameless = replace(kept, cookie="session=")
    refused = nameless.ask("api/v1/summary", [("X-Forwarded-User", "otto")])
    assert refused.status == 401
    assert json.loads(refused.text)["reason"] == "user-missing"
    assert nameless.ask("").status == 200, "the shell tells nothing"


def test_each_user_sees_what_their_scope_allows(kept: Place) -> None:
    assert 0 < seen(kept) < seen(replace(kept, cookie=OTTO))


@pytest.mark.parametrize("headers", TRICKS, ids=lambda headers: headers[0][0])
def test_a_client_gains_nothing_by_headers(kept: Place, headers: Headers) -> None:
    answer = kept.ask("api/v1/summary", headers)
    if answer.status == 400:
        return  # nginx calls it no header
    assert json.loads(answer.text)["counts"]["total"] == seen(kept)
    page = kept.ask("", headers)
    assert page.status == 200
    assert f'src="{PREFIX}' in page.text
    for path in ("", "brief/talks/print", "export/panj.geojson", "api/v1/events"):
        assert "elsewhere" not in kept.ask(path, headers).text, path


@pytest.mark.parametrize(
    "path",
    [
        "api/v1/summary",
        "//api/v1/summary",
        "./api/v1/summary",
        "%61pi/v1/summary",
        "assets/../api/v1/summary",
    ],
)
def test_no_spelling_of_a_path_gets_around_the_sign_in(kept: Place, path: str) -> None:
    assert replace(kept, cookie="").ask(PREFIX + path).status in (401, 404)


def test_the_policies_arrive_once_and_whole(kept: Place) -> None:
    for path in ("", "_dash-layout", "assets/panj.js", "nothing"):
        answer = kept.ask(path)
        (policy,) = answer.all("Content-Security-Policy")
        assert "default-src 'none'" in policy and "frame-ancestors 'self'" in policy
        assert answer.all("X-Content-Type-Options") == ["nosniff"]
        assert len(answer.all("Strict-Transport-Security")) == 1


def test_one_number_is_in_both_logs_and_in_the_answer(keeping: tuple[Place, Path], log_folder: Path) -> None:
    place, folder = keeping
    answer = place.ask("readyz", [("X-Request-ID", "of-the-client")])
    (number,) = answer.all("X-Request-ID")
    assert re.fullmatch(r"[0-9a-f]{32}", number), "nginx's own, whatever the client sent"
    assert f"[{number}]" in until(folder / "access.log", number)
    lines = [json.loads(line) for line in until(log_folder / "keeping.log", number).splitlines()]
    (line,) = [one for one in lines if one.get("request") == number]
    assert (line["route"], line["status"]) == (f"{PREFIX}readyz", 200)


def test_no_log_tells_what_a_visitor_asked_or_who_they_are(
    keeping: tuple[Place, Path], log_folder: Path
) -> None:
    place, folder = keeping
    place.ask("?q=zanzibar&actor=quagga")
    place.ask("api/v1/events?q=zanzibar&from=quagga")
    place.ask("_dash-update-component", body=place.drawing("q=zanzibar&actor=quagga"))
    place.ask("_dash-update-component", body={"output": "zanzibar", "inputs": ["quagga"]})
    (number,) = place.ask("readyz").all("X-Request-ID")
    for log in (folder / "access.log", log_folder / "keeping.log"):
        text = until(log, number)
        assert "_dash-update-component" in text
        for word in ("zanzibar", "quagga", "anna", "127.0.0.1 -"):
            assert word not in text, (log, word)
