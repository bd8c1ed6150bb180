"""Contradictions side by side: who says which, in what words, through whom; no winner is named."""

from __future__ import annotations

from typing import Any

from dash import html

from components.shared.chain import chain_list
from components.shared.hedges import hedge_chips
from components.shared.marks import chip, open_card, open_event
from data import dates
from data.contradictions import ClusterSeen, Note, contradiction_clusters
from data.dataset import Dataset
from data.filters import Selection
from data.memory import once_per_release
from data.wording import chain_in_words


def contradictions(selection: Selection) -> list[Any]:
    """The view: every cluster of contradicting claims of which one is in the selection."""
    found = contradiction_clusters(selection)
    head = html.H2("Contradictions, side by side", className="panel-title")
    if not found:
        return [
            head,
            html.P("No claim of the selection is contradicted by another one here.", className="empty"),
        ]
    outside = sum(len(seen.cluster.claims) - len(seen.inside) for seen in found)
    told = (
        f"{len(found)} {'matter' if len(found) == 1 else 'matters'} on which the sources do not agree. Both "
        "sides are kept; none is preferred, and their order is that of the tables."
    )
    if outside:
        told += f" {outside} of the claims lie outside your filters and are shown as part of the matter."
    return [
        head,
        html.P(told, className="claims-note"),
        *(_cluster(selection.dataset, seen) for seen in found),
    ]


def _cluster(dataset: Dataset, seen: ClusterSeen) -> html.Section:
    cluster = seen.cluster
    backing = dict(cluster.backing)
    parts: list[Any] = [html.H3(cluster.title)]
    if cluster.figures:
        parts.append(
            html.P(
                "Figures: each is what its own source counted, at its own time. They need not count the same "
                "thing; they make no series and are neither added up nor drawn.",
                className="fine",
            )
        )
    cards = [_card(dataset, claim, claim in seen.inside, backing.get(claim, ())) for claim in cluster.claims]
    parts.append(html.Div(cards, className="rival-cards"))
    notes = [_note(note, cluster.title) for note in cluster.notes]
    parts.append(html.Ul(notes, className="rival-notes fine"))
    return html.Section(parts, className="rival-cluster")


@once_per_release
def _card(dataset: Dataset, claim: str, inside: bool, backing: tuple[str, ...]) -> html.Article:
    """One claim of a cluster. It is drawn once for all visitors, in the filters and outside them."""
    row = dataset.row("claims", claim)
    head: list[Any] = [row["text"], " ", hedge_chips(row["hedge"])]
    parts: list[Any] = [html.P(head, className="claim-text")]
    if not inside:
        parts.append(chip("outside your filters", "outside", "The filters do not select it"))
    parts += [chain_list(dataset, claim), _as_of(dataset, row), *_events(dataset, claim)]
    if row["note"]:
        parts.append(html.Div(row["note"], className="fine"))
    look = "claim" if inside else "claim claim-outside"
    return html.Article([*parts, *_backing(dataset, backing)], className=look)


def _as_of(dataset: Dataset, row: dict[str, str]) -> html.Div:
    """When the publication spoke, and where in it the claim stands."""
    source = dataset.row("sources", row["source"])
    published = dates.in_words(source["published"]) if source["published"] else "the page shows no date"
    where = f" {row['locator']}" if row["locator"] else ""
    name = open_card(row["source"], f"{source['publisher'] or source['title']} ({row['source']})")
    return html.Div(["As of ", published, ": ", name, f"{where} · {row['id']}"], className="fine")


def _events(dataset: Dataset, claim: str) -> list[Any]:
    events = [link["event"] for link in dataset.rows_of("claim_events", "claim", claim)]
    rows = [dataset.row("events", event) for event in events]
    opened = [html.Li(open_event(row["id"], row["title"])) for row in rows if not row["withdrawn"]]
    if not opened:
        return [html.Div("Of no single event", className="fine")]
    return [html.Div([html.Span("Event", className="term"), html.Ul(opened)], className="rival-events")]


def _backing(dataset: Dataset, claims: tuple[str, ...]) -> list[Any]:
    if not claims:
        return []
    rows = [
        html.Li(
            [
                dataset.row("claims", claim)["text"],
                html.Span(f" – {chain_in_words(dataset, claim)} · {claim}", className="fine"),
            ]
        )
        for claim in claims
    ]
    return [
        html.Div([html.Span("Bears on it", className="term"), html.Ul(rows)], className="rivals supports")
    ]


def _note(note: Note, title: str) -> html.Li:
    """What the editors remarked, and of which claims; a remark that is the title is not said twice."""
    pairs = ", ".join(f"{claim} and {other}" for claim, other in note.pairs)
    same = note.text.rstrip(".").casefold() == title.casefold()
    return html.Li(f"Between {pairs}." if same or not note.text else f"{note.text.rstrip('.')}: {pairs}.")
