"""The parts of the page: the card, the list, the trays, the filter panel, the theme."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from dash import dcc
from plotly.utils import PlotlyJSONEncoder

from components import ids
from components.event_card import card_contents
from components.filter_panel import actor_choices, filter_panel
from components.pages.dashboard import dashboard
from components.theme import GRAPH_CONFIG, style_properties
from components.trays import opens_by_itself, unplaced_tray
from data.dataset import Dataset, load
from data.filters import read_query, select

ASSETS = Path(__file__).resolve().parents[2] / "assets"


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


def text(component: Any) -> str:
    """Everything that a reader of the component would read, as one string."""
    return json.dumps(component, cls=PlotlyJSONEncoder, ensure_ascii=False)


def walk(component: Any) -> Iterator[Any]:
    yield component
    children = getattr(component, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        if child is not None and not isinstance(child, str):
            yield from walk(child)


def test_every_graph_can_send_nothing_away(dataset: Dataset) -> None:
    graphs: list[Any] = [part for part in walk(dashboard(dataset)) if isinstance(part, dcc.Graph)]
    assert {graph.id for graph in graphs} == {
        ids.MAP_GRAPH, ids.TIMELINE_GRAPH, ids.TIMELINE_CONTEXT, ids.TIMELINE_STRIP,
    }  # fmt: skip
    for graph in graphs:
        config: Any = graph.config
        assert {key: config.get(key) for key in GRAPH_CONFIG} == GRAPH_CONFIG


def test_ids_are_unique(dataset: Dataset) -> None:
    used = [str(part.id) for part in walk(dashboard(dataset)) if getattr(part, "id", None)]
    assert sorted(used) == sorted(set(used))


def test_the_stable_hooks_are_there(dataset: Dataset) -> None:
    used = {str(part.id) for part in walk(dashboard(dataset)) if getattr(part, "id", None)}
    assert used >= {
        "summary", "filter-actors", "filter-dates", "timeline-graph", "map-graph", "event-list", "event-card",
        "tray-undated", "tray-unplaced", "notice",
    }  # fmt: skip


def test_every_event_has_a_card(dataset: Dataset) -> None:
    for event in dataset.events["id"]:
        told = text(card_contents(dataset, event))
        assert json.dumps(dataset.row("events", event)["title"], ensure_ascii=False) in told
        assert "Who says so" in told


def test_the_card_of_the_letter_tells_the_chain_the_hedges_and_that_nothing_is_graded(
    dataset: Dataset,
) -> None:
    told = text(card_contents(dataset, "E10"))
    for words in (
        "photo of the letter",
        "in principle",
        "implied",
        "passes it on",
        "not graded",
        "early December",
    ):
        assert words in told, words


def test_rival_claims_stand_in_the_card(dataset: Dataset) -> None:
    told = text(card_contents(dataset, "E31"))
    assert "Against it" in told
    assert "2006" in told


def test_an_actor_is_found_by_names_in_three_scripts(dataset: Dataset) -> None:
    (found,) = (choice for choice in actor_choices(dataset, "armed group") if choice.value == "A-JA")
    assert "Ансоруллоҳ" in found.names
    assert any("؀" <= letter <= "ۿ" for letter in found.names)


def test_a_place_that_no_mark_may_stand_for_is_listed_with_its_reason(dataset: Dataset) -> None:
    selection = select(dataset, read_query("from=2023-11-01&to=2024-02-29&thread=talks")[0])
    told = text(unplaced_tray(selection))
    assert "withheld by the source" in text(unplaced_tray(select(dataset, read_query("")[0])))
    assert "no place stated" in told
    counts = selection.counts
    assert opens_by_itself(selection) is (counts.unplaced > counts.selected - counts.unplaced)


def test_the_panel_offers_every_filter(dataset: Dataset) -> None:
    used = {str(part.id) for part in walk(filter_panel(dataset)) if getattr(part, "id", None)}
    assert used >= {
        ids.FILTER_MATCH, ids.FILTER_PARTS, ids.FILTER_ROLE, ids.FILTER_FROM, ids.FILTER_TO, ids.FILTER_WHEN,
        ids.FILTER_BEST, ids.FILTER_THREAD, ids.FILTER_COLLECTION, ids.FILTER_DISTRICT, ids.FILTER_PLACE,
        ids.FILTER_SOURCE, ids.FILTER_TEXT,
    }  # fmt: skip


def test_the_style_sheet_is_the_palette() -> None:
    assert (ASSETS / "palette.css").read_text(encoding="utf-8").endswith(style_properties() + "\n")
