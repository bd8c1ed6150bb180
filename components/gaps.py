"""What is missing: claims on one unnamed source, events on one source, no date, place, grade or answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from dash import html

from components.shared.dated import dated
from components.shared.hedges import hedge_chips
from components.shared.marks import open_card, open_event
from data.dataset import Dataset
from data.filters import Selection
from data.gaps import ONE, OPEN, SEVERAL, Gaps, OnUnnamed, Reasoned, SingleSource, gaps_of
from data.wording import actor_name, chain_in_words, says_who

_NUMBERS: Final = {
    ONE: "One unnamed source",
    SEVERAL: "Several unnamed sources, not told apart",
    OPEN: "Unnamed, and not said whether one or several",
}
_MOVES: Final = {
    "ask": "asks",
    "demand": "demands",
    "offer": "offers",
    "accept-with-conditions": "accepts on conditions",
    "concede": "concedes",
}


def gaps(selection: Selection) -> list[Any]:
    """The view: a section for each kind of gap, with what it means and what it does not."""
    dataset, found = selection.dataset, gaps_of(selection)
    return [
        html.H2("What is missing", className="panel-title"),
        html.P(
            "Gaps of the selection, its undated events included. A gap is what the sources read here leave "
            "open. It does not say that a thing did not happen.",
            className="claims-note",
        ),
        _on_unnamed(dataset, found.on_unnamed),
        _single(dataset, found.single),
        _reasoned(dataset, found.undated, "without a date", _UNDATED),
        _reasoned(dataset, found.unplaced, "without a place", _UNPLACED),
        _ungraded(found),
        _unanswered(dataset, found),
        _silences(dataset, found.silences),
    ]


_UNNAMED: Final = (
    "Somewhere in the chain stands a speaker who is not named, and no other claim bears it out that comes "
    "through other speakers, all of them with a name. It does not mean that the claim is wrong, nor that the "
    "source is known to one publication only. An office or an outlet counts as named, and so do officials "
    "who speak for a body that has an entry here."
)
_SINGLE: Final = (
    "Every claim of the event comes by way of one and the same speaker, here the one nearest to the "
    "happening. It does not mean that nobody else reported it: only what was read is here."
)
_UNDATED: Final = (
    "The event's own source gives no date that can be used. It is never in a range and is lent no date; it "
    "does not mean that no other publication gives one."
)
_UNPLACED: Final = (
    "The event's own source names no place, or one that no mark may stand for. It does not mean that the "
    "place is unknown to everybody."
)
_UNANSWERED: Final = (
    "A step or a call that leaves it to another side to speak, and of which no answer is recorded. It does "
    "not mean that none was given."
)


def _section(head: str, meaning: str, *parts: Any) -> html.Section:
    return html.Section([html.H3(head), html.P(meaning, className="fine"), *parts], className="gap")


def _count(number: int, one: str, several: str = "") -> str:
    """ "1 claim", "4 claims", "no claims"."""
    several = several or f"{one}s"
    return f"{number} {one}" if number == 1 else f"{number or 'no'} {several}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _on_unnamed(dataset: Dataset, found: tuple[OnUnnamed, ...]) -> html.Section:
    parts: list[Any] = []
    for number, words in _NUMBERS.items():
        mine = [row for row in found if row.number == number]
        if mine:
            parts.append(html.H4(f"{words}: {_count(len(mine), 'claim')}"))
            parts.append(html.Ul([_unnamed(dataset, row) for row in mine], className="gap-list"))
    verb = "rests" if len(found) == 1 else "rest"
    return _section(
        _capital(f"{_count(len(found), 'claim')} {verb} on an unnamed source alone"), _UNNAMED, *parts
    )


def _unnamed(dataset: Dataset, row: OnUnnamed) -> html.Li:
    claim = dataset.row("claims", row.claim)
    text: list[Any] = [claim["text"], " ", hedge_chips(claim["hedge"])]
    source = open_card(row.actor, row.source) if row.actor else row.source
    behind = html.Div([html.Span("Unnamed: ", className="term"), source], className="gap-source")
    chain = html.Div(f"{chain_in_words(dataset, row.claim)} · {row.claim}", className="fine")
    return html.Li([html.Div(text, className="gap-text"), behind, chain, *_events(dataset, row.claim)])


def _events(dataset: Dataset, claim: str) -> list[Any]:
    rows = [dataset.row("events", link["event"]) for link in dataset.rows_of("claim_events", "claim", claim)]
    return [html.Div(open_event(row["id"], row["title"])) for row in rows if not row["withdrawn"]]


def _single(dataset: Dataset, found: tuple[SingleSource, ...]) -> html.Section:
    events = sum(len(row.events) for row in found)
    verb = "rests" if events == 1 else "rest"
    return _section(
        _capital(f"{_count(events, 'event')} {verb} on a single source"),
        _SINGLE,
        *(_through(dataset, row) for row in found),
    )


def _through(dataset: Dataset, row: SingleSource) -> html.Details:
    opened = [_event(dataset, event, says_who(dataset, event)) for event in row.events]
    return html.Details(
        [
            html.Summary(f"Through {row.speaker}: {_count(len(row.events), 'event')}"),
            html.Ul(opened, className="gap-list"),
        ]
    )


def _event(dataset: Dataset, event: str, *lines: str) -> html.Li:
    row = dataset.row("events", event)
    when = html.Span([" ", dated(row["date"])], className="fine")
    told = [html.Div(line, className="fine") for line in lines]
    return html.Li([open_event(event, row["title"]), when, *told])


def _reasoned(dataset: Dataset, found: tuple[Reasoned, ...], lack: str, meaning: str) -> html.Section:
    rows = [_event(dataset, row.event, _capital(row.reason), says_who(dataset, row.event)) for row in found]
    return _section(_capital(f"{_count(len(found), 'event')} {lack}"), meaning, *_list(rows))


def _list(rows: Iterable[Any]) -> list[Any]:
    listed = list(rows)
    return [html.Ul(listed, className="gap-list")] if listed else []


def _ungraded(found: Gaps) -> html.Section:
    left = found.claims - found.graded
    return _section(
        f"{_capital(_count(left, 'claim'))} not graded, of {found.claims}",
        "No editor has judged how reliable the speakers are. Not graded is no low grade and says nothing of "
        "the claim; no program computes one.",
    )


def _unanswered(dataset: Dataset, found: Gaps) -> html.Section:
    moves = _list(_move(dataset, move) for move in found.moves)
    calls = _list(_event(dataset, event, says_who(dataset, event)) for event in found.calls)
    if moves:
        moves.insert(
            0, html.H4(_capital(_count(len(found.moves), "step") + " of the talks without an answer"))
        )
    if calls:
        calls.insert(0, html.H4(_capital(_count(len(found.calls), "request, accusation or threat",
                                                "requests, accusations and threats"))))  # fmt: skip
    return _section(
        _capital(f"{_count(len(found.moves) + len(found.calls), 'step or call', 'steps and calls')}")
        + " not followed up",
        _UNANSWERED,
        *moves,
        *calls,
    )


def _move(dataset: Dataset, move: str) -> html.Li:
    row = dataset.row("moves", move)
    to = f" to {actor_name(dataset, row['to'])}" if row["to"] else ""
    head = f"{row['id']} · {actor_name(dataset, row['by'])} {_MOVES[row['move']]}{to}: {row['content']} "
    status = f"Status: {row['status_after'] or 'not said'}, as of {row['as_of']}. Says {row['said_by']}."
    event = dataset.row("events", row["event"])
    return html.Li([html.Div([head, hedge_chips(row["hedge"])]), html.Div(status, className="fine"),
                    open_event(row["event"], event["title"])])  # fmt: skip


def _silences(dataset: Dataset, found: tuple[str, ...]) -> html.Section:
    return _section(
        _capital(_count(len(found), "silence")),
        "What a source passes over, as read in its own text. It means that this source does not say it, and "
        "not that nothing happened.",
        *_list(_silence(dataset, silence) for silence in found),
    )


def _silence(dataset: Dataset, silence: str) -> html.Li:
    row = dataset.row("silences", silence)
    source = dataset.row("sources", row["source"])
    name = open_card(row["source"], source["publisher"] or source["title"])
    where = [" ", row["locator"], f", as of {row['as_of']}"]
    opened = (
        [html.Div(open_event(row["event"], dataset.row("events", row["event"])["title"]))]
        if row["event"]
        else []
    )
    return html.Li([html.Div(row["text"]), html.Div([name, *where], className="fine"), *opened])
