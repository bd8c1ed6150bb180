"""What an importer of one dataset has to offer to the common run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from data.importers.cells import Cells
from data.importers.day_order import Days
from data.importers.drafts import Draft
from data.importers.header import Layout

NO_ID: Final = "the row has no id"
DISAGREE: Final = "the date and the year column disagree"


@dataclass(frozen=True)
class Format:
    """A dataset in delimited files.

    Attributes:
        name: as it is called on the command line.
        title: full name, for people.
        licence: its terms in words.
        layout: its columns.
        dates: the columns that hold days, for deciding the order of day and month.
        point: the coordinates of a row as (latitude, longitude), whatever they stand for; None where it has
            none.
        draft: the event that a row tells.
    """

    name: str
    title: str
    licence: str
    layout: Layout
    dates: tuple[str, ...]
    point: Callable[[Cells], tuple[float, float] | None]
    draft: Callable[[Cells, Days], Draft]
