"""Files: written whole or not at all, one or several together."""

from __future__ import annotations

import os
import secrets
import stat
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from catalogue import journal
from catalogue.ending import held_back
from catalogue.errors import OutputError, Place, reason_of
from catalogue.messages import Message


def real_path(path: Path) -> Path:
    """Give the absolute path of a file without links, as far as they lead: one that leads in a circle stays.

    `Path.resolve` raises an error of its own for circles before Python 3.13.
    """
    return Path(os.path.realpath(path))


def write(path: Path, data: bytes) -> None:
    """Write a file so that whoever reads it sees the old bytes or the new ones, never a part.

    Args:
        path: the file; a symbolic link is followed, and permissions are kept.
        data: its new bytes.

    Raises:
        OutputError: the system refused to write; the file is as it was.
    """
    write_pieces(path, [data])


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file as `write` does, some bytes after others.

    Args:
        path: the file.
        pieces: its new bytes, in parts.

    Raises:
        OutputError: the system refused to write; the file is as it was.
    """
    try:
        path = real_path(path)
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
        if path.exists() and not path.is_file():  # a device or a pipe cannot be replaced
            with path.open("wb") as file:
                file.writelines(pieces)
            return
        staged = _staged(path, pieces, mode)
        try:
            staged.replace(path)
        except BaseException:
            with suppress(OSError):
                staged.unlink()
            raise
    except FileNotFoundError as error:
        folder = path.parent
        message = Message("files.cannot-write", reason=reason_of(error))
        raise OutputError(
            message if folder.is_dir() else Message("files.no-folder", folder=folder, reason=reason_of(error)), Place(str(path))
        ) from error
    except OSError as error:
        raise OutputError(Message("files.cannot-write", reason=reason_of(error)), Place(str(path))) from error


def _staged(path: Path, pieces: Iterable[bytes], mode: int | None) -> Path:
    """Write bytes to the disk beside a file, under a hidden name; nothing is left of them when that fails."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    _fill(handle, Path(name), pieces, mode)
    return Path(name)


def _fill(handle: int, path: Path, pieces: Iterable[bytes], mode: int | None) -> None:
    """Write bytes to the disk, in a file that was just made; nothing is left of it when that fails."""
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        path.chmod(mode if mode is not None else 0o666 & ~umask())
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


class Change(NamedTuple):
    """A change of a file.

    Attributes:
        path: the file.
        before: the bytes that it has; None where there is none.
        after: the bytes that it gets.
    """

    path: Path
    before: bytes | None
    after: bytes


def write_all(changes: Sequence[Change], folder: Path) -> None:
    """Write several files: all of them, or none.

    The new bytes are on the disk before the first file is changed, so that a full disk or an interruption changes none. While
    they take the place of the old ones, which takes no time to speak of, a request to end is held back; what a process that is
    killed then leaves is completed by the next command (`journal.complete`).

    Args:
        changes: the files; a symbolic link is followed, permissions are kept, folders that are missing are made.
        folder: the catalogue's folder.

    Raises:
        OutputError: a file is not as it was any more, or the system refused to write; all files are as they were.
    """
    changes = [Change(real_path(change.path), change.before, change.after) for change in changes]
    made: list[Path] = []
    staged: list[Path] = []
    journal.complete(folder)
    try:
        names = [change.path.with_name(f".{change.path.name}-{secrets.token_hex(4)}") for change in changes]
        renames = [(name, change.path, change.before) for name, change in zip(names, changes, strict=True)]
        with journal.noted(folder, renames) as note:
            for name, change in zip(names, changes, strict=True):
                _refuse_changed(change)
                made += _make_folders(change.path.parent)
                mode = stat.S_IMODE(change.path.stat().st_mode) if change.before is not None else None
                handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
                staged.append(name)
                _fill(handle, name, [change.after], mode)
            with held_back(), note.begun():
                _switch(changes, staged)
    except BaseException as error:
        _forget(staged, made)
        if isinstance(error, OSError):
            place = Place(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else None
            raise OutputError(Message("files.cannot-write", reason=reason_of(error)), place) from error
        raise


def _refuse_changed(change: Change) -> None:
    """Refuse a file that is not as it was when its change was made."""
    try:
        data = change.path.read_bytes()
    except FileNotFoundError:
        data = None
    if data != change.before:
        is_new = change.before is None
        raise OutputError(Message("files.exists-already" if is_new else "files.changed-meanwhile"), Place(str(change.path)))


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder with those above it; give those that were made, the uppermost first."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()][::-1]
    made: list[Path] = []
    try:
        for each in missing:
            each.mkdir()
            made.append(each)
    except BaseException:
        _forget((), made)
        raise
    return made


def _forget(staged: Sequence[Path], made: Sequence[Path]) -> None:
    """Remove what was written beside files, and the folders that were made for them."""
    for path in staged:
        with suppress(OSError):
            path.unlink()
    for folder in reversed(made):
        with suppress(OSError):
            folder.rmdir()


def _switch(changes: Sequence[Change], staged: Sequence[Path]) -> None:
    """Put what was written in its place; when that fails, put back what stood there."""
    switched: list[Change] = []
    try:
        for change, new in zip(changes, staged, strict=True):
            _refuse_changed(change)
            if change.before is None:
                _put(new, change.path)
            else:
                new.replace(change.path)
            switched.append(change)
    except BaseException:
        for change in reversed(switched):
            with suppress(OSError, OutputError):
                if change.before is None:
                    change.path.unlink()
                else:
                    write(change.path, change.before)
        raise


def _put(new: Path, path: Path) -> None:
    """Give a file its name, which must be free: another one that has it meanwhile is not overwritten."""
    try:
        os.link(new, path)
    except FileExistsError:
        raise OutputError(Message("files.exists-already"), Place(str(path))) from None
    except OSError:  # a file system without links
        new.rename(path)
    else:
        new.unlink()


def make_folder(folder: Path) -> None:
    """Make a folder with those above it, where it is not there.

    Raises:
        OutputError: the system refused.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(Message("files.cannot-write", reason=reason_of(error)), Place(str(folder))) from error


def umask() -> int:
    """Give which permissions new files do not get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
