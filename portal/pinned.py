"""One release for the whole of a request, cut down to what its viewer may see."""

from __future__ import annotations

import re
from typing import Final

from flask import Response, abort, after_this_request, g, has_request_context, request

from data.dataset import Dataset
from data.query import Filters
from data.releases import Releases
from data.scope import restricted

HEADER: Final = "Panj-Release"
"""Names the release of an answer. A page sends back the one that it shows, so that it never goes back to an
older one: processes switch within a second or two of each other."""
_UNFIT: Final = re.compile(r"[^!-~]")
_KEY: Final = "pinned_release"


class Pinned:
    """What every route and callback reads: like `Releases`, but for the request at hand."""

    def __init__(self, releases: Releases) -> None:
        self._releases = releases

    def current(self) -> Dataset:
        """In a request the release that it saw first, under the lock of its viewer (`g.viewer`, if there is
        one); elsewhere the release of this moment.

        A request that was refused a viewer (portal.access) ends with 401: no data without one.
        """
        if not has_request_context():
            return self._releases.current()
        if "refused" in g:
            abort(401)
        viewer = g.get("viewer")
        return restricted(self._pinned(), viewer.lock if viewer else Filters())

    def _pinned(self) -> Dataset:
        held: Dataset | None = g.get(_KEY)
        if held is None:
            held = self._releases.current(request.headers.get(HEADER, ""))
            setattr(g, _KEY, held)
            after_this_request(_named)
        return held


def _named(response: Response) -> Response:
    # The version of a package that was never published may hold any characters.
    response.headers[HEADER] = _UNFIT.sub("-", g.get(_KEY).release)
    return response
