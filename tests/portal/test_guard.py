"""portal.guard: honest callbacks pass, everything else is refused without a traceback."""

import copy
import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import pytest
from dash import ALL, MATCH, ClientsideFunction, Dash, Input, Output, State, html
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import create_app
from data.releases import open_releases
from portal import guard
from portal.settings import Settings

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
    app.clientside_callback(ClientsideFunction("panj", "x"), Output("sink", "data"), Input("button", "lang"))
    guard.install(app, ("", "stage", re.compile("event/[A-Z][0-9]+")))
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


def test_a_callback_that_runs_in_the_browser_is_not_asked_for_here(client):
    body = {
        "output": "sink.data",
        "outputs": {"id": "sink", "property": "data"},
        "inputs": [{"id": "button", "property": "lang", "value": "x"}],
        "changedPropIds": ["button.lang"],
    }
    assert client.post(UPDATE, json=body).status_code == 400


@pytest.mark.parametrize(
    "value",
    [
        "NaN",
        "Infinity",
        "-Infinity",
        '"\\ud800"',
        '"\\udfff\\ud800"',
        '{"\\ud800": 1}',
        "[" * 2000 + "]" * 2000,
    ],
)
def test_what_no_answer_could_hold_is_a_bad_request(client, value):
    raw = json.dumps({**HONEST, "state": [{"id": "store", "property": "data", "value": "HERE"}]})
    body = raw.replace('"HERE"', value).encode()
    assert client.post(UPDATE, data=body, content_type="application/json").status_code == 400


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
    [
        ("/", 200),
        ("/stage", 200),
        ("/nothing", 404),
        ("/api/events", 404),
        ("/stage/x", 404),
        ("/event/E1", 200),
        ("/event/E12", 200),
        ("/event/", 404),
        ("/event/e1", 404),
        ("/event/E1/x", 404),
        ("/event/E1%0A", 404),
        ("/x/event/E1", 404),
    ],
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


# The real app: whatever is sent to any of its callbacks, nothing is a server error.


CALLBACKS = 5
"""Callbacks of the page that the server answers; the others run in the browser."""


@cache
def real() -> Dash:
    return create_app(Settings(), open_releases())


def component(spec: dict[str, str]) -> dict[str, Any]:
    identifier = json.loads(spec["id"]) if spec["id"].startswith("{") else spec["id"]
    return {"id": identifier, "property": spec["property"], "value": None}


def honest(key: str) -> dict[str, Any]:
    """The body that the page would send for this callback, with no values."""
    callback = real().callback_map[key]
    many = isinstance(callback["output"], (list, tuple))
    outputs = [output.to_dict() for output in (callback["output"] if many else [callback["output"]])]
    first = callback["inputs"][0]
    return {
        "output": key,
        "outputs": outputs if many else outputs[0],
        "inputs": [component(spec) for spec in callback["inputs"]],
        "state": [component(spec) for spec in callback["state"]],
        "changedPropIds": [f"{first['id']}.{first['property']}"],
    }


@cache
def server_callbacks() -> tuple[str, ...]:
    return tuple(key for key, callback in real().callback_map.items() if "callback" in callback)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value in a body, the body's own included."""
    yield path
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, child in children:
        yield from places(child, (*path, key))


