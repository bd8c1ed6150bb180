"""Names in any script, folded so that a reader finds them however they are typed."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping

_EQUIVALENT = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ؤ": "و",
        "ё": "е", "’": "", "‘": "", "ʻ": "", "ʼ": "", "'": "", "`": "", "ʿ": "", "ʾ": "", "\u200c": " ",
        "–": " ", "—": " ", "-": " ", "_": " ", ".": " ", ",": " ", "(": " ", ")": " ", "/": " ", '"': " ",
        "“": " ", "”": " ", "«": " ", "»": " ",
    }
)  # fmt: skip


def fold(text: str) -> str:
    """`text` without case, diacritics, apostrophes and punctuation; spelling variants of letters made one.

    Scripts are kept: folding never turns a Cyrillic name into a Latin one.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_EQUIVALENT))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    # Once more, because taking a letter apart can bring out a capital or a mark of the table.
    return " ".join(letters.casefold().translate(_EQUIVALENT).split())


class NameIndex:
    """Which ids a typed name or id means. A spelling that several share means all of them."""

    def __init__(self, ids: Iterable[str], names: Iterable[tuple[str, str]]) -> None:
        """`ids` as they are; `names` as (id, name) pairs."""
        self._ids = {identifier.casefold(): identifier for identifier in ids}
        found: defaultdict[str, set[str]] = defaultdict(set)
        for identifier, name in names:
            if folded := fold(name):
                found[folded].add(identifier)
        self._names: Mapping[str, frozenset[str]] = {name: frozenset(ids) for name, ids in found.items()}

    def resolve(self, typed: str) -> frozenset[str]:
        """The ids that `typed` names; empty where nothing bears that id or name."""
        identifier = self._ids.get(typed.strip().casefold())
        if identifier:
            return frozenset({identifier})
        return self._names.get(fold(typed), frozenset())
