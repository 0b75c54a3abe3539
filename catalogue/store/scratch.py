"""Scratch stores: some statements of a graph and rows of bound values, loaded for one query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from catalogue.errors import QueryError
from catalogue.store.failures import FAILURES, failure
from catalogue.terms import NamedNode, Term

_DEFAULT = ox.DefaultGraph()


class Scratch:
    """A store for queries that look at no named graph but those that are given to it."""

    def __init__(self) -> None:
        self._store = ox.Store()

    def add(self, triples: Iterable[tuple[Any, Any, Any]], graph: NamedNode | None = None) -> None:
        """Add statements.

        Args:
            triples: subject, predicate and object of each.
            graph: the named graph to add them to, or None for the default graph.
        """
        self._store.extend(ox.Quad(*triple, graph or _DEFAULT) for triple in triples)

    def bind(self, graph: NamedNode, rows: Iterable[Mapping[NamedNode, Term]]) -> None:
        """Say in a named graph which values go together, instead of what it said before.

        Args:
            graph: the graph; as a predicate, it leads from the predicate of a variable to its values in all rows.
            rows: the values of each row by predicate; each row is a node of its own.
        """
        self._store.clear_graph(graph)
        quads = []
        for row in rows:
            node = ox.BlankNode()
            for predicate, value in row.items():
                quads += [ox.Quad(node, predicate, value, graph), ox.Quad(predicate, graph, value, graph)]
        self._store.extend(quads)

    def solutions(self, query: str, prefixes: Mapping[str, str], names: Sequence[str]) -> list[list[Term | None]]:
        """Run a SELECT over the default graph.

        Args:
            query: the query.
            prefixes: prefixes that it need not declare.
            names: the variables whose values are wanted.

        Returns:
            For each solution, the value of each of them, or None.

        Raises:
            QueryError: the query does not parse, or its evaluation failed.
        """
        try:
            solutions: Any = self._store.query(query, prefixes=dict(prefixes))
            given = {variable.value for variable in solutions.variables}
            return [[solution[name] if name in given else None for name in names] for solution in solutions]
        except FAILURES as error:
            message = failure(error)
            raise QueryError(message) from error
