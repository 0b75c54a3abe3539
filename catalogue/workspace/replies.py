"""Replies: what a check gave, kept whole, and given again while nothing has changed that it rests upon.

It is read before anything else of the program is imported, so that this module imports next to nothing.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from catalogue.journal import NAME as JOURNAL
from catalogue.workspace.cache import Cache
from catalogue.workspace.stamps import SETTLED

REPLY = "reply"
"""The name of the record."""

_ESCAPE = "\x1b"
"""What begins what acts on a terminal: lines with it are written otherwise elsewhere than there."""


class Reply(NamedTuple):
    """What a command gave.

    Attributes:
        text: what it wrote to standard output.
        notes: the lines that it wrote to people, on standard error.
        code: the exit code.
    """

    text: bytes
    notes: tuple[str, ...]
    code: int


class Replies:
    """The reply that is kept of the last check of a catalogue.

    Args:
        folder: the catalogue's folder.
        way: how the command was called, and all that it rests upon beside the program and the catalogue's files.
        cache: where it is kept; in the cache of that folder when None.
    """

    def __init__(self, folder: str | Path, way: str, cache: Cache | None = None) -> None:
        self._folder = os.path.realpath(folder)
        self._way = way
        self._cache = cache or Cache(Path(self._folder))

    def read(self) -> Reply | None:
        """Give the reply that is kept; None where there is none, or something has changed that it rests upon."""
        record = self._cache.read(REPLY)
        if record is None or record.facts["way"] != self._way:
            return None
        state = state_of(self._folder, record.facts["names"])
        if state is None or state.digest != record.facts["state"]:
            return None
        return Reply(bytes(record.parts["text"]), tuple(record.facts["notes"]), record.facts["code"])

    def begin(self, names: Sequence[str]) -> Begun:
        """Note what a check rests upon, before it reads anything.

        Args:
            names: the files and folders that it reads, relative to the catalogue's folder.
        """
        return Begun(self._folder, self._way, self._cache, tuple(dict.fromkeys(names)))


class Begun:
    """A check that has begun, of what is on the disk now."""

    def __init__(self, folder: str, way: str, cache: Cache, names: tuple[str, ...]) -> None:
        self._folder, self._way, self._cache, self._names = folder, way, cache, names
        now = time.time_ns()
        self._state = state_of(folder, names)
        self._is_settled = self._state is not None and self._state.newest < now - SETTLED

    def keep(self, reply: Reply) -> None:
        """Keep what it gave, where all that it rests upon is as it was, and had been left alone for a while.

        Args:
            reply: what it gave.
        """
        if self._state is None or not self._is_settled or any(_ESCAPE in note for note in reply.notes):
            return
        if state_of(self._folder, self._names) == self._state:
            facts = {"way": self._way, "names": self._names, "state": self._state.digest}
            self._cache.write(REPLY, {**facts, "notes": reply.notes, "code": reply.code}, {"text": reply.text})


class State(NamedTuple):
    """What files and folders are like.

    Attributes:
        digest: changes with the name and the stamp of each.
        newest: when one of them was last changed, in nanoseconds.
    """

    digest: str
    newest: int


def state_of(folder: str, names: Sequence[str]) -> State | None:
    """Give what some files and folders of a catalogue are like, with all that lies in the folders, without reading it.

    Args:
        folder: the catalogue's folder, absolute and without links.
        names: the files and folders, relative to it; they need not be there.

    Returns:
        Their state; None where it cannot be told without more: there is a link, or what is neither a file nor a folder, the
        system refuses, or a process was killed that was writing several files.
    """
    whole, newest = hashlib.sha256(f"{folder}\n{repository_around(folder)}\n".encode("utf-8", "surrogateescape")), 0
    try:
        with os.scandir(folder) as entries:
            if any(entry.name.startswith(JOURNAL) for entry in entries):
                return None
        for name in names:
            for path, stamp in _stamped(os.path.join(folder, name)):  # noqa: PTH118 - paths take a third of the time here
                line = "" if stamp is None else f"{stamp.st_ino} {stamp.st_size} {stamp.st_mtime_ns} {stamp.st_ctime_ns}"
                whole.update(f"{path}\0{line}\n".encode("utf-8", "surrogateescape"))
                newest = newest if stamp is None else max(newest, stamp.st_mtime_ns, stamp.st_ctime_ns)
    except (OSError, _Untold):
        return None
    return State(whole.hexdigest(), newest)


class _Untold(Exception):  # noqa: N818 - it is no error, and leaves this module nowhere
    """What cannot be told by its stamp."""


def _stamped(path: str) -> Iterator[tuple[str, os.stat_result | None]]:
    """Give a file or folder, and all that lies in it, with its stamp; None of what is not there, or hidden in a folder."""
    if os.path.realpath(path) != path:
        raise _Untold
    try:
        stamp = os.lstat(path)
    except FileNotFoundError:
        yield path, None
        return
    yield path, stamp
    if not stat.S_ISDIR(stamp.st_mode):
        if not stat.S_ISREG(stamp.st_mode):
            raise _Untold
        return
    with os.scandir(path) as listed:
        entries = sorted(listed, key=lambda entry: entry.name)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if entry.name.startswith("."):  # nothing in it is looked at
                yield entry.path, None
            else:
                yield from _stamped(entry.path)
        elif entry.is_file(follow_symlinks=False):
            yield entry.path, entry.stat(follow_symlinks=False)
        else:
            raise _Untold


def repository_around(folder: str) -> str:
    """Give the folder of the Git repository that a folder lies in; empty when it lies in none.

    Args:
        folder: the folder, absolute and without links.
    """
    while not os.path.exists(os.path.join(folder, ".git")):  # noqa: PTH110, PTH118 - as above
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder:
            return ""
        folder = above
    return folder
