"""The cards of an actor and of a source: says who, when, how sure; nothing hidden, nothing merged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from dash import html

from components.actor_card import actor_card
from components.source_card import safe_link, source_card
from data.dataset import Dataset, load
from data.filters import Filters, select
from data.selection import Selection


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


@pytest.fixture(scope="module")
def everything(dataset: Dataset) -> Selection:
    return select(dataset, Filters())


def walk(component: Any) -> Iterator[Any]:
    yield component
    children = component if isinstance(component, list) else getattr(component, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        if child is not None and not isinstance(child, str):
            yield from walk(child)


def words(component: Any) -> str:
    if isinstance(component, str):
        return component
    children = component if isinstance(component, list) else getattr(component, "children", None)
    parts = children if isinstance(children, list | tuple) else [children]
    return "".join(words(part) for part in parts if part is not None)


def marked(component: Any, name: str) -> list[str]:
    """What a kind of button on the card stands for."""
    found = (
        part.to_plotly_json()["props"].get(name) for part in walk(component) if hasattr(part, "children")
    )
    return [value for value in found if value]


def folds(component: Any, words_of: str) -> list[html.Details]:
    return [part for part in walk(component)
            if isinstance(part, html.Details) and words_of in words(part.children[0])]  # fmt: skip


def test_every_actor_and_every_source_has_a_card(dataset: Dataset, everything: Selection) -> None:
    for actor in dataset.tables["actors"]["id"]:
        card = actor_card(everything, actor)
        assert marked(card, "data-close-card") and marked(card, "data-copy-link")
        assert marked(card, "data-filter") == [f"actor:{actor}"]
    for source in dataset.tables["sources"]["id"]:
        card = source_card(everything, source)
        assert marked(card, "data-filter") == [f"source:{source}"]
        assert dataset.row("sources", source)["title"] in marked(card, "data-copy")[0]


@pytest.mark.parametrize("card", [actor_card, source_card])
def test_an_unknown_id_is_answered_in_words(everything: Selection, card: Any) -> None:
    assert "holds no such" in words(card(everything, "<script>"))


def test_who_is_mahdi_arsalon(everything: Selection) -> None:
    told = words(actor_card(everything, "A-ARSALON"))
    for piece in (
        "Muhammad Sharifov", "مهدی ارسلان", "Pashto", "not verified", "general knowledge",
        "named as a member of Jamaat Ansarullah", "“according to some sources”", "From 2014, end not given",
        "Says so: Asia-Plus ← Some sources (on the year 2014) (S01, P13).", "No date given",
        "Sharifov is 30", "Arsalon is 27 (July 2022)", "none is preferred",
    ):  # fmt: skip
        assert piece in told, piece


def test_names_carry_their_language_for_the_reader_aloud(everything: Selection) -> None:
    strong = [part for part in walk(actor_card(everything, "A-JA")) if isinstance(part, html.Strong)]
    spoken = {getattr(part, "lang", None) for part in strong}
    assert {"en", "ru", "tg"} <= spoken


def test_an_open_question_is_asked_and_never_answered(everything: Selection) -> None:
    card = actor_card(everything, "A-TTT")
    asked = [part for part in walk(card) if getattr(part, "className", "") == "actor-question"]
    assert len(asked) == 1
    told = words(asked[0])
    assert told.startswith('Is it the same as "Tajik Taliban"?') and "“also known as”" in told
    assert "Central Asia-Caucasus Analyst" in told and "keeps them apart" in told


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(thread=("talks",)), Filters(from_="2023", to="2023-12")]
)
def test_events_shown_and_hidden_are_all_of_them(dataset: Dataset, filters: Filters) -> None:
    selection = select(dataset, filters)
    card = actor_card(selection, "A-JA")
    mine = {row["event"] for row in dataset.rows_of("participants", "actor", "A-JA")}
    shown = mine & {*selection.events["id"], *selection.undated["id"]}
    hidden = folds(card, "more hidden by your filters")
    assert bool(hidden) == bool(mine - shown)
    listed = {event for part in walk(card) if getattr(part, "className", "") == "there-list"
              for event in marked(part, "data-open-event")}  # fmt: skip
    assert listed == mine & set(dataset.events["id"])
    if hidden:
        assert words(hidden[0].children[0]) == f"{len(mine - shown)} more hidden by your filters"
        assert set(marked(hidden[0], "data-open-event")) == mine - shown


def test_co_actors_are_counted(dataset: Dataset, everything: Selection) -> None:
    card = actor_card(everything, "A-BEDAKI")
    told = words(folds(card, "in the same events")[0])
    assert "in 1 event" in told
    assert "A-MULLOABD" in marked(folds(card, "in the same events")[0], "data-open-card")


def test_an_actor_that_only_speaks_shows_what_it_is_a_link_of(everything: Selection) -> None:
    card = actor_card(everything, "A-SRC-P07")
    (fold,) = folds(card, "Claims that it is a link of: 9")
    assert fold.to_plotly_json()["props"]["open"]
    assert "Here it commits to it as certain" in words(fold)
    assert "It has no part in any event." in words(card)


def test_labels_are_shown_by_stance(everything: Selection) -> None:
    told = words(actor_card(everything, "A-TALIBAN"))
    for piece in ("Taliban authorities", "Islamic Emirate of Afghanistan", "no recognition", "shown here"):
        assert piece in told


def test_parts_are_told_with_who_says_so(everything: Selection) -> None:
    told = words(actor_card(everything, "A-TALIBAN"))
    assert "Said to be parts of it" in told
    assert "General Directorate of Intelligence: called a part of Taliban authorities." in told


def test_the_article_as_a_source(dataset: Dataset, everything: Selection) -> None:
    card = source_card(everything, "S01")
    told = words(card)
    for piece in ("Asia-Plus", "23 February 2024", "basis: address", "article text in full", "SIGA; RFE/RL",
                  "Caution: title is from the address"):  # fmt: skip
        assert piece in told, piece
    read = dataset.rows_of("claims", "source", "S01")
    assert f"Read in it: {len(read)}" in told
    used = {row["event"] for row in dataset.rows_of("event_sources", "source", "S01")}
    assert used <= set(marked(card, "data-open-event"))


def test_events_of_a_source_that_the_filters_hide_are_counted(dataset: Dataset) -> None:
    card = source_card(select(dataset, Filters(thread=("courts",))), "S01")
    (hidden,) = folds(card, "more hidden by your filters")
    used = {row["event"] for row in dataset.rows_of("event_sources", "source", "S01")}
    courts = {row["id"] for row in dataset.events.to_dict("records") if row["thread"] == "courts"}
    assert set(marked(hidden, "data-open-event")) == used - courts


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://example.org/page?x=1", True),
        ("http://example.org/page", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://user@example.org/", False),
        ("https://example.org/a b", False),
        ("https://example.org\\@evil.example", False),
        ("java\nscript:alert(1)", False),
        ("https://[", False),
        ("page: example.org", False),
    ],
)
def test_only_a_plain_https_address_becomes_a_link(address: str, safe: bool) -> None:
    assert safe_link(address) is safe


def test_an_address_is_always_shown_as_text(dataset: Dataset, everything: Selection) -> None:
    for row in dataset.tables["sources"].to_dict("records"):
        card = source_card(everything, row["id"])
        links: list[Any] = [part for part in walk(card) if isinstance(part, html.A)]
        assert row["address"] in words(card)
        assert [link.href for link in links] == ([row["address"]] if safe_link(row["address"]) else [])


def test_no_card_speaks_of_true_or_false(dataset: Dataset, everything: Selection) -> None:
    told = json.dumps([words(source_card(everything, source)) for source in dataset.tables["sources"]["id"]])
    assert "nan" not in told.split() and "None" not in told.split()
