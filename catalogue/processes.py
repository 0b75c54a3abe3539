"""Processes: work in pieces, done by as many processes as there are processors, each forked with all that is loaded."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, Self, TypeAlias, TypeVar

from catalogue.ending import end_as_child, held_back
from catalogue.errors import OutputError
from catalogue.messages import Message

try:
    import fcntl
except ImportError:  # a system without them
    fcntl = None  # type: ignore[assignment]

try:
    import resource
except ImportError:  # a system without fork
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Result = TypeVar("Result")
Other = TypeVar("Other")
GoOn: TypeAlias = Callable[[int, int, Callable[[int], Result]], Generator[Result, None, None]]
"""What goes on with a work that has begun."""

_Run: TypeAlias = Callable[[Callable[[Any], None]], bool]

_OBJECTS = 50_000
"""After how many new objects garbage is looked for."""

_UNDERWAY = 1024 * 1024
"""How many bytes may have been sent that are not received."""

_NUMBER = 4
"""How many bytes the number of a piece takes."""


class EndedError(OutputError):
    """A process was ended before its work was done."""


class _Done(NamedTuple):
    """What a process sends last.

    Attributes:
        is_spent: whether another is to be forked in its place.
    """

    is_spent: bool


def processors() -> int:
    """Give how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(count: int, jobs: int, work: Callable[[int], Result]) -> Generator[Result, None, None]:
    """Do the pieces of a work.

    Args:
        count: how many pieces there are.
        jobs: how many processes do them: this one alone when 1, and where a system cannot fork.
        work: does a piece, by its number from 0. A process takes the next one as soon as it has done one.

    A process that has come to much more memory than it began with ends, and another one is forked in its place: what it has
    looked up and kept, and what it has copied of what is shared, is free then.

    Yields:
        What each piece gives, in the order in which they are done.

    Raises:
        EndedError: a process was ended before its work was done.
    """
    with seldom_collected():
        yield from _spread(count, jobs, work)


def beside(aside: Callable[[], Other], here: Callable[[], Result], jobs: int) -> tuple[Other, Result]:
    """Do two works at once: one in a process of its own, of which nothing is left but its result, and one in this one.

    Args:
        aside: what another process does: this one, first, when there is but one job, and where a system cannot fork.
        here: what this process does.
        jobs: how many processes there may be.

    Returns:
        What each gives.

    Raises:
        EndedError: the other process was ended before its work was done, and this one has done its own.

    >>> beside(lambda: "there", lambda: "here", 2)
    ('there', 'here')
    """
    if not _may_fork(jobs):
        return aside(), here()
    with seldom_collected(), _Family() as family:
        family.fork(partial(_send_each, lambda: (aside(),)))
        done = here()
        (other,) = family.results()
        return other, done


def apart(each: Callable[[], Iterable[Result]], jobs: int) -> Generator[Result, None, None]:
    """Go through what a process of its own gives, of which nothing is left but that: what it looks up and keeps goes with it.

    Args:
        each: gives it there: here when there is but one job, and where a system cannot fork.
        jobs: how many processes there may be.

    Yields:
        What it gives, in its order.

    Raises:
        EndedError: the process was ended before its work was done.

    >>> list(apart(lambda: "ab", 2))
    ['a', 'b']
    """
    if not _may_fork(jobs):
        yield from each()
        return
    with seldom_collected(), _Family() as family:
        family.fork(partial(_send_each, each))
        yield from family.results()


def _send_each(each: Callable[[], Iterable[Any]], send: Callable[[Any], None]) -> bool:
    for result in each():
        send(result)
    return False


def can_fork() -> bool:
    """Tell whether a process can be forked: what another thread holds at that moment would stay held in the fork."""
    return hasattr(os, "fork") and threading.active_count() == 1


