"""The page as a person has it before them: opened, waited for, compared with what Python selects."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page

from data.dataset import Dataset
from data.filters import Selection, from_query, select, to_query

T = TypeVar("T")

PATIENCE = 20
"""Seconds until a condition counts as never met: two slow processors draw maps in software."""
COUNTS = ("total", "selected", "certain", "possible", "undated", "unplaced")
MAP = "document.querySelector('#map-graph .js-plotly-plot')"


class Desk:
    """One tab. Conditions are polled from here: the page's policy forbids the browser to evaluate strings."""

    def __init__(self, page: Page, address: str, dataset: Dataset) -> None:
        self.page = page
        self.address = address
        self.dataset = dataset

    def open(self, query: str = "") -> Desk:
        """Load the page with this query and wait until it shows it."""
        self.page.goto(self.address + (f"?{query}" if query else ""))
        return self.settle()

    def go(self, query: str) -> Desk:
        """Take the open page to this query as the browser's own Back would, without loading it anew."""
        address = f"{self.address}?{query}" if query else self.address
        self.page.evaluate(
            "to => { history.pushState(null, '', to); dispatchEvent(new PopStateEvent('popstate')); }",
            address,
        )
        return self.settle()

    def until(self, condition: Callable[[], T], what: str, patience: float = PATIENCE) -> T:
        """The first true value of `condition`; fails with `what` when there is none in time."""
        end = time.monotonic() + patience
        while not (found := condition()):
            if time.monotonic() > end:
                raise AssertionError(
                    f"in {patience} s never: {what}; address {self.page.url}, summary: {self.sentence}"
                )
            self.page.wait_for_timeout(40)
        return found

    @property
    def query(self) -> str:
        """The query string of the address, undecoded."""
        return urlsplit(self.page.url).query

    @property
    def keys(self) -> dict[str, list[str]]:
        """The keys of the address and their values."""
        return parse_qs(self.query, keep_blank_values=True)

    @property
    def expected(self) -> Selection:
        """What Python selects for the address that the browser shows."""
        return select(self.dataset, from_query(self.query))

    @property
    def sentence(self) -> str:
        return self._shown("#summary")

    @property
    def counts(self) -> dict[str, int]:
        """The numbers that the summary carries."""
        held = self.page.evaluate(
            "() => ({...(document.getElementById('summary') || {dataset: {}}).dataset})"
        )
        return {name: int(held.get(name, -1)) for name in COUNTS}

    @property
    def listed(self) -> list[str]:
        """Ids of the rows of the list, in order."""
        return self.ids_in("#event-list > li[data-event-id]")

    def ids_in(self, selector: str) -> list[str]:
        """Ids of the events of these rows."""
        rows: list[str] = self.page.eval_on_selector_all(
            selector, "rows => rows.map(row => row.dataset.eventId)"
        )
        return rows

    def store(self, name: str) -> Any:
        """What a store of the page holds."""
        return self.page.evaluate(
            "name => { if (!document.getElementById('summary')) return null;"  # Dash has no layout yet
            " const held = window.dash_component_api && dash_component_api.getLayout(name);"
            " return held ? held.props.data ?? null : null; }",
            name,
        )

    def settle(self) -> Desk:
        """Wait until the page has drawn its own address."""

        def drawn() -> bool:
            filters = from_query(self.query)
            held = self.store("state-drawn") or {}
            return (
                held.get("query") == to_query(filters.without_cards()) and held.get("event") == filters.event
            )

        self.until(drawn, "the page draws its address")
        self.until(lambda: self.listed == list(self.expected.events["id"]), "the list holds the selection")
        return self

    def agrees(self) -> None:
        """The page shows exactly what Python selects for its address."""
        self.settle()
        assert self.counts == {name: getattr(self.expected.counts, name) for name in COUNTS}

    def changed(self, before: str) -> None:
        """The address has left `before`, and the page shows what it now says."""
        self.until(lambda: self.query != before, f"the address leaves {before!r}")
        self.agrees()

    def pictures_ready(self) -> None:
        """Wait until both pictures have taken their last figure, and the map has painted it."""
        taken = (
            "() => ['map-graph', 'timeline-graph'].every(name => {"
            " const gd = document.querySelector(`#${name} .js-plotly-plot`);"
            " const held = dash_component_api.getLayout(name).props.figure;"
            " const marks = traces => JSON.stringify((traces || []).map(one => one.customdata));"
            " return gd && gd._fullLayout && held && marks(gd.data) === marks(held.data); })"
        )
        ready = (
            f"() => {{ const gd = {MAP}, layout = gd && gd._fullLayout;"
            " const map = layout && layout.map && layout.map._subplot;"
            " return Boolean(map && map.map && map.map.loaded() && !map.map.isMoving()); }"
        )
        self.until(lambda: self.page.evaluate(taken), "the pictures take their figures")
        self.until(lambda: self.page.evaluate(ready), "the map is drawn")

    def card(self) -> str:
        """Id of the event whose card is open; "" where none is."""
        return self._shown("#event-card:not([hidden]) .event-id")

    def card_opens(self, event: str) -> None:
        """Wait for the card of `event`."""
        self.until(lambda: self.card() == event, f"the card of {event!r} is shown")

    def notice(self) -> str:
        """The text of the notice; "" while it is hidden."""
        return self._shown("#notice:not([hidden])")

    def _shown(self, selector: str) -> str:
        """Text of an element at this moment; "" where there is none."""
        text: str = self.page.evaluate(
            "what => (document.querySelector(what) || {innerText: ''}).innerText", selector
        )
        return text

    def focus(self) -> dict[str, str | None]:
        """Tag, id and event of the element that has the focus."""
        held: dict[str, str | None] = self.page.evaluate(
            "() => { const on = document.activeElement;"
            " return {tag: on.tagName, id: on.id, event: on.getAttribute('data-open-event')}; }"
        )
        return held
