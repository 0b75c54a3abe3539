"""Requests: what is sent, what is tried again and for how long, and what an endpoint's errors become."""

import errno
import json
import socket
import socketserver
import struct
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from endpoints import TRUE, Said, scripted
from test_bad_input import catalogue as command

import catalogue
from catalogue.errors import CatalogueError, Place, QueryError, RemoteError, UsageError
from catalogue.names import Prefixes
from catalogue.remote import Remote, Retries
from catalogue.remote.retries import FailureError
from catalogue.remote.sent import sent_query
from catalogue.sparql.query import QueryText
from catalogue.terms import Literal

FAST = Retries(3, 5.0, 0.01)
BUSY = [429, 502, 503, 504]


RDF_XML = (
    b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description r:about="urn:a">'
    b'<b xmlns="urn:">c</b></r:Description></r:RDF>'
)


def remote(address: str, retries: Retries = FAST, timeout: int = 5) -> Remote:
    return Remote(address, base="https://base.example/", prefixes=Prefixes(), timeout=timeout, retries=retries)


def problem(status: int, **members: object) -> Said:
    """An error as our own service tells it."""
    return Said(status, json.dumps(members).encode(), {"content-type": "application/problem+json"})


@pytest.mark.parametrize("status", BUSY)
def test_an_endpoint_that_is_busy_is_asked_again(status: int):
    with scripted([Said(status), Said(status), TRUE]) as endpoint:
        assert remote(endpoint.address).query("ASK {}").boolean is True
    assert len(endpoint.asked) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 406, 413, 414, 415, 422, 500, 501])
def test_what_would_be_refused_again_is_asked_once(status: int):
    with scripted([Said(status, b"no"), TRUE]) as endpoint, pytest.raises(CatalogueError, match="no"):
        remote(endpoint.address).query("ASK {}")
    assert len(endpoint.asked) == 1


def test_a_deadline_that_the_endpoint_names_is_not_tried_again():
    said = problem(504, title="Too long", detail="the query took longer than 10 s", limit="seconds")
    with scripted([said, TRUE]) as endpoint, pytest.raises(RemoteError, match=r"longer than 10 s \[seconds\] \(504"):
        remote(endpoint.address).query("ASK {}")
    assert len(endpoint.asked) == 1


def test_how_often_it_was_tried_is_told():
    with scripted([Said(503)]) as endpoint, pytest.raises(RemoteError, match=r"answers 503 .* \(tried 3 times in 0\.\d s\)$"):
        remote(endpoint.address).query("ASK {}")
    assert len(endpoint.asked) == 3


def test_retry_after_is_honoured_in_seconds():
    with scripted([Said(429, b"", {"retry-after": "1"}), TRUE]) as endpoint:
        start = time.monotonic()
        assert remote(endpoint.address).query("ASK {}")
        assert time.monotonic() - start >= 1


def test_retry_after_is_honoured_as_a_date():
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)  # dates have no parts of seconds
    with scripted([Said(503, b"", {"retry-after": date}), TRUE]) as endpoint:
        start = time.monotonic()
        assert remote(endpoint.address).query("ASK {}")
        assert time.monotonic() - start >= 0.9


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_nobody_waits_longer_than_there_is_patience(form: str):
    words = "120" if form == "seconds" else format_datetime(datetime.now(UTC) + timedelta(hours=1))
    with scripted([Said(503, b"", {"retry-after": words}), TRUE]) as endpoint:
        start = time.monotonic()
        with pytest.raises(RemoteError, match=r"it asks to be left alone for \d+ s"):
            remote(endpoint.address).query("ASK {}")
        assert time.monotonic() - start < 2
    assert len(endpoint.asked) == 1


@pytest.mark.parametrize("words", ["soon", "", "-3", "1.5", "٣", "Wed, 99 Oct 2015 07:28:00 GMT", "9" * 30])
def test_a_retry_after_that_makes_no_sense_does_no_harm(words: str):
    with scripted([Said(503, b"", {"retry-after": words.encode().decode("latin-1")}), TRUE]) as endpoint:
        try:
            assert remote(endpoint.address).query("ASK {}")
        except RemoteError:
            assert words == "9" * 30


