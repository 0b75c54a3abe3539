"""What the documents of the last release were made of, kept beside it, so that the next build makes only others anew.

A file beside the releases has, for the documents of each resource, what was read of the edition while they were made, with
digests. It is no part of a release. Where it is missing or damaged, of another release or program, or of other settings, shapes
or queries, everything is made anew.
"""

from __future__ import annotations

import json
import os
import stat
from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from catalogue import files
from catalogue.columns.following import following
from catalogue.edition import Edition, Inputs, Written
from catalogue.release.changes import changed_terms, dump_iri, dump_path
from catalogue.release.entries import Entry
from catalogue.release.layout import CURRENT
from catalogue.release.looked import DIGEST, NUMBER, UNKNOWN
from catalogue.release.manifest import read_manifest
from catalogue.release.notes import Noted, Notes, Part, SameParts, read_notes
from catalogue.release.packing import Packs
from catalogue.release.unchanged import Unchanged

RESOURCES = "resources"
"""What stands for the list of the resources that the data has, where IRIs stand: what was read to make it is noted."""


class Compared(NamedTuple):
    """What was read for a release, compared with an edition; by number.

    Attributes:
        digests: the digests of what look-ups give now, one behind the other.
        asked: whether each was looked up again: 1, or 0.
        changed: whether it gives another thing now: 1, or 0.
    """

    digests: bytearray
    asked: bytearray
    changed: bytearray

    def learn(self, number: int, digest: bytes) -> bool:
        """Note what a look-up gives now, and tell whether that is another thing."""
        place = slice(DIGEST * number, DIGEST * (number + 1))
        self.asked[number] = 1
        self.changed[number] = self.digests[place] != digest
        self.digests[place] = digest
        return bool(self.changed[number])


