"""What the callbacks send: they trust nothing, send only what changed, and every view agrees."""

from __future__ import annotations

from typing import Any

import pytest
from dash import Patch, no_update

from components import ids
from components.callbacks.intention import state_after
from components.callbacks.selection import OUTPUTS, updates
from components.callbacks.state import LONGEST_QUERY, MAP_SIZE, PLOT_SIZE, asked
from components.filter_controls import control_ids
from data.dataset import Dataset, load
from data.filters import read_query, select


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


def url(name: str) -> str:
    return f"/layers/{name}"


def sent(dataset: Dataset, query: str, before: dict[str, Any] | None = None, **look: Any) -> dict[str, Any]:
    wanted = asked({"query": query}, look)
    return updates(select(dataset, wanted.filters), wanted, before or {}, url)


@pytest.mark.parametrize("state", [None, 3, [], {}, {"query": 5}, {"query": None}, "actor=A-JA"])
def test_a_state_that_no_page_sends_asks_for_everything(state: Any) -> None:
    wanted = asked(state, {"theme": ["dark"], "narrow": "yes", "map": [1e9, -4]}, {"lanes": 1})
    assert wanted.filters == read_query("")[0]
    assert (wanted.theme.name, wanted.narrow, wanted.lanes) == ("light", False, "thread")
    assert (wanted.map_size, wanted.plot_size) == (MAP_SIZE, PLOT_SIZE)


def test_a_query_that_is_too_long_is_named() -> None:
    wanted = asked({"query": "q=" + "x" * LONGEST_QUERY})
    assert "longer than" in wanted.refused[0]


def test_the_first_answer_fills_every_output(dataset: Dataset) -> None:
    answer = sent(dataset, "from=2023-11-01&to=2024-02-29&card=A-JA")
    assert answer.keys() == OUTPUTS.keys()
    assert [name for name, value in answer.items() if value is no_update] == []
    assert answer["map"]["layout"]["map"]["style"]["version"] == 8


def test_counts_of_sentence_list_and_trays_are_those_of_the_selection(dataset: Dataset) -> None:
    query = "from=2023-11-01&to=2024-02-29&actor=Taliban"
    counts = select(dataset, read_query(query)[0]).counts
    answer = sent(dataset, query)
    assert answer["data-selected"] == str(counts.selected)
    assert answer["list"].count("data-event-id=") == counts.selected
    for tray in ("undated", "unplaced"):
        assert f'class="tray-count">{getattr(counts, tray)}</span>' in answer[tray]


def test_a_filter_change_patches_the_map_and_leaves_its_base(dataset: Dataset) -> None:
    before = sent(dataset, "")["drawn"]
    answer = sent(dataset, "actor=A-JA", before)
    assert isinstance(answer["map"], Patch)
    assert {tuple(step["location"]) for step in answer["map"].to_plotly_json()["operations"]} == {("data",)}


def test_opening_a_card_sends_the_lanes_alone(dataset: Dataset) -> None:
    before = sent(dataset, "actor=A-JA")["drawn"]
    answer = sent(dataset, "actor=A-JA&event=E10", before)
    changed = {name for name, value in answer.items() if value is not no_update and name != "controls"}
    assert changed == {"timeline", "foot", "notice", "notice_hidden", "drawn"}
    assert set(answer["controls"].values()) == {no_update}


def test_another_theme_redraws_the_pictures_and_keeps_the_lists(dataset: Dataset) -> None:
    before = sent(dataset, "")["drawn"]
    answer = sent(dataset, "", before, theme="dark")
    assert not isinstance(answer["map"], Patch)
    assert answer["list"] is no_update


def test_every_control_is_given_a_value(dataset: Dataset) -> None:
    answer = sent(dataset, "actor=Ансоруллоҳ&type=material+conflict&role=initiator&dates=best&q=a&q=b")
    assert answer["controls"].keys() == set(control_ids())
    assert answer["controls"] == answer["applied"]
    assert answer["controls"][ids.actor_group("armed group")] == ["A-JA"]
    assert answer["controls"][ids.type_group("material conflict")] == [
        "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
    ]  # fmt: skip
    assert answer["controls"][ids.FILTER_TEXT] == "a; b"
    assert answer["controls"][ids.FILTER_BEST] is True


def test_what_cannot_be_used_is_named(dataset: Dataset) -> None:
    answer = sent(dataset, "actor=Nobody&foo=1&from=2024&to=2023")
    told = str(answer["notice"])
    assert not answer["notice_hidden"]
    assert all(name in told for name in ("Nobody", "foo", "reversed"))


@pytest.mark.parametrize(
    ("payload", "query", "history"),
    [
        (
            {"xaxis.range[0]": "2023-11-01", "xaxis.range[1]": "2024-03-01"},
            "from=2023-11-01&to=2024-02-29",
            "replace",
        ),
        ({"points": [{"customdata": "E10"}]}, "event=E10", "push"),
        ({"points": [{"customdata": "2023-11-01/2023-11-30"}]}, "from=2023-11-01&to=2023-11-30", "replace"),
    ],
)  # fmt: skip
def test_a_drag_replaces_the_address_and_a_click_adds_to_it(payload: Any, query: str, history: str) -> None:
    assert state_after(payload, {"query": ""}) == {"query": query, "history": history}


def test_a_double_click_takes_the_range_back() -> None:
    state = {"query": "actor=A-JA&from=2023&to=2024"}
    assert state_after({"xaxis.autorange": True}, state) == {"query": "actor=A-JA", "history": "push"}


@pytest.mark.parametrize(
    "payload", [None, {}, {"autosize": True}, {"points": []}, {"xaxis.range[0]": "x"}, 7, "E10"]
)
def test_anything_else_changes_nothing(payload: Any) -> None:
    assert state_after(payload, {"query": ""}) is None
