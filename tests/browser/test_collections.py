"""The page of an imported collection, worked as a person works it: it shows what Python counts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from app import create_app
from bench import synthetic
from components.callbacks.collections import SINGLES
from components.collections.words import sentence
from data.collections import listing
from data.collections.asking import asking
from data.collections.collection import Collection, open_collection
from data.collections.listing import PAGE
from data.collections.shelf import Shelf
from data.query import Filters, from_query
from data.releases import Releases
from portal.settings import Settings
from tests.browser.accessibility import findings
from tests.browser.desk import Desk
from tests.browser.serving import serving

pytestmark = pytest.mark.browser

EVENTS = 900
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    folder = tmp_path_factory.mktemp("collection")
    synthetic.write(folder, EVENTS, seed=5, actors=20, places=30, rows=200)
    return open_collection(folder)


@pytest.fixture(scope="module")
def address(releases: Releases, collection: Collection) -> Iterator[str]:
    """The app with one collection, at a free port of this machine."""
    app = create_app(Settings(prefix="/"), releases, Shelf([collection]))
    with serving(app) as place:
        yield place


class Page:
    """One tab with the page of a collection."""

    def __init__(self, desk: Desk, collection: Collection) -> None:
        self.desk, self.tab, self.collection = desk, desk.page, collection

    def open(self, query: str = "") -> Page:
        self.tab.goto(f"{self.desk.address}collections/synthetic" + (f"?{query}" if query else ""))
        return self.settle()

    @property
    def filters(self) -> Filters:
        return from_query(self.desk.query)

    @property
    def sentence(self) -> str:
        """What Python says for the address."""
        question = asking(self.collection, self.filters).question
        return sentence(self.collection, self.collection.tally(question).value, question.window)

    @property
    def rows(self) -> list[str]:
        """The events that Python lists for the address."""
        question = replace(asking(self.collection, self.filters).question, edges=())
        number = int(self.desk.keys.get("page", ["1"])[0]) - 1
        return [brief.found.reference for brief in listing.page(self.collection, question, number).value]

    def settle(self) -> Page:
        self.desk.until(lambda: self.desk.sentence == self.sentence, f"the summary says {self.sentence!r}")
        self.desk.until(lambda: self.desk.listed == self.rows, "the list holds its page")
        return self

    def changed(self, before: str) -> None:
        self.desk.until(lambda: self.desk.query != before, f"the address leaves {before!r}")
        self.settle()

    def drawn(self, graph: str) -> str:
        """What a picture holds, as text."""
        held = self.tab.evaluate(
            "name => { const gd = document.querySelector(`#${name} .js-plotly-plot`);"
            " const over = gd && gd.querySelector('.map-marks');"
            " if (over) { return over.innerHTML; }"
            " return gd ? JSON.stringify(gd.data.map(one => [one.stackgroup || '', one.y, one.customdata]))"
            " : ''; }",
            graph,
        )
        return str(held)

    def kinds(self) -> set[str]:
        return {trace[0] for trace in json.loads(self.drawn("timeline-graph") or "[]")}

    def press(self, selector: str) -> None:
        before = self.desk.query
        self.tab.locator(selector).first.click()
        self.changed(before)


@pytest.fixture
def new_page(new_desk: Callable[..., Desk], collection: Collection) -> Callable[..., Page]:
    return lambda **options: Page(new_desk(**options), collection)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


def test_the_page_shows_its_numbers_in_every_view(page: Page) -> None:
    page.open()
    assert page.tab.inner_text("#collection-title") == "Synthetic events"
    page.desk.until(lambda: page.kinds() == {"events"}, "the bins are drawn")
    page.desk.until(lambda: "place:" in page.drawn("map-graph"), "the places are drawn")
    page.desk.pictures_ready()
    assert not page.tab.evaluate("document.getElementById('page').classList.contains('is-loading')")
    assert page.desk.notice() == ""


def test_an_actor_changes_the_sentence_the_address_and_both_pictures_and_back_returns(page: Page) -> None:
    page.open()
    page.desk.until(lambda: page.kinds() == {"events"}, "the bins are drawn")
    was = {name: page.drawn(name) for name in ("timeline-graph", "map-graph")}
    before = page.desk.sentence
    page.press("#collection-actors .choice >> nth=3")
    assert len(page.filters.actor) == 1
    assert page.desk.sentence != before
    for name, held in was.items():
        page.desk.until(lambda name=name, held=held: page.drawn(name) != held, f"{name} changes")  # type: ignore[misc]
    assert page.tab.locator("#collection-actors [aria-pressed='true']").count() == 1
    assert page.tab.locator("#summary-chips li, .filter-chip").count() == 1
    page.tab.go_back()
    page.settle()
    assert (page.desk.query, page.desk.sentence) == ("", before)
    for name, held in was.items():
        page.desk.until(lambda name=name, held=held: page.drawn(name) == held, f"{name} is as before")  # type: ignore[misc]


def test_a_chip_and_a_second_press_take_a_filter_back(page: Page) -> None:
    page.open()
    page.press("#collection-types .choice >> nth=0")
    page.press(".filter-chip button")
    assert page.desk.query == ""
    page.press("#collection-types .choice >> nth=0")
    page.press("#collection-types [aria-pressed='true']")
    assert page.desk.query == ""
    page.press("#collection-actors .choice >> nth=0")
    page.press("#summary-reset")
    assert page.desk.query == ""


def test_a_typed_name_is_found_in_any_spelling(page: Page, collection: Collection) -> None:
    page.open()
    name = collection.actors[0][0]
    page.tab.fill("#collection-find", name.upper())
    page.tab.press("#collection-find", "Enter")
    page.changed("")
    assert page.filters.actor == (name.upper(),)
    pressed = page.tab.locator("#collection-actors [aria-pressed='true'] .choice-label")
    page.desk.until(lambda: pressed.count() == 1 and pressed.inner_text() == name, "the actor is pressed")


def test_narrower_dates_dissolve_the_bins_into_events(page: Page) -> None:
    page.open()
    page.desk.until(lambda: page.kinds() == {"events"}, "the bins are drawn")
    for name, typed in (("from", "2015-02"), ("to", "2015-03")):
        before = page.desk.query
        page.tab.fill(f"#filter-{name}", typed)
        page.tab.press(f"#filter-{name}", "Enter")
        page.changed(before)
    assert page.desk.keys == {"from": ["2015-02"], "to": ["2015-03"]}
    page.desk.until(lambda: page.kinds() == {""}, "events are drawn one by one")
    assert page.tab.inner_text("#timeline-foot") == "Each mark is one event."
    counted = page.collection.tally(asking(page.collection, page.filters).question).value.selected
    assert 0 < counted <= SINGLES
    page.press("#summary-reset")
    page.desk.until(lambda: page.kinds() == {"events"}, "the bins are back")
    page.desk.until(lambda: page.tab.input_value("#filter-from") == "", "the dates are empty again")


def test_a_date_that_is_none_is_named_and_skipped(page: Page) -> None:
    page.open()
    page.tab.fill("#filter-from", "last week")
    page.tab.press("#filter-from", "Enter")
    page.desk.until(lambda: "“last week” is not a date" in page.desk.notice(), "the notice names the date")
    page.settle()


def test_a_drag_across_the_bins_is_a_window(page: Page) -> None:
    page.open()
    page.desk.pictures_ready()
    box = page.tab.locator("#timeline-graph .nsewdrag").first.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.tab.mouse.move(box["x"] + box["width"] * 0.4, middle)
    page.tab.mouse.down()
    page.tab.mouse.move(box["x"] + box["width"] * 0.6, middle, steps=6)
    page.tab.mouse.up()
    page.changed("")
    assert page.desk.keys.keys() == {"from", "to"}
    assert "2014" < page.filters.from_ < page.filters.to < "2022"


def test_pages_turn_and_a_reload_stays_on_its_page(page: Page) -> None:
    page.open()
    first = page.desk.listed
    page.press("#collection-pager [aria-label='Next page']")
    assert page.desk.keys == {"page": ["2"]}
    assert not set(first) & set(page.desk.listed)
    page.tab.reload()
    page.settle()
    assert f"{PAGE + 1}–{2 * PAGE} of {EVENTS}" in page.tab.inner_text("#collection-pager")
    page.press("#collection-pager [aria-label='Page before']")
    assert (page.desk.listed, page.desk.query) == (first, "")
    page.tab.go_back()
    page.settle()
    page.press("#collection-types .choice >> nth=0")
    assert "page" not in page.desk.keys, "another selection begins at its first page"


def test_a_card_opens_by_click_and_by_key_and_closes_by_escape(page: Page) -> None:
    page.open()
    page.press("#event-list .event-row >> nth=2")
    event = page.desk.listed[2]
    assert page.desk.keys == {"event": [event]}
    page.desk.until(lambda: page.desk.card().startswith("SYN"), "the card is open")
    assert page.tab.locator("#event-list .is-open").count() == 1
    page.tab.keyboard.press("Escape")
    page.desk.until(lambda: page.desk.card() == "" and page.desk.query == "", "the card is closed")
    focused = page.tab.evaluate("document.activeElement.closest('li')?.dataset.eventId")
    assert focused == event, "the row has the focus again"
    page.tab.keyboard.press("Tab")
    page.tab.keyboard.press("Enter")
    page.desk.until(lambda: page.desk.card().startswith("SYN"), "the card of the next row is open")
    assert page.desk.keys == {"event": [page.desk.listed[3]]}
    page.press("#event-card .close")
    assert page.desk.query == ""
    page.tab.go_back()
    page.desk.until(lambda: page.desk.card().startswith("SYN"), "Back opens it again")


# customdata of a mark of the timeline, keys of the address
MARKS = [
    ("2015-02-01/2015-02-28", {"from": ["2015-02-01"], "to": ["2015-02-28"]}),
    ("0-12", {"event": ["0-12"]}),
    ("", {}),
]


@pytest.mark.parametrize(("mark", "keys"), MARKS)
def test_a_press_on_a_mark_asks_for_what_it_stands_for(page: Page, mark: str, keys: dict[str, Any]) -> None:
    page.open()
    page.tab.evaluate(
        "mark => { dash_clientside.panj_collection.act({points: [{customdata: mark}]}); }", mark
    )
    page.desk.until(lambda: page.desk.keys == keys, f"the address holds {keys}")
    page.settle()


def _on_the_map(page: Page) -> tuple[float, float, str]:
    """The middle of a place's mark that nothing lies over, and what a press on it asks for."""
    page.desk.until(lambda: page.tab.locator(".map-marks circle").count() > 3, "the places are drawn")
    page.desk.pictures_ready()
    found = page.tab.evaluate(
        """() => [...document.querySelectorAll('.map-marks g[data-toggle]')].map(mark => {
             const box = mark.querySelector('circle').getBoundingClientRect();
             const at = [box.x + box.width / 2, box.y + box.height / 2];
             const top = document.elementFromPoint(...at);
             return top && mark.contains(top) ? [...at, mark.dataset.toggle] : null;
           }).find(Boolean)"""
    )
    return float(found[0]), float(found[1]), str(found[2])


