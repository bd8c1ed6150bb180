"""The ids of events that a dataset has withdrawn, as its list of deletions gives them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from data.importers.accounting import NO_FAULTS
from data.importers.files import FileError, Limits
from data.importers.header import Layout, table

_LAYOUT: Final = Layout(
    title="a list of withdrawn events",
    columns=("id", "timestamp"),
    required=(("id",),),
    orders={1: ("id",)},
    others={"event_id_cnty": "id", "deleted_timestamp": "timestamp"},
)


def withdrawn_ids(path: Path, limits: Limits) -> frozenset[str]:
    """The ids in a delimited file: its column `event_id_cnty`, or all of it where it has but one.

    Raises:
        FileError: it cannot be read, or a row of it is faulty: an id overlooked would keep its event.
    """
    with table(path, _LAYOUT, limits) as rows:
        at = rows.columns.index("id")
        found = set()
        for row in rows:
            if row.fault is not None and row.fault.reason in NO_FAULTS:
                continue
            if row.fault is not None:
                raise FileError(f"{path.name}: line {row.line}: {row.fault.reason}.")
            found.add(row.cells[at].strip())
    return frozenset(found - {""})
