"""Exchanges with endpoints that mean harm or are broken: each ends in time, within its size, whole, and where it was sent."""

import gzip
import json
import socket
import socketserver
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from email.message import Message
from pathlib import Path
from typing import TypeAlias

import pytest
from endpoints import TRUE, Said, scripted
from test_bad_input import catalogue as command

import catalogue
from catalogue.errors import CatalogueError, RemoteError, UsageError
from catalogue.names import Prefixes
from catalogue.remote import Remote, Retries
from catalogue.remote.redirects import LONGEST_WAY, Redirects, is_open
from catalogue.remote.retries import UnusableError

Speech: TypeAlias = Callable[[socket.socket, threading.Event], None]
JSON = "application/sparql-results+json"
HEAD = f"HTTP/1.1 200 OK\r\nContent-Type: {JSON}\r\n".encode()
BODY = TRUE.body
IN_TIME = 3.0
"""How many seconds an exchange of one second may take on a busy machine."""


def remote(address: str, **options: object) -> Remote:
    given = {"timeout": 5, "retries": Retries(1), **options}
    return Remote(address, base="https://base.example/", prefixes=Prefixes(), **given)


@contextmanager
def speaking(speak: Speech) -> Iterator[str]:
    """An endpoint that says what it likes, as long as anybody listens; gives its address without the scheme."""
    is_over = threading.Event()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.settimeout(20)
            try:
                self.request.recv(65536)
                speak(self.request, is_over)
                self.request.shutdown(socket.SHUT_WR)
            except OSError:
                return

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}/sparql"
        finally:
            is_over.set()
            server.shutdown()


def dripped(start: bytes, part: bytes) -> Speech:
    """Send something, and then a little again and again."""

    def speak(connection: socket.socket, is_over: threading.Event) -> None:
        connection.sendall(start)
        while not is_over.wait(0.05):
            connection.sendall(part)

    return speak


