"""The panel in which a brief is written. The draft lives in the browser, `assets/composer.js` draws it.

The server sends what the script needs to know and is told of the draft only to check it, to draw the preview
and to write the file (portal/drafts.py); it keeps nothing.
"""

from __future__ import annotations

import json
from typing import Any, Final

from dash import html

from components.shared.attributes import attributes
from data.briefs import FRAME, MOST_STEPS
from data.dataset import Dataset
from data.filters import read_query, select, sentence
from data.frames import records_of

ADDED: Final = "data-add-view"


def composer(dataset: Dataset, query: str) -> list[Any]:
    """The children of the panel: html components only.

    Args:
        dataset: the present release; the titles of its events explain the ids of a step.
        query: the page's query, told in words beside the button that adds it.
    """
    titles = {row["id"]: row["title"] for row in records_of(dataset.events)}
    told = {"titles": titles, "frame": list(FRAME), "most": MOST_STEPS}
    return [
        html.H2("A brief of your own", className="panel-title"),
        html.P(
            "Set the filters, add the view as a step, and say in your own words what it shows. The draft "
            "stays in this browser, nothing of it is stored on the server: download the file to keep it or "
            "to hand it over.",
            className="composer-note",
        ),
        html.P([html.Strong("The view of now: "), view_in_words(dataset, query)], className="composer-now"),
        html.Div(
            html.P("Loading the draft …", className="empty"),
            **attributes({"data-composer": json.dumps(told, ensure_ascii=False)}),
            className="composer",
        ),
    ]


def view_in_words(dataset: Dataset, query: str) -> str:
    """What a query shows, as one sentence; what of it could not be used is left out."""
    return sentence(select(dataset, read_query(query)[0]))


def add_button() -> html.Button:
    """The button of the toolbar; `assets/composer.js` listens to it and says which step the view became."""
    return html.Button(
        "Add this view",
        type="button",
        className="button add-view",
        title="Add this view as a step of your brief",
        **attributes({ADDED: "1"}),
    )
