"""Finding actors, places, events, claims and sources by a few typed letters, in any script.

Query and texts are compared folded in their own script, in Latin letters and by sound (`data.spelling`). What
a hit shows is always a name or a text that stands in the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from data import dates
from data.dataset import Dataset
from data.gazetteer import parents
from data.memory import once_per_release
from data.names import fold
from data.spelling import Spelling, is_arabic, spell
from data.wording import actor_name, chain_in_words, date_words, says_who

LONGEST_SEARCH: Final = 100
MOST_HITS: Final = 6
GROUPS: Final = {
    "actor": "Actors",
    "place": "Places and crossings",
    "event": "Events",
    "claim": "Claims",
    "source": "Sources",
}
"""Kind of a hit -> how a group of such hits is headed."""

_NAMED_IN: Final = {"actor": "name", "place": "name", "event": "title", "claim": "text", "source": "title"}

EXACT, WEAK, PREFIX, WORD, INSIDE, SOUND, TYPO = 7, 6, 5, 4, 3, 2, 1
"""How a text was found, best first: it is the name, a name that identifies nobody alone, begins like it, has
words that begin so, holds it, sounds like it, is a likely slip of the keys."""


@dataclass(frozen=True)
class Hit:
    """One thing that was found.

    `title` is its name or text, `detail` what it is, `found_by` the other name of it that matched ("" where
    the title did). A press opens either the card of `event` or the `card` of an actor, place or source.
    A higher `score` is a better match; its hundreds are the way in which it was found.
    """

    kind: str
    id: str
    title: str
    detail: str
    found_by: str
    score: int
    event: str = ""
    card: str = ""


@dataclass(frozen=True)
class Group:
    """The best hits of one kind, best first; `more` others were found."""

    kind: str
    words: str
    hits: tuple[Hit, ...]
    more: int


@dataclass(frozen=True)
class _Entry:
    kind: str
    id: str
    text: str
    weak: bool
    spelling: Spelling


@dataclass(frozen=True)
class _Index:
    entries: tuple[_Entry, ...]
    ids: dict[str, tuple[str, str]]
    words: tuple[str, ...]


# --- the index ----------------------------------------------------------------------------------------------


@once_per_release
def _index(dataset: Dataset) -> _Index:
    entries = tuple(
        _Entry(kind, identifier, text, weak, spell(text))
        for kind, identifier, text, weak in dict.fromkeys(_texts(dataset))
        if fold(text)
    )
    words = frozenset().union(*(entry.spelling.words for entry in entries))
    return _Index(entries, _ids(dataset), tuple(sorted(words)))


def _texts(dataset: Dataset) -> Iterator[tuple[str, str, str, bool]]:
    """(kind, id, text, is it a weak name) of everything that can be found by its words."""
    for table, kind in (("actors", "actor"), ("places", "place")):
        for identifier, name in _columns(dataset, table, "id", "name"):
            yield kind, identifier, name, False
    for actor, label in _columns(dataset, "actor_labels", "actor", "label"):
        yield "actor", actor, label, False
    for side in ("tajik_name", "afghan_name"):
        for place, name in _columns(dataset, "crossings", "place", side):
            if name != _NO_NAME:
                yield "place", place, name, False
    for actor, place, name, sort in _columns(dataset, "names", "actor", "place", "name", "kind"):
        yield ("actor", actor, name, sort == "weak") if actor else ("place", place, name, sort == "weak")
    for event, title in zip(dataset.events["id"], dataset.events["title"], strict=True):
        yield "event", event, title, False
    for claim, text, withdrawn in _columns(dataset, "claims", "id", "text", "withdrawn"):
        if not withdrawn:
            yield "claim", claim, text, False
    for source, title, publisher in _columns(dataset, "sources", "id", "title", "publisher"):
        yield "source", source, title, False
        yield "source", source, publisher, True  # it published others too


_NO_NAME: Final = "not known"
"""What the table of the crossings says in the place of a name."""


def _columns(dataset: Dataset, table: str, *names: str) -> Iterator[tuple[str, ...]]:
    return zip(*(dataset.tables[table][name] for name in names), strict=True)


def _ids(dataset: Dataset) -> dict[str, tuple[str, str]]:
    """Id in small letters -> kind and id of what it means; a crossing's means its place."""
    found = {row["id"].casefold(): ("place", row["place"]) for row in _rows(dataset, "crossings")}
    for kind in GROUPS:
        known = dataset.events if kind == "event" else dataset.tables[f"{kind}s"]
        found |= {identifier.casefold(): (kind, identifier) for identifier in known["id"]}
    for row in _rows(dataset, "claims"):
        if row["withdrawn"]:
            found.pop(row["id"].casefold(), None)
    return found


def _rows(dataset: Dataset, table: str) -> Iterable[dict[str, str]]:
    return (dataset.row(table, identifier) for identifier in dataset.tables[table]["id"])


