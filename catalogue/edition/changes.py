"""What changed last in a catalogue, as the history of its Git repository has it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

_COMMITS = 100
"""How many commits are looked at."""

_MOST = 40
"""How many files are listed at most."""

_COMMIT = b"\x01"
"""What a commit begins with in the log that is read."""


class Change(NamedTuple):
    """A change of a file.

    Attributes:
        path: the file, below the catalogue's folder.
        time: when it was last changed.
    """

    path: str
    time: datetime


def changes_of(root: Path, folder: str) -> tuple[Change, ...]:
    """List the files of a folder that changed last, by the last commits.

    Args:
        root: the catalogue's folder.
        folder: the folder below it.

    Returns:
        The files, those that changed last first; nothing without Git, and nothing of a clone without its history, whose last
        commit seems to have changed everything.
    """
    if _git(root, "rev-parse", "--is-shallow-repository").strip() != b"false":
        return ()
    options = ("--name-only", "-z", "--no-renames", "--no-merges", "--relative")
    return tuple(_latest(_git(root, "log", f"-{_COMMITS}", "--format=%x01%ct", *options, "--", folder)))


def _latest(log: bytes) -> Iterator[Change]:
    """Give each file of a log once, with the time of its last commit."""
    listed: set[str] = set()
    time = datetime.fromtimestamp(0, UTC)
    for entry in log.split(b"\0"):
        if entry.startswith(_COMMIT):
            time = datetime.fromtimestamp(int(entry.removeprefix(_COMMIT)), UTC)
            continue
        path = os.fsdecode(entry.removeprefix(b"\n"))
        if path and path not in listed and len(listed) < _MOST:
            listed.add(path)
            yield Change(path, time)


def _git(folder: Path, *arguments: str) -> bytes:
    """Give what Git prints; nothing where it fails."""
    try:
        command = ["git", "-C", str(folder), *arguments]
        done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - no argument of a user begins with a hyphen
    except (OSError, subprocess.CalledProcessError):
        return b""
    return done.stdout
