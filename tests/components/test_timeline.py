"""From a selection to lanes, and from lanes to figure and SVG."""

from __future__ import annotations

import json
from datetime import date
from types import SimpleNamespace
from typing import Any, cast
from xml.etree import ElementTree

import pandas as pd
import pytest

from components.drawing.palette import QUAD_NAMES, THEMES
from components.drawing.prepare import timeline as prepare
from components.drawing.svg.timeline import plot_size, timeline_svg
from components.timeline import STRIP_CONFIG, strip_figure, timeline, timeline_figure
from data import dates, wording
from data.selection import Selection
from data.vocabulary import QUAD_OF_CATEGORY

LIGHT = THEMES["light"]
EVENTS = [
    ("E01", "talks", "REQUEST", "[..2023-11-08]", "possible"),
    ("E02", "talks", "CONSULT", "2023-11-08", "certain"),
    ("E03", "talks", "CONSULT", "2023-11-09/2023-11-15", "certain"),
    ("E04", "group", "", "2010/..", "certain"),
    ("E05", "incidents", "ASSAULT", "2023-12", "certain"),
]
PARTS = [
    ("E02", "A-ONE", "initiator"),
    ("E02", "A-ONE", "mediator"),
    ("E02", "A-TWO", "recipient"),
    ("E03", "A-ONE", "initiator"),
    ("E05", "A-TWO", "mentioned"),
]


def selection(
    events: list[tuple[str, str, str, str, str]],
    window: tuple[str, str] | None = ("2023-11-01", "2024-02-29"),
) -> Selection:
    rows = []
    for event, thread, category, text, when in events:
        bounds = dates.parse(text, date(2024, 2, 23))._asdict()
        quad = QUAD_OF_CATEGORY.get(category, "uncoded")
        row = {"id": event, "title": f"<b>{event}</b> & co", "thread": thread, "category": category}
        words = {"date": text, "date_phrase": "in “autumn”", "date_reason": "It says so.", "when": when}
        rows.append({**row, **words, "quad": quad, **bounds})
    columns = [*rows[0]] if rows else ["id", "thread", "category", "quad", "when", *dates.Bounds._fields]
    table = {event: text for event, _, _, text, _ in events}
    parts = pd.DataFrame(PARTS, columns=["event", "actor", "role"])
    dataset = SimpleNamespace(tables={"participants": parts}, row=lambda _, event: {"date": table[event]})
    limits = window and tuple(dates.day_number(date.fromisoformat(day)) for day in window)
    frame = pd.DataFrame(rows, columns=columns)
    return cast(Selection, SimpleNamespace(events=frame, dataset=dataset, window=limits))


@pytest.fixture(autouse=True)
def _wording(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "says_who", lambda _, event: f"a paper ← {event}")
    monkeypatch.setattr(wording, "actor_name", lambda _, actor, stance="": f"{actor} {stance}".strip())


def lanes_of(marks: prepare.TimelineMarks) -> list[tuple[str, int, int]]:
    return [(lane.label, lane.count, lane.possible) for lane in marks.lanes]


def test_thread_lanes_keep_the_vocabularys_order() -> None:
    marks = prepare.timeline_marks(selection(EVENTS))
    assert lanes_of(marks) == [("The talks", 3, 1), ("The group", 1, 0), ("Armed incidents", 1, 0)]
    assert not marks.note


def test_an_event_stands_in_the_lane_of_each_of_its_actors_once() -> None:
    marks = prepare.timeline_marks(selection(EVENTS), "actor", "official")
    assert lanes_of(marks) == [
        ("A-ONE official", 2, 0),
        ("A-TWO official", 2, 0),
        ("No actor named", 2, 1),
    ]
    visit = next(mark for mark in marks.marks if mark.events == ("E02",) and mark.lane == "A-ONE")
    assert "A-ONE official here: initiator, mediator" in visit.lines


def test_surplus_actors_share_a_lane_and_the_note_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepare, "MOST_LANES", 1)
    monkeypatch.setattr(prepare, "FEWEST_LANES", 1)
    marks = prepare.timeline_marks(selection(EVENTS), "actor")
    assert [lane.label for lane in marks.lanes] == ["A-ONE", "Other actors", "No actor named"]
    assert marks.note == "1 of 2 actors have a lane of their own; 1 share one."


def test_type_lanes_follow_the_classes() -> None:
    marks = prepare.timeline_marks(selection(EVENTS), "type")
    assert [lane.label for lane in marks.lanes] == [
        "Consult",
        "Request or demand",
        "Assault",
        "Not coded by PLOVER",
    ]


def test_the_hover_gives_phrase_reason_and_who_says_so() -> None:
    mark = prepare.timeline_marks(selection(EVENTS[1:2])).marks[0]
    assert mark.lines == (
        "8 November 2023",
        "The source: “in “autumn””",
        "Dated so because: It says so.",
        "Who says so: a paper ← E02",
        "Certainly in this range",
        "Verbal cooperation",
    )


