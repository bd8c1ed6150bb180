"""The language that dates are worded in: English unless a request asks for another.

What is stored, filtered, exported and put into addresses stays EDTF and ISO; only what a reader sees is
worded. `data.dates` says which form a date has, a `Language` says it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from datetime import date
from functools import lru_cache
from typing import Final

from data.date_languages import LANGUAGES, Language

DEFAULT: Final = "en"
_in_force: Final[ContextVar[str]] = ContextVar("language of dates", default=DEFAULT)


def language() -> str:
    """The tag of the language in force here: a key of `LANGUAGES`."""
    return _in_force.get()


def spoken() -> Language:
    """The language in force here."""
    return LANGUAGES[_in_force.get()]


def foreign() -> str:
    """The tag to mark worded dates with in a page that is English; "" where they are English too."""
    return "" if spoken().locale.startswith(DEFAULT) else language()


def set_language(tag: str) -> Token[str]:
    """Words dates in this language from now on, in this thread or task; `reset_language` takes it back.

    Raises:
        KeyError: there is no such language.
    """
    if tag not in LANGUAGES:
        raise KeyError(tag)
    return _in_force.set(tag)


def reset_language(token: Token[str]) -> None:
    """The language that was in force before the `set_language` that gave `token`."""
    _in_force.reset(token)


@contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Words dates in this language inside the block.

    Raises:
        KeyError: there is no such language.
    """
    token = set_language(tag)
    try:
        yield
    finally:
        reset_language(token)


@lru_cache(maxsize=4096)
def day_words(day: date, tag: str) -> str:
    """A known day in a language, kept: a page asks for the same days again and again."""
    return LANGUAGES[tag].day(day)
