"""Plain records of a selection: JSON, rows for a spreadsheet, GeoJSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import records
from data.dataset import Dataset
from data.query import Filters
from data.selection import select
from data.vocabulary import WITHOUT_PLACE
from tests.data.cases import with_tables


def test_the_json_has_the_shape_of_the_contract(dataset: Dataset) -> None:
    found = json.loads(
        json.dumps(records.as_dict(select(dataset, Filters(from_="2023-12", to="2023-12"))), allow_nan=False)
    )
    assert set(found["counts"]) == {"total", "selected", "certain", "possible", "undated", "unplaced"}
    assert len(found["events"]) == found["counts"]["selected"] + found["counts"]["undated"]
    whens = [event["when"] for event in found["events"]]
    assert set(whens) == {"certain", "possible", "undated"}
    assert whens == sorted(whens, key="undated".__eq__)
    for event in found["events"]:
        assert {"id", "title", "date", "when", "actors", "places"} <= set(event)
        assert len(set(event["actors"])) == len(event["actors"])
        assert all(set(place) == {"id", "precision"} for place in event["places"])


def test_places_of_another_source_are_not_the_event_s_own(dataset: Dataset) -> None:
    others = [row for row in dataset.tables["event_places"].to_dict("records") if row["source"]]
    held = {
        event["id"]: [place["id"] for place in event["places"]]
        for event in records.events(select(dataset, Filters()))
    }
    assert others
    for row in others:
        assert row["place"] not in held.get(row["event"], [])


def test_geojson_draws_no_area_as_a_point(dataset: Dataset) -> None:
    selection = select(dataset, Filters())
    features = json.loads(json.dumps(records.as_geojson(selection), allow_nan=False))["features"]
    assert {feature["properties"]["id"] for feature in features} == {
        *selection.events["id"], *selection.undated["id"],
    }  # fmt: skip
    for feature in features:
        precision, geometry = feature["properties"]["precision"], feature["geometry"]
        assert (geometry is not None) == (precision in ("exact", "settlement"))
        if precision in WITHOUT_PLACE:
            assert geometry is None
        if geometry:
            longitude, latitude = geometry["coordinates"]
            assert 36 < longitude < 80 and 30 < latitude < 60


def test_rows_have_one_cell_a_column(dataset: Dataset) -> None:
    rows = records.as_rows(select(dataset, Filters()))
    assert rows[0] == list(records.COLUMNS)
    assert len(rows) == 86
    assert {len(row) for row in rows} == {len(records.COLUMNS)}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "＝1", "\r=1"])
def test_formulas_are_defused(text: str) -> None:
    assert records.defused(text) == "'" + text


def test_every_selected_event_appears_once_and_the_undated_last(dataset: Dataset) -> None:
    selection = select(dataset, Filters(from_="2021", to="2024"))
    expected = [*selection.events["id"], *selection.undated["id"]]
    assert [event["id"] for event in records.events(selection)] == expected
    assert [row[0] for row in records.as_rows(selection)[1:]] == expected
    assert len(set(expected)) == len(expected)


def test_a_formula_in_the_data_reaches_no_spreadsheet(dataset: Dataset) -> None:
    table = dataset.tables["events"].copy()
    table.loc[table["id"] == "E02", ["title", "summary"]] = ['=HYPERLINK("x")', "@SUM(A1)"]
    rows = records.as_rows(select(with_tables(dataset, events=table), Filters()))
    row = next(row for row in rows if row[0] == "E02")
    assert row[records.COLUMNS.index("title")] == '\'=HYPERLINK("x")'
    assert row[records.COLUMNS.index("summary")] == "'@SUM(A1)"
    for cells in rows:
        assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


@given(st.text(max_size=20))
def test_defusing_keeps_the_text(text: str) -> None:
    assert records.defused(text).removeprefix("'") in (text, text.removeprefix("'"))
