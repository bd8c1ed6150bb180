"""The page to try the API, in a real browser: under the policy, by keyboard, on a phone, light and dark."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from dash import Dash, html
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from data.dataset import BUNDLED, load
from data.releases import Releases
from portal import api, guard, headers, static_files
from portal.settings import REPOSITORY, Settings

pytestmark = pytest.mark.browser

PREFIX = "/desk/"
ASSETS = REPOSITORY / "assets"
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    app = Dash(
        "tiny",
        assets_folder=str(ASSETS),
        assets_path_ignore=["^build$", "^stage$", "^api$"],
        requests_pathname_prefix=PREFIX,
        routes_pathname_prefix=PREFIX,
        suppress_callback_exceptions=True,
    )
    app.layout = html.Div()
    settings = Settings(prefix=PREFIX, access=("token",))
    asset_url = partial(static_files.asset_url, ASSETS, prefix=PREFIX)
    api.install(app, Releases(load()), settings, asset_url)
    guard.install(app)
    headers.install(app)
    static_files.install(app, BUNDLED / "layers")
    server = make_server("127.0.0.1", 0, app.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}{PREFIX}api/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens the page; at the end the console must have stayed silent, but for what the test expects."""
    said: list[str] = []
    asked: list[str] = []
    pages: list[Page] = []

    def open_page(size: dict[str, int] = WIDE, scheme: str = "light") -> Page:
        page = browser.new_page(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(address)
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert not [line for line in said if "status of 400" not in line]
    assert not [url for url in asked if not url.startswith((address.removesuffix("api/"), "data:"))]


def send(page: Page, **fields: str) -> None:
    """Fill in the form and send it with the Enter key."""
    for name, value in fields.items():
        page.fill(f"#ask-{name.rstrip('_')}", value)
    page.keyboard.press("Enter")


def answered(page: Page, status: str) -> str:
    page.wait_for_selector(f"#try-status:has-text('{status}')")
    return page.inner_text("#try-body")


def test_a_question_is_asked_by_keyboard_and_walked_on(visit: Visit) -> None:
    page = visit()
    send(page, actor="Taliban; Jamaat Ansarullah", from_="2023-11", limit="3")
    told = json.loads(answered(page, "200"))
    assert len(told["events"]) == 3 and told["page"]["truncated"]
    assert "actor=Taliban&actor=Jamaat%20Ansarullah&from=2023-11&limit=3" in page.inner_text("#try-url")
    assert page.get_attribute("#try-link", "href") == page.inner_text("#try-url")
    first = told["events"][0]["id"]
    page.focus("#try-next")
    page.keyboard.press("Enter")
    page.wait_for_selector("#try-body:has-text('\"offset\": 3')")
    assert json.loads(page.inner_text("#try-body"))["events"][0]["id"] != first


def test_an_error_is_shown_as_it_is(visit: Visit) -> None:
    page = visit()
    send(page, actor="<img src=x onerror=alert(1)>")
    assert json.loads(answered(page, "400"))["errors"][0]["parameter"] == "actor"
    assert page.locator("main img").count() == 0


def test_one_row_needs_only_its_id_and_a_table_only_its_formats(visit: Visit) -> None:
    page = visit()
    page.select_option("#try-address", "/places/{id}")
    assert page.locator("#try-filters").is_hidden() and page.locator("#try-paging").is_hidden()
    page.fill("#try-item-id", "X03")
    page.select_option("#try-format", "geojson")
    page.click("#try-send")
    assert json.loads(answered(page, "200"))["features"][0]["geometry"]["type"] == "Point"
    page.select_option("#try-address", "/claims")
    assert page.locator("#try-format option").all_inner_texts() == ["json", "csv"]
    assert page.input_value("#try-format") == "json"


def test_the_token_goes_into_the_header_and_nowhere_else(visit: Visit) -> None:
    page = visit()
    page.fill("#try-token", "abc.def.ghi")
    with page.expect_request("**/api/v1/events*") as sent:
        page.click("#try-send")
    answered(page, "200")
    assert sent.value.all_headers()["authorization"] == "Bearer abc.def.ghi"
    assert "abc" not in sent.value.url and "abc" not in page.inner_text("#try-url")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_a_part_of_an_answer_opens_from_its_link(visit: Visit) -> None:
    page = visit()
    page.click("summary:text-is('Claim')")
    page.click("#schema-Claim a:text-is('ChainLink')")
    page.wait_for_selector("#schema-ChainLink[open]")
    assert "factuality" in page.inner_text("#schema-ChainLink")


@pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light"), (PHONE, "dark")]
)
def test_axe_finds_nothing_and_nothing_is_cut_off(visit: Visit, size: dict[str, int], scheme: str) -> None:
    page = visit(size, scheme)
    assert page.get_attribute("html", "data-bs-theme") == scheme
    send(page, from_="2023-11", limit="2")
    answered(page, "200")
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true; })")
    axe = (REPOSITORY / "node_modules/axe-core/axe.min.js").read_text("utf-8")
    page.evaluate(f"() => {{ {axe} }}")
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
    assert not [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
