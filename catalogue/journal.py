"""The journal: what is to be renamed, noted before the first is, so that the next command completes what a killed one began."""

from __future__ import annotations

import hashlib
import json
import os
import re
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
_ITSELF = "inode"
"""Under what a note tells which file it is."""


def digest_of(data: bytes | None) -> str:
    """Give what a journal calls the bytes of a file; empty where there is none."""
    return "" if data is None else hashlib.sha256(data).hexdigest()


class Note:
    """Renames that are noted, and not begun yet.

    Args:
        fresh: the file that notes them.
        path: the journal that it becomes.
    """

    def __init__(self, fresh: Path, path: Path) -> None:
        self._fresh = fresh
        self._path = path

    @contextmanager
    def begun(self) -> Iterator[None]:
        """Make the note the journal for as long as the renames are made: a process killed now is completed."""
        self._fresh.replace(self._path)
        try:
            yield
        finally:
            with suppress(OSError):
                self._path.unlink()


@contextmanager
def noted(folder: Path, renames: Sequence[tuple[Path, Path, bytes | None]]) -> Iterator[Note]:
    """Note renames before the first new file is written: what a process leaves that is killed before it renames is known.

    Args:
        folder: the folder of the catalogue; what lies outside is not noted.
        renames: each new file as it will lie beside its place, its place, and the bytes that are there before.
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
            file.write(json.dumps([{_ITSELF: os.fstat(file.fileno()).st_ino}, *entries]).encode())
            file.flush()
            os.fsync(file.fileno())
            yield Note(fresh, root / NAME)
        finally:
            with suppress(OSError):
                fresh.unlink()


def complete(folder: Path) -> None:
    """Complete what a process began that was killed: nothing where none was, or where it cannot be written now.

    A file that somebody has changed since stays as it is. While the process that has noted it still works, this waits. What
    was written beside files by a process that was killed before it began is removed.
    """
    root = Path(os.path.realpath(folder))
    with suppress(OSError):
        names = [name for name in os.listdir(root) if name.startswith(f"{NAME}-")]  # noqa: PTH208 - each command does it
        for name in names if fcntl is not None else ():
            _remove_left(root, root / name)
    path = folder / NAME
    if not path.is_file():
        return
    with suppress(OSError), path.open("rb") as file:
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX)
        if not os.path.samestat(os.fstat(file.fileno()), path.stat()):
            return  # its process came to the end, and another one has begun
        for entry in _entries(file.read()):
            _complete(root, entry)
        path.unlink()


def _remove_left(root: Path, note: Path) -> None:
    """Remove a note that its process has left, and the new files of which it tells.

    It must have been made here: one that came with somebody else's catalogue is another file than the one that it names.
    """
    number = note.name.removeprefix(f"{NAME}-")
    if not re.fullmatch(r"[1-9][0-9]{0,9}", number) or note.is_symlink() or not note.is_file() or _runs(int(number)):
        return
    with suppress(OSError), note.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # refused while its process works
        state = os.fstat(file.fileno())
        if not os.path.samestat(state, note.stat()):
            return
        entries = _entries(file.read())
        is_ours = entries[:1] == [{_ITSELF: state.st_ino}] or not state.st_size
        if not is_ours or _is_tracked(root, note):
            return
        for staged in [places[0] for entry in entries if (places := _places(root, entry)) is not None]:
            if not staged.is_symlink() and staged.is_file() and not _is_tracked(root, staged):
                staged.unlink()
        note.unlink()


def _runs(process: int) -> bool:
    """Tell whether another process has a number; that of this one was another's before, unless it holds the lock."""
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _is_tracked(root: Path, path: Path) -> bool:
    """Tell whether Git tracks a file, or may do: where there is a repository and Git does not say no."""
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return False
    import subprocess  # it is seldom needed, and slow to import

    from catalogue import git

    try:
        done = git.run(root, "ls-files", "--error-unmatch", "--", str(path), timeout=10)
    except (OSError, subprocess.SubprocessError):
        return True
    return done.returncode != 1


def _entries(text: bytes) -> list[Any]:
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return entries if isinstance(entries, list) else []


def _places(root: Path, entry: Any) -> tuple[Path, Path, str] | None:
    """Give the new file, its place and the digest of what was there; None for what `noted` cannot have noted."""
    fields = [entry.get(name) for name in ("staged", "path", "before")] if isinstance(entry, dict) else []
    texts = [field for field in fields if isinstance(field, str)]
    if len(texts) != _FIELDS:
        return None
    staged, path = root / texts[0], root / texts[1]
    parts = PurePosixPath(texts[1]).parts
    is_ours = staged.parent == path.parent and staged.name.startswith(f".{path.name}-")
    if not is_ours or any(part.startswith(".") for part in parts) or Path(os.path.realpath(path)) != path:
        return None
    return staged, path, texts[2]


def _complete(root: Path, entry: Any) -> None:
    """Rename a file, if it is one that `noted` can have noted: a journal may have come with somebody else's catalogue."""
    places = _places(root, entry)
    if places is None or not places[0].is_file():
        return  # it has its place already
    staged, path, before = places
    if digest_of(path.read_bytes() if path.exists() else None) == before:
        staged.replace(path)
    else:
        staged.unlink()
