"""Which rows of many have been superseded, in memory that does not grow with them.

A row is kept on the disk as 128 bits of its key's hash, its stamp and its number; the hashes are sorted one
part of the key space at a time. That two of ten million keys share a hash has a chance below 10⁻²⁴.
"""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import IO, Final

import numpy as np
from numpy.typing import NDArray

_ROW: Final = np.dtype([("high", "<u8"), ("low", "<u8"), ("stamp", "<i8"), ("row", "<i8")])
_PARTS: Final = 64
_STAMPS: Final = 2**63 - 1


class Newest:
    """The keys and stamps of numbered rows."""

    def __init__(self, folder: Path) -> None:
        """`folder` must exist; files are made in it."""
        self._folder = folder
        self._files: list[IO[bytes]] = [(folder / f"keys-{part:02}").open("wb") for part in range(_PARTS)]
        self.rows = 0

    def add(self, key: str, stamp: int) -> None:
        """The next row; a stamp beyond 64 bits counts as the greatest there is."""
        digest = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        held = max(-_STAMPS, min(stamp, _STAMPS)).to_bytes(8, "little", signed=True)
        self._files[digest[0] % _PARTS].write(digest + held + self.rows.to_bytes(8, "little"))
        self.rows += 1

    def superseded(self) -> NDArray[np.int64]:
        """Numbers of the rows of which another has the same key and a greater stamp, or the same and comes
        later; ascending."""
        self.close()
        found = [_older(np.fromfile(self._folder / f"keys-{part:02}", dtype=_ROW)) for part in range(_PARTS)]
        return np.sort(np.concatenate(found))

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files:
            file.close()


def _older(rows: NDArray[np.void]) -> NDArray[np.int64]:
    rows = rows[np.lexsort((rows["row"], rows["stamp"], rows["low"], rows["high"]))]
    following = (rows["high"][:-1] == rows["high"][1:]) & (rows["low"][:-1] == rows["low"][1:])
    return np.asarray(rows["row"][:-1][following], dtype=np.int64)
