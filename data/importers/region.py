"""A region to which an import keeps."""

from __future__ import annotations

from typing import NamedTuple


class Region(NamedTuple):
    """Degrees, WGS 84; where `west` is greater than `east` it spans the 180th meridian."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether a point lies in it, its edges included."""
        if not self.south <= latitude <= self.north:
            return False
        if self.west <= self.east:
            return self.west <= longitude <= self.east
        return longitude >= self.west or longitude <= self.east


def read_region(text: str) -> Region:
    """`west,south,east,north`.

    Raises:
        ValueError: it is none; the text is one sentence that names it.
    """
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        raise ValueError(f"{text!r} is no region (write west,south,east,north in degrees)") from None
    region = Region(west, south, east, north)
    if not (abs(west) <= 180 and abs(east) <= 180 and -90 <= south <= north <= 90):
        raise ValueError(f"{text!r} is no region of the globe (west,south,east,north in degrees)")
    return region
