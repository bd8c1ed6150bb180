"""Rules that no table schema can state, each on the smallest tables that break it."""

from __future__ import annotations

import pandas as pd
import pytest

from data import dates, rules
from data.dataset import Dataset
from data.frames import records_of
from data.vocabulary import QUAD_OF_CATEGORY


def frame(**columns: list[str]) -> pd.DataFrame:
    table = pd.DataFrame(columns, dtype=object)
    table.index = pd.RangeIndex(2, len(table) + 2)
    return table


def reasons(**tables: pd.DataFrame) -> list[str]:
    return [f"{fault.table} {fault.line} {fault.column}: {fault.reason}" for fault in rules.faults(tables)]


def test_the_bundled_tables_break_none(dataset: Dataset) -> None:
    assert list(rules.faults(dict(dataset.tables))) == []


def test_no_table_breaks_no_rule(dataset: Dataset) -> None:
    assert reasons() == []
    assert reasons(events=frame(colour=["red"]), sources=frame(id=["S1"])) == []


@pytest.mark.parametrize("name", ["events", "claims", "sources", "chain_links", "places", "claim_events"])
def test_a_missing_table_is_survived(dataset: Dataset, name: str) -> None:
    tables = {table: held for table, held in dataset.tables.items() if table != name}
    list(rules.faults(tables))


def test_modes_are_plover_s() -> None:
    assert set(rules.MODES) <= set(QUAD_OF_CATEGORY)
    events = frame(category=["ASSAULT", "ASSAULT", ""], mode=["drone", "visit", "visit"])
    assert [line.split(":")[0] for line in reasons(events=events)] == ["events 3 mode", "events 4 mode"]


def test_chains_are_whole_and_speakers_one() -> None:
    links = frame(
        claim=["C1", "C1", "C2", "C3", "C4"],
        position=["1", "3", "²", "1", "1"],
        source=["S1", "", "S1", "S1", ""],
        actor=["", "A1", "", "A1", ""],
        unnamed=["", "", "", "", ""],
        reliability=["", "", "F", "", ""],
        credibility=["6", "", "", "", ""],
        graded_by=["an editor", "", "", "", ""],
    )
    claims = frame(id=["C1", "C2", "C3", "C4", "C5"])
    found = reasons(chain_links=links, claims=claims)
    assert [line.split(":")[0] for line in found] == [
        "chain_links 4 graded_by",
        "chain_links 5 source",
        "chain_links 6 source",
        "claims 2 id",
        "claims 3 id",
        "claims 6 id",
    ]


def test_a_lost_link_is_told_from_a_short_chain() -> None:
    links = frame(claim=["C1", "C1", "C2"])
    tables = {"chain_links": links, "claims": frame(id=["C1", "C2"])}
    kept = {**tables, "chain_links": links.drop(index=3)}
    assert [fault.value for fault in rules.cut_chains(tables, kept)] == ["C1"]
    assert list(rules.cut_chains(tables, tables)) == []


def test_relations_have_one_object_and_same_as_is_a_claim() -> None:
    relations = frame(
        relation=["part-of", "part-of", "same-as?"],
        object_actor=["A1", "A1", "A2"],
        object_place=["", "L1", ""],
        object_name=["", "", ""],
        claim=["", "", ""],
    )
    assert [line.split(":")[0] for line in reasons(relations=relations)] == [
        "relations 3 object_actor",
        "relations 4 claim",
    ]


def test_open_ends_need_the_day_their_source_spoke() -> None:
    events = frame(date=["2010/..", "2010/..", "2010/.."], as_of=["2024-02-23", "", "yesterday"])
    found = reasons(events=events)
    assert [line.split(":")[0] for line in found] == ["events 3 date", "events 4 date"]
    assert all("as_of" in line for line in found)


def test_the_day_a_source_spoke_is_the_earliest_it_can_have_been() -> None:
    assert rules.first_day("2022-07") == "2022-07-01"
    assert rules.first_day("2022-07-20") == "2022-07-20"
    assert rules.first_day("") == rules.first_day("soon") == rules.first_day("../2012") == ""
    dated = frame(date=["2014/..", "2014/..", "2023/.."], source=["S1", "S2", "S1"])
    sources = frame(id=["S1", "S2"], published=["2022-07", ""])
    found = reasons(event_dates=dated, sources=sources)
    assert len(found) == 2
    assert "as_of" in found[0] and "begins after" in found[1]


def test_the_best_date_is_no_longer_certain_than_its_source_s_first_day(dataset: Dataset) -> None:
    row = next(row for row in records_of(dataset.events) if row["id"] == "E42")
    assert row["best_date"] == "2014~/.."
    assert str(dates.to_date(row["best_end_earliest"])) == "2022-07-01"


def test_iso_days() -> None:
    assert str(rules.iso_day("2024-02-23")) == "2024-02-23"
    assert rules.iso_day("") is rules.iso_day("2024-02") is rules.iso_day("soon") is None


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_no_cell_turns_the_direction_of_what_is_read(sign: str) -> None:
    found = reasons(sources=frame(id=["S1", "S2"], title=["plain", f"not {sign}gnp.exe"]))
    assert found == [
        f"sources 3 title: holds U+{ord(sign):04X}, which makes a text read otherwise than it is stored"
    ]


@pytest.mark.parametrize("text", ["جماعت\u200cانصارالله", "\u200fپنج\u200e", "Панҷ – “Panj”", "a\u2028b"])
def test_what_scripts_need_is_let_through(text: str) -> None:
    assert reasons(sources=frame(id=["S1"], title=[text])) == []
