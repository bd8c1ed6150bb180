"""portal.static_files: compression, caching, nothing but the collected files."""

import gzip
import re

import brotli
import pytest
from dash import Dash, dcc, html

from portal import static_files
from portal.static_files import FOREVER, layer_url, missing_vendor

CSS = "body { color: black }\n" * 100
PREFIX = "/portal/panj/"


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    root = tmp_path_factory.mktemp("site")
    for name, text in {
        "assets/10-page.css": CSS,
        "assets/vendor/lib.js": "window.lib = 1;\n" * 100,
        "assets/vendor/fonts/small.woff2": "font",
        "assets/vendor/.built": "",
        "assets/build/tool.mjs": "secret",
        "assets/build/tool.js": "secret",
        "layers/border.geojson": '{"type": "FeatureCollection", "features": []}' + " " * 600,
        "layers/build.py": "secret",
        "secret.css": "secret",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return root


def _app(folders, cache=None, **arguments) -> Dash:
    app = Dash(
        "tiny", assets_folder=str(folders / "assets"), assets_path_ignore=["^build$", "^fonts$"], **arguments
    )
    app.layout = html.Div([dcc.Graph(id="graph"), html.P("x" * 2000)])
    static_files.install(app, folders / "layers", cache)
    return app


@pytest.fixture(scope="module")
def client(folders, tmp_path_factory):
    app = _app(
        folders,
        tmp_path_factory.mktemp("cache"),
        requests_pathname_prefix=PREFIX,
        routes_pathname_prefix=PREFIX,
    )
    return app.server.test_client()


def _get(client, path, encoding="br", **headers):
    return client.get(PREFIX + path, headers={"Accept-Encoding": encoding, **headers})


def _addresses(client) -> list[str]:
    return re.findall(r'(?:src|href)="([^"]+)"', client.get(PREFIX).text)


def test_every_script_and_style_of_the_page_is_compressed_and_kept_for_a_year(client):
    addresses = [a for a in _addresses(client) if "favicon" not in a]
    assert any("dash_renderer" in address for address in addresses)
    assert any("10-page.css?m=" in address for address in addresses)
    for address in addresses:
        answer = client.get(address, headers={"Accept-Encoding": "gzip, br"})
        assert answer.status_code == 200, address
        assert answer.headers["Cache-Control"] == FOREVER, address
        assert answer.headers["Content-Encoding"] == "br", address
        assert answer.headers["Vary"] == "Accept-Encoding", address


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("gzip;q=1, br;q=0", "gzip", gzip.decompress),
        ("identity", None, bytes),
        ("", None, bytes),
    ],
)
def test_each_browser_gets_an_encoding_it_reads(client, accepted, encoding, decode):
    answer = _get(client, "assets/10-page.css", accepted)
    assert answer.headers.get("Content-Encoding") == encoding
    assert decode(answer.data).decode() == CSS
    assert answer.content_type == "text/css; charset=utf-8"


def test_an_unnamed_version_is_asked_for_again_and_answered_short(client):
    first = _get(client, "assets/10-page.css")
    assert first.headers["Cache-Control"] == "no-cache"
    second = _get(client, "assets/10-page.css", **{"If-None-Match": first.headers["ETag"]})
    assert (second.status_code, second.data) == (304, b"")
    other = _get(client, "assets/10-page.css", "gzip", **{"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_a_proxy_may_strip_the_prefix(folders):
    app = _app(folders, requests_pathname_prefix=PREFIX, routes_pathname_prefix="/")
    client = app.server.test_client()
    page = client.get("/").text
    addresses = re.findall(r'src="([^"]+)"', page)
    assert addresses
    for address in [*addresses, layer_url(folders / "layers", "border.geojson", PREFIX)]:
        assert address.startswith(PREFIX)
        answer = client.get("/" + address.removeprefix(PREFIX))
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, FOREVER), address


def test_fonts_are_not_compressed_again(client):
    answer = _get(client, "assets/vendor/fonts/small.woff2")
    assert "Content-Encoding" not in answer.headers
    assert answer.content_type == "font/woff2"


def test_a_head_request_has_no_body(client):
    answer = client.head(f"{PREFIX}assets/10-page.css", headers={"Accept-Encoding": "br"})
    assert (answer.status_code, answer.data) == (200, b"")


def test_a_layer_is_kept_only_under_the_address_of_its_content(client, folders):
    url = layer_url(folders / "layers", "border.geojson", PREFIX)
    assert re.fullmatch(r"/portal/panj/layers/border\.geojson\?v=[0-9a-f]{12}", url)
    answer = client.get(url)
    assert (answer.status_code, answer.mimetype) == (200, "application/geo+json")
    assert answer.headers["Cache-Control"] == FOREVER
    assert _get(client, "layers/border.geojson?v=000000000000").headers["Cache-Control"] == "no-cache"
    with pytest.raises(FileNotFoundError):
        layer_url(folders / "layers", "nothing.geojson", PREFIX)


@pytest.mark.parametrize(
    "path",
    [
        "assets/../secret.css",
        "assets/%2e%2e/secret.css",
        "assets/..%2fsecret.css",
        "assets//etc/passwd",
        "assets/vendor/.built",
        "assets/build/tool.mjs",
        "assets/build/tool.js",
        "assets/nothing.js",
        "layers/build.py",
        "layers/../secret.css",
        "_dash-component-suites/dash/version.py",
        "_dash-component-suites/nothing/x.js",
        "_dash-component-suites/dash/dcc/../version.py",
    ],
)
def test_only_collected_files_exist(client, path):
    assert _get(client, path).status_code == 404


def test_answers_made_per_request_are_compressed(client):
    answer = _get(client, "_dash-layout", "gzip, br, zstd")
    assert answer.headers["Content-Encoding"] == "zstd"
    assert brotli.decompress(_get(client, "_dash-layout", "br").data).startswith(b"{")


def test_the_next_start_takes_the_compressed_files_from_the_cache(folders, tmp_path, monkeypatch):
    _app(folders, tmp_path / "cache")
    assert not list((tmp_path / "cache").glob("*.[0-9]*[0-9]"))

    def fail(raw: bytes) -> bytes:
        raise AssertionError("compressed again")

    monkeypatch.setattr(static_files, "_COMPRESS", {"br": fail, "gzip": fail})
    client = _app(folders, tmp_path / "cache").server.test_client()
    answer = client.get("/assets/10-page.css", headers={"Accept-Encoding": "br"})
    assert brotli.decompress(answer.data).decode() == CSS


def test_a_cache_that_cannot_be_written_is_done_without(folders, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    client = _app(folders, blocked / "cache").server.test_client()
    assert client.get("/assets/10-page.css").status_code == 200


def test_a_broken_layout_stops_the_start(folders):
    app = Dash("tiny", assets_folder=str(folders / "assets"), assets_path_ignore=["^build$"])
    layouts = iter([html.Div()])
    app.layout = lambda: next(layouts)
    with pytest.raises(RuntimeError, match="answers 500"):
        static_files.install(app, folders / "layers")


def test_missing_libraries_are_said_in_one_sentence(tmp_path):
    sentence = missing_vendor(tmp_path)
    assert sentence is not None
    assert "make install" in sentence
    (tmp_path / "vendor").mkdir()
    for name in static_files.VENDOR_FILES:
        (tmp_path / "vendor" / name).touch()
    assert missing_vendor(tmp_path) is None
