"""A brief on stage: one static page whose steps, figures and cards are all there when it has been loaded.

Dash has no part in it. `assets/stage/stage.js` only switches between what this page holds, so that nothing
is asked of the server any more.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import Any, Final

from dash import html

from components.border_map import ATTRIBUTION_SHORT, map_figure
from components.drawing.palette import PROJECTOR, QUAD_NAMES
from components.drawing.prepare.board import board_marks
from components.drawing.prepare.map import map_marks
from components.pages.stage_cards import for_stage, stage_cards
from components.pages.stage_pictures import (
    beyond,
    drawn_maps,
    in_frame,
    pressed,
    ringed_traces,
    rings_of,
    step_timeline,
)
from components.shared.attributes import attributes
from components.shared.date_axis import graph_language
from components.shared.map_style import LayerUrl
from components.shared.map_words import QUAD_SIGNS
from components.shared.markup import markup
from components.stage_step import Shown, step_section
from components.theme import GRAPH_CONFIG
from data.briefs import Brief, Step
from data.dataset import Dataset
from data.dates import in_words
from data.filters import select, to_query
from data.memory import once_per_release
from data.wording import date_words

AssetUrl = Callable[[str], str]
"""Name of a file under assets/ -> its address on this host, e.g. `stage/stage.js`."""
Changes = Callable[[Dataset, str], list[Any]]
"""What has changed since a version or a day, as html components."""

STYLES: Final = ("vendor/20-fonts.css", "vendor/30-map.css", "palette.css", "panj.css", "stage/stage.css")
KEYS: Final = (
    ("→ Space PageDown", "next step"),
    ("← PageUp", "step before"),
    ("Home, End", "first, last step"),
    ("1 … 9", "that step; two digits quickly for 10 and more"),
    ("l", "all events of this step"),
    ("b", "blank screen, and back"),
    ("p", "presenter window: notes, next step, clock"),
    ("f", "full screen"),
    ("Esc", "close a card or this list"),
    ("?", "this list"),
)


@once_per_release
def stage_page(
    dataset: Dataset,
    brief: Brief,
    layer_url: LayerUrl,
    asset_url: AssetUrl,
    prefix: str,
    changes: Changes | None = None,
) -> str:
    """The page on which a brief is told.

    Args:
        dataset: what the steps select from.
        brief: checked against this dataset.
        layer_url: gives each file of data/layers its address on this host.
        asset_url: gives each file of assets its address on this host.
        prefix: path of the dashboard, for "open as analyst".
        changes: tells what has changed since the `since` of a step; without it such steps say nothing of it.

    Returns:
        A complete HTML document, drawn once for a release: pass the same functions each time.
    """
    shown = [_shown(dataset, step, number, changes) for number, step in enumerate(brief.steps, 1)]
    cards = stage_cards(dataset, [row["id"] for one in shown for row in one.rows])
    sections = [for_stage(step_section(brief, one), cards.keys(), prefix) for one in shown]
    body = [
        _head(brief),
        html.Main([_pictures(), *sections], id="stage", className="stage"),
        _controls(brief, prefix),
        html.P(
            className="visually-hidden", id="stage-told", role="status", **attributes({"aria-live": "polite"})
        ),
        html.Div(id="stage-blank", hidden=True, **attributes({"aria-label": "Blank screen"})),
        _help(),
    ]
    parts = [
        markup(body),
        _dialog("stage-card", "Card"),
        *_templates(cards, prefix),
        json_block("stage-data", _data(dataset, brief, shown, layer_url)),
    ]
    scripts = ("vendor/plotly.js", "stage/steps.js", "stage/stage.js")
    return document(f"{brief.title} – Panj", "".join(parts), STYLES, scripts, asset_url, "stage-page")


def document(
    title: str, body: str, styles: tuple[str, ...], scripts: tuple[str, ...], asset_url: AssetUrl, look: str
) -> str:
    """An HTML document in the projector theme; `body` is markup, everything else is escaped here."""
    links = "".join(f'<link rel="stylesheet" href="{escape(asset_url(name))}">' for name in styles)
    loaded = "".join(f'<script src="{escape(asset_url(name))}" defer></script>' for name in scripts)
    return (
        f'<!DOCTYPE html>\n<html lang="en" data-bs-theme="{PROJECTOR.name}" class="{look}">\n'
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{escape(title)}</title><link rel="icon" href="data:,">{links}{loaded}</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def json_block(name: str, value: Any) -> str:
    """A data block: no script, whatever the texts in it are."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f'<script type="application/json" id="{name}">{text.replace("<", chr(92) + "u003c")}</script>'


def _shown(dataset: Dataset, step: Step, number: int, changes: Changes | None) -> Shown:
    selection = select(dataset, step.view)
    marks = map_marks(selection)
    board = board_marks(selection) if step.view.view == "board" else None
    told = tuple(changes(dataset, step.since)) if changes and step.since else ()
    outside = () if board or told else beyond(marks, step.frame)
    return Shown(step, number, selection, marks, board, outside, told)


def _head(brief: Brief) -> html.Div:
    return html.Div(
        [html.H1(brief.title), html.Span(f"Panj · as of {in_words(brief.as_of)}", className="stage-as-of")],
        className="stage-head",
        role="banner",
    )


