"""Every generated sentence of the dataset: a hedged claim keeps a hedge, an approximate date is worded so.

Likelihood and confidence never stand in one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain as joined
from typing import Any

import pytest
from dash import html

from components.actor_card import actor_card
from components.changes import changes_view
from components.claims_matrix import claims_matrix
from components.contradictions import contradictions
from components.drawing.palette import LIGHT
from components.drawing.prepare.board import board_marks
from components.drawing.prepare.board_rows import sentence as move_sentence
from components.drawing.prepare.board_rows import silence_sentence
from components.event_card import card_contents
from components.gaps import gaps
from components.negotiation_board import negotiation_board
from components.place_card import place_card
from components.relations import relations_view
from components.source_card import source_card
from components.trays import undated_tray, unplaced_tray
from data import dates
from data.briefs import load_briefs
from data.changes import in_sentences
from data.dataset import Dataset, load
from data.describe import sentence
from data.filters import Filters, Selection, select
from data.frames import records_of
from data.relations import relations
from data.sentences import claim_sentence
from data.wording import chain, chain_in_words, claims_of, date_words, event_citation, says_who

TABLE = load()
REPORTING = re.compile(
    r"\b(says?|said|reports?|reported|reportedly|according to|citing|claim(s|ed|ing)?|told|tells?|spoke"
    r"|announced|found|counts?|attributed|confirmed|denied|accounts?|apparently|perhaps|whether|named)\b|←",
    re.IGNORECASE,
)
CONFIDENCE = re.compile(r"\bconfiden(ce|t|tly)\b", re.IGNORECASE)
LIKELIHOOD = re.compile(
    r"\b(almost no chance|remote|(very |highly )?(un)?likely|likelihood|(im)?probabl[ey]|(im)?probability"
    r"|roughly even (chance|odds)|(almost|nearly) certain(ly)?|possibl[ey])\b",
    re.IGNORECASE,
)
BLOCKS = (
    html.P, html.Li, html.Td, html.Th, html.Div, html.Dd, html.Dt, html.Article, html.Section, html.H2,
    html.H3, html.H4, html.Summary, html.Caption, html.Button, html.Tr, html.Details,
)  # fmt: skip
VERB = re.compile(r" (says|reports)(?= \((?:in the words|standing)|: )")
HOLDERS = (html.Article, html.Li, html.Tr)


def children_of(part: Any) -> list[Any]:
    held = getattr(part, "children", None) if hasattr(part, "to_plotly_json") else part
    return list(held) if isinstance(held, list | tuple) else [] if held is None else [held]


def text_of(part: Any) -> str:
    if isinstance(part, str | int | float):
        return str(part)
    return "" if part is None else " ".join(text_of(child) for child in children_of(part))


def blocks(part: Any) -> Iterator[str]:
    """What stands in one block of its own, inline parts joined, as a reader takes it in."""
    line: list[str] = []
    for child in children_of(part):
        if isinstance(child, list | tuple) or any(isinstance(inner, BLOCKS) for inner in walk(child)):
            yield from blocks(child)
        else:
            line.append(text_of(child))
    yield " ".join(line)


def walk(part: Any) -> Iterator[Any]:
    yield part
    if not isinstance(part, str | int | float) and part is not None:
        for child in children_of(part):
            yield from walk(child)


@lru_cache
def everything() -> Selection:
    return select(TABLE, Filters())


@lru_cache
def views() -> tuple[tuple[str, Any], ...]:
    """Every view and every card of the dataset, by name."""
    held = everything()
    told: list[tuple[str, Any]] = [
        ("board", negotiation_board(held)), ("claims", claims_matrix(held)),
        ("contradictions", contradictions(held)), ("gaps", gaps(held)),
        ("relations", relations_view(held, LIGHT)), ("undated", undated_tray(held)),
        ("unplaced", unplaced_tray(held)), ("changes", changes_view(TABLE, "0.0.1")),
    ]  # fmt: skip
    told += [(event, card_contents(TABLE, event)) for event in TABLE.events["id"]]
    told += [(row["id"], actor_card(held, row["id"])) for row in records_of(TABLE.tables["actors"])]
    told += [(row["id"], place_card(held, row["id"])) for row in records_of(TABLE.tables["places"])]
    told += [(row["id"], source_card(held, row["id"])) for row in records_of(TABLE.tables["sources"])]
    return tuple(told)


@lru_cache
def generated() -> tuple[str, ...]:
    """Every sentence that the program words from the tables, without the views."""
    marks, events = board_marks(everything()), list(TABLE.events["id"])
    claims = list(TABLE.tables["claims"]["id"])
    found: Iterator[str] = joined(
        (claim_sentence(TABLE, claim) for claim in claims),
        (chain_in_words(TABLE, claim) for claim in claims),
        (says_who(TABLE, event) for event in events),
        (event_citation(TABLE, event) for event in events),
        (date_words(date) for date in TABLE.events["date"]),
        map(move_sentence, marks.moves),
        map(silence_sentence, marks.silences),
        (f"{one.sentence} {one.in_time} {one.hedge} {one.said}" for one in relations(TABLE)),
        in_sentences(TABLE, "0.0.1"),
        (sentence(everything()),),
        (text for brief in load_briefs(TABLE)[0].values() for step in brief.steps
         for text in (step.headline, step.text, step.note)),
    )  # fmt: skip
    return tuple(found)


def hedges(claim: dict[str, str]) -> list[str]:
    return [part.strip().casefold() for part in claim["hedge"].split(";") if part.strip()]


def keeps_a_hedge(text: str, claim: dict[str, str]) -> bool:
    """Whether a text holds a hedge of the claim, or says beside the claim that somebody says so."""
    folded = text.casefold()
    beside = text.replace(claim["text"], "")
    return any(hedge in folded for hedge in hedges(claim)) or bool(REPORTING.search(beside))


def joins_both(text: str) -> bool:
    """Whether one sentence of a text tells a confidence and a likelihood (ICD 203)."""
    sentences = re.split(r"(?<=[.!?;])\s", text)
    return any(CONFIDENCE.search(one) and LIKELIHOOD.search(one) for one in sentences)


def hedged() -> list[dict[str, str]]:
    return [row for row in records_of(TABLE.tables["claims"]) if row["hedge"]]


def test_the_tests_of_a_sentence_see_what_they_should() -> None:
    assert joins_both("We judge with high confidence that it is likely.")
    assert joins_both("It is very unlikely, with low confidence.")
    assert not joins_both("We have low confidence. It is likely.")
    claim = {"hedge": "at least; perhaps", "text": "15 were identified"}
    assert keeps_a_hedge("At least 15", claim) and keeps_a_hedge("AFP says 15", claim)
    assert not keeps_a_hedge("15 were identified", claim)


@pytest.mark.parametrize("claim", hedged(), ids=lambda row: row["id"])
def test_the_sentence_of_a_hedged_claim_holds_every_one_of_its_hedges(claim: dict[str, str]) -> None:
    told = claim_sentence(TABLE, claim["id"]).casefold()
    assert all(f"“{hedge}”" in told for hedge in hedges(claim))
    assert told.index(f"“{hedges(claim)[0]}”") < told.index(claim["text"].casefold())


@pytest.mark.parametrize("claim", records_of(TABLE.tables["claims"]), ids=lambda row: row["id"])
def test_the_sentence_of_a_claim_names_every_speaker_from_the_nearest_to_the_farthest(
    claim: dict[str, str],
) -> None:
    told, at = claim_sentence(TABLE, claim["id"]).casefold(), 0
    before = ""
    for link in chain(TABLE, claim["id"]):
        row = TABLE.row("sources", link["source"]) if link["source"] else {}
        name = str(row.get("publisher") or row.get("title") or "") or link["unnamed"]
        if link["actor"]:
            name = chain_name(link["actor"])
        name = "an earlier text of its own" if name == before else name
        at = told.index(name.casefold(), at) + len(name)
        before = name
        if link["basis"] != "stated":
            assert f"({link['basis']}" in told[at:]
    assert told.rindex(claim["text"].casefold()) > at


def chain_name(actor: str) -> str:
    labels = TABLE.rows_of("actor_labels", "actor", actor)
    named = [row["label"] for row in labels if row["stance"] == TABLE.naming]
    return named[0] if named else TABLE.row("actors", actor)["name"]


def test_a_speaker_who_does_not_commit_is_not_said_to() -> None:
    for claim in TABLE.tables["claims"]["id"]:
        told, links = claim_sentence(TABLE, claim), chain(TABLE, claim)
        verb = VERB.findall(told.removesuffix(f"{TABLE.row('claims', claim)['text']}."))[-1]
        assert (verb == "reports") == (links[0]["factuality"] == "Uu"), claim
        for code, words in (("PR+", "holds it probable"), ("PS+", "holds it possible")):
            wanted = sum(link["factuality"] == code for link in links)
            assert told.count(words) == wanted, claim


def test_the_letter_is_told_by_way_of_the_institute_and_its_source() -> None:
    told = claim_sentence(TABLE, "C025")
    assert told.startswith(
        "Asia-Plus, citing the Swiss Institute for Global Affairs, in turn citing an Afghan source who saw "
        "a photo of the letter, reports (in the words "
    )
    assert "“in principle”" in told and told.count("saw a photo") == 1


def test_an_unknown_claim_has_no_sentence() -> None:
    with pytest.raises(KeyError):
        claim_sentence(TABLE, "C999")


def test_every_hedged_claim_keeps_a_hedge_wherever_it_is_shown() -> None:
    """In the innermost article, item or row that holds the claim's text, on every view and every card."""
    seen: set[str] = set()
    for name, view in views():
        for holder in (part for part in walk(view) if isinstance(part, HOLDERS)):
            inner = [
                part for child in children_of(holder) for part in walk(child) if isinstance(part, HOLDERS)
            ]
            text, inside = text_of(holder), " ".join(map(text_of, inner))
            for claim in hedged():
                if claim["text"] in text and claim["text"] not in inside:
                    seen.add(claim["id"])
                    assert keeps_a_hedge(text, claim), (name, claim["id"])
    assert seen == {claim["id"] for claim in hedged()}


