"""Stamps: what tells, without reading a file, that it is still as it was read."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

SETTLED = 2 * 10**9
"""How long before it was read a file must have been left alone for its times to tell that it was not changed since: in ns."""


class Stamp(NamedTuple):
    """What the system knows of a file: it changes with the file, but for changes within one tick of its clock.

    Attributes:
        size: how many bytes it has.
        modified: when it was last written, in nanoseconds.
        changed: when anything of it was last changed, in nanoseconds.
    """

    size: int
    modified: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> Stamp | None:
        """Give the stamp of a file; None when the system gives none."""
        try:
            stat = os.stat(path)  # noqa: PTH116 - half the time of the path's, and there may be very many
        except OSError:
            return None
        return cls(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


class Stamped(NamedTuple):
    """A file as it was read.

    Attributes:
        digest: SHA-256 of its bytes, in hexadecimal.
        stamp: its stamp before it was read; None when there was none.
        settled: whether its stamp alone tells that it is the same.
    """

    digest: str
    stamp: Stamp | None
    settled: bool

    @classmethod
    def read(cls, digest: str, stamp: Stamp | None, now: int) -> Stamped:
        """Note a file that is read.

        Args:
            digest: SHA-256 of its bytes, in hexadecimal.
            stamp: its stamp before it was read; None when there was none.
            now: the time before it was read, in nanoseconds.
        """
        return cls(digest, stamp, stamp is not None and max(stamp.modified, stamp.changed) < now - SETTLED)

    def is_same(self, path: Path, stamp: Stamp | None) -> bool:
        """Tell whether a file still has the same bytes.

        Args:
            path: the file.
            stamp: its stamp now.
        """
        if stamp is None or self.stamp is None or stamp.size != self.stamp.size:
            return False
        if self.settled and stamp == self.stamp:
            return True
        try:
            return hashlib.sha256(path.read_bytes()).hexdigest() == self.digest
        except OSError:
            return False
