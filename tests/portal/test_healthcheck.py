"""portal.healthcheck: where it asks, and what it says of a server that is alive, ill or not there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from portal import healthcheck
from portal.settings import Settings


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        (Settings(), "http://127.0.0.1:8050/healthz"),
        (Settings(host="0.0.0.0", port=9000), "http://127.0.0.1:9000/healthz"),
        (Settings(host="::"), "http://[::1]:8050/healthz"),
        (Settings(host="10.0.0.7"), "http://10.0.0.7:8050/healthz"),
        (Settings(prefix="/a/"), "http://127.0.0.1:8050/a/healthz"),
        (Settings(prefix="/a/", prefix_stripped=True), "http://127.0.0.1:8050/healthz"),
    ],
)
def test_it_asks_where_the_server_listens(settings: Settings, address: str) -> None:
    assert healthcheck.address(settings) == address


@contextmanager
def serving(status: int) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(("status", "said"), [(200, 0), (500, 1), (404, 1)])
def test_it_says_whether_the_server_is_well(status: int, said: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with serving(status) as port:
        monkeypatch.setattr(healthcheck, "from_environment", lambda: Settings(port=port))
        assert healthcheck.main() == said
    assert healthcheck.main() == 1, "nobody listens any more"
