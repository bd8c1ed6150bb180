"""New releases under load: nobody notices, whatever is published and however often the workers change."""

from __future__ import annotations

import hashlib
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
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from components import ids
from data.publishing import publish
from data.release_folder import CURRENT, GOOD, MANIFEST, RELEASES, point, read_manifest, release_name
from portal.pinned import HEADER
from tests.data.conftest import Package, copied

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = 8
MARK = re.compile(r"Marked release (\d)")


@dataclass(frozen=True)
class Answer:
    """What one request got: the release that the header names, that the body names, that the text shows."""

    kind: str
    status: int
    header: str
    body: str
    marks: frozenset[str]


@dataclass
class Client(threading.Thread):
    """Somebody who looks at the page: like it, sends the release that was shown last with each callback."""

    address: str
    callback: dict[str, Any]
    stop: threading.Event
    shown: str = ""
    answers: list[Answer] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        while not self.stop.is_set():
            for ask in (self.draw, self.export, self.ready):
                try:
                    self.answers.append(ask())
                except (OSError, ValueError, KeyError) as error:
                    self.failures.append(repr(error))
                time.sleep(0.02)

    def draw(self) -> Answer:
        sent = {"Content-Type": "application/json"} | ({HEADER: self.shown} if self.shown else {})
        body = json.dumps(self.callback).encode()
        status, headers, text = fetch(f"{self.address}/_dash-update-component", body, sent)
        self.shown = json.loads(text)["response"][ids.DRAWN]["data"]["release"]
        return Answer("draw", status, headers[HEADER], self.shown, frozenset(MARK.findall(text)))

    def export(self) -> Answer:
        status, headers, text = fetch(f"{self.address}/export/panj.geojson?id=E01")
        named = re.findall(r'"release": ?"([^"]+)"', text)
        assert len(set(named)) == 1, named
        return Answer("export", status, headers[HEADER], named[0], frozenset(MARK.findall(text)))

    def ready(self) -> Answer:
        status, _, text = fetch(f"{self.address}/readyz")
        named = json.loads(text)["release"]
        return Answer("ready", status, named, named, frozenset())


def fetch(
    address: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, Any, str]:
    request = urllib.request.Request(address, body, headers or {})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return answer.status, answer.headers, answer.read().decode()


