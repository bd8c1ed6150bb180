"""Our own check of the encoding: paragraph by paragraph, nothing of the article is missing.

Made by reading the article once more and listing what each paragraph says, not from the tables.
"""

from __future__ import annotations

import json
import re

import pytest

from data import wording
from data.dataset import BUNDLED, Dataset
from data.frames import records_of

PARAGRAPHS: dict[str, tuple[str, int, tuple[str, ...]]] = {
    # paragraph: (events, least number of claims, words that its claims must hold, any case)
    "P01": ("E40 E41", 4, ("separately", "secret", "peace", "uncertain")),
    "P02": (
        "E01 E02",
        8,
        ("Najib", "second deputy", "8 November 2023", "Sherkhan Bandar", "defence", "interior"),
    ),
    "P03": ("E03", 2, ("undisclosed",)),
    "P04": ("E04 E05 E06 E07", 6, ("extradit", "list", "refused", "citizens")),
    "P05": ("E08 E09", 2, ("Kabul", "reply")),
    "P06": ("E10", 3, ("letter", "in principle", "delegation")),
    "P07": (
        "E11 E12 E13 E14 E15 E16",
        12,
        (
            "December 2023",
            "January 2024",
            "infidel",
            "Islamic",
            "Russian",
            "prisoners",
            "madrassa",
            "written list",
        ),
    ),
    "P08": ("E17 E18", 2, ("Russian", "one precondition")),
    "P09": ("E19 E31 E37", 7, ("TTT", "July 2022", "secular", "second-generation", "al-Qaida")),
    "P10": ("E20 E42", 4, ("200", "terroris", "Tajik Taliban", "Mahdi Arsalon")),
    "P11": ("E21 E22 E23 E24", 7, ("30", "districts", "command", "loyal", "calm")),
    "P12": ("E25 E26", 2, ("9 January", "months")),
    "P13": ("E27 E28 E29 E30", 6, ("Nurobod", "2014", "father", "brother", "dangerous")),
    "P14": ("E31 E32 E35", 6, ("2010", "Tabarov", "Allah", "2015", "field commander")),
    "P15": ("E33 E34", 2, ("1997", "former")),
    "P16": ("E36", 1, ("generation",)),
    "P17": ("E37", 1, ("IMU", "al-Qaida", "Taliban", "Pakistan")),
    "P18": ("E38 E39", 2, ("May 2012", "Prosecutor")),
}

DATES = {
    "E01": "[..2023-11-08]", "E02": "2023-11-08", "E10": "[2023-12-01..2023-12-10]", "E15": "2024-01",
    "E16": "2024-01", "E19": "2022-07", "E28": "2014", "E31": "2010", "E33": "1997", "E35": "2015",
    "E39": "2012-05", "E05": "", "E24": "", "E27": "", "E42": "",
}  # fmt: skip

PLACES = {
    "E01": {"L-UNSPEC"}, "E02": {"L-BCP"}, "E03": {"L-TJ-UNDISC"}, "E27": {"TJ-D18"}, "E21": {"L-BORDERDIST"},
}  # fmt: skip

MOVES = {
    "N01": "A-TJGOV ask A-TALIBAN", "N02": "A-TJOFF ask A-TALIBAN", "N04": "A-TALIBAN reject A-TJGOV",
    "N05": "A-TALIBAN offer A-TJGOV", "N06": "A-TJGOV accept A-TALIBAN", "N07": "A-TALIBAN ask A-JA",
    "N08": "A-JA reject A-TALIBAN", "N09": "A-JA accept-with-conditions A-TJGOV",
    "N10": "A-JA demand A-TJGOV", "N11": "A-JA demand A-TJGOV", "N12": "A-JA demand A-TJGOV",
    "N13": "A-JA demand A-TJGOV",
    "N14": "A-JA demand A-TJGOV", "N15": "A-JA concede A-TJGOV",
}  # fmt: skip


def claims_of(dataset: Dataset, paragraph: str) -> list[dict[str, str]]:
    return [
        row for row in dataset.rows_of("claims", "source", "S01") if paragraph in row["locator"].split(";")
    ]


