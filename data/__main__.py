"""`python -m data validate|query|publish|import`: what curators and tests use. Messages go to standard error.

Exit code 0 when all is well, 1 when the data are wrong, 2 when the call is.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import logging
import os
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from data import records
from data.dataset import BUNDLED, load
from data.describe import sentence
from data.importers import command
from data.publishing import publish
from data.query import KEYS, read_pairs
from data.release_folder import RELEASES, RefusedError, problems_of, read_manifest, rows_of
from data.selection import Selection, select
from data.validation import PackageError

OK, DATA_WRONG, CALL_WRONG = 0, 1, 2
INTO = "PANJ_RELEASES"
"""The variable that also tells the server where releases are (portal/settings.py)."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    logging.basicConfig(stream=sys.stderr, format="%(message)s")
    call = _parser().parse_args(arguments)
    try:
        return COMMANDS[call.command](call)
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
    publishing = commands.add_parser("publish", help="check a package and have the servers switch to it")
    publishing.add_argument("package", type=Path, metavar="DIR")
    publishing.add_argument("--into", metavar="FOLDER", help=f"default: the variable {INTO}")
    publishing.add_argument("--keep", type=_count, metavar="N", help="remove all but the N newest releases")
    importing = commands.add_parser("import", help="foreign files as a collection of their own")
    command.register(importing)
    return parser


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1")
    return int(text)


def validate(call: argparse.Namespace) -> int:
    """Say everything that is wrong with a package: its rows, then its briefs."""
    dataset = load(call.package)
    problems = problems_of(dataset)
    for problem in problems:
        print(problem)
    rows = f"{rows_of(dataset)} rows"
    if problems:
        _say(f"{_count_of(problems)}; {rows} of {len(dataset.tables)} tables are sound.")
        return DATA_WRONG
    _say(f"All is well: {rows} in {len(dataset.tables)} tables.")
    return OK


def _count_of(problems: Sequence[object]) -> str:
    return "1 problem" if len(problems) == 1 else f"{len(problems)} problems"


def publish_package(call: argparse.Namespace) -> int:
    """Publish a package; one with problems is refused, all of them are said, and nothing changes."""
    named = os.environ.get(INTO, "").strip() if call.into is None else call.into
    if not named:
        _say(f"Say where to publish: --into FOLDER, or the variable {INTO}.")
        return CALL_WRONG
    folder = Path(named).expanduser()
    try:
        release = publish(call.package, folder, keep=call.keep)
        rows = read_manifest(folder / RELEASES / release).rows
    except RefusedError as error:
        for problem in error.problems:
            print(problem)
        _say(f"{_count_of(error.problems)}; nothing was published.")
        return DATA_WRONG
    except OSError as error:
        _say(f"{error.filename or folder}: cannot be written ({error.strerror}).")
        return CALL_WRONG
    _say(f"Published {release} with {rows} rows in {folder}.")
    return OK


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


COMMANDS: Final = {"validate": validate, "query": query, "publish": publish_package, "import": command.run}


if __name__ == "__main__":
    sys.exit(main())
