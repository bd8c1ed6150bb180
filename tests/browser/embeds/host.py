"""A portal on another site: it serves the example page of portal/deploy and signs tokens for it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from html import escape
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, request
from playwright.sync_api import Browser, BrowserContext, Frame, Page
from werkzeug.serving import BaseWSGIServer, make_server

from portal.settings import REPOSITORY
from portal.tokens import sign_token
from tests.browser.conftest import TELL_VIOLATIONS

T = TypeVar("T")

EXAMPLE = REPOSITORY / "portal" / "deploy" / "host_page.html"
KEY, SECRET = "k1", "a secret of the tests, 32 bytes or more"
HEAR = "addEventListener('message', on => (window.heard ||= []).push({origin: on.origin, ...on.data}));"
PATIENCE = 25


def serve(application: Any, port: int = 0) -> BaseWSGIServer:
    """The application at a free port, until `stop`."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", port, application, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def stop(server: BaseWSGIServer) -> None:
    """Ends it and frees its port."""
    server.shutdown()
    server.server_close()


class Portal:
    """The host's server. "localhost" is another site than "127.0.0.1", where Panj stands.

    `age` makes tokens that are so many seconds old already: the leeway would let a test wait for them.
    """

    def __init__(self) -> None:
        self.seconds = 300
        self.locked: dict[str, Any] | None = None
        self.signed_in = True
        self.issued = 0
        self.age = 0
        self._server = serve(self._application())
        self.origin = f"http://localhost:{self._server.port}"

    def stop(self) -> None:
        stop(self._server)

    def _application(self) -> Flask:
        app = Flask("portal")
        app.add_url_rule("/", "page", self._page)
        app.add_url_rule("/panj-token", "token", self._token)
        app.add_url_rule("/favicon.ico", "icon", lambda: Response(status=204))
        app.add_url_rule("/stranger", "stranger", lambda: "<!DOCTYPE html><title>A stranger</title>")
        return app

    def _page(self) -> str:
        """The example as it is committed; only the address in it is another."""
        text = EXAMPLE.read_text("utf-8")
        before, _, rest = text.partition('src="')
        return f'{before}src="{escape(request.args["src"])}"{rest.partition(chr(34))[2]}'

    def _token(self) -> Response:
        if not self.signed_in:
            return Response(status=401)
        self.issued += 1
        token = sign_token("alice", KEY, SECRET, self.locked, self.seconds, now=time.time() - self.age)
        return Response(token, mimetype="text/plain")


class Visit:
    """A visitor of the portal, with all that the browser complained of."""

    def __init__(self, browser: Browser, portal: Portal, panj: str, **options: Any) -> None:
        self.portal, self.panj = portal, panj
        self.complaints: list[str] = []
        self.asked: list[str] = []
        script = options.pop("init_script", "")
        defaults = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", "reduced_motion": "reduce"}
        self.context: BrowserContext = browser.new_context(**{**defaults, **options})
        self.context.set_default_timeout(PATIENCE * 1000)
        self.context.add_init_script(TELL_VIOLATIONS + HEAR + script)
        self.context.on("console", lambda said: self._hear(said.type, said.text))
        self.context.on("weberror", lambda found: self.complaints.append(f"uncaught: {found.error}"))
        self.context.on("request", lambda asked: self.asked.append(asked.url))
        self.page: Page = self.context.new_page()

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error":
            self.complaints.append(text)

    def open(self, path: str) -> Frame:
        """The example page with this part of Panj in it; waits until the part is drawn."""
        frame = self.load(path)
        frame.locator(".page:not(.is-loading)").wait_for()
        return frame

    def load(self, path: str) -> Frame:
        """The example page with this address of Panj in its frame."""
        self.page.goto(f"{self.portal.origin}/?src={self.panj}{path.replace('&', '%26').replace('+', '%2B')}")
        found = self.page.query_selector("#panj")
        frame = found.content_frame() if found else None
        assert frame is not None
        return frame

    def until(self, condition: Callable[[], T], what: str) -> T:
        """The first true value of `condition`."""
        end = time.monotonic() + PATIENCE
        while not (found := condition()):
            assert time.monotonic() < end, f"never: {what}; complaints: {self.complaints}"
            self.page.wait_for_timeout(60)
        return found

    def heard(self, kind: str) -> list[dict[str, Any]]:
        """The messages of one kind that reached the host's page."""
        messages: list[dict[str, Any]] = self.page.evaluate("() => window.heard || []")
        return [one for one in messages if one.get("type") == f"panj:{kind}"]

    def height(self) -> int:
        """How high the host's page has made the frame."""
        return round(self.page.locator("#panj").evaluate("frame => frame.getBoundingClientRect().height"))

    def hosts(self) -> set[str | None]:
        """Every host that anything in this visit asked."""
        return {urlsplit(url).hostname for url in self.asked if urlsplit(url).scheme not in ("blob", "data")}


def sentence(frame: Frame) -> str:
    return frame.locator("#summary").inner_text()


def query(frame: Frame) -> str:
    """What the frame's own address asks."""
    return str(frame.evaluate("() => location.search"))
