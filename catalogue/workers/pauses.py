"""Pauses: how long is waited before something that ended is begun again; longer each time that it soon ends."""

from __future__ import annotations

import math


class Pauses:
    """The pauses before each beginning.

    Args:
        first: how many seconds the first pause lasts, after something that ended soon.
        longest: how many seconds a pause lasts at most.
        lasting: after how many seconds it has lasted, so that the next begins at once.

    >>> pauses = Pauses(1, 4, 60)
    >>> pauses.begin(0), pauses.next(100)
    (None, 0)
    >>> pauses.begin(100), pauses.next(101), pauses.left(101.5), pauses.next(102), pauses.next(104), pauses.next(108)
    (None, 1, 1, 2, 4, 4)
    >>> pauses.begin(112), pauses.next(200)
    (None, 0)
    """

    def __init__(self, first: float = 0.5, longest: float = 30, lasting: float = 60) -> None:
        self._first = first
        self._longest = longest
        self._lasting = lasting
        self._pause = 0.0
        self._began = 0.0
        self._until = 0.0

    def begin(self, now: float) -> None:
        """Note that it begins, at a time in seconds."""
        self._began = now

    def next(self, now: float) -> float:
        """Give how many seconds to wait until it is begun again, after it has ended at a time in seconds."""
        is_lasting = now - self._began >= self._lasting
        self._pause = 0 if is_lasting else min(self._longest, max(self._first, 2 * self._pause))
        self._until = now + self._pause
        return self._pause

    def left(self, now: float) -> int:
        """Give how many whole seconds are left of the pause at a time in seconds, at least one."""
        return max(1, math.ceil(self._until - now))
