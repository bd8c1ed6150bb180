"""The card of an actor: its names, what it is, its relations, its events, and what is asked or disputed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from dash import html

from components.shared.card import card_actions, card_head, fold
from components.shared.chain import claim_block
from components.shared.dated import dated
from components.shared.marks import chip, filter_by, open_card, open_event, quad_mark, when_chip
from data import actors, dates
from data.actors import Part
from data.dataset import Dataset
from data.frames import records_of
from data.relations import PART_OF, Relation, open_questions, part_relations, publisher, relations_of
from data.selection import Selection
from data.vocabulary import ROLES
from data.wording import actor_name, chain_in_words, factuality

_UNFOLDED: Final = 6
"""Longer lists are folded away, so that the card stays short."""
_STANCES: Final = {
    "neutral": "neutral",
    "self-designation": "what it calls itself",
    "movement": "as a movement",
}


def actor_card(selection: Selection, actor: str) -> list[Any]:
    """Everything that is known of an actor, each thing with who says so, when and how sure.

    Args:
        selection: what is chosen; events that its filters hide are counted and listed apart.
        actor: id of an actor.

    Returns:
        The parts of the card; a sentence where the dataset holds no such actor.
    """
    dataset = selection.dataset
    if not dataset.has("actors", actor):
        return [card_head(actor, "Actor"), html.P("The dataset holds no such actor.", className="empty")]
    row = dataset.row("actors", actor)
    return [
        card_head(actor, actors.kind_words(row["kind"])),
        html.H2(actor_name(dataset, actor)),
        html.P(row["description"]),
        card_actions(filter_by("actor", actor, "Filter by this actor", "button")),
        *([html.P(f"Caution: {row['note']}.", className="fine")] if row["note"] else []),
        *_questions(dataset, actor),
        *_names(dataset, actor),
        *_labels(dataset, actor),
        *_bodies(dataset, actor),
        *_relations(dataset, actor),
        *_disputes(dataset, actor),
        *_events(selection, actor),
        *_co_actors(selection, actor),
        *_said_by(dataset, actor, unfolded=row["kind"] == "source"),
        *_about(dataset, actor),
    ]


# --- names ---


def _names(dataset: Dataset, actor: str) -> list[Any]:
    groups = actors.names_of(dataset, actor)
    if not groups:
        told = "No other name of it is in the tables."
        return [html.H3("Names"), html.P(told, className="fine")]
    parts: list[Any] = [html.H3("Names")]
    for script, names in groups.items():
        listed = html.Ul([_name(dataset, name) for name in names], className="actor-names")
        parts.append(fold(f"{actors.SCRIPTS[script]}: {len(names)}", listed, len(names) <= _UNFOLDED))
    return parts


def _name(dataset: Dataset, name: dict[str, str]) -> html.Li:
    spoken: dict[str, Any] = {} if name["language"] == "und" else {"lang": name["language"]}
    language = actors.LANGUAGES.get(name["language"], name["language"])
    date = dates.use_in_words(name["date"])
    in_use = f"; in use {date}" if name["date"] else ""
    note = f"; {name['note']}" if name["note"] else ""
    told = [
        f" {language}; {actors.NAME_KINDS[name['kind']]}{in_use}{note}. Read in: ",
        _read_in(dataset, name),
    ]
    seen = name["verified"] == "true"
    sure = chip("verified", "verified", "Seen on a page") if seen else chip(
        "not verified", "undated", "Taken over unchecked or from general knowledge")  # fmt: skip
    written = html.Strong(name["name"], dir="auto", **spoken)
    return html.Li([written, html.Span(told, className="fine"), " ", sure])


def _read_in(dataset: Dataset, name: dict[str, str]) -> Any:
    if name["source"]:
        return _cited(dataset, name["source"])
    return name["source_text"] or "not said"


def _cited(dataset: Dataset, source: str) -> html.Button:
    return open_card(source, publisher(dataset, source))


def _labels(dataset: Dataset, actor: str) -> list[Any]:
    """What the actor may be called, by stance; which one is shown is a choice, not a finding."""
    rows = dataset.rows_of("actor_labels", "actor", actor)
    if not rows:
        return []
    told = "What an authority is called is a stance, and no recognition."
    listed = html.Ul([_label(dataset, row) for row in rows], className="actor-list")
    return [html.H3("How it is called, by stance"), html.P(told, className="fine"), listed]


def _label(dataset: Dataset, row: dict[str, str]) -> html.Li:
    fits = f"fits {dates.in_words(row['date'])}" if row["date"] else "no date given"
    shown = chip("shown here", "own") if row["stance"] == dataset.naming else None
    source = [" Source: ", _cited(dataset, row["source"])] if row["source"] else [" A choice of the editors."]
    note = f"; {row['note']}" if row["note"] else ""
    stance = _STANCES.get(row["stance"], row["stance"])
    told = html.Span([f" {stance}; {fits}{note}.", *source], className="fine")
    return html.Li([html.Strong(row["label"]), " ", shown, told])


# --- relations ---


def _bodies(dataset: Dataset, actor: str) -> list[Any]:
    above, below = part_relations(dataset, actor)
    parts: list[Any] = []
    for words, found in (("Said to be a part of", above), ("Said to be parts of it", below)):
        if found:
            rows = html.Ul([_relation(dataset, one, actor) for one in found], className="actor-list")
            parts.append(html.Div([html.Span(words, className="term"), rows]))
    return [html.H3("Parts and parents"), *parts] if parts else []


def _relations(dataset: Dataset, actor: str) -> list[Any]:
    """Roles and relations, the dated ones first in the order of time; questions and parts stand elsewhere."""
    found = [one for one in relations_of(dataset, actor) if not one.question and one.kind != PART_OF]
    if not found:
        return []
    dated = sorted((one for one in found if one.bounds), key=lambda one: tuple(one.bounds or ()))
    undated = [one for one in found if not one.bounds]
    parts: list[Any] = [html.H3("Roles and relations")]
    for words, group in (("Dated", dated), ("No date given", undated)):
        if group:
            rows = html.Ul([_relation(dataset, one, actor) for one in group], className="actor-list")
            parts.append(fold(f"{words}: {len(group)}", rows, len(group) <= _UNFOLDED))
    return parts


def _relation(dataset: Dataset, one: Relation, actor: str) -> html.Li:
    """One relation as a sentence, with hedge, date, who says so, and the claim that carries it."""
    hedge = chip(f"“{one.hedge}”", "hedge", "The source's own hedge") if one.hedge else None
    note = html.Div(f"Remark: {one.note}.", className="fine") if one.note else None
    return html.Li([
        html.Div([*_sentence(one, actor), " ", hedge]),
        html.Div([html.Strong(one.when[:1].upper() + one.when[1:]), ". ", *_says(dataset, one)]),
        note,
        *_claim(dataset, one.claim),
    ])  # fmt: skip


def _sentence(one: Relation, actor: str) -> list[Any]:
    """The sentence, its other end a button that opens that card."""
    target = one.object or one.place
    subject = one.subject_name if one.subject == actor else open_card(one.subject, one.subject_name)
    if one.object == actor or not target:
        return [subject, f": {one.words.sentence} {one.object_name}."]
    return [subject, f": {one.words.sentence} ", open_card(target, one.object_name), "."]


def _says(dataset: Dataset, one: Relation) -> list[Any]:
    where = f", {one.locator}" if one.locator else ""
    source: list[Any] = [" (", open_card(one.source, one.source), f"{where})"] if one.source else []
    return [html.Span([f"Says so: {one.said}", *source, "."], className="fine")]


def _claim(dataset: Dataset, claim: str) -> list[Any]:
    if not claim:
        return []
    return [fold("The claim and its chain", claim_block(dataset, dataset.row("claims", claim)), False)]


def _questions(dataset: Dataset, actor: str) -> list[Any]:
    found = open_questions(dataset, actor)
    if not found:
        return []
    told = "Somebody says so; nothing is merged here, and the two stay two."
    return [
        html.H3("Open questions"),
        html.P(told, className="fine"),
        *(_question(dataset, one, actor) for one in found),
    ]


def _question(dataset: Dataset, one: Relation, actor: str) -> html.Div:
    other = (one.object, one.object_name) if one.subject == actor else (one.subject, one.subject_name)
    hedge = chip(f"“{one.hedge}”", "hedge", "The source's own words") if one.hedge else None
    note = html.Div(f"Remark: {one.note}.", className="fine") if one.note else None
    return html.Div([
        html.Div([html.Strong("Is it the same as "), open_card(*other), html.Strong("?"), " ", hedge]),
        html.Div([html.Strong(one.when[:1].upper() + one.when[1:]), ". ", *_says(dataset, one)]),
        note,
        *_claim(dataset, one.claim),
    ], className="actor-question")  # fmt: skip


# --- what is disputed, said by it and of it ---


def _disputes(dataset: Dataset, actor: str) -> list[Any]:
    groups = actors.disputes(dataset, actor)
    if not groups:
        return []
    blocks = html.Div([
        html.Ul([_short_claim(dataset, claim) for claim in group], className="actor-dispute")
        for group in groups
    ])  # fmt: skip
    told = "Claims that contradict each other, side by side; none is preferred."
    few = sum(len(group) for group in groups) <= 2 * _UNFOLDED
    words = f"{len(groups)} {'matter' if len(groups) == 1 else 'matters'} in dispute"
    return [html.H3("Disputed"), html.P(told, className="fine"), fold(words, blocks, few)]


def _short_claim(dataset: Dataset, claim: dict[str, str], link: dict[str, str] | None = None) -> html.Li:
    """A claim in a line or two: what, the hedge, who says so, and the events it speaks of."""
    hedge = chip(f"“{claim['hedge']}”", "hedge", "The source's own hedge") if claim["hedge"] else None
    commits = f" Here it {factuality(link['factuality'])}." if link else ""
    events = [row["event"] for row in dataset.rows_of("claim_events", "claim", claim["id"])]
    about = [piece for event in events for piece in (" ", open_event(event, event))]
    told = [
        f"{chain_in_words(dataset, claim['id'])}. {claim['standing'].capitalize()}.{commits} {claim['id']}"
    ]
    return html.Li([claim["text"], " ", hedge, html.Div([*told, *about], className="fine")])


def _said_by(dataset: Dataset, actor: str, unfolded: bool) -> list[Any]:
    found = actors.claims_said_by(dataset, actor)
    if not found:
        return []
    rows = [_short_claim(dataset, claim, actors.link_of(dataset, claim["id"], actor)) for claim in found]
    words = f"Claims that it is a link of: {len(found)}"
    return [html.H3("What it says"), fold(words, html.Ul(rows, className="actor-list"), unfolded)]


def _about(dataset: Dataset, actor: str) -> list[Any]:
    found = actors.claims_about(dataset, actor)
    if not found:
        return []
    rows = html.Ul([_short_claim(dataset, claim) for claim in found], className="actor-list")
    return [html.H3("What is said of it"), fold(f"Claims that speak of it: {len(found)}", rows, False)]


# --- events ---


def _events(selection: Selection, actor: str) -> list[Any]:
    found = actors.parts_in_events(selection, actor)
    parts: list[Any] = [html.H3("Its part in events")]
    if not found:
        return [*parts, html.P("It has no part in any event.", className="fine")]
    shown = [part for part in found if part.when]
    hidden = [part for part in found if not part.when]
    rows = _rows(selection)
    if not shown:
        parts.append(html.P("Your filters hide all of them.", className="warning"))
    for role, words in ROLES.items():
        mine = [part for part in shown if part.role == role]
        if mine:
            listed = html.Ul([_event(rows[part.event], part) for part in mine], className="there-list")
            parts.append(fold(f"{words}: {len(mine)}", listed, len(mine) <= _UNFOLDED))
    return [*parts, *_hidden(hidden, {part.event for part in shown}, rows)]


def _hidden(parts: Sequence[Part], shown: set[str], rows: dict[str, dict[str, Any]]) -> list[Any]:
    number = len({part.event for part in parts} - shown)
    if not number:
        return []
    listed = html.Ul([_event(rows[part.event], part, ROLES[part.role]) for part in parts],
                     className="there-list")  # fmt: skip
    return [html.Details([html.Summary(f"{number} more hidden by your filters"), listed],
                         className="there hidden-there")]  # fmt: skip


def _rows(selection: Selection) -> dict[str, dict[str, Any]]:
    """Event -> title, quad class and the date in force, whether the filters show it or not."""
    columns = ["id", "title", "quad", "date"]
    frames = (selection.dataset.events, selection.undated, selection.events)
    return {row["id"]: row for frame in frames for row in records_of(frame[columns])}


def _event(row: dict[str, Any], part: Part, role: str = "") -> html.Li:
    implied = chip("implied", "basis", "The source does not name this part; it is read from the context")
    told = [dated(row["date"]), f" – {role.lower()}" if role else ""]
    marks = [implied if part.implied else None, when_chip(part.when)]
    return html.Li([quad_mark(row["quad"]), html.Div([open_event(row["id"], row["title"]), " ",
                    html.Span(told, className="fine"), " ", *marks])])  # fmt: skip


def _co_actors(selection: Selection, actor: str) -> list[Any]:
    found = actors.co_actors(selection, actor)
    if not found:
        return []
    rows = list(_together(selection.dataset, found))
    words = f"Actors in the same events of the selection: {len(rows)}"
    told = "To be named in one event is no relation."
    return [html.H3("Who appears with it"), html.P(told, className="fine"),
            fold(words, html.Ul(rows, className="actor-list"), len(rows) <= _UNFOLDED)]  # fmt: skip


def _together(dataset: Dataset, found: Iterable[tuple[str, Any]]) -> Iterable[html.Li]:
    for actor, counts in found:
        told = html.Span(f" {actors.in_events(counts)}", className="fine")
        yield html.Li([open_card(actor, actor_name(dataset, actor)), told])
