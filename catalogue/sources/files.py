"""Files: which ones are read, and what they are called in places."""

from __future__ import annotations

import errno
import os
from collections.abc import Collection, Iterable, Iterator
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from catalogue.errors import OutputError, Place, reason_of
from catalogue.files import real_path
from catalogue.links import leads_out
from catalogue.messages import Message
from catalogue.sources.parsing import LITERAL_LIMIT, Source, parse, read_bytes, syntax_of

_FOR_PEOPLE = frozenset({".md", ".markdown", ".rst"})
_NAMES_FOR_PEOPLE = frozenset(
    {"authors", "changelog", "citation", "codeowners", "contributing", "copying", "licence", "license", "notice", "readme"}
)
"""The names of files that say something of the others, so that nobody takes them for data."""


class Reason(Enum):
    """Why a file is not read."""

    SUFFIX = "it is not named as Turtle or N-Triples are"
    LINK = "it is a link that leads nowhere"
    CIRCLE = "it is a link that leads in a circle"
    OUTSIDE = "it is a link that leads out of the catalogue"
    FOLDER = "it is a link to a folder"
    TWICE = "it is a link to a file that is read already"
    SPECIAL = "it is no regular file"
    NAME = "its name is not UTF-8"


class Unread(NamedTuple):
    """A file that is not read."""

    path: Path
    reason: Reason


def find(folder: Path, root: Path) -> list[Path]:
    """List the files of a folder that can be read, in a stable order.

    Args:
        folder: where to look, with all its subfolders; hidden files and folders are passed over, and links that lead out.
        root: the catalogue's folder, absolute and without links.

    Returns:
        Absolute paths in the order of their names, each file once, not once more for a link to it; empty when the folder does
        not exist.
    """
    if leads_out(folder, root):
        return []
    found = [
        entry
        for entry in _entries(folder)
        if syntax_of(entry.name) and _is_utf_8(entry.name) and _is_file(entry) and not _leads_out(entry, root)
    ]
    twice = _twice(found)
    return sorted(Path(entry.path) for entry in found if entry.path not in twice)


def _twice(entries: Collection[os.DirEntry[str]]) -> Collection[str]:
    """Give the paths of links that lead to a file which another of the entries is, or an earlier link leads to."""
    links = sorted(entry.path for entry in entries if entry.is_symlink())
    if not links:
        return ()
    targets = {real_path(Path(entry.path)) for entry in entries if not entry.is_symlink()}
    twice = set()
    for path in links:
        target = real_path(Path(path))
        if target in targets:
            twice.add(path)
        targets.add(target)
    return twice


def unread(folder: Path, root: Path) -> list[Unread]:
    """List what is in a folder and is not read, in a stable order; the folder itself where it is a link that leads out.

    Files for people, such as `README` and `*.md`, are passed over as hidden ones are. Of a folder whose name is not UTF-8
    the files are not listed.
    """
    if leads_out(folder, root):
        return [Unread(folder, Reason.OUTSIDE)]
    reasons = [(entry, _why_unread(entry, root)) for entry in _entries(folder)]
    twice = _twice([entry for entry, reason in reasons if reason is None and syntax_of(entry.name)])
    listed = [Unread(Path(entry.path), reason) for entry, reason in reasons if reason is not None]
    return sorted([*listed, *(Unread(Path(path), Reason.TWICE) for path in twice)])


def misled(folder: Path, root: Path, suffixes: Collection[str], *, deep: bool) -> list[Unread]:
    """List what is in a folder that holds no triples, has one of some suffixes, and is no file, or a link that misleads.

    Args:
        folder: where to look; hidden files and folders are passed over.
        root: the catalogue's folder, absolute and without links.
        suffixes: the suffixes of what is read there.
        deep: whether its subfolders are looked at too.

    Returns:
        What is not read, in a stable order; the folder itself where it is a link that leads out.
    """
    if leads_out(folder, root):
        return [Unread(folder, Reason.OUTSIDE)]
    entries = _entries(folder) if deep else _listed(os.fspath(folder))
    named = (entry for entry in entries if os.path.splitext(entry.name)[1] in suffixes and _is_utf_8(entry.name))  # noqa: PTH122
    reasons = ((entry, _why_misled(entry, root)) for entry in named if not entry.is_dir(follow_symlinks=False))
    return sorted(Unread(Path(entry.path), reason) for entry, reason in reasons if reason is not None)


