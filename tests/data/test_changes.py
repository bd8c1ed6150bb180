"""What has changed since an earlier version or a day, on a package two releases later."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.changes import Changes, SinceError, changes, in_sentences, known_versions, summary
from data.dataset import Dataset, load
from data.frames import records_of
from tests.data.cases import with_tables
from tests.data.changes_cases import REASON, later
from tests.data.conftest import Package


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return later(tmp_path_factory.mktemp("later"))


def test_the_bundled_version_is_the_latest_one_listed(dataset: Dataset) -> None:
    assert known_versions(dataset)[0]["version"] == dataset.version


def test_every_version_that_a_row_names_is_listed(dataset: Dataset) -> None:
    listed = set(dataset.tables["versions"]["version"])
    for table in ("events", "claims"):
        rows = dataset.tables[table]
        assert {*rows["since"], *rows["withdrawn"]} - {""} <= listed


def test_nothing_has_changed_since_the_present_version(dataset: Dataset) -> None:
    found = changes(dataset, "1.0.0")
    assert found.nothing
    assert in_sentences(dataset, "1.0.0") == (summary(found),)
    assert summary(found).startswith(
        "Nothing is new, changed, contradicted or withdrawn since version 1.0.0 of 24 "
    )


@pytest.mark.parametrize("since", ["0.9.9", "0.0.1", "2026-11-23", "1999-01-01"])
def test_everything_is_new_before_the_first_version(dataset: Dataset, since: str) -> None:
    found = changes(dataset, since)
    assert [one.event for one in found.new] == list(dataset.events["id"])
    told = {row["claim"] for row in records_of(dataset.tables["claim_events"])}
    loose = [claim for claim in dataset.tables["claims"]["id"] if claim not in told]
    assert [said.claim for said in found.loose] == loose
    assert not (found.changed or found.contradicted or found.withdrawn)
    assert "before the first version" in summary(found)


def test_what_is_new(grown: Dataset) -> None:
    found = changes(grown, "1.0.0")
    assert [(one.event, one.title) for one in found.new] == [("F900", "Market at Tem said to be closed")]
    assert found.new[0].date == "on an unknown day in about May 2024"
    assert found.new[0].who == "BSS/AFP ← a district official"
    assert [said.claim for said in found.loose] == ["CX90"]


def test_an_older_event_is_changed_by_a_newer_claim_and_by_one_withdrawn(grown: Dataset) -> None:
    found = {one.event: one for one in changes(grown, "1.0.0").changed}
    assert set(found) == {"E02", "E09"}
    assert [said.claim for said in found["E09"].added] == ["CX91"]
    assert [said.claim for said in found["E02"].withdrawn] == ["CX28"]
    assert found["E09"].withdrawn == () and found["E02"].added == ()


def test_an_older_claim_is_contradicted_by_a_newer_one(grown: Dataset) -> None:
    found = {one.older.claim: one for one in changes(grown, "1.0.0").contradicted}
    assert set(found) == {"C023", "C068"}
    (said, note), = found["C068"].against  # fmt: skip
    assert (said.claim, note) == ("CX90", "Founding: 2007 against 2010.")
    assert said.words.startswith(
        "Central Asia-Caucasus Analyst (CACI) (holds it possible) says (in the words “perhaps”): "
    )
    assert found["C023"].events == (("E10", grown.row("events", "E10")["title"]),)


def test_what_was_withdrawn_is_told_with_version_and_reason(grown: Dataset) -> None:
    found = changes(grown, "1.0.0").withdrawn
    assert [(one.kind, one.id, one.version, one.reason) for one in found] == [
        ("event", "F21", "1.10.0", REASON), ("claim", "CX28", "1.10.0", REASON),
    ]  # fmt: skip
    assert "Le Caucase ← Rajabali Rahmonali" in found[0].words
    assert found[1].words.startswith("Central Asian Light says (standing: garbled retelling): ")
    assert [event for event, _ in found[1].events] == ["E02"]


def test_a_withdrawal_without_a_reason_says_so(grown: Dataset) -> None:
    bare = grown.tables["claims"].assign(withdrawn_reason="")
    told = changes(with_tables(grown, claims=bare), "1.0.0").withdrawn[-1]
    assert told.reason == "no reason is recorded"


def test_what_came_and_went_in_between_is_not_told(grown: Dataset) -> None:
    found = repr(changes(grown, "1.0.0"))
    assert "F901" not in found and "CX92" not in found
    since = changes(grown, "1.9.0")
    assert {one.id for one in since.withdrawn} == {"F901", "F21", "CF901a", "CX92", "CX28"}


def ids(found: Changes) -> tuple[set[str], ...]:
    return ({one.event for one in found.new}, {one.event for one in found.changed},
            {one.older.claim for one in found.contradicted}, {one.id for one in found.withdrawn})  # fmt: skip


def test_versions_are_compared_as_numbers(grown: Dataset) -> None:
    """1.10.0 is later than 1.9.0, though not by its letters."""
    assert ids(changes(grown, "1.9.0"))[0] == {"F900"}
    assert "E09" not in {one.event for one in changes(grown, "1.9.0").changed if one.added}
    assert [row["version"] for row in known_versions(grown)] == ["1.10.0", "1.9.0", "1.0.0"]


@pytest.mark.parametrize(
    "day, version",
    [("2026-11-24", "1.0.0"), ("2026-11-30", "1.0.0"), ("2026-12-01", "1.9.0"), ("2026-12-09", "1.9.0"),
     ("2026-12-10", "1.10.0"), ("2030-01-01", "1.10.0")],
)  # fmt: skip
def test_a_day_stands_for_the_version_then_in_force(grown: Dataset, day: str, version: str) -> None:
    found = changes(grown, day)
    assert ids(found) == ids(changes(grown, version))
    assert found.since.endswith(f"when version {version} was in force")


def test_of_two_versions_of_one_day_the_later_is_in_force(grown: Dataset) -> None:
    rows = pd.DataFrame(
        [["1.10.0", "2026-12-10", "b"], ["1.9.0", "2026-12-10", "a"]], columns=["version", "date", "note"]
    )
    found = changes(with_tables(grown, versions=rows), "2026-12-10")
    assert found.nothing and "version 1.10.0" in found.since


@pytest.mark.parametrize(
    "since",
    ["1.0.1", "1.11.0", "2.0.0", "1.0", "v1.0.0", "1.0.0-rc1", "", " ", "yesterday", "2026", "2026-11",
     "2026-02-30", "2026-11-24/..", "٢٠٢٦-١١-٢٤", "1.0.0\n2.0.0", "9" * 400, "\x00", "0000-00-00"],
)  # fmt: skip
def test_what_is_no_version_and_no_day_is_said_in_one_sentence(grown: Dataset, since: str) -> None:
    with pytest.raises(SinceError) as caught:
        changes(grown, since)
    told = str(caught.value)
    assert told.startswith("since “") and told.endswith(".") and len(told) < 160
    assert in_sentences(grown, since) == (told,)


@given(st.text(max_size=30))
def test_no_text_breaks_it(dataset: Dataset, since: str) -> None:
    assert in_sentences(dataset, since)


def test_an_unlisted_present_version_is_known_all_the_same(package: Package) -> None:
    text = (package.folder / "datapackage.json").read_text("utf-8")
    (package.folder / "datapackage.json").write_text(
        re.sub(r'"version": "[0-9.]+"', '"version": "1.20.0"', text, count=1), "utf-8"
    )
    dataset = load(package.folder)
    assert changes(dataset, "1.20.0").nothing and changes(dataset, "1.0.0").nothing


def test_sentences_keep_hedge_and_attribution_and_counts_are_not_bare(grown: Dataset) -> None:
    first, *told = in_sentences(grown, "1.0.0")
    assert first == (
        "Since version 1.0.0 of 24 November 2026: 1 new event; 1 new claim of no event; 2 events of which "
        "other things are said now; 2 earlier claims contradicted; 1 event withdrawn; 1 claim withdrawn. The "
        "dataset is at version 1.10.0."
    )
    assert told[0] == (
        "New: Market at Tem said to be closed (on an unknown day in about May 2024; BSS/AFP ← a district "
        "official)."
    )
    assert any(line.startswith("Withdrawn in version 1.10.0 (The retelling was garbled): ") for line in told)
    for line in told:
        assert "←" in line or " says" in line or " reports" in line


def test_a_slide_gets_no_more_than_it_has_room_for(grown: Dataset) -> None:
    told = in_sentences(grown, "1.0.0", most=3)
    assert len(told) == 5
    assert told[-1].startswith(f"And {len(in_sentences(grown, '1.0.0')) - 4} more")


def test_what_visitors_ask_for_is_not_remembered(dataset: Dataset) -> None:
    changes(dataset, "1.0.0"), changes(dataset, "0.0.1"), changes(dataset, "2026-11-24")
    before = len(vars(dataset)["_memory"])
    for number in range(40):
        changes(dataset, f"2025-01-{number % 28 + 1:02d}")
        changes(dataset, f"0.{number}.0")
    assert len(vars(dataset)["_memory"]) == before
