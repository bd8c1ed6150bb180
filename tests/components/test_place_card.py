"""The card of a place: crossings, districts, and every other sort."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from dash import html
from plotly.utils import PlotlyJSONEncoder

from components.place_card import SAW, place_card
from data.dataset import Dataset, load
from data.query import read_query
from data.selection import Selection, select


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


@pytest.fixture(scope="module")
def everything(dataset: Dataset) -> Selection:
    return select(dataset, read_query("")[0])


def text(card: list[Any]) -> str:
    """Everything that a reader would read."""
    return " ".join(" ".join(_strings(part)) for part in card)


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, list | tuple):
        for child in part:
            yield from _strings(child)
    elif part is not None:
        yield from _strings(getattr(part, "children", None))


def walk(component: Any) -> Iterator[Any]:
    if isinstance(component, list | tuple):
        for child in component:
            yield from walk(child)
    elif component is not None and not isinstance(component, str):
        yield component
        yield from walk(getattr(component, "children", None))


def marked(card: list[Any], attribute: str) -> set[str]:
    """The values of a `data-*` attribute in the card."""
    found = (part.to_plotly_json()["props"].get(attribute) for part in walk(card))
    return {value for value in found if value}


def test_every_place_and_every_crossing_has_a_card(dataset: Dataset, everything: Selection) -> None:
    for place in [*dataset.tables["places"]["id"], *dataset.tables["crossings"]["id"]]:
        card = place_card(everything, place)
        assert "1" in marked(card, "data-close-card")
        assert "1" in marked(card, "data-copy-link")
        assert sum(isinstance(part, html.H2) for part in walk(card)) == 1
        assert json.dumps(card, cls=PlotlyJSONEncoder)


def test_a_place_that_is_not_there_is_said_to_be_so(everything: Selection) -> None:
    assert "no such place" in text(place_card(everything, "A-JA"))


def test_a_crossing_is_asked_for_by_either_id(everything: Selection) -> None:
    assert text(place_card(everything, "X01")) == text(place_card(everything, "L-BCP"))


def test_the_card_of_a_crossing_tells_both_sides_and_every_sighting_with_its_source(
    dataset: Dataset, everything: Selection
) -> None:
    card = place_card(everything, "X01")
    told = text(card)
    for words in (
        "Panji Poyon", "Sherkhan Bandar", "Jayhun", "Imam Sahib", "26 August 2007", "672–673 m",
        "given by a source", "Second point 37.1925, 68.5983", SAW, "123 trucks", "year inferred",
        "From 9 May 2022 to about 12 May 2022", "On an unknown day in December 2017",
    ):  # fmt: skip
        assert words in told, words
    rows = dataset.rows_of("crossing_status", "crossing", "X01")
    assert marked(card, "data-open-card") >= {"TJ-D05", "AF-D04", *(row["source"] for row in rows)}
    assert {"E02", "F19", "F24", "F31"} <= marked(card, "data-open-event")
    assert marked(card, "data-filter") == {"place:L-BCP"}


@pytest.mark.parametrize("crossing", ["X01", "X03", "X06", "X08"])
def test_the_last_sighting_is_never_today(everything: Selection, crossing: str) -> None:
    told = text(place_card(everything, crossing))
    assert "The last that a source tells: " in told
    assert "That is no word on today" in told


@pytest.mark.parametrize("crossing", ["X07", "X09"])
def test_unknown_is_said_and_not_told_as_closed(everything: Selection, crossing: str) -> None:
    told = text(place_card(everything, crossing))
    assert "No source saw it open or closed on a dated day" in told
    assert "unknown" in told
    assert "closed:" not in told and "closed :" not in told


def test_which_sighting_came_last_is_left_open_where_the_dates_do(everything: Selection) -> None:
    told = text(place_card(everything, "X06"))
    assert "which of them came last is not known" in told


def test_a_position_that_is_unsure_says_so(everything: Selection) -> None:
    assert "unverified: no source was found" in text(place_card(everything, "X07"))
    assert "an anchor: something near by" in text(place_card(everything, "X08"))
    assert "Kept off the map" in text(place_card(everything, "X09"))


def test_the_card_of_a_district_tells_names_neighbours_and_crossings(everything: Selection) -> None:
    card = place_card(everything, "TJ-D04")
    told = text(card)
    for words in (
        "Jilikul", "until 2016", "Ҷиликӯл", "Cyrillic script", "Perso-Arabic script", "not verified",
        "Across the river or border", "Qala-e-Zal over about 27 km", "Along, in the same country",
        "Qubodiyon", "generalised outlines", "ISO 3166-2 TJ-KT",
    ):  # fmt: skip
        assert words in told.replace("  ", " "), words
    assert marked(card, "data-filter") == {"district:TJ-D04"}
    assert {"AF-D03", "AF-D04", "TJ-D03", "TJ-D05", "TJ-KT", "L-TJ", "S68"} <= marked(card, "data-open-card")


def test_a_crossing_stands_in_the_cards_of_both_banks(everything: Selection) -> None:
    for district in ("TJ-D05", "AF-D04"):
        assert "L-BCP" in marked(place_card(everything, district), "data-open-card")


def test_an_unsure_neighbourhood_says_why(everything: Selection) -> None:
    near = text(place_card(everything, "TJ-D17"))
    assert "low confidence" in near and "do not touch" in near
    assert "uncertain that both touch the border" in text(place_card(everything, "TJ-D01"))
    assert "the common line is short" in text(place_card(everything, "AF-D08"))
    assert "low confidence" not in text(place_card(everything, "AF-D21"))


def test_events_are_certainly_or_possibly_there_and_never_a_bare_number(everything: Selection) -> None:
    told = text(place_card(everything, "AF-D18"))
    assert "Events there: 3 certainly, 8 possibly." in told
    assert "Possibly there: placed only in the province around it: 8" in told
    assert "Hidden by your filters" not in told


def test_events_that_the_filters_hide_are_counted_and_listed_apart(dataset: Dataset) -> None:
    card = place_card(select(dataset, read_query("thread=talks")[0]), "L-BCP")
    told = text(card)
    assert "Events there: 4 certainly." in told
    assert "Certainly there: 1" in told
    assert "Hidden by your filters: 3 certainly" in told
    assert {"E02", "F19", "F24", "F31"} <= marked(card, "data-open-event")


def test_what_only_another_source_places_there_says_by_whom(everything: Selection) -> None:
    told = text(place_card(everything, "AF-KDZ"))
    assert "Put there by another source than the event's own: not drawn, not counted: 1" in told
    assert "according to wafayee.com" in told


def test_a_place_that_is_only_possibly_in_range_says_so(dataset: Dataset) -> None:
    selection = select(dataset, read_query("from=2017-12-10&to=2017-12-12")[0])
    assert "possibly in range" in text(place_card(selection, "L-BCP"))


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("L-TJ-UNDISC", "Withheld by the source"),
        ("L-KEVRON", "Darvoz"),
        ("TJ-D14", "no polygon"),
        ("L-201-BOKH", "an anchor"),
        ("AF-KHO", "the map has no outline of it"),
        ("L-UNSPEC", "No place stated"),
    ],
)
def test_any_other_place_tells_how_closely_it_is_known(everything: Selection, place: str, words: str) -> None:
    assert words in text(place_card(everything, place))


def test_a_withheld_place_never_gets_a_position(everything: Selection) -> None:
    assert "°" not in text(place_card(everything, "L-TJ-UNDISC"))
