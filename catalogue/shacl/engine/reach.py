"""Reach: the statements that a query can look at, walked along its triple patterns from the nodes that are bound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from catalogue.columns.index import range_of
from catalogue.columns.sets import are_first, are_in, distinct, mask, positions_of, uniform, union, without
from catalogue.columns.table import Columns, Numbers, Positions, numbers
from catalogue.model import Path
from catalogue.shacl.patterns import Pattern, Verb
from catalogue.sources.statements import BLANK_TAG, IRI_TAG
from catalogue.terms import XSD_STRING, NamedNode

AS_WRITTEN = frozenset({IRI_TAG, BLANK_TAG, XSD_STRING})
"""Tags of terms that a store keeps as they are written, besides those of languages."""


class Walk:
    """Walks along statements and notes each that it passes.

    Args:
        columns: the statements.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._seen = uniform(columns.height, value=False)
        self._stayed = numbers(())

    @cached_property
    def everywhere(self) -> Numbers:
        """All terms."""
        return range_of(len(self._columns.terms))

    @property
    def rows(self) -> Positions:
        """The rows of the statements that were passed, and of one for each node that was stayed at and that none of them names.

        A store lets a path without a step begin and end at the nodes that it knows from its statements alone.
        """
        columns = self._columns
        rows = positions_of(self._seen)
        unknown = without(self._stayed, union(*(columns.at(place, rows) for place in (0, 2))))
        for place in (0, 2) if len(unknown) else ():
            owners, rows_there = columns.rows(place, unknown)
            rows = union(rows, rows_there[are_first(owners)])
        return rows

    def named(self, iri: str) -> Numbers:
        """Give the node that an IRI names."""
        return numbers([self._columns.number(NamedNode(iri))])

    def along(self, verb: Verb, nodes: Numbers, *, turned: bool, to: Numbers | None = None) -> Numbers:
        """Walk from some nodes along a path, or along any statement, to where it leads.

        Args:
            verb: the path, or None for any predicate.
            nodes: where to start.
            turned: whether to walk against the direction of the path.
            to: where the walk may end, so that other last steps need not be taken; anywhere when None.
        """
        if verb is None or verb.kind == "predicate":
            return self._step(verb, nodes, turned=turned, to=to)
        if verb.kind == "inverse":
            return self.along(verb.parts[0], nodes, turned=not turned, to=to)
        if verb.kind == "sequence":
            return self._sequence(verb.parts[::-1] if turned else verb.parts, nodes, turned=turned, to=to)
        if verb.kind == "alternative":
            return union(*(self.along(part, nodes, turned=turned, to=to) for part in verb.parts))
        if verb.kind in {"zeroOrOne", "zeroOrMore"}:
            self._stayed = union(self._stayed, nodes)
        if verb.kind == "zeroOrOne":
            return union(nodes, self.along(verb.parts[0], nodes, turned=turned, to=to))
        return self._closure(verb, nodes, turned=turned)

    def _sequence(self, parts: Sequence[Path], nodes: Numbers, *, turned: bool, to: Numbers | None) -> Numbers:
        for part in parts[:-1]:
            nodes = self.along(part, nodes, turned=turned)
        return self.along(parts[-1], nodes, turned=turned, to=to)

    def everything(self, verb: Verb) -> None:
        """Pass all statements of the predicates of a path."""
        if verb is None:
            self._seen[self._columns.live] = True
        elif verb.kind == "predicate":
            predicates = numbers([self._columns.number(NamedNode(verb.iri))])
            self._seen[self._columns.rows(1, predicates)[1]] = True
        else:
            for part in verb.parts:
                self.everything(part)

    def between(self, verb: Verb, nodes: Numbers, to: Numbers | None, *, turned: bool) -> tuple[Numbers, Numbers]:
        """Give those of some nodes from which a path leads to some others, and where it leads to from them.

        Args:
            verb: the path, or None for any predicate.
            nodes: where to start.
            to: where to end; anywhere when None.
            turned: whether to walk against the direction of the path.
        """
        if verb is None or verb.kind == "predicate":
            rows = self._steps(verb, nodes, to, turned=turned)
            starts, ends = (distinct(self._columns.at(place, rows)) for place in ((2, 0) if turned else (0, 2)))
            return starts, ends
        ends = self.along(verb, nodes, turned=turned, to=to)
        ends = ends if to is None else ends[are_in(ends, self._alike(to))]
        starts = self.along(verb, ends, turned=not turned, to=nodes)
        return starts[are_in(starts, self._alike(nodes))], ends

    def _step(self, verb: Verb, nodes: Numbers, *, turned: bool, to: Numbers | None) -> Numbers:
        return distinct(self._columns.at(0 if turned else 2, self._steps(verb, nodes, to, turned=turned)))

    def _steps(self, verb: Verb, nodes: Numbers, to: Numbers | None, *, turned: bool) -> Positions:
        columns = self._columns
        start, end = (2, 0) if turned else (0, 2)
        nodes = self._alike(nodes)
        if verb is None:
            rows = columns.rows(start, nodes)[1]
        else:
            rows = columns.rows(1, numbers([columns.number(NamedNode(verb.iri))]))[1]
            rows = rows[are_in(columns.at(start, rows), nodes)]
        if to is not None:
            rows = rows[are_in(columns.at(end, rows), self._alike(to))]
        self._seen[rows] = True
        return rows

    def _alike(self, nodes: Numbers) -> Numbers:
        """Add what a store may take for one of some terms: it keeps the values of literals, and not how they are written."""
        return union(nodes, self._values) if are_in(nodes, self._values).any() else nodes

    @cached_property
    def _values(self) -> Numbers:
        """The literals of which a store keeps the values."""
        terms = self._columns.terms
        of_tags = mask(tag[0] != "@" and tag not in AS_WRITTEN for tag in terms.tags)
        return self.everywhere[of_tags[terms.tag_numbers]]

    def _closure(self, verb: Path, nodes: Numbers, *, turned: bool) -> Numbers:
        reached = nodes if verb.kind == "zeroOrMore" else numbers(())
        while len(nodes):
            nodes = without(self.along(verb.parts[0], nodes, turned=turned), reached)
            reached = union(reached, nodes)
        return reached


