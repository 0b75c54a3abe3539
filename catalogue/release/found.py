"""The release of an edition that stands: its files, as they were built."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from catalogue.edition import Edition
from catalogue.files import real_path
from catalogue.release.layout import CURRENT
from catalogue.release.manifest import Entry, read_manifest

_PIECE = 1024 * 1024


class Standing(NamedTuple):
    """A release that stands.

    Attributes:
        folder: where its files lie.
        entries: what the manifest says of them, by path.
    """

    folder: Path
    entries: Mapping[str, Entry]

    def file(self, path: str) -> Path | None:
        """Give a file of the release; None where there is none, or where it is no longer as it was built.

        Args:
            path: its path in the release.
        """
        entry = self.entries.get(path)
        if entry is None:
            return None
        file = self.folder / path
        digest = hashlib.sha256()
        try:
            with file.open("rb") as opened:
                while piece := opened.read(_PIECE):
                    digest.update(piece)
        except OSError:
            return None
        return file if digest.hexdigest() == entry.sha256 else None


def find_standing(edition: Edition, folder: Path | None = None) -> Standing | None:
    """Find the current release, where it is of an edition and made by this very program.

    Args:
        edition: the catalogue.
        folder: where releases lie; the settings' build folder when None.

    Returns:
        The release; nothing is said of whether its files are whole.
    """
    current = real_path((folder or edition.settings.folder / edition.settings.folders.build) / CURRENT)
    listed = read_manifest(current) if current.name == edition.release else None
    if listed is None or listed[0] != edition.origin:
        return None
    return Standing(current, {entry.path: entry for entry in listed[1]})
