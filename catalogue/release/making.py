"""Making: the documents of an edition, resource by resource, written anew or taken over from the last release."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias

from catalogue.edition import OF_DATA, Edition, Inputs
from catalogue.publish import Document, represent, represent_in_pieces
from catalogue.reads import ALL
from catalogue.release.entries import Counted, Entry, Runs, entry_of
from catalogue.release.inputs import RESOURCES, Former
from catalogue.release.looked import NUMBER, New, Reading
from catalogue.release.notes import Part
from catalogue.release.units import Batch, Unit, other_unit


class Made(NamedTuple):
    """What one resource's documents have become.

    Attributes:
        key: what its documents are kept by.
        files: when each of its files was changed last, in nanoseconds, by path; of those that were taken over only the ones
            that have another time than in the last release.
        entries: its files; none where they were taken over.
        keys: the numbers of what was read, as the process counts it that made them.
        new: what was read that this process had not read before: its numbers go on from there.
        taken: the number of the resource among those of the last release, where its documents were taken over.
        mended: how many of them were changed or gone, but for which they would have been taken over.
    """

    key: str
    files: Mapping[str, int]
    entries: Sequence[Entry] = ()
    keys: Sequence[int] = ()
    new: New = New()
    taken: int | None = None
    mended: int = 0


class Writing(Protocol):
    """Where documents are written; each method gives when the file was changed last, in nanoseconds."""

    def write(self, path: str, data: bytes) -> int:
        """Write a file that is not there yet."""
        ...

    def write_pieces(self, path: str, pieces: Iterable[bytes]) -> int:
        """Write a file that is not there yet, some bytes after others."""
        ...

    def share(self, path: str, data: bytes, former: str) -> int:
        """Write a file that is not there yet, as `take` does where another folder has one with the same bytes."""
        ...

    def share_written(self, path: str, former: str) -> int | None:
        """Take the place of a file that was just written with one of another folder, if that has the same bytes."""
        ...

    def copy(self, path: str, other: str) -> int:
        """Give a file that has been written a second path."""
        ...

    def take(self, path: str, former: str) -> int:
        """Take a file over from another folder."""
        ...


class Maker:
    """Makes documents in one process.

    Args:
        edition: the catalogue.
        begin: begins to number what a process reads.
        former: the last release.
        writer: writes the new one.
        packs: writes the documents of what is not the release's own, where they are packed.
    """

    def __init__(
        self,
        edition: Edition,
        begin: Callable[[], Reading],
        former: Former,
        writer: Writing,
        packs: Writing | None = None,
    ) -> None:
        self._edition = edition
        self._former = former
        self._own, self._others = writer, packs or writer
        self._process = 0, 0
        self._begin, self._reading = begin, begin()

    @property
    def process(self) -> int:
        """A number of this process that no other has, also where that has ended: what `Made` counts begins anew in each."""
        process = os.getpid()
        if self._process[0] != process:
            self._process = process, int.from_bytes(os.urandom(8), "big")
            self._reading = self._begin()
        return self._process[1]

    def make(self, unit: Unit) -> Made:
        """Make the documents of a resource, or take them over where they would be the same."""
        writer = self._writer_of(unit)
        part = self._former.part(unit.key, [document.path for document in unit.documents])
        if part is not None and self._former.holds(part):
            return self._taken(self._former.parts.number(unit.key), unit.key, part, writer)
        times: dict[str, int] = {}
        entries: list[Entry] = []
        with self._edition.graph.reads.noted() as keys:
            for document in unit.documents:
                if document.same_as:
                    times[document.path] = writer.copy(document.same_as, document.path)
                    same = next(entry for entry in entries if entry.path == document.same_as)
                    entries.append(same._replace(path=document.path))
                    continue
                entry, times[document.path] = self._one(document, writer, is_own=unit.is_own)
                entries.append(entry)
        self._edition.graph.reads.common.clear()  # nobody asks for it here, and there is some of each entry
        if ALL in keys:  # what follows from the data alone is the same where all is
            keys = {key for key in keys if key == ALL or key[0] not in OF_DATA}
        numbers, new = self._reading.numbered(keys)
        return Made(unit.key, times, entries, numbers, new, mended=0 if part is None else self._former.lost(part))

    def take(self, number: int) -> Made:
        """Take the documents of a resource that is not the release's own over, or make them again where they have been changed.

        Args:
            number: the resource, among those whose documents would be the same: what documents there are is known.
        """
        key, part = self._former.parts.at(number)
        if self._former.holds(part):
            return self._taken(number, key, part, self._others)
        return self.make(other_unit(self._edition, key))._replace(mended=self._former.lost(part))

    def _taken(self, number: int, key: str, part: Part, writer: Writing) -> Made:
        taken = ((path, writer.take(path, self._former.at(path))) for path in part.files)
        return Made(key, {path: changed for path, changed in taken if changed != part.files[path]}, taken=number)

    def _one(self, document: Document, writer: Writing, *, is_own: bool) -> tuple[Entry, int]:
        """Make a document, and give when its file was changed last, in nanoseconds."""
        asked = document.iri, document.format.media_type, document.language
        pieces = represent_in_pieces(self._edition, *asked) if is_own else None
        if pieces is None:
            data = represent(self._edition, *asked)
            entry = entry_of(document.path, data, document.format.media_type)
            return entry, self._write(writer, entry, data)
        counted = Counted(pieces)
        changed = writer.write_pieces(document.path, counted)
        entry = Entry(document.path, counted.size, counted.sha256, document.format.media_type)
        shared = None
        if self._former.entries.get(entry.path) == entry:
            shared = writer.share_written(entry.path, self._former.at(entry.path))
        return entry, changed if shared is None else shared

    def put(self, unit: Unit, made: Made, data_of: Callable[[Entry], bytes]) -> Made:
        """Write the documents of a resource that another machine has made.

        Args:
            unit: the resource.
            made: what its documents have become there, in their order and without the times of the files.
            data_of: gives the bytes of a file.
        """
        times, writer = {}, self._writer_of(unit)
        for document, entry in zip(unit.documents, made.entries, strict=True):
            if document.same_as:
                times[entry.path] = writer.copy(document.same_as, entry.path)
            else:
                times[entry.path] = self._write(writer, entry, data_of(entry))
        return made._replace(files=times)

    def _writer_of(self, unit: Unit) -> Writing:
        return self._own if unit.is_own else self._others

    def _write(self, writer: Writing, entry: Entry, data: bytes) -> int:
        """Write a document, as that of the last release where it is the same."""
        if self._former.entries.get(entry.path) == entry:
            return writer.share(entry.path, data, self._former.at(entry.path))
        return writer.write(entry.path, data)


Elsewhere: TypeAlias = Callable[[Sequence[Unit], Maker], Generator[tuple[int, list[Made]], None, None]]
"""What gives the documents of some resources that other machines have made: which one by a number below 0, and what."""


class Collected:
    """What all processes have made.

    Args:
        former: the last release.
        inputs: what can be read of the edition.
        folder: where what is collected is written down.
        own: the keys of the release's own resources, whose files others tell of.

    Attributes:
        entries: all files.
        noted: what documents were made of.
        own: the files of the release's own resources, by path.
        files: how many documents there are.
        size: how many bytes they have together.
        taken: how many documents were taken over from the last release.
        mended: how many were made again since they had been changed or were gone.
    """

    def __init__(self, former: Former, inputs: Inputs, folder: Path, own: Collection[str] = ()) -> None:
        self.entries = Runs(folder)
        self.noted = former.noted(folder, inputs)
        self.own: dict[str, Entry] = {}
        self.files = self.size = self.taken = self.mended = 0
        self._keys_of_own = own
        self._former = former
        self._numbers: dict[int, array[int]] = {}
        self._listed: array[int] | None = None

    def note_listing(self, batch: Batch) -> Batch:
        """Note what was read to list some of the resources that the data has."""
        self._listed = array(NUMBER) if self._listed is None else self._listed
        known = array(NUMBER)
        self.noted.looked.learn(known, batch.new)
        self._listed.extend(known[number] for number in batch.keys)
        return batch

    def keep_listing(self) -> None:
        """Keep what was read to list the resources that the data has: that of the last release where nothing was noted."""
        self.noted.add(RESOURCES, {}, self._former.parts[RESOURCES].keys if self._listed is None else self._listed)

    def add(self, process: int, made: Made) -> None:
        """Add what a process has made, by the process's number."""
        if made.taken is None:
            known = self._numbers.setdefault(process, array(NUMBER))
            self.noted.looked.learn(known, made.new)
            entries: Sequence[Entry] = made.entries
            self.noted.add(made.key, made.files, (known[number] for number in made.keys))
            self.mended += made.mended
        else:
            files = self._former.parts.files(made.taken)
            entries = [self._former.entries[path] for path in files]
            if made.files:
                self.noted.add(made.key, {**files, **made.files}, self._former.parts.at(made.taken)[1].keys)
            else:
                self.noted.repeat(self._former.parts.written(made.taken))
            self.taken += len(entries)
        self.entries.add(entries)
        self.files += len(entries)
        self.size += sum(entry.size for entry in entries)
        if made.key in self._keys_of_own:
            self.own.update((entry.path, entry) for entry in entries)

    def close(self) -> None:
        """Close the files that it is written to."""
        self.noted.close()
