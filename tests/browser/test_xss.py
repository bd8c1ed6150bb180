"""A dataset whose every text is hostile, shown everywhere: nothing of it runs, nothing asks another host.

The pages are opened with our content security policy switched off, so that only the escaping is left to help;
that the policy is a second net is a test of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from app import create_app
from components.actor_card import actor_card
from components.callbacks.views import VIEWS
from components.event_card import card_contents
from components.place_card import place_card
from components.shared.markup import markup
from components.source_card import safe_link, source_card
from data.dataset import Dataset, load
from data.filters import Filters, select
from data.releases import Releases
from portal.exports import PICTURES
from portal.settings import Settings
from tests.acceptance.hostile import ADDRESSES, SCRIPT, VECTORS, package_of, vector
from tests.browser.conftest import Visitor
from tests.browser.desk import MAP, Desk
from tests.browser.serving import serving

pytestmark = pytest.mark.browser

FORBIDDEN = {"script", "iframe", "img", "svg", "style", "base", "meta", "link", "object", "embed", "form"}
"""Elements that no card and no list of ours is made of."""
PAGES = ("brief/", "brief/talks", "brief/talks/presenter", "brief/talks/print", "brief/border/print")
INJECTED = f"""() => document.body.insertAdjacentHTML('beforeend',
  '<img src="data:," onerror="{SCRIPT}">')"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return load(package_of(tmp_path_factory.mktemp("hostile"), vector))


@pytest.fixture(scope="module")
def hostile_address(hostile: Dataset) -> Iterator[str]:
    app = create_app(Settings(prefix="/"), Releases(hostile))
    with serving(app) as place:
        yield place


@pytest.fixture(scope="module")
def hostile_visitor(browser: Browser, hostile_address: str, hostile: Dataset) -> Iterator[Visitor]:
    visitor = Visitor(browser, hostile_address, hostile, {"bypass_csp": True})
    yield visitor
    visitor.context.close()


@pytest.fixture(scope="module")
def opened(hostile_visitor: Visitor) -> Desk:
    return hostile_visitor.tab().open()


@pytest.fixture
def desk(hostile_visitor: Visitor, opened: Desk) -> Iterator[Desk]:
    """The dashboard, unfiltered; whatever its test does must leave it unharmed."""
    hostile_visitor.complaints.clear()
    yield opened.go("")
    unharmed(opened.page)
    assert not hostile_visitor.complaints, hostile_visitor.complaints


@pytest.fixture
def page(hostile_visitor: Visitor) -> Iterator[Page]:
    """A tab for the pages that are not the dashboard."""
    hostile_visitor.complaints.clear()
    page = hostile_visitor.context.new_page()
    yield page
    unharmed(page)
    page.close()
    assert not hostile_visitor.complaints, hostile_visitor.complaints


def unharmed(page: Page) -> None:
    """Nothing has run, here or in a frame, and no address in the page would run anything."""
    for frame in page.frames:
        assert frame.evaluate("() => typeof window.__pwned") == "undefined", frame.url
    addresses = page.eval_on_selector_all(
        "[href], [src], [action], [formaction]",
        "all => all.flatMap(e => ['href', 'src', 'action', 'formaction'].map(n => e.getAttribute(n)))"
        ".filter(Boolean)",
    )
    for address in addresses:
        scheme = urlsplit(address).scheme.lower()
        assert scheme in ("", "http", "https", "data", "blob"), address
        assert not address.startswith(("//", "data:text")) and SCRIPT not in address.partition("?")[0], (
            address
        )
    handlers = page.evaluate(
        "() => [...document.querySelectorAll('*')].filter(e => e.getAttributeNames()"
        ".some(n => n.startsWith('on') && e.getAttribute(n).includes('__pwned'))).map(e => e.outerHTML)"
    )
    assert not handlers, handlers


def test_every_view_shows_the_texts_as_texts(desk: Desk) -> None:
    desk.pictures_ready()
    title = desk.page.locator("#event-list .row-title").first.inner_text()
    assert title.strip() == " ".join(desk.expected.events["title"].iloc[0].split())
    for view in VIEWS:
        desk.go(f"view={view}")
        desk.until(lambda: desk.page.locator("#view-panel:not(.is-asking) *").count() > 3, view)
        if view == "table":
            desk.until(lambda: desk.page.locator(".ag-row").count() > 3, "the rows of the table")
        unharmed(desk.page)


def test_every_kind_of_card_shows_them_too(desk: Desk, hostile: Dataset) -> None:
    events = list(hostile.events["id"])
    for event in (*events[:3], events[-1]):
        desk.go(f"event={event}").card_opens(event)
    for table in ("actors", "places", "sources"):
        for one in list(hostile.tables[table]["id"])[:2]:
            desk.go(f"card={one}")
            desk.until(lambda: desk.page.locator("#card-body *").count() > 3, f"the card of {one}")
            unharmed(desk.page)


def test_names_that_are_searched_for_and_filtered_by_stay_names(desk: Desk, hostile: Dataset) -> None:
    for text in ("<img", "javascript:", "constructor", "</script"):
        desk.page.fill("#search-box", text)
        desk.until(lambda: desk.page.locator("#search-results [role=option]").count() > 0, text)
        unharmed(desk.page)
    desk.page.fill("#search-box", "")
    actor = hostile.tables["participants"]["actor"].iloc[0]
    for query in (
        f"actor={actor}",
        "place=L-BCP&event=E02",
        f"q={SCRIPT}",
        "q=%3Cimg+src%3Dx",
        "colour=%3Cb",
    ):
        desk.go(query).agrees()
        unharmed(desk.page)
    desk.page.click("#export-menu summary")


