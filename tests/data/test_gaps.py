"""What is missing in a selection: tables of cases on the bundled data."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.claims import in_force
from data.dataset import Dataset, load
from data.filters import Selection, read_query, select
from data.gaps import (
    ONE,
    OPEN,
    SEVERAL,
    gaps_of,
    nameless,
    number_of,
    only_speaker,
    rests_on_one_unnamed,
    unnamed_behind,
    why_unplaced,
)


def chosen(dataset: Dataset, query: str) -> Selection:
    return select(dataset, read_query(query)[0])


def _link(source: str = "", actor: str = "", unnamed: str = "") -> dict[str, str]:
    return {"source": source, "actor": actor, "unnamed": unnamed}


NAMELESS = [
    (_link(unnamed="an Afghan official"), True),
    (_link(unnamed="sources of Radio Ozodi, unnamed"), True),
    (_link(unnamed="residents of the district"), True),
    (_link(unnamed="whoever reported it, not named"), True),
    (_link(actor="A-SRC-LETTER"), True),
    (_link(actor="A-MEDIA"), True),
    (_link(unnamed="the Tajik interior minister"), False),  # an office that one man held
    (_link(unnamed="news agency AFP"), False),
    (_link(unnamed="insurgent website kavkazcenter.com"), False),
    (_link(actor="A-SIGA"), False),
    (_link(source="S01"), False),
]


@pytest.mark.parametrize(("link", "told"), NAMELESS)
def test_who_is_unnamed(dataset: Dataset, link: dict[str, str], told: bool) -> None:
    assert nameless(dataset, link) is told


NUMBERS = [
    ("an officer of the Tajik border guards, unnamed", ONE),
    ("SIGA's source, not named", ONE),
    ("SIGA source on the request for the meeting", ONE),
    ("a source in counter-terrorism structures, unnamed", ONE),
    ("an eyewitness, unnamed", ONE),
    ("sources of Radio Ozodi, unnamed", SEVERAL),
    ("officials in Tajikistan", SEVERAL),
    ("an eyewitness and officials, not named", SEVERAL),
    ("local media, unnamed", SEVERAL),
    ("Some experts (on the TTT)", SEVERAL),
    ("whoever traces the roots of TTT, not named", OPEN),
]


@pytest.mark.parametrize(("words", "number"), NUMBERS)
def test_how_many_a_description_stands_for(words: str, number: str) -> None:
    assert number_of(words) == number


RESTS = [
    ("C011", True),  # who asked: what backs it comes from the same institute
    ("C025", True),  # the letter
    ("C029", True),
    ("C034", True),  # a demand of the group, known only through the unnamed source in the middle
    ("C063", True),
    ("CX34", True),  # it bears on C001, but nothing bears it out
    ("CX33", True),
    ("CF43a", False),  # borne out by what SIGA tells
    ("C015", False),  # SIGA has a name
    ("C048", False),  # officials who speak for a body
    ("CF14a", False),  # the interior minister
    ("CF05b", False),  # an agency
    ("C068", False),  # a publication speaks for itself
]


@pytest.mark.parametrize(("claim", "told"), RESTS)
def test_which_claims_rest_on_one_unnamed_source(dataset: Dataset, claim: str, told: bool) -> None:
    assert rests_on_one_unnamed(dataset, claim) is told


def _with(tmp_path: Path, **rows: str) -> Dataset:
    from tests.data.conftest import copied

    package = copied(tmp_path)
    for table, text in rows.items():
        package.append(table, text)
    return load(package.folder)


BACKERS = [
    ("S106", "", "", False),  # another publication in its own voice bears it out
    ("S01", "", "", True),  # the publication that told it already
    ("S02", "", "", True),  # the publication of the institute that stands in the chain
    ("S106", "", "a passer-by", True),  # two who are unnamed may be one
]


@pytest.mark.parametrize(("source", "actor", "unnamed", "rests"), BACKERS)
def test_what_bears_a_claim_out(tmp_path: Path, source: str, actor: str, unnamed: str, rests: bool) -> None:
    links = f"CF90a,1,{source},,,,stated,CT+,,,,\n"
    if unnamed:
        links += f"CF90a,2,,{actor},{unnamed},,stated,CT+,,,,\n"
    changed = _with(
        tmp_path,
        claims=f"CF90a,The letter agrees to talks,report,,asserted,{source},,,1.0.0,,\n",
        claim_events="CF90a,E10\n",
        chain_links=links,
        claim_links="CF90a,C025,supports,Same content.\n",
    )
    assert not changed.problems
    assert rests_on_one_unnamed(changed, "C025") is rests


def test_the_answer_names_the_source(dataset: Dataset) -> None:
    found = unnamed_behind(dataset, "C035")
    assert found is not None
    assert (found.actor, found.number) == ("A-SRC-P07", ONE)


SINGLE = [
    ("E04", "Swiss Institute for Global Affairs"),
    ("E12", '"The source" of the meetings with Ansarullah'),
    ("E31", ""),  # founding: several publications
    ("E02", ""),  # a retelling comes without SIGA in its chain
]


@pytest.mark.parametrize(("event", "speaker"), SINGLE)
def test_events_on_a_single_source(dataset: Dataset, event: str, speaker: str) -> None:
    assert only_speaker(dataset, event) == speaker


def test_everything_is_counted_once(dataset: Dataset) -> None:
    selection = chosen(dataset, "")
    found = gaps_of(selection)
    assert {row.claim for row in found.on_unnamed} == {
        claim for claim in in_force(dataset) if rests_on_one_unnamed(dataset, claim)
    }
    assert [row.event for row in found.undated] == list(selection.undated["id"])
    assert [row.event for row in found.unplaced] == list(selection.unplaced["id"])
    assert all(row.reason for row in (*found.undated, *found.unplaced))
    events = [event for row in found.single for event in row.events]
    assert len(events) == len(set(events))
    assert (found.claims, found.graded) == (len(in_force(dataset)), 0)
    assert len(found.silences) == len(dataset.tables["silences"])


def test_steps_without_an_answer(dataset: Dataset) -> None:
    found = gaps_of(chosen(dataset, ""))
    assert set(found.moves) == {"N09", "N10", "N11", "N12", "N13", "N14", "N15"}
    for answered in ("N01", "N02", "N05", "N07"):  # by an event, by a move
        assert answered not in found.moves
    assert "E13" not in found.calls, "its step is answered, so the event is no open call"
    assert {"E20", "F27"} <= set(found.calls)


def test_gaps_follow_the_selection(dataset: Dataset) -> None:
    found = gaps_of(chosen(dataset, "id=E16"))
    assert {row.claim for row in found.on_unnamed} >= {"C034", "C035", "C036", "C037"}
    assert not any(row.claim == "C025" for row in found.on_unnamed)
    assert set(found.moves) == {"N10", "N11", "N12", "N13", "N14"}
    assert found.silences == ("SL08",)
    assert found.calls == ()


def test_a_grade_is_counted(tmp_path: Path) -> None:
    changed = _with(
        tmp_path,
        claims="CF90a,The letter agrees to talks,report,,asserted,S106,,,1.0.0,,\n",
        claim_events="CF90a,E10\n",
        chain_links="CF90a,1,S106,,,,stated,CT+,F,6,An editor,2024-05-01\n",
    )
    assert gaps_of(chosen(changed, "id=E10")).graded == 1


def test_why_an_event_has_no_place(dataset: Dataset) -> None:
    assert "withheld by the source" in why_unplaced(dataset, "E03")