# --- the search ---------------------------------------------------------------------------------------------


_Form = tuple[str, str, tuple[str, ...], str]
"""One form of a query: with a space before it, bare, its words with a space each, the first of them bare."""

_TEXTS: Final = ("event", "claim", "source")
"""Kinds that are found by sentences and not by names."""


@dataclass(frozen=True)
class _Query:
    """A query made ready for the comparison with every text; `bones` only of one in Perso-Arabic letters."""

    folded: _Form
    latin: _Form
    sounds: _Form
    joined: str
    bones: str
    own_script: bool


def _query(text: str) -> _Query:
    spelling = spell(text)
    bones = spelling.bones if is_arabic(spelling.folded) and len(spelling.bones) > 2 else ""
    forms = [_form(form) for form in (spelling.folded, spelling.latin, spelling.sounds)]
    own_script = not spelling.folded.isascii()
    return _Query(forms[0], forms[1], forms[2], spelling.joined, bones, own_script)


def _form(form: str) -> _Form:
    words = tuple(f" {word}" for word in form.split())
    return form, form[1:], words, words[0][1:] if words else ""


def search(dataset: Dataset, text: str) -> tuple[Group, ...]:
    """What `text` finds, at most `MOST_HITS` of a kind; nothing where it holds no letter or digit.

    Of `text` the first `LONGEST_SEARCH` characters count. Groups stand in the order of `GROUPS`, but first
    those that hold the very name. Slips of the keys are forgiven only where nothing else is found.
    """
    typed = text[:LONGEST_SEARCH].encode("utf-8", "replace").decode("utf-8")
    query = _query(typed)
    if not query.folded[0].strip():
        return ()
    index = _index(dataset)
    found = _best(query, index.entries, _way)
    if identified := index.ids.get(typed.strip().casefold()):
        found[identified] = Hit(*identified, "", "", _named(dataset, *identified, typed), 100 * EXACT + 99)
    if not found and len(query.latin[0]) > 4:
        near = _near(query, index.words)
        found = _best(query, index.entries, lambda query, entry: _typo(query, entry, near))
    groups = [_group(dataset, kind, [hit for hit in found.values() if hit.kind == kind]) for kind in GROUPS]
    return tuple(sorted((group for group in groups if group.hits), key=_lacks_the_name))


def _lacks_the_name(group: Group) -> bool:
    return group.hits[0].score // 100 != EXACT


def _named(dataset: Dataset, kind: str, identifier: str, typed: str) -> str:
    """The id as the tables write it: the crossing's where that was typed for its place."""
    crossings = [row["id"] for row in dataset.rows_of("crossings", "place", identifier)]
    known = [identifier, *crossings] if kind == "place" else [identifier]
    return next(one for one in known if one.casefold() == typed.strip().casefold())


def _group(dataset: Dataset, kind: str, hits: list[Hit]) -> Group:
    # Of equals the one whose own name matched, then in the order of the tables.
    hits.sort(key=lambda hit: (-hit.score, hit.found_by != dataset.row(f"{kind}s", hit.id)[_NAMED_IN[kind]]))
    shown = tuple(_told(dataset, hit) for hit in hits[:MOST_HITS])
    return Group(kind, GROUPS[kind], shown, len(hits) - len(shown))


def _best(
    query: _Query, entries: Iterable[_Entry], way: Callable[[_Query, _Entry], int]
) -> dict[tuple[str, str], Hit]:
    """(kind, id) -> its hit by the name that matches best, as yet without title and detail."""
    found: dict[tuple[str, str], Hit] = {}
    for entry in entries:
        how = way(query, entry)
        if not how:
            continue
        score = 100 * how + _closeness(query, entry.spelling)
        key = entry.kind, entry.id
        if key not in found or found[key].score < score:  # the first of equals: the row's own name
            found[key] = Hit(entry.kind, entry.id, "", "", entry.text, score)
    return found


def _closeness(query: _Query, spelling: Spelling) -> int:
    """0 to 99: how much of the two texts is equal; a name in the script that was typed is a little closer."""
    own, latin = fuzz.ratio(query.folded[0], spelling.folded), fuzz.ratio(query.latin[0], spelling.latin)
    return int(0.39 * own + 0.6 * latin)


def _way(query: _Query, entry: _Entry) -> int:
    """How `entry` is found by `query`, or 0; slips of the keys apart."""
    spelling = entry.spelling
    how = _stands(query.latin, spelling.latin)
    if query.own_script:
        how = max(how, _stands(query.folded, spelling.folded))
    if not how:
        return SOUND if _sounds_alike(query, spelling) else 0
    if how == EXACT and entry.weak:
        return WEAK
    # How a sentence begins says nothing, and three letters stand inside of many words.
    if entry.kind in _TEXTS and how in (PREFIX, INSIDE):
        return WORD if how == PREFIX else INSIDE if len(query.latin[0]) > 4 else 0
    return how


