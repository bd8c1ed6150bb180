"""What the page of a collection says in words: the sentence, the filters in force, where it comes from."""

from __future__ import annotations

from typing import Any, Final

from dash import html

from components.collections.bins import UNIT_WORDS
from components.drawing.prepare.map import MapMarks
from components.shared.attributes import attributes
from components.shared.map_words import count_words
from data.collections.collection import Collection
from data.collections.tally import Tally
from data.dates import day_in_words
from data.query import REPEATABLE, Filters
from data.vocabulary import CATEGORY_WORDS, WITHOUT_PLACE

MOST_BADGES: Final = 6
"""Badges that fit below the map in two rows."""
KEY_WORDS: Final = {"actor": "Actor", "type": "Type", "place": "Place", "source": "Source", "from_": "From",
                    "to": "To", "when": "Only", "role": "Role", "match": "Match"}  # fmt: skip


def sentence(collection: Collection, tally: Tally, window: tuple[int, int] | None) -> str:
    """`1,234 of 90,000 events: 1,200 certainly and 34 possibly from … · 9 undated · 15 without a place`."""
    parts = [f"{tally.selected:,} of {tally.total:,} events"]
    if window is not None:
        parts[0] += f": {tally.certain:,} certainly and {tally.possible:,} possibly {_range(window)}"
    parts += [f"{tally.undated:,} undated"] if tally.undated else []
    unplaced = _unplaced(collection, tally)
    parts += [f"{unplaced:,} without a place"] if unplaced else []
    return " · ".join(parts)


def _unplaced(collection: Collection, tally: Tally) -> int:
    by_place = tally.places.sum(axis=(0, 2))
    nowhere = [code for code, place in enumerate(collection.places) if place.precision in WITHOUT_PLACE]
    return int(by_place[0]) + int(sum(by_place[code + 1] for code in nowhere))


def _range(window: tuple[int, int]) -> str:
    first, last = (day_in_words(day) if abs(day) < 4_000_000 else "" for day in window)
    if first and last:
        return f"from {first} to {last}"
    return f"from {first} on" if first else f"to {last}"


def foot(unit: str, mode: str) -> str:
    """What a bar or a mark is."""
    if mode == "events":
        return "Each mark is one event."
    return (
        f"Each bar is {UNIT_WORDS[unit]}; an event whose day is not known may be in several. "
        "Drag to come closer."
    )


def chips(filters: Filters) -> list[Any]:
    """The filters in force, each with a button that takes it back."""
    found = []
    for name, words in KEY_WORDS.items():
        held = getattr(filters, name)
        values = held if name in REPEATABLE else ([held] if held else [])
        found += [_chip(name.rstrip("_"), value, f"{words}: {_worded(name, value)}") for value in values]
    return found


def _worded(name: str, value: str) -> str:
    if name == "when":
        return "certainly in the dates"
    return CATEGORY_WORDS.get(value, value) if name == "type" else str(value)


def _chip(key: str, value: str, words: str) -> html.Li:
    remove = html.Button(
        "×", type="button", title="Remove this filter",
        **attributes({"data-toggle": f"{key}:{value}", "aria-label": f"Remove the filter: {words}"}),
    )  # fmt: skip
    return html.Li([html.Span(words), remove], className="filter-chip")


def badges(marks: MapMarks) -> list[Any]:
    """One button a country of which no narrower place is stated; of many countries the ones with most events,
    and how many the others are."""
    shown: list[Any] = [
        html.Button(
            badge.label, type="button", className="map-badge", title=count_words(badge.tally),
            **attributes({"data-toggle": f"place:{badge.key}"}),
        )
        for badge in marks.badges[:MOST_BADGES]
    ]  # fmt: skip
    if more := marks.badges[MOST_BADGES:]:
        total = sum(badge.tally.total for badge in more)
        shown.append(html.Span(f"{len(more)} more countries: {total:,}", className="map-badge"))
    return shown


def about(collection: Collection) -> list[Any]:
    """Where the collection comes from, and the account of its import."""
    rows: list[Any] = [
        html.P(f"{collection.title}, version {collection.about.get('dataset_version') or 'not stated'}."),
        html.P(collection.licence) if collection.licence else None,
        html.P(
            "Every event here is a claim of this dataset. It is kept apart from the curated one; an actor of "
            "the same name is offered, never merged."
        ),
    ]
    return [html.Details([html.Summary("Where this comes from"), *rows, *_account(collection)])]


def _account(collection: Collection) -> list[Any]:
    try:
        held = collection.report
        left = {name: int(held[name]["total"]) for name in ("rejected", "superseded")}
        told = [f"{int(held['rows']):,} rows read", f"{int(held['accepted']):,} accepted"]
        reasons = [
            html.Li(f"{one['count']:,} {name}: {one['reason']}")
            for name in left
            for one in held[name]["reasons"][:20]
        ]
    except (ValueError, KeyError, TypeError):
        return [html.P("The account of the import cannot be read.")]
    told += [f"{count:,} {name}" for name, count in left.items()]
    return [html.P(", ".join(told) + "."), html.Ul(reasons)]
