"""The environment, read in one place, cast strictly: a wrong value stops the start and names its variable."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

REPOSITORY = Path(__file__).resolve().parent.parent
NAMINGS = ("neutral", "movement", "self-designation")
LOG_LEVELS = ("debug", "info", "warning", "error", "critical")
LOG_FORMATS = ("text", "json")
ACCESS = ("open", "header", "token")
SHORTEST_KEY: Final = 32
"""Bytes of a signing key: HS256 wants no fewer than its hash has (RFC 7518, section 3.2)."""

_PREFIX = re.compile(r"/(?:[A-Za-z0-9._~-]+/)*")
_HOST = re.compile(r"[A-Za-z0-9.:_-]+")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::\d{1,5})?")

_SCHEDULER = re.compile(r"(?:tcp|tls)://(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+):[0-9]{1,5}")
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
_KEY_NAME = re.compile(r"[A-Za-z0-9_.-]{1,32}")
_WORD = re.compile(r"[!-~]{1,128}")

T = TypeVar("T")
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SettingsError(ValueError):
    """One sentence that names the variable and says what it must be."""


@dataclass(frozen=True)
class Settings:
    """How this installation runs. Nothing else in the program reads the environment.

    Attributes:
        releases: folder of published releases, outside the repository; None serves `data` as it is.
        access: who may see the page: "open", or "header" (a proxy names the user), "token" (a signed embed
            token), or both of these.
        trusted_proxies: networks whose machines may name the user; an empty list trusts nobody.
        scopes: file that locks filters for users that the header names.
        embed_keys: name -> secret; embed tokens are signed with one. Two while one replaces the other.
        proxy_hops: how many proxies in front add to X-Forwarded-For, -Proto and -Host.
        page_size, most_rows: rows of one answer of the read API: by default, and at most.
        metrics_port: port of this machine where Prometheus reads the metrics; 0 is none.
        collections: folders of imported collections, each shown as its own.
        scheduler: address of a Dask scheduler whose workers hold their events; "" keeps them here.
        uploads: folder for the imports of visitors; None takes none.
        upload_mb: megabytes of one upload.
        upload_hours: how long an import is shown; 0 shows none.
    """

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
    log_format: str = "text"
    cache: Path | None = None
    releases: Path | None = None
    access: tuple[str, ...] = ("open",)
    trusted_proxies: tuple[Network, ...] = ()
    user_header: str = "X-Forwarded-User"
    scopes: Path | None = None
    embed_keys: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    embed_issuer: str = "portal"
    embed_audience: str = "panj"
    proxy_hops: int = 0
    page_size: int = 100
    most_rows: int = 1000
    metrics_port: int = 0
    collections: tuple[Path, ...] = ()
    scheduler: str = ""
    uploads: Path | None = None
    upload_mb: int = 20
    upload_hours: int = 24

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
    asked: set[str] = set()

    def read(name: str, cast: Callable[[str], T], default: T) -> T:
        asked.add(name)
        value = variables.get(name, "").strip()
        if not value:
            return default
        try:
            return cast(value)
        except ValueError as error:
            raise SettingsError(f"{name} {error}, not {value!r}.") from None

    defaults = Settings()
    settings = Settings(
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
        log_format=read("PANJ_LOG_FORMAT", _choice(LOG_FORMATS), defaults.log_format),
        cache=_cache_folder(variables),
        releases=read("PANJ_RELEASES", _folder, defaults.releases),
        access=read("PANJ_ACCESS", _access, ()),
        trusted_proxies=read("PANJ_TRUSTED_PROXIES", _networks, defaults.trusted_proxies),
        user_header=read("PANJ_USER_HEADER", _header, defaults.user_header),
        scopes=read("PANJ_SCOPES", _file, defaults.scopes),
        embed_keys=read("PANJ_EMBED_KEYS_FILE", _keys, defaults.embed_keys),
        embed_issuer=read("PANJ_EMBED_ISSUER", _word, defaults.embed_issuer),
        embed_audience=read("PANJ_EMBED_AUDIENCE", _word, defaults.embed_audience),
        proxy_hops=read("PANJ_PROXY_HOPS", _whole_number(0, 5), defaults.proxy_hops),
        page_size=read("PANJ_PAGE_SIZE", _whole_number(1, 10000), defaults.page_size),
        most_rows=read("PANJ_MOST_ROWS", _whole_number(1, 50000), defaults.most_rows),
        metrics_port=read("PANJ_METRICS_PORT", _whole_number(0, 65535), defaults.metrics_port),
        collections=read("PANJ_COLLECTIONS", _folders, defaults.collections),
        scheduler=read("PANJ_SCHEDULER", _scheduler, defaults.scheduler),
        uploads=read("PANJ_UPLOADS", _folder, defaults.uploads),
        upload_mb=read("PANJ_UPLOAD_MB", _whole_number(1, 2000), defaults.upload_mb),
        upload_hours=read("PANJ_UPLOAD_HOURS", _whole_number(0, 720), defaults.upload_hours),
    )
    # A slip of the pen in PANJ_ACCESS must not leave the door open.
    if unknown := sorted(name for name in variables if name.startswith("PANJ_") and name not in asked):
        raise SettingsError(
            f"{unknown[0]} is no setting of Panj; the guide in portal/README.md lists them all."
        )
    return _agreed(settings)


def _agreed(settings: Settings) -> Settings:
    """Settings that need each other.

    Raises:
        SettingsError: one is missing, or two contradict each other.
    """
    if not settings.access:
        if not _is_loopback(settings.host):
            raise SettingsError(
                f"PANJ_ACCESS must be set (open, header or token) when HOST is {settings.host!r}: "
                "only a server of this machine alone is open by default."
            )
        settings = replace(settings, access=("open",))
    if "header" in settings.access and not settings.trusted_proxies:
        raise SettingsError(
            "PANJ_TRUSTED_PROXIES must list the proxy that names the user when PANJ_ACCESS has header; "
            "an empty list trusts nobody."
        )
    if "token" in settings.access and not settings.embed_keys:
        raise SettingsError(
            "PANJ_EMBED_KEYS_FILE must name the file with the signing keys when PANJ_ACCESS has token."
        )
    if settings.page_size > settings.most_rows:
        raise SettingsError(
            f"PANJ_PAGE_SIZE must not be above PANJ_MOST_ROWS ({settings.page_size}, {settings.most_rows})."
        )
    return settings


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


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


def _folders(value: str) -> tuple[Path, ...]:
    """Folders with a colon between them, as in PATH."""
    return tuple(dict.fromkeys(_folder(part) for part in value.split(os.pathsep) if part))


def _scheduler(value: str) -> str:
    if not _SCHEDULER.fullmatch(value):
        raise ValueError("must be the address of a scheduler such as tcp://10.0.0.5:8786")
    return value


def _file(value: str) -> Path:
    path = Path(value).expanduser()
    if not path.is_file():
        raise ValueError("must be a file that exists")
    return path.resolve()


def _access(value: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(value.split()))
    if not words or set(words) - set(ACCESS) or ("open" in words and len(words) > 1):
        raise ValueError("must be open, or header, or token, or header and token")
    return words


def _networks(value: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(word) for word in value.split())
    except ValueError:
        raise ValueError("must list addresses or networks such as 10.0.0.5 or 10.0.0.0/24") from None


def _header(value: str) -> str:
    # An underscore would be the same WSGI name as a hyphen: a client could write the other one.
    if not _HEADER.fullmatch(value):
        raise ValueError("must be the name of a header, letters, figures and hyphens only")
    return value


def _word(value: str) -> str:
    if not _WORD.fullmatch(value):
        raise ValueError("must be one word of printable ASCII")
    return value


def _keys(value: str) -> Mapping[str, str]:
    """The keys in a file, one a line: a name, a space, the secret. Its text is never part of a message."""
    try:
        text = _file(value).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise ValueError("must be a file of text that can be read") from None
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if not 1 <= len(lines) <= 2 or any(len(line) != 2 or not _KEY_NAME.fullmatch(line[0]) for line in lines):
        raise ValueError("must be a file with one or two lines, each a key's name, a space and its secret")
    if any(len(secret.encode()) < SHORTEST_KEY for _, secret in lines):
        raise ValueError(f"must be a file whose secrets have {SHORTEST_KEY} bytes or more")
    keys = dict(lines)
    if len(keys) < len(lines):
        raise ValueError("must be a file whose keys have different names")
    return MappingProxyType(keys)


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
