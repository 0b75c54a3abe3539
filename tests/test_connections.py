"""Connections: whatever clients do with theirs, others are answered, and what is taken slowly or not at all is ended."""

import hashlib
import re
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from sparql_service import run

from catalogue.config import Serving
from catalogue.scaffold import init
from catalogue.serve.connections import Connections

ON_LINUX = pytest.mark.skipif(
    sys.platform != "linux", reason="Linux alone has more than one address of loopback, and tells of sockets"
)
SERVE = {"head": 2, "body": 2, "patience": 1, "pace": 20_000, "client": 40, "connections": 400}
LARGE = 6_000_000
GET = b"GET /%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
WAIT = 20


@contextmanager
def accepted(address: str = "127.0.0.1", family: socket.AddressFamily = socket.AF_INET) -> Iterator["Accepted"]:
    """Give connections of this process to itself."""
    with socket.socket(family) as listening, ExitStack() as stack:
        listening.bind((address, 0))
        listening.listen(512)
        yield Accepted(listening, stack)


class Accepted:
    """Opens connections to a socket, and closes both of their ends at last."""

    def __init__(self, listening: socket.socket, stack: ExitStack) -> None:
        self.port: int = listening.getsockname()[1]
        self._listening = listening
        self._stack = stack

    def open(self, source: str) -> tuple[socket.socket, socket.socket]:
        """Connect from an address, and give both ends: that of the client, and that of the server."""
        client = self._client(source)
        while client.getsockname()[1] == self.port:  # of another address, so that it is free: it would be taken for a server's
            client = self._client(source)
        client.connect(self._listening.getsockname())
        return client, self._stack.enter_context(self._listening.accept()[0])

    def _client(self, source: str) -> socket.socket:
        client = self._stack.enter_context(socket.socket(self._listening.family))
        client.bind((source, 0))
        return client


def is_ended(client: socket.socket) -> bool:
    client.settimeout(0.05)
    try:
        return client.recv(1) == b""
    except ConnectionError:
        return True
    except TimeoutError:
        return False


@ON_LINUX
@pytest.mark.parametrize(
    ("counts", "left"),
    [
        ({"127.0.0.1": 4}, {"127.0.0.1": 4}),
        ({"127.0.0.1": 9}, {"127.0.0.1": 8}),
        ({"127.0.0.1": 20, "127.0.0.2": 3}, {"127.0.0.1": 8, "127.0.0.2": 3}),
        (
            {"127.0.0.1": 8, "127.0.0.2": 8, "127.0.0.3": 8, "127.0.0.4": 1},
            dict.fromkeys([f"127.0.0.{n}" for n in range(1, 5)], 1),
        ),
        ({"127.0.0.1": 8, "127.0.0.2": 8, "127.0.0.3": 8}, {"127.0.0.1": 8, "127.0.0.2": 8, "127.0.0.3": 8}),
    ],
    ids=["few", "one too many", "of one", "three quarters of all are taken", "just not"],
)
def test_the_newest_connections_of_who_has_too_many_are_ended(counts: dict[str, int], left: dict[str, int]):
    """Eight for each client of thirty-two, and one for each while more than twenty-four are there."""
    with accepted() as here:
        connections = Connections(here.port, Serving(connections=32, client=8))
        clients: dict[str, list[socket.socket]] = {}
        for now, number in enumerate(range(max(counts.values()))):
            for source, count in counts.items():
                if number < count:
                    clients.setdefault(source, []).append(here.open(source)[0])
            if len(counts) == 1:
                connections.look(float(now))
        connections.look(100.0)
        assert {source: [is_ended(each) for each in each_of] for source, each_of in clients.items()} == {
            source: [number >= left[source] for number in range(counts[source])] for source in counts
        }
        assert connections.ended == {"many": sum(counts.values()) - sum(left.values()), "slow": 0}


def test_other_sockets_are_left_alone(tmp_path: Path):
    with accepted() as here, accepted() as elsewhere, (tmp_path / "file").open("w"), socket.socket() as unconnected:
        others = [elsewhere.open("127.0.0.1")[0] for _ in range(4)]
        clients = [here.open("127.0.0.1")[0] for _ in range(4)]
        connections = Connections(here.port, Serving(connections=32, client=2))
        for now in range(3):
            connections.look(float(now))
        assert connections.count == 2
        assert not any(map(is_ended, others))
        assert sum(map(is_ended, clients)) == 2
        assert unconnected.fileno() >= 0


