"""The card of a publication: what it is, how much of it was read, what rests on it."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final
from urllib.parse import urlsplit

from dash import html

from components.shared.card import card_actions, card_head, copy_text, fact_list, fold
from components.shared.dated import dated
from components.shared.marks import chip, filter_by, open_event, quad_mark, when_chip
from data.actors import shown_events
from data.dataset import Dataset
from data.frames import records_of
from data.selection import Selection
from data.wording import chain_in_words, citation

_UNFOLDED: Final = 6
_TITLES: Final = {
    "title shown": "as the page shows it",
    "described from text or address": "not the page's own: described from its text or address",
}


def source_card(selection: Selection, source: str) -> list[Any]:
    """Everything that is known of a publication and what of the tables rests on it.

    Args:
        selection: what is chosen; events that its filters hide are counted and listed apart.
        source: id of a publication.

    Returns:
        The parts of the card; a sentence where the dataset holds no such publication.
    """
    dataset = selection.dataset
    if not dataset.has("sources", source):
        return [card_head(source, "Source"), html.P("The dataset holds no such source.", className="empty")]
    row = dataset.row("sources", source)
    return [
        card_head(source, row["kind"].capitalize() or "Source"),
        html.H2(row["title"]),
        _actions(dataset, source),
        _caution(row["reliability_note"]),
        _facts(row),
        *_events(selection, source),
        *_claims(dataset, source),
        *_elsewhere(dataset, source),
    ]


def _caution(note: str) -> html.P | None:
    return html.P(f"Caution: {note.rstrip('.')}.", className="warning") if note else None


def _actions(dataset: Dataset, source: str) -> html.Div:
    return card_actions(
        filter_by("source", source, "Filter by this source", "button"),
        copy_text("Copy citation", citation(dataset, source)),
    )


def _facts(row: dict[str, str]) -> html.Dl:
    published = dated(row["published"]) if row["published"] else "No date known"
    basis = html.Span(f" (basis: {row['date_basis']})" if row["date_basis"] else "", className="fine")
    title = _TITLES.get(row["title_basis"], row["title_basis"])
    entries: list[tuple[str, Any]] = [
        ("Publisher", row["publisher"] or "not known"),
        ("Published", [published, basis]),
        ("Title", title),
        ("Address", _address(row["address"]) if row["address"] else ""),
        ("Read", row["read_as"] or "how much of it was read is not said"),
        ("Cites", row["cites"] or "no source of its own is noted"),
        ("Used for", row["used_for"]),
    ]
    return fact_list(entries, "place-facts")


def _address(address: str) -> Any:
    """The address as text; a link only where it surely leads to a web page over https."""
    if not safe_link(address):
        return address
    return html.A(address, href=address, target="_blank", rel="noopener noreferrer", className="link-button")


def safe_link(address: str) -> bool:
    """Whether an address may become a link: https, a host, no user, nothing that a browser would drop."""
    if any(sign.isspace() or not sign.isprintable() or sign == "\\" for sign in address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc


def _events(selection: Selection, source: str) -> list[Any]:
    dataset, shown = selection.dataset, shown_events(selection)
    columns = ["id", "title", "quad", "date"]
    frames = (dataset.events, selection.undated, selection.events)
    rows = {row["id"]: row for frame in frames for row in records_of(frame[columns])}
    links = [link for link in dataset.rows_of("event_sources", "source", source) if link["event"] in rows]
    own = {link["event"]: link["own"] == "true" for link in links}
    parts: list[Any] = [html.H3("Events that use it")]
    if not own:
        return [*parts, html.P("No event uses it.", className="fine")]
    mine = [event for event in shown if event in own]
    hidden = [event for event in own if event not in shown]
    if mine:
        listed = html.Ul(
            [_event(rows[event], own[event], shown[event]) for event in mine], className="there-list"
        )
        parts.append(fold(f"In your selection: {len(mine)}", listed, len(mine) <= _UNFOLDED))
    if hidden:
        listed = html.Ul([_event(rows[event], own[event], "") for event in hidden], className="there-list")
        words = html.Summary(f"{len(hidden)} more hidden by your filters")
        parts.append(html.Details([words, listed], className="there hidden-there"))
    return parts


def _event(row: dict[str, Any], own: bool, when: str) -> html.Li:
    told = chip("the event's own", "own", "The event is told as this source tells it") if own else None
    date = html.Span(dated(row["date"]), className="fine")
    words: list[Any] = [open_event(row["id"], row["title"]), " ", date, " ", told, when_chip(when)]
    return html.Li([quad_mark(row["quad"]), html.Div(words)])


def _claims(dataset: Dataset, source: str) -> list[Any]:
    """What it carries: claims read in it, and claims read elsewhere that name it further down their chain."""
    read = [row for row in dataset.rows_of("claims", "source", source) if not row["withdrawn"]]
    links = dict.fromkeys(link["claim"] for link in dataset.rows_of("chain_links", "source", source))
    named = [dataset.row("claims", claim) for claim in links]
    named = [row for row in named if row["source"] != source and not row["withdrawn"]]
    parts: list[Any] = [html.H3("Claims it carries")]
    if not read and not named:
        return [*parts, html.P("No claim rests on it.", className="fine")]
    parts.append(html.P(_standings(read), className="fine"))
    for words, claims in (("Read in it", read), ("Read elsewhere, traced back to it", named)):
        if claims:
            listed = html.Ul([_claim(dataset, claim) for claim in claims], className="actor-list")
            parts.append(fold(f"{words}: {len(claims)}", listed, False))
    return parts


def _standings(claims: list[dict[str, str]]) -> str:
    """How the claims read in it stand: "5 asserted, 2 reported"."""
    counts = Counter(claim["standing"] for claim in claims).most_common()
    return (
        "How they stand in it: "
        + (", ".join(f"{number} {words}" for words, number in counts) or "none")
        + "."
    )


def _claim(dataset: Dataset, claim: dict[str, str]) -> html.Li:
    hedge = chip(f"“{claim['hedge']}”", "hedge", "The source's own hedge") if claim["hedge"] else None
    events = [row["event"] for row in dataset.rows_of("claim_events", "claim", claim["id"])]
    about = [piece for event in events for piece in (" ", open_event(event, event))]
    where = f" {claim['locator']}" if claim["locator"] else ""
    told = f"{chain_in_words(dataset, claim['id'])}. {claim['id']}{where}"
    return html.Li([claim["text"], " ", hedge, html.Div([told, *about], className="fine")])


def _elsewhere(dataset: Dataset, source: str) -> list[Any]:
    """What else of the tables names it."""
    tables = (("names", "names"), ("relations", "relations"), ("event_dates", "rival dates"),
              ("crossing_sources", "crossings"), ("crossing_status", "sightings of a crossing"))  # fmt: skip
    counts = [(len(dataset.rows_of(table, "source", source)), words) for table, words in tables]
    told = ", ".join(f"{words}: {number}" for number, words in counts if number)
    return [html.H3("Also cited for"), html.P(f"{told[:1].upper()}{told[1:]}.")] if told else []
