"""Entity types, read from the shapes: what things are published as."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from catalogue.columns.graph import Graph
from catalogue.messages import Text
from catalogue.model.classes import Classes
from catalogue.model.grouping import PLURAL, ShapeGroup, above, groups_of, named
from catalogue.model.literals import names as named_by
from catalogue.model.literals import number, texts
from catalogue.model.naming import list_names
from catalogue.model.paths import Path
from catalogue.model.properties import LABEL, Property, properties_of
from catalogue.model.shapes_graph import ShapesGraph, Target
from catalogue.model.vocabulary import RDFS, sh
from catalogue.names import STANDARD_PREFIXES, Prefixes, document_of, local_name
from catalogue.terms import NamedNode, Node, Term

_COMMENT = NamedNode(RDFS + "comment")
_OWL = STANDARD_PREFIXES["owl"]
_INVERSE, _ONTOLOGY = NamedNode(_OWL + "inverseOf"), NamedNode(_OWL + "Ontology")


@dataclass(frozen=True)
class Group:
    """A group of properties (`sh:PropertyGroup`), a section of a page."""

    iri: str
    label: Text
    order: float = 0.0


@dataclass(frozen=True)
class EntityType:
    """What things are published as, as all shapes with the same targets say it together.

    Attributes:
        iri: what names it: its class, or its shape where it has several classes or none.
        shape: the node shape; the one with a label when there are several.
        targets: what selects its things.
        name: the path of its list, such as `policy-domain`; empty when it has none.
        label: what one of them is called, by language.
        plural: what several are called, by language.
        description: what they are, by language.
        order: its place among the others.
        properties: its properties in their order, those included that it takes over by `sh:node` and `sh:and` and those of the
            types above it.
        is_listed: whether it has a list; when not, its shapes only judge, and lay out what no other type describes.
        label_template: how a name is composed of values, by language (`sh:labelTemplate`); empty when it is not.
    """

    iri: str
    shape: Node
    targets: tuple[Target, ...]
    name: str
    label: Text
    plural: Text
    description: Text
    order: float
    properties: tuple[Property, ...]
    is_listed: bool = True
    label_template: Text = field(default_factory=dict)

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes whose SHACL instances are its things."""
        return tuple(dict.fromkeys(target.class_.value for target in self.targets if target.class_ is not None))

    def with_role(self, role: str) -> list[Property]:
        """List the properties that have a DASH role, in their order; none that only shows on pages what other things state."""
        return list(self._by_role.get(role, ()))

    @cached_property
    def _by_role(self) -> Mapping[str | None, Sequence[Property]]:
        by_role: dict[str | None, list[Property]] = {}
        for prop in self.properties:
            if not prop.is_view:
                by_role.setdefault(prop.role, []).append(prop)
        return by_role

    @cached_property
    def predicates(self) -> frozenset[str]:
        """The IRIs of the predicates that are the whole path of a property."""
        return frozenset(prop.path.predicate for prop in self.properties if prop.path.predicate is not None)

    @cached_property
    def arrivals(self) -> frozenset[str]:
        """The IRIs of the predicates by which all things that link to one directly are values of a property."""
        return frozenset(iri for prop in self.properties if not prop.of_classes for iri in prop.path.arrivals)

    def __hash__(self) -> int:
        return hash(self.iri)

    @property
    def label_property(self) -> Property | None:
        """The property whose value names a thing of this type."""
        return next(iter(self.with_role("LabelRole")), None)


def combined(types: Sequence[EntityType]) -> EntityType:
    """Give the type that lays out a thing of several: the first, with the properties of all, each path and table once.

    Args:
        types: the types, at least one.
    """
    if len(types) == 1:
        return types[0]
    by_path: dict[tuple[Path, tuple[str, ...]], Property] = {}
    for prop in (prop for type_ in types for prop in type_.properties):
        by_path.setdefault((prop.path, prop.of_classes if prop.is_view else ()), prop)
    return replace(types[0], properties=tuple(by_path.values()))


