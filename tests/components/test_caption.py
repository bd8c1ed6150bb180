"""The caption below a picture: whole, wrapped, escaped, and the picture untouched."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.drawing.palette import THEMES
from components.drawing.svg.caption import LEADING, MARGIN, SIZE, captioned, ems, wrapped

SVG = "{http://www.w3.org/2000/svg}"
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100" viewBox="0 0 400 100"><g id="x"/></svg>'
)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_it_is_one_document_with_the_picture_in_it(theme) -> None:
    lines = [
        "19 of 85 events <b>",
        "A row says that somebody said so & no more",
        "https://panj.example/?q=" + "x" * 200,
    ]
    root = ElementTree.fromstring(captioned(PICTURE, "a < b", lines, json.dumps({"q": "<&>"}), theme))
    assert root.find(f"{SVG}svg/{SVG}g[@id='x']") is not None
    assert json.loads(root.findtext(f"{SVG}metadata") or "") == {"q": "<&>"}
    assert root.findtext(f"{SVG}title") == "a < b"
    rows = root.findall(f"{SVG}g/{SVG}text")
    assert "".join("".join(row.itertext()) for row in rows).replace(" ", "") == "".join(lines).replace(
        " ", ""
    )
    assert len(rows) > len(lines)
    bottom = float(rows[-1].get("y") or 0)
    assert float(root.get("height") or 0) >= bottom + MARGIN - LEADING + SIZE
    assert min(float(row.get("y") or 0) for row in rows) > 100


@given(st.text(max_size=300), st.integers(8, 120))
def test_no_line_is_too_wide_and_no_word_is_lost(text: str, room: int) -> None:
    lines = wrapped(text, room)
    assert all(ems(line) <= room + 1e-6 for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(text.split())


@pytest.mark.parametrize("before", ["", '<?xml version="1.0"?>\n', '<?xml version="1.0"?><!DOCTYPE svg>'])
def test_what_stands_before_the_picture_goes(before: str) -> None:
    text = captioned(before + PICTURE, "t", ["one"], "{}", THEMES["light"])
    assert ElementTree.fromstring(text).find(f"{SVG}svg") is not None


def test_characters_that_xml_forbids_are_left_out() -> None:
    ElementTree.fromstring(captioned(PICTURE, "a\x00b", ["c\x1bd\uffff"], "e\x08", THEMES["dark"]))


def test_a_picture_of_no_size_is_refused() -> None:
    with pytest.raises(ValueError, match="does not give its width"):
        captioned("<svg></svg>", "t", [], "", THEMES["light"])
