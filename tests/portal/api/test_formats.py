"""JSON, CSV and GeoJSON: the same rows, safe in a spreadsheet, and readable by a map program as they are."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from geojson_pydantic import FeatureCollection

from data.dataset import Dataset
from data.export import csv_archive, geojson, manifest
from data.filters import from_query, select
from portal.api.reference import CrossingProperties, PlaceProperties
from portal.api.resource import flat
from portal.api.routes import RESOURCES
from tests.data.cases import with_tables
from tests.portal.api.desk import PROBLEM, TABLES, WITH_PLACES, Desk, ids_of, rows_of

QUERY = "actor=Taliban&from=2023-11&to=2024-02"


@pytest.mark.parametrize("table", TABLES)
def test_csv_has_the_same_rows(desk: Desk, table: str) -> None:
    answer = desk.ask(f"{table}?{QUERY}&limit=1000&format=csv")
    assert answer.content_type == "text/csv; charset=utf-8; header=present"
    assert [row["id"] for row in rows_of(answer)] == ids_of(table, desk.json(f"{table}?{QUERY}&limit=1000"))
    assert f"-{table}.csv" in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"id,")


@pytest.mark.parametrize("table", TABLES)
def test_csv_without_rows_has_its_header(desk: Desk, table: str) -> None:
    header = desk.ask(f"{table}?q=zzzz&format=csv").text
    assert header == desk.ask(f"{table}?limit=1&format=csv").text.partition("\r\n")[0] + "\r\n"


def test_the_events_are_the_files_of_the_export(desk: Desk, dataset: Dataset) -> None:
    selection = select(dataset, from_query(QUERY))
    with zipfile.ZipFile(io.BytesIO(csv_archive(selection, manifest(selection)))) as packed:
        selected, undated = (packed.read(name).decode() for name in ("events.csv", "undated.csv"))
    header, _, rest = undated.partition("\r\n")
    assert selected.startswith(header) and rest
    answer = desk.ask(f"events?{QUERY}&format=csv&limit=1000")
    assert answer.data.decode() == selected + rest


def test_the_features_are_those_of_the_export_in_plain_values(desk: Desk, dataset: Dataset) -> None:
    selection = select(dataset, from_query(QUERY))
    exported = json.loads(geojson(selection, manifest(selection)))["features"]
    plain = [{**feature, "properties": flat(feature["properties"])} for feature in exported]
    assert desk.json(f"events?{QUERY}&format=geojson&limit=1000")["features"] == plain


@pytest.mark.parametrize("table", WITH_PLACES)
@pytest.mark.parametrize("query", ["", QUERY, "q=zzzz"])
def test_geojson_is_geojson_and_its_values_are_plain(desk: Desk, table: str, query: str) -> None:
    answer = desk.ask(f"{table}?{query}&format=geojson&limit=1000")
    assert answer.content_type == "application/geo+json"
    collection: FeatureCollection[Any] = FeatureCollection.model_validate(answer.json)
    for feature in answer.json["features"]:
        assert "geometry" in feature
        for value in feature["properties"].values():
            assert value is None or isinstance(value, (str, int, float, bool))
    assert len({feature.id for feature in collection.features}) == len(collection.features)


@pytest.mark.parametrize("table", WITH_PLACES)
def test_only_a_reported_point_is_a_point(desk: Desk, dataset: Dataset, table: str) -> None:
    features = desk.json(f"{table}?format=geojson&limit=1000")["features"]
    for feature in features:
        told = feature["properties"]
        place = told["place"] if table in ("events", "crossings") else told["id"]
        latitude = dataset.row("places", place)["latitude"] if place else ""
        assert (feature["geometry"] is not None) == bool(latitude)
        if latitude:
            longitude = dataset.row("places", place)["longitude"]
            assert feature["geometry"]["coordinates"] == [float(longitude), float(latitude)]
    if table != "crossings":
        assert any(feature["geometry"] is None for feature in features)
    if table == "places":
        assert all(
            feature["geometry"] is None
            for feature in features
            if feature["properties"]["precision"] not in ("exact", "settlement")
        )


def test_counts_are_columns_that_a_map_can_be_styled_by(desk: Desk) -> None:
    told = desk.json("places?format=geojson&limit=1")["features"][0]["properties"]
    assert {f"counts_{when}" for when in ("certain", "possible", "undated")} <= told.keys()
    assert list(told) == list(PlaceProperties.model_fields)
    told = desk.json("crossings?format=geojson&limit=1")["features"][0]["properties"]
    assert list(told) == list(CrossingProperties.model_fields)


HOSTILE = ("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =cmd|' /C calc'!A0")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(dataset: Dataset, text: str) -> None:
    spoilt = {}
    for table, column in (
        ("events", "title"), ("claims", "text"), ("actors", "description"), ("places", "note"),
        ("crossings", "kind"), ("moves", "content"), ("sources", "title"),
    ):  # fmt: skip
        spoilt[table] = dataset.tables[table].assign(**{column: text})
    desk = Desk(with_tables(dataset, **spoilt))
    for resource in RESOURCES:
        rows = rows_of(desk.ask(f"{resource.name}?format=csv&limit=1000"))
        cells = [cell for row in rows for cell in row.values()]
        assert "'" + text in cells
        assert not [cell for cell in cells if cell.lstrip(" ").startswith(("=", "+", "@", "\t", "\r", "＝"))]


def test_a_negative_coordinate_stays_a_number(dataset: Dataset) -> None:
    places = dataset.tables["places"].copy()
    places.loc[places["latitude"] != "", "longitude"] = "-5.5"
    rows = rows_of(Desk(with_tables(dataset, places=places)).ask("places?format=csv"))
    assert "-5.5" in {row["longitude"] for row in rows}


ACCEPTS = [
    ("", "application/json"),
    ("*/*", "application/json"),
    ("application/*", "application/json"),
    ("text/csv", "text/csv"),
    ("application/geo+json", "application/geo+json"),
    ("text/csv;q=0.2, application/json;q=0.9", "application/json"),
    ("application/json;q=0, text/csv", "text/csv"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", "application/json"),
]


@pytest.mark.parametrize(("accept", "expected"), ACCEPTS)
def test_the_header_chooses_the_format(desk: Desk, accept: str, expected: str) -> None:
    answer = desk.ask("events?limit=1", Accept=accept)
    assert (answer.status_code, answer.mimetype) == (200, expected)
    assert "Accept" in answer.vary


@pytest.mark.parametrize("accept", ["text/html", "image/png", "nonsense", "application/json;q=0"])
@pytest.mark.parametrize("path", ["events", "events/E01", "summary", "claims"])
def test_a_format_that_cannot_be_had_is_told(desk: Desk, path: str, accept: str) -> None:
    answer = desk.ask(path, Accept=accept)
    assert (answer.status_code, answer.mimetype) == (406, PROBLEM)
    assert "application/json" in answer.json["media_types"]


def test_the_parameter_goes_before_the_header(desk: Desk) -> None:
    assert desk.ask("events?format=csv", Accept="application/json").mimetype == "text/csv"
    assert desk.ask("events/E01?format=geojson", Accept="text/html").mimetype == "application/geo+json"


def test_one_row_in_other_formats(desk: Desk) -> None:
    assert [row["id"] for row in rows_of(desk.ask("claims/C001?format=csv"))] == ["C001"]
    feature: dict[str, Any] = desk.json("places/X03?format=geojson")
    assert feature["features"][0]["geometry"]["type"] == "Point" and feature["release"]
