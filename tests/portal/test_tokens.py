"""portal.tokens: what an embed token must be, as a table of those that are refused."""

from __future__ import annotations

import base64
import json
import time
from pathlib import Path
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.query import Filters
from portal import tokens
from portal.tokens import Claims, TokenError, read_token, sign_token

NOW = 1_800_000_000
SECRET, OTHER = "a" * 32, "b" * 32
KEYS = {"first": SECRET, "second": OTHER}
CLAIMS: dict[str, Any] = {"iss": "portal", "aud": "panj", "sub": "alice", "iat": NOW, "exp": NOW + 300}
HEADER: dict[str, Any] = {"alg": "HS256", "typ": "JWT", "kid": "first"}


def read(token: str, now: float = NOW) -> Claims:
    return read_token(token, KEYS, "portal", "panj", now)


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def token(claims: Any = None, header: Any = None, secret: str = SECRET) -> str:
    """A token of any shape with a good HMAC-SHA256 signature, written by hand: PyJWT would refuse some."""
    parts = [
        json.dumps(HEADER if header is None else header),
        json.dumps(CLAIMS if claims is None else claims),
    ]
    signed = ".".join(b64(part.encode()) for part in parts)
    key = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    return f"{signed}.{b64(key.sign(signed.encode(), secret.encode()))}"


def refusal(text: str, now: float = NOW) -> TokenError:
    with pytest.raises(TokenError) as caught:
        read(text, now)
    return caught.value


def without(*names: str) -> dict[str, Any]:
    return {name: value for name, value in CLAIMS.items() if name not in names}


def test_a_token_of_ours_is_read():
    made = sign_token("alice", "first", SECRET, {"thread": "talks", "actor": ["A-JA", "A-TTT"]}, now=NOW)
    lock = Filters(actor=("A-JA", "A-TTT"), thread=("talks",))
    assert read(made) == Claims("alice", lock, NOW + 300)


def test_a_token_of_a_host_in_another_language_is_read():
    assert read(token()) == Claims("alice", Filters(), NOW + 300)


def test_either_of_two_keys_may_sign_and_kid_chooses():
    assert read(token(header={**HEADER, "kid": "second"}, secret=OTHER)).subject == "alice"
    assert "signature" in str(refusal(token(header={**HEADER, "kid": "second"}, secret=SECRET)))


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        (without("exp"), "exp"),
        (without("iat"), "iat"),
        (without("sub"), "sub"),
        (without("aud"), "aud"),
        (without("iss"), "iss"),
        ({**CLAIMS, "aud": "grafana"}, "aud"),
        ({**CLAIMS, "aud": ["grafana"]}, "aud"),
        ({**CLAIMS, "iss": "mallory"}, "iss"),
        ({**CLAIMS, "exp": NOW + 301}, "300"),
        ({**CLAIMS, "exp": NOW + 27 * 3600}, "300"),
        ({**CLAIMS, "exp": NOW, "iat": NOW}, "from 1"),
        ({**CLAIMS, "exp": NOW - 5, "iat": NOW}, "from 1"),
        ({**CLAIMS, "iat": NOW + 60, "exp": NOW + 120}, "future"),
        ({**CLAIMS, "nbf": NOW + 60}, "nbf"),
        ({**CLAIMS, "nbf": "soon"}, "nbf"),
        ({**CLAIMS, "exp": str(NOW + 60)}, "exp"),
        ({**CLAIMS, "exp": True}, "exp"),
        ({**CLAIMS, "exp": None}, "exp"),
        ({**CLAIMS, "exp": float("nan")}, "exp"),
        ({**CLAIMS, "exp": float("inf")}, "exp"),
        ({**CLAIMS, "exp": 10**400}, "exp"),
        ({**CLAIMS, "iat": [NOW]}, "iat"),
        ({**CLAIMS, "iat": -1, "exp": 200}, "iat"),
        ({**CLAIMS, "sub": ""}, "sub"),
        ({**CLAIMS, "sub": "a" * 129}, "sub"),
        ({**CLAIMS, "sub": "a\nb"}, "sub"),
        ({**CLAIMS, "sub": "a\u202eb"}, "sub"),
        ({**CLAIMS, "sub": 7}, "sub"),
        ({**CLAIMS, "sub": {"a": 1}}, "sub"),
        ({**CLAIMS, "sub": None}, "sub"),
        ({**CLAIMS, "locked": {"colour": "red"}}, "colour"),
        ({**CLAIMS, "locked": {"event": "E01"}}, "event"),
        ({**CLAIMS, "locked": {"view": "board"}}, "view"),
        ({**CLAIMS, "locked": {"thread": "no such thread"}}, "no such thread"),
        ({**CLAIMS, "locked": {"actor": []}}, "actor"),
        ({**CLAIMS, "locked": {"actor": ""}}, "actor"),
        ({**CLAIMS, "locked": {"actor": ["A-JA", 7]}}, "actor"),
        ({**CLAIMS, "locked": {"actor": {"$ne": ""}}}, "actor"),
        ({**CLAIMS, "locked": {"actor": None}}, "actor"),
        ({**CLAIMS, "locked": []}, "locked"),
        ({**CLAIMS, "locked": "actor=A-JA"}, "locked"),
        ({**CLAIMS, "locked": None}, "locked"),
    ],
)
def test_claims_that_are_not_as_agreed_are_invalid(claims, told):
    error = refusal(token(claims))
    assert error.reason == "token-invalid"
    assert told in str(error)


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "HS256", "typ": "JWT"},
        {**HEADER, "kid": "third"},
        {**HEADER, "kid": ""},
        {**HEADER, "kid": None},
        {**HEADER, "kid": 1},
        {**HEADER, "kid": ["first"]},
        {**HEADER, "alg": "none"},
        {**HEADER, "alg": "HS512"},
        {**HEADER, "alg": "RS256"},
        {**HEADER, "alg": None},
        {**HEADER, "crit": ["exp"]},
        {**HEADER, "b64": False, "crit": ["b64"]},
        [],
        "first",
    ],
)
def test_headers_that_are_not_as_agreed_are_invalid(header):
    assert refusal(token(header=header)).reason == "token-invalid"


