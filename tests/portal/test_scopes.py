"""portal.scopes: what a scope file says, and that a wrong one never opens the door."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.query import Filters
from portal.scopes import LARGEST, ScopesError, read_scopes
from portal.settings import SettingsError

GOOD = """
default: {thread: talks}
users:
  alice: {}
  bob:
    actor: [A-TJ-GOV, A-JA]
    from: 2023-11-01
    match: all
  Фарид: {collection: article}
  "no": {q: yes}
  1234: {thread: [talks, group]}
"""


def scopes(tmp_path: Path, text: str | bytes):
    path = tmp_path / "scopes.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return read_scopes(path)


@pytest.mark.parametrize(
    ("user", "lock"),
    [
        ("alice", Filters()),
        ("bob", Filters(actor=("A-TJ-GOV", "A-JA"), from_="2023-11-01", match="all")),
        ("Фарид", Filters(collection=("article",))),
        ("no", Filters(q=("yes",))),
        ("1234", Filters(thread=("talks", "group"))),
        ("mallory", Filters(thread=("talks",))),
        ("Alice", Filters(thread=("talks",))),
        ("alice ", Filters(thread=("talks",))),
        ("default", Filters(thread=("talks",))),
        ("users", Filters(thread=("talks",))),
    ],
)
def test_each_user_has_their_lock_and_others_the_default(tmp_path, user, lock):
    assert scopes(tmp_path, GOOD).lock_of(user) == lock


def test_without_a_default_nobody_else_has_a_lock_that_could_let_them_in(tmp_path):
    found = scopes(tmp_path, "users: {alice: {}}")
    assert found.lock_of("alice") == Filters()
    assert found.lock_of("mallory") is None


def test_an_empty_default_lets_everybody_see_everything(tmp_path):
    assert scopes(tmp_path, "default: {}").lock_of("mallory") == Filters()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ["empty"]),
        ("# nothing\n", ["empty"]),
        ("alice", ["line 1", "mapping"]),
        ("- alice", ["line 1", "mapping"]),
        ("user: {alice: {}}", ["line 1", "'user'"]),
        ("default:\nusers: {}", ["line 1", "default", "mapping"]),
        ("users:\n  alice:\n", ["line 2", "'alice'", "mapping"]),
        ("users:\n  alice: []\n", ["line 2", "'alice'"]),
        ("users:\n  alice: {}\n  alice: {thread: talks}\n", ["line 3", "'alice'", "twice"]),
        ("users:\n  alice: {thread: talks, thread: group}\n", ["'alice'", "'thread'", "twice"]),
        ("default: {}\ndefault: {thread: talks}\n", ["line 2", "'default'", "twice"]),
        ("users:\n  alice: {}\n  bob: {colour: red}\n", ["line 3", "'bob'", "colour"]),
        ("users:\n  bob: {event: E01}\n", ["'bob'", "event"]),
        ("users:\n  bob: {thread: tlaks}\n", ["'bob'", "thread", "tlaks"]),
        ("users:\n  bob: {from: yesterday}\n", ["'bob'", "from", "yesterday"]),
        ("users:\n  bob: {actor: []}\n", ["'bob'", "actor"]),
        ("users:\n  bob: {actor: }\n", ["'bob'", "actor"]),
        ("users:\n  bob: {actor: {a: b}}\n", ["'bob'", "actor", "text"]),
        ("users:\n  bob: {actor: [[a]]}\n", ["'bob'", "actor", "text"]),
        ("users:\n  bob: {? [a] : b}\n", ["'bob'", "no text"]),
        ("base: &b {thread: talks}\nusers:\n  bob: {<<: *b}\n", ["'base'"]),
        ("default: &b {thread: talks}\nusers:\n  bob: {<<: *b}\n", ["'bob'", "<<"]),
        ('users:\n  "a,b": {}\n', ["line 2", "a,b"]),
        ('users:\n  " alice": {}\n', ["line 2", " alice"]),
        ('users:\n  "a\\tb": {}\n', ["line 2"]),
        (f"users:\n  {'a' * 129}: {{}}\n", ["line 2"]),
        ("users: {alice: {}", ["line", "YAML"]),
        ("users: *nobody", ["line 1", "YAML"]),
        ("a: b\n---\nc: d\n", ["YAML"]),
        ("users: &x {a: *x}", ["'a'"]),
        (b"users: {\xff: {}}", ["UTF-8"]),
        ("users: {\x00: {}}", ["YAML"]),
        ("[" * 3000, ["read"]),
        ("#" * (LARGEST + 1), ["larger"]),
    ],
)
def test_a_wrong_file_is_refused_and_the_message_says_where(tmp_path, text, told):
    with pytest.raises(ScopesError) as caught:
        scopes(tmp_path, text)
    message = str(caught.value)
    assert str(tmp_path / "scopes.yaml") in message
    assert not [word for word in told if word not in message], message


def test_a_file_that_is_gone_is_refused_as_any_wrong_setting_is(tmp_path):
    with pytest.raises(SettingsError, match="nothing"):
        read_scopes(tmp_path / "nothing.yaml")
