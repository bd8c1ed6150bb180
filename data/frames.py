"""The one bridge from a frame to plain rows."""

from __future__ import annotations

from typing import Any

import pandas as pd


def records_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of `frame` as dicts by column name, cells as plain Python values.

    All cells at once, because `DataFrame.to_dict("records")` goes through each several times over, and a
    frame that is asked for one column after another builds a series of each.
    """
    names = [str(name) for name in frame.columns]
    return [dict(zip(names, cells, strict=True)) for cells in frame.to_numpy(dtype=object).tolist()]
