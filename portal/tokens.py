"""Embed tokens: short-lived JWTs with which a host names a viewer and locks filters.

A host's backend signs one with a secret that both sides hold; the frame sends it as `Authorization: Bearer`.
PyJWT checks signature, audience and issuer. It would accept a token that never expires, so the times are
checked here, strictly and at a moment that a test can choose.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import jwt

from data.query import Filters
from data.scope import LockError, read_lock
from portal.settings import SHORTEST_KEY, SettingsError, from_environment

ALGORITHM: Final = "HS256"
LONGEST_LIFE: Final = 300
"""Seconds from `iat` to `exp` at most: a token that leaks is soon worth nothing."""
LEEWAY: Final = 10
"""Seconds by which the clocks of two machines may differ."""
LONGEST_TOKEN: Final = 4096
LONGEST_SUBJECT: Final = 128
REQUIRED: Final = ("exp", "iat", "sub", "aud", "iss")
EXPIRED: Final = "token-expired"
INVALID: Final = "token-invalid"
_LAST_SECOND: Final = 253_402_300_799  # 9999-12-31; what is beyond is no time but a mistake


@dataclass(frozen=True)
class Claims:
    """What a valid token says.

    Attributes:
        subject: who looks, as the host names them.
        lock: the filters that the host has locked; `Filters()` when none.
        expires: seconds since 1970 at which the token ends.
    """

    subject: str
    lock: Filters
    expires: int


class TokenError(ValueError):
    """Why a token is refused: `reason` for programs, a sentence for the log that holds nothing of the token.

    Only what a valid signature covers may be quoted, for example the locked key that is unknown.
    """

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason


def read_token(
    text: str, keys: Mapping[str, str], issuer: str, audience: str, now: float | None = None
) -> Claims:
    """The claims of a token that one of `keys` has signed and that is valid at this moment.

    Args:
        text: The compact form, as it came after "Bearer ".
        keys: Key name (the header's `kid`) -> secret.
        issuer, audience: What `iss` must be and `aud` must be or hold.
        now: Seconds since 1970; the clock of this machine when None.

    Raises:
        TokenError: It is refused. "token-expired" is said only of a token that is right in everything else.
    """
    claims = _signed(text, keys, issuer, audience)
    subject = _subject(claims["sub"])
    lock = _lock(claims)
    expires = _check_times(claims, time.time() if now is None else now)
    return Claims(subject, lock, expires)


def sign_token(
    subject: str,
    key_name: str,
    secret: str,
    locked: Mapping[str, str | Sequence[str]] | None = None,
    seconds: int = LONGEST_LIFE,
    issuer: str = "portal",
    audience: str = "panj",
    now: float | None = None,
) -> str:
    """A token for one viewer. Hosts that write Python may copy these few lines.

    Args:
        subject: Who looks, 1 to 128 printable characters.
        key_name, secret: One line of the file that PANJ_EMBED_KEYS_FILE names.
        locked: Filter key -> value or values, the keys of the page's address; None locks nothing.
        seconds: How long it is valid, 1 to 300.
        issuer, audience: PANJ_EMBED_ISSUER and PANJ_EMBED_AUDIENCE.
        now: Seconds since 1970; the clock of this machine when None.

    Raises:
        ValueError: Panj would refuse this token. (`LockError` when it is for what is locked.)
    """
    if not 1 <= seconds <= LONGEST_LIFE:
        raise ValueError(f"a token lives from 1 to {LONGEST_LIFE} seconds, not {seconds}")
    if len(secret.encode()) < SHORTEST_KEY:
        raise ValueError(f"a secret has {SHORTEST_KEY} bytes or more")
    if not _is_subject(subject):
        raise ValueError(f"a subject has 1 to {LONGEST_SUBJECT} printable characters")
    begins = int(time.time() if now is None else now)
    claims: dict[str, Any] = {
        "iss": issuer, "aud": audience, "sub": subject, "iat": begins, "exp": begins + seconds
    }  # fmt: skip
    if locked is not None:
        read_lock(locked)
        claims["locked"] = {key: one if isinstance(one, str) else list(one) for key, one in locked.items()}
    return jwt.encode(claims, secret, ALGORITHM, headers={"kid": key_name})


def _signed(text: str, keys: Mapping[str, str], issuer: str, audience: str) -> dict[str, Any]:
    """The claims under a good signature, for this audience and from this issuer; times are not looked at."""
    if len(text) > LONGEST_TOKEN:
        raise TokenError(INVALID, f"The token is longer than {LONGEST_TOKEN} characters.")
    try:
        secret = keys.get(jwt.get_unverified_header(text).get("kid", ""))
        if secret is None:
            raise TokenError(INVALID, "The token's header names no key (kid) of this server.")
        return jwt.decode(
            text, secret, [ALGORITHM], audience=audience, issuer=issuer,
            options={
                "require": list(REQUIRED), "verify_exp": False, "verify_iat": False, "verify_nbf": False,
                "verify_sub": False, "verify_jti": False,
            },
        )  # fmt: skip
    except jwt.MissingRequiredClaimError as error:
        raise TokenError(INVALID, f"The token has no claim {error.claim}.") from None
    except jwt.InvalidTokenError as error:
        raise TokenError(INVALID, _sentence(error)) from None
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        # A header nested a thousand deep, a claim of an odd type: PyJWT does not catch them all.
        if isinstance(error, TokenError):
            raise
        raise TokenError(INVALID, "The token cannot be read.") from None


_WRONG: Final = (
    (jwt.InvalidSignatureError, "The token's signature is not of the key that it names."),
    (jwt.InvalidAudienceError, "The token is for another audience (aud)."),
    (jwt.InvalidIssuerError, "The token is of another issuer (iss)."),
    (jwt.InvalidAlgorithmError, f"The token is not signed with {ALGORITHM}."),
)


def _sentence(error: jwt.InvalidTokenError) -> str:
    """Our own words: PyJWT's may quote what the client sent."""
    return next((told for kind, told in _WRONG if isinstance(error, kind)), "The token cannot be read.")


def _is_subject(subject: object) -> bool:
    return isinstance(subject, str) and subject.isprintable() and 1 <= len(subject) <= LONGEST_SUBJECT


def _subject(subject: Any) -> str:
    if not _is_subject(subject):
        raise TokenError(
            INVALID, f"The claim sub must be a text of 1 to {LONGEST_SUBJECT} printable characters."
        )
    return str(subject)


def _lock(claims: Mapping[str, Any]) -> Filters:
    """What the token locks. A lock that cannot be understood locks nothing out, so it refuses the token."""
    if "locked" not in claims:
        return Filters()
    if not isinstance(claims["locked"], dict):
        raise TokenError(INVALID, "The claim locked must be an object.")
    try:
        return read_lock(claims["locked"])
    except LockError as error:
        raise TokenError(INVALID, f"The claim locked cannot be used: {error}") from None


def _check_times(claims: Mapping[str, Any], now: float) -> int:
    """When the token ends. Its own life is checked first: one that was never right has not expired."""
    begins, ends = _time(claims, "iat"), _time(claims, "exp")
    if not 0 < ends - begins <= LONGEST_LIFE:
        raise TokenError(INVALID, f"The token must live from 1 to {LONGEST_LIFE} seconds (exp - iat).")
    if begins > now + LEEWAY:
        raise TokenError(INVALID, "The token was made in the future (iat): compare the clocks.")
    if "nbf" in claims and _time(claims, "nbf") > now + LEEWAY:
        raise TokenError(INVALID, "The token is not valid yet (nbf): compare the clocks.")
    if ends + LEEWAY <= now:
        raise TokenError(EXPIRED, "The token has expired.")
    return int(ends)


def _time(claims: Mapping[str, Any], name: str) -> float:
    """A NumericDate (RFC 7519, section 2): a JSON number, so neither text nor true."""
    value = claims[name]
    # Not-a-number fails the comparison as well.
    if type(value) not in (int, float) or not 0 <= value <= _LAST_SECOND:
        raise TokenError(INVALID, f"The claim {name} must be a number of seconds since 1970.")
    return float(value)


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m portal.tokens NAME [--lock KEY=VALUE]… [--seconds N]` prints a token to try an embed with.

    It is signed with the first key of this environment's settings. Returns the exit code.
    """
    parser = argparse.ArgumentParser(prog="python -m portal.tokens", description="A token to try an embed.")
    parser.add_argument("subject", help="who looks")
    parser.add_argument("--lock", action="append", default=[], metavar="KEY=VALUE", help="may be repeated")
    parser.add_argument("--seconds", type=int, default=LONGEST_LIFE)
    asked = parser.parse_args(arguments)
    try:
        token = _trial(asked.subject, asked.lock, asked.seconds)
    except (SettingsError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{token}\n")
    return 0


def _trial(subject: str, locks: Sequence[str], seconds: int) -> str:
    settings = from_environment()
    if not settings.embed_keys:
        raise SettingsError("PANJ_EMBED_KEYS_FILE must name the file with the signing keys.")
    name, secret = next(iter(settings.embed_keys.items()))
    locked: dict[str, list[str]] = {}
    for pair in locks:
        key, _, value = pair.partition("=")
        locked.setdefault(key, []).append(value)
    only = {key: values[0] if len(values) == 1 else values for key, values in locked.items()}
    return sign_token(
        subject, name, secret, only or None, seconds, settings.embed_issuer, settings.embed_audience
    )


if __name__ == "__main__":
    sys.exit(main())
