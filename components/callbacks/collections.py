"""The journeys on the page of an imported collection: its numbers, its list, its cards."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any, Final

from dash import ClientsideFunction, Dash, Input, Output, State, html, no_update
from dash.exceptions import PreventUpdate

from components import ids
from components.border_map import base_figure, zoom_for
from components.callbacks.state import Asked as Look
from components.callbacks.state import asked as looked
from components.collections.bins import bins_figure, bins_patch
from components.collections.lists import actor_choices, card, event_rows, pager, type_choices
from components.collections.map_marks import overlay
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
from data.collections.tally import Counts, Tally
from data.dataset import Dataset
from data.releases import Current

LayerUrl = Callable[[str], str]
Find = Callable[[str], Collection | None]
"""Name in the address -> the collection, if this visitor may see it."""

SINGLES: Final = 250
"""Selected events from which the timeline shows bins instead of the events themselves."""

VIEW: Final[dict[str, Any]] = {
    "summary": Output(ids.SUMMARY, "children"),
    "chips": Output(ids.CHIPS, "data-markup"),
    "notice": Output(ids.NOTICE, "data-markup"),
    "notice_hidden": Output(ids.NOTICE, "hidden"),
    "map": Output(ids.MAP_GRAPH, "figure"),
    "marks": Output(ids.COLLECTION_MARKS, "data"),
    "badges": Output(ids.MAP_BADGES, "data-markup"),
    "map_note": Output(ids.COLLECTION_MAP_NOTE, "children"),
    "timeline": Output(ids.TIMELINE_GRAPH, "figure"),
    "foot": Output(ids.TIMELINE_FOOT, "children"),
    "actors": Output(ids.COLLECTION_ACTORS, "data-markup"),
    "types": Output(ids.COLLECTION_TYPES, "data-markup"),
    "title": Output(ids.COLLECTION_TITLE, "children"),
    "about": Output(ids.COLLECTION_ABOUT, "data-markup"),
    "drawn": Output(ids.DRAWN, "data"),
}
"""What is looked at first."""

AFTER: Final[dict[str, Any]] = {
    "rows": Output(ids.EVENT_LIST, "data-markup"),
    "pager": Output(ids.COLLECTION_PAGER, "data-markup"),
    "strip": Output(ids.TIMELINE_STRIP, "figure"),
    "strip_drawn": Output(ids.COLLECTION_STRIP, "data"),
}
"""What follows when VIEW is drawn, and not beside it: it would take the processor from what is looked at."""


@dataclass(frozen=True)
class Scene:
    """What a request shows: the collection, the question, the look."""

    collection: Collection
    asked: Asked
    look: Look
    refused: tuple[str, ...]


def register(app: Dash, find: Find, releases: Current, layer_url: LayerUrl) -> None:
    """Wire state and look to pictures, to list and strip, and to the card."""
    _in_browser(app)
    _draw(app, find, releases, layer_url)
    _follow(app, find)
    _card(app, find)


def _in_browser(app: Dash) -> None:
    """What costs the server nothing: drags and presses, and the marks over the map."""
    app.clientside_callback(
        ClientsideFunction("panj_collection", "follow"),
        Output(ids.URL_SINK, "data"), Input(ids.STATE, "data"), Input(ids.DRAWN, "data"),
        prevent_initial_call=True,
    )  # fmt: skip
    app.clientside_callback(
        ClientsideFunction("panj_marks", "lay"),
        Output(ids.URL_SINK, "data", allow_duplicate=True), Input(ids.COLLECTION_MARKS, "data"),
        prevent_initial_call=True,
    )  # fmt: skip
    for graph, prop in (
        (ids.TIMELINE_GRAPH, "relayoutData"), (ids.TIMELINE_STRIP, "relayoutData"),
        (ids.TIMELINE_STRIP, "selectedData"), (ids.TIMELINE_GRAPH, "clickData"),
    ):  # fmt: skip
        app.clientside_callback(
            ClientsideFunction("panj_collection", "act"),
            Output(ids.URL_SINK, "data", allow_duplicate=True), Input(graph, prop), prevent_initial_call=True,
        )  # fmt: skip


def _draw(app: Dash, find: Find, releases: Current, layer_url: LayerUrl) -> None:
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
        before = drawn if isinstance(drawn, dict) else {}
        try:
            scene = scene_of(find, state, look)
            return view(scene, releases.current(), before, layer_url) if scene else unknown()
        except ClusterError as error:
            return failed(str(error))


def _follow(app: Dash, find: Find) -> None:
    @app.callback(
        output=AFTER,
        inputs={
            "_": Input(ids.DRAWN, "data"),
            "state": State(ids.STATE, "data"),
            "look": State(ids.LOOK, "data"),
            "before": State(ids.COLLECTION_STRIP, "data"),
        },
        prevent_initial_call=True,
    )
    def follow(_: Any, state: Any, look: Any, before: Any) -> dict[str, Any]:
        try:
            scene = scene_of(find, state, look)
            if scene is None:
                raise PreventUpdate
            return after(scene, state, before)
        except ClusterError as error:
            kept = {"strip": no_update, "strip_drawn": no_update}
            return {"rows": markup([html.Li(str(error), className="empty")]), "pager": "", **kept}


def _card(app: Dash, find: Find) -> None:
    @app.callback(
        Output(ids.EVENT_CARD, "data-markup"),
        Output(ids.EVENT_CARD, "hidden"),
        Input(ids.STATE, "data"),
        prevent_initial_call=True,
    )
    def show_card(state: Any) -> tuple[str, bool]:
        collection, reference = named(find, state), looked(state).filters.event
        return opened(collection, reference) if collection and reference else ("", True)


def named(find: Find, state: Any) -> Collection | None:
    """The collection that the client names, if this visitor may see it."""
    name = state.get("name") if isinstance(state, dict) else None
    return find(name) if isinstance(name, str) and NAME.fullmatch(name) else None


def opened(collection: Collection, reference: str) -> tuple[str, bool]:
    """The card of an event, and that it is not hidden."""
    found = listing.find(collection, reference)
    event = listing.whole(collection, found) if found else None
    return markup(card(collection, event)), False


def scene_of(find: Find, state: Any, look: Any) -> Scene | None:
    """What the client asks for; None where its collection is unknown. Nothing of it is trusted.

    Raises:
        ClusterError: no partition answered.
    """
    collection = named(find, state)
    if collection is None:
        return None
    wanted = looked(state, look)
    return Scene(collection, asking(collection, wanted.filters), wanted, wanted.refused)


def unknown() -> dict[str, Any]:
    """The answer for a collection that is not there."""
    return failed("There is no such collection here. It may have been shown for a limited time only.")


def failed(sentence_: str) -> dict[str, Any]:
    """The pictures stay, but no number that is another view's; the next answer draws everything anew."""
    told = {"summary": "Nothing can be counted.", "notice": markup([sentence_]), "notice_hidden": False}
    return {**dict.fromkeys(VIEW, no_update), **told, "drawn": {}}