def test_a_press_of_the_mouse_on_a_place_asks_for_it(page: Page) -> None:
    page.open()
    x, y, asked = _on_the_map(page)
    page.tab.mouse.click(x, y)
    page.desk.until(
        lambda: page.desk.keys == {"place": [asked.removeprefix("place:")]}, f"{asked} is asked for"
    )
    page.settle()


def test_a_drag_of_the_map_moves_its_marks_and_asks_for_nothing(page: Page) -> None:
    page.open()
    x, y, asked = _on_the_map(page)
    page.tab.mouse.move(x, y)
    page.tab.mouse.down()
    page.tab.mouse.move(x + 60, y + 30, steps=6)
    page.tab.mouse.up()

    def moved() -> list[float]:
        return page.tab.evaluate(
            "([x, y, asked]) => { const box = document.querySelector("
            "`.map-marks g[data-toggle=${CSS.escape(asked)}] circle`).getBoundingClientRect();"
            " return [box.x + box.width / 2 - x, box.y + box.height / 2 - y]; }",
            [x, y, asked],
        )

    page.desk.until(lambda: abs(moved()[0] - 60) < 25 and abs(moved()[1] - 30) < 20, "the mark went along")
    assert page.desk.query == ""


# query, what the notice says; the page still shows what Python counts
ODD = [
    ("page=abc&actor=%3Cscript%3Ealert(1)", "“<script>alert(1)” is not in this collection"),
    ("foo=%00%FF&bar", "is no filter that Panj knows"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "words"), ODD)
