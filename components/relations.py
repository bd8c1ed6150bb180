"""The relations between the actors of the selection: a graph, and a table that says the same."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any, Final

from dash import dcc, html

from components import ids
from components.drawing.palette import Theme
from components.drawing.prepare.relations import Edge, Node, RelationMarks, relation_marks
from components.shared.attributes import attributes
from components.shared.marks import chip, open_card
from components.shared.timeline_traces import Trace, faint, plain
from components.theme import GRAPH_CONFIG, template
from data.actors import in_events, kind_words
from data.dataset import Dataset
from data.relations import Relation, publisher
from data.selection import Selection
from data.vocabulary import ACTOR_KINDS

Figure = dict[str, Any]

SYMBOLS: Final = {
    "person": "circle",
    "authority": "hexagon",
    "state": "square",
    "state body": "pentagon",
    "armed group": "triangle-down",
    "group": "diamond",
    "organisation": "cross",
    "label": "bowtie",
    "source": "x",
}
"""Kind of an actor -> its mark; assets/relations.css draws the same shapes for the legend."""
DASHES: Final = {"flat": "solid", "hedged": "dot", "question": "dash"}
WIDTHS: Final = {"flat": 1.8, "hedged": 1.2, "question": 1.4}
LOOKS: Final = {
    "flat": "said flatly",
    "hedged": "said with a hedge",
    "question": "same as? a question, never a merge",
}
_MARGIN: Final = 6
_SPARSE: Final = 9
"""So many relations at most have their words written along them."""


def relations_view(selection: Selection, theme: Theme, narrow: bool = False) -> list[Any]:
    """The view: legend, graph, who stands apart, and the table of all relations of the selection.

    Args:
        selection: whose actors are shown, with those that are one relation away.
        theme: colours of the graph.
        narrow: lay the graph out for a phone.
    """
    marks = relation_marks(selection, narrow)
    head = html.H2("Relations between actors", className="panel-title")
    if not marks.rows:
        return [head, html.P("No source here names a relation of these actors.", className="empty"),
                *_unrelated(marks)]  # fmt: skip
    told = (
        "Each line is what a source says, not what is known to hold today. Click an actor to filter by it; "
        "point at a line to read who says so."
    )
    graph = [html.P(told, className="fine"), _legend(marks), _graph(marks, theme)] if marks.edges else []
    return [head, *graph, *_unrelated(marks), *_table(selection.dataset, marks)]


# --- the graph ---


def relations_figure(marks: RelationMarks, theme: Theme) -> Figure:
    """The graph as a plain figure of scatter traces; the same marks give the same figure."""
    width, height = marks.size
    axis = {"visible": False, "fixedrange": True, "zeroline": False}
    lines = [_lines([edge for edge in marks.edges if edge.look == look], look, theme) for look in DASHES]
    data = [trace for trace in lines if trace["x"]]
    data += [_arrows(marks.edges, theme), _questions(marks.edges, theme)]
    if len(marks.edges) <= _SPARSE:
        data.append(_words(marks.edges, theme))
    data += [
        _nodes([node for node in marks.nodes if node.inside == inside], theme) for inside in (False, True)
    ]
    return {
        "data": [trace for trace in data if trace["x"]],
        "layout": {
            "template": template(theme),
            "autosize": True,
            "margin": {"l": _MARGIN, "r": _MARGIN, "t": _MARGIN, "b": _MARGIN},
            "xaxis": {**axis, "range": [0, width]},
            "yaxis": {**axis, "range": [height, 0]},
            "hovermode": "closest",
            "hoverdistance": 12,
            "dragmode": False,
        },
    }


def _lines(edges: Sequence[Edge], look: str, theme: Theme) -> Trace:
    x: list[float | None] = []
    y: list[float | None] = []
    for edge in edges:
        x += [edge.start[0], edge.end[0], None]
        y += [edge.start[1], edge.end[1], None]
    colour = faint(theme.text, 0.75 if look == "flat" else 0.65)
    line = {"color": colour, "width": WIDTHS[look], "dash": DASHES[look]}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip"}


def _arrows(edges: Iterable[Edge], theme: Theme) -> Trace:
    """An arrow half-way, from the subject to the object, that answers the pointer."""
    found = [edge for edge in edges if edge.look != "question"]
    marker = {
        "symbol": "arrow",
        "size": 9,
        "angle": [edge.angle for edge in found],
        "color": theme.text,
        "line": {"width": 1, "color": theme.surface},
    }
    return {
        **_points([edge.middle for edge in found], [_edge_hover(edge) for edge in found]),
        "marker": marker,
    }


def _questions(edges: Iterable[Edge], theme: Theme) -> Trace:
    """Half-way along an open question there is no direction, only a question mark."""
    found = [edge for edge in edges if edge.look == "question"]
    marker = {
        "symbol": "circle",
        "size": 15,
        "color": theme.surface,
        "line": {"width": 1, "color": theme.text},
    }
    return {
        **_points([edge.middle for edge in found], [_edge_hover(edge) for edge in found]),
        "mode": "markers+text",
        "text": ["?"] * len(found),
        "textfont": {"size": 11, "color": theme.text},
        "marker": marker,
    }


def _words(edges: Sequence[Edge], theme: Theme) -> Trace:
    """Where there are few lines, the word of each beside its middle."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [edge.middle[0] for edge in edges],
        "y": [edge.middle[1] for edge in edges],
        "text": [plain(edge.relation.words.label) for edge in edges],
        "textposition": ["top center" if abs(edge.angle) > 45 else "middle right" for edge in edges],
        "textfont": {"size": 10, "color": theme.muted, "shadow": _halo(theme)},
        "hoverinfo": "skip",
    }


