"""Check a package of tables against its one schema and say everything that is wrong, at once.

Types, required cells, patterns, enums, primary and foreign keys are frictionless' work (it reads the same
datapackage.json); the rules that no table schema can state (dates, chains, points) are `data.rules`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

import pandas as pd

from data import rules


class PackageError(Exception):
    """A package that cannot be used at all; its text is one sentence that names the file."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with the data.

    `row` is the line of the file counted from 1 with the header as line 1, or 0 for the file as a whole.
    """

    file: str
    row: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.row}" if self.row else self.file
        what = f", {self.column}" if self.column else ""
        value = f" = {self.value!r}" if self.value else ""
        return f"{where}{what}{value}: {self.reason}"


@dataclass(frozen=True)
class Checked:
    """Tables whose bad rows are set aside.

    `tables`: name -> frame of strings ("" = missing), index = line of the file. `problems`: sorted.
    """

    descriptor: dict[str, Any]
    tables: dict[str, pd.DataFrame]
    problems: tuple[Problem, ...]


def check(folder: Path) -> Checked:
    """Read and check every table of the package in `folder`.

    Raises:
        PackageError: the descriptor or a whole table cannot be read (missing, not UTF-8, wrong header).
    """
    descriptor = read_descriptor(folder)
    tables = {resource["name"]: _read(folder, resource) for resource in descriptor["resources"]}
    problems: set[Problem] = set()
    for resource in descriptor["resources"]:
        problems |= set(_cell_problems(resource, tables[resource["name"]]))
    problems |= set(_key_problems(descriptor, tables))
    problems |= {_named(descriptor, fault) for fault in rules.faults(tables)}
    kept = _without_bad_rows(descriptor, tables, problems)
    return Checked(descriptor, kept[0], tuple(sorted(kept[1])))


def read_descriptor(folder: Path) -> dict[str, Any]:
    """The package's `datapackage.json`.

    Raises:
        PackageError: missing, not JSON, or without resources.
    """
    path = folder / "datapackage.json"
    try:
        descriptor = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PackageError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise PackageError(f"{path}: is not JSON ({error})") from error
    if not isinstance(descriptor, dict) or not isinstance(descriptor.get("resources"), list):
        raise PackageError(f"{path}: lists no resources")
    for number, resource in enumerate(descriptor["resources"], start=1):
        if reason := _resource_fault(resource):
            raise PackageError(f"{path}: resource {number} {reason}")
    tables = columns_of(descriptor)
    for resource in descriptor["resources"]:
        for _, target, column in _foreign_keys(resource):
            if column not in tables.get(target, ()):
                raise PackageError(
                    f"{path}: {resource['name']} points at {target}.{column}, which is not there"
                )
    return descriptor


def columns_of(descriptor: dict[str, Any]) -> dict[str, list[str]]:
    """Table -> its columns, in order."""
    return {
        resource["name"]: [field["name"] for field in resource["schema"]["fields"]]
        for resource in descriptor["resources"]
    }


def _resource_fault(resource: Any) -> str:
    """Why a resource of the descriptor cannot be read, or "" if it can."""
    if not isinstance(resource, dict):
        return "is no object"
    if not isinstance(resource.get("name"), str) or not isinstance(resource.get("path"), str):
        return "has no name or no path"
    path = PurePosixPath(resource["path"])
    if path.is_absolute() or ".." in path.parts or "://" in resource["path"]:
        return f"has the path {resource['path']!r}, which leaves the package"
    schema = resource.get("schema")
    schema = schema if isinstance(schema, dict) else {}
    fields = schema.get("fields")
    if not isinstance(fields, list) or not all(_is_named(field) for field in fields):
        return f"({resource['name']}) has no schema with fields"
    columns = [field["name"] for field in fields]
    keys = schema.get("foreignKeys", [])
    if not isinstance(keys, list) or not all(_is_key(key, columns) for key in keys):
        return f"({resource['name']}) has a foreign key that is not one column of it and one of another table"
    return ""


def _is_named(field: Any) -> bool:
    return isinstance(field, dict) and isinstance(field.get("name"), str)


def _is_key(key: Any, columns: list[str]) -> bool:
    """Whether a foreign key is one column of the table's `columns` that points at one column elsewhere."""
    target = key.get("reference") if isinstance(key, dict) else None
    return (
        isinstance(target, dict)
        and isinstance(target.get("resource", ""), str)
        and key.get("fields") in [[column] for column in columns]
        and isinstance(target.get("fields"), list)
        and len(target["fields"]) == 1
    )


def _foreign_keys(resource: dict[str, Any]) -> Iterable[tuple[str, str, str]]:
    """(column, table it points at, column there) of every key; the package has keys of one column only."""
    for key in resource["schema"].get("foreignKeys", []):
        target = key["reference"]
        yield key["fields"][0], target.get("resource") or resource["name"], target["fields"][0]


