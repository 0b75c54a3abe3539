"""The check of folders: an entry whose file lies in the folder of another type."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import PurePosixPath

from catalogue.columns.beginnings import begun_files
from catalogue.edition import Edition
from catalogue.lint.kinds import KINDS
from catalogue.lint.naming import shown
from catalogue.lint.scope import Scope
from catalogue.lint.unplaced import Unplaced
from catalogue.messages import Message, Text
from catalogue.model import EntityType
from catalogue.names import kebab, local_name
from catalogue.slugs import slug_of
from catalogue.terms import NamedNode

_MANY = 5
"""How many entries of a type have to lie in a folder for it to be that of the type, whatever it is called."""
_FEW = 10
"""One in how many may lie otherwise there."""
_STRAYS = 4
"""One for how many in the folder of their own type may be misplaced in another: what more entries do is a habit."""


def misplaced(edition: Edition, _scope: Scope) -> Iterator[Unplaced]:
    """Find the entries that begin a file in the folder of another type.

    The folder of a type is the one that is called as it is (as its list, its labels or its class) with at least half of its
    entries, which are at least half of what lies there; else the one with five or more of its entries and at most a tenth
    (or one) that lies otherwise: of its entries elsewhere, and of others there. Entries count that begin a file.

    An entry of such a type is misplaced in the folder of a type that it is not of, where its file has no entry of that type,
    and no more than a quarter as many of its own type (or one) are there as in their own folder.
    """
    if len({source.path.rpartition("/")[0] for source in edition.data}) > 1:
        folders = _Folders(edition)
        for entry in folders.entries:
            yield from folders.judge(entry)


class _Folders:
    """The folders below that of the data, and the types that they are of."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._data = PurePosixPath(edition.settings.folders.data)
        begun = begun_files(edition.graph, edition.entities.validated)
        self.entries = sorted((node for node in begun if edition.entities.types_of(node)), key=lambda node: node.value)
        self._file_of = {entry: begun[entry] for entry in self.entries}
        self._parents: dict[str, Sequence[PurePosixPath]] = {}
        self._types = {entry: edition.entities.lists_of(entry) for entry in self.entries}
        self._named = {type_.iri: _names(type_) for type_ in edition.model.types.values()}

    def _above(self, entry: NamedNode) -> Sequence[PurePosixPath]:
        """List the folders that an entry lies in, the nearest first."""
        parent = self._file_of[entry].rpartition("/")[0]
        if parent not in self._parents:
            self._parents[parent] = list(self._folders_above(PurePosixPath(parent)))
        return self._parents[parent]

    def _folders_above(self, parent: PurePosixPath) -> Iterator[PurePosixPath]:
        for folder in (parent, *parent.parents):
            if folder == self._data or not folder.is_relative_to(self._data):
                return
            yield folder

    @cached_property
    def _entries(self) -> Mapping[str, Sequence[NamedNode]]:
        """The entries by their types."""
        entries: dict[str, list[NamedNode]] = {}
        for entry in self.entries:
            for type_ in self._types[entry]:
                entries.setdefault(type_.iri, []).append(entry)
        return entries

    @cached_property
    def _all(self) -> Counter[PurePosixPath]:
        return Counter(folder for entry in self.entries for folder in self._above(entry))

    @cached_property
    def _counts(self) -> Mapping[str, Counter[PurePosixPath]]:
        """How many entries of each type lie in each folder."""
        return {
            type_: Counter(folder for entry in entries for folder in self._above(entry))
            for type_, entries in self._entries.items()
        }

    @cached_property
    def _homes(self) -> Mapping[str, PurePosixPath]:
        """The folder of each type that has one."""
        homes = {type_: self._home(type_) for type_ in self._entries}
        return {type_: home for type_, home in homes.items() if home is not None}

    def _home(self, type_: str) -> PurePosixPath | None:
        counts = self._counts[type_]
        folders = sorted(counts, key=lambda folder: (-counts[folder], -len(folder.parts), str(folder)))
        named = (folder for folder in folders if folder.name.casefold().replace("_", "-") in self._named[type_])
        called = next(named, None)
        if called is not None and all(2 * counts[called] >= whole for whole in self._wholes(type_, called)):
            return called
        for folder in folders[:1]:
            wholes = self._wholes(type_, folder)
            if counts[folder] >= _MANY and all(whole - counts[folder] <= max(1, whole // _FEW) for whole in wholes):
                return folder
        return None

    def _wholes(self, type_: str, folder: PurePosixPath) -> tuple[int, int]:
        """Count the entries of a type, and all that lie in a folder."""
        return len(self._entries[type_]), self._all[folder]

    def judge(self, entry: NamedNode) -> Iterator[Unplaced]:
        """Report an entry that lies in the folder of another type."""
        above = self._above(entry)
        homes = [self._homes[type_.iri] for type_ in self._types[entry] if type_.iri in self._homes]
        if not homes or any(home in above for home in homes):
            return
        for type_, home in self._homes.items():
            if home in above and self._is_foreign(entry, type_, home):
                yield self._finding(entry, home, homes[0])
                return

    def _is_foreign(self, entry: NamedNode, other: str, folder: PurePosixPath) -> bool:
        """Tell whether an entry has nothing to do with a type whose folder it lies in, and neither have others of its own."""
        own = [type_.iri for type_ in self._types[entry] if type_.iri in self._homes]
        theirs = set(self._entries[other])
        if any(theirs.intersection(self._entries[type_]) for type_ in own):
            return False
        strays = ((self._counts[type_][folder], self._counts[type_][self._homes[type_]]) for type_ in own)
        if any(count > max(1, at_home // _STRAYS) for count, at_home in strays):
            return False
        subjects = {triple.subject for triple in self._edition.graph.statements_of(self._file_of[entry])}
        named = (node for node in subjects if isinstance(node, NamedNode))
        return not any(type_.iri == other for node in named for type_ in self._edition.entities.lists_of(node))

    def _finding(self, entry: NamedNode, folder: PurePosixPath, home: PurePosixPath) -> Unplaced:
        file = PurePosixPath(self._file_of[entry])
        return Unplaced(
            *(KINDS["misplaced"], entry, None, None),
            Message("C226.other-folder", entry=shown(self._edition, entry), folder=f"{folder}/", home=f"{home}/"),
            self._advice(file, home / file.name),
            file=str(file),
        )

    def _advice(self, file: PurePosixPath, target: PurePosixPath) -> Message:
        """Say how the file is moved; under another name where its own is taken."""
        taken = {source.path.casefold() for source in self._edition.data}
        if str(target).casefold() in taken:
            return Message("C226.move-renamed.advice", file=file, folder=f"{target.parent}/", name=target.name)
        return Message("C226.move.advice", command=shlex.join(["git", "mv", str(file), str(target)]))


def _names(type_: EntityType) -> frozenset[str]:
    """Give what the folder of a type may be called: as its list, its labels or its classes."""
    texts: list[Text] = [type_.label, type_.plural]
    labels = (slug_of(label) for text in texts for label in text.values())
    return frozenset({type_.name, *labels, *(kebab(local_name(class_)) for class_ in type_.classes)} - {""})
