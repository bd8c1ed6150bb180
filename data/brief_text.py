"""The YAML of a brief as nodes with their lines, and what of YAML a brief does without.

Nothing is built from the nodes here: a tag in a file that a visitor opens can start nothing.
"""

from __future__ import annotations

import re
from typing import Final

import yaml

LONGEST: Final = 200_000
"""Characters of a file at most."""
_DEEPEST: Final = 8
"""A brief is a map of a list of maps of lists; PyYAML needs minutes for thousands of brackets."""
_MOST_PARTS: Final = 12_000
"""Texts, lists and maps of a file at most: sixty steps that ring every event have fewer."""

_UNSHOWN: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Control characters, halves of characters and what XML has no place for: no slide can hold them. Nor may a
text turn the direction in which it is read (data.rules.DIRECTIONS)."""


class TextError(ValueError):
    """A text that is no YAML of a brief: the line and the reason."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def root_of(text: str) -> yaml.MappingNode:
    """The outermost map of a file.

    Raises:
        TextError: the text is too long, no YAML, no map, or of a shape that no brief has.
    """
    if len(text) > LONGEST:
        raise TextError(1, f"the file is longer than {LONGEST} characters")
    try:
        _check_shape(text)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise _unreadable(error, text) from error
    if not isinstance(root, yaml.MappingNode):
        raise TextError(1, "a brief is a list of keys: title, audience, as_of, steps")
    return root


def _check_shape(text: str) -> None:
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=yaml.SafeLoader)):
        if isinstance(event, yaml.AliasEvent):
            raise TextError(line_of(event), "references (& and *) are not used in briefs")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            raise TextError(line_of(event), f"no more than {_DEEPEST} lists and maps may stand in each other")
        if number > _MOST_PARTS:
            raise TextError(line_of(event), f"a brief has at most {_MOST_PARTS} texts, lists and maps")


def _unreadable(error: Exception, text: str) -> TextError:
    """An error of PyYAML's in its own words."""
    if isinstance(error, yaml.reader.ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return TextError(line, f"no valid YAML: the character U+{int(error.character):04X} is not allowed")
    mark = getattr(error, "problem_mark", None)
    parts = [part for name in ("context", "problem") if (part := getattr(error, name, None))]
    line = mark.line + 1 if mark else 1
    return TextError(line, f"no valid YAML: {', '.join(parts) or 'it cannot be read'}")


def line_of(part: yaml.Node | yaml.Event) -> int:
    """The line on which a part begins, counted from 1."""
    return int(part.start_mark.line) + 1 if part.start_mark else 1


def is_empty(node: yaml.Node) -> bool:
    """Whether a key has no value: `key:`, `key: ~` or `key: null`."""
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def unshown(text: str) -> str:
    """The first character of a text that can be shown nowhere, as U+0000; "" if there is none."""
    found = _UNSHOWN.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def clean(text: str) -> str:
    """A text with a question mark in the place of every character that can be shown nowhere."""
    return _UNSHOWN.sub("?", text)
