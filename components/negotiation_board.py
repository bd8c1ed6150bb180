"""The negotiation board: parties as rows, rounds as columns, every move with who says so; and its list."""

from __future__ import annotations

from typing import Any, Final

from dash import html

from components.drawing.prepare.board import (
    KINDS,
    OWN_ACCOUNT,
    BoardMarks,
    Link,
    Move,
    Party,
    Preconditions,
    board_marks,
)
from components.drawing.prepare.board_rows import (
    Card,
    Cell,
    at_least,
    quoted,
    rows_of,
    says,
    sentence,
    silence_sentence,
    status,
    way,
)
from components.shared.attributes import attributes
from components.shared.marks import chip, open_event, when_chip, where_chip
from data.selection import Selection

_PARTS: Final = {
    "board-preconditions": "The preconditions",
    "board-silences": "What is not said",
    "board-list": "All moves as a list",
}
"""Ids of the parts below the table -> their headings; the line above the table leads to them."""

_READING: Final = (
    "Parties as rows, rounds as columns. A move that reaches over two rounds may belong to either. "
    "An empty cell: no move is shown there, which is no finding."
)


def negotiation_board(selection: Selection) -> list[Any]:
    """The children of the panel: the table, its legend, the preconditions, the silences and the list."""
    marks = board_marks(selection)
    head = html.H2("The negotiation, move by move", className="board-title")
    if marks.empty:
        return [head, html.P(marks.empty, className="empty")]
    parts = {
        "board-preconditions": [part for held in marks.preconditions for part in _preconditions(held)],
        "board-silences": _silences(marks),
        "board-list": [html.Ol([html.Li(_listed(move)) for move in marks.moves], className="board-list")],
    }
    told = {key: children for key, children in parts.items() if children}
    return [
        head,
        _counted(marks),
        _leads(list(told)),
        html.P(_READING, className="fine"),
        _table(marks),
        _legend(),
        *(html.Section([html.H3(_PARTS[key]), *children], id=key, className="board-part")
          for key, children in told.items()),
    ]  # fmt: skip


def _counted(marks: BoardMarks) -> html.P:
    """How many moves are shown, and in one line which the filters hide."""
    told: list[Any] = [f"{marks.counted}."]
    if number := len(marks.hidden):
        told.append(f" {number} {'move' if number == 1 else 'moves'} hidden by the filters: ")
        told += _joined([open_event(move.event, move.id) for move in marks.hidden], ", ")
    return html.P(told, className="board-counted")


def _joined(parts: list[Any], between: str) -> list[Any]:
    return [piece for part in parts for piece in (between, part)][1:]


def _leads(keys: list[str]) -> html.P:
    links = [html.A(_PARTS[key], href=f"#{key}") for key in keys]
    return html.P(["Below the table: ", *_joined(links, " · ")], className="board-leads fine")


def _table(marks: BoardMarks) -> html.Div:
    columns = [html.Th(one.label, scope="col") for one in marks.rounds]
    bodies = [_party(marks, party) for party in marks.parties]
    table = html.Table(
        [
            html.Caption(html.Span("Moves by party and round", className="board-party")),
            html.Thead(html.Tr(columns)),
            *bodies,
        ],
        className="board-table",
    )
    label = attributes({"aria-label": "The board"})
    return html.Div(table, className="board-scroll", tabIndex="0", role="region", **label)


def _party(marks: BoardMarks, party: Party) -> html.Tbody:
    name = html.Span([party.name, html.Span(party.tally, className="fine")], className="board-party")
    head = html.Tr(html.Th(name, scope="rowgroup", colSpan=str(len(marks.rounds))))
    return html.Tbody([head, *(html.Tr([_cell(cell) for cell in row]) for row in rows_of(marks, party.id))])


def _cell(cell: Cell) -> html.Td:
    if not cell.cards:
        return html.Td(html.Span("no move shown", className="visually-hidden"), className="board-none")
    cards = [_card(card) for card in cell.cards]
    return html.Td(html.Div(cards, className="board-cards"), colSpan=str(cell.span))


def _card(card: Card) -> html.Div:
    """One move, or several that differ only in content, status and remark; each opens its event."""
    head, several = card.head, len(card.moves) > 1
    linked = {link.move for move in card.moves for link in (*move.answers, *move.answered_by) if link.move}
    body: list[Any] = _facts(head)
    for move in card.moves:
        item = [_open(move), *_standing(move)]
        body = [*body, html.Div(item, className="board-item")] if several else [item[0], *body, *item[1:]]
    looks = f"board-card{' is-unsure' if head.unsure else ''}{'' if several else ' is-single'}"
    marked = {"data-event-id": head.event, "data-moves": " ".join(move.id for move in card.moves)}
    said = html.Div(f"{says(head)}, as of {head.as_of}.", className="fine")
    return html.Div(
        [_kind(head), *body, said, *_aside(card)],
        className=looks,
        **attributes({**marked, "data-linked": " ".join(sorted(linked))}),
    )


def _aside(card: Card) -> list[Any]:
    """What is not said, and remarks: folded away, for the lists below tell them, unless nothing answers."""
    silences = [silence.text for move in card.moves for silence in move.silences]
    pairs = zip(card.moves, card.notes, strict=True)
    notes = [card.note, *(f"{move.id}: {note}" for move, note in pairs if note)]
    told = [html.Li(text, className="board-silence") for text in silences]
    told += [html.Li(note) for note in notes if note]
    if not told:
        return []
    head = f"∅ {len(silences)} not said; remarks" if silences else "Remarks"
    unanswered = bool(silences) and len(card.moves) == 1 and not card.head.answered_by
    return [html.Details([html.Summary(head), html.Ul(told)], className="board-aside fine", open=unanswered)]