def view(scene: Scene, dataset: Dataset, before: dict[str, Any], layer_url: LayerUrl) -> dict[str, Any]:
    """Numbers, pictures and choices; of the pictures only what differs from `before`."""
    collection, asked, look = scene.collection, scene.asked, scene.look
    told = collection.tally(asked.question)
    tally: Tally = told.value
    now = _drawn(scene, tally)
    timeline, undrawn = _timeline(scene, tally, before, now)
    marks, left_out = map_of(collection, tally.places, dataset)
    notices = (*scene.refused, *asked.notices, *_partial((*told.failed, *undrawn)))
    same_look = all(before.get(name) == now[name] for name in ("theme", "release"))
    new, filters = before.get("release") != now["release"], look.filters
    return {
        "summary": sentence(collection, tally, asked.question.window),
        "chips": markup(chips(filters)),
        "notice": markup(_notices(notices)),
        "notice_hidden": not notices,
        "map": _map(scene, marks, layer_url, same_look),
        "marks": overlay(marks, look.theme, layer_url),
        "badges": markup(badges(marks)),
        "map_note": left_out,
        "timeline": timeline,
        "foot": foot(asked.unit, now["mode"]),
        "actors": markup(actor_choices(collection, tally.actors, filters.actor)),
        "types": markup(type_choices(tally.categories, filters.type)),
        "title": collection.title if new else no_update,
        "about": markup(about(collection)) if new else no_update,
        "drawn": now,
    }


