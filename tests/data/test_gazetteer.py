"""What is known of a place: neighbours, crossings and what was seen of them, names, events there."""

from __future__ import annotations

import csv
import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest
from shapely.geometry import box, shape

from data import dates, gazetteer
from data.dataset import BUNDLED, Dataset
from data.frames import records_of
from data.query import Filters, read_query
from data.selection import select

ACROSS = {
    "AF-D01": "TJ-D01",
    "AF-D02": "TJ-D01 TJ-D02 TJ-D03",
    "AF-D03": "TJ-D03 TJ-D04",
    "AF-D04": "TJ-D04 TJ-D05 TJ-D06",
    "AF-D05": "TJ-D06",
    "AF-D06": "TJ-D06",
    "AF-D07": "TJ-D06 TJ-D07",
    "AF-D08": "TJ-D07 TJ-D08",
    "AF-D09": "TJ-D08",
    "AF-D10": "TJ-D08",
    "AF-D11": "",
    "AF-D12": "TJ-D08",
    "AF-D13": "TJ-D08 TJ-D09",
    "AF-D14": "TJ-D09",
    "AF-D15": "TJ-D09 TJ-D10",
    "AF-D16": "TJ-D10",
    "AF-D17": "TJ-D10",
    "AF-D18": "TJ-D10",
    "AF-D19": "TJ-D10 TJ-D11 TJ-D12",
    "AF-D20": "TJ-D12 TJ-D13 TJ-D15 TJ-D17",
    "AF-D21": "TJ-D15",
    "AF-D22": "TJ-D15 TJ-D16",
}
"""Afghan district -> the Tajik ones opposite, as an overlay made apart from this one found them."""


