"""How long a reader waits for both pictures: Panj's page and the naive one by turns in one browser."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page

from bench import measure
from bench.events.asked import PATH, Change
from bench.serve import chromium, gunicorn

PAUSE: Final = 400
"""Milliseconds between two changes: the rest of the page, and the other page, have come to rest."""
CHANGE: Final = """async ([kind, value]) => {
  const graphs = ['map-graph', 'timeline-graph'].map(
    id => document.querySelector('#' + id + ' .js-plotly-plot'));
  const drawn = graph => new Promise((done, fail) => {
    const before = graph.data;
    setTimeout(() => fail(new Error('not repainted')), 30000);
    const heard = () => {
      if (graph.data === before) { return; }
      graph.removeListener('plotly_afterplot', heard);
      done();
    };
    graph.on('plotly_afterplot', heard);
  });
  const frame = () => new Promise(requestAnimationFrame);
  const figures = kind === 'react' ? structuredClone(window.kept[value]) : [];
  const ask = {
    panj: () => {
      history.pushState(null, '', location.pathname + (value ? '?' + value : ''));
      window.dispatchEvent(new PopStateEvent('popstate'));
    },
    naive: () => window.dash_clientside.set_props('state', {data: value}),
    react: () => graphs.forEach(
      (graph, at) => Plotly.react(graph, figures[at].data, figures[at].layout)),
  };
  // Panj lays its marks over a map that stays as it is drawn.
  const laid = () => new Promise(
    done => document.getElementById('map').addEventListener('panj-marks', done, {once: true}));
  const both = kind === 'panj'
    ? Promise.all([laid(), drawn(graphs[1])]) : Promise.all(graphs.map(drawn));
  const start = performance.now();
  ask[kind]();
  await both;
  await frame();
  await frame();
  const shown = performance.now() - start;
  const map = graphs[0]._fullLayout.map._subplot.map;
  await new Promise(done => { map.once('idle', done); map.triggerRepaint(); });
  return [shown, performance.now() - start];
}"""
"""Milliseconds until both graphs have drawn other data and two frames have been shown since, and until the
map is at rest. The map's graph says that it has drawn when nothing of the map is left to be loaded."""
KEEP: Final = """() => {
  window.kept = window.kept || [];
  window.kept.push(['map-graph', 'timeline-graph'].map(id => {
    const graph = document.querySelector('#' + id + ' .js-plotly-plot');
    return structuredClone({data: graph.data, layout: graph.layout});
  }));
}"""


@dataclass
class Repaints:
    """Milliseconds of each change until both pictures are shown, and until the map is at rest."""

    shown: list[float] = field(default_factory=list)
    rested: list[float] = field(default_factory=list)

    def add(self, pair: Sequence[float]) -> None:
        """What the page told of one change."""
        self.shown.append(float(pair[0]))
        self.rested.append(float(pair[1]))

    @property
    def median(self) -> float:
        """Of `shown`."""
        return statistics.median(self.shown)

    @property
    def median_rested(self) -> float:
        """Of `rested`."""
        return statistics.median(self.rested)


def measured(folder: Path, name: str, asked: Sequence[Change]) -> tuple[Repaints, Repaints, Repaints]:
    """Panj, the naive page, and two bare `Plotly.react` of the naive page's own figures.

    Args:
        folder: of the collection.
        name: of the collection in its address.
        asked: one change after another, the same on both pages.

    Raises:
        RuntimeError: a server or the browser does not start.
    """
    naive_app = f"bench.events.naive:create_server({str(folder)!r})"
    with (
        gunicorn(PANJ_COLLECTIONS=str(folder)) as panj,
        gunicorn(naive_app) as naive,
        chromium() as browser,
    ):
        pages = _opened(browser, f"{panj}{PATH}{name}"), _opened(browser, naive)
        return _by_turns(*pages, asked)


def _opened(browser: Browser, address: str) -> Page:
    page = measure.new_page(browser)
    page.goto(address)
    measure.settle(page)
    return page


def _by_turns(ours: Page, naive: Page, asked: Sequence[Change]) -> tuple[Repaints, Repaints, Repaints]:
    found = Repaints(), Repaints(), Repaints()
    for page, kind in ((ours, "panj"), (naive, "naive")):
        _timed(page, kind, asked[-1].query)  # what every later change finds warm
    for index, change in enumerate(asked):
        found[0].add(_timed(ours, "panj", change.query))
        found[1].add(_timed(naive, "naive", change.query))
        naive.evaluate(KEEP)
        if index:
            found[2].add(_timed(naive, "react", index - 1))
    return found


def _timed(page: Page, kind: str, value: str | int) -> list[float]:
    page.bring_to_front()
    found: list[float] = page.evaluate(CHANGE, [kind, value])
    page.wait_for_timeout(PAUSE)
    return found
