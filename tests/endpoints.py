"""Real SPARQL endpoints for the tests, on 127.0.0.1, each ended by whoever started it."""

import shutil
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest

from catalogue.edition import Edition
from catalogue.serialise import nquads

OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
PATIENCE = 30.0


@contextmanager
def oxigraph(edition: Edition, folder: Path) -> Iterator[str]:
    """An oxigraph server that holds what an edition says, its files as named graphs: gives its SPARQL address."""
    if OXIGRAPH is None:
        pytest.skip("needs the oxigraph server")
    folder.mkdir(parents=True, exist_ok=True)
    dump = folder / "catalogue.nq"
    dump.write_bytes(nquads(edition.graph.quads()))
    store = folder / "store"
    subprocess.run([OXIGRAPH, "load", "--location", str(store), "--file", str(dump)], check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serve = [OXIGRAPH, "serve-read-only", "--location", str(store), "--union-default-graph", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(lambda: _listens(port), server)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def service(edition: Edition, folder: Path) -> Iterator[str]:
    """The project's own SPARQL service of a catalogue's folder: gives its SPARQL address."""
    del folder
    command = [sys.executable, "-m", "catalogue", "serve", "--sparql-only", "--port", "0", "-C", str(edition.settings.folder)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert server.stdout is not None
    stop = threading.Timer(PATIENCE, server.kill)  # so that nobody waits for a line that never comes
    stop.start()
    try:
        address = next((word for line in server.stdout for word in line.split() if word.startswith("http://127.0.0.1:")), "")
        assert address, "the service ended without an address"
        stop.cancel()
        yield f"{address.rstrip('/')}/sparql"
    finally:
        stop.cancel()
        server.terminate()
        server.wait(10)
        server.stdout.close()


SERVERS = {"oxigraph": oxigraph, "service": service}


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait(is_there: Callable[[], bool], server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_there():
        assert server.poll() is None, "the server ended"
        assert time.monotonic() < end, "the server does not listen"
        time.sleep(0.05)


class Asked(NamedTuple):
    """What an endpoint was asked."""

    method: str
    path: str
    headers: Message
    parameters: dict[str, list[str]]

    @property
    def query(self) -> str:
        """The query that was sent."""
        return self.parameters["query"][0]


class Said(NamedTuple):
    """What an endpoint says: its status, its headers and its body; `cut` ends it before its end."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = {}  # noqa: RUF012 - never changed
    cut: bool = False


TRUE = Said(200, b'{"head":{},"boolean":true}', {"content-type": "application/sparql-results+json"})


class Scripted(NamedTuple):
    """An endpoint that says what it was told to, one after the other, and then the last again."""

    address: str
    asked: list[Asked]


@contextmanager
def scripted(said: Sequence[Said]) -> Iterator[Scripted]:
    """Start an endpoint that answers as it is told; the names of its headers are in lower case, as many servers have them."""
    asked: list[Asked] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(urlsplit(self.path).query)

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def _answer(self, parameters: str) -> None:
            asked.append(Asked(self.command, self.path, self.headers, parse_qs(parameters)))
            now = said[min(len(asked), len(said)) - 1]
            self.send_response(now.status)
            for name, value in now.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(now.body) + now.cut))
            self.end_headers()
            self.wfile.write(now.body)

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        yield from _serving(server, Scripted(f"http://127.0.0.1:{server.server_address[1]}/sparql", asked))


def _serving(server: socketserver.BaseServer, given: Scripted) -> Iterator[Scripted]:
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield given
    finally:
        server.shutdown()
