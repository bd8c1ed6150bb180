"""`embed/check`: says in words what would stop an embed here, and which setting to change.

The server knows its settings, the browser everything that happens on the way: the page's script
(assets/embeds/check.js) compares the two. Neither page nor answer holds data or a secret.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from dash import Dash
from flask import Response, g, jsonify, request

from portal.embeds import STYLES, AssetUrl, shell
from portal.headers import embedding_metas
from portal.settings import Settings
from portal.tokens import LEEWAY, LONGEST_LIFE

ROUTES: Final = ("embed/check", "embed/check.json")
"""Below the prefix; neither needs a viewer."""

_BODY: Final = """<main class="check">
<h1>Can Panj be embedded here?</h1>
<p>Open this page as the address of the frame itself, where the embed is to stand; or in a tab, with
<code>?parent=https://portal.example</code> after its address, to ask about that portal.</p>
<noscript><p class="warning">Scripts are off here. A frame with a <code>sandbox</code> needs
<code>allow-scripts allow-same-origin</code>.</p></noscript>
<p id="check-result" role="status">If this line stays, the script of this page did not arrive:
<code>PANJ_PREFIX</code> (now <code>{prefix}</code>) has to be the path under which browsers see Panj, and
<code>PANJ_PREFIX_STRIPPED</code> says whether the proxy in front takes it off.</p>
<ul id="check-list" aria-label="What was looked at"></ul>
<details id="check-server" hidden><summary>What the server says</summary><pre tabindex="0"
aria-label="Settings of the server"></pre></details>
</main>"""


def install(app: Dash, settings: Settings, asset_url: AssetUrl) -> None:
    """Serve `ROUTES`.

    Args:
        app: The app.
        settings: What the server is set to; nothing secret of it is shown.
        asset_url: Gives each file of assets its address on this host.
    """
    metas = embedding_metas(settings.prefix, settings.frame_ancestors, settings.access)
    # A prefix is letters, figures and "._~-/" (portal.settings): it needs no escape.
    page = shell(
        "Panj: can it be embedded here?",
        "check",
        _BODY.format(prefix=settings.prefix),
        metas,
        "embeds/check.js",
        asset_url,
        (*STYLES, "embeds/check.css"),
    )
    add: Callable[..., None] = app.server.add_url_rule
    add(f"{settings.routes_prefix}{ROUTES[0]}", "embed-check", lambda: _unstored(Response(page)))
    add(
        f"{settings.routes_prefix}{ROUTES[1]}",
        "embed-check-server",
        lambda: _unstored(jsonify(server_side(settings))),
    )


def server_side(settings: Settings) -> dict[str, Any]:
    """What the server knows of this request and may say to anybody: no key, no name of a user, no data."""
    return {
        "now": time.time(),
        "prefix": settings.prefix,
        "address": request.host_url.rstrip("/"),
        "access": list(settings.access),
        "frame_ancestors": list(settings.frame_ancestors),
        "user_header": settings.user_header if "header" in settings.access else None,
        "token": {
            "issuer": settings.embed_issuer,
            "audience": settings.embed_audience,
            "longest_life": LONGEST_LIFE,
            "leeway": LEEWAY,
            "arrived": request.headers.get("Authorization", "")[:6].lower() == "bearer",
        },
        "viewer": _viewer(),
    }


def _viewer() -> dict[str, Any]:
    """Whether the gate (portal.access) let this very request pass, and why not."""
    if refused := g.get("refused"):
        return {"accepted": False, "reason": refused.reason, "detail": refused.detail}
    return {"accepted": True}


def _unstored(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
