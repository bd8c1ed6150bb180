"""What the graph of relations shows: actors, sourced relations between them, and where each stands.

Every actor stands where the whole dataset's graph puts it, so that nothing jumps when a filter changes.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import atan2, degrees, hypot, sqrt
from typing import Any, Final

import networkx  # type: ignore[import-untyped]  # it brings no types of its own
import numpy as np

from data.actors import takes_part
from data.dataset import Dataset
from data.memory import once_per_release
from data.relations import Relation, relations
from data.selection import Selection
from data.wording import actor_name

WIDE: Final = (640, 560)
NARROW: Final = (340, 980)
"""Pixels that the graph is laid out for; more width only loosens it."""
CHARACTERS: Final = {False: 18, True: 14}
"""Longest line of a name under its mark, wide and narrow."""
_LINE_PIXELS, _CHARACTER_PIXELS, _GAP = 13.0, 6.3, 5.0
_SMALLEST, _LARGEST = 11.0, 26.0
_SEED: Final = 7
_ROUNDS: Final = 2000
_EVEN: Final = 0.8
"""How far the layout is drawn from the springs' lengths (0) to even spacing (1)."""
_PARALLEL: Final = 8.0
"""Pixels between two relations of the same two actors."""


@dataclass(frozen=True)
class Node:
    """An actor; `x`, `y` in pixels from the upper left, `lines` are its name (`above`
    the mark or below), `size` its mark's in pixels.

    `counts` are events of the selection by certain, possible and undated; `inside` is false for one that
    has no part in any and is only one relation away.
    """

    actor: str
    name: str
    kind: str
    x: float
    y: float
    above: bool
    size: float
    lines: tuple[str, ...]
    counts: Mapping[str, int]
    inside: bool


@dataclass(frozen=True)
class Edge:
    """A relation between two actors as a line; `look` is `flat`, `hedged` or `question`.

    `start` and `end` are points in pixels, `angle` is the direction from the subject to the object in
    degrees clockwise from straight up.
    """

    relation: Relation
    look: str
    start: tuple[float, float]
    end: tuple[float, float]
    angle: float

    @property
    def middle(self) -> tuple[float, float]:
        """Where the line answers the pointer."""
        return (self.start[0] + self.end[0]) / 2, (self.start[1] + self.end[1]) / 2


@dataclass(frozen=True)
class RelationMarks:
    """Everything that the graph and its table need.

    Attributes:
        size: width and height in pixels that positions are for.
        nodes, edges: what to draw; every edge has both its nodes.
        rows: every relation of an actor of the selection, also those to a place or a name.
        unrelated: (actor, name, counts) of the selection without a relation to another actor.
    """

    size: tuple[int, int]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    rows: tuple[Relation, ...]
    unrelated: tuple[tuple[str, str, Mapping[str, int]], ...]


def relation_marks(selection: Selection, narrow: bool = False) -> RelationMarks:
    """The relations of the actors that take part in the selected or undated events of `selection`."""
    dataset, inside = selection.dataset, takes_part(selection)
    rows = tuple(one for one in relations(dataset) if one.subject in inside or one.object in inside)
    between = [one for one in rows if one.object and one.object != one.subject]
    drawn = dict.fromkeys(actor for one in between for actor in (one.subject, one.object))
    nodes = {actor: _node(dataset, actor, inside.get(actor), narrow) for actor in drawn}
    apart = [actor for actor in dataset.tables["actors"]["id"] if actor in inside and actor not in drawn]
    return RelationMarks(
        size=NARROW if narrow else WIDE,
        nodes=tuple(nodes.values()),
        edges=_edges(between, nodes),
        rows=rows,
        unrelated=tuple((actor, actor_name(dataset, actor), inside[actor]) for actor in apart),
    )


def _node(dataset: Dataset, actor: str, counts: Counter[str] | None, narrow: bool) -> Node:
    spot = positions(dataset, narrow)[actor]
    name = actor_name(dataset, actor)
    return Node(
        actor=actor,
        name=name,
        kind=dataset.row("actors", actor)["kind"],
        x=spot.x,
        y=spot.y,
        above=spot.above,
        size=_mark_size(counts.total() if counts else 0),
        lines=_lines(name, narrow),
        counts=dict(counts or {}),
        inside=counts is not None,
    )


def _mark_size(events: int) -> float:
    """Pixels across: the area grows with the number of events."""
    return round(min(_LARGEST, _SMALLEST + 2.2 * sqrt(max(0, events - 1))), 1)


def _lines(name: str, narrow: bool) -> tuple[str, ...]:
    return tuple(textwrap.wrap(name, CHARACTERS[narrow], break_long_words=False)) or (name,)


def _edges(between: list[Relation], nodes: Mapping[str, Node]) -> tuple[Edge, ...]:
    """A line for each relation; those of the same two actors run side by side."""
    pairs: dict[frozenset[str], list[Relation]] = {}
    for one in between:
        pairs.setdefault(frozenset((one.subject, one.object)), []).append(one)
    return tuple(
        _edge(one, nodes, (place - (len(group) - 1) / 2) * _PARALLEL)
        for group in pairs.values()
        for place, one in enumerate(group)
    )


