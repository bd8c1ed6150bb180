"""Two addresses for monitors: is the process alive, and which release of the data does it serve."""

from __future__ import annotations

import logging
from collections.abc import Callable

from dash import Dash
from flask import Response, jsonify

log = logging.getLogger(__name__)


def install(app: Dash, release_id: Callable[[], str]) -> None:
    """Adds /healthz (text "ok", touches no data) and /readyz (JSON with the release; 503 when there is none).

    Args:
        app: The app.
        release_id: Gives the id of the release that requests see now.
    """
    prefix = app.config.routes_pathname_prefix

    def healthz() -> Response:
        return _unstored(Response("ok", mimetype="text/plain"))

    def readyz() -> Response:
        try:
            return _unstored(jsonify(release=release_id()))
        except Exception:  # whatever is wrong, a monitor must get an answer and the log the reason
            log.exception("no release can be served")
            response = jsonify(release=None)
            response.status_code = 503
            return _unstored(response)

    app.server.add_url_rule(f"{prefix}healthz", "healthz", healthz)
    app.server.add_url_rule(f"{prefix}readyz", "readyz", readyz)


def _unstored(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
