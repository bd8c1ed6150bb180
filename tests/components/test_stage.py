"""The stage of a brief: complete when loaded, faithful to the selection, safe whatever the texts are."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from dash import html

from components.border_map import TRACES
from components.brief_menu import brief_menu
from components.drawing.palette import PROJECTOR
from components.drawing.prepare.board import board_marks
from components.drawing.prepare.map import FRAME, map_marks
from components.pages.brief_index import index_page
from components.pages.presenter import presenter_page
from components.pages.stage import KEYS, stage_page
from components.pages.stage_cards import for_stage
from components.pages.stage_pictures import beyond, ringed_traces, rings_of, step_timeline
from components.shared.attributes import attributes
from components.shared.map_style import SLOTS, slot
from components.shared.markup import markup
from components.stage_step import place_words, plain_status
from data.briefs import Brief, BriefProblem, Step, load_briefs
from data.dataset import Dataset, load
from data.export.manifest import CAVEAT
from data.filters import from_query, select, sentence, to_query

HOSTILE = '<script>alert(1)</script>" onload="x</template>'


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


@pytest.fixture(scope="module")
def briefs(dataset: Dataset) -> dict[str, Brief]:
    return load_briefs(dataset)[0]


def layer_url(name: str) -> str:
    return f"/layers/{name}"


def asset_url(name: str) -> str:
    return f"/assets/{name}?v=1"


def drawn(dataset: Dataset, brief: Brief, **more: Any) -> str:
    """The page, drawn for this call alone."""
    page: str = stage_page.__wrapped__(dataset, brief, layer_url, asset_url, "/desk/", **more)  # type: ignore[attr-defined]
    return page


@pytest.fixture(scope="module")
def pages(dataset: Dataset, briefs: dict[str, Brief]) -> dict[str, str]:
    return {name: drawn(dataset, brief) for name, brief in briefs.items()}


def data_of(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="stage-data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def step_of(page: str, number: int) -> str:
    """The words of one step, without markup."""
    found = re.search(rf'<section id="step-{number}".*?</section>', page, re.DOTALL)
    assert found
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", found[0])))


@pytest.mark.parametrize("name", ["talks", "border"])
def test_every_step_says_what_it_is_and_whence(
    dataset: Dataset, briefs: dict[str, Brief], pages: dict[str, str], name: str
) -> None:
    assert pages[name].startswith('<!DOCTYPE html>\n<html lang="en"')
    assert briefs[name].title in re.findall("<title>(.*?)</title>", pages[name])[0]
    for number, step in enumerate(briefs[name].steps, 1):
        told, selection = step_of(pages[name], number), select(dataset, step.view)
        counts = selection.counts
        assert f"{counts.unplaced} of {counts.selected} without a place" in told
        for words in (step.headline, step.text, sentence(selection), CAVEAT, "As of 2", dataset.release):
            assert re.sub(r"\s+", " ", words) in told, (number, words)
        assert "Sources: " in told and "Sources: none" not in told
        for event in step.highlight:
            title = dataset.row("events", event)["title"]
            assert title in told or step.view.view == "board"


@pytest.mark.parametrize("name", ["talks", "border"])
def test_every_event_that_a_step_shows_has_its_card_with_its_chain(
    dataset: Dataset, pages: dict[str, str], name: str
) -> None:
    held = data_of(pages[name])
    cards = dict(re.findall(r'<template id="card-([^"]+)">(.*?)</template>', pages[name], re.DOTALL))
    shown = {event for step in held["steps"] for event in step["events"]}
    assert shown and shown <= set(cards) and shown == set(held["events"])
    for event in shown:
        assert 'class="chain"' in cards[event]
        for other in re.findall(r'data-open-(?:event|card)="([^"]+)"', cards[event]):
            assert other in cards, "a button that nothing answers"
        assert not re.search(r"data-(filter|copy-link)", cards[event])


def test_marks_open_the_events_that_they_count(
    dataset: Dataset, briefs: dict[str, Brief], pages: dict[str, str]
) -> None:
    for step, told in zip(briefs["border"].steps, data_of(pages["border"])["steps"], strict=True):
        selection, marks = select(dataset, step.view), map_marks(select(dataset, step.view))
        for point in marks.points:
            assert told["marks"][f"place:{point.key}"] == list(point.tally.events)
        for area in marks.areas:
            assert told["marks"][f"{area.kind}:{area.key}"] == list(area.tally.events)
        assert told["marks"]["apart:unplaced"] == list(selection.unplaced["id"])
        pressed = {event for key, events in told["marks"].items() for event in events}
        assert set(selection.events["id"]) <= pressed, "every event can be reached from a mark"


def test_all_steps_have_the_same_traces_in_the_same_order(pages: dict[str, str]) -> None:
    kinds = [[trace["type"] for trace in step["map"]] for step in data_of(pages["border"])["steps"]]
    assert all(one == kinds[0] for one in kinds) and len(kinds[0]) == len(TRACES) + 2


@pytest.mark.parametrize(
    ("query", "events", "points", "areas"),
    [
        ("thread=talks&from=2023-11-08&to=2023-11-08", ("E02",), 1, 0),
        ("thread=talks&from=2023-11-08&to=2023-11-30", ("E03",), 0, 0),
        ("thread=incidents&from=2014&to=2015", ("F10", "F12"), 0, 1),
    ],
)
def test_rings_stand_only_where_a_mark_may_stand(
    dataset: Dataset, query: str, events: tuple[str, ...], points: int, areas: int
) -> None:
    marks = map_marks(select(dataset, from_query(query)))
    rings = rings_of(marks, events)
    assert (len(rings.points), len(rings.areas)) == (points, areas)
    traces = ringed_traces(marks, rings, PROJECTOR, layer_url)
    ring = traces[TRACES.index("halos")]
    assert len([degrees for degrees in ring["lon"] if degrees is not None]) == points
    assert not points or ring["marker"]["color"] == PROJECTOR.text
    assert [trace["below"] for trace in traces] == [slot(name) for names in SLOTS.values() for name in names]
    outlined = [trace["marker"]["line"]["color"].count(PROJECTOR.text) for trace in traces[:3]]
    assert max(outlined) == areas


def test_the_timeline_rings_each_event_of_the_step(dataset: Dataset) -> None:
    selection = select(dataset, from_query("thread=border&from=2016&to=2018"))
    figure, _ = step_timeline(selection, ("F18", "F20"), PROJECTOR)
    rings = [trace for trace in figure["data"] if trace.get("marker", {}).get("symbol") == "circle-open"]
    assert len(rings) == 2


def test_what_lies_beyond_the_frame_is_said(dataset: Dataset) -> None:
    marks = map_marks(select(dataset, from_query("thread=border&from=2014")))
    assert beyond(marks, FRAME) == ()
    assert "Ishkashim" in beyond(marks, (67.9, 36.7, 69.4, 37.7))


def test_the_drawn_map_stands_in_step_by_step(pages: dict[str, str], briefs: dict[str, Brief]) -> None:
    held = data_of(pages["talks"])["drawn"]
    assert len(held["steps"]) == len(briefs["talks"].steps)
    for numbers in held["steps"]:
        text = "\n".join(held["lines"][number] for number in numbers)
        assert text.startswith("<svg") and text.endswith("</svg>") and "<script" not in text
    assert any("Sherkhan Bandar" in held["lines"][number] for number in held["steps"][2])


def test_the_preconditions_are_a_minimum_and_the_silence_is_told(pages: dict[str, str]) -> None:
    assert "the length of the list is left open" in step_of(pages["talks"], 9)
    assert "dropped" not in step_of(pages["talks"], 9), "what came later is told by a later step"
    told = step_of(pages["talks"], 11)
    assert "No Tajik answer to any precondition is reported" in told and "reportedly" in told


def test_each_view_leads_back_to_the_dashboard(briefs: dict[str, Brief], pages: dict[str, str]) -> None:
    told = [step["query"] for step in data_of(pages["talks"])["steps"]]
    assert told == [to_query(step.view) for step in briefs["talks"].steps]
    link = re.findall(r'<a [^>]*id="stage-analyst"[^>]*>', pages["talks"])
    assert len(link) == 1 and 'href="/desk/"' in link[0]


def test_no_text_becomes_markup_or_script(dataset: Dataset) -> None:
    brief = Brief("x", HOSTILE, HOSTILE, "2024-01-01", (Step(HOSTILE, HOSTILE, HOSTILE),))
    for page in (drawn(dataset, brief), presenter_page(dataset, brief, asset_url)):
        assert "<script>alert" not in page and 'onload="x' not in page
        assert page.count("<script") == page.count("</script>")
    menu = markup(brief_menu({"x": brief}, [BriefProblem("f", 1, HOSTILE)]))
    assert "<script>alert" not in menu


def test_the_page_names_only_this_host(pages: dict[str, str]) -> None:
    head = pages["talks"].split("</head>")[0]
    assert re.findall(r'(?:src|href)="([^"]+)"', head)
    for address in re.findall(r'(?:src|href)="([^"]+)"', head):
        assert address.startswith("/assets/") or address == "data:,"
    loaded = re.findall(r'<(?:script|img|link|iframe)[^>]*(?:src|href)="(https?:[^"]*)"', pages["talks"])
    assert not loaded


def test_changes_since_an_earlier_version_take_the_place_of_the_pictures(dataset: Dataset) -> None:
    def told(_: Dataset, since: str) -> list[Any]:
        here = html.Button("Here", **attributes({"data-open-event": "E02"}))
        return [
            html.P(f"Since {since}"),
            here,
            html.Button("There", **attributes({"data-open-event": "F10"})),
        ]

    view = from_query("thread=talks&from=2023-11-08&to=2023-11-08")
    brief = Brief("x", "T", "", "2024-01-01", (Step("One", view=view, since="0.9.0"), Step("Two", view=view)))
    page = drawn(dataset, brief, changes=told)
    assert "Since 0.9.0" in step_of(page, 1) and "Since" not in step_of(page, 2)
    assert 'data-open-event="E02">Here' in page
    assert 'href="/desk/?event=F10"' in page and 'data-open-event="F10">There' not in page
    assert [step["panel"] for step in data_of(page)["steps"]] == [True, False]


def test_buttons_that_need_the_server_become_links() -> None:
    parts = [
        html.Button("Only", **attributes({"data-filter": "id:E02"})),
        html.Button("Copy", **attributes({"data-copy-link": "1"})),
        html.Button("Actor", **attributes({"data-open-card": "A-JA"})),
        html.Button("Known", **attributes({"data-open-event": "E02"})),
    ]
    text = markup(for_stage(html.Div(parts), {"E02"}, "/"))
    assert 'href="/?id=E02"' in text and 'href="/?card=A-JA"' in text
    assert "Copy" not in text and 'data-open-event="E02"' in text


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("dropped by N15", "dropped"), ("kept in N15", "kept"), ("", "not told"),
        ("dropped by N15, by implication", "dropped, by implication"), ("rejected", "rejected"),
    ],
)  # fmt: skip
def test_a_status_names_no_move_by_its_number(dataset: Dataset, status: str, told: str) -> None:
    move = board_marks(select(dataset, from_query("thread=talks"))).moves[0]
    assert plain_status(replace(move, status=status)) == told


@pytest.mark.parametrize(
    ("event", "words"),
    [("E03", "withheld by the source"), ("F10", "district, no closer"), ("E02", "crossing point")],
)
def test_place_words_say_how_close_a_place_is(dataset: Dataset, event: str, words: str) -> None:
    assert words in place_words(dataset, event)


def test_the_presenter_has_note_and_text_of_every_step(dataset: Dataset, briefs: dict[str, Brief]) -> None:
    page = presenter_page(dataset, briefs["talks"], asset_url)
    held = data_of(page)
    assert [step["note"] for step in held["steps"]] == [step.note for step in briefs["talks"].steps]
    assert held["channel"] == data_of(drawn(dataset, briefs["talks"]))["channel"]
    assert "plotly" not in page


def test_notes_are_not_on_the_stage(briefs: dict[str, Brief], pages: dict[str, str]) -> None:
    for step in briefs["talks"].steps:
        assert step.note[:40] not in unescape(pages["talks"])


def test_the_menu_leads_to_each_brief_and_names_what_is_broken(briefs: dict[str, Brief]) -> None:
    problem = BriefProblem("briefs/wrong.yaml", 5, "no such event")
    text = markup(brief_menu(briefs, [problem]))
    for name in briefs:
        for way in (f"brief/{name}", f"brief/{name}/print", f"brief/{name}.pptx"):
            assert f'href="{way}"' in text
    assert "1 brief cannot be told" in text and "briefs/wrong.yaml, line 5: no such event" in text
    assert 'data-view-button="brief"' in text
    assert "cannot be told" not in markup(brief_menu(briefs, []))
    page = index_page(briefs, [problem], asset_url)
    assert 'href="../brief/talks"' in page and "wrong.yaml" in page and "<h1>" in page


def test_the_help_lists_every_key() -> None:
    listed = " ".join(key for key, _ in KEYS)
    for key in ("→", "Space", "PageDown", "Home", "End", "b", "?", "p", "f", "Esc"):
        assert key in listed
