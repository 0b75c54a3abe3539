"""Making: the documents of an edition, resource by resource, written anew or taken over from the last release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from catalogue.edition import OF_DATA, Edition, Inputs, Written
from catalogue.publish import Document, represent
from catalogue.publish.search import INDEX
from catalogue.reads import ALL
from catalogue.release.disk import Writer
from catalogue.release.inputs import Former, Noted, Part
from catalogue.release.manifest import Entry, entry_of


class Unit(NamedTuple):
    """The documents of one resource, which are made together.

    Attributes:
        iri: the resource.
        kind: its kind.
        documents: its documents.
        is_own: whether it is the release's own: a list, a dump, a query; there are few, and some take long.
        is_last: whether the documents say how long others are, and are made after them.
    """

    iri: str
    kind: str
    documents: Sequence[Document]
    is_own: bool
    is_last: bool = False

    @property
    def key(self) -> str:
        """What it is kept by: a resource may have documents that are made after all others beside those that are not."""
        return f"{self.iri} {LAST}" if self.is_last else self.iri


LAST = "last"
"""What stands behind the IRI of a resource, and in no IRI, for those of its documents that are made last."""


class Made(NamedTuple):
    """What one resource's documents have become.

    Attributes:
        key: what its documents are kept by.
        files: when each of its files was changed last, by path.
        entries: its files; none where they were taken over.
        keys: the numbers of what was read, as the process counts it that made them.
        new: what was read that this process had not read before, with its digest: its numbers go on from there.
    """

    key: str
    files: Mapping[str, int]
    entries: Sequence[Entry] = ()
    keys: Sequence[int] = ()
    new: Sequence[tuple[Written, str]] = ()


class Maker:
    """Makes documents in one process.

    Args:
        edition: the catalogue.
        inputs: what can be read of it.
        former: the last release.
        folder: where the new one is written.
    """

    def __init__(self, edition: Edition, inputs: Inputs, former: Former, folder: Path) -> None:
        self._edition = edition
        self._inputs = inputs
        self._former = former
        self._writer = Writer(folder)
        self._numbers: dict[object, int] = {}

    def make(self, unit: Unit) -> Made:
        """Make the documents of a resource, or take them over where they would be the same."""
        part = self._former.part(unit.key, [document.path for document in unit.documents])
        if part is not None and self._former.holds(part):
            return Made(unit.key, {path: self._writer.take(path, self._former.at(path)) for path in part.files})
        times: dict[str, int] = {}
        entries: list[Entry] = []
        with self._edition.graph.reads.noted() as keys:
            for document in unit.documents:
                if document.same_as:
                    times[document.path] = self._writer.copy(document.same_as, document.path)
                    same = next(entry for entry in entries if entry.path == document.same_as)
                    entries.append(same._replace(path=document.path))
                    continue
                data = represent(self._edition, document.iri, document.format.media_type, document.language)
                entry = entry_of(document.path, data, document.format.media_type)
                entries.append(entry)
                if self._former.entries.get(document.path) == entry:
                    times[document.path] = self._writer.share(document.path, data, self._former.at(document.path))
                else:
                    times[document.path] = self._writer.write(document.path, data)
        if ALL in keys:  # what follows from the data alone is the same where all is
            keys = {key for key in keys if key == ALL or key[0] not in OF_DATA}
        known = len(self._numbers)
        numbers = [self._numbers.setdefault(key, len(self._numbers)) for key in keys]
        new = [key for key, number in zip(keys, numbers, strict=True) if number >= known]
        written = [(self._inputs.written(key), self._inputs.digest(key)) for key in new]
        return Made(unit.key, times, entries, numbers, written)


class Collected:
    """What all processes have made.

    Args:
        former: the last release.
    """

    def __init__(self, former: Former) -> None:
        self.entries: list[Entry] = []
        self.noted = Noted.upon(former)
        self._former = former
        self._keys: dict[int, list[tuple[Written, str]]] = {}

    def add(self, process: int, made: Made) -> None:
        """Add what a process has made, by the process's number."""
        if made.entries:
            known = self._keys.setdefault(process, [])
            known += made.new
            self.entries += made.entries
            self.noted.add(made.key, made.files, (known[number] for number in made.keys))
        else:
            part: Part = self._former.parts[made.key]
            self.entries += (self._former.entries[path] for path in made.files)
            self.noted.take(made.key, part, made.files)


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
    yield from ([number] for number in reversed(anew) if units[number].is_own)
    yield from filter(None, [[number for number in anew if units[number].kind == INDEX]])  # of one computation
    things = [number for number in anew if not units[number].is_own and units[number].kind != INDEX]
    for numbers, most in ((things, _MADE_TOGETHER), (same, _TAKEN_TOGETHER)):
        yield from (numbers[start : start + most] for start in range(0, len(numbers), most))


_MADE_TOGETHER, _TAKEN_TOGETHER = 20, 400
