"""The check of terms: those of the data that the catalogue's own ontology, or a published vocabulary, lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from catalogue import published
from catalogue.edition import Edition
from catalogue.lint.kinds import KINDS, Kind
from catalogue.lint.naming import shown, suggestion
from catalogue.lint.scope import Scope
from catalogue.lint.terms_used import CLASS_VALUED, TERM_VALUED, is_described, used_terms
from catalogue.lint.unplaced import Unplaced
from catalogue.messages import Message, Text
from catalogue.names import namespace_of
from catalogue.near import Iris, is_certain
from catalogue.published import Unknown
from catalogue.terms import RDF_TYPE, NamedNode, Triple


def unknown_terms(edition: Edition, scope: Scope) -> Iterator[Unplaced]:
    """Find properties and classes that the ontology, or a published vocabulary, should have by their namespace, and has not."""
    own = own_terms(edition)
    for term in used_terms(edition.graph, scope):
        defined = own.get(namespace_of(term.value))
        if defined is None:
            yield from _unpublished(edition, scope, term)
        elif not edition.shapes_graph.files_of(term) and not edition.shapes_graph.triples(value=term):
            yield from _undefined(edition, scope, term, defined)


def _undefined(edition: Edition, scope: Scope, term: NamedNode, defined: Iris) -> Iterator[Unplaced]:
    graph = edition.graph
    triples = [*graph.triples(None, term), *graph.triples(None, RDF_TYPE, term)]
    if triples:
        scope.suspect("unknown-term", [graph.columns.number(term)])
        near = defined.nearest(term.value)
        unknown = Unknown(near, near is not None and is_certain(term.value, near))
        texts = Message("C203.not-ontology", term=shown(edition, term)), Message("C203.use-term-ontology-define")
        report = _Report(KINDS["unknown-term"], term, unknown, *_with_suggestion(edition, unknown, *texts))
        yield from map(report.at, triples)


def _unpublished(edition: Edition, scope: Scope, term: NamedNode) -> Iterator[Unplaced]:
    """Find what a published vocabulary lacks, unless the catalogue describes it itself."""
    if published.unknown(term.value) is None or is_described(edition, term):
        return
    graph = edition.graph
    uses = {False: graph.triples(None, term), True: [], None: []}
    for predicate in TERM_VALUED:
        uses[predicate in CLASS_VALUED or None] += graph.triples(None, predicate, term)
    for is_class, triples in uses.items():
        unknown = published.unknown(term.value, is_class=is_class)
        if triples and unknown is not None:
            scope.suspect("unknown-term", [graph.columns.number(term)])
            texts = _with_suggestion(edition, unknown, *not_in_vocabulary(edition, term))
            yield from map(_Report(KINDS["vocabulary-term"], term, unknown, *texts).at, triples)


class _Report(NamedTuple):
    """What is reported wherever a term stands."""

    kind: Kind
    term: NamedNode
    unknown: Unknown
    message: Text
    advice: Text

    def at(self, triple: Triple) -> Unplaced:
        """Report it at the predicate or at the object of a triple."""
        value = None if triple.predicate == self.term else self.term
        meant = (NamedNode(self.unknown.near),) if self.unknown.near else ()
        certain = self.unknown.is_sure
        return Unplaced(
            self.kind, triple.subject, triple.predicate, value, self.message, self.advice, meant=meant, certain=certain
        )


def _with_suggestion(edition: Edition, unknown: Unknown, message: Text, advice: Text) -> tuple[Text, Text]:
    return message, suggestion(edition, NamedNode(unknown.near) if unknown.near else None, advice)


def not_in_vocabulary(edition: Edition, term: NamedNode) -> tuple[Text, Text]:
    """Say that a published vocabulary lacks a term, and what to do where none is near."""
    return (
        Message("C214.not-in-vocabulary", term=shown(edition, term)),
        Message("C214.see-vocabulary.advice", namespace=namespace_of(term.value)),
    )


def own_terms(edition: Edition) -> dict[str, Iris]:
    """Index the terms that the shapes and the ontology define, by namespace, for the namespaces inside the base."""
    defined = [node.value for node in edition.shapes_graph.all_subjects() if isinstance(node, NamedNode)]
    namespaces = dict.fromkeys(namespace_of(iri) for iri in defined if edition.settings.owns(iri))
    return {namespace: Iris(iri for iri in defined if iri.startswith(namespace)) for namespace in namespaces}
