"""Reading: many files at once, with the help of other processes where there is enough to read.

The parser holds the interpreter's lock, so that threads are of no use. Where processes can be forked, those read all, and this
one takes what they read. Elsewhere a helper is a new interpreter that is sent the names of some files at a time, and sends back
what they say; this process reads as well. Files with anything to report are left to it. Whoever has read what it had takes the
next files, so that nobody waits for the slowest.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import IO, TypeAlias

from catalogue.errors import OutputError
from catalogue.processes import can_fork, processors
from catalogue.sources.files import name_of, names_of, read_as
from catalogue.sources.forking import Parts, Room, read_forked
from catalogue.sources.parsing import LITERAL_LIMIT, Source
from catalogue.sources.statements import Statements

ENOUGH = 8 * 1024 * 1024
"""From how many bytes on a helper is worth its start."""

_BATCH = 512 * 1024
"""How many bytes are read at a time."""

_MOST = 8
_HEAD = struct.Struct("<q")
_DIGEST = 32
_LEFT = -1
"""The size of an answer that says that a file is left to this process."""

_PIPE = 1024 * 1024
"""How much a helper may send before anybody takes it; the interpreter's lock lets nobody take it at once."""

_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from catalogue.sources.reading import serve; serve()"

FileAnswer: TypeAlias = Source | bytes | None
"""What a file says: as it was read here, as a helper has sent it, or None when it has still to be read."""


def read_all(paths: Sequence[Path], folder: Path, limit: int = LITERAL_LIMIT) -> Generator[Source]:
    """Read and parse files.

    Args:
        paths: the files.
        folder: the catalogue's folder, which places are relative to.
        limit: how many bytes a literal may have.

    Yields:
        The files in the same order, each as `read` gives it; where there is much to read, most are without their bytes.

    Raises:
        OutputError: the system refused to read one.
    """
    names = names_of(paths, folder)
    sizes = [_size(path) for path in paths]
    batches = _batches(paths, sizes)
    if sum(sizes) >= ENOUGH and processors() > 1 and can_fork():
        room = _room([[_size(path) for path in batch] for batch in batches])
        if room is not None:
            yield from _read_forked(room, batches, names, limit)
            return
    work = Work(batches)
    helpers = [Helper(work, folder, limit) for _ in range(_helper_count(sum(sizes)))]
    try:
        for number, batch in enumerate(work.batches):
            while (taken := work.take_before(number)) is not None:
                work.finish(taken, [read_as(path, names[path], limit) for path in work.batches[taken]])
            for path, answer in zip(batch, work.answers(number), strict=True):
                source = source_of(answer, path, names[path]) or read_as(path, names[path], limit)
                yield source.left_at(path) if helpers else source
    finally:
        for helper in helpers:
            helper.end()


def _room(sizes: Sequence[Sequence[int]]) -> Room | None:
    """Give room for what files say that forked processes read; None where there is not so much memory."""
    try:
        return Room(sizes)
    except MemoryError:
        return None


def _read_forked(room: Room, batches: Sequence[Sequence[Path]], names: Mapping[Path, str], limit: int) -> Generator[Source]:
    """Have forked processes read files, and read here what they leave."""

    def read_batch(number: int) -> list[Parts | None]:
        return [_parts_of(_read_or_none(path, names[path], limit)) for path in batches[number]]

    jobs = min(processors(), _MOST)
    with closing(room), closing(read_forked(room, len(batches), jobs, read_batch)) as read:
        for batch, found in zip(batches, read, strict=True):
            for path, answer in zip(batch, found or [None] * len(batch), strict=True):
                source = source_of(answer, path, names[path]) or read_as(path, names[path], limit)
                yield source.left_at(path)


def _helper_count(size: int) -> int:
    """Give how many other processes help to read so many bytes."""
    return min(processors(), _MOST) - 1 if size >= ENOUGH and sys.executable else 0


def source_of(answer: FileAnswer, path: Path, name: str) -> Source | None:
    """Give a file as it was read, here or by a helper."""
    if not isinstance(answer, bytes):
        return answer
    digest = answer[:_DIGEST].hex()
    return Source(name, path, Statements.from_bytes(memoryview(answer)[_DIGEST:]), (), digest)


