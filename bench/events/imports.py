"""How fast a file becomes a collection, beside how fast pandas reads it, and in how much memory."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench import layouts
from bench.serve import REPOSITORY

SHARES: Final = (2, 1)
"""The smaller file has half the rows of the larger."""
IMPORT: Final = "import data.__main__ as program; began = perf_counter(); status = program.main()"
READ: Final = "import pandas; began = perf_counter(); status = 0; pandas.read_csv(sys.argv[1])"
BEFORE: Final = "import re, sys; from time import perf_counter; "
AFTER: Final = """
held = re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]
print(f"\\n{status} {perf_counter() - began} {held}")
"""
"""Prints how it ended, its seconds, and the most memory it held in KiB; what the system tells a parent of its
child is at least the parent's own."""


@dataclass(frozen=True)
class Run:
    """One program on one file: wall seconds without its start, and the most memory it held, in bytes."""

    rows: int
    size: int
    seconds: float
    memory: int


@dataclass(frozen=True)
class Imports:
    """Runs on the smaller and on the larger file."""

    ours: tuple[Run, ...]
    pandas: tuple[Run, ...]

    @property
    def rates(self) -> tuple[float, float]:
        """Rows a second of the import and of pandas, on the larger file."""
        return self.ours[-1].rows / self.ours[-1].seconds, self.pandas[-1].rows / self.pandas[-1].seconds


def measured(rows: int, into: Path) -> Imports:
    """Import two invented files in ACLED's layout and read them with pandas, by turns.

    Args:
        rows: of the larger file.
        into: a folder for the files.

    Raises:
        RuntimeError: an import ends with an error.
    """
    ours, pandas = [], []
    for share in SHARES:
        file = into / f"acled-{share}.csv"
        layouts.write_csv("acled", file, rows // share)
        imported = ["import", "acled", str(file), "--into", str(into / f"acled-{share}"), "--replace"]
        ours.append(_run(IMPORT, imported, file, rows // share))
        pandas.append(_run(READ, [str(file)], file, rows // share))
        file.unlink()
    return Imports(tuple(ours), tuple(pandas))


def _run(program: str, arguments: list[str], file: Path, rows: int) -> Run:
    command = [sys.executable, "-c", BEFORE + program + AFTER, *arguments]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    status, seconds, held = (done.stdout.splitlines()[-1:] or [""])[0].split() or ("1", "0", "0")
    if done.returncode or status not in ("0", "1"):  # 1: rows were left out, and every one is named
        told = (done.stderr.strip() or "nothing said").splitlines()[-1]
        raise RuntimeError(f"{' '.join(arguments[:2])} ended with {status}: {told}")
    return Run(rows, file.stat().st_size, float(seconds), int(held) * 1024)
