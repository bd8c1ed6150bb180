"""`python -m data import FORMAT FILE… --into PACKAGE`: foreign files into a collection.

Exit code 0 when every row is accounted for without a fault, 1 when rows were left out for faults in them (the
collection is written all the same), 2 when the call is wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tqdm import tqdm

from data.collections.writer import TargetError
from data.importers.files import FileError
from data.importers.region import Region, read_region
from data.importers.run import FORMATS, Options, import_files

OK, ROWS_REJECTED, CALL_WRONG = 0, 1, 2


def register(parser: argparse.ArgumentParser) -> None:
    """Give the parser of `import` its arguments."""
    parser.add_argument("dataset", choices=FORMATS)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--into", required=True, type=Path, metavar="PACKAGE", help="folder to be made")
    parser.add_argument(
        "--region", type=_region, metavar="W,S,E,N", help="only rows whose coordinates lie in it"
    )
    parser.add_argument("--mapping", type=Path, metavar="FILE", help="the columns of a spreadsheet")
    parser.add_argument("--withdrawn", type=Path, metavar="FILE", help="ids that the dataset has withdrawn")
    parser.add_argument("--version", default="", metavar="TEXT", help="version of the dataset")
    parser.add_argument("--replace", action="store_true", help="replace a collection that is there")


def _region(text: str) -> Region:
    try:
        return read_region(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def run(call: argparse.Namespace) -> int:
    """Import, and print the account."""
    try:
        with _bar(call.files) as progress:
            options = Options(
                region=call.region,
                mapping=call.mapping,
                withdrawn=call.withdrawn,
                version=call.version,
                replace=call.replace,
                progress=progress,
            )
            account = import_files(call.dataset, call.files, call.into, options)
    except (FileError, TargetError) as error:
        return _wrong(str(error))
    except OSError as error:
        return _wrong(f"{error.filename or call.into}: {error.strerror or error}.")
    sys.stdout.write(account.in_words() + "\n")
    return ROWS_REJECTED if account.faults else OK


def _wrong(message: str) -> int:
    sys.stderr.write(message + "\n")
    return CALL_WRONG


@contextmanager
def _bar(files: list[Path]) -> Iterator[Callable[[int], None]]:
    """A progress bar over the bytes of all files, on a terminal only."""
    total = sum(path.stat().st_size for path in files)
    with tqdm(total=total, unit="B", unit_scale=True, file=sys.stderr, disable=None) as bar:

        def progress(read: int) -> None:
            bar.update(min(read, total) - bar.n)

        yield progress
