"""Scope: what a check looks at, everything or only what may be otherwise than when everything was looked at.

Each search of a check has a name. When everything is looked at, it notes its suspects: the terms, or the numbers of files, that
it found something at. When it is run again upon the same data with changes, it looks at the suspects and at what the changes
touch; of everything else it would say what it said before, which is nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from zlib import crc32

from catalogue.columns.graph import Graph
from catalogue.columns.index import Numbers, numbers
from catalogue.columns.sets import distinct, union
from catalogue.columns.shares import share
from catalogue.columns.table import Columns
from catalogue.model import SUBCLASS


class Scope:
    """What is looked at.

    Args:
        graph: the data.
        suspects: what was found when everything was looked at, by the name of the search; None to look at everything.
        is_changed: whether anything of the data may have changed since.

    Attributes:
        graph: the data.
        is_complete: whether each search came to its end.
    """

    def __init__(self, graph: Graph, suspects: Mapping[str, Numbers] | None = None, *, is_changed: bool = True) -> None:
        self.graph = graph
        self._columns = graph.columns
        self._suspects = suspects
        self._is_changed = is_changed
        self.is_complete = True
        self._found: dict[str, list[Numbers]] = {}

    @property
    def is_whole(self) -> bool:
        """Whether everything is looked at."""
        return self._suspects is None

    def among(self, name: str, touched: Callable[[Columns], Numbers], *, is_divisible: bool = False) -> Numbers | None:
        """Give what a search looks at.

        Args:
            name: the search.
            touched: gives what the changes touch.
            is_divisible: whether several tasks may look at some terms each, and find together what one would.

        Returns:
            Numbers, ascending; None for everything.
        """
        del is_divisible
        self._found.setdefault(name, [])
        if self._suspects is None or name not in self._suspects:
            return None
        return union(self._suspects[name], touched(self._columns)) if self._is_changed else self._suspects[name]

    def suspect(self, name: str, found: Iterable[int]) -> None:
        """Note what a search found something at."""
        self._found.setdefault(name, []).append(numbers(found))

    def take(self, found: Mapping[str, Numbers]) -> None:
        """Take over what another process has noted: what each search found."""
        self._found.update((name, [each]) for name, each in found.items())

    @property
    def found(self) -> dict[str, Numbers]:
        """What was found by each search, ascending."""
        return {name: union(numbers(()), *found) for name, found in self._found.items()}

    def found_among(self, known: int) -> dict[str, Numbers]:
        """Give what was found by each search, but for those that found terms which other processes number otherwise.

        Args:
            known: how many terms all number alike.
        """
        return {name: each for name, each in self.found.items() if not len(each) or each[-1] < known}


class Share(Scope):
    """What one of several tasks looks at, so that each term is looked at by one of them.

    Args:
        graph: the data.
        number: the number of the task, from 0.
        count: how many tasks there are.
    """

    def __init__(self, graph: Graph, number: int, count: int) -> None:
        super().__init__(graph)
        self._number = number
        self._count = count
        self._terms = numbers(())
        self._known = 0

    def has(self, name: str) -> bool:
        """Tell whether this task does a search that is not divided."""
        return crc32(name.encode()) % self._count == self._number

    def among(self, name: str, touched: Callable[[Columns], Numbers], *, is_divisible: bool = False) -> Numbers | None:
        """Give what a search looks at: the terms of this task, or everything or nothing where it cannot be divided."""
        super().among(name, touched)
        if not is_divisible:
            return None if self.has(name) else numbers(())
        if self._known != len(self._columns.terms):  # a target that no statement has becomes a term when it is asked for
            new = share(self._columns, self.graph.files, self._number, self._count, self._known)
            self._known, self._terms = len(self._columns.terms), union(self._terms, new)
        return self._terms


def subjects(columns: Columns) -> Numbers:
    """Give the subjects of all that has changed."""
    return columns.changes.ends()[0]


def ends(columns: Columns) -> Numbers:
    """Give the subjects and the objects of all that has changed."""
    return union(*columns.changes.ends())


def targeted(columns: Columns) -> Numbers:
    """Give what targets may select otherwise: both ends of what has changed, or every subject when a class has."""
    subclass = columns.number(SUBCLASS)
    return columns.terms_at(0) if subclass in columns.changes.predicates else ends(columns)


def added(place: int) -> Callable[[Columns], Numbers]:
    """Make what gives the terms at a place of all statements of the files that were read anew."""
    return lambda columns: distinct(columns.at(place, columns.added))
