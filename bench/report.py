"""The measurements as a plain table."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence

from bench.measure import Cost, Visit

LARGEST = 8


def visits(cold: Visit, warm: Visit) -> Iterable[str]:
    """Bytes of a first and of a later visit, and which files they are."""
    yield f"{'The page':<44}{'bytes':>12}{'requests':>10}"
    for name, found in (("cold (nothing kept)", cold), ("warm (everything kept)", warm)):
        yield f"  {name:<42}{found.total:>12,}{found.requests:>10}"
    for name, found in (("largest, cold", cold), ("largest, warm", warm)):
        ranked = sorted(found.files.items(), key=lambda pair: -pair[1])
        yield f"  {name}"
        for path, size in ranked[:LARGEST]:
            yield f"    {path[-54:]:<56}{size:>12,}{size / max(found.total, 1):>9.0%}"


def costs(found: Mapping[str, Cost]) -> Iterable[str]:
    """What each interaction asks of the server."""
    yield f"{'One interaction':<28}{'callbacks':>10}{'answer bytes':>14}{'server CPU ms':>15}"
    for name, one in found.items():
        yield f"  {name:<26}{one.requests:>10}{one.size:>14,}{one.cpu:>15.1f}"


def repaints(ours: Mapping[str, Sequence[float]], naive: Mapping[str, Sequence[float]]) -> Iterable[str]:
    """Medians and their ratio: below one, Panj is the faster."""
    yield f"{'Click to repaint, ms (median)':<32}{'Panj':>9}{'naive':>9}{'Panj/naive':>12}{'pairs':>8}"
    every = {
        "all of them": ([ms for m in ours.values() for ms in m], [ms for m in naive.values() for ms in m])
    }
    for name, (first, second) in ({n: (ours[n], naive[n]) for n in ours} | every).items():
        a, b = statistics.median(first), statistics.median(second)
        yield f"  {name:<30}{a:>9.0f}{b:>9.0f}{a / b:>12.2f}{len(first):>8}"
