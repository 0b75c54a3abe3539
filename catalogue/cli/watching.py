"""Watching: telling when the files of a catalogue change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from watchfiles import watch

from catalogue.config import FILE_NAME
from catalogue.sources import SUFFIXES

_QUIET = 200
"""Milliseconds without a change after which a burst of changes is over."""


def changes(folder: Path) -> Iterator[None]:
    """Yield once at the start, and whenever files of a catalogue have been saved, until interrupted.

    Args:
        folder: the catalogue's folder.
    """
    try:
        yield
        for _ in watch(folder, watch_filter=lambda _, path: _counts(folder, Path(path)), step=_QUIET, raise_interrupt=True):
            yield
    except KeyboardInterrupt:
        return


def _counts(folder: Path, path: Path) -> bool:
    inside = path.relative_to(folder.resolve()) if path.is_relative_to(folder.resolve()) else path
    hidden = any(part.startswith(".") for part in inside.parts)
    return not hidden and (path.suffix in SUFFIXES or path.name == FILE_NAME)