def test_connections_from_a_proxy_are_not_counted_by_client():
    with accepted() as here:
        clients = [here.open("127.0.0.1")[0] for _ in range(9)]
        connections = Connections(here.port, Serving(connections=32, client=2), are_of_clients=False)
        connections.look(0.0)
        assert (connections.count, any(map(is_ended, clients))) == (9, False)


@pytest.mark.skipif(not socket.has_ipv6, reason="the system has no IPv6")
def test_addresses_of_the_newer_protocol_are_counted_too():
    with accepted("::1", socket.AF_INET6) as here:
        clients = [here.open("::1")[0] for _ in range(5)]
        connections = Connections(here.port, Serving(connections=32, client=2))
        connections.look(0.0)
        assert sum(map(is_ended, clients)) == 3


@ON_LINUX
@pytest.mark.parametrize(
    ("taken", "pace", "ended"),
    [(0, 100, 1), (0, 0, 0), (99_000, 100, 0), (500, 100, 1)],
    ids=["takes nothing", "any pace", "takes enough", "takes too little"],
)
def test_an_answer_is_taken_at_some_pace(taken: int, pace: int, ended: int):
    """Within ten seconds, by a clock of the test's own, a thousand bytes must be taken."""
    with accepted() as here:
        client, server = here.open("127.0.0.1")
        idle, _ = here.open("127.0.0.1")
        server.settimeout(0)
        connections = Connections(here.port, Serving(patience=10, pace=pace))
        connections.look(0.0)
        sent = full(server)
        connections.look(1.0)
        assert (sent > taken, connections.ended["slow"]) == (True, 0)
        read(client, taken)
        time.sleep(0.3)  # until the system has been told so
        connections.look(10.5)
        assert connections.ended["slow"] == 0, "not yet"
        connections.look(11.0)
        assert (connections.ended["slow"], is_ended(idle)) == (ended, False)


def full(server: socket.socket) -> int:
    """Send until the system takes no more."""
    sent = 0
    end = time.monotonic() + 1
    while time.monotonic() < end:
        try:
            sent += server.send(b"x" * 65536)
        except BlockingIOError:
            time.sleep(0.05)
    return sent


