"""A partition in memory: sorted by how its events are dated, and refused where its file is not as told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.collections import schema
from data.collections.columns import Columns, columns_of, read_columns
from data.dates import UNBOUNDED_FUTURE, UNBOUNDED_PAST, Bounds
from tests.data.collections.cases import ACTORS, PLACES, ROWS, SOURCES, Row, day, events_table

SIZES = (len(ACTORS), len(PLACES), len(SOURCES))


@given(st.lists(ROWS, max_size=20))
def test_every_event_keeps_its_cells(rows: list[Row]) -> None:
    part = columns_of("made", events_table(rows), *SIZES)
    assert sorted(part.lines.tolist()) == list(range(len(rows)))
    for position, line in enumerate(part.lines.tolist()):
        row = rows[line]
        assert (position < part.dated) == (row.bounds is not None)
        assert (position < part.exact) == (row.bounds is not None and len(set(row.bounds)) == 1)
        if row.bounds is not None:
            assert tuple(int(bound[position]) for bound in part.bounds) == row.bounds
        assert (part.category[position], part.place[position] - 1) == (row.category, row.place)
        held = {actor for actor in range(len(ACTORS)) if position in part.actors.rows_of(actor)}
        assert held == {actor for actor, _ in row.parties}
        for actor, role in row.parties:
            assert position in part.actors.rows_of(actor, role)


@given(st.lists(ROWS, max_size=20))
def test_events_of_a_code_are_each_there_once(rows: list[Row]) -> None:
    part = columns_of("made", events_table(rows), *SIZES)
    for index, known in ((part.actors, len(ACTORS)), (part.sources, len(SOURCES))):
        for code in range(known):
            held = index.rows_of(code).tolist()
            assert held == sorted(set(held))
    assert part.nbytes >= 4 * len(rows)


@pytest.mark.parametrize("code", [-1, len(ACTORS), 10**6])
def test_an_unknown_code_has_no_events(code: int) -> None:
    part = columns_of("made", events_table([Row(day(1), parties=((0, 0),))]), *SIZES)
    assert part.actors.rows_of(code).tolist() == []


def _with(name: str, value: Any, kind: Any = None) -> Callable[[Any], Any]:
    def change(table: Any) -> Any:
        column = pa.array([value] * len(table), kind or schema.EVENTS.field(name).type)
        return table.set_column(table.schema.get_field_index(name), name, column)

    return change


WRONG: list[tuple[str, Callable[[Any], Any]]] = [
    ("a code has no row", _with("category", 200)),
    ("a code has no row", _with("place", len(PLACES))),
    ("a code has no row", _with("place", -2)),
    ("a code has no row", _with("actors", [len(ACTORS)])),
    ("a code has no row", _with("sources", [-1])),
    ("roles do not match", _with("roles", [1, 1])),
    ("roles do not match", _with("roles", [len(schema.ROLES)])),
    ("empty cells", _with("end_latest", None)),
    ("empty cells", _with("actors", None)),
    ("empty cells", _with("sources", [None])),
    ("empty cells", lambda table: table.drop_columns(["start_latest"])),
    ("not in order", _with("start_latest", UNBOUNDED_PAST)),
    ("not in order", _with("end_earliest", UNBOUNDED_FUTURE)),
    ("not in order", _with("end_latest", 0)),
    ("as a scalar", _with("category", "ASSAULT", pa.string())),
    ("list", _with("actors", "Hill", pa.string())),
]


@pytest.mark.parametrize(("reason", "change"), WRONG)
def test_a_file_that_is_none_of_ours_is_refused(
    tmp_path: Path, reason: str, change: Callable[[Any], Any]
) -> None:
    path = tmp_path / "events-0000.parquet"
    pq.write_table(change(events_table([Row(Bounds(3, 5, 7, 9), parties=((0, 1),), sources=(0,))])), path)
    with pytest.raises(ValueError, match=reason):
        read_columns(path, *SIZES)


def test_roles_of_another_event_do_not_pass_for_ones_own() -> None:
    table = events_table([Row(day(1), parties=((0, 1),)), Row(day(2), parties=((1, 1), (2, 2)))])
    shifted = pa.array([[1, 1], [2]], schema.EVENTS.field("roles").type)
    with pytest.raises(ValueError, match="roles do not match"):
        columns_of("made", table.set_column(9, "roles", shifted).cast(schema.EVENTS), *SIZES)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"\0" * 4096, b"id,date\n1,2\n"])
def test_bytes_that_are_no_table_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "events-0000.parquet"
    path.write_bytes(content)
    with pytest.raises((OSError, ValueError)):
        read_columns(path, *SIZES)


def test_no_events_at_all_are_a_partition_too() -> None:
    part: Columns = columns_of("made", schema.EVENTS.empty_table(), 0, 0, 0)
    assert (len(part), part.exact, part.dated) == (0, 0, 0)
    assert part.actors.counts(np.zeros(0, dtype=np.uint8), 3).shape == (2, 0)