def _partial(failed_parts: tuple[str, ...]) -> tuple[str, ...]:
    told = dict.fromkeys(failed_parts)
    return ("This is a partial answer.", *told) if told else ()


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
    }


def _map(scene: Scene, marks: Any, layer_url: LayerUrl, same_look: bool) -> Any:
    if not scene.look.webgl or same_look:
        return no_update
    return base_figure(marks, scene.look.theme, layer_url, zoom_for(*scene.look.map_size))


def _timeline(
    scene: Scene, tally: Tally, before: dict[str, Any], now: dict[str, Any]
) -> tuple[Any, tuple[str, ...]]:
    """The figure, and a sentence for each partition whose events it lacks."""
    look, question = scene.look, scene.asked.question
    if now["mode"] == "events":
        told = scene.collection.ask(partial(listing.marks, question=question))
        briefs = [brief for part in told.value for brief in part]
        window = (question.edges[0], question.edges[-1] - 1)
        marks = timeline_of(scene.collection, briefs, window, look.plot_size, look.narrow)
        return timeline_figure(marks, None, look.theme, look.narrow, look.filters.event or None), told.failed
    if all(before.get(name) == now[name] for name in ("mode", "edges", "theme", "narrow", "release")):
        return bins_patch(tally.bins), ()
    return bins_figure(tally.bins, question.edges, look.theme, look.narrow), ()


def after(scene: Scene, state: Any, before: Any) -> dict[str, Any]:
    """One page of the list, and the strip where it differs from `before`.

    Raises:
        ClusterError: no partition answered.
    """
    counts = scene.collection.strip(scene.asked.spanning)
    rows, pager = page(scene, state, counts.failed)
    now = _strip_drawn(scene, counts.failed)
    strip = no_update if before == now else _strip(scene, counts.value)
    return {"rows": rows, "pager": pager, "strip": strip, "strip_drawn": now}


def _strip_drawn(scene: Scene, failed_parts: tuple[str, ...]) -> str:
    """A digest that every worker works out alike: Python's own hash differs between them."""
    asked, look = scene.asked, (scene.collection.release, scene.look.theme.name)
    held = repr((look, asked.spanning, asked.question.window, failed_parts))
    return hashlib.sha256(held.encode()).hexdigest()[:16]


def _strip(scene: Scene, counts: Counts) -> Any:
    """The whole span under the other filters, with what of the window lies in it."""
    whole, window = scene.asked.spanning, scene.asked.question.window
    bins = [
        Bin(first, after - 1, int(certain), int(possible))
        for (first, after), certain, possible in zip(pairwise(whole.edges), *counts, strict=True)
    ]
    span = (whole.edges[0], whole.edges[-1] - 1)
    if window:
        window = max(window[0], span[0]), min(window[1], span[1])
        window = window if window[0] <= window[1] else None
    return strip_figure(StripMarks(tuple(bins), "month", span), window, scene.look.theme)


def page(scene: Scene, state: Any, strip_lacks: tuple[str, ...] = ()) -> tuple[str, str]:
    """One page of the list, and the way to the others; beyond the last the last.

    `strip_lacks`: a sentence for each partition that the strip, drawn together with it, lacks.

    Raises:
        ClusterError: no partition answered.
    """
    question = replace(scene.asked.question, edges=())
    counted = listing.days(scene.collection, question)
    listed = int(counted.value.sum())
    asked = state.get("page") if isinstance(state, dict) else 0
    number = min(asked, max(listed - 1, 0) // listing.PAGE) if type(asked) is int and asked > 0 else 0
    told = listing.page(scene.collection, question, number, counted=counted)
    briefs: list[listing.Brief] = told.value
    words = listing.words(scene.collection.folder, [brief.found for brief in briefs], ("title",))
    missing = [html.Li(text, className="empty") for text in _partial((*told.failed, *strip_lacks))]
    return markup([*missing, *event_rows(scene.collection, briefs, words)]), markup(pager(number, listed))