def test_a_token_without_a_signature_is_invalid():
    body = b64(json.dumps(CLAIMS).encode())
    for head in (
        {"alg": "none", "typ": "JWT"},
        {"alg": "none", "kid": "first"},
        {"alg": "nOnE", "kid": "first"},
    ):
        assert refusal(f"{b64(json.dumps(head).encode())}.{body}.").reason == "token-invalid"
    assert refusal(token().rpartition(".")[0] + ".").reason == "token-invalid"


def test_a_changed_claim_breaks_the_signature():
    head, _, mark = token().split(".")
    forged = ".".join([head, b64(json.dumps({**CLAIMS, "sub": "admin"}).encode()), mark])
    assert "signature" in str(refusal(forged))


HEADS = [b"[" * 200, b"[" * 2000, b"[" * 3000, b'{"a":' * 500, b"null", bytes([255, 254])]


@pytest.mark.parametrize(
    "text",
    ["", ".", "..", "a.b", "a.b.c", "a.b.c.d.e", "ä.ö.ü", "\udcff", "x" * 5000, token() + "x" * 5000]
    + [f"{b64(head)}.e30.x" for head in HEADS],
)
def test_what_is_no_token_is_invalid(text):
    assert refusal(text).reason == "token-invalid"


def test_nested_claims_under_a_good_signature_are_invalid():
    body = "[" * 1200
    signed = f"{b64(json.dumps(HEADER).encode())}.{b64(body.encode())}"
    key = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    assert refusal(f"{signed}.{b64(key.sign(signed.encode(), SECRET.encode()))}").reason == "token-invalid"


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        (NOW - 11, "token-invalid"),
        (NOW - 10, None),
        (NOW + 309, None),
        (NOW + 310, "token-expired"),
        (NOW + 10**6, "token-expired"),
    ],
)
def test_the_clocks_may_differ_by_ten_seconds(now, reason):
    if reason is None:
        assert read(token(), now).subject == "alice"
    else:
        assert refusal(token(), now).reason == reason


