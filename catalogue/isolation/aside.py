"""Aside: a worker that a command forks from itself; it answers one request after another within limits, and is replaced."""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import struct
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from typing import NoReturn, TypeAlias

from catalogue.config import Limits
from catalogue.errors import CatalogueError, LimitError, Place, QueryError
from catalogue.isolation.reasons import reason_of_end, too_deep, too_late, too_much_memory
from catalogue.messages import Message, packed, unpacked

Around: TypeAlias = Callable[[], AbstractContextManager[None]]
"""What surrounds all that the engine does with the statements: no file can be opened there."""

Answer: TypeAlias = Callable[[bytes, Around], bytes]
"""What answers a request there; it may raise a `CatalogueError`, which is raised where it was asked."""

_HEAD = struct.Struct(">cQ")
"""What stands before a request or a reply: what it is, and its length."""

_ASKED, _ANSWERED, _LAST, _WRONG, _LIMITED, _NO_MEMORY, _FAILED = b"?", b"a", b"z", b"q", b"l", b"m", b"x"
_CHUNK = 1 << 20
_PATIENCE = 5
"""How many times the time of one query may be lost to queries that were ended: no more are evaluated then."""

_GRACE = 2
"""After how many more seconds than it has a worker ends by itself, where whoever asked has gone."""


def why_not_aside() -> Message | None:
    """Say why queries of commands are evaluated without limits here; None where they are not."""
    if not hasattr(os, "fork"):
        return Message("isolation.no-fork")
    if threading.active_count() > 1:  # what another thread holds at that moment would stay held in the fork
        return Message("isolation.threads")
    return None