def test_no_generated_sentence_joins_a_confidence_with_a_likelihood() -> None:
    assert len(generated()) > 900
    assert [told for told in generated() if joins_both(told)] == []
    assert not [told for told in generated() if CONFIDENCE.search(told)]


def test_no_view_and_no_card_joins_a_confidence_with_a_likelihood() -> None:
    told = [(name, line) for name, view in views() for line in blocks(view)]
    assert len(told) > 5000
    assert [(name, line) for name, line in told if joins_both(line)] == []


def approximate() -> list[str]:
    """Every date of the tables with a qualifier in it."""
    columns = (table["date"] for table in TABLE.tables.values() if "date" in table)
    return sorted({date for column in columns for date in column if set("~?%") & set(date)})


@pytest.mark.parametrize("date", approximate())
def test_an_approximate_date_is_worded_so(date: str) -> None:
    told = dates.in_words(date)
    assert told.count("about") == date.count("~") + date.count("%")
    assert told.count("perhaps") == date.count("?") + date.count("%")


def test_an_approximate_date_is_worded_so_on_every_card_and_in_the_changes() -> None:
    loose = [row for row in records_of(TABLE.events) if "~" in row["date"]]
    assert len(loose) > 5
    listed = "\n".join(in_sentences(TABLE, "0.0.1"))
    shown = dict(views())
    for row in loose:
        assert date_words(row["date"]) in text_of(shown[row["id"]])
        assert f"{row['title']} ({dates.in_words(row['date'])};" in listed


def steps() -> list[Any]:
    return [
        pytest.param(step, id=f"{name}-{number}")
        for name, brief in load_briefs(TABLE)[0].items()
        for number, step in enumerate(brief.steps, 1)
        if any(claim["hedge"] for event in step.highlight for claim in claims_of(TABLE, event))
    ]


@pytest.mark.parametrize("step", steps())
def test_the_text_of_a_brief_that_rings_a_hedged_event_hedges_or_says_who_says_so(step: Any) -> None:
    words = [claim for event in step.highlight for claim in claims_of(TABLE, event)]
    assert any(keeps_a_hedge(step.text, claim) for claim in words)


def test_the_sentences_follow_the_dataset(dataset: Dataset) -> None:
    assert claim_sentence(dataset, "C001") == claim_sentence(TABLE, "C001")
