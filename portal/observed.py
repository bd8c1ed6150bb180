"""Every request: its number, its one line in the log, and the answer when something of ours fails.

The layer stands outside everything else, so it sees what was refused early and what failed late.
"""

from __future__ import annotations

import errno
import logging
import re
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from flask import Flask, Response, request
from werkzeug.exceptions import InternalServerError

from portal.logs import REQUEST
from portal.problems import problem
from portal.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)
lines = logging.getLogger("panj.request")

HEADER: Final = "X-Request-ID"
CALLBACK: Final = "_dash-update-component"
UNMATCHED: Final = "(none)"
"""The route of a request that no route matched."""
_NUMBER: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
_METHOD: Final = re.compile(r"GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS")
_KEY: Final = "panj.answered"


@dataclass
class Answered:
    """One request when all of its answer has been sent.

    Attributes:
        method: the HTTP method, "other" where it is none that we know.
        route: the route that matched, as it was added and never as it was typed: `/brief/<brief_id>`.
        status: the HTTP status; 0 where the client left before there was one.
        seconds: for how long it kept a thread busy.
        size: bytes of the body.
        release: the release of the data that it told; "" where it told none.
        callback: key of the outputs of the page's callback; "" where it was none, or one that we refused.
    """

    method: str
    route: str = UNMATCHED
    status: int = 0
    seconds: float = 0.0
    size: int = 0
    release: str = ""
    callback: str = ""
    began: float = field(default_factory=perf_counter, repr=False)


Observer = Callable[[Answered], None]


def install(server: Flask, settings: Settings, observers: Sequence[Observer] = ()) -> None:
    """Gives every request a number and a line, and tells `observers` of it. To be called last of all.

    Args:
        server: The Flask server with all its routes and layers.
        settings: Read are `proxy_hops` and the prefix.
        observers: Functions that are told of every answered request, for example those of portal.metrics.
    """
    callback = settings.routes_prefix + CALLBACK

    def note_route() -> None:
        found = request.environ.get(_KEY)
        if found and request.url_rule:
            found.route = request.url_rule.rule

    def note_callback(response: Response) -> Response:
        found = request.environ.get(_KEY)
        if found and found.route == callback and not 400 <= response.status_code < 500:
            body = request.get_json(silent=True)  # parsed already, by the guard
            found.callback = str(body.get("output", "")) if isinstance(body, dict) else ""
        return response

    def fail(error: InternalServerError) -> Response:
        below = request.path.removeprefix(settings.routes_prefix)
        return _failure(below.startswith("api/"))

    # Before all that was installed earlier: what the gate refuses has a route too. Written where Flask's own
    # decorators write, which close after the start's first request.
    server.before_request_funcs.setdefault(None, []).insert(0, note_route)
    server.after_request_funcs.setdefault(None, []).append(note_callback)
    server.error_handler_spec[None][500][InternalServerError] = fail
    server.log_exception = _tell  # type: ignore[method-assign]
    wsgi = _Layer(server, server.wsgi_app, settings.proxy_hops > 0, (_write_line, *observers))
    server.wsgi_app = wsgi  # type: ignore[method-assign]


def _write_line(answered: Answered) -> None:
    values = {
        "method": answered.method,
        "route": answered.route,
        "status": answered.status,
        "ms": round(answered.seconds * 1000, 1),
        "bytes": answered.size,
        "release": answered.release or "-",
    }
    lines.info("answered", extra=values)


def _tell(exc_info: Any) -> None:
    """In Flask's place, whose line holds the path as it was typed."""
    log.error("an answer failed", exc_info=exc_info)


def _failure(to_a_program: bool = False) -> Response:
    number = REQUEST.get()
    words = f"Something failed here; tell the operator the number {number}."
    if to_a_program:
        return problem(500, "Something failed here", words, number=number)
    response = Response(words, 500, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response


class _Layer:
    """WSGI around WSGI."""

    def __init__(
        self, server: Flask, inner: WSGIApplication, proxied: bool, observers: Sequence[Observer]
    ) -> None:
        self._server = server
        self._inner = inner
        self._proxied = proxied
        self._observers = observers

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        method = str(environ.get("REQUEST_METHOD", ""))
        answered = Answered(method if _METHOD.fullmatch(method) else "other")
        number = self._number(environ)
        REQUEST.set(number)
        environ[_KEY] = answered

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            answered.status = int(status[:3])
            answered.release = next((text for name, text in headers if name == "Panj-Release"), "")
            return start_response(status, [*headers, (HEADER, number)], exc_info)

        try:
            body = self._inner(environ, start)
        except Exception:
            if self._server.testing:
                raise
            _tell(sys.exc_info())
            body = _failure()(environ, start)
        return _Body(body, answered, self._done)

    def _number(self, environ: WSGIEnvironment) -> str:
        """The proxy's own number for it, where we stand behind one: then both logs can be read together."""
        sent = str(environ.get("HTTP_X_REQUEST_ID", ""))
        return sent if self._proxied and _NUMBER.fullmatch(sent) else secrets.token_hex(6)

    def _done(self, answered: Answered) -> None:
        answered.seconds = perf_counter() - answered.began
        try:
            for observer in self._observers:
                observer(answered)
        finally:
            REQUEST.set("")  # the thread serves others next


class _Body:
    """The body as it goes out, counted."""

    def __init__(self, body: Iterable[bytes], answered: Answered, done: Observer) -> None:
        self._body = body
        self._answered = answered
        self._done = done

    def __iter__(self) -> Iterator[bytes]:
        try:
            for part in self._body:
                self._answered.size += len(part)
                yield part
        except Exception:
            _tell(sys.exc_info())
            # The server would tell it again, with all its words; this it takes for a lost connection.
            raise ConnectionResetError(errno.ECONNRESET, "the answer broke off") from None

    def close(self) -> None:
        try:
            if hasattr(self._body, "close"):
                self._body.close()
        finally:
            self._done(self._answered)
