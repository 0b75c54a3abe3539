"""Making: the documents of an edition, resource by resource, written anew or taken over from the last release."""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol, TypeAlias, overload

from catalogue.edition import OF_DATA, Edition, Inputs, Written
from catalogue.publish import (
    Document,
    files_of,
    find_resource,
    for_hosts,
    own_resources,
    publication,
    represent,
    represent_in_pieces,
    resources,
)
from catalogue.reads import ALL
from catalogue.release.entries import Counted, Entry, Runs, entry_of
from catalogue.release.inputs import Former
from catalogue.release.notes import Noted, Part


class Unit(NamedTuple):
    """The documents of one resource, which are made together.

    Attributes:
        iri: the resource.
        kind: its kind.
        documents: its documents; those of entries, of which there are very many, are listed anew each time.
        is_own: whether it is the release's own: a list, a dump, a query; there are few, and some take long.
        is_last: whether the documents say how long others are, and are made after them.
        together: what is computed once for its documents and those of others, which one process makes; or empty.
    """

    iri: str
    kind: str
    documents: Sequence[Document]
    is_own: bool
    is_last: bool = False
    together: str = ""

    @property
    def key(self) -> str:
        """What it is kept by: a resource may have documents that are made after all others beside those that are not."""
        return f"{self.iri} {LAST}" if self.is_last else self.iri


def units_of(edition: Edition) -> Iterator[Unit]:
    """List the resources of an edition with their documents: those of the release itself, then those that the data has."""
    kinds = publication(edition).registry.resources
    for resource in for_hosts(edition):
        is_last = any(kind.describes_files for kind in resource.document_kinds)
        yield Unit(resource.iri, resource.kind, list(resource.documents(edition)), is_own=True, is_last=is_last)
    own = own_resources(edition)
    for resource in resources(edition):
        last = {kind.format for kind in resource.document_kinds if kind.describes_files}
        files = list(files_of(edition, resource))
        is_own, together = resource.iri in own, kinds[resource.kind].together
        if not is_own and not last:
            yield Unit(resource.iri, resource.kind, _Listed(edition, resource.iri, len(files)), is_own=False, together=together)
            continue
        for is_last in (False, True):
            documents = [document for document in files if (document.format in last) is is_last]
            if documents:
                yield Unit(resource.iri, resource.kind, documents, is_own, is_last, together)


class _Listed(Sequence[Document]):
    """All documents of a resource, which are listed when they are asked for.

    Args:
        edition: the catalogue.
        iri: the resource.
        count: how many there are.
    """

    __slots__ = ("_count", "_edition", "_iri")

    def __init__(self, edition: Edition, iri: str, count: int) -> None:
        self._edition = edition
        self._iri = iri
        self._count = count

    def __iter__(self) -> Iterator[Document]:
        resource = find_resource(self._edition, self._iri)
        return iter(()) if resource is None else files_of(self._edition, resource)

    @overload
    def __getitem__(self, index: int) -> Document: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Document]: ...

    def __getitem__(self, index: int | slice) -> Document | Sequence[Document]:
        return list(self)[index]

    def __len__(self) -> int:
        return self._count


LAST = "last"
"""What stands behind the IRI of a resource, and in no IRI, for those of its documents that are made last."""


