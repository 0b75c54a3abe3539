"""Sets: columns of numbers taken as sets, by sorting and by flags.

numpy has the same operations, but puts the numbers into a hash table or sorts them indirectly, which takes five to fifty times
as long for a million of them.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Column = TypeVar("Column", NDArray[np.int32], NDArray[np.int64])
Mask: TypeAlias = NDArray[np.bool_]

_LOWER = 0xFFFFFFFF


def mask(truths: Iterable[bool]) -> Mask:
    """Make a mask of what is true of each row."""
    return np.fromiter(truths, dtype=np.bool_)


def uniform(size: int, *, value: bool) -> Mask:
    """Make a mask that is the same for all rows, to be changed afterwards."""
    return np.full(size, value, dtype=np.bool_) if value else np.zeros(size, dtype=np.bool_)


def positions_in(stretches: Iterable[range]) -> NDArray[np.int64]:
    """Give the positions in some stretches, one behind the other.

    >>> positions_in([range(3, 5), range(1)]).tolist()
    [3, 4, 0]
    """
    return np.concatenate([np.arange(0), *(np.arange(each.start, each.stop) for each in stretches)])


def positions_of(rows: Mask) -> NDArray[np.int64]:
    """Give the positions of the rows that are true, ascending."""
    return np.flatnonzero(rows)


def positions(size: int) -> NDArray[np.int64]:
    """Give the positions of all rows, ascending."""
    return np.arange(size)


def true_counts(masks: Iterable[Mask], size: int) -> NDArray[np.int64]:
    """Count for each row how many of some masks are true there.

    >>> true_counts([mask([True, False]), mask([True, True])], 2).tolist()
    [2, 1]
    """
    counts = np.zeros(size, dtype=np.int64)
    for each in masks:
        counts += each
    return counts


def grown(rows: Mask, size: int) -> Mask:
    """Give a mask with more rows, which are false."""
    return np.concatenate([rows, uniform(size - len(rows), value=False)])


def distinct_rows(*columns: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    """Give the different rows that columns have side by side, in their order.

    >>> [column.tolist() for column in distinct_rows(np.array([5, 3, 5]), np.array([1, 1, 1]))]
    [[3, 5], [1, 1]]
    """
    rows = np.unique(np.stack(columns), axis=1)
    return tuple(part.astype(column.dtype) for part, column in zip(rows, columns, strict=True))


def positions_among(ascending: Column, column: Column) -> NDArray[np.int64]:
    """Give for each number of a column its position among ascending ones, which have it."""
    return np.searchsorted(ascending, column)


def are_among(ascending: Column, column: Column) -> Mask:
    """Tell which numbers of a column are among ascending ones: for a few numbers, and many that they may be among.

    >>> are_among(np.array([3, 5]), np.array([5, 4, 9])).tolist()
    [True, False, False]
    """
    if not len(ascending):
        return np.zeros(len(column), dtype=np.bool_)
    places = np.searchsorted(ascending, column)
    places[places == len(ascending)] = 0
    return np.equal(ascending[places], column)


def tally(positions: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Count how often each position from 0 on is there.

    >>> tally(np.array([2, 0, 2]), 4).tolist()
    [1, 0, 2, 0]
    """
    return np.bincount(positions, minlength=size)


def distinct(column: Column) -> Column:
    """Give the numbers of a column, ascending, each once.

    >>> distinct(np.array([5, 3, 5])).tolist()
    [3, 5]
    """
    ascending = np.sort(column)
    return ascending[are_first(ascending)]


def are_first(ascending: Column) -> Mask:
    """Tell which of some ascending numbers are not the same as the one before."""
    is_first = np.ones(len(ascending), dtype=np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=is_first[1:])
    return is_first


def are_repeated(ascending: Column) -> Mask:
    """Tell which of some ascending numbers are the same as the one before or the next.

    >>> are_repeated(np.array([3, 5, 5, 7])).tolist()
    [False, True, True, False]
    """
    is_first = are_first(ascending)
    is_repeated: Mask = ~is_first
    is_repeated[:-1] |= ~is_first[1:]
    return is_repeated


def have_twice(values: array[int]) -> bool:
    """Tell whether a number is twice among some of 64 bits.

    >>> have_twice(array("q", [5, 3, 5])), have_twice(array("q", [5, 3]))
    (True, False)
    """
    return not are_first(np.sort(np.frombuffer(values, dtype=np.int64))).all()


def counted(column: Column) -> tuple[Column, NDArray[np.int64]]:
    """Give the numbers of a column, ascending, each once, and how often each is there."""
    ascending = np.sort(column)
    starts = np.flatnonzero(are_first(ascending))
    return ascending[starts], np.diff(starts, append=len(ascending))


