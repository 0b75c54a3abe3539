"""Closure: all that is reached by following a relation step after step; circles end."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")


def closure(start: Iterable[Item], follow: Callable[[Item], Iterable[Item]]) -> dict[Item, None]:
    """Follow a relation from some items on, from each item once.

    Args:
        start: where it begins.
        follow: gives what one step leads to from an item.

    Returns:
        The items of the start and all that they lead to, each once, the nearest first, as the keys of a dictionary.

    >>> list(closure([1], lambda number: {1: [2, 3], 2: [4], 3: [1]}.get(number, [])))
    [1, 2, 3, 4]
    """
    reached = dict.fromkeys(start)
    pending = deque(reached)
    while pending:
        new = dict.fromkeys(item for item in follow(pending.popleft()) if item not in reached)
        reached |= new
        pending += new
    return reached
