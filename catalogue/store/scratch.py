"""Scratch stores: some statements of a graph and rows of bound values, loaded for one query."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from catalogue.errors import QueryError
from catalogue.quads import DefaultGraph, Quad
from catalogue.store.engine import Store
from catalogue.store.failures import FAILURES, failure
from catalogue.store.functions import functions_of
from catalogue.store.written import Peculiar, marked, unmarked
from catalogue.terms import XSD, BlankNode, Literal, NamedNode, Term

_DEFAULT = DefaultGraph()
_WRITTEN = [Literal(form, datatype=NamedNode(XSD + "boolean")) for form in ("true", "false", "1", "0")]
_BOOLEANS = frozenset({*_WRITTEN, *map(marked, _WRITTEN)})


class Scratch:
    """A store for queries that look at no named graph but those that are given to it.

    Args:
        marks: the marked literals that stand for those which the store would change (`catalogue.store.written`);
            more may come to them.
        beyond: the numbers beyond the range of the store (`catalogue.store.beyond`); likewise.
    """

    def __init__(self, marks: Mapping[Term, Term] | None = None, beyond: Collection[Term] = frozenset()) -> None:
        self._store = Store()
        self._marks = marks if marks is not None else {}
        self._beyond = beyond
        self._marked: set[str] = set()
        self._with_beyond: dict[str, str] = {}
        self._boolean: set[str] | None = None

    @property
    def peculiar(self) -> Peculiar:
        """The properties that have values which a query must treat with care, those of bound values included."""
        if self._boolean is None:
            with_booleans = (quad for value in _BOOLEANS for quad in self._store.quads_for_pattern(None, None, value, None))
            self._boolean = {quad.predicate.value for quad in with_booleans}
        return Peculiar(frozenset(self._marked), frozenset(self._boolean), self._with_beyond)

    @property
    def graphs(self) -> frozenset[str]:
        """The IRIs of the named graphs."""
        return frozenset(graph.value for graph in self._store.named_graphs() if isinstance(graph, NamedNode))

    def _quad(self, subject: Any, predicate: Any, value: Any, graph: Any) -> Quad:
        """Make a statement as the store gets it, and note its property where its value is peculiar."""
        if value in self._marks:
            self._marked.add(predicate.value)
            value = self._marks[value]
        elif value in self._beyond:
            self._with_beyond.setdefault(predicate.value, value.value)
        return Quad(subject, predicate, value, graph)

    def add(self, triples: Iterable[tuple[Any, Any, Any]], graph: NamedNode | None = None) -> None:
        """Add statements.

        Args:
            triples: subject, predicate and object of each.
            graph: the named graph to add them to, or None for the default graph.
        """
        self._boolean = None
        quad = self._quad if self._marks or self._beyond else Quad
        self._store.extend(quad(*triple, graph or _DEFAULT) for triple in triples)

    def bind(self, graph: NamedNode, rows: Sequence[Mapping[NamedNode, Term]]) -> None:
        """Replace a named graph by one that states which values go together.

        Args:
            graph: the graph; as a predicate, it leads from the predicate of a variable to its values in all rows.
            rows: the values of each row by predicate; each row is a node of its own.
        """
        self._store.clear_graph(graph)
        boolean = self.peculiar.boolean
        quads = []
        for row in rows:
            node = BlankNode()
            for predicate, value in row.items():
                quads += [self._quad(node, predicate, value, graph), self._quad(predicate, graph, value, graph)]
        self._store.extend(quads)
        bound = {predicate.value for row in rows for predicate, value in row.items() if value in _BOOLEANS}
        self._boolean = {*boolean, *bound, *([graph.value] if bound else [])}

    def solutions(
        self, query: str, prefixes: Mapping[str, str], names: Sequence[str], most: int | None = None
    ) -> list[list[Term | None]]:
        """Run a SELECT over the default graph.

        Args:
            query: the query.
            prefixes: prefixes that it need not declare.
            names: the variables whose values are wanted.
            most: after how many solutions no more than one is given; all are when None.

        Returns:
            For each solution, the value of each of them, or None.

        Raises:
            QueryError: the query does not parse, or its evaluation failed.
        """
        try:
            solutions: Any = self._store.query(query, prefixes=dict(prefixes), **functions_of(query))
            given = {variable.value for variable in solutions.variables}
            wanted = solutions if most is None else islice(solutions, most + 1)
            return [[unmarked(solution[name]) if name in given else None for name in names] for solution in wanted]
        except FAILURES as error:
            message = failure(error)
            raise QueryError(message) from error
