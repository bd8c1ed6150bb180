"""The scope file: filters that are locked for users whom the trusted header names.

    default: {thread: [talks, group]}     # users not named below; without it they are refused
    users:
      alice: {}                           # sees everything
      bob: {actor: [A-TJ-GOV, A-JA], from: 2023-11-01}

Read once, at the start: a file that cannot be understood must stop the server, never open it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import yaml

from data.query import Filters
from data.scope import LockError, read_lock
from portal.settings import SettingsError

LARGEST: Final = 2**20
"""Bytes of a scope file at most."""
LONGEST_USER: Final = 128
KEYS: Final = ("default", "users")


class ScopesError(SettingsError):
    """One sentence that names the file, and with it the line, the user and the key."""


@dataclass(frozen=True)
class Scopes:
    """Who may see what.

    Attributes:
        users: name -> lock, exactly as the header gives the name.
        default: the lock of everybody else; None refuses them.
    """

    users: Mapping[str, Filters]
    default: Filters | None = None

    def lock_of(self, user: str) -> Filters | None:
        """The lock of this user; None when the file does not know them and has no default."""
        return self.users.get(user, self.default)


def read_scopes(path: Path) -> Scopes:
    """The scopes of a file in YAML.

    Raises:
        ScopesError: It cannot be read, holds an unknown or a repeated key, or locks what no filter knows.
    """
    top = _entries(_root(path), path, "the file")
    if unknown := [name for name in top if name not in KEYS]:
        raise _error(path, top[unknown[0]], f"{unknown[0]!r} is unknown here; write default and users")
    default = _lock_of(top["default"], path, "default") if "default" in top else None
    users = _entries(top["users"], path, "users") if "users" in top else {}
    return Scopes(MappingProxyType({name: _user(name, node, path) for name, node in users.items()}), default)


def _root(path: Path) -> yaml.Node:
    try:
        raw = path.read_bytes()
        if len(raw) > LARGEST:
            raise ScopesError(f"{path}: the file is larger than {LARGEST} bytes.")
        # The base loader leaves every value the text that it is: no dates, no "no" that means false.
        node = yaml.compose(raw.decode("utf-8-sig"), yaml.BaseLoader)
    except (OSError, UnicodeDecodeError, RecursionError):
        raise ScopesError(f"{path}: the file cannot be read as text in UTF-8.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ScopesError(f"{path}, line {line}: this is no YAML: {error.problem}.") from None
    except yaml.YAMLError:
        raise ScopesError(f"{path}: the file is no YAML.") from None
    if node is None:
        raise ScopesError(f"{path}: the file is empty; write default, or users, or both.")
    return node


def _user(name: str, node: yaml.Node, path: Path) -> Filters:
    # The header's value is stripped and printable: a name that is not could never be met.
    if not name or name != name.strip() or not name.isprintable() or "," in name or len(name) > LONGEST_USER:
        raise _error(path, node, f"user {name[:40]!r} is no name that the header can give")
    return _lock_of(node, path, f"user {name!r}")


def _lock_of(node: yaml.Node, path: Path, whose: str) -> Filters:
    entries = _entries(node, path, whose)
    locked = {key: _values(value, path, whose, key) for key, value in entries.items()}
    try:
        return read_lock(locked)
    except LockError as error:
        raise _error(path, node, f"{whose}: {str(error).rstrip('.')}") from None


def _values(node: yaml.Node, path: Path, whose: str, key: str) -> str | list[str]:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        texts = [str(one.value) for one in node.value if isinstance(one, yaml.ScalarNode)]
        if len(texts) == len(node.value):
            return texts
    raise _error(path, node, f"{whose}: {key} must be a text or a list of texts")


def _entries(node: yaml.Node, path: Path, whose: str) -> dict[str, yaml.Node]:
    """A mapping's values by key. YAML would let the later of two equal keys win without a word."""
    if not isinstance(node, yaml.MappingNode):
        raise _error(path, node, f"{whose} must be a mapping (write {{}} for one without entries)")
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        if not name:
            raise _error(path, key, f"{whose} has a key that is no text")
        if name in found:
            raise _error(path, key, f"{whose} has {name!r} twice")
        found[name] = value
    return found


def _error(path: Path, node: yaml.Node, reason: str) -> ScopesError:
    line = node.start_mark.line + 1 if node.start_mark else 1
    return ScopesError(f"{path}, line {line}: {reason}.")