def test_an_odd_address_is_answered_with_a_notice(page: Page, query: str, words: str) -> None:
    page.tab.goto(f"{page.desk.address}collections/synthetic?{query}")
    page.desk.until(lambda: words in page.desk.notice(), f"the notice says {words!r}")
    page.desk.until(lambda: page.desk.sentence == page.sentence, "everything else is shown")


@pytest.mark.parametrize("typed", ["999999", "1e30"])
def test_a_page_that_is_not_there_shows_one_that_is(page: Page, typed: str) -> None:
    page.tab.goto(f"{page.desk.address}collections/synthetic?page={typed}")
    page.desk.until(lambda: f"of {EVENTS}" in page.tab.inner_text("#collection-pager"), "a page is shown")
    assert page.desk.listed


def test_an_unknown_event_is_said(page: Page) -> None:
    page.open("event=9999999999-1")
    card = page.tab.locator("#event-card:not([hidden])")
    page.desk.until(lambda: card.count() and "not in the collection" in card.inner_text(), "it is said")


def test_an_unknown_collection_is_said(page: Page) -> None:
    page.tab.goto(f"{page.desk.address}collections/other")
    page.desk.until(lambda: "no such collection" in page.desk.notice(), "the notice says so")
    page.desk.until(lambda: page.desk.sentence == "Nothing can be counted.", "no number stands there")


