"""An open collection: what is kept, what is partial, what a broken file does to the rest."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench import synthetic
from data.cluster import Answer, ClusterError, Here
from data.collections.collection import Collection, open_collection
from data.collections.tally import Question
from data.collections.writer import is_collection
from data.dates import UNBOUNDED_FUTURE, UNBOUNDED_PAST, Bounds
from data.validation import PackageError
from tests.data.collections.cases import PLACES, Row, counted, day, made, opened

ROWS = [Row(day(3)), Row(Bounds(1, 30, 1, 30)), Row(None), Row(day(50), category=4)]
ASKED = Question(edges=(0, 10, 60), n_places=len(PLACES))


class Flaky:
    """Partitions of which the last does not answer while `broken`."""

    def __init__(self, inner: Here[Any]) -> None:
        self.inner, self.broken, self.asked = inner, True, 0

    def map_partitions(self, work: Callable[[Any], Any]) -> Answer[Any]:
        self.asked += 1
        answer = self.inner.map_partitions(work)
        if not self.broken:
            return answer
        return Answer(answer.results[:-1], ("events-0001.parquet did not answer.",))


@pytest.fixture
def flaky(tmp_path: Path) -> tuple[Collection, Flaky]:
    held = opened(tmp_path, ROWS[:3], ROWS[3:])
    assert isinstance(held.spread, Here)
    spread = Flaky(held.spread)
    return replace(held, spread=spread), spread  # type: ignore[arg-type]


def test_an_answer_is_kept(tmp_path: Path) -> None:
    collection = opened(tmp_path, ROWS)
    assert collection.tally(ASKED) is collection.tally(replace(ASKED))
    assert collection.strip(ASKED) is collection.strip(replace(ASKED))
    assert collection.tally(ASKED) is not collection.tally(replace(ASKED, window=(0, 9)))


def test_a_partial_answer_is_told_and_not_kept(flaky: tuple[Collection, Flaky]) -> None:
    collection, spread = flaky
    partial = collection.tally(ASKED)
    assert (partial.value.total, partial.failed) == (3, ("events-0001.parquet did not answer.",))
    assert collection.span == (1, 30)
    spread.broken = False
    assert (collection.tally(ASKED).value.total, collection.tally(ASKED).failed) == (4, ())
    assert collection.span == (1, 50), "a span that lacked a partition is not kept either"
    before = spread.asked
    assert (collection.tally(ASKED).value.total, collection.span) == (4, (1, 50))
    assert spread.asked == before


def broken(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 3 :] = raw[len(raw) // 2 :]
    path.write_bytes(raw)


@pytest.mark.parametrize("spoil", [broken, Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_partition_that_cannot_be_read_is_named_and_the_rest_answers(
    tmp_path: Path, spoil: Callable[[Path], Any]
) -> None:
    made(tmp_path, [ROWS[:2], ROWS[2:3], ROWS[3:]])
    spoil(tmp_path / "events-0001.parquet")
    collection = open_collection(tmp_path)
    told = collection.tally(ASKED)
    assert told.value.total == 3
    assert told.value.undated == counted(ROWS[:2] + ROWS[3:], ASKED)["undated"] == 0
    assert len(told.failed) == 1
    assert told.failed[0].startswith("events-0001.parquet cannot be read")
    assert str(tmp_path) not in told.failed[0], "a reader learns nothing of the server's folders"
    assert "\n" not in told.failed[0]


def test_where_no_partition_answers_it_is_said(tmp_path: Path) -> None:
    made(tmp_path, [ROWS])
    (tmp_path / "events-0000.parquet").unlink()
    collection = open_collection(tmp_path)
    for ask in (lambda: collection.tally(ASKED), lambda: collection.span):
        with pytest.raises(ClusterError, match="Made by hand"):
            ask()


@pytest.mark.parametrize("partitions", [[], [[]], [[Row(None)], [Row(None)]]])
def test_without_a_date_the_span_is_one_day(tmp_path: Path, partitions: list[list[Row]]) -> None:
    collection = opened(tmp_path, *partitions)
    assert collection.span == (0, 0)
    told = collection.tally(ASKED)
    assert (told.value.total, told.value.selected, told.failed) == (
        len(partitions) if any(partitions) else 0,
        0,
        (),
    )
    assert collection.strip(ASKED).value.tolist() == [[0, 0], [0, 0]]


def test_an_invented_collection_of_no_events_answers(tmp_path: Path) -> None:
    synthetic.write(tmp_path, 0)
    collection = open_collection(tmp_path)
    assert collection.tally(Question(n_places=len(collection.places))).value.total == 0


def test_open_ends_do_not_stretch_the_span(tmp_path: Path) -> None:
    rows = [Row(Bounds(UNBOUNDED_PAST, 9, 4, 9)), Row(Bounds(20, 25, 30, UNBOUNDED_FUTURE))]
    assert opened(tmp_path, rows).span == (4, 30)


def test_the_licence_is_that_of_the_first_source(tmp_path: Path) -> None:
    sources = [{"title": "Invented", "licence": "free for tests"}, {"licence": "other"}]
    assert open_collection(made(tmp_path / "a", [], sources=sources)).licence == "free for tests"
    others: list[Any] = [None, [], ["x"], {"licence": "x"}, [{}]]
    for number, odd in enumerate(others):
        assert open_collection(made(tmp_path / f"{number}", [], sources=odd)).licence == ""


def test_the_release_changes_with_the_descriptor(tmp_path: Path) -> None:
    one, other = opened(tmp_path / "a"), open_collection(made(tmp_path / "b", [], created="2026"))
    assert one.release == opened(tmp_path / "c").release != other.release


def test_a_name_in_any_spelling_means_every_actor_that_bears_it(tmp_path: Path) -> None:
    collection = opened(tmp_path, ROWS)
    assert collection.actor_names.resolve("HILL guard") == {"0", "2"}
    assert collection.actor_names.resolve('Odd: "<b>&') == {"3"}
    assert collection.actor_names.resolve("0") == frozenset(), "a code is no name"
    assert collection.place_names.resolve("town") == {"0", "1"}
    assert collection.source_names.resolve("paper") == {"0"}


DESCRIPTORS = [
    "", "[]", "null", "{", '{"panj": 1}', '{"panj": {"kind": "collection", "format": 1}}',
    '{"name": "x", "panj": {"kind": "collection", "format": 2, "partitions": 0}}',
    '{"name": "x", "panj": {"kind": "other", "format": 1, "partitions": 0}}',
    '{"name": "", "panj": {"kind": "collection", "format": 1, "partitions": 0}}',
    '{"name": "x", "panj": {"kind": "collection", "format": 1, "partitions": "many"}}',
]  # fmt: skip


@pytest.mark.parametrize("text", DESCRIPTORS)
def test_a_descriptor_that_cannot_be_used_is_named(tmp_path: Path, text: str) -> None:
    made(tmp_path, [ROWS])
    (tmp_path / "datapackage.json").write_text(text, "utf-8")
    with pytest.raises(PackageError, match=r"datapackage\.json"):
        open_collection(tmp_path)


def test_a_folder_says_of_itself_whether_it_is_a_collection(tmp_path: Path) -> None:
    assert is_collection(made(tmp_path / "a", []))
    assert not is_collection(tmp_path)
    (tmp_path / "datapackage.json").write_text(json.dumps({"panj": ["collection"]}), "utf-8")
    assert not is_collection(tmp_path)


@pytest.mark.parametrize("table", ["actors", "places", "sources", "types"])
def test_a_table_of_names_that_cannot_be_read_is_named(tmp_path: Path, table: str) -> None:
    made(tmp_path, [ROWS])
    (tmp_path / f"{table}.parquet").write_bytes(b"PAR1")
    with pytest.raises(PackageError, match=f"{table}.parquet"):
        open_collection(tmp_path)


def test_the_partitioning_changes_no_number_of_an_invented_collection(tmp_path: Path) -> None:
    synthetic.write(tmp_path, 900, actors=9, places=12, rows=120)
    collection = open_collection(tmp_path)
    assert len(collection.files) == 8
    low, high = collection.span
    middle = (low + high) // 2
    question = Question(actors=((0,), (1,)), window=(middle, high), edges=(low, middle, high + 1),
                        n_places=len(collection.places))  # fmt: skip
    found = collection.tally(question).value
    parts = collection.ask(lambda part: len(part)).value
    assert found.total == sum(parts) == 900
    assert found.places.sum() == found.selected > 0
