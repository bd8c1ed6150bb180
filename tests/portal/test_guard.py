"""portal.guard: honest callbacks pass, everything else is refused without a traceback."""

import copy
import json
from typing import Any

import pytest
from dash import ALL, MATCH, Dash, Input, Output, State, html
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal import guard

UPDATE = "/_dash-update-component"
HONEST: dict[str, Any] = {
    "output": "target.children",
    "outputs": {"id": "target", "property": "children"},
    "inputs": [{"id": "button", "property": "n_clicks", "value": 1}],
    "changedPropIds": ["button.n_clicks"],
    "state": [{"id": "store", "property": "data", "value": None}],
}


def _app(**arguments) -> Dash:
    app = Dash("tiny", **arguments)
    app.layout = html.Div()
    app.callback(
        Output("target", "children"),
        Input("button", "n_clicks"),
        State("store", "data"),
        prevent_initial_call=True,
    )(lambda clicks, data: str(clicks))
    app.callback(
        Output("target", "children", allow_duplicate=True),
        Input("other", "n_clicks"),
        prevent_initial_call=True,
    )(lambda clicks: "again")
    app.callback(
        [Output("one", "children"), Output("two", "title")], Input({"type": "chip", "index": ALL}, "n_clicks")
    )(lambda clicks: [str(len(clicks)), "t"])
    app.callback(
        Output({"type": "out", "index": MATCH}, "children"), Input({"type": "in", "index": MATCH}, "value")
    )(lambda value: value)
    app.callback(Input("button", "title"))(lambda title: None)
    guard.install(app, ("", "stage"))
    return app


@pytest.fixture(scope="module")
def client():
    return _app().server.test_client()


def _key(part: str) -> str:
    return next(key for key in _app().callback_map if part in key)


def test_an_honest_callback_is_answered(client):
    answer = client.post(UPDATE, json=HONEST)
    assert answer.status_code == 200
    assert answer.json["response"]["target"]["children"] == "1"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_wildcards_send_lists(client, count):
    chips = [
        {"id": {"type": "chip", "index": f"a{i}"}, "property": "n_clicks", "value": 1} for i in range(count)
    ]
    outputs = [{"id": "one", "property": "children"}, {"id": "two", "property": "title"}]
    body = {"output": _key("one.children"), "outputs": outputs, "inputs": [chips], "changedPropIds": []}
    assert client.post(UPDATE, json=body).json["response"]["one"]["children"] == str(count)


def test_a_matched_component_and_a_duplicate_output_and_no_output_pass(client):
    matched = {
        "output": _key('"type":"out"'),
        "outputs": {"id": {"index": 1, "type": "out"}, "property": "children"},
        "inputs": [{"id": {"index": 1, "type": "in"}, "property": "value", "value": "v"}],
        "changedPropIds": ['{"index":1,"type":"in"}.value'],
    }
    duplicate = {
        "output": _key("target.children@"),
        "outputs": {"id": "target", "property": _key("target.children@").split(".")[1]},
        "inputs": [{"id": "other", "property": "n_clicks", "value": 1}],
        "changedPropIds": ["other.n_clicks"],
    }
    silent = next(key for key, callback in _app().callback_map.items() if callback.get("no_output"))
    no_output = {
        "output": silent,
        "inputs": [{"id": "button", "property": "title", "value": "x"}],
        "changedPropIds": [],
    }
    statuses = [client.post(UPDATE, json=body).status_code for body in (matched, duplicate, no_output)]
    assert statuses == [200, 200, 204] or statuses == [200, 200, 200]


@pytest.mark.parametrize(
    "change",
    [
        {"output": "nobody.children"},
        {"output": None},
        {"output": {}},
        {"outputs": {"id": "elsewhere", "property": "children"}},
        {"outputs": None},
        {"outputs": "x"},
        {"inputs": []},
        {"inputs": None},
        {"inputs": [{"id": "admin", "property": "n_clicks", "value": 1}]},
        {"inputs": [{"id": "button", "property": "children", "value": 1}]},
        {"inputs": [[{"id": "button", "property": "n_clicks", "value": 1}]]},
        {"inputs": [{"id": {"type": "button"}, "property": "n_clicks"}]},
        {"inputs": HONEST["inputs"] * 2},
        {"state": []},
        {"state": [{"id": "store", "property": "modified"}]},
        {"changedPropIds": [{}]},
        {"changedPropIds": 3},
    ],
)
def test_undeclared_or_malformed_bodies_are_bad_requests(client, change):
    assert client.post(UPDATE, json={**HONEST, **change}).status_code == 400


@pytest.mark.parametrize("raw", [b"", b"{", b"null", b"[]", b'"x"', b"[" * 100_000, b"\xff\xfe"])
def test_what_is_no_json_object_is_a_bad_request(client, raw):
    assert client.post(UPDATE, data=raw, content_type="application/json").status_code == 400


def test_another_content_type_is_refused(client):
    assert client.post(UPDATE, data=json.dumps(HONEST), content_type="text/plain").status_code == 415


@pytest.mark.parametrize(
    ("site", "status"), [("same-origin", 200), ("none", 200), ("same-site", 403), ("cross-site", 403)]
)
def test_other_sites_are_forbidden(client, site, status):
    assert client.post(UPDATE, json=HONEST, headers={"Sec-Fetch-Site": site}).status_code == status


def test_a_body_over_the_limit_is_too_large(client):
    body = copy.deepcopy(HONEST)
    body["state"] = [{"id": "store", "property": "data", "value": "x" * guard.MAX_BODY}]
    assert client.post(UPDATE, json=body).status_code == 413


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/stage", 200), ("/nothing", 404), ("/api/events", 404), ("/stage/x", 404)],
)
def test_only_known_pages_exist(client, path, status):
    assert client.get(path).status_code == status


def test_the_guard_follows_the_prefix():
    client = _app(url_base_pathname="/portal/").server.test_client()
    assert client.post("/portal" + UPDATE, json=HONEST).status_code == 200
    assert client.post("/portal" + UPDATE, json={**HONEST, "inputs": []}).status_code == 400
    assert client.get("/portal/stage").status_code == 200
    assert client.get("/portal/nothing").status_code == 404


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=8), children, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.sampled_from(["output", "outputs", "inputs", "state", "changedPropIds"]), value=JSON_VALUES)
def test_no_body_makes_a_server_error(client, key, value):
    assert client.post(UPDATE, json={**HONEST, key: value}).status_code < 500
