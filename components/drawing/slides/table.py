"""The table of a step's events: when, what, and who says so, with the words by which the sources hedge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from components.drawing.palette import Theme
from components.drawing.prepare.brief import Listed, hedge_words
from components.drawing.slides import fit
from components.drawing.slides.shapes import SPACES, solid
from components.drawing.slides.words import write

SIZES: Final = (12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
PAD: Final = 0.05
"""Inches around the text of a cell."""
SHARES: Final = (0.21, 0.41, 0.38)
HEADS: Final = ("When", "What is said", "Who says so")
MOST: Final = 6
_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


@dataclass(frozen=True)
class Fitted:
    """The rows that fit, the size of their letters in points, their heights in inches, how many are left."""

    rows: tuple[Listed, ...]
    size: float
    heights: tuple[float, ...]
    left: int


def fitted(listed: Sequence[Listed], width: float, room: float) -> Fitted:
    """As many of the events as fit: the highlighted, or the first six where none is."""
    wanted = [one for one in listed if one.rung] or list(listed[:MOST])
    for count in range(len(wanted), 0, -1):
        rows = wanted[:count]
        for size in SIZES:
            heights = (_head_height(size), *(_row_height(row, width, size) for row in rows))
            if sum(heights) + size * fit.LEADING / fit.POINTS <= room:
                return Fitted(tuple(rows), size, heights, len(listed) - count)
    return Fitted((), SIZES[-1], (), len(listed))


def _head_height(size: float) -> float:
    return size * fit.LEADING / fit.POINTS + 2 * PAD


def _row_height(row: Listed, width: float, size: float) -> float:
    cells = zip(_cells(row), SHARES, strict=True)
    return 2 * PAD + max(
        sum(fit.height(part, width * share - 2 * PAD, size) for part in parts) for parts, share in cells
    )


def _cells(row: Listed) -> tuple[tuple[str, ...], ...]:
    hedged = hedge_words(row.hedges)
    return (row.date,), (row.title, hedged) if hedged else (row.title,), (row.who,)


def add_table(slide: Any, fitting: Fitted, theme: Theme, box: tuple[float, float, float]) -> None:
    """A native table at left, top with a width, all in inches; none where no event is listed."""
    if not fitting.rows:
        return
    left, top, width = box
    size = [Inches(side) for side in (left, top, width, sum(fitting.heights))]
    frame = slide.shapes.add_table(len(fitting.heights), len(HEADS), *size)
    frame.name = "Table of events"
    frame._element.nvGraphicFramePr.cNvPr.set("descr", "Events of this step: when, what is said, who says so")
    table = frame.table
    table._tbl.tblPr.find(f"{{{_MAIN}}}tableStyleId").text = _NO_STYLE
    table.horz_banding = False
    for column, share in zip(table.columns, SHARES, strict=True):
        column.width = Inches(width * share)
    for row, high in zip(table.rows, fitting.heights, strict=True):
        row.height = Inches(high)
    for index, head in enumerate(HEADS):
        _fill(table.cell(0, index), (head,), fitting.size, theme, head=True)
    for number, row in enumerate(fitting.rows, start=1):
        for index, parts in enumerate(_cells(row)):
            _fill(table.cell(number, index), parts, fitting.size, theme)


_MAIN: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"


def _fill(cell: Any, parts: Sequence[str], size: float, theme: Theme, head: bool = False) -> None:
    for side in ("left", "right", "top", "bottom"):
        setattr(cell, f"margin_{side}", Inches(PAD))
    for number, part in enumerate(parts):
        paragraph = cell.text_frame.paragraphs[0] if number == 0 else cell.text_frame.add_paragraph()
        write(paragraph, part, Pt(size), theme.muted if number else theme.text, bold=head, italic=number > 0)
    properties = cell._tc.get_or_add_tcPr()
    line = f'<a:lnB {SPACES} w="9525">{solid(theme.muted if head else theme.rule)}</a:lnB>'
    properties.append(parse_xml(line))
    if head:
        properties.append(parse_xml(solid(theme.raised).replace("<a:solidFill>", f"<a:solidFill {SPACES}>")))
