"""Files: which ones are read, and what they are called in places."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from catalogue.sources.parsing import LITERAL_LIMIT, SUFFIXES, Source, parse, read_bytes

UNREAD = frozenset({".gz", ".hdt", ".jsonld", ".n3", ".nq", ".owl", ".rdf", ".trig", ".trix"})
"""The suffixes of RDF that is not read, so that nobody waits for what such a file says."""


def find(folder: Path) -> list[Path]:
    """List the files of a folder that can be read, in a stable order.

    Args:
        folder: where to look, with all its subfolders; hidden files and folders are passed over.

    Returns:
        Absolute paths in the order of their names; empty when the folder does not exist.
    """
    return _files(folder, lambda suffix: suffix in SUFFIXES)


def unread(folder: Path) -> list[Path]:
    """List the files of a folder that hold RDF in a form that is not read, in a stable order."""
    return _files(folder, lambda suffix: suffix.lower() in UNREAD)


def _files(folder: Path, is_wanted: Callable[[str], bool]) -> list[Path]:
    """List the files of a folder by their suffixes; paths are made of those alone, since there may be very many."""
    paths: list[Path] = []
    for inside, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        wanted = (name for name in names if not name.startswith(".") and is_wanted(os.path.splitext(name)[1]))  # noqa: PTH122
        paths += (path for name in wanted if (path := Path(inside, name)).is_file())
    return sorted(paths)


def read(path: Path, folder: Path, limit: int = LITERAL_LIMIT) -> Source:
    """Read and parse one file.

    Args:
        path: the file.
        folder: the catalogue's folder, which places are relative to.
        limit: how many bytes a literal may have.

    Returns:
        The file with everything that could be read of it, and the issues.

    Raises:
        OutputError: the system refused to read it.
    """
    return read_as(path, name_of(path, folder), limit)


def read_as(path: Path, name: str, limit: int) -> Source:
    """Read and parse one file, whose name in places is known."""
    return parse(read_bytes(path, name), name, limit)


def name_of(path: Path, folder: Path) -> str:
    """Give a file's name in places: relative to the folder where it lies inside it, with `/`."""
    resolved = path.resolve()
    return resolved.relative_to(folder).as_posix() if resolved.is_relative_to(folder) else resolved.as_posix()


def names_of(paths: Iterable[Path], folder: Path) -> dict[Path, str]:
    """Give the names of many files as `name_of` does, looking at each of their folders once."""
    names: dict[Path, str] = {}
    starts: dict[str, str | None] = {}
    for path in paths:
        parent, file = os.path.split(path)
        if parent not in starts:
            inside = Path(parent).resolve()
            starts[parent] = f"{inside.relative_to(folder).as_posix()}/" if inside.is_relative_to(folder) else None
        start = starts[parent]
        if start is None or file in {"", "..", "."} or os.path.islink(path):  # noqa: PTH114 - a third of the path's time
            names[path] = name_of(path, folder)
        else:
            names[path] = start.removeprefix("./") + file
    return names
