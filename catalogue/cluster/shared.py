"""The shared folder: objects named by their SHA-256 and names that point to them, in a folder or an object store."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import socket
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from catalogue import files
from catalogue.errors import InputError, Location, OutputError, RemoteError, UsageError, reason_of
from catalogue.messages import Message

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:::|://)")
"""What an address begins with, and no folder does: a drive has one letter."""
_DIGEST = re.compile(rb"[0-9a-f]{64}\n?")
_OBJECTS = "objects"


def open_shared(place: str | Path) -> Shared:
    """Open a shared folder; it need not be there yet.

    Args:
        place: a folder, or the address of one as fsspec has it, such as `s3://bucket/folder`.

    Raises:
        UsageError: it is an address, and fsspec or what it needs for such addresses is not installed.
    """
    text = str(place)
    return _Remote(text.rstrip("/")) if _ADDRESS.match(text) else _Folder(files.real_path(Path(place)))


class Shared(ABC):
    """A folder that all machines of a cluster share.

    Attributes:
        place: where it is, as other machines find it.
    """

    place: str

    @abstractmethod
    def make(self) -> None:
        """Make the folder, where it is not there.

        Raises:
            OutputError: the system refused.
        """

    @property
    def is_there(self) -> bool:
        """Whether there is such a folder, as far as that can be told: an object store has none."""
        return True

    def put(self, data: bytes | Path) -> str:
        """Put an object there, unless it is there.

        Args:
            data: its bytes, or a file that has them, which nobody writes to any more.

        Returns:
            Its SHA-256, in hexadecimal.

        Raises:
            OutputError: the folder cannot be written.
            RemoteError: the object store refused.
        """
        digest = _digest_of(data)
        name = f"{_OBJECTS}/{digest}"
        with self._told():
            size = len(data) if isinstance(data, bytes) else data.stat().st_size
            if self._size(name) != size or self._is_damaged(name, digest):
                self._write(name, data, is_object=True)
        return digest

    def get(self, digest: str) -> bytes:
        """Get an object.

        Raises:
            InputError: it is not there, or damaged.
            OutputError: the folder cannot be read.
            RemoteError: the object store refused.
        """
        with self._told():
            data = self._read(f"{_OBJECTS}/{digest}")
        self._refuse_unsound(data, digest)
        return data or b""

    def fetch(self, digest: str, path: Path) -> Path:
        """Get an object as a file, which may be a link to where it lies.

        Args:
            digest: its SHA-256.
            path: the file; there is none yet.

        Raises:
            InputError: it is not there, or damaged.
            OutputError: the folder cannot be read.
            RemoteError: the object store refused.
        """
        with self._told():
            self._refuse_unsound(path if self._fetch(f"{_OBJECTS}/{digest}", path) else None, digest)
        return path

    def part(self, digest: str, start: int, size: int) -> bytes:
        """Get some bytes of an object, which are not compared with its name.

        Args:
            digest: its SHA-256.
            start: how many bytes are before them.
            size: how many they are.

        Returns:
            Those that there are.

        Raises:
            InputError: it is not there.
            OutputError: the folder cannot be read.
            RemoteError: the object store refused.
        """
        with self._told():
            data = self._part(f"{_OBJECTS}/{digest}", start, size)
        if data is None:
            raise InputError(Message("cluster.object-missing", digest=digest), Location(self.place))
        return data

    def point(self, name: str, digest: str) -> None:
        """Have a name point to an object, instead of another one if there was one.

        Raises:
            OutputError: the folder cannot be written.
            RemoteError: the object store refused.
        """
        with self._told():
            self._write(name, digest.encode() + b"\n", is_object=False)

    def pointed(self, name: str) -> str | None:
        """Give the object that a name points to; None when it points to none.

        Raises:
            OutputError: the folder cannot be read.
            RemoteError: the object store refused.
        """
        with self._told():
            data = self._read(name)
        return data.decode().strip() if data is not None and _DIGEST.fullmatch(data) else None

    def holds(self, digest: str) -> bool:
        """Tell whether an object is there, and undamaged where that costs no more than reading it.

        Raises:
            OutputError: the folder cannot be read.
            RemoteError: the object store refused.
        """
        name = f"{_OBJECTS}/{digest}"
        with self._told():
            return self._size(name) is not None and not self._is_damaged(name, digest)

    def _refuse_unsound(self, data: bytes | Path | None, digest: str) -> None:
        if data is None:
            raise InputError(Message("cluster.object-missing", digest=digest), Location(self.place))
        if _digest_of(data) != digest:
            raise InputError(Message("cluster.object-damaged", digest=digest), Location(self.place))

    @contextmanager
    @abstractmethod
    def _told(self) -> Iterator[None]:
        """Tell what is refused in an error of ours."""
        yield

    @abstractmethod
    def _size(self, name: str) -> int | None:
        """Give how many bytes a file has; None when there is none."""

    @abstractmethod
    def _read(self, name: str) -> bytes | None:
        """Give the bytes of a file; None when there is none."""

    @abstractmethod
    def _part(self, name: str, start: int, size: int) -> bytes | None:
        """Give some bytes of a file; None when there is none."""

    @abstractmethod
    def _fetch(self, name: str, path: Path) -> bool:
        """Have a file of this machine that is a file there; tell whether there is one."""

    @abstractmethod
    def _write(self, name: str, data: bytes | Path, *, is_object: bool) -> None:
        """Write a file; nobody waits for the disk to have an object, whose bytes are compared with its name when it is read."""

    def _is_damaged(self, name: str, digest: str) -> bool:  # noqa: ARG002 - where that is quickly seen
        """Tell whether a file has other bytes than its name says, where all of it need not be fetched for that."""
        return False


def _digest_of(data: bytes | Path) -> str:
    if isinstance(data, bytes):
        return hashlib.sha256(data).hexdigest()
    with data.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Folder(Shared):
    """A folder of a file system that all machines have under the same path."""

    def __init__(self, folder: Path) -> None:
        self.place = str(folder)
        self._folder = folder

    def make(self) -> None:
        with self._told():
            self._folder.mkdir(parents=True, exist_ok=True)

    @property
    def is_there(self) -> bool:
        return self._folder.is_dir()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(Message("cluster.folder", reason=reason_of(error)), Location(self.place)) from error

    def _size(self, name: str) -> int | None:
        path = self._folder / name
        return path.stat().st_size if path.is_file() else None

    def _is_damaged(self, name: str, digest: str) -> bool:
        return _digest_of(self._folder / name) != digest

    def _read(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def _part(self, name: str, start: int, size: int) -> bytes | None:
        try:
            with (self._folder / name).open("rb") as file:
                file.seek(start)
                return file.read(size)
        except FileNotFoundError:
            self._folder.stat()  # that all of it has gone is another error
            return None

    def _fetch(self, name: str, path: Path) -> bool:
        own = self._folder / name
        if not own.is_file():
            return False
        path.symlink_to(own)
        return True

    def _write(self, name: str, data: bytes | Path, *, is_object: bool) -> None:
        path = self._folder / name
        self._folder.stat()  # a folder that has gone is not made again for a part of what it had
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(data, bytes) and not is_object:
            files.write(path, data)
            return
        staged = path.with_name(f".{path.name}-{id(data)}-{_process()}")
        try:
            _fill(staged, data)
            staged.replace(path)
        finally:
            staged.unlink(missing_ok=True)


def _fill(path: Path, data: bytes | Path) -> None:
    """Have a file that is not there yet have some bytes, or be what another one is."""
    if isinstance(data, bytes):
        path.write_bytes(data)
        return
    try:
        os.link(data, path)
    except OSError:  # it is on another file system, or this one has no such links
        shutil.copyfile(data, path)


def _process() -> str:
    return f"{socket.gethostname()}-{os.getpid()}"  # of several machines two processes may have one number


class _Remote(Shared):
    """A folder of an object store or another file system that fsspec knows."""

    def __init__(self, place: str) -> None:
        self.place = place
        try:
            from fsspec.core import url_to_fs

            self._system, self._folder = url_to_fs(place)
        except (ImportError, ValueError) as error:
            raise UsageError(Message("cluster.no-fsspec", reason=str(error)), Location(place)) from error

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except InputError:
            raise
        except Exception as error:  # each store has errors of its own
            reason = " ".join(str(error).split()) or type(error).__name__
            raise RemoteError(Message("cluster.folder", reason=reason), Location(self.place)) from error

    def _at(self, name: str) -> str:
        return f"{self._folder}/{name}"

    def make(self) -> None:
        with self._told():
            self._system.makedirs(self._folder, exist_ok=True)

    def _size(self, name: str) -> int | None:
        try:
            size: int = self._system.size(self._at(name))
        except FileNotFoundError:
            return None
        return size

    def _read(self, name: str) -> bytes | None:
        try:
            data: bytes = self._system.cat_file(self._at(name))
        except FileNotFoundError:
            return None
        return data

    def _part(self, name: str, start: int, size: int) -> bytes | None:
        try:
            data: bytes = self._system.cat_file(self._at(name), start=start, end=start + size)
        except FileNotFoundError:
            return None
        return data

    def _fetch(self, name: str, path: Path) -> bool:
        try:
            self._system.get_file(self._at(name), str(path))
        except FileNotFoundError:
            return False
        return True

    def _write(self, name: str, data: bytes | Path, *, is_object: bool) -> None:  # noqa: ARG002 - a store has what it has taken
        path = self._at(name)
        self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
        if isinstance(data, bytes):
            self._system.pipe_file(path, data)
        else:
            self._system.put_file(str(data), path)
