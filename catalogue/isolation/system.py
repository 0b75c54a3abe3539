"""Isolation: what a worker takes away from itself, so that no query reaches a file or the network.

Where the statements are in memory a worker may open nothing at all: no file, and so no connection. A store on disk opens files
while it is queried; then the network is left (Linux: a namespace of its own, and a filter of system calls), files below the
store alone may be read (Linux: Landlock), and so many may be open as the store has.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

NETWORK, FILES = "network", "files"
"""What may not be taken away on some systems."""

_NEW_NETWORK = 0x40000000
_NEW_USER = 0x10000000

_SET_SECCOMP, _FILTER = 22, 2
_NO_NEW_PRIVILEGES = 38
_LOAD_WORD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _NOT_PERMITTED = 0x7FFF0000, 0x00050001
_NUMBER_AT, _ARCHITECTURE_AT = 0, 4
_X32 = 0x40000000

_DENIED = {
    "x86_64": (0xC000003E, (41, 42, 43, 49, 50, 53, 56, 57, 58, 59, 101, 288, 310, 311, 322, 425, 435)),
    "aarch64": (0xC00000B7, (117, 198, 199, 200, 201, 202, 203, 220, 221, 242, 270, 271, 281, 425, 435)),
}
"""For each kind of processor its number and those of calls that open a connection or begin a program.

socket, connect, accept, bind, listen, socketpair, clone, fork, vfork, execve, ptrace, accept4, process_vm_readv and -writev,
execveat, io_uring_setup, clone3.
"""

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION, _PATH_BENEATH = 1, 1
_RIGHTS_OF_VERSIONS = (13, 14, 15, 15, 16)
"""How many rights about files each version of Landlock knows, from the first on; later ones have those of the last."""

_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_SPARE_FILES = 8


def leave_network() -> bool:
    """Go where there is no network, if the system allows it.

    Returns:
        Whether it is left; never on other systems than Linux.
    """
    return sys.platform == "linux" and bool(ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK) == 0)


def open_no_connections() -> bool:
    """Have the system refuse all calls that open connections or begin programs, for good.

    Returns:
        Whether it does; it can on Linux, with the processors that are known here.
    """
    known = _DENIED.get(platform.machine()) if sys.platform == "linux" else None
    if known is None:
        return False
    architecture, denied = known
    count = len(denied)  # a jump passes over so many steps, to the last one
    steps = [
        (_LOAD_WORD, 0, 0, _ARCHITECTURE_AT),
        (_EQUAL, 0, count + 3, architecture),
        (_LOAD_WORD, 0, 0, _NUMBER_AT),
        (_AT_LEAST, count + 1, 0, _X32),
        *((_EQUAL, count - place, 0, number) for place, number in enumerate(denied)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _NOT_PERMITTED),
    ]
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    described = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(program)))
    call = ctypes.CDLL(None).prctl
    is_given_up: bool = call(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
    return is_given_up and call(_SET_SECCOMP, _FILTER, ctypes.byref(described), 0, 0) == 0


def read_only_below(folder: Path) -> bool:
    """Have the system refuse all files but those below a folder, and those to anything but reading, for good.

    Args:
        folder: the folder.

    Returns:
        Whether it does; it can on Linux with Landlock.
    """
    if sys.platform != "linux":
        return False
    system = ctypes.CDLL(None)
    call = system.syscall
    version = call(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(_VERSION))
    if version < 1:
        return False
    rights = (1 << _RIGHTS_OF_VERSIONS[min(version, len(_RIGHTS_OF_VERSIONS)) - 1]) - 1
    handled = ctypes.create_string_buffer(struct.pack("=Q", rights), 8)
    rules = call(_CREATE_RULESET, ctypes.byref(handled), ctypes.c_size_t(8), ctypes.c_uint(0))
    if rules < 0:
        return False
    opened = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    try:
        allowed = ctypes.create_string_buffer(struct.pack("=Qi", _READ_FILE | _READ_FOLDER, opened), 12)
        is_allowed = call(_ADD_RULE, rules, _PATH_BENEATH, ctypes.byref(allowed), ctypes.c_uint(0)) == 0
        is_given_up = is_allowed and system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
        return bool(is_given_up and call(_RESTRICT_SELF, rules, ctypes.c_uint(0)) == 0)
    finally:
        os.close(opened)
        os.close(rules)


def allow_files(folder: Path) -> None:
    """Let this process open all files of a store, before the store is opened: it takes only a part of what is allowed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 512 + 8 * _count(folder)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def isolate(folder: Path | None) -> Sequence[str]:
    """Take away from this process, for good, what no query needs; what is open stays open.

    Args:
        folder: that of a store on disk, or None where the statements are in memory.

    Returns:
        What the system could not take away: `NETWORK`, `FILES`, or nothing.
    """
    has_left = leave_network()
    if folder is None:
        limit(resource.RLIMIT_NOFILE, 0)
        return ()
    limit(resource.RLIMIT_NOFILE, _highest() + 1 + _count(folder) + _SPARE_FILES)
    is_filtered = open_no_connections()
    is_confined = read_only_below(folder)
    return [*([] if has_left or is_filtered else [NETWORK]), *([] if is_confined else [FILES])]


def limit(what: int, most: int) -> None:
    """Set a limit of this process, soft and hard, where the system keeps it."""
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    try:
        resource.setrlimit(what, (most, most))
    except (OSError, ValueError):  # a system that knows the limit but does not keep it
        return


def _count(folder: Path) -> int:
    return sum(1 for _ in folder.iterdir())


def _highest() -> int:
    """Give the largest number of an open file."""
    listed = Path("/proc/self/fd" if Path("/proc/self/fd").is_dir() else "/dev/fd")
    return max((int(name) for name in os.listdir(listed) if name.isdecimal()), default=_SPARE_FILES)  # noqa: PTH208 - names alone
