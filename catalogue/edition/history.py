"""The history of a catalogue's files: which commits added each and changed it last, and the tags, from Git."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from catalogue.errors import OutputError, UsageError
from catalogue.sources.repository import Change, Repository


def history_of(folder: Path, commit: str | None = None) -> Mapping[str, Change]:
    """Give the commit that changed each file of a folder last.

    Args:
        folder: the catalogue's folder.
        commit: the commit from which that is seen, in full; when None the one that is checked out.

    Returns:
        The changes by path below the folder; without files that differ from the commit, and without those whose last change a
        shallow clone does not have. Empty where there is no repository, no commit or no Git.

    Raises:
        InputError: the clone is partial, and lacks what the history needs.
    """
    try:
        repository = Repository(folder)
        return repository.changes(commit or repository.commit("HEAD"), with_edits=commit is None)
    except (OutputError, UsageError):
        return {}


@dataclass(frozen=True)
class Beginnings:
    """Where a revision stands among those before it.

    Attributes:
        added: when each path was there first; also of files that are gone.
        tag: the tag of the revision; empty where it has none, or where files differ from it.
        before: the nearest tag before the revision, or empty.
    """

    added: Mapping[str, datetime] = field(default_factory=dict)
    tag: str = ""
    before: str = ""

    @property
    def digest(self) -> str:
        """The SHA-256 of it, in hexadecimal."""
        lines = [self.tag, self.before, *(f"{path}\0{time.timestamp():.0f}" for path, time in sorted(self.added.items()))]
        return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def beginnings_of(folder: Path, commit: str | None = None) -> Beginnings:
    """Give where a revision stands among those before it.

    Args:
        folder: the catalogue's folder.
        commit: the commit from which that is seen, in full; when None the one that is checked out.

    Returns:
        What is known of it: nothing where there is no repository, no commit or no Git.

    Raises:
        InputError: the clone is partial, and lacks what the history needs.
    """
    try:
        repository = Repository(folder)
        head = commit or repository.commit("HEAD")
        added = {path: change.time for path, change in repository.additions(head).items()}
        tag, before = repository.tags(head)
        is_tagged = commit is not None or repository.is_clean(head)
    except (OutputError, UsageError):
        return Beginnings()
    return Beginnings(added, tag, before) if is_tagged else Beginnings(added, "", tag or before)


def digest_of(history: Mapping[str, Change]) -> str:
    """Give the SHA-256 of a history, in hexadecimal: pages say what is in it."""
    lines = (f"{path}\0{change.commit}\0{change.time.timestamp():.0f}\n" for path, change in sorted(history.items()))
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()
