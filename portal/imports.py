"""Files that visitors bring: sent as they are, converted under limits, shown or downloaded for a while.

`assets/imports/import.js` is the other side. Names and types that the browser tells are words to show, never
a path; nothing of an upload is believed before the importers have read it.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any, Final

from dash import Dash
from flask import Response, abort, g, request, send_file

from data.collections.preview import preview
from data.collections.writer import TargetError
from data.importers.files import FileError, Limits
from data.importers.mapping import FIELDS, load_mapping, read_mapping
from data.importers.region import Region, read_region
from data.importers.run import FORMATS, SHEET, Options, import_files
from data.importers.sheet import open_sheet
from data.query import Filters
from portal.embeds import AssetUrl
from portal.problems import problem
from portal.uploads import FullError, Uploads

MOST_ROWS: Final = {"acled": 200_000, "ucdp": 200_000, "gdelt": 200_000, SHEET: 20_000}
"""Rows of one import in the browser; larger files are for the command line."""
UNPACKED: Final = 10
"""How many times the size of an upload it may unpack to."""
_PIECE: Final = 1 << 18
_MAPPING: Final = 256 * 1024
_NAME: Final = re.compile(r"[^\w .()-]+")
FILES: Final = {
    "rejects.csv": "text/csv",
    "report.json": "application/json",
}
"""Files of the package that are downloaded alone."""


def install(app: Dash, uploads: Uploads | None, most_bytes: int, asset_url: AssetUrl) -> None:
    """Serve the page `import` and what its script asks for, or a page that says that imports are off.

    Args:
        app: the app; its prefix stands in front of every path.
        uploads: where imports are kept; None where the operator allows none.
        most_bytes: of one upload.
        asset_url: gives each file of assets its address on this host.
    """
    prefix = app.config.routes_pathname_prefix
    page = _page(asset_url, app.config.requests_pathname_prefix, uploads, most_bytes)

    def add(path: str, name: str, view: Callable[..., Response], *methods: str) -> None:
        app.server.add_url_rule(f"{prefix}import{path}", f"import-{name}", view, methods=methods or ("GET",))

    add("", "page", lambda: Response(page, mimetype="text/html", headers={"Cache-Control": "no-cache"}))
    if uploads is None:
        return
    desk = _Desk(uploads, most_bytes)
    add("/file", "file", desk.receive, "POST")
    add("/<identifier>/convert", "convert", desk.convert, "POST")
    add("/<identifier>/package.zip", "package", desk.package)
    add("/<identifier>/<name>", "part", desk.part)


class _Desk:
    """Takes files in and gives collections out; every request is checked anew."""

    def __init__(self, uploads: Uploads, most_bytes: int) -> None:
        self._uploads = uploads
        self._most_bytes = most_bytes

    def receive(self) -> Response:
        """Keep a file; a dataset is converted at once, of a spreadsheet the columns are proposed."""
        _check_sender()
        form = request.args.get("format", "")
        if form not in FORMATS:
            return problem(400, "Unknown format", f"The format must be one of {', '.join(FORMATS)}.")
        name = _NAME.sub("_", request.args.get("name", ""))[:80] or "upload"
        try:
            identifier = self._uploads.create(name)
        except FullError as error:
            return _later(str(error))
        path = self._folder(identifier) / _stored(name)
        if refused := self._store(path):
            self._uploads.remove(identifier)
            return refused
        if form == SHEET:
            return self._or_removed(identifier, lambda: self._proposal(identifier, path))
        return self._or_removed(identifier, lambda: self._converted(identifier, path, form, None))

    def convert(self, identifier: str) -> Response:
        """Convert a spreadsheet with the columns that its owner has confirmed."""
        _check_sender()
        folder = self._folder(identifier)
        path = next((one for one in folder.iterdir() if one.name.startswith("upload")), None)
        if path is None:
            return problem(409, "Converted already", "Send the file again to convert it with other columns.")
        mapping = folder / "mapping.json"
        request.max_content_length = _MAPPING
        mapping.write_bytes(request.get_data(cache=False))
        try:
            load_mapping(mapping)
        except FileError as error:
            return problem(422, "The columns cannot be used", str(error))
        return self._converted(identifier, path, SHEET, mapping)

    def package(self, identifier: str) -> Response:
        """The whole collection as a zip archive."""
        folder = self._folder(identifier) / "package"
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:  # Parquet is compressed already
            for file in sorted(folder.iterdir()) if folder.is_dir() else abort(404):
                archive.write(file, f"collection/{file.name}")
        written.seek(0)
        return _private(send_file(written, "application/zip", True, "panj-collection.zip"))

    def part(self, identifier: str, name: str) -> Response:
        """The account of the import, or the rows that were left out."""
        path = self._folder(identifier) / "package" / name
        if name not in FILES or not path.is_file():
            abort(404)
        return _private(send_file(path, FILES[name], True, name))

    def _folder(self, identifier: str) -> Path:
        _check_viewer()
        return self._uploads.path(identifier) or abort(404)

    def _store(self, path: Path) -> Response | None:
        """Write the body of the request to `path`, in pieces; or why not."""
        request.max_content_length = self._most_bytes
        too_large = problem(
            413, "The file is too large",
            f"Files up to {self._most_bytes // 2**20} MB can be sent here; use the command line for others.",
        )  # fmt: skip
        if (request.content_length or 0) > self._most_bytes:
            return too_large
        size = 0
        with path.open("wb") as file:
            while piece := request.stream.read(_PIECE):
                size += len(piece)
                if size > self._most_bytes:
                    return too_large
                file.write(piece)
        return None if size else problem(400, "The file is empty", "The file holds nothing.")

    def _or_removed(self, identifier: str, work: Callable[[], Response]) -> Response:
        answer = work()
        if answer.status_code >= 400:
            self._uploads.remove(identifier)
        return answer

    def _proposal(self, identifier: str, path: Path) -> Response:
        try:
            with open_sheet(path, self._limits(SHEET)) as sheet:
                headers = list(sheet.headers)
        except FileError as error:
            return problem(
                422, "The file cannot be read", _named(error, path, self._uploads.name(identifier))
            )
        mapping = read_mapping(headers)
        return _json({"id": identifier, "headers": headers, "fields": dict(mapping.fields), "names": FIELDS})

    def _converted(self, identifier: str, path: Path, form: str, mapping: Path | None) -> Response:
        if not self._uploads.busy.acquire(blocking=False):
            return _later("Another import is under way on this server; try again in a minute.")
        try:
            return self._import(identifier, path, form, mapping)
        finally:
            self._uploads.busy.release()

    def _import(self, identifier: str, path: Path, form: str, mapping: Path | None) -> Response:
        folder, name = path.parent, self._uploads.name(identifier)
        try:
            options = Options(
                region=_region(),
                mapping=mapping,
                replace=True,
                limits=self._limits(form),
                names=(name,),
            )
            account = import_files(form, [path], folder / "package", options)
            rows = preview(folder / "package")
        except (FileError, TargetError, ValueError) as error:
            return problem(422, "The file cannot be imported", _named(error, path, name))
        path.unlink(missing_ok=True)
        until = datetime.fromtimestamp(self._uploads.until(identifier), UTC)
        shown = self._uploads.hours > 0
        return _json({
            "id": identifier, "file": name, "account": account.as_dict(), "rows": rows,
            "shown": shown, "until": until.isoformat(timespec="minutes"),
        })  # fmt: skip

    def _limits(self, form: str) -> Limits:
        return Limits(max_rows=MOST_ROWS[form], max_bytes=UNPACKED * self._most_bytes)


def _stored(name: str) -> str:
    """The name under which an upload lies: ours, with the ending that tells a workbook."""
    return "upload.xlsx" if name.lower().endswith((".xlsx", ".xlsm")) else "upload.csv"


def _named(error: Exception, path: Path, name: str) -> str:
    """The sentence with the name of the visitor's file in it, not with ours."""
    return str(error).replace(path.name, name)


