"""What is known of an actor: relations in words and in time, names, parts in events, disputes."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest

from data import actors, relations
from data.dataset import BUNDLED, Dataset, load
from data.filters import Filters, select
from tests.data.conftest import Package


def one(dataset: Dataset, identifier: str) -> relations.Relation:
    return next(row for row in relations.relations(dataset) if row.id == identifier)


@pytest.mark.parametrize(
    ("relation", "words"),
    [
        ("R01", "Amriddin Tabarov: named as the founder of Jamaat Ansarullah, on an unknown day in 2010."),
        ("R05", "Muhammad Sharifov: also called Mahdi Arsalon, no date given."),
        ("R17", "Muhammad Sharifov: said to have been born in Nurobod, no date given."),
        ("R31", ('"New generation" of Ansarullah: said to descend from First members of Ansarullah, '
                "from 2010, said on 23 February 2024 to be still going on.")),
        ("R23", ('Is "Tajik Taliban" the same as Jamaat Ansarullah? An open question, '
                "on an unknown day in 2021.")),
    ],
)  # fmt: skip
def test_a_relation_is_a_plain_sentence_with_its_date(dataset: Dataset, relation: str, words: str) -> None:
    assert one(dataset, relation).in_time == words


@pytest.mark.parametrize(
    ("relation", "hedge", "said"),
    [
        ("R01", "", "Asia-Plus"),
        ("R06", "according to some sources", "Asia-Plus ← Some sources (on the year 2014)"),
        ("R32", "", "Asia-Plus ← Swiss Institute for Global Affairs (implied)"),
        ("R16", "said", "Asia-Plus ← Tajik officials"),
    ],
)
def test_hedge_and_speaker_are_kept(dataset: Dataset, relation: str, hedge: str, said: str) -> None:
    found = one(dataset, relation)
    assert (found.hedge, found.said) == (hedge, said)


def test_a_relation_without_a_claim_is_said_by_whom_its_row_names(package: Package) -> None:
    package.replace("relations", "article < some sources,according to some sources,P13,C063",
                    "article < some sources,according to some sources,P13,")  # fmt: skip
    assert one(load(package.folder), "R06").said == "Asia-Plus ← some sources"


def test_every_word_of_the_vocabulary_is_worded() -> None:
    schema = json.loads((BUNDLED / "datapackage.json").read_text("utf-8"))
    table = next(resource for resource in schema["resources"] if resource["name"] == "relations")
    column = next(field for field in table["schema"]["fields"] if field["name"] == "relation")
    assert set(relations.RELATIONS) == set(column["constraints"]["enum"])


def test_a_dated_label_is_not_carried_back(dataset: Dataset) -> None:
    assert one(dataset, "R27").object_name == "Afghan Taliban"  # since 2010: no authorities then
    assert one(dataset, "R33").object_name == "Taliban authorities"


def test_a_relation_whose_claim_was_withdrawn_is_gone(package: Package) -> None:
    line = next(
        row for row in package.path("claims").read_text("utf-8").splitlines() if row.startswith("CR02,")
    )
    package.replace("claims", line, line.removesuffix(",,") + ",1.1.0,mistaken")
    held = load(package.folder)
    assert not held.problems
    assert "R02" not in {row.id for row in relations.relations(held)}
    assert "R02" not in {span.relation_id for span in actors.relation_spans(held, "A-TABAROV")}


def test_spans_are_the_dated_relations_seen_from_the_actor(dataset: Dataset) -> None:
    spans = {span.relation_id: span for span in actors.relation_spans(dataset, "A-JA")}
    assert spans["R01"].label == "founded by Amriddin Tabarov"
    assert spans["R23"].question and not spans["R28"].question
    assert spans["R06"].hedge == "according to some sources"
    assert actors.relation_spans(dataset, "A-TABAROV")[0].label == "founder of Jamaat Ansarullah"


def test_what_is_undated_has_no_span(dataset: Dataset) -> None:
    for actor in dataset.tables["actors"]["id"]:
        spans = {span.relation_id for span in actors.relation_spans(dataset, actor)}
        rows = {row["id"] for column in ("subject", "object_actor")
                for row in dataset.rows_of("relations", column, actor) if row["date"]}  # fmt: skip
        assert spans == rows


def test_names_are_grouped_by_script_the_strongest_first(dataset: Dataset) -> None:
    groups = actors.names_of(dataset, "A-JA")
    assert list(groups) == ["Latn", "Cyrl", "Arab"]
    assert sum(len(names) for names in groups.values()) == len(dataset.rows_of("names", "actor", "A-JA"))
    order = list(actors.NAME_KINDS)
    for names in groups.values():
        kinds = [order.index(name["kind"]) for name in names]
        assert kinds == sorted(kinds)


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(thread=("talks",)), Filters(from_="2023", to="2023-12")]
)
def test_parts_are_those_of_the_table_and_the_filters_only_mark_them(
    dataset: Dataset, filters: Filters
) -> None:
    selection = select(dataset, filters)
    parts = actors.parts_in_events(selection, "A-JA")
    rows = [row for row in dataset.rows_of("participants", "actor", "A-JA")
            if row["event"] in set(dataset.events["id"])]  # fmt: skip
    assert Counter((part.event, part.role) for part in parts) == Counter(
        (r["event"], r["role"]) for r in rows
    )
    shown = {*selection.events["id"], *selection.undated["id"]}
    assert {part.event for part in parts if part.when} == {row["event"] for row in rows} & shown


def test_co_actors_are_counted_in_the_selection(dataset: Dataset) -> None:
    selection = select(dataset, Filters(thread=("talks",)))
    shown = {*selection.events["id"], *selection.undated["id"]}
    there = {actor: {row["event"] for row in dataset.rows_of("participants", "actor", actor)} & shown
             for actor in dataset.tables["actors"]["id"]}  # fmt: skip
    found = dict(actors.co_actors(selection, "A-JA"))
    expected = {actor: len(events & there["A-JA"]) for actor, events in there.items() if actor != "A-JA"}
    assert {actor: counts.total() for actor, counts in found.items()} == {
        a: n for a, n in expected.items() if n
    }
    assert {a: c.total() for a, c in actors.takes_part(selection).items()} == {
        actor: len(events) for actor, events in there.items() if events
    }


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({"certain": 5}, "in 5 events"),
        ({"certain": 1}, "in 1 event"),
        ({"certain": 3, "possible": 1, "undated": 1}, "in 5 events: 3 certainly, 1 possibly, 1 undated"),
        ({"possible": 2}, "in 2 events: 2 possibly"),
    ],
)
def test_a_number_of_events_is_never_bare(counts: dict[str, int], words: str) -> None:
    assert actors.in_events(counts) == words


def test_rival_ages_are_one_dispute(dataset: Dataset) -> None:
    groups = [{claim["id"] for claim in group} for group in actors.disputes(dataset, "A-ARSALON")]
    assert any({"C053", "CX11", "CX12"} <= group for group in groups)
    assert sum("C053" in group for group in groups) == 1


def test_an_open_question_stays_one_for_both_and_merges_nothing(dataset: Dataset) -> None:
    for actor in ("A-TTT", "A-TAJTAL"):
        assert "R22" in {row.id for row in relations.open_questions(dataset, actor)}
    above, below = relations.part_relations(dataset, "A-TTT")
    assert not above and not below


def test_parts_and_parents_come_from_part_of_only(dataset: Dataset) -> None:
    above, below = relations.part_relations(dataset, "A-TALIBAN")
    assert not above
    assert {row.subject for row in below} == {"A-GDI", "A-MOD", "A-MOI"}


def test_an_unnamed_source_has_the_claims_that_it_is_a_link_of(dataset: Dataset) -> None:
    found = actors.claims_said_by(dataset, "A-SRC-LETTER")
    assert [claim["id"] for claim in found] == ["C025"]
    for claim in found:
        assert actors.link_of(dataset, claim["id"], "A-SRC-LETTER")["actor"] == "A-SRC-LETTER"


def test_relations_are_worked_out_once_for_each_release(dataset: Dataset) -> None:
    held = replace(dataset)
    assert relations.relations(held) is relations.relations(held)