@pytest.mark.parametrize("paragraph", PARAGRAPHS)
def test_what_a_paragraph_says_is_in_the_tables(dataset: Dataset, paragraph: str) -> None:
    events, least, words = PARAGRAPHS[paragraph]
    for event in events.split():
        assert paragraph in dataset.row("events", event)["locator"].split(";")
    claims = claims_of(dataset, paragraph)
    assert len(claims) >= least
    told = " | ".join(
        [claim["text"] for claim in claims]
        + [
            f"{row['title']} {row['summary']}"
            for row in (dataset.row("events", event) for event in events.split())
        ]
        + [move["content"] for event in events.split() for move in dataset.rows_of("moves", "event", event)]
    ).casefold()
    missing = [word for word in words if word.casefold() not in told]
    assert not missing, told


def test_each_event_of_the_article_has_its_paragraph_and_each_claim_its_place(dataset: Dataset) -> None:
    own = dataset.events[dataset.events["collection"] == "article"]
    assert set(own["id"]) == {f"E{number:02}" for number in range(1, 43)}
    listed = {event for events, _, _ in PARAGRAPHS.values() for event in events.split()}
    assert listed == set(own["id"])
    claims = dataset.tables["claims"]["id"]
    assert {f"C{number:03}" for number in range(1, 80)} <= set(claims)
    for row in dataset.rows_of("claims", "source", "S01"):
        if not re.fullmatch(r"C\d{3}", row["id"]):
            continue  # told of an event from elsewhere
        assert re.fullmatch(r"P(0\d|1[0-8])(;P\d\d)*|headline", row["locator"]), row["id"]


@pytest.mark.parametrize("event", DATES)
def test_dates_are_as_fine_as_the_article_and_no_finer(dataset: Dataset, event: str) -> None:
    assert dataset.row("events", event)["date"] == DATES[event]


def test_an_undated_event_says_why_and_a_dated_one_by_which_words(dataset: Dataset) -> None:
    for row in dataset.events.to_dict("records"):
        assert row["date_reason"], row["id"]
        if row["date"].endswith("/.."):
            assert row["as_of"], row["id"]


@pytest.mark.parametrize("event", PLACES)
def test_places_are_the_article_s(dataset: Dataset, event: str) -> None:
    rows = dataset.rows_of("event_places", "event", event)
    assert {row["place"] for row in rows if not row["source"]} == PLACES[event]


def test_the_undisclosed_place_is_never_a_point_and_never_in_a_town(dataset: Dataset) -> None:
    row = dataset.row("places", "L-TJ-UNDISC")
    assert row["precision"] == "undisclosed"
    assert not (row["latitude"] or row["longitude"] or row["area"])
    for event in ("E03", "E04", "E06", "E07"):
        places = {link["place"] for link in dataset.rows_of("event_places", "event", event)}
        assert places == {"L-TJ-UNDISC"}


def test_the_talks_step_by_step(dataset: Dataset) -> None:
    found = {
        row["id"]: f"{row['by']} {row['move']} {row['to']}"
        for row in dataset.tables["moves"].to_dict("records")
    }
    assert found == MOVES
    for row in dataset.tables["moves"].to_dict("records"):
        if row["answers"]:
            assert dataset.row("moves", row["answers"])["id"] < row["id"]
    assert dataset.row("moves", "N04")["answers"] == "N02"
    assert dataset.row("moves", "N06")["answers"] == "N05"
    demands = " ".join(row["content"] for row in dataset.rows_of("moves", "event", "E16")).casefold()
    for word in ("islamic", "russian", "prisoner", "madras"):
        assert word in demands


def test_nobody_is_said_to_have_answered_the_preconditions(dataset: Dataset) -> None:
    answered = {row["answers"] for row in dataset.tables["moves"].to_dict("records")}
    assert not answered & {"N10", "N11", "N12", "N13", "N14", "N15"}
    assert any("precondition" in row["text"] for row in dataset.tables["silences"].to_dict("records"))


