"""The one selection: classes of time, counts, facets, and that they are sums over partitions."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data import dates
from data.dataset import Dataset
from data.query import Filters
from data.selection import CERTAIN, OUTSIDE, POSSIBLE, UNDATED, Counts, classify, select
from data.vocabulary import ROLES, THREADS
from tests.data.cases import split, with_bounds, with_dates, with_partitions, with_tables, with_value

SPOKE = date(2024, 6, 1)
FORMS = ["", "2023-11-08", "2023-11", "2022", "2023-11~", "[2023-12-01..2023-12-10]", "[..2023-11-08]",
         "[2023-11-08..]", "2023-11-09/2023-11-15", "2023-11/2024-01", "2010/..", "2010/", "../2012",
         "/2012-05", "2012-05-02~", "2010?/2012~"]  # fmt: skip
DAYS = st.integers(dates.day_range("2008")[0], dates.day_range("2025")[1])
WINDOWS = st.tuples(DAYS, DAYS).map(lambda pair: (min(pair), max(pair)))
FIRSTS = st.dates(date(2008, 1, 1), date(2025, 12, 31)).map(str)
EDTF = st.one_of(
    st.sampled_from(FORMS),
    FIRSTS,
    FIRSTS.map(lambda day: day[:7]),
    FIRSTS.map(lambda day: f"{day[:7]}~"),
    FIRSTS.map(lambda day: f"[..{day}]"),
    FIRSTS.map(lambda day: f"{day}/"),
    FIRSTS.map(lambda day: f"../{day}"),
    st.tuples(FIRSTS, FIRSTS).map(sorted).map("/".join),
    st.tuples(FIRSTS, FIRSTS).map(sorted).map(lambda pair: f"[{pair[0]}..{pair[1]}]"),
)
EVENTS = st.lists(EDTF, min_size=1, max_size=12)


def classes(dataset: Dataset, texts: list[str], window: tuple[int, int] | None) -> np.ndarray:
    return classify(with_dates(dataset.partitions[0], texts, SPOKE), window, best=False)


def seen(found: np.ndarray) -> np.ndarray:
    return (found == CERTAIN) | (found == POSSIBLE)


@given(EVENTS, WINDOWS)
def test_certain_is_what_holds_on_every_reading_and_possible_what_holds_on_one(
    dataset: Dataset, texts: list[str], window: tuple[int, int]
) -> None:
    first, last = window
    for text, found in zip(texts, classes(dataset, texts, window), strict=True):
        if not text:
            assert found == UNDATED
            continue
        bounds = dates.parse(text, SPOKE)
        may = bounds.start_earliest <= last and bounds.end_latest >= first
        must = bounds.start_latest <= last and bounds.end_earliest >= first
        assert may or not must
        assert found == (CERTAIN if must else POSSIBLE if may else OUTSIDE)


PAIR = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda pair: (min(pair), max(pair)))


@given(PAIR, PAIR, PAIR)
def test_the_class_is_what_every_truth_inside_the_bounds_says(
    dataset: Dataset, start: tuple[int, int], end: tuple[int, int], window: tuple[int, int]
) -> None:
    assume(start[0] <= end[1])
    bounds = dates.Bounds(start[0], min(start[1], end[1]), max(end[0], start[0]), end[1])
    overlaps = {
        first <= window[1] and last >= window[0]
        for first in range(bounds.start_earliest, bounds.start_latest + 1)
        for last in range(bounds.end_earliest, bounds.end_latest + 1)
        if first <= last
    }
    found = classify(with_bounds(dataset.partitions[0], [bounds]), window, best=False)
    assert found.tolist() == [POSSIBLE if len(overlaps) == 2 else CERTAIN if True in overlaps else OUTSIDE]


@given(EVENTS, WINDOWS, st.integers(0, 400), st.integers(0, 400))
def test_a_wider_range_loses_nothing(
    dataset: Dataset, texts: list[str], window: tuple[int, int], before: int, after: int
) -> None:
    narrow = classes(dataset, texts, window)
    wide = classes(dataset, texts, (window[0] - before, window[1] + after))
    assert (wide[narrow == CERTAIN] == CERTAIN).all()
    assert seen(wide)[seen(narrow)].all()


@given(EVENTS, WINDOWS, st.data())
def test_the_halves_of_a_range_hold_no_more_and_no_less_than_the_whole(
    dataset: Dataset, texts: list[str], window: tuple[int, int], data: st.DataObject
) -> None:
    middle = data.draw(st.integers(*window))
    whole = classes(dataset, texts, window)
    left, right = (
        classes(dataset, texts, (window[0], middle)),
        classes(dataset, texts, (middle + 1, window[1])),
    )
    if middle == window[1]:
        right = np.full_like(left, OUTSIDE)
    assert (seen(whole)[seen(left) | seen(right)]).all()
    assert (whole[(left == CERTAIN) | (right == CERTAIN)] == CERTAIN).all()
    assert (seen(left) | seen(right))[seen(whole)].all()


@given(EVENTS)
def test_without_a_range_every_dated_event_is_certain(dataset: Dataset, texts: list[str]) -> None:
    found = classes(dataset, texts, None)
    assert found.tolist() == [CERTAIN if text else UNDATED for text in texts]


ACTORS = ["Taliban", "A-TJGOV", "A-JA", "Arsalon", "nobody"]
SOME = st.builds(
    Filters,
    actor=st.lists(st.sampled_from(ACTORS), max_size=2, unique=True).map(tuple),
    match=st.sampled_from(["", "all"]),
    parts=st.booleans(),
    role=st.sampled_from(["", *ROLES]),
    from_=st.sampled_from(["", "2010", "2022-07", "2023-11-08"]),
    to=st.sampled_from(["", "2012-05", "2023-12-05", "2009"]),
    when=st.sampled_from(["", "certain"]),
    dates=st.sampled_from(["", "best"]),
    type=st.lists(st.sampled_from(["CONSULT", "verbal conflict", "uncoded"]), max_size=2).map(tuple),
    thread=st.lists(st.sampled_from(list(THREADS)), max_size=2, unique=True).map(tuple),
    place=st.lists(st.sampled_from(["L-AF", "AF-BDS", "L-BCP", "TJ-KT"]), max_size=1).map(tuple),
    district=st.lists(st.sampled_from(["TJ-D05", "AF-D04", "TJ-D18"]), max_size=1).map(tuple),
    source=st.lists(st.sampled_from(["S01", "A-SIGA", "S13"]), max_size=1).map(tuple),
    collection=st.lists(st.sampled_from(["article", "context"]), max_size=1).map(tuple),
    q=st.lists(st.sampled_from(["letter", "Ансоруллоҳ", "|"]), max_size=1).map(tuple),
)


@given(SOME)
@settings(max_examples=150, deadline=None)
def test_counts_add_up_and_every_event_is_listed_once(dataset: Dataset, filters: Filters) -> None:
    found = select(dataset, filters)
    counts, events = found.counts, found.events
    assert counts.total == len(dataset.events)
    assert counts.selected == counts.certain + counts.possible == len(events)
    assert counts.certain == (events["when"] == "certain").sum()
    assert counts.possible == (events["when"] == "possible").sum()
    assert counts.undated == len(found.undated)
    assert counts.unplaced == len(found.unplaced)
    listed = [*events["id"], *found.undated["id"]]
    assert len(set(listed)) == len(listed) <= counts.total
    if filters.when == "certain":
        assert counts.possible == 0
    outside = found._kept & (found._when == OUTSIDE)
    left_out = found._kept & (found._when == POSSIBLE) if filters.when == "certain" else outside & False
    assert len(listed) + outside.sum() + left_out.sum() == found._kept.sum()


@given(SOME, st.integers(0, 85))
@settings(max_examples=100, deadline=None)
def test_every_number_is_a_sum_over_partitions(dataset: Dataset, filters: Filters, at: int) -> None:
    whole = select(dataset, filters)
    divided = select(with_partitions(dataset, *split(dataset.partitions[0], at)), filters)
    assert divided.counts == whole.counts
    assert divided.facets == whole.facets
    assert divided.events.equals(whole.events)
    assert divided.undated.equals(whole.undated)
    assert divided.districts.equals(whole.districts)


def chosen_filters() -> list[Filters]:
    dice = random.Random(5)
    base = [
        Filters(),
        Filters(role="initiator", actor=("A-TJGOV",)),
        Filters(parts=True, actor=("Taliban",), role="recipient"),
        Filters(match="all", actor=("A-JA", "Taliban")),
        Filters(from_="2022-07", to="2023-12-05"),
        Filters(from_="2022-07", when="certain", dates="best"),
        Filters(district=("AF-D04",)),
        Filters(dates="best", to="2012-05", source=("S01", "S13"), q=("letter",)),
        Filters(place=("AF-BDS",), type=("verbal conflict", "ASSAULT"), actor=("nobody",)),
    ]
    for _ in range(6):
        base.append(
            Filters(
                actor=tuple(dice.sample(ACTORS, dice.randint(0, 2))),
                role=dice.choice(["", *ROLES]),
                parts=dice.random() < 0.5,
                thread=tuple(dice.sample(list(THREADS), dice.randint(0, 3))),
                place=tuple(dice.sample(["L-AF", "AF-BDS", "TJ-GB"], dice.randint(0, 1))),
                from_=dice.choice(["", "2015", "2023-11-20"]),
                collection=tuple(dice.sample(["article", "context"], dice.randint(0, 1))),
            )
        )
    return base


@pytest.mark.parametrize("filters", chosen_filters())
def test_the_number_beside_a_choice_is_what_choosing_it_gives(dataset: Dataset, filters: Filters) -> None:
    facets = select(dataset, filters).facets
    everything: dict[str, Iterable[str]] = {
        "actor": dataset.tables["actors"]["id"],
        "type": [*facets["type"], "AID"],
        "thread": list(THREADS),
        "collection": ["article", "context"],
        "source": {*dataset.tables["sources"]["id"], *dataset.tables["chain_links"]["actor"]} - {""},
        "place": dataset.tables["places"]["id"],
    }
    for name, values in everything.items():
        for value in values:
            counts = select(dataset, with_value(filters, name, (value,))).counts
            assert facets[name].get(value, (0, 0)) == (counts.selected, counts.undated), (name, value)


def test_counts_are_added() -> None:
    one = Counts(6, 5, 4, 1, 1, 2)
    assert one + one == Counts(12, 10, 8, 2, 2, 4)


def test_undated_events_are_never_lent_a_date(dataset: Dataset) -> None:
    everything = select(dataset, Filters())
    for filters in (Filters(from_="0001"), Filters(to="9999"), Filters(from_="2023", to="2023")):
        found = select(dataset, filters)
        assert found.counts.undated == everything.counts.undated > 0
        assert not set(found.undated["id"]) & set(found.events["id"])


def test_half_open_ranges(dataset: Dataset) -> None:
    assert (
        select(dataset, Filters(from_="0001")).counts.selected == select(dataset, Filters()).counts.selected
    )
    since, until = select(dataset, Filters(from_="2023-11-08")), select(dataset, Filters(to="2023-11-08"))
    when = dict(zip(until.events["id"], until.events["when"], strict=True))
    assert when["E01"] == "certain"  # that day or before
    assert dict(zip(since.events["id"], since.events["when"], strict=True))["E01"] == "possible"
    assert {"E02"} <= set(since.events["id"]) & set(until.events["id"])


def test_certain_only_drops_the_merely_possible(dataset: Dataset) -> None:
    both = select(dataset, Filters(from_="2023-12", to="2023-12"))
    sure = select(dataset, Filters(from_="2023-12", to="2023-12", when="certain"))
    assert both.counts.possible > 0
    assert sure.counts.certain == sure.counts.selected == both.counts.certain
    assert sure.counts.undated == both.counts.undated
    assert select(dataset, Filters(when="certain")).counts == select(dataset, Filters()).counts


def test_best_dates_date_what_its_own_source_does_not(dataset: Dataset) -> None:
    own, best = select(dataset, Filters()), select(dataset, Filters(dates="best"))
    gained = set(own.undated["id"]) - set(best.undated["id"])
    assert gained
    assert gained <= set(best.events["id"])
    dated = dict(zip(best.events["id"], best.events["date"], strict=True))
    for row in dataset.tables["event_dates"].to_dict("records"):
        if row["best"] == "true":
            assert dated[row["event"]] == row["date"]
    assert own.events["date"].tolist() == [dataset.row("events", event)["date"] for event in own.events["id"]]


def test_a_role_holds_of_each_actor_where_all_are_asked_for(dataset: Dataset) -> None:
    filters = Filters(actor=("A-TALIBAN", "A-TJGOV"), match="all", role="initiator")
    found = select(dataset, filters)
    for event in found.events["id"]:
        parts = dataset.rows_of("participants", "event", event)
        assert {"A-TALIBAN", "A-TJGOV"} <= {part["actor"] for part in parts if part["role"] == "initiator"}
    either = select(dataset, replace(filters, match=""))
    assert either.counts.selected >= found.counts.selected > 0


def test_an_actor_in_two_roles_is_one_event(dataset: Dataset) -> None:
    parts = dataset.tables["participants"]
    twice = parts[parts.duplicated(["event", "actor"], keep=False)]
    assert not twice.empty
    for actor in twice["actor"].unique():
        found = select(dataset, Filters(actor=(actor,)))
        events = set(parts.loc[parts["actor"] == actor, "event"]) & set(dataset.events["id"])
        assert found.counts.selected + found.counts.undated == len(events)
        assert found.facets["actor"][actor] == (found.counts.selected, found.counts.undated)


def test_a_body_counts_for_the_whole_it_is_part_of_where_parts_are_asked_for(dataset: Dataset) -> None:
    parts = dataset.tables["participants"]
    alone = with_tables(
        dataset, participants=parts[(parts["event"] != "E02") | (parts["actor"] != "A-TALIBAN")]
    )
    assert "A-GDI" in set(parts.loc[parts["event"] == "E02", "actor"])
    without, asked = (
        select(alone, Filters(actor=("A-TALIBAN",), parts=parts_too)) for parts_too in (False, True)
    )
    assert set(asked.events["id"]) - set(without.events["id"]) == {"E02"}
    assert asked.facets["actor"]["A-TALIBAN"][0] == asked.counts.selected == without.counts.selected + 1


@pytest.mark.parametrize("kind", ["person", "label"])
def test_a_person_or_a_label_never_counts_for_a_body(dataset: Dataset, kind: str) -> None:
    actors = dataset.tables["actors"].copy()
    actors.loc[actors["id"] == "A-GDI", "kind"] = kind
    changed = with_tables(dataset, actors=actors)
    asked = select(changed, Filters(actor=("A-TALIBAN",), parts=True))
    assert "A-GDI" not in asked.plan.actors[0]
    assert "A-MOD" in asked.plan.actors[0]


def test_a_role_alone_is_anybody_s(dataset: Dataset) -> None:
    found = select(dataset, Filters(role="mediator"))
    roles = dataset.tables["participants"].query("role == 'mediator'")["event"]
    assert {*found.events["id"], *found.undated["id"]} == set(roles)


def test_events_come_by_date_and_the_selection_changes_nothing(dataset: Dataset) -> None:
    before = dataset.events.copy()
    found = select(dataset, Filters(from_="2010"))
    first = found.events["start_earliest"].where(
        found.events["start_earliest"] != dates.UNBOUNDED_PAST, found.events["start_latest"]
    )
    assert first.is_monotonic_increasing
    found.events.loc[:, "title"] = "spoilt"
    assert dataset.events.equals(before)


def test_an_empty_dataset_is_selected_from_as_well(dataset: Dataset) -> None:
    tables = {
        name: table.iloc[:0]
        for name, table in dataset.tables.items()
        if "event" in table or name in ("events", "claims", "moves")
    }
    found = select(
        with_tables(dataset, **tables), Filters(actor=("Taliban",), from_="2020", role="initiator")
    )
    assert found.counts == Counts(0, 0, 0, 0, 0, 0)
    assert found.events.empty and found.places.empty and found.unplaced.empty
    assert found.districts["certain"].sum() == 0


def test_a_withdrawn_event_is_not_counted(dataset: Dataset) -> None:
    events = dataset.tables["events"].copy()
    events.loc[events["id"] == "E02", ["withdrawn", "withdrawn_reason"]] = ["1.0.1", "test"]
    found = select(with_tables(dataset, events=events), Filters())
    assert found.counts.total == len(dataset.events) - 1
    assert "E02" not in set(found.events["id"])


def test_every_key_of_the_filters_has_an_effect_or_is_about_the_page(dataset: Dataset) -> None:
    values = {"actor": ("A-JA",), "role": "mediator", "from_": "2023", "to": "2011", "type": ("ASSAULT",),
              "thread": ("courts",), "place": ("L-BCP",), "district": ("AF-D04",), "source": ("S13",),
              "collection": ("context",), "q": ("letter",), "id": ("E02",), "dates": "best"}  # fmt: skip
    everything = select(dataset, Filters()).counts
    for name, value in values.items():
        assert select(dataset, with_value(Filters(), name, value)).counts != everything, name
    assert {field.name for field in fields(Filters)} - set(values) == {
        "match",
        "parts",
        "when",
        "event",
        "card",
        "view",
        "since",
    }


def test_events_picked_by_hand_are_the_selection(dataset: Dataset) -> None:
    found = select(dataset, Filters(id=("E10", "E02", "E02x")))
    assert list(found.events["id"]) == ["E02", "E10"]
    assert any("E02x" in notice for notice in found.notices)
    assert select(dataset, Filters(id=("nothing",))).counts == select(dataset, Filters()).counts


def test_a_card_of_nothing_is_named_and_changes_no_count(dataset: Dataset) -> None:
    found = select(dataset, Filters(card="A-NOBODY"))
    assert any("A-NOBODY" in notice for notice in found.notices)
    assert found.counts == select(dataset, Filters()).counts
    assert not select(dataset, Filters(card="A-JA")).notices
