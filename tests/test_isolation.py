"""Isolation: what a worker takes away from itself holds, by each of the means that a system may have."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2
import pytest
from conftest import edition_of
from sparql_service import limited, run
from starlette.testclient import TestClient

from catalogue.isolation import system as isolation
from catalogue.isolation.system import FILES, NETWORK
from catalogue.scaffold import init
from catalogue.serve import Site, not_isolated

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has these means")


def apart(work: Callable[[], Any]) -> Any:
    """Do some work in a process of its own, and give what it gives as JSON."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        try:
            os.write(writing, json.dumps(work()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        given = file.read()
    os.waitpid(child, 0)
    return json.loads(given)


def reach(folder: Path, port: int) -> list[str]:
    """Try to reach what a query must not, and tell what could be."""
    reached = []

    def connect() -> None:
        socket.create_connection(("127.0.0.1", port), 2).close()

    def datagram() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"x", ("127.0.0.1", port))

    def begin() -> None:
        if os.fork() == 0:
            os._exit(0)

    tried: dict[str, Callable[[], Any]] = {
        "a connection": connect,
        "a datagram": datagram,
        "a local socket": socket.socketpair,
        "a program": begin,
        "the store": lambda: (folder / "file").read_text("utf-8"),
        "another file": lambda: Path("/etc/hostname").read_text("utf-8"),
        "a file of the program": lambda: Path(__file__).read_text("utf-8"),
        "writing": lambda: (folder / "new").write_text("x", "utf-8"),
        "removing": (folder / "file").unlink,
        "a folder": lambda: list(Path("/").iterdir()),
    }
    for name, attempt in tried.items():
        try:
            attempt()
        except OSError:
            continue
        reached.append(name)
    return reached


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "file").write_text("x", "utf-8")
    return tmp_path / "store"


def without(*means: str) -> Callable[[], None]:
    """Give what has a process lack some of the means, as some systems do."""

    def lack() -> None:
        for name in means:
            setattr(isolation, name, lambda *_: False)

    return lack


LANDLOCK = Path("/sys/kernel/security/lsm")
WAYS = {
    "all means": (),
    "no user namespaces": ("leave_network",),
    "no seccomp": ("open_no_connections",),
}


@pytest.mark.parametrize("name", WAYS)
def test_of_a_store_on_disk_its_own_files_alone_are_read(folder: Path, name: str):
    with closing(socket.create_server(("127.0.0.1", 0))) as outside:
        port = outside.getsockname()[1]

        def isolated() -> list[Any]:
            without(*WAYS[name])()
            missing = isolation.isolate(folder)
            return [list(missing), reach(folder, port)]

        missing, reached = apart(isolated)
        if NETWORK in missing or FILES in missing:
            pytest.skip(f"this system cannot: {missing}")
        allowed = {"the store"} | ({"a local socket", "a program"} if name == "no seccomp" else set())
        assert set(reached) - {"a datagram" if name == "no seccomp" else ""} <= allowed
        assert "the store" in reached


@pytest.mark.parametrize("name", WAYS)
def test_with_statements_in_memory_nothing_is_opened(folder: Path, name: str):
    with closing(socket.create_server(("127.0.0.1", 0))) as outside:
        port = outside.getsockname()[1]

        def isolated() -> list[Any]:
            without(*WAYS[name])()
            return [list(isolation.isolate(None)), reach(folder, port)]

        missing, reached = apart(isolated)
    assert missing == []
    assert set(reached) <= {"a program", "removing"}


def test_what_a_system_cannot_take_away_is_told():
    def isolated(folder: Path, *means: str) -> Sequence[str]:
        def work() -> list[str]:
            without(*means)()
            return list(isolation.isolate(folder))

        return apart(work)  # type: ignore[no-any-return]

    network, files = ("leave_network", "open_no_connections"), ("read_only_below",)
    assert isolated(ROOT, *network, *files) == [NETWORK, FILES]
    assert isolated(ROOT, *files) == [FILES]
    assert isolated(ROOT, *network) == [NETWORK]
    for missing in ([NETWORK], [FILES], [NETWORK, FILES]):
        assert all("\n" not in text for text in dict(not_isolated(missing)).values())


