"""One import: files in, a collection out, and the account of every row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Final, Protocol

from data.collections.codes import Offers
from data.collections.writer import About, CollectionWriter
from data.dataset import load
from data.importers.accounting import OUTSIDE, Account, Ledger
from data.importers.acled import ACLED
from data.importers.delimited import DelimitedFile, Read
from data.importers.drafts import Draft, RowError
from data.importers.files import FileError, Limits
from data.importers.formats import Format
from data.importers.gdelt import GDELT
from data.importers.mapping import Mapping, load_mapping
from data.importers.offers import offers
from data.importers.region import Region
from data.importers.sheet import SheetFile
from data.importers.sheet_places import IsArea, known_areas
from data.importers.ucdp import UCDP
from data.importers.withdrawals import withdrawn_ids

DATASETS: Final = {form.name: form for form in (ACLED, UCDP, GDELT)}
SHEET: Final = "sheet"
FORMATS: Final = (*DATASETS, SHEET)
"""What can be imported: the datasets, and anybody's own spreadsheet."""


class Source(Protocol):
    """A file that is being read."""

    notices: list[str]

    def read(self, progress: Callable[[int], None]) -> Iterator[Read]:
        """Its rows, one at a time."""


@dataclass(frozen=True, slots=True)
class Options:
    """How an import is done.

    Attributes:
        region: rows whose coded coordinates lie outside it are left out.
        mapping: file of the confirmed columns of a spreadsheet.
        withdrawn: file with the ids that the dataset has withdrawn.
        version: of the dataset, as the caller knows it.
        replace: whether a collection that is there gives way.
        limits: how much is read.
        progress: told how many bytes of the files have been read, from all of them together.
        now: the moment of the import; a day after it cannot be right.
        names: what the files are called, where they lie under other names; one for each.
    """

    region: Region | None = None
    mapping: Path | None = None
    withdrawn: Path | None = None
    version: str = ""
    replace: bool = False
    limits: Limits = field(default_factory=Limits)
    progress: Callable[[int], None] = lambda read: None
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    names: tuple[str, ...] = ()

    def named(self, path: Path, place: int) -> str:
        """What the file at a place of the list is called."""
        return self.names[place] if self.names else path.name


def import_files(form: str, paths: Sequence[Path], into: Path, options: Options) -> Account:
    """Import files of one format into a new collection.

    Args:
        form: one of `FORMATS`.
        paths: the files, read in this order.
        into: folder of the collection.
        options: see there.

    Returns:
        What became of every row; it also stands in the collection.

    Raises:
        FileError: a file cannot be read as one of the format, or exceeds the limits.
        TargetError: `into` may not be written.
        OSError: it cannot be written.
    """
    dataset = DATASETS.get(form)
    mapping = load_mapping(options.mapping) if options.mapping else None
    withdrawn = withdrawn_ids(options.withdrawn, options.limits) if options.withdrawn else frozenset()
    about = _about(dataset, paths, options)
    with (
        CollectionWriter(into, about, _ours()[0], options.replace) as writer,
        Ledger(writer.draft) as ledger,
    ):
        _Import(writer, ledger, withdrawn, options).read(paths, partial(_source, dataset, mapping, options))
        writer.settle(ledger.supersede)
        ledger.close()
        writer.finish()
    return ledger.account


@cache
def _ours() -> tuple[Offers, IsArea]:
    """What the bundled dataset, which does not change while this runs, says of foreign names."""
    dataset = load()
    return offers(dataset), known_areas(dataset)


@dataclass
class _Import:
    """Rows on their way from the files into the collection or the account."""

    writer: CollectionWriter
    ledger: Ledger
    withdrawn: frozenset[str]
    options: Options

    def read(self, paths: Sequence[Path], source_of: Callable[[Path], Source]) -> None:
        """All files, one after the other."""
        done = 0
        for place, path in enumerate(paths):
            source, name = source_of(path), self.options.named(path, place)
            for row in source.read(lambda read, before=done: self.options.progress(before + read)):  # type: ignore[misc]
                self._enter(name, row)
            self.ledger.account.notices += [notice.replace(path.name, name) for notice in source.notices]
            done += path.stat().st_size
            self.options.progress(done)

    def _enter(self, file: str, row: Read) -> None:
        most = self.options.limits.max_rows
        if most is not None and self.ledger.account.rows == most:
            raise FileError(f"{file}: more than the {most:,} rows allowed.")
        self.ledger.read()
        if isinstance(row.outcome, RowError):
            self.ledger.reject(file, row.line, row.outcome, row.cells)
        elif (outside := self._outside(row.outcome)) is not None:
            self.ledger.reject(file, row.line, outside, row.cells)
        elif row.outcome.key in self.withdrawn:
            self.ledger.withdraw(file, row.line, row.outcome.key, row.cells)
        else:
            self.writer.add(row.outcome, file, row.line)
            self.ledger.accept()

    def _outside(self, draft: Draft) -> RowError | None:
        """Why a draft with a point outside the region is none of the collection. Datasets say so before, by
        the coordinates that stand for an area too; a spreadsheet has no others than its points."""
        north, east = draft.place.latitude, draft.place.longitude
        region = self.options.region
        if region is None or north is None or east is None or region.holds(north, east):
            return None
        return RowError(OUTSIDE, f"{north:g}, {east:g}")


def _source(dataset: Format | None, mapping: Mapping | None, options: Options, path: Path) -> Source:
    if dataset is None:
        return SheetFile(path, options.limits, _ours()[1], mapping)
    latest = options.now.date() + timedelta(days=1)  # it may be tomorrow where the file was made
    return DelimitedFile(path, dataset, options.limits, latest, options.region)


def _about(dataset: Format | None, paths: Sequence[Path], options: Options) -> About:
    files = tuple(options.named(path, place) for place, path in enumerate(paths))
    title = dataset.title if dataset else f"Spreadsheet {', '.join(files)}"
    return About(
        dataset=dataset.name if dataset else SHEET,
        dataset_title=title,
        dataset_version=options.version,
        licence=dataset.licence if dataset else "not stated",
        files=files,
        title=" ".join(filter(None, (title, options.version))),
        version=options.version or "1.0.0",
        created=options.now,
    )
