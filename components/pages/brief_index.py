"""The plain list of all briefs as a page of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from dash import html

from components.brief_menu import brief_list
from components.pages.stage import AssetUrl, document
from components.shared.markup import markup
from data.briefs import Brief, BriefProblem

STYLES: Final = ("vendor/20-fonts.css", "palette.css", "panj.css", "stage/stage.css")


def index_page(
    briefs: Mapping[str, Brief], problems: Sequence[BriefProblem], asset_url: AssetUrl, prefix: str = "../"
) -> str:
    """A complete HTML document; `prefix` is the way from it to the dashboard."""
    body = html.Main(
        [
            html.H1("Briefs"),
            *brief_list(briefs, problems, prefix),
            html.P(html.A("To the dashboard", href=prefix)),
        ]
    )
    return document("Briefs – Panj", markup(body), STYLES, (), asset_url, "brief-index")
