"""Citations: the sources of the selection and no other, dates no more precise than they are known."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from bibtexparser.bparser import BibTexParser  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string  # type: ignore[import-untyped]

from data.dataset import Dataset
from data.export import Manifest, bibtex, csl_json, plain_text
from data.export.citations import cited, known_date
from data.filters import Filters
from data.selection import Selection
from tests.data.cases import with_tables
from tests.data.export_cases import BASE, exports_of, random_filters

CSL_TYPES = {"dataset", "webpage", "article-newspaper", "article-magazine", "entry-encyclopedia", "report",
             "post-weblog"}  # fmt: skip
CSL_FIELDS = {"id", "type", "title", "publisher", "container-title", "issued", "custom", "URL", "note",
              "author", "version"}  # fmt: skip


def entries(text: str) -> list[dict[str, str]]:
    """As another program than its writer reads them."""
    return list(BibTexParser(common_strings=True).parse(text).entries)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_every_format_cites_the_sources_of_the_selection_and_no_other(
    dataset: Dataset, data: st.DataObject
) -> None:
    selection, found = exports_of(dataset, data.draw(random_filters(dataset)))
    events = {*selection.events["id"], *selection.undated["id"]}
    table = dataset.tables["event_sources"]
    own = set(table.loc[table["event"].isin(events), "source"])
    sources = cited(selection)
    assert own <= set(sources) and bool(sources) == bool(events)
    assert [item["id"] for item in json.loads(csl_json(selection, found))] == ["panj", *sources]
    assert sorted(entry["ID"] for entry in entries(bibtex(selection, found).decode())) == sorted(
        ["panj", *sources]
    )
    lines = plain_text(selection, found).decode()
    assert re.findall(r"\[Panj source (\w+)", lines) == sources


def test_the_bibtex_is_read_by_its_own_reader_too(dataset: Dataset) -> None:
    selection, found = exports_of(dataset, Filters())
    read = parse_string(bibtex(selection, found).decode(), "bibtex")
    assert list(read.entries) == ["panj", *cited(selection)]
    assert read.entries["panj"].fields["url"] == BASE


def test_they_carry_the_manifest(dataset: Dataset) -> None:
    selection, found = exports_of(dataset, Filters(thread=("courts",), from_="2010"))
    items = json.loads(csl_json(selection, found))
    assert items[0]["custom"] == found.as_dict() and items[0]["URL"] == found.link
    header, _, rest = bibtex(selection, found).decode().partition("\n\n")
    assert found.sentence in header and found.caveat in header and rest.startswith("@misc{panj,")
    assert all(line.startswith("% ") for line in header.splitlines())
    assert plain_text(selection, found).decode().startswith(found.sentence)


def test_the_csl_items_have_only_what_the_format_knows(dataset: Dataset) -> None:
    for item in json.loads(csl_json(*exports_of(dataset, Filters()))):
        assert item["type"] in CSL_TYPES and set(item) <= CSL_FIELDS and item["title"]
        issued = item.get("issued", {})
        assert set(issued) <= {"date-parts", "circa", "literal"}
        assert all(1 <= len(part) <= 3 for part in issued.get("date-parts", []))


@pytest.mark.parametrize(
    ("published", "known", "issued"),
    [
        ("2024-02-23", (2024, 2, 23), {"date-parts": [[2024, 2, 23]]}),
        ("2024-02", (2024, 2), {"date-parts": [[2024, 2]]}),
        ("2024", (2024,), {"date-parts": [[2024]]}),
        ("2024-02~", (2024,), {"date-parts": [[2024]], "circa": True}),
        ("2024-01~", (), {"literal": "on an unknown day in about January 2024"}),
        ("2021-07-27~", (2021, 7), {"date-parts": [[2021, 7]], "circa": True}),
        ("2015~", (), {"literal": "on an unknown day in about 2015"}),
        ("[2023-12-01..2023-12-10]", (2023, 12), {"date-parts": [[2023, 12]]}),
        ("[..2023-12-10]", (), {"literal": "on an unknown day, 10 December 2023 or before"}),
        ("", (), None),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(
    dataset: Dataset, published: str, known: tuple[int, ...], issued: dict[str, Any] | None
) -> None:
    assert known_date(published) == known
    sources = dataset.tables["sources"].copy()
    sources.loc[sources["id"] == "S01", "published"] = published
    selection, found = exports_of(with_tables(dataset, sources=sources), Filters(id=("E02",)))
    item = next(item for item in json.loads(csl_json(selection, found)) if item["id"] == "S01")
    assert item.get("issued") == issued
    entry = next(entry for entry in entries(bibtex(selection, found).decode()) if entry["ID"] == "S01")
    assert entry.get("year") == (str(known[0]) if known else None)
    assert ("month" in entry) == (len(known) > 1)
    assert ("no date known" in entry["note"]) == (published == "")


def test_a_title_that_is_not_the_publication_s_own_says_so(dataset: Dataset) -> None:
    items = {item["id"]: item for item in json.loads(csl_json(*exports_of(dataset, Filters())))}
    for source, item in items.items():
        if source != "panj":
            basis = dataset.row("sources", source)["title_basis"]
            assert ("title described" in item["note"]) == (basis != "title shown")
            assert "read: " in item["note"]


HOSTILE = [
    "@misc{evil, title={x}}",
    "}{",
    "{{{",
    "\\input{secret}",
    "50% & $5_a^2 # ~",
    '"quoted"',
    "a\nb\r\nc",
]


def hostile(dataset: Dataset, text: str) -> tuple[Selection, Manifest]:
    sources = dataset.tables["sources"].copy()
    for column in ("title", "publisher", "read_as"):
        sources[column] = text
    sources["address"] = f"https://panj.example/{text}"
    return exports_of(with_tables(dataset, sources=sources), Filters(id=("E02",), q=("@book{", text)))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_breaks_out_of_its_entry(dataset: Dataset, text: str) -> None:
    selection, found = hostile(dataset, text)
    written = bibtex(selection, found).decode()
    names = ["panj", *cited(selection)]
    assert list(parse_string(written, "bibtex").entries) == names
    assert sorted(entry["ID"] for entry in entries(written)) == sorted(names)
    assert "\\input" not in written.partition("\n\n")[2]
    assert json.loads(csl_json(selection, found))[0]["id"] == "panj"


def test_an_address_that_is_none_is_no_link(dataset: Dataset) -> None:
    sources = dataset.tables["sources"].copy()
    sources["address"] = "javascript:alert(1)"
    selection, found = exports_of(with_tables(dataset, sources=sources), Filters(id=("E02",)))
    assert all("URL" not in item for item in json.loads(csl_json(selection, found))[1:])
    assert "javascript" not in bibtex(selection, found).decode()
