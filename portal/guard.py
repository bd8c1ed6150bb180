"""Refuses what no page of ours sends, before Dash answers it.

It makes no value trustworthy: callbacks check their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Any

import orjson
from dash import Dash
from flask import abort, request

MAX_BODY = 2 * 2**20  # bytes


def install(app: Dash, pages: Collection[str | re.Pattern[str]] = ("",)) -> None:
    """Answers 404 to unknown paths; to callbacks 400 (undeclared, malformed), 403 (other site), 413 (large).

    Args:
        app: The app with all its callbacks.
        pages: Paths that show the page, relative to the prefix: "" is the prefix itself. A pattern stands for
            every path that it matches as a whole.
    """
    prefix = app.config.routes_pathname_prefix
    names = frozenset(page for page in pages if isinstance(page, str))
    patterns = tuple(page for page in pages if not isinstance(page, str))
    app.server.config["MAX_CONTENT_LENGTH"] = MAX_BODY

    def is_page(path: str) -> bool:
        return path in names or any(pattern.fullmatch(path) for pattern in patterns)

    @app.server.before_request
    def refuse() -> None:
        rule = request.url_rule.rule if request.url_rule else None
        # Dash answers any unknown path with the page: a mistyped address must not look alive.
        if rule == f"{prefix}<path:path>" and not is_page(request.path[len(prefix) :]):
            abort(404)
        if rule == f"{prefix}_dash-update-component":
            if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
                abort(403)
            if not _is_honest(app):
                abort(400)


def _is_honest(app: Dash) -> bool:
    """Whether a page of ours could have sent this body."""
    try:
        body = request.get_json()
        # Stricter than Python's own reader: no NaN, no half of a character, no nesting without end. What it
        # lets through can be written into an answer again.
        orjson.loads(request.get_data())
        return _is_declared(app, body)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        return False


def _is_declared(app: Dash, body: dict[str, Any]) -> bool:
    """Whether ids and properties are those of one callback; raises when the body has another shape."""
    callback = app.callback_map[body["output"]]
    if "callback" not in callback:
        return False  # it runs in the browser, and Dash would look for it here
    outputs = callback["output"] if isinstance(callback["output"], (list, tuple)) else [callback["output"]]
    sent = body.get("outputs") or []
    sent = sent if isinstance(callback["output"], (list, tuple)) else [sent]
    changed = body.get("changedPropIds", [])
    return (
        _matches(body.get("inputs", []), callback["inputs"])
        and _matches(body.get("state", []), callback["state"])
        and (bool(callback.get("no_output")) or _matches(sent, [output.to_dict() for output in outputs]))
        and isinstance(changed, list)
        and all(isinstance(one, str) for one in changed)
    )


def _matches(sent: Any, declared: list[dict[str, str]]) -> bool:
    return (
        isinstance(sent, list)
        and len(sent) == len(declared)
        and all(
            _same(one, spec)
            for item, spec in zip(sent, declared, strict=True)
            for one in _members(item, spec)
        )
    )


def _members(item: Any, spec: dict[str, str]) -> list[Any]:
    """A wildcard ALL or ALLSMALLER stands for a list of components, everything else for one."""
    return item if '["ALL' in spec["id"] and isinstance(item, list) else [item]


def _same(one: dict[str, Any], spec: dict[str, str]) -> bool:
    if one["property"].split("@")[0] != spec["property"].split("@")[0]:
        return False
    if not spec["id"].startswith("{"):
        return bool(one["id"] == spec["id"])
    parts: dict[str, Any] = json.loads(spec["id"])
    return one["id"].keys() == parts.keys() and all(
        isinstance(one["id"][key], (str, int, float)) if isinstance(part, list) else one["id"][key] == part
        for key, part in parts.items()
    )
