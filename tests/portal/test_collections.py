"""portal.collections and the app of the collections: who sees one, which paths there are, what it loads."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.exceptions import Unauthorized
from werkzeug.test import Client

from app import create_app
from bench import synthetic
from data.collections.collection import open_collection
from data.collections.shelf import Shelf, open_shelf
from data.query import KEYS as EVERY_KEY
from data.query import Filters
from data.releases import Releases, open_releases
from portal import collections
from portal.access import Refusal, Viewer
from portal.settings import Settings

PROXY = {"REMOTE_ADDR": "10.0.0.5"}
UPDATE = "/collections/_dash-update-component"


@pytest.fixture(scope="module")
def releases() -> Releases:
    return open_releases()


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    folder = tmp_path_factory.mktemp("made")
    synthetic.write(folder, 90, actors=5, places=6, rows=40)
    return Shelf([open_collection(folder)])


@pytest.fixture(scope="module")
def open_client(releases: Releases, shelf: Shelf) -> Client:
    return create_app(Settings(), releases, shelf).server.test_client()


@pytest.fixture(scope="module")
def closed_client(releases: Releases, shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Client:
    """A server where a proxy names the user: Ann sees everything, Ben's filters are locked."""
    scopes = tmp_path_factory.mktemp("scopes") / "scopes.json"
    scopes.write_text(json.dumps({"users": {"ann": {}, "ben": {"thread": ["talks"]}}}), "utf-8")
    closed = Settings(access=("header",), trusted_proxies=(ip_network("10.0.0.5/32"),), scopes=scopes)
    return create_app(closed, releases, shelf).server.test_client()


def body(client: Client, output: str, state: Any) -> dict[str, Any]:
    """What the browser sends for the callback that writes `output`."""
    asked = client.get(
        "/collections/_dash-dependencies", headers={"X-Forwarded-User": "ann"}, environ_base=PROXY
    )
    one = next(
        held for held in asked.get_json() if output in held["output"] and not held["clientside_function"]
    )
    outputs = [dict(zip(("id", "property"), part.rsplit(".", 1), strict=True))
               for part in one["output"].strip(".").split("...")]  # fmt: skip
    values = {"state": state, "state-look": {"theme": "light", "webgl": False}}
    inputs = [{**held, "value": values.get(held["id"])} for held in one["inputs"]]
    return {"output": one["output"], "outputs": outputs, "inputs": inputs, "changedPropIds": ["state.data"],
            "state": [{**held, "value": None} for held in one["state"]]}  # fmt: skip


def asked(
    client: Client, name: Any, query: str = "", output: str = "summary.children", user: str = ""
) -> Any:
    sent = body(client, output, {"name": name, "query": query, "page": 0})
    headers = {"X-Forwarded-User": user} if user else {}
    return client.post(UPDATE, json=sent, headers=headers, environ_base=PROXY)


OUTPUTS = ["summary.children", "event-list.data-markup", "event-card.data-markup"]


# --- who sees one ------------------------------------------------------------


def test_a_lock_hides_every_collection(shelf: Shelf) -> None:
    find = collections.visible(shelf)
    with Flask("tiny").test_request_context():
        g.viewer = Viewer("ann")
        assert find("synthetic") is not None
        g.viewer = Viewer("ben", Filters(thread=("talks",)))
        assert find("synthetic") is None
        del g.viewer
        g.refused = Refusal("user-missing", "Nobody.")
        with pytest.raises(Unauthorized):
            find("synthetic")
    assert find("synthetic") is not None


@pytest.mark.parametrize("output", OUTPUTS)
def test_nobody_is_let_in_without_a_name(closed_client: Client, output: str) -> None:
    answer = asked(closed_client, "synthetic", "event=0-0", output)
    assert answer.status_code == 401
    assert "events" not in answer.text and "SYN" not in answer.text


@pytest.mark.parametrize("path", ["/collections/synthetic", "/collections/", "/collections/_dash-layout"])
def test_even_the_page_is_closed_to_whom_nobody_names(closed_client: Client, path: str) -> None:
    assert closed_client.get(path).status_code == 401


def test_a_locked_viewer_is_told_that_there_is_none(closed_client: Client) -> None:
    answer = asked(closed_client, "synthetic", user="ben")
    assert answer.status_code == 200
    assert "no such collection" in answer.text
    assert "of 90 events" not in answer.text
    for output in OUTPUTS[1:]:
        assert "SYN" not in asked(closed_client, "synthetic", "event=0-0", output, "ben").text


def test_a_viewer_without_a_lock_sees_it(closed_client: Client) -> None:
    assert "of 90 events" in asked(closed_client, "synthetic", user="ann").text
    assert "SYN0000001" in asked(closed_client, "synthetic", "event=0-0", OUTPUTS[2], "ann").text


def layout(client: Client, user: str = "") -> str:
    headers = {"X-Forwarded-User": user} if user else {}
    return client.get("/_dash-layout", headers=headers, environ_base=PROXY).text


def test_the_dashboard_leads_to_the_collections_where_they_may_be_seen(
    open_client: Client, closed_client: Client, releases: Releases
) -> None:
    link = "Synthetic events"
    assert link in layout(open_client)
    assert link in layout(closed_client, "ann")
    assert link not in layout(closed_client, "ben")
    assert "collection-menu" not in layout(create_app(Settings(), releases).server.test_client())


def test_the_dashboard_leads_to_the_page_that_takes_files_where_one_does(
    open_client: Client, releases: Releases, tmp_path: Path
) -> None:
    takes = create_app(Settings(uploads=tmp_path), releases).server.test_client()
    assert '"href":"import"' in layout(takes)
    assert '"href":"import"' not in layout(open_client)


