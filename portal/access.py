"""Who may see it: everybody, a user whom a trusted proxy names, or the bearer of an embed token.

Two layers. `TrustedPeer` is the outermost WSGI layer: it alone sees which machine the connection really comes
from, and it alone decides whether the user header counts. The gate stands before every view and finds the
viewer, or refuses. What is public is a list of the routes that tell nothing of the data; it is compared with
the route that matched and never with the path as it was typed, so no spelling of a path gets around it.
"""

from __future__ import annotations

import ipaddress
import logging
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from data.query import Filters
from portal.problems import problem
from portal.scopes import LONGEST_USER, Scopes, read_scopes
from portal.settings import Network, Settings
from portal.tokens import EXPIRED, INVALID, TokenError, read_token

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

PUBLIC: Final = (
    "",
    "_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
    "_favicon.ico",
    "assets/<path:filename>",
    "embed/check",
    "healthz",
    "layers/<path:name>",
    "readyz",
)
"""Routes that need no viewer, below the prefix: the page's shell, its program, the base map, monitors."""
SHELL: Final = "<path:path>"
"""Dash's route for any other path. It answers the shell, and of its paths those under `embed/` are pages."""
CALLBACKS: Final = ("_dash-update-component", "_dash-layout", "_dash-dependencies")

USER: Final = "panj.user"
"""Key of the WSGI environment with the name that a trusted proxy gave. No header of a client can set it."""
_FORWARDED: Final = ("HTTP_X_FORWARDED_", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
_BEARER: Final = re.compile(r"Bearer +([A-Za-z0-9._=-]+)", re.IGNORECASE)

MISSING_TOKEN, MISSING_USER, UNKNOWN_USER = "token-missing", "user-missing", "user-unknown"
_TITLES: Final = {
    MISSING_TOKEN: "No token was sent",
    EXPIRED: "The token has expired",
    INVALID: "The token is not valid",
    MISSING_USER: "No user was named",
    UNKNOWN_USER: "This user may not see it",
}


@dataclass(frozen=True)
class Viewer:
    """Who looks, and the filters that are locked for them. On an open server the name is ""."""

    user: str
    lock: Filters = field(default_factory=Filters)


@dataclass(frozen=True)
class Refusal:
    """Why there is no viewer: `reason` for programs, `detail` one sentence without any of the token."""

    reason: str
    detail: str

    @property
    def status(self) -> int:
        """403 where we know who it is and that they may not; 401 where nobody has said who it is."""
        return 403 if self.reason == UNKNOWN_USER else 401


def install(server: Flask, settings: Settings, public: Collection[str] = ()) -> None:
    """Puts the gate before everything that the server answers, whatever was installed before it.

    Every request has either `g.viewer: Viewer` or `g.refused: Refusal`; with the second only public routes
    are answered. To be called last, when the start's own first request has been made.

    Args:
        server: The Flask server with all its routes.
        settings: Read are `access`, all that names a viewer, `proxy_hops` and the prefix.
        public: Further routes (as they were added, below the prefix) that need no viewer.

    Raises:
        ScopesError: The scope file cannot be used.
    """
    scopes = read_scopes(settings.scopes) if settings.scopes else None
    prefix = settings.routes_prefix
    open_rules = frozenset(prefix + rule for rule in (*PUBLIC, *public))

    def gate() -> Response | None:
        found = identify(settings, scopes)
        if isinstance(found, Viewer):
            g.viewer = found
            return None
        g.refused = found
        return None if _is_public(open_rules, prefix) else _refused(found, settings)

    def protect(response: Response) -> Response:
        if "open" not in settings.access and not _is_public(open_rules, prefix):
            _keep_private(response, settings, prefix)
        return response

    # The first of the functions before, the last of those after: nothing answers ahead of the gate, and
    # nothing says afterwards that a viewer's answer may be kept for others.
    server.before_request_funcs.setdefault(None, []).insert(0, gate)
    server.after_request_funcs.setdefault(None, []).insert(0, protect)
    wsgi: WSGIApplication = server.wsgi_app
    if hops := settings.proxy_hops:
        wsgi = ProxyFix(wsgi, x_for=hops, x_proto=hops, x_host=hops)
    trusted = TrustedPeer(wsgi, settings.trusted_proxies, settings.user_header)
    server.wsgi_app = trusted  # type: ignore[method-assign]


def identify(settings: Settings, scopes: Scopes | None) -> Viewer | Refusal:
    """Who sent this request: the user whom the proxy names before the bearer of a token."""
    if "open" in settings.access:
        return Viewer("")
    user = request.environ.get(USER, "")
    if "header" in settings.access and user:
        return _user(user, scopes)
    if "token" in settings.access:
        return _bearer(settings)
    return Refusal(MISSING_USER, f"No trusted proxy has named the user ({settings.user_header}).")


def _user(user: str, scopes: Scopes | None) -> Viewer | Refusal:
    lock = scopes.lock_of(user) if scopes else Filters()
    if lock is not None:
        return Viewer(user, lock)
    log.warning("user %r is not in the scope file, which has no default", user)
    return Refusal(UNKNOWN_USER, "The scope file of this server neither names this user nor has a default.")


def _bearer(settings: Settings) -> Viewer | Refusal:
    sent = request.headers.get("Authorization", "").strip()
    if sent[:6].lower() != "bearer":
        return Refusal(MISSING_TOKEN, "Send an embed token as Authorization: Bearer.")
    found = _BEARER.fullmatch(sent)
    if found is None:
        return Refusal(INVALID, "The token cannot be read.")
    try:
        claims = read_token(found[1], settings.embed_keys, settings.embed_issuer, settings.embed_audience)
    except TokenError as error:
        return Refusal(error.reason, str(error))
    return Viewer(claims.subject, claims.lock)


def _is_public(rules: Collection[str], prefix: str) -> bool:
    """Whether the route that matched tells nothing of the data. Where none matched, it is not public."""
    if request.url_rule is None:
        return False
    if request.url_rule.rule == prefix + SHELL:
        return str((request.view_args or {}).get("path", "")).startswith("embed/")
    return request.url_rule.rule in rules


def _refused(refusal: Refusal, settings: Settings) -> Response:
    # An expired token is everyday life of an embed; the frame asks for the next one.
    level = logging.DEBUG if refusal.reason in (EXPIRED, MISSING_TOKEN) else logging.INFO
    log.log(level, "refused: %s: %s", refusal.reason, refusal.detail)
    answer = problem(refusal.status, _TITLES[refusal.reason], refusal.detail, reason=refusal.reason)
    if "token" in settings.access and refusal.status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _keep_private(response: Response, settings: Settings, prefix: str) -> None:
    """No shared cache may give one viewer's answer to another; one with an ETag the browser may ask again."""
    rule = request.url_rule.rule if request.url_rule else ""
    callback = rule in [prefix + name for name in CALLBACKS]
    may_ask_again = response.status_code in (200, 206, 304) and "ETag" in response.headers and not callback
    response.headers["Cache-Control"] = "private, no-cache" if may_ask_again else "private, no-store"
    if "token" in settings.access:
        response.vary.add("Authorization")
    if "header" in settings.access:
        response.vary.add(settings.user_header)


class TrustedPeer:
    """The outermost WSGI layer: only a machine of the list may name the user or say what a proxy saw.

    It must stand outside ProxyFix, which makes the sender's address from a header. An empty list trusts
    nobody; neither is a peer trusted that has no IP address (a Unix socket).
    """

    def __init__(self, application: WSGIApplication, networks: Sequence[Network], header: str) -> None:
        self._application = application
        self._networks = tuple(networks)
        self._key = _wsgi_key(f"HTTP_{header}")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Moves the user's name from the header to `USER`, or drops all that only a proxy may say."""
        environ.pop(USER, None)
        # Servers differ in what they make of a header's other spellings: all are taken out.
        sent = [environ.pop(key) for key in list(environ) if _wsgi_key(key) == self._key]
        if not is_trusted(str(environ.get("REMOTE_ADDR", "")), self._networks):
            for key in [key for key in environ if _wsgi_key(key).startswith(_FORWARDED)]:
                del environ[key]
        elif user := _name(sent):
            environ[USER] = user
        return self._application(environ, start_response)


def _wsgi_key(name: str) -> str:
    return name.upper().replace("-", "_")


def is_trusted(address: str, networks: Iterable[Network]) -> bool:
    """Whether the machine at the other end of the connection is in the list."""
    try:
        peer = ipaddress.ip_address(address)
    except ValueError:
        return False
    # A socket for both families gives 10.0.0.5 as ::ffff:10.0.0.5.
    mapped = peer.ipv4_mapped if isinstance(peer, ipaddress.IPv6Address) else None
    return any((mapped or peer) in network for network in networks)


def _name(sent: Sequence[str]) -> str:
    """The one name that was sent; "" where there is none or it is not beyond doubt.

    A header that was sent twice arrives as "alice,admin": the proxy has added its own to the client's.
    """
    if not sent:
        return ""
    try:
        name = sent[0].encode("latin-1").decode("utf-8").strip()  # WSGI gives bytes as latin-1 (PEP 3333)
    except UnicodeError:
        name = ""
    if len(sent) > 1 or not name or "," in name or len(name) > LONGEST_USER or not name.isprintable():
        log.warning("a trusted proxy sent a user header that cannot be used")
        return ""
    return name