def test_the_dashboard_leads_there_and_the_page_leads_back(page: Page) -> None:
    page.desk.open()
    page.tab.click("#collection-menu summary")
    page.tab.click("#collection-menu a")
    page.settle()
    assert page.tab.url == f"{page.desk.address}collections/synthetic"
    page.tab.click("text=Curated dataset")
    page.desk.settle()
    assert page.tab.url == page.desk.address


def _overflow(page: Page) -> int:
    over: int = page.tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    return over


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1440, 900)])
def test_the_whole_page_fits_without_scrolling(
    new_page: Callable[..., Page], width: int, height: int
) -> None:
    page = new_page(viewport={"width": width, "height": height})
    for query in ("", "from=2012&to=2013&event=0-1&thread=talks"):
        page.open(query)
        page.desk.pictures_ready()
        assert _overflow(page) <= 0
        assert page.tab.evaluate("document.documentElement.scrollHeight - innerHeight") <= 0
        for part, least in (("#map-graph", 150), ("#timeline-graph .main-svg", 100), ("#event-list", 100)):
            box = page.tab.locator(part).first.bounding_box()
            assert box is not None and box["height"] >= least, (part, box)


def _top(page: Page, selector: str) -> float:
    box = page.tab.locator(selector).first.bounding_box()
    assert box is not None, selector
    return box["y"]


def test_a_phone_has_the_card_then_the_pictures_then_the_list(new_page: Callable[..., Page]) -> None:
    page = new_page(**PHONE)
    page.open()
    assert _overflow(page) <= 0
    assert _top(page, "#map") < _top(page, "#timeline") < _top(page, "#event-list")
    page.tab.locator("#event-list .event-row").first.tap()
    page.desk.until(lambda: page.desk.card().startswith("SYN"), "the card is open")
    assert _top(page, "#event-card") < _top(page, "#map") < _top(page, "#event-list")
    assert _overflow(page) <= 0


def test_the_filters_of_a_phone_are_a_drawer_that_opens_and_closes(new_page: Callable[..., Page]) -> None:
    page = new_page(**PHONE)
    page.open()
    panel = page.tab.locator("#filter-panel")
    opener = page.tab.locator(".drawer-open")
    for close in (lambda: page.tab.tap(".drawer-close"), lambda: page.tab.keyboard.press("Escape")):
        assert not panel.is_visible()
        opener.tap()
        page.desk.until(panel.is_visible, "the drawer opens")
        assert opener.get_attribute("aria-expanded") == "true"
        close()
        page.desk.until(lambda: not panel.is_visible(), "the drawer closes")
        assert opener.get_attribute("aria-expanded") == "false"
    opener.tap()
    page.press("#collection-actors .choice >> nth=0")
    assert len(page.filters.actor) == 1


def test_without_webgl_the_rest_works(new_page: Callable[..., Page]) -> None:
    script = """const given = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
      return /webgl/.test(kind) ? null : given.call(this, kind, ...more); };"""
    page = new_page(init_script=script)
    page.open("from=2015")
    page.desk.until(lambda: page.kinds() == {"events"}, "the bins are drawn")
    page.press("#collection-actors .choice >> nth=0")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_axe_finds_nothing_serious(new_page: Callable[..., Page], size: str, scheme: str) -> None:
    page = new_page(color_scheme=scheme, **(PHONE if size == "phone" else {}))
    page.open()
    page.desk.pictures_ready()
    assert page.tab.get_attribute("html", "data-bs-theme") == scheme
    found = {"first": findings(page.tab)}
    page.open("from=2012&to=2013-12&event=0-1&thread=talks&type=ASSAULT")
    page.desk.until(lambda: page.desk.card().startswith("SYN"), "the card is open")
    page.tab.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true; })")
    if size == "phone":
        page.tab.locator(".drawer-open").tap()
        page.desk.until(page.tab.locator("#filter-panel").is_visible, "the drawer opens")
    found["everything open"] = findings(page.tab)
    assert not any(found.values()), {state: told for state, told in found.items() if told}
