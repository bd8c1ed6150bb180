"""What the timeline draws: lanes, and per event a dot, a solid core and faded wings.

The rules are those of the domain: solid only where the event went on whatever the truth inside its
bounds is (`start_latest` to `end_earliest`), faded out to the earliest and the latest bound, a dot for
an exact day, an arrow where a bound is open. `timeline_rows` gives each its shape and its row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
import pandas as pd

from components.drawing.palette import QUAD_NAMES
from components.drawing.prepare.timeline_rows import Item, Lane, Mark, most_rows, rows_needed, shape, stack
from data import dates, wording
from data.frames import records_of
from data.partition import Days
from data.selection import Selection
from data.vocabulary import CATEGORY_WORDS, THREADS, UNCODED

LaneMode = Literal["thread", "actor", "type"]

MOST_LANES, FEWEST_LANES, LANE_PIXELS = 14, 6, 24
"""Lanes of their own that actors (or types) get, by the height there is; the others share one."""
HEADER_PIXELS = 13.0
"""Height of a label above its lane."""
ROW_PIXELS = 7.5
"""Lowest row that still tells marks apart; it bounds how many rows fit."""
FARTHEST = 500_000
"""Days from 1970; a side of a window beyond it is open."""
NO_DATES = (date(2023, 1, 1), date(2023, 12, 31))
"""The axis where nothing selected has a date."""
OPENING, CLOSING = '"“«', '"”»'
OTHERS, NOBODY = "(others)", "(none)"


@dataclass(frozen=True)
class TimelineMarks:
    """Everything a renderer needs. `view` is (first day, last day], `plot` the expected size in pixels,
    `wanted` the height of the plot in pixels at which nothing would have to be bundled."""

    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    view: tuple[int, int]
    plot: tuple[int, int]
    wanted: int
    note: str
    empty: str
    narrow: bool = False
    mode: LaneMode = "thread"


@dataclass(frozen=True)
class Bin:
    """One month or quarter: its first and last day, and what a range of just these days would hold."""

    first: int
    last: int
    certain: int
    possible: int


@dataclass(frozen=True)
class StripMarks:
    """The whole span in bins."""

    bins: tuple[Bin, ...]
    unit: Literal["month", "quarter"]
    span: tuple[int, int]


def timeline_marks(
    selection: Selection,
    lanes: LaneMode = "thread",
    stance: str = "",
    plot: tuple[int, int] = (620, 250),
    narrow: bool = False,
) -> TimelineMarks:
    """Lanes and marks of the selected events in the selection's window (the whole span if it has none).

    Args:
        selection: What is chosen; undated events are not drawn here (they are in their tray).
        lanes: What a lane is.
        stance: How authorities are named, see `wording.actor_name`.
        plot: Expected width and height of the plotting area in pixels. It decides what is too narrow to
            be told apart and how many rows fit.
        narrow: Labels above their lanes instead of beside them (phones); that takes height.
    """
    view, header = visible(selection), HEADER_PIXELS if narrow else 0.0
    keys, labels, note = _lanes(
        selection, lanes, stance, max(FEWEST_LANES, min(MOST_LANES, plot[1] // (LANE_PIXELS + round(header))))
    )
    items = list(_items(selection, keys))
    placed = place_marks(items, list(labels), view, plot, header)
    counted = [lane_of(key, label, placed) for key, label in labels.items()]
    shown = tuple(lane for lane in counted if lane.count)
    return TimelineMarks(
        lanes=shown,
        marks=tuple(placed),
        view=view,
        plot=plot,
        wanted=wanted_height(items, list(labels), view, plot[0], header),
        note=note,
        narrow=narrow,
        mode=lanes,
        empty="" if placed else "No dated event is selected here.",
    )


def lane_filter(mode: LaneMode, lane: str) -> str:
    """`key:value` of the filter that a lane stands for; "" where several share it or nobody is in it."""
    if lane == NOBODY and mode == "type":
        return f"type:{UNCODED}"
    return "" if lane in (OTHERS, NOBODY) else f"{mode}:{lane}"


def visible(selection: Selection) -> tuple[int, int]:
    """First and last day on the axis: the window, an open side of it being the events' own extent."""
    first, last = whole_span(selection.events)
    low, high = selection.window or (first, last)
    low = low if abs(low) < FARTHEST else min(first, high)
    return low, high if abs(high) < FARTHEST else max(last, low)


def place_marks(
    items: Sequence[Item],
    order: Sequence[str],
    view: tuple[int, int],
    plot: tuple[int, int] = (620, 250),
    header: float = 0.0,
) -> list[Mark]:
    """Give every item its shape and its row, lane by lane in `order`; what the view misses is left out."""
    pixel = (view[1] + 1 - view[0]) / max(plot[0], 1)
    by_lane = _by_lane(items, order, view, pixel)
    wanted = [rows_needed(marks, pixel) for marks in by_lane.values()]
    most = most_rows(wanted, int((plot[1] - len(wanted) * (4 + header)) / ROW_PIXELS))
    return [mark for marks in by_lane.values() for mark in stack(marks, most, pixel)]


