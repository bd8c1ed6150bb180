"""The composer: what the server sends of it, and that its script and its style stay with ours."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from dash import html

from components.composer import ADDED, add_button, composer, view_in_words
from components.shared.markup import markup
from data.briefs import _HEAD, _TEXTS, FRAME, MOST_STEPS, WIDEST
from data.dataset import Dataset, load
from data.query import PANELS
from tests.components.test_parts import text, walk

ASSETS = Path(__file__).resolve().parents[2] / "assets"
SCRIPT = (ASSETS / "composer.js").read_text("utf-8")
STYLE = (ASSETS / "composer.css").read_text("utf-8")


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return load()


def facts(view: list[Any]) -> dict[str, Any]:
    held = [part for child in view for part in walk(child) if hasattr(part, "data-composer")]
    assert len(held) == 1
    found: dict[str, Any] = json.loads(getattr(held[0], "data-composer"))
    return found


def test_it_can_be_written_as_html(dataset: Dataset) -> None:
    assert markup(composer(dataset, "thread=talks&q=%3Cb%3E")).startswith("<h2")
    assert "<b>" not in markup(composer(dataset, "thread=talks&q=%3Cb%3E"))


def test_the_script_is_told_the_titles_the_frame_and_the_most_steps(dataset: Dataset) -> None:
    told = facts(composer(dataset, ""))
    assert set(told["titles"]) == set(dataset.events["id"])
    assert told["titles"]["E02"] == dataset.row("events", "E02")["title"]
    assert (told["frame"], told["most"]) == (list(FRAME), MOST_STEPS)


def test_the_view_of_now_is_told_in_words(dataset: Dataset) -> None:
    assert "in the thread “The talks”" in text(composer(dataset, "thread=talks"))
    assert view_in_words(dataset, "colour=red") == view_in_words(dataset, "")


def test_it_says_where_the_draft_is_kept(dataset: Dataset) -> None:
    assert "nothing of it is stored on the server" in text(composer(dataset, ""))


def test_the_button_of_the_toolbar_carries_what_the_script_listens_to() -> None:
    button = add_button()
    assert isinstance(button, html.Button) and getattr(button, ADDED) == "1"
    assert (button.children, button.type) == ("Add this view", "button")
    assert f"[{ADDED}]" in SCRIPT


def numbers(name: str) -> dict[str, int]:
    """An object of numbers in the script."""
    found = re.search(rf"var {name} = {{(.*?)}};", SCRIPT)
    assert found
    return {key: int(number) for key, number in re.findall(r"(\w+): (\d+)", found[1])}


def test_script_and_reader_agree_on_the_lengths() -> None:
    assert numbers("TEXTS") == _TEXTS and numbers("HEAD") == _HEAD


def test_script_and_reader_agree_on_the_frames() -> None:
    assert f"var WIDEST = [{', '.join(f'{side:g}' for side in WIDEST)}];" in SCRIPT


def test_panels_that_a_step_may_show_are_panels() -> None:
    found = re.search(r"var PANELS = \[(.*?)\];", SCRIPT)
    assert found and set(re.findall(r'"(\w+)"', found[1])) == set(PANELS) - {"brief", "changes"}


def test_text_of_a_person_never_becomes_markup() -> None:
    """The one page that is written as HTML comes from our own server, which has escaped it."""
    assert "innerHTML" not in SCRIPT and "insertAdjacentHTML" not in SCRIPT
    assert SCRIPT.count("document.write(") == 1


def test_storage_is_only_touched_where_it_may_be_closed() -> None:
    lines = [line for line in SCRIPT.split("\n") if "localStorage." in line]
    assert len(lines) == 3 and all("try {" in line and "catch" in line for line in lines)


def test_the_draft_is_sent_to_our_own_addresses_only() -> None:
    assert "http" not in SCRIPT
    assert set(re.findall(r'"(brief/\w+)"', SCRIPT)) == {"brief/check", "brief/file", "brief/preview"}


def test_the_style_has_no_colours_of_its_own() -> None:
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b", STYLE)
    assert set(re.findall(r"rgb\([^)]*\)", STYLE)) <= {"rgb(0 0 0 / .25)"}
