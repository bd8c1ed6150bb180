"""Lists, cards and views of plain words and buttons as one piece of HTML instead of thousands of components.

Dash's renderer asks every component on the page again at every change of its store: two thousand of them
cost seconds of the browser's time, their markup in one piece costs milliseconds. An element gets it as its
property `data-markup`, and `assets/markup.js` puts it in place; what is pressed is found by attributes
(`data-open-event` ...), so no component is needed for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from components.shared.attributes import attributes

_NAMES: Final = {
    "className": "class", "colSpan": "colspan", "htmlFor": "for", "rowSpan": "rowspan",
    "tabIndex": "tabindex",
}  # fmt: skip
_VOID: Final = ("br", "hr", "img")


class Written(str):
    """HTML that was written before; it goes into a larger piece as it is. Joined to anything else it
    is a plain string again, and escaped."""

    __slots__ = ()


def as_markup(children: Any) -> html.Div:
    """One component that holds all of `children` (html components, strings, numbers, lists of them).

    Raises:
        TypeError: something in it is no html component, or has a property that HTML does not know.
    """
    return html.Div(**attributes({"data-markup": markup(children)}))


def written(children: Any) -> Written:
    """`markup`, to be kept and put into a larger piece: what does not change is written once."""
    return Written(markup(children))


def markup(children: Any) -> str:
    """The HTML of `children`; every text and every value is escaped."""
    return "".join(_pieces(children))


def _pieces(part: Any) -> Iterator[str]:
    if part is None:
        return
    if isinstance(part, list | tuple):
        for child in part:
            yield from _pieces(child)
    elif isinstance(part, Written):
        yield part
    elif isinstance(part, str | int | float):
        yield escape(str(part))
    elif isinstance(part, Component) and type(part) is getattr(html, type(part).__name__, None):
        yield from _element(part)
    else:
        raise TypeError(f"{type(part).__name__} cannot be written as HTML")


def _element(part: Component) -> Iterator[str]:
    tag = type(part).__name__.lower()
    held = dict(part.to_plotly_json()["props"])
    children = held.pop("children", None)
    yield f"<{tag}{''.join(_attribute(name, value) for name, value in held.items())}>"
    if tag not in _VOID:
        yield from _pieces(children)
        yield f"</{tag}>"


def _attribute(name: str, value: Any) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name.lower()}"
    if name == "style":
        value = ";".join(f"{rule}:{told}" for rule, told in value.items())
    if not isinstance(value, str | int | float):
        raise TypeError(f"{name} cannot be written as an attribute")
    return f' {_NAMES.get(name, name)}="{escape(str(value))}"'
