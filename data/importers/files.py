"""Files as text: what packs them, how they are encoded, and how large they may be."""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, cast

_CHUNK: Final = 1 << 20
_RATIO: Final = 200
_HARMLESS: Final = 50 << 20
"""Bytes to which a packed file may unpack whatever its ratio; beyond them, `_RATIO` times its size."""
_UNDEFINED: Final = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")
"""Bytes that mean nothing in cp1252."""


class FileError(ValueError):
    """A file that cannot be imported at all; the text is one sentence that names the file."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read of a file from strangers; None is no limit.

    Attributes:
        max_rows: rows of all files together.
        max_bytes: bytes of one file, unpacked.
    """

    max_rows: int | None = None
    max_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a file is decoded, and what has to be said of it ("" where nothing has)."""

    name: str
    notice: str = ""


class Opened:
    """A file that is open for reading: `bytes` of it unpacked, and how far the file itself has been read."""

    def __init__(self, unpacked: IO[bytes], packed: IO[bytes], stack: ExitStack) -> None:
        self.bytes = unpacked
        self._packed = packed
        self._stack = stack

    def text(self, encoding: str) -> io.TextIOWrapper:
        """As text, its line ends as they are; closed with the file."""
        text = io.TextIOWrapper(self.bytes, encoding=encoding, errors="replace", newline="")
        self._stack.callback(text.close)
        return text

    def position(self) -> int:
        """Bytes of the file on the disk that have been read."""
        return self._packed.tell()


@contextmanager
def opened(path: Path) -> Iterator[Opened]:
    """The file open as bytes; `.gz`, and a `.zip` with one file in it, unpacked.

    Raises:
        FileError: it cannot be read, or an archive holds not exactly one file.
    """
    with ExitStack() as stack:
        try:
            packed = stack.enter_context(path.open("rb"))
            unpacked = _unpacked(path, packed, stack)
        except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise FileError(f"{path.name}: cannot be read ({_why(error)}).") from error
        yield Opened(unpacked, packed, stack)


def _unpacked(path: Path, packed: IO[bytes], stack: ExitStack) -> IO[bytes]:
    start = packed.read(4)
    packed.seek(0)
    if start[:2] == b"\x1f\x8b":
        unzipped = gzip.GzipFile(fileobj=packed)
        stack.callback(unzipped.close)
        return cast("IO[bytes]", unzipped)
    if start != b"PK\x03\x04":
        return packed
    archive = stack.enter_context(zipfile.ZipFile(packed))
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) != 1:
        raise FileError(f"{path.name}: an archive must hold one file, this one holds {len(members)}.")
    return stack.enter_context(archive.open(members[0]))


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__


def scanned(path: Path, limits: Limits) -> Encoding:
    """How `path` is encoded: by a byte-order mark, else UTF-8 if all of it is, else cp1252 with a notice.

    Reads the whole file once, in chunks, and refuses it where it unpacks to too much.

    Raises:
        FileError: it cannot be read or unpacked, or is larger than allowed.
    """
    with opened(path) as file:
        try:
            return _encoding(path, _chunks(path, file, limits))
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
            raise FileError(f"{path.name}: cannot be unpacked ({_why(error)}).") from error


def _encoding(path: Path, chunks: Iterator[bytes]) -> Encoding:
    decoder = codecs.getincrementaldecoder("utf-8")()
    first, valid, undefined = True, True, False
    for chunk in chunks:
        if first and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            for _ in chunks:  # for its size
                pass
            return Encoding("utf-16", f"{path.name}: read as UTF-16, as its first bytes say.")
        first = False
        if valid:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                valid = False
        undefined = undefined or any(byte in chunk for byte in _UNDEFINED)
    if valid:  # a last character cut in two is a row cut off, not another encoding
        return Encoding("utf-8-sig")
    lost = "; bytes that mean nothing in it are shown as �" if undefined else ""
    return Encoding(
        "cp1252", f"{path.name}: not UTF-8, so it is read as Windows-1252 (Western European){lost}."
    )


def _chunks(path: Path, file: Opened, limits: Limits) -> Iterator[bytes]:
    """The file in pieces, for as long as it stays within the limits."""
    allowed = max(_HARMLESS, _RATIO * path.stat().st_size)
    read = 0
    while chunk := file.bytes.read(_CHUNK):
        read += len(chunk)
        if limits.max_bytes is not None and read > limits.max_bytes:
            raise FileError(f"{path.name}: holds more than the {limits.max_bytes:,} bytes allowed.")
        if read > allowed:
            raise FileError(f"{path.name}: unpacks to more than {_RATIO} times its size.")
        yield chunk


def as_text(file: Opened, encoding: Encoding) -> io.TextIOWrapper:
    """The file as text, its line ends as they are."""
    return file.text(encoding.name)
