"""Placing: in which file a new thing goes, as those of its type lie already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import PurePosixPath

from catalogue.columns.beginnings import begun_files
from catalogue.columns.table import numbers
from catalogue.edition import Edition
from catalogue.model import EntityType
from catalogue.names import local_name
from catalogue.slugs import slug_of
from catalogue.sources import syntax_of
from catalogue.terms import NamedNode, Term
from catalogue.workbench.entries import Entries, Entry

_HALF = 2
_SUFFIX = ".ttl"
_MANY = 3
"""How many things of one type have to lie in one file for others to be put there."""


class Placing:
    """Says in which file each new thing goes.

    The things of a type lie in files of their own, in that of a thing that they lead to or that leads to them, or all in one
    file: as most of them lie, so does a new one. Where there are none yet, each has its own, in a folder that is called as the
    list of the type is.

    Args:
        edition: the catalogue.
        entries: the new things.
    """

    def __init__(self, edition: Edition, entries: Entries) -> None:
        self._edition = edition
        self._entries = entries
        self._habits: dict[str, _Habit] = {}

    def files(self) -> dict[str, list[Entry]]:
        """Give the files, by name as in `Source.path`, each with the new things that go there: what others lie with first."""
        placed: dict[NamedNode, str] = {}
        for entry in self._entries.named():
            self._place(entry, placed, ())
        files: dict[str, list[Entry]] = {}
        for entry in self._entries.named():
            files.setdefault(placed[entry.node], []).append(entry)  # type: ignore[index]
        for entries in files.values():
            entries.sort(key=lambda entry: self._habit(entry.form.type_).host is not None)
        return files

    def _place(self, entry: Entry, placed: dict[NamedNode, str], within: tuple[Entry, ...]) -> str:
        node = entry.node
        assert isinstance(node, NamedNode)  # noqa: S101 - what has no name is written with what leads to it
        if node not in placed:
            habit = self._habit(entry.form.type_)
            host = self._host(entry, habit, placed, (*within, entry)) if habit.host is not None else None
            placed[node] = host or habit.file or self._own(entry, habit, placed)
        return placed[node]

    def _host(self, entry: Entry, habit: _Habit, placed: dict[NamedNode, str], within: tuple[Entry, ...]) -> str | None:
        """Give the file of the thing with which one of this type lies."""
        for other in self._neighbours(entry, habit):
            new = self._entries.of(other)
            if new is not None and new not in within:
                return self._place(new, placed, within)
            files = [] if new is not None else self._files_of(other)
            if len(files) == 1:
                return files[0]
        return None

    def _neighbours(self, entry: Entry, habit: _Habit) -> Iterator[NamedNode]:
        assert habit.host is not None  # noqa: S101 - asked before
        predicate, forwards = habit.host
        if forwards:
            yield from (value for value in entry.values.get(predicate, ()) if isinstance(value, NamedNode))
        else:
            sources = (other for other in self._entries.named() if entry.node in other.values.get(predicate, ()))
            yield from (other.node for other in sources if isinstance(other.node, NamedNode))

    def _files_of(self, node: Term) -> list[str]:
        files = self._edition.graph.files_of(node) if isinstance(node, NamedNode) else []
        return [file for file in files if syntax_of(file) and file.endswith(_SUFFIX)]

    def _own(self, entry: Entry, habit: _Habit, placed: Mapping[NamedNode, str]) -> str:
        """Give a file that is not there yet."""
        assert isinstance(entry.node, NamedNode)  # noqa: S101 - see above
        stem = slug_of(local_name(entry.node.value)) or entry.form.type_.name
        taken = {source.path.casefold() for source in self._edition.data} | {file.casefold() for file in placed.values()}
        folder = self._edition.settings.folder
        name, number = f"{habit.folder}/{stem}{_SUFFIX}", 1
        while name.casefold() in taken or (folder / name).exists():
            number += 1
            name = f"{habit.folder}/{stem}-{number}{_SUFFIX}"
        return name

    def _habit(self, type_: EntityType) -> _Habit:
        if type_.iri not in self._habits:
            self._habits[type_.iri] = _Habits(self._edition, type_).habit()
        return self._habits[type_.iri]


class _Habit:
    """Where the things of a type lie.

    Args:
        folder: the folder of their own files.
        host: the property that leads to the thing in whose file they lie, and whether it leads forwards; None for none.
        file: the one file that all lie in, or None.
    """

    def __init__(self, folder: str, host: tuple[NamedNode, bool] | None = None, file: str | None = None) -> None:
        self.folder = folder
        self.host = host
        self.file = file


class _Habits:
    """Finds out where the things of a type lie."""

    def __init__(self, edition: Edition, type_: EntityType) -> None:
        self._graph = edition.graph
        self._data = edition.settings.folders.data
        self._type = type_
        self._things = edition.instances(type_)

    @cached_property
    def _file_of(self) -> dict[NamedNode, str]:
        """The file of each thing that lies in one alone."""
        files = {thing: self._graph.files_of(thing) for thing in self._things}
        return {thing: in_files[0] for thing, in_files in files.items() if len(in_files) == 1}

    def habit(self) -> _Habit:
        """Give where most of them lie."""
        own = f"{self._data}/{self._type.name}"
        placed = self._file_of
        if not placed:
            return _Habit(own)
        alone = [thing for thing, file in placed.items() if self._is_own(thing, file)]
        if _HALF * len(alone) >= len(placed):
            folders = Counter(str(PurePosixPath(placed[thing]).parent) for thing in alone)
            return _Habit(max(folders, key=lambda folder: (folders[folder], folder)))
        hosts = self._hosts()
        best = max(hosts, key=lambda host: (hosts[host], host[1], host[0].value), default=None)
        if best is not None and _HALF * hosts[best] >= len(placed):
            return _Habit(own, host=best)
        files = Counter(placed.values())
        file, count = files.most_common(1)[0]
        is_shared = count >= min(_MANY, len(placed)) and _HALF * count >= len(placed) and file.endswith(_SUFFIX)
        return _Habit(own, file=file) if is_shared else _Habit(own)

    def _is_own(self, thing: NamedNode, file: str) -> bool:
        """Tell whether a file is that of a thing: it begins with it, and is called as it is or has no other of its type."""
        if thing not in self._begun:
            return False
        return PurePosixPath(file).stem == slug_of(local_name(thing.value)) or self._in_file[file] == 1

    @cached_property
    def _begun(self) -> Mapping[NamedNode, str]:
        known = {self._graph.columns.number(thing) for thing in self._things}
        return begun_files(self._graph, numbers(sorted(known - {-1})))

    @cached_property
    def _in_file(self) -> Counter[str]:
        return Counter(self._file_of.values())

    def _hosts(self) -> Counter[tuple[NamedNode, bool]]:
        """Count the things that lie in the file of a thing that a property leads to, by the property and its direction."""
        hosts: Counter[tuple[NamedNode, bool]] = Counter()
        for thing, file in self._file_of.items():
            near = {(triple.predicate, True, triple.object) for triple in self._graph.triples(thing)}
            near |= {(triple.predicate, False, triple.subject) for triple in self._graph.triples(None, None, thing)}
            hosts.update(
                {
                    (predicate, forwards)
                    for predicate, forwards, other in near
                    if isinstance(other, NamedNode) and other != thing and file in self._graph.files_of(other)
                }
            )
        return hosts
