"""Bodies that are small to send and large to read: refused in one sentence, with little memory.

All are posted in a process of its own, whose address space may grow by no more than `ROOM`: what would
unfold dies there with a MemoryError and not on the machine that tests. Nothing is timed, but the processor
time of the whole is bounded by the system, so that no body can keep a worker for minutes.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from html import unescape
from typing import Any, Final

import pytest

from portal.guard import MAX_BODY
from portal.settings import REPOSITORY

ROOM: Final = 256 * 2**20
"""Bytes that all the bombs together may add to the process."""
KEPT: Final = 100 * 2**20
"""Bytes of real memory that its highest point may lie above where it began (security check 11)."""
SECONDS: Final = 120
"""Of processor time, for all of them: half a minute on a slow machine is more than they need."""
DRAFT: Final = ("brief/preview", "brief/preview/presenter", "brief/file", "brief/check")
CALLBACK: Final = "_dash-update-component"
JSON: Final = "application/json"

LAUGHS: Final = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "\n".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(20)
)
YAML: Final = {
    "ten billion laughs": LAUGHS,
    "a merge of itself": "a: &a\n  <<: *a\n  title: x",
    "brackets": "[" * 90_000,
    "brackets that close": "[" * 40_000 + "]" * 40_000,
    "maps in maps": "".join(f"{' ' * n}a:\n" for n in range(400)),
    "maps on one line": "{a: " * 30_000,
    "dashes": "- " * 60_000,
    "questions": "? " * 60_000,
    "many small parts": "steps: [" + "[]," * 50_000 + "]",
    "many keys": "".join(f"k{n}: v\n" for n in range(18_000)),
    "one key again and again": "title: x\n" * 20_000,
    "a tag that builds": "title: !!python/object/apply:os.system ['true']",
    "many tags": "!a " * 40_000 + "x",
    "anchors only": " ".join(f"&a{n}" for n in range(20_000)),
    "a long number": f"as_of: {'9' * 150_000}",
    "a long text": f"title: {'x' * 190_000}",
    "a folded text": "title: >\n" + "  x\n" * 45_000,
    "escapes": 'title: "' + "\\u0041" * 25_000 + '"',
    "documents": "---\n" * 45_000,
    "directives": "%YAML 1.1\n" * 15_000,
    "comments": "#\n" * 90_000,
}
"""Files that somebody opens in the composer."""
BODIES: Final = {
    "arrays in arrays": b"[" * 250_000,
    "arrays that close": b"[" * 120_000 + b"]" * 120_000,
    "objects in objects": b'{"a":' * 50_000,
    "a number of many digits": b"1" * 250_000,
    "numbers of many digits": b'{"steps": [' + b"1" * 4_000 + (b"," + b"1" * 4_000) * 50 + b"]}",
    "a huge exponent": b'{"title": 1e999999999, "frame": [1e400, -1e400]}',
    "no number": b'{"title": NaN, "steps": [Infinity, -Infinity]}',
    "many empty lists": b'{"steps": [' + b"[]," * 80_000 + b"[]]}",
    "many empty maps": b'{"steps": [' + b"{}," * 80_000 + b"{}]}",
    "one key again and again": b"{" + b'"steps":[],' * 20_000 + b'"title":1}',
    "many keys": b"{" + b",".join(b'"%d":0' % n for n in range(20_000)) + b"}",
    "halves of characters": b'{"title": "' + b"\\ud800" * 40_000 + b'"}',
    "UTF-16": '{"title": "x"}'.encode("utf-16"),
    "NULs": b"\x00" * 250_000,
}
"""Bodies of at most the size that a draft may have."""
PACKED: Final = gzip.compress(b" " * 200_000_000, 9)
"""200 MB of blanks in 200 kB, for a server that believes a Content-Encoding."""
PARTS: Final = b"".join(
    b'--x\r\nContent-Disposition: form-data; name="%d"; filename="%d"\r\n\r\n\r\n' % (n, n)
    for n in range(3_000)
)


PIECES: Final = {"Transfer-Encoding": "chunked"}
"""Of a body whose length nobody tells beforehand."""


def bombs() -> dict[str, tuple[str, bytes, dict[str, str]]]:
    """Name -> path, body, headers."""
    found: dict[str, tuple[str, bytes, dict[str, str]]] = {}
    plain = {"Content-Type": JSON}
    for name, text in YAML.items():
        found[f"YAML: {name}"] = ("brief/check", json.dumps({"text": text}).encode(), plain)
    for path in (*DRAFT, CALLBACK):
        for name, body in BODIES.items():
            found[f"{path}: {name}"] = (path, body, plain)
        found[f"{path}: too large"] = (path, b" " * (MAX_BODY + 1), plain)
        found[f"{path}: in pieces, too large"] = (path, b" " * (MAX_BODY + 1), {**plain, **PIECES})
        for coding in ("gzip", "deflate", "br", "zstd"):
            found[f"{path}: packed as {coding}"] = (path, PACKED, {**plain, "Content-Encoding": coding})
        form = {"Content-Type": "multipart/form-data; boundary=x"}
        found[f"{path}: parts without end"] = (path, PARTS, form)
        found[f"{path}: fields without end"] = (
            path,
            b"a=&" * 80_000,
            {"Content-Type": "application/x-www-form-urlencoded"},
        )
    return found


CHILD: Final = """
import json, logging, resource, sys
from app import create_app
from data.releases import open_releases
from portal.settings import Settings
from tests.portal import test_bombs as bombs

