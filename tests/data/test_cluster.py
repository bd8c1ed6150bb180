"""The same answers here and in a cluster; what is lost is loaded again, what fails is named."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import cluster
from data.cluster import Answer, Cluster, ClusterError, Here
from tests.data import cluster_cases as cases

NUMBER = 5


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return cases.save(tmp_path_factory.mktemp("partitions"), NUMBER)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[cases.Processes]:
    """A cluster that no test harms."""
    running = cases.Processes(tmp_path_factory.mktemp("cluster")).start()
    yield running
    running.stop()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[cases.Processes]:
    """A cluster to lose."""
    running = cases.Processes(tmp_path).start()
    yield running
    running.stop()


@pytest.fixture
def opened() -> Iterator[Callable[..., Cluster[str, cases.Part]]]:
    """Makes clusters, and leaves them in the end."""
    made: list[Cluster[str, cases.Part]] = []

    def make(running: cases.Processes, keys: list[str], timeout: float = cases.PATIENCE, **more: Any):
        made.append(Cluster(running.address, cases.load, keys, timeout, **more))
        return made[-1]

    yield make
    for one in made:
        one.close()


def _here(keys: list[str]) -> Here[cases.Part]:
    return Here([cases.load(key) for key in keys], [Path(key).name for key in keys])


def _equal(one: Answer[Any], other: Answer[Any]) -> None:
    assert one.failed == other.failed
    for mine, theirs in zip(one.results, other.results, strict=True):
        np.testing.assert_equal(mine, theirs)


def test_a_cluster_answers_what_is_answered_here(shared, keys, opened):
    there = opened(shared, keys)
    for below in (0, 17, 2_000, 10_000):
        work = partial(cases.count, below=below)
        _equal(there.map_partitions(work), _here(keys).map_partitions(work))


def test_a_cluster_without_partitions_answers_nothing(shared, opened):
    assert opened(shared, []).map_partitions(cases.count) == Answer([], ())
    assert Here([]).map_partitions(cases.count) == Answer([], ())


def test_every_worker_has_its_share(shared, keys, opened):
    cases.until(lambda: len(_processes(opened(shared, keys))) == 2)
    at_work = _processes(opened(shared, keys))
    assert at_work <= {worker.pid for worker in shared.workers}


def _processes(there: Cluster[str, cases.Part]) -> set[int]:
    return set(there.map_partitions(cases.process).results)


def test_threads_ask_at_once(shared, keys, opened):
    there = opened(shared, keys)
    works = [partial(cases.count, below=below) for below in range(0, 4_000, 250)]
    with ThreadPoolExecutor(8) as threads:
        for work, answer in zip(works, threads.map(there.map_partitions, works), strict=True):
            _equal(answer, _here(keys).map_partitions(work))


@pytest.mark.parametrize("place", ["here", "cluster"])
def test_a_partition_that_fails_is_named_and_the_rest_answers(shared, keys, opened, place):
    asked = _here(keys) if place == "here" else opened(shared, keys)
    answer = asked.map_partitions(cases.odd)
    assert answer.failed == ("events-0001.npy could not be counted.",)
    assert answer.results == [1_000, 2_998, 3_997, 4_996]


def test_partitions_here_that_have_no_names_are_numbered():
    answer = Here([cases.Part(np.array([1]))]).map_partitions(cases.odd)
    assert answer.failed == ("partition 1 could not be counted.",)


def test_a_partition_that_cannot_be_loaded_is_named_and_tried_again(shared, keys, opened, tmp_path):
    late = tmp_path / "events-0009.npy"
    there = opened(shared, [keys[0], str(late), keys[2]])
    for _ in range(2):
        answer = there.map_partitions(cases.count)
        assert answer.failed == ("events-0009.npy could not be loaded.",)
        assert len(answer.results) == 2
    late.write_bytes(Path(keys[1]).read_bytes())
    _equal(there.map_partitions(cases.count), _here(keys[:3]).map_partitions(cases.count))


def test_other_files_at_the_same_path_have_another_version(shared, opened, tmp_path):
    (key,) = cases.save(tmp_path, 1)
    before = opened(shared, [key], version="1")
    assert before.map_partitions(cases.count).results[0][0] == 1_000
    np.save(key, np.arange(7))
    assert opened(shared, [key], version="2").map_partitions(cases.count).results[0][0] == 7
    assert before.map_partitions(cases.count).results[0][0] == 1_000


def test_what_does_not_answer_in_time_is_named(own, keys, opened):
    there = opened(own, keys, timeout=cases.PATIENCE)
    there.map_partitions(cases.count)
    there = opened(own, keys, timeout=5.0)
    answer = there.map_partitions(cases.slow_odd)
    assert "events-0001.npy did not answer in time." in answer.failed
    # What waits behind it on the same worker does not answer either; the other worker's share does.
    told = {f"events-{index:04d}.npy did not answer in time.": 1_000 + 999 * index for index in range(NUMBER)}
    assert set(answer.failed) <= set(told)
    assert answer.results == [size for name, size in told.items() if name not in answer.failed] != []


def test_a_lost_worker_costs_no_answer(own, keys, opened, tmp_path, monkeypatch):
    """A worker dies while it counts; the other takes its share."""
    monkeypatch.setattr(cluster, "LOOK_EVERY", 0.0)
    there = opened(own, keys)
    cases.until(lambda: len(_processes(there)) == 2)
    marks = tmp_path / "at-work"
    marks.mkdir()
    work = partial(cases.slow_count, folder=str(marks), seconds=1.0)
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(there.map_partitions, work)
        cases.until(lambda: list(marks.iterdir()))
        own.kill(int(next(marks.iterdir()).name))
        assert answer.result().results == [1_000, 1_999, 2_998, 3_997, 4_996]
        assert answer.result().failed == ()


def test_a_worker_that_joins_takes_its_share(own, keys, opened, monkeypatch):
    monkeypatch.setattr(cluster, "LOOK_EVERY", 0.0)
    there = opened(own, keys)
    cases.until(lambda: len(_processes(there)) == 2)
    own.kill(own.workers[0].pid)
    left = own.workers[1].pid
    assert _processes(there) == {left}
    joined = own.add_worker().pid
    cases.until(lambda: _processes(there) == {left, joined})
    _equal(there.map_partitions(cases.count), _here(keys).map_partitions(cases.count))


def test_a_scheduler_that_is_started_again_is_found(own, keys, opened):
    there = opened(own, keys)
    before = there.map_partitions(cases.count)
    own.stop()
    again = threading.Timer(1.0, own.start)
    again.start()
    _equal(there.map_partitions(cases.count), before)
    again.join()


def test_a_scheduler_that_is_lost_under_way_is_named(own, keys, opened, tmp_path):
    there = opened(own, keys, timeout=10.0)
    there.map_partitions(cases.count)
    marks = tmp_path / "at-work"
    marks.mkdir()
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(
            there.map_partitions, partial(cases.slow_count, folder=str(marks), seconds=5.0)
        )
        cases.until(lambda: list(marks.iterdir()))
        own.stop_scheduler()
        with pytest.raises(ClusterError, match=f"The scheduler at {own.address} cannot be reached"):
            answer.result()


def test_without_a_scheduler_the_error_names_its_address(keys):
    address = f"tcp://127.0.0.1:{cases.free_port()}"
    there = Cluster(address, cases.load, keys, timeout=0.5)
    for _ in range(2):  # the second is told at once
        with pytest.raises(ClusterError) as caught:
            there.map_partitions(cases.count)
        assert str(caught.value) == f"The scheduler at {address} cannot be reached."
    there.close()


def test_what_dasks_configuration_forbids_is_no_other_error(shared, keys):
    """Encryption can be required for all that is asked, of `tls://` addresses and others."""
    import dask

    there = Cluster(shared.address, cases.load, keys, timeout=20.0)
    with (
        dask.config.set({"distributed.comm.require-encryption": True}),
        pytest.raises(ClusterError, match="cannot be reached"),
    ):
        there.map_partitions(cases.count)
    there.close()


def test_a_port_that_is_no_scheduler_is_named(keys):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"tls://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(ClusterError, match=address):
            Cluster(address, cases.load, keys, timeout=1.0).map_partitions(cases.count)


def test_without_a_worker_the_error_names_the_address(tmp_path, keys, opened):
    running = cases.Processes(tmp_path).start(workers=0)
    try:
        with pytest.raises(ClusterError) as caught:
            opened(running, keys, timeout=2.0).map_partitions(cases.count)
    finally:
        running.stop()
    assert str(caught.value) == f"No worker of the cluster at {running.address} answered within 2 seconds."


def test_a_process_that_was_forked_has_its_own_connection(shared, keys):
    """The connection of the process before the fork goes on, and the child ends by itself."""
    script = f"""
