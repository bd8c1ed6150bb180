"""The portal in a real browser: strict policy, our own plotly bundle, our own fonts, no other host."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import plotly.offline
import pytest
from dash import Dash, Input, Output, dcc, html
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from app import OWN_ASSETS
from data.dataset import load
from data.releases import Releases
from portal import guard, headers, health, static_files
from portal.settings import REPOSITORY

pytestmark = pytest.mark.browser

PREFIX = "/portal/"
SQUARE = {
    "type": "Feature",
    "id": "square",
    "properties": {"name": "Панҷ پنج Pânj"},
    "geometry": {"type": "Polygon", "coordinates": [[[68, 37], [70, 37], [70, 38], [68, 38], [68, 37]]]},
}


def _map_figure(layer: str) -> dict:
    style = {
        "version": 8,
        "font-faces": static_files.font_faces(REPOSITORY / "assets", PREFIX),
        "sources": {"area": {"type": "geojson", "data": layer}},
        "layers": [
            {"id": "ground", "type": "background", "paint": {"background-color": "#ffffff"}},
            {"id": "area", "type": "line", "source": "area"},
            {
                "id": "name",
                "type": "symbol",
                "source": "area",
                "layout": {"text-field": ["get", "name"], "text-font": ["Noto Sans Bold"], "text-size": 24},
            },
        ],
    }
    font = {"family": "Noto Sans", "size": 16}
    return {
        "data": [
            {
                "type": "choroplethmap",
                "geojson": layer,
                "locations": ["square"],
                "z": [1],
                "showscale": False,
            },
            {"type": "scattermap", "lat": [37.2], "lon": [69], "mode": "markers+text", "text": ["Ҷайҳун"]}
            | {"textfont": font},
        ],
        "layout": {"map": {"style": style, "center": {"lat": 37.5, "lon": 69}, "zoom": 6}},
    }


def _app(layers: Path) -> Dash:
    app = Dash(
        "tiny",
        assets_folder=str(REPOSITORY / "assets"),
        assets_path_ignore=OWN_ASSETS,
        requests_pathname_prefix=PREFIX,
        routes_pathname_prefix=PREFIX,
        suppress_callback_exceptions=True,
    )
    layer = static_files.layer_url(layers, "square.geojson", PREFIX)
    app.layout = html.Div(
        [
            html.Button("go", id="button"),
            html.P(id="answer", style={"fontFamily": "Noto Sans"}),
            dcc.Graph(id="chart", figure={"data": [{"x": [1, 2], "y": [1, 2]}, {"type": "bar", "y": [1]}]}),
            dcc.Graph(id="map", figure=_map_figure(layer)),
        ]
    )
    app.callback(Output("answer", "children"), Input("button", "n_clicks"), prevent_initial_call=True)(
        lambda clicks: f"answer {clicks}"
    )
    guard.install(app)
    health.install(app, Releases(load()))
    headers.install(app)
    static_files.install(app, layers)
    return app


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    layers = tmp_path_factory.mktemp("layers")
    (layers / "square.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [SQUARE]}))
    server = make_server("127.0.0.1", 0, _app(layers).server, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}{PREFIX}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def visit(browser: Browser, address: str) -> Iterator[tuple[Page, list[str], list[str]]]:
    """The open page, what its console said, and every address that it asked for."""
    said: list[str] = []
    asked: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.wait_for_selector("#map .maplibregl-canvas")
    page.wait_for_selector("#chart .main-svg")
    page.wait_for_load_state("networkidle")
    yield page, said, asked
    page.close()


def test_a_callback_makes_its_round_trip(visit):
    page, _, _ = visit
    page.click("#button")
    page.wait_for_selector("text=answer 1")


def test_no_chart_offers_to_upload_itself(visit):
    page, _, _ = visit
    titles = page.eval_on_selector_all(".modebar-btn", "buttons => buttons.map(b => b.dataset.title)")
    assert "Reset axes" in titles
    assert not [title for title in titles if title and ("hare" in title or "loud" in title)]
    assert page.locator(".modebar-btn--logo").count() == 0


def test_the_page_uses_the_bundle_of_the_version_that_plotly_expects(visit):
    page, _, asked = visit
    assert page.evaluate("Plotly.version") == plotly.offline.get_plotlyjs_version()
    assert not [url for url in asked if "plotly.min.js" in url]


def test_the_map_draws_each_script_with_our_own_fonts(visit):
    page, _, asked = visit
    wanted = {"latin-700.woff2", "arabic-700.woff2", "cyrillic-400.woff2", "cyrillic-700.woff2"}
    for _ in range(100):  # a font is asked for once a text with its letters is drawn
        fonts = {url.rpartition("/")[2].partition("?")[0] for url in asked if ".woff2" in url}
        if wanted <= fonts:
            break
        page.wait_for_timeout(100)
    assert wanted <= fonts


def test_nothing_is_asked_from_another_host(visit, address):
    _, _, asked = visit
    assert not [url for url in asked if not url.startswith((address, "blob:", "data:"))]


def test_the_console_stays_silent(visit):
    page, said, _ = visit
    page.wait_for_timeout(300)
    # Software drawing is slow to read back, and says so; that is the test machine, not the page.
    assert not [line for line in said if "GPU stall" not in line]
