"""Cycles: terms that a relation leads back to, step after step."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from catalogue.closure import closure
from catalogue.columns.sets import are_in, distinct
from catalogue.columns.table import Columns, Numbers, numbers
from catalogue.terms import NamedNode

_SEARCHES = 5
"""How often what is left of terms that lead to one another is searched again."""
_PEELED = 50
"""How often the ends of a relation are left out before the rest is searched: hierarchies are flatter than that."""

Steps = Mapping[int, Sequence[int]]


def pairs(columns: Columns, along: Iterable[NamedNode], against: Iterable[NamedNode]) -> tuple[Numbers, Numbers]:
    """Give the pairs of a relation that several properties state.

    Args:
        columns: the statements.
        along: properties that lead from the first term to the second.
        against: properties that lead from the second term to the first.

    Returns:
        The first and the second terms, by their numbers; a pair may be there several times.
    """
    ends: list[tuple[Numbers, Numbers]] = [(numbers(()), numbers(()))]
    for properties, places in ((along, (0, 2)), (against, (2, 0))):
        for each in properties:
            rows = columns.rows_of(1, columns.number(each))
            ends.append((columns.at(places[0], rows), columns.at(places[1], rows)))
    return np.concatenate([first for first, _ in ends]), np.concatenate([second for _, second in ends])


def cycles(first: Numbers, second: Numbers) -> list[list[int]]:
    """Find the cycles of a relation; the time grows with its pairs.

    Args:
        first: the first of the two terms of each pair.
        second: the second ones.

    Returns:
        The cycles: each term leads to the next, and the last one to the first, which is the smallest. First come terms that
        lead to themselves. No two cycles have a pair in common; where very many cross, some are left out.

    >>> from catalogue.columns.table import numbers
    >>> cycles(numbers([1, 2, 3, 4, 5, 7]), numbers([2, 3, 1, 1, 5, 1]))
    [[5], [1, 2, 3]]
    """
    cycles_ = [[term] for term in distinct(first[first == second]).tolist()]
    are_two = first != second
    steps = _steps(*_peeled(first[are_two], second[are_two]))
    for _ in range(_SEARCHES):
        cycles_of_groups = [_shortest(steps, group) for group in _groups(steps)]
        if not cycles_of_groups:
            break
        cycles_ += cycles_of_groups
        steps = _without(steps, cycles_of_groups)
    return cycles_


def _peeled(first: Numbers, second: Numbers) -> tuple[Numbers, Numbers]:
    """Leave out pairs that begin where nothing leads to, or end where nothing goes on."""
    for _ in range(_PEELED):
        kept = are_in(first, distinct(second)) & are_in(second, distinct(first))
        if kept.all():
            break
        first, second = first[kept], second[kept]
    return first, second


def _steps(first: Numbers, second: Numbers) -> dict[int, list[int]]:
    steps: dict[int, list[int]] = {}
    for one, other in sorted(set(zip(first.tolist(), second.tolist(), strict=True))):
        steps.setdefault(one, []).append(other)
    return steps


def _groups(steps: Steps) -> list[Collection[int]]:
    """Give the terms that lead to one another, group by group, the group of the smallest term first."""
    back: dict[int, list[int]] = {}
    for one, others in steps.items():
        for other in others:
            back.setdefault(other, []).append(one)
    groups: list[Collection[int]] = []
    placed: set[int] = set()

    def leading_to(term: int) -> list[int]:
        return [other for other in back.get(term, ()) if other not in placed]

    for term in reversed(_finished(steps)):
        if term not in placed:
            group = closure([term], leading_to)
            placed.update(group)
            groups += [group.keys()] if len(group) > 1 else []
    return sorted(groups, key=min)


def _finished(steps: Steps) -> list[int]:
    """List the terms in the order in which a search in depth has seen all that they lead to."""
    finished: list[int] = []
    seen: set[int] = set()
    for start in steps:
        if start in seen:
            continue
        seen.add(start)
        path = [(start, iter(steps[start]))]
        while path:
            term, rest = path[-1]
            following = next((other for other in rest if other not in seen), None)
            if following is None:
                finished.append(term)
                path.pop()
            else:
                seen.add(following)
                path.append((following, iter(steps.get(following, ()))))
    return finished


def _shortest(steps: Steps, group: Collection[int]) -> list[int]:
    """Give a shortest cycle through the smallest of some terms that lead to one another."""
    start = min(group)
    before: dict[int, int] = {}
    pending = deque([start])
    while start not in before:
        term = pending.popleft()
        new = [other for other in steps.get(term, ()) if other in group and other not in before]
        before |= dict.fromkeys(new, term)
        pending += new
    cycle = [start]
    while before[cycle[-1]] != start:
        cycle.append(before[cycle[-1]])
    return [start, *reversed(cycle[1:])]


def _without(steps: Steps, cycles_: Iterable[Sequence[int]]) -> dict[int, list[int]]:
    """Leave the steps of some cycles out."""
    gone = {pair for cycle in cycles_ for pair in zip(cycle, [*cycle[1:], cycle[0]], strict=True)}
    return {one: [other for other in others if (one, other) not in gone] for one, others in steps.items()}
