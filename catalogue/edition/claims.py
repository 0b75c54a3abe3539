"""Claims: statements about statements (`rdf:Statement`), and the sources of single values."""

from __future__ import annotations

from functools import cached_property

from catalogue.columns.graph import Graph
from catalogue.names import STANDARD_PREFIXES
from catalogue.terms import RDF, NamedNode, Node, Term

SOURCE = NamedNode(STANDARD_PREFIXES["dct"] + "source")
"""The property that leads to where something is from."""

SUBJECT, PREDICATE, OBJECT = (NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
"""The properties that lead from a claim to the parts of the triple that it is about."""


class Claims:
    """The claims of a graph.

    Args:
        graph: the data.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    @cached_property
    def _by_triple(self) -> dict[tuple[Term, Term, Term], list[Node]]:
        claims: dict[tuple[Term, Term, Term], list[Node]] = {}
        for triple in self._graph.triples(None, SUBJECT):
            for predicate in self._graph.objects(triple.subject, PREDICATE):
                for value in self._graph.objects(triple.subject, OBJECT):
                    claims.setdefault((triple.object, predicate, value), []).append(triple.subject)
        return claims

    def of(self, subject: Term, predicate: Term, value: Term) -> list[Node]:
        """List the claims about one value, in a stable order."""
        return self._by_triple.get((subject, predicate, value), [])

    def about(self, subject: Term) -> list[Node]:
        """List the claims about any value of a subject, in a stable order."""
        return self._graph.subjects(SUBJECT, subject)

    def sources(self, subject: Node, predicate: Term, value: Term) -> list[Term]:
        """List the sources of one value: those of the claims about it, else those of its subject."""
        claims = self.of(subject, predicate, value)
        own = {source: None for claim in claims for source in self._graph.objects(claim, SOURCE)}
        return list(own) or self._graph.objects(subject, SOURCE)