def _batches(paths: Sequence[Path], sizes: Sequence[int]) -> list[list[Path]]:
    """Part files into batches that are about as long to read."""
    batches: list[list[Path]] = []
    room = 0
    for path, size in zip(paths, sizes, strict=True):
        if room <= 0:
            batches.append([])
            room = _BATCH
        batches[-1].append(path)
        room -= size
    return batches


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


class Work:
    """What is to be read, and what was read of it.

    Args:
        batches: the files, a batch at a time.
    """

    def __init__(self, batches: Sequence[Sequence[Path]]) -> None:
        self.batches = batches
        self._waiting = deque(range(len(batches)))
        self._done: dict[int, Sequence[FileAnswer]] = {}
        self._changed = threading.Condition()

    def take(self) -> int | None:
        """Take the next batch; None when there is none."""
        with self._changed:
            return self._waiting.popleft() if self._waiting else None

    def take_before(self, number: int) -> int | None:
        """Take the next batch, as long as another is not done; None when that is done. Waits until either is known."""
        with self._changed:
            self._changed.wait_for(lambda: number in self._done or self._waiting)
            return None if number in self._done else self._waiting.popleft()

    def finish(self, number: int, answers: Sequence[FileAnswer]) -> None:
        """Say what the files of a batch say."""
        with self._changed:
            self._done[number] = answers
            self._changed.notify_all()

    def answers(self, number: int) -> Sequence[FileAnswer]:
        """Give what the files of a batch say that is done; it is held no longer."""
        with self._changed:
            return self._done.pop(number)


class Helper:
    """A process that reads files, and a thread that hands them to it.

    Args:
        work: what is to be read.
        folder: the catalogue's folder.
        limit: how many bytes a literal may have.
    """

    def __init__(self, work: Work, folder: Path, limit: int) -> None:
        self._work = work
        self._asked = {"folder": str(folder), "limit": limit}
        command = [sys.executable, "-c", _START, json.dumps(sys.path)]
        self._process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._thread = threading.Thread(target=self._talk, daemon=True)
        self._thread.start()

    def _talk(self) -> None:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None  # noqa: S101, PT018 - they are pipes
        _widen(stdout)
        while (number := self._work.take()) is not None:
            batch = self._work.batches[number]
            answers: list[FileAnswer] = []
            try:
                stdin.write(json.dumps({**self._asked, "paths": [str(path) for path in batch]}).encode() + b"\n")
                stdin.flush()
                answers += (_received(stdout) for _ in batch)
            except (OSError, EOFError, ValueError):  # it has ended
                self._work.finish(number, [*answers, *[None] * (len(batch) - len(answers))])
                return
            self._work.finish(number, answers)

    @property
    def has_ended(self) -> bool:
        """Whether the process has ended."""
        return self._process.poll() is not None

    def end(self) -> None:
        """End it: nothing more is read."""
        self._process.kill()
        self._process.wait()
        self._thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what could not be sent any more
                    pipe.close()


def _widen(pipe: IO[bytes]) -> None:
    """Let a pipe hold more, where the system can."""
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)


def _received(pipe: IO[bytes]) -> bytes | None:
    """Receive what a file says; None when it is left to this process.

    Raises:
        EOFError: nothing more comes.
    """
    head = pipe.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise EOFError
    (size,) = _HEAD.unpack(head)
    if size == _LEFT:
        return None
    answer = pipe.read(size)
    if len(answer) < size:
        raise EOFError
    return answer


def serve() -> None:
    """Read the files that each line of standard input names, and write what they say: the work of a helper."""
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        answer_to([Path(path) for path in asked["paths"]], Path(asked["folder"]), asked["limit"], sys.stdout.buffer)


def answer_to(paths: Sequence[Path], folder: Path, limit: int, stream: IO[bytes]) -> None:
    """Write what plain files say, one after the other, each after its size."""
    for path in paths:
        parts = _parts_of(_read_or_none(path, name_of(path, folder), limit))
        stream.write(_HEAD.pack(_LEFT if parts is None else sum(map(len, parts))))
        for part in parts or ():
            stream.write(part)
        stream.flush()


def _parts_of(source: Source | None) -> Parts | None:
    """Give what is sent of a plain file, as parts that stand one behind the other; None of any other."""
    if source is None or not source.is_plain or not isinstance(source.triples, Statements):
        return None
    return [bytes.fromhex(source.digest), *source.triples.to_parts()]


def _read_or_none(path: Path, name: str, limit: int) -> Source | None:
    try:
        return read_as(path, name, limit)
    except OutputError:  # the process that asks reports it
        return None
