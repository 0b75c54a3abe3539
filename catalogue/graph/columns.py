"""Columns: statements by number, each term once in a dictionary, so that whole sets of them are followed at a time.

This module and those that evaluate shapes upon it are the wall around numpy. A column holds one number a statement; an index
holds the statements of one predicate in the order of their subjects or their objects.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from catalogue.graph import dictionary
from catalogue.sources.statements import Statements
from catalogue.terms import Term

Numbers: TypeAlias = dictionary.Numbers
Positions: TypeAlias = NDArray[np.int64]
Kinds: TypeAlias = NDArray[np.int8]
Mask: TypeAlias = NDArray[np.bool_]

IRI, BLANK, LITERAL = 0, 1, 2
"""The kinds of terms."""


def numbers(found: Iterable[int]) -> Numbers:
    """Make a column of numbers."""
    return np.fromiter(found, dtype=np.int32)


@dataclass(frozen=True)
class Index:
    """Statements of one predicate, in the order of one end.

    Attributes:
        keys: that end of each statement, ascending.
        values: the other end.
    """

    keys: Numbers
    values: Numbers

    @classmethod
    def sorted(cls, keys: Numbers, values: Numbers) -> Index:
        """Make an index of statements in any order, each once."""
        pairs = np.unique(keys.astype(np.int64) << 32 | values.astype(np.int64))
        return cls((pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32))

    def of(self, nodes: Numbers) -> tuple[Positions, Numbers]:
        """Give what stands at the other end of some nodes.

        Args:
            nodes: nodes, in any order.

        Returns:
            For each statement, the position of its node in `nodes`, and its other end; in the order of the positions.
        """
        owners, found = stretches(self.keys, nodes)
        return owners, self.values[found]

    def at(self, node: int) -> Numbers:
        """Give what stands at the other end of one node."""
        left, right = self.keys.searchsorted(np.array([node, node + 1], dtype=np.int32))
        return self.values[left:right]


def stretches(ascending: Numbers | Positions, wanted: Numbers | Positions) -> tuple[Positions, Positions]:
    """Find each wanted number in a sorted column: its position among the wanted, and every place where it stands.

    >>> owners, found = stretches(numbers([3, 5, 5, 8]), numbers([5, 4, 3]))
    >>> owners.tolist(), found.tolist()
    ([0, 0, 2], [1, 2, 0])
    """
    left = np.searchsorted(ascending, wanted, "left")
    counts = np.searchsorted(ascending, wanted, "right") - left
    owners = np.repeat(np.arange(len(wanted)), counts)
    return owners, np.repeat(left - (np.cumsum(counts) - counts), counts) + np.arange(len(owners))


class Columns:
    """The statements of several files.

    Attributes:
        terms: their terms, by number.

    >>> from catalogue.sources.statements import packed
    >>> from catalogue.terms import Literal, NamedNode, Triple
    >>> a, p = NamedNode("urn:a"), NamedNode("urn:p")
    >>> columns = Columns()
    >>> columns.extend(0, packed([Triple(a, p, Literal("x")), Triple(a, p, a)]))
    >>> found = columns.forwards(columns.intern(p)).of(numbers([columns.intern(a)]))[1]
    >>> [columns.terms[number].value for number in found]
    ['urn:a', 'x']
    """

    def __init__(self) -> None:
        self.terms = dictionary.Dictionary()
        self._chunks: list[list[Numbers]] = [[], [], [], []]
        self._forget()

    def _forget(self) -> None:
        self._columns: dict[int, Numbers] = {}
        self._forwards: dict[int, Index] = {}
        self._backwards: dict[int, Index] = {}
        self._orders: dict[int, tuple[Positions, Numbers]] = {}

    def intern(self, term: Term) -> int:
        """Give the number of a term; a new one when it is new."""
        return self.terms.intern(term)

    def number(self, term: Term) -> int:
        """Give the number of a term, or -1 when nothing was ever said with it."""
        return self.terms.number(term)

    def extend(self, file: int, statements: Statements) -> None:
        """Add the statements of a file.

        Args:
            file: the number of the file.
            statements: what it says.
        """
        if not statements:
            return
        here = self.terms.add(statements)
        for chunks, row in zip(self._chunks, statements.rows, strict=False):
            chunks.append(here[np.frombuffer(row, dtype=np.int32)])
        self._chunks[3].append(np.full(len(statements), file, dtype=np.int32))
        self._forget()

    def __len__(self) -> int:
        return len(self.column(0))

    def kinds(self, nodes: Numbers) -> Kinds:
        """Give the kinds of terms."""
        found: Kinds = np.minimum(self.terms.tag_numbers[nodes], LITERAL).astype(np.int8)
        return found

    def column(self, place: int) -> Numbers:
        """Give a column: 0 subjects, 1 predicates, 2 objects, 3 files; a row a statement, in the order of the files."""
        if place not in self._columns:
            chunks = self._chunks[place]
            if len(chunks) > 1:
                chunks[:] = [np.concatenate(chunks)]
            self._columns[place] = chunks[0] if chunks else numbers(())
        return self._columns[place]

    def rows(self, place: int, nodes: Numbers) -> tuple[Positions, Positions]:
        """Find the statements that have some terms at a place.

        Args:
            place: the column, as in `column`.
            nodes: terms.

        Returns:
            For each statement, the position of its term in `nodes`, and its row; in the order of the positions.
        """
        if place not in self._orders:
            column = self.column(place)
            order = np.argsort(column, kind="stable")
            self._orders[place] = order, column[order]
        order, ascending = self._orders[place]
        owners, found = stretches(ascending, nodes)
        return owners, order[found]

    def forwards(self, predicate: int) -> Index:
        """Give the statements of a predicate by their subjects."""
        if predicate not in self._forwards:
            self._forwards[predicate] = Index.sorted(*self._ends(predicate))
        return self._forwards[predicate]

    def backwards(self, predicate: int) -> Index:
        """Give the statements of a predicate by their objects."""
        if predicate not in self._backwards:
            subjects, objects = self._ends(predicate)
            self._backwards[predicate] = Index.sorted(objects, subjects)
        return self._backwards[predicate]

    def _ends(self, predicate: int) -> tuple[Numbers, Numbers]:
        rows = self.rows(1, np.array([predicate], dtype=np.int32))[1]
        return self.column(0)[rows], self.column(2)[rows]
