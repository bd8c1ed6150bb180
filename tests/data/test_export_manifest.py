"""What an export says of itself: counts that add up, reasons that hold, words that are true."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.dataset import Dataset
from data.export import in_words, manifest
from data.export.left_out import DATES, ONLY_POSSIBLE, UNDATED
from data.export.manifest import CAVEAT, LAYERS_ATTRIBUTION
from data.filters import Filters, read_query, select, sentence
from tests.data.cases import with_tables
from tests.data.export_cases import BASE, exports_of, ids_of, random_filters

LAYERS = Path(__file__).resolve().parents[2] / "data" / "layers" / "README.md"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_event_is_in_one_class(dataset: Dataset, data: st.DataObject) -> None:
    selection, found = exports_of(dataset, data.draw(random_filters(dataset)))
    counts = found.counts
    assert asdict(selection.counts).items() <= counts.items()
    apart = counts["outside"] + counts["possible_left_out"] + counts["excluded"]
    assert counts["total"] == counts["selected"] + counts["undated"] + apart
    assert counts["selected"] == counts["certain"] + counts["possible"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_reasons_name_exactly_the_events_that_are_not_there(
    dataset: Dataset, data: st.DataObject
) -> None:
    selection, found = exports_of(dataset, data.draw(random_filters(dataset)))
    selected, undated = ids_of(selection)
    named = {event for one in found.left_out if one.filter != UNDATED for event in one.events}
    assert named == set(dataset.events["id"]) - set(selected) - set(undated)
    apart = [one.events for one in found.left_out if one.filter == UNDATED]
    assert [list(events) for events in apart] == ([undated] if undated else [])
    assert all(one.events and one.reason for one in found.left_out)


def test_reasons_are_told_filter_by_filter(dataset: Dataset) -> None:
    _, found = exports_of(
        dataset, Filters(from_="2023-12", to="2023-12", when="certain", thread=("talks",), role="initiator")
    )
    reasons = {one.filter: one.reason for one in found.left_out}
    assert reasons == {
        "actor": "not with someone as initiator",
        "thread": "not in the thread “The talks”",
        DATES: "not between 1 December 2023 and 31 December 2023",
        ONLY_POSSIBLE: "only possibly in this range, and the certain were asked for",
        UNDATED: "no date: never in a range, never among the selected; listed apart",
    }


def test_the_manifest_holds_what_the_page_says(dataset: Dataset) -> None:
    filters, refused = read_query("actor=Taliban&actor=Nobody&from=2023-11&shoe=9")
    selection = select(dataset, filters)
    found = manifest(selection, BASE, refused)
    told = json.loads(found.as_json())
    assert told["filters"] == sentence(selection)
    assert told["link"] == f"{BASE}?actor=Taliban&actor=Nobody&from=2023-11"
    assert select(dataset, read_query(told["query"])[0]).counts == selection.counts
    assert told["dataset"] == {"version": dataset.version, "release": dataset.release, "naming": "neutral"}
    assert len(told["notices"]) == 2 and "shoe" in told["notices"][0] and "Nobody" in told["notices"][1]
    assert told["caveat"] == CAVEAT == "A row says that somebody said so, not that it happened."
    assert [licence["name"] for licence in told["licences"]] == ["CC BY 4.0"]


def test_as_of_is_the_last_day_that_a_source_of_these_events_spoke(dataset: Dataset) -> None:
    selection, found = exports_of(dataset, Filters(thread=("talks",)))
    assert found.as_of == max([*selection.events["as_of"], *selection.undated["as_of"]]) == "2024-02-23"
    assert any(line.startswith("As of 23 February 2024: the last day") for line in in_words(found))
    nothing = exports_of(dataset, Filters(q=("nothing says this",)))[1]
    assert nothing.as_of == ""
    assert any("record of none of these events" in line for line in in_words(nothing))


def test_no_filter_no_question_mark_and_no_address_no_link(dataset: Dataset) -> None:
    assert exports_of(dataset, Filters())[1].link == BASE
    assert not [line for line in in_words(exports_of(dataset, Filters(), "")[1]) if "This view" in line]


def test_rows_that_were_set_aside_are_said(dataset: Dataset) -> None:
    broken = with_tables(dataset)
    object.__setattr__(broken, "problems", (object(), object()))
    assert exports_of(broken, Filters())[1].notices == (
        "2 rows of the tables had a fault and could not be used.",
    )


def test_the_makers_of_the_layers_are_named_as_their_readme_asks(dataset: Dataset) -> None:
    asked = re.sub(r"\s+", " ", LAYERS.read_text("utf-8"))
    assert LAYERS_ATTRIBUTION in asked
    selection = select(dataset, Filters())
    drawn = manifest(selection, BASE, with_layers=True)
    assert LAYERS_ATTRIBUTION in in_words(drawn)
    assert {"CC BY 4.0", "ODbL 1.0", "LGPL 3.0"} <= {licence.name for licence in drawn.licences}
    assert LAYERS_ATTRIBUTION not in in_words(manifest(selection, BASE))


@pytest.mark.parametrize(
    "wanted", ["Left out of 85 events: ", CAVEAT, "CC BY 4.0", "This view: https://panj"]
)
def test_the_words_say_it_all(dataset: Dataset, wanted: str) -> None:
    found = exports_of(dataset, Filters(from_="2024", thread=("courts",)))[1]
    assert any(wanted in line for line in in_words(found))
    assert in_words(found)[0] == found.sentence
