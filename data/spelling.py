"""The forms in which names in different scripts and transliterations are compared; none of them is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from anyascii import anyascii

from data.names import fold


@dataclass(frozen=True)
class Spelling:
    """A text as it is compared: the first three begin with a space, so that " x" finds the words that begin
    with x. `words` are the words of `sounds`, `joined` is it without the spaces, `bones` without vowels too.
    """

    folded: str
    latin: str
    sounds: str
    words: frozenset[str]
    joined: str
    bones: str


_PERSIAN: Final = str.maketrans({"ض": "ز", "ظ": "ز", "ذ": "ز", "ث": "س", "ط": "ت", "ص": "س", "ح": "ه"})
"""Arabic letters as they are read in Persian, where the transliteration reads them as in Arabic."""

# Capitals stand for the sounds that Latin writes with two letters. The order matters.
_SOUNDS: Final = (
    ("x", "h"), ("dsch", "J"), ("tsch", "C"), ("shch", "S"), ("sch", "S"), ("dzh", "J"), ("dj", "J"),
    ("zh", "J"), ("j", "J"), ("kh", "h"), ("gh", "g"), ("ch", "C"), ("sh", "S"), ("ph", "f"), ("ck", "k"),
    ("c", "k"), ("q", "k"), ("w", "v"), ("y", "i"), ("e", "i"), ("o", "a"), ("u", "a"),
)  # fmt: skip


def spell(text: str) -> Spelling:
    """The forms in which `text` is compared."""
    folded = fold(text)
    latin = fold(anyascii(folded.translate(_PERSIAN)))
    words = [_sound(word) for word in latin.split()]
    return Spelling(
        folded=f" {folded}",
        latin=f" {latin}",
        sounds=f" {' '.join(words)}",
        words=frozenset(words),
        joined=_single("".join(words)),
        bones=_single("".join(_bones(word) for word in words)),
    )


def _sound(word: str) -> str:
    """A word so that the transliterations of one name become equal: Khorugh, Xorog -> harag."""
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    word = _single(word)
    return word[:-1] if len(word) > 3 and word.endswith(("ah", "ih")) else word  # Ansarulla(h)


def _bones(word: str) -> str:
    """The consonants of a sounded word: all that Perso-Arabic writes (v and i may stand for vowels there)."""
    return "".join(letter for letter in word.removesuffix("h") if letter not in "aiv")


def _single(word: str) -> str:
    """`word` with doubled letters made one."""
    return "".join(letter for at, letter in enumerate(word) if at == 0 or letter != word[at - 1])


def is_arabic(text: str) -> bool:
    """Whether a text holds letters of the Arabic alphabet."""
    return any("\u0600" <= letter <= "\u06ff" for letter in text)