def reach(columns: Columns, patterns: Sequence[Pattern], bound: Mapping[str, Numbers]) -> Positions:
    """Find the statements that patterns can match when some variables are bound.

    Args:
        columns: the statements.
        patterns: the patterns of a query.
        bound: the values of bound variables.

    Returns:
        The rows of statements: all that a solution can rest upon, and perhaps more; ascending.
    """
    walk = Walk(columns)
    known = {f"?{name}": distinct(values) for name, values in bound.items()}
    if any(pattern.groups is None for pattern in patterns):
        for scope in dict.fromkeys(pattern.scope for pattern in patterns):
            known |= _apart(walk, [pattern for pattern in patterns if pattern.scope == scope], known)
    else:
        _together(walk, Walk(columns), patterns, known, ())
    return walk.rows


class _Way(NamedTuple):
    """A pattern to be walked along from one of its ends to the other, perhaps against the direction of its path."""

    pattern: Pattern
    start: str
    end: str
    turned: bool


def _together(
    walk: Walk, scout: Walk, patterns: Sequence[Pattern], known: Mapping[str, Numbers], group: tuple[int, ...]
) -> None:
    """Walk along the patterns of a group, all of which hold in each of its solutions, then along those of the groups inside it.

    A variable has no value that one of them does not allow. So a scout goes first, along each from where fewest nodes are
    known, and leaves at both ends what it joins; then only what still matters is passed. `EXISTS` looks for solutions of its
    group with the values of a solution of the group around it: there these are all that the variables can have.

    Args:
        walk: passes the statements.
        scout: goes first.
        patterns: the patterns of all groups.
        known: what may stand at the ends of patterns, as the groups around tell.
        group: the group.
    """
    own = [pattern for pattern in patterns if pattern.groups == group]
    known = {**_named(walk, own), **known}
    for way in _scouted(scout, own, known):
        walk.along(way.pattern.verb, known[way.start], turned=way.turned, to=known.get(way.end))
    depth = len(group)
    inside = (pattern.groups for pattern in patterns if pattern.groups is not None and pattern.groups[:depth] == group)
    for inner in {groups[: depth + 1] for groups in inside if len(groups) > depth}:
        _together(walk, scout, patterns, known, inner)


