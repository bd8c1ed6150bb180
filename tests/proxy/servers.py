"""What stands around Panj in production, on free ports of this machine: nginx, a sign-in, other programs."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from components import ids

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "portal" / "deploy" / "nginx.conf"
PREFIX = "/portal/panj/"
PATIENCE = 60
"""Seconds until a server that does not answer counts as broken."""
LOOK = {"theme": "light", "narrow": False, "webgl": True, "map": [760, 420], "plot": [620, 230]}
HTTP = """daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log warn;
events {{ worker_connections 256; }}
http {{
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  {server}
}}
"""
Headers = Sequence[tuple[str, str]]


def free_port() -> int:
    """A TCP port of this machine that nothing listens on now."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Sequence[tuple[str, str]]
    text: str

    def all(self, name: str) -> list[str]:
        """Every header of this name."""
        return [value for key, value in self.headers if key.lower() == name.lower()]


@dataclass(frozen=True)
class Place:
    """An address of the page, and what its visitor's browser sends along."""

    address: str
    cookie: str = ""

    def ask(self, path: str = "", headers: Headers = (), body: object = None) -> Answer:
        """GET, or POST with a JSON body, of an address or a path below this one's."""
        target = urlsplit(path if path.startswith(("/", "http:")) else self.address + path)
        port = target.port or urlsplit(self.address).port
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            place = target.path + (f"?{target.query}" if target.query else "")
            connection.putrequest("POST" if body is not None else "GET", place)
            raw = b"" if body is None else json.dumps(body).encode()
            own = [("Content-Type", "application/json"), ("Content-Length", str(len(raw)))] if raw else []
            if self.cookie:
                own.append(("Cookie", self.cookie))
            for name, value in [*own, *headers]:
                connection.putheader(name, value)
            connection.endheaders(raw)
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read().decode("utf-8", "replace"))
        finally:
            connection.close()

    def drawing(self, query: str = "") -> dict[str, Any]:
        """The body of the callback that draws the page."""
        known = json.loads(self.ask("_dash-dependencies").text)
        wanted = f"{ids.TIMELINE_GRAPH}.figure"
        one = next(c for c in known if wanted in c["output"] and not c.get("clientside_function"))
        held = {
            ids.STATE: {"query": query, "history": "push"},
            ids.LOOK: LOOK,
            ids.TIMELINE_LANES: "thread",  # nothing is drawn yet: all of it comes
        }

        def sent(specs: list[dict[str, str]]) -> list[dict[str, Any]]:
            return [
                {"id": spec["id"], "property": spec["property"], "value": held.get(spec["id"])}
                for spec in specs
            ]

        names = [name.rpartition(".") for name in one["output"].strip(".").split("...")]
        return {
            "output": one["output"],
            "outputs": [{"id": name, "property": part} for name, _, part in names],
            "inputs": sent(one["inputs"]),
            "state": sent(one["state"]),
            "changedPropIds": [f"{ids.STATE}.data"],
        }


@contextmanager
def gunicorn(log: Path, **settings: str) -> Iterator[Server]:
    """Panj as it runs in production, ready; killed at the end with all its processes."""
    server = Server(free_port(), log, settings)
    server.start()
    try:
        server.wait()
        yield server
    finally:
        server.kill()


class Server:
    """One gunicorn that can be stopped, killed and started again at its port."""

    def __init__(self, port: int, log: Path, settings: Mapping[str, str]) -> None:
        self.port = port
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        own = {
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "WEB_CONCURRENCY": "1",
            # All of a run find what the first has compressed.
            "XDG_CACHE_HOME": str(log.parent),
            "OPENBLAS_NUM_THREADS": "1",
        }
        kept = {name: text for name, text in os.environ.items() if not name.startswith("PANJ_")}
        self.environment = {**kept, **own, **settings}

    @property
    def prefix(self) -> str:
        """Where requests arrive."""
        stripped = self.environment.get("PANJ_PREFIX_STRIPPED") == "1"
        return "/" if stripped else self.environment.get("PANJ_PREFIX", "/")

    def start(self) -> None:
        """Start it, in a group of processes of its own."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "portal/gunicorn_conf.py"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Until it answers."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process and self.process.poll() is None:
            try:
                place = Place(f"http://127.0.0.1:{self.port}{self.prefix}")
                if place.ask("healthz").status == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"the server did not start: {self.log.read_text()[-2000:]}")

    def stop(self) -> int:
        """SIGTERM, as systemd sends it; gives the exit code."""
        assert self.process
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        """SIGKILL to all its processes at once, as when a machine dies."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE)


def example(port: int, servers: Sequence[int], sign_in: int, log: Path, stripping: bool = False) -> str:
    """nginx.conf of the documentation with the addresses of a test, and without its certificate."""
    text = EXAMPLE.read_text("utf-8")
    upstream = "".join(f"server 127.0.0.1:{one} max_fails=0;\n" for one in servers)
    for wanted, here in {
        r"    listen 443 ssl;": f"    listen 127.0.0.1:{port};",
        r" *ssl_certificate\w* .*;\n": "",
        r"( *server 127\.0\.0\.1:\d+ max_fails=0;\n)+": upstream,
        r"http://127\.0\.0\.1:4180/": f"http://127.0.0.1:{sign_in}/",
        r"/var/log/nginx/panj\.log": str(log),
    }.items():
        text, found = re.subn(wanted, here, text)
        assert found, f"nginx.conf has no {wanted}"
    return text.replace("proxy_pass http://panj;", "proxy_pass http://panj/;") if stripping else text


@contextmanager
def nginx(folder: Path, server: str) -> Iterator[Path]:
    """nginx in the foreground with this `server` part; gives the folder of its files."""
    found = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if found is None:
        pytest.fail("these tests need nginx: install the package 'nginx' (make system)")
    port = int(re.search(r"listen 127\.0\.0\.1:(\d+)", server)[1])  # type: ignore[index]
    config = folder / "nginx.conf"
    config.write_text(HTTP.format(folder=folder, server=server), "utf-8")
    command = [found, "-p", str(folder), "-c", str(config), "-e", str(folder / "error.log")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        _listening(port, process)
        yield folder
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def _listening(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("nginx did not start: " + (process.communicate()[1] or b"").decode())


class _SignIn(BaseHTTPRequestHandler):
    """The portal's: the cookie `session=NAME` says who it is; `session=` alone is somebody without a name."""

    def do_GET(self) -> None:
        found = re.search(r"session=([a-z]*)", self.headers.get("Cookie", ""))
        self.send_response(200 if found else 401)
        if found and found[1]:
            self.send_header("X-Auth-Request-User", found[1])
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def sign_in() -> Iterator[int]:
    """The portal's sign-in; gives its port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _SignIn)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
