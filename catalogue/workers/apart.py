"""Work done apart: in a forked process, whose memory is given back when it ends."""

from __future__ import annotations

import os
from collections.abc import Callable

from catalogue.isolation.confinement import end_with


def apart(work: Callable[[], bytes]) -> bytes:
    """Do some work in a process of its own.

    Args:
        work: what it does.

    Returns:
        What it gave; nothing when it failed.

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
    with os.fdopen(reading, "rb") as file:
        given = file.read()
    _, status = os.waitpid(child, 0)
    return given if status == 0 else b""
