"""A collection on the disk: partitions, codes, the descriptor, and what a newer row replaces."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.collections import schema
from data.collections.codes import Offers
from data.collections.writer import About, CollectionWriter, TargetError, is_collection
from data.dates import parse
from data.importers.drafts import Draft, DraftActor, DraftPlace

ABOUT = About(
    dataset="invented",
    dataset_title="Invented events",
    dataset_version="7",
    licence="free",
    files=("a.csv",),
    title="Invented events 7",
    version="7",
    created=datetime(2026, 1, 15, tzinfo=UTC),
)
POINT = DraftPlace("Town", "settlement", 37.0, 70.0, "Afghanistan", "Takhar", "Chahab")
AREA = DraftPlace("Chahab", "district", None, None, "Afghanistan", "Takhar", "Chahab")


def draft(key: str, stamp: int = 0, **more: Any) -> Draft:
    told = {"date": "2023-11", "type": "Clash", "category": "ASSAULT", "title": f"Clash {key}", **more}
    bounds = parse(told["date"]) if told["date"] else None
    return Draft(key=key, stamp=stamp, bounds=bounds, date_phrase="Nov", date_reason="said so", **told)


def written(folder: Path, drafts: list[Draft], per_partition: int = 3, **options: Any) -> list[str]:
    """Write drafts, line n the n-th; returns the ids of those that others replaced."""
    gone: list[str] = []
    with CollectionWriter(folder, ABOUT, per_partition=per_partition, **options) as writer:
        for line, one in enumerate(drafts, 1):
            writer.add(one, "a.csv", line)
        writer.settle(lambda file, line, key: gone.append(f"{key} {line}"))
        writer.finish()
    return gone


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    return [
        row for path in sorted(folder.glob(f"{name}*.parquet")) for row in pq.read_table(path).to_pylist()
    ]


def test_every_column_is_as_the_schema_says(tmp_path: Path) -> None:
    one = draft(
        "a",
        actors=(DraftActor("Hill", "initiator", "State"), DraftActor("River")),
        place=POINT,
        sources=("Paper",),
        deaths=(3, None, 9),
        caveats=("unsure",),
    )
    written(tmp_path / "made", [one, draft("b", date="", type="", category="")])
    assert rows(tmp_path / "made", "events") == [
        {
            "dated": True, "start_earliest": 19662, "start_latest": 19691, "end_earliest": 19662,
            "end_latest": 19691, "category": schema.CATEGORIES.index("ASSAULT"), "type": 0, "place": 0,
            "actors": [0, 1], "roles": [1, 0], "sources": [0], "deaths_best": 3, "deaths_low": -1,
            "deaths_high": 9,
        },
        {
            "dated": False, "start_earliest": 0, "start_latest": 0, "end_earliest": 0, "end_latest": 0,
            "category": 0, "type": -1, "place": -1, "actors": [], "roles": [], "sources": [],
            "deaths_best": -1, "deaths_low": -1, "deaths_high": -1,
        },
    ]  # fmt: skip
    assert rows(tmp_path / "made", "words")[0]["caveats"] == ["unsure"]
    for name, columns in {"events-0000": schema.EVENTS, "words-0000": schema.WORDS, **schema.CODED}.items():
        assert pq.read_schema(tmp_path / "made" / f"{name}.parquet").equals(columns)


def test_codes_are_given_once_and_offers_asked_once(tmp_path: Path) -> None:
    asked: list[str] = []

    def actor(name: str) -> str:
        asked.append(name)
        return f"A-{name}"

    mine = Offers(actor=actor, place=lambda place: "L-1" if place.precision == "district" else "")
    hill = (DraftActor("Hill"),)
    drafts = [
        draft("a", actors=hill, place=POINT),
        draft("b", actors=hill, place=AREA),
        draft("c", place=AREA),
    ]
    written(tmp_path / "made", drafts, offers=mine)
    assert rows(tmp_path / "made", "actors") == [{"name": "Hill", "kind": "", "offered": "A-Hill"}]
    assert [row["offered"] for row in rows(tmp_path / "made", "places")] == ["", "L-1"]
    assert [row["latitude"] for row in rows(tmp_path / "made", "places")] == [37.0, None]
    assert [row["place"] for row in rows(tmp_path / "made", "events")] == [0, 1, 1]
    assert asked == ["Hill"]


def test_the_descriptor_describes_the_files(tmp_path: Path) -> None:
    folder = tmp_path / "My events"
    written(folder, [draft(str(number)) for number in range(7)])
    told = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert told["name"] == "my-events"
    assert told["panj"] == {
        "kind": "collection", "format": 1, "dataset": "invented", "dataset_version": "7", "partitions": 3,
        "events": 7,
    }  # fmt: skip
    assert {one["path"] for one in told["resources"]} == {
        path.name for path in folder.iterdir() if path.name != "datapackage.json"
    }
    for one in told["resources"]:
        content = (folder / one["path"]).read_bytes()
        assert (one["bytes"], one["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
    assert [one["rowcount"] for one in told["resources"] if one["name"].startswith("words")] == [3, 3, 1]
    assert [*tmp_path.iterdir()] == [folder]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(-3, 3)), max_size=30), st.integers(1, 7))
def test_the_newest_row_of_every_id_stays(
    tmp_path_factory: pytest.TempPathFactory, keys: list[tuple[int, int]], per_partition: int
) -> None:
    folder = tmp_path_factory.mktemp("made") / "made"
    drafts = [draft(str(key), stamp) for key, stamp in keys]
    newest: dict[str, tuple[int, int]] = {}
    for line, one in enumerate(drafts, 1):
        newest[one.key] = max(newest.get(one.key, (one.stamp, line)), (one.stamp, line))
    gone = written(folder, drafts, per_partition)
    kept = [(row["id"], row["line"]) for row in rows(folder, "words")]
    assert kept == sorted(((key, line) for key, (_, line) in newest.items()), key=lambda pair: pair[1])
    assert len(gone) + len(kept) == len(drafts)
    assert len(rows(folder, "events")) == len(kept)
    numbers = sorted(path.name for path in folder.glob("events-*"))
    assert numbers == [f"events-{number:04}.parquet" for number in range(max(1, len(numbers)))]


def test_a_draft_of_many_rows_is_read_a_group_at_a_time(tmp_path: Path) -> None:
    many = schema.WORDS_PER_GROUP * 2 + 1
    written(tmp_path / "made", [draft(str(number)) for number in range(many)], schema.PER_PARTITION)
    assert pq.read_metadata(tmp_path / "made" / "words-0000.parquet").num_row_groups == 3
    assert pq.read_metadata(tmp_path / "made" / "events-0000.parquet").num_row_groups == 1


def test_nothing_is_left_of_an_import_that_fails(tmp_path: Path) -> None:
    def failing() -> Iterator[Draft]:
        yield draft("a")
        raise OSError("no more")

    with pytest.raises(OSError, match="no more"), CollectionWriter(tmp_path / "made", ABOUT) as writer:
        for one in failing():
            writer.add(one, "a.csv", 1)
    assert [*tmp_path.iterdir()] == []


def test_only_a_collection_is_replaced_and_only_when_asked(tmp_path: Path) -> None:
    folder = tmp_path / "made"
    written(folder, [draft("a")])
    assert is_collection(folder)
    with pytest.raises(TargetError, match="--replace"):
        written(folder, [draft("b")])
    written(folder, [draft("b")], replace=True)
    assert [row["id"] for row in rows(folder, "words")] == ["b"]
    assert [*tmp_path.iterdir()] == [folder]


@pytest.mark.parametrize("content", ["", "[]", '{"panj": 1}', '{"panj": {"kind": "other"}}', "{"])
def test_a_folder_of_something_else_is_never_replaced(tmp_path: Path, content: str) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "datapackage.json").write_text(content)
    with pytest.raises(TargetError, match="no collection"):
        written(folder, [draft("a")], replace=True)
    assert (folder / "datapackage.json").read_text() == content
