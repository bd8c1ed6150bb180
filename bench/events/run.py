"""All measurements of imported collections in one run, printed as they are made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import synthetic
from bench.events import costs, growth, imports, processes, repaints, report
from bench.events.asked import Change, changes
from bench.serve import REPOSITORY
from data.collections.collection import open_collection

DEFAULT: Final = 100_000
"""Events where no number is asked for."""
FEW: Final = 10_000
"""What the size of an answer is compared with."""
PAINTED, COUNTED, SENT = 18, 40, 600
"""Changes of the browser, of the server's cost, and of many clients."""
ROWS: Final = 600_000
"""Rows of the larger file that is imported, at most; half of them are more than a partition, too."""
PICTURE: Final = REPOSITORY / "assets" / "readme" / "growth.svg"


def main(events: int, grown: bool = False) -> int:
    """Print the report.

    Args:
        events: of the collection that everything is measured on.
        grown: also measure the growth up to 10,000,000 events and draw its picture for the README.

    Returns:
        1 when a request failed, otherwise 0.

    Raises:
        RuntimeError: something could not be measured.
    """
    with TemporaryDirectory(prefix="panj-bench-") as held:
        work = Path(held)
        folder, small = _made(work, events), _made(work, min(events, FEW))
        _say([f"An imported collection of {events:,} invented events, {_about(folder)}"])
        many, few = _costs(folder), _costs(small)
        _say(report.costs(many), report.wire(events, many, min(events, FEW), few))
        _say(report.servers(*_servers(folder)))
        load = processes.loaded(folder, _name(folder), _asked(folder, SENT))
        _say(report.load(load))
        _say(report.repaints(*repaints.measured(folder, _name(folder), _asked(folder, PAINTED))))
        _say(report.imports(imports.measured(min(events, ROWS), work)))
        _growth(work, events, grown)
    for error in sorted(set(load.errors)):
        print(f"A request failed: {error}")
    return 1 if load.errors else 0


def _say(*tables: Iterable[str]) -> None:
    for lines in tables:
        print(*lines, "", sep="\n", flush=True)


def _made(work: Path, events: int) -> Path:
    folder = work / f"events-{events}"
    if not folder.exists():
        synthetic.write(folder, events)
    return folder


def _name(folder: Path) -> str:
    return open_collection(folder).name


def _asked(folder: Path, number: int) -> list[Change]:
    return changes(open_collection(folder), number)


def _about(folder: Path) -> str:
    held = open_collection(folder)
    return f"{len(held.actors)} actors, {len(held.places)} places"


def _costs(folder: Path) -> costs.Costs:
    return costs.measured(folder, costs.bare(folder), _asked(folder, COUNTED))


def _servers(folder: Path) -> tuple[processes.Started, processes.Started]:
    name, asked = _name(folder), _asked(folder, SENT)
    one = processes.started(folder, name, asked, 1)
    return one, processes.started(folder, name, asked, processes.WORKERS)


def _growth(work: Path, events: int, grown: bool) -> None:
    sizes = [size for size in growth.SIZES if size <= events or grown]
    if len(sizes) < 2:
        return
    steps = [_step(_made(work, size), size) for size in sizes]
    _say(growth.table(steps))
    if grown:
        PICTURE.write_text(growth.picture(steps), "utf-8")
        _say([f"Its picture is in {PICTURE.relative_to(REPOSITORY)}."])


def _step(folder: Path, events: int) -> growth.Step:
    found = _costs(folder)
    one, four = _servers(folder)
    return growth.Step(
        events=events,
        cpu=found.together,
        bare=found.median(costs.BARE),
        size=found.middle("pictures"),
        seconds=min(one.seconds, four.seconds),  # the other may have waited for the disk
        one=one.memory,
        four=four.memory,
    )
