"""Whatever a file holds, its import ends with an account that sums, or with one sentence why it cannot."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.importers import lines
from data.importers.acled import ACLED
from data.importers.delimited import DelimitedFile
from data.importers.files import FileError, Limits
from data.importers.lines import Row, Rows
from data.importers.ucdp import LAYOUT as UCDP_LAYOUT
from tests.data.importers.import_cases import (
    ACLED_COLUMNS,
    ACLED_ROW,
    GDELT_ROW,
    LATEST,
    UCDP_ROW,
    Imported,
    delimited,
    gdelt,
)

CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "1", "2", "3", "7", "-1", "1e400", "11/8/2023", "2023-11-08", "#tag", '"', "\0", "NaN", "٣"]
    ),
)
MARKS = st.text(alphabet='ab,;"\n\r\t\0 #', max_size=60)
ROWS = {"acled": ACLED_ROW, "ucdp": UCDP_ROW, "gdelt": GDELT_ROW}
(UCDP_ORDER,) = UCDP_LAYOUT.orders.values()
HEADED = {"acled": delimited(ACLED_COLUMNS, []), "ucdp": delimited(UCDP_ORDER, []), "gdelt": gdelt({})}
# Each example makes a collection on the disk, so there are fewer of them than elsewhere.
FEWER = settings(max_examples=40, deadline=None)


def accounted(folder: Path, form: str, content: bytes) -> None:
    """Import; nothing but a refusal may be raised, and every row is accounted for in all three places."""
    try:
        found = Imported(folder, form, content)
    except FileError as error:
        assert str(error).startswith("file1.csv: ")
        assert [path.name for path in folder.iterdir()] == ["file1.csv"]
        return
    account = found.account
    assert account.balanced()
    assert len(found.rows("events")) == len(found.rows("words")) == account.accepted
    told = json.loads((found.into / "report.json").read_text("utf-8"))
    assert told["rows"] == told["accepted"] + told["rejected"]["total"] + told["superseded"]["total"]


@pytest.mark.parametrize("form", ROWS)
@FEWER
@given(content=st.binary(max_size=300))
def test_arbitrary_bytes(tmp_path_factory: pytest.TempPathFactory, form: str, content: bytes) -> None:
    accounted(tmp_path_factory.mktemp("fuzz"), form, content)
    accounted(tmp_path_factory.mktemp("fuzz"), form, HEADED[form].encode() + content)


@pytest.mark.parametrize("form", ROWS)
@FEWER
@given(data=st.data())
def test_arbitrary_tables(tmp_path_factory: pytest.TempPathFactory, form: str, data: st.DataObject) -> None:
    changes = st.dictionaries(st.sampled_from([*ROWS[form]]), CELLS, max_size=4)
    rows = [{**ROWS[form], **more} for more in data.draw(st.lists(changes, max_size=8))]
    columns = {"acled": ACLED_COLUMNS, "ucdp": UCDP_ORDER, "gdelt": [*GDELT_ROW]}[form]
    text = delimited(columns, rows, data.draw(st.sampled_from(",;\t")))
    cut = data.draw(st.integers(0, len(text)))
    accounted(tmp_path_factory.mktemp("fuzz"), form, text[:cut].encode("utf-8", "replace"))


@given(MARKS, st.integers(0, 4), st.booleans())
def test_every_line_is_in_some_row(text: str, width: int, quoted: bool) -> None:
    """Rows stand in the order of their lines, each begins where the one before has ended, and none is lost:
    what is not blank is between the first line and the last."""
    rows = Rows(io.StringIO(text, newline=""), ",", quoted)
    rows.width = width
    found = [*rows]
    starts = [row.line for row in found]
    assert starts == sorted(set(starts))
    physical = [*io.StringIO(text, newline="")]
    blank = {number for number, line in enumerate(physical, 1) if not line.strip("\r\n")}
    assert set(starts) <= set(range(1, len(physical) + 1))
    if physical and len(blank) < len(physical):
        assert starts[0] == min(set(range(1, len(physical) + 1)) - blank)
    for row in found:
        assert row.fault is not None or not width or len(row.cells) == width


def test_a_hostile_file_is_read_a_bounded_number_of_times() -> None:
    """Every line closes the quote before it and opens another: each reading runs to the limit of a row."""
    count = 3_000
    read = 0

    class Counting(io.StringIO):
        def readline(self, *size: int) -> str:  # type: ignore[override]
            nonlocal read
            read += 1
            return super().readline(*size)

    rows = Rows(Counting('x",,"z\n' * count), ",")
    rows.width = 3
    found: list[Row] = [*rows]
    assert read == count + 1
    assert sum(row.fault is None for row in found) == 0
    assert len(found) <= lines.MAX_LINES + count


def test_no_more_is_read_than_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(delimited(ACLED_COLUMNS, [{**ACLED_ROW, "notes": "x" * 1000}] * 2000), "utf-8")
    positions: list[int] = []
    rows = DelimitedFile(path, ACLED, Limits(), LATEST).read(positions.append)
    next(rows)
    assert positions[0] < path.stat().st_size / 10
    rows.close()
