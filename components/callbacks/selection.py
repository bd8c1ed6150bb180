"""The journey of a filter: the state is read, one selection is made, every view is drawn from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from dash import ClientsideFunction, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from components import ids
from components.border_map import badges, map_figure, map_patch, zoom_for
from components.callbacks.state import Asked, asked
from components.context_strip import context_figure
from components.drawing.prepare.context import context_marks
from components.drawing.prepare.map import map_marks
from components.drawing.prepare.timeline import strip_marks, timeline_marks, visible
from components.event_list import event_rows
from components.filter_controls import control_counts, control_ids, control_values
from components.pages.embeds import release_words
from components.shared.markup import markup
from components.summary import chip_list, notice_list, summary_data
from components.timeline import strip_figure, timeline_figure
from components.trays import opens_by_itself, undated_tray, unplaced_tray
from data.filters import Selection, select, to_query
from data.releases import Current

LayerUrl = Callable[[str], str]
COUNTS: Final = ("total", "selected", "certain", "possible", "undated", "unplaced")
WORDS: Final = frozenset({"query", "language", "release"})
PICTURE: Final = WORDS | {"theme", "narrow"}
LANES: Final = PICTURE | {"event", "card", "lanes"}
"""Names of `drawn_state` on which words and lists, the map, the lanes of the timeline depend."""
LISTS: Final[dict[str, Callable[[Selection], dict[str, Any]]]] = {
    "list": lambda selection: {"list": markup(event_rows(selection))},
    "undated": lambda selection: {"undated": markup(undated_tray(selection))},
    "unplaced": lambda selection: {
        "unplaced": markup(unplaced_tray(selection)),
        "unplaced_open": opens_by_itself(selection),
    },
}
OUTPUTS: Final[dict[str, Any]] = {
    "summary": Output(ids.SUMMARY, "children"),
    **{f"data-{name}": Output(ids.SUMMARY, f"data-{name}") for name in COUNTS},
    "chips": Output(ids.CHIPS, "data-markup"),
    "notice": Output(ids.NOTICE, "data-markup"),
    "notice_hidden": Output(ids.NOTICE, "hidden"),
    "list": Output(ids.EVENT_LIST, "data-markup"),
    "undated": Output(ids.TRAY_UNDATED, "data-markup"),
    "unplaced": Output(ids.TRAY_UNPLACED, "data-markup"),
    "unplaced_open": Output(ids.TRAY_UNPLACED, "open"),
    "badges": Output(ids.MAP_BADGES, "data-markup"),
    "map": Output(ids.MAP_GRAPH, "figure"),
    "timeline": Output(ids.TIMELINE_GRAPH, "figure"),
    "strip": Output(ids.TIMELINE_STRIP, "figure"),
    "foot": Output(ids.TIMELINE_FOOT, "children"),
    "context": Output(ids.TIMELINE_CONTEXT, "figure"),
    "room": Output(ids.TIMELINE, "style"),
    "counts": Output(ids.COUNTS, "data"),
    "release_words": Output(ids.RELEASE_WORDS, "children"),
    "controls": {name: Output(name, "value") for name in control_ids()},
    "applied": Output(ids.APPLIED, "data"),
    "drawn": Output(ids.DRAWN, "data"),
}


def register(app: Dash, releases: Current, layer_url: LayerUrl) -> None:
    """Wire the state to the words, the lists, the figures and the controls."""

    # The page around a frame hears what is selected (assets/embed.js), with the counts just drawn.
    app.clientside_callback(
        ClientsideFunction("panj", "tellSelection"),
        Output(ids.TOLD_SINK, "data"),
        Input(ids.DRAWN, "data"),
        *(State(ids.SUMMARY, f"data-{name}") for name in COUNTS),
        prevent_initial_call=True,
    )

    @app.callback(
        output=OUTPUTS,
        inputs={
            "state": Input(ids.STATE, "data"),
            "look": Input(ids.LOOK, "data"),
            "lanes": Input(ids.TIMELINE_LANES, "value"),
            "drawn": State(ids.DRAWN, "data"),
        },
        prevent_initial_call=True,
    )
    def draw(state: Any, look: Any, lanes: Any, drawn: Any) -> dict[str, Any]:
        if state is None or look is None:
            raise PreventUpdate  # the browser has not told its address yet
        wanted = asked(state, look, lanes)
        before = drawn if isinstance(drawn, dict) else {}
        selection = select(releases.current(), wanted.filters)
        return updates(selection, wanted, before, layer_url)


def updates(
    selection: Selection, wanted: Asked, before: dict[str, Any], layer_url: LayerUrl
) -> dict[str, Any]:
    """What to send: of the parts that show, those that differ from what the page has (`before`, its `DRAWN`
    store)."""
    now = drawn_state(selection, wanted)
    changed = {name for name, value in now.items() if before.get(name) != value}
    fresh = wanted.shows - _shown_before(before)
    answer: dict[str, Any] = {
        **dict.fromkeys(OUTPUTS, no_update),
        "controls": dict.fromkeys(control_ids(), no_update),
    }

    def due(part: str, depends: frozenset[str]) -> bool:
        return part in wanted.shows and (part in fresh or bool(changed & depends))

    if changed & WORDS:
        answer |= words(selection)
    for part in LISTS:
        if due(part, WORDS):
            answer |= LISTS[part](selection)
    if due("controls", WORDS):
        answer |= controls(selection, wanted)
    if due("map", PICTURE):
        whole = "map" in fresh or bool(changed & {"theme", "release", "language"})
        answer |= map_parts(selection, wanted, layer_url, whole)
    if due("timeline", PICTURE):
        answer["strip"] = strip(selection, wanted)
    if due("timeline", LANES):
        answer |= lanes_parts(selection, wanted, before)
    notices = notice_list(selection, wanted.refused)
    return answer | {"notice": markup(notices), "notice_hidden": not notices, "drawn": now}


def _shown_before(before: dict[str, Any]) -> frozenset[str]:
    shown = before.get("shows")
    return (
        frozenset(name for name in shown if isinstance(name, str)) if isinstance(shown, list) else frozenset()
    )


def drawn_state(selection: Selection, wanted: Asked) -> dict[str, Any]:
    """What the pictures and lists depend on."""
    return {
        "query": to_query(wanted.filters.without_cards()),
        "event": wanted.filters.event,
        "card": wanted.filters.card,
        "theme": wanted.theme.name,
        "narrow": wanted.narrow,
        "lanes": wanted.lanes,
        "shows": sorted(wanted.shows),
        "language": wanted.language,
        "release": selection.dataset.edition,
    }


def words(selection: Selection) -> dict[str, Any]:
    """What every part says: the sentence with its counts, the filters in force, the release of the data."""
    told = summary_data(selection)
    return {
        "summary": told.pop("children"),
        "chips": markup(chip_list(selection)),
        "counts": {},
        "release_words": release_words(selection.dataset),
        **told,
    }


def controls(selection: Selection, wanted: Asked) -> dict[str, Any]:
    """The values of the controls, and how many events each choice would give."""
    values = control_values(selection.dataset, wanted.filters, selection.plan)
    return {"counts": control_counts(selection), "controls": values, "applied": values}


def map_parts(selection: Selection, wanted: Asked, layer_url: LayerUrl, whole: bool) -> dict[str, Any]:
    """The map, for a browser that can draw one: a patch of its marks, or the whole figure with its base."""
    marks = map_marks(selection)
    parts = {"badges": markup(badges(selection.dataset, marks))}
    if not wanted.webgl:
        return parts  # the browser shows the map that portal.pictures draws
    if whole:
        return parts | {"map": map_figure(marks, wanted.theme, layer_url, zoom_for(*wanted.map_size))}
    return parts | {"map": map_patch(marks, wanted.theme, layer_url)}


def lanes_parts(selection: Selection, wanted: Asked, before: dict[str, Any]) -> dict[str, Any]:
    """The timeline of the selection in its window, and what it could not show in words.

    While the card of an actor or a crossing is open, its own spans stand below the lanes, on their axis.
    """
    context = context_marks(selection.dataset, wanted.filters.card)
    width, height = wanted.plot_size
    room = (
        0 if context is None else min(context.narrow_height if wanted.narrow else context.height, height // 2)
    )
    plot = (width, height - room)
    marks = timeline_marks(selection, wanted.lanes, plot=plot, narrow=wanted.narrow)
    figure = timeline_figure(marks, None, wanted.theme, wanted.narrow, wanted.filters.event or None)
    parts = {"timeline": figure, "foot": marks.note}
    if context is None and not before.get("card"):
        return parts
    below = context_figure(context, marks.view, wanted.theme, wanted.narrow)
    return parts | {"context": below, "room": {"--context": f"{room}px"}}


def strip(selection: Selection, wanted: Asked) -> dict[str, Any]:
    """The whole span under the other filters, with the chosen window."""
    whole = select(selection.dataset, replace(wanted.filters, from_="", to=""))
    window = visible(selection) if selection.window else None
    return strip_figure(strip_marks(whole), window, wanted.theme)