@pytest.fixture(scope="module")
def build() -> ModuleType:
    """The script that derives the layers; it is no module of the package."""
    spec = importlib.util.spec_from_file_location("layers_build", BUNDLED / "layers" / "build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("district", ACROSS)
def test_what_lies_across_is_what_an_overlay_made_apart_found(dataset: Dataset, district: str) -> None:
    found = [one for one in gazetteer.neighbours(dataset, district) if one.relation == "across"]
    assert {one.district for one in found} == set(ACROSS[district].split())


def test_neighbourhood_is_mutual_and_a_pair_stands_once(dataset: Dataset) -> None:
    rows = records_of(dataset.tables["district_neighbours"])
    assert len(rows) > 80
    for row in rows:
        assert row["district"] < row["other"]
        countries = {dataset.row("places", row[end])["country"] for end in ("district", "other")}
        assert (row["relation"] == "across") == (len(countries) == 2)
        (there,) = (n for n in gazetteer.neighbours(dataset, row["district"]) if n.district == row["other"])
        (back,) = (n for n in gazetteer.neighbours(dataset, row["other"]) if n.district == row["district"])
        assert (there.relation, there.shared_km) == (back.relation, back.shared_km)


@pytest.mark.parametrize(
    ("district", "other", "basis", "confidence"),
    [
        ("AF-D20", "TJ-D17", "near miss", "low"),  # half a kilometre apart
        ("AF-D10", "TJ-D08", "near miss", "low"),
        ("AF-D02", "TJ-D01", "shared line", "low"),  # lists disagree on whether either is on the border
        ("AF-D07", "TJ-D06", "short shared line", "low"),
        ("AF-D08", "AF-D09", "short shared line", "low"),
        ("AF-D01", "AF-D02", "shared line", "fair"),  # in one country the doubt about the border is no matter
        ("AF-D22", "TJ-D16", "shared line", "fair"),
    ],
)
def test_how_sure_a_neighbourhood_is(
    dataset: Dataset, district: str, other: str, basis: str, confidence: str
) -> None:
    (found,) = (one for one in gazetteer.neighbours(dataset, district) if one.district == other)
    assert (found.basis, found.confidence) == (basis, confidence)
    assert (found.shared_km == 0) == (basis == "near miss")


def test_the_longest_common_line_comes_first(dataset: Dataset) -> None:
    lengths = [one.shared_km for one in gazetteer.neighbours(dataset, "AF-D20")]
    assert lengths == sorted(lengths, reverse=True)


def test_the_table_is_what_the_committed_outlines_give(dataset: Dataset, build: ModuleType) -> None:
    layer = json.loads((BUNDLED / "layers" / "districts.geojson").read_text(encoding="utf-8"))
    areas = [item["id"] for item in layer["features"]]
    flat = build.to_plane(shape(item["geometry"]) for item in layer["features"])
    rows = build.neighbours(
        build.own_districts(BUNDLED / "tables" / "places.csv"), dict(zip(areas, flat, strict=True))
    )
    with (BUNDLED / "tables" / "district_neighbours.csv").open(encoding="utf-8", newline="") as file:
        assert rows == list(csv.DictReader(file))


def test_a_common_corner_is_no_neighbourhood_and_a_gap_is_a_near_miss_only_for_the_lonely(
    build: ModuleType,
) -> None:
    districts = [
        {"id": "A1", "area": "a1", "country": "AF"},
        {"id": "A2", "area": "a2", "country": "AF"},
        {"id": "T1", "area": "t1", "country": "TJ"},
        {"id": "T2", "area": "t2", "country": "TJ"},
    ]
    shapes = {
        "a1": box(0, 0, 10, 10),
        "a2": box(10, 0, 20, 9),
        "t1": box(0, 10, 10, 20),
        "t2": box(10, 11, 20, 20),
    }
    found = {(row["district"], row["other"]): row for row in build.neighbours(districts, shapes)}
    assert {pair: row["basis"] for pair, row in found.items()} == {
        ("A1", "A2"): "shared line",
        ("A1", "T1"): "shared line",
        ("A1", "T2"): "near miss",  # a kilometre apart, and T2 touches nobody across
        ("A2", "T1"): "near miss",
        ("A2", "T2"): "near miss",
        ("T1", "T2"): "shared line",
    }
    corner = {"a1": box(0, 0, 10, 10), "a2": box(10, 10, 20, 20)}
    assert build.neighbours(districts[:2], corner) == []


@pytest.mark.parametrize(
    ("asked", "place"), [("L-BCP", "L-BCP"), ("X01", "L-BCP"), ("X02", "X02"), ("A-JA", ""), ("nowhere", "")]
)
def test_a_place_is_asked_for_by_its_id_or_by_that_of_its_crossing(
    dataset: Dataset, asked: str, place: str
) -> None:
    assert gazetteer.place_asked(dataset, asked) == place


@pytest.mark.parametrize(
    ("crossing", "last"),
    [
        ("X01", ["used"]),
        ("X03", ["open"]),
        ("X06", ["closed", "open"]),  # "by 18 February 2019" may lie before or after the closing
        ("X07", []),
        ("X08", ["closed"]),
    ],
)
def test_the_last_sighting_is_only_what_is_certainly_not_followed(
    dataset: Dataset, crossing: str, last: list[str]
) -> None:
    assert [seen.status for seen in gazetteer.last_seen(gazetteer.history(dataset, crossing))] == last


def test_a_history_is_in_order_and_the_undated_come_last(dataset: Dataset) -> None:
    for crossing in dataset.tables["crossings"]["id"]:
        history = gazetteer.history(dataset, crossing)
        ends = [seen.bounds.end_latest if seen.bounds else dates.UNBOUNDED_FUTURE for seen in history]
        assert ends == sorted(ends)
        assert len(history) == len(dataset.rows_of("crossing_status", "crossing", crossing))


def test_a_crossing_is_in_the_districts_of_both_banks(dataset: Dataset) -> None:
    for row in records_of(dataset.tables["crossings"]):
        for bank in (row["tajik_district"], row["afghan_district"]):
            assert row in gazetteer.crossings_in(dataset, bank)


def test_former_names_are_told_with_their_dates(dataset: Dataset) -> None:
    former = gazetteer.names_of(dataset, "TJ-D04")["former"]
    assert former[0]["date"] == "/2016"
    assert {row["script"] for row in former} == {"Latn", "Cyrl", "Arab"}
    assert sum(map(len, gazetteer.names_of(dataset, "TJ-D04").values())) == len(
        dataset.rows_of("names", "place", "TJ-D04")
    )


@pytest.mark.parametrize(
    ("note", "centre", "remark"),
    [
        ("Holds a port. Centre: Imam Sahib.", "Imam Sahib", "Holds a port."),
        (
            "Centre: Khulm. That it touches the border is uncertain.",
            "Khulm",
            "That it touches the border is uncertain.",
        ),
        ("Named by its centre.", "", "Named by its centre."),
        ("", "", ""),
    ],
)
def test_the_centre_is_read_from_the_remark_and_nothing_else_is_lost(
    note: str, centre: str, remark: str
) -> None:
    assert gazetteer.centre_and_remark(note) == (centre, remark)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("L-TJ-UNDISC", "withholds"),
        ("L-AF", "map's edge"),
        ("AF-KHO", "no outline"),
        ("L-BORDERDIST", "several districts"),
        ("L-UNSPEC", "no place is stated"),
        ("X09", "Not drawn"),
        ("X07", "unverified"),
        ("L-201-DUSH", "anchor"),
        ("TJ-D10", "area of its district"),
    ],
)
def test_why_a_place_is_drawn_or_not(dataset: Dataset, place: str, words: str) -> None:
    assert words in gazetteer.why_drawn(dataset.row("places", place))


