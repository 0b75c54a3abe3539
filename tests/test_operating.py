"""Keeping the service running: its state, its signals, what ends its processes, and whose addresses it writes."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import httpx2
import pytest
from conftest import edition_of
from hypothesis import given
from hypothesis import strategies as st
from processes import NEEDS_PROC, children
from prometheus_client.parser import text_string_to_metric_families
from sparql_service import limited, run
from starlette.testclient import TestClient

from catalogue.edition import read_edition
from catalogue.scaffold import init
from catalogue.serve import Site
from catalogue.serve.authority import is_host

WAIT = 30
LASTING = "SELECT (COUNT(*) AS ?n) {" + "".join(f"VALUES ?v{n} {{ {'1 ' * 160} }}" for n in range(3)) + "}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    init(tmp_path / "garden")
    return tmp_path / "garden"


def until(holds: Callable[[], object]) -> bool:
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        try:
            if holds():
                return True
        except httpx2.HTTPError:
            pass
        time.sleep(0.05)
    return False


def metrics(text: str) -> dict[tuple[str, str], float]:
    """Read metrics by the library's own parser: by their name and the value of their one label."""
    families = text_string_to_metric_families(text)
    return {(sample.name, "".join(sample.labels.values())): sample.value for family in families for sample in family.samples}


def ask(address: str, sparql: str = "ASK {}") -> httpx2.Response:
    return httpx2.post(f"{address}sparql", data={"query": f"{sparql} # {time.monotonic_ns()}"}, timeout=WAIT)


def test_the_state_is_told_and_what_was_done_is_counted(folder: Path):
    with TestClient(Site(limited(edition_of(folder), workers=1)), follow_redirects=False) as client:
        assert [client.get(f"/{name}").status_code for name in ("healthz", "readyz", "metrics")] == [200, 200, 200]
        assert client.get("/healthz").headers["cache-control"] == "no-store"
        client.get("/sparql", params={"query": "ASK {}"})
        client.get("/sparql", params={"query": "ASK { SERVICE <http://127.0.0.1:9/> {} }"})
        client.get("/sparql", params={"query": "ASK"})
        client.get("/nothing")
        answer = client.get("/metrics")
        told = metrics(answer.text)
        assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
        assert {name: told["catalogue_responses_total", name] for name in ("200", "400", "403", "404")} == {
            "200": 5.0,
            "400": 1.0,
            "403": 1.0,
            "404": 1.0,
        }
        assert told["catalogue_queries_total", "answered"] == 1
        assert told["catalogue_release", edition_of(folder).release] == 1
        assert (told["catalogue_ready", ""], told["catalogue_loads_total", ""]) == (1, 1)
        assert told["catalogue_kept_bytes", ""] > 1000
        assert client.post("/metrics").status_code == 405


def test_the_state_is_told_in_the_folder_of_what_is_no_entry(folder: Path):
    edition = limited(edition_of(folder), workers=1)
    with TestClient(Site(replace(edition, settings=replace(edition.settings, own_folder="_")))) as client:
        assert [client.get(path).status_code for path in ("/_/healthz", "/_/readyz", "/_/metrics", "/healthz")] == [
            200,
            200,
            200,
            404,
        ]


@NEEDS_PROC
def test_a_loader_is_begun_again_whenever_it_is_killed(folder: Path):
    """Five times, at random moments, while it loads as well; seeded, so that it is the same each time."""
    moments = random.Random(24)
    with run(folder, "--sparql-only", sparql={"workers": 1}) as (address, process):
        assert ask(address).status_code == 200
        killed = 0
        end = time.monotonic() + WAIT
        while killed < 5 and time.monotonic() < end:
            loaders = children(process.pid)
            for loader in loaders:
                os.kill(loader, signal.SIGKILL)
            killed += len(loaders)
            time.sleep(moments.uniform(0, 0.7))
        assert killed >= 3
        assert until(lambda: httpx2.get(f"{address}readyz").status_code == 200)
        assert ask(address).status_code == 200
        told = metrics(httpx2.get(f"{address}metrics").text)
        assert told["catalogue_loads_total", ""] == killed + 1


