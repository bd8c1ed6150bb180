"""The filters as a value, and the one pair of functions between it and a URL's query string."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode

from data import dates
from data.vocabulary import CATEGORY_WORDS, COLLECTIONS, QUAD_CLASSES, ROLES, THREADS

LONGEST_VALUE: Final = 100
MOST_VALUES: Final = 200
PICTURES: Final = ("list", "map", "timeline")
"""Views that are always there; which of them is in front matters only where one fits."""
PANELS: Final = ("board", "relations", "claims", "contradictions", "gaps", "table", "changes", "brief")
"""Views that take the place of the pictures, and cost nothing until they are asked for."""
VIEWS: Final = (*PICTURES, *PANELS)
_CONTROL: Final = dict.fromkeys((*range(32), *range(127, 160)), " ")


@dataclass(frozen=True)
class Filters:
    """What a reader asked for (domain contract, section 5). Empty means all.

    Names are kept as typed; `data.selection.select` resolves them against a dataset. `from_` and `to` are
    ISO dates, months or years, both ends inclusive. `match` is "all" or "", `when` "certain" or "",
    `dates` "best" or "". `id` holds events picked by hand; `event` and `card` (an actor, a place or a
    source) are the cards that are open, the event's in front; `since` is the version or day from which the
    view `changes` tells what has changed.
    """

    actor: tuple[str, ...] = ()
    match: str = ""
    parts: bool = False
    role: str = ""
    from_: str = ""
    to: str = ""
    when: str = ""
    dates: str = ""
    type: tuple[str, ...] = ()
    thread: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    collection: tuple[str, ...] = ()
    q: tuple[str, ...] = ()
    id: tuple[str, ...] = ()
    event: str = ""
    card: str = ""
    view: str = ""
    since: str = ""

    def without_cards(self) -> Filters:
        """The same filters with no card open and no panel chosen: what decides the selection."""
        return replace(self, event="", card="", view="", since="")


KEYS: Final = tuple(field.name.rstrip("_") for field in fields(Filters))
REPEATABLE: Final = ("actor", "type", "thread", "place", "district", "source", "collection", "q", "id")
_CHOICES: Final = {
    "match": ("all", "any"),
    "parts": ("1", "0"),
    "role": tuple(ROLES),
    "when": ("certain",),
    "dates": ("best", "own"),
    "view": VIEWS,
}
_DEFAULTS: Final = {"match": "any", "parts": "0", "dates": "own"}
_VOCABULARIES: Final = {"thread": tuple(THREADS), "collection": tuple(COLLECTIONS)}
TYPES: Final = (*CATEGORY_WORDS, *QUAD_CLASSES)


def to_query(filters: Filters) -> str:
    """The query string of `filters`, without the question mark; "" where nothing is asked."""
    pairs: list[tuple[str, str]] = []
    for key in KEYS:
        value = getattr(filters, "from_" if key == "from" else key)
        if isinstance(value, tuple):
            pairs += [(key, item) for item in value]
        elif value:
            pairs.append((key, "1" if value is True else value))
    return urlencode(pairs, quote_via=quote, safe="")


def from_query(query: str) -> Filters:
    """The filters of a query string; `read_query` also tells what of it could not be used."""
    return read_query(query)[0]


def read_query(query: str) -> tuple[Filters, tuple[str, ...]]:
    """Filters of a query string, and a sentence for every key or value that could not be used."""
    text = query.lstrip("?")
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_VALUES, errors="replace")
    except ValueError:
        return Filters(), (f"The link has more than {MOST_VALUES} parts and was not used.",)
    return read_pairs(pairs)


def read_pairs(pairs: Iterable[tuple[str, str]]) -> tuple[Filters, tuple[str, ...]]:
    """As `read_query`, from (key, value) pairs that are already decoded."""
    filters, notices = Filters(), []
    seen: set[str] = set()
    for key, raw in pairs:
        value = _clean(raw)
        if reason := _refusal(key, value, seen):
            notices.append(reason)
            continue
        if value:
            seen.add(key)
            filters = _with(filters, key, value)
    return filters, tuple(dict.fromkeys(notices))


def _clean(raw: str) -> str:
    """Text without control characters, outer spaces and the halves of characters that no URL can carry."""
    return raw.encode("utf-8", "replace").decode("utf-8").translate(_CONTROL).strip()


def shown(value: str) -> str:
    """A visitor's text, shortened for a message."""
    return f"“{value[:40]}…”" if len(value) > 40 else f"“{value}”"


def _refusal(key: str, value: str, seen: set[str]) -> str:
    """Why this pair cannot be used, or "" if it can."""
    if key not in KEYS:
        return f"{shown(key)} is no filter that Panj knows; it was skipped."
    if key in seen and key not in REPEATABLE:
        return f"{key} was given twice; only the first was used."
    if len(value) > LONGEST_VALUE:
        return f"{key} {shown(value)} is longer than {LONGEST_VALUE} characters; it was skipped."
    return _value_refusal(key, value) if value else ""


def _value_refusal(key: str, value: str) -> str:
    known = _CHOICES.get(key) or _VOCABULARIES.get(key)
    if known and value not in known:
        return f"{key} cannot be {shown(value)}; it was skipped (use {', '.join(known)})."
    if key == "type" and type_code(value) is None:
        return f"type {shown(value)} is no event type of PLOVER; it was skipped."
    if key in ("from", "to"):
        try:
            dates.day_range(value)
        except dates.DateError:
            return f"{key} {shown(value)} is not a date (write 2023-11-08, 2023-11 or 2023); it was skipped."
    return ""


def type_code(value: str) -> str | None:
    """A PLOVER category (`ASSAULT`), `uncoded` or a quad class as written here; None where it is none."""
    folded = value.casefold()
    return next((known for known in TYPES if known.casefold() == folded), None)


def _with(filters: Filters, key: str, value: str) -> Filters:
    if key in REPEATABLE:
        held: tuple[str, ...] = getattr(filters, key)
        return filters if value in held else _set(filters, key, (*held, value))
    if key == "parts":
        return replace(filters, parts=value == "1")
    if _DEFAULTS.get(key) == value:
        return filters
    return _set(filters, "from_" if key == "from" else key, value)


def _set(filters: Filters, name: str, value: str | tuple[str, ...]) -> Filters:
    return replace(filters, **{name: value})  # type: ignore[arg-type]
