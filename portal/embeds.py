"""Parts of the page for a frame of another site: `embed/timeline` and its like, and a brief.

All of them are shells without data. What a viewer may see comes afterwards, through the same gate as
everything else, to scripts of this host that have asked the page around them for a token (assets/embed.js).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import Final

from dash import Dash
from flask import Response

from portal.headers import embedding_metas

AssetUrl = Callable[[str], str]
"""Name of a file under assets/ -> its address on this host."""

PARTS: Final = ("dashboard", "timeline", "map", "board")
ROUTES: Final = (*(f"embed/{part}" for part in PARTS), "embed/event/<name>", "embed/brief/<name>")
"""Below the prefix; none of them needs a viewer, for none of them holds data."""
STYLES: Final = ("vendor/20-fonts.css", "palette.css", "panj.css", "embed.css")
"""Of a page that Dash does not write."""
_HTML: Final = re.compile(r"<html\b")


def install(
    app: Dash, asset_url: AssetUrl, frame_ancestors: Sequence[str] = ("'self'",), access: Sequence[str] = ()
) -> None:
    """Serve `ROUTES`; any other address under `embed/` stays unknown.

    Args:
        app: The app; the parts of the page are its own index, marked with `data-embed`.
        asset_url: Gives each file of assets its address on this host.
        frame_ancestors, access: As in `Settings`; the brief's script reads them in its head.
    """
    prefix = app.config.routes_pathname_prefix
    metas = embedding_metas(app.config.requests_pathname_prefix, frame_ancestors, access)
    brief = shell("Panj", "brief", _BRIEF, metas, "embeds/brief.js", asset_url)

    def add(rule: str, part: str, page: Callable[[], str]) -> None:
        # The name that a path holds is read by the browser, which asks for it through the gate.
        app.server.add_url_rule(f"{prefix}{rule}", f"embed-{part}", lambda name="": _page(page()))

    for part in PARTS:
        add(f"embed/{part}", part, lambda part=part: _marked(app, part))  # type: ignore[misc]
    add("embed/event/<name>", "event", lambda: _marked(app, "event"))
    add("embed/brief/<name>", "brief", lambda: brief)


_BRIEF: Final = """<noscript>A brief is drawn in the browser and needs JavaScript for it.</noscript>
<main id="brief-waiting" class="embed-waiting"><h1 class="visually-hidden">Brief</h1>
<p role="status">Loading the brief …</p></main>"""


def shell(
    title: str,
    part: str,
    body: str,
    metas: str,
    script: str,
    asset_url: AssetUrl,
    styles: Sequence[str] = STYLES,
) -> str:
    """An HTML document without data for a page that Dash does not write; `body` and `metas` are markup."""
    links = "".join(f'<link rel="stylesheet" href="{escape(asset_url(name))}">' for name in styles)
    scripts = "".join(
        f'<script src="{escape(asset_url(name))}" defer></script>' for name in ("embed.js", script)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en" data-bs-theme="light" data-embed="{escape(part)}">\n'
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'{metas}<title>{escape(title)}</title><link rel="icon" href="data:,">{links}{scripts}</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _marked(app: Dash, part: str) -> str:
    return _HTML.sub(f'<html data-embed="{part}"', str(app.index()), count=1)


def _page(text: str) -> Response:
    return Response(text, mimetype="text/html", headers={"Cache-Control": "no-cache"})
