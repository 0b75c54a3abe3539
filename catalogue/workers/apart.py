"""Work done apart: in a forked process, whose memory is given back when it ends."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from catalogue.ending import end_with


def apart(work: Callable[[], bytes], seconds: float | None = None) -> bytes:
    """Do some work in a process of its own.

    Args:
        work: what it does.
        seconds: after how many seconds it is ended; never when None.

    Returns:
        What it gave; nothing when it failed.

    Raises:
        TimeoutError: it was ended.

    >>> apart(lambda: b"done"), apart(lambda: bytes(-1))
    (b'done', b'')
    """
    reading, writing = os.pipe()
    me = os.getpid()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            end_with(me)
            with os.fdopen(writing, "wb") as file:
                file.write(work())
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with _ended_after(child, seconds) as is_late, os.fdopen(reading, "rb") as answer:
        given = answer.read()
    _, status = os.waitpid(child, 0)
    if is_late.is_set() and status != 0:
        raise TimeoutError
    return given if status == 0 else b""


@contextmanager
def _ended_after(child: int, seconds: float | None) -> Iterator[threading.Event]:
    """End a process after some seconds, or when it is not waited for any more; tell whether it was late."""
    is_late = threading.Event()

    def end() -> None:
        is_late.set()
        os.kill(child, signal.SIGKILL)

    timer = threading.Timer(seconds or 0, end) if seconds is not None else None
    if timer is not None:
        timer.start()
    try:
        yield is_late
    except BaseException:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    finally:
        if timer is not None:
            timer.cancel()
            timer.join()