def test_waits_grow_and_end_with_the_patience(monkeypatch: pytest.MonkeyPatch):
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)

    def fail() -> None:
        raise FailureError(may_pass=True)

    with pytest.raises(FailureError) as caught:
        Retries(8, 1000, 0.5).run(fail)
    assert waits == [0.5, 1, 2, 4, 8, 10, 10]
    assert caught.value.tries == 8
    with pytest.raises(FailureError) as caught:
        Retries(8, 1.5, 1).run(fail)
    assert caught.value.tries == 2


def test_an_answer_that_is_cut_is_asked_for_again():
    with scripted([TRUE._replace(cut=True), TRUE]) as endpoint:
        assert remote(endpoint.address).query("ASK {}")
    assert len(endpoint.asked) == 2


def test_nobody_there_is_tried_again_and_told():
    with pytest.raises(RemoteError, match=r"does not answer: .*refused.* \(tried 3 times in "):
        remote("http://127.0.0.1:9/").query("ASK {}")


@pytest.mark.parametrize("attempts", [1, 2, 4])
def test_it_is_tried_as_often_as_it_may_and_no_more(attempts: int):
    with scripted([Said(503)]) as endpoint, pytest.raises(RemoteError) as caught:
        remote(endpoint.address, Retries(attempts, 5.0, 0.01)).query("ASK {}")
    assert len(endpoint.asked) == attempts
    assert (f"tried {attempts} times" in str(caught.value)) == (attempts > 1)


def test_without_a_choice_it_is_tried_three_times(monkeypatch: pytest.MonkeyPatch):
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    with scripted([Said(503)]) as endpoint, pytest.raises(RemoteError, match="tried 3 times"):
        catalogue.connect(endpoint.address).query("ASK {}")
    assert (len(endpoint.asked), waits) == (3, [0.5, 1.0])


@pytest.mark.parametrize(("wait", "patience", "tries"), [(4, 5, 2), (5, 5, 1), (20, 60, 2), (0, 5, 2)])
def test_what_the_endpoint_asks_for_is_waited_for_as_long_as_there_is_patience(
    monkeypatch: pytest.MonkeyPatch, wait: int, patience: float, tries: int
):
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    with scripted([Said(503, b"", {"retry-after": str(wait)}), TRUE]) as endpoint:
        try:
            assert remote(endpoint.address, Retries(3, patience, 0.01)).query("ASK {}").boolean
        except RemoteError:
            assert tries == 1
    assert (len(endpoint.asked), waits) == (tries, [wait] * (tries - 1))


@pytest.mark.parametrize("is_reset", [False, True])
def test_a_connection_that_ends_without_an_answer_is_tried_again(is_reset: bool):  # noqa: FBT001 - a case
    connections: list[int] = []

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            connections.append(1)
            self.request.recv(65536)
            if len(connections) < 3:
                if is_reset:
                    self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.request.close()
                return
            head = "HTTP/1.0 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n"
            self.request.sendall(head.encode() + TRUE.body)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            assert remote(f"http://127.0.0.1:{server.server_address[1]}/").query("ASK {}").boolean
        finally:
            server.shutdown()
    assert len(connections) == 3


@pytest.mark.parametrize(
    ("error", "tries"),
    [
        (socket.gaierror(socket.EAI_AGAIN, "try again"), 3),
        (socket.gaierror(socket.EAI_NONAME, "no such name"), 1),
        (ConnectionResetError(errno.ECONNRESET, "reset"), 3),
        (OSError(errno.EHOSTUNREACH, "no way there"), 3),
        (OSError(errno.ENETUNREACH, "no network"), 3),
        (OSError(errno.ENETDOWN, "no network"), 3),
        (PermissionError(errno.EACCES, "not permitted"), 1),
        (TimeoutError(), 1),
    ],
)
def test_what_may_pass_is_tried_again_and_what_may_not_once(monkeypatch: pytest.MonkeyPatch, error: OSError, tries: int):
    asked: list[object] = []

    def fail(*arguments: object, **_: object) -> None:
        asked.append(arguments)
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(RemoteError) as caught:
        remote("http://endpoint.example/").query("ASK {}")
    assert len(asked) == tries
    assert (f"tried {tries} times" in str(caught.value)) == (tries > 1)


