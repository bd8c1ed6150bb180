"""One step of a brief as HTML: words, the events that it rings, what has no place, sources and the caveat."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dash import html

from components.drawing.prepare.board import KINDS, BoardMarks, Move, Preconditions, Silence
from components.drawing.prepare.board_rows import at_least, quoted, says, way
from components.drawing.prepare.map import MapMarks
from components.shared.attributes import attributes
from components.shared.dated import dated
from components.shared.marks import chip, open_event, quad_mark, when_chip, where_chip
from data.briefs import Brief, Step
from data.dataset import Dataset
from data.dates import in_words
from data.export.manifest import CAVEAT
from data.filters import Selection, sentence
from data.frames import records_of
from data.vocabulary import PRECISIONS
from data.wording import says_who

LONG_TEXT: Final = 330
"""Characters from which a step's text is set smaller."""
CROWDED: Final = 3
"""Events from which each is told in fewer lines."""
_NUMBERED: Final = re.compile(r",? (?:by|in) N\d+\b")
MOST_SOURCES: Final = 5
"""Publications named in the foot; the others are counted there and stand on the cards."""


@dataclass(frozen=True)
class Shown:
    """What one step shows, prepared.

    Attributes:
        step: as it stands in the brief.
        number: 1 for the first.
        selection: the events of its view.
        marks: what the map draws of them.
        board: the negotiation where the view is the board, else None.
        beyond: names of places with events that lie outside the step's frame.
        changes: html components on what has changed since the step's `since`; none for other steps.
    """

    step: Step
    number: int
    selection: Selection
    marks: MapMarks
    board: BoardMarks | None
    beyond: tuple[str, ...]
    changes: tuple[Any, ...] = ()

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Selected events by date, then the undated ones."""
        return [*records_of(self.selection.events), *records_of(self.selection.undated)]

    @property
    def panelled(self) -> bool:
        """Whether the board or the changes take the place of map and timeline."""
        return self.board is not None or bool(self.changes)

    @property
    def ringed(self) -> list[dict[str, Any]]:
        """The rows of the events that the step rings, in the step's order."""
        rows = {row["id"]: row for row in self.rows}
        return [rows[event] for event in self.step.highlight if event in rows]


def step_section(brief: Brief, shown: Shown) -> html.Section:
    """All words of one step; the map and the timeline beside them are shared by all steps."""
    parts: list[Any] = [_words(shown)]
    if shown.panelled:
        parts.append(_panel(shown))
    return html.Section(
        [*parts, _places(shown), _foot(brief, shown)],
        id=f"step-{shown.number}",
        className="step has-board" if shown.panelled else "step",
        **attributes({"aria-labelledby": f"headline-{shown.number}"}),
    )


def _panel(shown: Shown) -> html.Div:
    """What takes the place of the pictures."""
    changed = html.Div(list(shown.changes), className="step-changes") if shown.changes else None
    board = board_part(shown) if shown.board is not None else []
    label = attributes({"aria-label": "What has changed" if changed else "The moves of this step"})
    return html.Div([changed, *board], className="step-board", tabIndex="0", role="region", **label)


def _words(shown: Shown) -> html.Div:
    step = shown.step
    long = " is-long" if len(step.text) > LONG_TEXT else ""
    parts: list[Any] = [html.H2(step.headline, id=f"headline-{shown.number}", tabIndex="-1")]
    parts += [html.P(step.text, className=f"step-text{long}")] if step.text else []
    if shown.ringed and shown.board is None:
        parts.append(_ringed(shown))
    label = attributes({"aria-label": "What this step says"})
    return html.Div(parts, className="step-words", tabIndex="0", role="region", **label)


def _ringed(shown: Shown) -> html.Ul:
    crowded = len(shown.ringed) >= CROWDED
    rows = [_event(shown.selection.dataset, row, crowded) for row in shown.ringed]
    return html.Ul(
        rows,
        className="ringed is-crowded" if crowded else "ringed",
        **attributes({"aria-label": "Ringed events"}),
    )


