"""The history of a catalogue's files: which commit changed each last, from the Git repository, where there is one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from catalogue.errors import CatalogueError
from catalogue.sources.git import Change, Repository


def history_of(folder: Path, commit: str | None = None) -> Mapping[str, Change]:
    """Give the commit that changed each file of a folder last.

    Args:
        folder: the catalogue's folder.
        commit: the commit from which that is seen, in full; when None the one that is checked out.

    Returns:
        The changes by path below the folder; without files that differ from the commit, and without those whose last change a
        shallow clone does not have. Empty where there is no repository, no commit or no Git.
    """
    try:
        repository = Repository(folder)
        return repository.changes(commit or repository.commit("HEAD"), with_edits=commit is None)
    except CatalogueError:
        return {}


def digest_of(history: Mapping[str, Change]) -> str:
    """Give the SHA-256 of a history, in hexadecimal: pages say what is in it."""
    lines = (f"{path}\0{change.commit}\0{change.time.timestamp():.0f}\n" for path, change in sorted(history.items()))
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()
