"""What a catalogue knows, as an edition has it: for what its service tells of terms that it does not know, and for itself."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.edition import Edition, held_by_edition, per_edition
from catalogue.model import sh
from catalogue.names import STANDARD_PREFIXES
from catalogue.quads import graph_name
from catalogue.sparql.known import Known, Lookups, Vocabulary
from catalogue.sparql.roles import CLASS, PROPERTY
from catalogue.terms import RDF, RDF_TYPE, NamedNode

_OWL, _RDFS = STANDARD_PREFIXES["owl"], STANDARD_PREFIXES["rdfs"]
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
    names = tuple(sorted(own | {node.value for node in shaped(edition)}))
    return Vocabulary(frozenset(subjects | mentioned), names, _of_role(edition, PROPERTY), _of_role(edition, CLASS))


_SHAPED = {PROPERTY: ("path",), CLASS: ("class", "targetClass")}
"""The local names of what leads from a shape to what has a role."""

_TYPES = {
    PROPERTY: (RDF + "Property", *(_OWL + name for name in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty"))),
    CLASS: (_RDFS + "Class", _OWL + "Class"),
}
"""The classes of what has a role in an ontology."""


def _of_role(edition: Edition, role: str) -> tuple[str, ...]:
    """List the properties or the classes that the shapes and the ontology know."""
    graph = edition.shapes_graph
    in_shapes = [value for name in _SHAPED[role] for value in graph.values_of(sh(name))]
    declared = [node for iri in _TYPES[role] for node in graph.subjects(RDF_TYPE, NamedNode(iri))]
    return tuple(sorted({node.value for node in (*in_shapes, *declared) if isinstance(node, NamedNode)}))


@held_by_edition
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

    def roles() -> dict[str, list[str]]:
        properties = [term.value for term in graph.all_predicates()]
        return {PROPERTY: properties, CLASS: [term.value for term in graph.values_of(RDF_TYPE) if isinstance(term, NamedNode)]}

    graphs = frozenset(graph_name(graph.base, path) for path in graph.files)
    return Known(mentions, names, vocabulary_of(edition), graphs, Lookups(edition.store.sample, edition.store.has_value, roles))
