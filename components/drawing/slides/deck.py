"""A brief as a presentation: native, editable shapes; every slide has its sources, as-of date and caveat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any, Final

from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.util import Emu, Inches, Pt

from components.drawing.palette import THEMES, Theme
from components.drawing.prepare.board import board_marks
from components.drawing.prepare.brief import (
    READING,
    Changes,
    Colophon,
    StepFacts,
    publishers,
    step_facts,
    whole,
)
from components.drawing.prepare.map import map_marks
from components.drawing.prepare.map_frame import areas_beyond, beyond_words, framed
from components.drawing.prepare.map_layout import Projection
from components.drawing.prepare.timeline import timeline_marks
from components.drawing.slides import fit
from components.drawing.slides.board import board_group
from components.drawing.slides.map import ATTRIBUTION, map_group
from components.drawing.slides.shapes import Sheet
from components.drawing.slides.table import add_table, fitted
from components.drawing.slides.timeline import plot_size, timeline_group
from components.drawing.slides.words import add_box, add_paragraphs, empty, printable, write
from data.briefs import Brief
from data.dataset import Dataset
from data.rules import iso_day
from data.wording import citation

WIDTH, HEIGHT = 13.333, 7.5
"""The slide, in inches."""
LEFT, RIGHT = 0.45, 12.88
TOP, BOTTOM = 1.0, 6.55
"""Between the headline and the footer."""
COLUMN: Final = 4.95
"""Width of the column of text and table."""
PICTURE: Final = 5.65
"""Where the pictures begin."""
DENSITY: Final = 80.0
"""Pixels of the prepared geometry in an inch: an 11 pixel name is 9.9 points high."""
MAP_HEIGHT, TIMELINE_HEIGHT = 3.3, 1.75
TITLE_ONLY: Final = 5
"""Index of the layout `Title Only` in the library's own template."""


def deck(
    dataset: Dataset,
    brief: Brief,
    base: str,
    layers_folder: Path,
    theme: Theme = THEMES["light"],
    changes: Changes | None = None,
) -> bytes:
    """The brief as a .pptx file: a title, a slide for each step, the sources.

    Args:
        dataset: the release that it is drawn from.
        brief: what is told.
        base: address of the dashboard without a query; "" where it is not known.
        layers_folder: folder of the map layers (data/layers).
        theme: the colours; one with a light ground, for it is printed too.
        changes: tells what has changed since the `since` of a step.
    """
    presentation = _blank(brief)
    facts = step_facts(dataset, brief, base, changes)
    colophon = whole(dataset, brief, facts, base)
    writer = _Writer(presentation, dataset, theme, layers_folder)
    writer.title(brief, colophon)
    for one in facts:
        writer.step(one, len(facts))
    writer.sources(colophon)
    file = BytesIO()
    presentation.save(file)
    return file.getvalue()


