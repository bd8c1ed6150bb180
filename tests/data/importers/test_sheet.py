"""Own spreadsheets, CSV and Excel: rows by header, faults by line, limits, and hostile workbooks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importers.drafts import Draft, RowError
from data.importers.files import FileError, Limits
from data.importers.header import AGAIN, EMPTY, HXL
from data.importers.lines import CUT, NUL, UNCLOSED, WIDTH
from data.importers.mapping import Mapping
from data.importers.sheet import SheetFile, open_sheet, sheet_rows

NO_LIMITS = Limits()


def written(folder: Path, content: str | bytes, name: str = "own.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def book(folder: Path, *sheets: Sequence[Sequence[object]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets, 1):
        sheet = made.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    path = folder / "own.xlsx"
    made.save(path)
    return path


def shown(path: Path) -> list[tuple[int, dict[str, str] | str]]:
    return [
        (line, row.reason if isinstance(row, RowError) else row) for line, row in sheet_rows(path, NO_LIMITS)
    ]


@pytest.mark.parametrize(
    "content",
    [
        "Date,Place\n2023,Newtown\n",
        "Date;Place\r\n2023;Newtown\r\n",
        "Date\tPlace\n2023\tNewtown\n",
        "\ufeffDate,Place\n2023,Newtown",
        "\n\nDate,Place\n\n2023, Newtown \n",
        'Date,Place,,\n2023,"Newtown",,\n',
        "My events,,\nDate,Place,\n2023,Newtown,\n",
        "Date;Place\n2023;Newtown, or near it\n".replace(", or near it", ""),
    ],
)
def test_delimited_text_is_read_by_header(tmp_path: Path, content: str) -> None:
    assert [row for _, row in shown(written(tmp_path, content))] == [{"Date": "2023", "Place": "Newtown"}]


def test_the_line_is_the_one_in_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, 'a,b\n1,"two\nlines"\n3,4\n')
    assert [line for line, _ in shown(path)] == [2, 4]


def test_headers_are_told_apart(tmp_path: Path) -> None:
    with open_sheet(written(tmp_path, "a,,a,a (column 3)\n1,2,3,4\n"), NO_LIMITS) as sheet:
        assert len({*sheet.headers}) == 4
        assert sheet.headers[:2] == ("a", "Column 2")
        assert [list(sheet.by_header(row).values()) for row in sheet] == [["1", "2", "3", "4"]]


def test_what_stands_above_the_header_is_named(tmp_path: Path) -> None:
    with open_sheet(written(tmp_path, "My events,,\na,b,\n"), NO_LIMITS) as sheet:
        assert sheet.notices == ["own.csv: line 1 is above the header: 'My events'."]


def test_faults_cost_their_row_and_no_other(tmp_path: Path) -> None:
    content = "a,b\n#x,#y\n1,2\na,b\n,\n1,2,3\n1,\0\n5,6\n7"
    assert shown(written(tmp_path, content)) == [
        (2, HXL), (3, {"a": "1", "b": "2"}), (4, AGAIN), (5, EMPTY), (6, WIDTH), (7, NUL),
        (8, {"a": "5", "b": "6"}), (9, CUT),
    ]  # fmt: skip
    assert shown(written(tmp_path, 'a,b\n1,"2\n'))[0] == (2, UNCLOSED)


def test_another_encoding_is_read_and_said(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\nCaf\xe9,2\n".encode("cp1252"))
    with open_sheet(path, NO_LIMITS) as sheet:
        assert [sheet.by_header(row)["a"] for row in sheet] == ["Café"]
        assert "Windows-1252" in sheet.notices[0]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "has no rows"),
        ("\n\n", "has no rows"),
        ("only\none\ncolumn\n", "no row has two filled cells"),
        ('"a,b\n', "the header cannot be read"),
        (",".join(f"c{number}" for number in range(501)), "has more than 500 columns"),
        (b"\xd0\xcf\x11\xe0old", "is an old Excel file"),
        (b"PK\x03\x04broken", "cannot be read"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused(tmp_path: Path, content: str | bytes, sentence: str) -> None:
    with pytest.raises(FileError, match=rf"own\.csv: {sentence}"):
        shown(written(tmp_path, content))


def test_no_more_rows_than_allowed_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n1,2\n3,4\n")
    assert len(list(sheet_rows(path, Limits(max_rows=2)))) == 2
    with pytest.raises(FileError, match="more than the 1 rows allowed"):
        list(sheet_rows(path, Limits(max_rows=1)))


def test_a_workbook_is_read_as_what_its_cells_show(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        [
            ["Date", "When", "Deaths", "Share", "Note"],
            [datetime(2023, 11, 8), datetime(2023, 11, 8, 14, 30), 3.0, 0.5, None],
            [],
            [date(2023, 11, 9), "early May 2023", 4, True, "=1+1"],
            [None, None, None, None, timedelta(hours=1)],
        ],
        [["other"]],
    )
    rows = shown(path)
    assert rows[0] == (
        2,
        {"Date": "2023-11-08", "When": "2023-11-08 14:30:00", "Deaths": "3", "Share": "0.5", "Note": ""},
    )
    assert rows[1] == (
        4,
        {"Date": "2023-11-09", "When": "early May 2023", "Deaths": "4", "Share": "True", "Note": ""},
    )
    assert len(rows) == 3
    with open_sheet(path, NO_LIMITS) as sheet:
        assert sheet.notices == ["own.xlsx: only the sheet 'Sheet 1' is read, not 'Sheet 2'."]


def test_a_cell_far_below_costs_no_million_rows(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.active.append(["a", "b"])
    made.active.append([1, 2])
    made.active["XFD1048576"] = "far"
    path = tmp_path / "own.xlsx"
    made.save(path)
    with open_sheet(path, NO_LIMITS) as sheet:
        assert [row.line for row in sheet] == [2]
        assert sheet.notices == ["own.xlsx: read up to line 2; 100 empty rows follow."]


def test_a_row_wider_than_the_header_is_a_fault(tmp_path: Path) -> None:
    assert shown(book(tmp_path, [["a", "b"], [1, 2, 3]])) == [(2, WIDTH)]


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="more than 500 columns"):
        shown(book(tmp_path, [["a", "b"], [1] * 501]))


def archive(folder: Path, members: dict[str, bytes]) -> Path:
    path = folder / "own.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        (
            {"[Content_Types].xml": b"", "xl/big.xml": bytes(60 << 20)},
            "unpacks to more than 200 times its size",
        ),
        ({"[Content_Types].xml": b"", **{f"x{n}": b"" for n in range(1000)}}, "has more than 1000 parts"),
        ({"[Content_Types].xml": b"<a"}, "is no sound workbook"),
        ({"[Content_Types].xml": b"<a/>"}, "is no sound workbook"),
        ({"content.xml": b"<a/>", "mimetype": b""}, "is an OpenDocument spreadsheet"),
    ],
)
def test_a_hostile_archive_is_refused(tmp_path: Path, members: dict[str, bytes], sentence: str) -> None:
    with pytest.raises(FileError, match=sentence):
        shown(archive(tmp_path, members))


def test_the_limit_of_bytes_holds_for_what_is_unpacked(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="more than the 1,000 bytes allowed"):
        list(sheet_rows(book(tmp_path, [["a", "b"], [1, 2]]), Limits(max_bytes=1000)))


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e "boom">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    b'<c r="A1" t="inlineStr"><is><t>a&e;</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c>'
    b"</row></sheetData></worksheet>"
)


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    with zipfile.ZipFile(book(tmp_path, [["a", "b"]])) as sound:
        members = {name: sound.read(name) for name in sound.namelist()}
    path = archive(tmp_path, {**members, "xl/worksheets/sheet1.xml": ENTITIES})
    with pytest.raises(FileError, match="is no sound workbook"):
        shown(path)


def outcomes(path: Path, mapping: Mapping | None = None) -> tuple[list[str], list[str]]:
    """The date or the reason of every row, and the notices."""
    file = SheetFile(path, NO_LIMITS, lambda name: False, mapping)
    read = [one.outcome for one in file.read(lambda done: None)]
    return [one.date if isinstance(one, Draft) else one.reason for one in read], file.notices


def test_the_order_of_day_and_month_is_the_sheets(tmp_path: Path) -> None:
    content = "Date,Title\n8/11/2023,A\n13/11/2023,B\nbetween 8/11/2023 and 9/11/2023,C\n"
    dates, notices = outcomes(written(tmp_path, content))
    assert dates == ["2023-11-08", "2023-11-13", "[2023-11-08..2023-11-09]"]
    assert "day first" in notices[-1]
    assert notices[:2] == ["Date: column 'Date'", "Title: column 'Title'"]


def test_an_order_that_nothing_tells_is_refused_unless_the_mapping_tells_it(tmp_path: Path) -> None:
    path = written(tmp_path, "Date,Title\n8/11/2023,A\n9 May 2023,B\n")
    dates, _ = outcomes(path)
    assert dates[0].startswith("the date may be read day first or month first")
    assert dates[1] == "2023-05-09"
    told = Mapping({"date": "Date", "title": "Title"}, day_first=False)
    assert outcomes(path, told)[0] == ["2023-08-11", "2023-05-09"]


def test_rows_without_an_id_are_called_by_their_line(tmp_path: Path) -> None:
    path = written(tmp_path, "Date,Title,Id\n2023,A,\n2023,B,x\n")
    read = [one.outcome for one in SheetFile(path, NO_LIMITS, lambda name: False).read(lambda done: None)]
    assert [one.key for one in read if isinstance(one, Draft)] == ["own, line 2", "x"]


def test_a_mapping_of_another_sheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="lacks the column 'When'"):
        outcomes(written(tmp_path, "Date,Title\n2023,A\n"), Mapping({"date": "When"}))


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode) | st.just(b"PK\x03\x04").flatmap(
    lambda start: st.binary(max_size=100).map(lambda rest: start + rest)))  # fmt: skip
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = written(tmp_path_factory.mktemp("sheet"), b"Date,Place\n" + content)
    whole = written(path.parent, content, "whole.csv")
    for one in (path, whole):
        try:
            dates, _ = outcomes(one)
        except FileError as refused:
            assert str(refused).startswith(one.name)
        else:
            assert all(isinstance(date, str) for date in dates)


@given(st.lists(st.lists(st.text(alphabet='ab1,;"\n\t#', max_size=6), min_size=2, max_size=2), max_size=8))
def test_no_row_of_a_workbook_is_lost(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    path = book(tmp_path_factory.mktemp("book"), [["Date", "Place"], *rows])
    filled = [number for number, row in enumerate(rows, 2) if any(cell.strip() for cell in row)]
    assert [line for line, _ in sheet_rows(path, NO_LIMITS)] == filled


def test_a_workbook_may_bear_any_name(tmp_path: Path) -> None:
    data = io.BytesIO(book(tmp_path, [["a", "b"], [1, 2]]).read_bytes())
    assert shown(written(tmp_path, data.getvalue(), "own.csv")) == [(2, {"a": "1", "b": "2"})]
