"""Panj with an open door and with tokens, in a frame of a portal on another site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from app import create_app
from data.releases import Releases
from portal.settings import Settings
from tests.browser.embeds.host import KEY, SECRET, Portal, Visit, serve, stop

NewVisit = Callable[..., Visit]


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    made = Portal()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def stranger() -> Iterator[Portal]:
    """A page of a third origin, which Panj does not list."""
    made = Portal()
    yield made
    made.stop()


def _panj(releases: Releases, portal: Portal, **settings: Any) -> Iterator[str]:
    made = create_app(Settings(frame_ancestors=("'self'", portal.origin), **settings), releases)
    server = serve(made.server)
    yield f"http://127.0.0.1:{server.port}/"
    stop(server)


@pytest.fixture(scope="session")
def open_panj(releases: Releases, portal: Portal) -> Iterator[str]:
    yield from _panj(releases, portal)


@pytest.fixture(scope="session")
def token_panj(releases: Releases, portal: Portal) -> Iterator[str]:
    yield from _panj(releases, portal, access=("token",), embed_keys={KEY: SECRET})


@pytest.fixture
def new_visit(browser: Browser, portal: Portal) -> Iterator[NewVisit]:
    """Visitors whose browser may complain of nothing, unless the test says what it expects (`allowed`)."""
    portal.seconds, portal.age, portal.locked, portal.signed_in, portal.issued = 300, 0, None, True, 0
    visits: list[tuple[Visit, str]] = []

    def make(panj: str, at: Portal = portal, allowed: str = "", **options: Any) -> Visit:
        visits.append((Visit(browser, at, panj, **options), allowed))
        return visits[-1][0]

    yield make
    for visit, _ in visits:
        visit.context.close()
    for visit, allowed in visits:
        assert not [one for one in visit.complaints if not allowed or allowed not in one]
        assert visit.hosts() <= {"localhost", "127.0.0.1"}
