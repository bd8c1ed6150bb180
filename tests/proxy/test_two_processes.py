"""The web tier holds no state: two servers behind one nginx, killed under load, and nobody notices."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.proxy import servers
from tests.proxy.conftest import ANNA, BEHIND_NGINX
from tests.proxy.servers import PREFIX, Place, Server

CLIENTS = 8


@dataclass(eq=False)
class Client(threading.Thread):
    """Somebody who asks one thing after another on a kept connection and repeats nothing that failed."""

    place: Place
    bodies: list[bytes]
    stop: threading.Event
    answered: int = 0
    failures: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def run(self) -> None:
        target = urlsplit(self.place.address)
        connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=30)
        while not self.stop.is_set():
            for method, path, body in self._requests():
                try:
                    headers = {"Cookie": self.place.cookie, "Content-Type": "application/json"}
                    connection.request(method, target.path + path, body, headers)
                    answer = connection.getresponse()
                    whole = answer.read()
                    if answer.status != 200 or not whole:
                        self.failures.append(f"{method} {path}: {answer.status}")
                    self.answered += 1
                except (OSError, http.client.HTTPException) as error:
                    self.failures.append(f"{method} {path}: {error!r}")
                    connection.close()
        connection.close()

    def _requests(self) -> Iterator[tuple[str, str, bytes | None]]:
        for body in self.bodies:
            yield "POST", "_dash-update-component", body
            yield "GET", "api/v1/summary?actor=A-TALIBAN", None
            yield "GET", "", None


@dataclass(frozen=True)
class Pair:
    """Two servers, and the place where nginx offers them as one."""

    place: Place
    servers: tuple[Server, Server]


@pytest.fixture(scope="module")
def pair(log_folder: Path, sign_in: int) -> Iterator[Pair]:
    folder, port = log_folder / "pair", servers.free_port()
    folder.mkdir()
    with (
        servers.gunicorn(log_folder / "first.log", **BEHIND_NGINX) as first,
        servers.gunicorn(log_folder / "second.log", **BEHIND_NGINX) as second,
    ):
        text = servers.example(port, [first.port, second.port], sign_in, folder / "access.log")
        with servers.nginx(folder, text):
            yield Pair(Place(f"http://127.0.0.1:{port}{PREFIX}", ANNA), (first, second))


def test_servers_are_killed_and_stopped_in_turn_and_no_request_fails(pair: Pair) -> None:
    queries = ("actor=A-TALIBAN", "from=2023-11&to=2024-02", "thread=talks")
    bodies = [json.dumps(pair.place.drawing(query)).encode() for query in queries]
    stop = threading.Event()
    clients = [Client(pair.place, bodies, stop) for _ in range(CLIENTS)]
    first, second = pair.servers
    counts: list[int] = []

    def answered(during: Callable[[], object]) -> None:
        before = sum(client.answered for client in clients)
        during()
        counts.append(sum(client.answered for client in clients) - before)

    def again(server: Server) -> None:
        server.start()
        server.wait()

    for client in clients:
        client.start()
    try:
        for server, end in ((first, first.kill), (second, second.stop)):
            answered(end)
            answered(lambda server=server: again(server))  # type: ignore[misc]
    finally:
        stop.set()
        for client in clients:
            client.join(40)
    assert [failure for client in clients for failure in client.failures] == []
    assert all(client.answered for client in clients)
    assert counts[1] > 0 and counts[3] > 0, f"one server answered while the other was away: {counts}"


def test_both_servers_answer_and_say_the_same(pair: Pair) -> None:
    first, second = (Place(f"http://127.0.0.1:{one.port}{PREFIX}") for one in pair.servers)
    user = [("X-Forwarded-User", "anna")]
    for path in ("", "_dash-layout", "api/v1/events?actor=A-JA", "assets/panj.js", "layers/border.geojson"):
        one, other = first.ask(path, user), second.ask(path, user)
        assert one.status == other.status == 200
        if path == "_dash-layout":  # Dash writes the properties of a component in any order
            assert json.loads(one.text) == json.loads(other.text)
        elif path:  # and gives each load of the page a number of its own
            assert one.text == other.text, path
        assert one.all("ETag") == other.all("ETag"), path