@dataclass(frozen=True)
class Model:
    """What the shapes of a catalogue say.

    Attributes:
        types: the entity types that have lists, by what names them, in their order.
        unlisted: those without: shapes that judge and describe nothing.
        above: for each type that has a list, the types that all its things are of too, by what names them.
        groups: the property groups by IRI, in their order.
        labels: labels of classes and properties by IRI, from the ontology.
        comments: what classes and properties mean, by IRI, from the ontology.
        inverse_labels: for a property, what a link is called where it arrives: the name of a property shape with the inverse
            path, else the label of the inverse property.
        classes: which classes are above which.
    """

    types: Mapping[str, EntityType]
    unlisted: tuple[EntityType, ...]
    above: Mapping[str, frozenset[str]]
    groups: Mapping[str, Group]
    labels: Mapping[str, Text]
    comments: Mapping[str, Text]
    inverse_labels: Mapping[str, Text]
    classes: Classes

    @cached_property
    def by_name(self) -> dict[str, EntityType]:
        """The entity types by the path of their lists."""
        return {type_.name: type_ for type_ in self.types.values()}

    def superclasses(self, class_: str) -> frozenset[str]:
        """Give a class and the classes above it."""
        return _with_superclasses(self.classes, class_)

    def most_special(self, types: Sequence[EntityType]) -> tuple[EntityType, ...]:
        """Leave out the types that another one is below; of those that are below one another, all stay."""
        iris = {type_.iri for type_ in types}
        general = {upper for iri in iris for upper in self.above.get(iri, ()) if iri not in self.above.get(upper, ())}
        return tuple(type_ for type_ in types if type_.iri not in general)

    def types_of(self, classes: Iterable[str]) -> tuple[EntityType, ...]:
        """Give the entity types of a thing with these classes: the most special ones, in their order."""
        upper = frozenset[str]().union(*(_with_superclasses(self.classes, class_) for class_ in classes))
        return self.most_special([type_ for type_ in self.types.values() if not upper.isdisjoint(type_.classes)])

    def type_of(self, classes: Iterable[str]) -> EntityType | None:
        """Give the entity type that lays out a thing with these classes: see `combined`."""
        types = self.types_of(classes)
        return combined(types) if types else None

    def label_of(self, iri: str) -> Text:
        """Give the label of a class or property, empty when the ontology has none."""
        return self.labels.get(iri, {})


def read_model(shapes: ShapesGraph, classes: Classes, prefixes: Prefixes | None = None) -> Model:
    """Read the model of a catalogue.

    Args:
        shapes: its shapes and its ontology.
        classes: the classes of its data and of its ontology.
        prefixes: its prefixes, for types with the same local name.

    Returns:
        The entity types. Shapes with the same targets make one type. It has a list when one of its node shapes has property
        shapes, and a class as a target or a label (`rdfs:label`, `skos:altLabel`).
    """
    graph = shapes.graph
    labels = _texts_by_subject(graph, LABEL)
    groups = groups_of(shapes)
    describing = named(groups)
    upper = above(describing, lambda class_: _with_superclasses(classes, class_))
    ontologies = (node for node in graph.instances(_ONTOLOGY) if isinstance(node, NamedNode))
    vocabularies = {document_of(node.value).removeprefix(graph.base) for node in ontologies}
    names = list_names(describing, graph.base, prefixes or Prefixes(), vocabularies)
    types = [
        _type(iri, [group, *(describing[each] for each in upper[iri])], names[iri], labels) for iri, group in describing.items()
    ]
    return Model(
        types={type_.iri: type_ for type_ in sorted(types, key=lambda type_: (type_.order, type_.iri))},
        unlisted=tuple(_unlisted(group) for group in groups if group not in describing.values()),
        above={iri: frozenset(iris) for iri, iris in upper.items()},
        groups={group.iri: group for group in sorted(_groups(graph), key=lambda group: (group.order, group.iri))},
        labels=labels,
        comments=_texts_by_subject(graph, _COMMENT),
        inverse_labels={**_inverse_labels(graph, labels), **_names_of_inverse_paths(shapes)},
        classes=classes,
    )


