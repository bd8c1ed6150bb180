"""The environment, read in one place, cast strictly: a wrong value stops the start and names its variable."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

REPOSITORY = Path(__file__).resolve().parent.parent
NAMINGS = ("neutral", "movement", "self-designation")
LOG_LEVELS = ("debug", "info", "warning", "error", "critical")

_PREFIX = re.compile(r"/(?:[A-Za-z0-9._~-]+/)*")
_HOST = re.compile(r"[A-Za-z0-9.:_-]+")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d{1,5})?")

T = TypeVar("T")


class SettingsError(ValueError):
    """One sentence that names the variable and says what it must be."""


@dataclass(frozen=True)
class Settings:
    """How this installation runs. Nothing else in the program reads the environment."""

    host: str = "127.0.0.1"
    port: int = 8050
    data: Path = REPOSITORY / "data"
    workers: int = 2
    threads: int = 4
    prefix: str = "/"
    prefix_stripped: bool = False
    frame_ancestors: tuple[str, ...] = ("'self'",)
    naming: str = "neutral"
    log_level: str = "info"
    cache: Path | None = None

    @property
    def routes_prefix(self) -> str:
        """The path under which requests arrive here: "/" when the proxy in front removes the prefix."""
        return "/" if self.prefix_stripped else self.prefix


def from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from environment variables; a variable that is unset or empty keeps its default.

    Args:
        environ: The variables by name; the process's own when None.

    Raises:
        SettingsError: A value cannot be used.
    """
    variables = os.environ if environ is None else environ

    def read(name: str, cast: Callable[[str], T], default: T) -> T:
        value = variables.get(name, "").strip()
        if not value:
            return default
        try:
            return cast(value)
        except ValueError as error:
            raise SettingsError(f"{name} {error}, not {value!r}.") from None

    defaults = Settings()
    return Settings(
        host=read("HOST", _host, defaults.host),
        port=read("PORT", _whole_number(1, 65535), defaults.port),
        data=read("PANJ_DATA", _folder, defaults.data),
        workers=read("WEB_CONCURRENCY", _whole_number(1, 64), defaults.workers),
        threads=read("PANJ_THREADS", _whole_number(1, 64), defaults.threads),
        prefix=read("PANJ_PREFIX", _prefix, defaults.prefix),
        prefix_stripped=read("PANJ_PREFIX_STRIPPED", _choice(("0", "1")), "0") == "1",
        frame_ancestors=read("PANJ_FRAME_ANCESTORS", _frame_ancestors, defaults.frame_ancestors),
        naming=read("PANJ_NAMING", _choice(NAMINGS), defaults.naming),
        log_level=read("PANJ_LOG_LEVEL", _choice(LOG_LEVELS), defaults.log_level),
        cache=_cache_folder(variables),
    )


def _whole_number(low: int, high: int) -> Callable[[str], int]:
    def cast(value: str) -> int:
        # int() alone would also take "1_000" and digits of other scripts.
        if not re.fullmatch(r"[0-9]{1,5}", value) or not low <= int(value) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(value)

    return cast


def _choice(allowed: tuple[str, ...]) -> Callable[[str], str]:
    def cast(value: str) -> str:
        if value not in allowed:
            raise ValueError("must be one of " + ", ".join(allowed))
        return value

    return cast


def _host(value: str) -> str:
    if not _HOST.fullmatch(value):
        raise ValueError("must be a host name or an IP address")
    return value


def _folder(value: str) -> Path:
    path = Path(value).expanduser()
    if not path.is_dir():
        raise ValueError("must be a folder that exists")
    return path.resolve()


def _prefix(value: str) -> str:
    if not _PREFIX.fullmatch(value) or "/./" in value or "/../" in value:
        raise ValueError("must be a path that starts and ends with /")
    return value


def _frame_ancestors(value: str) -> tuple[str, ...]:
    """Exact origins only: a wildcard would let any site frame the page."""
    sources = tuple(f"'{word}'" if word in ("self", "none") else word for word in value.split())
    for source in sources:
        if source not in ("'self'", "'none'") and not _ORIGIN.fullmatch(source):
            raise ValueError("must list exact origins such as https://portal.example, or 'self', or 'none'")
    if "'none'" in sources and len(sources) > 1:
        raise ValueError("must have 'none' alone")
    return sources


def _cache_folder(variables: Mapping[str, str]) -> Path | None:
    """The user's own cache folder. None where there is none: a shared one could be filled by others."""
    for name, below in (("XDG_CACHE_HOME", "panj"), ("HOME", ".cache/panj")):
        path = Path(variables.get(name, ""))
        if path.is_absolute():
            return path / below
    return None