def test_every_claim_of_the_article_begins_with_it_and_keeps_its_sources(dataset: Dataset) -> None:
    for row in dataset.rows_of("claims", "source", "S01"):
        assert wording.chain(dataset, row["id"])[0]["source"] == "S01", row["id"]
    for paragraph in ("P01", "P04", "P06"):
        chains = [wording.chain_in_words(dataset, row["id"]) for row in claims_of(dataset, paragraph)]
        assert any("Swiss Institute" in words for words in chains), paragraph


def test_hedges_are_kept(dataset: Dataset) -> None:
    hedged = {"P02": "reportedly", "P06": "reportedly", "P10": "", "P13": "reportedly"}
    for paragraph, word in hedged.items():
        hedges = " ".join(row["hedge"] for row in claims_of(dataset, paragraph))
        assert word in hedges, paragraph


def test_the_age_and_the_founding_contradict_by_name(dataset: Dataset) -> None:
    pairs = {
        (row["claim"], row["other"])
        for row in dataset.tables["claim_links"].to_dict("records")
        if row["relation"] == "contradicts"
    }
    assert ("C045", "C068") in pairs and ("C068", "C045") in pairs
    assert any("C053" in pair for pair in pairs)
    assert any("C048" in pair for pair in pairs)


RIVALS = {
    "founding, 2010 against a decade ago": ("C068", {"C045"}),
    "founding, 2010 against 2006": ("C068", {"CX01", "CX02", "CX03", "CX04", "CX05"}),
    "founding, a decade ago against all others": ("C045", {"CX01", "CX02", "CX03", "CX04", "CX05", "CX06"}),
    "founding, another's 2010 against 2006": ("CX06", {"CX01", "CX02", "CX03", "CX04", "CX05"}),
    "TTT, an offshoot or another name": ("C043", {"CX07"}),
    "TTT, new or not": ("C041", {"CX08"}),
    "whose new generation": ("C047", {"C075"}),
    "age": ("C053", {"CX11", "CX12", "CX13"}),
    "200 of what": ("C048", {"CX14", "CX17", "CX18", "CX19", "CX20"}),
    "moved where": ("C058", {"CX21", "CX26"}),
    "appointed before or after Kabul fell": ("CX23", {"CX24"}),
    "al-Qaida, affiliated or linked": ("C044", {"C076"}),
    "citizens or Tajiks": ("C016", {"C056"}),
    "what the name means": ("C067", {"CX30"}),
    "headline against body": ("C082", {"C002", "C025"}),
}
"""What the sources say against each other: a claim, and those that must name it and be named by it."""


@pytest.mark.parametrize("matter", RIVALS)
def test_rival_statements_stand_side_by_side(dataset: Dataset, matter: str) -> None:
    claim, rivals = RIVALS[matter]
    against = {
        row["other"]
        for row in dataset.rows_of("claim_links", "claim", claim)
        if row["relation"] == "contradicts"
    }
    back = {
        row["claim"]
        for row in dataset.rows_of("claim_links", "other", claim)
        if row["relation"] == "contradicts"
    }
    assert rivals <= against & back


def listing(dataset: Dataset) -> dict[str, tuple[list[str], list[str]]]:
    """Paragraph -> the events and the claims that are taken from it."""
    own = [row for row in records_of(dataset.events) if row["collection"] == "article"]
    return {
        paragraph: (
            [row["id"] for row in own if paragraph in row["locator"].split(";")],
            [row["id"] for row in claims_of(dataset, paragraph)],
        )
        for paragraph in PARAGRAPHS
    }


def test_each_paragraph_is_listed_with_its_events_and_claims(dataset: Dataset) -> None:
    listed = listing(dataset)
    told = "\n".join(
        f"{name}: {' '.join(events)} | {' '.join(claims)}" for name, (events, claims) in listed.items()
    )
    assert list(PARAGRAPHS) == [f"P{number:02}" for number in range(1, 19)]
    for paragraph, (events, claims) in listed.items():
        assert set(PARAGRAPHS[paragraph][0].split()) <= set(events), told
        assert claims, told
    held = {claim for _, claims in listed.values() for claim in claims}
    assert {f"C{number:03}" for number in range(1, 80)} <= held, told