# --- which paths there are ------------------------------------------------------------


@pytest.mark.parametrize("path", ["synthetic", "other", "A_b-9", "x" * 80])
def test_every_name_has_the_same_page(open_client: Client, path: str) -> None:
    answer = open_client.get(f"/collections/{path}")
    assert answer.status_code == 200
    assert "synthetic" not in answer.text, "the shell tells nothing of any collection"


@pytest.mark.parametrize(
    "path", ["a/b", "a.b", "x" * 81, "a%20b", "%2e%2e", "synthetic/", "synthetic.json", "ҷанг"]
)
def test_what_is_no_name_is_not_found(open_client: Client, path: str) -> None:
    assert open_client.get(f"/collections/{path}").status_code == 404


@pytest.mark.parametrize("name", ["other", "../synthetic", "", None, 3, ["synthetic"], {"a": 1}])
def test_an_unknown_name_is_told_in_the_notice(open_client: Client, name: Any) -> None:
    answer = asked(open_client, name)
    assert answer.status_code == 200
    assert "no such collection" in answer.json["response"]["notice"]["data-markup"]


def test_without_collections_there_is_no_such_page(releases: Releases) -> None:
    client = create_app(Settings(), releases).server.test_client()
    assert client.get("/collections/synthetic").status_code == 404


def test_they_are_below_the_prefix(releases: Releases, shelf: Shelf) -> None:
    client = create_app(Settings(prefix="/portal/panj/"), releases, shelf).server.test_client()
    page = client.get("/portal/panj/collections/synthetic")
    assert page.status_code == 200
    assert "/portal/panj/collections/_dash-component-suites/" in page.text
    assert client.get("/collections/synthetic").status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"output": "state.data"},
        {"outputs": []},
        {"inputs": []},
        {"state": []},
        {"changedPropIds": [{}]},
        {"inputs": [{"id": "summary", "property": "children", "value": 1}] * 2},
    ],
)
def test_what_no_page_sends_is_refused(open_client: Client, change: dict[str, Any]) -> None:
    sent = body(open_client, "summary.children", {"name": "synthetic", "query": ""})
    assert open_client.post(UPDATE, json={**sent, **change}).status_code == 400


def test_another_site_asks_in_vain(open_client: Client) -> None:
    sent = body(open_client, "summary.children", {"name": "synthetic", "query": ""})
    refused = open_client.post(UPDATE, json=sent, headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXT
)
KEYS = st.sampled_from(["name", "query", "page"])
JSON = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner),
    max_leaves=6,
)
FILTERS = st.sampled_from([*EVERY_KEY, "x"])
VALUES = TEXT | st.sampled_from(["2020", "0-1", "all"])
QUERIES = st.lists(st.tuples(FILTERS, VALUES).map("=".join), max_size=4).map("&".join)


@settings(max_examples=60)
@given(
    st.sampled_from(OUTPUTS),
    st.one_of(JSON, st.fixed_dictionaries({"name": st.just("synthetic"), "query": QUERIES, "page": JSON})),
)
def test_no_state_breaks_a_callback(open_client: Client, output: str, state: Any) -> None:
    answer = open_client.post(UPDATE, json=body(open_client, output, state))
    assert answer.status_code in (200, 204, 400), answer.text


# --- what the page may load ------------------------------------------------------------


def test_the_policy_holds_the_hashes_of_both_pages(open_client: Client) -> None:
    for path in ("/", "/collections/synthetic"):
        answer = open_client.get(path)
        policy = answer.headers["Content-Security-Policy"]
        scripts = re.search("script-src ([^;]*)", policy)
        assert scripts is not None and "unsafe" not in scripts[1]
        for inline in re.findall(r"<script(?: id=\"[^\"]*\")?>(.*?)</script>", answer.text, re.S):
            if inline.strip():
                digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
                assert f"'sha256-{digest}'" in scripts[1], inline[:80]


def test_everything_that_the_page_loads_is_there_and_kept(open_client: Client) -> None:
    text = open_client.get("/collections/synthetic").text
    paths = re.findall(r'(?:src|href)="([^"]+)"', text)
    assert all(path.startswith(("/", "data:")) for path in paths), "nothing from another host"
    files = [path for path in paths if not path.startswith("data:") and "favicon" not in path]
    assert any("collections/collection.js" in path for path in files)
    assert any("collections/collection.css" in path for path in files)
    assert not any("/assets/panj.js" in path for path in files), "not the dashboard's own program"
    for path in files:
        answer = open_client.get(path)
        assert answer.status_code == 200, path
        assert "immutable" in answer.headers["Cache-Control"], path


def test_the_dashboard_does_not_load_the_program_of_the_collections(open_client: Client) -> None:
    assert "collections/collection" not in open_client.get("/").text


@pytest.mark.parametrize(
    "path",
    [
        "assets/../app.py",
        "assets/collections/../../app.py",
        "assets/nothing.js",
        "_dash-component-suites/x/y.js",
    ],
)
def test_no_other_file_is_served(open_client: Client, path: str) -> None:
    assert open_client.get(f"/collections/{path}").status_code == 404


def test_the_shell_and_its_layout_hold_no_data(open_client: Client) -> None:
    for path in ("/collections/synthetic", "/collections/_dash-layout", "/collections/_dash-dependencies"):
        text = open_client.get(path).text
        assert "Synthetic" not in text
        assert "python_version" not in text


def test_the_folders_of_the_settings_are_opened(tmp_path: Path) -> None:
    synthetic.write(tmp_path / "a", 3)
    assert open_shelf([tmp_path / "a"]).names() == (("synthetic", "Synthetic events"),)
