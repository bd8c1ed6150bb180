"""The measurements: bytes of a visit, bytes and processor time of an interaction, time until repainted."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Browser, Page, Request

ENCODINGS: Final = "gzip, deflate, br, zstd"
"""What Chromium accepts."""
REPEATS: Final = 5
QUIET: Final = 600
"""Milliseconds after which an interaction has asked everything that it asks."""
CALLBACK: Final = "_dash-update-component"

# Both graphs have drawn other data than before, and the browser has had a frame to show it.
REPAINT: Final = """([selector]) => new Promise((done, fail) => {
  const plot = id => document.querySelector('#' + id + ' .js-plotly-plot');
  const graphs = ['map-graph', 'timeline-graph'].map(plot);
  const before = graphs.map(graph => graph.data);
  const waiting = new Set(graphs.keys());
  const late = setTimeout(() => fail(new Error('not repainted: ' + selector)), 20000);
  graphs.forEach((graph, index) => {
    const drawn = () => {
      if (graph.data === before[index]) { return; }
      graph.removeListener('plotly_afterplot', drawn);
      waiting.delete(index);
      if (waiting.size) { return; }
      clearTimeout(late);
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - start), 0));
    };
    graph.on('plotly_afterplot', drawn);
  });
  const start = performance.now();
  document.querySelector(selector).click();
})"""
MAP_DRAWN: Final = """() => {
  const graph = document.querySelector('#map-graph .js-plotly-plot');
  const map = graph && graph._fullLayout && graph._fullLayout.map && graph._fullLayout.map._subplot;
  const list = document.querySelector('#page.is-loading');
  return !list && Boolean(map && map.map && map.map.loaded());
}"""


@dataclass(frozen=True)
class Visit:
    """Bytes on the wire by path of one load of the page, headers included, and how many requests went out."""

    files: dict[str, int]
    requests: int

    @property
    def total(self) -> int:
        """All bytes."""
        return sum(self.files.values())


@dataclass(frozen=True)
class Cost:
    """One interaction: callback requests, bytes of their compressed answers, milliseconds of server CPU."""

    requests: int
    size: int
    cpu: float


def new_page(browser: Browser) -> Page:
    """A page of its own profile at the size of a common laptop."""
    options: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"}
    return browser.new_context(**options).new_page()


def settle(page: Page, seconds: float = 30) -> None:
    """Wait until the page and its map are drawn. Polled from here: the page's policy forbids it otherwise.

    Raises:
        RuntimeError: it takes too long.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(MAP_DRAWN):
        if time.monotonic() > end:
            raise RuntimeError(f"the map at {page.url} is not drawn")
        page.wait_for_timeout(50)
    page.wait_for_timeout(QUIET)


def visit(page: Page, address: str) -> Visit:
    """Load the page and add up what the browser says it received; what its cache gave counts nothing."""
    finished: list[Request] = []

    def finish(request: Request) -> None:
        finished.append(request)

    page.on("requestfinished", finish)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    paths: dict[str, str] = {}
    files: dict[str, int] = {}

    def received(event: dict[str, Any]) -> None:
        paths[event["requestId"]] = urlsplit(event["response"]["url"]).path

    def loaded(event: dict[str, Any]) -> None:
        path, size = paths.get(event["requestId"], "?"), round(event["encodedDataLength"])
        if size:
            files[path] = files.get(path, 0) + size

    network.on("Network.responseReceived", received)
    network.on("Network.loadingFinished", loaded)
    page.goto(address)
    settle(page)
    requests = len([one for one in finished if one.url.startswith(address)])
    # The map's worker fetches layers on a connection that the page's own session does not see.
    for request in finished:
        path = urlsplit(request.url).path
        if request.url.startswith(address) and path not in paths.values():
            sizes = request.sizes()
            files[path] = sizes["responseBodySize"] + sizes["responseHeadersSize"]
    page.remove_listener("requestfinished", finish)
    network.detach()
    return Visit(files, requests)


def bodies_of(page: Page, selector: str) -> list[str]:
    """Click, and give the bodies of the callback requests that follow."""
    sent: list[str] = []

    def note(request: Request) -> None:
        if urlsplit(request.url).path.endswith(CALLBACK):
            sent.append(request.post_data or "")

    page.on("request", note)
    page.evaluate("selector => document.querySelector(selector).click()", selector)
    page.wait_for_timeout(2 * QUIET)
    page.remove_listener("request", note)
    return sent


def cost(server: Flask, bodies: list[str]) -> Cost:
    """Answer recorded requests again in this process and take the median of its processor time.

    Raises:
        RuntimeError: a request is refused.
    """
    client = server.test_client()
    headers = {"Accept-Encoding": ENCODINGS}
    size, cpu = 0, 0.0
    for body in bodies:
        taken = []
        for _ in range(REPEATS + 1):  # the first may fill caches that every later visitor finds filled
            before = time.process_time()
            answer = client.post(f"/{CALLBACK}", data=body, content_type="application/json", headers=headers)
            taken.append((time.process_time() - before) * 1000)
        if answer.status_code >= 400:
            raise RuntimeError(f"a recorded request is answered {answer.status_code}")
        size += len(answer.data)
        cpu += statistics.median(taken[1:])
    return Cost(len(bodies), size, cpu)


def repaint(page: Page, selector: str) -> float:
    """Milliseconds from a click until both pictures have drawn what it asks for."""
    page.bring_to_front()
    return float(page.evaluate(REPAINT, [selector]))
