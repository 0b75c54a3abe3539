"""Units: the documents of an edition by resource, listed, and parted into pieces of work."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
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
from catalogue.release.looked import NUMBER, New, Reading


class Unit(NamedTuple):
    """The documents of one resource, which are made together.

    Attributes:
        iri: the resource.
        kind: its kind.
        documents: its documents; those of entries, of which there are very many, are listed anew each time.
        is_own: whether it is the release's own: a list, a dump, a query; there are few, and some take long.
        part: which of the resource's documents they are: `LAST` those that say how long others are, and are made after them;
            else those whose kinds name it; empty for those whose kinds name none.
        together: what is computed once for its documents and those of others, which one process makes; empty where that is what
            it is kept by.
    """

    iri: str
    kind: str
    documents: Sequence[Document]
    is_own: bool
    part: str = ""
    together: str = ""

    @property
    def key(self) -> str:
        """What it is kept by."""
        return f"{self.iri} {self.part}" if self.part else self.iri

    @property
    def is_last(self) -> bool:
        """Whether its documents are made after all others."""
        return self.part == LAST


def units_of(edition: Edition) -> Iterator[Unit]:
    """List the resources of an edition with their documents: those of the release itself, then those that the data has."""
    yield from own_units(edition)
    yield from other_units(edition)


def own_units(edition: Edition) -> Iterator[Unit]:
    """List the release's own resources with their documents."""
    for resource in for_hosts(edition):
        part = LAST if any(kind.describes_files for kind in resource.document_kinds) else ""
        documents = list(resource.documents(edition))
        yield Unit(resource.iri, resource.kind, documents, is_own=True, part=part, together=_together(edition, resource))
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
    resource = find_resource(edition, key.partition(" ")[0])
    units = _units(edition, resource, is_own=False) if resource is not None else ()
    return next(unit for unit in units if unit.key == key)


def _units(edition: Edition, resource: Resource[Publication], *, is_own: bool) -> Iterator[Unit]:
    """Give the documents of a resource, in the parts in which they are made."""
    for part, documents in _parted(edition, resource).items():
        told = Told(resource.iri, resource.kind, len(documents), part, "" if part else _together(edition, resource))
        unit = _other(edition, told)
        yield unit._replace(documents=documents, is_own=True) if is_own else unit


def _parted(edition: Edition, resource: Resource[Publication]) -> Mapping[str, Sequence[Document]]:
    """Give the documents of a resource by the parts in which they are made: those that are made after all others come last."""
    part_of = {kind.format: LAST if kind.describes_files else kind.apart for kind in resource.document_kinds}
    parted: dict[str, list[Document]] = {}
    for document in files_of(edition, resource):
        parted.setdefault(part_of.get(document.format, ""), []).append(document)
    last = parted.pop(LAST, None)
    return parted if last is None else {**parted, LAST: last}


def _together(edition: Edition, resource: Resource[Publication]) -> str:
    published = publication(edition)
    together = published.registry.resources[resource.kind].together
    return together if isinstance(together, str) else together(published, resource)


def _other(edition: Edition, told: Told) -> Unit:
    documents = _Listed(edition, told)
    return Unit(told.iri, told.kind, documents, is_own=False, part=told.part, together=told.together)


class Told(NamedTuple):
    """Documents of a resource that the data has, as one process tells another of them.

    Attributes:
        iri: the resource.
        kind: its kind.
        documents: how many there are.
        part: which of its documents they are.
        together: as in `Unit`.
    """

    iri: str
    kind: str
    documents: int
    part: str
    together: str


class _Listed(Sequence[Document]):
    """Documents of a resource that the data has, which are listed when they are asked for.

    Args:
        edition: the catalogue.
        told: which ones.
    """

    __slots__ = ("_edition", "_told")

    def __init__(self, edition: Edition, told: Told) -> None:
        self._edition = edition
        self._told = told

    def __iter__(self) -> Iterator[Document]:
        resource = find_resource(self._edition, self._told.iri)
        return iter(() if resource is None else _parted(self._edition, resource).get(self._told.part, ()))

    @overload
    def __getitem__(self, index: int) -> Document: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Document]: ...

    def __getitem__(self, index: int | slice) -> Document | Sequence[Document]:
        return list(self)[index]

    def __len__(self) -> int:
        return self._told.documents


LAST = "last"
"""The part of a resource's documents that are made after all others."""


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


class Batch(NamedTuple):
    """Some of the resources that the data has, as one process tells another of them.

    Attributes:
        told: the resources.
        keys: the numbers of what was read to list them, as `Reading.numbered` gives them.
        new: what was read.
    """

    told: Sequence[Told]
    keys: Sequence[int]
    new: New


def list_others(
    edition: Edition, former: Former, own: Collection[str], anew: Callable[[], Iterable[Batch]], *, is_anew: bool
) -> Listed:
    """List the resources that the data has: those of the last release, where what tells which there are is the same.

    Args:
        edition: the catalogue.
        former: the last release.
        own: what the documents of the release's own resources are kept by.
        anew: lists all of them, as `batches` does.
        is_anew: whether that is done in any case.
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
    return Listed([_other(edition, told) for batch in anew() for told in batch.told])


def batches(edition: Edition, begin: Callable[[], Reading]) -> Iterator[Batch]:
    """List the resources that the data has anew, and what is read for that.

    Args:
        edition: the catalogue.
        begin: begins to number what is read.

    Yields:
        Some of them at a time.
    """
    reads = edition.graph.reads
    told: list[Told] = []
    sent: set[Key] = set()

    def batch() -> Batch:
        new = read - sent
        sent.update(new)
        read.clear()
        with reads.paused():
            return Batch(told, *begin().numbered(new))

    with reads.noted_thoroughly() as read:
        for unit in other_units(edition):
            told.append(Told(unit.iri, unit.kind, len(unit.documents), unit.part, unit.together))
            if len(read) >= _NOTED_TOGETHER:
                yield batch()
                told = []
        yield batch()


def pieces(units: Sequence[Unit], former: Former) -> Iterator[Sequence[int]]:
    """Part resources into pieces of work: what may take long alone and first.

    Args:
        units: the resources.
        former: the last release; what is taken over from it takes no time to speak of.

    Yields:
        The numbers of resources, but for the documents that are made last.
    """
    same: list[int] = []
    things: list[int] = []
    groups: dict[str, list[int]] = {}
    named = {unit.key: unit.together for unit in units if unit.is_own}
    for number, unit in enumerate(units):
        if unit.is_last:
            continue
        if unit.key in former.parts:
            same.append(number)
        elif unit.is_own or unit.together:
            name = unit.together or unit.key
            groups.setdefault(named.get(name) or name, []).append(number)
        else:
            things.append(number)
    yield from (groups.pop(name) for name in [name for name in groups if name not in named])
    yield from reversed(groups.values())
    for numbers, most in ((things, _MADE_TOGETHER), (same, _TAKEN_TOGETHER)):
        yield from (numbers[start : start + most] for start in range(0, len(numbers), most))


def pieces_taken(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """Part the resources whose documents are taken over into pieces of work, by their numbers."""
    yield from (numbers[start : start + _TAKEN_TOGETHER] for start in range(0, len(numbers), _TAKEN_TOGETHER))


_MADE_LAST = f" {LAST}"
_MADE_TOGETHER, _TAKEN_TOGETHER, _NOTED_TOGETHER = 20, 400, 10_000
