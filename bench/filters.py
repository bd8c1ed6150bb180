"""What many analysts ask at once: the page's main callback with one combination of filters after another."""

from __future__ import annotations

import json
import random
import urllib.request
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from components import ids
from data.dataset import Dataset
from data.query import Filters, to_query
from data.vocabulary import THREADS

STATES: Final = 400
"""Combinations that are asked for; each twice in a run at most, so that no answer is an old one."""
SIZES: Final = {"map": [760, 420], "plot": [620, 230]}


def states(dataset: Dataset, number: int = STATES) -> list[str]:
    """Different queries as a reader makes them: mostly one or two filters, half of them with dates."""
    chance = random.Random(2024)
    actors = sorted(set(dataset.tables["participants"]["actor"]))
    sources = sorted(set(dataset.tables["event_sources"]["source"]))
    words = ["letter", "border", "Taliban", "Ansarullah", "crossing", "list", "prison", "bridge"]

    def some(values: list[str], odds: float) -> tuple[str, ...]:
        return (chance.choice(values),) if chance.random() < odds else ()

    def one() -> Filters:
        year = chance.randint(2010, 2024)
        dated = chance.random() < 0.5
        return Filters(
            actor=some(actors, 0.4),
            thread=some(list(THREADS), 0.4),
            source=some(sources, 0.1),
            q=some(words, 0.2),
            from_=f"{year}-{chance.randint(1, 12):02d}" if dated else "",
            to=f"{year + chance.randint(1, 4)}" if dated else "",
        )

    found: dict[str, None] = {}
    while len(found) < number:
        found[to_query(one())] = None
    return list(found)


def bodies(address: str, dataset: Dataset) -> list[str]:
    """The callback's requests as the page sends them while its reader goes from one state to the next.

    Raises:
        RuntimeError: the server has no such callback.
    """
    queries = states(dataset)
    with urllib.request.urlopen(f"{address}_dash-dependencies", timeout=30) as answer:
        callback = callback_of(json.load(answer), f"{ids.TIMELINE_GRAPH}.figure")
    return [_body(callback, query, before) for before, query in pairwise(queries)]


def callback_of(known: list[dict[str, Any]], wanted: str) -> dict[str, Any]:
    """The callback of the server that gives the output `wanted`, out of what `_dash-dependencies` tells.

    Raises:
        RuntimeError: there is none.
    """
    for one in known:
        if wanted in one["output"] and not one.get("clientside_function"):
            return one
    raise RuntimeError(f"no callback of the server gives {wanted}")


def _body(callback: dict[str, Any], query: str, before: str) -> str:
    look = {"theme": "light", "narrow": False, "webgl": True, **SIZES}
    drawn = {"query": before, "event": "", "card": "", "theme": "light", "narrow": False, "lanes": "thread"}
    held = {
        ids.STATE: {"query": query, "history": "push"}, ids.LOOK: look, ids.TIMELINE_LANES: "thread",
        ids.DRAWN: drawn,
    }  # fmt: skip
    return body_of(callback, held)


def body_of(callback: dict[str, Any], held: dict[str, Any]) -> str:
    """What the browser posts when the state has changed; `held` are the values of the page by id."""

    def sent(specs: list[dict[str, str]]) -> list[dict[str, Any]]:
        return [{"id": one["id"], "property": one["property"], "value": held.get(one["id"])} for one in specs]

    return json.dumps(
        {
            "output": callback["output"],
            "outputs": list(_outputs(callback["output"])),
            "inputs": sent(callback["inputs"]),
            "state": sent(callback["state"]),
            "changedPropIds": [f"{ids.STATE}.data"],
        }
    )


def _outputs(key: str) -> Iterator[dict[str, str]]:
    """The single outputs of `..a.b...c.d..`."""
    for one in key.strip(".").split("..."):
        name, _, property_ = one.rpartition(".")
        yield {"id": name, "property": property_}