def _nodes(nodes: Sequence[Node], theme: Theme) -> Trace:
    """Actors: full where they take part in the selection, hollow where they are one relation away."""
    inside = bool(nodes) and nodes[0].inside
    colour = theme.text if inside else theme.muted
    marker = {
        "symbol": [SYMBOLS[node.kind] for node in nodes],
        "size": [node.size for node in nodes],
        "color": theme.muted if inside else theme.surface,
        "opacity": 1,
        "line": {"width": 1.5, "color": colour},
    }
    return {
        **_points([(node.x, node.y) for node in nodes], [_node_hover(node) for node in nodes]),
        "mode": "markers+text",
        "text": ["<br>".join(plain(line) for line in node.lines) for node in nodes],
        "textposition": ["top center" if node.above else "bottom center" for node in nodes],
        "textfont": {"size": 11, "color": colour, "shadow": _halo(theme)},
        "marker": marker,
        "customdata": [f"actor:{node.actor}" for node in nodes],
        "cliponaxis": False,
    }


def _halo(theme: Theme) -> str:
    """A ground behind letters that lines run under."""
    sides = [(x, y) for x in (-2, 0, 2) for y in (-2, 0, 2) if x or y]
    return ", ".join(f"{x}px {y}px 2px {theme.surface}" for x, y in sides)


def _points(places: Sequence[tuple[float, float]], hovers: Sequence[str]) -> Trace:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "hovertext": list(hovers),
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _node_hover(node: Node) -> str:
    where = f"{in_events(node.counts)} (of the selection)" if node.inside else "not in your selection"
    lines = [kind_words(node.kind), where.capitalize(), "Click: filter by this actor"]
    return _hover(node.name, lines)


def _edge_hover(edge: Edge) -> str:
    one = edge.relation
    lines = [
        f"When: {one.when}",
        f"Hedge: “{one.hedge}”" if one.hedge else "Said without a hedge",
        f"Who says so: {one.said}",
        f"Remark: {one.note}" if one.note else "",
    ]
    return _hover(one.sentence, lines)


def _hover(title: str, lines: Iterable[str]) -> str:
    head = "<br>".join(f"<b>{plain(part)}</b>" for part in textwrap.wrap(title, 56))
    return "<br>".join([head, *(plain(part) for line in lines for part in textwrap.wrap(line, 62))])