@pytest.mark.parametrize(
    "change", [{"aud": "x"}, {"iss": "x"}, {"exp": NOW + 900}, {"locked": {"colour": "x"}}, {"sub": ""}]
)
def test_only_a_token_that_is_else_right_is_called_expired(change):
    """A frame that hears "expired" asks for another: that must not go on for ever."""
    assert refusal(token({**CLAIMS, **change}), NOW + 10**6).reason == "token-invalid"


def test_an_audience_may_be_one_of_several():
    assert read(token({**CLAIMS, "aud": ["grafana", "panj"]})).subject == "alice"


def test_no_key_accepts_no_token():
    with pytest.raises(TokenError):
        read_token(token(), {}, "portal", "panj", NOW)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from([*CLAIMS, "nbf", "locked", "jti"])


@given(name=NAMES, value=JSON_VALUES)
def test_a_claim_of_any_type_is_read_or_refused(name, value):
    try:
        read(token({**CLAIMS, name: value}))
    except TokenError as error:
        assert error.reason in ("token-invalid", "token-expired")


@given(lock=st.dictionaries(st.sampled_from(["actor", "from", "parts", "q", "x"]), JSON_VALUES, max_size=3))
def test_a_lock_of_any_shape_is_read_or_refused(lock):
    try:
        found = read(token({**CLAIMS, "locked": lock})).lock
    except TokenError:
        return
    assert bool(lock) == (found != Filters()) or set(lock) <= {"parts"}


@given(value=JSON_VALUES, name=st.sampled_from(["alg", "kid", "typ", "crit", "b64", "x"]))
def test_a_header_of_any_type_is_read_or_refused(name, value):
    try:
        assert read(token(header={**HEADER, name: value})).subject == "alice"
    except TokenError as error:
        assert error.reason == "token-invalid"


@pytest.mark.parametrize("text", [token(), token({**CLAIMS, "aud": "x"}), token(secret=OTHER), "a.b.c" * 20])
def test_no_message_holds_any_of_the_token(text):
    told = str(refusal(text, NOW + 10**6))
    assert not [part for part in text.split(".") if len(part) > 3 and part in told]


def test_the_key_that_a_token_names_is_not_repeated():
    assert "secret-in-kid" not in str(refusal(token(header={**HEADER, "kid": "secret-in-kid"})))


@pytest.mark.parametrize(
    "wrong",
    [
        {"seconds": 0},
        {"seconds": 301},
        {"secret": "short"},
        {"subject": ""},
        {"subject": "a" * 129},
        {"subject": "a\tb"},
        {"locked": {"colour": "red"}},
        {"locked": {"event": "E01"}},
    ],
)
def test_a_token_that_would_be_refused_is_not_signed(wrong):
    with pytest.raises(ValueError, match=r"token|secret|subject|colour|event"):
        sign_token(**{"subject": "alice", "key_name": "first", "secret": SECRET, "now": NOW, **wrong})


def test_the_command_prints_a_token_of_this_environment(tmp_path: Path, monkeypatch, capsys):
    keys = tmp_path / "keys"
    keys.write_text(f"first {SECRET}\n", "utf-8")
    monkeypatch.setenv("PANJ_EMBED_KEYS_FILE", str(keys))
    assert (
        tokens.main(["alice", "--lock", "actor=A-JA", "--lock", "actor=A-TTT", "--lock", "thread=talks"]) == 0
    )
    claims = read_token(capsys.readouterr().out.strip(), KEYS, "portal", "panj")
    assert claims.lock == Filters(actor=("A-JA", "A-TTT"), thread=("talks",))
    assert claims.expires > time.time()


@pytest.mark.parametrize("arguments", [["alice"], ["alice", "--lock", "colour=red"]])
def test_the_command_says_what_is_wrong(arguments, tmp_path: Path, monkeypatch, capsys):
    if len(arguments) > 1:
        (tmp_path / "keys").write_text(f"first {SECRET}\n", "utf-8")
        monkeypatch.setenv("PANJ_EMBED_KEYS_FILE", str(tmp_path / "keys"))
    assert tokens.main(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert ("colour" if len(arguments) > 1 else "PANJ_EMBED_KEYS_FILE") in told.err
