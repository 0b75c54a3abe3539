"""Files: which ones are read, and what they are called in places."""

from __future__ import annotations

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
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in SUFFIXES and path.is_file() and not _hidden(path.relative_to(folder))
    )


def unread(folder: Path) -> list[Path]:
    """List the files of a folder that hold RDF in a form that is not read, in a stable order."""
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in UNREAD and path.is_file() and not _hidden(path.relative_to(folder))
    )


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


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
    name = name_of(path, folder)
    return parse(read_bytes(path, name), name, limit)


def name_of(path: Path, folder: Path) -> str:
    """Give a file's name in places: relative to the folder where it lies inside it, with `/`."""
    resolved = path.resolve()
    return resolved.relative_to(folder).as_posix() if resolved.is_relative_to(folder) else resolved.as_posix()
