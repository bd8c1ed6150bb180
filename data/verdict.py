"""Why an event is in the selection, or why not: one verdict for each filter in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from data.chips import chips
from data.query import Filters
from data.selection import Selection, select
from data.wording import date_words

Answer = Literal["passes", "possibly", "undated", "fails"]


@dataclass(frozen=True)
class Verdict:
    """How one filter judges an event.

    Attributes:
        keys: the keys of the URL that lifting this filter takes out. A lock has none and is never among them.
        words: the filter in words.
        answer: `passes`, `possibly` (kept, and not for certain), `undated` (kept apart) or `fails`.
        reason: one phrase that says why.
    """

    keys: tuple[str, ...]
    words: str
    answer: Answer
    reason: str


def standing(selection: Selection, event: str) -> str:
    """`certain`, `possible`, `undated` or `outside`: how the whole of the filters judges an event."""
    for frame in (selection.events, selection.undated):
        found = frame.loc[frame["id"] == event, "when"]
        if len(found):
            return str(found.iloc[0])
    return "outside"


def verdicts(selection: Selection, event: str) -> tuple[Verdict, ...]:
    """One verdict for each filter in force, in the order of the URL's keys.

    Each filter is asked alone, so that what another one decides changes nothing. An event that was withdrawn
    is in no selection, whatever the filters.
    """
    return tuple(_verdicts(selection, event))


def _verdicts(selection: Selection, event: str) -> Iterator[Verdict]:
    dataset, filters = selection.dataset, selection.filters
    words: dict[str, list[str]] = {}
    for chip in chips(dataset, filters, selection.window):
        words.setdefault(chip.key, []).append(chip.words)
    for key, told in words.items():
        if key in _WHY:  # the others only modify a filter and are judged with it
            yield _plain(selection, event, key, told, words)
    if selection.window is not None:
        yield from _dates(selection, event, [*words.get("from", []), *words.get("to", [])])
        yield from _certain(selection, event)


def _alone(filters: Filters, key: str) -> Filters:
    """Only the filter of `key`, with the modes that belong to it."""
    if key == "actor":
        return Filters(actor=filters.actor, match=filters.match, parts=filters.parts)
    if key == "role":
        return replace(_alone(filters, "actor"), role=filters.role)
    return replace(Filters(), **{key: getattr(filters, key)})


def _plain(
    selection: Selection, event: str, key: str, told: list[str], words: dict[str, list[str]]
) -> Verdict:
    alone = select(selection.dataset, _alone(selection.filters, key))
    found = standing(alone, event)
    joint = " and " if key == "actor" and "match" in words else " or "
    modes = [mode for name in ("match", "parts") if key == "actor" for mode in words.get(name, [])]
    phrase = ", ".join([joint.join(told), *modes])
    if found == "outside":
        return Verdict(_lifted(key), phrase, "fails", _WHY_NOT[key])
    if key in _AREAS and not _own_places(selection, event) & getattr(alone.plan, f"{key}s_certain"):
        return Verdict(_lifted(key), phrase, "possibly", "its source names only the province around it")
    return Verdict(_lifted(key), phrase, "passes", _WHY[key])


_AREAS: Final = ("place", "district")


def _own_places(selection: Selection, event: str) -> set[str]:
    rows = selection.dataset.rows_of("event_places", "event", event)
    return {row["place"] for row in rows if not row["source"]}


def _lifted(key: str) -> tuple[str, ...]:
    return ("actor", "match", "parts") if key == "actor" else (key,)


def _dates(selection: Selection, event: str, told: list[str]) -> Iterator[Verdict]:
    """The visitor's range, whose days the lock may have cut; without one only his wish for the best date can
    have put an event out of the range of the lock."""
    found = selection.by_date.get(event, "outside")
    row = selection.dataset.row("events", event)
    best = " (the best date of any source is in force)" if selection.plan.best_dates else ""
    date = f"{date_words(row['date'])}{best}"
    if not told:
        if found == "outside" and selection.filters.dates:
            reason = "its best date lies outside what this page is confined to"
            yield Verdict(("dates",), "best date of any source", "fails", reason)
        return
    phrase, keys = " ".join(told), ("from", "to")
    if selection.plan.no_common_day and found == "outside":
        yield Verdict(
            keys, phrase, "fails", "no day of this range is among those that this page is confined to"
        )
    elif found == "outside":
        yield Verdict(keys, phrase, "fails", f"its date lies outside: {date}")
    elif found == "undated":
        yield Verdict(keys, phrase, "undated", "it has no date: never in a range, listed in the undated tray")
    elif found == "certain":
        yield Verdict(keys, phrase, "passes", f"certainly in this range: {date}")
    elif selection.plan.only_certain and not selection.filters.when:
        reason = f"only possibly in this range, and this page shows only what is certainly in it: {date}"
        yield Verdict(keys, phrase, "fails", reason)
    else:
        yield Verdict(keys, phrase, "possibly", f"only possibly in this range: {date}")


def _certain(selection: Selection, event: str) -> Iterator[Verdict]:
    """The visitor's wish for certain events only."""
    if not selection.filters.when:
        return
    if selection.by_date.get(event, "outside") == "possible":
        yield Verdict(("when",), "certainly in range only", "fails", "its date leaves it open")
    else:
        yield Verdict(("when",), "certainly in range only", "passes", "it is not merely possible")


_WHY = {
    "actor": "takes part in it",
    "role": "somebody has this role in it",
    "type": "is its type",
    "thread": "is its thread",
    "place": "it is said to have happened there",
    "district": "it is said to have happened there",
    "source": "tells of it, or is heard in a chain behind it",
    "collection": "it comes from there",
    "q": "stands in its texts or names",
    "id": "was picked by hand",
}
_WHY_NOT = {
    "actor": "does not take part in it (as asked)",
    "role": "nobody asked for has this role in it",
    "type": "is of another type",
    "thread": "belongs to another thread",
    "place": "no place of it lies there",
    "district": "no place of it lies there",
    "source": "neither tells of it nor is heard in a chain behind it",
    "collection": "it comes from elsewhere",
    "q": "stands in none of its texts or names",
    "id": "was not among those picked",
}
