"""What stands under the timeline while a card is open: an actor's dated roles and relations, or what sources
saw of a crossing, as spans on the axis of the lanes. The rules of drawing are those of the lanes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from components.drawing.prepare.timeline_rows import Item, Mark, shape
from data import dates, gazetteer, wording
from data.dataset import Dataset
from data.gazetteer import Seen
from data.relations import publisher, relation_spans, relations

STATUSES: Final = ("open", "used", "limited", "closed", "taken")
"""Statuses that have a row, from top to bottom; `unknown` has none: it is said in words."""
HEAD_PIXELS, ROW_PIXELS, NARROW_ROW_PIXELS = 20, 24, 30
MOST_PIXELS, NARROW_MOST_PIXELS = 120, 240
MOST_ROWS: Final = 9
"""As many rows as have a readable label of one line in the height there is at most."""


@dataclass(frozen=True)
class ContextSpan:
    """One thing to draw: `label` names it, `status` is that of a crossing ("" for a relation), `question`
    marks what is asked and not asserted, `lines` are what the hover says under the label."""

    row: int
    label: str
    bounds: dates.Bounds
    lines: tuple[str, ...]
    status: str = ""
    question: bool = False


@dataclass(frozen=True)
class ContextMarks:
    """Everything that the strip of the open card needs, whatever part of time is in view.

    Attributes:
        title: whose spans these are.
        note: what is not drawn and why, or the sentence that goes with the spans.
        rows: the label of each row, from top to bottom; empty where nothing is dated.
        spans: what to draw, each with the row it stands in.
    """

    title: str
    note: str
    rows: tuple[str, ...]
    spans: tuple[ContextSpan, ...]

    @property
    def height(self) -> int:
        """Pixels that the strip wants where labels stand beside the rows."""
        return min(MOST_PIXELS, HEAD_PIXELS + ROW_PIXELS * max(1, len(self.rows)))

    @property
    def narrow_height(self) -> int:
        """Pixels that the strip wants where labels stand above the rows (phones)."""
        return min(NARROW_MOST_PIXELS, HEAD_PIXELS + NARROW_ROW_PIXELS * max(1, len(self.rows)))


def context_marks(dataset: Dataset, card: str) -> ContextMarks | None:
    """The spans of a card, or None where it is neither a crossing nor an actor with dated relations.

    Args:
        dataset: the release.
        card: id of an actor, a place or a crossing.
    """
    if dataset.has("actors", card):
        return _actor(dataset, card)
    place = gazetteer.place_asked(dataset, card)
    crossing = gazetteer.crossing_at(dataset, place) if place else None
    return _crossing(dataset, crossing) if crossing else None


def _crossing(dataset: Dataset, crossing: dict[str, str]) -> ContextMarks:
    """A row for each status that was seen; a day without a sighting is empty, never closed."""
    history = gazetteer.history(dataset, crossing["id"])
    dated = [seen for seen in history if seen.bounds and seen.status in STATUSES]
    rows = tuple(status for status in STATUSES if any(seen.status == status for seen in dated))
    spans = [_sighting(dataset, seen, rows.index(seen.status)) for seen in dated]
    return ContextMarks(
        title=dataset.row("places", crossing["place"])["name"],
        note=_crossing_note(len(dated), len(history) - len(dated)),
        rows=rows,
        spans=tuple(spans),
    )


def _crossing_note(dated: int, others: int) -> str:
    if not dated:
        return "whether it was open on any day is not known here"
    more = f"; {others} undated in the card" if others else ""
    return f"what a source saw; between, not known{more}"


def _sighting(dataset: Dataset, seen: Seen, row: int) -> ContextSpan:
    said = f"Source: {publisher(dataset, seen.source)}" if seen.source else "No source"
    lines = (wording.date_words(seen.date), seen.what, f"Remark: {seen.note}" if seen.note else "", said)
    bounds = seen.bounds or dates.Bounds(0, 0, 0, 0)
    return ContextSpan(row, seen.status.capitalize(), bounds, tuple(filter(None, lines)), seen.status)


def _actor(dataset: Dataset, actor: str) -> ContextMarks | None:
    """Dated roles and relations, each in a row of its own while there are rows enough."""
    found = sorted(relation_spans(dataset, actor), key=lambda span: (span.bounds, span.relation_id))
    if not found:
        return None
    spans = [
        ContextSpan(0, span.label, span.bounds, _told(dataset, span.words, span.hedge, span.relation_id),
                    question=span.question)
        for span in found
    ]  # fmt: skip
    placed, left = packed(spans)
    labels = [_row_label(span.label for span in placed if span.row == row) for row in _rows(placed)]
    note = f"dated roles and relations as sources tell them{f'; {left} more in the card' if left else ''}"
    return ContextMarks(wording.actor_name(dataset, actor), note, tuple(labels), tuple(placed))


def _told(dataset: Dataset, words: str, hedge: str, relation: str) -> tuple[str, ...]:
    said = next(one.said for one in relations(dataset) if one.id == relation)
    hedged = f"Hedge: “{hedge}”" if hedge else ""
    return tuple(filter(None, (words, hedged, f"Who says so: {said}" if said else "")))


def packed(spans: Sequence[ContextSpan]) -> tuple[list[ContextSpan], int]:
    """The spans with rows: one each while `MOST_ROWS` lasts, else the first row that is free at their time.

    Returns:
        What found a row, and how many did not.
    """
    if len(spans) <= MOST_ROWS:
        return [replace(span, row=row) for row, span in enumerate(spans)], 0
    ends: list[int] = []
    placed = []
    for span in sorted(spans, key=lambda span: (span.bounds.start_earliest, span.bounds.end_latest)):
        row = next((row for row, end in enumerate(ends) if end < span.bounds.start_earliest), len(ends))
        if row == len(ends) < MOST_ROWS:
            ends.append(0)
        if row < len(ends):
            ends[row] = span.bounds.end_latest
            placed.append(replace(span, row=row))
    return placed, len(spans) - len(placed)


def _rows(spans: Iterable[ContextSpan]) -> range:
    return range(1 + max((span.row for span in spans), default=-1))


def _row_label(labels: Iterable[str]) -> str:
    return " · ".join(dict.fromkeys(labels))


def in_view(marks: ContextMarks, view: tuple[int, int], width: int = 570) -> list[tuple[ContextSpan, Mark]]:
    """Each span with its shape inside the view (first and last day), by the rules of the lanes.

    `width` is the expected width of the plot in pixels; it decides what is too narrow to be told apart.
    """
    pixel = (view[1] + 1 - view[0]) / max(width, 1)
    shaped = (
        (span, shape(Item("", "", span.label, span.status, "certain", span.bounds, span.lines), view, pixel))
        for span in marks.spans
    )
    return [(span, mark) for span, mark in shaped if mark]
