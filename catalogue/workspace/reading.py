"""Reading: the files of an open catalogue, on disk or unsaved, of which only those are read that are not known."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from catalogue import sources
from catalogue.config import FILE_NAME
from catalogue.edition import QUERY_SUFFIX, Edition, Known, Listing, read_listed
from catalogue.errors import CatalogueError
from catalogue.files import real_path
from catalogue.sources import Source
from catalogue.workspace.base import Base
from catalogue.workspace.disk import Disk, Seen, files_of, with_unsaved
from catalogue.workspace.stamps import Stamped

MOST_CHANGED = 4 * 1024 * 1024
"""How many bytes of data may have changed since a base was made before a new one is made."""

SHARE = 8
"""Which part of all bytes of data may have changed since a base was made before a new one is made."""


class Files:
    """The files of an open catalogue.

    Args:
        folder: the catalogue's folder.

    Attributes:
        seen: what is known of the files on disk.
        texts: the unsaved texts, by name.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.seen = Seen()
        self.texts: dict[str, bytes] = {}
        self._disk: Disk | None = None
        self._unsaved: dict[str, Source] = {}
        self._read: dict[str, Source] = {}
        self._listed: frozenset[tuple[Path, str]] = frozenset()
        self._conditions = ""

    def set_text(self, path: str | Path, text: bytes | None) -> bool:
        """Lay an unsaved text over a file, or take it away when None.

        Returns:
            Whether it was another one before.
        """
        root = real_path(self._folder)
        name = sources.name_of(root / path, root)
        if text == self.texts.get(name):
            return False
        self._unsaved.pop(name, None)
        if text is None:
            del self.texts[name]
        else:
            self.texts[name] = text
        return True

    @property
    def disk(self) -> Disk:
        """The disk as it was when it was last looked at.

        Raises:
            CatalogueError: the settings are missing or wrong.
        """
        if self._disk is None:
            self.look()
        assert self._disk is not None  # noqa: S101 - it was looked at
        return self._disk

    def forget(self) -> None:
        """Forget what the disk is like: it is looked at when it is next asked for."""
        self._disk = None

    def look(self) -> set[str]:
        """Look at the disk.

        Returns:
            The names of the files that are not known to be as they were.

        Raises:
            CatalogueError: the settings are missing or wrong.
        """
        self.forget()
        disk = Disk.look(self._folder)
        changed = self.seen.survey(disk)
        changed |= {name for _, name in self._listed.symmetric_difference(files_of(disk.listing))}  # a link to a known file
        if disk.conditions != self._conditions:
            changed.add(FILE_NAME)
        self._disk = disk
        return changed

    def recall(self, files: Mapping[str, Stamped]) -> None:
        """Take over what is known of files on disk, as they were read by another process."""
        self.seen = Seen(files)
        self.seen.survey(self.disk)

    def base_of(self, edition: Edition) -> Base | None:
        """Make a base of an edition that lies upon none; None when one cannot lie upon it."""
        names = self.listing.data.values()
        return Base.of(edition, self.disk.conditions) if len(set(names)) == len(names) else None

    @property
    def listing(self) -> Listing:
        """The files, with those that are not on disk yet."""
        return with_unsaved(self.disk.listing, self.texts)

    def read(self, base: Base | None, former: Edition | None) -> tuple[Edition, bool]:
        """Read what has changed.

        Args:
            base: what the data may lie upon, or None.
            former: the edition that was read before, or None.

        Returns:
            The edition, and whether it lies upon the base: not when that was made under other conditions, or when much has
            changed since.

        Raises:
            CatalogueError: there are no shapes, or a file cannot be read: then the disk is looked at again the next time.
        """
        try:
            return self._read_listed(base, former)
        except CatalogueError:
            self.forget()
            raise

    def _read_listed(self, base: Base | None, former: Edition | None) -> tuple[Edition, bool]:
        disk, listing = self.disk, self.listing
        if disk.conditions != self._conditions:
            self._read, self._unsaved, self._conditions, former = {}, {}, disk.conditions, None
        for name, text in self.texts.items():
            if name not in self._unsaved:
                self._unsaved[name] = _parsed(text, name, listing.settings.literal_limit)
        base = base if base is not None and self._is_little(base, listing) else None
        known = Known(self._known(listing.shapes), self._data(listing, base), self._known(listing.queries))
        edition = read_listed(listing, known, base.layer if base else None, former)
        self._note(edition, known)
        return edition, base is not None

    def _digest(self, name: str) -> str:
        """Give the digest of a file; empty when it must be read for that."""
        return self._unsaved[name].digest if name in self._unsaved else self.seen.digest(name)

    def _size(self, name: str) -> int:
        if name in self.texts:
            return len(self.texts[name])
        stamp = self.disk.stamps.get(name)
        return stamp.size if stamp is not None else 0

    def _is_little(self, base: Base, listing: Listing) -> bool:
        """Tell whether the data may lie upon a base, and so little has changed since that nothing is gained by reading all."""
        names = listing.data.values()
        are_distinct = len(set(names)) == len(names)  # else a digest does not say which file it is of
        if base.conditions != self.disk.conditions or not are_distinct:
            return False
        changed = sum(self._size(name) for name in names if self._digest(name) != base.digests.get(name))
        return changed <= min(MOST_CHANGED, sum(map(self._size, names)) // SHARE)

    def _known(self, listed: Mapping[Path, str]) -> dict[str, Source]:
        """Give the files that are known with their statements."""
        read = ((name, self._unsaved.get(name) or self._as_read(name)) for name in listed.values())
        return {name: source for name, source in read if source is not None}

    def _as_read(self, name: str) -> Source | None:
        source = self._read.get(name)
        return source if source is not None and source.digest == self.seen.digest(name) else None

    def _data(self, listing: Listing, base: Base | None) -> dict[str, Source]:
        """Give the data files that are known; upon a base also the others, which are read and held with their statements.

        Where there is no base, the others are forgotten as soon as their statements are in the columns: they may be very many.
        """
        if base is None:
            return self._known(listing.data)
        known, missing = {}, []
        for path, name in listing.data.items():
            laid = base.sources.get(name) if base.digests.get(name) == self._digest(name) else None
            source = self._unsaved.get(name) or laid or self._as_read(name)
            if source is not None:
                known[name] = source
            else:
                missing.append(path)
        settings = listing.settings
        read = sources.read_all(missing, settings.folder, settings.literal_limit)
        return known | {source.path: source for source in read}

    def _note(self, edition: Edition, known: Known) -> None:
        """Note what was read of the disk, and hold what the next reading may need."""
        read = [source for source in (*edition.shapes, *edition.data, *edition.queries) if source.path not in self.texts]
        self._listed = frozenset(files_of(self.disk.listing))
        self.seen.note((source for source in read if source.digest != self.seen.digest(source.path)), self.disk)
        held = [*edition.shapes, *edition.queries, *(source for source in known.data.values() if len(source.triples))]
        self._read = {source.path: source for source in held if source.path not in self.texts}


def _parsed(text: bytes, name: str, limit: int) -> Source:
    return sources.words_of(text, name) if name.endswith(QUERY_SUFFIX) else sources.parse(text, name, limit)
