"""Files as they really are: each fault costs the row that has it, and is named with its file and line."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from pathlib import Path

import pytest

from data.importers.accounting import OLDER, OUTSIDE, WITHDRAWN
from data.importers.day_order import ABSURD, CONTRADICTED, UNDECIDED, UNREADABLE
from data.importers.files import FileError, Limits
from data.importers.header import AGAIN, EMPTY, HXL
from data.importers.lines import CUT, LONG, NUL, UNCLOSED, UNDOUBLED, WIDTH
from data.importers.region import Region
from tests.data.importers.import_cases import ACLED_COLUMNS, ACLED_OLD_COLUMNS, Importing, acled

HXL_ROW = ",".join(f"#tag+{name}" for name in ACLED_COLUMNS) + "\n"
EMPTY_ROW = "," * (len(ACLED_COLUMNS) - 1) + "\n"
THREE = acled({}, {}, {})
HEAD, ONE, TWO, LAST = THREE.splitlines(keepends=True)
UPPER = THREE.replace(HEAD, HEAD.upper())
SPACED = THREE.replace(HEAD, HEAD.replace("_", " ").title())


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (THREE, "utf-8-sig"),
        (THREE, "utf-16"),
        (THREE.replace("fought", "foughté"), "cp1252"),
        (acled({}, {}, {}, mark=";"), "utf-8"),
        (acled({}, {}, {}, mark="\t"), "utf-8"),
        (UPPER, "utf-8"),
        (SPACED, "utf-8"),
        (THREE.replace("\n", "\r\n"), "utf-8"),
        (THREE.rstrip("\n"), "utf-8"),
        (THREE.replace("\n", "\n\n"), "utf-8"),
        (acled({}, {}, {}, columns=ACLED_OLD_COLUMNS), "utf-8"),
        (acled({}, {}, {}, columns=[*ACLED_COLUMNS, "population_best"]), "utf-8"),
        (THREE.replace(ONE, ONE.rstrip("\n") + ",,\n"), "utf-8"),
    ],
)
def test_all_rows_are_events(importing: Importing, content: str, encoding: str) -> None:
    found = importing("acled", content.encode(encoding))
    assert (found.account.rows, found.account.accepted, found.reasons) == (3, 3, {})
    assert [row["id"] for row in found.rows("words")] == ["XYZ1", "XYZ2", "XYZ3"]


def test_another_encoding_is_named(importing: Importing) -> None:
    found = importing("acled", acled({"location": "Dörf"}).encode("cp1252"))
    assert any("Windows-1252" in notice for notice in found.account.notices)
    assert found.rows("places")[0]["name"] == "Dörf"


def test_a_character_cut_in_two_is_no_other_encoding(importing: Importing) -> None:
    found = importing("acled", (THREE + LAST[:40] + "Ö").encode()[:-1])
    assert (found.account.accepted, found.reasons) == (3, {CUT: 1})


def test_line_breaks_inside_notes(importing: Importing) -> None:
    found = importing("acled", acled({"notes": 'one\ntwo, "three"\r\nfour'}, {}))
    first, second = found.rows("words")
    assert first["notes"] == 'one\ntwo, "three"\r\nfour'
    assert (first["line"], second["line"]) == (2, 5)


@pytest.mark.parametrize(
    ("content", "reasons", "accepted"),
    [
        (HEAD + HXL_ROW + ONE + TWO, {HXL: 1}, 2),
        (HEAD + ONE + HEAD + TWO, {AGAIN: 1}, 2),
        (HEAD + ONE + EMPTY_ROW + TWO, {EMPTY: 1}, 2),
        (HEAD + ONE + "a,b,c\n" + TWO, {WIDTH: 1}, 2),
        (HEAD + ONE + TWO[:60], {CUT: 1}, 1),
        (HEAD + ONE + TWO.replace("They fought.", '"They fought'), {UNCLOSED: 1}, 1),
        (HEAD + ONE.replace("They fought.", '"They fought') + TWO + LAST, {UNCLOSED: 1}, 2),
        (HEAD + ONE.replace("They fought.", '"a "b" c"') + TWO, {UNDOUBLED: 1}, 1),
        (HEAD + ONE.replace("fought", "fo\0ught") + TWO, {NUL: 1}, 1),
        (HEAD + ONE.replace("fought", "x" * 200_000) + TWO, {LONG: 1}, 1),
    ],
)  # fmt: skip
def test_one_row_is_lost_and_named(
    importing: Importing, content: str, reasons: dict[str, int], accepted: int
) -> None:
    found = importing("acled", content)
    assert found.reasons == reasons
    assert found.account.accepted == accepted
    assert found.account.balanced()


def test_an_unclosed_quote_before_notes_of_several_lines(importing: Importing) -> None:
    """The quote that opens the next note would close the cell: that row is not lost with it."""
    noted = TWO.replace("They fought.", '"one\ntwo"')
    found = importing("acled", HEAD + ONE.replace("They fought.", '"They fought') + noted + LAST)
    assert [row["id"] for row in found.rows("words")] == ["XYZ2", "XYZ3"]
    assert sum(found.reasons.values()) == 1


@pytest.mark.parametrize(
    "text",
    ["08 November 2023", "2023-11-08", "8-Nov-23", "November 8, 2023", "2023/11/08", "08.11.2023",
     "2023-11-08T00:00:00Z", "8 Nov 2023", "20231108", "2023-11-08 00:00:00.000"],
)  # fmt: skip
def test_a_day_in_every_spelling(importing: Importing, text: str) -> None:
    found = importing("acled", acled({"event_date": text}))
    assert [row["date"] for row in found.rows("words")] == ["2023-11-08"]


@pytest.mark.parametrize(
    ("dates", "read", "reasons"),
    [
        (["11/8/2023", "11/25/2023"], ["2023-11-08", "2023-11-25"], {}),
        (["11/8/2023", "25/11/2023"], ["2023-08-11", "2023-11-25"], {}),
        (["11/8/2023", "7/9/2023"], [], {UNDECIDED: 2}),
        (["11/8/2023", "2023-11-08", "8/8/2023"], ["2023-11-08", "2023-08-08"], {UNDECIDED: 1}),
        (["11/8/2023", "25/11/2023", "11/25/2023"], ["2023-11-25", "2023-11-25"], {CONTRADICTED: 1}),
        (["31/31/2023", "2023-02-30", "soon", "0000-00-00"], [], {UNREADABLE: 4}),
        (["2203-11-08", "1023-11-08"], [], {ABSURD: 2}),
    ],
)
def test_the_order_of_day_and_month(
    importing: Importing, dates: list[str], read: list[str], reasons: dict[str, int]
) -> None:
    found = importing("acled", acled(*({"event_date": date, "year": ""} for date in dates)))
    assert [row["date"] for row in found.rows("words")] == read
    assert found.reasons == reasons


def test_the_decided_order_is_told(importing: Importing) -> None:
    found = importing("acled", acled({"event_date": "11/8/2023"}, {"event_date": "11/25/2023"}))
    assert (
        "file1.csv: the order of day and month is month first by line 3 (11/25/2023)."
        in found.account.notices
    )
    assert found.rows("words")[0]["date_reason"].endswith("The file writes the month first.")


def test_the_newest_of_equal_ids(importing: Importing) -> None:
    same = {"event_id_cnty": "XYZ9"}
    found = importing(
        "acled",
        acled({**same, "notes": "old"}, {**same, "notes": "newest", "timestamp": "1800000000"}),
        acled({**same, "notes": "middle", "timestamp": "1750000000"}, {}),
    )
    assert [row["notes"] for row in found.rows("words")] == ["newest", "They fought."]
    assert found.reasons == {OLDER: 2}
    assert [(one.file, one.line) for one in found.account.superseded[OLDER].examples] == [
        ("file1.csv", 2),
        ("file2.csv", 2),
    ]


@pytest.mark.parametrize(
    "content", ["event_id_cnty,deleted_timestamp\nXYZ1,5\nXYZ9,6\n", "event_id_cnty\nXYZ1\n", "XYZ1\n"]
)
def test_withdrawn_events_go(importing: Importing, tmp_path: Path, content: str) -> None:
    listed = tmp_path / "withdrawn.csv"
    listed.write_text(content)
    found = importing("acled", THREE, withdrawn=listed)
    assert [row["id"] for row in found.rows("words")] == ["XYZ2", "XYZ3"]
    assert found.reasons == {WITHDRAWN: 1}


def test_a_faulty_list_of_withdrawn_events_is_refused(importing: Importing, tmp_path: Path) -> None:
    listed = tmp_path / "withdrawn.csv"
    listed.write_text('event_id_cnty,deleted_timestamp\n"XYZ1,5\n')
    with pytest.raises(FileError, match=r"withdrawn.csv: line 2: a quotation mark"):
        importing("acled", THREE, withdrawn=listed)


@pytest.mark.parametrize(
    "column", ["event_id_cnty", "event_date", "time_precision", "geo_precision", "event_type"]
)
def test_a_required_column_is_missed_by_name(importing: Importing, column: str) -> None:
    lacking = [name for name in ACLED_COLUMNS if name != column]
    with pytest.raises(FileError, match=f"file1.csv: lacks the column {column}"):
        importing("acled", acled({}, columns=lacking))


def test_other_columns_may_be_missing(importing: Importing) -> None:
    lacking = [
        name for name in ACLED_COLUMNS if name not in ("tags", "notes", "timestamp", "year", "fatalities")
    ]
    found = importing("acled", acled({}, columns=lacking))
    assert found.account.accepted == 1
    assert "file1.csv: without the columns year, notes, fatalities, tags, timestamp." in found.account.notices
    assert found.rows("events")[0]["deaths_best"] == -1


@pytest.mark.parametrize("content", ["", "\n\n", "a,b\n1,2\n", "\0", ACLED_COLUMNS[0] + "\n"])
def test_no_file_of_the_format(importing: Importing, content: str) -> None:
    with pytest.raises(FileError, match=r"^file1\.csv: "):
        importing("acled", content)


def test_rows_outside_the_region_are_counted(importing: Importing) -> None:
    away = {"latitude": "10", "longitude": "10"}
    content = acled({}, away, {**away, "geo_precision": "3"}, {"latitude": "", "longitude": ""})
    found = importing("acled", content, region=Region(69, 36, 72, 39))
    assert [row["id"] for row in found.rows("words")] == ["XYZ1", "XYZ4"]
    assert found.reasons == {OUTSIDE: 2}
    assert found.account.faults == 0


def test_rejects_are_kept_with_their_cells(importing: Importing) -> None:
    found = importing("acled", HEAD + "=1+1,b,c\n" + ONE)
    rows = [*csv.DictReader(io.StringIO((found.into / "rejects.csv").read_text("utf-8")))]
    assert [(row["file"], row["line"], row["reason"], row["value"], row["cells"]) for row in rows] == [
        ("file1.csv", "2", WIDTH, "3 cells, not 31", '["=1+1", "b", "c"]')
    ]


def test_packed_files(importing: Importing) -> None:
    assert importing("acled", gzip.compress(THREE.encode())).account.accepted == 3


def test_an_archive_of_one_file(importing: Importing) -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("inside.csv", THREE)
    assert importing("acled", written.getvalue()).account.accepted == 3


@pytest.mark.parametrize(
    "content",
    [gzip.compress(bytes(60 << 20)), gzip.compress(THREE.encode())[:-20], b"\x1f\x8bxxxx", b"PK\x03\x04xxxx"],
)
def test_bombs_and_broken_archives_are_refused(importing: Importing, content: bytes) -> None:
    with pytest.raises(FileError, match=r"^file1\.csv: "):
        importing("acled", content)


@pytest.mark.parametrize("limits", [Limits(max_rows=2), Limits(max_bytes=100)])
def test_limits(importing: Importing, limits: Limits) -> None:
    with pytest.raises(FileError, match=r"allowed\.$"):
        importing("acled", THREE, limits=limits)
    assert importing("acled", THREE, limits=Limits(max_rows=3, max_bytes=10_000)).account.accepted == 3
