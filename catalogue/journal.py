"""The journal: what is to be renamed, noted before the first is, so that the next command completes what a killed one began."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any

try:
    import fcntl
except ImportError:  # a system without such locks: there a journal counts as left by a process that has ended
    fcntl = None  # type: ignore[assignment]

NAME = ".catalogue-journal.json"
"""The file, in the folder of the catalogue."""


_FIELDS = 3


def digest_of(data: bytes | None) -> str:
    """Give what a journal calls the bytes of a file; empty where there is none."""
    return "" if data is None else hashlib.sha256(data).hexdigest()


@contextmanager
def noted(folder: Path, renames: Sequence[tuple[Path, Path, bytes | None]]) -> Iterator[None]:
    """Note renames for as long as they are made.

    Args:
        folder: the folder of the catalogue; what lies outside is not noted.
        renames: each new file as it lies beside its place, its place, and the bytes that are there before.
    """
    root = Path(os.path.realpath(folder))
    inside = [(staged, path, before) for staged, path, before in renames if path.is_relative_to(root)]
    entries = [
        {"staged": staged.relative_to(root).as_posix(), "path": path.relative_to(root).as_posix(), "before": digest_of(before)}
        for staged, path, before in inside
    ]
    fresh = root / f"{NAME}-{os.getpid()}"
    with fresh.open("xb") as file:
        try:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX)  # until this process ends, however it does
            file.write(json.dumps(entries).encode())
            file.flush()
            os.fsync(file.fileno())
            fresh.replace(root / NAME)
            yield
        finally:
            for path in (fresh, root / NAME):
                with suppress(OSError):
                    path.unlink()


def complete(folder: Path) -> None:
    """Complete what a process began that was killed: nothing where none was, or where it cannot be written now.

    A file that somebody has changed since stays as it is. While the process that has noted it still works, this waits.
    """
    path = folder / NAME
    if not path.exists():
        return
    with suppress(OSError), path.open("rb") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        if not os.path.samestat(os.fstat(file.fileno()), path.stat()):
            return  # its process came to the end, and another one has begun
        for entry in _entries(file.read()):
            _complete(Path(os.path.realpath(folder)), entry)
        path.unlink()


def _entries(text: bytes) -> list[Any]:
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return entries if isinstance(entries, list) else []


def _complete(root: Path, entry: Any) -> None:
    """Rename a file, if it is one that `noted` can have noted: a journal may have come with somebody else's catalogue."""
    fields = [entry.get(name) for name in ("staged", "path", "before")] if isinstance(entry, dict) else []
    texts = [field for field in fields if isinstance(field, str)]
    if len(texts) != _FIELDS:
        return
    staged, path = root / texts[0], root / texts[1]
    parts = PurePosixPath(texts[1]).parts
    is_ours = staged.parent == path.parent and staged.name.startswith(f".{path.name}-")
    if not is_ours or any(part.startswith(".") for part in parts) or Path(os.path.realpath(path)) != path:
        return
    if not staged.is_file():
        return  # it has its place already
    if digest_of(path.read_bytes() if path.exists() else None) == texts[2]:
        staged.replace(path)
    else:
        staged.unlink()
