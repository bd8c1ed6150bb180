"""The one bridge from a frame to plain rows."""

from __future__ import annotations

from typing import Any, cast

import pandas as pd


def records_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of `frame` as dicts by column name (pandas' own type hints leave the key open)."""
    return cast("list[dict[str, Any]]", frame.to_dict("records"))
