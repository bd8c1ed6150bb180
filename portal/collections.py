"""Who sees which imported collection. A viewer whose filters are locked sees none: a lock cannot cut them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from flask import abort, g, has_request_context

from data.collections.collection import Collection
from data.collections.shelf import Shelf
from data.query import Filters
from portal.uploads import Uploads

PATH: Final = "collections/"
"""Below the prefix of the page."""


def visible(shelf: Shelf, uploads: Uploads | None = None) -> Callable[[str], Collection | None]:
    """How a request finds a collection by its name; that of a visitor's import is the secret itself.

    A request that was refused a viewer (portal.access) ends with 401, as every reader of data does.
    """

    def find(name: str) -> Collection | None:
        if has_request_context():
            if "refused" in g:
                abort(401)
            viewer = g.get("viewer")
            if viewer and viewer.lock != Filters():
                return None
        found = shelf.get(name)
        return uploads.collection(name) if found is None and uploads else found

    return find
