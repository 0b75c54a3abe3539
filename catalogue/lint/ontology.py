"""The check of terms: properties and classes of the data that the catalogue's own ontology lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalogue.columns.graph import Graph
from catalogue.columns.sets import union
from catalogue.edition import Edition
from catalogue.lint.kinds import KINDS
from catalogue.lint.naming import shown, suggestion
from catalogue.lint.scope import Scope, added
from catalogue.lint.unplaced import Unplaced
from catalogue.messages import Message
from catalogue.names import namespace_of
from catalogue.near import Iris, is_certain
from catalogue.terms import RDF_TYPE, NamedNode, Term, Triple


def unknown_terms(edition: Edition, scope: Scope) -> Iterator[Unplaced]:
    """Find properties and classes that the ontology's namespaces should hold, and do not."""
    graph, own = edition.graph, own_terms(edition)
    for term in _used(graph, scope):
        defined = own.get(namespace_of(term.value))
        if defined is None or edition.shapes_graph.files_of(term) or edition.shapes_graph.triples(value=term):
            continue
        triples = [*graph.triples(None, term), *graph.triples(None, RDF_TYPE, term)]
        if triples:
            scope.suspect("unknown-term", [graph.columns.number(term)])
            nearest = defined.nearest(term.value)
            near = NamedNode(nearest) if nearest else None
            yield from (_undefined(edition, triple, term, near) for triple in triples)


def _undefined(edition: Edition, triple: Triple, term: NamedNode, near: NamedNode | None) -> Unplaced:
    return Unplaced(
        KINDS["unknown-term"],
        triple.subject,
        triple.predicate,
        term if triple.predicate == RDF_TYPE else None,
        Message("C203.not-ontology", term=shown(edition, term)),
        suggestion(edition, near, Message("C203.use-term-ontology-define")),
        meant=(near,) if near else (),
        certain=near is not None and is_certain(term.value, near.value),
    )


def _used(graph: Graph, scope: Scope) -> Iterable[NamedNode]:
    """List the properties and classes of the data that are looked at, each once, and maybe other IRIs."""
    among = scope.among("unknown-term", lambda columns: union(*(added(place)(columns) for place in (1, 2))))
    terms: list[Term] = (
        [*graph.all_predicates(), *graph.values_of(RDF_TYPE)]
        if among is None
        else [graph.columns.terms[number] for number in among.tolist()]
    )
    return dict.fromkeys(term for term in terms if isinstance(term, NamedNode))


def own_terms(edition: Edition) -> dict[str, Iris]:
    """Index the terms that the shapes and the ontology define, by namespace, for the namespaces inside the base."""
    defined = [node.value for node in edition.shapes_graph.all_subjects() if isinstance(node, NamedNode)]
    namespaces = dict.fromkeys(namespace_of(iri) for iri in defined if iri.startswith(edition.settings.base))
    return {namespace: Iris(iri for iri in defined if iri.startswith(namespace)) for namespace in namespaces}