def _event(dataset: Dataset, row: dict[str, Any], crowded: bool) -> html.Li:
    """What, when, where; who says so where there is room, else on its card."""
    when = [part for part in (when_chip(row["when"]), where_chip(row["where"])) if part]
    lines: list[Any] = [
        html.Span([quad_mark(row["quad"]), html.Span(row["title"])], className="ringed-title"),
        html.Span([dated(row["date"]), " · ", place_words(dataset, row["id"]), " ", *when]),
    ]
    if not crowded:
        lines.append(html.Span(says_who(dataset, row["id"]), className="ringed-who"))
    return html.Li(open_event(row["id"], lines, "ringed-event"))


def place_words(dataset: Dataset, event: str) -> str:
    """Where an event is said to have been, and how close that is: "Afghanistan (country, no closer)"."""
    named = []
    for link in dataset.rows_of("event_places", "event", event):
        row = dataset.row("places", link["place"])
        closeness = (
            "" if row["precision"] in ("exact", "settlement") else f" ({PRECISIONS[row['precision']]})"
        )
        named.append(f"{row['name']}{closeness}" if row["precision"] != "none" else PRECISIONS["none"])
    return "; ".join(dict.fromkeys(named)) or PRECISIONS["none"]


def _places(shown: Shown) -> html.Div:
    """What the map cannot show, in words: no place, a country only, beyond this frame, no date."""
    counts = shown.selection.counts
    without = f"{counts.unplaced} of {counts.selected} without a place"
    told: list[Any] = [_apart("apart:unplaced", without) if counts.unplaced else html.Span(without)]
    for badge in shown.marks.badges:
        ringed = "◯ " if set(badge.tally.events) & set(shown.step.highlight) else ""
        told.append(_apart(f"country:{badge.key}", f"{ringed}{badge.label}"))
    if shown.beyond:
        told.append(html.Span(f"not in this frame: {', '.join(shown.beyond)}"))
    if counts.undated:
        told.append(_apart("apart:undated", f"{counts.undated} undated"))
    return html.Div(
        [piece for part in told for piece in (html.Span(" · "), part)][1:], className="step-places"
    )


def _apart(mark: str, words: str) -> html.Button:
    """Words on what no picture shows; pressed, they list the events."""
    return html.Button(words, type="button", className="link-button", **attributes({"data-mark": mark}))


def _foot(brief: Brief, shown: Shown) -> html.Div:
    dataset = shown.selection.dataset
    as_of = f"As of {in_words(brief.as_of)}"
    sources = sources_words(dataset, [row["id"] for row in shown.ringed or shown.rows])
    return html.Div(
        [
            html.P(f"{sentence(shown.selection)}.", className="step-sentence"),
            html.P(
                [
                    f"Sources: {sources}. {as_of} · dataset {dataset.version}, release {dataset.release} · ",
                    html.Strong(CAVEAT),
                ]
            ),
        ],
        className="step-foot",
    )


def sources_words(dataset: Dataset, events: Sequence[str]) -> str:
    """The publications behind these events, the events' own first; "none" where there are no events."""
    links = [link for event in events for link in dataset.rows_of("event_sources", "event", event)]
    ordered = sorted(links, key=lambda link: link["own"] != "true")
    ids = list(dict.fromkeys(link["source"] for link in ordered))
    rows = [dataset.row("sources", source) for source in ids[:MOST_SOURCES]]
    named = [f"{row['publisher'] or row['title']} ({row['id']})" for row in rows]
    more = len(ids) - len(named)
    tail = f" and {more} more {'publication' if more == 1 else 'publications'}, named on the cards"
    return ("; ".join(named) + (tail if more > 0 else "")) or "none"


