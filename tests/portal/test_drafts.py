"""Drafts over HTTP: the same checks as for a file, nothing kept, and no body that breaks the server."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

import pytest
from dash import Dash, html
from hypothesis import given
from hypothesis import strategies as st

from data.briefs import FRAME, Brief, load_briefs, read_brief
from data.dataset import Dataset, load
from data.releases import Releases
from portal import drafts, guard
from portal.drafts import LARGEST, MOST_PROBLEMS, draft_of, draft_text, file_name

DRAFT: dict[str, Any] = {
    "title": "The “talks” <b>",
    "audience": "A minister",
    "as_of": "2024-02-23",
    "steps": [
        {"headline": "One", "text": "Said\nto be so.", "note": "", "view": "thread=talks",
         "frame": list(FRAME), "highlight": ["E01"], "since": ""},
        {"headline": "Two: 😀 Панҷ", "text": "", "note": "Slowly", "view": "", "frame": [67, 36.5, 70, 38],
         "highlight": [], "since": "1.0.0"},
    ],
}  # fmt: skip
PATHS = ("preview", "preview/presenter", "file", "check")


def stage(_: Dataset, brief: Brief) -> str:
    return f"<h1>{escape(brief.title)}</h1>" + "".join(
        f"<p>{escape(one.headline)}</p>" for one in brief.steps
    )


def presenter(_: Dataset, brief: Brief) -> str:
    return f"<p>{escape(brief.steps[-1].note)}</p>"


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


def client_of(dataset: Dataset, prefix: str = "/", arriving: str = "") -> Any:
    app = Dash("tiny", requests_pathname_prefix=prefix, routes_pathname_prefix=arriving or prefix)
    app.layout = html.Div()
    drafts.install(app, Releases(dataset), stage, presenter)
    guard.install(app)
    return app.server.test_client()


@pytest.fixture(scope="module")
def client(dataset: Dataset) -> Any:
    return client_of(dataset)


def with_step(**changed: Any) -> dict[str, Any]:
    """The draft with its second step changed."""
    first, second = DRAFT["steps"]
    return {**DRAFT, "steps": [first, {**second, **changed}]}


def test_the_preview_is_the_stage_page_of_the_draft(client: Any) -> None:
    answer = client.post("/brief/preview", json=DRAFT)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert answer.text == "<h1>The “talks” &lt;b&gt;</h1><p>One</p><p>Two: 😀 Панҷ</p>"
    assert client.post("/brief/preview/presenter", json=DRAFT).text == "<p>Slowly</p>"


def test_the_preview_begins_as_a_page_that_takes_the_draft_from_the_browser(client: Any) -> None:
    for path in ("/brief/preview", "/brief/preview/presenter"):
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (200, "text/html")
        assert 'data-draft-check="/brief/check"' in answer.text
        assert re.findall(r'<script src="([^"]+)" defer></script>', answer.text) == ["/assets/composer.js"]
        assert "<script>" not in answer.text


def test_behind_a_proxy_the_page_names_public_addresses(dataset: Dataset) -> None:
    answer = client_of(dataset, "/panj/", "/").get("/brief/preview")
    assert 'src="/panj/assets/composer.js"' in answer.text
    assert 'data-draft-check="/panj/brief/check"' in answer.text


def test_the_file_is_the_brief_as_an_editor_would_write_it(client: Any, dataset: Dataset) -> None:
    answer = client.post("/brief/file", json=DRAFT)
    assert (answer.status_code, answer.mimetype) == (200, "application/yaml")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="the-talks-b.yaml"'
    assert draft_of(read_brief(answer.text, "x", dataset)) == DRAFT


def test_a_file_that_is_opened_becomes_the_draft_again(client: Any) -> None:
    text = client.post("/brief/file", json=DRAFT).text
    answer = client.post("/brief/check", json={"text": text})
    assert (answer.status_code, answer.json) == (200, {"draft": DRAFT})
    assert client.post("/brief/check", json={"text": f"\ufeff{text}"}).json == {"draft": DRAFT}


def test_the_bundled_briefs_can_be_opened(client: Any, dataset: Dataset) -> None:
    for name, brief in load_briefs(dataset)[0].items():
        text = (dataset.folder / "briefs" / f"{name}.yaml").read_text("utf-8")
        assert client.post("/brief/check", json={"text": text}).json == {"draft": draft_of(brief)}


def test_problems_of_a_file_come_with_their_lines(client: Any) -> None:
    text = "title: t\nas_of: soon\nsteps:\n  - headline: h\n    view: actor=Nobody\n"
    answer = client.post("/brief/check", json={"text": text})
    assert answer.status_code == 200
    assert [one["line"] for one in answer.json["problems"]] == [2, 5]
    assert "actor “Nobody” is not in this dataset" in answer.json["problems"][1]["reason"]


@pytest.mark.parametrize(
    "draft, step, reason",
    [
        ({**DRAFT, "title": " "}, 0, "title is empty"),
        ({**DRAFT, "as_of": "2024"}, 0, "as_of “2024” is not a day"),
        ({**DRAFT, "steps": []}, 0, "at least one step"),
        ({**DRAFT, "colour": "red"}, 0, "“colour” is no key of a brief"),
        (with_step(headline=""), 2, "headline is empty"),
        (with_step(view="actor=Nobody"), 2, "view: actor “Nobody” is not in this dataset"),
        (with_step(highlight=["E999"]), 2, "“E999” is no event of this dataset"),
        (with_step(frame=[1, 2, 3]), 2, "frame must be"),
        (with_step(since="3.0.0"), 2, "since “3.0.0” is no version"),
        (with_step(text="a\x00b"), 2, "a character that cannot be shown, U+0000"),
        (with_step(text="a\u2028b\x85c"), 2, "a character that cannot be shown, U+0085"),
        (with_step(note="\ud800"), 2, "a character that cannot be shown, U+D800"),
    ],
)
def test_problems_of_a_draft_come_with_their_step(client: Any, draft: Any, step: int, reason: str) -> None:
    for path, status in (("check", 200), ("file", 422), ("preview", 422)):
        answer = client.post(f"/brief/{path}", data=json.dumps(draft), content_type="application/json")
        assert answer.status_code == status
        (found,) = answer.json["problems"]
        assert found["step"] == step and reason in found["reason"]


def test_line_separators_in_a_text_do_not_move_the_steps(client: Any, dataset: Dataset) -> None:
    draft = {**DRAFT, "title": "a\u2028b\u2029c\n\n\nd"}
    assert client.post("/brief/check", json=draft).json["draft"]["title"] == "a\u2028b\u2029c\n\n\nd"
    broken = {**with_step(headline=""), "title": "a\u2028b\n\nc"}
    assert [one["step"] for one in client.post("/brief/check", json=broken).json["problems"]] == [2]


def test_no_more_problems_are_told_than_anybody_reads(client: Any) -> None:
    draft = {**DRAFT, "steps": [{"headline": "", "colour": "red"}] * 60}
    assert len(client.post("/brief/check", json=draft).json["problems"]) == MOST_PROBLEMS


@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_another_site_is_refused(client: Any, path: str) -> None:
    for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200)):
        answer = client.post(f"/brief/{path}", json=DRAFT, headers={"Sec-Fetch-Site": site})
        assert answer.status_code == status, site


@pytest.mark.parametrize("path", PATHS)
def test_what_is_too_large_is_refused(client: Any, path: str) -> None:
    body = json.dumps({"text": "x" * LARGEST}).encode()
    assert client.post(f"/brief/{path}", data=body).status_code == 413


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "body",
    [b"", b"x", b"[]", b"1", b"null", b'"text"', b"\xff\xfe", b"{", b'{"a":', b"9" * 5000, b"\x00",
     b"[" * 100_000, b'{"a":' * 40_000],
)  # fmt: skip
def test_what_is_no_json_object_is_a_bad_request(client: Any, path: str, body: bytes) -> None:
    assert client.post(f"/brief/{path}", data=body).status_code == 400


@pytest.mark.parametrize(
    "draft",
    [
        {}, {"steps": None}, {"steps": {}}, {"steps": [None, 1, [], "x"]}, {"text": None}, {"text": ["a"]},
        {"text": "\ud800"}, {"text": "[" * 100_000}, {"text": "\x00"}, {**DRAFT, "steps": [[]] * 5000},
        {**DRAFT, "title": {"a": [1]}}, {**DRAFT, "title": True}, with_step(frame={}), with_step(frame="x"),
        with_step(frame=[1e999] * 4), with_step(highlight="E01"), with_step(highlight=["E01"] * 30_000),
        with_step(highlight=[{"a": 1}, None, 1e999, "\ud800"]), with_step(view="&" * 2000), with_step(view=5),
        with_step(**{"\ud800": 1}),
        with_step(**{"k" * 3000: 1}), with_step(**{"": ""}), with_step(text=None), with_step(since=[]),
        with_step(text=[[[[[[[[[[[["deep"]]]]]]]]]]]]),
    ],
)  # fmt: skip
def test_a_hostile_draft_is_answered_with_problems_or_a_page(client: Any, draft: Any) -> None:
    for path in PATHS:
        answer = client.post(f"/brief/{path}", data=json.dumps(draft))
        assert answer.status_code in (200, 422), path
        answer.get_data().decode("utf-8")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(["title", "audience", "as_of", "steps", "text"])


@given(draft=st.dictionaries(KEYS, JSON | st.lists(JSON, max_size=3)))
def test_no_json_breaks_the_server(client: Any, draft: dict[str, Any]) -> None:
    for path in PATHS:
        assert client.post(f"/brief/{path}", data=json.dumps(draft)).status_code in (200, 422)


@given(
    draft=st.fixed_dictionaries({"headline": JSON}, optional={"view": JSON, "frame": JSON, "highlight": JSON})
)
def test_no_step_breaks_the_server(client: Any, draft: dict[str, Any]) -> None:
    body = json.dumps({**DRAFT, "steps": [draft]})
    answers = [client.post(f"/brief/{path}", data=body) for path in PATHS]
    assert {answer.status_code for answer in answers} <= {200, 422}
    for found in answers[-1].json.get("problems", []):
        assert found["step"] in (0, 1)


@pytest.mark.parametrize("path", ["file", "check"])
def test_what_only_takes_a_draft_shows_no_page(client: Any, path: str) -> None:
    assert client.get(f"/brief/{path}").status_code in (404, 405)


def test_nothing_of_a_draft_is_kept(client: Any, dataset: Dataset) -> None:
    client.post("/brief/preview", json=DRAFT)
    before = len(vars(dataset)["_memory"])
    for number in range(5):
        answer = client.post("/brief/preview", json={**DRAFT, "title": f"Draft {number}"})
        assert answer.headers["Cache-Control"] == "no-store"
    assert len(vars(dataset)["_memory"]) == before


@pytest.mark.parametrize(
    "title, name",
    [("The talks", "the-talks.yaml"), ("../../etc/passwd", "etc-passwd.yaml"), ('a"\r\nX: y', "a-x-y.yaml"),
     ("Переговоры", "brief.yaml"), ("", "brief.yaml"), ("x" * 300, f"{'x' * 50}.yaml")],
)  # fmt: skip
def test_the_name_of_the_file_is_plain(title: str, name: str) -> None:
    assert file_name(title) == name


def test_a_step_stands_on_its_own_line() -> None:
    lines = draft_text(DRAFT).split("\n")
    assert len(lines) == 4
    assert "One" in lines[1] and "Two" in lines[2]
