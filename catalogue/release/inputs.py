"""What the documents of the last release were made of, kept beside it, so that the next build makes only others anew.

A file beside the releases has, for the documents of each resource, what was read of the edition while they were made, with
digests. It is no part of a release. Where it is missing or damaged, of another release or program, or of other settings, shapes
or queries, everything is made anew.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from catalogue import files
from catalogue.edition import KEPT_RESULT, Edition, Inputs
from catalogue.release.entries import Entry
from catalogue.release.layout import CURRENT
from catalogue.release.manifest import read_manifest
from catalogue.release.notes import Notes, Part, SameParts, digested, read_notes
from catalogue.release.packing import Packs


@dataclass(frozen=True)
class Former:
    """The last release, as far as the next one can take its documents over.

    Attributes:
        folder: where it lies.
        notes: what was read for it; None where that is not known.
        parts: the resources whose documents would be made the same again, by IRI.
        entries: its files by path.
        changed: when each of its packs was changed last, in nanoseconds, by path.
    """

    folder: Path
    notes: Notes | None = None
    parts: Mapping[str, Part] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def packs(self) -> Packs:
        """Its packs."""
        return Packs(self.folder, self.entries)

    @cached_property
    def _sound(self) -> dict[str, bool]:
        """Which packs are as they were written, as far as that was asked."""
        return {}

    def part(self, iri: str, paths: Collection[str]) -> Part | None:
        """Give the documents of a resource that would be made the same again; None when one would not.

        Args:
            iri: the resource.
            paths: the paths of its documents.
        """
        part = self.parts.get(iri)
        return part if part is not None and part.files.keys() == set(paths) else None

    def holds(self, part: Part) -> bool:
        """Tell whether the files of a resource's documents are still those that were written."""
        return all(self._holds(path, changed) for path, changed in part.files.items())

    def at(self, path: str) -> str:
        """Give where a file lies: a path object for each of so many files is slow."""
        return f"{self.folder}{os.sep}{path}"

    def _holds(self, path: str, changed: int) -> bool:
        """Tell whether a file, or the pack of a document that is in one, is as it was written; only files have a time."""
        pack = None if changed else self.packs.pack_of(path)
        if pack is None:
            return self._is_as_written(path, changed)
        if pack not in self._sound:
            self._sound[pack] = self._is_as_written(pack, self.changed.get(pack, 0))
        return self._sound[pack]

    def _is_as_written(self, path: str, changed: int) -> bool:
        entry = self.entries.get(path)
        try:
            state = os.lstat(self.at(path))
        except OSError:
            return False
        if entry is None or not stat.S_ISREG(state.st_mode):
            return False
        return (state.st_size, state.st_mtime_ns) == (entry.size, changed)


def frame_of(edition: Edition, inputs: Inputs) -> str:
    """Give the digest of what every document depends on: when it changes, none is taken over.

    Args:
        edition: the catalogue.
        inputs: what can be read of it.
    """
    origin = {name: value for name, value in edition.origin.items() if name in {"base", "address", "program", "exports"}}
    return sha256(json.dumps([origin, inputs.frame], sort_keys=True).encode()).hexdigest()


class Last:
    """What was noted of the last release; nothing where that cannot be compared with an edition.

    Args:
        edition: the catalogue.
        inputs: what can be read of it.
        folder: the folder of all releases.
        frame: what all documents of the edition depend on.
    """

    def __init__(self, edition: Edition, inputs: Inputs, folder: Path, frame: str) -> None:
        self._inputs = inputs
        self._release = files.real_path(folder / CURRENT)
        manifest = read_manifest(self._release)
        self._entries: Mapping[str, Entry] = manifest[1] if manifest is not None else {}
        notes = None if edition.exports or not self._entries else read_notes(folder)
        if notes is not None and (notes.head["release"], notes.head["frame"]) != (self._release.name, frame):
            notes = None
        self._notes = notes
        self._files: Mapping[str, str] = notes.head["files"] if notes is not None else {}

    def __len__(self) -> int:
        """Give how much was read for its documents that can be compared."""
        return self._notes.length if self._notes is not None else 0

    def changed(self, *, is_kept: bool) -> set[int]:
        """Give the numbers of what was read and is another now.

        Args:
            is_kept: whether of what `per_edition` keeps, or of all else.
        """
        noted = self._notes.keys(KEPT_RESULT, is_of=is_kept) if self._notes is not None else ()
        named = ((number, self._inputs.named(key), digest) for number, key, digest in noted)
        return {
            number
            for number, key, digest in named
            if not self._inputs.is_surely_same(key, self._files) and digested(self._inputs.digest(key)) != digest
        }

    def former(self, own: Sequence[str], changed: set[int]) -> Former:
        """Give the last release, as far as what its documents were made of is the same.

        Args:
            own: the release's own documents, which the data has a part in: where there are others, none is taken over.
            changed: the numbers of what was read and is another now.
        """
        if self._notes is None or self._notes.head["own"] != own:
            return Former(self._release, entries=self._entries)
        same = SameParts(self._notes, changed)
        return Former(self._release, self._notes, same, self._entries, self._notes.head["packs"])