def test_each_claim_of_the_article_has_its_source_and_chain(dataset: Dataset) -> None:
    for number in range(1, 80):
        row = dataset.row("claims", f"C{number:03}")
        assert row["source"] == "S01"
        assert re.fullmatch(r"P(0[1-9]|1[0-8])(;P(0[1-9]|1[0-8]))*", row["locator"]), row["id"]
        assert wording.chain(dataset, row["id"]), row["id"]


def test_each_event_has_a_claim_of_its_own_collection(dataset: Dataset) -> None:
    for row in records_of(dataset.events):
        claims = wording.claims_of(dataset, row["id"])
        assert claims, row["id"]
        if row["collection"] == "article":
            assert any(claim["source"] == "S01" for claim in claims), row["id"]


def test_an_event_told_with_a_hedge_is_titled_with_one(dataset: Dataset) -> None:
    hedge = re.compile(r"report|accord|\bsaid\b", re.I)
    shown = re.compile(r"report|accord|\bsaid\b|\bsays?\b|alleg|claim|urg|told|announc", re.I)
    hedged = 0
    for row in records_of(dataset.events):
        own = [claim for claim in wording.claims_of(dataset, row["id"]) if claim["source"] == "S01"]
        if row["collection"] == "article" and any(hedge.search(claim["hedge"]) for claim in own):
            hedged += 1
            assert shown.search(f"{row['title']} {row['summary']}"), row["id"]
    assert hedged > 10


def test_four_preconditions_are_named_and_the_rest_is_left_unknown(dataset: Dataset) -> None:
    demands = {row["id"]: row for row in dataset.rows_of("moves", "event", "E16")}
    assert set(demands) == {"N10", "N11", "N12", "N13", "N14"}
    assert {row["hedge"] for row in demands.values()} == {"amongst"}
    assert "not known" in demands["N14"]["content"]
    assert dataset.row("claims", demands["N14"]["claim"])["id"] == "C038"
    assert "Russian" in dataset.row("moves", "N15")["content"]


def test_the_missing_tajik_reply_is_a_silence_and_no_move(dataset: Dataset) -> None:
    silence = dataset.row("silences", "N16")
    assert (silence["event"], silence["move"], silence["source"]) == ("E18", "N15", "S01")
    assert silence["locator"] == "P08"
    assert not dataset.has("moves", "N16")
    kept = dataset.row("moves", "N15")
    assert kept["answered_by"] == "" and "no answer" in kept["status_after"]


def test_no_event_without_a_reported_point_has_one(dataset: Dataset) -> None:
    for link in records_of(dataset.tables["event_places"]):
        place = dataset.row("places", link["place"])
        if place["precision"] not in ("exact", "settlement"):
            assert not (place["latitude"] or place["longitude"]), (link["event"], place["id"])
        if place["precision"] in ("country", "zone", "undisclosed", "none"):
            assert not place["area"], (link["event"], place["id"])


NO_POLYGON = {"TJ-D14"}  # Khorugh city: inside the polygon of Shughnon, to which it does not belong


def test_each_border_district_has_its_polygon(dataset: Dataset) -> None:
    layer = json.loads((BUNDLED / "layers" / "districts.geojson").read_text("utf-8"))
    drawn = {found["properties"]["shape_id"]: found["properties"] for found in layer["features"]}
    ids = [*(f"AF-D{number:02}" for number in range(1, 23)), *(f"TJ-D{number:02}" for number in range(1, 19))]
    for district in ids:
        row = dataset.row("places", district)
        if district in NO_POLYGON:
            assert row["area"] == "" and "no polygon" in row["note"]
            continue
        polygon = drawn[row["area"]]
        assert (polygon["name"], polygon["country"]) == (row["name"], row["country"]), district
    areas = [dataset.row("places", district)["area"] for district in ids if district not in NO_POLYGON]
    assert len(set(areas)) == len(areas)


def test_each_name_has_its_source_or_is_marked_as_unverified(dataset: Dataset) -> None:
    for row in records_of(dataset.tables["names"]):
        assert row["source"] or row["source_text"], row["name"]
        if row["source_text"] == "general knowledge":
            assert row["verified"] == "false", row["name"]
        if row["source"]:
            assert dataset.has("sources", row["source"])
