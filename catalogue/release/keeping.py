"""Keeping: the releases that are there, what each takes of the disk, and old ones removed."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from catalogue.documents.addresses import MANIFEST
from catalogue.errors import UsageError
from catalogue.files import real_path
from catalogue.messages import Message
from catalogue.release.layout import CURRENT, RELEASES
from catalogue.release.leftovers import clear, remove
from catalogue.release.lock import locked

try:
    import fcntl
except ImportError:  # a system without such locks: nobody knows there what is served
    fcntl = None  # type: ignore[assignment]

_NAME = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Kept:
    """A release that is there.

    Attributes:
        name: its name.
        built: when it was built.
        files: how many files it has; one with two names counts twice.
        size: how many bytes they take together.
        own: how many of these no other release has, so that they are free when it is removed.
        is_current: whether `current` leads to it.
        is_served: whether a server says that it serves it.
    """

    name: str
    built: datetime
    files: int
    size: int
    own: int
    is_current: bool
    is_served: bool


def kept(target: Path) -> Sequence[Kept]:
    """List the releases of a build folder.

    Args:
        target: the build folder.

    Returns:
        The releases, the newest first; empty where there is none.
    """
    current = real_path(target / CURRENT)
    try:
        folders = [path for path in (target / RELEASES).iterdir() if _NAME.fullmatch(path.name) and _is_folder(path)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    releases = [_kept(folder, is_current=folder.samefile(current) if current.exists() else False) for folder in folders]
    return sorted(releases, key=lambda release: (release.built, release.name), reverse=True)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _kept(folder: Path, *, is_current: bool) -> Kept:
    names: Counter[tuple[int, int]] = Counter()
    sizes: dict[tuple[int, int], tuple[int, int]] = {}
    for state in _states(folder):
        names[state.st_dev, state.st_ino] += 1
        sizes[state.st_dev, state.st_ino] = state.st_size, state.st_nlink
    own = sum(size for key, (size, links) in sizes.items() if links <= names[key])
    built = datetime.fromtimestamp(_time(folder), UTC)
    size = sum(size for size, _ in sizes.values())
    return Kept(folder.name, built, names.total(), size, own, is_current, _is_served(folder))


def _states(folder: Path) -> Iterator[os.stat_result]:
    """Give the state of all that is in a folder but folders."""
    for parent, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                yield os.lstat(f"{parent}/{name}")


def _time(folder: Path) -> float:
    try:
        return (folder / MANIFEST).lstat().st_mtime
    except OSError:
        return folder.lstat().st_mtime


def thin(target: Path, most: int) -> Sequence[str]:
    """Remove the oldest releases of a build folder, whose lock is held.

    Args:
        target: the build folder.
        most: how many stay, the current one among them, which is never removed, nor is one that is served.

    Returns:
        The names of those that were removed.

    Raises:
        OSError: the system refused.
    """
    others = [release for release in kept(target) if not release.is_current]
    old = [release.name for release in others[max(0, most - 1) :] if not release.is_served]
    for name in old:
        remove(target / RELEASES / name)
    return old


def remove_old(target: Path, most: int, patience: float) -> Sequence[str]:
    """Remove the oldest releases of a build folder, as `thin` does, once nobody builds there."""
    if not (target / RELEASES).is_dir():
        return []
    with locked(target, patience):
        clear(target)
        return thin(target, most)


def remove_named(target: Path, names: Sequence[str], patience: float) -> None:
    """Remove releases of a build folder, once nobody builds there: all of them or, where one cannot be, none.

    Args:
        target: the build folder.
        names: their names.
        patience: how long to wait for who builds there, in seconds.

    Raises:
        UsageError: there is no release of that name, it is the current one, or it is served.
    """
    if not (target / RELEASES).is_dir():
        raise UsageError(Message("releases.none-of-name", name=names[0], folder=target))
    with locked(target, patience):
        clear(target)
        releases = {release.name: release for release in kept(target)}
        for name in names:
            if name not in releases:
                raise UsageError(Message("releases.none-of-name", name=name, folder=target))
            if releases[name].is_current or releases[name].is_served:
                raise UsageError(Message("releases.in-use", name=name))
        for name in dict.fromkeys(names):
            remove(target / RELEASES / name)


@contextmanager
def served(release: Path) -> Iterator[None]:
    """Say that a release is served, so that it is not removed meanwhile; the system takes that back when this process ends."""
    handle = None
    with suppress(OSError):  # no such release, or a file system without locks
        handle = os.open(release / MANIFEST, os.O_RDONLY)
        if fcntl is not None:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _is_served(release: Path) -> bool:
    """Tell whether another process, or another part of this one, says that it serves a release."""
    if fcntl is None:
        return False
    with suppress(OSError), (release / MANIFEST).open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