@contextmanager
def server(root: Path, log: Path, *options: str) -> Iterator[Server]:
    """A real server of this checkout on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"HOST": "127.0.0.1", "PORT": str(port), "WEB_CONCURRENCY": "2", "PANJ_RELEASES": str(root)}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PANJ_")}
    command = [sys.executable, "-m", "gunicorn", "-c", "portal/gunicorn_conf.py", *options]
    with log.open("wb") as file:
        process = subprocess.Popen(command, cwd=ROOT, env=kept | own, stdout=file, stderr=file)
    try:
        address = f"http://127.0.0.1:{port}"
        until(lambda: answers(f"{address}/healthz"), "the server does not start", log)
        yield Server(address, log)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def answers(address: str) -> bool:
    try:
        return fetch(address)[0] == 200
    except OSError:
        return False


def until(done: Callable[[], bool], words: str, log: Path) -> None:
    for _ in range(400):
        if done():
            return
        time.sleep(0.1)
    pytest.fail(f"{words}\n{log.read_text('utf-8', 'replace')[-3000:]}")


@dataclass(frozen=True)
class Server:
    """A running server and its log."""

    address: str
    log: Path

    def until_served(self, name: str) -> None:
        until(lambda: self.all_tell("release", name), f"not every worker has switched to {name}", self.log)

    def until_refused(self, name: str) -> None:
        until(lambda: name in (self.status()["degraded"] or ""), f"{name} is not refused", self.log)

    def until_replaced(self) -> None:
        """Until both workers have given way to new ones, as they do after some requests."""
        before = self.boots()
        until(lambda: self.boots() > before + 2, "no worker was replaced", self.log)

    def boots(self) -> int:
        return self.log.read_text("utf-8", "replace").count("Booting worker")

    def status(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(fetch(f"{self.address}/readyz")[2])
        return told

    def all_tell(self, key: str, expected: str | None) -> bool:
        """Whether twelve answers in a row agree: the system gives them to both workers."""
        return all(self.status()[key] == expected for _ in range(12))


def main_callback(address: str) -> dict[str, Any]:
    """The request with which a page draws everything, built from what the server declares."""
    declared = json.loads(fetch(f"{address}/_dash-dependencies")[2])
    drawing = next(one for one in declared if f"{ids.DRAWN}.data" in one["output"].strip(".").split("..."))
    values = {
        ids.STATE: {"query": "", "history": "none"},
        ids.LOOK: {"theme": "light", "narrow": False, "webgl": True},
        ids.TIMELINE_LANES: "thread",
    }
    outputs = [name.rsplit(".", 1) for name in drawing["output"].strip(".").split("...")]
    return {
        "output": drawing["output"],
        "outputs": [{"id": identifier, "property": name} for identifier, name in outputs],
        "inputs": [one | {"value": values[one["id"]]} for one in drawing["inputs"]],
        "state": [one | {"value": None} for one in drawing["state"]],
        "changedPropIds": [f"{ids.STATE}.data"],
    }


def package(folder: Path, number: int) -> Package:
    """The bundled tables, in which the first event bears the number of the release in its title."""
    folder.mkdir()
    made = copied(folder)
    made.replace("events", "\nE01,", f"\nE01,Marked release {number}: ")
    return made


def put_in(root: Path, source: Package, spoil: Callable[[Path], None] | None = None) -> str:
    """A release that `publish` has never seen, under a proper name and with a proper manifest."""
    paths = ["datapackage.json", *(f"tables/{path.name}" for path in (source.folder / "tables").iterdir())]
    files = {path: hashlib.sha256((source.folder / path).read_bytes()).hexdigest() for path in paths}
    held = read_manifest(root / CURRENT)
    name = release_name(held.version, files)
    shutil.copytree(source.folder, root / RELEASES / name)
    manifest = replace(held, release=name, files=files)
    (root / RELEASES / name / MANIFEST).write_text(manifest.as_json(), "utf-8")
    if spoil:
        spoil(root / RELEASES / name)
    point(root, CURRENT, name)
    return name


def cut_short(folder: Path) -> None:
    table = folder / "tables" / "events.csv"
    table.write_bytes(table.read_bytes()[:-30])


def test_five_releases_two_of_them_broken_under_load(tmp_path: Path) -> None:
    root = tmp_path / "root"
    packages = [package(tmp_path / f"package{number}", number) for number in range(6)]
    packages[4].append("participants", "E01,A-NOBODY,mentioned,stated\n")
    good = {0: publish(packages[0].folder, root)}
    options = ("--max-requests", "120", "--max-requests-jitter", "60")
    with server(root, tmp_path / "server.log", *options) as running, load(running.address) as clients:
        for number in (1, 2, 3, 4, 5):
            if number in (2, 4):
                running.until_refused(put_in(root, packages[number], cut_short if number == 2 else None))
                running.until_replaced()
            else:
                good[number] = publish(packages[number].folder, root)
            running.until_served(good[number if number in good else number - 1])
        running.until_replaced()
        assert running.all_tell("release", good[5]) and running.all_tell("degraded", None)
    assert [failure for client in clients for failure in client.failures] == []
    numbers = {name: str(number) for number, name in good.items()}
    for answer in (answer for client in clients for answer in client.answers):
        assert answer.status == 200 and answer.header == answer.body, answer
        assert answer.kind == "ready" or answer.marks == {numbers[answer.body]}, answer
    for client in clients:
        drawn = [numbers[answer.body] for answer in client.answers if answer.kind == "draw"]
        assert drawn == sorted(drawn)  # a page never goes back to an older release
        assert {*drawn} == {*numbers.values()}
    assert "Traceback" not in running.log.read_text("utf-8")


@contextmanager
def load(address: str) -> Iterator[list[Client]]:
    """Clients that ask until the end of the block; then they have stopped."""
    callback, stop = main_callback(address), threading.Event()
    clients = [Client(address, callback, stop) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    try:
        yield clients
    finally:
        stop.set()
        for client in clients:
            client.join(30)


def test_a_start_while_current_is_broken_serves_the_last_good_release(tmp_path: Path) -> None:
    root = tmp_path / "root"
    first = publish(package(tmp_path / "package0", 0).folder, root)
    point(root, GOOD, first)
    bad = put_in(root, package(tmp_path / "package1", 1), cut_short)
    with server(root, tmp_path / "server.log") as running:
        told = running.status()
        assert told["release"] == first and bad in told["degraded"]
        third = publish(package(tmp_path / "package2", 2).folder, root)
        running.until_served(third)
        assert running.all_tell("degraded", None)
