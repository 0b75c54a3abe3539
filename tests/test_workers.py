"""Workers: however a query ends the process that answers it, who asked is told, and the next query is answered."""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx2
import pytest
from processes import NEEDS_PROC, children
from sparql_service import running

from catalogue.scaffold import init

WALL, QUEUE = 3, 2
MEMORY = 256 * 1024 * 1024
SMALL = "ASK { ?s ?p ?o }"
SLOW = "SELECT (COUNT(*) AS ?n) {" + "".join(f"VALUES ?v{n} {{ {'1 ' * 200} }}" for n in range(6)) + "}"
LASTING = "SELECT (COUNT(*) AS ?n) {" + "".join(f"VALUES ?v{n} {{ {'1 ' * 200} }}" for n in range(3)) + "}"
LONG = "BIND('0123456789' AS ?c0)" + "".join(f" BIND(CONCAT({', '.join([f'?c{n}'] * 10)}) AS ?c{n + 1})" for n in range(6))
GROWING, TOO_LARGE = (
    f"SELECT (STRLEN(?c7) AS ?n) {{ {LONG} BIND(CONCAT({', '.join(['?c6'] * times)}) AS ?c7) }}" for times in (8, 30)
)
"""Queries that take some 100 megabytes, and more than there are."""

pytestmark = NEEDS_PROC


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One worker, and two places to wait for it."""
    folder = tmp_path_factory.mktemp("workers") / "garden"
    init(folder)
    limits = {"wall": WALL, "memory": MEMORY, "client": 3600, "workers": 1, "queue": QUEUE}
    with running(folder, "--sparql-only", **limits) as address:
        yield address


def ask(address: str, sparql: str) -> httpx2.Response:
    """Ask what was not asked before."""
    return httpx2.post(f"{address}sparql", data={"query": f"{sparql} # {time.monotonic_ns()}"}, timeout=WALL * 5)


def outcome(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("limit", "") if answer.status_code != 200 else ""


def nurseries() -> set[int]:
    """Give the processes that services have begun."""
    services = [child for child in children(os.getpid()) if b"serve" in Path(f"/proc/{child}/cmdline").read_bytes()]
    return {child for service in services for child in children(service)}


def workers() -> set[int]:
    """Give the processes that the service's own process has begun and that have begun no other."""
    return {worker for nursery in nurseries() for worker in children(nursery)}


def until(holds: Callable[[], object]) -> bool:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.05)
    return False


def soon(address: str, sparql: str) -> Future[httpx2.Response]:
    """Ask in another thread, and come back when the query has surely arrived."""
    pool = ThreadPoolExecutor(1)
    answer = pool.submit(ask, address, sparql)
    pool.shutdown(wait=False)
    time.sleep(0.4)
    return answer