class LastModel:
    """Reads models of the same shapes; what was read last is kept, for the data of the next edition.

    Args:
        shapes: the shapes and the ontology.
    """

    def __init__(self, shapes: ShapesGraph) -> None:
        self._shapes = shapes
        self._last: tuple[tuple[object, ...], Model] | None = None

    def of(self, classes: Classes, prefixes: Prefixes) -> Model:
        """Read the model as `read_model` does, unless nothing has changed but the data."""
        key = classes.stated(), tuple(prefixes.items())
        last = self._last
        if last is not None and last[0] == key:
            return replace(last[1], classes=classes)
        model = read_model(self._shapes, classes, prefixes)
        self._last = key, model
        return model


def _with_superclasses(classes: Classes, class_: str) -> frozenset[str]:
    columns = classes.columns
    return frozenset(columns.terms.values(classes.above(columns.intern(NamedNode(class_)))))


def _type(iri: str, groups: Sequence[ShapeGroup], name: str, labels: Mapping[str, Text]) -> EntityType:
    """Make the entity type of a group of shapes.

    Args:
        iri: what names it.
        groups: the group, then those above it.
        name: the path of its list.
        labels: labels of classes.
    """
    shape, shapes = groups[0].first, [shape for group in groups for shape in group.shapes]
    label = named_by(shape.given(LABEL)) or labels.get(iri) or {"": local_name(iri)}
    return EntityType(
        iri=iri,
        shape=shape.node,
        targets=groups[0].targets,
        name=name,
        label=label,
        plural=named_by(shape.given(PLURAL)) or label,
        description=shape.descriptions,
        order=shape.order,
        properties=properties_of(each for group in groups for each in group.properties),
        label_template=next(filter(None, (texts(each.given(sh("labelTemplate"))) for each in shapes)), {}),
    )


def _unlisted(group: ShapeGroup) -> EntityType:
    node = group.first.node
    return EntityType(
        str(node), node, group.targets, "", {}, {}, {}, math.inf, properties_of(group.properties), is_listed=False
    )


def _texts_by_subject(graph: Graph, predicate: NamedNode) -> dict[str, Text]:
    values: dict[str, list[Term]] = {}
    for triple in graph.triples(None, predicate):
        if isinstance(triple.subject, NamedNode):
            values.setdefault(triple.subject.value, []).append(triple.object)
    return {iri: named_by(given) for iri, given in values.items()}


def _groups(graph: Graph) -> Iterator[Group]:
    for node in graph.instances(sh("PropertyGroup")):
        if isinstance(node, NamedNode):
            order = graph.value(node, sh("order"))
            yield Group(node.value, named_by(graph.objects(node, LABEL)), number(order))


def _names_of_inverse_paths(shapes: ShapesGraph) -> dict[str, Text]:
    """Give the names of property shapes with inverse paths; of several, that of one that lays out no type comes first."""
    graph, names = shapes.graph, dict[str, Text]()
    reversed_ = (triple.subject for triple in graph.triples(None, sh("inversePath")))
    nodes = dict.fromkeys(node for path in reversed_ for node in graph.subjects(sh("path"), path))
    named = [shape for shape in map(shapes.shape, nodes) if shape.names and not shape.is_deactivated]
    for shape in sorted(named, key=lambda shape: (bool(shape.parents), str(shape.node))):
        if shape.path is not None and shape.path.inverse is not None:
            names.setdefault(shape.path.inverse, shape.names)
    return names


def _inverse_labels(graph: Graph, labels: Mapping[str, Text]) -> dict[str, Text]:
    inverse: dict[str, Text] = {}
    for triple in graph.triples(None, _INVERSE):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
            here, there = triple.subject.value, triple.object.value
            if here in labels:
                inverse[there] = labels[here]
            if there in labels:
                inverse.setdefault(here, labels[there])
    return inverse
