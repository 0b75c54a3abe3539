"""Graphs asked as one: their merge, in which each statement is once, however many of the graphs have it.

SPARQL asks a set of statements: the default graph is the merge of the graphs that make it up (SPARQL 1.1 Query, section 13.2).
The store goes through one graph after the other instead, and gives a statement that several have several times; counts and sums
are then too large. So where graphs share statements, the merge is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

from catalogue.quads import DefaultGraph, Quad
from catalogue.store.engine import Store
from catalogue.store.functions import functions_of
from catalogue.store.written import unmarked
from catalogue.terms import Literal, NamedNode


class Chosen(NamedTuple):
    """The graphs that a query, or whoever sends it, chooses.

    Attributes:
        default: the IRIs of those that make up the default graph.
        named: the IRIs of those that `GRAPH` sees.
    """

    default: tuple[str, ...]
    named: tuple[str, ...]


class Merged:
    """A store whose named graphs are asked as one.

    Args:
        store: the statements, in named graphs.
        shares: whether some of them may stand in more than one graph; the merge then stands in the default graph, see `of`.

    >>> from catalogue.terms import Literal
    >>> graphs = [NamedNode("urn:g"), NamedNode("urn:h")]
    >>> quads = [Quad(NamedNode("urn:a"), NamedNode("urn:p"), Literal("x"), graph) for graph in graphs]
    >>> store = Store()
    >>> store.extend(quads)
    >>> len(list(Merged(store, shares=False).query("SELECT * { ?s ?p ?o }", "urn:", {})))
    2
    >>> len(list(Merged.of(store, lambda: quads, shares=True).query("SELECT * { ?s ?p ?o }", "urn:", {})))
    1
    """

    def __init__(self, store: Store, *, shares: bool) -> None:
        self._store = store
        self._shares = shares

    @classmethod
    def of(cls, store: Store, quads: Callable[[], Iterable[Quad]], *, shares: bool) -> Merged:
        """Make the merge of the statements of a store, where it needs one.

        Args:
            store: the statements, in named graphs.
            quads: gives them once more.
            shares: whether some of them may stand in more than one graph.
        """
        if shares:
            merge(store, quads())
        return cls(store, shares=shares)

    @cached_property
    def graphs(self) -> frozenset[str]:
        """The IRIs of the named graphs."""
        return frozenset(graph.value for graph in self._store.named_graphs() if isinstance(graph, NamedNode))

    def mentions(self, iri: str) -> bool:
        """Tell whether an IRI stands in any statement."""
        try:
            node = NamedNode(iri)
        except ValueError:
            return False
        find = self._store.quads_for_pattern
        quads = (find(None, node, None, None), find(node, None, None, None), find(None, None, node, None))
        return any(next(matches, None) is not None for matches in quads)

    def sample(self, iri: str, most: int) -> Iterator[Literal]:
        """Give the literals among some values of a property.

        Args:
            iri: the property.
            most: how many values are looked at.
        """
        for quad in islice(self._store.quads_for_pattern(None, NamedNode(iri), None, None), most):
            if isinstance(quad.object, Literal):
                value = unmarked(quad.object)
                if isinstance(value, Literal):
                    yield value

    def has_value(self, iri: str, literal: Literal) -> bool:
        """Tell whether a property has a literal for a value."""
        return next(self._store.quads_for_pattern(None, NamedNode(iri), literal, None), None) is not None

    def query(self, sparql: str, base: str, prefixes: dict[str, str], chosen: Chosen | None = None) -> Any:
        """Run a query.

        Args:
            sparql: the query; what it says itself by `FROM` does not count.
            base: what relative IRIs are resolved against.
            prefixes: prefixes that it need not declare.
            chosen: the graphs that it is about; all when None.

        Returns:
            Solutions, a boolean or triples, by the form of the query.

        Raises:
            SyntaxError: the query does not parse.
            OSError, RuntimeError, ValueError: its evaluation failed.
        """
        store = self._store
        given: dict[str, Any]
        if chosen is None and not self._shares:
            given = functions_of(sparql)
            return store.query(sparql, base_iri=base, prefixes=prefixes, use_default_graph_as_union=True, **given)
        given = {"base_iri": base, "prefixes": prefixes, **functions_of(sparql)}
        if chosen is None:
            return store.query(sparql, default_graph=DefaultGraph(), **given)
        default, given["named_graphs"] = ([NamedNode(iri) for iri in graphs] for graphs in chosen)
        if not self._shares or len(default) < _SEVERAL:
            return store.query(sparql, default_graph=[*default], **given)
        apart = Store()
        for graph in given["named_graphs"]:
            apart.extend(store.quads_for_pattern(None, None, None, graph))
        for graph in default:
            merge(apart, store.quads_for_pattern(None, None, None, graph))
        return apart.query(sparql, default_graph=DefaultGraph(), **given)


_SEVERAL = 2


def merge(store: Store, quads: Iterable[Quad]) -> None:
    """Put statements into the default graph of a store, each once."""
    store.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