def _may_fork(jobs: int) -> bool:
    return jobs > 1 and hasattr(os, "fork")


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let what is loaded be, and look for garbage in what is made from time to time: half the time of small documents else."""
    thresholds = gc.get_threshold()
    gc.freeze()  # so that it copies nothing either that processes share
    gc.set_threshold(_OBJECTS, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def _spread(count: int, jobs: int, work: Callable[[int], Result]) -> Iterator[Result]:
    if not _may_fork(min(jobs, count)):
        yield from map(work, range(count))
        return
    with _numbered(count) as pieces, _Family() as family:
        for _ in range(min(jobs, count)):
            family.fork(partial(_work, pieces, work))
        yield from family.results()


@contextmanager
def begun(count: int, jobs: int, work: Callable[[int], Result]) -> Iterator[GoOn[Result]]:
    """Begin a work of which not all pieces are known yet: one process does those that are, while this one finds the others.

    Args:
        count: how many pieces are known.
        jobs: how many processes there may be: nothing is done before it goes on when 1, and where a system cannot fork.
        work: does such a piece, by its number from 0.

    Yields:
        What goes on, once: it takes how many other pieces there are, how many processes there may be now, and what does one of
        these pieces; it gives what each piece of both gives, in the order in which they are done.

    Raises:
        EndedError: a process was ended before its work was done.

    >>> with begun(2, 1, "ab".__getitem__) as go_on:
    ...     list(go_on(1, 1, "c".__getitem__))
    ['a', 'b', 'c']
    """
    if not count or not _may_fork(jobs):
        yield partial(_all_in_turn, count, work)
        return
    with seldom_collected(), _numbered(count) as known, _Family() as family:
        family.fork(partial(_work_ahead, known, work))

        def go_on(others: int, jobs: int, then: Callable[[int], Result]) -> Generator[Result, None, None]:
            with _numbered(others) as found:
                family.go_on(partial(_work_in_turn, [(known, work), (found, then)]), jobs)
                yield from family.results()

        yield go_on


def _all_in_turn(
    count: int, work: Callable[[int], Result], others: int, jobs: int, then: Callable[[int], Result]
) -> Generator[Result, None, None]:
    yield from map(work, range(count))
    yield from spread(others, jobs, then)


@contextmanager
def _numbered(count: int) -> Iterator[int]:
    """Give a file with the numbers of pieces: its place is shared by all processes, so that each number is read once."""
    import tempfile

    with tempfile.TemporaryFile() as pieces:
        pieces.write(b"".join(number.to_bytes(_NUMBER, "big") for number in range(count)))
        pieces.flush()
        pieces.seek(0)
        yield pieces.fileno()


class _Family:
    """The processes that this one forked: they end with it."""

    def __init__(self) -> None:
        self._children: dict[Connection, int] = {}
        self._runs: dict[Connection, _Run] = {}

    def __enter__(self) -> Self:
        return self

    def fork(self, run: _Run) -> None:
        """Fork a process.

        Args:
            run: what it does, with what sends a result; whether another process is to go on with it.
        """
        from multiprocessing.connection import Pipe  # slow, and most commands fork nothing

        receiver, sender = Pipe(duplex=False)
        _widen(sender)
        parent = os.getpid()
        with held_back():  # what a request raises here must not be raised in the child as well, which would clean up too early
            child = os.fork()
            if child == 0:
                _run(run, sender, parent, (*self._children, receiver))
            self._children[receiver], self._runs[receiver] = child, run
        sender.close()

    def go_on(self, run: _Run, jobs: int) -> None:
        """Have something else done where the processes that there are end as spent, and by others, so that there are some."""
        self._runs = dict.fromkeys(self._children, run)
        for _ in range(jobs - len(self._children)):
            self.fork(run)

    def results(self) -> Iterator[Any]:
        """Give what the processes send, until all are done."""
        from multiprocessing.connection import Connection, wait

        while self._children:
            for connection in wait(list(self._children)):
                assert isinstance(connection, Connection)  # noqa: S101 - no other is waited for
                result = _received(connection)
                if isinstance(result, _Done):
                    self._end(connection)
                    if result.is_spent:
                        self.fork(self._runs[connection])
                elif isinstance(result, BaseException):
                    raise result
                else:
                    yield result

    def _end(self, connection: Connection) -> None:
        connection.close()
        os.waitpid(self._children.pop(connection), 0)

    def __exit__(self, *_: object) -> None:
        with held_back():
            for child in self._children.values():
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            for connection in list(self._children):
                self._end(connection)


def _widen(connection: Connection) -> None:
    """Let as much be sent as the system grants before it is received: who sends goes on while who receives is busy."""
    if fcntl is not None and hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):
            fcntl.fcntl(connection.fileno(), fcntl.F_SETPIPE_SZ, _UNDERWAY)


def _received(connection: Connection) -> Any:
    try:
        return connection.recv()
    except (EOFError, OSError):  # the latter where it ended within a message
        return EndedError(Message("release.process-ended"))


def _run(run: _Run, sender: Connection, parent: int, others: Iterable[Connection]) -> NoReturn:
    """Do what a forked process is for, and end it: nothing of what this process would do at its end is done twice."""
    code, is_spent = 1, False
    try:
        end_as_child(parent)
        for connection in others:
            connection.close()
        try:
            is_spent = run(sender.send)
        except Exception as error:  # noqa: BLE001 - it is raised in the process that waits for it
            sender.send(_sendable(error))
        sender.send(_Done(is_spent))
        code = 0
    finally:
        os._exit(code)


def _sendable(error: Exception) -> Exception:
    import pickle
    import traceback

    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    except Exception:  # noqa: BLE001 - any error may be one that cannot be sent
        return RuntimeError(traceback.format_exc())
    return error


def _work(pieces: int, work: Callable[[int], Any], send: Callable[[Any], None]) -> bool:
    """Do pieces until there are none left, or until so much memory has come to this process that another should go on."""
    most = memory() + max(_GROWTH, memory() // 4)
    while piece := os.read(pieces, _NUMBER):
        send(work(int.from_bytes(piece, "big")))
        if memory() > most:
            return True
    return False


def _work_ahead(pieces: int, work: Callable[[int], Any], send: Callable[[Any], None]) -> bool:
    """Do pieces until there are none left; another process, which knows of more, is to go on."""
    _work(pieces, work, send)
    return True


def _work_in_turn(works: Iterable[tuple[int, Callable[[int], Any]]], send: Callable[[Any], None]) -> bool:
    """Do the pieces of one work after those of another, as `_work` does."""
    return any(_work(pieces, work, send) for pieces, work in works)


def memory() -> int:
    """Give how much memory this process has, in bytes, what it shares included; where that is not told, the most it has had.

    0 where neither is known.
    """
    try:
        with open("/proc/self/statm", "rb", buffering=0) as file:  # noqa: PTH123 - it is asked after each piece
            return int(file.read().split()[1]) * _PAGE
    except (OSError, ValueError, IndexError):
        pass
    if resource is None:
        return 0
    most: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 0

_GROWTH = 256 * 1024 * 1024
"""By how many bytes a process grows at least before another goes on; by a quarter of what it began with where that is more."""
