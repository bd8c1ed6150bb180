"""`python -m data validate|query`: what curators and tests use. Messages go to standard error.

Exit code 0 when all is well, 1 when the data are wrong, 2 when the call is.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import logging
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

from data import records
from data.briefs import load_briefs
from data.dataset import BUNDLED, load
from data.describe import sentence
from data.query import KEYS, read_pairs
from data.selection import Selection, select
from data.validation import PackageError, check

OK, DATA_WRONG, CALL_WRONG = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    logging.basicConfig(stream=sys.stderr, format="%(message)s")
    call = _parser().parse_args(arguments)
    try:
        return validate(call.package) if call.command == "validate" else query(call)
    except PackageError as error:
        _say(str(error))
        return DATA_WRONG
    except BrokenPipeError:  # the reader (head, less) has seen enough
        sys.stdout = None
        return OK


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description="Check and query a Panj dataset.")
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser(
        "validate", help="every table against schema, keys, vocabularies and rules"
    )
    checking.add_argument("package", nargs="?", type=Path, default=BUNDLED)
    asking = commands.add_parser("query", help="the events that pass the filters")
    for key in KEYS:
        option = {"dest": f"key_{key}", "action": "append", "metavar": "VALUE"}
        if key == "parts":
            asking.add_argument("--parts", **option, nargs="?", const="1")  # type: ignore[arg-type]
        else:
            asking.add_argument(f"--{key}", **option)  # type: ignore[arg-type]
    asking.add_argument("--package", type=Path, default=BUNDLED)
    asking.add_argument("--format", choices=("table", "json", "csv", "geojson"), default="table")
    return parser


def validate(package: Path) -> int:
    """Say everything that is wrong with a package: its rows, then its briefs."""
    checked = check(package)
    problems = [*map(str, checked.problems), *_brief_problems(package)]
    for problem in problems:
        print(problem)
    rows = sum(map(len, checked.tables.values()))
    if problems:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        _say(f"{count}; {rows} rows of {len(checked.tables)} tables are sound.")
        return DATA_WRONG
    _say(f"All is well: {rows} rows in {len(checked.tables)} tables.")
    return OK


def _brief_problems(package: Path) -> list[str]:
    """What is wrong with the briefs of a package, checked against the rows of it that are sound."""
    if not any((package / "briefs").glob("*.yaml")):
        return []
    return [str(problem) for problem in load_briefs(load(package))[1]]


def query(call: argparse.Namespace) -> int:
    """Print the selection; a value that cannot be used is an error of the call."""
    pairs = [(key, value) for key in KEYS for value in getattr(call, f"key_{key}") or ()]
    filters, refused = read_pairs(pairs)
    dataset = load(call.package)
    for problem in dataset.problems:
        _say(f"set aside: {problem}")
    selection = select(dataset, filters)
    for notice in (*refused, *selection.notices):
        _say(notice)
    print(_printed(selection, call.format), flush=True)
    if refused or selection.notices:
        return CALL_WRONG
    return DATA_WRONG if dataset.problems else OK


def _printed(selection: Selection, form: str) -> str:
    if form == "json":
        return json.dumps(records.as_dict(selection), ensure_ascii=False, indent=1)
    if form == "geojson":
        return json.dumps(records.as_geojson(selection), ensure_ascii=False, indent=1)
    if form == "csv":
        written = io.StringIO()
        csv.writer(written, lineterminator="\n").writerows(records.as_rows(selection))
        return written.getvalue().rstrip("\n")
    lines = [sentence(selection), ""]
    for record in records.events(selection):
        title = textwrap.shorten(record["title"], 78, placeholder=" …")
        lines.append(f"{record['id']:<5} {record['when']:<9} {record['date'] or '–':<26} {title}")
    return "\n".join(lines)


def _say(message: str) -> None:
    print(message, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
