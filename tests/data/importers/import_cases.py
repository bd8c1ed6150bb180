"""Invented rows in the layouts of the datasets, and an import of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from data.importers.accounting import Account
from data.importers.gdelt import LAYOUT as GDELT_LAYOUT
from data.importers.run import Options, import_files

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
LATEST = NOW.date()


def _columns(text: str) -> list[str]:
    return text.split(",")


ACLED_COLUMNS = _columns(
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,"
    "inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,"
    "location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)
ACLED_OLD_COLUMNS = _columns(
    "data_id,iso,event_id_cnty,event_id_no_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,region,country,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,timestamp,iso3"
)
ACLED_ROW = {
    "event_id_cnty": "XYZ1", "event_date": "08 November 2023", "year": "2023", "time_precision": "1",
    "event_type": "Battles", "sub_event_type": "Armed clash", "actor1": "Guards of the Hill", "inter1": "1",
    "actor2": "River Men", "inter2": "Rebel group", "assoc_actor_1": "Hill Village; Upper Hill",
    "country": "Afghanistan", "admin1": "Takhar", "admin2": "Chahab", "location": "Invented Town",
    "latitude": "37.4", "longitude": "69.8", "geo_precision": "1", "source": "Morning Paper; Evening Paper",
    "notes": "They fought.", "fatalities": "3", "timestamp": "1700000000", "data_id": "77",
}  # fmt: skip
UCDP_ROW = {
    "id": "900001", "year": "2015", "code_status": "Clear", "type_of_violence": "1",
    "conflict_name": "Hill: Territory", "side_a": "Government of Hill", "side_b": "River Front",
    "source_office": "Morning Paper;Evening Paper", "source_headline": "Shots at the bridge",
    "source_original": "police", "where_prec": "1", "where_coordinates": "Invented town",
    "adm_1": "Takhar province", "adm_2": "Chahab district", "latitude": "37.4", "longitude": "69.8",
    "country": "Afghanistan", "event_clarity": "1", "date_prec": "1", "date_start": "2015-05-11",
    "date_end": "2015-05-11", "best": "4", "low": "3", "high": "9",
}  # fmt: skip
GDELT_ROW = {
    "GLOBALEVENTID": "800001", "SQLDATE": "20180101", "Actor1Code": "AFGGOV", "Actor1Name": "HILL",
    "Actor1CountryCode": "AFG", "Actor1Type1Code": "GOV", "Actor2Code": "TJK", "Actor2Name": "RIVER",
    "EventCode": "130", "NumMentions": "4", "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Invented Town, Takhar, Afghanistan", "ActionGeo_CountryCode": "AF",
    "ActionGeo_Lat": "37.4", "ActionGeo_Long": "69.8", "DATEADDED": "20180101000000",
    "SOURCEURL": "https://www.paper.example/story",
}  # fmt: skip


def delimited(
    columns: Iterable[str], rows: Iterable[dict[str, str]], mark: str = ",", header: bool = True
) -> str:
    """Rows as the text of a file; cells that a row lacks are empty."""
    columns = [*columns]
    written = io.StringIO()
    writer = csv.writer(written, delimiter=mark, lineterminator="\n")
    if header:
        writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return written.getvalue()


def acled(*changes: dict[str, str], columns: Iterable[str] = ACLED_COLUMNS, mark: str = ",") -> str:
    """An ACLED file with a row for each of `changes` to `ACLED_ROW`; their ids differ unless said."""
    rows = ({**ACLED_ROW, "event_id_cnty": f"XYZ{number}", **more} for number, more in enumerate(changes, 1))
    return delimited(columns, rows, mark)


def gdelt(*changes: dict[str, str], columns: int = 61) -> str:
    """A GDELT file with a row for each of `changes` to `GDELT_ROW`."""
    rows = ({**GDELT_ROW, "GLOBALEVENTID": str(number), **more} for number, more in enumerate(changes, 1))
    lines = ["\t".join(row.get(name, "") for name in GDELT_LAYOUT.orders[columns]) for row in rows]
    return "\n".join(lines) + "\n"


class Imported:
    """An import of files with these contents, its account and what it wrote."""

    def __init__(self, folder: Path, form: str, *contents: str | bytes, **options: Any) -> None:
        self.into = folder / "collection"
        self.paths = []
        for number, content in enumerate(contents, 1):
            path = folder / f"file{number}.csv"
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            self.paths.append(path)
        self.account: Account = import_files(
            form, self.paths, self.into, replace(Options(now=NOW), **options)
        )

    @property
    def reasons(self) -> dict[str, int]:
        """Every reason for which a row is no event, and how often."""
        both = {**self.account.rejected, **self.account.superseded}
        return {reason: one.count for reason, one in both.items()}

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The rows of `events`, `words` (of all partitions) or a table of codes."""
        paths = sorted(self.into.glob(f"{name}*.parquet"))
        return [row for path in paths for row in pq.read_table(path).to_pylist()]


Importing = Callable[..., Imported]