def _read(folder: Path, resource: dict[str, Any]) -> pd.DataFrame:
    """One table as strings; the index holds the line number of each row."""
    path = folder / resource["path"]
    expected = [field["name"] for field in resource["schema"]["fields"]]
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise PackageError(f"{resource['path']}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise PackageError(f"{resource['path']}: is not UTF-8 (byte {error.start})") from error
    if "\0" in text:
        raise PackageError(f"{resource['path']}: holds a NUL character, so it is no text table")
    # By line feeds only: a cell may hold other characters that Python takes for the end of a line.
    reader = csv.reader(io.StringIO(text), strict=True)
    start = 1
    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        header = next(reader, [])
        if header != expected:
            raise PackageError(f"{resource['path']}: its header is {_difference(header, expected)}")
        start = reader.line_num + 1
        for row in reader:
            if row:
                rows.append(row)
                lines.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        raise PackageError(f"{resource['path']}, line {start}: the row cannot be read ({error})") from error
    ragged = next((i for i, row in enumerate(rows) if len(row) != len(expected)), None)
    if ragged is not None:
        raise PackageError(
            f"{resource['path']}, line {lines[ragged]}: {len(rows[ragged])} cells where the header has"
            f" {len(expected)}"
        )
    return pd.DataFrame(rows, columns=expected, index=pd.Index(lines, dtype="int64"), dtype=object)


def _difference(header: list[str], expected: list[str]) -> str:
    missing = [name for name in expected if name not in header]
    extra = [name for name in header if name not in expected]
    if missing or extra:
        parts = [f"without {', '.join(missing)}"] if missing else []
        parts += [f"with the unknown {', '.join(repr(name) for name in extra)}"] if extra else []
        return " and ".join(parts)
    return "in another order than the schema's"


def _cell_problems(resource: dict[str, Any], table: pd.DataFrame) -> Iterable[Problem]:
    """Types and constraints of every cell, by frictionless."""
    # Imported here: it takes longer than the rest of the start, and only this function needs it.
    from frictionless import FrictionlessException, Resource, Schema, system

    names = list(table.columns)
    descriptor = {key: value for key, value in resource["schema"].items() if key != "foreignKeys"}
    with system.use_context(standards="v2"):
        try:
            schema = Schema.from_descriptor(descriptor)
        except FrictionlessException as error:
            raise PackageError(
                f"datapackage.json: the schema of {resource['name']} is wrong ({error})"
            ) from error
        source = Resource(data=[names, *table.to_numpy().tolist()], schema=schema)
        report = source.validate(limit_errors=100_000)
    # Frictionless counts rows, the header first; people count lines of the file.
    lines = table.index.to_list()
    unique = {field["name"] for field in resource["schema"]["fields"] if _is_unique(field)}
    key = resource["schema"].get("primaryKey") or []
    for number, column, cell, note, kind in report.flatten(
        ["rowNumber", "fieldName", "cell", "note", "type"]
    ):
        if kind == "primary-key" and (set(key) & unique or "None" in note):
            continue  # the column's own constraint has said so already
        line = lines[number - 2] if isinstance(number, int) and 2 <= number < len(lines) + 2 else 0
        value = "" if cell is None or kind == "primary-key" else str(cell)
        yield Problem(resource["path"], line, column or ", ".join(key), value, _sentence(note, lines))


def _is_unique(field: dict[str, Any]) -> bool:
    return bool(field.get("constraints", {}).get("unique"))


_NOTES: Final = (
    (re.compile(r'constraint "required" .*'), "must not be empty"),
    (re.compile(r'constraint "enum" is "\[(.*)\]"'), r"must be one of \1"),
    (re.compile(r'constraint "pattern" is "(.*)"'), r"does not have the form \1"),
    (re.compile(r'constraint "minimum" is "(.*)"'), r"must not be less than \1"),
    (re.compile(r'constraint "maximum" is "(.*)"'), r"must not be more than \1"),
    (re.compile(r'type is "(\w+)/.*"'), r"is no \1"),
    (re.compile(r"\s*"), "the row is empty"),
)
_SAME_AS: Final = re.compile(r"the same as in the row at position (\d+)")


def _sentence(note: str, lines: list[int]) -> str:
    """What frictionless notes, as a curator reads it; any other note as it is."""
    plain = note.strip().rstrip(".")
    if same := _SAME_AS.fullmatch(plain):
        return f"the same as in line {lines[int(same[1]) - 2]}"
    return next((form.sub(words, plain, count=1) for form, words in _NOTES if form.fullmatch(plain)), plain)


def _key_problems(descriptor: dict[str, Any], tables: dict[str, pd.DataFrame]) -> Iterable[Problem]:
    """Cells that point at a row that does not exist."""
    for resource in descriptor["resources"]:
        table = tables[resource["name"]]
        for column, target, there in _foreign_keys(resource):
            known = set(tables[target][there])
            cells = table[column]
            for line, value in cells[(cells != "") & ~cells.isin(known)].items():
                yield Problem(resource["path"], int(str(line)), column, value, f"no such row in {target}")


def _named(descriptor: dict[str, Any], fault: rules.Fault) -> Problem:
    path = next(r["path"] for r in descriptor["resources"] if r["name"] == fault.table)
    return Problem(path, fault.line, fault.column, fault.value, fault.reason)


def _without_bad_rows(
    descriptor: dict[str, Any], tables: dict[str, pd.DataFrame], problems: set[Problem]
) -> tuple[dict[str, pd.DataFrame], set[Problem]]:
    """Drop the rows that have a problem, then those that cannot stand without a dropped one (a link to it,
    a claim whose chain it was part of), until nothing changes.
    """
    kept = dict(tables)
    found = set(problems)
    while True:
        for resource in descriptor["resources"]:
            bad = {p.row for p in found if p.file == resource["path"]}
            table = kept[resource["name"]]
            kept[resource["name"]] = table[~table.index.isin(bad)]
        orphans = set(_key_problems(descriptor, kept))
        more = {replace(p, reason=f"points at {p.value}, which was set aside") for p in orphans}
        more |= {_named(descriptor, fault) for fault in rules.cut_chains(tables, kept)}
        if found and not more:
            more = {_named(descriptor, fault) for fault in rules.faults(kept)} - found
        if not more:
            return kept, found
        found |= more
