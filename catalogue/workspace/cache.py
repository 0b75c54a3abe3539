"""The cache: what need not be computed twice, in a folder that may be deleted at any time.

A record is one file of arrays. It is written beside its place and then renamed, so that whoever reads sees a whole record or
none; its name is the digest of what it says of itself. Nobody waits: while another process writes, one goes on without writing.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from catalogue.program import program_stamp

FOLDER = ".catalogue"
"""The folder's name, in the catalogue's folder."""

_MAGIC = b"catalogue cache\n"
_HEAD = struct.Struct("<16sqq")
_ALIGNMENT = 64
_SUMMED = 32 * 1024 * 1024
"""Up to how many bytes the arrays of a record are compared with their digest when it is read."""
_IGNORED = "# What is here was made from the catalogue, and is made again when it is not here.\n*\n"
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder may be deleted at any time.\n"


class Record(NamedTuple):
    """One record.

    Attributes:
        name: its name: it changes with its facts.
        facts: what it says of itself, as JSON knows it.
        parts: its arrays, as bytes that are read when they are looked at.
    """

    name: str
    facts: Mapping[str, Any]
    parts: Mapping[str, memoryview]


class Cache:
    """The cache of a catalogue.

    Args:
        folder: the catalogue's folder.
        program: what tells by which program a record was made; that of this program on this machine when None.
        is_lasting: whether a large record is on the disk before it has its name, since its bytes are not compared with a digest
            when it is read.
    """

    def __init__(self, folder: Path, program: str | None = None, *, is_lasting: bool = True) -> None:
        self._folder = folder / FOLDER
        self._program = program
        self._is_lasting = is_lasting

    @property
    def program(self) -> str:
        """What tells by which program a record was made."""
        return program_stamp() if self._program is None else self._program

    def read(self, kind: str) -> Record | None:
        """Give the newest record of a kind; None when there is none, or none that is whole and of this program."""
        records = self._records(kind)
        return _record(records[-1], self.program) if records else None

    def write(self, kind: str, facts: Mapping[str, Any], parts: Mapping[str, Any]) -> str | None:
        """Write a record in the place of all others of its kind.

        Args:
            kind: its kind.
            facts: what it says of itself; its name is made of it.
            parts: its arrays: anything that gives its bytes.

        Returns:
            Its name, or None when it was not written: another process writes, or the system refuses.
        """
        name = ""
        with suppress(OSError), self.lock() as is_ours:
            if is_ours:
                for path in self._folder.glob("*.part"):  # of a process that was killed
                    path.unlink()
                name = self._write(kind, facts, {part: memoryview(data).cast("B") for part, data in parts.items()})
                for path in self._records(kind):
                    if path.stem != name:
                        path.unlink()
        return name or None

    def _records(self, kind: str) -> list[Path]:
        with suppress(OSError):
            return sorted(self._folder.glob(f"{kind}-*.cache"), key=lambda path: path.stat().st_mtime_ns)
        return []

    def _write(self, kind: str, facts: Mapping[str, Any], parts: Mapping[str, memoryview]) -> str:
        at, places = 0, {}
        for part, data in parts.items():
            places[part] = at, len(data)
            at += len(data) + -len(data) % _ALIGNMENT
        said = {"program": self.program, "parts": places, "sum": _sum(parts.values(), at), "facts": facts}
        head = json.dumps(said, separators=(",", ":")).encode()
        name = f"{kind}-{hashlib.sha256(head).hexdigest()}"
        begin = _begin(len(head))
        path = self._folder / f"{name}.part"
        with path.open("wb") as file:
            file.write(_HEAD.pack(_MAGIC, len(head), begin + at + len(_MAGIC)))
            file.write(head)
            file.write(bytes(begin - _HEAD.size - len(head)))
            for data in parts.values():
                file.write(data)
                file.write(bytes(-len(data) % _ALIGNMENT))
            file.write(_MAGIC)
            file.flush()
            if not said["sum"] and self._is_lasting:  # what its digest does not tell from what was written
                os.fsync(file.fileno())
        path.replace(path.with_suffix(".cache"))
        return name

    @contextmanager
    def lock(self) -> Iterator[bool]:
        """Hold the lock of those who write, if nobody else does; the system takes it back when a process ends, however it does.

        Yields:
            Whether it is held.

        Raises:
            OSError: the system refuses to make the folder.
        """
        self._folder.mkdir(exist_ok=True)
        for name, text in ((".gitignore", _IGNORED), ("CACHEDIR.TAG", _TAG)):
            if not (self._folder / name).exists():
                (self._folder / name).write_text(text, "utf-8")
        with (self._folder / "lock").open("ab") as file:
            yield _lock(file.fileno())


def _sum(parts: Iterable[memoryview], size: int) -> str:
    """Give the digest of arrays; empty of large ones, which are not read before they are looked at."""
    if size > _SUMMED:
        return ""
    whole = hashlib.blake2b(digest_size=16)
    for data in parts:
        whole.update(data)
    return whole.hexdigest()


def _lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _begin(length: int) -> int:
    """Give where the arrays begin behind a head of some bytes."""
    return _HEAD.size + length + -(_HEAD.size + length) % _ALIGNMENT


def _record(path: Path, program: str) -> Record | None:
    """Read a record; None when it is not whole, or not of a program."""
    try:
        with path.open("rb") as file:
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        magic, length, size = _HEAD.unpack_from(data)
        head = bytes(data[_HEAD.size : _HEAD.size + length])
        if magic != _MAGIC or size != len(data) or bytes(data[-len(_MAGIC) :]) != _MAGIC:
            return None
        if hashlib.sha256(head).hexdigest() != path.stem.rpartition("-")[2]:
            return None
        record = json.loads(head)
    except (OSError, ValueError, struct.error):
        return None
    if record["program"] != program:
        return None
    begin = _begin(length)
    parts = {part: data[begin + at : begin + at + size] for part, (at, size) in record["parts"].items()}
    if record["sum"] != _sum(parts.values(), size - begin - len(_MAGIC)):
        return None
    return Record(path.stem, record["facts"], parts)