def _blank(brief: Brief) -> Any:
    """The library's template, widened to 16:9, in Arial."""
    presentation = Presentation()
    stretch = Inches(WIDTH) / presentation.slide_width
    presentation.slide_width, presentation.slide_height = Inches(WIDTH), Inches(HEIGHT)
    master = presentation.slide_master
    for shapes in (master.shapes, *(layout.shapes for layout in presentation.slide_layouts)):
        for shape in shapes:
            shape.left, shape.width = Emu(int(shape.left * stretch)), Emu(int(shape.width * stretch))
    fonts = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    fonts._blob = fonts.blob.replace(b'"Calibri"', b'"Arial"')
    _describe(presentation.core_properties, brief)
    package = presentation.part.package
    for key in [key for key, rel in package._rels.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        package._rels.pop(key)  # the template's own, a picture of nothing
    return presentation


def _describe(properties: Any, brief: Brief) -> None:
    """The file's own data. Its date is the day of the brief, up to which it speaks."""
    properties.title, properties.subject = printable(brief.title), printable(brief.audience)
    properties.author = properties.last_modified_by = "Panj"
    if day := iso_day(brief.as_of):
        properties.created = properties.modified = datetime(day.year, day.month, day.day)


class _Writer:
    def __init__(self, presentation: Any, dataset: Dataset, theme: Theme, folder: Path) -> None:
        self.presentation, self.dataset, self.theme, self.folder = presentation, dataset, theme, folder

    def _slide(self, headline: str, colophon: Colophon, name: str = "View", top: float = 0.32) -> Any:
        slide = self.presentation.slides.add_slide(self.presentation.slide_layouts[TITLE_ONLY])
        title = slide.shapes.title
        title.left, title.top, title.width, title.height = (
            Inches(side) for side in (LEFT, top, RIGHT - LEFT, 0.6)
        )
        size = fit.largest([headline], RIGHT - LEFT, 0.6, (28, 26, 24, 22, 20, 18, 16, 14), bold=True)
        frame = empty(title)
        write(frame.paragraphs[0], headline, Pt(size), self.theme.text, bold=True)
        frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        self._footer(slide, colophon, name)
        return slide

    def _footer(self, slide: Any, colophon: Colophon, name: str) -> None:
        """Sources, as-of date, version, link, caveat."""
        wide, size = RIGHT - LEFT, 8.0
        frame = add_box(slide, "Footer", (LEFT, BOTTOM + 0.12, wide, HEIGHT - BOTTOM - 0.17))
        named = "; ".join(publishers(self.dataset, colophon.sources)) or "none, no event is selected"
        told = fit.cut(f"Sources: {named}", wide, size, 2)
        if told.endswith("…"):
            told = fit.cut(f"Sources: {named}", wide - 1.3, size, 2) + " (all: last slide)"
        lines = [told, f"{colophon.dated}."]
        add_paragraphs(frame, lines, size, self.theme.muted)
        dated = frame.paragraphs[1]
        write(dated, f" {colophon.caveat}", Pt(size), self.theme.text, bold=True)
        if colophon.link:
            self._link(frame.add_paragraph(), f"{name}: ", colophon.link, wide, size)

    def _link(self, paragraph: Any, name: str, link: str, wide: float, size: float) -> None:
        write(paragraph, name, Pt(size), self.theme.muted)
        shown = fit.cut(link, wide - fit.inches(name, size), size, 1)
        write(paragraph, shown, Pt(size), self.theme.accent, link=link)

    def title(self, brief: Brief, colophon: Colophon) -> None:
        slide = self._slide(brief.title, colophon, "Dashboard", 0.9)
        for_whom = f"For: {brief.audience}" if brief.audience else ""
        lines = [line for line in (for_whom, f"{colophon.as_of}.") if line]
        add_paragraphs(add_box(slide, "For whom, as of", (LEFT, 1.6, 12.4, 0.7)), lines, 16, self.theme.muted)
        steps = [f"{number}. {step.headline}" for number, step in enumerate(brief.steps, start=1)]
        steps, size = _kept(steps, 7.1, 3.7, (16, 15, 14, 13, 12, 11, 10, 9, 8), "more steps")
        add_paragraphs(add_box(slide, "Steps", (LEFT, 2.6, 7.1, 3.8)), steps, size, self.theme.text, gap=1)
        frame = add_box(slide, "How to read it", (8.0, 2.6, 4.88, 3.8))
        add_paragraphs(frame, ["How to read it"], 13, self.theme.text, bold=True, gap=4)
        for words in (*READING, colophon.caveat):
            paragraph = frame.add_paragraph()
            paragraph.space_after = Pt(4)
            write(paragraph, words, Pt(13), self.theme.text)

    def step(self, facts: StepFacts, total: int) -> None:
        slide = self._slide(facts.step.headline, facts.colophon)
        place = add_box(slide, "Step", (LEFT, 0.13, 6, 0.18))
        add_paragraphs(place, [f"Step {facts.number} of {total}"], 9, self.theme.muted)
        self._column(slide, facts)
        pictures = self._board(facts) if facts.step.view.view == "board" else self._pictures(facts, slide)
        for group in pictures:
            slide.shapes._spTree.append(parse_xml(group))
        if facts.step.note:
            slide.notes_slide.notes_text_frame.text = printable(facts.step.note)

    def _column(self, slide: Any, facts: StepFacts) -> None:
        """Text, table of events, and how many there are in all."""
        sizes = (15, 14, 13, 12, 11, 10.5, 10, 9.5, 9)
        text, size = _kept(facts.text, COLUMN, 2.3, sizes, "more on the page of this brief")
        high = sum(fit.height(words, COLUMN, size) for words in text)
        if text:
            add_paragraphs(add_box(slide, "Text", (LEFT, TOP, COLUMN, high)), text, size, self.theme.text)
        counted = f"The view: {facts.counted}."
        low = fit.height(counted, COLUMN, 8.5) + 0.15
        top = TOP + high + (0.15 if text else 0)
        table = fitted(facts.listed, COLUMN, BOTTOM - 0.1 - low - top)
        add_table(slide, table, self.theme, (LEFT, top, COLUMN))
        more = f" Events of the view that are not in this table: {table.left}." if table.left else ""
        counted, end = f"{counted}{more}", top + sum(table.heights) + 0.08
        frame = add_box(slide, "Counted", (LEFT, end, COLUMN, fit.height(counted, COLUMN, 8.5)))
        add_paragraphs(frame, [counted], 8.5, self.theme.muted)

    def _sheet(self, top: float, high: float, first: int) -> Sheet:
        wide = (RIGHT - PICTURE) * DENSITY
        return Sheet(PICTURE, top, wide, high * DENSITY, DENSITY, count(first))

    def _pictures(self, facts: StepFacts, slide: Any) -> Iterator[str]:
        rung = facts.rung
        sheet, frame = self._sheet(TOP, MAP_HEIGHT, 1000), facts.step.frame
        projection = Projection(sheet.width, sheet.height, frame)
        marks = framed(map_marks(facts.selection), self.dataset, projection)
        beyond = beyond_words(areas_beyond(marks, projection, self.folder), marks.tray)
        yield map_group(marks, self.theme, sheet, frame, self.folder, rung, beyond)
        self._below_map(slide, beyond)
        low = self._sheet(BOTTOM - TIMELINE_HEIGHT, TIMELINE_HEIGHT, 5000)
        timeline = timeline_marks(facts.selection, plot=plot_size(low))
        yield timeline_group(timeline, self.theme, low, rung)

    def _below_map(self, slide: Any, beyond: str) -> None:
        wide, top = RIGHT - PICTURE, TOP + MAP_HEIGHT + 0.03
        if beyond:
            frame = add_box(slide, "Not on the map", (PICTURE, top, wide, 0.15))
            add_paragraphs(frame, [fit.cut(beyond, wide, 8.5, 1)], 8.5, self.theme.text)
        frame = add_box(slide, "Makers of the map", (PICTURE, top + 0.16, wide, 0.24))
        add_paragraphs(frame, [ATTRIBUTION], 6, self.theme.muted)

    def _board(self, facts: StepFacts) -> Iterator[str]:
        sheet = self._sheet(TOP, BOTTOM - TOP, 1000)
        yield board_group(board_marks(facts.selection), self.theme, sheet, facts.rung)

    def sources(self, colophon: Colophon) -> None:
        """Every publication in columns, in letters as large as they may be."""
        slide = self._slide("Sources", colophon, "Dashboard")
        cited = [f"{source}  {citation(self.dataset, source)}" for source in colophon.sources]
        columns, size = _columns(cited, RIGHT - LEFT, BOTTOM - TOP)
        wide = (RIGHT - LEFT - 0.3 * (len(columns) - 1)) / len(columns)
        for number, texts in enumerate(columns):
            box = (LEFT + number * (wide + 0.3), TOP, wide, BOTTOM - TOP)
            add_paragraphs(add_box(slide, f"Sources {number + 1}", box), texts, size, self.theme.text, gap=3)


def _kept(
    texts: Sequence[str], width: float, room: float, sizes: Sequence[float], more: str
) -> tuple[list[str], float]:
    """The texts in letters as large as their room lets them be; what does not fit even so is counted."""

    def high(kept: Sequence[str]) -> float:
        return sum(fit.height(words, width, size) + 1 / fit.POINTS for words in kept)

    size = fit.largest(texts, width, room - len(texts) / fit.POINTS, sizes)
    kept = list(texts)
    while len(kept) > 1 and high(kept) > room:
        kept = [*texts[: len(kept) - 2], f"… and {len(texts) - len(kept) + 2} {more}"]
    return kept, size


def _columns(texts: Sequence[str], width: float, room: float) -> tuple[list[list[str]], float]:
    """The texts in at most three columns, in letters as large as may be; what does not fit is counted."""
    size, wide = 0.0, width
    for size in (14, 13, 12, 11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6, 5.5):
        for number in (1, 2, 3) if size <= 11 else (1,):
            wide = (width - 0.3 * (number - 1)) / number
            columns = _filled(texts, wide, room, size)
            if len(columns) <= number:
                return columns, size
    columns = _filled(texts, wide, room, size)[:3]
    left = len(texts) - sum(map(len, columns)) + 1
    columns[2][-1] = f"… and {left} more, cited on the pages for print"
    return columns, size


def _filled(texts: Sequence[str], width: float, room: float, size: float) -> list[list[str]]:
    columns: list[list[str]] = [[]]
    left = room
    for text in texts:
        high = fit.height(text, width, size) + 3 / fit.POINTS
        if high > left and columns[-1]:
            columns.append([])
            left = room
        columns[-1].append(text)
        left -= high
    return columns
