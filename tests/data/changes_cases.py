"""A package two releases later than the first one: rows that are new, contradict, and were withdrawn.

It starts from the tables as they are, with 1.0.0 as their only version: what later versions of the bundled
dataset bring does not change these cases.
"""

from __future__ import annotations

import re
from pathlib import Path

from data.dataset import Dataset, load
from tests.data.conftest import Package, copied

ROWS = {
    "versions": "1.9.0,2026-12-01,Corrections.\n1.10.0,2026-12-10,More reports.\n",
    "events": (
        "F900,Market at Tem said to be closed,Said.,2024-05~,last week,it says so,,SANCTION,discontinue,,"
        "border,context,,,1.10.0,,\n"
        "F901,Seen and taken back,Said.,2024-05,May,it says so,,SANCTION,discontinue,,border,context,,,1.9.0,"
        "1.10.0,It was a mistake.\n"
    ),
    "event_places": "F900,X03,stated,,\n",
    "event_sources": "F900,S38,true\n",
    "participants": "F900,A-TJGOV,initiator,stated\n",
    "claims": (
        "CF900a,Tajikistan has closed the market at Tem,report,according to,single source,S38,,,1.10.0,,\n"
        "CF901a,It was closed,report,,asserted,S38,,,1.9.0,1.10.0,It was a mistake.\n"
        "CX90,Jamaat Ansarullah was founded in 2007,date,perhaps,told by another publication,S16,,,1.10.0,,\n"
        "CX91,The letter was never sent,report,,told by another publication,S03,,,1.9.0,,\n"
        "CX92,The letter was sent twice,report,,told by another publication,S03,,,1.9.0,1.10.0,Misread.\n"
    ),
    "claim_events": "CF900a,F900\nCF901a,F901\nCX91,E09\nCX92,E09\n",
    "claim_links": (
        "CX90,C068,contradicts,Founding: 2007 against 2010.\n"
        "C068,CX90,contradicts,Founding: 2007 against 2010.\n"
        "CX91,C023,contradicts,Sent or not.\nC023,CX91,contradicts,Sent or not.\n"
    ),
    "chain_links": (
        "CF900a,1,S38,,,,stated,Uu,,,,\nCF900a,2,,,a district official,,stated,CT+,,,,\n"
        "CF901a,1,S38,,,,stated,CT+,,,,\n"
        "CX90,1,S16,,,,stated,PS+,,,,\nCX91,1,S03,,,,stated,CT+,,,,\nCX92,1,S03,,,,stated,CT+,,,,\n"
    ),
}  # fmt: skip
WITHDRAWN = {"events": "F21", "claims": "CX28"}
REASON = "The retelling was garbled."


def later(folder: Path) -> Dataset:
    """The bundled package with these rows, as version 1.10.0."""
    package = copied(folder)
    descriptor = folder / "datapackage.json"
    text = descriptor.read_text("utf-8")
    descriptor.write_text(re.sub(r'"version": "[0-9.]+"', '"version": "1.10.0"', text, count=1), "utf-8")
    only_the_first_version(package)
    for table, rows in ROWS.items():
        package.append(table, rows)
    for table, row in WITHDRAWN.items():
        _withdraw(package, table, row)
    dataset = load(folder)
    assert dataset.problems == ()
    return dataset


def only_the_first_version(package: Package) -> None:
    """Takes the later lines out of the table of versions."""
    lines = package.path("versions").read_text("utf-8").splitlines(keepends=True)
    package.path("versions").write_text("".join(lines[:2]), "utf-8")


def _withdraw(package: Package, table: str, row: str) -> None:
    lines = package.path(table).read_text("utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{row},"))
    assert ",1.0.0,," in lines[at]
    lines[at] = lines[at].replace(",1.0.0,,", f",1.0.0,1.10.0,{REASON}")
    package.path(table).write_text("\n".join(lines), "utf-8")
