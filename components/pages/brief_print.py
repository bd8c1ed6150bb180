"""A brief on paper: a page for each step with vector pictures, no script, and a footer that repeats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any, Final

from dash import html

from components.drawing.palette import LIGHT
from components.drawing.prepare.board import board_marks
from components.drawing.prepare.board_layout import SIZES, BoardLayout, board_layout
from components.drawing.prepare.brief import (
    MAYBE,
    READING,
    Changes,
    Colophon,
    Listed,
    StepFacts,
    hedge_words,
    highlighted_moves,
    publishers,
    step_facts,
    whole,
)
from components.drawing.prepare.map import map_marks
from components.drawing.prepare.map_frame import areas_beyond, beyond_words, framed
from components.drawing.prepare.map_layout import Projection
from components.drawing.prepare.timeline import timeline_marks
from components.drawing.svg.board import board_svg
from components.drawing.svg.map import map_svg
from components.drawing.svg.timeline import plot_size, timeline_svg
from components.shared.attributes import attributes
from components.shared.dated import dated
from components.shared.markup import markup
from data.briefs import Brief
from data.dataset import Dataset
from data.export.citations import remarks
from data.export.manifest import LAYERS_ATTRIBUTION
from data.wording import chain_in_words, citation, claims_of

AssetUrl = Callable[[str], str]
"""Name of a file under assets/ -> its address on this host."""

PAPERS: Final = {"a4": "A4", "letter": "letter"}
"""Paper asked for -> its name in CSS."""
STYLES: Final = ("palette.css", "vendor/20-fonts.css", "stage/print.css")
MOST, ALSO = 4, 12
"""Events with who says so on the page of a step that highlights none; others that are named there."""
MAP_SIZES: Final = {"a4": (780, 326), "letter": (780, 250)}
"""Pixels; with text, timeline and list a step of usual length takes one page."""
TIMELINE_WIDTH, TIMELINE_LEAST, TIMELINE_MOST = 780, 150, 230
BOARD_WIDTH: Final = 820
BOARD_PAGE: Final = 860
"""Pixels of a board that fit under the text of a step."""
MAKERS: Final = LAYERS_ATTRIBUTION.replace("Relief NOAA GLOBE · ", "")


def print_page(
    dataset: Dataset,
    brief: Brief,
    base: str,
    layers_folder: Path,
    paper: str,
    asset_url: AssetUrl,
    changes: Changes | None = None,
) -> str:
    """A complete HTML document that prints to a clean PDF.

    Args:
        dataset: the release that it is drawn from.
        brief: what is told.
        base: address of the dashboard without a query; "" where it is not known.
        layers_folder: folder of the map layers (data/layers).
        paper: `a4` or `letter`; anything else is taken as A4.
        asset_url: gives each file of assets its address on this host.
        changes: tells what has changed since the `since` of a step.
    """
    size = paper if paper in PAPERS else "a4"
    facts = step_facts(dataset, brief, base, changes)
    colophon = whole(dataset, brief, facts, base)
    pages = [_sheet(dataset, _title(brief, colophon), colophon, "Dashboard")]
    for one in facts:
        content = _step(dataset, one, len(facts), layers_folder, MAP_SIZES[size])
        pages.append(_sheet(dataset, content, one.colophon, "This view", _view(one) != "board"))
    pages.append(_sheet(dataset, _behind(dataset, facts, colophon), colophon, "Dashboard"))
    return _document(brief.title, "".join(pages), size, asset_url)


def _document(title: str, body: str, size: str, asset_url: AssetUrl) -> str:
    links = "".join(f'<link rel="stylesheet" href="{escape(asset_url(name))}">' for name in STYLES)
    return (
        f'<!DOCTYPE html>\n<html lang="en" data-bs-theme="{LIGHT.name}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)} – Panj</title><link rel="icon" href="data:,">{links}'
        f"<style>@page {{ size: {PAPERS[size]} portrait; }}</style></head>\n"
        f'<body class="print {size}"><main>\n{body}\n</main></body>\n</html>\n'
    )


def _view(facts: StepFacts) -> str:
    return facts.step.view.view


def _sheet(dataset: Dataset, content: str, colophon: Colophon, leads_to: str, with_map: bool = False) -> str:
    """One page, or several that bear the same footer."""
    footer = markup(_footer(dataset, colophon, leads_to, with_map))
    return (
        '<table class="sheet" role="presentation">'
        f"<tbody><tr><td>{content}</td></tr></tbody><tfoot><tr><td>{footer}</td></tr></tfoot></table>\n"
    )


def _footer(dataset: Dataset, colophon: Colophon, leads_to: str, with_map: bool) -> html.Footer:
    named = "; ".join(publishers(dataset, colophon.sources)) or "none, no event is selected"
    known = colophon.link.startswith(("http://", "https://"))
    link = html.A(colophon.link, href=colophon.link) if known else colophon.link
    return html.Footer(
        [
            html.P(f"Sources: {named}."),
            html.P([f"{colophon.dated}. ", html.Strong(colophon.caveat)]),
            html.P([f"{leads_to}: ", link]) if link else None,
            html.P(MAKERS, className="makers") if with_map else None,
        ]
    )


def _title(brief: Brief, colophon: Colophon) -> str:
    return markup(
        [
            html.H1(brief.title),
            html.P(f"For: {brief.audience}") if brief.audience else None,
            html.P(f"{colophon.as_of}."),
            html.H3("The steps"),
            html.Ol([html.Li(step.headline) for step in brief.steps], className="contents"),
            html.H3("How to read it"),
            html.P(" ".join(READING)),
            html.P(html.Strong(colophon.caveat)),
        ]
    )


def _step(dataset: Dataset, facts: StepFacts, total: int, folder: Path, size: tuple[int, int]) -> str:
    head = [
        html.P(f"Step {facts.number} of {total}", className="step-number"),
        html.H2(facts.step.headline),
        *(html.P(words) for words in facts.text),
    ]
    pictures = _board(facts) if _view(facts) == "board" else _pictures(dataset, facts, folder, size)
    return f'{markup(head)}<div class="pictures">{"".join(pictures)}</div>{markup(_events(facts))}'


def _pictures(dataset: Dataset, facts: StepFacts, folder: Path, size: tuple[int, int]) -> Iterator[str]:
    """Map and timeline, both vector: the relief, a picture, is left out."""
    projection = Projection(*size, facts.step.frame)
    marks = framed(map_marks(facts.selection), dataset, projection)
    drawn = map_svg(marks, LIGHT, *size, folder, facts.step.frame, relief=False, attributed=False)
    yield _picture(drawn, f"map-{facts.number}")
    if beyond := beyond_words(areas_beyond(marks, projection, folder), marks.tray):
        yield markup(html.P(beyond, className="small"))
    wanted = timeline_marks(facts.selection, plot=plot_size(TIMELINE_WIDTH, TIMELINE_LEAST)).wanted
    around = TIMELINE_LEAST - plot_size(TIMELINE_WIDTH, TIMELINE_LEAST)[1]
    high = min(max(wanted + around + 2, TIMELINE_LEAST), TIMELINE_MOST)
    timeline = timeline_marks(facts.selection, plot=plot_size(TIMELINE_WIDTH, high))
    yield _picture(timeline_svg(timeline, None, LIGHT, TIMELINE_WIDTH, high), f"timeline-{facts.number}")


def _picture(svg: str, prefix: str) -> str:
    return f'<div class="picture">{with_own_ids(svg, prefix)}</div>'


def with_own_ids(svg: str, prefix: str) -> str:
    """The picture with every id of its own and every reference to one prefixed: many stand in one page.

    Only attributes match: a quotation mark in a text is escaped.
    """

    def listed(found: re.Match[str]) -> str:
        names = " ".join(f"{prefix}-{name}" for name in found[2].split())
        return f'{found[1]}="{names}"'

    svg = re.sub(r'\b(id|aria-labelledby)="([^"]*)"', listed, svg)
    return re.sub(r"url\(#([^)]*)\)", rf"url(#{prefix}-\1)", svg)


def _board(facts: StepFacts) -> Iterator[str]:
    """The moves of the highlighted events, in as many slices as the pages need."""
    marks = highlighted_moves(board_marks(facts.selection), facts.rung)
    told = {silence.id for held in marks.preconditions for silence in held.silences}
    marks = replace(marks, silences=tuple(one for one in marks.silences if one.id not in told))
    whole_board = with_own_ids(board_svg(marks, LIGHT, BOARD_WIDTH), f"board-{facts.number}")
    layout = board_layout(marks, BOARD_WIDTH)
    cuts = slices(layout, BOARD_PAGE)
    if len(cuts) == 1:
        yield f'<div class="picture">{whole_board}</div>'
        return
    name = f"board-{facts.number}-whole"
    first, *others = cuts
    opening = whole_board.replace("<svg ", f'<svg id="{name}" ', 1)
    for top, bottom in (first, *others):
        inner = opening if top == first[0] else f'<use href="#{name}"/>'
        label = f"The negotiation, move by move, from {round(top)} pixels down"
        yield (
            f'<div class="picture"><svg viewBox="0 {top:g} {BOARD_WIDTH} {bottom - top:g}" role="img" '
            f'aria-label="{label}">{inner}</svg></div>'
        )


def slices(layout: BoardLayout, most: float) -> list[tuple[float, float]]:
    """From where to where each slice of a board reaches, at most so many pixels; no text or box is cut."""
    spans = [(box.y, box.y + box.height) for box in layout.boxes]
    below = {"head": 26.0}  # a heading stays with what it heads
    spans += [(text.y - SIZES[text.style], text.y + below.get(text.style, 5)) for text in layout.texts]
    spans += [(band.y, band.y + band.height + 12) for band in layout.bands]
    cuts, top = [], 0.0
    while layout.height - top > most:
        cut = top + most
        while cut > top and (hit := [start for start, end in spans if start < cut < end]):
            cut = min(hit)
        cut = cut if cut > top else top + most
        cuts.append((top, cut))
        top = cut
    return [*cuts, (top, layout.height)]


def _events(facts: StepFacts) -> list[Any]:
    """The highlighted events (the first six where none is) with who says so; the others by name."""
    told = [one for one in facts.listed if one.rung] or list(facts.listed[:MOST])
    others = facts.listed[len(told) :]
    caption = "What this step is about" if facts.rung else "Events of this view"
    also = "; ".join(f"{one.event} {one.title}" for one in others[:ALSO])
    also += f"; and {len(others) - ALSO} more" if len(others) > ALSO else ""
    lead = html.Strong("Also in this view ")
    return [
        *_table(caption, told),
        html.P([lead, f"(when, and who says so: at the end): {also}."], className="also") if also else None,
        html.P(f"The view: {facts.counted}.", className="small"),
    ]


def _table(caption: str, listed: Sequence[Listed]) -> list[html.Table]:
    if not listed:
        return []
    heads = html.Tr([html.Th(head, scope="col") for head in ("When", "What is said", "Who says so")])
    rows = [html.Tr([html.Td(cell) for cell in _cells(one)]) for one in listed]
    return [html.Table([html.Caption(caption), html.Thead(heads), html.Tbody(rows)], className="listed")]


def _cells(one: Listed) -> tuple[Any, ...]:
    hedged = hedge_words(one.hedges)
    title = html.Strong(one.title) if one.rung else one.title
    return one.date, [f"{one.event} ", title, *([html.Br(), html.I(hedged)] if hedged else [])], one.who


def _behind(dataset: Dataset, facts: Sequence[StepFacts], colophon: Colophon) -> str:
    """All sources, every event that a step shows, and the claims behind the highlighted ones."""
    events = dict.fromkeys(event for one in facts for event in one.step.highlight)
    cited = [
        html.Li([html.Strong(f"{source} "), f"{citation(dataset, source)} [{remarks(dataset, source)}]"])
        for source in colophon.sources
    ]
    return markup(
        [
            html.H2("Sources"),
            html.Ul(cited, className="cited"),
            *_table("Every event of these views", _every(facts)),
            html.H2("The claims behind the highlighted events") if events else None,
            *(part for event in events for part in _claims(dataset, event)),
        ]
    )


def _every(facts: Sequence[StepFacts]) -> list[Listed]:
    """Each event once, by id; what a single range makes of its date does not belong here."""
    found = {one.event: one for step in facts for one in step.listed}
    dated = (replace(one, date=one.date.removesuffix(MAYBE), rung=False) for one in found.values())
    return sorted(dated, key=lambda one: one.event)


def _claims(dataset: Dataset, event: str) -> list[Any]:
    row = dataset.row("events", event)
    told = [
        html.Li(
            [
                claim["text"],
                *_hedged(claim["hedge"]),
                html.Span(_chain(dataset, claim), className="chain-line"),
            ]
        )
        for claim in claims_of(dataset, event)
    ]
    label = attributes({"aria-label": f"Claims behind {event}"})
    head = html.H3([f"{event} · {row['title']} · ", dated(row["date"])])
    return [head, html.Ul(told, className="claims", **label)]


def _hedged(hedge: str) -> list[Any]:
    words = hedge_words(part.strip() for part in hedge.split(";") if part.strip())
    return [" ", html.I(f"({words})")] if words else []


def _chain(dataset: Dataset, claim: dict[str, str]) -> str:
    where = f"{claim['source']} {claim['locator']}".strip()
    return f"{chain_in_words(dataset, claim['id'])} · {claim['standing']} · {where} · {claim['id']}"
