"""How fast a file becomes a collection, beside how fast pandas reads it, and in how much memory."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench import layouts
from bench.serve import REPOSITORY

SHARES: Final = (4, 1)
"""The smaller file has a fourth of the rows of the larger."""
IMPORT: Final = "import sys, data.__main__ as program; sys.exit(program.main())"
READ: Final = "import sys, pandas; pandas.read_csv(sys.argv[1])"
WATCH: Final = """
import atexit, re
atexit.register(lambda: print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]))
"""
"""Prints the most memory that the program held, in KiB; what the system tells a parent of its child is at
least the parent's own."""


@dataclass(frozen=True)
class Run:
    """One program on one file: wall seconds with its start, and the most memory it held, in bytes."""

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
        """Rows a second of the import and of pandas, their start taken away."""
        return _rate(self.ours), _rate(self.pandas)


def _rate(runs: Sequence[Run]) -> float:
    few, many = runs[0], runs[-1]
    return (many.rows - few.rows) / max(many.seconds - few.seconds, 1e-9)


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
    command = [sys.executable, "-c", WATCH + program, *arguments]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    seconds = time.perf_counter() - began
    if done.returncode not in (0, 1) or not done.stdout:  # 1: rows were left out, and every one is named
        told = (done.stderr.strip() or "nothing said").splitlines()[-1]
        raise RuntimeError(f"{' '.join(arguments[:2])} ended with {done.returncode}: {told}")
    return Run(rows, file.stat().st_size, seconds, int(done.stdout.split()[-1]) * 1024)
