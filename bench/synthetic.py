"""A seeded collection of invented events, partition by partition: `python -m bench.synthetic --events 1000000
--into FOLDER`, or with `--csv acled` (or `ucdp`) a file of invented rows in that layout.

A partition depends on the seed and its number alone, so that memory stays flat whatever the number of events.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from bench import dated, invented, layouts
from bench.invented import Codes, World
from data.collections import schema
from data.importers.accounting import Account

SEED: Final = 7
ACTORS: Final = 60
PLACES: Final = 120
VERSION: Final = "1.0"
CREATED: Final = "2026-01-01T00:00:00Z"
"""Always the same, so that the same seed gives the same bytes."""
FILE: Final = "synthetic.csv"
REJECTS: Final = "file,line,reason,value,cells\n"
DOUBT: Final = "The dataset says that its coding of this event is uncertain."

Chance = np.random.Generator


def main() -> int:
    """Write what is asked for, and say where it is."""
    parser = argparse.ArgumentParser(prog="python -m bench.synthetic", description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000, help="events or rows (default 1000000)")
    parser.add_argument("--into", type=Path, required=True, help="folder, or the file with --csv")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--actors", type=int, default=ACTORS)
    parser.add_argument("--places", type=int, default=PLACES)
    parser.add_argument("--csv", choices=sorted(layouts.LAYOUTS), help="write a file in this layout instead")
    asked = parser.parse_args()
    if asked.csv:
        layouts.write_csv(asked.csv, asked.into, asked.events, asked.seed)
    else:
        write(asked.into, asked.events, seed=asked.seed, actors=asked.actors, places=asked.places)
    print(f"{asked.events} invented events are in {asked.into}")
    return 0


def write(
    folder: Path,
    events: int,
    *,
    seed: int = SEED,
    actors: int = ACTORS,
    places: int = PLACES,
    rows: int = schema.PER_PARTITION,
) -> None:
    """Write a collection.

    Args:
        folder: where; made if it is not there, files of the same names are overwritten.
        events: how many, at least 0.
        seed, actors, places: decide, together with `rows`, every byte of the files.
        rows: of a partition at most.

    Raises:
        ValueError: fewer than one actor, place or row of a partition, or fewer events than none.
    """
    if min(actors, places, rows) < 1 or events < 0:
        raise ValueError(
            "a collection needs an actor, a place, rows in its partitions and no fewer events than 0"
        )
    folder.mkdir(parents=True, exist_ok=True)
    made = invented.world(seed, actors, places)
    resources = [_written(folder, name, table) for name, table in made.tables.items()]
    sizes = [min(rows, events - first) for first in range(0, events, rows)]
    for index, size in enumerate(sizes):
        resources += _partition(folder, made, seed, index, index * rows, size)
    _account(folder, events)
    _describe(folder, resources, len(sizes), events, seed)


def _partition(
    folder: Path, made: World, seed: int, index: int, first: int, size: int
) -> Iterator[dict[str, Any]]:
    chance = np.random.default_rng((seed, 1, index))
    dates = dated.drawn(chance, size)
    events = _events(chance, made, dates)
    yield _written(folder, f"events-{index:04d}", events)
    words = _words(chance, made, dates, events, first)
    yield _written(folder, f"words-{index:04d}", words, schema.WORDS_PER_GROUP)


def _events(chance: Chance, made: World, dates: dated.Dates) -> pa.Table:
    rows = len(dates.kind)
    actors, roles = _parties(chance, made, rows)
    types = made.draw(chance, "types", rows)
    columns = {
        "dated": dates.dated,
        **{name: days.astype(np.int32) for name, days in dates.bounds._asdict().items()},
        "category": invented.categories()[types],
        "type": types,
        "place": made.draw(chance, "places", rows),
        "actors": actors,
        "roles": roles,
        "sources": _sources(chance, made, rows),
        **_deaths(chance, rows),
    }
    return pa.table(columns, schema.EVENTS)


def _parties(chance: Chance, made: World, rows: int) -> tuple[pa.Array, pa.Array]:
    """One to three different actors, the first of whom begins or is mentioned."""
    known = len(made.odds["actors"])
    drawn = np.stack([made.draw(chance, "actors", rows) for _ in range(3)], axis=1)
    drawn[:, 1] = _other(drawn[:, 1], drawn[:, :1], known)
    drawn[:, 2] = _other(_other(drawn[:, 2], drawn[:, :2], known), drawn[:, :2], known)
    counts = np.minimum(chance.choice([1, 2, 3], size=rows, p=[0.45, 0.45, 0.1]), known)
    roles = np.tile(np.array([1, 2, 3], dtype=np.uint8), (rows, 1))
    roles[chance.random(rows) < 0.3, 0] = schema.ROLES.index("mentioned")
    return _lists(drawn, counts, pa.int32()), _lists(roles, counts, pa.uint8())


def _sources(chance: Chance, made: World, rows: int) -> pa.Array:
    drawn = np.stack([made.draw(chance, "sources", rows) for _ in range(2)], axis=1)
    drawn[:, 1] = _other(drawn[:, 1], drawn[:, :1], len(made.odds["sources"]))
    return _lists(drawn, chance.choice([1, 2], size=rows, p=[0.7, 0.3]), pa.int32())


def _other(drawn: Codes, taken: Codes, known: int) -> Codes:
    """The next code where one is taken already."""
    moved: Codes = np.where((taken == drawn[:, None]).any(axis=1), (drawn + 1) % known, drawn)
    return moved


def _lists(values: npt.NDArray[Any], counts: npt.NDArray[np.int64], kind: pa.DataType) -> pa.Array:
    """The first so many values of each row."""
    kept = values[np.arange(values.shape[1]) < counts[:, None]]
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(kept, kind))


def _deaths(chance: Chance, rows: int) -> dict[str, npt.NDArray[np.int32]]:
    """Best, low and high; three in five events do not state them."""
    best = np.minimum(chance.geometric(0.4, rows) - 1, 500)
    low, high = best - chance.binomial(best, 0.2), best + chance.binomial(best, 0.3)
    stated = chance.random(rows) < 0.4
    estimates = {"deaths_best": best, "deaths_low": low, "deaths_high": high}
    return {name: np.where(stated, value, -1).astype(np.int32) for name, value in estimates.items()}


def _words(chance: Chance, made: World, dates: dated.Dates, events: pa.Table, first: int) -> pa.Table:
    rows = events.num_rows
    line = np.arange(first + 1, first + rows + 1)
    blank = pa.nulls(rows, pa.string()).fill_null("")
    doubted = (chance.random(rows) < 0.05).astype(np.int64)
    title, notes = _told(made, events)
    columns = {
        "id": pc.binary_join_element_wise("SYN", pc.utf8_lpad(pa.array(line).cast("string"), 7, "0"), ""),
        "title": title,
        "notes": notes,
        "date": dated.edtf(dates),
        "date_phrase": dated.phrases(dates),
        "date_reason": dated.reasons(dates),
        "url": blank,
        "caveats": _lists(np.full((rows, 1), DOUBT), doubted, pa.string()),
        "file": pc.if_else(pa.array(np.ones(rows, dtype=bool)), FILE, blank),
        "line": line + 1,  # below the header
    }
    return pa.table(columns, schema.WORDS)


def _told(made: World, events: pa.Table) -> tuple[pa.Array, pa.Array]:
    """Title and notes, of the coded columns alone."""
    named = {name: table["name"].combine_chunks() for name, table in made.tables.items()}
    kind = named["types"].take(events["type"].combine_chunks())
    place = named["places"].take(events["place"].combine_chunks())
    party = named["actors"].take(pc.list_element(events["actors"].combine_chunks(), 0))
    source = named["sources"].take(pc.list_element(events["sources"].combine_chunks(), 0))
    title = pc.binary_join_element_wise(kind, party, ": ")
    told = pc.binary_join_element_wise(
        source, " (invented): ", pc.utf8_lower(kind), " of ", party, ", ", place, ""
    )
    return title, pc.utf8_rtrim(told, ", ")


def _written(folder: Path, name: str, table: pa.Table, group: int | None = None) -> dict[str, Any]:
    """Write one table; returns what the descriptor says of it."""
    path = folder / f"{name}.parquet"
    pq.write_table(table, path, row_group_size=group, compression="zstd")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "name": name,
        "path": path.name,
        "format": "parquet",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "rowcount": table.num_rows,
    }


def _account(folder: Path, events: int) -> None:
    told = Account(rows=events, accepted=events).as_dict()
    (folder / "report.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    (folder / "rejects.csv").write_text(REJECTS, "utf-8")


def _describe(folder: Path, resources: list[dict[str, Any]], partitions: int, events: int, seed: int) -> None:
    described = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "synthetic",
        "title": "Synthetic events",
        "description": "Invented by a program for tests and benchmarks; nothing of it happened.",
        "version": VERSION,
        "created": CREATED,
        "sources": [{"title": f"bench/synthetic.py, seed {seed}"}],
        "resources": resources,
        "panj": {
            "kind": schema.KIND,
            "format": schema.FORMAT,
            "dataset": "synthetic",
            "dataset_version": VERSION,
            "partitions": partitions,
            "events": events,
        },
    }
    (folder / "datapackage.json").write_text(json.dumps(described, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