def _stands(form: _Form, text: str) -> int:
    """How the words of a query stand in a text: all of them together, or each somewhere."""
    query, bare, words, first = form
    if first not in text:
        return 0
    if bare not in text:
        return WORD if len(words) > 1 and all(word in text for word in words) else 0
    if text.startswith(query):
        return EXACT if text == query else PREFIX
    if query in text:
        return WORD
    return INSIDE if len(bare) > 2 else 0  # a letter or two stand in everything


def _sounds_alike(query: _Query, spelling: Spelling) -> bool:
    if query.bones and query.bones == spelling.bones:
        return True
    _, _, words, first = query.sounds
    if len(query.joined) < 4 or first not in spelling.joined:
        return False
    if all(word in spelling.sounds for word in words) or query.joined == spelling.joined:
        return True
    return len(query.joined) > 5 and spelling.joined.startswith(query.joined)


# --- slips of the keys --------------------------------------------------------------------------------------


def _near(query: _Query, words: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """For each word of the query the words of the tables that it may be a slip of."""
    return tuple(_near_word(word.strip(), words) for word in query.sounds[2])


def _near_word(sound: str, words: tuple[str, ...]) -> frozenset[str]:
    """Words at most one slip away, two for a long word, none for a short one."""
    slips = 0 if len(sound) < 4 else 1 if len(sound) < 8 else 2
    found = process.extract(sound, words, scorer=OSA.distance, score_cutoff=slips, limit=None)
    return frozenset(word for word, _, _ in found)


def _typo(query: _Query, entry: _Entry, near: tuple[frozenset[str], ...]) -> int:
    """TYPO where every word may be a slip of one of the entry's, or all of them run together of its name."""
    if not any(one.isdisjoint(entry.spelling.words) for one in near):
        return TYPO
    if len(query.joined) < 8 or entry.kind in _TEXTS:
        return 0
    return TYPO if fuzz.ratio(query.joined, entry.spelling.joined, score_cutoff=88) else 0


# --- what is shown ------------------------------------------------------------------------------------------


def _told(dataset: Dataset, hit: Hit) -> Hit:
    """The hit with its title, its detail and what a press on it opens."""
    row = dataset.row(f"{hit.kind}s", hit.id)
    if hit.kind == "event":
        detail = f"{date_words(row['date'])} · {says_who(dataset, hit.id)}"
        told = replace(hit, title=row["title"], detail=detail, event=hit.id)
    elif hit.kind == "claim":
        told = _claim_told(dataset, hit, row)
    elif hit.kind == "source":
        told = replace(hit, title=row["title"], detail=_source_detail(row), card=hit.id)
    elif hit.kind == "actor":
        kind = "unnamed source" if row["kind"] == "source" else row["kind"]
        told = replace(hit, title=actor_name(dataset, hit.id), detail=kind, card=hit.id)
    else:
        told = replace(hit, title=row["name"], detail=_place_detail(dataset, row), card=hit.id)
    return replace(told, found_by="") if told.found_by == told.title else told


def _claim_told(dataset: Dataset, hit: Hit, row: dict[str, str]) -> Hit:
    """A claim with who says so and how, for its text alone would say more than they did.

    It opens the first event that it speaks of; one that speaks of none opens its source.
    """
    links = [link["event"] for link in dataset.rows_of("claim_events", "claim", hit.id)]
    events = [event for event in links if not dataset.row("events", event)["withdrawn"]]
    said = [chain_in_words(dataset, hit.id), *([f"in the words “{row['hedge']}”"] if row["hedge"] else [])]
    if not events:
        return replace(
            hit, title=row["text"], detail=" · ".join([*said, "tied to no event"]), card=row["source"]
        )
    others = f", and {len(events) - 1} more" if len(events) > 1 else ""
    told = f"on {events[0]}, {dataset.row('events', events[0])['title']}{others}"
    return replace(hit, title=row["text"], detail=" · ".join([*said, told]), event=events[0])


def _source_detail(row: dict[str, str]) -> str:
    # A month is no unknown day here: it is all that the page shows of its date.
    published = dates.period_in_words(row["published"])
    return f"{row['publisher']}, {published}" if row["publisher"] else published


def _place_detail(dataset: Dataset, row: dict[str, str]) -> str:
    """What a place is, and in what: a crossing lies between the districts of its banks."""
    for crossing in dataset.rows_of("crossings", "place", row["id"]):
        banks = [crossing[bank] for bank in ("tajik_district", "afghan_district") if crossing[bank]]
        return f"{row['kind']}, {' – '.join(dataset.row('places', bank)['name'] for bank in banks)}"
    above = [dataset.row("places", place)["name"] for place in parents(dataset, row["id"])]
    return ", ".join([row["kind"], *above])