def _kind(move: Move) -> html.Div:
    sign = html.Span(KINDS[move.kind].sign, className="board-sign", **attributes({"aria-hidden": "true"}))
    return html.Div([sign, KINDS[move.kind].words], className="board-kind")


def _open(move: Move) -> html.Button:
    return open_event(move.event, [html.Span(move.id, className="board-id"), f" {move.words}"], "board-open")


def _facts(move: Move) -> list[Any]:
    """What holds for every move of a card: to whom, hedge, date, how sure."""
    hedges = [chip(f"“{hedge}”", "hedge", "The source's own hedge") for hedge in move.hedges]
    when = [part for part in (when_chip(move.when), where_chip(move.where)) if part]
    return [
        html.Div(way(move)),
        *([html.Div(hedges)] if hedges else []),
        html.Div([move.date, *_joined([" ", *when], " ")]) if when else html.Div(move.date),
        *([html.Div(move.unsure, className="board-unsure")] if move.unsure else []),
    ]


def _standing(move: Move) -> list[Any]:
    """Status and by whose account (where its words do not name it), and the links of one move."""
    named = all(word in move.status for word in move.status_by.split() if any(c.isdigit() for c in word))
    account = f", by {move.status_by}" if not named or move.status_by == OWN_ACCOUNT else ""
    words = html.Strong(move.status or "not told")
    told = html.Div([html.Span("Status: ", className="term"), words, html.Span(account, className="fine")])
    return [told, *(_link(link) for link in (*move.answers, *move.answered_by))]


def _link(link: Link) -> html.Div:
    words = f"{link.verb} {link.words}{'' if link.shown else ' (hidden by the filters)'}"
    button = open_event(link.event, words, "link-button board-link")
    marked = attributes({"data-to-move": link.move}) if link.move else {}
    return html.Div(button, title=link.note or None, **marked)


def _legend() -> html.Ul:
    signs = [
        html.Li(
            [html.Span(kind.sign, className="board-sign", **attributes({"aria-hidden": "true"})), kind.words]
        )
        for kind in KINDS.values()
    ]
    others = [
        ("dashed frame", "its round is left open"),
        ("∅", "not said by the source"),
        ("“…”", "the source's own hedge"),
        ("possibly in range", "its date leaves it open; the others are certainly in it"),
    ]
    rows = [html.Li([html.Strong(sign), f" {words}"]) for sign, words in others]
    return html.Ul([*signs, *rows], className="board-legend", **attributes({"aria-label": "Legend"}))


def _preconditions(held: Preconditions) -> list[Any]:
    """The named ones as a minimum, what is left, who says so, and the answer that is not reported."""
    under, named = held.under, [*held.named, *held.further]
    lead = f"{under.by}, {way(under)}: talks only once several preconditions are met ({quoted(under)})."
    parts: list[Any] = [html.P([lead, " ", open_event(under.event, under.id)]), html.P(at_least(held))]
    if named:
        parts.append(html.Ol([_precondition(move, held) for move in named], className="board-preconditions"))
        parts.append(html.P(f"{says(named[0])}, as of {named[0].as_of}.", className="fine"))
    if held.cut:
        parts += _cut(held, held.cut)
    if held.hidden:
        ids = ", ".join(move.id for move in held.hidden)
        parts.append(html.P(f"Hidden by the filters: {ids}.", className="fine"))
    told = [html.Li(silence_sentence(silence)) for silence in held.silences]
    return (
        [*parts, html.H4("Silent on the preconditions"), html.Ul(told, className="silences")]
        if told
        else parts
    )


def _precondition(move: Move, held: Preconditions) -> html.Li:
    kept = move in held.kept
    words = [html.Span(move.id, className="board-id"), f" {move.words}"]
    told = f" – {move.status or 'status not told'}, by {move.status_by}, as of {move.as_of}"
    remains: list[Any] = [" ", chip("the one that remains")] if kept else []
    return html.Li(
        [open_event(move.event, words), *remains, html.Span(told, className="fine")],
        className="is-kept" if kept else "is-further" if move in held.further else "",
    )


def _cut(held: Preconditions, cut: Move) -> list[Any]:
    left = ", ".join(move.id for move in held.kept)
    kept = f" What remains is {left}." if left else ""
    words = f"{says(cut)}, {cut.by} then conceded ({quoted(cut) or 'stated flatly'}): {cut.words}.{kept} "
    return [
        html.H4("Cut to one"),
        html.P([words, open_event(cut.event, cut.id)]),
        html.P(f"{cut.date}. {status(cut)}. {cut.note}", className="fine"),
    ]


def _silences(marks: BoardMarks) -> list[Any]:
    told = [
        html.Li([f"{silence_sentence(silence)} ", open_event(silence.event, silence.move or silence.event)])
        if silence.event
        else html.Li(silence_sentence(silence))
        for silence in marks.silences
    ]
    return [html.Ul(told, className="silences")] if told else []


def _listed(move: Move) -> list[Any]:
    return [open_event(move.event, move.id), " ", sentence(move)]
