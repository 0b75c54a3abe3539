"""Membership: which of several sets each term is in, computed for all terms at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from catalogue.columns.index import Numbers, constant, lengthened, numbers
from catalogue.columns.sets import mask, positions_of, ranked


class Membership:
    """Several sets of terms. Terms that are in the same of them share one tuple.

    Args:
        sets: the numbers of the terms of each set, each once.

    >>> membership = Membership([numbers([1, 3]), numbers([3, 5])])
    >>> [membership.of(term) for term in (1, 3, 4, 99)], membership.terms.tolist()
    ([(0,), (0, 1), (), ()], [1, 3, 5])
    """

    def __init__(self, sets: Sequence[Numbers]) -> None:
        self._combinations: list[tuple[int, ...]] = [()]
        self._combination_of = constant(_size(sets), 0)
        self._fill(sets)

    def _fill(self, sets: Sequence[Numbers]) -> None:
        """Put terms that are in no set into some."""
        known = {combination: number for number, combination in enumerate(self._combinations)}
        for position, terms in enumerate(sets):
            before, ranks = ranked(self._combination_of[terms])
            extended = [(*self._combinations[number], position) for number in before.tolist()]
            for combination in extended:
                if known.setdefault(combination, len(self._combinations)) == len(self._combinations):
                    self._combinations.append(combination)
            self._combination_of[terms] = numbers(map(known.__getitem__, extended))[ranks]

    def updated(self, terms: Numbers, sets: Sequence[Numbers]) -> Membership:
        """Give one in which some terms are in other sets.

        Args:
            terms: the terms, each once.
            sets: those of them that each set has.

        >>> membership = Membership([numbers([1, 3]), numbers([3, 5])]).updated(numbers([3, 7]), [numbers([7]), numbers([])])
        >>> membership.terms.tolist(), membership.of(7)
        ([1, 5, 7], (0,))
        """
        other = Membership(())
        other._combinations = self._combinations.copy()
        other._combination_of = lengthened(self._combination_of, _size([terms]))
        other._combination_of[terms] = 0
        other._fill(sets)
        return other

    def of(self, term: int) -> tuple[int, ...]:
        """Give the positions of the sets that a term is in, ascending, by its number."""
        return self._combinations[self._combination_of[term]] if 0 <= term < len(self._combination_of) else ()

    @cached_property
    def terms(self) -> Numbers:
        """The terms that are in any set, ascending."""
        return self.where(bool)

    def where(self, is_meant: Callable[[tuple[int, ...]], bool]) -> Numbers:
        """Give the terms that are in some sets, ascending.

        Args:
            is_meant: tells it of the positions of the sets that a term is in.
        """
        are_meant = mask(map(is_meant, self._combinations))
        if not are_meant.any():
            return self._combination_of[:0]
        return positions_of(are_meant[self._combination_of]).astype(self._combination_of.dtype)


def _size(sets: Sequence[Numbers]) -> int:
    return 1 + max((int(terms.max()) for terms in sets if len(terms)), default=-1)
