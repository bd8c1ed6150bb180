"""The language of dates of one request: asked for by header or address, and gone with the request."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient

from data import date_words, dates
from data.date_languages import LANGUAGES
from portal import language

PREFIX = "/portal/api/"
"""A prefix that looks like the path of the read API, and is not."""


@pytest.fixture
def server() -> Flask:
    server = Flask(__name__)
    language.install(server, PREFIX)
    together = Barrier(len(LANGUAGES))

    @server.route(f"{PREFIX}<path:rest>", methods=["GET", "POST"])
    def told(rest: str) -> str:
        if rest == "broken":
            raise RuntimeError("broken")
        if rest == "together":
            together.wait(10)
        return dates.in_words("2023-11-08")

    return server


@pytest.fixture
def client(server: Flask) -> Iterator[FlaskClient]:
    yield server.test_client()
    assert date_words.language() == "en"


@pytest.mark.parametrize(
    ("path", "header", "words"),
    [
        ("drawn/timeline.svg?lang=ru", "", "8 ноября 2023"),
        ("brief/talks?lang=en-US", "", "November 8, 2023"),
        ("brief/talks.pptx?lang=de", "", "8. November 2023"),
        ("_dash-update-component", "fr", "8 novembre 2023"),
        ("_dash-layout", "de", "8. November 2023"),
        ("drawn/map.svg?lang=ru", "de", "8. November 2023"),
        ("drawn/map.svg?lang=ru", "xx", "8 ноября 2023"),
        ("drawn/map.svg", "", "8 November 2023"),
        ("drawn/map.svg?lang=", "", "8 November 2023"),
        ("drawn/map.svg?lang=xx", "", "8 November 2023"),
        ("drawn/map.svg?lang=ru%0d%0a", "", "8 November 2023"),
        ("drawn/map.svg?lang=xx&lang=ru", "../../ru", "8 November 2023"),
        ("export/timeline.svg?lang=ru", "", "8 ноября 2023"),
        ("export/panj.csv.zip?lang=ru", "ru", "8 November 2023"),
        ("export/panj.xlsx?lang=ru", "ru", "8 November 2023"),
        ("export/citations.json?lang=ru", "ru", "8 November 2023"),
        ("api/v1/events?lang=ru", "ru", "8 November 2023"),
    ],
)
def test_a_request_names_its_language(client: FlaskClient, path: str, header: str, words: str) -> None:
    headers = {language.HEADER: header} if header else {}
    assert client.get(PREFIX + path, headers=headers).text == words
    assert client.get(f"{PREFIX}drawn/map.svg").text == "8 November 2023"


def test_a_callback_names_it_in_its_header(client: FlaskClient) -> None:
    answer = client.post(f"{PREFIX}_dash-update-component", headers={language.HEADER: "ru"}, json={})
    assert answer.text == "8 ноября 2023"
    assert answer.headers["Vary"] == language.HEADER
    assert "Vary" not in client.get(f"{PREFIX}drawn/map.svg?lang=ru").headers


def test_what_fails_takes_its_language_along(client: FlaskClient) -> None:
    assert client.get(f"{PREFIX}broken?lang=ru").status_code == 500
    assert date_words.language() == "en"
    assert client.get(f"{PREFIX}drawn/map.svg").text == "8 November 2023"


def test_the_next_request_of_a_thread_starts_in_english(server: Flask) -> None:
    def asked(tag: str) -> tuple[str, str]:
        client = server.test_client()
        first = client.get(f"{PREFIX}together?lang={tag}").text
        assert date_words.language() == "en"
        return first, client.get(f"{PREFIX}drawn/map.svg").text

    with ThreadPoolExecutor(len(LANGUAGES)) as pool:
        for _ in range(2):
            told = list(pool.map(asked, LANGUAGES))
            assert [first for first, _ in told] == [_said(tag) for tag in LANGUAGES]
            assert {second for _, second in told} == {"8 November 2023"}


def _said(tag: str) -> str:
    with date_words.speaking(tag):
        return dates.in_words("2023-11-08")
