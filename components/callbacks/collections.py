"""The journeys on the page of an imported collection: its numbers, its list, its cards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import numpy as np
from dash import ClientsideFunction, Dash, Input, Output, State, html, no_update
from dash.exceptions import PreventUpdate

from components import ids
from components.border_map import map_figure, map_patch, zoom_for
from components.callbacks.state import Asked as Look
from components.callbacks.state import asked as looked
from components.collections.bins import bins_figure, bins_patch
from components.collections.lists import actor_choices, card, event_rows, pager, type_choices
from components.collections.words import about, badges, chips, foot, sentence
from components.drawing.prepare.collection import map_of, timeline_of
from components.drawing.prepare.timeline import Bin, StripMarks
from components.shared.markup import markup
from components.timeline import strip_figure, timeline_figure
from data.cluster import ClusterError
from data.collections import listing
from data.collections.asking import Asked, asking
from data.collections.collection import Collection
from data.collections.shelf import NAME
from data.collections.tally import Tally
from data.dataset import Dataset
from data.releases import Current

LayerUrl = Callable[[str], str]
Find = Callable[[str], Collection | None]
"""Name in the address -> the collection, if this visitor may see it."""

SINGLES: Final = 250
"""Selected events from which the timeline shows bins instead of the events themselves."""
DEEPEST: Final = 1_000_000

VIEW: Final[dict[str, Any]] = {
    "summary": Output(ids.SUMMARY, "children"),
    "chips": Output(ids.CHIPS, "data-markup"),
    "notice": Output(ids.NOTICE, "data-markup"),
    "notice_hidden": Output(ids.NOTICE, "hidden"),
    "map": Output(ids.MAP_GRAPH, "figure"),
    "badges": Output(ids.MAP_BADGES, "data-markup"),
    "map_note": Output(ids.COLLECTION_MAP_NOTE, "children"),
    "timeline": Output(ids.TIMELINE_GRAPH, "figure"),
    "strip": Output(ids.TIMELINE_STRIP, "figure"),
    "foot": Output(ids.TIMELINE_FOOT, "children"),
    "actors": Output(ids.COLLECTION_ACTORS, "data-markup"),
    "types": Output(ids.COLLECTION_TYPES, "data-markup"),
    "title": Output(ids.COLLECTION_TITLE, "children"),
    "about": Output(ids.COLLECTION_ABOUT, "data-markup"),
    "drawn": Output(ids.DRAWN, "data"),
}


@dataclass(frozen=True)
class Scene:
    """What a request shows: the collection, the question, the look."""

    collection: Collection
    asked: Asked
    look: Look
    refused: tuple[str, ...]


def register(app: Dash, find: Find, releases: Current, layer_url: LayerUrl) -> None:
    """Wire state and look to pictures, lists and card."""
    app.clientside_callback(
        ClientsideFunction("panj_collection", "follow"),
        Output(ids.URL_SINK, "data"), Input(ids.STATE, "data"), Input(ids.DRAWN, "data"),
        prevent_initial_call=True,
    )  # fmt: skip
    for graph, prop in (
        (ids.TIMELINE_GRAPH, "relayoutData"), (ids.TIMELINE_STRIP, "relayoutData"),
        (ids.TIMELINE_STRIP, "selectedData"), (ids.TIMELINE_GRAPH, "clickData"), (ids.MAP_GRAPH, "clickData"),
    ):  # fmt: skip
        app.clientside_callback(
            ClientsideFunction("panj_collection", "act"),
            Output(ids.URL_SINK, "data", allow_duplicate=True), Input(graph, prop), prevent_initial_call=True,
        )  # fmt: skip

    @app.callback(
        output=VIEW,
        inputs={
            "state": Input(ids.STATE, "data"),
            "look": Input(ids.LOOK, "data"),
            "drawn": State(ids.DRAWN, "data"),
        },
        prevent_initial_call=True,
    )
    def draw(state: Any, look: Any, drawn: Any) -> dict[str, Any]:
        scene = scene_of(find, state, look)
        if scene is None:
            return unknown()
        before = drawn if isinstance(drawn, dict) else {}
        try:
            return view(scene, releases.current(), before, layer_url)
        except ClusterError as error:
            return failed(str(error))

    @app.callback(
        Output(ids.EVENT_LIST, "data-markup"),
        Output(ids.COLLECTION_PAGER, "data-markup"),
        Input(ids.STATE, "data"),
        prevent_initial_call=True,
    )
    def turn(state: Any) -> tuple[str, str]:
        scene = scene_of(find, state, None)
        if scene is None:
            raise PreventUpdate
        try:
            return page(scene, state)
        except ClusterError as error:
            return markup([str(error)]), ""

    @app.callback(
        Output(ids.EVENT_CARD, "data-markup"),
        Output(ids.EVENT_CARD, "hidden"),
        Input(ids.STATE, "data"),
        prevent_initial_call=True,
    )
    def show_card(state: Any) -> tuple[str, bool]:
        scene = scene_of(find, state, None)
        if scene is None or not scene.look.filters.event:
            return "", True
        found = listing.find(scene.collection, scene.look.filters.event)
        event = listing.whole(scene.collection, found) if found else None
        return markup(card(scene.collection, event)), False


def scene_of(find: Find, state: Any, look: Any) -> Scene | None:
    """What the client asks for; None where its collection is unknown. Nothing of it is trusted."""
    name = state.get("name") if isinstance(state, dict) else None
    if not isinstance(name, str) or not NAME.fullmatch(name):
        return None
    collection = find(name)
    if collection is None:
        return None
    wanted = looked(state, look)
    return Scene(collection, asking(collection, wanted.filters), wanted, wanted.refused)


def unknown() -> dict[str, Any]:
    """The answer for a collection that is not there."""
    return failed("There is no such collection here. It may have been shown for a limited time only.")


def failed(sentence_: str) -> dict[str, Any]:
    """Nothing changes but the notice."""
    return {**dict.fromkeys(VIEW, no_update), "notice": markup([sentence_]), "notice_hidden": False}


def view(scene: Scene, dataset: Dataset, before: dict[str, Any], layer_url: LayerUrl) -> dict[str, Any]:
    """Everything that depends on the filters; of the pictures only what differs from `before`."""
    collection, asked, look = scene.collection, scene.asked, scene.look
    told = collection.tally(asked.question)
    tally: Tally = told.value
    now = _drawn(scene, tally)
    marks, left_out = map_of(collection, tally.places, dataset)
    notices = (*scene.refused, *asked.notices, *_partial(told.failed))
    same_look = all(before.get(name) == now[name] for name in ("theme", "release"))
    filters = look.filters
    return {
        "summary": sentence(collection, tally, asked.question.window),
        "chips": markup(chips(filters)),
        "notice": markup(_notices(notices)),
        "notice_hidden": not notices,
        "map": _map(scene, marks, layer_url, same_look),
        "badges": markup(badges(marks)),
        "map_note": left_out,
        "timeline": _timeline(scene, tally, before, now),
        "strip": _strip(scene, before, now),
        "foot": foot(asked.unit, now["mode"]),
        "actors": markup(actor_choices(collection, tally.actors, frozenset(filters.actor))),
        "types": markup(type_choices(tally.categories, frozenset(filters.type))),
        "title": collection.title if before.get("release") != now["release"] else no_update,
        "about": markup(about(collection)) if before.get("release") != now["release"] else no_update,
        "drawn": now,
    }


def _partial(failed_parts: tuple[str, ...]) -> tuple[str, ...]:
    return ("This is a partial answer.", *failed_parts) if failed_parts else ()


def _notices(notices: tuple[str, ...]) -> list[Any]:
    return [html.P(text) for text in notices]


def _drawn(scene: Scene, tally: Tally) -> dict[str, Any]:
    """What the figures in the browser will hold, to be compared at the next change."""
    edges = scene.asked.question.edges
    return {
        "release": scene.collection.release,
        "theme": scene.look.theme.name,
        "narrow": scene.look.narrow,
        "mode": "events" if tally.selected <= SINGLES else "bins",
        "edges": [edges[0], edges[-1], len(edges)],
        "strip": str(hash((scene.asked.whole, scene.asked.question.window))),
    }


def _map(scene: Scene, marks: Any, layer_url: LayerUrl, same_look: bool) -> Any:
    if not scene.look.webgl:
        return no_update
    most = max((mark.tally.total for mark in marks.points), default=0)
    if same_look:
        return map_patch(marks, scene.look.theme, layer_url, most)
    return map_figure(marks, scene.look.theme, layer_url, zoom_for(*scene.look.map_size), most)


def _timeline(scene: Scene, tally: Tally, before: dict[str, Any], now: dict[str, Any]) -> Any:
    look, question = scene.look, scene.asked.question
    if now["mode"] == "events":
        told = scene.collection.ask(partial(listing.marks, question=question))
        briefs = [brief for part in told.value for brief in part]
        window = (question.edges[0], question.edges[-1] - 1)
        marks = timeline_of(scene.collection, briefs, window, look.plot_size, look.narrow)
        return timeline_figure(marks, None, look.theme, look.narrow, look.filters.event or None)
    if all(before.get(name) == now[name] for name in ("mode", "edges", "theme", "narrow", "release")):
        return bins_patch(tally.bins)
    return bins_figure(tally.bins, question.edges, look.theme, look.narrow)


def _strip(scene: Scene, before: dict[str, Any], now: dict[str, Any]) -> Any:
    """The whole span under the other filters, with the window in it."""
    if all(before.get(name) == now[name] for name in ("strip", "theme", "release")):
        return no_update
    whole = scene.asked.whole
    counts: np.ndarray = scene.collection.strip(whole).value
    bins = [
        Bin(first, after - 1, int(certain), int(possible))
        for first, after, certain, possible in zip(
            whole.edges[:-1], whole.edges[1:], counts[0], counts[1], strict=True
        )
    ]
    span = (whole.edges[0], whole.edges[-1] - 1)
    window = scene.asked.question.window
    if window:
        window = max(window[0], span[0]), min(window[1], span[1])
    return strip_figure(StripMarks(tuple(bins), "month", span), window, scene.look.theme)


def page(scene: Scene, state: Any) -> tuple[str, str]:
    """One page of the list, and the way to the others."""
    number = state.get("page") if isinstance(state, dict) else 0
    number = number if type(number) is int and 0 <= number < DEEPEST else 0
    question = replace(scene.asked.question, edges=())
    told = listing.page(scene.collection, question, number)
    briefs: list[listing.Brief] = told.value
    words = listing.words(scene.collection.folder, [brief.found for brief in briefs], ("title",))
    tally: Tally = scene.collection.tally(scene.asked.question).value
    rows = event_rows(scene.collection, briefs, words)
    return markup(rows), markup(pager(number, tally.selected + tally.undated))
