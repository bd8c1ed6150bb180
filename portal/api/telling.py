"""The members of every answer, and the kinds of errors, as markup made from the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any, Final

Document = dict[str, Any]

_BOLD: Final = re.compile(r"\*\*(.+?)\*\*")
_CODE: Final = re.compile(r"`(.+?)`")
_NOT_ROWS: Final = ("Problem", "List", "Features", "Feature", "Properties", "Answer", "Edition")
"""Endings of the names of schemas that only wrap others."""


def told(text: str, block: bool = True) -> str:
    """Our own words with `code` and **bold**; everything else of Markdown is not used here."""
    marked = _CODE.sub(r"<code>\1</code>", _BOLD.sub(r"<strong>\1</strong>", escape(text, quote=False)))
    return "".join(f"<p>{part}</p>" for part in marked.split("\n\n")) if block else marked


def shapes(document: Document) -> str:
    """Addresses with what they answer, then the members of every part of an answer."""
    rows = "".join(
        f"<tr><th scope='row'><code>{escape(path)}</code></th>"
        f"<td>{told(item['get']['description'], block=False)}</td>"
        f"<td>{escape(_forms(item['get']))}</td></tr>"
        for path, item in document["paths"].items()
    )
    schemas = document["components"]["schemas"]
    parts = "".join(
        _shape(name, schema)
        for name, schema in schemas.items()
        if not (name.endswith(_NOT_ROWS) or name.startswith("One"))
    )
    return (
        '<section aria-labelledby="addresses-title"><h2 id="addresses-title">Addresses</h2>'
        '<div class="api-scroll" tabindex="0" role="region" aria-label="Table of addresses">'
        '<table class="api-table"><thead><tr><th scope="col">Address</th><th scope="col">What it answers</th>'
        f'<th scope="col">Formats</th></tr></thead><tbody>{rows}</tbody></table></div></section>'
        '<section aria-labelledby="members-title"><h2 id="members-title">Members of the answers</h2>'
        "<p>In CSV and GeoJSON a list of texts is one text with “ | ” between its items, and what is deeper "
        f"is JSON text; events have the columns of the exports there.</p>{parts}</section>"
    )


def _forms(operation: Document) -> str:
    types = operation["responses"]["200"]["content"]
    return ", ".join(media.removeprefix("application/").removeprefix("text/") for media in types)


def _shape(name: str, schema: Document) -> str:
    members = "".join(
        f"<tr><th scope='row'><code>{escape(member)}</code></th><td>{_type(held)}</td>"
        f"<td>{told(held.get('description', ''), block=False)}</td></tr>"
        for member, held in schema.get("properties", {}).items()
    )
    return (
        f'<details class="api-shape" id="schema-{name}"><summary>{name}</summary>'
        f"{told(schema.get('description', ''))}"
        f'<div class="api-scroll" tabindex="0" role="region" aria-label="Members of {name}">'
        '<table class="api-table"><thead><tr><th scope="col">Member</th><th scope="col">Type</th>'
        f'<th scope="col">Meaning</th></tr></thead><tbody>{members}</tbody></table></div></details>'
    )


def _type(schema: Document) -> str:
    """The type in words; a part with members of its own is a link to them."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f'<a href="#schema-{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    if "enum" in schema:
        return ", ".join(_words(schema["enum"]))
    if isinstance(schema.get("additionalProperties"), dict):
        return f"by name: {_type(schema['additionalProperties'])}"
    plain = str(schema.get("type", "any"))
    return {"string": "text", "boolean": "true or false"}.get(plain, plain)


def _words(words: list[str]) -> Iterator[str]:
    return (f"<code>{escape(word)}</code>" if word else "empty" for word in words)


_PROBLEMS: Final = {
    "problem-parameters": "400 – Parameters that cannot be used",
    "problem-release": "409 – The data have changed",
    "problem-others": "401, 404, 405, 406, 410",
}
_MEANING: Final = {
    "problem-parameters": (
        "`errors` names each of them: `parameter`, `value` and, in `detail`, why it cannot be used and what "
        "would be. Nothing is skipped in silence."
    ),
    "problem-release": (
        "A walk through pages began in the release `asked`; now `release` is served. Start again without "
        "`offset` and `release`, or rows could be missing or come twice."
    ),
    "problem-others": (
        "Who you are is not known (`reason` says more) · no such row or address · this API is only read · "
        "no format that `Accept` names can be had · the row was taken back, and `detail` says when and why."
    ),
}


def problems() -> str:
    """What the errors mean; their `type` leads here."""
    items = "".join(
        f'<dt id="{name}">{escape(title)}</dt><dd>{told(_MEANING[name], block=False)}</dd>'
        for name, title in _PROBLEMS.items()
    )
    return (
        '<section aria-labelledby="errors-title"><h2 id="errors-title">Errors</h2>'
        "<p>Every error is <code>application/problem+json</code> (RFC 9457).</p>"
        f'<dl class="api-problems">{items}'
        "</dl></section>"
    )
