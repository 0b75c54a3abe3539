"""Membership: which of several sets each term is in, computed for all terms at once."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.columns.index import Numbers, constant, numbers, range_of
from catalogue.columns.sets import ranked


class Membership:
    """Several sets of terms. Terms that are in the same of them share one tuple.

    Args:
        sets: the numbers of the terms of each set, each once.

    >>> membership = Membership([numbers([1, 3]), numbers([3, 5])])
    >>> [membership.of(term) for term in (1, 3, 4, 99)], membership.terms.tolist()
    ([(0,), (0, 1), (), ()], [1, 3, 5])
    """

    def __init__(self, sets: Sequence[Numbers]) -> None:
        size = 1 + max((int(terms.max()) for terms in sets if len(terms)), default=-1)
        self._combinations: list[tuple[int, ...]] = [()]
        self._combination_of = constant(size, 0)
        known = {(): 0}
        for position, terms in enumerate(sets):
            before, ranks = ranked(self._combination_of[terms])
            extended = [(*self._combinations[number], position) for number in before.tolist()]
            for combination in extended:
                if known.setdefault(combination, len(self._combinations)) == len(self._combinations):
                    self._combinations.append(combination)
            self._combination_of[terms] = numbers(map(known.__getitem__, extended))[ranks]

    def of(self, term: int) -> tuple[int, ...]:
        """Give the positions of the sets that a term is in, ascending, by its number."""
        return self._combinations[self._combination_of[term]] if 0 <= term < len(self._combination_of) else ()

    @property
    def terms(self) -> Numbers:
        """The terms that are in any set, ascending."""
        return range_of(len(self._combination_of))[self._combination_of > 0]
