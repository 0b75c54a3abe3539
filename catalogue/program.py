"""The program itself: what it is made of, for names that must change when it writes other bytes."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

DISTRIBUTION = "communs-catalogue"
_NOT_IN_RELEASES = ("pages/editor/", "pages/assets/editor.")
"""The SPARQL page's editor: its sources are not installed, its bundle is made on each machine, and no release has it."""
_MADE = (".pyc", ".mo")
"""What each machine makes of the program's own files."""
_TOLD_APART = (".py", ".po", ".txt")
"""The suffixes of the files that what is kept on a machine rests upon: modules, messages, and the lists of published terms."""


@lru_cache(maxsize=1)
def program_digest() -> str:
    """Give the SHA-256 of the program's own files, the editor's apart, and of the versions of the libraries that it stands on.

    Returns:
        64 hexadecimal digits: the same wherever the same files run with the same versions.

    >>> len(program_digest())
    64
    """
    folder = os.path.dirname(__file__)  # noqa: PTH120 - a path for each file would take a sixth of it
    whole = hashlib.sha256()
    names = (path.removeprefix(folder)[1:].replace(os.sep, "/") for path in _files(folder))
    for name in sorted(name for name in names if not name.endswith(_MADE) and not name.startswith(_NOT_IN_RELEASES)):
        with open(f"{folder}/{name}", "rb") as file:  # noqa: PTH123 - likewise
            whole.update(f"{name}\0".encode() + file.read())
    from importlib import metadata

    for name in sorted(_libraries()):
        whole.update(f"{name}\0{metadata.version(name)}\n".encode())
    return whole.hexdigest()


@lru_cache(maxsize=1)
def program_stamp() -> str:
    """Give what changes with the program's own files and with the Python that runs it, without reading them.

    Returns:
        64 hexadecimal digits; those of the same files on another machine may be others.
    """
    whole = hashlib.sha256(f"{sys.version} {sys.byteorder}".encode())
    folder = str(Path(__file__).parent)
    for path, stat in sorted(_sources(folder)):  # a path for each file would take a twentieth of a small check
        whole.update(f"{path.removeprefix(folder)} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return whole.hexdigest()


def _files(folder: str) -> Iterator[str]:
    """Give the paths of the files of a folder, and of those in it."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(entry.path)
            elif entry.is_file():
                yield entry.path


def _sources(folder: str) -> Iterator[tuple[str, os.stat_result]]:
    """Give the files of a folder, and of those in it, that what is kept rests upon, each with what the system knows of it."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(_TOLD_APART):
                yield entry.path, entry.stat()
            elif entry.is_dir(follow_symlinks=False) and not entry.name.startswith("_"):
                yield from _sources(entry.path)


def program_version() -> str:
    """Give the version of the program; empty where it is run from its source tree alone."""
    from importlib import metadata

    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return ""


def _libraries() -> set[str]:
    """Name the libraries that the distribution says it needs, as far as they are installed."""
    from importlib import metadata

    try:
        required = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:  # run from its source tree
        return set()
    names = {re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in required if "extra ==" not in line}
    return {name for name in names if _is_installed(name)}


def _is_installed(name: str) -> bool:
    from importlib import metadata

    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True