def _pictures() -> html.Div:
    """Map, timeline and their key; every step draws into these."""
    quads = [
        html.Li([html.Span(QUAD_SIGNS[quad], className=f"quad quad-{quad.replace(' ', '-')}"), name])
        for quad, name in QUAD_NAMES.items()
    ]
    quads += [
        html.Li([html.Span("◯", className="key-ring"), "ringed: this step"]),
        html.Li([html.Span("○"), "hollow: possibly in these dates"]),
        html.Li([html.Span("▒"), "faded: some time in it"]),
    ]
    map_label = attributes(
        {"aria-label": "Map; the lists of events say the same in words", "data-no-swipe": "1"}
    )
    return html.Div(
        [
            html.Div(
                [html.Div(id="stage-map"), html.Div(id="stage-drawn", hidden=True)],
                className="stage-map",
                role="group",
                **map_label,
            ),
            html.Div(ATTRIBUTION_SHORT, className="stage-attribution"),
            html.Div(
                html.Div(id="stage-timeline"),
                className="stage-timeline",
                role="group",
                **attributes(
                    {
                        "aria-label": "Timeline; the lists of events say the same in words",
                        "data-no-swipe": "1",
                    }
                ),
            ),
            html.Ul(quads, className="stage-key", **attributes({"aria-label": "What the marks mean"})),
        ],
        className="stage-pictures",
    )


def _controls(brief: Brief, prefix: str) -> html.Nav:
    def button(name: str, words: str, label: str) -> html.Button:
        return html.Button(
            words, id=f"stage-{name}", type="button", className="button", title=label,
            **attributes({"aria-label": label}),
        )  # fmt: skip

    return html.Nav(
        [
            html.Span("Loading …", id="stage-state"),
            html.A("Open as analyst", id="stage-analyst", href=prefix, className="button", target="_blank"),
            button("list", "Events", "All events of this step (l)"),
            button("presenter", "Presenter", "Presenter window (p)"),
            button("keys", "?", "Keys (?)"),
            button("previous", "◀", "Step before (left arrow)"),
            html.Span(f"1 / {len(brief.steps)}", id="stage-progress"),
            button("next", "▶", "Next step (right arrow)"),
        ],
        className="stage-controls",
        **attributes({"aria-label": "Steps"}),
    )


def _help() -> html.Dialog:
    rows = [part for key, words in KEYS for part in (html.Dt(html.Kbd(key)), html.Dd(words))]
    close = html.Button("Close", type="button", className="button", **attributes({"data-close-card": "1"}))
    return html.Dialog(
        [html.H2("Keys"), html.Dl(rows), close], id="stage-help", **attributes({"aria-label": "Keys"})
    )


def _dialog(name: str, label: str) -> str:
    return markup(
        html.Dialog(
            html.Div(id=f"{name}-body", className="card-panel"), id=name, **attributes({"aria-label": label})
        )
    )


def _templates(cards: dict[str, list[Any]], prefix: str) -> list[str]:
    """Templates are inert: neither drawn nor read out until the script puts one in front."""
    return [
        f'<template id="card-{escape(name)}">{markup(for_stage(parts, cards.keys(), prefix))}</template>'
        for name, parts in cards.items()
    ]


def _data(dataset: Dataset, brief: Brief, shown: list[Shown], layer_url: LayerUrl) -> dict[str, Any]:
    """Everything that the script switches: figures, presses, frames and the words for lists."""
    rows = {row["id"]: row for one in shown for row in one.rows}
    maps = [(one.marks, one.step.highlight, one.step.frame) for one in shown]
    return {
        "channel": channel(dataset, brief),
        "steps": [_step_data(one, layer_url) for one in shown],
        "map": map_figure(shown[0].marks, PROJECTOR, layer_url)["layout"],
        "config": {**GRAPH_CONFIG, "scrollZoom": False, **graph_language()},
        "events": {
            event: {"title": row["title"], "when": date_words(row["date"]), "quad": row["quad"]}
            for event, row in rows.items()
        },
        "drawn": drawn_maps(dataset, maps, PROJECTOR),
    }


def _step_data(one: Shown, layer_url: LayerUrl) -> dict[str, Any]:
    held = in_frame(one.marks, one.selection.dataset, one.step.frame)
    traces = ringed_traces(held, rings_of(held, one.step.highlight), PROJECTOR, layer_url)
    figure, lanes = step_timeline(one.selection, one.step.highlight, PROJECTOR)
    return {
        "headline": one.step.headline,
        "frame": list(one.step.frame),
        "query": to_query(one.step.view),
        "panel": one.panelled,
        "lanes": len(lanes.lanes),
        "map": traces,
        "timeline": figure,
        "marks": {**pressed(one.marks, lanes, traces, figure), **_apart(one)},
        "crossings": {f"crossing:{crossing.key}": crossing.place for crossing in one.marks.crossings},
        "events": [row["id"] for row in one.rows],
    }


def _apart(one: Shown) -> dict[str, list[str]]:
    """What stands in no picture: the words on it open these lists."""
    return {
        "apart:unplaced": list(one.selection.unplaced["id"]),
        "apart:undated": list(one.selection.undated["id"]),
    }


def channel(dataset: Dataset, brief: Brief) -> str:
    """Name under which the windows of one brief hear each other."""
    return f"panj-brief-{brief.id}-{dataset.edition}"
