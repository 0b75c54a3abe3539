"""Confinement: what a process gives up before it evaluates a query: the network, memory without end, a life without its parent.

There is none of it where a system cannot fork.
"""

from __future__ import annotations

import faulthandler
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from catalogue.ending import end_with
from catalogue.isolation.system import leave_network, limit

GROWN = 64 * 1024 * 1024
"""By how many bytes a process may grow by a query before it is replaced, so that the memory is given back."""


def address_space() -> int:
    """Give how many bytes this process has mapped; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError):
        return 0
    return pages * resource.getpagesize()


def peak() -> int:
    """Give the largest size that this process has had, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def confine(parent: int, memory: int) -> int:
    """Be a process that evaluates queries and nothing else, on what is loaded: nothing is written or printed.

    Args:
        parent: the process that forked this one; it ends with it.
        memory: how many bytes it may take beyond what it has.

    Returns:
        How many bytes it has had so far; see `has_grown`.
    """
    signal.set_wakeup_fd(-1)
    faulthandler.disable()
    for number in (signal.SIGTERM, signal.SIGALRM, signal.SIGCHLD, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    end_with(parent)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):  # what native code prints when it fails is no message of ours
        os.dup2(nowhere, stream)
    os.close(nowhere)
    leave_network()
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, 0)
    limit(resource.RLIMIT_AS, address_space() + memory)
    return peak()


@contextmanager
def without_files() -> Iterator[None]:
    """Let no file and no connection be opened in this process meanwhile; what is open stays open."""
    most, hardest = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hardest))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hardest))


def has_grown(begun: int) -> bool:
    """Tell whether this process has grown so much, since it had so many bytes, that it is better replaced."""
    return peak() - begun > GROWN
