"""Bars of the timeline: certain below, possible above, each as wide as its days."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.collections.bins import bins_figure, bins_patch, heights
from components.shared.timeline_traces import stamp
from components.theme import theme_named
from data.collections.asking import bins
from data.collections.columns import QUADS

LIGHT = theme_named("light")


@given(st.integers(-300_000, 100_000), st.integers(0, 400_000))
def test_bars_stand_on_their_days_without_a_gap(first: int, length: int) -> None:
    edges, _ = bins(first, first + length)
    figure = bins_figure(np.zeros((2, len(QUADS), len(edges) - 1), dtype=int), edges, LIGHT, False)
    for trace in figure["data"]:
        assert trace["x"] == [stamp(edge) for edge in edges]
        assert trace["line"]["shape"] == "hv"
        assert len(trace["y"]) == len(edges)
    assert figure["layout"]["xaxis"]["range"] == [stamp(edges[0]), stamp(edges[-1])]


@pytest.mark.parametrize("days", [1, 2, 16])
def test_a_few_days_have_a_tick_each_day_or_two(days: int) -> None:
    edges = tuple(range(days + 1))
    figure = bins_figure(np.zeros((2, len(QUADS), days), dtype=int), edges, LIGHT, narrow=False)
    assert figure["layout"]["xaxis"]["dtick"] % 86_400_000 == 0


def test_each_class_has_a_certain_and_a_possible_part() -> None:
    counts = np.arange(2 * len(QUADS) * 3).reshape(2, len(QUADS), 3)
    figure = bins_figure(counts, (0, 1, 2, 3), LIGHT, narrow=True)
    assert [trace["y"] for trace in figure["data"]] == heights(counts)
    assert [trace["y"][0] for trace in figure["data"]] == counts[:, :, 0].ravel().tolist()
    names = [trace["name"] for trace in figure["data"]]
    assert len(set(names)) == 2 * len(QUADS)
    assert [name.endswith("certainly") for name in names] == [True] * len(QUADS) + [False] * len(QUADS)
    assert {trace["stackgroup"] for trace in figure["data"]} == {"events"}
    json.dumps(figure)


@pytest.mark.parametrize("shape", [(2, len(QUADS), 1), (2, len(QUADS), 130)])
def test_a_patch_sends_the_heights_alone(shape: tuple[int, ...]) -> None:
    counts = np.ones(shape, dtype=int)
    steps = bins_patch(counts).to_plotly_json()["operations"]
    assert [step["location"] for step in steps] == [["data", n, "y"] for n in range(2 * len(QUADS))]
    assert [step["params"]["value"] for step in steps] == heights(counts)
