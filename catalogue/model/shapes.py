"""Entity types and their properties, read from SHACL node shapes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from catalogue.columns.graph import Graph
from catalogue.errors import Text
from catalogue.model.lists import read_list
from catalogue.model.literals import is_true
from catalogue.model.literals import number as _number
from catalogue.model.paths import Path, read_path
from catalogue.model.vocabulary import sh as _sh
from catalogue.names import STANDARD_PREFIXES, kebab, local_name
from catalogue.terms import RDF_LANG_STRING, RDF_TYPE, Literal, NamedNode, Node, Term

_RDFS, _OWL, _SKOS, _DASH = (STANDARD_PREFIXES[p] for p in ("rdfs", "owl", "skos", "dash"))
_LABEL, _COMMENT = NamedNode(_RDFS + "label"), NamedNode(_RDFS + "comment")
_SUBCLASS, _INVERSE = NamedNode(_RDFS + "subClassOf"), NamedNode(_OWL + "inverseOf")
_PLURAL = NamedNode(_SKOS + "altLabel")
_ROLE = NamedNode(_DASH + "propertyRole")


@dataclass(frozen=True)
class Group:
    """A group of properties (`sh:PropertyGroup`), a section of a page."""

    iri: str
    label: Text
    order: float = 0.0


@dataclass(frozen=True)
class Property:
    """A property of an entity type, as one property shape says it.

    Attributes:
        shape: the property shape.
        path: where its values are found from a thing.
        name: its name by language (`sh:name`).
        description: what it means, by language (`sh:description`).
        order: its place among the others (`sh:order`).
        group: IRI of its group, or None.
        role: local name of its DASH role (`LabelRole`, `DescriptionRole`, `KeyInfoRole`), or None.
        datatypes: the datatypes that it allows; empty when it does not say.
        classes: the classes that its values must be instances of; empty when it does not say.
        is_reference: whether its values are things rather than literals.
        min_count: how many values there are at least.
        max_count: how many values there are at most, or None.
    """

    shape: Node
    path: Path
    name: Text
    description: Text = field(default_factory=dict)
    order: float = 0.0
    group: str | None = None
    role: str | None = None
    datatypes: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    is_reference: bool = False
    min_count: int = 0
    max_count: int | None = None

    @property
    def key(self) -> str:
        """The English-free short name: the predicate's local name, else the shape's."""
        iri = self.path.predicate
        if iri is None:
            return local_name(self.shape.value).split("-", 1)[-1]
        return local_name(iri)

    @property
    def is_text(self) -> bool:
        """Whether its values are texts with a language."""
        return self.datatypes == (RDF_LANG_STRING,)


@dataclass(frozen=True)
class EntityType:
    """A type of entity, as one node shape with a class target says it.

    Attributes:
        iri: the class.
        shape: the node shape.
        name: the segment of its things' IRIs, such as `policy-domain`.
        label: what one of them is called, by language.
        plural: what several are called, by language.
        description: what they are, by language.
        order: its place among the others.
        properties: its properties in their order.
    """

    iri: str
    shape: Node
    name: str
    label: Text
    plural: Text
    description: Text
    order: float
    properties: tuple[Property, ...]

    def with_role(self, role: str) -> list[Property]:
        """List the properties that have a DASH role, in their order."""
        return [prop for prop in self.properties if prop.role == role]

    @property
    def label_property(self) -> Property | None:
        """The property whose value names a thing of this type."""
        return next(iter(self.with_role("LabelRole")), None)


@dataclass(frozen=True)
class Model:
    """What the shapes of a catalogue say.

    Attributes:
        types: the entity types by class IRI, in their order.
        groups: the property groups by IRI, in their order.
        labels: labels of classes and properties by IRI, from the ontology.
        comments: what classes and properties mean, by IRI, from the ontology.
        inverse_labels: for a property, the label of its inverse: what a link is called where it arrives.
        superclasses: for a class, the classes above it.
    """

    types: Mapping[str, EntityType]
    groups: Mapping[str, Group]
    labels: Mapping[str, Text]
    comments: Mapping[str, Text]
    inverse_labels: Mapping[str, Text]
    superclasses: Mapping[str, frozenset[str]]

    @cached_property
    def by_name(self) -> dict[str, EntityType]:
        """The entity types by the segment of their IRIs."""
        return {type_.name: type_ for type_ in self.types.values()}

    def type_of(self, classes: Iterator[str] | list[str]) -> EntityType | None:
        """Give the entity type of a thing with these classes: the most special that has a shape."""
        found = [self.types[iri] for iri in classes if iri in self.types]
        above = {upper for type_ in found for upper in self.superclasses.get(type_.iri, ())}
        return next(iter([type_ for type_ in found if type_.iri not in above] or found), None)

    def label_of(self, iri: str) -> Text:
        """Give the label of a class or property, empty when the ontology has none."""
        return self.labels.get(iri, {})


def read_model(shapes: Graph) -> Model:
    """Read the model of a catalogue.

    Args:
        shapes: its shapes and its ontology.

    Returns:
        The entity types of all node shapes that target a class, with their properties.
    """
    labels = {s.value: texts(shapes, s, _LABEL) for s in _subjects(shapes, _LABEL)}
    types = sorted(_types(shapes, labels), key=lambda type_: (type_.order, type_.iri))
    groups = sorted(_groups(shapes), key=lambda group: (group.order, group.iri))
    return Model(
        types={type_.iri: type_ for type_ in types},
        groups={group.iri: group for group in groups},
        labels=labels,
        comments={s.value: texts(shapes, s, _COMMENT) for s in _subjects(shapes, _COMMENT)},
        inverse_labels=_inverse_labels(shapes, labels),
        superclasses=_superclasses(shapes),
    )


def texts(graph: Graph, subject: Node, predicate: NamedNode) -> dict[str, str]:
    """Give the words of a text property by language; the first of each language in the stable order."""
    words: dict[str, str] = {}
    for value in graph.objects(subject, predicate):
        if isinstance(value, Literal):
            words.setdefault(value.language or "", value.value)
    return words


def _subjects(graph: Graph, predicate: NamedNode) -> list[NamedNode]:
    return [s for s in {t.subject: None for t in graph.triples(None, predicate)} if isinstance(s, NamedNode)]


def _types(shapes: Graph, labels: Mapping[str, Text]) -> Iterator[EntityType]:
    targets = [(t.subject, t.object) for t in shapes.triples(None, _sh("targetClass"))]
    class_of = {shape: class_ for shape, class_ in targets if isinstance(class_, NamedNode)}
    for class_ in _subjects(shapes, RDF_TYPE):
        kinds = shapes.objects(class_, RDF_TYPE)
        if _sh("NodeShape") in kinds and NamedNode(_RDFS + "Class") in kinds:
            class_of.setdefault(class_, class_)
    seen: set[str] = set()
    for shape, class_ in class_of.items():
        if class_.value in seen or is_true(shapes.value(shape, _sh("deactivated"))):
            continue
        properties = tuple(sorted(_properties(shapes, shape), key=lambda p: (p.order, p.key)))
        if not properties:
            continue
        seen.add(class_.value)
        name = local_name(class_.value)
        label = texts(shapes, shape, _LABEL) or labels.get(class_.value) or {"": name}
        yield EntityType(
            iri=class_.value,
            shape=shape,
            name=kebab(name),
            label=label,
            plural=texts(shapes, shape, _PLURAL) or label,
            description=texts(shapes, shape, _sh("description")),
            order=_number(shapes.value(shape, _sh("order"))),
            properties=properties,
        )


def _properties(shapes: Graph, shape: Node) -> Iterator[Property]:
    for node in shapes.objects(shape, _sh("property")):
        if isinstance(node, Literal) or is_true(shapes.value(node, _sh("deactivated"))):
            continue
        path_node = shapes.value(node, _sh("path"))
        path = read_path(shapes, path_node) if path_node is not None else None
        if path is not None:
            yield _property(shapes, node, path)


def _property(shapes: Graph, node: Node, path: Path) -> Property:
    group, role = shapes.value(node, _sh("group")), shapes.value(node, _ROLE)
    datatypes, classes, is_reference = _value_kinds(shapes, node)
    predicate = path.predicate
    name = texts(shapes, node, _sh("name"))
    if not name and predicate is not None:
        name = texts(shapes, NamedNode(predicate), _LABEL) or {"": local_name(predicate)}
    return Property(
        shape=node,
        path=path,
        name=name or {"": str(path)},
        description=texts(shapes, node, _sh("description")),
        order=_number(shapes.value(node, _sh("order"))),
        group=group.value if isinstance(group, NamedNode) else None,
        role=local_name(role.value) if isinstance(role, NamedNode) else None,
        datatypes=datatypes,
        classes=classes,
        is_reference=is_reference,
        min_count=int(_number(shapes.value(node, _sh("minCount")))),
        max_count=_count(shapes.value(node, _sh("maxCount"))),
    )


def _value_kinds(shapes: Graph, node: Node) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Read which values a property shape allows, from itself and from the alternatives of its `sh:or` and `sh:xone`."""
    nodes: list[Term] = [node]
    for logical in ("or", "xone"):
        for members in shapes.objects(node, _sh(logical)):
            nodes.extend(read_list(shapes, members))
    constrained = [n for n in nodes if not isinstance(n, Literal)]
    datatypes = tuple(t.value for n in constrained for t in shapes.objects(n, _sh("datatype")) if isinstance(t, NamedNode))
    classes = tuple(t.value for n in constrained for t in shapes.objects(n, _sh("class")) if isinstance(t, NamedNode))
    kinds = {t for n in constrained for t in shapes.objects(n, _sh("nodeKind"))}
    references = {_sh("IRI"), _sh("BlankNode"), _sh("BlankNodeOrIRI")}
    return datatypes, classes, bool(classes) or bool(kinds and kinds <= references)