@pytest.mark.parametrize(("number", "limit"), [(signal.SIGABRT, "memory"), (signal.SIGSEGV, "depth")])
def test_who_asked_is_told_how_the_worker_ended_and_the_next_is_answered(address: str, number: signal.Signals, limit: str):
    assert until(lambda: len(workers()) >= 2)
    late = soon(address, SLOW)
    for worker in workers():
        os.kill(worker, number)
    assert outcome(late.result()) == (400 if limit == "depth" else 422, limit)
    assert outcome(ask(address, SMALL)) == (200, "")


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One worker, whose queries may take long."""
    folder = tmp_path_factory.mktemp("patient") / "garden"
    init(folder)
    with running(folder, "--sparql-only", wall=40, client=3600, workers=1) as address:
        yield address


def kill(before: set[int], number: signal.Signals) -> set[int]:
    """End all workers once others than those before have begun, and give them."""
    assert until(lambda: len(workers() - before) >= 2)
    ended = workers()
    for worker in ended:
        os.kill(worker, number)
    return ended


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_what_a_worker_was_asked_that_something_outside_ended_another_answers(patient: str, number: signal.Signals):
    late = soon(patient, LASTING)
    kill(set(), number)
    assert outcome(late.result()) == (200, "")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_what_something_outside_ends_twice_is_no_fault_of_the_query(patient: str, number: signal.Signals):
    late = soon(patient, SLOW)
    kill(kill(set(), number), number)
    answer = late.result()
    assert (outcome(answer), answer.headers["retry-after"]) == ((503, ""), "1")
    assert "outside" in answer.json()["detail"]
    assert outcome(ask(patient, SMALL)) == (200, "")


def test_a_worker_that_ends_while_it_rests_is_replaced(address: str):
    assert until(lambda: len(workers()) >= 2)
    before = workers()
    for worker in before:
        os.kill(worker, signal.SIGKILL)
    assert until(lambda: len(workers() - before) >= 2)
    assert outcome(ask(address, SMALL)) == (200, "")


def test_all_processes_killed_at_once_are_begun_anew(address: str):
    """The loader ends with orders that it has not read: it is stopped first, so that those to replace its workers wait."""
    for _ in range(3):
        assert until(lambda: len(workers()) >= 2)
        before = nurseries()
        for nursery in before:
            os.kill(nursery, signal.SIGSTOP)
        for worker in workers():
            os.kill(worker, signal.SIGKILL)
        time.sleep(0.3)
        for nursery in before:
            os.kill(nursery, signal.SIGKILL)
        assert until(lambda before=before: nurseries() - before)
        assert until(lambda: outcome(ask(address, SMALL)) == (200, ""))
        assert httpx2.get(f"{address}readyz").status_code == 200


@pytest.mark.parametrize(("sparql", "expected"), [(SLOW, (504, "wall")), (TOO_LARGE, (422, "memory"))])
def test_after_a_limit_is_reached_the_next_is_answered(address: str, sparql: str, expected: tuple[int, str]):
    for _ in range(2):
        start = time.monotonic()
        assert outcome(ask(address, sparql)) == expected
        assert time.monotonic() - start < WALL + 3
        assert outcome(ask(address, SMALL)) == (200, "")


def test_a_worker_that_has_grown_answers_and_is_replaced(address: str):
    assert until(lambda: len(workers()) >= 2)
    before = workers()
    assert outcome(ask(address, GROWING)) == (200, "")
    assert until(lambda: before - workers())
    assert outcome(ask(address, SMALL)) == (200, "")


def test_a_worker_that_has_not_grown_answers_again(address: str):
    assert until(lambda: len(workers()) >= 2)
    before = workers()
    for _ in range(5):
        assert outcome(ask(address, SMALL)) == (200, "")
        assert outcome(ask(address, "SELECT * { ?s ?p ")) == (400, "")
    assert before == workers()


def test_as_many_wait_as_may_and_the_others_are_told_at_once_when_to_come_again(address: str):
    answers = [soon(address, SLOW), soon(address, SMALL), soon(address, SMALL)]
    start = time.monotonic()
    refused = ask(address, SMALL)
    assert time.monotonic() - start < WALL - 1.5
    assert (outcome(refused), int(refused.headers["retry-after"]) >= 1) == ((503, "queue"), True)
    assert [outcome(answer.result()) for answer in answers] == [(504, "wall"), (200, ""), (200, "")]


def test_who_waits_as_long_as_a_query_may_take_is_told_to_come_again(address: str):
    first, second = soon(address, SLOW), soon(address, SLOW)
    third = soon(address, SLOW)
    assert outcome(first.result()) == (504, "wall")
    assert {outcome(second.result()), outcome(third.result())} == {(504, "wall"), (503, "queue")}
    assert outcome(ask(address, SMALL)) == (200, "")


def test_who_goes_while_waiting_leaves_the_place_to_another(address: str):
    late = soon(address, SLOW)
    host = urlsplit(address)
    clients = [socket.create_connection((host.hostname, host.port)) for _ in range(QUEUE)]
    for client in clients:
        client.sendall(f"GET /sparql?query={quote(SMALL + ' # gone')} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    time.sleep(0.5)
    assert outcome(ask(address, SMALL)) == (503, "queue")
    for client in clients:
        client.close()
    time.sleep(0.5)
    assert outcome(ask(address, SMALL)) == (200, "")
    assert outcome(late.result()) == (504, "wall")


def test_who_goes_frees_the_worker(address: str):
    host = urlsplit(address)
    with socket.create_connection((host.hostname, host.port)) as client:
        client.sendall(f"GET /sparql?query={quote(SLOW)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(0.4)
    start = time.monotonic()
    assert outcome(ask(address, SMALL)) == (200, "")
    assert time.monotonic() - start < WALL - 1


def test_what_is_asked_of_one_worker_at_once_is_answered_in_turn(address: str):
    """More at once than may wait, each short: none is lost, and none is answered with another's answer."""
    found: dict[int, str] = {}

    def count(number: int) -> None:
        answer = ask(address, f"SELECT ({number} AS ?n) {{ }}")
        while answer.status_code == 503:
            time.sleep(0.05)
            answer = ask(address, f"SELECT ({number} AS ?n) {{ }}")
        found[number] = answer.json()["results"]["bindings"][0]["n"]["value"]

    threads = [threading.Thread(target=count, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {number: str(number) for number in range(20)} == found
