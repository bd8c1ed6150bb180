"""The brief menu of the header: every brief with its ways out, and what is wrong with the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dash import html

from components.shared.attributes import attributes
from data.briefs import Brief, BriefProblem

MENU: Final = "brief-menu"


def brief_menu(
    briefs: Mapping[str, Brief], problems: Sequence[BriefProblem], prefix: str = ""
) -> html.Details:
    """A button of the header that opens the list of briefs.

    Args:
        briefs: those that can be told, by id.
        problems: what is wrong with the others.
        prefix: what stands before `brief/` in the links; "" on the dashboard itself.
    """
    write = html.Button(
        "Write one", type="button", className="button", **attributes({"data-view-button": "brief"})
    )
    return html.Details(
        [
            html.Summary("Brief ▶", className="button", title="Tell a story from these data"),
            html.Div([*brief_list(briefs, problems, prefix), write], className="brief-panel"),
        ],
        id=MENU,
        className="brief-menu",
    )


def brief_list(briefs: Mapping[str, Brief], problems: Sequence[BriefProblem], prefix: str = "") -> list[Any]:
    """Every brief with links to its stage, its print view and its slides; then what is broken, and why."""
    parts: list[Any] = []
    if briefs:
        parts.append(html.Ul([_brief(brief, prefix) for brief in briefs.values()], className="brief-list"))
    else:
        parts.append(html.P("There is no brief that can be told.", className="empty"))
    if problems:
        rows = [html.Li(str(problem)) for problem in problems]
        files = len({problem.file for problem in problems})
        head = "1 brief cannot be told:" if files == 1 else f"{files} briefs cannot be told:"
        parts += [html.P(head, className="warning"), html.Ul(rows, className="brief-problems fine")]
    return parts


def _brief(brief: Brief, prefix: str) -> html.Li:
    at = f"{prefix}brief/{brief.id}"
    steps = f"{len(brief.steps)} {'step' if len(brief.steps) == 1 else 'steps'}"
    about = f"{steps}, as of {brief.as_of}" + (f" · {brief.audience}" if brief.audience else "")
    return html.Li(
        [
            html.A(brief.title, href=at, target="_blank", className="brief-title"),
            html.Div(about, className="fine"),
            html.Div(
                [_way(at, "Present", brief), " · ", _way(f"{at}/print", "Print", brief), " · ",
                 _way(f"{at}.pptx", "PPTX", brief)],
            ),
        ]
    )  # fmt: skip


def _way(address: str, words: str, brief: Brief) -> html.A:
    return html.A(
        words, href=address, target="_blank", **attributes({"aria-label": f"{words}: {brief.title}"})
    )
