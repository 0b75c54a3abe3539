"""Files: written whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from catalogue.errors import OutputError, Place
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
    try:
        path = real_path(path)
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
        if path.exists() and not path.is_file():  # a device or a pipe cannot be replaced
            path.write_bytes(data)
            return
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode if mode is not None else 0o666 & ~_umask())
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except FileNotFoundError as error:
        folder = path.parent
        message = Message("files.cannot-write", reason=error.strerror)
        raise OutputError(
            message if folder.is_dir() else Message("files.no-folder", folder=folder), Place(str(path))
        ) from error
    except OSError as error:
        raise OutputError(Message("files.cannot-write", reason=error.strerror), Place(str(path))) from error


def make_folder(folder: Path) -> None:
    """Make a folder with those above it, where it is not there.

    Raises:
        OutputError: the system refused.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(Message("files.cannot-write", reason=error.strerror), Place(str(folder))) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
