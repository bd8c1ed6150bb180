"""Response headers that keep the page to its own host, and an index page that tells no more than it must."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from dash import Dash
from flask import Response, request

INDEX = """<!DOCTYPE html>
<html lang="en">
    <head>
        {%metas%}
        {%embedding%}
        <title>{%title%}</title>
        {%favicon%}
        {%css%}
    </head>
    <body>
        <noscript>This page draws a timeline and a map in the browser and needs JavaScript for it.</noscript>
        {%app_entry%}
        <footer>
            {%config%}
            {%scripts%}
            {%renderer%}
        </footer>
    </body>
</html>"""

FAVICON = "/_favicon.ico"
"""Dash sends it without a mark of its content, and a browser asks for it at every step of the history: 15 KB
each time, unless it may be kept for a day."""
_PYTHON_VERSION = re.compile(r'"python_version"\s*:\s*"(?:[^"\\]|\\.)*"\s*,?\s*')


def content_security_policy(script_hashes: Sequence[str], frame_ancestors: Sequence[str]) -> str:
    """The policy: everything from this host, nothing from any other.

    Inline styles stay allowed because plotly and the component libraries write them; with images, fonts and
    connections closed to other hosts they can carry nothing away. The map starts its worker from a blob.
    """
    directives = {
        "default-src": ["'none'"],
        "script-src": ["'self'", *script_hashes],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "object-src": ["'none'"],
        "frame-src": ["'none'"],
        "frame-ancestors": list(frame_ancestors),
    }
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())


def embedding_metas(prefix: str, frame_ancestors: Sequence[str], access: Sequence[str]) -> str:
    """What a page's script has to know to talk with the page around it: `meta` elements for the head.

    "self" stands for the page's own origin, which only the browser knows.
    """
    parents = [source.strip("'") for source in frame_ancestors if source != "'none'"]
    held = {"panj-prefix": prefix, "panj-parents": " ".join(parents), "panj-access": " ".join(access)}
    return "".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in held.items())


def install(
    app: Dash,
    frame_ancestors: Sequence[str] = ("'self'",),
    access: Sequence[str] = ("open",),
    others: Sequence[Dash] = (),
) -> None:
    """Sets the headers of every answer. To be called after the callbacks: their inline scripts are hashed.

    Args:
        app: The app with all its callbacks.
        frame_ancestors: Sources that may show the page in a frame (`Settings.frame_ancestors`).
        access: Who may see it (`Settings.access`): the page's script asks for a token where only one helps.
        others: Apps of the same server, under paths of their own, with all their callbacks.
    """
    prefix = str(app.config.requests_pathname_prefix)
    hashes: list[str] = []
    for one in (app, *others):
        one.index_string = INDEX.replace("{%embedding%}", embedding_metas(prefix, frame_ancestors, access))
        _hide_python_version(one)
        hashes += [found for found in one.csp_hashes() if found not in hashes]
    headers = {
        "Content-Security-Policy": content_security_policy(hashes, frame_ancestors),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
        "Cache-Control": "no-cache",
    }

    @app.server.after_request
    def set_headers(response: Response) -> Response:
        if request.path.endswith(FAVICON):
            response.headers["Cache-Control"] = "public, max-age=86400"
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response


def _hide_python_version(app: Dash) -> None:
    """Dash writes the exact Python build into the page's configuration and offers no switch for it."""
    interpolate = app.interpolate_index

    def interpolate_index(**parts: Any) -> str:
        parts["config"] = _PYTHON_VERSION.sub("", parts["config"])
        return str(interpolate(**parts))

    app.interpolate_index = interpolate_index  # type: ignore[assignment, method-assign]
