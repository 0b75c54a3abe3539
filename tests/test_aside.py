"""A worker that a process forks from itself: what it answers, what ends it, and that nothing of it is left."""

import gc
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from catalogue.config import Limits
from catalogue.errors import InputError, LimitError, Place, QueryError
from catalogue.isolation.aside import Answer, Around, Aside, why_not_aside
from catalogue.messages import Message

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a worker needs a system that can fork")

SHORT = Limits(timeout=1, memory=200_000_000)


def ended(request: bytes, _: Around) -> bytes:
    """End as the request says, or answer with the number of this process."""
    if request:
        DOINGS[request.decode()]()
    return str(os.getpid()).encode()


def recursive() -> None:
    recursive()


def fails() -> None:
    raise QueryError(Message("count.files", count=2), Place("a.rq", 1, 2))


def broken() -> None:
    raise OSError("broken")


DOINGS: dict[str, Callable[[], object]] = {
    "sleeps": lambda: time.sleep(60),
    "loops": lambda: any(iter(int, 1)),
    "memory": lambda: bytearray(10**12),
    "segfault": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "aborts": os.abort,
    "recursion": recursive,
    "exits": lambda: os._exit(3),
    "error": fails,
    "broken": broken,
    "interrupt": lambda: os.kill(os.getpid(), signal.SIGINT),
}
REASONS = {
    "sleeps": "longer than 1 s",
    "loops": "longer than 1 s",
    "memory": "bytes of memory",
    "segfault": "nested too deep",
    "aborts": "bytes of memory",
    "recursion": "nested too deep",
    "exits": "crashed the process",
}


class One:
    """A worker with one answer."""

    def __init__(self, answer: Answer, limits: Limits) -> None:
        self.aside = Aside(limits)
        self.aside.answers("one", answer)

    def ask(self, request: bytes) -> bytes:
        return self.aside.ask("one", request)


@pytest.fixture
def asides() -> Iterator[Callable[..., One]]:
    made: list[Aside] = []

    def make(answer: Answer, limits: Limits = SHORT) -> One:
        one = One(answer, limits)
        made.append(one.aside)
        return one

    yield make
    for aside in made:
        aside.end()


@pytest.mark.parametrize("doing", REASONS)
def test_what_ends_the_worker_or_takes_too_much_is_an_error_and_the_next_request_is_answered(
    doing: str, asides: Callable[..., One]
):
    aside = asides(ended)
    before = aside.ask(b"")
    with pytest.raises(LimitError, match=REASONS[doing]):
        aside.ask(doing.encode())
    after = aside.ask(b"")
    assert str(os.getpid()).encode() not in {before, after}
    assert doing == "recursion" or before != after


def test_one_worker_answers_one_request_after_another(asides: Callable[..., One]):
    aside = asides(ended)
    assert len({aside.ask(b"") for _ in range(20)}) == 1


def test_an_error_is_raised_where_it_was_asked_with_its_place_and_the_worker_stays(asides: Callable[..., One]):
    aside = asides(ended)
    before = aside.ask(b"")
    with pytest.raises(QueryError) as raised:
        aside.ask(b"error")
    assert (raised.value.message, raised.value.place) == (Message("count.files", count=2), Place("a.rq", 1, 2))
    with pytest.raises(RuntimeError, match="broken"):
        aside.ask(b"broken")
    assert before == aside.ask(b"")


def test_the_worker_leaves_an_interruption_to_the_process_that_asks(asides: Callable[..., One]):
    aside = asides(ended)
    assert aside.ask(b"interrupt") == aside.ask(b"")


def test_a_worker_that_was_ended_while_it_had_nothing_to_do_is_replaced_in_silence(asides: Callable[..., One]):
    aside = asides(ended)
    before = int(aside.ask(b""))
    os.kill(before, signal.SIGKILL)
    os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)
    assert int(aside.ask(b"")) != before


def test_a_worker_has_what_was_loaded_when_it_was_forked(asides: Callable[..., One]):
    loaded = [b"a"]
    aside = asides(lambda *_: loaded[-1])
    loaded.append(b"b")
    assert aside.ask(b"") == b"b"
    loaded.append(b"c")
    assert aside.ask(b"") == b"b"
    aside.aside.end()
    assert aside.ask(b"") == b"c"