def test_the_marks_can_be_hovered(desk: Desk) -> None:
    desk.pictures_ready()
    for graph in ("timeline-graph", "timeline-strip"):
        told = desk.page.evaluate(
            """name => { const graph = document.querySelector(`#${name} .js-plotly-plot`);
              const drawn = graph.data.findIndex(trace => (trace.customdata || []).length);
              Plotly.Fx.hover(graph, [{curveNumber: Math.max(drawn, 0), pointNumber: 0}]);
              return graph.querySelectorAll('.hoverlayer a').length; }""",
            graph,
        )
        assert told == 0, "a hover has no link"
    spot = desk.page.evaluate(
        f"""() => {{ const trace = {MAP}.data.find(held => String((held.customdata || [])[0] || '')
              .startsWith('place:'));
            const at = {MAP}._fullLayout.map._subplot.map.project([trace.lon[0], trace.lat[0]]);
            const box = {MAP}.getBoundingClientRect(); return [box.left + at.x, box.top + at.y]; }}"""
    )
    desk.page.mouse.move(spot[0] - 4, spot[1] - 2)
    desk.page.wait_for_timeout(200)
    desk.page.mouse.move(*spot)
    desk.until(lambda: desk.page.locator("#map-graph .hoverlayer .hovertext").count() > 0, "the map's words")
    assert desk.page.locator("#map-graph .hoverlayer a").count() == 0


@pytest.mark.parametrize("path", PAGES)
def test_briefs_are_told_as_written(page: Page, hostile_address: str, path: str) -> None:
    page.goto(hostile_address + path)
    assert "panj.invalid" in page.content(), "the texts are there"
    if path == "brief/talks":
        page.wait_for_selector("html.is-ready", timeout=60_000)
        for _ in range(4):
            page.keyboard.press("l")
            page.locator("#stage-card [data-open-event]").first.click()
            page.keyboard.press("Escape")
            page.keyboard.press("ArrowRight")
    unharmed(page)


@pytest.mark.parametrize(
    "path", [*(f"export/{name}" for name in PICTURES), "drawn/map.svg", "brief/talks/print"]
)
def test_saved_files_run_nothing(page: Page, hostile_address: str, tmp_path: Path, path: str) -> None:
    """A picture or a printed brief that somebody keeps has no headers any more."""
    answer = page.context.request.get(hostile_address + path)
    assert answer.ok
    kept = tmp_path / f"kept.{'svg' if path.endswith('svg') else 'html'}"
    kept.write_bytes(answer.body())

    def answer_with(route: Route) -> None:
        route.fulfill(path=kept) if kept.name in route.request.url else route.fulfill(body="")

    page.route("**", answer_with)
    page.goto(f"{hostile_address}{kept.name}")
    if kept.suffix == ".svg":
        assert page.evaluate("() => document.documentElement.localName") == "svg", "it is sound XML"
        assert page.locator("script, foreignObject, parsererror").count() == 0
    unharmed(page)


def test_the_policy_stops_what_no_escaping_would(
    browser: Browser, hostile_address: str, hostile: Dataset, page: Page
) -> None:
    """The second net holds, and with it off these tests do see a script that runs."""
    page.goto(f"{hostile_address}brief/")
    page.evaluate(INJECTED)
    page.wait_for_timeout(200)
    assert page.evaluate("() => window.__pwned") == 1
    page.goto("about:blank")
    guarded = Visitor(browser, hostile_address, hostile, {})
    desk = guarded.tab().open("event=E02&view=board")
    assert not [one for one in guarded.complaints if "policy" in one], "our own pages do not even try it"
    desk.page.evaluate(INJECTED)
    desk.until(lambda: any("policy: script-src" in one for one in guarded.complaints), "a violation")
    assert desk.page.evaluate("() => typeof window.__pwned") == "undefined"
    guarded.context.close()


class Parts(HTMLParser):
    """What of a piece of HTML could do harm."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held: dict[str, Any] = dict(attrs)
        if tag in FORBIDDEN:
            self.found.append(f"<{tag}>")
        self.found += [f"{tag} {name}" for name in held if name.startswith("on") or name == "srcdoc"]
        if "href" in held and not held["href"].startswith(("https://", "#", "?", "export/", "brief/")):
            self.found.append(f"{tag} href={held['href']}")


def test_no_card_of_any_row_is_more_than_words(hostile: Dataset) -> None:
    """All of them, without the browser; each view too."""
    selection = select(hostile, Filters())
    made = [card_contents(hostile, event) for event in hostile.events["id"]]
    for table, card in (("actors", actor_card), ("places", place_card), ("sources", source_card)):
        made += [card(selection, one) for one in hostile.tables[table]["id"]]
    parts = Parts()
    for one in made:
        parts.feed(markup(one))
    assert len(made) > 300 and not parts.found, parts.found[:5]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_hostile_address_becomes_a_link(address: str) -> None:
    assert not safe_link(address) or urlsplit(address).netloc == "good.example"


def test_the_dataset_is_as_hostile_as_it_claims(hostile: Dataset) -> None:
    """Were the rows set aside or the texts changed, everything above would pass for nothing."""
    assert not hostile.problems
    texts = "\n".join(hostile.tables["events"]["title"])
    assert all(one in texts for one in VECTORS)
    addresses = "\n".join(hostile.tables["sources"]["address"])
    assert all(one in addresses for one in VECTORS)
