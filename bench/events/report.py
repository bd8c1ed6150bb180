"""The measurements of a collection as plain tables, each beside what it is compared with."""

from __future__ import annotations

from collections.abc import Iterator

from bench.events.costs import Costs
from bench.events.imports import Imports
from bench.events.processes import CLIENTS, Started
from bench.events.repaints import Repaints
from bench.load import Load

NAMES = {"pictures": "pictures and choices", "list": "page of the list, strip", "card": "card (none is open)"}


def repaints(ours: Repaints, naive: Repaints, bare: Repaints) -> Iterator[str]:
    """Until both pictures are shown, and until the map is at rest."""
    yield f"{'Filter to both pictures, ms (median)':<40}{'shown':>9}{'at rest':>9}{'changes':>9}"
    named = (("Panj", ours), ("naive Dash callback", naive), ("two bare Plotly.react of its figures", bare))
    for name, one in named:
        yield f"  {name:<38}{one.median:>9.0f}{one.median_rested:>9.0f}{len(one.shown):>9}"
    for name, one in (("Panj/naive", ours), ("bare/naive", bare)):
        yield (
            f"  {name:<38}{one.median / naive.median:>9.2f}{one.median_rested / naive.median_rested:>9.2f}"
            f"{'aim 0.32' if one is ours else '':>11}"
        )


def costs(found: Costs) -> Iterator[str]:
    """What one change asks of a server: medians."""
    yield f"{'A filter change, on the server':<40}{'CPU ms':>9}{'x numpy':>9}{'bytes':>9}{'largest':>9}"
    numpy = found.median("bare")
    for name, words in NAMES.items():
        cpu = found.median(name)
        yield (
            f"  {words:<38}{cpu:>9.1f}{found.beside(name):>9.1f}{found.middle(name):>9,}"
            f"{found.largest(name):>9,}"
        )
    yield f"  {'all of them':<38}{found.together:>9.1f}{found.beside():>9.1f}{'':>9}{'':>9}  aim 5"
    yield f"  {'numpy filter and two bincounts':<38}{numpy:>9.1f}{1:>9.1f}"


def wire(events: int, many: Costs, small: int, few: Costs) -> Iterator[str]:
    """The answer that draws the pictures, at two numbers of events."""
    yield f"{'The answer on the wire, compressed, bytes':<40}{'median':>9}{'largest':>9}"
    for number, one in ((events, many), (small, few)):
        yield f"  {f'{number:,} events':<38}{one.middle('pictures'):>9,}{one.largest('pictures'):>9,}"
    middle = many.middle("pictures") / few.middle("pictures")
    largest = many.largest("pictures") / few.largest("pictures")
    yield f"  {'ratio':<38}{middle:>9.2f}{largest:>9.2f}  aim 15,000 and 1.5"


def servers(one: Started, several: Started) -> Iterator[str]:
    """Start and memory of a server with one worker and with several."""
    yield f"{'A server of the collection':<40}{'start s':>9}{'MB':>9}{'processes':>11}"
    for server in (one, several):
        name = f"gunicorn with {server.processes - 1} worker{'s' if server.processes > 2 else ''}"
        yield f"  {name:<38}{server.seconds:>9.1f}{server.memory / 1e6:>9.0f}{server.processes:>11}"
    yield f"  {'memory, several/one':<38}{'':>9}{several.memory / one.memory:>9.2f}  aim 2"


def load(found: Load) -> Iterator[str]:
    """What many clients meet at once."""
    yield f"{f'{CLIENTS} clients changing filters':<40}{'req/s':>9}{'p50 ms':>9}{'p95 ms':>9}{'errors':>9}"
    yield (
        f"  {'pictures, list and card by turns':<38}{found.rate:>9.0f}{found.percentile(0.5):>9.0f}"
        f"{found.percentile(0.95):>9.0f}{len(found.errors):>9}"
    )


def imports(found: Imports) -> Iterator[str]:
    """Rows a second and the most memory, of two files."""
    yield f"{'Import of ACLED’s layout':<40}{'rows':>10}{'MB file':>9}{'s':>8}{'MB most':>9}"
    for name, runs in (("python -m data import acled", found.ours), ("pandas.read_csv", found.pandas)):
        for run in runs:
            size, memory = run.size / 1e6, run.memory / 1e6
            yield f"  {name:<38}{run.rows:>10,}{size:>9.1f}{run.seconds:>8.1f}{memory:>9.0f}"
    ours, pandas = found.rates
    yield f"  {'rows a second, pandas beside it':<38}{ours:>10,.0f}{pandas:>12,.0f}"
    yield f"  {'pandas/import':<38}{pandas / ours:>10.1f}"
    grown = found.ours[-1].memory / found.ours[0].memory
    yield f"  {'memory of the import, larger/smaller':<38}{grown:>10.2f}"
