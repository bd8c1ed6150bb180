"""UCDP GED, the Georeferenced Event Dataset: the layout of 49 columns, and shorter extracts of it.

UCDP says with `date_prec`, `where_prec` and `event_clarity` how far a row is meant, and gives three estimates
of deaths. What is written here follows those columns.
"""

from __future__ import annotations

import csv
from datetime import date
from functools import lru_cache
from typing import Final

from data.importers import spans
from data.importers.cells import Cells, code, deaths, listed, point
from data.importers.day_order import Days
from data.importers.drafts import Draft, DraftActor, DraftPlace, Role, RowError
from data.importers.formats import DISAGREE, NO_ID, Format
from data.importers.header import Layout

_ORDER: Final = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id",
    "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources",
    "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec",
    "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt",
    "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end",
    "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
LAYOUT: Final = Layout(
    title="UCDP GED",
    columns=(
        "id", "year", "code_status", "type_of_violence", "conflict_name", "side_a", "side_b",
        "source_article", "source_office", "source_headline", "source_original", "where_prec",
        "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "country",
        "event_clarity",
        "date_prec", "date_start", "date_end", "best", "low", "high",
    ),
    required=(("id",), ("type_of_violence",), ("where_prec",), ("date_prec",), ("date_start",)),
    orders={len(_ORDER): _ORDER},
)  # fmt: skip

BACKWARDS: Final = "date_end lies before date_start"

_VIOLENCE: Final = {1: "State-based violence", 2: "Non-state violence", 3: "One-sided violence"}
_ONE_SIDED: Final = 3
_KNOWN: Final = {2: "the day is not known within 2 to 6 days", 3: "only the week is known",
                 4: "only the month is known", 5: "only the year is known"}  # fmt: skip
_DAY: Final = "UCDP's date_prec is 1: this day."
_UNCLEAR: Final = "UCDP: the reports are not clear enough to tell single events apart (event_clarity 2)."
_SEVERAL: Final = "UCDP says that the day is known, but gives a first and a last one."
_SAME: Final = "UCDP gives one day, but says that it is not known so closely; it is widened accordingly."
_DISORDERED: Final = "UCDP's low, best and high estimates of deaths are not in this order."


def where(cells: Cells) -> tuple[float, float] | None:
    """The coded coordinates, of whatever precision."""
    return point(cells, "latitude", "longitude")


def draft(cells: Cells, days: Days) -> Draft:
    """One row as an event.

    Raises:
        RowError: a cell that decides what it says cannot be read.
    """
    if not cells.get("id"):
        raise RowError(NO_ID)
    span, date_caveats = _span(cells, days)
    place, place_caveats = _place(cells)
    violence = code(cells, "type_of_violence", 3)
    best, low, high = (deaths(cells, column) for column in ("best", "low", "high"))
    given = [number for number in (low, best, high) if number is not None]
    return Draft(
        key=cells["id"],
        stamp=0,  # UCDP dates no rows: the later one is the newer
        date=span.edtf,
        bounds=span.bounds,
        date_phrase=_phrase(cells),
        date_reason=span.reason + days.order_words(cells["date_start"]),
        type=_VIOLENCE[violence],
        category="ASSAULT",  # every row is a use of armed force with a death (UCDP's definition of an event)
        title=_title(cells, violence),
        notes=_notes(cells),
        actors=_actors(cells, violence),
        place=place,
        sources=_sources(cells),
        deaths=(best, low, high) if given else None,
        caveats=(
            *date_caveats,
            *place_caveats,
            *_caveats(cells),
            *([_DISORDERED] if given != sorted(given) else ()),
        ),
    )


def _span(cells: Cells, days: Days) -> tuple[spans.Span, tuple[str, ...]]:
    """The date, and what has to be said of it.

    Raises:
        RowError: the columns do not make a date.
    """
    first = days.read(cells["date_start"])
    last = days.read(cells["date_end"]) if cells.get("date_end") else first
    if last < first:
        raise RowError(BACKWARDS, f"{cells['date_start']}, {cells['date_end']}")
    year = cells.get("year", "")
    if year and year not in (str(number) for number in range(first.year, last.year + 1)):
        raise RowError(DISAGREE, f"{cells['date_start']}, {year}")
    return _dated(first, last, code(cells, "date_prec", 5))