def _edge(relation: Relation, nodes: Mapping[str, Node], shift: float) -> Edge:
    subject, object_ = nodes[relation.subject], nodes[relation.object]
    # Sideways is measured from the lower id to the higher, or two opposite relations would fall together.
    first, second = sorted((subject, object_), key=lambda node: node.actor)
    across = (second.y - first.y, first.x - second.x)
    length = hypot(*across) or 1.0
    dx, dy = across[0] / length * shift, across[1] / length * shift
    look = "question" if relation.question else "hedged" if relation.hedge else "flat"
    return Edge(
        relation=relation,
        look=look,
        start=(round(subject.x + dx, 1), round(subject.y + dy, 1)),
        end=(round(object_.x + dx, 1), round(object_.y + dy, 1)),
        angle=round(degrees(atan2(object_.x - subject.x, subject.y - object_.y)), 1),
    )


@dataclass(frozen=True)
class Spot:
    """Where an actor stands, in pixels from the upper left, and whether its name is above its mark."""

    x: float
    y: float
    above: bool


@once_per_release
def positions(dataset: Dataset, narrow: bool = False) -> Mapping[str, Spot]:
    """Actor -> where it stands, for every actor with a relation to another one; the same at every call."""
    graph = networkx.Graph()
    graph.add_edges_from((one.subject, one.object) for one in relations(dataset) if one.object)
    graph.remove_edges_from(list(networkx.selfloop_edges(graph)))
    if not graph:
        return {}
    size = NARROW if narrow else WIDE
    points = _spread(graph, narrow) * size
    below = np.array([_box(dataset, actor, narrow, False) for actor in graph])
    points = apart(points, below, size)
    above = _names_above(graph, points)
    boxes = np.array([_box(dataset, actor, narrow, up) for actor, up in zip(graph, above, strict=True)])
    placed = apart(points, boxes, size).round(1).tolist()
    return {actor: Spot(x, y, up) for actor, (x, y), up in zip(graph, placed, above, strict=True)}


def _spread(graph: Any, narrow: bool) -> np.ndarray:
    """The spring layout between 0 and 1, drawn towards even spacing so that no corner stays empty."""
    laid: dict[str, Any] = networkx.spring_layout(graph, k=2.6 / sqrt(len(graph)), iterations=300, seed=_SEED)
    points = np.array([laid[actor] for actor in graph])
    if narrow:  # the wider side of the layout goes down the page
        points = points[:, ::-1]
    low, high = points.min(axis=0), points.max(axis=0)
    scaled = (points - low) / np.where(high > low, high - low, 1.0)
    ranks = points.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") / max(1, len(points) - 1)
    return _EVEN * ranks + (1 - _EVEN) * scaled


def _names_above(graph: Any, points: np.ndarray) -> list[bool]:
    """A name stands on the side of its mark that fewer lines leave from."""
    heights = dict(zip(graph, points[:, 1].tolist(), strict=True))
    return [
        sum(1 if heights[other] > y else -1 for other in graph[actor]) > 0 for actor, y in heights.items()
    ]


def _box(dataset: Dataset, actor: str, narrow: bool, above: bool) -> tuple[float, float, float]:
    """Half the width of a mark with its name, and how far it reaches up and down from the mark's centre."""
    lines = _lines(actor_name(dataset, actor), narrow)
    wide = max(len(line) for line in lines) * _CHARACTER_PIXELS
    mark, name = _LARGEST / 2, _LARGEST / 2 + len(lines) * _LINE_PIXELS
    return (max(wide, _LARGEST) / 2, name, mark) if above else (max(wide, _LARGEST) / 2, mark, name)


def apart(points: np.ndarray, boxes: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Points moved as little as is needed so that their boxes neither overlap nor leave the picture.

    Args:
        points: n by 2, pixels.
        boxes: n by 3: half the width, reach upwards, reach downwards.
        size: width and height of the picture.

    Returns:
        n by 2. In a picture too small for all boxes some may still overlap.
    """
    low = np.stack([boxes[:, 0], boxes[:, 1]], axis=1) + _GAP
    high = np.array(size) - np.stack([boxes[:, 0], boxes[:, 2]], axis=1) - _GAP
    placed = np.clip(points.astype(float), low, np.maximum(low, high))
    for _ in range(_ROUNDS):
        push = _pushes(placed, boxes)
        if not push.any():
            break
        placed = np.clip(placed + push, low, np.maximum(low, high))
    return placed


def _pushes(placed: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """How far each box is pushed by all that it overlaps, each pair the shorter way; n by 2."""
    half, up, down = boxes.T
    x, y = (placed[:, None, axis] - placed[None, :, axis] for axis in (0, 1))
    order = np.sign(np.arange(len(placed))[:, None] - np.arange(len(placed)))  # settles who goes which way
    beside = half[:, None] + half[None, :] + _GAP - abs(x)
    reach = np.where(
        (y > 0) | ((y == 0) & (order > 0)), up[:, None] + down[None, :], down[:, None] + up[None, :]
    )
    below = reach + _GAP - abs(y)
    overlaps = (beside > 0.01) & (below > 0.01) & (order != 0)
    sideways = overlaps & (beside < below)
    along = np.where(x == 0, order, np.sign(x)) * np.where(sideways, beside / 2 + 0.05, 0)
    down_ = np.where(y == 0, order, np.sign(y)) * np.where(overlaps & ~sideways, below / 2 + 0.05, 0)
    return np.stack([along.sum(axis=1), down_.sum(axis=1)], axis=1) * 0.5
