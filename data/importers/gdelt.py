"""GDELT's event table, versions 2 and 1: rows that a machine has read out of news reports.

No person has looked at any of them, and every draft says so: in its title, in its type, and in its caveats.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from data.importers import cameo, fips, spans
from data.importers.cells import Cells, point, whole
from data.importers.day_order import Days
from data.importers.drafts import Draft, DraftActor, DraftPlace, Role, RowError
from data.importers.formats import NO_ID, Format
from data.importers.header import Layout

_ACTOR: Final = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
    "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
_GEO: Final = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")


def _order(second: bool) -> tuple[str, ...]:
    """The columns of version 2, or of version 1, which has no ADM2Code."""
    geo = [name for name in _GEO if second or name != "ADM2Code"]
    return (
        *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
        *(f"Actor{number}{name}" for number in "12" for name in _ACTOR),
        *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
        *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
        *(f"{of}Geo_{name}" for of in ("Actor1", "Actor2", "Action") for name in geo),
        *("DATEADDED", "SOURCEURL"),
    )


LAYOUT: Final = Layout(
    title="GDELT",
    columns=(
        "GLOBALEVENTID", "SQLDATE", "Actor1Name", "Actor1Code", "Actor1CountryCode", "Actor1Type1Code",
        "Actor2Name", "Actor2Code", "Actor2CountryCode", "Actor2Type1Code", "EventCode", "NumMentions",
        "ActionGeo_Type", "ActionGeo_FullName", "ActionGeo_CountryCode", "ActionGeo_Lat", "ActionGeo_Long",
        "DATEADDED", "SOURCEURL",
    ),
    required=(("GLOBALEVENTID",), ("SQLDATE",), ("EventCode",), ("ActionGeo_Type",), ("DATEADDED",)),
    orders={61: _order(True), 58: _order(False), 57: _order(False)[:-1]},
    quoted=False,
)  # fmt: skip

NO_CODE: Final = "EventCode is no CAMEO code"
NO_TIME: Final = "DATEADDED is no time"
NO_TYPE: Final = "ActionGeo_Type is none of 0 to 5"

_DAY: Final = "The day as GDELT's machine read it out of the report (SQLDATE)."
_PLACED: Final = "Placed by a machine, from a name in the report."
_LATE: Final = 300
"""Days between a day and the finding of its report from which on that is said."""
_LONGEST_URL: Final = 2_000


def where(cells: Cells) -> tuple[float, float] | None:
    """The coordinates of the action, of whatever precision."""
    return point(cells, "ActionGeo_Lat", "ActionGeo_Long")


def draft(cells: Cells, days: Days) -> Draft:
    """One row as an event.

    Raises:
        RowError: a cell that decides what it says cannot be read.
    """
    if not cells.get("GLOBALEVENTID"):
        raise RowError(NO_ID)
    day = days.read(cells["SQLDATE"])
    span = spans.on(day, _DAY)
    code = cells["EventCode"]
    what = cameo.words(code)
    if what is None or not code.isdecimal():
        raise RowError(NO_CODE, code)
    place, placed = _place(cells)
    url, source = _source(cells.get("SOURCEURL", ""))
    stamp = _added(cells["DATEADDED"])
    return Draft(
        key=cells["GLOBALEVENTID"],
        stamp=stamp,
        date=span.edtf,
        bounds=span.bounds,
        date_phrase=f"{cells['SQLDATE']} (SQLDATE)",
        date_reason=span.reason,
        type=f"{what[0].upper()}{what[1:]} (CAMEO {code}, machine-coded)",
        category=cameo.category(code),
        title=_title(cells, what),
        actors=tuple(actor for actor in (_actor(cells, 1), _actor(cells, 2)) if actor),
        place=place,
        sources=(source,) if source else (),
        url=url,
        caveats=(_mentions(cells), *placed, *_lateness(day, stamp)),
    )


def _added(text: str) -> int:
    """When GDELT added the row, as YYYYMMDDHHMMSS; version 1 tells the day only.

    Raises:
        RowError: it is no such number.
    """
    if text.isascii() and text.isdecimal() and len(text) in (8, 14):
        return int(text.ljust(14, "0"))
    raise RowError(NO_TIME, text)


def _lateness(day: date, stamp: int) -> tuple[str, ...]:
    """What has to be said where the report was found long after the day, or before it.

    Raises:
        RowError: the stamp tells no day.
    """
    digits = f"{stamp:014}"
    try:
        added = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        raise RowError(NO_TIME, digits) from None
    gap = (added - day).days
    if gap < 0:
        return (f"GDELT added it on {added.isoformat()}, before the day that it gives.",)
    if gap > _LATE:
        return (f"GDELT added it on {added.isoformat()}, {gap} days later: the day may be misread.",)
    return ()


def _mentions(cells: Cells) -> str:
    count = whole(cells, "NumMentions")
    by = "Coded by a machine, not by a person"
    return f"{by}." if count is None else f"{by}, from {count} mention{'' if count == 1 else 's'}."


def _actor(cells: Cells, number: int) -> DraftActor | None:
    """CAMEO's source (1) and target (2); its kind in GDELT's codes of country and type."""
    role: Role = "initiator" if number == 1 else "recipient"
    name = cells.get(f"Actor{number}Name") or cells.get(f"Actor{number}Code", "")
    codes = (cells.get(f"Actor{number}CountryCode", ""), cells.get(f"Actor{number}Type1Code", ""))
    return DraftActor(name, role, " ".join(filter(None, codes))) if name else None


def _title(cells: Cells, what: str) -> str:
    first, second = _actor(cells, 1), _actor(cells, 2)
    parts = [first.name if first else "(unnamed)", what, *([second.name] if second else [])]
    return f"{' — '.join(parts)} (machine-coded)"


def _place(cells: Cells) -> tuple[DraftPlace, tuple[str, ...]]:
    kind = cells["ActionGeo_Type"]
    if kind not in ("", "0", "1", "2", "3", "4", "5"):
        raise RowError(NO_TYPE, kind)
    found = where(cells) if kind in ("3", "4") else None
    return _placed(kind, cells.get("ActionGeo_FullName", ""), cells.get("ActionGeo_CountryCode", ""), found)


@lru_cache(maxsize=65_536)
def _placed(
    kind: str, full_name: str, code: str, found: tuple[float, float] | None
) -> tuple[DraftPlace, tuple[str, ...]]:
    """Names are written "town, province, country"; the coordinates of a country or province are centroids."""
    parts = [part.strip() for part in full_name.split(",") if part.strip()]
    country = fips.country(code)
    name = parts[0] if parts else ""
    if kind in ("3", "4") and found and name:
        province = parts[1] if len(parts) == 3 else ""
        return DraftPlace(name, "settlement", *found, country, province), (_PLACED,)
    if kind in ("2", "5") and name:
        return DraftPlace(name, "province", None, None, country, name), (_PLACED,)
    if kind not in ("", "0") and (country or name):
        return DraftPlace(country or name, "country", None, None, country), (_PLACED,)
    return DraftPlace("", "none"), ()


def _source(text: str) -> tuple[str, str]:
    """The address, if it is one of the web, and the site; other texts name the source themselves."""
    if not text.lower().startswith(("http://", "https://")):
        return "", text
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        return "", ""
    return (text if len(text) <= _LONGEST_URL and text.isprintable() else ""), host.removeprefix("www.")


GDELT: Final = Format(
    name="gdelt",
    title="GDELT event table",
    licence="free for any use with attribution to the GDELT Project",
    layout=LAYOUT,
    dates=(),
    point=where,
    draft=draft,
)