@NEEDS_PROC
def test_while_triples_are_loaded_the_service_says_so(folder: Path):
    with run(folder, "--sparql-only", sparql={"workers": 1, "wall": 2}) as (address, process):
        for _ in range(3):  # the pause grows with each
            assert until(lambda: children(process.pid))
            os.kill(children(process.pid)[0], signal.SIGKILL)
            assert until(lambda: httpx2.get(f"{address}readyz").status_code == 503)
        answer = httpx2.get(f"{address}readyz")
        if answer.status_code == 503:
            assert int(answer.headers["retry-after"]) >= 1
            assert answer.json()["detail"]
        assert httpx2.get(f"{address}healthz").status_code == 200
        assert ask(address).status_code in {200, 503}
        assert until(lambda: httpx2.get(f"{address}readyz").status_code == 200)


@NEEDS_PROC
def test_statements_that_something_removed_are_written_again(folder: Path):
    site = Site(limited(edition_of(folder), workers=1), documents=False)
    with TestClient(site) as client:
        statements = site.releases._statements()  # noqa: SLF001 - to remove them is the test
        statements.unlink()
        statements.parent.rmdir()
        os.kill(site.releases.current.pool._nursery.pid, signal.SIGKILL)  # noqa: SLF001 - as above
        answer = None

        def is_answered() -> bool:
            nonlocal answer
            answer = client.get("/sparql", params={"query": f"ASK {{ ?s ?p ?o }} # {time.monotonic_ns()}"})
            return answer.status_code == 200

        assert until(is_answered)
        assert answer is not None
        assert answer.json()["boolean"]


