"""The language of dates of one request: what its header or its address asks for, and English after it."""

from __future__ import annotations

from typing import Final

from flask import Flask, Response, g, request

from data import date_words
from data.date_languages import LANGUAGES

HEADER: Final = "Panj-Language"
"""What the page's own script sends with every request of Dash, whose addresses carry no parameters."""
PARAMETER: Final = "lang"
"""Key in the address of pages and pictures."""
_DATA: Final = ("api/", "export/")
"""Paths of files that machines read: dates stay as they are stored, and their notes English."""
_PICTURE: Final = ".svg"


def install(server: Flask, prefix: str = "/") -> None:
    """Word the dates of every request in the language that it asks for.

    An unknown language is English, and no error. A thread serves one request after the other: the language is
    taken back at the end of each, whatever became of it.

    Args:
        server: the server.
        prefix: the path under which requests arrive here.
    """

    def speak() -> None:
        g.language_before = date_words.set_language(_language(request.path.removeprefix(prefix)))

    def fall_silent(_: BaseException | None) -> None:
        if token := g.pop("language_before", None):
            date_words.reset_language(token)

    def vary(response: Response) -> Response:
        if request.path.startswith(f"{prefix}_dash-"):
            response.vary.add(HEADER)
        return response

    server.before_request(speak)
    server.teardown_request(fall_silent)
    server.after_request(vary)


def _language(path: str) -> str:
    if path.startswith(_DATA) and not path.endswith(_PICTURE):
        return date_words.DEFAULT
    asked = (request.headers.get(HEADER, ""), request.args.get(PARAMETER, ""))
    return next((tag for tag in asked if tag in LANGUAGES), date_words.DEFAULT)
