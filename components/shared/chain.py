"""Who says so, drawn: a claim with its hedge, its chain link by link, and the claims that rival it."""

from __future__ import annotations

from typing import Any

from dash import html

from components.shared.attributes import attributes
from components.shared.marks import chip
from data.dataset import Dataset
from data.vocabulary import GRADE_RELIABILITY
from data.wording import chain, factuality, speaker


def claim_block(dataset: Dataset, claim: dict[str, str]) -> html.Article:
    """One claim: the proposition, the words that hedge it, the chain, and its rivals beside it."""
    hedges = [
        chip(f"“{words.strip()}”", "hedge", "The source's own hedge")
        for words in claim["hedge"].split(";")
        if words.strip()
    ]
    head: list[Any] = [
        claim["text"],
        " ",
        *hedges,
        chip(claim["standing"], "standing", "How it stands in the source"),
    ]
    where = f"{claim['source']}{' ' + claim['locator'] if claim['locator'] else ''} · {claim['id']}"
    parts: list[Any] = [
        html.P(head, className="claim-text"),
        chain_list(dataset, claim["id"]),
        html.Div(where, className="fine"),
    ]
    if claim["note"]:
        parts.append(html.Div(claim["note"], className="fine"))
    parts += _rivals(dataset, claim["id"])
    return html.Article(parts, className="claim")


def chain_list(dataset: Dataset, claim: str) -> html.Ol:
    """The chain as an ordered list: the publication first, the one nearest to the happening last."""
    return html.Ol(
        [_link(dataset, link) for link in chain(dataset, claim)],
        className="chain",
        **attributes({"aria-label": "Chain of attribution"}),
    )


def _link(dataset: Dataset, link: dict[str, str]) -> html.Li:
    remarks: list[Any] = [html.Span(speaker(dataset, link), className="speaker")]
    if link["basis"] != "stated":
        remarks.append(
            chip(link["basis"], "basis", "The source does not name this link; it is read from the context")
        )
    if link["how_knew"]:
        remarks.append(html.Span(f" {link['how_knew']}", className="knew"))
    words = factuality(link["factuality"])
    remarks.append(
        html.Span(
            [f" {words} ", html.Abbr(link["factuality"], title=f"FactBank: {words}")], className="factuality"
        )
    )
    remarks.append(html.Span(f" {_grade(link)}", className="grade"))
    return html.Li(remarks)


def _grade(link: dict[str, str]) -> str:
    """A grade is an editor's act; empty means not graded."""
    if not link["reliability"] and not link["credibility"]:
        return "not graded"
    meaning = GRADE_RELIABILITY.get(link["reliability"], "")
    grade = f"{link['reliability']}{link['credibility']}"
    return f"graded {grade} ({meaning}) by {link['graded_by']}, {link['graded_on']}"


def _rivals(dataset: Dataset, claim: str) -> list[Any]:
    """Claims that contradict or support this one, side by side with it."""
    parts: list[Any] = []
    for relation, words in (("contradicts", "Against it"), ("supports", "Bears on it")):
        links = [
            link for link in dataset.rows_of("claim_links", "claim", claim) if link["relation"] == relation
        ]
        if links:
            rows = [_rival(dataset, link) for link in links]
            parts.append(
                html.Div([html.Span(words, className="term"), html.Ul(rows)], className=f"rivals {relation}")
            )
    return parts


def _rival(dataset: Dataset, link: dict[str, str]) -> html.Li:
    other = dataset.row("claims", link["other"])
    who = " ← ".join(speaker(dataset, step) for step in chain(dataset, other["id"]))
    hedge = f" “{other['hedge']}”" if other["hedge"] else ""
    note = html.Div(link["note"], className="fine") if link["note"] else None
    return html.Li([other["text"], hedge, html.Span(f" – {who}", className="fine"), note])
