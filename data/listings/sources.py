"""Publications as records: what was read, how much of it, and what of the selection rests on it."""

from __future__ import annotations

from collections.abc import Sequence

from data.actors import shown_events
from data.claims import claims_in
from data.export.citations import cited
from data.export.rows import sources_of
from data.listings.common import Record, counted, occurrences
from data.selection import Selection
from data.wording import citation

_COLUMNS = (
    "id", "title", "title_basis", "publisher", "published", "date_basis", "address", "kind", "read_as",
    "cites", "used_for", "reliability_note",
)  # fmt: skip


def ids(selection: Selection) -> tuple[str, ...]:
    """The publications behind the events of the selection: that tell, claim, date or place one of them."""
    return tuple(cited(selection))


def records(selection: Selection, wanted: Sequence[str]) -> list[Record]:
    """One record a publication, with the events that it stands behind and its claims in the selection."""
    dataset, shown = selection.dataset, shown_events(selection)
    behind: dict[str, list[str]] = {}
    for event in shown:
        for source in sources_of(dataset, event):
            behind.setdefault(source, []).append(event)
    claims: dict[str, list[str]] = {}
    for claim in claims_in(selection).ids:
        claims.setdefault(dataset.row("claims", claim)["source"], []).append(claim)
    return [
        {
            **{name: dataset.row("sources", source)[name] for name in _COLUMNS},
            "citation": citation(dataset, source),
            "counts": counted(behind.get(source, []), shown),
            "events": occurrences(behind.get(source, []), shown),
            "claims": claims.get(source, []),
        }
        for source in wanted
    ]