@lru_cache(maxsize=65_536)
def _dated(first: date, last: date, precision: int) -> tuple[spans.Span, tuple[str, ...]]:
    """UCDP's day of unknown position. Two days with precision 1 are no duration either: nothing says that it
    lasted, and of a day somewhere between them less is claimed."""
    if precision == 1:
        if first == last:
            return spans.on(first, _DAY), ()
        return spans.within(first, last, "UCDP's date_start and date_end: one day of these."), (_SEVERAL,)
    reason = f"UCDP's date_prec is {precision}: {_KNOWN[precision]}; so one unknown day of these."
    if first < last:
        return spans.within(first, last, reason), ()
    if precision == 2:
        return spans.around(first, 5, reason), (_SAME,)
    if precision == 3:
        return spans.around(first, 6, reason), (_SAME,)
    widened = spans.month_of(first, reason) if precision == 4 else spans.year_of(first, reason)
    return widened, (_SAME,)


def _phrase(cells: Cells) -> str:
    end = cells.get("date_end", "")
    days = cells["date_start"] if end in ("", cells["date_start"]) else f"{cells['date_start']} to {end}"
    return f"{days} (date_prec {cells['date_prec']})"


def _place(cells: Cells) -> tuple[DraftPlace, tuple[str, ...]]:
    return _placed(
        code(cells, "where_prec", 7),
        where(cells),
        cells.get("where_coordinates", ""),
        (cells.get("country", ""), cells.get("adm_1", ""), cells.get("adm_2", "")),
    )


@lru_cache(maxsize=65_536)
def _placed(
    precision: int, found: tuple[float, float] | None, name: str, areas: tuple[str, str, str]
) -> tuple[DraftPlace, tuple[str, ...]]:
    """The place, and what has to be said of it; coordinates only where the place itself is known."""
    country, province, district = areas
    if precision == 1 and found and name:
        return DraftPlace(name, "settlement", *found, country, province, district), ()
    if precision in (1, 2, 3) and district:
        return DraftPlace(district, "district", None, None, country, province, district), _near(
            precision, name
        )
    if precision in (1, 2, 3, 4) and province:
        said = () if precision == 4 else _near(precision, name)
        return DraftPlace(province, "province", None, None, country, province), said
    if precision == 6 and country:
        return DraftPlace(country, "country", None, None, country), ()
    if name or country:  # 5 and 7: across areas, at sea or in the air; or nothing closer is told
        return DraftPlace(name or country, "zone", None, None, country), ()
    return DraftPlace("", "none"), ()


def _near(precision: int, name: str) -> tuple[str, ...]:
    if precision == 3 or not name:
        return ()
    if precision == 1:
        return (f"UCDP names {name} but gives no coordinates, so the area is shown.",)
    return (f"UCDP: near {name}, which may also be across the border of the area shown.",)


def _actors(cells: Cells, violence: int) -> tuple[DraftActor, ...]:
    """Only in one-sided violence is side A who did it; elsewhere the order of the sides tells nothing."""
    roles: tuple[Role, Role] = ("mentioned", "mentioned")
    if violence == _ONE_SIDED:
        roles = ("initiator", "recipient")
    sides = zip((cells.get("side_a", ""), cells.get("side_b", "")), roles, strict=True)
    return tuple(DraftActor(name, role) for name, role in sides if name)


def _title(cells: Cells, violence: int) -> str:
    sides = [name for name in (cells.get("side_a", ""), cells.get("side_b", "")) if name]
    between = " against " if violence == _ONE_SIDED else " and "
    return f"{_VIOLENCE[violence]}: {between.join(sides)}" if sides else _VIOLENCE[violence]


def _notes(cells: Cells) -> str:
    told = (
        ("", "source_headline"),
        ("According to: ", "source_original"),
        ("Place: ", "where_description"),
        ("Conflict: ", "conflict_name"),
    )
    return "\n".join(f"{label}{cells[column]}" for label, column in told if cells.get(column))


def _sources(cells: Cells) -> tuple[str, ...]:
    """The offices named; else those that begin the quoted items of source_article; else that text whole."""
    if offices := listed(cells.get("source_office", "")):
        return offices
    article = cells.get("source_article", "")
    if not article.startswith('"'):
        return (article,) if article else ()
    items = next(csv.reader([" ".join(article.split())], delimiter=";"), [])
    return tuple(dict.fromkeys(name for item in items if (name := item.split(",")[0].strip(' "'))))


def _caveats(cells: Cells) -> tuple[str, ...]:
    found = []
    if cells.get("event_clarity") == "2":
        found.append(_UNCLEAR)
    status = cells.get("code_status", "")
    if status and status.casefold() != "clear":
        found.append(f"UCDP has not finished coding it (code_status {status}).")
    return tuple(found)


UCDP: Final = Format(
    name="ucdp",
    title="UCDP GED, Uppsala Conflict Data Program Georeferenced Event Dataset",
    licence="CC BY 4.0, UCDP, Uppsala University (Sundberg and Melander 2013)",
    layout=LAYOUT,
    dates=("date_start", "date_end"),
    point=where,
    draft=draft,
)