def read(client: socket.socket, count: int) -> None:
    while count > 0:
        count -= len(client.recv(count))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("connections") / "garden"
    init(folder)
    text = "".join(hashlib.sha256(b"%d" % n).hexdigest() for n in range(LARGE // 64))
    pieces = "".join(f'<urn:n{n}> <urn:p> "{text[n * 9_000 : (n + 1) * 9_000]}" .\n' for n in range(LARGE // 9_000))
    (folder / "data" / "large.ttl").write_text(pieces, "utf-8")
    with run(folder, serve=SERVE) as (address, _):
        httpx2.get(address + DUMP, timeout=60)  # so that it is there when it is asked for by many
        yield address


DUMP = "dumps/catalogue.nq"


def connect(address: str, first: bytes, source: str = "127.0.0.1") -> socket.socket:
    host = urlsplit(address)
    client = socket.socket()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
    client.settimeout(WAIT)
    client.bind((source, 0))
    client.connect((host.hostname, host.port))
    if first:
        client.sendall(first)
    return client


def answer(address: str, path: bytes = b"robots.txt", source: str = "127.0.0.2") -> bytes:
    """Ask over a connection of its own, and give all that comes."""
    with connect(address, GET % path, source) as client:
        pieces = []
        while piece := client.recv(1 << 20):
            pieces.append(piece)
        return b"".join(pieces)


def metric(address: str, name: str) -> int:
    """Ask for a number; asked from another address than what takes it up."""
    page = answer(address, b"metrics", "127.0.0.3").decode()
    return int(float(re.search(rf"^catalogue_{re.escape(name)} (\S+)$", page, re.MULTILINE)[1]))  # type: ignore[index]


BEGINNINGS = {
    "nothing": b"",
    "preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "half a line": b"GET / HT",
    "half a head": b"GET / HTTP/1.1\r\nHost: x\r\nX-",
    "half a body": b"POST /sparql HTTP/1.1\r\nHost: x\r\n"
    b"Content-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\nASK",
    "no TLS here": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "an answer left unread": GET % DUMP.encode(),
}


@ON_LINUX
@pytest.mark.parametrize("name", BEGINNINGS)
def test_whatever_one_address_does_with_hundreds_of_connections_others_are_answered(served: str, name: str):
    with ExitStack() as stack:
        for _ in range(500):
            stack.enter_context(connect(served, b""))
        clients = [stack.enter_context(connect(served, b"")) for _ in range(100)]
        for client in clients:
            try:
                client.sendall(BEGINNINGS[name])
            except ConnectionError:  # it was one too many
                continue
        start = time.monotonic()
        assert answer(served).startswith(b"HTTP/1.1 200")
        assert time.monotonic() - start < WAIT / 2
        assert until(lambda: metric(served, "connections") <= SERVE["client"] + 1)
    assert answer(served, source="127.0.0.1").startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("name", [name for name in BEGINNINGS if name != "an answer left unread"])
def test_who_says_nothing_more_is_left(served: str, name: str):
    with connect(served, BEGINNINGS[name]) as client:
        start = time.monotonic()
        while client.recv(1000):
            pass
        assert time.monotonic() - start < SERVE["head"] + SERVE["body"] + 5


def test_a_connection_is_kept_for_the_next_request_and_no_longer(served: str):
    with connect(served, b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n") as client:
        assert client.recv(10_000).startswith(b"HTTP/1.1 200")
        client.sendall(b"GET /robots.txt HTTP/1.1\r\nHost: x\r\n\r\n")
        assert client.recv(10_000).startswith(b"HTTP/1.1 200")
        start = time.monotonic()
        assert client.recv(10) == b""
        assert time.monotonic() - start < SERVE["head"] + 5


@ON_LINUX
def test_who_takes_an_answer_by_drops_is_left_and_who_takes_it_gently_gets_it_whole(served: str):
    before = metric(served, 'connections_ended_total{reason="slow"}')
    whole = answer(served, DUMP.encode())
    taken, end = 0, time.monotonic() + WAIT
    with connect(served, GET % DUMP.encode()) as dripping, suppress(ConnectionError):
        while time.monotonic() < end and (drop := dripping.recv(50)):
            taken += len(drop)
            time.sleep(0.05)
    assert taken < len(whole) // 100
    assert metric(served, 'connections_ended_total{reason="slow"}') >= before + 1
    pieces = []
    with connect(served, GET % DUMP.encode(), "127.0.0.4") as gentle:
        while piece := gentle.recv(65536):
            pieces.append(piece)
            if len(pieces) < 30:
                time.sleep(0.1)
    assert b"".join(pieces).partition(b"\r\n\r\n")[2] == whole.partition(b"\r\n\r\n")[2]


@ON_LINUX
def test_many_who_do_not_take_a_large_answer_cost_little_memory(served: str):
    def taken() -> int:
        page = answer(served, b"metrics", "127.0.0.3").decode()
        return int(float(re.search(r"^process_resident_memory_bytes (\S+)$", page, re.MULTILINE)[1]))  # type: ignore[index]

    before, most = taken(), 0
    with ExitStack() as stack:
        for number in range(200):
            stack.enter_context(connect(served, GET % DUMP.encode(), f"127.0.1.{number + 1}"))
        for _ in range(10):
            most = max(most, taken())
            time.sleep(0.1)
        assert answer(served).startswith(b"HTTP/1.1 200")
        assert until(lambda: metric(served, "connections") < 5)
    assert most - before < 100_000_000


def until(holds: object) -> bool:
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        if holds():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False


def test_settings_of_the_server_are_read(tmp_path: Path):
    from catalogue.config import read_settings

    init(tmp_path / "garden")
    file = tmp_path / "garden" / "catalogue.toml"
    lines = "".join(f"{name} = {value}\n" for name, value in SERVE.items())
    file.write_text(f"{file.read_text('utf-8')}\n[serve]\n{lines}", "utf-8")
    settings = read_settings(tmp_path / "garden")
    assert settings.serving == Serving(**SERVE)
    assert replace(settings.serving, pace=0) != settings.serving
