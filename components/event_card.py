"""The card of one event: what, when, where, who in which role, and who says so."""

from __future__ import annotations

from typing import Any, Final

from dash import html

from components import ids
from components.shared.attributes import attributes
from components.shared.card import card_actions, card_head, copy_text, fact_list
from components.shared.chain import claim_block
from components.shared.dated import dated
from components.shared.marks import chip, filter_by, open_card, open_event, quad_mark
from data import dates
from data.dataset import Dataset
from data.vocabulary import CATEGORY_WORDS, PRECISIONS, ROLES, THREADS, UNCODED
from data.wording import actor_name, citation, claims_of, event_citation

_LINK_WORDS: Final = {
    "responds-to": ("Responds to", "Answered by"),
    "follows": ("Follows", "Followed by"),
    "part-of": ("Part of", "Its parts"),
    "contradicts": ("Contradicts", "Contradicted by"),
    "reports": ("Reports", "Reported by"),
}


def event_card() -> html.Section:
    """The card's frame, empty and hidden until an event, an actor, a place or a source is opened."""
    return html.Section(
        [html.Div(id=ids.CARD_WHY), html.Div(id=ids.CARD_BODY)],
        id=ids.EVENT_CARD,
        className="card-panel",
        hidden=True,
        tabIndex="-1",
        **attributes({"aria-label": "Card"}),
    )


def card_contents(dataset: Dataset, event: str) -> list[Any]:
    """Everything that is known of an event, each thing with who says so."""
    row = dataset.row("events", event)
    quad = str(dataset.events.set_index("id").loc[event, "quad"]) if not row["withdrawn"] else "uncoded"
    return [
        card_head(event, THREADS[row["thread"]], quad_mark(quad)),
        html.H2(row["title"]),
        html.P(row["summary"]),
        _actions(dataset, event),
        *([html.P(f"Withdrawn: {row['withdrawn_reason']}", className="warning")] if row["withdrawn"] else []),
        _facts(dataset, row),
        html.H3("Who says so"),
        *(claim_block(dataset, claim) for claim in claims_of(dataset, event)),
        *_silences(dataset, event),
        *_links(dataset, event),
        *_sources(dataset, event),
    ]  # fmt: skip


def _facts(dataset: Dataset, row: dict[str, str]) -> html.Dl:
    kind = CATEGORY_WORDS.get(row["category"] or UNCODED, row["category"])
    mode = f", {row['mode']}" if row["mode"] else ""
    entries = [
        ("When", _when(dataset, row)),
        ("Where", _where(dataset, row["id"])),
        ("Who", _who(dataset, row["id"])),
        ("Type", f"{kind}{mode}" + (f" (PLOVER {row['category']})" if row["category"] else "")),
        ("Remark", row["note"]),
    ]
    return fact_list(entries)


def _when(dataset: Dataset, row: dict[str, str]) -> list[Any]:
    phrase = f"“{row['date_phrase']}”" if row["date_phrase"] else "no words of time"
    parts: list[Any] = [
        html.Div(
            [
                html.Strong(dated(row["date"])),
                " ",
                html.Code(row["date"]) if row["date"] else chip("undated", "undated"),
            ]
        ),
        html.Div(f"The source: {phrase}. Why so: {row['date_reason'].rstrip('.')}."),
    ]
    if any(mark in row["date"] for mark in "~?%"):
        parts.append(
            html.Div(
                "A part marked ~, ? or % is drawn one unit wider on both sides: a convention.",
                className="fine",
            )
        )
    for other in dataset.rows_of("event_dates", "event", row["id"]):
        best = " · the best date" if other["best"] == "true" else ""
        parts.append(
            html.Div([
                f"{_publisher(dataset, other['source'])} gives: {dates.in_words(other['date'])} ",
                html.Code(other["date"]), f"{best}. {other['reason']}",
            ], className="other-date")
        )  # fmt: skip
    return parts