def test_parents_lead_to_the_country(dataset: Dataset) -> None:
    assert gazetteer.parents(dataset, "L-KEVRON") == ("TJ-D10", "TJ-GB", "L-TJ")
    assert gazetteer.parents(dataset, "L-BCP") == ()


@pytest.mark.parametrize("query", ["", "thread=talks", "from=2023-11&to=2024-02", "actor=A-JA"])
def test_events_there_are_those_of_the_filter_for_it_and_what_other_filters_hide_is_named(
    dataset: Dataset, query: str
) -> None:
    selection = select(dataset, read_query(query)[0])
    shown = {*selection.events["id"], *selection.undated["id"]}
    for row in records_of(dataset.tables["places"]):
        there = gazetteer.events_there(selection, row["id"])
        key = "district" if row["kind"] == "district" else "place"
        alone = select(dataset, Filters(**{key: (row["id"],)}))  # type: ignore[arg-type]
        told = {*there.certain, *there.possible}
        assert told == {*alone.events["id"], *alone.undated["id"]}
        assert not set(there.certain) & set(there.possible)
        others = {event for event, _ in there.elsewhere_said}
        assert not others & told
        assert there.hidden == (told | others) - shown


def test_an_event_of_the_province_is_only_possibly_in_its_district(dataset: Dataset) -> None:
    there = gazetteer.events_there(select(dataset, Filters()), "AF-D18")
    assert "F32" in there.possible  # Badakhshan, no closer
    assert "F26" in there.certain


def test_what_only_another_source_places_there_is_kept_apart(dataset: Dataset) -> None:
    there = gazetteer.events_there(select(dataset, Filters()), "AF-KDZ")
    assert there.elsewhere_said == (("E35", "S15"),)
    assert "E35" not in there.certain


def test_the_neighbours_are_described_with_their_own_licence() -> None:
    descriptor = json.loads((Path(BUNDLED) / "datapackage.json").read_text(encoding="utf-8"))
    (resource,) = (item for item in descriptor["resources"] if item["name"] == "district_neighbours")
    assert resource["licenses"][0]["name"] == "ODbL-1.0"
    keys = {key["fields"][0]: key["reference"]["resource"] for key in resource["schema"]["foreignKeys"]}
    assert keys == {"district": "places", "other": "places"}
