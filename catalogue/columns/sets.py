"""Sets: columns of numbers taken as sets, by sorting and by flags.

numpy has the same operations, but puts the numbers into a hash table or sorts them indirectly, which takes five to fifty times
as long for a million of them.
"""

from __future__ import annotations

from array import array
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Column = TypeVar("Column", NDArray[np.int32], NDArray[np.int64])
Mask: TypeAlias = NDArray[np.bool_]

_LOWER = 0xFFFFFFFF


def distinct(found: Column) -> Column:
    """Give the numbers of a column, ascending, each once.

    >>> distinct(np.array([5, 3, 5])).tolist()
    [3, 5]
    """
    ascending = np.sort(found)
    return ascending[are_first(ascending)]


def are_first(ascending: Column) -> Mask:
    """Tell which of some ascending numbers are not the same as the one before."""
    found = np.ones(len(ascending), dtype=np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=found[1:])
    return found


def have_twice(found: array[int]) -> bool:
    """Tell whether a number is twice among some of 64 bits.

    >>> have_twice(array("q", [5, 3, 5])), have_twice(array("q", [5, 3]))
    (True, False)
    """
    return not are_first(np.sort(np.frombuffer(found, dtype=np.int64))).all()


def counted(found: Column) -> tuple[Column, NDArray[np.int64]]:
    """Give the numbers of a column, ascending, each once, and how often each is there."""
    ascending = np.sort(found)
    starts = np.flatnonzero(are_first(ascending))
    return ascending[starts], np.diff(starts, append=len(ascending))


def ordered(found: NDArray[np.int32]) -> NDArray[np.int32]:
    """Give the positions of a column in the order of its numbers; those of the same number ascend.

    >>> ordered(np.array([5, 3, 5], dtype=np.int32)).tolist()
    [1, 0, 2]
    """
    return (_placed(found) & _LOWER).astype(np.int32)


def ranked(found: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Give the numbers of a column, ascending, each once, and for each row of the column the position of its number there.

    >>> [part.tolist() for part in ranked(np.array([5, 3, 5], dtype=np.int32))]
    [[3, 5], [1, 0, 1]]
    """
    placed = _placed(found)
    ascending = (placed >> 32).astype(np.int32)
    is_first = are_first(ascending)
    ranks = np.empty(len(found), dtype=np.int32)
    ranks[placed & _LOWER] = np.cumsum(is_first, dtype=np.int32) - np.int32(1)
    return ascending[is_first], ranks


def _placed(found: NDArray[np.int32]) -> NDArray[np.int64]:
    """Give the numbers in the upper and their positions in the lower half, ascending: one plain sort, and no indirect one."""
    placed = found.astype(np.int64)
    placed <<= 32
    placed |= np.arange(len(found))
    placed.sort()
    return placed


def are_in(found: Column, wanted: Column) -> Mask:
    """Tell which numbers of a column are among others.

    Numbers of 32 bits are those of terms: there are so few that a flag for each costs less than a search.

    >>> are_in(np.array([5, 3, 7]), np.array([7, 5])).tolist()
    [True, False, True]
    """
    if not len(found) or not len(wanted):
        return np.zeros(len(found), dtype=np.bool_)
    if found.dtype == np.int64:
        ascending = np.sort(wanted)
        places = np.searchsorted(ascending, found)
        places[places == len(ascending)] = 0
        return np.equal(ascending[places], found)
    least = min(int(found.min()), int(wanted.min()))
    flags = np.zeros(max(int(found.max()), int(wanted.max())) - least + 1, dtype=np.bool_)
    flags[wanted - least] = True
    return flags[found - least]


def union(*found: Column) -> Column:
    """Give the numbers of some columns, ascending, each once."""
    return distinct(np.concatenate(found))


def without(found: Column, others: Column) -> Column:
    """Give the numbers of a column that are not among others, ascending, each once."""
    left = distinct(found)
    return left[~are_in(left, others)]
