"""The publications behind a selection, for people (text) and reference managers (BibTeX, CSL-JSON)."""

from __future__ import annotations

import calendar
import json
import re
from typing import Any, Final
from urllib.parse import quote

from pybtex.database import BibliographyData, Entry  # type: ignore[import-untyped]
from pybtex.database.output.bibtex import Writer  # type: ignore[import-untyped]

from data import dates
from data.dataset import Dataset
from data.export.left_out import exported
from data.export.manifest import Manifest, in_words
from data.export.rows import sources_of
from data.selection import Selection
from data.wording import citation

AUTHORS: Final = "The Panj authors"
_TITLE_SHOWN: Final = "title shown"
_SINGLE: Final = re.compile(r"\d{4}(-\d\d){0,2}[~?%]?")
_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)

_TYPES: Final = (
    ("encyclopaedia", "entry-encyclopedia"),
    ("magazine", "article-magazine"),
    ("news", "article-newspaper"),
    ("blog", "post-weblog"),
    ("report", "report"),
    ("data", "dataset"),
)
"""A word in the kind of a source -> its type in CSL 1.0.2; all others are web pages."""


def cited(selection: Selection) -> list[str]:
    """Ids of the publications behind the selected and the undated events, in the order of the dataset."""
    behind = {source for event in exported(selection) for source in sources_of(selection.dataset, event)}
    return [source for source in selection.dataset.tables["sources"]["id"] if source in behind]


def plain_text(selection: Selection, found: Manifest) -> bytes:
    """The manifest in words, then one numbered line for each publication."""
    dataset = selection.dataset
    lines = [
        f"{number}. {citation(dataset, source)} [{remarks(dataset, source)}]"
        for number, source in enumerate(cited(selection), start=1)
    ]
    none = [] if lines else ["No publication: no event is selected."]
    return "\n".join([*in_words(found), "", *lines, *none, ""]).encode("utf-8")


def remarks(dataset: Dataset, source: str) -> str:
    """What a citation must not hide: whose words the title is, how the date is known, how much was read."""
    row = dataset.row("sources", source)
    parts = [f"Panj source {source}"]
    if row["title_basis"] != _TITLE_SHOWN:
        parts.append(f"title {row['title_basis']}")
    parts.append(f"date basis: {row['date_basis'] or 'not said'}" if row["published"] else "no date known")
    return "; ".join([*parts, f"read: {row['read_as']}"])


def known_date(published: str) -> tuple[int, ...]:
    """Year, month, day of an EDTF string as far as they are certain: (2024,) of `2024-02~`, () of a blank."""
    if not published:
        return ()
    bounds = dates.parse(published)
    first, last = dates.to_date(bounds.start_earliest), dates.to_date(bounds.end_latest)
    if first is None or last is None:
        return ()
    known: list[int] = []
    for one, other in zip(first.timetuple()[:3], last.timetuple()[:3], strict=True):
        if one != other:
            break
        known.append(one)
    return tuple(known)


# --- BibTeX


class _Verbatim(Writer):
    """Addresses stay as they are: TeX reads them verbatim, an escaped underscore would be part of them."""

    def _encode(self, text: str) -> str:
        return text if _ADDRESS.match(text) else str(super()._encode(text))


def bibtex(selection: Selection, found: Manifest) -> bytes:
    """The manifest as a comment, an entry for the dataset, then one for each publication.

    `year` and `month` are there only where they are certain; `date` holds the EDTF string for BibLaTeX.
    """
    entries = {"panj": _dataset_entry(found)}
    for source in cited(selection):
        entries[re.sub(r"[^A-Za-z0-9:_-]", "-", source)] = _entry(selection.dataset, source)
    header = "\n".join(f"% {line}" for line in map(_comment, in_words(found)))
    written = _Verbatim(encoding="utf-8").to_string(BibliographyData(entries))
    return f"{header}\n\n{written}".encode()


def _comment(line: str) -> str:
    """A line outside all entries; there an at sign would begin one."""
    return _one_line(line).replace("@", "(at)")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    """Text in which TeX finds neither a command, a group nor a formula; the writer escapes the rest."""
    safe = _one_line(text).replace("{", "(").replace("}", ")")
    return safe.replace("\\", "\\textbackslash{}").replace("$", "\\$").replace("^", "\\textasciicircum{}")


def _whole(text: str) -> str:
    """A title or a body that no style may lower or split into names."""
    return f"{{{_plain(text)}}}"


def _dataset_entry(found: Manifest) -> Entry:
    fields = [
        ("title", _whole(found.title)),
        ("howpublished", _plain(f"Dataset, version {found.version}, release {found.release}")),
        ("note", _plain(f"{found.sentence}. {found.caveat}")),
    ]
    if _ADDRESS.match(found.link):
        fields.append(("url", _address(found.link)))
    return Entry("misc", [("author", _whole(AUTHORS)), *fields])


def _entry(dataset: Dataset, source: str) -> Entry:
    row = dataset.row("sources", source)
    known = known_date(row["published"])
    fields = [("title", _whole(row["title"]))]
    if row["publisher"]:
        fields.append(("howpublished", _plain(row["publisher"])))
    if known:
        fields.append(("year", str(known[0])))
    if len(known) > 1:
        fields.append(("month", calendar.month_name[known[1]]))
    if _SINGLE.fullmatch(row["published"]):
        fields.append(("date", row["published"]))
    if _ADDRESS.match(row["address"]):
        fields.append(("url", _address(row["address"])))
    return Entry("misc", [*fields, ("note", _plain(remarks(dataset, source)))])


def _address(address: str) -> str:
    """An address without a character that would end a field; what is escaped already stays so."""
    return quote(address, safe="%:/?#[]@!$&'()*+,;=~-._")


# --- CSL-JSON


def csl_json(selection: Selection, found: Manifest) -> bytes:
    """CSL-JSON: the dataset itself first, its manifest in `custom`, then one item for each publication."""
    items = [_dataset_item(found), *(_item(selection.dataset, source) for source in cited(selection))]
    return json.dumps(items, ensure_ascii=False, indent=1, allow_nan=False).encode("utf-8")


def _dataset_item(found: Manifest) -> dict[str, Any]:
    item = {
        "id": "panj",
        "type": "dataset",
        "title": found.title,
        "author": [{"literal": AUTHORS}],
        "version": found.version,
        "note": f"{found.sentence}. {found.caveat}",
        "custom": found.as_dict(),
    }
    return {**item, "URL": found.link} if _ADDRESS.match(found.link) else item


def _item(dataset: Dataset, source: str) -> dict[str, Any]:
    row = dataset.row("sources", source)
    kind = next((csl for word, csl in _TYPES if word in row["kind"].lower()), "webpage")
    item: dict[str, Any] = {"id": source, "type": kind, "title": row["title"]}
    if row["publisher"]:
        item["container-title" if kind.startswith("article") else "publisher"] = row["publisher"]
    if row["published"]:
        item["issued"] = _issued(row["published"])
        item["custom"] = {"edtf": row["published"]}
    if _ADDRESS.match(row["address"]):
        item["URL"] = row["address"]
    return {**item, "note": remarks(dataset, source)}


def _issued(published: str) -> dict[str, Any]:
    """A date no more precise than it is known: its certain parts, `circa` if it is qualified, else words."""
    known = known_date(published)
    if not known:
        return {"literal": dates.in_words(published)}
    parts: dict[str, Any] = {"date-parts": [list(known)]}
    return {**parts, "circa": True} if published[-1] in "~?%" else parts
