"""Watching a catalogue's folder for changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from watchfiles import Change
from watchfiles import watch as watched

from catalogue.config import FILE_NAME, read_settings
from catalogue.errors import CatalogueError, OutputError
from catalogue.files import real_path
from catalogue.messages import Message

_QUIET = 100
"""How long nothing may change before a change counts as over, in milliseconds."""


def changes(folder: Path, texts: Path | None = None) -> Iterator[None]:
    """Wait for changes of what a check reads.

    The whole folder is watched, so that a file that an editor writes elsewhere and renames, a folder that goes and comes back
    and a new one are all seen.

    Args:
        folder: the catalogue's folder.
        texts: the folder of the quoted documents' texts, or None.

    Yields:
        Once at the beginning, then once after each burst of changes. What changes between two of them is not lost.

    Raises:
        OutputError: the system refused to watch.
    """
    roots = [real_path(path) for path in (folder, texts) if path is not None]
    begun = False
    try:
        for changed in watched(
            *roots, watch_filter=_Relevant(*roots), step=_QUIET, rust_timeout=2 * _QUIET, yield_on_timeout=True
        ):
            if changed or not begun:  # the first time-out says that watching has begun
                begun = True
                yield
    except OSError as error:
        raise OutputError(Message("watch.refused", folder=folder, reason=error)) from error


class _Relevant:
    """Says whether a check reads a file: the settings, the data, the shapes, the queries, the quoted texts; nothing hidden."""

    def __init__(self, folder: Path, texts: Path | None = None) -> None:
        self._folder, self._texts = folder, texts
        self._read: tuple[Path, ...] = ()

    def __call__(self, change: Change, name: str) -> bool:
        del change
        path = Path(name)
        if self._texts is not None and path.is_relative_to(self._texts):
            return True
        if not path.is_relative_to(self._folder):
            return False
        if any(part.startswith(".") for part in path.relative_to(self._folder).parts):
            return False
        return path == self._folder / FILE_NAME or any(path.is_relative_to(read) for read in self._folders())

    def _folders(self) -> tuple[Path, ...]:
        """Give the folders that the settings name now; those that they named before when they cannot be read."""
        try:
            folders = read_settings(self._folder, with_data=False).folders
        except CatalogueError:
            return self._read
        self._read = tuple(self._folder / name for name in (folders.data, folders.shapes, folders.queries, folders.answers))
        return self._read
