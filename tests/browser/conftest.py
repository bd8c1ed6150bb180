"""The real app on a free port, one Chromium, and a page that fails its test when the browser complains."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, WebError

from app import create_app
from data.dataset import Dataset
from data.releases import Releases, open_releases
from portal.settings import Settings
from tests.browser.desk import Desk
from tests.browser.serving import serving

TELL_VIOLATIONS = """addEventListener('securitypolicyviolation',
  broken => console.error('policy: ' + broken.effectiveDirective + ' ' + broken.blockedURI));"""
NewDesk = Callable[..., Desk]


@pytest.fixture(scope="session")
def releases() -> Releases:
    return open_releases()


@pytest.fixture(scope="session")
def dataset(releases: Releases) -> Dataset:
    return releases.current()


@pytest.fixture(scope="session")
def address(releases: Releases) -> Iterator[str]:
    """The app as it is served, at a free port of this machine."""
    with serving(create_app(Settings(prefix="/"), releases)) as place:
        yield place


class Visitor:
    """A browser profile of its own; `complaints` collects whatever no visit may cause."""

    def __init__(self, browser: Browser, address: str, dataset: Dataset, options: dict[str, Any]) -> None:
        self.complaints: list[str] = []
        self.address = address
        self.dataset = dataset
        script = options.pop("init_script", "")
        self.context: BrowserContext = browser.new_context(
            **{
                "viewport": {"width": 1440, "height": 900},
                "locale": "en-GB",
                "timezone_id": "Asia/Dushanbe",  # days must not move where the clock is not UTC
                "color_scheme": "light",
                "reduced_motion": "reduce",
                **options,
            }
        )
        self.context.set_default_timeout(20_000)
        self.context.add_init_script(TELL_VIOLATIONS + script)
        self.context.on("console", self._console)
        self.context.on("weberror", self._uncaught)
        self.context.on("dialog", self._dialog)
        self.context.on("request", lambda asked: self._request(asked.url))

    def _uncaught(self, found: WebError) -> None:
        self.complaints.append(f"uncaught: {found.error.stack or found.error}")

    def _console(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.complaints.append(f"console: {said.text}")

    def _dialog(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("blob", "data") and parts.hostname != "127.0.0.1":
            self.complaints.append(f"asked another host: {url}")

    def tab(self) -> Desk:
        """Another tab of the same profile."""
        return Desk(self.context.new_page(), self.address, self.dataset)


@pytest.fixture
def new_desk(browser: Browser, address: str, dataset: Dataset) -> Iterator[NewDesk]:
    """Makes desks with a profile of their own (`new_desk(viewport=...)`), or `new_desk(beside=desk)`."""
    visitors: dict[BrowserContext, Visitor] = {}

    def make(beside: Desk | None = None, **options: Any) -> Desk:
        if beside is not None:
            return visitors[beside.page.context].tab()
        visitor = Visitor(browser, address, dataset, options)
        visitors[visitor.context] = visitor
        return visitor.tab()

    yield make
    for visitor in visitors.values():
        visitor.context.close()
    complaints = [complaint for visitor in visitors.values() for complaint in visitor.complaints]
    assert not complaints, complaints


@pytest.fixture
def desk(new_desk: NewDesk) -> Desk:
    """One desk of 1440 × 900 that is not open yet."""
    return new_desk()


@pytest.fixture(scope="module")
def kept_visitor(browser: Browser, address: str, dataset: Dataset) -> Iterator[tuple[Visitor, Desk]]:
    visitor = Visitor(browser, address, dataset, {})
    yield visitor, visitor.tab().open()
    visitor.context.close()


@pytest.fixture
def kept_desk(kept_visitor: tuple[Visitor, Desk]) -> Iterator[Desk]:
    """One open desk for a module, unfiltered again for each test: loading it each time costs minutes."""
    visitor, desk = kept_visitor
    visitor.complaints.clear()
    desk.go("")
    yield desk
    assert not visitor.complaints, visitor.complaints
