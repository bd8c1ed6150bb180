"""What has changed since an earlier version or a day: new, changed, contradicted, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from dash import html

from components.shared.attributes import attributes
from components.shared.marks import open_event
from data.changes import (
    ChangedEvent,
    Changes,
    Contradicted,
    NewEvent,
    Said,
    SinceError,
    Withdrawn,
    changes,
    known_versions,
    reason,
    summary,
)
from data.dataset import Dataset
from data.dates import day_in_words, day_range

_NEW: Final = "Not in the tables then. It says when we took it in, not when it happened."
_CHANGED: Final = "Events that were there and of which other things are said now."
_CONTRADICTED: Final = "Both sides are kept; that one is newer does not make it the better one."
_WITHDRAWN: Final = "Taken back by us, with the reason. It is in no count and no picture any more."


def changes_view(dataset: Dataset, since: str, choose: bool = False) -> list[Any]:
    """The changes as html components only, so that a page without Dash can hold them.

    Args:
        dataset: the present release.
        since: an earlier version or a day. Blank asks for one; what cannot be used is said in one sentence.
        choose: whether to offer the other versions (the dashboard does, a page of its own cannot).
    """
    head = html.H2("What has changed", className="panel-title")
    if not since.strip():
        ask = html.P("Since when? Choose a version of the dataset, or a day.", className="changes-summary")
        return [head, ask, version_chooser(dataset)]
    chooser = [version_chooser(dataset)] if choose else []
    try:
        found = changes(dataset, since)
    except SinceError as error:
        return [head, html.P(_capital(str(error)), className="warning", role="alert"), *chooser]
    return [head, html.P(summary(found), className="changes-summary"), *chooser, *_sections(found)]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def version_chooser(dataset: Dataset) -> html.Nav:
    """A link for each version; `assets/composer.js` adds a field for a day and keeps the other filters."""
    rows = [
        html.Li(
            [
                html.A(
                    f"since {row['version']}",
                    href=f"?since={row['version']}&view=changes",
                    **attributes({"data-since": row["version"]}),
                ),
                html.Span(f" {_day(row['date'])}: {row['note']}", className="fine"),
            ]
        )
        for row in known_versions(dataset)
    ]
    return html.Nav(html.Ul(rows), className="changes-versions", **attributes({"aria-label": "Versions"}))


def _day(iso: str) -> str:
    return day_in_words(day_range(iso)[0])


def _sections(found: Changes) -> list[Any]:
    if found.nothing:
        told = "That says nothing of what happened since, only that these tables hold nothing else."
        return [html.P(told, className="fine")]
    sections = (
        _section("New", _NEW, [*map(_new, found.new), *map(_loose, found.loose)]),
        _section("Changed", _CHANGED, map(_changed, found.changed)),
        _section("Contradicted", _CONTRADICTED, map(_contradicted, found.contradicted)),
        _section("Withdrawn", _WITHDRAWN, map(_withdrawn, found.withdrawn)),
    )
    return [section for section in sections if section]


def _section(title: str, meaning: str, rows: Iterable[html.Li]) -> html.Section | None:
    listed = list(rows)
    if not listed:
        return None
    return html.Section(
        [html.H3(title), html.P(meaning, className="fine"), html.Ul(listed)], className="changes-part"
    )


def _new(one: NewEvent) -> html.Li:
    who = html.Span(f"{_capital(one.date)} · {one.who}", className="fine changes-who")
    return html.Li([open_event(one.event, one.title), who])


def _loose(said: Said) -> html.Li:
    return html.Li([said.words, _id(said.claim)])


def _id(identifier: str) -> html.Span:
    return html.Span(f" {identifier}", className="fine")


def _changed(one: ChangedEvent) -> html.Li:
    parts = [
        html.Li([html.Span(term, className="term"), f" {said.words}", _id(said.claim)])
        for term, group in (("now also said", one.added), ("no longer said", one.withdrawn))
        for said in group
    ]
    return html.Li([open_event(one.event, one.title), html.Ul(parts)])


def _contradicted(one: Contradicted) -> html.Li:
    against = [
        html.Li([said.words, _id(said.claim), html.Div(note, className="fine") if note else None])
        for said, note in one.against
    ]
    rivals = html.Div([html.Span("Against it", className="term"), html.Ul(against)], className="rivals")
    return html.Li([one.older.words, _id(one.older.claim), *_events(one.events), rivals])


def _events(events: tuple[tuple[str, str], ...]) -> list[Any]:
    return [html.Div([html.Span("of ", className="term"), open_event(*event)]) for event in events]


def _withdrawn(one: Withdrawn) -> html.Li:
    kind = "Event" if one.kind == "event" else "Claim"
    head = html.Span(f"{kind} withdrawn in version {one.version}: {reason(one)}.", className="changes-reason")
    words = html.S(one.words)
    return html.Li([head, html.Div([words, _id(one.id)]), *_events(one.events)])
