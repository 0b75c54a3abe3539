"""The mapping to other vocabularies: which of their types and properties the shapes, ontologies and data say that theirs are.

The vocabularies are those of `vocabulary`: schema.org, and what catalogues of software read. `facts` follows the mapping from a
thing to its values, `values` reduces these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from catalogue import schema_org
from catalogue.columns.graph import Graph
from catalogue.crosswalk.vocabulary import SCHEMA_ORG, Vocabulary
from catalogue.edition import Edition, held_by_edition
from catalogue.model import SUBCLASS, EntityType, Property, sh
from catalogue.names import STANDARD_PREFIXES
from catalogue.terms import NamedNode, Node, Term

_SKOS, _OWL = STANDARD_PREFIXES["skos"], STANDARD_PREFIXES["owl"]
_SUBPROPERTY = NamedNode(STANDARD_PREFIXES["rdfs"] + "subPropertyOf")

MATCHES = tuple(NamedNode(_SKOS + name) for name in ("exactMatch", "closeMatch", "broadMatch"))
"""What maps a shape, a class, a property or a concept to a term of another vocabulary (SKOS, section 10)."""

OF_CLASSES = (*MATCHES, NamedNode(_OWL + "equivalentClass"), SUBCLASS)
"""What maps a class in an ontology."""

OF_PROPERTIES = (*MATCHES, NamedNode(_OWL + "equivalentProperty"), _SUBPROPERTY)
"""What maps a property in an ontology."""


def mapped(
    graph: Graph, node: Node, predicates: Iterable[NamedNode] = MATCHES, vocabulary: Vocabulary = SCHEMA_ORG
) -> Iterator[str]:
    """List the names in a vocabulary that a node is mapped to, whether or not there are such terms."""
    for predicate in predicates:
        for value in graph.objects(node, predicate):
            name = vocabulary.local(value.value) if isinstance(value, NamedNode) else None
            if name is not None:
                yield name


def shapes_of(edition: Edition, type_: EntityType) -> list[Node]:
    """List the node shapes that say what things of a type are: its own, and those that have its classes as targets."""
    graph = edition.shapes_graph
    others = (node for class_ in type_.classes for node in graph.subjects(sh("targetClass"), NamedNode(class_)))
    return list(dict.fromkeys([type_.shape, *others]))


@held_by_edition
def types_of_shapes(edition: Edition, iri: str) -> tuple[str, ...]:
    """Give the types that the shapes of an entity type map it to."""
    type_ = edition.model.types.get(iri)
    shapes = shapes_of(edition, type_) if type_ is not None else []
    names = (name for node in shapes for name in mapped(edition.shapes_graph, node))
    return tuple(schema_org.most_special(filter(schema_org.is_type, names)))


@held_by_edition
def types_of_class(edition: Edition, iri: str) -> tuple[str, ...]:
    """Give the types that a class is or is mapped to, else those of the classes nearest above it that have any."""

    def own(graph: Graph, each: str) -> tuple[str, ...]:
        return _own(graph, each, OF_CLASSES, SCHEMA_ORG, SCHEMA_ORG.is_type, SCHEMA_ORG.classes)

    return _nearest(edition.shapes_graph, iri, SUBCLASS, own)


def names_of_predicate(edition: Edition, iri: str, vocabulary: Vocabulary = SCHEMA_ORG) -> tuple[str, ...]:
    """Give the properties that a property is or is mapped to, else those of the properties nearest above it that have any.

    Args:
        edition: the catalogue.
        iri: the property.
        vocabulary: whose properties; what it has none for is translated from those of schema.org.
    """
    own = _names_of_predicate(edition, iri, vocabulary)
    return own or _translated(vocabulary, lambda: _names_of_predicate(edition, iri, SCHEMA_ORG))


@held_by_edition
def _names_of_predicate(edition: Edition, iri: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    def own(graph: Graph, each: str) -> tuple[str, ...]:
        return _own(graph, each, OF_PROPERTIES, vocabulary, vocabulary.is_property, vocabulary.properties)

    return _nearest(edition.shapes_graph, iri, _SUBPROPERTY, own)


def _translated(vocabulary: Vocabulary, names: Callable[[], Iterable[str]]) -> tuple[str, ...]:
    """Give what stands in a vocabulary for properties of schema.org."""
    if not vocabulary.equivalents:
        return ()
    return tuple(dict.fromkeys(own for name in names() for own in vocabulary.equivalents.get(name, ())))


def _own(  # noqa: PLR0913, PLR0917 - a term is looked for by all of them
    graph: Graph,
    iri: str,
    predicates: Iterable[NamedNode],
    vocabulary: Vocabulary,
    is_term: Callable[[str], bool],
    common: Mapping[str, str],
) -> tuple[str, ...]:
    """Give what a term itself is in a vocabulary: by its namespace, by what maps it, or as one in common use."""
    own = vocabulary.local(iri)
    names = [own] if own is not None else list(mapped(graph, NamedNode(iri), predicates, vocabulary))
    known = tuple(dict.fromkeys(filter(is_term, names)))
    return known or ((common[iri],) if iri in common else ())


def _nearest(graph: Graph, iri: str, above: NamedNode, own: Callable[[Graph, str], tuple[str, ...]]) -> tuple[str, ...]:
    """Go up from a term until there are names, by levels: what is mapped goes before what is in common use above it."""
    level, seen = [iri], {iri}
    while level:
        names = tuple(dict.fromkeys(name for each in level for name in own(graph, each)))
        if names:
            return names
        upper = (
            value.value for each in level for value in graph.objects(NamedNode(each), above) if isinstance(value, NamedNode)
        )
        level = [each for each in dict.fromkeys(upper) if each not in seen]
        seen.update(level)
    return ()


def names_of(edition: Edition, prop: Property, vocabulary: Vocabulary = SCHEMA_ORG) -> tuple[str, ...]:
    """Give the properties of a vocabulary that a property is: as its shapes say, else as its predicate is.

    What neither says is translated from the properties of schema.org that it is.
    """
    names = (name for shape in prop.shapes for name in mapped(edition.shapes_graph, shape, MATCHES, vocabulary))
    known = tuple(dict.fromkeys(filter(vocabulary.is_property, names)))
    predicate = prop.path.predicate
    own = known or (_names_of_predicate(edition, predicate, vocabulary) if predicate is not None else ())
    return own or _translated(vocabulary, lambda: names_of(edition, prop))


@held_by_edition
def names_in_shapes(edition: Edition, iri: str, vocabulary: Vocabulary = SCHEMA_ORG) -> tuple[str, ...]:
    """Give the properties of a vocabulary that a property of nodes without a type is: as any shape says, else as it is itself.

    What describes a node within another one is no entity type: which shape that is does not follow from the node.
    """
    graph = edition.shapes_graph
    shapes = graph.subjects(sh("path"), NamedNode(iri))
    names = (name for shape in shapes for name in mapped(graph, shape, MATCHES, vocabulary))
    return tuple(dict.fromkeys(filter(vocabulary.is_property, names))) or names_of_predicate(edition, iri, vocabulary)


@held_by_edition
def properties_of(
    edition: Edition, iris: tuple[str, ...], vocabulary: Vocabulary = SCHEMA_ORG
) -> Sequence[tuple[Property, tuple[str, ...]]]:
    """Give the properties of entity types that are ones of a vocabulary, with the names of these, in their order."""
    types = (edition.model.types[iri] for iri in iris if iri in edition.model.types)
    props = {prop.path: prop for type_ in types for prop in type_.properties}
    named = ((prop, names_of(edition, prop, vocabulary)) for prop in props.values())
    return [(prop, names) for prop, names in named if names]


def types_of_value(edition: Edition, value: Term) -> list[str]:
    """Give the types that a value names: itself, or as the data maps it, such as a concept of a list of codes."""
    if not isinstance(value, NamedNode):
        return []
    own = schema_org.local(value.value)
    names = [own] if own is not None else [*mapped(edition.graph, value), *mapped(edition.shapes_graph, value)]
    return list(filter(schema_org.is_type, names))