def test_without_a_range_nothing_is_called_certain_or_possible() -> None:
    mark = prepare.timeline_marks(selection(EVENTS[1:2], None)).marks[0]
    assert not any("in this range" in line for line in mark.lines)


def test_without_a_range_the_view_is_whole_years() -> None:
    view = prepare.timeline_marks(selection(EVENTS, None)).view
    assert [prepare.calendar_day(day) for day in view] == [date(2010, 1, 1), date(2024, 12, 31)]


def test_an_open_side_of_the_window_ends_with_the_data() -> None:
    chosen = selection(EVENTS)
    cast(Any, chosen).window = (dates.day_number(date(2023, 11, 1)), 2 * dates.UNBOUNDED_FUTURE)
    assert prepare.calendar_day(prepare.visible(chosen)[1]) == date(2024, 12, 31)


def test_nothing_selected_is_said() -> None:
    marks = prepare.timeline_marks(selection([]))
    assert marks.marks == ()
    figure = timeline_figure(marks, None, LIGHT)
    assert figure["data"] == []
    assert figure["layout"]["annotations"][0]["text"] == "No dated event is selected here."
    ElementTree.fromstring(timeline_svg(marks, None, LIGHT))


def test_strip_counts_as_a_range_of_each_bin_would() -> None:
    span = (dates.day_number(date(2023, 1, 1)), dates.day_number(date(2023, 12, 31)))
    strip = prepare.strip_marks(selection(EVENTS), span)
    assert strip.unit == "month"
    assert [(bin_.certain, bin_.possible) for bin_ in strip.bins] == [(1, 1)] * 10 + [(3, 1), (2, 0)]


@pytest.mark.parametrize("lanes", ["thread", "actor", "type"])
@pytest.mark.parametrize("narrow", [False, True])
def test_figure_is_plain_and_the_same_each_time(lanes: prepare.LaneMode, narrow: bool) -> None:
    marks = prepare.timeline_marks(selection(EVENTS), lanes, narrow=narrow)
    figure = timeline_figure(marks, None, LIGHT, chosen="E02")
    assert json.dumps(figure) == json.dumps(timeline_figure(marks, None, LIGHT, chosen="E02"))
    assert {trace["type"] for trace in figure["data"]} == {"scatter"}
    clickable = [value for trace in figure["data"] for value in trace.get("customdata", [])]
    assert set(clickable) == {"E01", "E02", "E03", "E04", "E05"}
    assert "<b><b>" not in json.dumps(figure)


def test_the_axis_shows_the_window_to_the_end_of_its_last_day() -> None:
    figure = timeline_figure(prepare.timeline_marks(selection(EVENTS)), None, LIGHT)
    assert figure["layout"]["xaxis"]["range"] == ["2023-11-01", "2024-03-01"]


def test_strip_shows_the_window_as_a_shape() -> None:
    strip = prepare.strip_marks(selection(EVENTS))
    figure = strip_figure(
        strip, (dates.day_number(date(2023, 11, 1)), dates.day_number(date(2023, 11, 30))), LIGHT
    )
    shape = figure["layout"]["shapes"][0]
    assert (shape["x0"], shape["x1"]) == ("2023-11-01", "2023-12-01")
    assert strip_figure(strip, None, LIGHT)["layout"]["shapes"] == []
    assert STRIP_CONFIG["showSendToCloud"] is False


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("window", [None, ("2023-11-01", "2024-02-29"), ("2023-11-06", "2023-11-12")])
def test_svg_is_well_formed_and_names_every_event(theme: str, window: tuple[str, str] | None) -> None:
    marks = prepare.timeline_marks(selection(EVENTS, window), plot=plot_size(960, 360))
    root = ElementTree.fromstring(timeline_svg(marks, None, THEMES[theme]))
    space = "{http://www.w3.org/2000/svg}"
    told = " ".join(title.text or "" for title in root.iter(f"{space}title"))
    for mark in marks.marks:
        assert all(f"<b>{event}</b> & co" in told for event in mark.events)
    assert "The talks: 3 events" in (root.findtext(f"{space}desc") or "")
    words = {text.text for text in root.iter(f"{space}text")}
    assert set(QUAD_NAMES.values()) <= words


def test_svg_without_forbidden_characters() -> None:
    chosen = selection(EVENTS[1:2])
    chosen.events["title"] = "a\x00b]]>\"'<script>"
    ElementTree.fromstring(timeline_svg(prepare.timeline_marks(chosen), None, LIGHT))


def test_the_part_has_switch_graphs_and_a_legend_in_words() -> None:
    text = json.dumps(timeline(None).to_plotly_json(), default=lambda part: part.to_plotly_json())
    for word in ("timeline-lanes", "timeline-graph", "timeline-strip", *QUAD_NAMES.values(), "hollow"):
        assert word in text