def _publisher(dataset: Dataset, source: str) -> str:
    row = dataset.row("sources", source)
    return f"{row['publisher'] or row['title']} ({source})"


def _where(dataset: Dataset, event: str) -> list[Any]:
    lines = []
    for link in dataset.rows_of("event_places", "event", event):
        place = dataset.row("places", link["place"])
        by = (
            f", placed there by {_publisher(dataset, link['source'])} only: not drawn"
            if link["source"]
            else ""
        )
        implied = " (implied)" if link["basis"] == "implied" else ""
        trust = place["coordinate_status"]
        unsure = f"; position {trust}" if trust and trust != "sourced" else ""
        lines.append(
            html.Div(
                [
                    open_card(place["id"], place["name"]),
                    implied,
                    chip(PRECISIONS[place["precision"]] + unsure, "precision"),
                    by,
                ]
            )
        )
    return lines


def _who(dataset: Dataset, event: str) -> list[Any]:
    parts = dataset.rows_of("participants", "event", event)
    lines = []
    last = _last_day(dataset, event)
    for role, words in ROLES.items():
        names = [_part(dataset, part, last) for part in parts if part["role"] == role]
        if names:
            listed = [piece for name in names for piece in (", ", *name)][1:]
            lines.append(html.Div([html.Span(f"{words}: ", className="term"), *listed]))
    return lines


def _part(dataset: Dataset, part: dict[str, str], day: int | None) -> list[Any]:
    implied = [" (implied)"] if part["basis"] == "implied" else []
    return [open_card(part["actor"], actor_name(dataset, part["actor"], day=day)), *implied]


def _last_day(dataset: Dataset, event: str) -> int | None:
    """The latest day that the event may have begun on; None where it is undated."""
    rows = dataset.events.loc[dataset.events["id"] == event]
    return int(rows["start_latest"].iloc[0]) if len(rows) and rows["dated"].iloc[0] else None


def _silences(dataset: Dataset, event: str) -> list[Any]:
    rows = dataset.rows_of("silences", "event", event)
    if not rows:
        return []
    told = [html.Li([row["text"], html.Span(f" (as of {row['as_of']})", className="fine")]) for row in rows]
    return [html.H3("What is not said"), html.Ul(told, className="silences")]


def _links(dataset: Dataset, event: str) -> list[Any]:
    found: dict[str, list[tuple[str, str]]] = {}
    for column, other, index in (("event", "other", 0), ("other", "event", 1)):
        for link in dataset.rows_of("event_links", column, event):
            found.setdefault(_LINK_WORDS[link["relation"]][index], []).append((link[other], link["note"]))
    if not found:
        return []
    blocks: list[Any] = [html.H3("Linked events")]
    for words, events in found.items():
        rows = [
            html.Li([open_event(other, dataset.row("events", other)["title"]), f" – {note}" if note else ""])
            for other, note in events
        ]
        blocks.append(html.Div([html.Span(words, className="term"), html.Ul(rows)], className="links"))
    return blocks


def _sources(dataset: Dataset, event: str) -> list[Any]:
    links = dataset.rows_of("event_sources", "event", event)
    rows = []
    for link in sorted(links, key=lambda link: link["own"] != "true"):
        row = dataset.row("sources", link["source"])
        own = chip("the event's own", "own") if link["own"] == "true" else None
        note = f" Caution: {row['reliability_note']}." if row["reliability_note"] else ""
        read = html.Span(f" Read: {row['read_as']}.{note}", className="fine")
        cited = open_card(row["id"], row["publisher"] or row["title"])
        rows.append(html.Li([cited, " ", citation(dataset, row["id"]), " ", own, read]))
    return [html.H3("Sources"), html.Ul(rows, className="sources")]


def _actions(dataset: Dataset, event: str) -> html.Div:
    return card_actions(
        copy_text("Copy citation", event_citation(dataset, event)),
        filter_by("id", event, "Only this event", "button"),
    )
