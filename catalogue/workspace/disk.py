"""The disk: which files a catalogue has, and which of them are still as they were read."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from catalogue.config import FILE_NAME, Settings, read_settings
from catalogue.edition import QUERY_SUFFIX, Listing, list_files
from catalogue.sources import Source, syntax_of
from catalogue.workspace.stamps import Stamp, Stamped


class Disk(NamedTuple):
    """A catalogue's folder at one time.

    Attributes:
        listing: its files.
        conditions: SHA-256 of the settings, in hexadecimal.
        stamps: the stamp of each file, by name; those that the system gives.
        now: that time, in nanoseconds.
    """

    listing: Listing
    conditions: str
    stamps: Mapping[str, Stamp]
    now: int

    @classmethod
    def look(cls, folder: Path) -> Disk:
        """Look at a catalogue's folder; no file but the settings is read.

        Raises:
            CatalogueError: the settings are missing or wrong.
        """
        now, conditions = time.time_ns(), conditions_of(folder)
        listing = list_files(read_settings(folder))
        stamps = {name: stamp for path, name in files_of(listing) if (stamp := Stamp.of(path)) is not None}
        return cls(listing, conditions, stamps, now)


def conditions_of(folder: Path) -> str:
    """Give what the reading of a catalogue rests upon besides its files; empty when there are no settings."""
    path = folder / FILE_NAME
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    except OSError:
        return ""


def files_of(listing: Listing) -> Iterator[tuple[Path, str]]:
    """Give the paths and names of all files."""
    for listed in (listing.shapes, listing.data, listing.queries):
        yield from listed.items()


class Seen:
    """What is known of files on disk without reading them.

    Args:
        files: files as they were read, by name.
    """

    def __init__(self, files: Mapping[str, Stamped] | None = None) -> None:
        self.files = dict(files or {})

    def survey(self, disk: Disk) -> set[str]:
        """Forget what is not as it was.

        Returns:
            The names of the files that are new, gone or changed.
        """
        changed = set(self.files)
        for path, name in files_of(disk.listing):
            known, stamp = self.files.get(name), disk.stamps.get(name)
            if known is not None and known.is_same(path, stamp):
                changed.discard(name)
                if not known.settled or known.stamp != stamp:
                    self.files[name] = Stamped.read(known.digest, stamp, disk.now)
            else:
                changed.add(name)
        for name in changed:
            self.files.pop(name, None)
        return changed

    def digest(self, name: str) -> str:
        """Give the digest of a file; empty when it is not known."""
        known = self.files.get(name)
        return known.digest if known is not None else ""

    def note(self, sources: Iterable[Source], disk: Disk) -> None:
        """Note files that were read after the disk was looked at."""
        for source in sources:
            self.files[source.path] = Stamped.read(source.digest, disk.stamps.get(source.path), disk.now)


def with_unsaved(listing: Listing, names: Iterable[str]) -> Listing:
    """Add files that are not on disk: those that would be read if they were, by their names."""
    on_disk = {name for _, name in files_of(listing)}
    new = [name for name in names if name not in on_disk and not _is_hidden(name)]
    if not new:
        return listing
    settings, folders = listing.settings, listing.settings.folders
    shapes, data = (_inside(settings, folder, new) for folder in (folders.shapes, folders.data))
    queries = [name for name in new if Path(name).suffix == QUERY_SUFFIX and Path(name).parent == Path(folders.queries)]
    return replace(
        listing,
        shapes=_added(listing.shapes, settings.folder, shapes),
        data=_added(listing.data, settings.folder, data),
        queries=_added(listing.queries, settings.folder, queries),
    )


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") for part in Path(name).parts)


def _inside(settings: Settings, folder: str, names: Iterable[str]) -> list[str]:
    """Give those of some files that hold triples and lie in a folder."""
    triples = (name for name in names if syntax_of(name))
    return [name for name in triples if (settings.folder / name).is_relative_to(settings.folder / folder)]


def _added(listed: Mapping[Path, str], root: Path, names: Iterable[str]) -> Mapping[Path, str]:
    """Add files to some, in the order in which they would be listed."""
    return dict(sorted({**listed, **{root / name: name for name in names}}.items()))
