"""CSV, Excel and GeoJSON: exactly the selection, read back by readers that are not ours."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date as calendar
from typing import Any

import openpyxl
import pytest
from geojson_pydantic import FeatureCollection
from hypothesis import given, settings
from hypothesis import strategies as st

from data import dates
from data.dataset import Dataset
from data.export import Manifest, csv_archive, geojson, workbook
from data.export.rows import COLUMNS, SEPARATOR, selected_rows, undated_rows
from data.export.tables import LONGEST_CELL
from data.filters import Filters, select
from data.selection import Selection
from tests.data.cases import with_tables
from tests.data.export_cases import FORMULA, exports_of, ids_of, random_filters


def csv_files(body: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode("utf-8") for name in packed.namelist()}


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def read_sheets(body: bytes) -> dict[str, list[list[str]]]:
    book = openpyxl.load_workbook(io.BytesIO(body))
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type in ("s", "n") and cell.hyperlink is None for cell in row)
    return {
        sheet.title: [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book
    }


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_the_files_hold_exactly_the_selection(dataset: Dataset, data: st.DataObject) -> None:
    selection, found = exports_of(dataset, data.draw(random_filters(dataset)))
    selected, undated = ids_of(selection)
    assert (len(selected), len(undated)) == (selection.counts.selected, selection.counts.undated)
    files = csv_files(csv_archive(selection, found))
    assert [row["id"] for row in read_csv(files["events.csv"])] == selected
    assert [row["id"] for row in read_csv(files["undated.csv"])] == undated
    sheets = read_sheets(workbook(selection, found))
    assert [row[0] for row in sheets["Events"][1:]] == selected
    assert [row[0] for row in sheets["Undated"][1:]] == undated
    left = [row[0] for row in sheets["Left out"][1:]]
    assert sorted([*left, *selected, *undated]) == sorted(dataset.events["id"])
    collection: Any = FeatureCollection.model_validate_json(geojson(selection, found))
    told = [dict(feature.properties) for feature in collection.features]
    assert list(dict.fromkeys(row["id"] for row in told)) == [*selected, *undated]
    assert {row["id"] for row in told if row["when"] == "undated"} == set(undated)


def test_each_file_carries_its_manifest(dataset: Dataset) -> None:
    selection, found = exports_of(dataset, Filters(thread=("talks",), from_="2024"))
    files = csv_files(csv_archive(selection, found))
    assert list(files) == ["events.csv", "undated.csv", "manifest.json", "README.txt"]
    assert json.loads(files["manifest.json"]) == found.as_dict()
    assert found.sentence in files["README.txt"] and found.caveat in files["README.txt"]
    assert json.loads(geojson(selection, found))["manifest"] == found.as_dict()
    manifest = read_sheets(workbook(selection, found))["Manifest"]
    held = dict(manifest[1:])
    assert held["filters"] == found.sentence and held["link"] == found.link
    for name, number in found.counts.items():
        assert held[f"count: {name.replace('_', ' ')}"] == str(number)


@pytest.mark.parametrize("write", [csv_archive, workbook, geojson])
def test_equal_selections_give_equal_bytes(dataset: Dataset, write: Any) -> None:
    made = [write(*exports_of(dataset, Filters(thread=("courts",)))) for _ in range(2)]
    assert made[0] == made[1]


def row_of(dataset: Dataset, event: str, filters: Filters | None = None) -> dict[str, Any]:
    selection = select(dataset, filters or Filters())
    return next(row for row in [*selected_rows(selection), *undated_rows(selection)] if row["id"] == event)


def test_both_dates_travel_and_the_row_says_which_is_in_force(dataset: Dataset) -> None:
    own, best = row_of(dataset, "E01"), row_of(dataset, "E01", Filters(dates="best"))
    for row in (own, best):
        assert row["date"] == "[..2023-11-08]"
        assert row["best_date"] == "[2023-09-05..2023-11-08]"
        assert row["best_date_source"].endswith("(S02)")
        assert row["date_phrase"] == dataset.row("events", "E01")["date_phrase"]
    assert (own["bounds_of"], own["start_earliest"], own["end_latest"]) == ("own", "", "2023-11-08")
    assert (best["bounds_of"], best["start_earliest"]) == ("best", "2023-09-05")


@pytest.mark.parametrize("best", ["", "best"])
def test_bounds_are_those_of_the_date_that_is_in_force(dataset: Dataset, best: str) -> None:
    selection = select(dataset, Filters(dates=best))
    for row in selected_rows(selection):
        date = row["best_date"] if row["bounds_of"] == "best" else row["date"]
        assert row["bounds_of"] in ("own", "best") and date
        first = row["start_earliest"]
        assert first == "" or dates.day_number(calendar.fromisoformat(first)) > dates.UNBOUNDED_PAST
    for row in undated_rows(selection):
        assert row["date"] == "" and row["bounds_of"] == "" and row["when"] == "undated"
        assert not any(row[name] for name in dates.Bounds._fields)


def test_hedges_chains_and_roles_travel_with_each_row(dataset: Dataset) -> None:
    for row in selected_rows(select(dataset, Filters())):
        assert tuple(row) == COLUMNS
        assert row["says_who"] and row["claims"] and row["sources"]
        claims = {claim.split(":")[0] for claim in row["claims"]}
        assert claims == {said.split(":")[0] for said in row["says_who"]}
        hedged = {claim for claim in claims if dataset.row("claims", claim)["hedge"]}
        assert hedged == {hedge.split(":")[0] for hedge in row["hedges"]}
        assert len(row["actor_ids"]) <= len(row["actors"])
    implied = [
        part for part in dataset.tables["participants"].to_dict("records") if part["basis"] == "implied"
    ]
    assert implied
    for part in implied:
        assert any(
            words.endswith(f"{part['role']}, implied") for words in row_of(dataset, part["event"])["actors"]
        )


def test_no_text_of_the_tables_holds_the_separator(dataset: Dataset) -> None:
    for name, table in dataset.tables.items():
        for column in table:
            assert not table[column].str.contains(SEPARATOR, regex=False).any(), (name, column)


@pytest.mark.parametrize("start", FORMULA)
def test_no_cell_begins_like_a_formula(dataset: Dataset, start: str) -> None:
    events = dataset.tables["events"].copy()
    for column in ("title", "summary", "date_phrase", "date_reason"):
        events[column] = f"{start}HYPERLINK(1)"
    claims = dataset.tables["claims"].copy()
    claims["hedge"] = f"  {start}cmd"
    hostile = with_tables(dataset, events=events, claims=claims)
    selection, found = exports_of(hostile, Filters(thread=("courts",), q=()))
    files = csv_files(csv_archive(selection, found))
    cells = [
        cell
        for name in ("events.csv", "undated.csv")
        for row in csv.reader(io.StringIO(files[name]))
        for cell in row
    ]
    cells += [
        cell for rows in read_sheets(workbook(selection, found)).values() for row in rows for cell in row
    ]
    assert f"'{start}HYPERLINK(1)".replace("\r", "") in [cell.replace("\r", "") for cell in cells]
    assert not [cell for cell in cells if cell.lstrip(" ").startswith(FORMULA)]


def test_a_question_cannot_become_a_formula_either(dataset: Dataset) -> None:
    selection, found = exports_of(dataset, Filters(q=("=1+1",)), base="=HYPERLINK(2)")
    cells = [
        cell for rows in read_sheets(workbook(selection, found)).values() for row in rows for cell in row
    ]
    assert not [cell for cell in cells if cell.startswith(FORMULA)]


def test_a_cell_that_excel_cannot_hold_says_that_it_was_cut(dataset: Dataset) -> None:
    events = dataset.tables["events"].copy()
    events["summary"] = "x" * (LONGEST_CELL + 1)
    selection, found = exports_of(with_tables(dataset, events=events), Filters(thread=("courts",)))
    summary = COLUMNS.index("summary")
    sheet = read_sheets(workbook(selection, found))["Events"]
    for row in sheet[1:]:
        assert len(row[summary]) == LONGEST_CELL and row[summary].endswith("the CSV file has all of it)")


def features(selection: Selection, found: Manifest) -> list[dict[str, Any]]:
    return list(json.loads(geojson(selection, found))["features"])


def test_geometry_is_null_where_no_point_was_reported(dataset: Dataset) -> None:
    held = features(*exports_of(dataset, Filters()))
    assert {feature["geometry"] is None for feature in held} == {True, False}
    for feature in held:
        precision = feature["properties"]["precision"]
        assert (feature["geometry"] is not None) == (precision in ("exact", "settlement"))
    assert len({feature["id"] for feature in held}) == len(held)
