"""What a catalogue knows, as an edition has it: for what its service tells of terms that it does not know, and for itself."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.edition import Edition, per_edition
from catalogue.model import sh
from catalogue.quads import graph_name
from catalogue.sparql.known import Known, Vocabulary
from catalogue.terms import RDF_TYPE, NamedNode

_NAMING = ("path", "class", "targetClass")
"""The local names of what leads from a shape to properties and classes."""


def shaped(edition: Edition) -> Iterator[NamedNode]:
    """Give the properties and classes that the shapes name; one may come several times."""
    values = (value for name in _NAMING for value in edition.shapes_graph.values_of(sh(name)))
    return (value for value in values if isinstance(value, NamedNode))


@per_edition
def vocabulary_of(edition: Edition) -> Vocabulary:
    """Give what the shapes and the ontology know."""
    graph = edition.shapes_graph
    subjects = {node.value for node in graph.all_subjects() if isinstance(node, NamedNode)}
    mentioned = {term.value for term in (*graph.all_predicates(), *graph.all_objects()) if isinstance(term, NamedNode)}
    own = {iri for iri in subjects if edition.settings.owns(iri)}
    return Vocabulary(frozenset(subjects | mentioned), tuple(sorted(own | {node.value for node in shaped(edition)})))


@per_edition
def known_to(edition: Edition) -> Known:
    """Give what a catalogue knows."""
    graph = edition.graph

    def mentions(iri: str) -> bool:
        try:
            return graph.mentions(NamedNode(iri))
        except ValueError:
            return False

    def names() -> Iterator[str]:
        terms = (*graph.all_subjects(), *graph.all_predicates(), *graph.values_of(RDF_TYPE))
        return (term.value for term in terms if isinstance(term, NamedNode))

    return Known(mentions, names, vocabulary_of(edition), frozenset(graph_name(graph.base, path) for path in graph.files))
