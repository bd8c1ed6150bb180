"""HTML attributes whose names are no Python names."""

from __future__ import annotations

from typing import Any


def attributes(values: dict[str, str]) -> dict[str, Any]:
    """`data-*` and `aria-*` attributes as keyword arguments: `html.Div(**attributes({"data-x": "1"}))`.

    Dash's components are typed argument by argument and know no wildcard names; `Any` says so once.
    """
    return dict(values)