def _region() -> Region | None:
    text = request.args.get("region", "").strip()
    return read_region(text) if text else None


def _check_sender() -> None:
    """Only a page of ours sends: a form or a script of another site does not set this header."""
    _check_viewer()
    own = request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")
    if not own or request.headers.get("Panj-Import") != "1":
        abort(403)


def _check_viewer() -> None:
    """A viewer whose filters are locked imports nothing: what is imported would lie beside the lock."""
    if "refused" in g:
        abort(401)
    viewer = g.get("viewer")
    if viewer and viewer.lock != Filters():
        abort(403)


def _later(sentence: str) -> Response:
    answer = problem(503, "Not now", sentence)
    answer.headers["Retry-After"] = "60"
    return answer


def _json(value: Any) -> Response:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return Response(text, mimetype="application/json", headers={"Cache-Control": "no-store"})


def _private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


_FORMAT_WORDS: Final = {
    "acled": "ACLED (CSV export)", "ucdp": "UCDP GED (CSV)", "gdelt": "GDELT 2.0 events (tab-separated)",
    SHEET: "My own spreadsheet (CSV, XLSX)",
}  # fmt: skip


def _page(asset_url: AssetUrl, prefix: str, uploads: Uploads | None, most_bytes: int) -> str:
    styles = ("vendor/20-fonts.css", "palette.css", "panj.css", "imports/import.css")
    links = "".join(f'<link rel="stylesheet" href="{escape(asset_url(name))}">' for name in styles)
    names = ("page.js", "imports/import.js") if uploads else ()
    script = "".join(f'<script src="{escape(asset_url(name))}" defer></script>' for name in names)
    body = _form(most_bytes, uploads.hours) if uploads else _OFF
    return (
        f'<!DOCTYPE html>\n<html lang="en" data-bs-theme="light" data-prefix="{escape(prefix)}">\n'
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>Import – Panj</title><link rel="icon" href="data:,">{links}{script}</head>\n'
        f'<body><main class="import"><p><a href="{escape(prefix)}">← Panj</a></p>'
        f"<h1>Bring your own events</h1>\n{body}</main></body>\n</html>\n"
    )


