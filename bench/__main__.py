"""`python -m bench`: what a visit and each interaction cost beside a naive rebuild, and what many clients at
once stand in front of beside a minimal app; then the same of an imported collection of many events. All of it
is one run."""

from __future__ import annotations

import argparse
import sys
from typing import Final

from playwright.sync_api import Browser, Page

from app import create_app
from bench import load, measure, reload, report
from bench.events import run
from bench.serve import chromium, gunicorn
from components import ids
from data.releases import open_releases
from portal.settings import Settings

RESET: Final = f"#{ids.RESET}"
FILTERS: Final = {
    "dates": '[data-from="2023-11-01"]',
    "actor": '[data-count="actor:A-TALIBAN"]',
    "thread": '[data-count="thread:talks"]',
}
"""Change -> what is clicked in Panj; the naive page has a button of that name."""
OTHERS: Final = {
    "open a card": "#event-list [data-open-event]",
    "an actor's card": '#card-body [data-open-card^="A-"]',
    "close it": "[data-close-card]",
    "lanes by actor": f"#{ids.TIMELINE_LANES} .form-check:nth-child(2) input",
    "theme": f"#{ids.THEME_BUTTON}",
    "board": '[data-view-button="board"]',
    "relations": '[data-view-button="relations"]',
    "claims": '[data-view-button="claims"]',
    "contradictions": '[data-view-button="contradictions"]',
    "gaps": '[data-view-button="gaps"]',
    "table (its rows)": '[data-view-button="table"]',
    "back to the pictures": '[data-view-button=""]',
}


def main() -> int:
    """Print the report; 0 unless something could not be measured or a request failed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="pairs of repaints per change (default 5)")
    parser.add_argument("--only", choices=["browser", "load", "events"], help="one part; by default all")
    parser.add_argument("--events", type=int, default=run.DEFAULT, help="of the collection (default 100000)")
    parser.add_argument(
        "--growth", action="store_true", help="measure up to 10000000 events, and draw the README's picture"
    )
    asked = parser.parse_args()
    try:
        if asked.only in (None, "browser"):
            with gunicorn() as ours, gunicorn("bench.naive:create_server()") as naive, chromium() as browser:
                _run(browser, ours, naive, asked.rounds)
        failed = _many_clients() if asked.only in (None, "load") else 0
        if asked.only in (None, "events"):
            failed |= run.main(asked.events, asked.growth)
    except RuntimeError as error:
        print(f"The benchmark stopped: {error}", file=sys.stderr)
        return 1
    return failed


def _many_clients() -> int:
    with gunicorn() as ours:
        found = load.measured(open_releases().current(), ours)
    return _loads(found, reload.measured())


def _loads(found: dict[int, tuple[load.Load, load.Load]], switched: tuple[load.Load, load.Load]) -> int:
    """Print what many clients at once met; 1 when a request failed."""
    print(*report.loads(found), "", *report.switch(*switched), sep="\n", flush=True)
    errors = [error for both in (*found.values(), switched) for one in both for error in one.errors]
    if errors:
        print(f"{len(errors)} requests failed: {', '.join(sorted(set(errors)))}", file=sys.stderr)
    return 1 if errors else 0


def _run(browser: Browser, ours: str, naive: str, rounds: int) -> None:
    page = measure.new_page(browser)
    cold, warm = measure.visit(page, ours), measure.visit(page, ours)
    print(*report.visits(cold, warm), "", sep="\n", flush=True)
    print(*report.costs(_costs(page)), "", sep="\n", flush=True)
    page.context.close()
    pages = measure.new_page(browser), measure.new_page(browser)
    for one, address in zip(pages, (ours, naive), strict=True):
        one.goto(address)
        measure.settle(one)
    print(*report.repaints(*_repaints(*pages, rounds)), sep="\n", flush=True)


def _costs(page: Page) -> dict[str, measure.Cost]:
    server = create_app(Settings(), open_releases()).server
    sent: dict[str, list[str]] = {}
    for name, selector in FILTERS.items():
        sent[f"filter: {name}"] = measure.bodies_of(page, selector)
        sent[f"reset after {name}"] = measure.bodies_of(page, RESET)
    for name, selector in OTHERS.items():
        sent[name] = measure.bodies_of(page, selector)
    return {name: measure.cost(server, bodies) for name, bodies in sent.items()}


def _repaints(ours: Page, naive: Page, rounds: int) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """The same changes on both pages in turn, so that both see the same moods of the machine."""
    names = [name for change in FILTERS for name in (change, f"reset after {change}")]
    first: dict[str, list[float]] = {name: [] for name in names}
    second: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            change = "reset" if name.startswith("reset") else name
            first[name].append(measure.repaint(ours, RESET if change == "reset" else FILTERS[change]))
            second[name].append(measure.repaint(naive, f"#{change}"))
            ours.wait_for_timeout(150)
    return first, second


if __name__ == "__main__":
    sys.exit(main())
