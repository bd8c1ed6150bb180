"""Under a lock no part of the page tells of what is outside, and every part stands without any event."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder
from pptx import Presentation

from components.actor_card import actor_card
from components.callbacks.selection import updates
from components.callbacks.state import asked
from components.callbacks.views import VIEWS
from components.changes import changes_view
from components.drawing.palette import THEMES
from components.drawing.prepare.board import board_marks
from components.drawing.prepare.map import map_marks
from components.drawing.prepare.timeline import timeline_marks
from components.drawing.slides.deck import deck
from components.drawing.svg.board import board_svg
from components.drawing.svg.map import map_svg
from components.drawing.svg.timeline import timeline_svg
from components.event_card import card_contents
from components.pages.brief_print import print_page
from components.pages.dashboard import dashboard
from components.pages.presenter import presenter_page
from components.pages.stage import stage_page
from components.place_card import place_card
from components.search import search_results
from components.shared.markup import markup
from components.shared.why import why_here
from components.source_card import source_card
from components.summary import chip_list
from data.briefs import found_briefs
from data.changes import in_sentences
from data.dataset import BUNDLED, Dataset, load
from data.query import Filters, from_query
from data.scope import read_lock, restricted
from data.search import search
from data.selection import Selection, select
from tests.data.scope_cases import LOCKS, Secrets, secrets

WHOLE = load()
LAYERS = BUNDLED / "layers"
CARDS: Any = (("actors", actor_card), ("places", place_card), ("sources", source_card))


@pytest.fixture(scope="module", params=LOCKS)
def inside(request: pytest.FixtureRequest) -> Dataset:
    return restricted(WHOLE, read_lock(LOCKS[request.param]))


@pytest.fixture(scope="module")
def hidden(inside: Dataset) -> Secrets:
    return secrets(WHOLE, inside)


@pytest.fixture(scope="module")
def selection(inside: Dataset) -> Selection:
    return select(inside, Filters())


def as_text(parts: Any) -> str:
    """Everything that is sent, without the escapes behind which a text might hide."""
    text = json.dumps(parts, cls=PlotlyJSONEncoder, ensure_ascii=False)
    return text.replace('\\"', '"').replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")


def check(selection: Selection, hidden: Secrets, *parts: Any) -> None:
    lock = selection.dataset.lock
    typed = {*lock.actor, *lock.source}  # the host's own words, said to him
    for part in parts:
        text = as_text(part)
        found = set(hidden.in_text(text)) - typed
        assert not found, (sorted(found)[:5], text[:200])


def test_the_page_and_its_pictures(selection: Selection, hidden: Secrets) -> None:
    dataset = selection.dataset
    sent = updates(selection, asked({"query": ""}), {}, lambda name: f"/layers/{name}")
    check(selection, hidden, dashboard(dataset), {str(key): value for key, value in sent.items()})
    theme = THEMES["light"]
    drawn = (
        map_svg(map_marks(selection), theme, 960, 600, layers_folder=LAYERS),
        timeline_svg(timeline_marks(selection), None, theme, 960, 360),
        board_svg(board_marks(selection), theme, 960),
    )
    check(selection, hidden, *drawn)


@pytest.mark.parametrize("view", VIEWS)
def test_the_panels(selection: Selection, hidden: Secrets, view: str) -> None:
    look = asked({"query": f"view={view}&since=0.0.1"})
    check(selection, hidden, VIEWS[view](selection, look))


def test_the_cards(selection: Selection, hidden: Secrets) -> None:
    dataset = selection.dataset
    for event in dataset.events["id"]:
        check(selection, hidden, card_contents(dataset, event), why_here(selection, event))
    for table, card in CARDS:
        for row in dataset.tables[table]["id"]:
            check(selection, hidden, card(selection, row))


def test_the_search(selection: Selection, hidden: Secrets) -> None:
    for text in ("Taliban", "border", "meeting", "Asia-Plus"):
        check(selection, hidden, search_results(search(selection.dataset, text), text, frozenset()))


def texts_of(slides: bytes) -> Iterator[str]:
    for slide in Presentation(io.BytesIO(slides)).slides:
        frames = [*slide.shapes, *(slide.notes_slide.shapes if slide.has_notes_slide else ())]
        yield from (shape.text_frame.text for shape in frames if shape.has_text_frame)


def test_the_briefs_that_are_offered(selection: Selection, hidden: Secrets) -> None:
    def url(name: str) -> str:
        return f"/assets/{name}"

    dataset = selection.dataset
    for brief in found_briefs(dataset)[0].values():
        pages = (
            stage_page(dataset, brief, url, url, "/", changes_view),
            presenter_page(dataset, brief, url),
            print_page(dataset, brief, "", LAYERS, "a4", url, in_sentences),
            *texts_of(deck(dataset, brief, "", LAYERS, changes=in_sentences)),
        )
        check(selection, hidden, *pages)


# --- the words of the lock ----------------------------------------------------------------------------------


def test_the_chips_of_the_lock_have_no_button() -> None:
    dataset = restricted(WHOLE, read_lock({"actor": "Taliban", "from": "2023"}))
    selection = select(dataset, from_query("thread=talks"))
    locked, since, own = chip_list(selection)
    for chip, words in ((locked, "Taliban authorities"), (since, "from 1 January 2023")):
        assert chip.className == "filter-chip is-locked"
        told = markup(chip)
        assert words in told and "fixed by this page" in told
        assert "<button" not in told and "data-remove" not in told
    assert own.className == "filter-chip" and 'data-remove="thread:talks"' in markup(own)
    assert "is-locked" not in markup(chip_list(select(WHOLE, from_query("thread=talks"))))


def test_no_button_lifts_a_lock() -> None:
    dataset = restricted(WHOLE, read_lock({"thread": "talks", "from": "2023-11", "when": "certain"}))
    for query in ("", "actor=A-JA", "from=2024&to=2024", "when=certain", "dates=best", "from=2011&to=2012"):
        selection = select(dataset, from_query(query))
        asked_for = {pair.split("=")[0] for pair in query.split("&")}
        for event in dataset.events["id"]:
            told = markup(why_here(selection, event))
            lifted = {
                keys for part in told.split('data-lift="')[1:] for keys in part.split('"')[0].split(",")
            }
            assert lifted <= asked_for | {"match", "parts", "from", "to"}
            assert "" not in lifted and "thread" not in lifted


def test_the_look_of_a_locked_chip_uses_the_palette() -> None:
    style = (Path(__file__).resolve().parents[2] / "assets" / "lock.css").read_text("utf-8")
    assert ".filter-chip.is-locked" in style and "#" not in style
