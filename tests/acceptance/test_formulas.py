"""Check 10: texts that a spreadsheet would run, in every export, read back by other readers than ours."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app import create_app
from data.__main__ import main
from data.dataset import Dataset, load
from data.releases import Releases
from portal.exports import FILES, PICTURES
from portal.settings import Settings
from tests.acceptance.hostile import package_of

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "  @")
"""What makes a cell a formula somewhere (OWASP, CSV injection), and what some readers trim before."""
CALLS = ("HYPERLINK(1)", "cmd|' /C calc'!A0", "1+1", "SUM(1,2)*cmd|'x'!A1")
TABLES = {"panj.csv.zip", "panj.xlsx", "panj.datapackage.zip"}
NO_TABLES = {"panj.geojson", "citations.txt", "citations.bib", "citations.json"}
"""JSON and lists of sources, which no spreadsheet opens by itself."""


def formula(column: str, row: int) -> str:
    """Every start in every column, no two cells equal."""
    turn = row + sum(map(ord, column))
    return f"{STARTS[turn % len(STARTS)]}{CALLS[turn % len(CALLS)]} {row}"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return load(package_of(tmp_path_factory.mktemp("formulas"), formula))


@pytest.fixture(scope="module")
def client(hostile: Dataset) -> Any:
    return create_app(Settings(prefix="/"), Releases(hostile)).server.test_client()


def cells(name: str, body: bytes) -> Iterator[str]:
    """All cells of the tables in an export."""
    if name.endswith(".xlsx"):
        for sheet in openpyxl.load_workbook(io.BytesIO(body)):
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f" and cell.hyperlink is None, (
                        f"{sheet.title}!{cell.coordinate}"
                    )
                    yield str(cell.value or "")
        return
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        for part in packed.namelist():
            if part.endswith(".csv"):
                text = packed.read(part).decode("utf-8")
                yield from (cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row)


def runs(cell: str) -> bool:
    """Whether some spreadsheet takes the cell for a formula; a plain number is none."""
    start = cell.lstrip(" ")
    if start[:1] in ("-", "+") and start[1:].replace(".", "", 1).isdecimal():
        return False
    return start.startswith(tuple(one.strip(" ") for one in STARTS))


def test_every_export_is_tried() -> None:
    assert set(FILES) == TABLES | NO_TABLES
    assert all(name.endswith(".svg") for name in PICTURES)


def test_the_dataset_is_full_of_formulas(hostile: Dataset) -> None:
    assert not hostile.problems
    starts = tuple(hostile.tables["events"]["title"])
    kept = set(STARTS) - {"\r"}  # a reader of text files takes it for the end of a line
    assert all(any(title.startswith(start) for title in starts) for start in kept)


@pytest.mark.parametrize("name", sorted(TABLES))
@pytest.mark.parametrize("query", ["", "q=%3DHYPERLINK&from=2023", "actor=%3D1%2B1&view=%2Bx"])
def test_no_cell_of_a_table_runs(client: Any, name: str, query: str) -> None:
    answer = client.get(f"/export/{name}?{query}")
    assert answer.status_code == 200
    found = list(cells(name, answer.data))
    assert found and not [cell for cell in found if runs(cell)]
    assert query.startswith("q=") or any(cell.startswith("'") for cell in found), "they are there, disarmed"


def test_the_command_line_s_csv_is_disarmed_too(hostile: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["query", "--package", str(hostile.folder), "--format", "csv"]) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out, newline="")))
    assert len(rows) > 50 and not [cell for row in rows for cell in row if runs(cell)]


def test_the_table_on_the_page_has_no_export_of_its_own() -> None:
    """AG Grid's CSV export would write the cells as they are: it is not asked for."""
    sources = [*Path("components").rglob("*.py"), *Path("assets").glob("*.js")]
    assert sources
    for source in sources:
        text = source.read_text("utf-8")
        assert "csvExport" not in text and "exportDataAs" not in text, source
