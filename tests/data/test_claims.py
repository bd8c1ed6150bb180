"""Claims of a selection, the matrix, the contradictions: tables of cases on the bundled data."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from data.claims import (
    MOST_COLUMNS,
    OTHERS,
    UNNAMED,
    ClaimsIn,
    Matrix,
    claim_matrix,
    claims_in,
    in_force,
)
from data.contradictions import Cluster, clusters, contradiction_clusters, supporters
from data.dataset import Dataset, load
from data.filters import Selection, read_query, select
from data.frames import records_of
from data.wording import chain


def chosen(dataset: Dataset, query: str) -> Selection:
    filters, problems = read_query(query)
    assert not problems
    return select(dataset, filters)


QUERIES = ("", "from=2023-11&to=2024-02", "actor=A-ARSALON", "thread=talks", "source=S07", "id=E10",
           "q=madrassa", "place=X01", "collection=context")  # fmt: skip


def test_without_filters_every_claim_in_force_is_there_once(dataset: Dataset) -> None:
    found = claims_in(chosen(dataset, ""))
    assert sorted(found.ids) == sorted(in_force(dataset))
    assert found.left == 0


@pytest.mark.parametrize("query", QUERIES)
def test_claims_follow_the_selection(dataset: Dataset, query: str) -> None:
    selection = chosen(dataset, query)
    found = claims_in(selection)
    events = {*selection.events["id"], *selection.undated["id"]}
    wanted = {row["claim"] for row in records_of(dataset.tables["claim_events"]) if row["event"] in events}
    of_events = [claim for group in found.groups for claim in group.claims]
    assert sorted(of_events) == sorted(wanted)
    assert len(found.ids) == len(set(found.ids))
    assert not any(dataset.rows_of("claim_events", "claim", claim) for claim in found.loose)


def test_undated_events_come_last_and_say_so(dataset: Dataset) -> None:
    groups = claims_in(chosen(dataset, "actor=A-ARSALON&from=2010&to=2025")).groups
    whens = [group.when == "undated" for group in groups]
    assert any(whens)
    assert whens == sorted(whens)


def test_a_claim_of_two_events_stands_at_the_first(dataset: Dataset) -> None:
    homes = [
        group.event for group in claims_in(chosen(dataset, "id=E40&id=E41")).groups if "C001" in group.claims
    ]
    assert len(homes) == 1


CASES_LOOSE = [
    ("actor=A-ARSALON", "C050", True),  # his other name
    ("actor=A-ARSALON", "C071", False),  # another man's
    ("actor=A-TABAROV", "C071", True),
    ("id=E10", "C067", True),  # the group is mentioned in it, so the sense of its name belongs here
    ("id=E10", "C071", False),
    ("actor=A-JA&source=S15", "CX19", True),
    ("actor=A-JA&source=S15", "CX20", False),  # about the group, but told by another publication
    ("actor=A-JA", "C004", False),  # about nobody
    ("", "C004", True),
]


@pytest.mark.parametrize(("query", "claim", "inside"), CASES_LOOSE)
def test_claims_of_no_event_need_an_actor_of_the_selection(
    dataset: Dataset, query: str, claim: str, inside: bool
) -> None:
    found = claims_in(chosen(dataset, query))
    assert (claim in found.loose) is inside
    everything = claims_in(chosen(dataset, "")).loose
    assert len(found.loose) + found.left == len(everything)


def test_a_withdrawn_claim_is_nowhere(tmp_path: Path, dataset: Dataset) -> None:
    from tests.data.conftest import copied

    package = copied(tmp_path)
    assert _holds(claims_in(chosen(dataset, "")), "CX28")
    table = dataset.tables["claims"]
    line = table[table["id"] == "CX28"].iloc[0]
    text = package.path("claims").read_text("utf-8").splitlines()
    at = next(i for i, row in enumerate(text) if row.startswith("CX28,"))
    assert text[at].endswith(f"{line['since']},,")
    text[at] = text[at].removesuffix(",,") + ",1.1.0,garbled"
    package.path("claims").write_text("\n".join(text) + "\n", "utf-8")
    changed = load(package.folder)
    assert not _holds(claims_in(chosen(changed, "")), "CX28")
    assert not any("CX28" in cluster.claims for cluster in clusters(changed))


def _holds(found: ClaimsIn, claim: str) -> bool:
    return claim in found.ids


@pytest.mark.parametrize("query", QUERIES)
def test_the_matrix_holds_every_link_of_every_chain_once(dataset: Dataset, query: str) -> None:
    selection = chosen(dataset, query)
    matrix, found = claim_matrix(selection), claims_in(selection)
    rows = [row for group in matrix.groups for row in group.rows]
    assert [row.claim for row in rows] == list(found.ids)
    assert len(matrix.columns) <= MOST_COLUMNS
    for row in rows:
        assert len(row.cells) == len(matrix.columns)
        marks = sorted((mark.position, mark.factuality, mark.basis) for cell in row.cells for mark in cell)
        links = chain(dataset, row.claim)
        assert marks == [(int(link["position"]), link["factuality"], link["basis"]) for link in links]


def test_columns_are_publications_first_and_the_most_frequent_first(dataset: Dataset) -> None:
    matrix = claim_matrix(chosen(dataset, ""))
    kinds = [column.kind for column in matrix.columns]
    order = ["publication", "actor", "source", UNNAMED, OTHERS]
    assert kinds == sorted(kinds, key=order.index)
    assert matrix.columns[0].key == "S01"
    for kind in order[:2]:
        heard = [column.claims for column in matrix.columns if column.kind == kind]
        assert heard == sorted(heard, reverse=True)
    assert kinds[-2:] == [UNNAMED, OTHERS]
    speakers = {link["source"] or link["actor"] for link in records_of(dataset.tables["chain_links"])} - {""}
    assert matrix.folded == len(speakers) - (MOST_COLUMNS - 2)


def test_few_speakers_need_no_column_of_others(dataset: Dataset) -> None:
    matrix = claim_matrix(chosen(dataset, "id=E10"))
    assert matrix.folded == 0
    assert {column.key for column in matrix.columns} >= {"S01", "A-SIGA", "A-SRC-LETTER"}
    assert OTHERS not in {column.key for column in matrix.columns}


def test_a_cell_says_value_basis_and_place(dataset: Dataset) -> None:
    matrix = claim_matrix(chosen(dataset, "id=E12"))
    cells = _cells(matrix, "C029")
    assert [(m.position, m.factuality, m.basis) for m in cells["A-SIGA"]] == [(2, "CT+", "implied")]
    assert [(m.position, m.factuality, m.basis) for m in cells["A-SRC-P07"]] == [(3, "CT+", "carried over")]


def _cells(matrix: Matrix, claim: str) -> dict[str, tuple]:
    row = next(row for group in matrix.groups for row in group.rows if row.claim == claim)
    return {column.key: cell for column, cell in zip(matrix.columns, row.cells, strict=True)}


# --- contradictions ---

FOUNDING = {"C045", "C068", "CX01", "CX02", "CX03", "CX04", "CX05", "CX06"}
AGE = {"C053", "CX11", "CX12", "CX13", "CF26d", "CF33b"}
FIGURES = {"C048", "CX14", "CX17", "CX18", "CX19", "CX20"}
CLUSTERS = [
    ("C068", "Founding", FOUNDING),
    ("C053", "Age", AGE),
    ("CX14", "The figures differ and so does what is counted · Strength of Ansarullah", FIGURES),
    ("C082", "Headline", {"C002", "C025", "C082"}),
    ("CX21", "Motive · Where to", {"C058", "CX21", "CX26", "CX27"}),
    ("CX24", "Appointment", {"CX23", "CX24"}),
    ("C075", "New generation", {"C047", "C075"}),
    ("CX30", "Sense of the name", {"C067", "CX30"}),
    ("C044", "Affiliated with al-Qaida (P09) against links only (P17)", {"C044", "C076"}),
    ("CF25b", "Monday or Sunday", {"CF25b", "CF25c", "CF25d"}),
]


def _of(dataset: Dataset, claim: str) -> Cluster:
    return next(cluster for cluster in clusters(dataset) if claim in cluster.claims)


@pytest.mark.parametrize(("claim", "title", "members"), CLUSTERS)
def test_a_cluster_holds_its_claims_under_its_topic(
    dataset: Dataset, claim: str, title: str, members: set[str]
) -> None:
    assert set(_of(dataset, claim).claims) == members
    assert _of(dataset, claim).title == title


def test_every_contradiction_lands_in_exactly_one_cluster(dataset: Dataset) -> None:
    held = [claim for cluster in clusters(dataset) for claim in cluster.claims]
    assert len(held) == len(set(held))
    pairs = [pair for cluster in clusters(dataset) for note in cluster.notes for pair in note.pairs]
    links = [row for row in records_of(dataset.tables["claim_links"]) if row["relation"] == "contradicts"]
    assert len(pairs) == len(set(pairs))
    assert {frozenset(pair) for pair in pairs} == {frozenset((row["claim"], row["other"])) for row in links}


def test_figures_are_kept_apart(dataset: Dataset) -> None:
    """No sum, mean or series anywhere: a cluster holds ids and words, and says that it sets figures off."""
    cluster = _of(dataset, "C048")
    assert cluster.figures
    assert all("Not one series" in note.text for note in cluster.notes if "C048" in note.pairs[0])
    assert {field.type for field in fields(Cluster)} == {
        "str", "tuple[str, ...]", "tuple[Note, ...]", "tuple[tuple[str, tuple[str, ...]], ...]", "bool",
    }  # fmt: skip
    assert not _of(dataset, "C068").figures
    assert not _of(dataset, "CX21").figures, "one figure is no rival of itself"


def test_only_clusters_that_touch_the_selection_are_shown_and_they_are_whole(dataset: Dataset) -> None:
    seen = {s.cluster.title: s for s in contradiction_clusters(chosen(dataset, "actor=A-ARSALON&source=S10"))}
    assert set(seen["Age"].cluster.claims) == AGE
    assert "CX12" in seen["Age"].inside
    assert "Founding" not in seen
    everywhere = contradiction_clusters(chosen(dataset, ""))
    assert len(everywhere) == len(clusters(dataset))
    assert all(s.inside == frozenset(s.cluster.claims) for s in everywhere)


def test_a_claim_outside_the_filters_is_kept_in_its_cluster(dataset: Dataset) -> None:
    seen = next(s for s in contradiction_clusters(chosen(dataset, "id=F26")) if "CF26d" in s.cluster.claims)
    assert seen.inside == {"CF26d"}
    assert "C053" in seen.cluster.claims


def test_support_is_read_in_its_direction(dataset: Dataset) -> None:
    assert "CX34" in supporters(dataset, "C001")
    assert "C001" not in supporters(dataset, "CX34")
    assert set(dict(_of(dataset, "C068").backing)["C068"]) == {"CX06"}


AMBIGUITIES = [  # the encoder's list of inconsistencies, as far as two claims carry them
    {"C045", "C068"}, {"C068", "CX01"}, {"C043", "CX07"}, {"C041", "CX08"}, {"C047", "C075"},
    {"C053", "CX11"}, {"C053", "CX12"}, {"CX12", "CX13"}, {"C048", "CX14"}, {"C048", "CX17"},
    {"CX19", "CX20"}, {"CX23", "CX24"}, {"C058", "CX21"}, {"CX21", "CX26"},
    {"C006", "CX28"}, {"C044", "C076"}, {"C016", "C056"},
    {"C067", "CX30"}, {"C082", "C025"},
]  # fmt: skip


@pytest.mark.parametrize("pair", AMBIGUITIES, ids=lambda pair: "-".join(sorted(pair)))
def test_known_ambiguities_stand_side_by_side(dataset: Dataset, pair: set[str]) -> None:
    assert any(pair <= set(cluster.claims) for cluster in clusters(dataset))
