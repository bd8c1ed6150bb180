"""The search box and its rows: a combobox whose options open what they name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from dash import Dash
from hypothesis import given, settings
from hypothesis import strategies as st
from plotly.utils import PlotlyJSONEncoder

from components import ids
from components.callbacks import search as callback
from components.callbacks.search import hidden_of, results
from components.search import search_box, search_results
from data.dataset import Dataset, load
from data.filters import read_query, select
from data.releases import Releases
from data.search import LONGEST_SEARCH, search


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


def text(component: Any) -> str:
    return json.dumps(component, cls=PlotlyJSONEncoder, ensure_ascii=False)


def walk(component: Any) -> Iterator[Any]:
    yield component
    children = component if isinstance(component, list) else getattr(component, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        if child is not None and not isinstance(child, str):
            yield from walk(child)


def with_role(component: Any, role: str) -> list[Any]:
    return [part for part in walk(component) if getattr(part, "role", None) == role]


def rows(dataset: Dataset, typed: str, query: str = "") -> list[Any]:
    return results(dataset, typed, {"query": query})


def test_the_box_has_a_label_a_limit_and_a_place_for_results() -> None:
    parts = list(walk(search_box()))
    box = next(part for part in parts if getattr(part, "id", None) == ids.SEARCH_BOX)
    assert box.maxlength == str(LONGEST_SEARCH)
    assert "/" in box.placeholder
    assert any(getattr(part, "htmlFor", None) == ids.SEARCH_BOX for part in parts)
    assert next(part for part in parts if getattr(part, "id", None) == ids.SEARCH_RESULTS).hidden


def test_results_are_one_listbox_of_named_groups(dataset: Dataset) -> None:
    (listbox,) = rows(dataset, "Khorog")
    assert listbox.role == "listbox"
    groups = with_role(listbox, "group")
    assert groups == listbox.children
    for group in groups:
        heading = group.children[0]
        assert heading.id == getattr(group, "aria-labelledby")
        assert {part.role for part in group.children[1:]} == {"option"}


def test_options_have_ids_of_their_own_and_open_one_thing(dataset: Dataset) -> None:
    options = with_role(rows(dataset, "Taliban"), "option")
    assert (
        len(options)
        == len({option.id for option in options})
        == sum(len(group.hits) for group in search(dataset, "Taliban"))
    )
    for option in options:
        opens = {name for name in ("data-open-event", "data-open-card") if hasattr(option, name)}
        assert len(opens) == 1
        assert getattr(option, "aria-selected") == "false"


@pytest.mark.parametrize(
    ("typed", "attribute", "value"),
    [
        ("Ansarullah", "data-open-card", "A-JA"),
        ("Khorog", "data-open-card", "L-KHOROG"),
        ("X01", "data-open-card", "L-BCP"),
        ("E10", "data-open-event", "E10"),
        ("S02", "data-open-card", "S02"),
        ("C050", "data-open-card", "S01"),
    ],
)
def test_a_press_opens_what_was_found(dataset: Dataset, typed: str, attribute: str, value: str) -> None:
    assert getattr(with_role(rows(dataset, typed), "option")[0], attribute) == value


def test_a_row_tells_the_name_that_matched(dataset: Dataset) -> None:
    told = text(with_role(rows(dataset, "Ансоруллоҳ"), "option")[0])
    assert "Jamaat Ansarullah" in told
    assert "found by: " in told
    assert "Ансоруллоҳ" in told
    assert "found by" not in text(
        with_role(rows(dataset, "Asia-Plus"), "group")[1]
    )  # it stands in the detail


def test_what_is_left_out_is_counted(dataset: Dataset) -> None:
    claims = next(group for group in search(dataset, "Taliban") if group.kind == "claim")
    assert f"6 shown, and {claims.more} more" in text(rows(dataset, "Taliban"))
    assert "more" not in text([part.children[0] for part in with_role(rows(dataset, "Demogan"), "group")])


def test_rows_that_the_filters_hide_say_so(dataset: Dataset) -> None:
    assert "hidden by your filters" not in text(rows(dataset, "Tabarov killed"))
    told = text(rows(dataset, "Tabarov killed", "thread=talks"))
    assert '"hidden by your filters"' in told
    assert "its event is hidden by your filters" in told


def test_undated_events_are_listed_and_not_hidden(dataset: Dataset) -> None:
    selection = select(dataset, read_query("from=2023-11")[0])
    undated = str(selection.undated["id"].iloc[0])
    groups = search(dataset, undated)
    assert groups[0].hits[0].event == undated
    assert undated not in hidden_of(dataset, groups, selection.filters)


def test_nothing_found_is_one_sentence_and_nothing_typed_is_nothing(dataset: Dataset) -> None:
    (told,) = rows(dataset, "qqqzzz")
    assert "matches “qqqzzz”" in told.children
    assert [rows(dataset, blank) for blank in ("", "   ", "\t")] == [[], [], []]
    assert len(rows(dataset, "???")) == 1


@pytest.mark.parametrize("value", [None, 3, ["Khorog"], {"a": 1}, True, 1e99])
@pytest.mark.parametrize("state", [None, 7, {"query": 3}, {"query": "from=x&actor=%FF"}, "x"])
def test_whatever_the_client_sends_is_survived(dataset: Dataset, value: Any, state: Any) -> None:
    assert results(dataset, value, state) == []
    assert results(dataset, "Khorog", state)


def test_the_results_carry_the_text_that_they_answer(dataset: Dataset) -> None:
    """The script opens them and Enter presses them only where it is still what stands in the box."""
    for typed in ("Khorog ", "qqqzzz"):
        assert getattr(rows(dataset, typed)[0], "data-found-for") == typed


@settings(max_examples=40)
@given(typed=st.text(max_size=120))
def test_any_text_gives_rows_that_can_be_sent(dataset: Dataset, typed: str) -> None:
    sent = results(dataset, typed, None)
    assert len(sent) <= 1
    text(sent)


def test_hostile_text_stays_text(dataset: Dataset) -> None:
    (told,) = search_results((), "<img src=x onerror=alert(1)>", frozenset())
    assert told.children == "No name, title, claim or source matches “<img src=x onerror=alert(1)>”."


def test_the_journey_is_wired(dataset: Dataset) -> None:
    app = Dash("search")
    callback.register(app, Releases(dataset))
    assert f"{ids.SEARCH_RESULTS}.children" in app.callback_map
