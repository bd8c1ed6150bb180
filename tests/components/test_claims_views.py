"""The three views of claims: matrix, contradictions, gaps."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from dash import dcc, html
from plotly.utils import PlotlyJSONEncoder

from components.claims_matrix import claims_matrix
from components.contradictions import contradictions
from components.gaps import gaps
from data.claims import claim_matrix, claims_in
from data.contradictions import clusters
from data.dataset import Dataset, load
from data.filters import Selection, read_query, select
from data.gaps import ONE, gaps_of

VIEWS = (claims_matrix, contradictions, gaps)
QUERIES = ("", "actor=A-ARSALON", "from=2023-11&to=2024-02", "id=E10", "q=nothing-of-the-kind")


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


def chosen(dataset: Dataset, query: str = "") -> Selection:
    return select(dataset, read_query(query)[0])


def text(component: Any) -> str:
    """Everything that a reader of the component would read, as one string."""
    return json.dumps(component, cls=PlotlyJSONEncoder, ensure_ascii=False)


def walk(component: Any) -> Iterator[Any]:
    yield component
    inner = component if isinstance(component, list) else getattr(component, "children", None)
    for child in inner if isinstance(inner, list | tuple) else [inner]:
        if child is not None and not isinstance(child, str | int):
            yield from walk(child)


def parts(component: Any, kind: type) -> list[Any]:
    return [part for part in walk(component) if isinstance(part, kind)]


def pressed(component: Any, name: str) -> list[str]:
    return [value for part in parts(component, html.Button)
            if (value := part.to_plotly_json()["props"].get(name))]  # fmt: skip


def look(component: Any) -> str:
    """What a sighted reader sees of it, without markup."""
    return " ".join(part for part in _strings(component) if part.strip())


def _strings(component: Any) -> Iterator[str]:
    if isinstance(component, str):
        yield component
        return
    inner = component if isinstance(component, list | tuple) else getattr(component, "children", None)
    for child in inner if isinstance(inner, list | tuple) else [inner]:
        if child is not None:
            yield from _strings(child)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("query", QUERIES)
def test_a_view_answers_any_selection(
    dataset: Dataset, view: Callable[[Selection], list[Any]], query: str
) -> None:
    drawn = view(chosen(dataset, query))
    assert isinstance(drawn[0], html.H2)
    assert len(drawn) > 1
    assert not parts(drawn, dcc.Graph), "claims are words; figures are never a chart"
    for button in pressed(drawn, "data-open-event"):
        assert dataset.has("events", button)
    for button in pressed(drawn, "data-open-card"):
        assert dataset.has("sources", button) or dataset.has("actors", button)


@pytest.mark.parametrize("view", VIEWS)
def test_headings_go_down_one_step_at_a_time(
    dataset: Dataset, view: Callable[[Selection], list[Any]]
) -> None:
    levels = [int(type(part).__name__[1]) for part in walk(view(chosen(dataset)))
              if isinstance(part, html.H2 | html.H3 | html.H4)]  # fmt: skip
    assert levels[0] == 2
    assert all(after <= before + 1 for before, after in pairwise(levels))


# --- matrix ---


def test_the_matrix_is_a_table_with_scoped_heads_in_a_region_for_the_keyboard(dataset: Dataset) -> None:
    drawn = claims_matrix(chosen(dataset))
    (table,) = parts(drawn, html.Table)
    assert parts(table, html.Caption)
    heads = [head.to_plotly_json()["props"].get("scope") for head in parts(table, html.Th)]
    assert set(heads) == {"col", "colgroup", "row", "rowgroup"}
    region = next(part for part in parts(drawn, html.Div) if getattr(part, "tabIndex", None) == "0")
    assert region.to_plotly_json()["props"]["aria-label"]


@pytest.mark.parametrize("query", QUERIES[:4])
def test_every_row_of_the_table_is_as_wide_as_its_head(dataset: Dataset, query: str) -> None:
    selection = chosen(dataset, query)
    width = len(claim_matrix(selection).columns) + 1
    (table,) = parts(claims_matrix(selection), html.Table)
    for row in parts(table, html.Tr):
        cells = [part for part in walk(row) if isinstance(part, html.Th | html.Td)]
        assert sum(int(getattr(cell, "colSpan", None) or 1) for cell in cells) == width


def test_each_claim_has_one_row_with_its_hedge(dataset: Dataset) -> None:
    drawn = claims_matrix(chosen(dataset))
    rows = [head for head in parts(drawn, html.Th) if getattr(head, "scope", None) == "row"]
    assert len(rows) == len(claims_in(chosen(dataset)).ids)
    row = next(head for head in rows if "C031" in look(head))
    assert "“led (or forced)”" in look(row)
    assert "“reportedly”" in look(row)


def test_a_speaker_filters_and_an_event_opens(dataset: Dataset) -> None:
    drawn = claims_matrix(chosen(dataset))
    assert {"source:S01", "source:A-SIGA"} <= set(pressed(drawn, "data-filter"))
    assert {"E10", "E40"} <= set(pressed(drawn, "data-open-event"))


def test_cells_say_value_words_place_and_basis(dataset: Dataset) -> None:
    drawn = claims_matrix(chosen(dataset, "id=E12"))
    row = next(row for row in parts(drawn, html.Tr) if "C029" in look(row))
    assert "CT+ (2)\ncertain, implied" in look(row)
    assert "CT+ (3)\ncertain, carried over" in look(row)
    meant = [cell.title for cell in parts(row, html.Td) if getattr(cell, "title", None)]
    assert "Swiss Institute for Global Affairs: commits to it as certain, link 2 of the chain" in meant


def test_a_shared_column_says_who_speaks(dataset: Dataset) -> None:
    told = look(claims_matrix(chosen(dataset, "id=F26")))
    assert "an officer of the Tajik border guards, unnamed: CT+ (2)" in told


def test_undated_events_are_marked_in_the_matrix(dataset: Dataset) -> None:
    drawn = claims_matrix(chosen(dataset))
    heads = [look(head) for head in parts(drawn, html.Th) if getattr(head, "scope", None) == "rowgroup"]
    undated = [head for head in heads if head.endswith(" · undated")]
    assert len(undated) == sum(g.when == "undated" for g in claims_in(chosen(dataset)).groups) > 0
    assert heads[-1] == "Of no single event"


def test_what_the_matrix_leaves_out_is_counted(dataset: Dataset) -> None:
    selection = chosen(dataset, "id=E10")
    assert f"{claims_in(selection).left} that belong to no event" in look(claims_matrix(selection))


# --- contradictions ---


def test_every_cluster_stands_under_its_title_with_all_of_its_claims(dataset: Dataset) -> None:
    drawn = contradictions(chosen(dataset))
    sections = parts(drawn, html.Section)
    assert len(sections) == len(clusters(dataset))
    for section, cluster in zip(sections, clusters(dataset), strict=True):
        told = look(section)
        assert cluster.title in told
        cards = parts(section, html.Article)
        assert len(cards) == len(cluster.claims)
        assert all(dataset.row("claims", claim)["text"] in told for claim in cluster.claims)


def test_a_card_gives_hedge_chain_factuality_date_and_events(dataset: Dataset) -> None:
    drawn = contradictions(chosen(dataset))
    card = next(card for card in parts(drawn, html.Article) if "C045" in look(card))
    for words in ("“a decade ago”", "implied", "commits to it as certain", "23 February 2024", "not graded"):
        assert words in look(card)
    assert "E31" in pressed(card, "data-open-event")


def test_a_claim_outside_the_filters_is_marked(dataset: Dataset) -> None:
    drawn = contradictions(chosen(dataset, "id=F26"))
    cards = parts(drawn, html.Article)
    mine = next(card for card in cards if "CF26d" in look(card))
    other = next(card for card in cards if "C053" in look(card))
    assert "outside your filters" not in look(mine)
    assert "outside your filters" in look(other)
    assert "outside your filters" not in look(contradictions(chosen(dataset)))


def test_figures_are_said_to_make_no_series(dataset: Dataset) -> None:
    section = next(s for s in parts(contradictions(chosen(dataset)), html.Section) if "C048" in look(s))
    assert "make no series" in look(section)
    assert "so does what is counted" in look(section)
    assert "Not one series" in look(section)


def test_what_bears_on_a_claim_is_shown_beside_it(dataset: Dataset) -> None:
    card = next(c for c in parts(contradictions(chosen(dataset)), html.Article) if "C068" in look(c))
    assert "Bears on it" in look(card)
    assert "CX06" in look(card)


# --- gaps ---


def test_the_first_gap_answers_which_claims_rest_on_one_unnamed_source(dataset: Dataset) -> None:
    found = gaps_of(chosen(dataset))
    section = parts(gaps(chosen(dataset)), html.Section)[0]
    told = look(section)
    assert f"{len(found.on_unnamed)} claims rest on an unnamed source alone" in told
    assert f"One unnamed source: {sum(row.number == ONE for row in found.on_unnamed)} claims" in told
    assert all(dataset.row("claims", row.claim)["text"] in told for row in found.on_unnamed)
    assert "photo of the letter" in told
    assert "Asia-Plus ← Swiss Institute for Global Affairs" in told
    assert "A-SRC-LETTER" in pressed(section, "data-open-card")


HEADS = (
    "rest on an unnamed source alone", "rest on a single source", "without a date", "without a place",
    "not graded", "not followed up", "silences",
)  # fmt: skip


def test_every_kind_of_gap_has_a_counted_heading_and_what_it_does_not_mean(dataset: Dataset) -> None:
    sections = parts(gaps(chosen(dataset)), html.Section)
    assert len(sections) == len(HEADS)
    for section, words in zip(sections, HEADS, strict=True):
        heading, meaning = section.children[:2]
        assert words in look(heading)
        assert look(heading)[0].isdigit()
        assert any(no in look(meaning) for no in ("does not mean", "not that", "is no"))


def test_silences_and_open_steps_are_listed(dataset: Dataset) -> None:
    told = look(gaps(chosen(dataset)))
    for words in ("No Tajik answer to any precondition is reported", "open: no answer reported",
                  "“amongst”", "withheld by the source", "No year"):  # fmt: skip
        assert words.lower() in told.lower(), words


def test_a_gap_that_is_none_says_so(dataset: Dataset) -> None:
    told = look(gaps(chosen(dataset, "id=F24")))
    assert "No claims rest on an unnamed source alone" in told
    assert "No silences" in told
