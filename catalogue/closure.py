"""Closure: all that is reached by following a relation step after step; circles end."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
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


def holds_throughout(
    start: Item, known: dict[Item, bool], holds: Callable[[Item], bool], steps: Callable[[Item], Iterable[Item]]
) -> bool:
    """Tell whether something holds for an item and for all that it leads to, however far; for none that leads to a circle.

    Args:
        start: the item.
        known: for which items that is known already; what is learnt is added.
        holds: tells whether it holds for an item by itself.
        steps: gives what one step leads to from an item.

    >>> ways = {1: [2, 3], 2: [3], 3: [], 4: [3, 5], 5: [4]}
    >>> [holds_throughout(start, {}, lambda number: number < 9, ways.__getitem__) for start in (1, 4)]
    [True, False]
    """
    way: dict[Item, Iterator[Item]] = {}
    item: Item | None = start
    while True:
        if item is not None and item not in known:
            if item in way or not holds(item):
                known |= dict.fromkeys((*way, item), False)  # all of the way rest upon it
            else:
                way[item] = iter(steps(item))
        if item is not None and not known.get(item, True):
            known |= dict.fromkeys(way, False)
            return False
        if not way:
            return known[start]
        last = next(reversed(way))
        item = next(way[last], None)
        if item is None:
            known[last] = True
            del way[last]
