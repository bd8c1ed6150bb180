"""The one bridge from a frame to plain rows."""

from __future__ import annotations

from typing import Any

import pandas as pd


def records_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of `frame` as dicts by column name, cells as plain Python values.

    By columns, because `DataFrame.to_dict("records")` goes through every cell several times over.
    """
    names = [str(name) for name in frame.columns]
    columns = [frame[name].tolist() for name in frame.columns]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]
