"""The selection as a Data Package: what our own validator and frictionless say, and what was cut."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from frictionless import Package, system
from hypothesis import given, settings
from hypothesis import strategies as st

from data import rules
from data.__main__ import OK, main
from data.dataset import BUNDLED, Dataset, load
from data.export import data_package
from data.export.left_out import exported
from data.export.package import subset
from data.filters import Filters, select
from data.validation import PackageError
from tests.data.cases import with_tables
from tests.data.export_cases import FORMULA, exports_of, ids_of, random_filters

SCHEMA = json.loads((BUNDLED / "datapackage.json").read_text("utf-8"))


def unpacked(dataset: Dataset, filters: Filters, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(data_package(*exports_of(dataset, filters)))) as packed:
        packed.extractall(folder)
    return folder


def broken_keys(tables: dict[str, pd.DataFrame]) -> Iterator[str]:
    for resource in SCHEMA["resources"]:
        for key in resource["schema"].get("foreignKeys", []):
            target = tables[key["reference"]["resource"]][key["reference"]["fields"][0]]
            lost = set(tables[resource["name"]][key["fields"][0]]) - {"", *target}
            yield from (f"{resource['name']}.{key['fields'][0]} = {value}" for value in lost)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_selection_stands_on_its_own(dataset: Dataset, data: st.DataObject) -> None:
    selection, _ = exports_of(dataset, data.draw(random_filters(dataset)))
    selected, undated = ids_of(selection)
    tables = subset(dataset, {*selected, *undated}).tables
    assert set(tables) == set(dataset.tables)
    assert set(tables["events"]["id"]) == {*selected, *undated}
    assert not list(broken_keys(tables))
    assert not list(rules.faults(tables))
    for name in ("chain_links", "claim_actors", "claim_places"):
        whole = dataset.tables[name]
        asked = whole[whole["claim"].isin(tables["claims"]["id"])]
        assert len(asked) == len(tables[name]), name


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(actor=("Taliban",), from_="2023-12", to="2024-02", when="certain"),
        Filters(q=("nothing says this",)),
    ],
    ids=["all", "some", "none"],
)
def test_both_validators_pass_it(
    dataset: Dataset, filters: Filters, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = unpacked(dataset, filters, tmp_path)
    assert main(["validate", str(folder)]) == OK
    assert "All is well" in capsys.readouterr().err
    with system.use_context(standards="v2"):
        report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "note"])
    again = load(folder)
    assert not again.problems and again.version == dataset.version
    selection, reread = select(dataset, filters), select(again, Filters(dates=filters.dates))
    assert exported(reread) == exported(selection)
    assert reread.counts.undated == selection.counts.undated


def test_the_schema_is_the_same_and_the_manifest_is_inside(dataset: Dataset, tmp_path: Path) -> None:
    selection, found = exports_of(dataset, Filters(thread=("talks",), from_="2023-12", to="2023-12"))
    folder = unpacked(dataset, selection.filters, tmp_path)
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    own = {resource["name"]: resource["schema"] for resource in SCHEMA["resources"]}
    assert {resource["name"]: resource["schema"] for resource in descriptor["resources"]} == own
    told = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert descriptor["panj:manifest"] == told
    assert {**found.as_dict(), "licences": told["licences"], "cut": told["cut"]} == told
    assert "district_neighbours" in told["licences"][-1]["covers"]
    assert descriptor["licenses"][0]["name"] == "CC-BY-4.0"
    assert found.sentence in (folder / "README.txt").read_text("utf-8")


def test_a_claim_comes_with_the_one_that_contradicts_it(dataset: Dataset) -> None:
    links = dataset.tables["claim_links"]
    told = dataset.tables["claim_events"]
    for claim, other in links.loc[links["relation"] == "contradicts", ["claim", "other"]].to_numpy()[::4]:
        for event in told.loc[told["claim"] == claim, "event"]:
            tables = subset(dataset, {event}).tables
            assert other in set(tables["claims"]["id"])
            pairs = set(map(tuple, tables["claim_links"][["claim", "other"]].to_numpy()))
            assert {(claim, other), (other, claim)} <= pairs


def test_what_is_cut_is_said(dataset: Dataset) -> None:
    """N06 (E10) answers N05 (E07): alone it answers nobody here, and the file says so."""
    found = subset(dataset, {"E10"})
    moves = found.tables["moves"].set_index("id")
    assert moves.loc["N06", "answers"] == ""
    assert dataset.row("moves", "N06")["answers"] == "N05"
    assert "moves N06: answers was N05, a move of an event that is not selected" in found.cut
    assert any(line.startswith("event_links: E10 responds-to E07") for line in found.cut)
    assert not subset(dataset, set(dataset.events["id"])).cut


def test_the_dataset_itself_is_untouched(dataset: Dataset) -> None:
    before = dataset.tables["moves"].copy()
    subset(dataset, {"E10"})
    pd.testing.assert_frame_equal(dataset.tables["moves"], before)


@pytest.mark.parametrize("start", FORMULA)
def test_free_text_is_defused_and_keys_are_not_touched(dataset: Dataset, start: str, tmp_path: Path) -> None:
    events, places = dataset.tables["events"].copy(), dataset.tables["places"]
    events["title"] = f"{start}HYPERLINK(1)"
    folder = unpacked(with_tables(dataset, events=events), Filters(thread=("courts",)), tmp_path)
    for path in sorted((folder / "tables").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows: list[dict[str, Any]] = list(csv.DictReader(file, strict=True))
        assert not [cell for row in rows for cell in row.values() if cell.lstrip(" ").startswith(FORMULA)]
        if path.stem == "places":
            assert {row["id"] for row in rows} < set(places["id"])


def test_tables_whose_schema_is_gone_are_no_package(dataset: Dataset, tmp_path: Path) -> None:
    wider = dataset.tables["events"].assign(more="")
    strange = replace(with_tables(dataset, events=wider), folder=tmp_path)
    with pytest.raises(PackageError, match="schema of the tables has changed"):
        data_package(*exports_of(strange, Filters()))
