"""The release of an edition that stands: its files, as they were built."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from catalogue.documents.addresses import DUMP, MANIFEST, MANIFEST_DIGEST
from catalogue.documents.formats import N_QUADS
from catalogue.edition import Edition
from catalogue.errors import FindingsError, Place, UsageError
from catalogue.files import real_path
from catalogue.messages import Message
from catalogue.release.entries import Entry
from catalogue.release.layout import CURRENT, RELEASES
from catalogue.release.manifest import read_manifest
from catalogue.release.packing import MOST, Packs, is_pack

_PIECE = 1024 * 1024


@dataclass(frozen=True)
class Standing:
    """A release that stands.

    Attributes:
        folder: where its files lie.
        entries: what the manifest says of them, by path.
    """

    folder: Path
    entries: Mapping[str, Entry]

    @cached_property
    def packs(self) -> Packs:
        """Its packs."""
        return Packs(self.folder, self.entries)

    @cached_property
    def _listed_at(self) -> int:
        """When the manifest was written, which is after all that it lists, in nanoseconds."""
        return (self.folder / MANIFEST).stat().st_mtime_ns

    def is_as_built(self, entry: Entry) -> bool:
        """Tell whether a file is as it was built, or may be a document in a pack.

        Its bytes are looked at where it has been changed since the manifest was written; else its size alone.

        Raises:
            OSError: the system refused to look.
        """
        try:
            state = (self.folder / entry.path).stat()
        except FileNotFoundError:
            return self.packs.count > 0 and entry.size <= MOST and not is_pack(entry.path)
        if state.st_size != entry.size:
            return False
        return state.st_mtime_ns < self._listed_at or self.file(entry.path) is not None

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


def find_dump(folder: Path) -> tuple[str, Path]:
    """Find all statements of the current release, whatever it was made of.

    Args:
        folder: where releases lie.

    Returns:
        The release's name, and the file in N-Quads, which is as it was built.

    Raises:
        UsageError: there is no release.
        FindingsError: the file is no longer as it was built.
    """
    current = real_path(folder / CURRENT)
    listed, dump = read_manifest(current), dump_of(folder, current.name)
    if listed is None or dump is None:
        raise UsageError(Message("release.none-built", folder=folder / CURRENT))
    file = Standing(current, listed[1]).file(dump.relative_to(current).as_posix())
    if file is None:
        raise FindingsError(Message("release.dump-changed"), Place(str(dump)))
    return current.name, file


def dump_of(folder: Path, name: str) -> Path | None:
    """Give the statements of a release that is kept, in N-Quads.

    Args:
        folder: where releases lie, as for `build`.
        name: the release's name; it must be one, since it becomes part of a path.

    Returns:
        The file, or None when there is no such release.
    """
    release, path = folder / RELEASES / name, f"{DUMP}{N_QUADS.suffix}"
    return next((each for each in (release / path, *sorted(release.glob(f"*/{path}"))) if each.is_file()), None)


def find_standing(edition: Edition, folder: Path | None = None) -> Standing | None:
    """Find the current release, where it is of an edition and made by this very program.

    Args:
        edition: the catalogue.
        folder: where releases lie; the settings' build folder when None.

    Returns:
        The release; nothing is said of whether its files are whole.
    """
    current = real_path((folder or edition.settings.folder / edition.settings.folders.build) / CURRENT)
    listed = _listed(current, _states(current)) if current.name == edition.release else None
    if listed is None or listed[0] != edition.origin:
        return None
    return Standing(current, listed[1])


def _states(release: Path) -> Sequence[tuple[int, int, int]]:
    """Give the file, the size and the time of what lists the files of a release; nothing where it is not there."""
    try:
        states = [(release / name).stat() for name in (MANIFEST, MANIFEST_DIGEST)]
    except OSError:
        return ()
    return tuple((state.st_ino, state.st_size, state.st_mtime_ns) for state in states)


@lru_cache(maxsize=1)
def _listed(release: Path, _: Sequence[tuple[int, int, int]]) -> tuple[Mapping[str, Any], Mapping[str, Entry]] | None:
    """Read the manifest of a release, once for all who ask: that of a hundred thousand entities takes seconds."""
    return read_manifest(release)