def _groups(shapes: Graph) -> Iterator[Group]:
    for node in shapes.instances(_sh("PropertyGroup")):
        if isinstance(node, NamedNode):
            yield Group(node.value, texts(shapes, node, _LABEL), _number(shapes.value(node, _sh("order"))))


def _inverse_labels(shapes: Graph, labels: Mapping[str, Text]) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for triple in shapes.triples(None, _INVERSE):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
            here, there = triple.subject.value, triple.object.value
            if here in labels:
                found[there] = labels[here]
            if there in labels:
                found.setdefault(here, labels[there])
    return found


def _superclasses(shapes: Graph) -> dict[str, frozenset[str]]:
    direct: dict[str, set[str]] = {}
    for triple in shapes.triples(None, _SUBCLASS):
        direct.setdefault(triple.subject.value, set()).add(getattr(triple.object, "value", ""))
    closed: dict[str, frozenset[str]] = {}
    for class_, uppers in direct.items():
        above: set[str] = set()
        pending = list(uppers)
        while pending:
            upper = pending.pop()
            if upper not in above:
                above.add(upper)
                pending.extend(direct.get(upper, ()))
        closed[class_] = frozenset(above - {class_})
    return closed


def _count(value: Term | None) -> int | None:
    return int(_number(value)) if isinstance(value, Literal) else None
