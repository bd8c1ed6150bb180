"""portal.metrics: what is counted under which names, that all names are ours, and processes that share."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dash import ALL, MATCH, Dash, Input, Output, html
from prometheus_client import CollectorRegistry, generate_latest

from data.releases import Status
from portal import metrics
from portal.observed import Answered
from portal.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
SINCE = datetime(2024, 1, 1, tzinfo=UTC)
ON = Settings(metrics_port=9150)


@pytest.fixture
def app() -> Dash:
    app = Dash("tiny", assets_folder="")
    app.layout = html.Div()

    def same(*values: object) -> object:
        return values[0]

    press = Input("button", "n_clicks")
    app.callback(Output("answer", "children"), press)(same)
    app.callback(Output("answer", "title"), Output("other", "children"), press, prevent_initial_call=True)(
        same
    )
    again = Output("answer", "children", allow_duplicate=True)
    app.callback(again, Input("second", "n_clicks"), prevent_initial_call=True)(same)
    app.callback(Output({"type": "row", "n": MATCH}, "children"), Input({"type": "cell", "n": MATCH}, "id"))(
        same
    )
    app.callback(Output({"type": "row", "n": ALL}, "title"), press)(lambda n: [])
    return app


def test_each_callback_has_a_short_name_of_its_own(app: Dash) -> None:
    names = metrics.short_names(app.callback_map)
    assert sorted(names.values()) == [
        "answer.children",
        "answer.children 2",
        "answer.title",
        '{"n":["ALL"],"type":"row"}.title',
        '{"n":["MATCH"],"type":"row"}.children',
    ]


def test_without_a_port_nothing_is_counted(app: Dash) -> None:
    assert metrics.observers(app, Settings(), Status) == ()  # type: ignore[arg-type]


class Told:
    """The observers of an app, and what they tell Prometheus."""

    def __init__(self, app: Dash) -> None:
        self.registry = CollectorRegistry()
        self.status = Status("r-1", "1.0.0", SINCE, SINCE, 2)
        self.asked = 0
        self.observers = metrics.observers(app, ON, self.now, self.registry)

    def now(self) -> Status:
        self.asked += 1
        return self.status

    def tell(self, **values: object) -> None:
        answered = Answered(**{"method": "GET", "route": "/x", "status": 200, "seconds": 0.03, **values})  # type: ignore[arg-type]
        for observer in self.observers:
            observer(answered)

    def value(self, name: str, **labels: str) -> float | None:
        return self.registry.get_sample_value(name, labels)


@pytest.fixture
def told(app: Dash) -> Told:
    return Told(app)


def test_requests_are_counted_by_route_method_and_status(told: Told) -> None:
    told.tell()
    told.tell()
    told.tell(status=404)
    count = "panj_requests_total"
    assert told.value(count, route="/x", method="GET", status="200") == 2
    assert told.value(count, route="/x", method="GET", status="404") == 1
    assert told.value("panj_request_seconds_count", route="/x") == 3
    assert told.value("panj_request_seconds_bucket", route="/x", le="0.025") == 0
    assert told.value("panj_request_seconds_bucket", route="/x", le="0.05") == 3


def test_a_callback_is_timed_under_its_name_and_no_client_makes_a_new_one(told: Told) -> None:
    told.tell(callback="answer.children")
    told.tell(callback="made-up.children")
    assert told.value("panj_callback_seconds_count", callback="answer.children") == 1
    assert b"made-up" not in generate_latest(told.registry)


def test_the_release_is_told_with_its_age_and_what_is_wrong(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(metrics, "monotonic", lambda: now[0])
    told.tell()
    told.tell()
    assert told.asked == 1, "once a second is enough"
    assert told.value("panj_release_info", release="r-1", version="1.0.0") == 1
    assert told.value("panj_release_published_timestamp_seconds") == SINCE.timestamp()
    assert told.value("panj_rejected_rows") == 2
    assert told.value("panj_degraded") == 0
    told.status = Status("r-2", "1.1.0", SINCE, None, 0, "r-3 is broken")
    now[0] += metrics.EVERY
    told.tell()
    assert told.value("panj_release_info", release="r-1", version="1.0.0") == 0
    assert told.value("panj_release_info", release="r-2", version="1.1.0") == 1
    assert told.value("panj_release_published_timestamp_seconds") == 0
    assert told.value("panj_rejected_rows") == 0
    assert told.value("panj_degraded") == 1


@pytest.mark.parametrize(
    ("taken", "free"), [([], "0"), (["0"], "1"), (["1"], "0"), (["0", "1", "2"], "3"), (["0", "2"], "1")]
)
def test_the_lowest_free_seat_is_taken(taken: list[str], free: str) -> None:
    assert metrics.free_seat(taken) == free


TWO_PROCESSES = """
    import os, sys
    from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest
    from portal import metrics
    os.environ[metrics.FOLDER_VARIABLE] = str(metrics.shared().folder)
    own = CollectorRegistry()
    count = Counter("things", "Things.", registry=own)
    info = Gauge("panj_release_info", "1.", ("release",), registry=own, multiprocess_mode="livemax")

    def child(seat, release):
        if not (pid := os.fork()):
            metrics.take_seat(seat)
            count.inc()
            info.labels("old").set(0)
            info.labels(release).set(1)
            os._exit(0)
        os.waitpid(pid, 0)

    def told():
        registry = CollectorRegistry()
        metrics._Together(registry, path=str(metrics.shared().folder))
        return generate_latest(registry).decode()

    child("0", "r-1"); child("1", "r-2"); child("0", "r-1")
    print(told())
    metrics.leave_seat("0")
    print("LEFT", told())
    folder = metrics.shared().folder
    print("FILES", len(list(folder.glob("counter_*"))), oct(folder.stat().st_mode))
"""


def test_processes_count_together_and_who_takes_a_seat_counts_on(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(TWO_PROCESSES)],
        cwd=ROOT,
        env={"PATH": "", "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    before, _, rest = done.stdout.partition("LEFT")
    after, _, files = rest.partition("FILES")
    assert "things_total 3.0" in before and "things_total 3.0" in after
    assert 'release="r-1"' in before and 'release="r-2"' in before
    assert 'release="old"' not in before, "what is served no more is left out"
    assert 'release="r-1"' not in after and 'release="r-2"' in after
    assert files.split()[:2] == ["3", "0o40700"], "the first process and two seats; nobody else may look"