@dataclass(frozen=True)
class Former:
    """The last release, as far as the next one can take its documents over.

    Attributes:
        folder: where it lies.
        notes: what was read for it; None where that is not known.
        compared: what was read, compared with the edition.
        parts: the resources whose documents would be made the same again, by IRI.
        entries: its files by path.
        changed: when each of its packs was changed last, in nanoseconds, by path.
    """

    folder: Path
    notes: Notes | None = None
    compared: Compared = field(default_factory=lambda: Compared(bytearray(), bytearray(), bytearray()))
    parts: SameParts = field(default_factory=SameParts)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)

    def noted(self, folder: Path, inputs: Inputs) -> Noted:
        """Give what collects what documents are made of, with what was read for the last release as it is now.

        Args:
            folder: where it is written down.
            inputs: what can be read of the edition.
        """
        if self.notes is None:
            return Noted(folder, inputs)
        noted = Noted(folder, inputs, self.notes.known(self.compared.digests))
        noted.renew(self.notes, self.compared.asked)
        return noted

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

    def lost(self, part: Part) -> int:
        """Count the files of a resource's documents that are no longer those that were written."""
        return sum(not self._holds(path, changed) for path, changed in part.files.items())

    def at(self, path: str) -> str:
        """Give where a file lies: a path object for each of so many files is slow."""
        return f"{self.folder}{os.sep}{path}"

    def _holds(self, path: str, changed: int) -> bool:
        """Tell whether a file, or the pack of a document that is in one, is as it was written; only files have a time."""
        pack = None if changed else self.packs.pack_of(path)
        if pack is None:
            return self.is_as_written(path, changed)
        if pack not in self._sound:
            self._sound[pack] = self.is_as_written(pack, self.changed.get(pack, 0))
        return self._sound[pack]

    def is_as_written(self, path: str, changed: int) -> bool:
        """Tell whether a file is as it was written, by its size and when it was changed last, in nanoseconds."""
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
        own: the release's own documents, which the data has a part in: where there were others, nothing is taken over.
    """

    def __init__(self, edition: Edition, inputs: Inputs, folder: Path, frame: str, own: Sequence[str]) -> None:
        self._own = own
        self._inputs = inputs
        self._release = files.real_path(folder / CURRENT)
        manifest = read_manifest(self._release)
        self._entries: Mapping[str, Entry] = manifest[1] if manifest is not None else {}
        notes = None if edition.exports or not self._entries else read_notes(folder)
        named = self._release.name, frame, own
        if notes is not None and (notes.head["release"], notes.head["frame"], notes.head["own"]) != named:
            notes = None
        self._notes = notes
        self._edition = edition

    def begin(self) -> Compared:
        """Compare what was read, and follows from no other look-up, with what is now: what cannot be another is not asked for.

        What is stated of a term is asked for where files that differ have it.
        """
        notes = self._notes
        if notes is None:
            return Compared(bytearray(), bytearray(), bytearray())
        compared = Compared(notes.digests(), bytearray(notes.length), bytearray(notes.length))
        terms = self._changed_terms(notes)
        for number, (written, count) in enumerate(zip(notes.lines(), notes.counts, strict=True)):
            if count <= 0 and self._may_differ(written, count, notes, terms):
                compared.learn(number, self._now(written))
        return compared

    def surely_anew(self, compared: Compared) -> Collection[str]:
        """Give the keys of those of the release's own resources that are known to be made anew before all is compared.

        Args:
            compared: what `begin` gave.

        Returns:
            All, where nothing is taken over; else those that read what has changed, and follows from nothing else.
        """
        notes, keys = self._notes, {json.loads(each)[0] for each in self._own}
        if notes is None:
            return keys
        if 1 not in compared.changed:
            return ()
        is_changed = compared.changed.__getitem__
        own_parts = ((place, key, count) for place, key, count in notes.parts() if key in keys)
        return {key for place, key, count in own_parts if any(map(is_changed, notes.numbers(place, count)))}

    def unchanged(self, compared: Compared) -> Unchanged | None:
        """Give the look-ups that surely give what they gave; None where none are noted.

        Args:
            compared: what `begin` gave.
        """
        return Unchanged(self._notes, compared.changed) if self._notes is not None else None

    def compare(self, compared: Compared) -> Compared:
        """Compare all that was read: what follows from other look-ups, too, where one of these gives another thing.

        Args:
            compared: what `begin` gave.
        """
        notes, is_more = self._notes, 1 in compared.changed
        grounds = notes.grounds() if notes is not None else array(NUMBER)
        while notes is not None and is_more:
            is_more = False
            for number in following(notes.counts, grounds, compared.changed):
                if not compared.asked[number]:
                    is_more |= compared.learn(number, self._now(notes.key(number)))
        return compared

    @property
    def files(self) -> Former:
        """The last release as far as its files go, of which it is not known what they were made of."""
        return Former(self._release, entries=self._entries)

    def _now(self, written: Written) -> bytes:
        return bytes.fromhex(self._inputs.digest(self._inputs.named(written)))

    def _may_differ(self, written: Written, count: int, notes: Notes, terms: Collection[str] | None) -> bool:
        """Tell whether a look-up may give another thing that follows from no other look-up, or it is not known from which."""
        if count == UNKNOWN:
            return not self._inputs.is_surely_same(self._inputs.named(written), notes.head["files"])
        return self._inputs.is_about(written, terms)

    def _changed_terms(self, notes: Notes) -> Collection[str] | None:
        """Give the terms of the statements in files that differ, as `Inputs.is_about` takes them; None where not known."""
        path, iri = dump_path(self._edition), dump_iri(self._edition)
        times = (notes.files(place).get(path, 0) for place, each, _ in notes.parts() if each == iri)
        if not Former(self._release, entries=self._entries).is_as_written(path, next(times, 0)):
            return None
        terms = changed_terms(self._edition, notes.head["files"], self._release / path)
        return None if terms is None else self._inputs.as_values(terms)

    def former(self, compared: Compared) -> Former:
        """Give the last release, as far as what its documents were made of is the same.

        Args:
            compared: what was read and is another now.
        """
        if self._notes is None:
            return self.files
        same = SameParts(self._notes, compared.changed)
        return Former(self._release, self._notes, compared, same, self._entries, self._notes.head["packs"])
