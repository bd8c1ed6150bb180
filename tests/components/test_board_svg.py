"""The board without a browser: one document, nothing cut, no arrow through a box."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.drawing.palette import THEMES
from components.drawing.prepare.board import BoardMarks, board_marks
from components.drawing.prepare.board_layout import SIZES, board_layout, text_width, wrapped
from components.drawing.prepare.board_rows import sentence, silence_sentence
from components.drawing.svg.board import board_svg
from data.dataset import load
from data.filters import read_query, select

TABLE = load()
QUERIES = ["", "from=2023-12-01&to=2023-12-31", "actor=A-JA", "id=E18", "thread=incidents"]
SPACE = "{http://www.w3.org/2000/svg}"


@lru_cache
def marks(query: str = "") -> BoardMarks:
    return board_marks(select(TABLE, read_query(query)[0]))


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
@pytest.mark.parametrize("query", QUERIES)
def test_it_is_one_well_formed_document_without_references(query: str, theme: Any) -> None:
    held = marks(query)
    text = board_svg(held, theme, 1000)
    root = ElementTree.fromstring(text)
    assert root.get("viewBox") == f"0 0 1000 {root.get('height')}"
    assert not re.findall(r"href=|src=|url\(", text)
    told = root.findtext(f"{SPACE}desc") or ""
    assert all(sentence(move) in told for move in held.moves)
    assert held.empty in told


@pytest.mark.parametrize("width", [600, 960, 1200, 1600])
@pytest.mark.parametrize("query", QUERIES)
def test_nothing_is_cut_and_nothing_overlaps(query: str, width: int) -> None:
    layout = board_layout(marks(query), width)
    for box in layout.boxes:
        assert box.x >= 0 and box.x + box.width <= width and box.y + box.height <= layout.height
        for text in box.texts:
            assert text.x + text_width(text.words, SIZES[text.style]) <= box.x + box.width
            assert box.y < text.y < box.y + box.height
    for number, one in enumerate(layout.boxes):
        for other in layout.boxes[number + 1 :]:
            apart = one.x + one.width <= other.x or other.x + other.width <= one.x
            assert apart or one.y + one.height <= other.y or other.y + other.height <= one.y
    assert all(0 < text.y < layout.height for text in layout.texts)


@pytest.mark.parametrize("width", [600, 1200])
@pytest.mark.parametrize("query", QUERIES)
def test_no_arrow_crosses_a_box(query: str, width: int) -> None:
    layout = board_layout(marks(query), width)
    for arrow in layout.arrows:
        for (x1, y1), (x2, y2) in zip(arrow.points, arrow.points[1:], strict=False):
            assert x1 == x2 or y1 == y2
            for box in layout.boxes:
                beside = max(x1, x2) <= box.x or min(x1, x2) >= box.x + box.width
                assert beside or max(y1, y2) <= box.y or min(y1, y2) >= box.y + box.height


def test_every_answer_between_shown_moves_has_its_arrow() -> None:
    assert {(arrow.source, arrow.target, arrow.stated) for arrow in board_layout(marks()).arrows} == {
        ("N04", "N02", True),
        ("N06", "N05", True),
        ("N08", "N07", True),
        ("N09", "N07", True),
        ("N05", "N02", False),
        ("N07", "N08", False),
    }
    assert board_layout(marks("id=E10")).arrows == ()


def test_an_open_round_is_a_dashed_box_over_both() -> None:
    boxes = {box.moves[0]: box for box in board_layout(marks()).boxes}
    assert {move for move, box in boxes.items() if box.dashed} == {"N07", "N08", "N09"}
    assert boxes["N08"].width > 2 * boxes["N06"].width


def test_it_tells_preconditions_and_silences() -> None:
    words = " ".join(text.words for text in board_layout(marks()).texts)
    held = marks()
    assert "A minimum: 4 are named" in words
    for silence in held.silences:
        assert silence_sentence(silence) in words


def test_texts_are_escaped() -> None:
    held = marks()
    wild = replace(held.moves[0], words='<script>"&\x00')
    text = board_svg(replace(held, moves=(wild, *held.moves[1:])), THEMES["light"], 800)
    assert "<script>" not in text
    ElementTree.fromstring(text)


@given(words=st.text(max_size=80), width=st.floats(40, 400))
def test_wrapping_loses_nothing_and_fits(words: str, width: float) -> None:
    lines = wrapped(words, width, 12)
    assert "".join(lines).replace(" ", "") == "".join(words.split())
    assert all(text_width(line, 12) <= width for line in lines)
