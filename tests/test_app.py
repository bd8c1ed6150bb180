"""The composed application: what it answers, what stops its start, that two of them share nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from werkzeug.test import Client

from app import create_app
from data.dataset import BUNDLED
from data.releases import Releases, open_releases
from portal.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def releases() -> Releases:
    return open_releases()


@pytest.fixture(scope="module")
def client(releases: Releases) -> Client:
    return create_app(Settings(), releases).server.test_client()


def package(tmp_path: Path) -> Path:
    """A copy of the bundled tables that a test may break."""
    shutil.copytree(BUNDLED / "tables", tmp_path / "tables")
    shutil.copy(BUNDLED / "datapackage.json", tmp_path)
    return tmp_path


def test_the_page_answers_and_tells_no_data(client: Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Tabarov" not in answer.get_data(as_text=True)
    assert "python_version" not in answer.get_data(as_text=True)


def test_health_tells_life_and_release(client: Client, releases: Releases) -> None:
    assert client.get("/healthz").get_data(as_text=True) == "ok"
    assert client.get("/readyz").get_json()["release"] == releases.current().release


@pytest.mark.parametrize("path", ["/nothing", "/drawn/other.svg", "/api/v1/nothing", "/layers/build.py"])
def test_an_unknown_path_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", ["map", "timeline"])
@pytest.mark.parametrize(
    "query", ["", "actor=A-JA&from=2023-11-01&theme=dark", "from=x&foo=%00&theme=%3Cscript%3E"]
)
def test_the_drawn_pictures_are_well_formed_and_ask_nobody(client: Client, name: str, query: str) -> None:
    answer = client.get(f"/drawn/{name}.svg?{query}")
    assert answer.mimetype == "image/svg+xml"
    tree = ElementTree.fromstring(answer.get_data())
    assert tree.tag.endswith("svg")
    links = [value for node in tree.iter() for key, value in node.attrib.items() if key.endswith("href")]
    assert [link for link in links if not link.startswith(("#", "data:"))] == []


def test_two_apps_share_nothing(releases: Releases, tmp_path: Path) -> None:
    folder = package(tmp_path)
    events = folder / "tables" / "events.csv"
    lines = events.read_text(encoding="utf-8").splitlines(keepends=True)
    events.write_text("".join(line for line in lines if not line.startswith("F48,")), encoding="utf-8")
    first = create_app(Settings(), releases)
    second = create_app(replace(Settings(), prefix="/portal/panj/"), open_releases(folder))
    one = first.server.test_client().get("/readyz").get_json()
    other = second.server.test_client().get("/portal/panj/readyz").get_json()
    assert one != other


def started(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    code = "import app; app.server"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_wrong_setting_stops_the_start_in_one_sentence() -> None:
    stopped = started({"PORT": "abc", "PATH": ""})
    assert stopped.returncode != 0
    assert "PORT" in stopped.stderr
    assert "Traceback" not in stopped.stderr


def test_a_broken_table_stops_the_start_in_one_sentence(tmp_path: Path) -> None:
    folder = package(tmp_path)
    (folder / "tables" / "events.csv").write_text("id,title\nE01,x\n", encoding="utf-8")
    stopped = started({"PANJ_DATA": str(folder), "PATH": ""})
    assert stopped.returncode != 0
    assert "tables/events.csv: its header is without summary" in stopped.stderr
    assert "Traceback" not in stopped.stderr


def test_a_bad_row_is_set_aside_and_the_page_says_so(tmp_path: Path) -> None:
    folder = package(tmp_path)
    events = folder / "tables" / "events.csv"
    events.write_text(
        events.read_text(encoding="utf-8").replace(",2023-11-08,", ",2023-11-38,", 1), encoding="utf-8"
    )
    dataset = open_releases(folder).current()
    assert "2023-11-38" in str(dataset.problems[0]) or any("2023-11-38" in str(p) for p in dataset.problems)
    assert len(dataset.events) == 84
