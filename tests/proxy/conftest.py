"""Panj behind nginx as portal/deploy/nginx.conf has it, the prefix kept and removed, and in two hosts."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import uvicorn
from a2wsgi import WSGIMiddleware
from flask import Flask
from starlette.applications import Starlette
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server

from app import create_app
from data.dataset import Dataset
from data.releases import Releases, open_releases
from portal.settings import Settings
from tests.proxy import servers
from tests.proxy.servers import PREFIX, Place

SCOPES = "default: {thread: talks}\nusers:\n  otto: {}\n"
BEHIND_NGINX = {
    "PANJ_PREFIX": PREFIX,
    "PANJ_PROXY_HOPS": "1",
    "PANJ_ACCESS": "header",
    "PANJ_TRUSTED_PROXIES": "127.0.0.1",
}
ANNA, OTTO = "session=anna", "session=otto"


@pytest.fixture(scope="session")
def releases() -> Releases:
    return open_releases()


@pytest.fixture(scope="session")
def dataset(releases: Releases) -> Dataset:
    return releases.current()


@pytest.fixture(scope="session")
def sign_in() -> Iterator[int]:
    with servers.sign_in() as port:
        yield port


@pytest.fixture(scope="session")
def log_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all servers of a run keep their logs and their compressed files."""
    return tmp_path_factory.mktemp("servers")


@pytest.fixture(scope="session")
def keeping(log_folder: Path, sign_in: int) -> Iterator[tuple[Place, Path]]:
    """The page of a user without a scope of their own, and nginx's folder. The prefix is kept."""
    scopes = log_folder / "scopes.yaml"
    scopes.write_text(SCOPES, "utf-8")
    folder, port = log_folder / "keeping", servers.free_port()
    folder.mkdir()
    extra = {"PANJ_SCOPES": str(scopes), "PANJ_LOG_FORMAT": "json"}
    with servers.gunicorn(log_folder / "keeping.log", **BEHIND_NGINX, **extra) as server:
        text = servers.example(port, [server.port], sign_in, folder / "access.log")
        with servers.nginx(folder, text):
            yield Place(f"http://127.0.0.1:{port}{PREFIX}", ANNA), folder


@pytest.fixture(scope="session")
def kept(keeping: tuple[Place, Path]) -> Place:
    return keeping[0]


@pytest.fixture(scope="session")
def stripped(log_folder: Path, sign_in: int) -> Iterator[Place]:
    """Behind a proxy that removes the prefix."""
    folder, port = log_folder / "stripping", servers.free_port()
    folder.mkdir()
    with servers.gunicorn(log_folder / "stripping.log", **BEHIND_NGINX, PANJ_PREFIX_STRIPPED="1") as server:
        text = servers.example(port, [server.port], sign_in, folder / "access.log", stripping=True)
        with servers.nginx(folder, text):
            yield Place(f"http://127.0.0.1:{port}{PREFIX}", ANNA)


@pytest.fixture(scope="session")
def mounted(releases: Releases) -> Flask:
    """Panj as a part of another program, which removes the path of the mount."""
    return create_app(replace(Settings(), prefix=PREFIX, prefix_stripped=True), releases).server


@pytest.fixture(scope="session")
def under_wsgi(mounted: Flask) -> Iterator[Place]:
    """Mounted in a portal that speaks WSGI."""
    portal = DispatcherMiddleware(Flask("portal"), {PREFIX.rstrip("/"): mounted})
    server = make_server("127.0.0.1", 0, portal, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Place(f"http://127.0.0.1:{server.port}{PREFIX}")
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def under_asgi(mounted: Flask) -> Iterator[Place]:
    """Mounted in a portal that speaks ASGI."""
    portal = Starlette()
    portal.mount(PREFIX.rstrip("/"), WSGIMiddleware(mounted, workers=4))  # type: ignore[arg-type]
    port = servers.free_port()
    server = uvicorn.Server(uvicorn.Config(portal, port=port, log_level="error", lifespan="off"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    place = Place(f"http://127.0.0.1:{port}{PREFIX}")
    while not server.started:
        thread.join(0.02)
        assert thread.is_alive()
    yield place
    server.should_exit = True
    thread.join()
