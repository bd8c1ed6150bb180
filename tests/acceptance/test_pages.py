"""Checks 1, 2 and 3: no other host, no way to send a chart away, no broken policy; on every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from components.callbacks.views import VIEWS
from portal.exports import PICTURES
from tests.acceptance.conftest import Proxy
from tests.acceptance.pages import PAGES, SHARING
from tests.browser.conftest import Visitor
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser

WORDS = """() => [...document.querySelectorAll('button, a, [data-title], [title], [aria-label]')].map(e =>
  [e.textContent, e.dataset.title, e.title, e.getAttribute('aria-label')].join(' ').toLowerCase())"""
GRAPHS = """() => [...document.querySelectorAll('.js-plotly-plot')].map(g =>
  [g._context.showSendToCloud, g._context.plotlyServerURL, g._context.showLink])"""
SETTLED = 400
"""Milliseconds in which a page asks for what it has forgotten to ask for."""


def in_order(page: Page, visitor: Visitor, proxy: Proxy) -> None:
    """The three checks, on the page as it stands."""
    page.wait_for_timeout(SETTLED)
    assert not visitor.complaints, visitor.complaints
    assert not proxy.asked, proxy.asked
    offered = [words for words in page.evaluate(WORDS) if any(sign in words for sign in SHARING)]
    assert not offered, offered
    for cloud, server, link in page.evaluate(GRAPHS):
        assert (cloud, server, bool(link)) == (False, "", False)


@pytest.mark.parametrize(("path", "drawn"), PAGES.values(), ids=PAGES)
def test_a_page_keeps_to_its_host_and_its_policy(
    visitor: Visitor, proxy: Proxy, path: str, drawn: str
) -> None:
    page = visitor.context.new_page()
    answer = page.goto(visitor.address + path)
    assert answer is not None and answer.ok
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    page.wait_for_selector(drawn, state="attached", timeout=30_000)
    in_order(page, visitor, proxy)


def test_the_dashboard_with_everything_open(visitor: Visitor, proxy: Proxy, tmp_path: Path) -> None:
    desk = visitor.tab().open()
    desk.pictures_ready()
    page = desk.page
    for fold in page.locator("details").all():
        fold.evaluate("fold => { fold.open = true; }")
    in_order(page, visitor, proxy)
    _dates(desk)
    page.keyboard.press("/")
    page.fill("#search-box", "taliban")
    desk.until(lambda: page.locator("#search-results [role=option]").count() > 0, "results")
    page.fill("#search-box", "")
    page.click("#header-theme")
    _hover(desk)
    in_order(page, visitor, proxy)
    for view in VIEWS:
        desk.go(f"view={view}&event=E10")
        desk.until(lambda: page.locator("#view-panel:not(.is-asking) *").count() > 3, view)
        if view == "table":
            desk.until(lambda: page.locator(".ag-row").count() > 3, "the rows of the table")
        for fold in page.locator("#view-panel details").all():
            fold.evaluate("fold => { fold.open = true; }")
        in_order(page, visitor, proxy)
    desk.go("").pictures_ready()
    for name in PICTURES:
        _saved(page, name.replace(".svg", ".png"), tmp_path)
    in_order(page, visitor, proxy)


def _dates(desk: Desk) -> None:
    """Every kind of control in use: the browser's own date picker opened, a list opened, a box ticked."""
    page = desk.page
    for name in ("filter-from", "filter-to"):
        page.focus(f"#{name}")
        page.keyboard.press("Alt+ArrowDown")
        page.keyboard.press("Escape")
    for one in page.locator("select").all():
        if one.is_visible():
            one.focus()
            page.keyboard.press("Alt+ArrowDown")
            page.keyboard.press("Escape")


def _hover(desk: Desk) -> None:
    page = desk.page
    for graph in ("#timeline-graph", "#timeline-strip", "#map-graph"):
        box = page.locator(graph).bounding_box()
        assert box
        for across in (0.3, 0.6):
            page.mouse.move(box["x"] + box["width"] * across, box["y"] + box["height"] / 2)
            page.wait_for_timeout(80)


def _saved(page: Page, name: str, folder: Path) -> None:
    """A picture made by the browser itself, from the menu."""
    page.locator("#export-menu").evaluate("menu => { menu.open = true; }")
    with page.expect_download(timeout=30_000) as waited:
        page.click(f"[data-export='{name}']")
    kept = folder / name
    waited.value.save_as(kept)
    assert kept.read_bytes().startswith(b"\x89PNG") and kept.stat().st_size > 10_000


def test_stage_with_everything_open(visitor: Visitor, proxy: Proxy) -> None:
    page = visitor.context.new_page()
    page.goto(f"{visitor.address}brief/talks")
    page.wait_for_selector("html.is-ready", timeout=60_000)
    for _ in range(page.locator(".step").count()):
        page.keyboard.press("ArrowRight")
        # Quicker, and MapLibre may place the names of a tile that is just being replaced.
        page.wait_for_timeout(300)
    for key in ("l", "Escape", "?", "Escape", "b", "b"):
        page.keyboard.press(key)
    with visitor.context.expect_page() as opened:
        page.keyboard.press("p")
    opened.value.wait_for_selector("html.is-ready")
    in_order(page, visitor, proxy)
    in_order(opened.value, visitor, proxy)


def test_plotly_s_own_buttons_offer_no_upload_either(visitor: Visitor, proxy: Proxy) -> None:
    """The bar that we hide, were it shown: the bundle itself has been told."""
    desk = visitor.tab().open()
    told = desk.page.evaluate(
        """async () => { const box = document.body.appendChild(document.createElement('div'));
          const graph = await Plotly.newPlot(box, [{y: [1, 2]}], {width: 300, height: 200},
            {displayModeBar: true});
          return [...graph.querySelectorAll('.modebar-btn')].map(b => b.dataset.title || ''); }"""
    )
    assert told and not [one for one in told if "hare" in one or "loud" in one or "ditor" in one]
    in_order(desk.page, visitor, proxy)


DRAWN = [*(f"export/{name}" for name in PICTURES), "drawn/map.svg", "drawn/timeline.svg"]


@pytest.mark.parametrize("path", DRAWN)
def test_a_picture_holds_all_that_it_shows(visitor: Visitor, path: str) -> None:
    """It is kept and opened elsewhere: nothing in it may lead to a file, on this host or on another."""
    text = visitor.context.request.get(visitor.address + path).text()
    assert not re.findall(r'(?:href|src)="(?!#|data:image/png;base64,)[^"]*"', text)
    assert not re.findall(r"url\((?!#)[^)]*\)|@import", text)


def test_the_proxy_sees_what_asks_another_host(visitor: Visitor, proxy: Proxy) -> None:
    """The checks have eyes: without a policy a request goes through the proxy, and is a complaint too."""
    page = visitor.context.new_page()
    page.goto("about:blank")
    page.evaluate("() => fetch('http://panj.invalid/seen', {mode: 'no-cors'}).catch(() => 0)")
    page.wait_for_timeout(300)
    assert [line for line in proxy.asked if "panj.invalid/seen" in line]
    assert [one for one in visitor.complaints if "panj.invalid" in one]
