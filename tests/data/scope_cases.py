"""Locks that several tests use, and what of a release may not be told under one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from data.dataset import Dataset

LOCKS: Final[dict[str, Mapping[str, str | list[str]]]] = {
    "one thread": {"thread": "talks"},
    "another thread": {"thread": "courts"},
    "an actor": {"actor": "A-JA"},
    "an actor in a part, with its bodies": {"actor": "Taliban", "role": "initiator", "parts": "1"},
    "two actors together": {"actor": ["A-TJGOV", "A-TALIBAN"], "match": "all"},
    "dates": {"from": "2023-11", "to": "2024-01"},
    "certain dates": {"from": "2023-11-08", "to": "2023-11-30", "when": "certain", "dates": "best"},
    "a district": {"district": "AF-D04"},
    "a province": {"place": "AF-BDS"},
    "a publication": {"source": "S01"},
    "a collection": {"collection": "context"},
    "a word": {"q": "letter"},
    "picked events": {"id": ["E02", "F10"], "thread": "talks"},
    "an unknown actor": {"actor": "nobody at all"},
}

_TEXTS: Final = (
    ("events", "title"), ("events", "summary"), ("events", "date_reason"), ("claims", "text"),
    ("moves", "content"), ("silences", "text"), ("sources", "title"), ("sources", "address"),
    ("event_links", "note"), ("claim_links", "note"), ("crossing_status", "what"), ("actors", "description"),
)  # fmt: skip
_WITH_IDS: Final = ("events", "claims", "moves", "silences", "relations", "sources", "actors")
_WORD: Final = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")


@dataclass(frozen=True)
class Secrets:
    """Ids and texts of what a lock leaves outside."""

    ids: frozenset[str]
    texts: frozenset[str]

    def in_text(self, text: str) -> Iterator[str]:
        """Those that occur in a text."""
        yield from self.ids.intersection(_WORD.findall(text))
        yield from (secret for secret in self.texts if secret in text)


def secrets(whole: Dataset, inside: Dataset) -> Secrets:
    """What nobody may read under the lock of `inside`.

    Of what is also told by a text that may be read there is nothing to hide: a note in the words of a title,
    a publication with the name of a place.
    """
    ids = (set(whole.tables[name]["id"]) - set(inside.tables[name]["id"]) for name in _WITH_IDS)
    texts = {
        text
        for name, column in _TEXTS
        for text in set(whole.tables[name][column]) - set(inside.tables[name][column])
        if len(text) > 20
    }
    told = ((name, column) for name, column in (*_TEXTS, ("names", "name"), ("event_dates", "reason")))
    known = "\n".join(text for name, column in told for text in inside.tables[name][column])
    return Secrets(frozenset().union(*ids), frozenset(text for text in texts if text not in known))
