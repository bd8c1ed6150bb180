"""The briefs over HTTP: what answers where, and that one broken file takes nothing with it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from dash import Dash, html

from data.briefs import found_briefs
from data.dataset import BUNDLED, Dataset, load
from data.releases import Releases
from portal import briefs


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


@pytest.fixture(scope="module")
def with_broken(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The bundled package with one more brief, which names an event that is not there."""
    folder = tmp_path_factory.mktemp("package") / "data"
    skipped = shutil.ignore_patterns("*.py", "__pycache__", "layers", "export", "importers")
    shutil.copytree(BUNDLED, folder, ignore=skipped)
    text = "title: T\nas_of: 2024-01-01\nsteps:\n  - headline: One\n    highlight: [E999]\n"
    (folder / "briefs" / "wrong.yaml").write_text(text, "utf-8")
    return load(folder)


def client_of(dataset: Dataset, prefix: str = "/", files: bool = True, arriving: str = "") -> Any:
    app = Dash("tiny", requests_pathname_prefix=prefix, routes_pathname_prefix=arriving or prefix)
    app.layout = html.Div()
    briefs.install(
        app,
        Releases(dataset),
        stage=lambda _, brief: f"stage {brief.id}",
        presenter=lambda _, brief: f"presenter {brief.id}",
        index=lambda found, wrong: f"{sorted(found)} {[str(one) for one in wrong]}",
        slides=(lambda _, brief, base: f"{brief.id} {base}".encode()) if files else None,
        printed=(lambda _, brief, base, paper: f"{brief.id} {base} {paper}") if files else None,
    )
    return app.server.test_client()


@pytest.mark.parametrize(
    ("path", "body", "mime"),
    [
        ("brief/talks", "stage talks", "text/html"),
        ("brief/border/presenter", "presenter border", "text/html"),
        ("brief/", "['border', 'talks'] []", "text/html"),
        ("brief/talks/print", "talks http://localhost/ a4", "text/html"),
        ("brief/talks/print?paper=Letter", "talks http://localhost/ letter", "text/html"),
        ("brief/talks/print?paper=%00a3", "talks http://localhost/ a4", "text/html"),
        ("brief/talks.pptx", "talks http://localhost/", briefs.PPTX),
    ],
)
def test_each_address_answers(dataset: Dataset, path: str, body: str, mime: str) -> None:
    answer = client_of(dataset).get(f"/{path}")
    assert (answer.status_code, answer.text, answer.mimetype) == (200, body, mime)
    assert answer.headers["Cache-Control"] == "no-cache"


def test_slides_are_a_file_with_a_plain_name(dataset: Dataset) -> None:
    told = client_of(dataset).get("/brief/talks.pptx").headers["Content-Disposition"]
    assert told == 'attachment; filename="panj-talks.pptx"'


@pytest.mark.parametrize(
    "path", ["brief/nope", "brief/nope/presenter", "brief/nope/print", "brief/nope.pptx"]
)
def test_an_unknown_brief_is_not_there(dataset: Dataset, path: str) -> None:
    answer = client_of(dataset).get(f"/{path}")
    assert answer.status_code == 404
    assert answer.text == "There is no brief of that name."


@pytest.mark.parametrize("path", ["brief/talks.pptx", "brief/talks/print"])
def test_what_is_not_passed_in_is_not_served(dataset: Dataset, path: str) -> None:
    answer = client_of(dataset, files=False).get(f"/{path}")
    assert "talks http" not in answer.text and "attachment" not in str(answer.headers)


def test_a_broken_brief_is_told_with_its_line_and_the_others_work(with_broken: Dataset) -> None:
    client = client_of(with_broken)
    answer = client.get("/brief/wrong")
    assert answer.status_code == 404
    assert "briefs/wrong.yaml, line 5" in answer.text and "E999" in answer.text
    assert client.get("/brief/talks").text == "stage talks"
    told = client.get("/brief/").text
    assert "['border', 'talks']" in told and "wrong.yaml, line 5" in told


def test_the_address_has_the_prefix_that_a_proxy_took_off(dataset: Dataset) -> None:
    below = client_of(dataset, "/desk/")
    assert below.get("/desk/brief/talks").text == "stage talks"
    stripped = client_of(dataset, "/desk/", arriving="/")
    assert stripped.get("/brief/talks.pptx", base_url="https://portal.example").text == (
        "talks https://portal.example/desk/"
    )


def test_the_files_are_read_once_for_a_release(dataset: Dataset) -> None:
    assert found_briefs(dataset) is found_briefs(dataset)


def test_what_a_caller_may_name_stays_within_the_folder(with_broken: Dataset) -> None:
    outside = Path(with_broken.folder).parent / "secret.yaml"
    outside.write_text("title: secret\n", "utf-8")
    for name in ("..%2f..%2fsecret", "%2e%2e", "..\\..\\secret", "talks%00"):
        assert not client_of(with_broken).get(f"/brief/{name}").text.startswith("stage")
