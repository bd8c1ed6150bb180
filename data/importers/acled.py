"""ACLED: Armed Conflict Location & Event Data, in its older and its present layout.

ACLED writes a day for every event and a town for every place, and says beside them how far they are meant:
`time_precision` and `geo_precision`. What is written here follows those two columns.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from data.importers import spans
from data.importers.acled_categories import DIRECTED, category
from data.importers.cells import Cells, code, deaths, listed, moment, point
from data.importers.day_order import Days
from data.importers.drafts import Draft, DraftActor, DraftPlace, Role, RowError
from data.importers.formats import DISAGREE, NO_ID, Format
from data.importers.header import Layout

LAYOUT: Final = Layout(
    title="ACLED",
    columns=(
        "event_id_cnty", "data_id", "event_date", "year", "time_precision", "disorder_type", "event_type",
        "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
        "civilian_targeting", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude",
        "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
    ),
    required=(
        ("event_id_cnty", "data_id"), ("event_date",), ("time_precision",), ("event_type",),
        ("geo_precision",),
    ),
)  # fmt: skip

_INTER: Final = (
    ("State Forces", "1", "state force"),
    ("Rebel Forces", "2", "rebel force", "rebel group", "rebel groups"),
    ("Militia Groups", "3", "political militia", "political militias", "militia group"),
    ("Communal / Identity Groups", "4", "identity militia", "identity militias", "communal/identity group"),
    ("Rioters", "5"),
    ("Protesters", "6"),
    ("Civilians", "7"),
    ("Foreign / Others", "8", "external/other forces", "other forces", "external forces"),
)
"""What the numbers mean (ACLED's own table), and the texts that stand for them in other exports."""
_KINDS: Final = {
    **{other: name for name, *others in _INTER for other in others},
    **{name.casefold(): name for name, *_ in _INTER},
    "0": "",
}
_WEEK: Final = (
    "ACLED's time_precision is 2: the day stands for its week, which may lie before or after it; "
    "so one day of the three before to the three after."
)
_MONTH: Final = "ACLED's time_precision is 3: the day stands for its month, so one unknown day of it."
_DAY: Final = "ACLED's time_precision is 1: this day."


def key(cells: Cells) -> str:
    """ACLED's id of an event."""
    return cells.get("event_id_cnty") or cells.get("data_id", "")


def where(cells: Cells) -> tuple[float, float] | None:
    """The coded coordinates, of whatever precision."""
    return point(cells, "latitude", "longitude")


def draft(cells: Cells, days: Days) -> Draft:
    """One row as an event.

    Raises:
        RowError: a cell that decides what it says cannot be read.
    """
    name = key(cells)
    if not name:
        raise RowError(NO_ID)
    span = _span(cells, days)
    event_type, sub_type = cells.get("event_type", ""), cells.get("sub_event_type", "")
    place, caveats = _place(cells)
    best = deaths(cells, "fatalities")
    return Draft(
        key=name,
        stamp=moment(cells.get("timestamp", ""), "timestamp"),
        date=span.edtf,
        bounds=span.bounds,
        date_phrase=f"{cells['event_date']} (time_precision {cells['time_precision']})",
        date_reason=span.reason + days.order_words(cells["event_date"]),
        type=": ".join(filter(None, (event_type, sub_type))),
        category=category(event_type, sub_type),
        title=_title(cells, event_type, sub_type),
        notes=_notes(cells),
        actors=_actors(cells, event_type.casefold() in DIRECTED),
        place=place,
        sources=listed(cells.get("source", "")),
        deaths=None if best is None else (best, None, None),
        caveats=caveats,
    )


def _span(cells: Cells, days: Days) -> spans.Span:
    text = cells["event_date"]
    day = days.read(text)
    precision = code(cells, "time_precision", 3)
    year = cells.get("year", "")
    if year and year != str(day.year):
        raise RowError(DISAGREE, f"{text}, {year}")
    if precision == 1:
        return spans.on(day, _DAY)
    return spans.around(day, 3, _WEEK) if precision == 2 else spans.month_of(day, _MONTH)


def _place(cells: Cells) -> tuple[DraftPlace, tuple[str, ...]]:
    """The place, and what has to be said of it."""
    return _placed(
        code(cells, "geo_precision", 3),
        where(cells),
        cells.get("location", ""),
        (cells.get("country", ""), cells.get("admin1", ""), cells.get("admin2", "")),
    )


@lru_cache(maxsize=65_536)
def _placed(
    precision: int, found: tuple[float, float] | None, location: str, areas: tuple[str, str, str]
) -> tuple[DraftPlace, tuple[str, ...]]:
    country, province, district = areas
    if precision == 1 and found and location:
        return DraftPlace(location, "settlement", *found, country, province, district), ()
    if precision == 1:
        said = "ACLED names a town but gives no coordinates, so the area is shown."
    elif precision == 2:
        said = f"Near {location or 'a town'}, or in a part of the region that ACLED has it stand for."
    else:
        said = f"Somewhere in a larger region that {location or 'a place'} stands for in ACLED."
    if district and precision < 3:
        return DraftPlace(district, "district", None, None, country, province, district), (said,)
    if province:
        return DraftPlace(province, "province", None, None, country, province), (said,)
    if country:
        return DraftPlace(country, "country", None, None, country), (said,)
    return (DraftPlace(location, "zone") if location else DraftPlace("", "none")), (said,)


def _actors(cells: Cells, directed: bool) -> tuple[DraftActor, ...]:
    first, second = cells.get("actor1", ""), cells.get("actor2", "")
    inter = cells.get("inter1", ""), cells.get("inter2", "")
    others = cells.get("assoc_actor_1", ""), cells.get("assoc_actor_2", "")
    return _named((first, second), inter, others, directed)


@lru_cache(maxsize=65_536)
def _named(
    names: tuple[str, str], inter: tuple[str, str], others: tuple[str, str], directed: bool
) -> tuple[DraftActor, ...]:
    roles: tuple[Role, Role] = ("initiator", "recipient") if directed else ("mentioned", "mentioned")
    sides = zip(names, roles, map(_kind, inter), strict=True)
    found = [DraftActor(name, role, kind) for name, role, kind in sides if name]
    found += [DraftActor(name) for cell in others for name in listed(cell)]
    return tuple(dict.fromkeys(found))


def _kind(inter: str) -> str:
    """The kind of an actor in ACLED's words, the same for exports in numbers and in text."""
    return _KINDS.get(inter.casefold(), inter)


def _title(cells: Cells, event_type: str, sub_type: str) -> str:
    what = sub_type or event_type or "Event"
    actors = [name for name in (cells.get("actor1", ""), cells.get("actor2", "")) if name]
    between = " against " if event_type.casefold() in DIRECTED else " and "
    return f"{what}: {between.join(actors)}" if actors else what


def _notes(cells: Cells) -> str:
    """The notes, and what else ACLED codes in words."""
    more = [
        f"{label}: {cells[column]}"
        for column, label in (("civilian_targeting", "Civilian targeting"), ("tags", "Tags"))
        if cells.get(column)
    ]
    return "\n".join(filter(None, (cells.get("notes", ""), *more)))


ACLED: Final = Format(
    name="acled",
    title="ACLED, Armed Conflict Location & Event Data",
    licence="ACLED's terms of use: its rows may not be passed on",
    layout=LAYOUT,
    dates=("event_date",),
    point=where,
    draft=draft,
)
