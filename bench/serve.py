"""Servers and a browser for measurements: real gunicorn, an in-process server, the system's Chromium."""

from __future__ import annotations

import logging
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

REPOSITORY: Final = Path(__file__).resolve().parent.parent
CHROMIUMS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS: Final = [
    "--no-sandbox",
    "--use-angle=swiftshader",  # WebGL2 without a graphics card
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
]
PATIENCE: Final = 60
"""Seconds until a server that does not answer counts as broken: a first start compresses every file."""


def free_port() -> int:
    """A TCP port of this machine that nothing listens on now."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@dataclass(frozen=True)
class Server:
    """A server that runs.

    Attributes:
        address: where, with a slash at its end.
        pid: of its first process.
        began: `time.perf_counter()` before it was started.
    """

    address: str
    pid: int
    began: float


@contextmanager
def gunicorn(application: str = "app:server", **environment: str) -> Iterator[str]:
    """Serves `application` as production does, with more variables set; gives its address.

    Raises:
        RuntimeError: it does not answer in time.
    """
    with running(application, **environment) as server:
        yield server.address


@contextmanager
def running(application: str = "app:server", **environment: str) -> Iterator[Server]:
    """`gunicorn`, and which processes it is.

    Raises:
        RuntimeError: it does not answer in time.
    """
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "portal/gunicorn_conf.py", application]
    own = {"HOST": "127.0.0.1", "PORT": str(port), "PANJ_PREFIX": "/", "PANJ_LOG_LEVEL": "warning"}
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=REPOSITORY, env={**os.environ, **own, **environment})
    address = f"http://127.0.0.1:{port}/"
    try:
        _wait_for(address, process)
        yield Server(address, process.pid, began)
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    raise RuntimeError(f"the server at {address} did not start")


@contextmanager
def in_process(server: Flask) -> Iterator[str]:
    """Serves an app from a thread of this process; gives its address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    running = make_server("127.0.0.1", 0, server, threaded=True)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.port}/"
    finally:
        running.shutdown()
        thread.join()
        running.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium without a window.

    Raises:
        RuntimeError: there is none.
    """
    found = next((path for name in CHROMIUMS if (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError("Chromium is needed: install the package 'chromium'.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
