"""Checks and builds by the workers of a Dask cluster: two processes on this machine, one of which may be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_cluster import SHAPES, catalogue_of, files_of, run
from test_incremental import STATEMENTS

from catalogue import cluster
from catalogue.scaffold import init
from catalogue.workspace.catalogue import Catalogue

pytest.importorskip("distributed")

ROOT = Path(__file__).resolve().parent.parent
WAIT = 120


def environment() -> dict[str, str]:
    """Give what other processes begin with: the time of the tests is that of the commands too."""
    return {**os.environ, "PYTHONPATH": str(ROOT)}


class Started:
    """A scheduler and two workers on loopback; each ends with the test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        port = self.address.rpartition(":")[2]
        self.processes: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard", "--no-show")
        self.workers = [self.worker() for _ in range(2)]

    def worker(self) -> subprocess.Popen[bytes]:
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0", "--host", "127.0.0.1")
        return self._start("worker", self.address, *options, "--local-directory", str(self._folder))

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]]
        with (self._folder / f"{arguments[0]}-{len(self.processes)}.log").open("wb") as log:
            process = subprocess.Popen(command, env=environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def wait_for_workers(self, number: int = 2) -> None:
        from distributed import Client

        with Client(self.address, timeout=WAIT, set_as_default=False) as client:
            client.wait_for_workers(number, timeout=WAIT)

    def end(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@pytest.fixture(autouse=True, scope="module")
def _no_thread_is_left() -> Iterator[None]:
    """End the threads of clients whose scheduler has gone: where one is left, this process forks no other for later tests."""
    yield
    from distributed.utils import LoopRunner

    for loop in list(LoopRunner._all_loops):  # noqa: SLF001 - there is no other way to them
        loop.add_callback(loop.stop)
    until(lambda: not [thread for thread in threading.enumerate() if thread.name.startswith("IO loop")], within=10)


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Started]:
    folder = tmp_path / "dask"
    folder.mkdir()
    started = Started(folder)
    try:
        started.wait_for_workers()
        yield started
    finally:
        started.end()


def children(process: int) -> list[int]:
    psutil = pytest.importorskip("psutil")
    return [child.pid for child in psutil.Process(process).children()]


def until(holds: object, *, within: float = WAIT) -> None:
    """Wait until something holds that will."""
    end = time.monotonic() + within
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return catalogue_of(tmp_path / "catalogue", SHAPES[2], [STATEMENTS[:30], STATEMENTS[30:]])


def command(*arguments: str | Path) -> subprocess.Popen[bytes]:
    given = [sys.executable, "-m", "catalogue", *map(str, arguments)]
    return subprocess.Popen(given, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_two_workers_check_as_one_process_does(started: Started, folder: Path, tmp_path: Path):
    once = run("check", "-C", folder, "--no-cache", "-f", "json")
    arguments = ("check", "-C", folder, "--no-cache", "-f", "json", "--cluster", started.address, "--in", tmp_path / "shared")
    for tasks in (("--tasks", "5"), ()):
        code, printed, told = run(*arguments, *tasks)
        assert (code, printed) == once[:2]
        assert told.endswith(once[2])
    assert sum(path.is_file() for path in (tmp_path / "shared" / "results").rglob("*")) == 5 + 2


def test_a_worker_that_is_killed_costs_nothing_but_time(started: Started, folder: Path, tmp_path: Path):
    """The process that does its task ends with it, and the other worker does the task."""
    once = run("check", "-C", folder, "--no-cache", "-f", "json")
    options = ("-f", "json", "--cluster", started.address, "--in", tmp_path / "shared", "--tasks", 8)
    checking = command("check", "-C", folder, "--no-cache", *options)
    try:
        killed = started.workers[0]
        until(lambda: children(killed.pid))
        (task,) = children(killed.pid)
        killed.send_signal(signal.SIGKILL)
        printed, _ = checking.communicate(timeout=WAIT)
    finally:
        checking.kill()
        checking.wait()
    assert (checking.returncode, printed.decode()) == once[:2]
    if sys.platform == "linux":
        until(lambda: not Path(f"/proc/{task}/exe").exists())


def test_two_workers_build_as_one_process_does(started: Started, tmp_path: Path):
    garden = tmp_path / "garden"
    init(garden)
    once = Catalogue(garden).build(tmp_path / "once").folder
    code, _, _ = run("build", "-C", garden, "-o", tmp_path / "out", "--cluster", started.address, "--in", tmp_path / "shared")
    assert code == 0
    current = (tmp_path / "out" / "current").resolve()
    assert (current.name, files_of(current)) == (once.name, files_of(once))


def test_a_scheduler_that_goes_away_is_an_error_and_the_next_run_goes_on(started: Started, tmp_path: Path):
    garden, out, shared = tmp_path / "garden", tmp_path / "out", tmp_path / "shared"
    init(garden)
    standing = Catalogue(garden).build(out).folder
    before = files_of(standing)
    with (garden / "catalogue.toml").open("a", encoding="utf-8") as file:
        file.write("\n")
    options = ("build", "-C", garden, "-o", out, "--cluster", started.address, "--in", shared, "--tasks", 9)
    building = command(*options)
    try:
        until(lambda: _results(shared) > 10)  # nine of the check, and some of the build
        started.scheduler.send_signal(signal.SIGKILL)
        _, told = building.communicate(timeout=WAIT)
    finally:
        building.kill()
        building.wait()
    assert building.returncode == 5, told.decode()
    assert started.address in told.decode()
    assert len(told.decode().splitlines()) <= 4, told.decode()
    assert b"Traceback" not in told
    assert ((out / "current").resolve(), files_of(standing)) == (standing, before)
    done = _results(shared)
    plan = cluster.read_plan(cluster.open_shared(shared))
    left = cluster.missing(plan, cluster.open_shared(shared))
    assert 9 - len(left) == done - 9 > 0
    for number in left:
        assert run("run-task", shared, number)[0] == 0
    assert run("build", "-C", garden, "-o", out, "--gather", shared)[0] == 0
    assert (out / "current").resolve() != standing


def test_progress_is_told_up_to_the_number_of_all_tasks(started: Started, folder: Path, tmp_path: Path):
    from catalogue.cluster.scheduling import Cluster

    shared = cluster.open_shared(tmp_path / "shared")
    plan = cluster.plan_check(Catalogue(folder).workspace, 3, shared)
    assert cluster.run_task(shared, 1) is not None
    told: list[tuple[int, int]] = []
    with Cluster(started.address) as workers:
        workers.run(plan, shared, lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def _results(shared: Path) -> int:
    return sum(path.is_file() and not path.name.startswith(".") for path in (shared / "results").rglob("*"))


def test_a_scheduler_that_does_not_answer_is_an_error(folder: Path, tmp_path: Path):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        code, printed, told = run("check", "-C", folder, "--cluster", address, "--in", tmp_path / "shared")
    assert (code, printed) == (5, "")
    assert address in told
    assert run("check", "-C", folder, "--cluster", "nonsense", "--in", tmp_path / "shared")[0] in {2, 5}


def test_what_ends_a_task_is_told_as_where_it_is_run(started: Started, folder: Path, tmp_path: Path):
    shared = cluster.open_shared(tmp_path / "shared")
    plan = cluster.plan_check(Catalogue(folder).workspace, 2, shared)
    from catalogue.cluster.scheduling import Cluster
    from catalogue.errors import InputError

    (tmp_path / "shared" / "objects" / plan.snapshot["files"]).unlink()
    with Cluster(started.address) as workers, pytest.raises(InputError, match=plan.snapshot["files"]):
        workers.run(plan, shared)


def test_the_same_plan_may_be_run_in_two_folders_at_once(started: Started, tmp_path: Path):
    """Each gathers its own results, though the tasks have the same plan and the same numbers."""
    folder = catalogue_of(tmp_path / "catalogue", SHAPES[0], [STATEMENTS[:12], STATEMENTS[6:]])
    once = run("check", "-C", folder, "--no-cache")
    where = ("-C", str(folder), "--no-cache", "--cluster", started.address, "--tasks", "3")
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "catalogue", "check", *where, "--in", str(tmp_path / name)],
            env=environment(),
            stdout=subprocess.PIPE,
        )
        for name in ("one", "other")
    ]
    outcomes = [(process.communicate(timeout=WAIT)[0].decode(), process.returncode) for process in both]
    assert outcomes == [(once[1], once[0])] * 2
