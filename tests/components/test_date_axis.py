"""The labels of a time axis and worded dates on the page, in the language of dates."""

from __future__ import annotations

from typing import Any

import pytest
from dash import dcc, html

from components.context_strip import context_strip
from components.drawing.palette import THEMES
from components.drawing.prepare.board import board_marks
from components.drawing.prepare.timeline import strip_marks, timeline_marks
from components.drawing.prepare.timeline_axis import ticks
from components.drawing.svg.timeline import timeline_svg
from components.shared.date_axis import graph_language, tick_formats
from components.shared.dated import dated
from components.shared.markup import markup
from components.theme import GRAPH_CONFIG
from components.timeline import STRIP_CONFIG, strip_figure, timeline, timeline_figure
from data.dataset import Dataset, load
from data.date_words import speaking
from data.filters import Filters, Selection, select

LIGHT = THEMES["light"]


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


@pytest.fixture(scope="module")
def everything(dataset: Dataset) -> Selection:
    return select(dataset, Filters())


def graphs(part: Any) -> list[Any]:
    return [node for node in part._traverse() if isinstance(node, dcc.Graph)]


@pytest.mark.parametrize(
    ("tag", "day"),
    [("en", "%-d %b"), ("en-US", "%b %-d"), ("ru", "%-d %B"), ("de", "%-d. %B"), ("fr", "%-d %B")],
)
def test_a_tick_is_written_as_its_language_writes_it(tag: str, day: str) -> None:
    with speaking(tag):
        assert [stop["value"] for stop in tick_formats()] == [f"{day}\n%Y", "%b\n%Y", "%Y"]


def test_graphs_know_the_months_of_the_language_and_english_needs_none() -> None:
    for tag in ("en", "en-US"):
        with speaking(tag):
            assert graph_language() == {}
    with speaking("ru"):
        told = graph_language()
        assert told["locale"] == "ru"
        months = told["locales"]["ru"]["format"]
        assert (months["months"][4], months["shortMonths"][4]) == ("мая", "май")
        parts = [*graphs(timeline(html.Div())), *graphs(context_strip())]
        assert [graph.config["locale"] for graph in parts] == ["ru", "ru", "ru"]
        assert all({**graph.config, **GRAPH_CONFIG} == graph.config for graph in parts)
    plain = [graph.config for graph in (*graphs(timeline(html.Div())), *graphs(context_strip()))]
    assert plain == [GRAPH_CONFIG, STRIP_CONFIG, GRAPH_CONFIG]


def test_the_figures_of_the_page_follow(everything: Selection) -> None:
    marks, strip = timeline_marks(everything), strip_marks(everything)
    with speaking("de"):
        figure = timeline_figure(marks, None, LIGHT)
        assert figure["layout"]["xaxis"]["tickformatstops"] == tick_formats()
        hover = strip_figure(strip, None, LIGHT)["data"][0]["hovertext"]
    assert hover != strip_figure(strip, None, LIGHT)["data"][0]["hovertext"]
    assert any("Dez 2023" in line or "Okt 2023" in line for line in hover)


def test_the_drawn_axis_follows_and_says_its_language(everything: Selection) -> None:
    assert next(label for _, label in ticks((19662, 19665))) == "1 Nov 2023"
    marks = timeline_marks(everything)
    with speaking("ru"):
        assert next(label for _, label in ticks((19662, 19665))) == "1 нояб. 2023"
        drawn = timeline_svg(marks, (19600, 19700), LIGHT)
    assert ' xml:lang="ru">' in drawn
    assert "xml:lang" not in timeline_svg(marks, (19600, 19700), LIGHT)


def test_hovers_of_the_lanes_are_worded_in_the_language(dataset: Dataset) -> None:
    with speaking("fr"):
        marks = timeline_marks(select(dataset, Filters()))
    dated = [mark.lines[0] for mark in marks.marks if mark.kind != "bundle"]
    assert any("novembre 2023" in line for line in dated)
    assert not [line for line in dated if "November" in line or "unknown day" in line]


def test_the_months_of_the_board_are_worded_and_keep_their_keys(everything: Selection) -> None:
    plain = board_marks(everything).rounds
    with speaking("ru"):
        worded = board_marks(everything).rounds
    assert [one.key for one in worded] == [one.key for one in plain]
    assert [one.label for one in plain if one.days] == [one.key for one in plain if one.days]
    assert "ноябрь 2023" in [one.label for one in worded]


def test_a_worded_date_says_its_language_where_it_is_not_the_page_s() -> None:
    assert dated("2023-11-08") == "8 November 2023"
    with speaking("en-US"):
        assert dated("2023-11-08") == "November 8, 2023"
    with speaking("ru"):
        assert markup(dated("2023-11")) == '<span lang="ru">В неизвестный день ноября 2023</span>'
