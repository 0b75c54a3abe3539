"""The terms that the data uses: its properties, and what stands where a class, a property or a datatype does."""

from __future__ import annotations

from collections.abc import Iterable

from catalogue.columns.graph import Graph
from catalogue.columns.sets import are_among, union
from catalogue.edition import Edition
from catalogue.lint.scope import Scope, added
from catalogue.model import SUBCLASS
from catalogue.model.vocabulary import OWL, RDFS
from catalogue.terms import RDF_TYPE, NamedNode, Term

CLASS_VALUED = (
    RDF_TYPE,
    SUBCLASS,
    *(NamedNode(RDFS + name) for name in ("domain", "range")),
    NamedNode(OWL + "equivalentClass"),
)
"""Properties whose values are classes."""
TERM_VALUED = (
    *CLASS_VALUED,
    NamedNode(RDFS + "subPropertyOf"),
    *(NamedNode(OWL + name) for name in ("equivalentProperty", "inverseOf", "onProperty")),
)
"""Properties whose values are classes or properties."""


def used_terms(graph: Graph, scope: Scope) -> Iterable[NamedNode]:
    """List the properties and classes of the data that are looked at, each once, and maybe other IRIs where all are."""
    among = scope.among("unknown-term", lambda columns: union(*(added(place)(columns) for place in (1, 2))))
    if among is None:
        return graph.once(_all_used)
    if not len(among):
        return {}
    columns = graph.columns
    are_used = columns.counts(1, among) > 0
    for predicate in TERM_VALUED:
        are_used |= are_among(columns.backwards(columns.number(predicate)).keys, among)
    terms = (columns.terms[number] for number in among[are_used].tolist())
    return dict.fromkeys(term for term in terms if isinstance(term, NamedNode))


def _all_used(graph: Graph) -> dict[NamedNode, None]:
    values: list[Term] = [value for predicate in TERM_VALUED for value in graph.values_of(predicate)]
    return dict.fromkeys(term for term in (*graph.all_predicates(), *values) if isinstance(term, NamedNode))


def is_used(graph: Graph, term: NamedNode) -> bool:
    """Tell whether the data uses a term as a property or a class."""
    return graph.uses(term) or any(graph.states(predicate, term) for predicate in TERM_VALUED)


def is_described(edition: Edition, term: NamedNode) -> bool:
    """Tell whether the catalogue describes a term itself, as one that defines or extends a vocabulary does."""
    return bool(edition.graph.files_of(term) or edition.shapes_graph.files_of(term))