class Aside:
    """A worker forked from this process.

    It is forked when it is first asked, with all that is loaded then, and anew after it has ended.

    Args:
        limits: what one request may take.

    Attributes:
        limits: the same.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._answers: dict[str, Answer] = {}
        self._known: frozenset[str] = frozenset()
        self._child: _Child | None = None
        self._lost = 0.0

    def answers(self, name: str, answer: Answer) -> None:
        """Have requests of a name answered by workers that are forked from now on.

        Args:
            name: the name.
            answer: what answers them there, both as bytes; here, without limits, where no process can be forked.
        """
        self._answers[name] = answer
        self._known -= {name}

    def ask(self, name: str, request: bytes) -> bytes:
        """Have a request answered.

        Args:
            name: the name of what answers it.
            request: the request.

        Raises:
            LimitError: it took too much, or ended the worker.
            CatalogueError: as the answer raises it.

        >>> aside = Aside(Limits(timeout=1))
        >>> aside.answers("upper", lambda request, _: request.upper())
        >>> aside.ask("upper", b"a"), aside.ask("upper", b"b")
        (b'A', b'B')
        """
        if self._lost >= _PATIENCE * self.limits.timeout:
            raise LimitError(Message("isolation.no-more", seconds=round(self._lost)))
        child = self._worker(name)
        if child is None:
            return self._answers[name](request, nullcontext)
        begun = time.monotonic()
        try:
            what, reply = child.ask(name.encode() + b"\n" + request)
        except BaseException as error:
            self.end()
            if isinstance(error, LimitError):
                self._lost += time.monotonic() - begun
            raise
        if what in {_LAST, _NO_MEMORY}:
            self.end()
        return self._read(what, reply)

    def _worker(self, name: str) -> _Child | None:
        """Give a worker that knows what answers requests of a name; None where no process can be forked."""
        if self._child is not None and self._child.can_be_asked and name in self._known:
            return self._child
        self.end()
        if why_not_aside() is not None:
            return None
        self._known = frozenset(self._answers)
        self._child = _Child(self._answer, self.limits)
        return self._child

    def _answer(self, request: bytes, around: Around) -> bytes:
        name, _, asked = request.partition(b"\n")
        return self._answers[name.decode()](asked, around)

    def _read(self, what: bytes, reply: bytes) -> bytes:
        """Give an answer, or raise what was raised there."""
        if what in {_ANSWERED, _LAST}:
            return reply
        if what == _NO_MEMORY:
            raise LimitError(too_much_memory(self.limits.memory).message)
        if what == _FAILED:
            raise RuntimeError(reply.decode("utf-8", "replace"))
        message, place = json.loads(reply)
        raise (LimitError if what == _LIMITED else QueryError)(unpacked(message), Place(*place) if place else None)

    def end(self) -> None:
        """End the worker, if there is one."""
        child, self._child = self._child, None
        if child is not None:
            child.end()


class _Child:
    """The process of a worker, as the process sees it that forked it."""

    def __init__(self, answer: Answer, limits: Limits) -> None:
        self._limits = limits
        self._parent = os.getpid()
        self._connection, theirs = socket.socketpair()
        gc.freeze()  # looking for garbage would write to all that both processes share, and so copy it
        self._number = os.fork()
        if self._number == 0:
            self._connection.close()
            _serve(answer, theirs, self._parent, limits)
        theirs.close()
        self._finalizer = weakref.finalize(self, _end, self._parent, self._number, self._connection)

    @property
    def can_be_asked(self) -> bool:
        """Whether it is there, and it is this process that forked it, no other from which this one was forked in turn."""
        if os.getpid() != self._parent or not self._finalizer.alive:
            return False
        try:
            ended, _ = os.waitpid(self._number, os.WNOHANG)
        except ChildProcessError:
            ended = self._number
        if ended:
            self._forget()
        return not ended

    def ask(self, request: bytes) -> tuple[bytes, bytes]:
        """Send a request and give what the reply is, with the reply."""
        until = time.monotonic() + self._limits.timeout
        try:
            self._connection.settimeout(self._limits.timeout)
            self._connection.sendall(_HEAD.pack(_ASKED, len(request)) + request)
            what, length = _HEAD.unpack(self._received(_HEAD.size, until))
            return what, self._received(length, until)
        except TimeoutError:
            raise LimitError(too_late(self._limits.timeout).message) from None
        except (EOFError, ConnectionError):
            raise LimitError(reason_of_end({"signal": self._signal()}, self._limits.memory).message) from None

    def _received(self, size: int, until: float) -> bytes:
        """Receive so many bytes.

        Raises:
            TimeoutError: they are not there in time.
            EOFError: the worker has ended.
        """
        data = bytearray()
        while len(data) < size:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._connection.settimeout(left)
            piece = self._connection.recv(min(_CHUNK, size - len(data)))
            if not piece:
                raise EOFError
            data += piece
        return bytes(data)

    def _signal(self) -> int:
        """Give the signal by which it ended; 0 when it ended by itself, or that is not known."""
        self._forget()
        try:
            _, status = os.waitpid(self._number, 0)
        except ChildProcessError:
            return 0
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0

    def _forget(self) -> None:
        """Keep nothing of it: it has ended."""
        self._finalizer.detach()
        self._connection.close()
        gc.unfreeze()

    def end(self) -> None:
        """End it; nothing of it is left."""
        self._finalizer()


def _end(parent: int, number: int, connection: socket.socket) -> None:
    connection.close()
    if os.getpid() != parent:  # a process that was forked beside it has no right to it
        return
    gc.unfreeze()
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)


def _serve(answer: Answer, connection: socket.socket, parent: int, limits: Limits) -> NoReturn:
    """Be the worker: answer what is asked until the connection ends."""
    code = 1
    try:
        from catalogue.isolation.confinement import (  # there are no such limits where nothing can be forked
            confine,
            has_grown,
            without_files,
        )

        begun = confine(parent, limits.memory)
        while True:
            request = _next(connection)
            if request is None:
                break
            signal.setitimer(signal.ITIMER_REAL, limits.timeout + _GRACE)
            what, reply = _answered(partial(answer, request, without_files))
            signal.setitimer(signal.ITIMER_REAL, 0)
            if what == _ANSWERED and has_grown(begun):
                what = _LAST
            connection.sendall(_HEAD.pack(what, len(reply)) + reply)
        code = 0
    finally:
        os._exit(code)


def _next(connection: socket.socket) -> bytes | None:
    """Receive a request; None when there are no more."""
    file = connection.makefile("rb", buffering=0)
    head = file.read(_HEAD.size)
    if not head or len(head) < _HEAD.size:
        return None
    _, length = _HEAD.unpack(head)
    data = bytearray()
    while len(data) < length:
        piece = file.read(length - len(data))
        if not piece:
            return None
        data += piece
    return bytes(data)


def _answered(answer: Callable[[], bytes]) -> tuple[bytes, bytes]:
    try:
        return _ANSWERED, answer()
    except MemoryError:
        return _NO_MEMORY, b""
    except RecursionError:
        return _LIMITED, json.dumps([packed(too_deep().message), None]).encode()
    except CatalogueError as error:
        place = list(vars(error.place).values()) if error.place else None
        return _LIMITED if isinstance(error, LimitError) else _WRONG, json.dumps([packed(error.message), place]).encode()
    except BaseException as error:  # noqa: BLE001 - panics of native code are no Exception; it is raised where it was asked
        return _FAILED, repr(error).encode("utf-8", "replace")