def _leads_out(entry: os.DirEntry[str], root: Path) -> bool:
    return entry.is_symlink() and leads_out(Path(entry.path), root)


def _why_unread(entry: os.DirEntry[str], root: Path) -> Reason | None:
    """Say why something is not read; None when it is read, or for people."""
    if not _is_utf_8(entry.name):
        return Reason.NAME
    stem, suffix = os.path.splitext(entry.name)  # noqa: PTH122 - a path for each file takes its time
    if suffix.lower() in _FOR_PEOPLE or stem.lower() in _NAMES_FOR_PEOPLE:
        return None
    return _why_misled(entry, root) or (None if syntax_of(entry.name) else Reason.SUFFIX)


def _why_misled(entry: os.DirEntry[str], root: Path) -> Reason | None:
    """Say why something is no file of the catalogue; None when it is one."""
    if not entry.is_symlink():
        return None if _is_file(entry) else Reason.SPECIAL
    try:
        os.stat(entry.path)  # noqa: PTH116 - its error tells which link it is
    except OSError as error:
        return Reason.CIRCLE if error.errno == errno.ELOOP else Reason.LINK
    path = Path(entry.path)
    if path.is_dir():
        return Reason.FOLDER  # wherever it leads
    if leads_out(path, root):
        return Reason.OUTSIDE
    return None if path.is_file() else Reason.SPECIAL


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Tell whether something is a file, or a link to one."""
    try:
        return entry.is_file()
    except OSError:  # a link that leads in a circle, or where nobody may look
        return False


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """Give all files of a folder and of those in it, and the folders that are not gone into; nothing hidden.

    Raises:
        OutputError: the system refused to list a folder.
    """
    pending = [os.fspath(folder)]
    while pending:
        for entry in _listed(pending.pop()):
            if entry.is_dir(follow_symlinks=False) and _is_utf_8(entry.name):
                pending.append(entry.path)
            else:
                yield entry


def _listed(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if not entry.name.startswith(".")]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise OutputError(Message("sources.cannot-read", reason=reason_of(error)), Place(shown_name(folder))) from error


def _is_utf_8(name: str) -> bool:
    try:
        return name.isascii() or bool(name.encode())
    except UnicodeEncodeError:
        return False


def shown_name(name: str) -> str:
    r"""Give a name as it is shown: bytes of it that are not UTF-8 by their numbers.

    >>> shown_name("caf\udce9.ttl"), shown_name("café.ttl")
    ('caf\\xe9.ttl', 'café.ttl')
    """
    return name if _is_utf_8(name) else name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


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
    resolved = real_path(path)
    return shown_name(resolved.relative_to(folder).as_posix() if resolved.is_relative_to(folder) else resolved.as_posix())


def names_of(paths: Iterable[Path], folder: Path) -> dict[Path, str]:
    """Give the names of many files as `name_of` does, looking at each of their folders once."""
    names: dict[Path, str] = {}
    starts: dict[str, str | None] = {}
    for path in paths:
        parent, file = os.path.split(path)
        if parent not in starts:
            inside = real_path(Path(parent))
            starts[parent] = f"{inside.relative_to(folder).as_posix()}/" if inside.is_relative_to(folder) else None
        start = starts[parent]
        if start is None or file in {"", "..", "."} or os.path.islink(path):  # noqa: PTH114 - a third of the path's time
            names[path] = name_of(path, folder)
        else:
            names[path] = start.removeprefix("./") + file
    return names