def _graph(marks: RelationMarks, theme: Theme) -> html.Div:
    width, height = marks.size
    config: Any = GRAPH_CONFIG  # dash types a dict of its own here
    graph = dcc.Graph(
        id=ids.RELATIONS_GRAPH,
        figure=relations_figure(marks, theme),
        config=config,
        responsive=True,
        style={"height": f"{height + 2 * _MARGIN}px", "minWidth": f"{width}px"},
    )
    label = "Graph of relations; the table below it says the same in words"
    return html.Div(graph, className="relations-graph", role="region", tabIndex="0",
                    **attributes({"aria-label": label}))  # fmt: skip


def _legend(marks: RelationMarks) -> html.Div:
    kinds = [kind for kind in SYMBOLS if any(node.kind == kind for node in marks.nodes)]
    shapes = [_sign(f"kind-sign kind-{kind.replace(' ', '-')}", ACTOR_KINDS[kind]) for kind in kinds]
    if not all(node.inside for node in marks.nodes):
        shapes.append(_sign("kind-sign kind-outside", "hollow: not in your selection, one relation away"))
    used = {edge.look for edge in marks.edges}
    lines = [_sign(f"edge-sign edge-{look}", words) for look, words in LOOKS.items() if look in used]
    return html.Div(
        [
            html.Ul(shapes, **attributes({"aria-label": "What the shapes mean"})),
            html.Ul(lines, **attributes({"aria-label": "What the lines mean"})),
        ],
        className="relations-legend",
    )


def _sign(name: str, words: str) -> html.Li:
    return html.Li([html.Span(className=name, **attributes({"aria-hidden": "true"})), f" {words}"])


# --- in words ---


def _unrelated(marks: RelationMarks) -> list[Any]:
    """Actors of the selection that no source relates to another one: listed, never left out."""
    if not marks.unrelated:
        return []
    rows = [html.Li([open_card(actor, name), html.Span(f" {in_events(counts)}", className="fine")])
            for actor, name, counts in marks.unrelated]  # fmt: skip
    words = f"In the selection, but related to no other actor by a source: {len(rows)}"
    return [html.Details([html.Summary(words), html.Ul(rows)], className="relations-apart")]


def _table(dataset: Dataset, marks: RelationMarks) -> list[Any]:
    heads = ("Who", "Relation", "To whom or what", "When", "Hedge", "Who says so")
    caption = (
        f"{len(marks.rows)} sourced {'relation' if len(marks.rows) == 1 else 'relations'} of the selection"
    )
    table = html.Table(
        [
            html.Caption(caption),
            html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
            html.Tbody([_row(dataset, one) for one in marks.rows]),
        ],
        className="relations-table",
    )
    region = html.Div(table, className="relations-scroll", role="region", tabIndex="0",
                      **attributes({"aria-label": "Table of relations"}))  # fmt: skip
    return [html.H3("The same in words"), region]


def _row(dataset: Dataset, one: Relation) -> html.Tr:
    target = one.object or one.place
    remark = html.Div(one.note, className="fine") if one.note else None
    asked = chip("open question", "undated", "Said by somebody; nothing is merged") if one.question else None
    hedge = chip(f"“{one.hedge}”", "hedge", "The source's own hedge") if one.hedge else "said flatly"
    cells: list[Any] = [
        [one.words.label, " ", asked, remark],
        open_card(target, one.object_name) if target else f"“{one.object_name}”",
        one.when[:1].upper() + one.when[1:],
        hedge,
        [one.said, " ", _cited(dataset, one)],
    ]
    who = html.Th(open_card(one.subject, one.subject_name), scope="row")
    return html.Tr([who, *(html.Td(cell) for cell in cells)])


def _cited(dataset: Dataset, one: Relation) -> html.Span | None:
    if not one.source:
        return None
    where = f", {one.locator}" if one.locator else ""
    button = open_card(one.source, [one.source, html.Span(f" {publisher(dataset, one.source)}",
                                                          className="visually-hidden")])  # fmt: skip
    return html.Span(["(", button, f"{where})"], className="fine")