class Hammer:
    """Asks all the time, and notes all that is no answer."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.faults: list[Any] = []
        self.releases: list[str] = []
        self._goes_on = True
        self._threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(4)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._goes_on = False
        for thread in self._threads:
            thread.join()

    def _ask(self, number: int) -> None:
        with httpx2.Client(timeout=WAIT) as client:
            while self._goes_on:
                asked = [f"{self.address}plant/bean.en.html", f"{self.address}sparql?query=ASK%7B%7D%23{time.monotonic_ns()}"]
                try:
                    answer = client.get(asked[number % 2])
                except httpx2.HTTPError as error:
                    self.faults.append(error)
                    return
                if answer.status_code != 200:
                    self.faults.append((answer.status_code, answer.text))
                self.releases.append(answer.headers.get("catalogue-release", ""))
                time.sleep(0.01)


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="the system has no signal HUP")
def test_another_release_is_taken_up_without_a_request_dropped(folder: Path):
    with run(folder, sparql={"workers": 2, "client": 3600, "queue": 100}) as (address, process), Hammer(address) as hammer:
        time.sleep(0.5)
        file = folder / "data" / "more.ttl"
        for number in range(3):
            before = httpx2.get(f"{address}sparql?query=ASK%7B%7D").headers["catalogue-release"]
            file.write_text(f'<urn:a> <urn:b> "{number}" .\n', "utf-8")
            process.send_signal(signal.SIGHUP)
            assert until(
                lambda before=before: httpx2.get(f"{address}sparql?query=ASK%7B%7D").headers["catalogue-release"] != before
            )
            assert ask(address, f'ASK {{ <urn:a> <urn:b> "{number}" }}').json()["boolean"]
        told = metrics(httpx2.get(f"{address}metrics").text)
        assert told["catalogue_renewals_total", "taken"] == 3
        assert told["catalogue_release", read_edition(folder).release] == 1
    assert hammer.faults == []
    assert len(set(hammer.releases) - {""}) == 4
    if Path("/proc/self/task").exists():
        assert until(lambda: not children(process.pid))


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="the system has no signal HUP")
def test_what_cannot_be_read_anew_changes_nothing(folder: Path):
    with run(folder, "--sparql-only", sparql={"workers": 1}) as (address, process):
        (folder / "data" / "broken.ttl").write_text("<a> <b>", "utf-8")
        (folder / "catalogue.toml").write_text("nothing", "utf-8")
        process.send_signal(signal.SIGHUP)
        assert until(lambda: metrics(httpx2.get(f"{address}metrics").text).get(("catalogue_renewals_total", "failed")) == 1)
        assert ask(address).status_code == 200


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="the system has no signal HUP")
def test_what_is_damaged_is_not_taken_for_what_is_whole(folder: Path):
    file = folder / "data" / "plant" / "bean.ttl"
    whole = file.read_text("utf-8")
    with run(folder, "--sparql-only", sparql={"workers": 1}) as (address, process):
        file.write_text(f"<<<<<<< HEAD\n{whole}", "utf-8")
        process.send_signal(signal.SIGHUP)
        assert until(lambda: metrics(httpx2.get(f"{address}metrics").text).get(("catalogue_renewals_total", "failed")) == 1)
        assert ask(address, "ASK { <plant/bean> ?p ?o }").json()["boolean"]
        file.write_text(f"{whole}\n<urn:a> <urn:b> 1 .\n", "utf-8")
        process.send_signal(signal.SIGHUP)
        assert until(lambda: metrics(httpx2.get(f"{address}metrics").text).get(("catalogue_renewals_total", "taken")) == 1)
        assert ask(address, "ASK { <urn:a> <urn:b> 1 }").json()["boolean"]


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="the system has no signal HUP")
def test_a_server_that_starts_is_not_ended_by_the_signal_that_renews_it(folder: Path):
    command = [sys.executable, "-m", "catalogue", "serve", "--port", "0", "-C", str(folder), "--sparql-only"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]) as process:
        status = Path(f"/proc/{process.pid}/status")
        if not status.exists():
            process.kill()
            pytest.skip("needs /proc to see what the process passes over")
        hangup = 1 << (signal.SIGHUP - 1)

        def passes_over() -> bool:
            ignored = re.search(r"^SigIgn:\s*(\w+)$", status.read_text("ascii"), re.MULTILINE)
            return ignored is not None and int(ignored[1], 16) & hangup != 0

        assert until(passes_over)
        process.send_signal(signal.SIGHUP)
        assert process.stdout is not None
        assert process.stdout.readline().startswith("http://")
        process.send_signal(signal.SIGINT)
        assert process.wait(WAIT) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_was_asked_is_answered_before_the_server_ends(folder: Path, number: signal.Signals):
    with run(folder, "--sparql-only", sparql={"workers": 1, "wall": 60}) as (address, process):
        answers: list[httpx2.Response] = []
        asking = threading.Thread(target=lambda: answers.append(ask(address, LASTING)))
        asking.start()
        time.sleep(0.5)
        process.send_signal(number)
        assert process.wait(WAIT) == 0
        asking.join(WAIT)
        assert [answer.status_code for answer in answers] == [200]


HOSTS = {
    "example.org": True,
    "EXAMPLE.org:80": True,
    "localhost": True,
    "a_b.example": True,
    "192.0.2.1:65535": True,
    "[2001:db8::1]": True,
    "[::1]:8000": True,
    "example.org.": True,
    "a b": False,
    "a..b": False,
    ".example.org": False,
    "example.org:": False,
    "example.org:65536": False,
    "example.org:99999": False,
    "example.org:-1": False,
    "example.org:8o": False,
    "user@example.org": False,
    "example.org/path": False,
    "example.org, other.example": False,
    "<script>": False,
    'a"b': False,
    "[::1": False,
    "[1:2]": False,
    "[::g]": False,
    "::1": False,
    "b\xfccher.example": False,
    "a" * 300: False,
    "%00": False,
    "a\tb": False,
}


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("path", ["/plant/bean", "/sparql", "/api/openapi.json", "/reconcile", "/nothing", "/healthz"])
def test_a_host_that_is_none_is_a_bad_request(client: TestClient, host: str, path: str):
    answer = client.get(path, headers=[("host", host.encode("latin-1"))], follow_redirects=False)  # type: ignore[arg-type]
    assert (answer.status_code != 400) == HOSTS[host], answer.text
    if not HOSTS[host]:
        assert "Host" in answer.json()["detail"]
        assert host not in answer.text


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("hosts") / "garden"
    init(folder)
    with TestClient(Site(limited(edition_of(folder), workers=1))) as client:
        yield client


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=30))
def test_a_sound_host_is_one_that_addresses_can_have(host: str):
    if host and is_host(host):
        parts = urlsplit(f"http://{host}/x?y")
        assert (parts.netloc, parts.path, parts.query, parts.username) == (host, "/x", "y", None)
        assert parts.hostname
        assert parts.port is None or 0 <= parts.port <= 65535


def addresses(client: TestClient, **headers: str) -> set[str]:
    """Give the origins of all addresses of its own that a service writes whole."""
    description = client.get("/sparql", headers={"accept": "application/n-triples", **headers}).text
    endpoint = (
        next(line for line in description.splitlines() if "service-description#endpoint" in line).split("<")[-1].split(">")[0]
    )
    server = json.loads(client.get("/api/openapi.json", headers=headers).content)["servers"][0]["url"]
    view = client.get("/reconcile", headers=headers).json()["view"]["url"]
    return {f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, (endpoint, server, view))}


@pytest.mark.parametrize(
    ("settings", "headers", "expected"),
    [
        ({}, {"host": "here.example:8000"}, "http://here.example:8000"),
        ({}, {"host": "here.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https"}, "http://here.example"),
        ({"proxies": 1}, {"host": "here.example", "x-forwarded-proto": "https"}, "https://here.example"),
        (
            {"proxies": 1},
            {"host": "in.example", "x-forwarded-host": "out.example", "x-forwarded-proto": "https"},
            "https://out.example",
        ),
        (
            {"proxies": 1},
            {"host": "here.example", "x-forwarded-host": "a b", "x-forwarded-proto": "gopher"},
            "http://here.example",
        ),
        ({"address": "https://public.example/sparql"}, {"host": "evil.example"}, "https://public.example"),
        (
            {"address": "https://public.example/sparql", "proxies": 1},
            {"host": "in.example", "x-forwarded-host": "evil.example"},
            "https://public.example",
        ),
        ({"address": "https://public.example/query"}, {"host": "evil.example"}, "https://public.example"),
    ],
)
def test_addresses_follow_the_settings_else_a_sound_host(
    folder: Path, settings: dict[str, Any], headers: dict[str, str], expected: str
):
    with TestClient(Site(limited(edition_of(folder), workers=1, **settings))) as client:
        assert addresses(client, **headers) == {expected}


def test_the_public_address_may_have_a_path_of_its_own(folder: Path):
    with TestClient(Site(limited(edition_of(folder), workers=1, address="https://public.example/data/sparql"))) as client:
        description = client.get("/sparql", headers={"accept": "application/n-triples"}).text
        assert "<https://public.example/data/sparql>" in description
        assert client.get("/api/openapi.json").json()["servers"][0]["url"] == "https://public.example/data"


def test_a_client_behind_a_proxy_has_so_many_requests_at_the_same_time(folder: Path):
    file = folder / "catalogue.toml"
    file.write_text(f"{file.read_text('utf-8')}\n[serve]\nclient = 2\n", "utf-8")
    with run(folder, "--sparql-only", sparql={"workers": 4, "proxies": 1, "wall": 30, "queue": 20}) as (address, _):
        statuses: list[int] = []

        def asked(client: str) -> None:
            headers = {"x-forwarded-for": client}
            answer = httpx2.post(
                f"{address}sparql", data={"query": f"{LASTING} # {time.monotonic_ns()}"}, headers=headers, timeout=WAIT
            )
            statuses.append(answer.status_code)

        threads = [threading.Thread(target=asked, args=("192.0.2.1",)) for _ in range(5)]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        other = httpx2.get(f"{address}healthz", headers={"x-forwarded-for": "192.0.2.2"})
        for thread in threads:
            thread.join()
        assert other.status_code == 200
        assert sorted(statuses) == [200, 200, 429, 429, 429]
