"""Pictures drawn on the server, for browsers without WebGL: the same filters, the same frames, as SVG."""

from __future__ import annotations

from pathlib import Path

from dash import Dash
from flask import Response, request

from components.drawing.palette import THEMES
from components.drawing.prepare.map import map_marks
from components.drawing.prepare.timeline import timeline_marks
from components.drawing.svg.map import map_svg
from components.drawing.svg.timeline import plot_size, timeline_svg
from data.filters import read_query, select
from data.releases import Releases

TIMELINE_SIZE = (960, 360)


def install(app: Dash, releases: Releases, layers_folder: Path) -> None:
    """Serve `drawn/map.svg` and `drawn/timeline.svg`; they take the page's own query, and `theme`."""
    prefix = app.config.routes_pathname_prefix

    def drawn(name: str) -> Response:
        query = request.query_string.decode("utf-8", "replace")
        kept = "&".join(part for part in query.split("&") if not part.startswith("theme="))
        selection = select(releases.current(), read_query(kept)[0])
        theme = THEMES.get(request.args.get("theme", ""), THEMES["light"])
        if name == "map":
            text = map_svg(map_marks(selection), theme, layers_folder=layers_folder)
        else:
            marks = timeline_marks(selection, plot=plot_size(*TIMELINE_SIZE))
            text = timeline_svg(marks, None, theme, *TIMELINE_SIZE)
        return Response(text, mimetype="image/svg+xml", headers={"Cache-Control": "no-cache"})

    for name in ("map", "timeline"):
        app.server.add_url_rule(f"{prefix}drawn/{name}.svg", f"drawn-{name}", lambda name=name: drawn(name))
