"""A reader's filters as a question: what is unknown is named, a window becomes bins."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import dates
from data.collections.asking import EARLIEST, KEYS, LATEST, MOST_BINS, UNITS, asking, bins
from data.collections.collection import Collection
from data.collections.schema import CATEGORIES, ROLES
from data.dates import UNBOUNDED_FUTURE, UNBOUNDED_PAST, Bounds, day_range
from data.query import KEYS as EVERY_KEY
from data.query import Filters, read_query
from tests.data.collections.cases import PLACES, Row, day, opened

FIRST, LAST = day_range("2019")[0], day_range("2023")[1]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    rows = [Row(day(FIRST)), Row(day(LAST)), Row(None), Row(Bounds(FIRST, LAST, FIRST, LAST))]
    return opened(tmp_path_factory.mktemp("made"), rows)


def asked(collection: Collection, query: str):
    filters, refused = read_query(query)
    assert refused == ()
    return asking(collection, filters)


def test_no_filters_ask_for_everything(collection: Collection) -> None:
    found = asked(collection, "")
    assert (found.notices, found.question.window, found.question.actors) == ((), None, ())
    assert found.question.edges == found.spanning.edges
    assert found.question.n_places == len(PLACES)


def test_names_become_codes_in_any_spelling(collection: Collection) -> None:
    question = asked(collection, "actor=hill+GUARD&actor=River&match=all&role=recipient&source=wire").question
    assert question.actors == ((0, 2), (1,))
    assert (question.every_actor, question.role, question.sources) == (True, ROLES.index("recipient"), (2,))


@pytest.mark.parametrize("name", ['Odd: "<b>&', "ODD: <b>&"])
def test_a_name_of_any_characters_is_found(collection: Collection, name: str) -> None:
    assert asking(collection, Filters(actor=(name,))).question.actors == ((3,),)


def test_a_type_is_a_category_or_a_class_of_them(collection: Collection) -> None:
    assert asked(collection, "type=assault").question.categories == (CATEGORIES.index("ASSAULT"),)
    assert asked(collection, "type=uncoded").question.categories == (0,)
    conflict = asked(collection, "type=material conflict&type=ASSAULT").question.categories
    assert conflict == tuple(sorted(conflict)) and len(conflict) == 5


# query, what the notice says
UNKNOWN = [
    ("actor=Nobody+else", "actor “Nobody else” is not in this collection"),
    ("actor=%3Cscript%3E", "actor “<script>” is not in this collection"),
    ("place=Nowhere", "place “Nowhere” is not in this collection"),
    ("source=x", "source “x” is not in this collection"),
    ("thread=talks", "thread is no filter of an imported collection"),
    ("q=letter", "q is no filter of an imported collection"),
    ("parts=1", "parts is no filter of an imported collection"),
    ("dates=best", "dates is no filter of an imported collection"),
    ("district=TJ-D10", "district is no filter of an imported collection"),
    ("from=2024&to=2023", "from 2024 is after to 2023; both were skipped."),
]


@pytest.mark.parametrize(("query", "notice"), UNKNOWN)
def test_what_cannot_be_used_is_named_and_skipped(collection: Collection, query: str, notice: str) -> None:
    found = asked(collection, query)
    assert len(found.notices) == 1
    assert notice in found.notices[0]
    assert found.question == asked(collection, "").question


@pytest.mark.parametrize("query", ["view=list", "card=A-JA", "since=1.0", "event=0-1"])
def test_what_decides_no_selection_is_nothing_to_name(collection: Collection, query: str) -> None:
    assert asked(collection, query) == asked(collection, "")


VALUES = {
    "match": "all",
    "role": "initiator",
    "from": "2020",
    "to": "2021",
    "when": "certain",
    "type": "AID",
    "parts": "1",
    "dates": "best",
    "thread": "talks",
    "collection": "article",
    "actor": "River",
}


def test_every_key_is_used_or_named(collection: Collection) -> None:
    plain = asked(collection, "")
    for key in EVERY_KEY:
        if key in ("view", "card", "since", "event"):
            continue
        found = asked(collection, f"{key}={VALUES.get(key, 'x')}")
        assert found != plain, key
        if f"{key}_" not in KEYS and key not in KEYS:
            assert found.notices, key


def test_an_unknown_name_beside_a_known_one_keeps_the_known(collection: Collection) -> None:
    found = asked(collection, "actor=River&actor=Nobody+else")
    assert (found.question.actors, len(found.notices)) == (((1,),), 1)


def test_a_place_is_found_by_its_name_and_by_its_key(collection: Collection) -> None:
    assert asked(collection, "place=town").question.places == (0, 1)
    for code, key in enumerate(collection.place_keys):
        assert asking(collection, Filters(place=(key,))).question.places == (code,), key
    assert collection.place_keys[:3] == ("Town, Land (settlement)", "Town, Land (district)", "Far")


WINDOWS = [
    ("from=2020", day_range("2020")[0], 2 * UNBOUNDED_FUTURE),
    ("to=2020-05", 2 * UNBOUNDED_PAST, day_range("2020-05")[1]),
    ("from=2020-02&to=2020-02-03", day_range("2020-02")[0], day_range("2020-02-03")[0]),
    ("from=1066&to=1070", day_range("1066")[0], day_range("1070")[1]),
]


@pytest.mark.parametrize(("query", "first", "last"), WINDOWS)
def test_a_window_has_both_ends_inclusive_and_an_open_side_beyond_all(
    collection: Collection, query: str, first: int, last: int
) -> None:
    found = asked(collection, query)
    assert found.question.window == (first, last)
    assert found.spanning.window is None
    assert found.spanning.edges == asked(collection, "").question.edges


def test_a_window_outside_the_span_is_drawn_on_the_span(collection: Collection) -> None:
    found = asked(collection, "from=1066&to=1070")
    assert found.question.edges == found.spanning.edges
    assert collection.tally(found.question).value.selected == 0


def test_a_narrow_window_has_bins_of_days(collection: Collection) -> None:
    found = asked(collection, "from=2020-02&to=2020-02")
    assert found.unit == "day"
    assert len(found.question.edges) == 30


@pytest.mark.parametrize("partitions", [[], [[]], [[Row(None)]]])
def test_without_a_date_there_is_still_an_axis(tmp_path: Path, partitions: list[list[Row]]) -> None:
    empty = opened(tmp_path, *partitions)
    for query in ("", "from=2020", "to=1900", "from=2020&to=2021&when=certain"):
        found = asked(empty, query)
        assert len(found.question.edges) >= 2
        assert empty.tally(found.question).value.selected == 0


ANY_DAY = st.integers(EARLIEST - 500, LATEST + 500)


@settings(max_examples=300)
@given(ANY_DAY, st.integers(0, 3_000_000))
def test_bins_hold_both_days_without_a_gap_and_are_as_fine_as_there_is_room(first: int, length: int) -> None:
    last = first + length
    edges, unit = bins(first, last)
    first, last = (min(max(end, EARLIEST), LATEST) for end in (first, last))
    assert edges[0] <= first <= last < edges[-1]
    assert all(one < other for one, other in pairwise(edges))
    assert len(edges) <= MOST_BINS + 1 or unit == "decade"
    assert edges[1] > first and edges[-2] <= last, "no bin more than the days need"
    assert all(starts(edge, unit) for edge in edges[1:])
    if unit != "day":
        finer = UNITS[UNITS.index(unit) - 1]
        least = {"day": 1, "week": 7, "month": 28, "quarter": 90, "year": 365}
        assert (last - first) / least[finer] > MOST_BINS - 3


def starts(edge: int, unit: str) -> bool:
    """Whether a unit begins on that day."""
    on = dates.to_date(edge)
    assert isinstance(on, date)
    return {
        "day": True,
        "week": on.weekday() == 0,
        "month": on.day == 1,
        "quarter": on.day == 1 and on.month in (1, 4, 7, 10),
        "year": (on.month, on.day) == (1, 1),
        "decade": (on.month, on.day) == (1, 1),
    }[unit]
