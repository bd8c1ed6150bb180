"""Downloads of exactly what the page shows: `export/panj.xlsx?...` takes the page's own query."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from dash import Dash
from flask import Response, abort, request

from components.drawing.palette import THEMES, Theme
from components.drawing.prepare.board import board_marks
from components.drawing.prepare.map import map_marks
from components.drawing.prepare.timeline import LaneMode, timeline_marks
from components.drawing.svg.board import board_svg
from components.drawing.svg.caption import captioned
from components.drawing.svg.map import map_svg
from components.drawing.svg.timeline import plot_size, timeline_svg
from data import export
from data.filters import Selection, read_query, select
from data.releases import Current
from data.validation import PackageError

OWN_KEYS: Final = ("theme", "lanes", "lang")
"""Keys that only say how a picture looks; the others are the page's (data/query.py)."""
TIMELINE_SIZE: Final = (1200, 560)
MAP_SIZE: Final = (1200, 760)
BOARD_WIDTH: Final = 1200


@dataclass(frozen=True)
class Look:
    """How a picture is drawn."""

    theme: Theme
    lanes: LaneMode
    layers_folder: Path


Write = Callable[[Selection, export.Manifest], bytes]
Draw = Callable[[Selection, Look], str]

FILES: Final[dict[str, tuple[str, Write]]] = {
    "panj.csv.zip": ("application/zip", export.csv_archive),
    "panj.xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", export.workbook),
    "panj.geojson": ("application/geo+json", export.geojson),
    "panj.datapackage.zip": ("application/zip", export.data_package),
    "citations.txt": ("text/plain", export.plain_text),
    "citations.bib": ("text/plain", export.bibtex),
    "citations.json": ("application/vnd.citationstyles.csl+json", export.csl_json),
}


def _map(selection: Selection, look: Look) -> str:
    return map_svg(map_marks(selection), look.theme, *MAP_SIZE, layers_folder=look.layers_folder)


def _timeline(selection: Selection, look: Look) -> str:
    marks = timeline_marks(selection, look.lanes, plot=plot_size(*TIMELINE_SIZE))
    return timeline_svg(marks, None, look.theme, *TIMELINE_SIZE)


def _board(selection: Selection, look: Look) -> str:
    return board_svg(board_marks(selection), look.theme, BOARD_WIDTH)


PICTURES: Final[dict[str, Draw]] = {"map.svg": _map, "timeline.svg": _timeline, "board.svg": _board}


def install(app: Dash, releases: Current, layers_folder: Path) -> None:
    """Serve `export/<name>` for every name of `FILES` and `PICTURES`; any other is 404.

    All take the page's own query; the pictures also `theme` and, for the timeline, `lanes`. Everything is
    made in memory for the one request, from the release of this moment.
    """
    prefix = app.config.routes_pathname_prefix

    def exported(name: str) -> Response:
        if name not in FILES and name not in PICTURES:
            abort(404)
        filters, refused = read_query(_page_query())
        selection = select(releases.current(), filters)
        # The public address: a proxy may have taken the prefix off the path that arrives here.
        base = request.host_url.rstrip("/") + app.config.requests_pathname_prefix
        found = export.manifest(selection, base, refused, with_layers=name == "map.svg")
        version = selection.dataset.version
        if name in PICTURES:
            drawn = _picture(name, selection, found, _look(layers_folder))
            return _answer(name, "image/svg+xml", drawn, version)
        kind, write = FILES[name]
        try:
            return _answer(name, kind, write(selection, found), version)
        except PackageError as error:
            return Response(f"{error}.", status=503, mimetype="text/plain")

    app.server.add_url_rule(f"{prefix}export/<name>", "export", exported)


def _page_query() -> str:
    query = request.query_string.decode("utf-8", "replace")
    return "&".join(part for part in query.split("&") if part.split("=")[0] not in OWN_KEYS)


def _look(layers_folder: Path) -> Look:
    theme = THEMES.get(request.args.get("theme", ""), THEMES["light"])
    lanes = request.args.get("lanes", "")
    known: tuple[LaneMode, ...] = get_args(LaneMode)
    return Look(theme, next((mode for mode in known if mode == lanes), known[0]), layers_folder)


def _picture(name: str, selection: Selection, found: export.Manifest, look: Look) -> bytes:
    """The drawing with its caption; the map names the makers of its layers itself."""
    lines = [line for line in export.in_words(found) if line not in found.attribution[1:]]
    drawn = PICTURES[name](selection, look)
    return captioned(drawn, found.sentence, lines, found.as_json(), look.theme).encode("utf-8")


def _answer(name: str, kind: str, body: bytes, version: str) -> Response:
    return Response(
        body,
        mimetype=kind,
        headers={
            "Cache-Control": "no-cache",
            "Content-Disposition": f'attachment; filename="{file_name(name, version)}"',
        },
    )


def file_name(name: str, version: str) -> str:
    """A name for the saved file that tells which version of the dataset it is from; plain ASCII.

    The name is one of ours, the version is the package's own text and is not trusted.
    """
    stem, dot, ending = name.partition(".")
    own = stem if stem == "panj" else f"panj-{stem}"
    safe = re.sub(r"[^A-Za-z0-9.-]+", "-", version)[:40].strip("-.") or "0"
    return f"{own.replace('panj', f'panj-{safe}', 1)}{dot}{ending}"
