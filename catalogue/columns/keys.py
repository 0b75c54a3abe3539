"""A hash table upon arrays: the numbers of keys, of which many are looked up or added at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from catalogue.columns.index import Numbers, Positions

Keys = NDArray[np.uint64]

NOWHERE = -1
"""What stands for the number of a key that is not there."""

_SPREADING = 0x9E3779B97F4A7C15
"""What keys are multiplied by, so that the upper bits of the product tell them apart: 2 to the 64th by the golden ratio."""

_WORD = 2**64 - 1
_FIRST_BITS = 10
_GROWTH = 2
"""How many more bits the number of a slot has in the next larger table."""


class KeyTable:
    """The numbers of keys, with open addressing: at most half of the slots are taken.

    >>> table = KeyTable()
    >>> numbers, new = table.add(np.array([7, 9, 7], dtype=np.uint64), 5)
    >>> numbers.tolist(), new.tolist(), table.number(9), table.number(8)
    ([5, 6, 5], [0, 1], 6, -1)
    """

    def __init__(self) -> None:
        self._bits = _FIRST_BITS
        self._taken = 0
        self._clear()

    def _clear(self) -> None:
        self._keys = np.zeros(1 << self._bits, dtype=np.uint64)
        self._numbers = np.full(1 << self._bits, NOWHERE, dtype=np.int32)

    def number(self, key: int) -> int:
        """Give the number of a key, or -1."""
        slot = ((key * _SPREADING) & _WORD) >> (64 - self._bits)
        while (number := self._numbers.item(slot)) != NOWHERE and self._keys.item(slot) != key:
            slot = (slot + 1) & (len(self._keys) - 1)
        return number

    def add(self, keys: Keys, first: int) -> tuple[Numbers, Positions]:
        """Give the numbers of keys; new ones get the next numbers, in the order in which they first stand there.

        Args:
            keys: the keys.
            first: the number of the first that is new.

        Returns:
            The number of each, and the positions at which new ones stand first, ascending.
        """
        self._make_room(self._taken + len(keys))
        numbers, slots = self._placed(keys, -2 - np.arange(len(keys), dtype=np.int32))
        is_provisional = numbers < NOWHERE
        places = -2 - numbers[is_provisional]  # where each new one stands first
        new = np.flatnonzero(numbers == -2 - np.arange(len(keys), dtype=np.int32))
        given = np.empty(len(keys), dtype=np.int32)
        given[new] = np.arange(first, first + len(new), dtype=np.int32)
        numbers[is_provisional] = given[places]
        self._numbers[slots[new]] = given[new]
        self._taken += len(new)
        return numbers, new

    def _make_room(self, count: int) -> None:
        """Let there be at least twice as many slots as keys."""
        if 2 * count <= len(self._keys):
            return
        is_taken = self._numbers != NOWHERE
        keys, numbers = self._keys[is_taken], self._numbers[is_taken]
        while 2 * count > 1 << self._bits:
            self._bits += _GROWTH
        self._clear()
        self._placed(keys, numbers)

    def _placed(self, keys: Keys, numbers: Numbers) -> tuple[Numbers, Positions]:
        """Put keys with their numbers where they are not there yet.

        Returns:
            For each the number that it has there, of the first of several that are the same, and its slot.
        """
        table_keys, table_numbers = self._keys, self._numbers
        last = len(table_keys) - 1
        slots = ((keys * np.uint64(_SPREADING)) >> np.uint64(64 - self._bits)).astype(np.int64)
        result = np.empty(len(keys), dtype=np.int32)
        pending = np.arange(len(keys))
        where, wanted = slots, keys
        while len(pending):
            held = table_numbers[where]
            free = np.flatnonzero(held == NOWHERE)[::-1]  # the first of several takes the slot: what is written last stands
            if len(free):
                table_numbers[where[free]] = numbers[pending[free]]
                table_keys[where[free]] = wanted[free]
                held = table_numbers[where]
            is_other = table_keys[where] != wanted
            is_same = ~is_other
            result[pending[is_same]] = held[is_same]
            slots[pending] = where
            pending, where, wanted = pending[is_other], (where[is_other] + 1) & last, wanted[is_other]
        return result, slots
