"""The check of terms: those of the data that the catalogue's own ontology, or a published vocabulary, lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from catalogue.columns.oddities import odd_values, with_values
from catalogue.columns.table import numbers
from catalogue.edition import Edition
from catalogue.lint.datatypes import unknown_datatype, unknown_term
from catalogue.lint.kinds import KINDS, Kind
from catalogue.lint.naming import near_or
from catalogue.lint.scope import Scope, added
from catalogue.lint.terms_used import CLASS_VALUED, TERM_VALUED, is_described, used_terms
from catalogue.lint.unplaced import Unplaced
from catalogue.messages import Message, Text
from catalogue.names import namespace_of
from catalogue.near import Iris, is_certain
from catalogue.published import Unknown, as_property
from catalogue.sources.statements import is_datatype
from catalogue.terms import RDF_TYPE, Literal, NamedNode, Term, Triple


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
        advice = Message("C203.use-term-ontology-define")
        report = _Report(KINDS["unknown-term"], term, unknown, lambda name: Message("C203.not-ontology", term=name), advice)
        yield from map(report.at, triples)


def _unpublished(edition: Edition, scope: Scope, term: NamedNode) -> Iterator[Unplaced]:
    """Find what a published vocabulary lacks, or has as a class only, unless the catalogue describes it itself."""
    graph = edition.graph
    class_ = as_property(term.value)
    if class_ is not None and (triples := graph.triples(None, term)) and not is_described(edition, term):
        scope.suspect("unknown-term", [graph.columns.number(term)])
        report = _Report(KINDS["vocabulary-term"], term, class_, no_property, Message("C214.class-as-property.advice"))
        yield from map(report.at, triples)
    if unknown_term(term.value) is None or is_described(edition, term):
        return
    uses = {False: graph.triples(None, term), True: [], None: []}
    for predicate in TERM_VALUED:
        uses[predicate in CLASS_VALUED or None] += graph.triples(None, predicate, term)
    for is_class, triples in uses.items():
        unknown = unknown_term(term.value, is_class=is_class)
        if triples and unknown is not None:
            scope.suspect("unknown-term", [graph.columns.number(term)])
            report = _Report(KINDS["vocabulary-term"], term, unknown, not_in_vocabulary, see_vocabulary(term.value))
            yield from map(report.at, triples)


def unknown_datatypes(edition: Edition, scope: Scope) -> Iterator[Unplaced]:
    """Find the literals whose datatype its vocabulary lacks, unless the catalogue describes it itself."""
    graph = edition.graph
    unknown = {tag: fault for tag in graph.columns.terms.tags if is_datatype(tag) and (fault := unknown_datatype(tag))}
    reports = {
        tag: _Report(KINDS["vocabulary-term"], NamedNode(tag), fault, no_datatype, see_vocabulary(tag))
        for tag, fault in unknown.items()
        if not is_described(edition, NamedNode(tag))
    }
    among = scope.among("datatype", added(2))
    values = odd_values(graph, reports.__contains__, lambda _tag, _form: True, among) if reports else numbers(())
    scope.suspect("datatype", values.tolist())
    for file, triple in with_values(graph, values):
        if isinstance(triple.object, Literal):
            yield reports[triple.object.datatype.value].at_datatype(file, triple)


class _Report(NamedTuple):
    """What is reported wherever a term stands: the message by its name, and the advice where no other is near."""

    kind: Kind
    term: NamedNode
    unknown: Unknown
    message: Callable[[str], Text]
    advice: Text

    def at(self, triple: Triple) -> Unplaced:
        """Report it at the predicate or at the object of a triple."""
        value = None if triple.predicate == self.term else self.term
        return self._made(triple, value)

    def at_datatype(self, file: str, triple: Triple) -> Unplaced:
        """Report it at the datatype of the object of a triple."""
        return replace(self._made(triple, triple.object), file=file, is_datatype=True)

    def _made(self, triple: Triple, value: Term | None) -> Unplaced:
        return Unplaced(
            *(self.kind, triple.subject, triple.predicate, value),
            self.message(self.term.value),
            self.advice,
            meant=(NamedNode(self.unknown.near),) if self.unknown.near else (),
            certain=self.unknown.is_sure,
            worded=self._worded,
        )

    def _worded(self, shown: Callable[[NamedNode], str]) -> tuple[Text, Text]:
        near = self.unknown.near
        return self.message(shown(self.term)), near_or(shown(NamedNode(near)) if near else None, self.advice)


def not_in_vocabulary(name: str) -> Text:
    """Say that a published vocabulary lacks a term."""
    return Message("C214.not-in-vocabulary", term=name)


def no_property(name: str) -> Text:
    """Say that a term is a class, where a property stands."""
    return Message("C214.class-as-property", term=name)


def no_datatype(name: str) -> Text:
    """Say that a term is no datatype."""
    return Message("lint.shapes.not.datatype", value=name)


def see_vocabulary(iri: str) -> Text:
    """Advise what to do where no other term is near one that a published vocabulary lacks."""
    return Message("C214.see-vocabulary.advice", namespace=namespace_of(iri))


def own_terms(edition: Edition) -> dict[str, Iris]:
    """Index the terms that the shapes and the ontology define, by namespace, for the namespaces inside the base."""
    defined = [node.value for node in edition.shapes_graph.all_subjects() if isinstance(node, NamedNode)]
    namespaces = dict.fromkeys(namespace_of(iri) for iri in defined if edition.settings.owns(iri))
    return {namespace: Iris(iri for iri in defined if iri.startswith(namespace)) for namespace in namespaces}
