"""Claims: statements about statements (`rdf:Statement`), and the sources of single values."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from catalogue.columns.graph import Graph
from catalogue.names import STANDARD_PREFIXES
from catalogue.terms import RDF, NamedNode, Node, Term

SOURCE = NamedNode(STANDARD_PREFIXES["dct"] + "source")
"""The property that leads to where something is from."""

SUBJECT, PREDICATE, OBJECT = (NamedNode(RDF + name) for name in ("subject", "predicate", "object"))
"""The properties that lead from a claim to the parts of the triples that it is about."""

CLAIMS = "claims"
"""The look-up of the claims about a subject, as what is made of an edition notes it."""


class Claims:
    """The claims of a graph.

    A claim is about the values that it names (`rdf:object`) of the properties that it names (`rdf:predicate`), or about those
    properties as a whole, with all their values in all languages, when it names no value.

    Args:
        graph: the data.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    @cached_property
    def _indexes(self) -> tuple[dict[tuple[Term, Term, Term], list[Node]], dict[tuple[Term, Term], list[Node]]]:
        """The claims by the triples, and by the subjects and predicates, that they are about."""
        by_triple: dict[tuple[Term, Term, Term], list[Node]] = {}
        by_property: dict[tuple[Term, Term], list[Node]] = {}
        with self._graph.reads.paused():
            of, about = self._graph.by_subject(OBJECT), self._graph.by_subject(PREDICATE)
            for claim, _, subject in self._graph.triples(None, SUBJECT):
                values = of.get(claim, ())
                for predicate in about.get(claim, ()):
                    if not values:
                        by_property.setdefault((subject, predicate), []).append(claim)
                    for value in values:
                        by_triple.setdefault((subject, predicate, value), []).append(claim)
        return by_triple, by_property

    def _parts(self, claim: Node) -> list[tuple[Term, list[Term]]]:
        """Give the predicates that a claim is about, each with the values that it names."""
        values = self._graph.objects(claim, OBJECT)
        return [(predicate, values) for predicate in self._graph.objects(claim, PREDICATE)]

    @cached_property
    def _subjects(self) -> frozenset[Term]:
        """What claims are about."""
        with self._graph.reads.paused():
            return frozenset(self._graph.values_of(SUBJECT))

    def are_about(self, subject: Term) -> bool:
        """Tell whether there are claims about any value of a subject."""
        self._graph.reads.note(CLAIMS, subject)
        return subject in self._subjects

    def parts(self, subject: Term) -> list[tuple[Node, list[tuple[Term, list[Term]]]]]:
        """Give the claims about a subject, each with the predicates and the values that it is about."""
        return [(claim, self._parts(claim)) for claim in self.about(subject)]

    def of(self, subject: Term, predicate: Term, value: Term) -> list[Node]:
        """List the claims about one value, in a stable order: those that name it, else those about the whole property."""
        self._graph.reads.note(CLAIMS, subject)
        by_triple, by_property = self._indexes
        return by_triple.get((subject, predicate, value)) or by_property.get((subject, predicate), [])

    def about(self, subject: Term) -> list[Node]:
        """List the claims about any value of a subject, in a stable order."""
        return self._graph.subjects(SUBJECT, subject)

    def sources(self, subject: Node, predicate: Term, value: Term) -> list[Term]:
        """List the sources of one value, in a stable order.

        Returns:
            Those of the claims about it, else the one of its subject. Where a subject has several, they are those of what it
            says as a whole, and of no single value: the list is empty.
        """
        return self.sources_by(self.of(subject, predicate, value), subject)

    def sources_by(self, claims: Sequence[Node], subject: Node) -> list[Term]:
        """List the sources of one value of a subject, as `sources` does, by the claims about it."""
        own = {source: None for claim in claims for source in self._graph.objects(claim, SOURCE)}
        pool = [] if own else self._graph.objects(subject, SOURCE)
        return list(own) or (pool if len(pool) == 1 else [])
