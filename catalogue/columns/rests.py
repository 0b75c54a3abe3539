"""Rests: what things rest upon, as columns: looked up by what has changed, however many things there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue.columns.index import Numbers, Positions, numbers, numbers_in, pairs_of, stretches
from catalogue.columns.sets import Mask


@dataclass(frozen=True, eq=False)
class Rests:
    """What some things rest upon: each ground is of a kind, and a number.

    Attributes:
        grounds: the grounds, ascending: the kind in the upper half, the number in the lower.
        things: the thing that rests upon each.
        count: how many things there are.

    >>> rests = Rests.of([[(0, 7), (1, 7)], [(1, 7)], []])
    >>> rests.upon(1, numbers([7, 8])).tolist(), rests.upon(0, numbers([7])).tolist(), rests.numbers(0).tolist()
    ([True, True, False], [True, False, False], [7])
    """

    grounds: Positions
    things: Numbers
    count: int

    @classmethod
    def of(cls, grounds: Iterable[Iterable[tuple[int, int]]]) -> Rests:
        """Note the grounds of each thing, as kinds and numbers."""
        kinds, named, things, count = [], [], [], 0
        for count, each in enumerate(grounds, 1):
            for kind, number in each:
                kinds.append(kind)
                named.append(number)
                things.append(count - 1)
        pairs = pairs_of(numbers(kinds), numbers(named))
        order = np.argsort(pairs, kind="stable")
        return cls(pairs[order], numbers(things)[order], count)

    def upon(self, kind: int, changed: Numbers) -> Mask:
        """Tell which things rest upon any of some grounds of a kind."""
        resting = np.zeros(self.count, dtype=np.bool_)
        resting[self.things[stretches(self.grounds, pairs_of(np.full(len(changed), kind, np.int32), changed))[1]]] = True
        return resting

    def numbers(self, kind: int) -> Numbers:
        """Give the numbers of the grounds of a kind, ascending; one of them as often as something rests upon it."""
        first, last = np.searchsorted(self.grounds, [kind << 32, (kind + 1) << 32])
        return (self.grounds[first:last] & 0xFFFFFFFF).astype(np.int32)

    def parts(self) -> dict[str, NDArray[Any]]:
        """Give its arrays, for `read`."""
        return {"grounds": self.grounds, "things": self.things}

    @classmethod
    def read(cls, parts: Mapping[str, memoryview], count: int) -> Rests:
        """Read what `parts` gave; the arrays are not copied."""
        return cls(np.frombuffer(parts["grounds"], dtype=np.int64), numbers_in(parts["things"]), count)