DRIPPED = {
    "nothing": dripped(b"", b""),
    "status": dripped(b"HTTP/1.1 200 ", b"O"),
    "header": dripped(HEAD + b"X-Long: ", b"x"),
    "headers": dripped(HEAD, b"X: y\r\n"),
    "body": dripped(HEAD + b"Content-Length: 100000\r\n\r\n", b" "),
    "body without length": dripped(HEAD + b"\r\n", b" "),
    "chunks": dripped(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "size of a chunk": dripped(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
    "trailer": dripped(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1a\r\n" + BODY + b"\r\n0\r\n", b"X: y\r\n"),
    "to be continued": dripped(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "error": dripped(b"HTTP/1.1 404 Not Found\r\nContent-Length: 100000\r\n\r\n", b"x"),
    "redirect": dripped(b"HTTP/1.1 302 Found\r\nContent-Length: 100000\r\nLocation: /next\r\n\r\n", b"x"),
    "compressed": dripped(HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(BODY)[:10], b""),
}


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("name", DRIPPED)
def test_one_deadline_ends_whatever_is_waited_for(name: str, scheme: str):
    with speaking(DRIPPED[name]) as address:
        start = time.monotonic()
        with pytest.raises(RemoteError) as caught:
            remote(f"{scheme}://{address}", timeout=1).query("ASK {}")
        assert time.monotonic() - start < IN_TIME
    if scheme == "http" and name not in {"error", "redirect", "headers"}:
        assert "did not answer within 1 s" in str(caught.value)


def test_a_host_that_is_looked_up_for_long_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: threading.Event().wait(4) or [])
    start = time.monotonic()
    with pytest.raises(RemoteError, match="did not answer within 1 s"):
        remote("http://endpoint.example/", timeout=1).query("ASK {}")
    assert time.monotonic() - start < IN_TIME


def test_a_host_that_takes_no_connection_is_given_up():
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = [socket.socket() for _ in range(3)]
        try:
            for one in waiting:
                one.settimeout(0)
                one.connect_ex(full.getsockname())
            start = time.monotonic()
            with pytest.raises(RemoteError, match="did not answer within 1 s"):
                remote(f"http://127.0.0.1:{full.getsockname()[1]}/", timeout=1).query("ASK {}")
            assert time.monotonic() - start < IN_TIME
        finally:
            for one in waiting:
                one.close()


def chunked(body: bytes, size: int = 7) -> bytes:
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def whole(body: bytes, headers: bytes = b"") -> bytes:
    return HEAD + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body


def once(answer: bytes) -> Speech:
    return lambda connection, _: connection.sendall(answer)


CHUNKED, GZIP = b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n"
PADDED = b" " * 5000 + BODY
SOUND = {
    "length": whole(BODY),
    "chunks": HEAD + CHUNKED + b"\r\n" + chunked(BODY),
    "no length": HEAD + b"\r\n" + BODY,
    "gzip": whole(gzip.compress(BODY), GZIP),
    "gzip in chunks": HEAD + CHUNKED + GZIP + b"\r\n" + chunked(gzip.compress(BODY)),
    "gzip in parts": whole(gzip.compress(BODY[:5]) + gzip.compress(BODY[5:]), GZIP),
    "deflate": whole(zlib.compress(BODY), b"Content-Encoding: deflate\r\n"),
    "identity": whole(BODY, b"Content-Encoding: identity\r\n"),
    "continued": b"HTTP/1.1 100 Continue\r\n\r\n" * 3 + whole(BODY),
    "by a proxy": whole(BODY).replace(b"200 OK", b"203 Non-Authoritative Information"),
    "length twice": whole(BODY, b"Content-Length: %d\r\n" % len(BODY)),
    "at the limit": whole(b" " * (6000 - len(BODY)) + BODY),
}


@pytest.mark.parametrize("name", SOUND)
def test_what_is_whole_is_read_however_it_is_sent(name: str):
    with speaking(once(SOUND[name])) as address:
        assert remote(f"http://{address}", max_answer=6000).query("ASK {}").boolean is True


CUT = {
    "length": whole(BODY)[:-1],
    "nothing of it": whole(BODY)[: -len(BODY)],
    "chunk": (HEAD + CHUNKED + b"\r\n" + chunked(BODY))[:-12],
    "last chunk": (HEAD + CHUNKED + b"\r\n" + chunked(BODY)).removesuffix(b"0\r\n\r\n"),
    "size of a chunk": HEAD + CHUNKED + b"\r\nzz\r\n" + BODY,
    "gzip": whole(gzip.compress(PADDED)[:-9], GZIP),
    "check of gzip": whole(gzip.compress(BODY)[:-1], GZIP),
    "no gzip": whole(BODY, GZIP),
    "gzip and more": whole(gzip.compress(BODY) + b"x", GZIP),
    "nothing of gzip": whole(b"", GZIP),
    "length in letters": HEAD + b"Content-Length: many\r\n\r\n" + BODY,
    "lengths that differ": HEAD + b"Content-Length: 26\r\nContent-Length: 3\r\n\r\n" + BODY,
}


@pytest.mark.parametrize("name", CUT)
def test_what_is_cut_is_an_error_with_what_to_do(name: str):
    asked: list[int] = []

    def speak(connection: socket.socket, _: threading.Event) -> None:
        asked.append(1)
        connection.sendall(CUT[name])

    what = "sent an answer that is cut .* try again.* LIMIT.*tried 2 times"
    with speaking(speak) as address, pytest.raises(RemoteError, match=f"{address} {what}"):
        remote(f"http://{address}", retries=Retries(2, 5.0, 0.01)).query("ASK {}")
    assert len(asked) == 2


TOO_LONG = {
    "length": whole(PADDED),
    "length alone": HEAD + b"Content-Length: 99999999999999999999\r\n\r\n",
    "chunks": HEAD + CHUNKED + b"\r\n" + chunked(PADDED),
    "no length": HEAD + b"\r\n" + PADDED,
    "gzip": whole(gzip.compress(PADDED), GZIP),
    "much from little": whole(gzip.compress(b" " * 50_000_000), GZIP),
    "much from nothing": HEAD + GZIP + b"\r\n" + gzip.compress(b"") * 1000,
}


@pytest.mark.parametrize("name", TOO_LONG)
def test_what_is_longer_than_allowed_is_refused_with_what_to_do(name: str):
    what = "more than 1000 bytes; .*LIMIT.* --max-answer"
    with speaking(once(TOO_LONG[name])) as address, pytest.raises(RemoteError, match=what):
        remote(f"http://{address}", max_answer=1000, retries=Retries(3, 5.0, 0.01)).query("ASK {}")


def test_an_error_that_never_ends_is_read_in_part():
    answer = b"HTTP/1.1 403 Forbidden\r\n\r\nnot you" + b" " * 20_000_000
    with speaking(once(answer)) as address, pytest.raises(RemoteError, match=r"refuses: not you \(403"):
        remote(f"http://{address}").query("ASK {}")


@pytest.mark.parametrize(
    ("status", "headers", "words"),
    [
        (206, {}, "a part of the answer only .206 Partial Content.; ask for less"),
        (206, {"content-range": "bytes 0-25/26"}, "a part of the answer only"),
        (202, {}, "answers 202 Accepted, which holds no answer"),
        (200, {"content-encoding": "br"}, "in the encoding br, which is not read"),
    ],
)
def test_what_is_no_whole_answer_is_refused(status: int, headers: dict[str, str], words: str):
    answer = Said(status, BODY, {"content-type": JSON, **headers})
    with scripted([answer]) as endpoint, pytest.raises(RemoteError, match=words):
        remote(endpoint.address, retries=Retries(3, 5.0, 0.01)).query("ASK {}")
    assert len(endpoint.asked) == 1


ELSEWHERE = {
    "http://localhost:{port}/": "on another host; .* --redirect-to localhost",
    "//localhost:{port}/": "on another host",
    "http://user@LOCALHOST:{port}/": "on another host",
    "http://[::1]:{port}/": "on another host",
    "http://169.254.169.254/latest": "on another host",
    "http://127.1:{port}/": "on another host",
    "file:///etc/hostname": "no address on the web",
    "ftp://127.0.0.1/": "no address on the web",
    "gopher://127.0.0.1:{port}/": "no address on the web",
    "javascript:alert(1)": "no address on the web",
    "data:,x": "no address on the web",
    "http://127.0.0.1:99999999/": "no address on the web",
    "http://[::1/": "no address on the web",
}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ELSEWHERE)
def test_no_redirect_leads_elsewhere(location: str, status: int):
    with scripted([TRUE]) as there:
        port = there.address.split(":")[2].split("/")[0]
        moved = Said(status, b"", {"location": location.format(port=port)})
        with scripted([moved]) as here, pytest.raises(RemoteError, match=ELSEWHERE[location]):
            remote(here.address).query("ASK {}")
    assert there.asked == []


def test_a_redirect_to_another_host_is_followed_where_it_is_allowed():
    with scripted([TRUE]) as there:
        moved = there.address.replace("127.0.0.1", "LocalHost")
        with scripted([Said(302, b"", {"location": moved})]) as here:
            assert remote(here.address, redirect_to=["localhost"]).query("ASK {}").boolean
            with pytest.raises(RemoteError, match="on another host"):
                remote(here.address, redirect_to=["example.org"]).query("ASK {}")
    assert len(there.asked) == 1


def test_a_redirect_to_the_same_host_stays_in_the_network_in_which_that_is(monkeypatch: pytest.MonkeyPatch):
    """A name may lead to the open network first, and then into ours."""
    addresses: Sequence[str] = ()
    looked_up: list[str] = []
    real = socket.getaddrinfo

    def look_up(host: str, *rest: object) -> object:
        if host != "endpoint.example":
            return real(host, *rest)
        looked_up.append(host)
        return real(addresses[min(len(looked_up), len(addresses)) - 1], *rest)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with scripted([Said(302, b"", {"location": "/moved"}), TRUE]) as endpoint:
        address = endpoint.address.replace("127.0.0.1", "endpoint.example")
        addresses = ["127.0.0.1", "127.0.0.2"]
        with pytest.raises(RemoteError, match=r"endpoint\.example, whose address 127\.0\.0\.2 is of this machine"):
            remote(address).query("ASK {}")
        assert len(endpoint.asked) == 1
        looked_up.clear()
        addresses = ["127.0.0.1"]
        assert remote(address).query("ASK {}").boolean


def test_redirects_are_followed_so_far_and_no_further():
    with scripted([Said(302, b"", {"location": f"/{n}"}) for n in range(LONGEST_WAY)] + [TRUE]) as endpoint:
        assert remote(endpoint.address).query("ASK {}").boolean
    again, what = Said(302, b"", {"location": "/again"}), f"redirects more than {LONGEST_WAY} times"
    with scripted([again]) as endpoint, pytest.raises(RemoteError, match=what):
        remote(endpoint.address).query("ASK {}")
    assert len(endpoint.asked) == LONGEST_WAY + 1


def test_no_redirect_gives_up_the_encryption():
    from urllib.request import Request

    headers = Message()
    headers["Location"] = "http://endpoint.example/sparql"
    with pytest.raises(UnusableError) as caught:
        Redirects(frozenset()).http_error_302(Request("https://endpoint.example/"), None, 302, "Found", headers)
    assert "without encryption" in caught.value.message["en"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "224.0.0.1",
        "255.255.255.255", "240.0.0.1", "::", "::1", "fe80::1%lo", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "2002:7f00:1::",
        "64:ff9b::a00:1", "64:ff9b::a9fe:a9fe", "2001:0:1:2:3:4:80ff:fffe", "localhost", "",
    ],
)  # fmt: skip
def test_addresses_that_only_some_networks_know_are_none_of_the_open_one(address: str):
    assert not is_open(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_of_the_open_network_are_known(address: str):
    assert is_open(address)


@pytest.mark.parametrize(
    ("sparql", "media_type", "body"),
    [
        ("ASK {}", JSON, b'{"a":' * 200_000),
        ("SELECT * {}", JSON, b"[" * 200_000),
        ("SELECT * {}", "application/sparql-results+xml", b"<a>" * 200_000),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle", b"<urn:a> <urn:b> " + b"[ <urn:c> " * 200_000),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle", b"<urn:a> <urn:b> " + b"( " * 200_000),
    ],
)
def test_an_answer_that_is_nested_deep_is_an_error(garden: Path, sparql: str, media_type: str, body: bytes):
    with scripted([Said(200, body, {"content-type": media_type})]) as endpoint:
        done = command(garden, "query", sparql, "--endpoint", endpoint.address)
    assert (done.returncode, "Traceback" in done.stderr) == (5, False), done.stderr[-300:]


def test_the_command_has_the_bounds(garden: Path):
    body = json.dumps({"head": {}, "boolean": True, "padding": "x" * 2000}).encode()
    with scripted([Said(200, body, {"content-type": JSON})]) as endpoint:
        asked = ("query", "ASK {}", "--endpoint", endpoint.address)
        done = command(garden, *asked, "--max-answer", "1000")
        assert (done.returncode, "--max-answer" in done.stderr) == (5, True)
        assert command(garden, *asked, "--max-answer", "3000").stdout == "true\n"
        moved = Said(302, b"", {"location": endpoint.address.replace("127.0.0.1", "localhost")})
        with scripted([moved]) as here:
            redirected = ("query", "ASK {}", "--endpoint", here.address)
            assert command(garden, *redirected).returncode == 5
            assert command(garden, *redirected, "--redirect-to", "localhost").stdout == "true\n"


@pytest.mark.parametrize(
    "arguments", [["--max-answer", "5"], ["--redirect-to", "x"], ["--endpoint", "http://127.0.0.1:9/", "--max-answer", "0"]]
)
def test_bounds_that_make_no_sense_are_usage_errors(garden: Path, arguments: list[str]):
    done = command(garden, "query", "ASK {}", *arguments)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


def test_an_answer_must_be_allowed_something():
    with pytest.raises(UsageError, match="one byte or more"):
        catalogue.connect("http://127.0.0.1:9/", max_answer=0)


def test_whatever_is_answered_the_error_is_ours():
    for answer in (b"", b"\0" * 1000, b"HTTP/9.9 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000, b"x" * 70_000):
        with speaking(once(answer)) as address, pytest.raises(CatalogueError):
            remote(f"http://{address}").query("ASK {}")
