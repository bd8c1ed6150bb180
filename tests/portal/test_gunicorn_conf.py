"""The server's configuration, and real servers that count, log, drain and change their workers."""

from __future__ import annotations

import json
import os
import re
import runpy
import signal
import socket
import threading
import time
import urllib.request
from pathlib import Path

import pytest

from tests.proxy.servers import Place, Server, free_port, gunicorn

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = ROOT / "portal" / "gunicorn_conf.py"


def configured(monkeypatch: pytest.MonkeyPatch, **variables: str) -> dict[str, object]:
    for name in [name for name in os.environ if name.startswith("PANJ_")]:
        monkeypatch.delenv(name)
    for name in ("HOST", "PORT", "WEB_CONCURRENCY"):
        monkeypatch.delenv(name, raising=False)
    for name, text in variables.items():
        monkeypatch.setenv(name, text)
    return runpy.run_path(str(CONFIGURATION))


def test_the_settings_decide_where_and_with_how_many_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    found = configured(
        monkeypatch, HOST="::1", PORT="9001", WEB_CONCURRENCY="3", PANJ_THREADS="6", PANJ_LOG_LEVEL="error"
    )
    assert (found["bind"], found["workers"], found["threads"]) == ("[::1]:9001", 3, 6)
    assert found["loglevel"] == "error"
    assert "raw_env" not in found and "when_ready" not in found, "without a port nothing is counted"


def test_it_drains_renews_its_workers_and_trusts_no_header(monkeypatch: pytest.MonkeyPatch) -> None:
    found = configured(monkeypatch)
    assert found["worker_class"] == "gthread" and found["preload_app"] is True
    assert found["forwarded_allow_ips"] == "" and found["forwarder_headers"] == ""
    assert found["control_socket_disable"] is True
    assert found["max_requests"] > found["max_requests_jitter"] > 0  # type: ignore[operator]
    assert found["graceful_timeout"] == 30
    assert "accesslog" not in found


def test_a_wrong_setting_stops_it_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SystemExit, match=r"^Panj cannot start: PORT must"):
        configured(monkeypatch, PORT="x")


@pytest.fixture(scope="module")
def server_and_metrics(tmp_path_factory: pytest.TempPathFactory):
    folder, port = tmp_path_factory.mktemp("gunicorn"), free_port()
    extra = {"PANJ_METRICS_PORT": str(port), "PANJ_LOG_FORMAT": "json", "TMPDIR": str(folder)}
    with gunicorn(folder / "log", WEB_CONCURRENCY="2", **extra) as server:
        yield server, port
        if server.process and server.process.poll() is None:
            assert server.stop() == 0
    assert not list(folder.glob("panj-metrics-*")), "nothing is left behind"


def figures(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        return str(answer.read().decode())


def value(port: int, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", figures(port), re.MULTILINE)
    return float(found[1]) if found else 0.0


def page(server: Server) -> Place:
    return Place(f"http://127.0.0.1:{server.port}/")


def workers(server: Server) -> set[int]:
    assert server.process
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    return {int(number) for number in children.read_text().split()}


def until(condition, what: str, patience: float = 20.0) -> None:
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(0.05)


def test_prometheus_reads_all_workers_on_a_port_of_this_machine(server_and_metrics) -> None:
    server, port = server_and_metrics
    place = page(server)
    for _ in range(20):
        assert place.ask("readyz").status == 200
    assert place.ask("_dash-update-component", body=place.drawing()).status == 200
    name = 'panj_requests_total{method="GET",route="/readyz",status="200"}'
    until(lambda: value(port, name) == 20, "all requests are counted")
    text = figures(port)
    assert re.search(r'^panj_release_info\{release="[^"]+",version="[^"]+"\} 1\.0$', text, re.MULTILINE)
    assert 'panj_callback_seconds_count{callback="summary.children"} 1.0' in text
    assert "panj_rejected_rows 0.0" in text and "panj_degraded 0.0" in text


def test_the_public_port_tells_no_figures(server_and_metrics) -> None:
    server, port = server_and_metrics
    for path in ("metrics", "metrics/", f"../:{port}/metrics"):
        answer = page(server).ask(path)
        assert answer.status == 404 and "panj_requests" not in answer.text
    with socket.socket() as other:
        other.settimeout(2)
        with pytest.raises(OSError):
            other.connect(("127.0.0.2", port))


def test_workers_that_change_count_on_and_files_stay_few(server_and_metrics) -> None:
    server, port = server_and_metrics
    place = page(server)
    name = 'panj_requests_total{method="GET",route="/healthz",status="200"}'
    place.ask("healthz")
    until(lambda: value(port, name) > 0, "it is counted")
    before, old = value(port, name), workers(server)
    assert len(old) == 2
    os.kill(next(iter(old)), signal.SIGKILL)
    until(lambda: len(workers(server)) == 2 and workers(server) != old, "the killed worker is replaced")
    killed = workers(server)
    assert server.process
    os.kill(server.process.pid, signal.SIGHUP)
    until(lambda: len(workers(server)) == 2 and not workers(server) & killed, "SIGHUP renews all workers")
    for _ in range(20):
        assert place.ask("healthz").status == 200
    until(lambda: value(port, name) == before + 20, "counted on from where it stopped")
    assert "panj_release_info{" in figures(port)
    folder = next(Path(server.environment["TMPDIR"]).glob("panj-metrics-*"))
    assert len(list(folder.glob("counter_*"))) <= 4, "two seats, and two more while workers overlap"


def test_every_line_of_the_log_is_json_and_the_servers_own_too(server_and_metrics) -> None:
    server, _ = server_and_metrics
    number = page(server).ask("readyz").all("X-Request-ID")[0]
    until(lambda: number in server.log.read_text(), "the line is written")
    lines = [json.loads(line) for line in server.log.read_text().splitlines()]
    assert {"gunicorn.error", "panj.request"} <= {line["logger"] for line in lines}
    assert all({"time", "level", "logger", "message"} <= line.keys() for line in lines)


def test_a_port_for_metrics_that_is_taken_stops_the_start_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        taken = str(held.getsockname()[1])
        server = Server(free_port(), tmp_path / "log", {"PANJ_METRICS_PORT": taken, "TMPDIR": str(tmp_path)})
        server.start()
        assert server.process and server.process.wait(60) == 1
    text = server.log.read_text()
    assert f"Panj cannot start: PANJ_METRICS_PORT {taken} is taken." in text
    assert "Traceback" not in text


def test_sigterm_lets_a_request_finish(server_and_metrics) -> None:
    """The last test of this server."""
    server, _ = server_and_metrics
    place = page(server)
    found: list[int] = []
    asking = threading.Thread(target=lambda: found.append(place.ask("brief/talks.pptx").status))
    begun = server.log.read_text().count("<name>.pptx")
    asking.start()
    time.sleep(0.3)  # making slides takes longer than this
    assert asking.is_alive() and server.log.read_text().count("<name>.pptx") == begun
    assert server.stop() == 0
    asking.join(30)
    assert found == [200]
    with pytest.raises(OSError):
        place.ask("healthz")
