"""Forking: many files read by processes that are forked for it, as many as there are processors; this one takes what they read.

What they read lies in memory that all of them share: nothing is sent but how long it is.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, suppress
from itertools import accumulate, pairwise
from typing import TypeAlias

from catalogue.processes import EndedError, spread

_ROOMS = 8, 4, 2
"""How many times as long what files say may be as the files, as far as the system lets it. What is not used takes no memory."""

_EACH = 4096
"""How many bytes there are for each file besides."""

Parts: TypeAlias = Sequence[bytes | memoryview]
"""What a file says: parts that stand one behind the other."""


class Room:
    """Memory for what the files of batches say, which this process shares with those that it forks later.

    Args:
        sizes: how many bytes the files of each batch have.

    Raises:
        MemoryError: there is not so much.

    >>> with closing(Room([[1, 1], [1]])) as room:
    ...     lengths = room.put(0, [[b"a", b"bc"], None])
    ...     lengths, room.take(0, lengths)
    ([3, None], [b'abc', None])
    """

    def __init__(self, sizes: Sequence[Sequence[int]]) -> None:
        for times in _ROOMS:
            self._starts = _starts(sizes, times)
            try:
                self._memory = mmap.mmap(-1, max(self._starts[-1], mmap.PAGESIZE), flags=mmap.MAP_SHARED | mmap.MAP_ANON)
            except (OSError, OverflowError, ValueError):  # more than there is, or than there are addresses
                continue
            return
        raise MemoryError

    def put(self, number: int, files: Sequence[Parts | None]) -> list[int | None]:
        """Put what the files of a batch say where its room is.

        Returns:
            How long it is; None of a file of which nothing was given, or for which there is no room.
        """
        at, end = self._starts[number : number + 2]
        lengths: list[int | None] = []
        for parts in files:
            length = sum(map(len, parts)) if parts is not None else None
            if parts is None or length is None or at + length > end:
                lengths.append(None)
                continue
            for part in parts:
                self._memory[at : at + len(part)] = bytes(part)
                at += len(part)
            lengths.append(length)
        return lengths

    def take(self, number: int, lengths: Sequence[int | None]) -> list[bytes | None]:
        """Take out what was put there; its room is given back to the system where it can take it."""
        start, end = self._starts[number : number + 2]
        places = pairwise(accumulate((length or 0 for length in lengths), initial=start))
        files = [None if length is None else self._memory[slice(*place)] for length, place in zip(lengths, places, strict=True)]
        if hasattr(mmap, "MADV_REMOVE") and end > start:
            with suppress(OSError):  # then it stays until all is read
                self._memory.madvise(mmap.MADV_REMOVE, start, end - start)
        return files

    def close(self) -> None:
        """Give it all back."""
        self._memory.close()


def _starts(sizes: Sequence[Sequence[int]], times: int) -> list[int]:
    """Give where the room of each batch starts, and where the last one ends."""
    page = mmap.PAGESIZE
    rooms = (-(-(times * sum(batch) + _EACH * len(batch)) // page) * page for batch in sizes)
    return list(accumulate(rooms, initial=0))


def read_forked(
    room: Room, count: int, jobs: int, read: Callable[[int], Sequence[Parts | None]]
) -> Generator[Sequence[bytes | None] | None]:
    """Have batches of files read.

    Args:
        room: for what they say.
        count: how many batches there are.
        jobs: how many processes read.
        read: reads a batch, by its number: what each file says; None for a file that is left to this process.

    Yields:
        What the files of each batch say, in the order of the batches; None for a file that is left to this process, and for a
        batch that was not read when a process was ended.
    """
    done: dict[int, list[bytes | None]] = {}
    expected = 0
    results = spread(count, jobs, lambda number: (number, room.put(number, read(number))))
    with closing(results), suppress(EndedError):
        for number, lengths in results:
            done[number] = room.take(number, lengths)
            while expected in done:
                yield done.pop(expected)
                expected += 1
    for number in range(expected, count):
        yield done.get(number)
