"""What visitors feel of a new release: the slowest answers of a quiet time and of one with a switch in it."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import filters
from bench.load import Load, ask
from bench.serve import gunicorn
from data.dataset import BUNDLED, load
from data.publishing import publish

CLIENTS: Final = 8
SECONDS: Final = 4.0


def measured() -> tuple[Load, Load]:
    """The loads of a time without and of a time with a switch, of a server that follows a folder.

    Raises:
        RuntimeError: the server does not start, or its clients fail.
    """
    quiet, switched = Load(), Load()
    with TemporaryDirectory(prefix="panj-bench-") as held:
        root = Path(held) / "releases"
        publish(BUNDLED, root)
        with gunicorn(PANJ_RELEASES=str(root)) as address:
            bodies = filters.bodies(address, load())
            ask(address, bodies, CLIENTS, Load(), 1.0)
            ask(address, bodies, CLIENTS, quiet, SECONDS)
            with _published_meanwhile(_changed(Path(held) / "package"), root):
                ask(address, bodies, CLIENTS, switched, SECONDS)
    return quiet, switched


def _changed(folder: Path) -> Path:
    """The bundled package with one row changed."""
    shutil.copytree(BUNDLED / "tables", folder / "tables")
    shutil.copytree(BUNDLED / "briefs", folder / "briefs")
    shutil.copy(BUNDLED / "datapackage.json", folder)
    events = folder / "tables" / "events.csv"
    events.write_text(events.read_text("utf-8").replace("E01,", "E01,Changed: ", 1), "utf-8")
    return folder


@contextmanager
def _published_meanwhile(package: Path, root: Path) -> Iterator[None]:
    """Publishes a quarter into the time; publishing has a processor's work of its own."""

    def later() -> None:
        time.sleep(SECONDS / 4)
        publish(package, root)

    thread = threading.Thread(target=later)
    thread.start()
    try:
        yield
    finally:
        thread.join()