def _scouted(scout: Walk, patterns: Sequence[Pattern], known: dict[str, Numbers]) -> list[_Way]:
    """Go along each of some patterns from where fewest nodes are known, and leave in `known` what it joins at both ends.

    Returns:
        The ways, in the order in which they were gone.
    """
    pending, ways = [*patterns], []
    while pending:
        way = _shortest(pending, known)
        if way is None:
            known |= {end: scout.everywhere for end in _ends(pending[0]) if end}
            continue
        pending.remove(way.pattern)
        ways.append(way)
        starts, ends = scout.between(way.pattern.verb, known[way.start], known.get(way.end), turned=way.turned)
        known |= {end: nodes for end, nodes in ((way.start, starts), (way.end, ends)) if end}
    return ways


def _shortest(patterns: Sequence[Pattern], known: Mapping[str, Numbers]) -> _Way | None:
    """Find the pattern with the fewest known nodes at an end, those of variables before those that are named; None without."""
    ways = [way for pattern in patterns for way in _ways(pattern) if way.start in known]
    return min(ways, key=lambda way: (way.start[:1] != "?", len(known[way.start])), default=None)


def _ways(pattern: Pattern) -> tuple[_Way, _Way]:
    subject, value = _ends(pattern)
    return _Way(pattern, subject, value, turned=False), _Way(pattern, value, subject, turned=True)


def _ends(pattern: Pattern) -> tuple[str, str]:
    return pattern.subject, pattern.object


def _named(walk: Walk, patterns: Sequence[Pattern]) -> dict[str, Numbers]:
    """Find the nodes that patterns name."""
    return {end: walk.named(end[1:-1]) for pattern in patterns for end in _ends(pattern) if end[:1] == "<"}


def _apart(walk: Walk, patterns: Sequence[Pattern], bound: Mapping[str, Numbers]) -> dict[str, Numbers]:
    """Walk along the patterns of a scope: again and again, from all nodes that any of them leads to.

    Returns:
        The values that its variables can have, besides those that are bound.
    """
    for pattern in patterns:
        if not _variables(pattern):
            walk.everything(pattern.verb)
    ways = [way for pattern in patterns for way in _ways(pattern)]
    known = dict(bound)
    sizes: dict[str, int] | None = None
    while sizes != _sizes(known) or _from_constants(walk, patterns, known):
        sizes = _sizes(known)
        _from_known(walk, ways, known, bound)
    return known


def _sizes(known: Mapping[str, Numbers]) -> dict[str, int]:
    return {name: len(nodes) for name, nodes in known.items()}


def _variables(pattern: Pattern) -> list[str]:
    return [end for end in _ends(pattern) if end[:1] == "?"]


def _from_known(walk: Walk, ways: Sequence[_Way], known: dict[str, Numbers], bound: Mapping[str, Numbers]) -> None:
    """Walk each way from the nodes that are known at its start, and note where it leads to unless that is bound."""
    for way in ways:
        if way.start in known:
            reached = walk.along(way.pattern.verb, known[way.start], turned=way.turned)
            if way.end[:1] == "?" and way.end not in bound:
                known[way.end] = union(known.get(way.end, numbers(())), reached)


def _from_constants(walk: Walk, patterns: Sequence[Pattern], known: dict[str, Numbers]) -> bool:
    """Start from a node that a pattern names, or pass all its statements, where no bound variable leads to it.

    Returns:
        Whether a variable has become known.
    """
    for pattern in patterns:
        fresh = _variables(pattern)
        if not fresh or any(name in known for name in fresh):
            continue
        named = _named(walk, [pattern])
        for way in _ways(pattern):
            if way.start in named:
                known[way.end] = walk.along(pattern.verb, named[way.start], turned=way.turned)
                return True
        walk.everything(pattern.verb)
        known |= dict.fromkeys(fresh, walk.everywhere)
        return True
    return False
