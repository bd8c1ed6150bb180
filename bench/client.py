"""`python -m bench.client ADDRESS CLIENTS SECONDS`: many clients that ask as fast as they are answered.

It is a process of its own with one thread, so that what it costs is the same beside every server. The bodies
come from standard input as a JSON list, the latencies go to standard output. A kept connection that is closed
before any of an answer has come is opened anew and asks again, as browsers and proxies do (RFC 9112, 9.3.1):
a worker that is replaced closes its connections.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Final
from urllib.parse import urlsplit

from bench.measure import CALLBACK, ENCODINGS

SLOWEST: Final = 20.0
"""Seconds after which an answer that has not come counts as an error."""


def main() -> int:
    """Ask for as long as was said, and print `{"errors": [...], "seconds": [...], "renewed": number}`."""
    address, clients, seconds = sys.argv[1:]
    target = urlsplit(address)
    bodies = [request(target.netloc, target.path, body) for body in json.load(sys.stdin)]
    place = (target.hostname or "", target.port or 80)
    print(json.dumps(run(place, bodies, int(clients), float(seconds))))
    return 0


def request(host: str, prefix: str, body: str) -> bytes:
    """A callback's request with its headers."""
    raw = body.encode("utf-8")
    head = (
        f"POST {prefix}{CALLBACK} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        f"Accept-Encoding: {ENCODINGS}\r\nContent-Length: {len(raw)}\r\n\r\n"
    )
    return head.encode("ascii") + raw


class Connection:
    """One client: it sends, waits for the whole answer, and sends the next."""

    def __init__(self, place: tuple[str, int], bodies: Iterator[bytes]) -> None:
        self.place = place
        self.bodies = bodies
        self.connect()
        self.ask()

    def connect(self) -> None:
        self.socket = socket.create_connection(self.place, timeout=SLOWEST)
        self.fresh = True

    def ask(self) -> None:
        """Send the next body."""
        self.body = next(self.bodies)
        self.began = time.perf_counter()
        self.send()

    def send(self) -> None:
        self.held = b""
        try:
            self.socket.sendall(self.body)
        except OSError:  # closed; that is noticed where the answer is read
            return

    def renewed(self) -> bool:
        """Whether it went out again on a new connection, the old one having been closed unanswered."""
        if self.held or self.fresh:
            return False
        self.socket.close()
        self.connect()
        self.send()
        return True

    def hear(self) -> str | None:
        """What has come: None while the answer is not whole, else its status, "" for a lost connection."""
        try:
            part = self.socket.recv(1 << 18)
        except OSError:
            part = b""
        if not part:
            return ""
        self.held += part
        head, end, body = self.held.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return None
        self.fresh = False
        return head.split(b" ", 2)[1].decode("ascii")


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def run(place: tuple[str, int], bodies: list[bytes], clients: int, seconds: float) -> dict[str, object]:
    """Each client begins elsewhere in the bodies, so that no two ask the same thing at once."""
    errors: list[str] = []
    taken: list[float] = []
    renewed = 0
    waiting = selectors.DefaultSelector()

    def listen(one: Connection) -> None:
        waiting.register(one.socket, selectors.EVENT_READ, one)

    for number in range(clients):
        listen(Connection(place, islice(cycle(bodies), number * len(bodies) // clients, None)))
    end = time.perf_counter() + seconds
    while (now := time.perf_counter()) < end:
        for key, _ in waiting.select(end - now):
            one: Connection = key.data
            status = one.hear()
            if status is None:
                continue
            if status == "200":
                taken.append(time.perf_counter() - one.began)
                one.ask()
                continue
            waiting.unregister(key.fileobj)
            if not status and one.renewed():
                renewed += 1
            else:
                errors.append(status or "closed")
                one.socket.close()
                one.connect()
                one.ask()
            listen(one)
    for key in list(waiting.get_map().values()):
        key.data.socket.close()
    return {"errors": errors, "seconds": taken, "renewed": renewed}


if __name__ == "__main__":
    sys.exit(main())