def board_part(shown: Shown) -> list[Any]:
    """The moves of the ringed events (all if none is), and the preconditions with what nobody answers."""
    board = shown.board
    if board is None or board.empty:
        return [html.P(board.empty if board else "", className="empty")]
    asked = set(shown.step.highlight) or {move.event for move in board.moves}
    held = [one for one in board.preconditions if asked & {move.event for move in _demands(one)}]
    inside = {move.id for one in held for move in _demands(one)}
    moves = [move for move in board.moves if move.event in asked and move.id not in inside]
    parts: list[Any] = []
    if moves:
        crowded = "moves is-crowded" if len(moves) >= CROWDED else "moves"
        parts += [
            html.H3("Moves of the negotiation"),
            html.Ol([_move(move) for move in moves], className=crowded),
        ]
    parts.append(_no_moves(shown, asked, {move.event for move in board.moves}))
    for one in held:
        parts += _preconditions(one, asked)
    return [part for part in parts if part is not None]


def _demands(held: Preconditions) -> Iterator[Move]:
    yield from held.named
    yield from held.further
    if held.cut:
        yield held.cut


def _no_moves(shown: Shown, asked: set[str], moved: set[str]) -> html.Ul | None:
    """Ringed events that are no move of the negotiation stand below the moves."""
    rows = [row for row in shown.ringed if row["id"] in asked - moved]
    if not rows:
        return None
    return html.Ul(
        [_event(shown.selection.dataset, row, True) for row in rows], className="ringed is-crowded"
    )


def _move(move: Move) -> html.Li:
    """One move: what it is, by whom to whom, hedge, date, how it stands, and who says so."""
    kind = KINDS[move.kind]
    sign = html.Span(kind.sign, className="move-sign", **attributes({"aria-hidden": "true"}))
    hedges = [chip(f"“{hedge}”", "hedge", "The source's own hedge") for hedge in move.hedges]
    standing = f"Status: {plain_status(move)}. {says(move)}, as of {move.as_of}."
    return html.Li(
        [
            html.Div([sign, html.Strong(kind.words), f" {move.by} {way(move)} "], className="move-who"),
            open_event(move.event, move.words, "link-button move-words"),
            html.Div([html.Span(f"{move.date}."), *hedges, when_chip(move.when)], className="move-when"),
            html.Div(standing, className="move-says"),
        ]
    )


def plain_status(move: Move) -> str:
    """How a move stands, without the numbers of other moves, which nobody in the room knows."""
    return _NUMBERED.sub("", move.status).strip() or "not told"


def _preconditions(held: Preconditions, asked: set[str]) -> list[Any]:
    """What of the preconditions is asked for: those named as a minimum, the cut, the answers not reported."""
    cut = held.cut if held.cut and held.cut.event in asked else None
    named = [move for move in held.named if move.event in asked]
    moves = {move.id for move in (*held.named, *held.further) if move.event in asked} | {
        cut.id if cut else ""
    }
    parts: list[Any] = []
    if named:
        parts += [
            html.H3("The preconditions"),
            html.P(f"{held.under.by}, {way(held.under)}. {at_least(held)}"),
            html.Ol(
                [_named(move, move in held.kept, cut is not None) for move in named],
                className="preconditions",
            ),
            html.P(f"{says(named[0])}, as of {named[0].as_of}.", className="move-says"),
        ]
    if cut:
        hedge = quoted(cut) or "stated flatly"
        parts += [
            html.H3("Cut to one"),
            html.P(f"{says(cut)}, {cut.by} conceded ({hedge}):"),
            open_event(cut.event, cut.words, "link-button move-words"),
            html.P(f"{cut.date}. Status: {plain_status(cut)}."),
        ]
    silences = [silence for silence in held.silences if silence.move in moves or silence.event in asked]
    return [*parts, *_silences(silences, large=not named)]


def _named(move: Move, kept: bool, told: bool) -> html.Li:
    status = html.Span(plain_status(move), className="move-status") if told else None
    return html.Li(
        [open_event(move.event, move.words, "link-button move-words"), status],
        className="is-kept" if kept and told else "",
    )


def _silences(silences: Sequence[Silence], large: bool) -> list[Any]:
    if not silences:
        return []
    rows = [
        html.Li(
            [silence.text, html.Span(f"Silent: {silence.where}, as of {silence.as_of}.", className="fine")]
        )
        for silence in silences
    ]
    look = "silences is-large" if large else "silences"
    return [html.H3("What is not said"), html.Ul(rows, className=look)]
