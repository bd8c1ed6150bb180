"""What the callbacks of a collection send: they trust nothing, send what changed, and every view agrees."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from dash import Patch, no_update

from bench import synthetic
from components.callbacks.collections import (
    AFTER,
    SINGLES,
    VIEW,
    Scene,
    after,
    failed,
    named,
    opened,
    page,
    scene_of,
    unknown,
    view,
)
from data.cluster import Answer, ClusterError, Here
from data.collections import tally
from data.collections.collection import Collection, open_collection
from data.collections.listing import PAGE
from data.dataset import Dataset, load
from tests.data.collections import cases
from tests.data.collections.cases import Row, day

ROOT = Path(__file__).resolve().parents[2]
EVENTS = 700


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    folder = tmp_path_factory.mktemp("made")
    synthetic.write(folder, EVENTS, seed=3, actors=9, places=12, rows=150)
    return open_collection(folder)


def url(name: str) -> str:
    return f"/layers/{name}"


def scene(collection: Collection, query: str = "", **look: Any) -> Scene:
    found = scene_of(lambda name: collection, {"name": "synthetic", "query": query}, look)
    assert found is not None
    return found


def sent(
    collection: Collection, dataset: Dataset, query: str = "", before: Any = None, **look: Any
) -> dict[str, Any]:
    return view(scene(collection, query, **look), dataset, before or {}, url)


def following(collection: Collection, query: str = "", before: Any = None, **look: Any) -> dict[str, Any]:
    return after(scene(collection, query, **look), {}, before)


NAMES: list[Any] = [None, 3, "", "../x", "a b", "x" * 81, ["synthetic"]]
STATES: list[Any] = [None, 3, "synthetic", [], {}, *({"name": name} for name in NAMES)]


@pytest.mark.parametrize("state", STATES)
def test_a_state_that_no_page_sends_finds_nothing(state: Any) -> None:
    def find(name: str) -> Collection | None:
        raise AssertionError(name)

    assert scene_of(find, state, None) is None
    assert named(find, state) is None


def test_an_unknown_collection_is_said_and_nothing_else_changes() -> None:
    assert scene_of(lambda name: None, {"name": "other"}, None) is None
    answer = unknown()
    assert "no such collection" in answer["notice"]
    assert answer["notice_hidden"] is False
    assert (answer["summary"], answer["drawn"]) == ("Nothing can be counted.", {})
    told = {"summary", "notice", "notice_hidden", "drawn"}
    assert {name for name, held in answer.items() if held is not no_update} == told


def test_the_first_answer_fills_every_output(collection: Collection, dataset: Dataset) -> None:
    answer = sent(collection, dataset, "from=2010")
    assert answer.keys() == VIEW.keys()
    assert [name for name, value in answer.items() if value is no_update] == []
    assert answer["title"] == "Synthetic events"


def test_a_filter_patches_what_stays(collection: Collection, dataset: Dataset) -> None:
    before = sent(collection, dataset)["drawn"]
    again = sent(collection, dataset, "", before)
    assert again["title"] is again["about"] is no_update
    assert again["map"] is no_update
    assert isinstance(again["timeline"], Patch)
    assert again["drawn"] == before


def test_the_list_and_the_strip_follow_the_pictures(collection: Collection) -> None:
    first = following(collection)
    assert first.keys() == AFTER.keys()
    assert len(first["strip"]["data"]) == 2
    assert following(collection, "", first["strip_drawn"])["strip"] is no_update


@pytest.mark.parametrize("change", [{"query": "type=ASSAULT"}, {"query": "from=2015"}, {"theme": "dark"}])
def test_a_strip_of_other_numbers_days_or_colours_is_drawn(
    collection: Collection, change: dict[str, Any]
) -> None:
    before = following(collection)["strip_drawn"]
    assert isinstance(following(collection, before=before, **change)["strip"], dict)


def test_a_window_moves_in_the_strip(collection: Collection) -> None:
    shapes = following(collection, "from=2015&to=2016")["strip"]["layout"]["shapes"]
    assert len(shapes) == 1
    assert "2015-01-01" in str(shapes[0]) and "2017-01-01" in str(shapes[0])


@pytest.mark.parametrize("query", ["from=1066&to=1070", "from=2990"])
def test_a_window_that_misses_the_span_is_not_drawn_in_the_strip(
    collection: Collection, dataset: Dataset, query: str
) -> None:
    assert following(collection, query)["strip"]["layout"]["shapes"] == []
    assert f" of {EVENTS} events: 0 certainly and" in sent(collection, dataset, query)["summary"]


def test_another_theme_redraws_the_pictures(collection: Collection, dataset: Dataset) -> None:
    before = sent(collection, dataset)["drawn"]
    answer = sent(collection, dataset, "", before, theme="dark")
    for name in ("map", "timeline"):
        assert isinstance(answer[name], dict), name


def test_without_webgl_no_map_is_sent(collection: Collection, dataset: Dataset) -> None:
    assert sent(collection, dataset, webgl=False)["map"] is no_update


def test_few_events_are_drawn_one_by_one(collection: Collection, dataset: Dataset) -> None:
    many, few = sent(collection, dataset), sent(collection, dataset, "from=2015-02&to=2015-03")
    assert (many["drawn"]["mode"], few["drawn"]["mode"]) == ("bins", "events")
    assert {trace.get("stackgroup") for trace in many["timeline"]["data"]} == {"events"}
    assert {trace.get("stackgroup") for trace in few["timeline"]["data"]} == {None}
    assert few["foot"] == "Each mark is one event."
    assert EVENTS > SINGLES


def test_every_view_tells_the_same_numbers(collection: Collection, dataset: Dataset) -> None:
    look = scene(collection, "from=2012&to=2016&type=ASSAULT")
    tally = collection.tally(look.asked.question).value
    answer = view(look, dataset, {}, url)
    assert answer["summary"].startswith(f"{tally.selected} of {EVENTS} events: {tally.certain} certainly")
    rows, pager = page(look, {})
    listed = tally.selected + tally.undated
    assert f"of {listed:,}" in pager
    assert rows.count("data-event-id") == min(PAGE, listed)


# query, what the notice names
NOTICES = [
    ("thread=talks", ("thread is no filter of an imported collection",)),
    ("actor=%3Cscript%3E", ("&lt;script&gt;",)),
    ("from=last+week", ("last week", "is not a date")),
    ("from=2023-02-30&to=x", ("2023-02-30", "to “x” is not a date")),
    ("foo=1", ("foo", "is no filter that Panj knows")),
    ("from=2024&to=2023", ("from 2024 is after to 2023",)),
    ("q=" + "x" * 5000, ("longer than",)),
]


@pytest.mark.parametrize(("query", "words"), NOTICES)
def test_what_cannot_be_used_is_named(
    collection: Collection, dataset: Dataset, query: str, words: tuple[str, ...]
) -> None:
    answer = sent(collection, dataset, query)
    assert answer["notice_hidden"] is False
    for word in words:
        assert word in answer["notice"]
    assert "<script>" not in answer["notice"]
    assert answer["summary"].startswith(f"{EVENTS - _undated(collection)} of {EVENTS} events")


def _undated(collection: Collection) -> int:
    return int(collection.tally(scene(collection).asked.question).value.undated)


def _numbers(rows: str) -> int:
    return rows.count("data-event-id")


@pytest.mark.parametrize("number", [999, 10**30, EVENTS])
def test_a_page_beyond_the_end_is_the_last(collection: Collection, number: int) -> None:
    rows, pager = page(scene(collection), {"page": number})
    assert f"{EVENTS - (EVENTS - 1) % PAGE:,}–{EVENTS:,} of {EVENTS:,}" in pager
    assert _numbers(rows) == (EVENTS - 1) % PAGE + 1


@pytest.mark.parametrize("number", [-1, -(10**30), "2", 1.5, None, True, [2], {}])
def test_a_page_that_is_none_is_the_first(collection: Collection, number: Any) -> None:
    assert page(scene(collection), {"page": number}) == page(scene(collection), {})


def test_pages_hold_every_event_once(collection: Collection) -> None:
    found: list[str] = []
    for number in range(-(-EVENTS // PAGE)):
        rows, _ = page(scene(collection), {"page": number})
        found += [part.split('"')[0] for part in rows.split('data-event-id="')[1:]]
    assert len(found) == len(set(found)) == EVENTS


@pytest.mark.parametrize("reference", ["9" * 80, "0-" + "9" * 80, "<script>", "0-999999", "SYN9999999", "-"])
def test_a_card_that_is_not_there_is_said(collection: Collection, reference: str) -> None:
    text, hidden = opened(collection, reference)
    assert (hidden, "not in the collection" in text) == (False, True)
    assert "<script>" not in text


@pytest.mark.parametrize("reference", ["0-0", "SYN0000001"])
def test_a_card_opens_by_its_place_and_by_its_id(collection: Collection, reference: str) -> None:
    assert "SYN0000001" in opened(collection, reference)[0]


@pytest.mark.parametrize("partitions", [[], [[]], [[Row(None), Row(None)]]])
@pytest.mark.parametrize("query", ["", "from=2020&to=2021", "when=certain"])
def test_a_collection_without_dates_has_a_page(
    tmp_path: Path, dataset: Dataset, partitions: list[list[Row]], query: str
) -> None:
    empty = cases.opened(tmp_path, *partitions)
    answer = sent(empty, dataset, query)
    assert answer["summary"].startswith("0 of ")
    assert answer["notice_hidden"] is True
    assert "timeline" in answer
    rows, pager = page(scene(empty, query), {"page": 7})
    total = sum(map(len, partitions))
    assert _numbers(rows) == total
    assert f"of {total}" in pager


class Down:
    """Partitions that nobody reaches."""

    def map_partitions(self, work: Any) -> Answer[Any]:
        raise ClusterError("No worker of the cluster answered.")


class Half:
    """Partitions of which the last is lost."""

    def __init__(self, inner: Here[Any]) -> None:
        self.inner = inner

    def map_partitions(self, work: Any) -> Answer[Any]:
        return Answer(self.inner.map_partitions(work).results[:-1], ("events-0001.parquet did not answer.",))


def test_a_cluster_that_does_not_answer_is_said(tmp_path: Path) -> None:
    down = replace(cases.opened(tmp_path, [Row(day(1))]), spread=Down())  # type: ignore[arg-type]
    with pytest.raises(ClusterError):
        scene(down)
    assert "No worker" in failed("No worker of the cluster answered.")["notice"]
    assert "Event 0" in opened(down, "0-0")[0], "a card needs no cluster"


def test_a_partial_answer_is_told_in_every_view(tmp_path: Path, dataset: Dataset) -> None:
    held = cases.opened(tmp_path, [Row(day(1))], [Row(day(2))])
    assert isinstance(held.spread, Here)
    half = replace(held, spread=Half(held.spread))  # type: ignore[arg-type]
    answer = sent(half, dataset)
    assert answer["notice"].count("events-0001.parquet did not answer.") == 1
    assert "partial answer" in answer["notice"]
    assert answer["summary"].startswith("1 of 1 events")
    rows, _ = page(scene(half), {})
    assert "partial answer" in rows
    strips = [following(one)["strip_drawn"] for one in (half, held)]
    assert strips[0] != strips[1], "the strip is sent again once whole"


class StripHalf(Half):
    """Partitions of which the last is lost when the strip is asked for."""

    def map_partitions(self, work: Any) -> Answer[Any]:
        strip = work.func is tally.strip
        return super().map_partitions(work) if strip else self.inner.map_partitions(work)


def test_a_strip_that_lacks_a_partition_says_so(tmp_path: Path) -> None:
    held = cases.opened(tmp_path, [Row(day(1))], [Row(day(2))])
    assert isinstance(held.spread, Here)
    lacking = replace(held, spread=StripHalf(held.spread))  # type: ignore[arg-type]
    assert "did not answer" not in page(scene(lacking), {})[0]
    assert following(lacking)["rows"].count("events-0001.parquet did not answer.") == 1


DIGEST = """
import sys; from pathlib import Path
from tests.components.test_collection_callbacks import following, open_collection
print(following(open_collection(Path(sys.argv[1])), sys.argv[2])["strip_drawn"])
"""


def test_two_workers_agree_on_what_the_browser_holds(collection: Collection) -> None:
    query = urlencode({"actor": collection.actors[0][0], "type": "ASSAULT", "from": "2010"})
    told = {
        subprocess.run(
            [sys.executable, "-c", DIGEST, str(collection.folder), query],
            cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1
    assert told != {""}