logging.disable(logging.CRITICAL)
server = create_app(Settings(prefix="/"), open_releases()).server
server.config["PROPAGATE_EXCEPTIONS"] = False
client = server.test_client()
client.post("/brief/check", json={"text": "title: x"})  # what the first request loads is no bomb's
sent = bombs.bombs()
held = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (held + bombs.ROOM, resource.RLIM_INFINITY))
before = resource.getrusage(resource.RUSAGE_SELF)
spent = int(before.ru_utime + before.ru_stime)
resource.setrlimit(resource.RLIMIT_CPU, (spent + bombs.SECONDS, resource.RLIM_INFINITY))
told = {}
for name, (path, body, headers) in sent.items():
    untold = {"CONTENT_LENGTH": "", "wsgi.input_terminated": True} if "Transfer-Encoding" in headers else {}
    answer = client.post("/" + path, data=body, headers=headers, environ_overrides=untold)
    told[name] = [answer.status_code, answer.mimetype, answer.get_data(as_text=True)[:3000]]
after = resource.getrusage(resource.RUSAGE_SELF)
json.dump({"told": told, "grown": (after.ru_maxrss - before.ru_maxrss) * 1024}, sys.stdout)
"""


@pytest.fixture(scope="module")
def answered() -> dict[str, Any]:
    """What the limited process was answered, and by how much it grew."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_no_body_is_taken_for_a_draft_or_breaks_the_server(answered: dict[str, Any]) -> None:
    for name, (status, _, text) in answered["told"].items():
        checked = name.startswith(("YAML", "brief/check"))  # its answer to a wrong draft is a list of what is
        assert status in ((200, 400, 413, 415, 422) if checked else (400, 413, 415, 422)), (name, status)
        assert '"draft"' not in text, name


def test_each_is_refused_in_a_sentence(answered: dict[str, Any]) -> None:
    for name, (_, kind, text) in answered["told"].items():
        said = sentences(kind, text)
        assert said and all(0 < len(one) < 400 for one in said), (name, said)
        assert not re.search(r"Traceback|MemoryError|RecursionError|/portal/|\.py\b", text), name


def sentences(kind: str, text: str) -> list[str]:
    """The reasons in an answer: of a JSON list of problems the first, of a page its paragraph."""
    if kind.endswith("json"):
        told = json.loads(text) if len(text) < 3000 else {}
        problems = told.get("problems")
        return [problems[0]["reason"]] if problems else [told.get("detail") or told.get("title", "")]
    return [unescape(re.sub(r"<[^>]+>", "", one)).strip() for one in text.split("\n") if one.startswith("<p")]


def test_memory_stays_where_it_was(answered: dict[str, Any]) -> None:
    assert answered["grown"] < KEPT, f"{answered['grown'] / 2**20:.0f} MB"


def test_what_is_too_large_is_called_so(answered: dict[str, Any]) -> None:
    large = {name: told[0] for name, told in answered["told"].items() if name.endswith("too large")}
    told = {name: status for name, status in large.items() if "in pieces" not in name}
    assert told and set(told.values()) == {413}
    assert set(large.values()) <= {400, 413}, "of a body in pieces no more than the limit is read"


@pytest.mark.parametrize("reason", ["references", "may stand in each other", "texts, lists and maps"])
def test_a_file_is_told_what_is_wrong_with_it(answered: dict[str, Any], reason: str) -> None:
    said = [text for name, (_, _, text) in answered["told"].items() if name.startswith("YAML")]
    assert any(reason in text for text in said)