_OFF: Final = """<p>This server takes no files. On your own machine
<code>python -m data import acled|ucdp|gdelt|sheet FILE --into PACKAGE</code> does the same; see the
README.</p>"""
_FORM: Final = """<p>A row becomes an event no more precise than your file says: a week stays a week, a
province an area. Every row is accounted for, and what could not be read is given back to you. The result is
{kept}.</p>
<noscript><p class="warning">Sending a file needs JavaScript here; the command line does not.</p></noscript>
<form id="import-form">
<div class="field"><label for="import-format">What it is</label>
<select id="import-format" class="form-control">{options}</select></div>
<div class="field"><label for="import-region">Only this region (west,south,east,north; optional)</label>
<input id="import-region" class="form-control" placeholder="66.5,35.5,75.2,39.6" autocomplete="off"></div>
<div class="drop" id="import-drop"><label for="import-file">Choose a file, or drop it here</label>
<input id="import-file" type="file" accept=".csv,.tsv,.txt,.xlsx,.gz,.zip">
<span class="fine">up to {size} MB</span></div>
</form>
<p id="import-told" role="status" aria-live="polite"></p>
<section id="import-columns" hidden aria-labelledby="import-columns-title"></section>
<section id="import-result" hidden aria-labelledby="import-result-title"></section>
"""


def _form(most_bytes: int, hours: int) -> str:
    options = "".join(f'<option value="{name}">{escape(_FORMAT_WORDS[name])}</option>' for name in FORMATS)
    kept = f"shown here for {hours} hours, to whoever has its address"
    if not hours:
        kept = "kept for an hour, for you to download"
    return _FORM.format(kept=kept, options=options, size=most_bytes // 2**20)
