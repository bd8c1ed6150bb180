"""The export menu: real links, named groups, one for every file that the server makes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dash import html

from components import ids
from components.export_menu import export_menu
from portal import exports

ASSETS = Path(__file__).resolve().parents[2] / "assets"


def walk(component: Any) -> Iterator[Any]:
    yield component
    children = getattr(component, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        if child is not None and not isinstance(child, str):
            yield from walk(child)


def links() -> list[Any]:
    return [part for part in walk(export_menu()) if isinstance(part, html.A)]


def prop(part: Any, name: str) -> Any:
    return part.to_plotly_json()["props"].get(name)


def test_every_file_of_the_server_has_its_link_and_no_other() -> None:
    names = [prop(link, "data-export") for link in links()]
    pictures = set(exports.PICTURES)
    drawn = {name.replace(".svg", ".png") for name in pictures}
    assert sorted(names) == sorted({*exports.FILES, *pictures, *drawn})


def test_a_link_is_a_relative_address_that_works_by_itself() -> None:
    for link in links():
        assert link.href == "export/" + prop(link, "data-export").replace(".png", ".svg")


def test_each_link_has_a_name_of_its_own_that_holds_its_words() -> None:
    told = [prop(link, "aria-label") for link in links()]
    assert len(set(told)) == len(told)
    for link, words in zip(links(), told, strict=True):
        assert words.startswith(f"{link.children}: ")


def test_it_is_a_disclosure_with_three_named_groups_and_a_line_for_messages() -> None:
    menu: Any = export_menu()
    parts = list(walk(menu))
    assert isinstance(menu, html.Details) and prop(menu, "id") == ids.EXPORT_MENU
    assert isinstance(menu.children[0], html.Summary)
    groups = [part for part in parts if getattr(part, "role", None) == "group"]
    named = {part.id: part.children for part in parts if getattr(part, "id", None) and part is not menu}
    assert [named[prop(group, "aria-labelledby")] for group in groups] == ["Data", "Pictures", "Sources"]
    (line,) = [part for part in parts if prop(part, "data-export-status")]
    assert (line.role, prop(line, "aria-live")) == ("status", "polite")


def test_the_script_listens_to_what_the_menu_carries() -> None:
    script = (ASSETS / "export.js").read_text("utf-8")
    for hook in (f'"{ids.EXPORT_MENU}"', "[data-export]", "[data-export-status]", f"#{ids.TIMELINE_LANES} "):
        assert hook in script
