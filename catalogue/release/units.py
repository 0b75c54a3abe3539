"""Units: the documents of an edition by resource, listed, and parted into pieces of work."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple, overload

from catalogue.edition import Edition
from catalogue.publish import (
    Document,
    Publication,
    Resource,
    files_of,
    find_resource,
    for_hosts,
    own_resources,
    publication,
    resources,
)
from catalogue.reads import Key
from catalogue.release.inputs import RESOURCES, Former
from catalogue.release.looked import NUMBER


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
    own = own_resources(edition)
    for resource in resources(edition):
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
    if not is_own and not last:
        yield Unit(resource.iri, resource.kind, _Listed(edition, resource.iri, len(files)), is_own=False, together=together)
        return
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


class Listed(NamedTuple):
    """The resources that the data has.

    Attributes:
        units: those whose documents are made, or taken over where they would be the same.
        taken: all others, which would be the same and are known, by their numbers among those of the last release.
        files: how many documents those have that are taken.
    """

    units: Sequence[Unit]
    taken: Sequence[int] = ()
    files: int = 0


def list_others(
    edition: Edition, former: Former, own: Collection[str], note: Callable[[Iterable[Key]], None], *, is_anew: bool
) -> Listed:
    """List the resources that the data has: those of the last release, where what tells which there are is the same.

    Args:
        edition: the catalogue.
        former: the last release.
        own: what the documents of the release's own resources are kept by.
        note: notes what was read to list them, some of it at a time; it is not called where they are those of the last release.
        is_anew: whether all of them are listed in any case.
    """
    if not is_anew and RESOURCES in former.parts:
        gone = [key for key in former.parts.gone() if key not in own]
        taken, files, is_any_last = array(NUMBER), 0, any(key.endswith(_MADE_LAST) for key in gone)
        for number, (key, count) in enumerate(former.parts.names()):
            if key not in own and key != RESOURCES:
                taken.append(number)
                files += count
                is_any_last |= key.endswith(_MADE_LAST)
        if not is_any_last:
            return Listed([other_unit(edition, key) for key in gone], taken, files)
    units: list[Unit] = []
    with edition.graph.reads.noted_thoroughly() as read:
        for unit in other_units(edition):
            units.append(unit)
            if len(read) >= _NOTED_TOGETHER:
                _note(edition, read, note)
        _note(edition, read, note)
    return Listed(units)


def _note(edition: Edition, read: set[Key], note: Callable[[Iterable[Key]], None]) -> None:
    """Note what was read so far, and forget it: there is some of each entry."""
    with edition.graph.reads.paused():
        note(read)
    read.clear()


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


def pieces_taken(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Part the resources whose documents are taken over into pieces of work, by their numbers."""
    yield from (numbers[start : start + _TAKEN_TOGETHER] for start in range(0, len(numbers), _TAKEN_TOGETHER))


_MADE_LAST = f" {LAST}"
_MADE_TOGETHER, _TAKEN_TOGETHER, _NOTED_TOGETHER = 20, 400, 10_000
