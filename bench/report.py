"""The measurements as a plain table."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence

from bench.load import Load
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


def loads(found: Mapping[int, tuple[Load, Load]]) -> Iterable[str]:
    """Requests a second and latencies under load, and how many times more the minimal app answers."""
    yield (
        f"{'Under load (clients on this machine)':<38}{'req/s':>8}{'p50 ms':>9}{'p95 ms':>9}{'errors':>8}"
        f"{'renewed':>9}"
    )
    for clients, (ours, minimal) in found.items():
        for name, one in (("Panj, main filter callback", ours), ("minimal one-callback app", minimal)):
            yield (
                f"  {f'{name}, {clients} clients':<36}{one.rate:>8.0f}{one.percentile(0.5):>9.1f}"
                f"{one.percentile(0.95):>9.1f}{len(one.errors):>8}{one.renewed:>9}"
            )
        if ours.taken and minimal.taken:
            more, longer = minimal.rate / ours.rate, ours.percentile(0.95) / minimal.percentile(0.95)
            yield f"  {'ratio':<36}{f'1:{more:.1f}':>8}{'':>9}{f'{longer:.1f}:1':>9}"


def switch(quiet: Load, switched: Load) -> Iterable[str]:
    """What a switch of the release costs the slowest answers."""
    yield (
        f"{'A new release under load, 8 clients':<38}{'req/s':>8}{'p50 ms':>9}{'p95 ms':>9}{'longest':>9}"
        f"{'errors':>8}"
    )
    for name, one in (("without a switch", quiet), ("with one, published at the same time", switched)):
        yield (
            f"  {name:<36}{one.rate:>8.0f}{one.percentile(0.5):>9.1f}{one.percentile(0.95):>9.1f}"
            f"{one.percentile(1):>9.1f}{len(one.errors):>8}"
        )
