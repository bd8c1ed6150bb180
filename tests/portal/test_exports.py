"""Downloads over HTTP: names, types, headers, and the same selection as the page's."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ElementTree
import zipfile
from typing import Any

import openpyxl
import pytest
from dash import Dash, html

from components.drawing.palette import THEMES
from data.dataset import BUNDLED, Dataset, load
from data.export.manifest import LAYERS_ATTRIBUTION
from data.filters import read_query, select, sentence
from data.releases import Releases
from portal import exports
from tests.data.cases import with_tables

QUERY = "actor=Taliban&from=2023-11&to=2024-02"
SVG = "{http://www.w3.org/2000/svg}"
TYPES = {
    "panj.csv.zip": "application/zip",
    "panj.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "panj.geojson": "application/geo+json",
    "panj.datapackage.zip": "application/zip",
    "citations.txt": "text/plain",
    "citations.bib": "text/plain",
    "citations.json": "application/vnd.citationstyles.csl+json",
    "map.svg": "image/svg+xml",
    "timeline.svg": "image/svg+xml",
    "board.svg": "image/svg+xml",
}


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


def client_of(dataset: Dataset, prefix: str = "/", arriving: str = "") -> Any:
    """A client of an app under `prefix`, which reaches it as `arriving` (a proxy may take the prefix off)."""
    app = Dash("tiny", requests_pathname_prefix=prefix, routes_pathname_prefix=arriving or prefix)
    app.layout = html.Div()
    exports.install(app, Releases(dataset), BUNDLED / "layers")
    return app.server.test_client()


@pytest.fixture(scope="module")
def client(dataset: Dataset) -> Any:
    return client_of(dataset)


@pytest.mark.parametrize("name", TYPES)
def test_each_file_is_an_attachment_with_a_fixed_name(client: Any, dataset: Dataset, name: str) -> None:
    answer = client.get(f"/export/{name}?{QUERY}&theme=dark")
    assert (answer.status_code, answer.mimetype) == (200, TYPES[name])
    assert answer.headers["Cache-Control"] == "no-cache"
    told = answer.headers["Content-Disposition"]
    assert told.startswith(f'attachment; filename="panj-{dataset.version}') and told.endswith(f'{name[4:]}"')
    assert len(answer.data) > 500


@pytest.mark.parametrize("name", ["", "nope", "panj.xls", "MAP.svg", "../app.py", "panj.xlsx/x"])
def test_any_other_name_is_not_there(client: Any, name: str) -> None:
    answer = client.get(f"/export/{name}")
    assert answer.status_code == 404 or b"attachment" not in str(answer.headers).encode()


def test_every_known_file_is_tested() -> None:
    assert {*exports.FILES, *exports.PICTURES} == set(TYPES)


def test_the_rows_are_those_of_the_page(client: Any, dataset: Dataset) -> None:
    selection = select(dataset, read_query(QUERY)[0])
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/export/panj.xlsx?{QUERY}").data))
    assert [row[0] for row in book["Events"].iter_rows(2, values_only=True)] == list(selection.events["id"])
    assert [row[0] for row in book["Undated"].iter_rows(2, values_only=True)] == list(selection.undated["id"])


def manifest_of(client: Any, query: str, **call: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(client.get(f"/export/panj.geojson?{query}", **call).data)["manifest"]
    return told


def test_the_link_leads_back_to_the_page(dataset: Dataset) -> None:
    plain = client_of(dataset)
    assert (
        manifest_of(plain, QUERY, base_url="https://portal.example")["link"]
        == f"https://portal.example/?{QUERY}"
    )
    below = client_of(dataset, "/desk/")
    answer = below.get(f"/desk/export/panj.geojson?{QUERY}", base_url="https://portal.example")
    assert json.loads(answer.data)["manifest"]["link"] == f"https://portal.example/desk/?{QUERY}"


def test_the_link_has_the_prefix_that_a_proxy_took_off(dataset: Dataset) -> None:
    stripped = client_of(dataset, "/desk/", arriving="/")
    link = manifest_of(stripped, QUERY, base_url="https://portal.example")["link"]
    assert link == f"https://portal.example/desk/?{QUERY}"


def test_what_cannot_be_used_is_said_and_the_look_is_no_filter(client: Any) -> None:
    told = manifest_of(client, f"{QUERY}&shoe=9&actor=Nobody&theme=dark&lanes=actor&theme=light")
    assert len(told["notices"]) == 2
    assert "shoe" in told["notices"][0] and "Nobody" in told["notices"][1]


@pytest.mark.parametrize("name", exports.PICTURES)
def test_a_picture_has_its_caption_and_its_manifest(client: Any, dataset: Dataset, name: str) -> None:
    root = ElementTree.fromstring(client.get(f"/export/{name}?{QUERY}").text)
    told = json.loads(root.findtext(f"{SVG}metadata") or "")
    said = sentence(select(dataset, read_query(QUERY)[0]))
    assert told["filters"] == said
    shown = " ".join("".join(text.itertext()) for text in root.findall(f"{SVG}g/{SVG}text"))
    for words in (said, "As of 23 February 2024", dataset.release, "CC BY 4.0", told["caveat"]):
        assert words in shown
    assert told["link"].replace(" ", "") in shown.replace(" ", "")
    assert (LAYERS_ATTRIBUTION in told["attribution"]) == (name == "map.svg")
    assert "geoBoundaries" in "".join(root.itertext()) or name != "map.svg"
    assert not root.findall(f".//{SVG}script") and not root.findall(f".//{SVG}foreignObject")


@pytest.mark.parametrize(
    ("asked", "theme"), [("dark", "dark"), ("light", "light"), ("", "light"), ("x", "light")]
)
def test_a_picture_comes_in_a_theme(client: Any, asked: str, theme: str) -> None:
    text = client.get(f"/export/timeline.svg?theme={asked}").text
    assert f'fill="{THEMES[theme].surface}"' in text


def test_the_lanes_are_those_on_the_screen(client: Any) -> None:
    asked = {
        lanes: client.get(f"/export/timeline.svg?{QUERY}&lanes={lanes}").text
        for lanes in ("actor", "x", "thread")
    }
    assert asked["actor"] != asked["thread"] == asked["x"]
    assert "The talks" in asked["thread"]


@pytest.mark.parametrize("query", ["%ff%fe", "q=%00", "a=1&" * 300, "q=" + "x" * 3000, "theme", "&&&="])
def test_no_query_breaks_it(client: Any, query: str) -> None:
    for name in ("panj.geojson", "map.svg"):
        assert client.get(f"/export/{name}?{query}").status_code == 200


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1.0.0", "panj-1.0.0-map.svg"),
        ('1"\r\nX: y', "panj-1-X-y-map.svg"),
        ("", "panj-0-map.svg"),
        ("../../etc", "panj-etc-map.svg"),
        ("é" * 90, "panj-0-map.svg"),
    ],
)
def test_a_version_cannot_spoil_the_name(version: str, expected: str) -> None:
    assert exports.file_name("map.svg", version) == expected
    assert exports.file_name("panj.csv.zip", "1.0.0") == "panj-1.0.0.csv.zip"


def test_a_package_that_cannot_be_made_says_why(dataset: Dataset) -> None:
    strange = with_tables(dataset, events=dataset.tables["events"].assign(more=""))
    answer = client_of(strange).get("/export/panj.datapackage.zip")
    assert answer.status_code == 503 and "schema of the tables" in answer.text
    assert "Content-Disposition" not in answer.headers


def test_the_package_over_http_is_a_sound_zip(client: Any) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get(f"/export/panj.datapackage.zip?{QUERY}").data)) as packed:
        assert packed.testzip() is None
        assert {"datapackage.json", "manifest.json", "README.txt"} <= set(packed.namelist())
