"""Checks 13 and 15: what a visit weighs on the wire, how long it may be kept, what the public index tells."""

from __future__ import annotations

import json
import re
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message

import pytest
from playwright.sync_api import Browser, Page

from bench import measure
from data.dataset import Dataset
from portal.static_files import FOREVER

COLD = 2_000_000
WARM = 100_000
"""Bytes on the wire of a first and of a later visit, headers included."""

ASKED_AGAIN = 1_000
"""Bytes of an answer that says that nothing has changed, at most."""
FILE = re.compile(r"\.(js|css|woff2|geojson|png)$")
NAMED = re.compile(r"\.v\d\w*m\d+\.|[?&][mv]=")
"""In an address: the version of what it leads to."""


@pytest.fixture(scope="module")
def visits(browser: Browser, address: str) -> Iterator[tuple[measure.Visit, measure.Visit, Page]]:
    """A first and a second visit of one profile."""
    page = measure.new_page(browser)
    cold = measure.visit(page, address)
    yield cold, measure.visit(page, address), page
    page.context.close()


@pytest.mark.browser
def test_a_first_visit_is_light(visits: tuple[measure.Visit, measure.Visit, Page]) -> None:
    cold = visits[0]
    assert any("plotly" in path for path in cold.files), "the charting library has come"
    assert 300_000 < cold.total <= COLD, sorted(cold.files.items(), key=lambda one: -one[1])[:6]


@pytest.mark.browser
def test_a_later_visit_brings_only_the_data(visits: tuple[measure.Visit, measure.Visit, Page]) -> None:
    warm = visits[1]
    assert 0 < warm.total <= WARM, sorted(warm.files.items(), key=lambda one: -one[1])[:6]
    again = {path: size for path, size in warm.files.items() if FILE.search(path) and size > ASKED_AGAIN}
    assert not again, again


@pytest.mark.browser
def test_all_that_is_kept_may_be_kept_for_ever(
    visits: tuple[measure.Visit, measure.Visit, Page], address: str
) -> None:
    page = visits[2]
    loaded = page.evaluate("() => performance.getEntriesByType('resource').map(one => one.name)")
    files = [url for url in loaded if FILE.search(url.partition("?")[0])]
    named = [url for url in files if NAMED.search(url)]
    assert len(named) > 12
    for url in named:
        assert _head(url)["Cache-Control"] == FOREVER, url
    # Dash asks for the parts that it loads later without a version: asked for again, but not sent again.
    for url in set(files) - set(named):
        assert "/_dash-component-suites/" in url, url
        told = _head(url)
        assert (told["Cache-Control"], _status(url, told["ETag"])) == ("no-cache", 304), url


def _head(url: str) -> Message:
    with urllib.request.urlopen(urllib.request.Request(url, method="HEAD"), timeout=10) as answer:
        return Message() if answer.status != 200 else answer.headers


def _status(url: str, known: str) -> int:
    asked = urllib.request.Request(url, headers={"If-None-Match": known})
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as answer:
        return int(answer.code)


def index(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return str(answer.read().decode("utf-8"))


def test_the_index_tells_nothing_of_the_machine(address: str) -> None:
    page = index(address)
    assert "python_version" not in page and sys.version.split()[0] not in page
    assert "/work/" not in page and "/home/" not in page
    found = re.search(r'<script id="_dash-config" type="application/json">(.*?)</script>', page, re.S)
    assert found
    assert not {"python_version", "validation_layout"} & json.loads(found[1]).keys()


def test_the_index_holds_no_data(address: str, dataset: Dataset) -> None:
    """It is public where all else needs a viewer: no event, no name, no place, no source, no count."""
    page = index(address)
    assert len(page) < 40_000
    for table, column in (
        ("events", "title"), ("actors", "name"), ("places", "name"), ("sources", "publisher"),
        ("claims", "text"), ("actor_labels", "label"),
    ):  # fmt: skip
        told = [text for text in set(dataset.tables[table][column]) if len(text) > 5 and text in page]
        assert not told, (table, told)
    assert dataset.release not in page
