"""The export menu: the view as it stands, as data, as pictures, as a list of sources.

The links work as they are; assets/export.js keeps them in step with the address and makes the PNG pictures.
"""

from __future__ import annotations

from typing import Final

from dash import html

from components import ids
from components.shared.attributes import attributes

Choice = tuple[str, str, str]
"""Name of the file, the words on its link, the words for those who do not see which group it stands in."""

DATA: Final[tuple[Choice, ...]] = (
    ("panj.xlsx", "Excel", "Events as an Excel workbook"),
    ("panj.csv.zip", "CSV", "Events as CSV files in a zip"),
    ("panj.geojson", "GeoJSON", "Events as GeoJSON"),
    (
        "panj.datapackage.zip",
        "Data Package",
        "Events and all that is said of them, as a Data Package in a zip",
    ),
)
PICTURES: Final[dict[str, tuple[Choice, ...]]] = {
    name: (
        (f"{stem}.svg", "SVG", f"{name} as SVG, for print"),
        (f"{stem}.png", "PNG", f"{name} as PNG, for slides and mail"),
    )
    for stem, name in (("map", "Map"), ("timeline", "Timeline"), ("board", "Board"))
}
CITATIONS: Final[tuple[Choice, ...]] = (
    ("citations.txt", "Text", "Sources as plain text"),
    ("citations.bib", "BibTeX", "Sources as BibTeX"),
    ("citations.json", "CSL-JSON", "Sources as CSL-JSON"),
)


def export_menu() -> html.Details:
    """A button of the header that opens the links of all files, three groups of them."""
    pictures = [_row(name, choices) for name, choices in PICTURES.items()]
    return html.Details(
        [
            html.Summary("Export", className="button", title="Save exactly what this view shows"),
            html.Div(
                [
                    html.P(
                        "Exactly this view. Every file says what was asked and left out.", className="fine"
                    ),
                    _group("Data", [_row("", DATA)]),
                    _group("Pictures", pictures),
                    _group("Sources", [_row("", CITATIONS)]),
                    html.P(
                        className="export-status",
                        role="status",
                        **attributes({"aria-live": "polite", "data-export-status": "1"}),
                    ),
                ],
                className="export-panel",
            ),
        ],
        id=ids.EXPORT_MENU,
        className="export-menu",
    )


def _group(name: str, rows: list[html.Ul]) -> html.Div:
    label = f"{ids.EXPORT_MENU}-{name.lower()}"
    return html.Div(
        [html.Div(name, id=label, className="term"), *rows],
        role="group",
        className="export-group",
        **attributes({"aria-labelledby": label}),
    )


def _row(name: str, choices: tuple[Choice, ...]) -> html.Ul:
    items = [html.Li(_link(*choice)) for choice in choices]
    heading = [html.Li(name, className="export-of", **attributes({"aria-hidden": "true"}))] if name else []
    return html.Ul([*heading, *items], className="export-row")


def _link(name: str, words: str, title: str) -> html.A:
    """A link to one file; the browser draws a PNG from the SVG of the same name."""
    return html.A(
        words,
        href=f"export/{name.replace('.png', '.svg')}",
        title=title,
        className="export-link",
        **attributes({"data-export": name, "aria-label": f"{words}: {title}"}),
    )
