"""The parameters of the read API: the page's own filters, and the four that only say how to answer."""

from __future__ import annotations

from typing import Any, Final

from data.filters import KEYS, REPEATABLE
from data.query import LONGEST_VALUE, MOST_VALUES, TYPES
from data.vocabulary import COLLECTIONS, ROLES, THREADS

PAGE_ONLY: Final = {
    "event": "it opens a card of the page; ask for /events/<id>",
    "card": "it opens a card of the page; ask for /actors/<id>, /places/<id> or /sources/<id>",
    "view": "it chooses a panel of the page",
    "since": "it belongs to the view “changes” of the page; rows tell their `since` themselves",
}
"""Keys of the page that select nothing -> why they are refused here."""
FILTER_KEYS: Final = tuple(key for key in KEYS if key not in PAGE_ONLY)
FORMAT, LIMIT, OFFSET, RELEASE = "format", "limit", "offset", "release"
LIST_KEYS: Final = (FORMAT, LIMIT, OFFSET, RELEASE)
FARTHEST: Final = 1_000_000_000
"""Where no walk will ever come."""

_TOLD: Final = {
    "actor": "Any of these actors: the id or any of its names in any script",
    "match": "`all`: all of these actors in one event; `any` is the default",
    "parts": "`1`: include bodies that a sourced part-of relation puts under the actor",
    "role": "Only in this role",
    "from": "First day: an ISO date, a year or a month",
    "to": "Last day, inclusive: an ISO date, a year or a month",
    "when": "`certain`: leave out what is only possibly in the range",
    "dates": "`best`: the best date of any source in place of the event's own; `own` is the default",
    "type": "PLOVER category, quad class, or `uncoded`",
    "thread": "Strand of the story",
    "place": "At or in this place: the id or any of its names",
    "district": "At or in this district: the id or any of its names",
    "source": "Told by this publication, publisher or speaker: the id or a name",
    "collection": "What the article tells, or what other publications tell",
    "q": "In texts and names; never a regular expression",
    "id": "Only these events",
}
_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "match": ("all", "any"),
    "parts": ("1", "0"),
    "role": tuple(ROLES),
    "when": ("certain",),
    "dates": ("best", "own"),
    "type": TYPES,
    "thread": tuple(THREADS),
    "collection": tuple(COLLECTIONS),
}
_EXAMPLES: Final = {
    "actor": "Taliban",
    "from": "2023-11",
    "to": "2024-02-29",
    "place": "Sherkhan Bandar",
    "district": "Ishkashim",
    "source": "S01",
    "q": "letter",
    "id": "E02",
}
_DATE: Final = r"^(\d{4}(-\d{2}(-\d{2})?)?)?$"

Parameter = dict[str, Any]


def filter_parameters() -> list[Parameter]:
    """The filters as OpenAPI parameters."""
    return [_filter(key) for key in FILTER_KEYS]


def _filter(key: str) -> Parameter:
    word: dict[str, Any] = {"type": "string", "maxLength": LONGEST_VALUE}
    if key in _WORDS:
        word = {"type": "string", "enum": list(_WORDS[key])}
    elif key in ("from", "to"):
        word = {"type": "string", "pattern": _DATE}
    many = key in REPEATABLE
    about = f"{_TOLD[key]}.{' Repeatable.' if many else ''}"
    told: Parameter = {"name": key, "in": "query", "description": about}
    if many:
        told |= {"schema": {"type": "array", "items": word, "maxItems": MOST_VALUES}, "explode": True}
    else:
        told["schema"] = word
    if key in _EXAMPLES:
        told["example"] = [_EXAMPLES[key]] if many else _EXAMPLES[key]
    return told


def format_parameter(forms: tuple[str, ...]) -> Parameter:
    """`format`; it goes before the header Accept."""
    told = f"Format of the answer, before the header Accept. Without both: {forms[0]}."
    return {
        "name": FORMAT,
        "in": "query",
        "description": told,
        "schema": {"type": "string", "enum": list(forms)},
    }


def paging_parameters(page_size: int, most_rows: int) -> list[Parameter]:
    """`limit`, `offset` and `release`."""
    rows: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": most_rows, "default": page_size}
    before = {"type": "integer", "minimum": 0, "maximum": FARTHEST, "default": 0}
    release = {"type": "string", "maxLength": LONGEST_VALUE}
    told = (
        (LIMIT, f"Rows in one answer, at most {most_rows}.", rows),
        (OFFSET, "Rows to pass over. Follow `next` instead of counting.", before),
        (
            RELEASE,
            "The release that a walk began in; `next` carries it. Another one by now is answered with 409.",
            release,
        ),
    )
    return [
        {"name": name, "in": "query", "description": words, "schema": schema} for name, words, schema in told
    ]
