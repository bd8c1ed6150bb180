"""The four ways to live under a path of another site: a proxy keeps or removes it, WSGI and ASGI mounts."""

from __future__ import annotations

import json
import re
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser

from data.dataset import Dataset
from tests.browser.desk import Desk
from tests.proxy.servers import PREFIX, Place

WAYS = ("kept", "stripped", "under_wsgi", "under_asgi")


@pytest.fixture(params=WAYS)
def place(request: pytest.FixtureRequest) -> Place:
    found: Place = request.getfixturevalue(request.param)
    return found


def test_the_page_names_only_addresses_under_the_prefix_and_all_of_them_answer(place: Place) -> None:
    page = place.ask()
    assert page.status == 200
    named = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(named) > 10
    for one in named:
        assert urlsplit(urljoin(place.address, one)).path.startswith(PREFIX), one
        assert place.ask(urljoin(place.address, one)).status == 200, one
    told = re.search(r'<script id="_dash-config" type="application/json">(.*?)</script>', page.text)
    assert told and json.loads(told[1])["requests_pathname_prefix"] == PREFIX


def test_a_callback_makes_its_round_trip(place: Place) -> None:
    assert place.ask("_dash-layout").status == 200
    drawn = place.ask("_dash-update-component", body=place.drawing("actor=A-TALIBAN"))
    assert drawn.status == 200
    layers = set(re.findall(r'"([^"]*layers/[^"]+)"', json.dumps(json.loads(drawn.text))))
    assert len(layers) > 3
    for one in layers:
        assert one.startswith(PREFIX), one
        assert place.ask(one).status == 200, one
    other = place.ask("_dash-update-component", body=place.drawing("actor=A-JA"))
    assert other.text != drawn.text


@pytest.mark.parametrize("path", ["brief/talks", "brief/", "drawn/map.svg", "export/panj.geojson", "readyz"])
def test_what_stands_beside_the_page_answers_and_stays_under_the_prefix(place: Place, path: str) -> None:
    answer = place.ask(path)
    assert answer.status == 200
    own = re.findall(r'(?:src|href)="(/[^"/][^"]*)"', answer.text)
    assert not [one for one in own if not one.startswith(PREFIX)]


def test_a_path_outside_the_prefix_is_not_ours(place: Place) -> None:
    for path in ("/_dash-layout", "/assets/panj.js", "/portal/_dash-layout", "/healthz"):
        assert place.ask(path).status in (403, 404), path
    assert place.ask("nothing").status == 404


@pytest.mark.browser
def test_a_person_filters_and_the_browser_asks_nothing_else(
    place: Place, browser: Browser, dataset: Dataset
) -> None:
    asked: list[str] = []
    said: list[str] = []
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    try:
        if place.cookie:
            # Otto is not limited by a scope: what he sees is compared with the whole dataset.
            context.add_cookies([{"name": "session", "value": "otto", "url": place.address}])
        context.on("request", lambda request: asked.append(request.url))
        context.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
        desk = Desk(context.new_page(), place.address, dataset).open()
        before = desk.sentence
        section = desk.page.locator(".filter-section", has=desk.page.locator("summary:text-is('Thread')"))
        if section.get_attribute("open") is None:
            section.locator("summary").click()
        desk.page.locator("#filter-thread input[value='incidents']").click()
        desk.changed("")
        assert desk.sentence != before
        assert desk.keys == {"thread": ["incidents"]}
        desk.pictures_ready()
    finally:
        context.close()
    paths = [urlsplit(url) for url in asked if not url.startswith(("blob:", "data:"))]
    assert not [one for one in paths if one.netloc != urlsplit(place.address).netloc]
    assert not [one.path for one in paths if not one.path.startswith(PREFIX)]
    assert not said, said