def put(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy of `body` with `value` at `path`."""
    if not path:
        return value
    changed = copy.deepcopy(body)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return changed


def status(body: Any, query: str = "") -> int:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return (
        real()
        .server.test_client()
        .post(UPDATE + query, data=raw, content_type="application/json")
        .status_code
    )


ANYTHING: list[Any] = [
    None, True, 0, -1.5, 10**18, 10**400, float("nan"), float("inf"), "", ".", "a.b", "{", '{"a":1}.b',
    "x" * 5000, "\ud800", "\x00", [], [[]], [None], {}, {"id": {}}, {"": {"": []}},
]  # fmt: skip


def test_every_callback_of_the_page_is_tried_and_answers_an_honest_body():
    assert len(server_callbacks()) == CALLBACKS
    assert {status(honest(key)) for key in server_callbacks()} == {200, 204}


@pytest.mark.parametrize("number", range(CALLBACKS))
def test_any_value_at_any_place_of_a_body_is_no_server_error(number):
    body = honest(server_callbacks()[number])
    outputs = [path for path in places(body) if path[:1] != ("outputs",) or path[1:2] in ((), (0,), (1,))]
    wrong = [(path, value) for path in outputs for value in ANYTHING if status(put(body, path, value)) >= 500]
    assert not wrong


@pytest.mark.parametrize("number", range(CALLBACKS))
def test_a_body_without_any_of_its_parts_is_no_server_error(number):
    body = honest(server_callbacks()[number])
    for name in body:
        assert status({key: value for key, value in body.items() if key != name}) < 500, name
        assert status({**body, name: [body[name], body[name]]}) < 500, name
    raw = json.dumps(body).encode()
    for length in range(0, len(raw), max(1, len(raw) // 40)):
        assert status(raw[:length]) == 400


VIEWS = ["board", "relations", "claims", "contradictions", "gaps", "table", "changes", "brief", "map", "x"]
QUERIES = [
    "", "&since=%ED%A0%80", "&since=1.0.0&lang=fa", "&q=" + "(" * 90, "&from=0001-01-01&to=9999-12-31",
    "&from=9999-12-31&to=0001", "&event=E01&card=A-JA", "&event=%00&card=%00", "&role=x&match=all&parts=1",
    "&actor=" + "a,b" * 40, "&district=nowhere&place=P&source=S&collection=c&id=E01&id=x", "&locked=x&%=&=&&",
]  # fmt: skip
LOOKS: list[Any] = [
    {
        "theme": {},
        "narrow": "x",
        "webgl": None,
        "map": [1e9, 1],
        "plot": [True, False],
        "part": [],
        "lang": {},
    },
    {"map": [80, 80], "plot": [80, 80], "part": "map", "listed": True, "lang": "fa"},
    {"map": [4000, 4000], "plot": [4000, 80], "narrow": True, "part": "timeline", "lang": "zz-Zzzz"},
]
DRAGS: list[Any] = [
    {"xaxis.range[0]": "99999-01-01", "xaxis.range[1]": None},
    {"xaxis.range[0]": "0000-00-00", "xaxis.range[1]": "9999-99-99"},
    {"xaxis.range[0]": 10**30, "xaxis.range[1]": -(10**30)},
    {"xaxis.range": ["2023-01-01", None]},
    {"xaxis.autorange": 1},
    {"range": {"x": ["2023-13-01", "x"]}},
    {"range": {"x": {"a": 1}}},
    {"points": [{"customdata": [["x"]]}]},
    {"points": [{"customdata": {"0": "E01"}}]},
    {"points": {"0": 1}},
]


ODD_QUERIES: Final[tuple[Any, ...]] = (1, {}, "a=b&" * 1000, "q=" + "%F0%9F%98%80" * 30)


def hostile_values(key: str) -> Iterator[Any]:
    """What the callbacks themselves read, one step wrong."""
    if key.startswith("view-panel"):
        yield from ({"query": f"view={view}{query}"} for view in VIEWS for query in QUERIES[::3])
    yield from ({"query": query.lstrip("&"), "history": []} for query in QUERIES)
    yield from ({"query": value} for value in ODD_QUERIES)
    yield from ({"query": query, **look} for query in ("", "card=A-JA") for look in LOOKS)
    yield from DRAGS
    yield from [
        {"front": {}, "query": [], "release": 1},
        "(" * 100,
        "\u202e\u0000",
        "a" * 100_000,
        ["x"] * 1000,
    ]


@pytest.mark.parametrize("number", range(CALLBACKS))
def test_any_value_that_a_callback_reads_is_no_server_error(number):
    body = honest(server_callbacks()[number])
    for one in (*body["inputs"], *body["state"]):
        one["value"] = {"query": ""}  # so that the other values do not keep the callback from its work
    wrong: list[tuple[str, int, Any]] = [
        (part, index, value)
        for part in ("inputs", "state")
        for index, one in enumerate(body[part])
        for value in hostile_values(body["output"])
        if status(
            {**put(body, (part, index, "value"), value), "changedPropIds": [f"{one['id']}.{one['property']}"]}
        )
        >= 500
    ]
    assert not wrong


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_body_for_the_page_is_a_server_error(data):
    body: Any = honest(data.draw(st.sampled_from(server_callbacks())))
    for _ in range(data.draw(st.integers(1, 3))):
        body = put(
            body,
            data.draw(st.sampled_from(list(places(body))[1:] or [()])),
            data.draw(JSON_VALUES),
        )
        if not isinstance(body, dict):
            break
    assert status(body) < 500


@pytest.mark.parametrize(
    "query", ["?cancelJob=1", "?job=1&cacheKey=../x", "?oldJob=1&oldJob=2", "?%00=%ff", "?" + "a" * 5000]
)
def test_what_stands_behind_the_question_mark_is_no_server_error(query):
    for key in server_callbacks():
        assert status(honest(key), query) < 500


@pytest.mark.parametrize("depth", [100, 900, 1100, 200_000])
@pytest.mark.parametrize(("left", "right", "core"), [("[", "]", ""), ('{"a":', "}", "1")])
def test_nesting_without_end_is_no_server_error(depth, left, right, core):
    nested = left * depth + core + right * depth
    for key in server_callbacks():
        raw = json.dumps(honest(key)).replace('"value": null', f'"value": {nested}', 1)
        assert status(raw.encode()) < 500


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "x",
        "application/json; charset=utf-16",
        "application/json; charset=\x01",
    ],
)
@pytest.mark.parametrize(
    "method", ["POST", "GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW"]
)
def test_no_method_and_no_content_type_is_a_server_error(kind, method):
    raw = json.dumps(honest(server_callbacks()[0])).encode()
    answer = real().server.test_client().open(UPDATE, method=method, data=raw, content_type=kind)
    assert answer.status_code < 500
    assert method != "POST" or kind.startswith("application/json") or answer.status_code == 415


@pytest.mark.parametrize(
    "end",
    ["x", "../x", "..%2f..%2fapp.py", "%00", "%ff", "panj.css%00", "x" * 3000, "", "a/b/c.js", "C:/x", "//x"],
)
@pytest.mark.parametrize(
    "start",
    [
        "assets/",
        "_dash-component-suites/",
        "_dash-component-suites/dash/",
        "_dash-component-suites/os/",
        "layers/",
        "export/",
        "drawn/",
        "brief/",
        "embed/",
        "embed/event/",
        "api/",
        "",
    ],
)
def test_no_address_is_a_server_error(start, end):
    client = real().server.test_client()
    for method in ("GET", "POST"):
        assert client.open(f"/{start}{end}", method=method, data=b"{").status_code < 500


@pytest.mark.parametrize(
    "host", ["", "a b", "x:y", "[", "%", "\xff", "a" * 3000, "localhost:99999", "evil\\@x"]
)
def test_no_host_header_is_a_server_error(host):
    for path in ("/", "/brief/", "/export/citations.txt", "/nothing"):
        answer = real().server.test_client().get(path, headers={"Host": host})
        assert answer.status_code < 500
