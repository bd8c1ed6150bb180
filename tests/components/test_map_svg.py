"""The map without a browser."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from components.drawing.palette import THEMES
from components.drawing.prepare.map import FRAME, map_marks
from components.drawing.svg.map import map_svg
from components.drawing.svg.map_base import Labels, Projection
from tests.components.map_cases import ROWS, selection

LAYERS = Path(__file__).resolve().parents[2] / "data" / "layers"
MARKS = map_marks(selection(*ROWS))


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_it_is_one_well_formed_document_without_references(theme: Any) -> None:
    text = map_svg(MARKS, theme, 960, 600, LAYERS)
    root = ElementTree.fromstring(text)
    assert root.get("viewBox") == "0 0 960 600"
    references = re.findall(r'(?:href|src)="([^"]{0,20})', text) + re.findall(r"url\(([^)]*)\)", text)
    assert all(found.startswith(("data:image/png", "#")) for found in references)


@pytest.mark.parametrize(
    "words",
    [
        "Sherkhan &lt;Bandar&gt;", "Afghanistan, place not stated: 2 (1 certainly, 1 possibly)", "Kabul: 1",
        "Panji Poyon –", "Eshkashem (?)",
        "Boundaries are generalised", "Without a place on the map: 2",
    ],
)  # fmt: skip
def test_it_says(words: str) -> None:
    assert words in map_svg(MARKS, THEMES["light"], 960, 600, LAYERS)


def test_names_are_escaped() -> None:
    wild = replace(MARKS.points[0], name='<script>"&\x00')
    text = map_svg(replace(MARKS, points=(wild,)), THEMES["light"], 400, 300, LAYERS)
    assert "<script>" not in text
    ElementTree.fromstring(text)


def test_the_frame_is_whole_and_north_is_up() -> None:
    projection = Projection(960, 566)
    west, south, east, north = FRAME
    (left, top), (right, bottom) = projection.point(west, north), projection.point(east, south)
    assert left + 1e-6 >= 0 and right - 1e-6 <= 960 and top + 1e-6 >= 0 and bottom - 1e-6 <= 566
    assert top < bottom and left < right


def test_no_name_is_written_over_another() -> None:
    labels = Labels(200, 100)
    assert labels.place([(100, 50)], 60, 12) == (100, 50)
    assert labels.place([(110, 52), (100, 80)], 60, 12) == (100, 80)
    assert labels.place([(10, 50)], 60, 12) is None
