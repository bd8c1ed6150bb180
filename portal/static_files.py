"""Static files: compressed once, served from memory, kept for a year where the address names the content.

Dash alone sends them uncompressed and asks again on every visit.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import brotli
from dash import Dash
from dash.fingerprint import check_fingerprint
from flask import Response, abort, request
from flask_compress import Compress

log = logging.getLogger(__name__)

QUALITY = 9  # brotli: a tenth of the time of level 11 for a few per cent more bytes
FOREVER = "public, max-age=31536000, immutable"
SUITES, ASSETS, LAYERS = "_dash-component-suites/", "assets/", "layers/"
NEVER_ASKED_FOR = (".map", "plotly.min.js", "async-enterprise.js")
"""Endings of files of the suites that no page loads: the bundle in assets/vendor is our plotly."""
VENDOR_FILES = ("10-bootstrap.css", "20-fonts.css", "30-map.css", "plotly.js", "font-faces.json")

# The system's own table differs between machines.
_MIME = {
    ".css": "text/css; charset=utf-8",
    ".geojson": "application/geo+json",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
_TEXT = (".css", ".geojson", ".js", ".json", ".svg")
_COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda raw: brotli.compress(raw, quality=QUALITY),
    "gzip": lambda raw: gzip.compress(raw, 9, mtime=0),
}


@dataclass(frozen=True)
class StaticFile:
    """One file in memory.

    Attributes:
        mime: Content type.
        version: First twelve hexadecimal digits of the content's SHA-256.
        bodies: The bytes by content encoding; "" is uncompressed.
    """

    mime: str
    version: str
    bodies: dict[str, bytes]


def missing_vendor(assets_folder: Path) -> str | None:
    """One sentence if the browser libraries have not been built, else None."""
    missing = [name for name in VENDOR_FILES if not (assets_folder / "vendor" / name).is_file()]
    if not missing:
        return None
    return f"The browser libraries are missing ({', '.join(missing)}): run `make install` once."


@lru_cache(maxsize=64)
def layer_url(folder: Path, name: str, prefix: str) -> str:
    """The address of one map layer; it changes with the content, so browsers may keep it for a year.

    Args:
        folder: Where the layers lie.
        name: File name, for example "border.geojson".
        prefix: The path that browsers put in front (`Settings.prefix`).

    Raises:
        FileNotFoundError: There is no such layer.
    """
    return f"{prefix}{LAYERS}{name}?v={_version((folder / name).read_bytes())}"


@lru_cache(maxsize=64)
def asset_url(folder: Path, name: str, prefix: str) -> str:
    """The address of one file of assets for a page that Dash does not write; it changes with the content.

    Args:
        folder: Where the assets lie.
        name: Path in it, for example "stage/stage.js".
        prefix: The path that browsers put in front (`Settings.prefix`).

    Raises:
        FileNotFoundError: There is no such file.
    """
    return f"{prefix}{ASSETS}{name}?v={_version((folder / name).read_bytes())}"


def font_faces(assets_folder: Path, prefix: str) -> dict[str, list[dict[str, object]]]:
    """The map style's "font-faces": our files for "Noto Sans" and "Noto Sans Bold", by ranges of characters.

    With them the map fetches a script's file when a label needs it, and draws only when it is there.
    """
    folder = assets_folder / "vendor"
    faces: dict[str, list[dict[str, object]]] = json.loads((folder / "font-faces.json").read_text("utf-8"))
    return {
        font: [{**face, "url": f"{prefix}{ASSETS}vendor/{face['url']}"} for face in files]
        for font, files in faces.items()
    }


def install(app: Dash, layers_folder: Path, cache: Path | None = None, others: Sequence[Dash] = ()) -> None:
    """Serves component suites, assets and layers. To be called last: it makes the first request.

    Args:
        app: The app, with layout and callbacks.
        layers_folder: The folder of the map layers.
        cache: A folder of this user that keeps compressed files for the next start; None keeps nothing.
        others: Apps of the same server, under paths of their own, that use the same files.

    Raises:
        RuntimeError: The page or its layout cannot be served.
    """
    files: dict[str, StaticFile] = {}
    prefix = app.config.routes_pathname_prefix
    # The longest first: the path of one app lies under that of another.
    prefixes = sorted((one.config.routes_pathname_prefix for one in (app, *others)), key=len, reverse=True)
    _compress_answers(app)

    def find(name: str, fingerprinted: bool = False) -> Response:
        if name not in files:
            abort(404)
        return _answer(files[name], fingerprinted)

    @app.server.before_request
    def serve_static() -> Response | None:
        under = next((one for one in prefixes if request.path.startswith(one)), None)
        if request.method not in ("GET", "HEAD") or under is None:
            return None
        name, fingerprinted = check_fingerprint(request.path[len(under) :])
        # Only what was collected at the start exists: no path is ever looked up on the disk.
        return find(name, fingerprinted) if name.startswith((SUITES, ASSETS)) else None

    @app.server.get(f"{prefix}{LAYERS}<path:name>")
    def serve_layer(name: str) -> Response:
        return find(LAYERS + name)

    for one in (app, *others):
        _check_page(one)
    suites = [pair for one in (app, *others) for pair in _suites(one)]
    sources = dict([*suites, *_assets(Path(app.config.assets_folder)), *_layers(layers_folder)])
    with ThreadPoolExecutor(2) as pool:
        files.update(zip(sources, pool.map(lambda path: _load(path, cache), sources.values()), strict=True))


def _answer(file: StaticFile, fingerprinted: bool) -> Response:
    encoding = next((e for e in _COMPRESS if e in file.bodies and _accepts(e)), "")
    response = Response(file.bodies[encoding], content_type=file.mime)
    if encoding:
        response.content_encoding = encoding
    if len(file.bodies) > 1:
        response.vary.add("Accept-Encoding")
    response.set_etag(f"{file.version}-{encoding}" if encoding else file.version)
    # Dash writes the time of change into `m`; `v` is ours and must name this very content.
    named = fingerprinted or "m" in request.args or request.args.get("v") == file.version
    response.headers["Cache-Control"] = FOREVER if named else "no-cache"
    response.make_conditional(request)
    return response


def _accepts(encoding: str) -> bool:
    return request.accept_encodings.quality(encoding) > 0


def _compress_answers(app: Dash) -> None:
    """Fast compression of what is made per request. Flask-Compress reads the settings only when created."""
    app.server.config.update(
        COMPRESS_ALGORITHM=["zstd", "br", "gzip"],
        COMPRESS_BR_LEVEL=1,
        COMPRESS_MIMETYPES=["application/json", "application/geo+json", "text/html", "text/csv"],
    )
    Compress(app.server)


def _check_page(app: Dash) -> None:
    """Asks for page and layout once: Dash then lists its component files, and mistakes show at the start."""
    client = app.server.test_client()
    for path in ("", "_dash-layout", "_dash-dependencies"):
        status = client.get(app.config.routes_pathname_prefix + path).status_code
        if status != 200:
            raise RuntimeError(f"The page cannot be served: {path or 'index'} answers {status}.")


def _suites(app: Dash) -> Iterator[tuple[str, Path]]:
    for package, paths in app.registered_paths.items():
        folder = Path(str(sys.modules[package].__file__)).parent
        for path in paths:
            if not path.endswith(NEVER_ASKED_FOR) and (folder / path).is_file():
                yield f"{SUITES}{package}/{path}", folder / path


def _assets(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.suffix in _MIME and path.is_file() and name.parts[0] != "build":
            yield ASSETS + name.as_posix(), path


def _layers(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.glob("*")):
        if path.suffix in (".geojson", ".png", ".webp", ".json") and path.is_file():
            yield LAYERS + path.name, path


def _version(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:12]


def _load(path: Path, cache: Path | None) -> StaticFile:
    raw = path.read_bytes()
    bodies = {"": raw}
    if path.suffix in _TEXT and len(raw) > 500:
        bodies.update((encoding, _compressed(raw, encoding, cache)) for encoding in _COMPRESS)
    return StaticFile(_MIME.get(path.suffix, "application/octet-stream"), _version(raw), bodies)


def _compressed(raw: bytes, encoding: str, cache: Path | None) -> bytes:
    kept = cache / f"{hashlib.sha256(raw).hexdigest()}.{QUALITY}.{encoding}" if cache else None
    if kept and kept.is_file():
        return kept.read_bytes()
    body = _COMPRESS[encoding](raw)
    if kept:
        _keep(kept, body)
    return body


def _keep(path: Path, body: bytes) -> None:
    """Written aside and renamed, so that another process never reads half a file."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.write_bytes(body)
        draft.replace(path)
    except OSError as error:
        log.info("compressed files are not kept: %s", error)
