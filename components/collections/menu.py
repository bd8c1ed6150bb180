"""The menu of the header that leads from the dashboard to the imported collections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dash import html

MENU: Final = "collection-menu"
Named = tuple[str, str]
"""A collection's part of the address, and its title."""


def collection_menu(collections: Sequence[Named], takes_files: bool = False) -> html.Details:
    """A button of the header that opens a link to each of `collections`, and to the page that takes files."""
    links = [html.Li(html.A(title, href=f"collections/{name}")) for name, title in collections]
    links += [html.Li(html.A("Bring your own events …", href="import"))] if takes_files else []
    return html.Details(
        [
            html.Summary(
                "Collections ▶", className="button", title="Imported datasets, beside the curated one"
            ),
            html.Div(
                [
                    html.P(
                        "Imported as they are, each kept apart from the curated events.", className="fine"
                    ),
                    html.Ul(links, className="brief-list"),
                ],
                className="brief-panel",
            ),
        ],
        id=MENU,
        className="brief-menu",
    )
