"""The disk: files of a release written and taken over, all synced at once, links switched by one rename."""

from __future__ import annotations

import ctypes
import filecmp
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from catalogue.files import umask

_BINARY = getattr(os, "O_BINARY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY
_OLD = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | _BINARY


class Writer:
    """Writes the files of a folder.

    Args:
        folder: the folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = f"{folder}{os.sep}"
        self._mode = 0o666 & ~umask()
        self._made: set[str] = set()

    def write(self, path: str, data: bytes) -> int:
        """Write a file that is not there yet.

        Returns:
            When it was changed last, in nanoseconds.
        """
        descriptor = os.open(self._at(path), _NEW, 0o666)
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            view = memoryview(data)
            while view:
                view = view[file.write(view) :]
            return os.fstat(descriptor).st_mtime_ns

    def write_pieces(self, path: str, pieces: Iterable[bytes]) -> int:
        """Write a file that is not there yet, some bytes after others, as `write` does."""
        descriptor = os.open(self._at(path), _NEW, 0o666)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(pieces)
            file.flush()
            return os.fstat(descriptor).st_mtime_ns

    def share_written(self, path: str, former: str) -> int | None:
        """Take a file over, as `take` does, in the place of one that was just written, if it has the same bytes.

        Returns:
            When that was changed last, in nanoseconds; None where it is another, or no ordinary file.
        """
        own = self._at(path)
        if not _is_ordinary(former) or not filecmp.cmp(own, former, shallow=False):
            return None
        os.unlink(own)  # noqa: PTH108 - as in `take`
        return self.take(path, former)

    def share(self, path: str, data: bytes, former: str) -> int:
        """Write a file that is not there yet, as `take` does where another folder has one with the same bytes.

        Returns:
            When it was changed last, in nanoseconds.
        """
        return self.take(path, former) if _holds(former, data) else self.write(path, data)

    def copy(self, path: str, other: str) -> int:
        """Give a file of the folder that has been written a second path, as `take` does."""
        return self.take(other, self._folder + path)

    def take(self, path: str, former: str) -> int:
        """Take a file over from another folder, which stays as it is: as a second name of it where the file system allows.

        One that has other permissions than a new file is copied: whoever may read the release may read all of it.

        Returns:
            When it was changed last, in nanoseconds.
        """
        own = self._at(path)
        try:
            os.link(former, own)
        except OSError:  # another file system, one without links, or no more links to this file
            return _copied(former, own)
        state = os.lstat(own)
        if stat.S_IMODE(state.st_mode) == self._mode:
            return state.st_mtime_ns
        os.unlink(own)  # noqa: PTH108 - a path object for each of so many files is slow
        return _copied(former, own)

    def _at(self, path: str) -> str:
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            Path(self._folder, folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)
        return self._folder + path


def _copied(path: os.PathLike[str] | str, own: str) -> int:
    """Copy a file with its time, which it gives in nanoseconds."""
    state = os.stat(path)  # noqa: PTH116 - likewise
    shutil.copyfile(path, own)
    os.utime(own, ns=(state.st_atime_ns, state.st_mtime_ns))
    return state.st_mtime_ns


def _holds(path: str, data: bytes) -> bool:
    """Tell whether there is an ordinary file with some bytes."""
    try:
        with os.fdopen(os.open(path, _OLD), "rb", buffering=0) as file:
            state = os.fstat(file.fileno())
            return stat.S_ISREG(state.st_mode) and state.st_size == len(data) and file.readall() == data
    except OSError:
        return False


def _is_ordinary(path: str) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def make_durably(folder: Path) -> None:
    """Make a folder with those above it, where it is not there; each that was made is on the disk when this returns."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in missing:
        sync_one(each.parent)


def sync(folder: Path) -> None:
    """Have the system write all that is in a folder to the disk: by one call for its file system, where there is one."""
    sync_system = system_sync()
    if sync_system is not None:
        sync_system(folder)
        return
    for path in folder.rglob("*"):
        sync_one(path)
    sync_one(folder)


def sync_one(path: Path) -> None:
    """Have the system write a file, or the names in a folder, to the disk."""
    if path.is_file() or os.name == "posix":
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@lru_cache(maxsize=1)
def system_sync() -> Callable[[Path], None] | None:
    """Give what syncs the file system of a folder, or None where the system has no such call."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        call = ctypes.CDLL(None, use_errno=True).syncfs
    except (AttributeError, OSError):
        return None

    def sync_system(folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            if call(descriptor) != 0:
                error = ctypes.get_errno()
                raise OSError(error, os.strerror(error), str(folder))
        finally:
            os.close(descriptor)

    return sync_system


def point(link: Path, target: Path) -> None:
    """Switch a symbolic link by one rename; it is on the disk when this returns."""
    fresh = link.with_name(f".{link.name}-{os.getpid()}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(target, target_is_directory=True)
    fresh.replace(link)
    sync_one(link.parent)
