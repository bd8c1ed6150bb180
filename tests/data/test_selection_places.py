"""What a selection says of places: certainly there, possibly there, and no point that nobody reported."""

from __future__ import annotations

import pandas as pd
import pytest

from data.dataset import Dataset
from data.query import Filters
from data.selection import Selection, select
from data.vocabulary import WITHOUT_PLACE
from tests.data.cases import with_tables


def ids(found: Selection) -> set[str]:
    return {*found.events["id"], *found.undated["id"]}


def moved(dataset: Dataset, event: str, *places: tuple[str, str]) -> Dataset:
    """The dataset with one event at other places; pairs of place and source ("" = the event's own)."""
    table = dataset.tables["event_places"]
    blank = dict.fromkeys(table.columns, "")
    added = pd.DataFrame([{**blank, "event": event, "place": p, "source": source} for p, source in places])
    return with_tables(dataset, event_places=pd.concat([table[table["event"] != event], added]))


def test_an_area_finds_its_province_possibly_and_says_so(dataset: Dataset) -> None:
    found = select(dataset, Filters(district=("AF-D04",)))
    assert set(found.events["where"]) <= {"certain", "possible"}
    for event, where in zip(found.events["id"], found.events["where"], strict=True):
        places = {
            row["place"] for row in dataset.rows_of("event_places", "event", event) if not row["source"]
        }
        inside = bool(places & dataset.places.certainly_in("AF-D04"))
        assert where == ("certain" if inside else "possible")
        assert inside or "AF-KDZ" in places
    assert set(select(dataset, Filters()).events["where"]) == {""}


@pytest.mark.parametrize("typed", ["X01", "x01", "L-BCP"])
def test_the_bridge_answers_to_its_crossing_s_number(dataset: Dataset, typed: str) -> None:
    table = dataset.tables["event_places"]
    there = set(table.loc[(table["place"] == "L-BCP") & (table["source"] == ""), "event"])
    assert ids(select(dataset, Filters(place=(typed,)))) == there & set(dataset.events["id"])


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ("AF-D04", "certain"),
        ("L-BCP", "certain"),  # a crossing is in the districts on both banks
        ("AF-KDZ", "possible"),  # its province
        ("L-AF", ""),  # a country is never spread over its districts
        ("AF-D06", ""),
        ("L-BORDERDIST", ""),
    ],
)
def test_how_an_event_is_in_a_district(dataset: Dataset, place: str, where: str) -> None:
    found = select(moved(dataset, "E02", (place, "")), Filters(district=("AF-D04",)))
    assert dict(zip(found.events["id"], found.events["where"], strict=True)).get("E02", "") == where


def test_one_place_inside_makes_it_certain(dataset: Dataset) -> None:
    both = moved(dataset, "E02", ("AF-KDZ", ""), ("AF-D04", ""))
    found = select(both, Filters(district=("AF-D04",)))
    assert dict(zip(found.events["id"], found.events["where"], strict=True))["E02"] == "certain"
    assert select(both, Filters()).counts.total == len(dataset.events)


def test_a_place_that_only_another_source_gives_is_not_drawn(dataset: Dataset) -> None:
    table = dataset.tables["event_places"]
    others = table[table["source"] != ""]
    assert not others.empty
    drawn = select(dataset, Filters()).places
    for event, place in zip(others["event"], others["place"], strict=True):
        assert drawn[(drawn["event"] == event) & (drawn["place"] == place)].empty
        assert event not in ids(select(dataset, Filters(place=(place,))))


def test_an_event_that_only_another_source_places_has_no_place(dataset: Dataset) -> None:
    before = select(dataset, Filters())
    placed = next(event for event in before.events["id"] if event not in set(before.unplaced["id"]))
    after = select(moved(dataset, placed, ("AF-D04", "S15")), Filters())
    assert placed in set(after.unplaced["id"])
    assert after.counts.unplaced == before.counts.unplaced + 1 == len(after.unplaced)


@pytest.mark.parametrize("place", ["L-BORDERDIST", "L-TJ-UNDISC", "L-UNSPEC"])
def test_what_has_no_drawable_place_is_counted_and_listed(dataset: Dataset, place: str) -> None:
    found = select(moved(dataset, "E02", (place, "")), Filters(actor=("A-GDI",)))
    assert set(found.unplaced["id"]) == {"E02"}
    assert found.counts.unplaced == 1


def test_a_withdrawn_event_is_gone_from_every_list(dataset: Dataset) -> None:
    events = dataset.tables["events"].copy()
    events.loc[events["id"] == "E02", ["withdrawn", "withdrawn_reason"]] = ["1.0.1", "test"]
    found = select(with_tables(dataset, events=events), Filters())
    assert "E02" not in {*ids(found), *found.places["event"], *found.unplaced["id"]}
    assert "A-GDI" not in found.facets["actor"]


def test_the_districts_count_certain_and_possible_apart(dataset: Dataset) -> None:
    found = select(dataset, Filters())
    assert found.districts[["certain", "possible"]].to_numpy().min() >= 0
    row = found.districts.set_index("id").loc["AF-D04"]
    one = select(dataset, Filters(district=("AF-D04",)))
    assert row["certain"] + row["possible"] == one.counts.selected


def test_points_are_where_points_were_reported(dataset: Dataset) -> None:
    places = select(dataset, Filters()).places
    located = places["latitude"].notna()
    assert set(places.loc[located, "precision"]) <= {"exact", "settlement"}
    assert not located[places["precision"].isin(WITHOUT_PLACE)].any()
