"""Real SPARQL stores for the tests, on loopback, and a proxy before them that cuts, delays and falsifies."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote_plus, urlsplit

from web_servers import free_port, program

from catalogue.config import Settings, StoreSettings, read_settings
from catalogue.remote.credentials import Credentials
from catalogue.remote.retries import Retries
from catalogue.stores.client import StoreClient
from catalogue.stores.profiles import PROFILES
from catalogue.stores.publishing import Published, Publishing, Source

BASE = "https://trees.example/"
QUICK = Retries(3, 5.0, 0.01)
USER = ("dba", "dba")
"""The name and the password of whoever may write in a new Virtuoso."""

VIRTUOSO = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CaseMode = 2
DirsAllowed = {folder}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
ThreadsPerQuery = 2
MaxQueryMem = 256M
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 8
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 600
[Plugins]
"""


@dataclass(frozen=True)
class Running:
    """A store that runs.

    Attributes:
        address: its address.
        profile: the name of its profile.
        credentials: who may write there, or None.
    """

    address: str
    profile: str
    credentials: Credentials | None = None

    def at(self, address: str) -> Running:
        """The same store behind another address."""
        return Running(address, self.profile, self.credentials)

    def client(self, timeout: int = 60, retries: Retries = QUICK) -> StoreClient:
        """What asks it."""
        return StoreClient(self.address, PROFILES[self.profile], self.credentials, timeout, retries)


