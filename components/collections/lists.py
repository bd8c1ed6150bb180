"""Lists of a collection: its events page by page, the choices of its filters, the card of one event."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any, Final

from dash import html

from components.drawing.prepare.collection import event_title
from components.shared.attributes import attributes
from components.shared.marks import quad_mark, when_chip
from components.shared.markup import Written, markup
from data.collections.bounds_words import bounds_in_words
from data.collections.collection import Collection
from data.collections.columns import QUADS
from data.collections.listing import PAGE, Brief
from data.collections.schema import CATEGORIES
from data.collections.tally import Counts
from data.names import fold
from data.query import type_code
from data.vocabulary import CATEGORY_WORDS, QUAD_OF_CATEGORY, ROLES, UNCODED

MOST_CHOICES: Final = 60


def event_rows(collection: Collection, briefs: list[Brief], words: list[dict[str, Any]]) -> list[Any]:
    """One page of the list: what, when in words, where; each row opens its card."""
    if not briefs:
        return [html.Li("No event passes these filters. Widen the dates or reset.", className="empty")]
    return [_row(collection, brief, told) for brief, told in zip(briefs, words, strict=True)]


def _row(collection: Collection, brief: Brief, told: dict[str, Any]) -> Written:
    """Written by hand, as `_choice` is."""
    title = told.get("title") or event_title(collection, brief)
    date = bounds_in_words(brief.bounds) if brief.bounds else "no date"
    where = "no place stated"
    if brief.place >= 0:
        place = collection.places[brief.place]
        where = f"{place.words} ({place.closeness})"
    reference = brief.found.reference
    return Written(
        f'<li data-event-id="{reference}"><button type="button" class="event-row" '
        f'data-set="event:{reference}"><span class="row-head">{_sign(QUADS[brief.quad])}'
        f'<span class="row-title">{escape(title)}</span></span>'
        f'<span class="row-when">{escape(date)} {_chip(brief.when)}</span>'
        f'<span class="row-who">{escape(where)}</span></button></li>'
    )


@lru_cache(maxsize=16)
def _sign(quad: str) -> str:
    return markup(quad_mark(quad))


@lru_cache(maxsize=8)
def _chip(when: str) -> str:
    return markup(when_chip(when))


def pager(number: int, listed: int) -> list[Any]:
    """Where in the list the page is, and the way to the others. `listed` counts the undated too."""
    pages = max((listed + PAGE - 1) // PAGE, 1)
    first = number * PAGE + 1 if listed else 0
    place = html.Span(
        f"{first:,}–{min((number + 1) * PAGE, listed):,} of {listed:,}", className="pager-words"
    )
    return [
        _turn("‹", "Page before", number - 1, number > 0),
        place,
        _turn("›", "Next page", number + 1, number + 1 < pages),
    ]


def _turn(sign: str, words: str, to: int, possible: bool) -> html.Button:
    return html.Button(
        sign, type="button", className="button", disabled=not possible, title=words,
        **attributes({"data-page": str(to), "aria-label": words}),
    )  # fmt: skip


def actor_choices(collection: Collection, counts: Counts, asked: Sequence[str]) -> list[Any]:
    """The actors with the most events under the other filters, the chosen ones first.

    Names are those of the dataset; spellings that an address cannot tell apart are one choice. Where one of
    ours bears the very same name it is offered, not merged.

    Args:
        collection: whose actors.
        counts: (2, actors), `Tally.actors`.
        asked: the names in the address, as typed.
    """
    index = collection.actor_names
    typed = {code: name for name in asked for code in index.resolve(name)}
    groups: dict[str, list[int]] = {}
    for code, (name, _, _) in enumerate(collection.actors):
        groups.setdefault(fold(name) or name, []).append(code)
    ranked = []
    for codes in groups.values():
        chosen = typed.get(str(codes[0]), "")
        selected, undated = (int(row[codes].sum()) for row in counts)
        if chosen or selected or undated:
            ranked.append((not chosen, -selected, collection.actors[codes[0]][0], undated, chosen, codes))
    ranked.sort()
    rows: list[Any] = [
        _choice(
            "actor", chosen or name, escape(name), (-less, undated), bool(chosen), _offer(collection, codes)
        )
        for _, less, name, undated, chosen, codes in ranked[:MOST_CHOICES]
    ]
    if len(ranked) > len(rows):
        rows.append(html.P(f"{len(ranked) - len(rows):,} more: write a name above.", className="fine"))
    return rows


def _offer(collection: Collection, codes: list[int]) -> str:
    return next((collection.actors[code][2] for code in codes if collection.actors[code][2]), "")


def type_choices(counts: Counts, asked: Sequence[str]) -> list[Any]:
    """PLOVER categories with events, the most first; `asked` are those in the address, as typed."""
    typed = {type_code(value): value for value in asked}
    rows = []
    for code, category in enumerate(CATEGORIES):
        numbers = (int(counts[0, code]), int(counts[1, code]))
        if sum(numbers) or category in typed:
            sign = _sign(QUAD_OF_CATEGORY.get(category, UNCODED))
            label = f"{sign}{escape(CATEGORY_WORDS[category])}"
            value = typed.get(category, category)
            rows.append((-numbers[0], _choice("type", value, label, numbers, category in typed)))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def _choice(
    key: str, value: str, label: str, numbers: tuple[int, int], pressed: bool, offered: str = ""
) -> Written:
    """A button that sets or lifts one value; `label` is HTML. Written by hand: a view has a hundred of them,
    and as components they would take longer than the counting of a million events."""
    undated = f'<span class="choice-undated">+ {numbers[1]:,} undated</span>' if numbers[1] else ""
    button = (
        f'<button type="button" class="choice" data-toggle="{key}:{escape(value)}" '
        f'aria-pressed="{str(pressed).lower()}"><span class="choice-label">{label}</span>'
        f'<span class="choice-count">{numbers[0]:,}{undated}</span></button>'
    )
    return Written(f"<div>{button}{_offered(offered) if offered else ''}</div>")


def _offered(actor: str) -> str:
    return markup(
        html.A(
            "same name in Panj", href=f"../?card={actor}", className="offer",
            title="An actor of the curated dataset bears this very name. "
            "Nobody has said that they are the same.",
        )
    )  # fmt: skip


def card(collection: Collection, event: dict[str, Any] | None) -> list[Any]:
    """Everything that the collection says of one event, and who says so."""
    if event is None:
        return [_head(""), html.P("This event is not in the collection.", className="empty")]
    place = event["place"]
    rows = [
        ("When", [bounds_in_words(event["bounds"]) if event["bounds"] else "no date"]),
        *([("In file", [f"“{event['date_phrase']}”"])] if event.get("date_phrase") else []),
        *([("Read so", [event["date_reason"]])] if event.get("date_reason") else []),
        ("Where", [_where(place)]),
        ("Type", [event["type"], " · ", CATEGORY_WORDS.get(event["category"], event["category"])]),
        ("Who", [html.Ul([html.Li(_actor(*actor)) for actor in event["actors"]])]),
        ("Deaths", [_deaths(event["deaths"])]),
    ]
    pairs = [part for name, told in rows for part in (html.Dt(name), html.Dd(told))]
    told = [html.P(event.get("notes", ""), className="notes")] if event.get("notes") else []
    if "id" not in event:
        told = [html.P("The words of this event cannot be read; its codes are below.", className="warning")]
    caveats = [html.Li(caveat) for caveat in event.get("caveats") or []]
    return [
        _head(event.get("id", "")),
        html.H2(event.get("title") or event["type"] or "Event"),
        *told,
        html.Dl(pairs),
        html.H3("Who says so"),
        html.Ol(
            [html.Li(html.Span(link, className="speaker")) for link in _chain(collection, event)],
            className="chain",
        ),
        *(
            [html.H3("What it says of its own certainty"), html.Ul(caveats, className="silences")]
            if caveats
            else []
        ),
        *([html.P(f"{event['file']}, line {event['line']}", className="fine")] if event.get("file") else []),
    ]


def _head(identifier: str) -> html.Div:
    close = html.Button(
        "×",
        type="button",
        className="close",
        **attributes({"data-set": "event:", "aria-label": "Close the card"}),
    )
    return html.Div([html.Span(identifier, className="event-id"), close], className="card-head")


def _where(place: Any) -> str:
    if place is None:
        return "no place stated"
    return f"{place.words}: {place.closeness}"


def _actor(name: str, kind: str, offered: str, role: str) -> str:
    words = [ROLES.get(role, role).lower(), *([kind] if kind else [])]
    same = f"; {offered} in Panj bears the same name" if offered else ""
    return f"{name} ({', '.join(words)}{same})"


def _deaths(deaths: tuple[int, int, int]) -> str:
    best, low, high = deaths
    if best < 0:
        return "not stated"
    return f"best estimate {best:,}" + (f", from {low:,} to {high:,}" if low >= 0 and high >= 0 else "")


def _chain(collection: Collection, event: dict[str, Any]) -> list[Any]:
    """The dataset and its version, then the sources that it names."""
    version = collection.about.get("dataset_version") or "version not stated"
    links: list[Any] = [f"{collection.title} ({version})"]
    named = ", ".join(event["sources"]) or "names no source"
    url = str(event.get("url") or "")
    if url.startswith(("https://", "http://")):
        return [*links, [named, " ", html.A("report", href=url, rel="noreferrer noopener", target="_blank")]]
    return [*links, named]
