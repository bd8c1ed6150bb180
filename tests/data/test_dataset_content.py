"""What must hold of the curated tables as a whole, and the lookups made from them."""

from __future__ import annotations

import json

import pytest

from data import dates
from data.dataset import BUNDLED, Dataset
from data.vocabulary import (
    ACTOR_KINDS,
    CATEGORY_WORDS,
    COLLECTIONS,
    FACTUALITY,
    GRADE_RELIABILITY,
    PRECISIONS,
    QUAD_OF_CATEGORY,
    ROLES,
    THREADS,
    UNCODED,
)


def rows(dataset: Dataset, table: str) -> list[dict[str, str]]:
    return dataset.tables[table].to_dict("records")  # type: ignore[return-value]


def test_how_many(dataset: Dataset) -> None:
    collections = dataset.events["collection"].value_counts()
    assert collections.to_dict() == {"article": 42, "context": 43}
    assert len(dataset.tables["moves"]) == 14
    assert [row["id"] for row in rows(dataset, "crossings")] == [f"X0{number}" for number in range(1, 10)]


def test_the_article_s_events_that_others_tell_are_no_second_dots(dataset: Dataset) -> None:
    doubles = {"F01": "E33", "F07": "E39", "F14": "E35", "F44": "E26", "F45": "E40"}
    for other, own in doubles.items():
        assert not dataset.has("events", other)
        claims = [row["claim"] for row in dataset.rows_of("claim_events", "event", own)]
        assert any(claim.startswith(f"C{other}") for claim in claims), other


@pytest.mark.parametrize(
    ("table", "column", "known"),
    [
        ("events", "category", {*QUAD_OF_CATEGORY}),
        ("events", "thread", {*THREADS}),
        ("events", "collection", {*COLLECTIONS}),
        ("participants", "role", {*ROLES}),
        ("actors", "kind", {*ACTOR_KINDS}),
        ("places", "precision", {*PRECISIONS}),
        ("chain_links", "factuality", {*FACTUALITY}),
        ("chain_links", "reliability", {*GRADE_RELIABILITY}),
    ],
)
def test_the_vocabularies_are_the_schema_s(table: str, column: str, known: set[str]) -> None:
    package = json.loads((BUNDLED / "datapackage.json").read_text("utf-8"))
    fields = next(found["schema"]["fields"] for found in package["resources"] if found["name"] == table)
    enum = next(field["constraints"]["enum"] for field in fields if field["name"] == column)
    assert set(enum) == known


def test_every_category_has_words_and_a_class(dataset: Dataset) -> None:
    assert set(CATEGORY_WORDS) == {*QUAD_OF_CATEGORY, UNCODED}
    assert set(dataset.events["quad"]) <= {*QUAD_OF_CATEGORY.values(), UNCODED}


def test_every_event_has_a_claim_a_source_and_an_actor(dataset: Dataset) -> None:
    for event in dataset.events["id"]:
        for table in ("claim_events", "event_sources", "participants"):
            assert dataset.rows_of(table, "event", event), (event, table)
        own = [
            row["source"] for row in dataset.rows_of("event_sources", "event", event) if row["own"] == "true"
        ]
        assert own, event


def test_every_claim_has_a_chain_that_begins_with_its_publication(dataset: Dataset) -> None:
    for claim in rows(dataset, "claims"):
        links = sorted(
            dataset.rows_of("chain_links", "claim", claim["id"]), key=lambda link: int(link["position"])
        )
        assert links, claim["id"]
        assert links[0]["source"] == claim["source"], claim["id"]


def test_nothing_is_graded_but_by_an_editor(dataset: Dataset) -> None:
    for link in rows(dataset, "chain_links"):
        graded = link["reliability"] or link["credibility"]
        assert bool(graded) == bool(link["graded_by"]) == bool(link["graded_on"]), link["claim"]


def test_contradictions_name_each_other(dataset: Dataset) -> None:
    pairs = {
        (row["claim"], row["other"])
        for row in rows(dataset, "claim_links")
        if row["relation"] == "contradicts"
    }
    assert pairs
    assert pairs == {(other, claim) for claim, other in pairs}


def test_a_point_only_where_a_point_was_reported(dataset: Dataset) -> None:
    for place in rows(dataset, "places"):
        if place["latitude"]:
            assert place["precision"] in ("exact", "settlement"), place["id"]
            assert place["coordinate_source"] and place["coordinate_status"], place["id"]
        if place["precision"] in ("zone", "undisclosed", "none", "country"):
            assert not place["area"] and not place["latitude"], place["id"]


def test_areas_are_in_the_layers(dataset: Dataset) -> None:
    def ids(layer: str, key: str) -> set[str]:
        found = json.loads((BUNDLED / "layers" / f"{layer}.geojson").read_text("utf-8"))
        return {feature["properties"][key] for feature in found["features"]}

    known = ids("districts", "shape_id") | ids("provinces", "iso_3166_2")
    for place in rows(dataset, "places"):
        if place["area"]:
            assert place["area"] in known, place["id"]


def test_every_place_leads_up_to_a_country_or_says_that_it_does_not(dataset: Dataset) -> None:
    for place in rows(dataset, "places"):
        above = dataset.places.ancestors(place["id"])
        assert place["id"] not in above
        if place["precision"] in ("exact", "settlement", "district", "province"):
            kinds = {dataset.row("places", area)["kind"] for area in above}
            assert "country" in kinds, place["id"]


def test_dates_of_others_stay_out_of_the_events_own(dataset: Dataset) -> None:
    for row in rows(dataset, "event_dates"):
        own = {
            link["source"]
            for link in dataset.rows_of("event_sources", "event", row["event"])
            if link["own"] == "true"
        }
        assert row["source"] not in own or dataset.row("events", row["event"])["date"] != row["date"], row


def test_bounds_are_those_of_the_dates(dataset: Dataset) -> None:
    for row in dataset.events.to_dict("records"):
        assert row["dated"] == bool(row["date"])
        if row["dated"]:
            bounds = dates.Bounds(*(row[name] for name in dates.Bounds._fields))
            assert bounds.start_earliest <= bounds.start_latest <= bounds.end_latest
            assert bounds.start_earliest <= bounds.end_earliest <= bounds.end_latest


def test_groups_that_no_source_equates_are_joined_by_claims_only(dataset: Dataset) -> None:
    for row in rows(dataset, "relations"):
        if row["relation"] == "same-as?":
            assert row["claim"], row["id"]
    assert {"A-JA", "A-TTT"} <= set(dataset.tables["actors"]["id"])


def test_names_have_language_script_and_source(dataset: Dataset) -> None:
    scripts = {"Cyrl": "Ѐ-ԯ", "Arab": "؀-ۿ"}
    assert {row["script"] for row in rows(dataset, "names")} == {"Latn", *scripts}
    for row in rows(dataset, "names"):
        assert row["source_text"], row["name"]


def test_rows_and_ids(dataset: Dataset) -> None:
    assert dataset.row("events", "E02")["date"] == "2023-11-08"
    assert (
        dataset.has("events", "E02") and not dataset.has("events", "E99") and not dataset.has("events", None)
    )
    assert dataset.rows_of("participants", "event", "E99") == []
    with pytest.raises(KeyError):
        dataset.row("events", "E99")


def test_who_speaks_in_a_chain_can_be_asked_for(dataset: Dataset) -> None:
    assert dataset.source_names.resolve("SIGA")
    assert dataset.source_names.resolve("S01") == {"S01"}
    assert len(dataset.source_names.resolve("Asia-Plus")) > 1
