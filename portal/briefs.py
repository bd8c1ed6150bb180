"""The briefs under `brief/`: their list, the stage, the presenter's window, and the files to leave behind.

What draws them is passed in: this room knows only which brief is asked for, and that one broken file must not
take the others with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from dash import Dash
from flask import Response, request

from data.briefs import Brief, BriefProblem, found_briefs
from data.dataset import Dataset
from data.releases import Current

Page = Callable[[Dataset, Brief], str]
Index = Callable[[dict[str, Brief], Sequence[BriefProblem]], str]
Slides = Callable[[Dataset, Brief, str], bytes]
"""Dataset, brief, public address of the dashboard -> the bytes of a PPTX."""
Printed = Callable[[Dataset, Brief, str, str], str]
"""Dataset, brief, public address of the dashboard, paper ("a4" or "letter") -> an HTML document."""

PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
PAPERS: Final = ("a4", "letter")


def install(
    app: Dash,
    releases: Current,
    stage: Page,
    presenter: Page,
    index: Index,
    slides: Slides | None = None,
    printed: Printed | None = None,
) -> None:
    """Serve `brief/`, `brief/<id>`, `brief/<id>/presenter`, and with their callables `brief/<id>.pptx` and
    `brief/<id>/print` (`?paper=letter`). An unknown or broken brief answers 404 with one sentence.

    Args:
        app: the app; its prefix stands in front of every path.
        releases: which dataset is current.
        stage: draws the page on which a brief is told.
        presenter: draws the window that only the speaker sees.
        index: draws the list of all briefs and of what is wrong with the others.
        slides: writes the slides.
        printed: draws the pages for print.
    """
    prefix = app.config.routes_pathname_prefix

    def base() -> str:
        # The public address: a proxy may have taken the prefix off the path that arrives here.
        return request.host_url.rstrip("/") + app.config.requests_pathname_prefix

    def page(draw: Page) -> Callable[[str], Response]:
        return lambda name: _answer(releases.current(), name, draw)

    def listed() -> Response:
        return _page(index(*found_briefs(releases.current())))

    add = app.server.add_url_rule
    add(f"{prefix}brief/", "briefs", listed)
    add(f"{prefix}brief/<name>", "brief", page(stage))
    add(f"{prefix}brief/<name>/presenter", "brief-presenter", page(presenter))
    if printed:
        draw = printed
        add(
            f"{prefix}brief/<name>/print",
            "brief-print",
            page(lambda one, brief: draw(one, brief, base(), _paper())),
        )
    if slides:
        write = slides
        add(
            f"{prefix}brief/<name>.pptx",
            "brief-slides",
            lambda name: _slides(releases.current(), name, base(), write),
        )


def _paper() -> str:
    asked = request.args.get("paper", "").lower()
    return asked if asked in PAPERS else PAPERS[0]


def _answer(dataset: Dataset, name: str, draw: Page) -> Response:
    brief = found_briefs(dataset)[0].get(name)
    return _page(draw(dataset, brief)) if brief else _missing(dataset, name)


def _slides(dataset: Dataset, name: str, base: str, write: Slides) -> Response:
    brief = found_briefs(dataset)[0].get(name)
    if brief is None:
        return _missing(dataset, name)
    named = {
        "Content-Disposition": f'attachment; filename="panj-{brief.id}.pptx"',
        "Cache-Control": "no-cache",
    }
    return Response(write(dataset, brief, base), mimetype=PPTX, headers=named)


def _page(text: str) -> Response:
    return Response(text, mimetype="text/html", headers={"Cache-Control": "no-cache"})


def _missing(dataset: Dataset, name: str) -> Response:
    """One sentence; a brief that is there but broken says what is wrong with it."""
    broken = [str(one) for one in found_briefs(dataset)[1] if one.file == f"briefs/{name}.yaml"]
    told = f"This brief cannot be told: {broken[0]}." if broken else "There is no brief of that name."
    return Response(told, status=404, mimetype="text/plain")