def test_short_queries_go_by_get_and_long_ones_by_post():
    with scripted([TRUE]) as endpoint:
        asked = remote(f"{endpoint.address}?default-graph-uri=urn%3Aa#part")
        asked.query("ASK {}")
        asked.query(f"ASK {{ FILTER(?x = '{'é' * 500}') }}")
    short, long = endpoint.asked
    assert (short.method, long.method) == ("GET", "POST")
    assert (short.query, long.query[:40]) == ("BASE <https://base.example/> ASK {}", "BASE <https://base.example/> ASK { FILTE")
    assert all(one.parameters["default-graph-uri"] == ["urn:a"] for one in (short, long))
    assert set(short.parameters) == {"query", "default-graph-uri"}
    assert long.path == "/sparql"
    assert short.headers["Accept"].startswith("application/sparql-results+json")
    assert short.headers["Accept-Language"] == "en"
    assert short.headers["User-Agent"].startswith("communs-catalogue/")


@pytest.mark.parametrize(
    "sparql",
    ["# CONSTRUCT\nASK {}", "PREFIX construct: <urn:x> ASK {}", "BASE <http://describe.example/>\nASK {}", r"\u0041SK {}"],
)
def test_the_form_is_not_guessed(sparql: str):
    with scripted([TRUE]) as endpoint:
        assert remote(endpoint.address).query(sparql + "\n").boolean is True
    assert endpoint.asked[0].headers["Accept"].startswith("application/sparql-results+json")


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("text/turtle; charset=utf-8", b"<urn:a> <urn:b> 'c' ."),
        ("application/n-triples", b'<urn:a> <urn:b> "c" .'),
        ("application/rdf+xml", RDF_XML),
    ],
)
def test_triples_are_read_in_the_form_in_which_they_come(media_type: str, body: bytes):
    with scripted([Said(200, body, {"content-type": media_type})]) as endpoint:
        result = remote(endpoint.address).query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert [[str(term) for term in row] for row in result.rows] == [["<urn:a>", "<urn:b>", '"c"']]


def test_solutions_in_xml_are_read_too():
    body = (
        b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head><results>'
        b'<result><binding name="x"><literal>a</literal></binding></result></results></sparql>'
    )
    with scripted([Said(200, body, {"content-type": "application/sparql-results+xml"})]) as endpoint:
        result = remote(endpoint.address).query("SELECT ?x {}")
    assert result.rows == ((Literal("a"),),)
    assert json.loads(result.serialize("json"))["results"]["bindings"] == [{"x": {"type": "literal", "value": "a"}}]


@pytest.mark.parametrize(
    ("sparql", "needle"),
    [
        ("SELECT ?n { ?s skos:prefLabel ?n FILTRE(1) }", "FILTRE"),
        ("# param: x string = a -- X\n\nSELECT ?n {\n  ?s skos:prefLabel ?x ; ?p ?n FILTRE(1) }", "FILTRE"),
        ("# param: x string = a -- X\nSELECT ?n { ?s ?p ?x { SELECT ?x { ?x ?p ?é } } FILTRE(1) }", "FILTRE"),
        ("SELCT * {}", "SELCT"),
    ],
)
def test_a_position_stands_in_the_query_as_it_was_written(sparql: str, needle: str):
    offset = sparql.index(needle)
    begins = (sparql.count("\n", 0, offset) + 1, offset - sparql.rfind("\n", 0, offset))
    expected = Place("<query>", *begins, begins[0], begins[1] + len(needle))
    with scripted([problem(400, detail="wrong")]) as endpoint:
        with pytest.raises(QueryError):
            remote(endpoint.address).query(sparql)
        sent = endpoint.asked[0].query
    at = sent.index(needle)
    line, column = sent.count("\n", 0, at) + 1, at - sent.rfind("\n", 0, at)
    assert sent.count("\n") == sparql.count("\n")
    for said in (
        problem(400, title="Syntax", detail="unexpected word", position={"line": line, "column": column}),
        Said(400, f"error at {line}:{column}: unexpected word".encode()),
        Said(400, f"Encountered a word at line {line}, column {column}.".encode()),
    ):
        with scripted([said]) as endpoint, pytest.raises(QueryError) as caught:
            remote(endpoint.address).query(sparql)
        assert caught.value.place == expected
        assert str(column) not in str(caught.value) or column == expected.column


