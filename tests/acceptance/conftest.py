"""The desk of tests/browser, and a proxy that sees whatever is asked of another host."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from data.dataset import Dataset
from tests.browser.conftest import Visitor, address, dataset, releases

__all__ = ["address", "dataset", "releases"]


BROWSERS_OWN = ("accounts.google.com", "update.googleapis.com", "content-autofill.googleapis.com")
"""What Chromium itself asks, whatever page is open: a matter of its policy on a desk, not of a page."""


class Refuser(socketserver.StreamRequestHandler):
    """Notes the first line of a request and refuses it."""

    def handle(self) -> None:
        line = self.rfile.readline(2000).decode("latin-1").strip()
        if line and not any(host in line for host in BROWSERS_OWN):
            self.server.asked.append(line)  # type: ignore[attr-defined]
        self.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


class Proxy(socketserver.ThreadingTCPServer):
    """A proxy of this machine; `asked` holds all that came through it."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Refuser)
        self.asked: list[str] = []


@pytest.fixture(scope="session")
def proxy() -> Iterator[Proxy]:
    with Proxy() as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def visitor(browser: Browser, address: str, dataset: Dataset, proxy: Proxy) -> Iterator[Visitor]:
    """A profile that reaches everything but this machine through the proxy."""
    proxy.asked.clear()
    through = {"server": f"http://127.0.0.1:{proxy.server_address[1]}", "bypass": "127.0.0.1"}
    visitor = Visitor(browser, address, dataset, {"proxy": through, "accept_downloads": True})
    yield visitor
    visitor.context.close()