def wanted_height(
    items: Sequence[Item], order: Sequence[str], view: tuple[int, int], width: int, header: float = 0.0
) -> int:
    """Pixels of height at which every mark has a row of its own."""
    pixel = (view[1] + 1 - view[0]) / max(width, 1)
    rows = [rows_needed(marks, pixel) for marks in _by_lane(items, order, view, pixel).values()]
    return round(sum(max(count * ROW_PIXELS + header, 15) + 4 for count in rows))


def _by_lane(
    items: Sequence[Item], order: Sequence[str], view: tuple[int, int], pixel: float
) -> dict[str, list[Mark]]:
    """The lanes that have anything in the view, with their marks."""
    shaped = [mark for mark in (shape(item, view, pixel) for item in items) if mark]
    lanes = {key: [mark for mark in shaped if mark.lane == key] for key in order}
    return {key: marks for key, marks in lanes.items() if marks}


def strip_marks(selection: Selection, span: tuple[int, int] | None = None) -> StripMarks:
    """Counts per quarter (per month where the span is under twelve years) of a selection without dates.

    An event counts in every bin in which it certainly or possibly lies, as a range of that bin would
    count it; bins therefore do not add up to the number of events.
    """
    events = selection.events
    first, last = span or whole_span(events)
    unit: Literal["month", "quarter"] = "quarter" if last - first > 12 * 366 else "month"
    edges = np.array(list(_edges(first, last, 3 if unit == "quarter" else 1)), dtype=np.int64)
    firsts, lasts = edges[:-1], edges[1:] - 1
    bounds = [events[name].to_numpy(dtype=np.int64) for name in dates.Bounds._fields]
    certain, possible = _in_bins(bounds, firsts, lasts)
    bins = zip(firsts.tolist(), lasts.tolist(), certain.tolist(), possible.tolist(), strict=True)
    return StripMarks(tuple(Bin(*one) for one in bins), unit, (first, last))


