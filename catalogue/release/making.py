"""Making: the documents of an edition, resource by resource, written anew or taken over from the last release."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeAlias

from catalogue.edition import OF_DATA, Edition, Inputs
from catalogue.publish import (
    Document,
    Publication,
    Resource,
    files_of,
    find_resource,
    for_hosts,
    own_resources,
    publication,
    represent,
    resources,
)
from catalogue.reads import ALL, Key
from catalogue.release.inputs import RESOURCES, Former, Noted, Part
from catalogue.release.looked import Looked
from catalogue.release.manifest import Entry, entry_of


class Unit(NamedTuple):
    """The documents of one resource, which are made together.

    Attributes:
        iri: the resource.
        kind: its kind.
        documents: its documents.
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
    yield from own_units(edition)
    yield from other_units(edition)


def own_units(edition: Edition) -> Iterator[Unit]:
    """List the release's own resources with their documents."""
    for resource in for_hosts(edition):
        is_last = any(kind.describes_files for kind in resource.document_kinds)
        yield Unit(resource.iri, resource.kind, list(resource.documents(edition)), is_own=True, is_last=is_last)
    for resource in own_resources(edition).values():
        yield from _units(edition, resource, is_own=True)


def other_units(edition: Edition) -> Iterator[Unit]:
    """List the resources that the data has with their documents."""
    own, reads = own_resources(edition), edition.graph.reads
    with reads.noted() as keys:  # so that the list is kept for the documents that go through it
        listed = resources(edition)
    reads.repeat(keys)
    for resource in listed:
        if resource.iri not in own:
            yield from _units(edition, resource, is_own=False)


def other_unit(edition: Edition, key: str) -> Unit:
    """Give one of those that `other_units` lists, by its key."""
    resource = find_resource(edition, key.removesuffix(f" {LAST}"))
    units = _units(edition, resource, is_own=False) if resource is not None else ()
    return next(unit for unit in units if unit.key == key)


def _units(edition: Edition, resource: Resource[Publication], *, is_own: bool) -> Iterator[Unit]:
    """Give the documents of a resource, and apart from them those that are made last."""
    together = publication(edition).registry.resources[resource.kind].together
    last = {kind.format for kind in resource.document_kinds if kind.describes_files}
    files = list(files_of(edition, resource))
    for is_last in (False, True):
        documents = [document for document in files if (document.format in last) is is_last]
        if documents:
            yield Unit(resource.iri, resource.kind, documents, is_own, is_last, together)


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
        new: what was read that this process had not read before: its numbers go on from there. What is surely as it was for the
            last release is named by its number there.
    """

    key: str
    files: Mapping[str, int]
    entries: Sequence[Entry] = ()
    keys: Sequence[int] = ()
    new: Sequence[int | Looked] = ()


class Writing(Protocol):
    """Where documents are written; each method gives when the file was changed last, in nanoseconds."""

    def write(self, path: str, data: bytes) -> int:
        """Write a file that is not there yet."""
        ...

    def share(self, path: str, data: bytes, former: str) -> int:
        """Write a file that is not there yet, as `take` does where another folder has one with the same bytes."""
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
        self._former = former
        self._own, self._others = writer, packs or writer
        self._numbering = former.numbering(inputs)

    def make(self, unit: Unit) -> Made:
        """Make the documents of a resource, or take them over where they would be the same."""
        writer = self._writer_of(unit)
        part = self._former.part(unit.key, [document.path for document in unit.documents])
        if part is not None and self._former.holds(part):
            return self._taken(unit.key, part, writer)
        times: dict[str, int] = {}
        entries: list[Entry] = []
        with self._edition.graph.reads.noted() as keys:
            for document in unit.documents:
                if document.same_as:
                    times[document.path] = writer.copy(document.same_as, document.path)
                    same = next(entry for entry in entries if entry.path == document.same_as)
                    entries.append(same._replace(path=document.path))
                    continue
                data = represent(self._edition, document.iri, document.format.media_type, document.language)
                entry = entry_of(document.path, data, document.format.media_type)
                entries.append(entry)
                times[document.path] = self._write(writer, entry, data)
        if ALL in keys:  # what follows from the data alone is the same where all is
            keys = {key for key in keys if key == ALL or key[0] not in OF_DATA}
        numbers, new = self._numbering.numbered(keys)
        return Made(unit.key, times, entries, numbers, new)

    def take(self, key: str) -> Made:
        """Take the documents of a resource that is not the release's own over, or make them again where they have been changed.

        Args:
            key: what they are kept by: that they would be the same, and what documents there are, is known.
        """
        part = self._former.parts[key]
        if self._former.holds(part):
            return self._taken(key, part, self._others)
        return self.make(other_unit(self._edition, key))

    def _taken(self, key: str, part: Part, writer: Writing) -> Made:
        taken = ((path, writer.take(path, self._former.at(path))) for path in part.files)
        return Made(key, {path: changed for path, changed in taken if changed != part.files[path]})

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
    """

    def __init__(self, former: Former, inputs: Inputs) -> None:
        self.entries: list[Entry] = []
        self.noted = Noted.upon(former, inputs)
        self._former = former
        self._keys: dict[int, list[int]] = {}

    def note_resources(self, read: Iterable[Key] | None, inputs: Inputs) -> None:
        """Note what was read to list the resources that the data has; None where they are those of the last release."""
        if read is None:
            self.noted.take(RESOURCES, self._former.parts[RESOURCES], {})
            return
        numbers, new = self._former.numbering(inputs).numbered(read)
        known: list[int] = []
        self.noted.looked.learn(known, new)
        self.noted.add(RESOURCES, {}, [known[number] for number in numbers])

    def add(self, process: int, made: Made) -> None:
        """Add what a process has made, by the process's number."""
        if made.entries:
            known = self._keys.setdefault(process, [])
            self.noted.looked.learn(known, made.new)
            self.entries += made.entries
            self.noted.add(made.key, made.files, [known[number] for number in made.keys])
        else:
            part: Part = self._former.parts[made.key]
            self.entries += (self._former.entries[path] for path in part.files)
            self.noted.take(made.key, part, made.files)


class Listed(NamedTuple):
    """The resources that the data has.

    Attributes:
        units: those whose documents are made, or taken over where they would be the same.
        taken: what the documents are kept by of all others, which would be the same and are known.
        read: what was read to list them; None where they are those of the last release.
    """

    units: Sequence[Unit]
    taken: Sequence[str] = ()
    read: Collection[Key] | None = None


def list_others(edition: Edition, former: Former, own: Collection[str]) -> Listed:
    """List the resources that the data has: those of the last release, where what tells which there are is the same.

    Args:
        edition: the catalogue.
        former: the last release.
        own: what the documents of the release's own resources are kept by.
    """
    gone, taken = ([key for key in keys if key not in own and key != RESOURCES] for keys in (former.gone, former.parts))
    if RESOURCES in former.parts and not any(key.endswith(f" {LAST}") for key in (*gone, *taken)):
        return Listed([other_unit(edition, key) for key in gone], taken)
    with edition.graph.reads.noted_thoroughly() as read:
        return Listed(list(other_units(edition)), read=read)


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


def pieces_taken(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    """Part the documents that are taken over into pieces of work, by what they are kept by."""
    yield from (keys[start : start + _TAKEN_TOGETHER] for start in range(0, len(keys), _TAKEN_TOGETHER))


_MADE_TOGETHER, _TAKEN_TOGETHER = 20, 400
