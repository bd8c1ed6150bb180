"""A brief on paper: complete, without script, every page with its footer, every id once."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from components.drawing.prepare.board import board_marks
from components.drawing.prepare.board_layout import SIZES, board_layout
from components.drawing.prepare.brief import hedges_of, step_facts
from components.pages.brief_print import print_page, slices, with_own_ids
from data.briefs import Brief, Step, load_briefs
from data.dataset import load
from data.export.manifest import CAVEAT
from data.filters import select
from data.wording import chain_in_words, citation, claims_of, says_who

TABLE = load()
BRIEFS = load_briefs(TABLE)[0]
LAYERS = Path(__file__).resolve().parents[2] / "data" / "layers"
BASE = "https://panj.example/watch/"


def asset_url(name: str) -> str:
    return f"/assets/{name}?v=1"


@lru_cache
def page(name: str, paper: str = "a4") -> str:
    return print_page(TABLE, BRIEFS[name], BASE, LAYERS, paper, asset_url)


def sheets(text: str) -> list[str]:
    return text.split('<table class="sheet"')[1:]


@pytest.mark.parametrize("name", BRIEFS)
def test_a_page_for_each_step_between_a_title_and_the_sources(name: str) -> None:
    found = sheets(page(name))
    assert len(found) == len(BRIEFS[name].steps) + 2
    for step, sheet in zip(BRIEFS[name].steps, found[1:-1], strict=True):
        assert f"<h2>{escape(step.headline)}</h2>" in sheet
        assert escape(step.text) in sheet
        assert escape(step.note) not in sheet
        assert sheet.count("<svg") >= (1 if step.view.view == "board" else 2)


@pytest.mark.parametrize("name", BRIEFS)
def test_every_page_has_its_footer(name: str) -> None:
    for sheet in sheets(page(name)):
        footer = sheet.split("<tfoot>")[1]
        assert CAVEAT in footer and "As of " in footer and f"Dataset version {TABLE.version}" in footer
        assert "Sources: " in footer and BASE in footer


@pytest.mark.parametrize("name", BRIEFS)
def test_no_script_no_bitmap_no_other_host(name: str) -> None:
    text = page(name)
    assert "<script" not in text and "<image" not in text and "data:image" not in text
    loaded = re.findall(r'<link [^>]*href="([^"]*)"', text)
    assert loaded and all(address.startswith(("/assets/", "data:,")) for address in loaded)
    assert not re.findall(r'\bsrc="', text)


@pytest.mark.parametrize("name", BRIEFS)
def test_every_id_stands_once_and_every_reference_leads_somewhere(name: str) -> None:
    text = page(name)
    ids = re.findall(r'\sid="([^"]*)"', text)
    assert len(ids) == len(set(ids)) and ids
    led = [*re.findall(r"url\(#([^)]*)\)", text), *re.findall(r'href="#([^"]*)"', text)]
    led += [one for many in re.findall(r'aria-labelledby="([^"]*)"', text) for one in many.split()]
    assert set(led) <= set(ids)


@pytest.mark.parametrize("name", BRIEFS)
def test_its_markup_is_well_formed(name: str) -> None:
    body = page(name).split("<body", 1)[1].split(">", 1)[1].split("</body>")[0]
    ElementTree.fromstring(re.sub(r"<br>", "<br/>", body))


@pytest.mark.parametrize(
    ("paper", "size"), [("a4", "A4"), ("letter", "letter"), ("<b>", "A4")], ids=["a4", "letter", "hostile"]
)
def test_paper(paper: str, size: str) -> None:
    text = page("border", paper)
    assert f"@page {{ size: {size} portrait; }}" in text and "<b>" not in text


@pytest.mark.parametrize("name", BRIEFS)
def test_hedges_and_chains_of_the_highlighted_events_survive(name: str) -> None:
    text = page(name)
    for step, sheet in zip(BRIEFS[name].steps, sheets(text)[1:-1], strict=True):
        for event in step.highlight:
            assert escape(says_who(TABLE, event)) in sheet
            assert all(escape(f"“{hedge}”") in sheet for hedge in hedges_of(TABLE, event)), event
    last = sheets(text)[-1]
    for event in {event for step in BRIEFS[name].steps for event in step.highlight}:
        for claim in claims_of(TABLE, event):
            assert escape(claim["text"]) in last
            assert escape(chain_in_words(TABLE, claim["id"])) in last


@pytest.mark.parametrize("name", BRIEFS)
def test_the_last_page_names_every_event_and_every_source(name: str) -> None:
    last = sheets(page(name))[-1]
    for facts in step_facts(TABLE, BRIEFS[name], BASE):
        assert all(escape(citation(TABLE, source)) in last for source in facts.colophon.sources)
        assert all(escape(one.title) in last and escape(one.who) in last for one in facts.listed)


def test_words_of_a_brief_are_escaped() -> None:
    wild = '<script>alert("&")</script>'
    brief = Brief("x", wild, wild, "2024-02-23", (Step(wild, wild, wild, since="1.0.0"),))
    text = print_page(TABLE, brief, '"><script>', LAYERS, "a4", asset_url, lambda *_: (wild,))
    assert "<script" not in text
    assert text.count(escape("alert(")) >= 4


def test_ids_in_a_picture() -> None:
    svg = '<svg aria-labelledby="a b"><g id="a">id=&quot;a&quot;</g><path id="b" fill="url(#a)"/></svg>'
    assert with_own_ids(svg, "m-1") == (
        '<svg aria-labelledby="m-1-a m-1-b"><g id="m-1-a">id=&quot;a&quot;</g>'
        '<path id="m-1-b" fill="url(#m-1-a)"/></svg>'
    )


@pytest.mark.parametrize("most", [500, 860, 10_000])
def test_a_board_is_cut_between_its_texts(most: int) -> None:
    layout = board_layout(board_marks(select(TABLE, BRIEFS["talks"].steps[8].view)), 820)
    found = slices(layout, most)
    assert found[0][0] == 0 and found[-1][1] == layout.height
    assert all(one[1] == other[0] for one, other in pairwise(found))
    assert all(0 < bottom - top <= most for top, bottom in found)
    cuts = [bottom for _, bottom in found[:-1]]
    high = {box for box in layout.boxes if box.height <= most}
    assert not [
        text
        for text in layout.texts
        for cut in cuts
        if text.y - SIZES[text.style] < cut < text.y and most > 600
    ]
    assert not [box for box in high for cut in cuts if box.y < cut < box.y + box.height and most > 800]