def _edges(first: int, last: int, months: int) -> Iterable[int]:
    """First days of the periods of so many months, from the one of `first` to the one after `last`."""
    day = calendar_day(first)
    month = day.year * 12 + (day.month - 1) // months * months
    while True:
        number = dates.day_number(date(month // 12, month % 12 + 1, 1))
        yield number
        if number > last:
            return
        month += months


def _in_bins(bounds: Sequence[Days], firsts: Days, lasts: Days) -> tuple[Days, Days]:
    """How many events lie certainly, and only possibly, in each bin (as a range of it would count)."""
    start_earliest, start_latest, end_earliest, end_latest = (side[None, :] for side in bounds)
    low, high = firsts[:, None], lasts[:, None]
    certain = (start_latest <= high) & (end_earliest >= low)
    possible = (start_earliest <= high) & (end_latest >= low) & ~certain
    return certain.sum(axis=1), possible.sum(axis=1)


def whole_span(events: pd.DataFrame) -> tuple[int, int]:
    """First day of the first year and last day of the last year that any bound of these events names."""
    days = events[list(dates.Bounds._fields)].to_numpy(dtype=np.int64)
    known = days[(days > dates.UNBOUNDED_PAST) & (days < dates.UNBOUNDED_FUTURE)]
    if not known.size:
        return dates.day_number(NO_DATES[0]), dates.day_number(NO_DATES[1])
    first, last = calendar_day(int(known.min())), calendar_day(int(known.max()))
    return dates.day_number(date(first.year, 1, 1)), dates.day_number(date(last.year, 12, 31))


def calendar_day(day: int) -> date:
    """The date of a day number that is known to be bounded."""
    return date(1970, 1, 1) + timedelta(days=day)


def _lanes(
    selection: Selection, lanes: LaneMode, stance: str, room: int
) -> tuple[pd.DataFrame, dict[str, str], str]:
    """Rows (event, lane, part) and the lanes' labels in order, with a note on what shares a lane."""
    events = selection.events
    if lanes == "actor":
        return _actor_lanes(selection, stance, room)
    if lanes == "type":
        return _type_lanes(events, room)
    keys = pd.DataFrame({"event": events["id"], "lane": events["thread"], "part": ""})
    others = sorted(set(events["thread"]) - set(THREADS))
    return keys, {**THREADS, **{key: key.capitalize() or "No thread" for key in others}}, ""


def _type_lanes(events: pd.DataFrame, room: int) -> tuple[pd.DataFrame, dict[str, str], str]:
    category = events["category"].replace("", NOBODY)
    counts = pd.Series(category).value_counts()
    own = set(_most_frequent(counts, room))
    keys = pd.DataFrame(
        {"event": events["id"], "lane": category.where(category.isin(own), OTHERS), "part": ""}
    )
    rank = {quad: place for place, quad in enumerate(QUAD_NAMES)}
    quads = dict(zip(category, events["quad"], strict=True))
    order = sorted(own - {NOBODY}, key=lambda key: (rank.get(quads[key], len(rank)), key))
    labels = {key: CATEGORY_WORDS.get(key, key.capitalize()) for key in order}
    return (
        keys,
        {**labels, OTHERS: "Other types", NOBODY: CATEGORY_WORDS[UNCODED]},
        _shared(len(own), len(counts), "types"),
    )


def _actor_lanes(selection: Selection, stance: str, room: int) -> tuple[pd.DataFrame, dict[str, str], str]:
    """An event is in the lane of each of its actors; how it takes part is kept for the hover."""
    events = selection.events
    rows = selection.dataset.tables["participants"]
    rows = rows[rows["event"].isin(events["id"])]
    parts = rows.groupby(["event", "actor"], sort=False)["role"].agg(
        lambda roles: ", ".join(dict.fromkeys(roles))
    )
    keys = parts.reset_index().rename(columns={"actor": "lane", "role": "part"})
    counts = keys["lane"].value_counts()
    own = _most_frequent(counts, room)
    names = {key: wording.actor_name(selection.dataset, key, stance) for key in counts.index}
    keys["part"] = [
        f"{names[key]} here: {part}" for key, part in zip(keys["lane"], keys["part"], strict=True)
    ]
    keys["lane"] = keys["lane"].where(keys["lane"].isin(own), OTHERS)
    keys = keys.groupby(["event", "lane"], sort=False)["part"].agg("; ".join).reset_index()
    alone = events.loc[~events["id"].isin(keys["event"]), "id"]
    nobody = pd.DataFrame({"event": alone, "lane": NOBODY, "part": ""})
    labels = {**{key: names[key] for key in own}, OTHERS: "Other actors", NOBODY: "No actor named"}
    return pd.concat([keys, nobody], ignore_index=True), labels, _shared(len(own), len(counts), "actors")


def _most_frequent(counts: pd.Series[int], room: int) -> list[str]:
    ranked = sorted(counts.items(), key=lambda pair: (-int(pair[1]), str(pair[0])))
    return [str(key) for key, _ in ranked[:room]]


def _shared(own: int, total: int, noun: str) -> str:
    return (
        f"{own} of {total} {noun} have a lane of their own; {total - own} share one." if total > own else ""
    )


def _items(selection: Selection, keys: pd.DataFrame) -> Iterable[Item]:
    rows = {str(row["id"]): row for row in records_of(selection.events)}
    ranged = selection.window is not None
    said = {event: wording.says_who(selection.dataset, event) for event in rows}
    for key in keys.itertuples(index=False):
        event, row = str(key.event), rows[str(key.event)]
        bounds = dates.Bounds(*(int(row[name]) for name in dates.Bounds._fields))
        own = selection.dataset.row("events", event)["date"]
        lines = _lines({**row, "own_date": own}, said[event], ranged, str(key.part))
        quad = str(row["quad"]) if row["quad"] in QUAD_NAMES else "uncoded"
        yield Item(event, str(key.lane), str(row["title"]), quad, str(row["when"]), bounds, lines)


def _lines(row: dict[str, object], said: str, ranged: bool, part: str) -> tuple[str, ...]:
    """What the hover says under the title: the date in words, the source's phrase, why, and who says so."""
    phrase, reason = str(row["date_phrase"]).strip(), str(row["date_reason"]).strip()
    when = {"certain": "Certainly in this range", "possible": "Possibly in this range"}.get(
        str(row["when"]), ""
    )
    if row["date"] != row["own_date"]:
        source = "This date is given by another source than the event's own"
    elif phrase:
        source = f"The source: “{_unquoted(phrase)}”"
    else:
        source = "The source gives no date phrase"
    lines = [
        wording.date_words(str(row["date"])),
        source,
        f"Dated so because: {reason}" if reason and row["date"] == row["own_date"] else "",
        f"Who says so: {said}" if said else "",
        part,
        when if ranged else "",
        QUAD_NAMES.get(str(row["quad"]), QUAD_NAMES["uncoded"]),
    ]
    return tuple(line for line in lines if line)


def _unquoted(phrase: str) -> str:
    """The phrase without the quotation marks it may come in, so that it is quoted once."""
    quoted = len(phrase) > 1 and phrase[0] in OPENING and phrase[-1] in CLOSING
    return phrase[1:-1] if quoted else phrase


def lane_of(key: str, label: str, marks: Sequence[Mark]) -> Lane:
    """A lane with what of `marks` is in it."""
    mine = [mark for mark in marks if mark.lane == key]
    possible = sum(mark.possible for mark in mine)
    count = sum(len(mark.events) for mark in mine)
    return Lane(key, label, count, possible, max((mark.row + mark.height for mark in mine), default=1.0))
