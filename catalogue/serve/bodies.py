"""Bodies: what is small is in memory, and what is large is read from the disk as it is sent."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias


class OnDisk:
    """A part of a file, which is read when its bytes are wanted.

    Args:
        path: the file.
        start: where the part begins.
        stop: where it ends.
    """

    def __init__(self, path: Path, start: int, stop: int) -> None:
        self._path = path
        self._start = start
        self._stop = max(start, stop)

    def __len__(self) -> int:
        return self._stop - self._start

    def __getitem__(self, part: slice) -> OnDisk:
        start, stop, _ = part.indices(len(self))
        return OnDisk(self._path, self._start + start, self._start + stop)

    def __bytes__(self) -> bytes:
        """Read it.

        Raises:
            OSError: it cannot be read, or is no longer so long.
        """
        with self._path.open("rb") as file:
            file.seek(self._start)
            data = file.read(len(self))
        if len(data) != len(self):
            raise OSError(f"{self._path} has become shorter")
        return data


Body: TypeAlias = bytes | OnDisk
