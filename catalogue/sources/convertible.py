"""Convertible files: those that are not read, since their RDF is in another syntax, and the command that converts them."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path

from catalogue.quads import syntax_named
from catalogue.sources.files import Reason, name_of, unread

_NAMED = 5
"""How many files a command names before it uses patterns."""


def convertible(folders: Iterable[Path], root: Path) -> list[str]:
    """List the files of folders that are in other syntaxes of RDF than those that are read.

    Args:
        folders: where to look, with all subfolders.
        root: the catalogue's folder, which names are relative to.

    Returns:
        Their names in places, in a stable order, each once; those of hidden files are not listed.

    Raises:
        OutputError: the system refused to list a folder.
    """
    paths = {path for folder in folders for path, reason in unread(folder, root) if reason is Reason.SUFFIX}
    return [name_of(path, root) for path in sorted(paths) if syntax_named(path.name) is not None]


def conversion(names: Sequence[str]) -> str:
    """Write the command that converts files; many are named by patterns.

    >>> conversion(["data/a.jsonld", "data/my file.rdf"])
    "catalogue convert data/a.jsonld 'data/my file.rdf'"
    >>> conversion([f"data/{n}.rdf" for n in range(9)])
    'catalogue convert data/*.rdf'
    """
    written = [shlex.quote(name) for name in names]
    if len(names) > _NAMED:
        written = list(dict.fromkeys(map(_pattern, names)))
    return " ".join(["catalogue convert", *written])


def _pattern(name: str) -> str:
    """Give the pattern of all files beside one that have its suffix."""
    path = Path(name)
    parent = path.parent.as_posix()
    return f"{'' if parent == '.' else shlex.quote(parent) + '/'}*{path.suffix}"
