"""Pictures drawn on the server, for browsers without WebGL: the same filters, the same frames, as SVG."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from dash import Dash
from flask import Response, request

from components.drawing.palette import THEMES
from components.drawing.prepare.map import map_marks
from components.drawing.prepare.timeline import timeline_marks
from components.drawing.svg.map import map_svg
from components.drawing.svg.timeline import plot_size, timeline_svg
from data.filters import read_query, select
from data.releases import Current

SIZES: Final = {"map": (960, 600), "timeline": (960, 360)}
"""Width and height in pixels where none are asked for."""
OWN_KEYS: Final = ("theme=", "size=", "lang=")
_SIZE: Final = re.compile(r"(\d{3,4})x(\d{3,4})")


def install(app: Dash, releases: Current, layers_folder: Path) -> None:
    """Serve `drawn/map.svg` and `drawn/timeline.svg`.

    Both take the page's own query, and `theme=dark` and `size=766x420`.
    """
    prefix = app.config.routes_pathname_prefix

    def drawn(name: str) -> Response:
        query = request.query_string.decode("utf-8", "replace")
        kept = "&".join(part for part in query.split("&") if not part.startswith(OWN_KEYS))
        selection = select(releases.current(), read_query(kept)[0])
        theme = THEMES.get(request.args.get("theme", ""), THEMES["light"])
        width, height = size_asked(request.args.get("size", ""), SIZES[name])
        if name == "map":
            text = map_svg(map_marks(selection), theme, width, height, layers_folder=layers_folder)
        else:
            marks = timeline_marks(selection, plot=plot_size(width, height))
            text = timeline_svg(marks, None, theme, width, height)
        return Response(text, mimetype="image/svg+xml", headers={"Cache-Control": "no-cache"})

    for name in SIZES:
        app.server.add_url_rule(f"{prefix}drawn/{name}.svg", f"drawn-{name}", lambda name=name: drawn(name))


def size_asked(text: str, default: tuple[int, int]) -> tuple[int, int]:
    """Width and height of `766x420`, each from 240 to 2400 pixels; the default for anything else."""
    found = _SIZE.fullmatch(text)
    sides = (int(found[1]), int(found[2])) if found else default
    return sides if all(240 <= side <= 2400 for side in sides) else default
