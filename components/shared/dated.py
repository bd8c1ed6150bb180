"""A date in words, marked with its language for those who have the page read to them."""

from __future__ import annotations

from dash import html

from data import date_words
from data.wording import date_words as worded


def dated(date: str) -> html.Span | str:
    """An EDTF string in words with a capital; where they are not English, in an element that says so."""
    return in_its_language(worded(date))


def in_its_language(words: str) -> html.Span | str:
    """Words of a date, marked with the language in force if it is not the page's own."""
    tag = date_words.foreign()
    return html.Span(words, lang=tag) if tag else words
