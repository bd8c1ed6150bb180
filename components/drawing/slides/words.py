"""Texts of a slide that the library writes: placeholders, boxes, cells, links."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

Box = tuple[float, float, float, float]


def printable(words: str) -> str:
    """Without the characters that XML forbids."""
    return "".join(sign for sign in words if sign.isprintable() or sign == "\n")


def write(
    paragraph: Any,
    words: str,
    size: Any,
    colour: str,
    bold: bool = False,
    italic: bool = False,
    link: str = "",
) -> None:
    """One run of text; `link` makes it a hyperlink."""
    run = paragraph.add_run()
    run.text = printable(words)
    run.font.size, run.font.bold, run.font.italic = size, bold, italic
    run.font.color.rgb = RGBColor.from_string(colour.lstrip("#").upper())
    if link.startswith(("http://", "https://")):
        run.hyperlink.address = link


def empty(shape: Any) -> Any:
    """The text frame of a shape, without margins, wrapped, from its top."""
    frame = shape.text_frame
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    for side in ("left", "right", "top", "bottom"):
        setattr(frame, f"margin_{side}", 0)
    return frame


def add_box(slide: Any, name: str, box: Box) -> Any:
    """An empty text box at left, top, width, height in inches; its text frame."""
    shape = slide.shapes.add_textbox(*(Inches(side) for side in box))
    shape.name = name
    return empty(shape)


def add_paragraphs(
    frame: Any, texts: Sequence[str], size: float, colour: str, bold: bool = False, gap: float = 0.0
) -> None:
    """A paragraph for each text; `gap` points lie below each."""
    for number, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(gap)
        write(paragraph, text, Pt(size), colour, bold)
