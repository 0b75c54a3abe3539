"""Unchanged: which look-ups surely give what they gave, told before all that changes can concern is looked up again."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.columns.following import starts
from catalogue.release.looked import Numbering
from catalogue.release.notes import Notes

_UNKNOWN, _SAME, _OTHER = 0, 1, 2
_DEEPEST = 64
"""How many look-ups are followed, each to one from which it follows, before the last is taken for another."""


class Unchanged:
    """The look-ups of a release that surely give what they gave: none that they follow from gives another thing.

    Args:
        notes: what was looked up for it, and what that follows from.
        changed: for each look-up that follows from no other one, by its number, whether it gives another thing now: 1, or 0.
    """

    def __init__(self, notes: Notes, changed: Sequence[int]) -> None:
        self._numbering: Numbering = notes.numbering()
        self._counts = notes.counts
        self._grounds = notes.grounds()
        self._starts = starts(notes.counts)
        self._states = bytearray(_OTHER if each else _UNKNOWN for each in changed)

    def find(self, line: bytes) -> int:
        """Give the number of a look-up, as `Numbering.find` does; -1 also where it may give another thing."""
        number = self._numbering.find(line)
        return number if number >= 0 and self._is_same(number, 0) else -1

    def _is_same(self, number: int, depth: int) -> bool:
        if self._states[number] == _UNKNOWN:
            self._states[number] = _OTHER  # as far as is known where it follows from itself
            start = self._starts[number]
            grounds = self._grounds[start : start + max(self._counts[number], 0)]
            if depth < _DEEPEST and all(self._is_same(each, depth + 1) for each in grounds):
                self._states[number] = _SAME
        return self._states[number] == _SAME
