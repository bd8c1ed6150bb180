"""What a part of the page has around it in a frame of another site: one line, and nothing else.

The page is the same as the dashboard; `data-embed` on the document says which part of it shows
(portal/embeds.py writes it, assets/embed.css obeys).
"""

from __future__ import annotations

from dash import html

from components import ids
from components.shared.attributes import attributes
from data.dataset import Dataset


def embed_bar() -> html.Footer:
    """Whose it is and which release, the list that says in words what the picture shows, the whole page."""
    toggle = html.Button(
        "Show as a list",
        id=ids.EMBED_LIST,
        type="button",
        className="button",
        **attributes({"data-toggle-list": "1", "aria-expanded": "false", "aria-controls": ids.EVENT_LIST}),
    )
    whole = html.A(
        "Open in Panj",
        id=ids.EMBED_OPEN,
        href="",
        target="_blank",
        rel="noopener",
        title="The whole page with this view, in a tab of its own",
    )
    told = html.P(
        [html.Strong("Panj"), " · ", html.Span(id=ids.RELEASE_WORDS), " · tables CC BY 4.0"],
        className="embed-told",
    )
    return html.Footer([told, toggle, whole], id=ids.EMBED_BAR, className="embed-bar")


def release_words(dataset: Dataset) -> str:
    """Which version of the dataset this is, and the release that it was published in."""
    same = dataset.release == dataset.version
    return f"dataset {dataset.version}" if same else f"dataset {dataset.version}, release {dataset.release}"
