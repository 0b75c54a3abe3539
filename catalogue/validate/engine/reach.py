"""Reach: the statements that a query can look at, walked along its triple patterns from the nodes that are bound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from catalogue.graph.columns import Columns, Numbers, Positions, numbers
from catalogue.model import Path
from catalogue.terms import NamedNode
from catalogue.validate.sparql.patterns import Pattern, Verb, iri_of
from catalogue.validate.sparql.text import SparqlToken


class Walk:
    """Walks along statements and notes each that it passes.

    Args:
        columns: the statements.
    """

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._seen = np.zeros(len(columns.column(0)), dtype=np.bool_)

    @property
    def rows(self) -> Positions:
        """The rows of the statements that were passed."""
        return np.flatnonzero(self._seen)

    def along(self, verb: Verb, nodes: Numbers, *, turned: bool) -> Numbers:
        """Walk from some nodes along a path, or along any statement, to where it leads.

        Args:
            verb: the path, or None for any predicate.
            nodes: where to start.
            turned: whether to walk against the direction of the path.
        """
        if verb is None or verb.kind == "predicate":
            return self._step(verb, nodes, turned=turned)
        if verb.kind == "inverse":
            return self.along(verb.parts[0], nodes, turned=not turned)
        if verb.kind == "sequence":
            for part in reversed(verb.parts) if turned else verb.parts:
                nodes = self.along(part, nodes, turned=turned)
            return nodes
        if verb.kind == "alternative":
            return np.unique(np.concatenate([self.along(part, nodes, turned=turned) for part in verb.parts]))
        if verb.kind == "zeroOrOne":
            return np.union1d(nodes, self.along(verb.parts[0], nodes, turned=turned))
        return self._closure(verb, nodes, turned=turned)

    def everything(self, verb: Verb) -> None:
        """Pass all statements of the predicates of a path."""
        if verb is None:
            self._seen[self._columns.live] = True
        elif verb.kind == "predicate":
            found = numbers([self._columns.number(NamedNode(verb.iri))])
            self._seen[self._columns.rows(1, found)[1]] = True
        else:
            for part in verb.parts:
                self.everything(part)

    def _step(self, verb: Verb, nodes: Numbers, *, turned: bool) -> Numbers:
        columns = self._columns
        rows = columns.rows(2 if turned else 0, nodes)[1]
        if verb is not None:
            rows = rows[columns.column(1)[rows] == columns.number(NamedNode(verb.iri))]
        self._seen[rows] = True
        return np.unique(columns.column(0 if turned else 2)[rows])

    def _closure(self, verb: Path, nodes: Numbers, *, turned: bool) -> Numbers:
        found = nodes if verb.kind == "zeroOrMore" else numbers(())
        while len(nodes):
            nodes = np.setdiff1d(self.along(verb.parts[0], nodes, turned=turned), found)
            found = np.union1d(found, nodes)
        return found


def reach(
    columns: Columns, patterns: Sequence[Pattern], bound: Mapping[str, Numbers], prefixes: Mapping[str, str]
) -> Positions:
    """Find the statements that patterns can match when some variables are bound.

    Args:
        columns: the statements.
        patterns: the patterns of a query.
        bound: the values of bound variables.
        prefixes: the query's prefixes.

    Returns:
        The rows of statements: all that a solution can rest upon, and perhaps more.
    """
    walk = Walk(columns)
    for pattern in patterns:
        if not pattern.subject.variable and not pattern.object.variable:
            walk.everything(pattern.verb)
    known: dict[str, Numbers] = {name: np.unique(values) for name, values in bound.items()}
    while True:
        before = {name: len(values) for name, values in known.items()}
        for pattern in patterns:
            ends = pattern.subject.variable, pattern.object.variable
            for start, end, turned in ((*ends, False), (*ends[::-1], True)):
                if start in known:
                    reached = walk.along(pattern.verb, known[start], turned=turned)
                    if end and end not in bound:
                        known[end] = np.union1d(known.get(end, numbers(())), reached)
        settled = before == {name: len(values) for name, values in known.items()}
        if settled and not _from_constants(walk, columns, patterns, known, prefixes):
            return walk.rows


def _from_constants(
    walk: Walk, columns: Columns, patterns: Sequence[Pattern], known: dict[str, Numbers], prefixes: Mapping[str, str]
) -> bool:
    """Start from a node that a pattern names, or pass all its statements, where no bound variable leads to it.

    Returns:
        Whether a variable has become known.
    """
    for pattern in patterns:
        ends = pattern.subject, pattern.object
        fresh = [end.variable for end in ends if end.variable]
        if not fresh or any(name in known for name in fresh):
            continue
        for start, end, turned in ((*ends, False), (*ends[::-1], True)):
            named = _named(columns, start, prefixes)
            if named is not None:
                known[end.variable] = walk.along(pattern.verb, named, turned=turned)
                return True
        walk.everything(pattern.verb)
        known |= dict.fromkeys(fresh, np.arange(len(columns.terms), dtype=np.int32))
        return True
    return False


def _named(columns: Columns, token: SparqlToken, prefixes: Mapping[str, str]) -> Numbers | None:
    iri = iri_of(token, prefixes)
    return numbers([columns.number(NamedNode(iri))]) if iri is not None else None