@contextmanager
def _ended(command: Sequence[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 60
        while not _answers(port):
            assert process.poll() is None, f"{command[0]} has ended"
            assert time.monotonic() < end, f"{command[0]} does not answer"
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/sparql?query=ASK%7B%7D")
        return connection.getresponse().status > 0
    except OSError:
        return False
    finally:
        connection.close()


@contextmanager
def oxigraph(folder: Path, *options: str, command: str = "serve") -> Iterator[Running]:
    """Run an Oxigraph server on a folder."""
    binary = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or program("oxigraph")
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    arguments = [binary, command, "--location", str(folder / "oxigraph"), "--bind", f"127.0.0.1:{port}", *options]
    with _ended(arguments, port):
        yield Running(f"http://127.0.0.1:{port}", "oxigraph")


@contextmanager
def virtuoso(folder: Path, buffers: int = 4000) -> Iterator[Running]:
    """Run a Virtuoso server on a folder."""
    binary, http, sql = program("virtuoso-t"), free_port(), free_port()
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "virtuoso.ini"
    configuration.write_text(VIRTUOSO.format(folder=folder, sql=sql, http=http, buffers=buffers, dirty=buffers // 2), "utf-8")
    with _ended([binary, "+foreground", "+configfile", str(configuration)], http):
        yield Running(f"http://127.0.0.1:{http}", "virtuoso", Credentials(*USER, PROFILES["virtuoso"].scheme))


class Servers(dict[str, Running]):
    """Stores by the names of their profiles, each begun when it is first asked for; without its program the test is skipped.

    Args:
        folder: where they have their files.
        stack: ends them.
    """

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        super().__init__()
        self._folder = folder
        self._stack = stack

    def __missing__(self, name: str) -> Running:
        begin = {"oxigraph": oxigraph, "virtuoso": virtuoso}[name]
        self[name] = self._stack.enter_context(begin(self._folder / name))
        return self[name]


@dataclass(frozen=True)
class Asked:
    """A request that came to the proxy.

    Attributes:
        method: its method.
        path: its path, with the query.
        body: its body.
        number: how many of its kind came before it.
        headers: its headers.
    """

    method: str
    path: str
    body: bytes
    number: int
    headers: Mapping[str, str]

    @property
    def kind(self) -> str:
        """What it is: `data`, `update` or `query`."""
        return kind_of(self.path, self.body)

    @property
    def is_swap(self) -> bool:
        """Whether it makes a release the current one."""
        return self.kind == "update" and b"hasCurrentVersion" in self.body


def kind_of(path: str, body: bytes) -> str:
    if urlsplit(path).path.startswith(("/store", "/sparql-graph-crud")):
        return "data"
    return "query" if "query=" in path or body.startswith(b"query=") else "update"


@dataclass(frozen=True)
class Said:
    """What the proxy says instead of the store, or before or after it has been asked.

    Attributes:
        status: the status; 0 cuts the connection.
        body: the body.
        headers: the headers.
        is_sent: whether the store gets the request all the same, before.
        changed: what the store gets instead of the body; None as it came.
        seconds: how long the proxy waits before it answers.
    """

    status: int = -1
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    is_sent: bool = False
    changed: bytes | None = None
    seconds: float = 0.0


Rule = Callable[[Asked], Said | None]


@dataclass
class Proxy:
    """A proxy before a store.

    Attributes:
        address: its address.
        rule: what it does with a request; None passes it on.
        path: where a request is passed on to.
        asked: the requests that came.
    """

    address: str
    rule: Rule
    asked: list[Asked] = field(default_factory=list)
    path: Callable[[Asked], str] = lambda asked: asked.path

    def count(self, kind: str) -> int:
        """How many requests of a kind came."""
        return sum(asked.kind == kind for asked in self.asked)


@contextmanager
def proxy(store: Running, rule: Rule = lambda _: None) -> Iterator[Proxy]:
    """Run a proxy before a store."""
    port = urlsplit(store.address).port
    assert port is not None

    class Handler(BaseHTTPRequestHandler):
        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            before = sum(asked.kind == kind_of(self.path, body) for asked in running.asked)
            asked = Asked(self.command, self.path, body, before, dict(self.headers.items()))
            running.asked.append(asked)
            said = running.rule(asked) or Said()
            time.sleep(said.seconds)
            if said.status < 0 or said.is_sent:
                status, reason, headers, answer = self._forward(asked, body if said.changed is None else said.changed)
            if said.status == 0:
                self.close_connection = True
                return
            if said.status > 0:
                status, reason, headers, answer = said.status, "", list(said.headers.items()), said.body
            self.send_response(status, reason)
            for name, value in headers:
                if name.lower() not in {"content-length", "transfer-encoding", "connection", "date", "server"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def _forward(self, asked: Asked, body: bytes) -> tuple[int, str, list[tuple[str, str]], bytes]:
            connection = HTTPConnection("127.0.0.1", port, timeout=120)
            kept = {name: value for name, value in self.headers.items() if name.lower() not in {"host", "content-length"}}
            connection.request(self.command, running.path(asked), body or None, kept)
            response = connection.getresponse()
            answer = response.read()
            connection.close()
            return response.status, response.reason, response.getheaders(), answer

        do_GET = do_POST = _pass  # noqa: N815 - the library's names

        def log_message(self, *_: object) -> None:
            """Nothing is logged."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        running = Proxy(f"http://127.0.0.1:{server.server_address[1]}", rule)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield running
        finally:
            server.shutdown()


def settings_in(folder: Path) -> Settings:
    """The settings of a catalogue of trees."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "data").mkdir(exist_ok=True)
    text = f'[catalogue]\nbase = "{BASE}"\ntitle = "Trees"\n[publisher]\nname = "We"\n'
    (folder / "catalogue.toml").write_text(text, "utf-8")
    return read_settings(folder)


def release(folder: Path, name: str, trees: int, say: str = "oak") -> Source:
    """A release of some trees, with what needs care: blank nodes, languages, other scripts, one triple in two files."""
    lines = []
    for number in range(trees):
        tree = f"<{BASE}tree/{number:05}>"
        graph = f"<{BASE}data/{number % 3}.ttl>"
        lines += [
            f'{tree} <{BASE}o#name> "{say} {number}" {graph} .',
            f'{tree} <{BASE}o#name> "chêne « {number} »\\n"@fr {graph} .',
            f"{tree} <{BASE}o#kind> <{BASE}kind/é> {graph} .",
            f"{tree} <{BASE}o#part> _:b{number} {graph} .",
            f'_:b{number} <{BASE}o#height> "{number}.5"^^<http://www.w3.org/2001/XMLSchema#decimal> {graph} .',
            f"{tree} <{BASE}o#kind> <{BASE}kind/é> <{BASE}data/all.ttl> .",
        ]
    target = folder / "build"
    target.mkdir(parents=True, exist_ok=True)
    dump = target / f"{name}.nq"
    dump.write_text("\n".join(lines) + "\n", "utf-8")
    return Source(name, dump, target)


def publish(
    running: Running, folder: Path, source: Source, steps: Callable[..., None] = lambda *_: None, **given: object
) -> Published:
    """Publish a release in small pieces."""
    known = StoreSettings(running.address, running.profile, **{"lines": 40, "bytes": 1_000_000, **given})  # type: ignore[arg-type]
    return Publishing(running.client(known.timeout), known, settings_in(folder), source, steps).run()


def triples_of(running: Running, graph: str) -> set[tuple[str, ...]]:
    """All triples of a graph."""
    rows = running.client().select(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")
    return {tuple(map(str, row)) for row in rows}


def plain(asked: Asked) -> str:
    """The text of a request."""
    return unquote_plus(asked.body.decode("utf-8", "replace"))
