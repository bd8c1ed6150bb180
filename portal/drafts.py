"""Briefs written in the browser: checked, previewed and made into a file, and nothing is kept here.

A draft comes as JSON, is read as any brief's file is, so that every check is the same, and is forgotten with
the answer. `assets/composer.js` is the other side.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from html import escape
from typing import Any, Final

from dash import Dash
from flask import Response, abort, request
from werkzeug.exceptions import HTTPException

from data.briefs import Brief, BriefError, read_brief, write_brief
from data.dataset import Dataset
from data.filters import to_query
from data.releases import Current

LARGEST: Final = 256 * 1024
"""Bytes of a draft at most."""
MOST_PROBLEMS: Final = 50
"""Problems told of one draft; who has more begins with these."""
Page = Callable[[Dataset, Brief], str]
_SPECIAL: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")

SHELL: Final = """<!DOCTYPE html>
<html lang="en" data-bs-theme="light" data-draft-check="{check}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Preview – Panj</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="{assets}palette.css"><link rel="stylesheet" href="{assets}panj.css">
<link rel="stylesheet" href="{assets}composer.css"><script src="{assets}composer.js" defer></script></head>
<body><main class="draft-preview"><h1>Preview of your draft</h1>
<p role="status" id="draft-preview-told">Drawing the draft …</p>
<noscript>The draft is kept by the browser and needs JavaScript.</noscript></main></body>
</html>
"""
"""The page that the preview begins with: its script takes the draft from the browser and posts it. A blob or
a form cannot do that under our content security policy (a blob has no addresses of ours, forms are shut)."""


def install(app: Dash, releases: Current, stage: Page, presenter: Page | None = None) -> None:
    """Serve `brief/preview` and `brief/preview/presenter` (GET: the shell; POST: the page), `brief/file` and
    `brief/check` (POST).

    A draft is an object of `title`, `audience`, `as_of` and `steps`, each step with the keys of a brief's
    file. `check` also takes `{"text": ...}`, a file that was opened, and answers the draft or the problems
    with their lines. What cannot be read answers 400, another site's page 403, too large a body 413, a draft
    with problems 422.

    Args:
        app: the app; its prefix stands in front of every path.
        releases: which dataset is current.
        stage: draws the page on which a brief is told. It must not keep what it draws: drafts are visitors'.
        presenter: draws the window of the speaker, likewise.
    """
    prefix = app.config.routes_pathname_prefix
    public = app.config.requests_pathname_prefix

    def shell() -> Response:
        return _page(SHELL.format(assets=escape(f"{public}assets/"), check=escape(f"{public}brief/check")))

    def drawn(draw: Page) -> Response:
        body, dataset = _body(), releases.current()
        brief, problems = _read_draft(body, dataset)
        return _page(draw(dataset, brief)) if brief else _refused(problems)

    def file() -> Response:
        brief, problems = _read_draft(_body(), releases.current())
        return _file(brief) if brief else _refused(problems)

    def check() -> Response:
        body, dataset = _body(), releases.current()
        text = body.get("text")
        brief, problems = _read_file(text, dataset) if isinstance(text, str) else _read_draft(body, dataset)
        return _json({"draft": draft_of(brief)} if brief else {"problems": problems[:MOST_PROBLEMS]})

    add = app.server.add_url_rule
    for path, draw in (("preview", stage), ("preview/presenter", presenter)):
        if draw:
            add(f"{prefix}brief/{path}", f"draft-shell-{path}", shell)
            add(f"{prefix}brief/{path}", f"draft-{path}", partial(drawn, draw), methods=["POST"])
    add(f"{prefix}brief/file", "draft-file", file, methods=["POST"])
    add(f"{prefix}brief/check", "draft-check", check, methods=["POST"])


def _body() -> dict[str, Any]:
    """The JSON object of this request; ends it with 400, 403 or 413 where there is none to be used."""
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        abort(403)
    request.max_content_length = LARGEST
    try:
        body = json.loads(request.get_data(cache=False).decode("utf-8"))
    except HTTPException:
        raise
    except (ValueError, RecursionError):
        abort(400)
    if not isinstance(body, dict):
        abort(400)
    return body


def draft_text(draft: dict[str, Any]) -> str:
    """A draft as the text of a brief's file: its head on line 1, step n on line n + 1 (JSON is YAML).

    Keys that no draft has are left in, so that the reader names them.
    """
    steps = draft.get("steps")
    if not isinstance(steps, list):
        return _line(draft)
    head = _line({key: value for key, value in draft.items() if key != "steps"})
    told = ",\n".join(_line(step) for step in steps)
    return f'{head[:-1]}{", " if len(head) > 2 else ""}"steps": [\n{told}\n]}}'


def _line(value: Any) -> str:
    """JSON on one line; the characters that YAML takes for line ends or refuses are written as escapes."""
    text = json.dumps(value, ensure_ascii=False)
    return _SPECIAL.sub(lambda one: f"\\u{ord(one[0]):04x}", text)


def _read_draft(draft: dict[str, Any], dataset: Dataset) -> tuple[Brief | None, list[dict[str, Any]]]:
    try:
        return read_brief(draft_text(draft), "draft", dataset, "draft"), []
    except BriefError as error:
        return None, [{"step": one.line - 1, "reason": one.reason} for one in error.problems]
    except RecursionError:
        return None, [{"step": 0, "reason": "the draft holds too many lists in each other"}]


def _read_file(text: str, dataset: Dataset) -> tuple[Brief | None, list[dict[str, Any]]]:
    try:
        return read_brief(text.removeprefix("\ufeff"), "draft", dataset, "file"), []
    except BriefError as error:
        return None, [{"line": one.line, "reason": one.reason} for one in error.problems]


def draft_of(brief: Brief) -> dict[str, Any]:
    """A brief as a draft, for the browser to go on with."""
    steps = [
        {
            "headline": step.headline,
            "text": step.text,
            "note": step.note,
            "view": to_query(step.view),
            "frame": list(step.frame),
            "highlight": list(step.highlight),
            "since": step.since,
        }
        for step in brief.steps
    ]
    return {"title": brief.title, "audience": brief.audience, "as_of": brief.as_of, "steps": steps}


def _page(text: str) -> Response:
    return Response(text, mimetype="text/html", headers={"Cache-Control": "no-store"})


def _json(value: Any, status: int = 200) -> Response:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return Response(text, status, mimetype="application/json", headers={"Cache-Control": "no-store"})


def _refused(problems: list[dict[str, Any]]) -> Response:
    return _json({"problems": problems[:MOST_PROBLEMS]}, 422)


def _file(brief: Brief) -> Response:
    named = {
        "Content-Disposition": f'attachment; filename="{file_name(brief.title)}"',
        "Cache-Control": "no-store",
    }
    return Response(write_brief(brief), mimetype="application/yaml", headers=named)


def file_name(title: str) -> str:
    """A name for the saved file from the title of a brief; plain ASCII, as the folder of briefs wants it."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower())[:50].strip("-")
    return f"{words or 'brief'}.yaml"