import os, sys
from data.cluster import Cluster
from tests.data import cluster_cases as cases
there = Cluster({shared.address!r}, cases.load, {keys!r}, 60.0)
asked = lambda: [number for number, _ in there.map_partitions(cases.count).results]
before = asked()
child = os.fork()
if not child:
    sys.exit(0 if asked() == before else 3)
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(code, asked() == before)
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=cases.ROOT, capture_output=True, text=True, timeout=cases.PATIENCE * 2,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("0 True\n", "")


def test_a_start_without_a_cluster_does_not_load_dask():
    script = (
        "import sys, data.cluster; print([name for name in ('dask', 'distributed') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=cases.ROOT, capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


@pytest.mark.parametrize(
    "address", ["", "127.0.0.1:8786", "http://127.0.0.1:8786", "tcp://127.0.0.1", "tcp://a b:1", "inproc://x"]
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ValueError, match="is no address of a scheduler"):
        Cluster(address, cases.load, [])


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "tls://scheduler.example:8786", "tcp://[::1]:1"])
def test_an_address_is_asked_nothing_before_the_first_question(address):
    Cluster(address, cases.load, ["one"]).close()


@settings(deadline=None)
@given(workers=st.sets(st.text(min_size=1), min_size=1, max_size=8), keys=st.sets(st.text(), max_size=40))
def test_the_share_of_a_worker_is_as_large_as_that_of_any_other(workers, keys):
    homes = list(cluster._homes(sorted(keys), sorted(workers)).values())
    shares = [homes.count(worker) for worker in workers]
    assert sum(shares) == len(keys)
    assert max(shares) - min(shares) <= 1
