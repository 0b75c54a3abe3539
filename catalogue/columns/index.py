"""Indexes: statements by number, in the order of one of their ends, so that whole sets of nodes are followed at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from catalogue.columns.sets import Mask, are_first, are_in, distinct, ordered, ranked

Numbers: TypeAlias = NDArray[np.int32]
Positions: TypeAlias = NDArray[np.int64]


def numbers(values: Iterable[int]) -> Numbers:
    """Make a column of numbers."""
    return np.fromiter(values, dtype=np.int32)


def numbers_in(part: memoryview) -> Numbers:
    """Read a column of numbers from its bytes, which are not copied."""
    return np.frombuffer(part, dtype=np.int32)


class Index(NamedTuple):
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
        pairs = pairs_of(keys, values)
        pairs.sort()
        return cls.of_pairs(pairs[are_first(pairs)])

    @classmethod
    def of_pairs(cls, pairs: Positions) -> Index:
        """Make an index of pairs, ascending, each once: the key in the upper half, the value in the lower."""
        return cls(*ends_of(pairs))

    def of(self, nodes: Numbers) -> tuple[Positions, Numbers]:
        """Give what stands at the other end of some nodes.

        Args:
            nodes: nodes, in any order.

        Returns:
            For each statement, the position of its node in `nodes`, and its other end; in the order of the positions.
        """
        owners, places = stretches(self.keys, nodes)
        return owners, self.values[places]

    def lead(self, nodes: Numbers, ends: Numbers) -> Mask:
        """Tell which of some nodes have any of some others at the other end.

        >>> Index(numbers([3, 5]), numbers([8, 9])).lead(numbers([5, 4, 5]), numbers([9])).tolist()
        [True, False, True]
        """
        asked, where = ranked(nodes)
        owners, reached = self.of(asked)
        leading = np.zeros(len(asked), dtype=np.bool_)
        leading[owners[are_in(reached, ends)]] = True
        return leading[where]

    def at(self, node: int) -> Numbers:
        """Give what stands at the other end of one node."""
        return self.values[_stretch(self.keys, node)]


def _stretch(ascending: Numbers, node: int) -> slice:
    left, right = ascending.searchsorted(np.array([node, node + 1], dtype=np.int32))
    return slice(left, right)


def stretches(ascending: Numbers | Positions, wanted: Numbers | Positions) -> tuple[Positions, Positions]:
    """Find each wanted number in a sorted column: its position among the wanted, and every place where it stands.

    >>> owners, places = stretches(numbers([3, 5, 5, 8]), numbers([5, 4, 3]))
    >>> owners.tolist(), places.tolist()
    ([0, 0, 2], [1, 2, 0])
    """
    left = np.searchsorted(ascending, wanted, "left")
    counts = np.searchsorted(ascending, wanted, "right") - left
    owners = np.repeat(np.arange(len(wanted)), counts)
    return owners, np.repeat(left - (np.cumsum(counts) - counts), counts) + np.arange(len(owners))


class Order(NamedTuple):
    """The rows of a column in the order of what stands there.

    Attributes:
        rows: the rows.
        terms: what stands there, ascending.
    """

    rows: Numbers
    terms: Numbers

    @classmethod
    def of(cls, column: Numbers) -> Order:
        """Put the rows of a column in order."""
        rows = ordered(column)
        return cls(rows, column[rows])

    def at(self, node: int) -> Numbers:
        """Give the rows where a node stands."""
        return self.rows[_stretch(self.terms, node)]


class Changes(NamedTuple):
    """The statements that changed since a layer, by predicate, as pairs: the subject in the upper half, ascending.

    Attributes:
        lost: those that no file states any more.
        gained: those that no file stated before.
    """

    lost: Mapping[int, Positions]
    gained: Mapping[int, Positions]

    def of(self, predicate: int) -> tuple[Positions, Positions]:
        """Give what was lost and gained of a predicate."""
        nothing = np.arange(0)
        return self.lost.get(predicate, nothing), self.gained.get(predicate, nothing)

    @property
    def predicates(self) -> set[int]:
        """The predicates of which something has changed."""
        return {*self.lost, *self.gained}

    def ends(self, predicate: int | None = None) -> tuple[Numbers, Numbers]:
        """Give the subjects and the objects of what has changed, each once; of one predicate, or of all when None."""
        changed = self.of(predicate) if predicate is not None else (*self.lost.values(), *self.gained.values())
        pairs = np.concatenate([np.arange(0), *changed])
        subjects, objects = ends_of(pairs)
        return distinct(subjects), distinct(objects)


def pairs_of(first: Numbers | Positions, second: Numbers | Positions) -> Positions:
    """Give statements as pairs: one end in the upper half of a number, the other in the lower."""
    return first.astype(np.int64) << 32 | second.astype(np.int64)


def pairs_in(pairs: Iterable[tuple[int, int]]) -> Positions:
    """Make pairs, as `pairs_of` gives them, of two numbers each, none of which is negative."""
    return np.fromiter((first << 32 | second for first, second in pairs), dtype=np.int64)


def halves(pairs: Positions) -> tuple[Positions, Numbers]:
    """Give what `pairs_of` put together.

    >>> [half.tolist() for half in halves(pairs_of(numbers([3, 5]), numbers([8, 9])))]
    [[3, 5], [8, 9]]
    """
    return pairs >> 32, (pairs & 0xFFFFFFFF).astype(np.int32)


def ends_of(pairs: Positions) -> tuple[Numbers, Numbers]:
    """Give both ends of statements that are pairs."""
    first, second = halves(pairs)
    return first.astype(np.int32), second


def constant(size: int, value: int) -> Numbers:
    """Make a column of one number."""
    return np.full(size, value, dtype=np.int32)


def lengthened(column: Numbers, size: int) -> Numbers:
    """Copy a column, with so many rows at least; those behind its end are 0."""
    return np.concatenate([column, np.zeros(max(0, size - len(column)), dtype=np.int32)])


def range_of(size: int) -> Numbers:
    """Make a column of all numbers from 0 on."""
    return np.arange(size, dtype=np.int32)


def turned(pairs: Positions) -> Positions:
    """Give pairs with their ends exchanged, ascending."""
    return np.sort((pairs & 0xFFFFFFFF) << 32 | pairs >> 32)


NOTHING = Index(numbers(()), numbers(()))
"""The index without statements."""