def test_a_place_in_what_was_put_in_is_where_it_was_put_in():
    sparql = "SELECT ?x { ?x ?p ?y { ?x ?p 1 } }"
    sent = sent_query(QueryText(sparql), {"x": Literal("a\nb"), "y": Literal("long")}, "https://base.example/", Prefixes())
    places = [sent.place(1, column) for column in range(1, len(sent.text) + 2)]
    assert all(line == 1 for line, _ in places)
    columns = [column for _, column in places]
    assert columns == sorted(columns)
    assert set(columns) == set(range(1, len(sparql) + 2))
    assert places[sent.text.rindex("1") :][0] == (1, sparql.rindex("1") + 1)


@pytest.mark.parametrize(
    ("said", "error", "words"),
    [
        (problem(400, detail="no }"), QueryError, "the endpoint refuses the query: no }"),
        (problem(400, title="Bad Request"), QueryError, "the endpoint refuses the query: Bad Request"),
        (problem(422, detail="too many rows", limit="rows"), QueryError, r"too many rows \[rows\]"),
        (problem(403, detail="no SERVICE", position={"line": 1, "column": 30}), QueryError, "<query>:1:1: .*no SERVICE"),
        (problem(403, detail="not you"), RemoteError, r"refuses: not you \(403 Forbidden\)"),
        (problem(400, detail=3, position={"line": "1"}), QueryError, "the endpoint refuses the query: "),
        (problem(400, detail="far", position={"line": 99, "column": -4}), QueryError, "<query>:1:7: "),
        (Said(400, b"[" * 100_000, {"content-type": "application/problem+json"}), QueryError, r"\[\[\["),
        (Said(401, b"who are you?"), RemoteError, r"refuses: who are you\? \(401 Unauthorized\)"),
        (Said(404), RemoteError, "answers 404 Not Found"),
        (Said(500, "arrêt 'b' \\n \"x\"".encode()), RemoteError, r"refuses: arrêt 'b' \\n \"x\" \(500"),
        (Said(200, b"<html>", {"content-type": "text/html"}), RemoteError, "returned something that is not a SPARQL result"),
    ],
)
def test_errors_become_ours(said: Said, error: type[CatalogueError], words: str):
    with scripted([said]) as endpoint, pytest.raises(error, match=words):
        remote(endpoint.address).query("ASK {}")


def test_short_queries_are_led_to_where_the_endpoint_has_moved_and_long_ones_are_told():
    with scripted([TRUE]) as there, scripted([Said(308, b"", {"location": there.address})]) as here:
        assert remote(here.address).query("ASK {}")
        with pytest.raises(RemoteError, match=r"answers 308 .*; it has moved to http://127\.0\.0\.1:"):
            remote(here.address).query(f"ASK {{ FILTER(?x = '{'x' * 3000}') }}")


def test_an_error_whose_text_cannot_be_read_is_told_by_its_status_alone():
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65536)
            self.request.sendall(b"HTTP/1.0 403 Forbidden\r\nContent-Length: 9\r\n\r\n")
            time.sleep(0.2)  # such that the head is read
            self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.request.close()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            with pytest.raises(RemoteError, match=r"answers 403 Forbidden$"):
                remote(f"http://127.0.0.1:{server.server_address[1]}/").query("ASK {}")
        finally:
            server.shutdown()


def test_an_answer_that_never_ends_is_given_up():
    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65536)
            self.request.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: application/sparql-results+json\r\n\r\n")
            for _ in range(40):
                try:
                    self.request.sendall(b" ")
                except OSError:
                    return
                time.sleep(0.1)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            with pytest.raises(RemoteError, match="did not answer within 1 s"):
                remote(f"http://127.0.0.1:{server.server_address[1]}/", timeout=1).query("ASK {}")
        finally:
            server.shutdown()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "sparql",
        "file:///etc/hostname",
        "ftp://127.0.0.1/",
        "http://",
        "http:///x",
        "http://x:y/",
        "http://a b/",
        "http://a/\n",
        "http://a/>x",
    ],
)
def test_an_address_that_is_none_is_a_usage_error(address: str):
    with pytest.raises(UsageError, match="is not the address of a SPARQL endpoint"):
        catalogue.connect(address)


