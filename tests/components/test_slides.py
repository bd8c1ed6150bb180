"""A brief as slides: native shapes, nothing outside its slide, and all that a slide must carry."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from components.drawing.palette import THEMES
from components.drawing.prepare.brief import as_of_words, hedges_of
from components.drawing.prepare.map import FRAME, MapMarks, map_marks
from components.drawing.prepare.map_frame import apart, areas_beyond, beyond_words, framed
from components.drawing.prepare.map_layout import Projection
from components.drawing.slides import fit
from components.drawing.slides.clip import clip_line, clip_ring
from components.drawing.slides.deck import deck
from data.briefs import Brief, Step, load_briefs
from data.dataset import load
from data.export.manifest import CAVEAT
from data.filters import read_query, select

TABLE = load()
BRIEFS = load_briefs(TABLE)[0]
LAYERS = Path(__file__).resolve().parents[2] / "data" / "layers"
BASE = "https://panj.example/watch/"
LONG = Brief(
    id="long",
    title="A title as long as a title may be " * 4,
    audience="An audience that takes some words to be told " * 4,
    as_of="2024-02-23",
    steps=tuple(
        Step(
            headline=f"{number} headlines may have a hundred and twenty characters, so has this, nearly",
            text="Words, words, and more of them. " * 28,
            note="A note.",
            view=read_query(query)[0],
            highlight=highlight,
        )
        for number, (query, highlight) in enumerate(
            [("", ()), ("view=board", ()), ("", tuple(TABLE.events["id"][:40])), ("actor=A-IS&to=1990", ())]
            * 4
        )
    ),
)
"""More than slides are made for."""


@lru_cache
def made(name: str) -> bytes:
    return deck(TABLE, LONG if name == "long" else BRIEFS[name], BASE, LAYERS)


def opened(name: str) -> Any:
    return Presentation(BytesIO(made(name)))


def every(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from every(shape.shapes)


def words(slide: Any) -> str:
    found = [shape.text_frame.text for shape in every(slide.shapes) if shape.has_text_frame]
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    found += [cell.text_frame.text for table in tables for row in table.rows for cell in row.cells]
    return "\n".join(found)


def named(slide: Any, name: str) -> Any:
    return next(shape for shape in slide.shapes if shape.name == name)


NAMES = [*BRIEFS, "long"]


@pytest.mark.parametrize("name", NAMES)
def test_a_slide_for_each_step_between_a_title_and_the_sources(name: str) -> None:
    brief = LONG if name == "long" else BRIEFS[name]
    slides = list(opened(name).slides)
    assert len(slides) == len(brief.steps) + 2
    headlines = [slide.shapes.title.text_frame.text for slide in slides]
    assert headlines == [brief.title, *(step.headline for step in brief.steps), "Sources"]
    assert len(made(name)) < 5_000_000
    if name != "long":
        assert len(made(name)) < 1_000_000


@pytest.mark.parametrize("name", BRIEFS)
def test_the_notes_are_in_the_notes_and_not_on_the_slide(name: str) -> None:
    for step, slide in zip(BRIEFS[name].steps, list(opened(name).slides)[1:-1], strict=True):
        assert slide.notes_slide.notes_text_frame.text == step.note
        assert step.note not in words(slide)
        assert step.text in words(slide)


@pytest.mark.parametrize("name", NAMES)
def test_no_picture_anywhere(name: str) -> None:
    shapes = [shape for slide in opened(name).slides for shape in every(slide.shapes)]
    assert not [shape for shape in shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert b"image" not in b"".join(
        part.content_type.encode() for part in opened(name).part.package.iter_parts()
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_slide_carries_what_it_must_not_travel_without(name: str) -> None:
    for slide in opened(name).slides:
        told = words(slide)
        assert CAVEAT in told and "As of " in told and f"Dataset version {TABLE.version}" in told
        assert "Sources: " in named(slide, "Footer").text_frame.text


@pytest.mark.parametrize("name", BRIEFS)
def test_the_link_of_a_step_leads_to_its_view(name: str) -> None:
    for step, slide in zip(BRIEFS[name].steps, list(opened(name).slides)[1:-1], strict=True):
        runs = [run for part in named(slide, "Footer").text_frame.paragraphs for run in part.runs]
        (address,) = [run.hyperlink.address for run in runs if run.hyperlink.address]
        assert address.startswith(f"{BASE}?")
        assert read_query(address.split("?", 1)[1])[0] == step.view


@pytest.mark.parametrize("name", NAMES)
def test_everything_lies_on_its_slide(name: str) -> None:
    presentation = opened(name)
    for slide in presentation.slides:
        for shape in every(slide.shapes):
            assert shape.left >= 0 and shape.top >= 0, shape.name
            assert shape.left + shape.width <= presentation.slide_width, shape.name
            assert shape.top + shape.height <= presentation.slide_height, shape.name


@pytest.mark.parametrize("name", NAMES)
def test_boxes_and_pictures_do_not_overlap(name: str) -> None:
    for slide in opened(name).slides:
        flat = [shape for shape in slide.shapes if shape.name != "Map" and shape.height]
        for number, one in enumerate(flat):
            for other in flat[number + 1 :]:
                apart_across = one.left + one.width <= other.left or other.left + other.width <= one.left
                apart_down = one.top + one.height <= other.top or other.top + other.height <= one.top
                assert apart_across or apart_down, (slide.shapes.title.text_frame.text, one.name, other.name)


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_unique_on_a_slide(name: str) -> None:
    for slide in opened(name).slides:
        found = [shape.shape_id for shape in every(slide.shapes)]
        assert len(found) == len(set(found))


@pytest.mark.parametrize("name", BRIEFS)
def test_map_and_timeline_are_groups_of_named_shapes(name: str) -> None:
    for step, slide in zip(BRIEFS[name].steps, list(opened(name).slides)[1:-1], strict=True):
        if step.view.view == "board":
            continue
        for part in ("Map", "Timeline"):
            group = named(slide, part)
            assert group.shape_type == MSO_SHAPE_TYPE.GROUP
            assert all(shape.name for shape in every(group.shapes))
            assert group._element.nvGrpSpPr.cNvPr.get("descr").startswith(part)
        forms = [s for s in every(named(slide, "Map").shapes) if s.shape_type == MSO_SHAPE_TYPE.FREEFORM]
        assert len(forms) >= 25
        kinds = {shape.name.split(" ")[0] for shape in every(named(slide, "Map").shapes)}
        assert {"Country", "District", "Province", "Border", "Crossing"} <= kinds


def test_every_event_of_a_step_is_on_its_timeline() -> None:
    for step, slide in zip(BRIEFS["talks"].steps, list(opened("talks").slides)[1:-1], strict=True):
        if step.view.view == "board":
            continue
        shapes = list(every(named(slide, "Timeline").shapes))
        drawn = {word.strip(",") for shape in shapes for word in shape.name.split()}
        assert set(select(TABLE, step.view).events["id"]) <= drawn
        rung = {word for s in shapes if s.name.endswith(", highlighted") for word in s.name[:-13].split()}
        dated = set(select(TABLE, step.view).events["id"])
        assert rung >= dated & set(step.highlight)


def test_the_undisclosed_place_is_drawn_nowhere() -> None:
    slide = list(opened("talks").slides)[4]
    group = named(slide, "Map")
    assert not [shape for shape in every(group.shapes) if "Undisclosed" in shape.name]
    assert "Without a place on the map: 6 events." in words(slide)


def test_a_board_shows_the_moves_of_the_highlighted_events_and_counts_the_others() -> None:
    slide = list(opened("talks").slides)[5]
    moves = {shape.name for shape in every(named(slide, "Negotiation board").shapes) if "Move" in shape.name}
    assert moves == {"Move N02", "Move N04", "Move N05"}
    assert "1 more on the board of the view" in words(slide)
    arrows = {shape.name for shape in every(named(slide, "Negotiation board").shapes) if "N02" in shape.name}
    assert {"N04 answers N02", "N05 responds to N02"} <= arrows
    last = list(opened("talks").slides)[11]
    assert "No Tajik answer to any precondition is reported." in words(last)


@pytest.mark.parametrize("name", BRIEFS)
def test_hedges_of_the_highlighted_events_survive(name: str) -> None:
    for step, slide in zip(BRIEFS[name].steps, list(opened(name).slides)[1:-1], strict=True):
        told = words(slide)
        for event in step.highlight:
            assert TABLE.row("events", event)["title"] in told
            assert all(f"“{hedge}”" in told for hedge in hedges_of(TABLE, event)), event


def test_a_doubtful_position_looks_doubtful() -> None:
    slide = list(opened("talks").slides)[1]
    shapes = {shape.name: shape for shape in every(named(slide, "Map").shapes)}
    doubtful = shapes["Crossing Kokul – Ai-Khanoum"]
    assert doubtful.text_frame.text == "?"
    assert "not verified" in doubtful._element.nvSpPr.cNvPr.get("descr")
    assert not shapes["Crossing Panji Poyon – Sherkhan Bandar"].text_frame.text


def test_hostile_words_stay_words() -> None:
    wild = '<a:t>&"\x00\x0b]]>'
    brief = replace(LONG, title=wild, steps=(replace(LONG.steps[0], headline=wild, text=wild, note=wild),))
    slides = list(Presentation(BytesIO(deck(TABLE, brief, BASE, LAYERS))).slides)
    assert slides[1].shapes.title.text_frame.text == '<a:t>&"]]>'


def test_the_day_is_that_of_the_brief_and_a_later_word_is_told() -> None:
    brief = replace(BRIEFS["talks"], as_of="2024-02-01")
    assert as_of_words(brief, "2015-04-10") == "As of 1 February 2024"
    later = as_of_words(brief, "2024-02-23")
    assert later == "As of 1 February 2024; a source behind it spoke on 23 February 2024"
    assert as_of_words(brief) == "As of 1 February 2024"


def test_what_has_changed_is_told_on_the_slide() -> None:
    brief = replace(LONG, steps=(replace(LONG.steps[0], text="", since="1.0.0"),))
    file = deck(TABLE, brief, BASE, LAYERS, changes=lambda _, since: (f"Since {since}: nothing.",))
    assert "Since 1.0.0: nothing." in words(list(Presentation(BytesIO(file)).slides)[1])


# --- geometry

QUERY = read_query("from=2023-01-01")[0]


def events_on(marks: MapMarks) -> list[str]:
    tallies = [mark.tally for mark in marks.points] + [mark.tally for mark in marks.edges]
    return sorted(event for tally in tallies for event in tally.events)


@pytest.mark.parametrize("frame", [FRAME, (67.9, 36.7, 69.4, 37.7), (71.5, 36.5, 74.0, 37.5)])
def test_zooming_in_loses_no_event(frame: tuple[float, float, float, float]) -> None:
    marks = map_marks(select(TABLE, QUERY))
    projection = Projection(576, 264, frame)
    near = framed(marks, TABLE, projection)
    assert events_on(marks) == events_on(near)
    for mark in near.edges:
        x, y = projection.point(mark.longitude, mark.latitude)
        assert min(abs(x), abs(x - 576), abs(y), abs(y - 264)) < 1e-3
    told = beyond_words(areas_beyond(near, projection, LAYERS), near.tray)
    assert f"Without a place on the map: {marks.tray}" in told


def test_a_projection_can_be_turned_round() -> None:
    projection = Projection(576, 264, (67.9, 36.7, 69.4, 37.7))
    assert projection.place(*projection.point(68.6, 37.2)) == pytest.approx((68.6, 37.2))


@given(st.lists(st.floats(-500, 1500), max_size=12), st.floats(1, 100))
def test_marks_on_an_edge_are_kept_apart(wanted: list[float], gap: float) -> None:
    found = apart(sorted(wanted), gap, 576)
    step = min(gap, 576 / max(len(wanted), 1))
    assert all(0 <= spot <= 576 for spot in found)
    assert all(b - a >= step - 1e-6 for a, b in pairwise(found))


POINT = st.tuples(st.floats(-200, 300), st.floats(-200, 300))


@given(st.lists(POINT, min_size=3, max_size=20))
def test_cut_polygons_and_lines_lie_inside(points: list[tuple[float, float]]) -> None:
    pieces = [clip_ring(points, 100, 80), *clip_line(points, 100, 80)]
    for x, y in (point for piece in pieces for point in piece):
        assert -1e-6 <= x <= 100 + 1e-6 and -1e-6 <= y <= 80 + 1e-6


def test_a_polygon_around_the_picture_fills_it() -> None:
    ring = clip_ring([(-10, -10), (200, -10), (200, 200), (-10, 200)], 100, 80)
    assert {(round(x), round(y)) for x, y in ring} == {(0, 0), (100, 0), (100, 80), (0, 80)}


@given(st.text(max_size=120), st.floats(0.5, 5), st.sampled_from([6.0, 9.0, 15.0]))
def test_wrapping_loses_nothing_and_fits(told: str, width: float, size: float) -> None:
    lines = fit.lines(told, width, size)
    assert "".join(lines).replace(" ", "") == "".join(told.split())
    assert all(fit.inches(line, size) <= width + 1e-6 for line in lines if len(line) > 1)
    assert len(fit.lines(fit.cut(told, width, size, 2), width, size)) <= 2


@pytest.mark.parametrize("theme", ["light", "projector"])
def test_colours_are_those_of_the_theme(theme: str) -> None:
    brief = replace(BRIEFS["talks"], steps=BRIEFS["talks"].steps[2:3])
    slide = list(Presentation(BytesIO(deck(TABLE, brief, BASE, LAYERS, THEMES[theme]))).slides)[1]
    disc = next(s for s in every(named(slide, "Map").shapes) if s.name == "Country Afghanistan")
    assert str(disc.fill.fore_color.rgb) == THEMES[theme].afghanistan.lstrip("#").upper()


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    (tmp_path / "talks.pptx").write_bytes(made("talks"))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / "talks.pptx"], check=True, capture_output=True)
    assert (tmp_path / "talks.pdf").stat().st_size > 50_000