def count_of(ascending: Column, wanted: Column) -> NDArray[np.int64]:
    """Count how often each of some numbers is among ascending ones.

    >>> count_of(np.array([3, 5, 5]), np.array([5, 4])).tolist()
    [2, 0]
    """
    return np.searchsorted(ascending, wanted, "right") - np.searchsorted(ascending, wanted, "left")


def ordered(column: NDArray[np.int32]) -> NDArray[np.int32]:
    """Give the positions of a column in the order of its numbers; those of the same number ascend.

    >>> ordered(np.array([5, 3, 5], dtype=np.int32)).tolist()
    [1, 0, 2]
    """
    return (_placed(column) & _LOWER).astype(np.int32)


def ranked(column: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Give the numbers of a column, ascending, each once, and for each row of the column the position of its number there.

    >>> [part.tolist() for part in ranked(np.array([5, 3, 5], dtype=np.int32))]
    [[3, 5], [1, 0, 1]]
    """
    placed = _placed(column)
    ascending = (placed >> 32).astype(np.int32)
    is_first = are_first(ascending)
    ranks = np.empty(len(column), dtype=np.int32)
    ranks[placed & _LOWER] = np.cumsum(is_first, dtype=np.int32) - np.int32(1)
    return ascending[is_first], ranks


def with_places(column: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.int32]]:
    """Give the numbers of a column, ascending, and the position of each; those of the same number ascend.

    >>> [part.tolist() for part in with_places(np.array([5, 2**32 - 1, 5], dtype=np.uint32))]
    [[5, 5, 4294967295], [0, 2, 1]]
    """
    placed = column.astype(np.uint64)
    placed <<= np.uint64(32)
    placed |= np.arange(len(column), dtype=np.uint64)
    placed.sort()
    return (placed >> np.uint64(32)).astype(np.uint32), (placed & np.uint64(_LOWER)).astype(np.int32)


def _placed(column: NDArray[np.int32]) -> NDArray[np.int64]:
    """Give the numbers in the upper and their positions in the lower half, ascending: one plain sort, and no indirect one."""
    placed = column.astype(np.int64)
    placed <<= 32
    placed |= np.arange(len(column))
    placed.sort()
    return placed


def are_in(column: Column, wanted: Column) -> Mask:
    """Tell which numbers of a column are among others.

    Numbers of 32 bits are those of terms: there are so few that a flag for each costs less than a search.

    >>> are_in(np.array([5, 3, 7]), np.array([7, 5])).tolist()
    [True, False, True]
    """
    if not len(column) or not len(wanted):
        return np.zeros(len(column), dtype=np.bool_)
    if column.dtype == np.int64:
        return are_among(np.sort(wanted), column)
    least = min(int(column.min()), int(wanted.min()))
    flags = np.zeros(max(int(column.max()), int(wanted.max())) - least + 1, dtype=np.bool_)
    flags[wanted - least] = True
    return flags[column - least]


def union(*columns: Column) -> Column:
    """Give the numbers of some columns, ascending, each once."""
    return distinct(np.concatenate(columns))


def updated(ascending: Column, touched: Column, there: Column) -> Column:
    """Give ascending numbers, each once, after some of them, or others, were looked at again.

    Args:
        ascending: the numbers.
        touched: those that were looked at again, ascending, each once.
        there: which of these there are now, ascending, each once.

    >>> updated(np.array([3, 5, 7]), np.array([4, 5]), np.array([4])).tolist()
    [3, 4, 7]
    """
    before = touched[are_among(ascending, touched)]
    left = np.delete(ascending, np.searchsorted(ascending, before))
    return np.insert(left, np.searchsorted(left, there), there)


def merged(
    ascending: NDArray[np.int32], truths: Mask, others: NDArray[np.int32], other_truths: Mask
) -> tuple[NDArray[np.int32], Mask]:
    """Put two columns of ascending numbers together, which have none in common, each with what is true of its numbers.

    >>> each = np.array([3, 7], dtype=np.int32), mask([True, False]), np.array([5], dtype=np.int32), mask([True])
    >>> [part.tolist() for part in merged(*each)]
    [[3, 5, 7], [True, True, False]]
    """
    places = np.searchsorted(ascending, others)
    return np.insert(ascending, places, others), np.insert(truths, places, other_truths)


def without(column: Column, others: Column) -> Column:
    """Give the numbers of a column that are not among others, ascending, each once."""
    left = distinct(column)
    return left[~are_in(left, others)]


def ranks_by(count: int, key: Callable[[int], Any]) -> NDArray[np.int32]:
    """Give the rank of each of some things by a key, from 0.

    >>> ranks_by(3, "bca".__getitem__).tolist()
    [1, 2, 0]
    """
    ranks = np.empty(count, dtype=np.int32)
    ranks[sorted(range(count), key=key)] = np.arange(count, dtype=np.int32)
    return ranks


def in_order(keys: Sequence[NDArray[np.int32]]) -> NDArray[np.int64]:
    """Give the order of rows by several columns, the last of which comes first."""
    return np.lexsort(keys)
