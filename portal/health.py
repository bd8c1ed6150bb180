"""Two addresses for monitors: is the process alive, and which release of the data does it serve."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any, Final

from dash import Dash
from flask import Response, jsonify

from data.releases import Releases, Status

log = logging.getLogger(__name__)

NOTHING: Final = dict.fromkeys(
    ("release", "version", "age_seconds", "published", "rejected_rows", "degraded")
) | {"degraded": "no release can be served"}


def install(app: Dash, releases: Releases) -> None:
    """Adds /healthz (text "ok", touches no data) and /readyz.

    /readyz answers JSON: `release`, `version`, `age_seconds` (since the release was published, or, if it
    never was, since it has been served), `published` (ISO 8601 or null), `rejected_rows`, and `degraded`: why
    not the release is served that should be, or null. That too is 200: the last good release is served. Only
    without any data it is 503. Neither address tells a cell of the data, so both need no viewer.

    Args:
        app: The app.
        releases: What is served, whole and not cut down for a viewer.
    """
    prefix = app.config.routes_pathname_prefix

    def healthz() -> Response:
        return _unstored(Response("ok", mimetype="text/plain"))

    def readyz() -> Response:
        try:
            return _unstored(jsonify(told(releases.status(), datetime.now(UTC))))
        except Exception:  # whatever is wrong, a monitor must get an answer and the log the reason
            log.exception("no release can be served")
            response = jsonify(NOTHING)
            response.status_code = 503
            return _unstored(response)

    app.server.add_url_rule(f"{prefix}healthz", "healthz", healthz)
    app.server.add_url_rule(f"{prefix}readyz", "readyz", readyz)


def told(status: Status, now: datetime) -> dict[str, Any]:
    """What /readyz answers."""
    age = now - (status.published or status.since)
    return {
        "release": status.release,
        "version": status.version,
        "age_seconds": max(0, round(age.total_seconds())),  # clocks of two machines differ
        "published": status.published.isoformat(timespec="seconds") if status.published else None,
        "rejected_rows": status.rejected_rows,
        "degraded": status.degraded or None,
    }


def _unstored(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
