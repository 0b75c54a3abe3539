"""A SPARQL endpoint is asked as a catalogue is: against a real server, the same results and errors in our own words."""

import shutil
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_bad_input import catalogue

import catalogue as package
from catalogue.errors import QueryError, RemoteError, UsageError
from catalogue.scaffold import init
from catalogue.workspace.catalogue import Catalogue
from catalogue.workspace.opening import connect

SERVER = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A catalogue, and the address of an oxigraph server that holds the same statements."""
    if SERVER is None:
        pytest.skip("needs the oxigraph server")
    folder = tmp_path_factory.mktemp("remote") / "garden"
    init(folder)
    release = Catalogue(folder).build().folder
    store = folder / "store"
    load = [SERVER, "load", "--location", str(store), "--file", str(release / "dumps" / "catalogue.ttl")]
    subprocess.run(load, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [SERVER, "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield folder, f"http://127.0.0.1:{port}/query"
    finally:
        server.terminate()
        server.wait(10)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?p ?n { ?p a <ontology#Plant> ; skos:prefLabel ?n } ORDER BY ?n",
        "ASK { ?p a <ontology#Plant> }",
        "CONSTRUCT { ?p skos:prefLabel ?n } WHERE { ?p a <ontology#Plant> ; skos:prefLabel ?n }",
        "# param: lang language = fr -- Language\nSELECT ?n { <plant/bean> skos:prefLabel ?n FILTER(lang(?n) = ?lang) }",
    ],
)
def test_an_endpoint_gives_the_same_result_as_the_folder(served: tuple[Path, str], sparql: str):
    folder, endpoint = served
    here = Catalogue(folder).query(sparql)
    there = connect(endpoint, base="https://gardens.example.org/").query(sparql)
    assert (there.variables, there.rows, there.boolean) == (here.variables, here.rows, here.boolean)


@pytest.mark.parametrize("value", [3, None, b"ASK {}", Path("q.rq")])
def test_what_is_no_text_is_no_query_here_and_at_an_endpoint(garden: Path, value: object):
    for opened in (Catalogue(garden), connect("http://localhost:1/sparql")):
        with pytest.raises(UsageError, match=r"SPARQL or the name of one .*, as text; not"):
            opened.query(value)  # type: ignore[arg-type]


def test_named_queries_are_asked_of_an_endpoint_from_the_command_line(served: tuple[Path, str]):
    folder, endpoint = served
    done = catalogue(folder, "query", "gardens-of-plant", "-p", "lang=fr", "-f", "csv", "--endpoint", endpoint)
    assert done.stdout.splitlines()[1] == "https://gardens.example.org/garden/hill-side,Jardin du coteau,2019"


def test_a_query_that_the_endpoint_refuses_is_a_query_error_in_its_words(served: tuple[Path, str]):
    with pytest.raises(QueryError, match=r"the endpoint refuses the query: .*error at 1:"):
        connect(served[1]).query("SELECT * { ?s ?p }")


def test_updates_are_never_sent():
    with pytest.raises(QueryError, match="updates are not sent"):
        connect("http://127.0.0.1:9/").query("INSERT DATA { <urn:a> <urn:b> <urn:c> }")


def test_an_endpoint_that_is_not_there_is_a_remote_error(served: tuple[Path, str]):
    done = catalogue(served[0], "query", "gardens-of-plant", "--endpoint", "http://127.0.0.1:9/sparql")
    assert done.returncode == 5
    assert done.stderr.startswith("error: http://127.0.0.1:9/sparql does not answer: ")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            b"HTTP/1.0 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n<html>",
            "returned something that is not a SPARQL result",
        ),
        (b"HTTP/1.0 503 Busy\r\n\r\n", "answers 503 Busy"),
        (b"HTTP/1.0 500 Oops\r\n\r\nbroken", "refuses: broken"),
        (b"nonsense", "does not answer"),
        (b"", "did not answer within 1 s"),
    ],
)
def test_whatever_an_endpoint_answers_is_told_in_our_own_words(answer: bytes, words: str):
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65536)
            if answer:
                self.request.sendall(answer)
            else:
                time.sleep(3)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            remote = package.connect(f"http://127.0.0.1:{server.server_address[1]}/", timeout=1)
            with pytest.raises(RemoteError, match=words):
                remote.query("ASK {}")
        finally:
            server.shutdown()


def test_the_base_and_the_prefixes_are_those_of_the_catalogue_whose_queries_are_given(garden: Path):
    endpoint = connect("http://127.0.0.1:9/sparql", queries=garden / "queries")
    settings = Catalogue(garden).settings
    assert (endpoint.base, dict(endpoint.prefixes)) == (settings.base, dict(settings.prefixes))
    assert connect("http://127.0.0.1:9/sparql").base == "http://127.0.0.1:9/sparql"
