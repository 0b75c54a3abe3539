"""The end of processes: requests to end are held back for a moment or raised, and children end with their parent."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_DIE_WITH_PARENT = 1
_SIGNALLED = 128
"""What is added to a signal's number for the exit code of who was ended by it, as shells count."""

REQUESTS = tuple(signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""The signals that ask a process to end."""


class Ended(SystemExit):
    """This process was asked to end.

    Args:
        request: by which signal.

    >>> Ended(signal.SIGTERM).exit_code, Ended(signal.SIGINT).exit_code
    (143, 130)
    """

    def __init__(self, request: signal.Signals) -> None:
        self.exit_code = _SIGNALLED + request
        super().__init__(self.exit_code)
        self.request = request


@contextmanager
def raised_when_asked_to_end() -> Iterator[None]:
    """Raise `Ended` where this process is asked to end meanwhile, so that it cleans up.

    A terminal that is closed is ignored where it was before (`nohup`). In another thread than the main one nothing changes.
    """
    before = {}
    if threading.current_thread() is threading.main_thread():
        for request in REQUESTS:
            if request == signal.SIGINT or signal.getsignal(request) is not signal.SIG_IGN:
                before[request] = signal.signal(request, _raise)
    try:
        yield
    finally:
        for request, handler in before.items():
            signal.signal(request, handler)


def _raise(number: int, _frame: FrameType | None) -> None:
    raise Ended(signal.Signals(number))


@contextmanager
def held_back() -> Iterator[None]:
    """Hold requests to end this process back for a moment."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, REQUESTS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_as_child(parent: int) -> None:
    """Have a child that was forked while requests were held back end as it should: with its parent, or when it is asked to.

    What the parent would do when it is asked to end is not done twice. Ctrl-C reaches both: it is left to the parent.

    Args:
        parent: the process that forked this one.
    """
    for request in REQUESTS:
        if callable(signal.getsignal(request)):
            signal.signal(request, signal.SIG_DFL)
    end_with(parent)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, REQUESTS)


def end_with(parent: int) -> None:
    """Have the system end this process when its parent ends, where it can; else the end of the connection does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        import ctypes  # slow, and no command needs it to begin

        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
