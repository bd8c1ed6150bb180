"""The graph of relations and its table: what is drawn, where, and that both say the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from components import ids
from components.drawing.palette import DARK, LIGHT
from components.drawing.prepare.relations import Node, RelationMarks, apart, positions, relation_marks
from components.relations import DASHES, SYMBOLS, relations_figure, relations_view
from components.theme import GRAPH_CONFIG
from data.dataset import Dataset, load
from data.filters import Filters, select
from data.vocabulary import ACTOR_KINDS


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


def walk(component: Any) -> Iterator[Any]:
    yield component
    children = component if isinstance(component, list) else getattr(component, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        if child is not None and not isinstance(child, str):
            yield from walk(child)


def words(component: Any) -> str:
    if isinstance(component, str):
        return component
    children = component if isinstance(component, list) else getattr(component, "children", None)
    parts = children if isinstance(children, list | tuple) else [children]
    return "".join(words(part) for part in parts if part is not None)


def marks(dataset: Dataset, narrow: bool = False, **filters: Any) -> RelationMarks:
    return relation_marks(select(dataset, Filters(**filters)), narrow)


FILTERS: list[dict[str, Any]] = [
    {},
    {"thread": ("talks",)},
    {"actor": ("A-ARSALON",)},
    {"from_": "2023", "to": "2023-12"},
]


@pytest.mark.parametrize("filters", FILTERS)
def test_every_relation_of_the_selection_is_in_the_table_and_those_between_actors_are_drawn(
    dataset: Dataset, filters: dict[str, Any]
) -> None:
    selection = select(dataset, Filters(**filters))
    shown = {*selection.events["id"], *selection.undated["id"]}
    inside = {row["actor"] for event in shown for row in dataset.rows_of("participants", "event", event)}
    rows = dataset.tables["relations"].to_dict("records")
    wanted = [row for row in rows if row["subject"] in inside or row["object_actor"] in inside]
    found = relation_marks(selection)
    assert [row.id for row in found.rows] == [row["id"] for row in wanted]
    assert {edge.relation.id for edge in found.edges} == {row["id"] for row in wanted if row["object_actor"]}
    drawn = {node.actor: node for node in found.nodes}
    assert {actor for actor, node in drawn.items() if node.inside} | {
        a for a, *_ in found.unrelated
    } == inside
    assert not set(drawn) & {actor for actor, *_ in found.unrelated}
    for node in found.nodes:
        mine = {row["event"] for row in dataset.rows_of("participants", "actor", node.actor)} & shown
        assert sum(node.counts.values()) == len(mine)


@pytest.mark.parametrize("narrow", [False, True])
def test_nothing_jumps_when_a_filter_changes(dataset: Dataset, narrow: bool) -> None:
    everywhere = {node.actor: (node.x, node.y) for node in marks(dataset, narrow).nodes}
    for filters in FILTERS:
        for node in marks(dataset, narrow, **filters).nodes:
            assert (node.x, node.y) == everywhere.get(node.actor, (node.x, node.y))
    assert positions(load(), narrow) == positions(dataset, narrow)  # the seed, not the clock


def reach(node: Node) -> tuple[float, float, float, float]:
    wide = max(len(line) for line in node.lines) * 6.0 / 2
    name = node.size / 2 + 13 * len(node.lines)
    up, down = (name, node.size / 2) if node.above else (node.size / 2, name)
    return node.x - wide, node.x + wide, node.y - up, node.y + down


@pytest.mark.parametrize("narrow", [False, True])
def test_no_name_covers_another(dataset: Dataset, narrow: bool) -> None:
    nodes = marks(dataset, narrow).nodes
    width, height = marks(dataset, narrow).size
    for place, node in enumerate(nodes):
        left, right, top, bottom = reach(node)
        assert left >= 0 and right <= width and top >= 0 and bottom <= height, node.name
        for other in nodes[:place]:
            left_, right_, top_, bottom_ = reach(other)
            assert right < left_ or right_ < left or bottom < top_ or bottom_ < top, (node.name, other.name)


@given(
    arrays.arrays(float, st.tuples(st.integers(1, 8), st.just(2)), elements=st.floats(0, 800)),
)
def test_boxes_are_pushed_apart_and_stay_in_the_picture(points: np.ndarray) -> None:
    boxes = np.tile([30.0, 10.0, 20.0], (len(points), 1))
    placed = apart(points, boxes, (800, 800))
    assert (placed >= (30, 10)).all() and (placed <= (770, 780)).all()
    for one in range(len(placed)):
        for other in range(one):
            dx, dy = abs(placed[one] - placed[other])
            assert dx >= 60 or dy >= 30
    assert np.allclose(apart(placed, boxes, (800, 800)), placed)  # nothing moves without need


@pytest.mark.parametrize(("relation", "look"), [("R01", "flat"), ("R06", "hedged"), ("R22", "question")])
def test_a_line_looks_as_it_is_said(dataset: Dataset, relation: str, look: str) -> None:
    edge = next(edge for edge in marks(dataset).edges if edge.relation.id == relation)
    assert edge.look == look


def test_same_as_is_dashed_and_hedged_is_dotted() -> None:
    assert DASHES == {"flat": "solid", "hedged": "dot", "question": "dash"}


def test_relations_of_the_same_two_actors_do_not_cover_each_other(dataset: Dataset) -> None:
    middles = [edge.middle for edge in marks(dataset).edges]
    assert len(set(middles)) == len(middles)


def test_an_arrow_points_from_the_subject_to_the_object(dataset: Dataset) -> None:
    for edge in marks(dataset).edges:
        ahead = np.array([np.sin(np.radians(edge.angle)), -np.cos(np.radians(edge.angle))])
        along = np.array(edge.end) - np.array(edge.start)
        assert np.allclose(along / np.linalg.norm(along), ahead, atol=0.02)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_figure_is_plain_scatter_and_takes_no_colour_of_a_quad_class(
    dataset: Dataset, theme: Any
) -> None:
    figure = relations_figure(marks(dataset), theme)
    assert {trace["type"] for trace in figure["data"]} == {"scatter"}
    quads = (
        theme.verbal_cooperation,
        theme.material_cooperation,
        theme.verbal_conflict,
        theme.material_conflict,
    )
    assert not any(quad in str(figure) for quad in quads)
    assert figure == relations_figure(marks(dataset), theme)


def test_a_press_on_an_actor_carries_its_filter(dataset: Dataset) -> None:
    figure = relations_figure(marks(dataset), LIGHT)
    carried = {mark for trace in figure["data"] for mark in trace.get("customdata", [])}
    assert carried == {f"actor:{node.actor}" for node in marks(dataset).nodes}


def test_a_hover_tells_who_when_and_how_sure(dataset: Dataset) -> None:
    hovers = [text for trace in relations_figure(marks(dataset), LIGHT)["data"]
              for text in trace.get("hovertext", [])]  # fmt: skip
    told = next(text for text in hovers if "member of Jamaat" in text.replace("<br>", " "))
    for piece in ("When: from 2014, end not given", "according to some sources", "Who says so: Asia-Plus"):
        assert piece in told
    assert any("not in your selection" in text.lower() for text in hovers)


def test_every_kind_of_actor_has_a_mark_of_its_own() -> None:
    assert set(SYMBOLS) == set(ACTOR_KINDS)
    assert len(set(SYMBOLS.values())) == len(SYMBOLS)


def test_the_view_has_a_graph_that_sends_nothing_away_and_a_table_of_every_relation(dataset: Dataset) -> None:
    selection = select(dataset, Filters())
    view = relations_view(selection, LIGHT)
    graph: Any = next(part for part in walk(view) if isinstance(part, dcc.Graph))
    assert graph.id == ids.RELATIONS_GRAPH and graph.config == GRAPH_CONFIG
    table = next(part for part in walk(view) if isinstance(part, html.Table))
    rows = [part for part in walk(table.children[2]) if isinstance(part, html.Tr)]
    assert len(rows) == len(dataset.tables["relations"])
    heads: list[Any] = [part for part in walk(table) if isinstance(part, html.Th)]
    assert {head.scope for head in heads} == {"col", "row"}
    told = words(table)
    for piece in (
        "Mahdi Arsalon",
        "Nurobod",
        "“reportedly”",
        "No date given",
        "open question",
        "said flatly",
    ):
        assert piece in told


def test_actors_without_a_relation_are_listed(dataset: Dataset) -> None:
    view = words(relations_view(select(dataset, Filters()), LIGHT))
    assert "related to no other actor by a source" in view
    assert "Qatar" in view


def test_a_selection_without_relations_says_so(dataset: Dataset) -> None:
    view = relations_view(select(dataset, Filters(q=("no such words anywhere",))), LIGHT)
    assert "No source here names a relation" in words(view)
    assert not any(isinstance(part, dcc.Graph) for part in walk(view))
