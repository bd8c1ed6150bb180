"""The strip under the lanes: what the open card says, on the axis of the lanes."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from dash import dcc
from hypothesis import given
from hypothesis import strategies as st

from components import ids
from components.context_strip import SYMBOLS, context_figure, context_strip
from components.drawing.palette import DARK, LIGHT, QUAD_NAMES
from components.drawing.prepare.context import (
    MOST_PIXELS,
    MOST_ROWS,
    STATUSES,
    ContextMarks,
    ContextSpan,
    context_marks,
    in_view,
    packed,
)
from components.drawing.prepare.timeline import timeline_marks, visible
from components.theme import GRAPH_CONFIG
from components.timeline import timeline_figure
from data import dates
from data.dataset import Dataset, load
from data.query import read_query
from data.relations import relation_spans
from data.selection import select

WHOLE = (dates.day_range("1990")[0], dates.day_range("2025")[1])


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


def marks_of(dataset: Dataset, card: str) -> ContextMarks:
    marks = context_marks(dataset, card)
    assert marks is not None
    return marks


@pytest.mark.parametrize("card", ["", "nothing", "AF-D18", "L-KABUL", "S01", "A-FATHER"])
def test_a_card_without_dated_spans_has_no_strip(dataset: Dataset, card: str) -> None:
    assert context_marks(dataset, card) is None


def test_a_crossing_has_a_row_for_each_status_that_was_seen(dataset: Dataset) -> None:
    marks = marks_of(dataset, "L-BCP")
    assert marks.rows == STATUSES
    assert marks_of(dataset, "X01") == marks
    assert len(marks.spans) == 5
    for span in marks.spans:
        assert marks.rows[span.row] == span.status
    assert "between, not known" in marks.note
    assert "123 trucks" in json.dumps([span.lines for span in marks.spans], ensure_ascii=False)
    assert all(any(line.startswith("Source: ") for line in span.lines) for span in marks.spans)


@pytest.mark.parametrize("crossing", ["X07", "X09"])
def test_unknown_is_said_and_not_drawn_as_closed(dataset: Dataset, crossing: str) -> None:
    marks = marks_of(dataset, crossing)
    assert marks.rows == () and marks.spans == ()
    assert "not known" in marks.note
    figure = context_figure(marks, WHOLE, LIGHT)
    assert figure["data"] == []
    assert "No dated sighting" in json.dumps(figure)


def test_what_has_no_date_is_counted_beside_what_has(dataset: Dataset) -> None:
    assert "1 undated in the card" in marks_of(dataset, "X08").note


def test_a_day_is_a_dot_and_an_open_end_an_arrow(dataset: Dataset) -> None:
    shown = {(span.status, mark.kind, mark.arrows) for span, mark in in_view(marks_of(dataset, "X06"), WHOLE)}
    assert ("open", "span", ("left",)) in shown  # by 18 February 2019
    days = [
        mark.kind for span, mark in in_view(marks_of(dataset, "X01"), WHOLE) if len(set(span.bounds)) == 1
    ]
    assert days == ["dot"] * 3


def test_one_unknown_day_has_no_core_and_a_qualified_end_has_wings(dataset: Dataset) -> None:
    close = dates.parse("2017-11-01/2018-02-01")
    shown = in_view(marks_of(dataset, "X01"), (close.start_earliest, close.end_latest))
    assert [(span.status, mark.kind, mark.core) for span, mark in shown] == [("limited", "span", None)]
    closed = in_view(marks_of(dataset, "X06"), dates.day_range("2018"))
    (core,) = [mark.core for span, mark in closed if span.bounds == dates.parse("2018-08~/2019-02-15~")]
    assert core is not None
    assert core[0] == dates.day_range("2018-09")[1]


def test_nothing_is_drawn_outside_its_own_bounds_or_the_view(dataset: Dataset) -> None:
    view = dates.day_range("2021")
    for card in [*dataset.tables["crossings"]["id"], *dataset.tables["actors"]["id"]]:
        marks = context_marks(dataset, card)
        for span, mark in in_view(marks, view) if marks else []:
            assert max(view[0], span.bounds.start_earliest) <= mark.start
            assert mark.end <= min(view[1], span.bounds.end_latest) + 1


def test_an_actor_has_every_dated_relation_and_a_question_stays_one(dataset: Dataset) -> None:
    marks = marks_of(dataset, "A-JA")
    assert len(marks.spans) == len(relation_spans(dataset, "A-JA"))
    (question,) = (span for span in marks.spans if span.question)
    figure = context_figure(marks, WHOLE, LIGHT)
    dotted = [trace for trace in figure["data"] if trace.get("line", {}).get("dash") == "dot"]
    assert dotted
    assert "a question, not asserted" in json.dumps(figure)
    assert question.label.startswith("same as?")


def test_the_hover_keeps_hedge_and_speaker(dataset: Dataset) -> None:
    told = json.dumps(context_figure(marks_of(dataset, "A-ARSALON"), WHOLE, LIGHT), ensure_ascii=False)
    assert "according to some sources" in told
    assert "Who says so: Asia-Plus ←" in told


def test_every_row_has_its_label_and_text_is_escaped() -> None:
    bounds = dates.parse("2020/2021")
    span = ContextSpan(0, "<b>x</b>", bounds, ("100 %{y} & more",))
    figure = context_figure(ContextMarks("<i>T</i>", "n", ("<u>r</u>",), (span,)), WHOLE, LIGHT)
    told = json.dumps(figure)
    assert "<i>" not in told and "<u>" not in told and "<b>x" not in told
    assert "%{y}" not in told
    assert "&lt;u&gt;r&lt;/u&gt;" in told


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("query", ["", "from=2023-11&to=2024-02", "from=2023-11-05&to=2023-11-12"])
def test_the_axis_is_that_of_the_lanes(dataset: Dataset, query: str, narrow: bool) -> None:
    selection = select(dataset, read_query(query)[0])
    lanes = timeline_figure(timeline_marks(selection, narrow=narrow), None, LIGHT, narrow)["layout"]
    strip = context_figure(marks_of(dataset, "L-BCP"), visible(selection), LIGHT, narrow)["layout"]
    for side in ("l", "r"):
        assert strip["margin"][side] == lanes["margin"][side]
    for key in ("type", "range", "nticks", "dtick", "tickformatstops", "ticklabelmode", "tickangle"):
        assert strip["xaxis"].get(key) == lanes["xaxis"].get(key), key
    assert strip["xaxis"]["tickfont"]["size"] == lanes["xaxis"]["tickfont"]["size"]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_colours_of_the_quad_classes_mean_nothing_here(dataset: Dataset, theme: Any) -> None:
    quads = {theme.quad(quad) for quad in QUAD_NAMES}
    for card in ("L-BCP", "X06", "A-JA"):
        told = json.dumps(context_figure(marks_of(dataset, card), WHOLE, theme))
        assert not [colour for colour in quads if colour in told]


def test_each_status_has_a_shape_of_its_own() -> None:
    assert len(set(SYMBOLS.values())) == len(SYMBOLS)
    assert set(STATUSES) < set(SYMBOLS)


def test_the_same_marks_give_the_same_figure(dataset: Dataset) -> None:
    marks = marks_of(dataset, "A-JA")
    assert json.dumps(context_figure(marks, WHOLE, DARK)) == json.dumps(context_figure(marks, WHOLE, DARK))


def test_no_card_gives_a_figure_of_no_height() -> None:
    figure = context_figure(None, WHOLE, LIGHT)
    assert figure["data"] == []
    assert figure["layout"]["height"] <= 1


def test_out_of_view_is_said(dataset: Dataset) -> None:
    figure = context_figure(marks_of(dataset, "X03"), dates.day_range("2000"), LIGHT)
    assert "Nothing of it lies in the time shown" in json.dumps(figure)


def test_the_height_grows_with_the_rows_to_a_limit(dataset: Dataset) -> None:
    assert marks_of(dataset, "X05").height < marks_of(dataset, "X06").height < MOST_PIXELS
    assert marks_of(dataset, "A-JA").height == MOST_PIXELS


days = st.integers(min_value=0, max_value=20_000)


@given(st.lists(st.tuples(days, days).map(sorted), max_size=40))
def test_packed_spans_of_a_row_never_overlap_and_none_is_lost_uncounted(pairs: list[list[int]]) -> None:
    spans = [
        ContextSpan(0, str(number), dates.Bounds(first, first, last, last), ())
        for number, (first, last) in enumerate(pairs)
    ]
    placed, left = packed(spans)
    assert len(placed) + left == len(spans)
    rows: dict[int, list[dates.Bounds]] = {}
    for span in placed:
        rows.setdefault(span.row, []).append(span.bounds)
    assert sorted(rows) == list(range(len(rows)))
    assert len(rows) <= MOST_ROWS
    for bounds in rows.values():
        ordered = sorted(bounds)
        for before, after in pairwise(ordered):
            assert before.end_latest < after.start_earliest


def test_the_part_is_one_graph_that_sends_nothing() -> None:
    graph: Any = context_strip().children
    assert isinstance(graph, dcc.Graph)
    assert (graph.id, graph.config) == (ids.TIMELINE_CONTEXT, GRAPH_CONFIG)  # type: ignore[attr-defined]