def test_what_answers_is_known_to_workers_that_are_forked_later_and_each_by_its_name():
    aside = Aside(SHORT)
    aside.answers("first", lambda request, _: b"1" + request)
    assert aside.ask("first", b"a\nb") == b"1a\nb"
    aside.answers("second", lambda *_: str(os.getpid()).encode())
    before = aside.ask("second", b"")
    assert (aside.ask("first", b"a"), aside.ask("second", b"")) == (b"1a", before)
    aside.answers("first", lambda request, _: b"2" + request)
    assert aside.ask("first", b"a") == b"2a"
    assert aside.ask("second", b"") != before
    aside.end()


def test_long_requests_and_answers_are_whole(asides: Callable[..., One]):
    data = bytes(range(256)) * 40_000
    assert asides(lambda request, _: request[::-1], Limits()).ask(data) == data[::-1]


def test_a_worker_that_has_grown_is_replaced(asides: Callable[..., One]):
    def answer(request: bytes, _: Around) -> bytes:
        return str(os.getpid() + 0 * len(bytearray(int(request)))).encode()

    aside = asides(answer, Limits())
    first = aside.ask(b"0")
    assert aside.ask(b"%d" % 200_000_000) == first
    assert aside.ask(b"0") != first


def test_no_file_and_no_connection_is_opened_while_the_engine_evaluates(asides: Callable[..., One]):
    def answer(request: bytes, around: Around) -> bytes:
        assert Path("/dev/null").read_bytes() == b""
        with around():
            try:
                socket.socket() if request else Path("/dev/null").read_bytes()
            except OSError as error:
                return str(error.errno).encode()
        return b"opened"

    assert {b"24"} == {asides(answer).ask(request) for request in (b"", b"socket")}


def test_nothing_more_is_evaluated_when_much_time_was_lost(asides: Callable[..., One]):
    aside = asides(ended)
    for _ in range(5):
        with pytest.raises(LimitError, match="longer than 1 s"):
            aside.ask(b"sleeps")
    with pytest.raises(LimitError, match="queries before it were stopped"):
        aside.ask(b"")


def test_a_worker_is_gone_when_it_is_ended_or_no_longer_referred_to(asides: Callable[..., One]):
    aside = asides(ended)
    first = int(aside.ask(b""))
    aside.aside.end()
    other = One(ended, SHORT)
    second = int(other.ask(b""))
    del other
    for number in (first, second):
        with pytest.raises(ProcessLookupError):
            os.kill(number, 0)


def test_what_both_processes_share_is_not_looked_through_for_garbage_while_there_is_a_worker(asides: Callable[..., One]):
    before = gc.get_freeze_count()
    one = asides(ended)
    one.ask(b"")
    assert gc.get_freeze_count() > before + 1000
    one.aside.end()
    assert gc.get_freeze_count() == before
    one.ask(b"")
    with pytest.raises(LimitError):
        one.ask(b"segfault")
    assert gc.get_freeze_count() == before


def test_a_process_that_was_forked_beside_a_worker_forks_its_own_and_leaves_the_other_alone(asides: Callable[..., One]):
    aside = asides(ended)
    before = aside.ask(b"")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, aside.ask(b""))
        aside.aside.end()
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 100) not in {b"", before}
    assert aside.ask(b"") == before
    os.close(reading)
    os.close(writing)


def test_where_another_thread_is_running_requests_are_answered_here_without_limits(asides: Callable[..., One]):
    assert why_not_aside() is None
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        reason = why_not_aside()
        assert reason is not None
        assert "without limits" in reason["en"]
        assert asides(ended).ask(b"") == str(os.getpid()).encode()
    finally:
        done.set()
        thread.join()


def test_where_no_process_can_be_forked_requests_are_answered_here(monkeypatch: pytest.MonkeyPatch, asides: Callable[..., One]):
    monkeypatch.delattr(os, "fork")
    assert why_not_aside() is not None
    assert asides(ended).ask(b"") == str(os.getpid()).encode()
    with pytest.raises(InputError):
        asides(lambda *_: (_ for _ in ()).throw(InputError({"en": "no"}))).ask(b"")