def test_few_files_may_be_open_beside_those_of_the_store(folder: Path):
    def opened() -> list[int]:
        before = max(int(name) for name in os.listdir("/proc/self/fd"))  # noqa: PTH208 - names alone
        isolation.isolate(folder)
        files = []
        try:
            while len(files) < 1000:
                files.append(os.open(folder / "file", os.O_RDONLY))
        except OSError:
            pass
        return [before, max(files)]

    before, last = apart(opened)
    assert before < last <= before + 10


def test_a_store_on_disk_is_asked_as_before_and_by_isolated_workers(tmp_path: Path):
    init(tmp_path / "garden")
    many = "".join(f'<urn:s{n}> <urn:p> "{n}" .\n' for n in range(30_000))
    (tmp_path / "garden" / "data" / "many.ttl").write_text(many, "utf-8")
    site = Site(limited(edition_of(tmp_path / "garden"), workers=2, store="disk"), documents=False)
    with TestClient(site) as client:
        missing = site.releases.current.pool.missing
        for asked in (
            "(COUNT(*) AS ?n) { ?s <urn:p> ?o }",
            "?s { ?s <urn:p> '29999' }",
            "* { ?s <urn:p> ?o } ORDER BY ?o LIMIT 3",
        ):
            for _ in range(3):
                answer = client.get("/sparql", params={"query": f"SELECT {asked} # {time.monotonic_ns()}"})
                assert answer.status_code == 200, answer.text
        assert set(missing) <= {NETWORK, FILES}


BARE = """
import ctypes, runpy, struct, sys
from catalogue.isolation import system as isolation
# a filter of system calls that refuses namespaces, further filters and Landlock, as some hosts have it
steps = [(0x20, 0, 0, 0), (0x15, 5, 0, 272), (0x15, 4, 0, 444), (0x15, 0, 2, 157), (0x20, 0, 0, 16), (0x15, 1, 0, 22),
    (0x06, 0, 0, 0x7FFF0000), (0x06, 0, 0, 0x00050001)]
program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
described = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(program)))
call = ctypes.CDLL(None).prctl
assert call(38, 1, 0, 0, 0) == 0 and call(22, 2, ctypes.byref(described), 0, 0) == 0
sys.argv = ["catalogue", *sys.argv[1:]]
runpy.run_module("catalogue", run_name="__main__")
"""
"""Runs the program where a system has none of the means; for one kind of processor."""


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the filter of the test is for another processor")
@pytest.mark.parametrize("store", ["disk", "memory"])
def test_where_a_system_has_no_means_the_start_says_so_and_can_be_refused(tmp_path: Path, store: str):
    folder = tmp_path / "garden"
    init(folder)
    file = folder / "catalogue.toml"
    file.write_text(f'{file.read_text("utf-8")}\n[sparql]\nstore = "{store}"\nworkers = 1\n', "utf-8")
    command = [sys.executable, "-c", BARE, "serve", "--port", "0", "-C", str(folder), "--sparql-only"]
    if store == "disk":
        refused = subprocess.run(
            [*command, "--require-isolation"], capture_output=True, text=True, timeout=60, check=False, cwd=ROOT
        )
        assert refused.returncode not in {0, 1}
        assert "Landlock" in refused.stderr
        assert len(refused.stderr.splitlines()) == 1
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        address = process.stdout.readline().strip()
        answer = httpx2.get(f"{address}sparql", params={"query": "ASK { ?s ?p ?o }"})
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
        assert answer.json()["boolean"]
        assert ("Landlock" in told) == (store == "disk")


def test_with_all_means_isolation_may_be_demanded(tmp_path: Path):
    init(tmp_path / "garden")
    with run(tmp_path / "garden", "--sparql-only", "--require-isolation", sparql={"workers": 1}) as (address, _):
        assert httpx2.get(f"{address}readyz").status_code == 200
