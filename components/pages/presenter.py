"""The presenter's window: the note, this step and the next one, the clock. All in the browser."""

from __future__ import annotations

from typing import Any, Final

from dash import html

from components.pages.stage import AssetUrl, channel, document, json_block
from components.shared.attributes import attributes
from components.shared.markup import markup
from data.briefs import Brief
from data.dataset import Dataset

STYLES: Final = ("vendor/20-fonts.css", "palette.css", "panj.css", "stage/stage.css")
SCRIPTS: Final = ("stage/steps.js", "stage/presenter.js")


def presenter_page(dataset: Dataset, brief: Brief, asset_url: AssetUrl) -> str:
    """A complete HTML document; it needs the server no more once it has been loaded.

    Args:
        dataset: names the release, so that windows of different releases do not mix.
        brief: what is told.
        asset_url: gives each file of assets its address on this host.
    """
    steps = [{"headline": step.headline, "text": step.text, "note": step.note} for step in brief.steps]
    data = {"channel": channel(dataset, brief), "steps": steps}
    body = [_head(brief), _main(), _controls(len(steps))]
    body_markup = markup(body) + json_block("stage-data", data)
    return document(
        f"Presenter: {brief.title} – Panj", body_markup, STYLES, SCRIPTS, asset_url, "presenter-page"
    )


def _head(brief: Brief) -> html.Div:
    return html.Div(
        [
            html.H1(brief.title),
            html.Div(
                [
                    html.Span("Time ", className="term"),
                    html.Strong(id="presenter-clock"),
                    html.Span(" Since the start ", className="term"),
                    html.Strong("0:00", id="presenter-elapsed"),
                    html.Button("Start again", id="presenter-restart", type="button", className="button",
                                title="Set the time since the start to zero"),
                ],
                className="presenter-clocks",
            ),
        ],
        className="presenter-head",
        role="banner",
    )  # fmt: skip


def _main() -> html.Main:
    return html.Main(
        [
            _part("Note", html.P(id="presenter-note"), "presenter-note"),
            _part(
                "On the stage", [html.H3(id="presenter-now"), html.P(id="presenter-text")], "presenter-now"
            ),
            _part("Next", [html.H3(id="presenter-next"), html.P(id="presenter-next-text")], "presenter-next"),
        ],
        className="presenter-main",
    )


def _part(title: str, inside: Any, look: str) -> html.Section:
    children = inside if isinstance(inside, list) else [inside]
    return html.Section(
        [html.H2(title), *children],
        className=look,
        tabIndex="0",
        **attributes({"aria-label": title}),
    )


def _controls(total: int) -> html.Nav:
    def button(name: str, words: str) -> html.Button:
        return html.Button(words, id=f"presenter-{name}", type="button", className="button")

    return html.Nav(
        [
            button("previous", "◀ Step before"),
            html.Span(f"1 / {total}", id="presenter-progress", role="status"),
            button("forward", "Next step ▶"),
            button("blank", "Blank (b)"),
            html.Span(id="presenter-state", className="fine", role="status"),
        ],
        className="presenter-controls",
        **attributes({"aria-label": "Steps"}),
    )
