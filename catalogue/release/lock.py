"""The lock of a build folder: one process at a time writes there, and says who it is.

The system gives the lock back when the last process ends that has it, however it does: the processes that make documents have
it too, so that nobody takes it while one of them may still write.
"""

from __future__ import annotations

import errno
import json
import os
import shlex
import stat
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from catalogue.errors import BusyError, OutputError, Place
from catalogue.messages import Message, Text
from catalogue.visible import visible

try:
    import fcntl
except ImportError:  # a system without such locks: there builds are not kept apart
    fcntl = None  # type: ignore[assignment]

NAME = ".lock"
"""The file, in the folder of all releases. It stays: who would remove it might remove that of another."""

PATIENCE = 600.0
"""How long who finds a folder locked waits, in seconds."""

_PAUSE = 0.1
_MOST = 4096
_LONGEST = 200
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
"""What a file system says that has no locks: there builds are not kept apart either."""


@contextmanager
def locked(folder: Path, patience: float = PATIENCE, waiting: Callable[[Text], None] | None = None) -> Iterator[bool]:
    """Hold the lock of a build folder.

    Args:
        folder: the folder of all releases, which is there.
        patience: how long to wait for another process that holds it, in seconds.
        waiting: called once before this waits, with who holds it.

    Yields:
        Whether another process held it before.

    Raises:
        BusyError: the other process holds it still.
        OutputError: what should be the lock is no ordinary file.
        OSError: the system refused.
    """
    handle, has_waited = _taken(folder / NAME, patience, waiting)
    try:
        _write(handle, _me())
        yield has_waited
    finally:
        with suppress(OSError):  # in a folder that somebody has removed meanwhile
            _write(handle, {})
        os.close(handle)


def _taken(path: Path, patience: float, waiting: Callable[[Text], None] | None) -> tuple[int, bool]:
    """Take the lock; say whether another process held it before."""
    end = time.monotonic() + patience
    has_waited = False
    while True:
        handle = _open(path)
        if _is_free(handle, path):
            return handle, has_waited
        holder = _holder(handle)
        os.close(handle)
        if time.monotonic() >= end:
            raise BusyError(Message("lock.busy", **holder), Place(str(path.parent)))
        if not has_waited and waiting is not None:
            waiting(Message("lock.waiting", **holder))
        has_waited = True
        time.sleep(min(_PAUSE, max(0, end - time.monotonic())))


def _open(path: Path) -> int:
    """Open the file of the lock: no link, which may lead to anything, and no pipe, which could be waited for without end."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    if path.is_symlink():
        raise OutputError(Message("lock.no-file"), Place(str(path)))
    handle = os.open(path, flags, 0o666)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OutputError(Message("lock.no-file"), Place(str(path)))
    return handle


def _is_free(handle: int, path: Path) -> bool:
    """Take the lock if nobody holds it, and it is still the file of this folder."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


def _me() -> Mapping[str, Any]:
    host = os.uname().nodename if hasattr(os, "uname") else ""
    since = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"process": os.getpid(), "host": host, "since": since, "command": _command(sys.argv)}


def _command(arguments: Sequence[str]) -> str:
    """Give the command that runs, shortened.

    >>> _command(["/opt/lib/catalogue/__main__.py", "build", "-o", "a b"])
    "catalogue build -o 'a b'"
    """
    path = Path(arguments[0] if arguments else "")
    name = path.parent.name if path.name == "__main__.py" else path.name
    command = shlex.join([name, *arguments[1:]])
    return command if len(command) <= _LONGEST else f"{command[:_LONGEST]}…"


def _write(handle: int, holder: Mapping[str, Any]) -> None:
    os.ftruncate(handle, 0)
    if holder:
        os.pwrite(handle, json.dumps(holder, indent=1).encode() + b"\n", 0)


def _holder(handle: int) -> Mapping[str, Any]:
    """Read who holds the lock; what is not known is a question mark."""
    try:
        written = json.loads(os.pread(handle, _MOST, 0))
    except (OSError, ValueError, RecursionError):
        written = None
    known = written if isinstance(written, dict) else {}
    return {name: visible(str(known.get(name, "?"))[: _LONGEST + 1]) for name in ("process", "host", "since", "command")}
