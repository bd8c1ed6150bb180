"""The header: the name, the way to the filters on a phone, sharing, the theme."""

from __future__ import annotations

from typing import Any

from dash import html

from components import ids
from components.shared.attributes import attributes


def header(search: Any, tools: list[Any]) -> html.Header:
    """The top line of the page, around the search box and the tools of other parts."""
    return html.Header(
        [
            html.Div(
                [
                    html.H1("Panj"),
                    html.Span("Events on the Afghan–Tajik border, and who says so", className="tagline"),
                ],
                className="brand",
            ),
            search,
            html.Nav(
                [
                    html.Button(
                        "Filters",
                        id=ids.FILTERS_BUTTON,
                        type="button",
                        className="button drawer-open",
                        **attributes(
                            {
                                "data-toggle-drawer": "1",
                                "aria-controls": ids.FILTER_PANEL,
                                "aria-expanded": "false",
                            }
                        ),
                    ),
                    *tools,
                    html.Button(
                        "Copy link",
                        id=ids.SHARE_BUTTON,
                        type="button",
                        className="button",
                        title="Copy the address of exactly this view",
                        **attributes({"data-copy-link": "1"}),
                    ),
                    html.Button(
                        "Dark",
                        id=ids.THEME_BUTTON,
                        type="button",
                        className="button",
                        title="Switch the theme",
                    ),
                ],
                className="header-actions",
                **attributes({"aria-label": "Page"}),
            ),
        ],
        className="header",
    )