class Made(NamedTuple):
    """What one resource's documents have become.

    Attributes:
        key: what its documents are kept by.
        files: when each of its files was changed last, in nanoseconds, by path; of those that were taken over only the ones
            that have another time than in the last release.
        entries: its files; none where they were taken over.
        keys: the numbers of what was read, as the process counts it that made them.
        new: what was read that this process had not read before, with its digest: its numbers go on from there.
    """

    key: str
    files: Mapping[str, int]
    entries: Sequence[Entry] = ()
    keys: Sequence[int] = ()
    new: Sequence[tuple[Written, str]] = ()


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
        inputs: what can be read of it.
        former: the last release.
        writer: writes the new one.
        packs: writes the documents of what is not the release's own, where they are packed.
    """

    def __init__(self, edition: Edition, inputs: Inputs, former: Former, writer: Writing, packs: Writing | None = None) -> None:
        self._edition = edition
        self._inputs = inputs
        self._former = former
        self._own, self._others = writer, packs or writer
        self._numbers: dict[object, int] = {}
        self._process = 0, 0

    @property
    def process(self) -> int:
        """A number of this process that no other has, also where that has ended: what `Made` counts begins anew in each."""
        process = os.getpid()
        if self._process[0] != process:
            self._process = process, int.from_bytes(os.urandom(8), "big")
            self._numbers = {}
        return self._process[1]

    def make(self, unit: Unit) -> Made:
        """Make the documents of a resource, or take them over where they would be the same."""
        writer = self._writer_of(unit)
        part = self._former.part(unit.key, [document.path for document in unit.documents])
        if part is not None and self._former.holds(part):
            taken = ((path, writer.take(path, self._former.at(path))) for path in part.files)
            return Made(unit.key, {path: changed for path, changed in taken if changed != part.files[path]})
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
        if ALL in keys:  # what follows from the data alone is the same where all is
            keys = {key for key in keys if key == ALL or key[0] not in OF_DATA}
        known = len(self._numbers)
        numbers = [self._numbers.setdefault(key, len(self._numbers)) for key in keys]
        new = [key for key, number in zip(keys, numbers, strict=True) if number >= known]
        written = [(self._inputs.written(key), self._inputs.digest(key)) for key in new]
        return Made(unit.key, times, entries, numbers, written)

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
        folder: where what is collected is written down.
        own: the keys of the release's own resources, whose files others tell of.
    """

    def __init__(self, former: Former, folder: Path, own: Collection[str] = ()) -> None:
        self.entries = Runs(folder)
        self.noted = Noted(folder, former.notes)
        self.own: dict[str, Entry] = {}
        self._keys_of_own = own
        self._former = former
        self._numbers: dict[int, array[int]] = {}

    def add(self, process: int, made: Made) -> None:
        """Add what a process has made, by the process's number."""
        if made.entries:
            known = self._numbers.setdefault(process, array("I"))
            known.extend(self.noted.number(key, digest) for key, digest in made.new)
            entries: Sequence[Entry] = made.entries
            self.noted.add(made.key, made.files, (known[number] for number in made.keys))
        else:
            part: Part = self._former.parts[made.key]
            entries = [self._former.entries[path] for path in part.files]
            self.noted.add(made.key, {**part.files, **made.files}, part.keys)
        self.entries.add(entries)
        if made.key in self._keys_of_own:
            self.own.update((entry.path, entry) for entry in entries)

    def close(self) -> None:
        """Close the files that it is written to."""
        self.noted.close()


def pieces(units: Sequence[Unit], former: Former) -> Iterator[Sequence[int]]:
    """Part resources into pieces of work: what may take long alone and first, the last kinds of which ask queries.

    Args:
        units: the resources.
        former: the last release; what is taken over from it takes no time to speak of.

    Yields:
        The numbers of resources, but for the documents that are made last.
    """
    anew: list[int] = []
    same: list[int] = []
    for number, unit in enumerate(units):
        if unit.is_last:
            continue
        (same if unit.key in former.parts else anew).append(number)
    together: dict[str, list[int]] = {}
    for number in anew:
        together.setdefault(units[number].together, []).append(number)
    alone = together.pop("", [])
    yield from together.values()
    yield from ([number] for number in reversed(alone) if units[number].is_own)
    things = [number for number in alone if not units[number].is_own]
    for numbers, most in ((things, _MADE_TOGETHER), (same, _TAKEN_TOGETHER)):
        yield from (numbers[start : start + most] for start in range(0, len(numbers), most))


_MADE_TOGETHER, _TAKEN_TOGETHER = 20, 400