def test_what_makes_no_sense_is_told_before_anything_is_sent():
    with pytest.raises(UsageError, match="is not an absolute IRI"):
        catalogue.connect("http://127.0.0.1:9/", base="urn:x> SELECT")
    with pytest.raises(UsageError, match="one second or more"):
        catalogue.connect("http://127.0.0.1:9/", timeout=0)


def test_a_password_is_never_taken_nor_shown():
    with pytest.raises(UsageError) as caught:
        catalogue.connect("https://name:secret@x.example/sparql")
    assert "secret" not in str(caught.value)


def test_an_address_with_letters_of_all_kinds_is_written_in_ascii():
    with scripted([TRUE]) as endpoint:
        assert remote(endpoint.address.replace("/sparql", "/données/a%20b?x=é")).query("ASK {}")
    assert endpoint.asked[0].path.startswith("/donn%C3%A9es/a%20b?x=%C3%A9&")


def test_named_queries_need_a_folder(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("queries")
    (folder / "all.rq").write_text("# title: All\n# param: n integer = 3 -- N\nASK { FILTER(?n > 2) }\n", "utf-8")
    bare = catalogue.connect("http://127.0.0.1:9/")
    for asked in (bare.queries, lambda: bare.find_query("all"), lambda: bare.query("all")):
        with pytest.raises(UsageError, match="has no named queries"):
            asked()
    with pytest.raises(UsageError, match="there is no folder"):
        catalogue.connect("http://127.0.0.1:9/", queries=folder / "none")
    with scripted([TRUE]) as endpoint:
        named = catalogue.connect(endpoint.address, queries=folder)
        assert list(named.queries()) == ["all"]
        assert named.query("all", n="4").boolean is True
        with pytest.raises(QueryError, match="did you mean all"):
            named.query("al")
    assert '("4"^^' in endpoint.asked[0].query


@pytest.mark.parametrize("sparql", ["# a\nPREFIX select: <urn:x> DELETE WHERE { ?s ?p ?o }", r"\u0049NSERT DATA {}"])
def test_updates_are_refused_before_anything_is_sent(sparql: str):
    with scripted([TRUE]) as endpoint, pytest.raises(QueryError, match="updates are not sent"):
        remote(endpoint.address).query(sparql)
    assert endpoint.asked == []


def test_the_command_asks_an_endpoint_with_the_prefixes_of_the_catalogue(garden: Path):
    (garden / "q.rq").write_text("ASK { ?p g:in <plant/bean> }\n", "utf-8")
    with scripted([TRUE]) as endpoint:
        done = command(garden, "query", "q.rq", "--endpoint", endpoint.address, "--timeout", "5")
        assert (done.stdout, done.returncode) == ("true\n", 0), done.stderr
    assert endpoint.asked[0].query == (
        "BASE <https://gardens.example.org/> PREFIX g: <https://gardens.example.org/ontology#> ASK { ?p g:in <plant/bean> }\n"
    )


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        (problem(400, detail="non", position={"line": 1, "column": 43}), 2, "q.rq:1:7: le service refuse la requête : non"),
        (Said(403, b"non"), 5, " refuse : non (403 Forbidden)"),
        (Said(503, b"", {"retry-after": "3600"}), 5, " répond 503 Service Unavailable ; il demande d'attendre 3600 s"),
    ],
)
def test_the_command_ends_with_the_code_of_the_error(garden: Path, said: Said, code: int, words: str):
    (garden / "q.rq").write_text("ASK { }\n", "utf-8")
    with scripted([said]) as endpoint:
        done = command(garden, "--lang", "fr", "query", "q.rq", "--endpoint", endpoint.address)
    assert done.returncode == code
    assert words in done.stderr
    assert endpoint.asked[0].headers["Accept-Language"] == "fr"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--max-answer", "5"],
        ["--endpoint", "http://127.0.0.1:9/", "--memory", "5"],
        ["--endpoint", ""],
        ["--endpoint", "x", "--timeout", "0"],
        ["--endpoint", "file:///etc/hosts"],
    ],
)
def test_options_that_make_no_sense_are_usage_errors(garden: Path, arguments: list[str]):
    assert command(garden, "query", "gardens-of-plant", *arguments).returncode == 2
