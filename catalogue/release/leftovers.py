"""What a build that was killed has left beside the releases: the next one removes it, while it holds the folder's lock."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from catalogue.ending import held_back
from catalogue.files import umask
from catalogue.release.layout import CURRENT, RELEASES
from catalogue.release.members import FILE_NAME as MEMBERS
from catalogue.release.notes import FILE_NAME
from catalogue.release.signing import SIGNING

_BUILDING, _REMOVING, _COLLECTING = ".building-", ".removing-", ".collecting-"
_LEFT = ((".", (f".{CURRENT}-", f".{FILE_NAME}-", f".{MEMBERS}-")), (RELEASES, (_BUILDING, _REMOVING, _COLLECTING, SIGNING)))
"""Where what is: how the names begin of what is removed or renamed before a build ends."""


def clear(target: Path) -> None:
    """Remove what builds have left that were killed.

    Args:
        target: the build folder, whose lock is held.
    """
    for folder, beginnings in _LEFT:
        for path in [each for each in (target / folder).iterdir() if each.name.startswith(beginnings)]:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


@contextmanager
def building(releases: Path) -> Iterator[Path]:
    """Give a folder for a release that is being built; it is removed in the end where it has not got a name."""
    temporary = Path(tempfile.mkdtemp(prefix=_BUILDING, dir=releases))
    try:
        temporary.chmod(0o777 & ~umask())
        yield temporary
    finally:
        with held_back():
            shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def collecting(releases: Path) -> Iterator[Path]:
    """Give a folder for what a build notes meanwhile, which is no part of the release; it is removed in the end."""
    temporary = Path(tempfile.mkdtemp(prefix=_COLLECTING, dir=releases))
    try:
        yield temporary
    finally:
        with held_back():
            shutil.rmtree(temporary, ignore_errors=True)


def remove(release: Path) -> None:
    """Remove a release: it is whole or not there, whenever this is killed."""
    removed = Path(tempfile.mkdtemp(prefix=_REMOVING, dir=release.parent))
    release.rename(removed / release.name)
    shutil.rmtree(removed)
