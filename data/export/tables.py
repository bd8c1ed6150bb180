"""The selection for spreadsheets: an Excel workbook, and CSV files in an archive."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

import xlsxwriter  # type: ignore[import-untyped]

from data.export.archive import archive
from data.export.left_out import UNDATED
from data.export.manifest import Manifest, in_words
from data.export.rows import SEPARATOR, as_cells, selected_rows, undated_rows
from data.records import defused
from data.selection import Selection

LONGEST_CELL: Final = 32_767
"""Characters that Excel takes in one cell."""
_CUT: Final = " … (cut here: Excel takes no longer text; the CSV file has all of it)"
_WIDE: Final = {"title": 48, "summary": 60, "claims": 60, "says_who": 60, "sources": 48, "actors": 40,
                "reason": 60, "value": 100}  # fmt: skip

README: Final = (
    "events.csv     the selected events, one row each, in the order of the page",
    "undated.csv    events that pass every filter but have no date, and so are in no range",
    "manifest.json  the question, the counts, what was left out and why, licence and link",
    "",
    "UTF-8, comma-separated, RFC 4180. An empty cell means not said or not known.",
    f"Lists in one cell are separated by “{SEPARATOR}”.",
    "A ' before a cell that begins with = + - @ keeps spreadsheets from running it.",
    "date is an EDTF string; start_earliest to end_latest are its four bounds, blank where unbounded.",
)


def csv_archive(selection: Selection, found: Manifest) -> bytes:
    """A zip of `events.csv`, `undated.csv`, `manifest.json` and `README.txt`.

    A bare CSV file has no place for a manifest: a comment line in it would be a row to most readers. So the
    tables travel together with theirs.
    """
    return archive(
        {
            "events.csv": as_csv(as_cells(selected_rows(selection))),
            "undated.csv": as_csv(as_cells(undated_rows(selection))),
            "manifest.json": found.as_json(),
            "README.txt": readme(found, README),
        }
    )


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV text, its lines ended as RFC 4180 asks: only then are both line ends in a cell quoted."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerows(rows)
    return written.getvalue()


def readme(found: Manifest, files: Sequence[str]) -> str:
    """A text file that explains an archive to whoever opens it without the page."""
    return "\n".join([found.title, "", *in_words(found), "", *files, ""])


def workbook(selection: Selection, found: Manifest) -> bytes:
    """An .xlsx workbook with the sheets Events, Undated, Left out and Manifest.

    Every cell is text: nothing in it is run, followed or taken for a number.
    """
    written = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(written, options) as book:
        # An export has no time of its own: equal selections give equal bytes.
        book.set_properties(
            {"title": found.title, "comments": found.sentence, "created": datetime(1980, 1, 1)}
        )
        head = book.add_format({"bold": True, "bottom": 1})
        for name, rows in sheets(selection, found).items():
            _write(book.add_worksheet(name), rows, head)
    return written.getvalue()


def sheets(selection: Selection, found: Manifest) -> dict[str, list[list[str]]]:
    """Name of a sheet -> its rows, the header first, formulas defused."""
    return {
        "Events": as_cells(selected_rows(selection)),
        "Undated": as_cells(undated_rows(selection)),
        "Left out": [list(map(defused, row)) for row in _left_out_rows(selection, found)],
        "Manifest": [list(map(defused, row)) for row in _manifest_rows(found)],
    }


def _left_out_rows(selection: Selection, found: Manifest) -> Iterator[list[str]]:
    """One row for each event that is on neither sheet, with every filter that it fails."""
    yield ["id", "title", "date", "reason"]
    reasons: dict[str, list[str]] = {}
    for one in found.left_out:
        for event in one.events if one.filter != UNDATED else ():
            reasons.setdefault(event, []).append(one.reason)
    for event in selection.dataset.events["id"]:
        if event in reasons:
            row = selection.dataset.row("events", event)
            yield [event, row["title"], row["date"], SEPARATOR.join(reasons[event])]


def _manifest_rows(found: Manifest) -> Iterator[list[str]]:
    yield ["item", "value"]
    yield ["title", found.title]
    yield ["filters", found.sentence]
    yield ["link", found.link]
    yield ["dataset version", found.version]
    yield ["release", found.release]
    yield ["authorities named by", found.naming]
    yield ["as of", found.as_of]
    yield ["as of means", found.as_of_means]
    for name, number in found.counts.items():
        yield [f"count: {name.replace('_', ' ')}", str(number)]
    for one in found.left_out:
        yield [f"left out: {one.filter}", f"{len(one.events)} events {one.reason}: {' '.join(one.events)}"]
    for notice in found.notices:
        yield ["not used", notice]
    for words in found.attribution:
        yield ["attribution", words]
    for licence in found.licences:
        yield ["licence", f"{licence.name}: {licence.covers}. {licence.path}".strip()]
    yield ["caveat", found.caveat]


def _write(sheet: xlsxwriter.worksheet.Worksheet, rows: list[list[str]], head: object) -> None:
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(number, column, _fitting(text), head if number == 0 else None)
    for column, name in enumerate(rows[0]):
        sheet.set_column(column, column, _WIDE.get(name, max(12, len(name) + 2)))
    sheet.freeze_panes(1, 0)
    if len(rows) > 1:
        sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)


def _fitting(text: str) -> str:
    """Text that Excel can hold; the writer would drop a longer cell without a word."""
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(_CUT)] + _CUT
