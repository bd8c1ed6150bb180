"""portal.logs: one line for each thing, in both formats; no exception brings what a visitor typed."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from datetime import datetime

import pytest

from portal import logs


@pytest.fixture(params=["text", "json"])
def form(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(autouse=True)
def outside() -> Iterator[None]:
    """No request is at hand, whatever another test has left."""
    token = logs.REQUEST.set("")
    yield
    logs.REQUEST.reset(token)


@pytest.fixture
def number() -> Iterator[str]:
    token = logs.REQUEST.set("n-1")
    yield "n-1"
    logs.REQUEST.reset(token)


class Log:
    """A handler as `configuration` describes it, and what it writes."""

    def __init__(self, form: str) -> None:
        told = logs.configuration("info", form)
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(told["formatters"]["panj"]["()"]())
        for name in told["handlers"]["stderr"]["filters"]:
            self.handler.addFilter(told["filters"][name]["()"]())

    def write(
        self, message: str, *args: object, name: str = "portal.x", error: bool = False, **extra: object
    ):
        logger = logging.Logger(name)
        logger.addHandler(self.handler)
        logger.log(logging.ERROR if error else logging.INFO, message, *args, exc_info=error, extra=extra)
        return self.stream.getvalue()


def failing() -> None:
    try:
        raise KeyError("typed by a visitor")
    except KeyError as error:
        raise ValueError("typed as well") from error


def test_a_line_of_json_carries_time_level_logger_and_number(number: str) -> None:
    line = json.loads(Log("json").write("%s rows", 3))
    assert datetime.fromisoformat(line.pop("time")).utcoffset() is not None
    assert line == {"level": "INFO", "logger": "portal.x", "message": "3 rows", "request": number}


def test_a_line_of_text_carries_the_same(number: str) -> None:
    words = Log("text").write("%s rows", 3).split(" ", 1)
    assert datetime.fromisoformat(words[0]).utcoffset() is not None
    assert words[1] == f"INFO portal.x [{number}] 3 rows\n"


def test_outside_of_a_request_there_is_no_number() -> None:
    assert "request" not in json.loads(Log("json").write("begun"))
    assert "[" not in Log("text").write("begun")


def test_the_values_of_a_request_are_fields(form: str, number: str) -> None:
    line = Log(form).write("answered", method="GET", route="/x/<id>", status=200, ms=1.5)
    if form == "json":
        told = json.loads(line)
        assert (told["method"], told["route"], told["status"], told["ms"]) == ("GET", "/x/<id>", 200, 1.5)
    else:
        assert line.endswith("answered method=GET route=/x/<id> status=200 ms=1.5\n")


def test_no_text_can_pass_for_another_line(form: str) -> None:
    line = Log(form).write("a %s", "b\n2026-01-01T00:00:00.000Z INFO panj.request forged\r\x85\u2028\x1b[2J")
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line


def test_in_a_request_a_traceback_tells_places_and_types_alone(form: str, number: str) -> None:
    log = Log(form)
    try:
        failing()
    except ValueError:
        text = log.write("failed", error=True)
    assert "typed" not in text.replace('raise KeyError("typed by a visitor")', "").replace(
        'raise ValueError("typed as well") from error', ""
    ).replace(r"raise KeyError(\"typed by a visitor\")", "").replace(
        r"raise ValueError(\"typed as well\") from error", ""
    ), "the code may be shown, its values not"
    for word in ("KeyError", "ValueError", "test_logs.py", "in failing"):
        assert word in text
    if form == "json":
        assert "failing" in json.loads(text)["traceback"]


def test_values_do_not_come_with_the_traceback(form: str, number: str) -> None:
    word = "".join(["zan", "zibar"])
    log = Log(form)
    try:
        int(word)
    except ValueError:
        text = log.write("failed", error=True)
    assert word not in text and "ValueError" in text


def test_outside_of_a_request_an_exception_says_why(form: str) -> None:
    word = "".join(["zan", "zibar"])
    log = Log(form)
    try:
        int(word)
    except ValueError:
        assert word in log.write("cannot start", error=True)


def test_gunicorns_line_about_what_is_not_http_names_nobody(form: str) -> None:
    line = Log(form).write("Invalid request from ip=10.1.2.3: 'GET /?q=zanzibar'", name="gunicorn.error")
    assert "10.1.2.3" not in line and "zanzibar" not in line
    assert "was refused" in line


def test_the_configuration_is_complete_and_gunicorns_access_log_is_silent(form: str) -> None:
    told = logs.configuration("warning", form)
    assert told["root"] == {"level": "WARNING", "handlers": ["stderr"]}
    assert told["disable_existing_loggers"] is False
    assert told["loggers"]["gunicorn.error"]["propagate"] is True
    assert told["loggers"]["gunicorn.access"] == {"level": "CRITICAL", "handlers": [], "propagate": False}


def test_whoever_runs_us_keeps_their_own_log(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(logging.config, "dictConfig", asked.append)
    monkeypatch.setattr(logging.getLogger(), "handlers", [logging.StreamHandler(sys.stderr)])
    logs.configure("info", "text")
    assert not asked
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    logs.configure("info", "text")
    assert len(asked) == 1
