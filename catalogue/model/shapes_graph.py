"""The shapes graph: what SHACL says in it, each shape read once, when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from catalogue.closure import closure, holds_throughout
from catalogue.columns.graph import Graph
from catalogue.messages import Text
from catalogue.model.descriptions import Descriptions
from catalogue.model.executables import Component, Executable, components, messages_of
from catalogue.model.literals import TRUE, is_true, names, number, texts
from catalogue.model.paths import Path, read_path
from catalogue.model.vocabulary import (
    CLASSES_OF_CLASSES,
    PARAMETERS,
    SHAPE_LISTS,
    SHAPE_PARAMETERS,
    SUBCLASS,
    TARGETS,
    VIOLATION,
    sh,
)
from catalogue.terms import RDF_TYPE, Literal, NamedNode, Node, Term

_PARAMETER_NAMES = {each.iri: name for name, each in PARAMETERS.items()}


_SHOWING = frozenset({"property", "node"})
_COUNTING = frozenset({"qualifiedValueShape", "qualifiedMinCount", "qualifiedValueShapesDisjoint"})


class TargetKind(StrEnum):
    """The kinds of targets (SHACL, section 2.1.3)."""

    NODE = "targetNode"
    CLASS = "targetClass"
    SUBJECTS_OF = "targetSubjectsOf"
    OBJECTS_OF = "targetObjectsOf"
    IMPLICIT_CLASS = "implicit class target"


class Target(NamedTuple):
    """A target of a shape.

    Attributes:
        kind: which nodes it selects.
        term: the node, class or property; of an implicit class target the shape itself.
    """

    kind: TargetKind
    term: Term

    @property
    def class_(self) -> NamedNode | None:
        """The class whose SHACL instances it selects, or None when it does not select by class."""
        of_class = self.kind in {TargetKind.CLASS, TargetKind.IMPLICIT_CLASS}
        return self.term if of_class and isinstance(self.term, NamedNode) else None


@dataclass(frozen=True)
class Shape:
    """One shape.

    Attributes:
        node: its name in the shapes graph.
        graph: the shapes graph.
    """

    node: Node
    graph: ShapesGraph = field(repr=False)

    def values(self, name: str) -> Sequence[Term]:
        """Give all values of a property of SHACL, in a stable order; each value of a parameter is a constraint of its own.

        Args:
            name: the property's local name, such as `minCount`.
        """
        return self.graph.descriptions.values(self.node, sh(name))

    def value(self, name: str) -> Term | None:
        """Give the first value of a property of SHACL in the stable order, or None."""
        return next(iter(self.values(name)), None)

    def given(self, predicate: NamedNode) -> Sequence[Term]:
        """Give all values of any property, such as a parameter of a declared component, in a stable order."""
        return self.graph.descriptions.values(self.node, predicate)

    def has_flag(self, name: str) -> bool:
        """Tell whether a parameter, such as `closed`, is `true`: by the term, as constraint components compare it."""
        return TRUE in self.values(name)

    def texts(self, name: str) -> Text:
        """Give the texts of a property of SHACL, such as `name` or `description`, by language."""
        return texts(self.values(name))

    @cached_property
    def parameters(self) -> dict[str, Sequence[Term]]:
        """All values of each parameter of SHACL that the shape gives, by the parameter's local name."""
        given = self.graph.descriptions.of(self.node)
        return {_PARAMETER_NAMES[predicate]: values for predicate, values in given.items() if predicate in _PARAMETER_NAMES}

    # What it is

    @property
    def is_property_shape(self) -> bool:
        """Whether it has a path, even one that is not well formed."""
        return bool(self.values("path"))

    @cached_property
    def path(self) -> Path | None:
        """Its path; None for a node shape, or when the path is not well formed."""
        node = self.value("path")
        return read_path(self.graph.graph, node) if node is not None else None

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Its targets."""
        explicit = [Target(TargetKind(name), term) for name in TARGETS for term in self.values(name)]
        return (*explicit, *([Target(TargetKind.IMPLICIT_CLASS, self.node)] if self.is_class else []))

    @property
    def is_class(self) -> bool:
        """Whether it is a class too, whose SHACL instances it is about (section 2.1.3.3)."""
        return isinstance(self.node, NamedNode) and any(self.graph.is_instance(self.node, each) for each in CLASSES_OF_CLASSES)

    @cached_property
    def is_deactivated(self) -> bool:
        """Whether it is passed over (section 2.1.6)."""
        return any(map(is_true, self.values("deactivated")))

    @cached_property
    def severity(self) -> str:
        """The IRI of the severity of its results."""
        severity = self.value("severity")
        return severity.value if isinstance(severity, NamedNode) else VIOLATION

    @cached_property
    def messages(self) -> Text:
        """The messages of its results, by language."""
        return messages_of(self.graph.descriptions, self.node)

    @property
    def names(self) -> Text:
        """Its names, by language."""
        return names(self.values("name"))

    @property
    def descriptions(self) -> Text:
        """Its descriptions, by language."""
        return self.texts("description")

    @property
    def order(self) -> float:
        """Its place among others."""
        return number(self.value("order"))

    @property
    def group(self) -> NamedNode | None:
        """Its property group."""
        group = self.value("group")
        return group if isinstance(group, NamedNode) else None

    # What it refers to

    def shapes(self, name: str) -> tuple[Shape, ...]:
        """Give the shapes that are values of a parameter: `node`, `property`, `not` or `qualifiedValueShape`."""
        return tuple(map(self.graph.shape, self.graph.descriptions.nodes(self.node, sh(name))))

    def shape_lists(self, name: str) -> tuple[tuple[Shape, ...], ...]:
        """Give the shapes of each list that is a value of a parameter: `and`, `or` or `xone`."""
        return tuple(map(self.graph.shapes_of_list, self.values(name)))

    @property
    def properties(self) -> tuple[Shape, ...]:
        """Its own property shapes (`sh:property`)."""
        return self.shapes("property")

    @property
    def references(self) -> tuple[Shape, ...]:
        """All shapes that it refers to; one that several parameters name is there several times."""
        given = self.parameters
        named = [shape for name in SHAPE_PARAMETERS if name in given for shape in self.shapes(name)]
        listed = [shape for name in SHAPE_LISTS if name in given for shapes in self.shape_lists(name) for shape in shapes]
        return (*named, *listed)

    @cached_property
    def alternatives(self) -> tuple[Shape, ...]:
        """The shapes that its `sh:or` and `sh:xone` offer."""
        return tuple(shape for name in ("or", "xone") for shapes in self.shape_lists(name) for shape in shapes)

    def list(self, name: str) -> tuple[Term, ...]:
        """Give the members of the lists that are values of a parameter, such as `in` or `languageIn`."""
        return tuple(member for head in self.values(name) for member in self.graph.descriptions.members(head))

    @cached_property
    def taken_over(self) -> tuple[Shape, ...]:
        """The shapes that each of its value nodes conforms to, by `sh:node` and `sh:and`: the nearest first, each once.

        Those that are deactivated are left out, with what they alone lead to. A property shape leads no further: what it
        takes over is about its own value nodes.
        """
        taken = closure(self._conjuncts, lambda shape: () if shape.is_property_shape else shape._conjuncts)  # noqa: SLF001
        return tuple(shape for shape in taken if shape != self)

    @property
    def _conjuncts(self) -> tuple[Shape, ...]:
        conjuncts = (*self.shapes("node"), *(member for members in self.shape_lists("and") for member in members))
        return tuple(shape for shape in conjuncts if not shape.is_deactivated)

    @cached_property
    def all_properties(self) -> tuple[Shape, ...]:
        """Its property shapes and those that it takes over, its own first, each once; none that is deactivated."""
        shapes = [*self.properties]
        for taken in self.taken_over:
            shapes += [taken] if taken.is_property_shape else taken.properties
        return tuple(dict.fromkeys(shape for shape in shapes if not shape.is_deactivated))

    # What its constraints demand

    @property
    def demands_nothing(self) -> bool:
        """Whether every node conforms to it: it refers, by `sh:property` and `sh:node`, to such shapes only, if to any.

        Such a shape only says how something is shown. Zero or more values of a qualified shape are nothing demanded either. In
        a circle of shapes it is False.
        """
        return self.graph.demands_nothing(self.node)

    @property
    def is_bare(self) -> bool:
        """Whether it has no constraint of its own, whatever the shapes demand that it refers to."""
        if self.is_property_shape and self.path is None:
            return False
        declared = (predicate for component in self.graph.components for predicate in component.parameters)
        return not (self.parameters.keys() - self._only_showing or self.values("sparql") or any(map(self.given, declared)))

    @property
    def _only_showing(self) -> frozenset[str]:
        """The parameters that demand nothing by themselves."""
        least = self.values("qualifiedMinCount")
        counts_from_zero = bool(least) and all(isinstance(each, Literal) and each.value == "0" for each in least)
        return _SHOWING | _COUNTING if counts_from_zero else _SHOWING

    @property
    def qualified(self) -> tuple[Shape, ...]:
        """Its qualified value shapes."""
        return self.shapes("qualifiedValueShape")

    @property
    def qualified_siblings(self) -> tuple[Shape, ...]:
        """The qualified value shapes of its siblings, where its own must be disjoint from them (section 4.7.3)."""
        if not self.has_flag("qualifiedValueShapesDisjoint"):
            return ()
        own = self.qualified
        siblings = (shape for parent in self.parents for sibling in parent.properties for shape in sibling.qualified)
        return tuple(dict.fromkeys(shape for shape in siblings if shape not in own))

    @property
    def parents(self) -> tuple[Shape, ...]:
        """The shapes whose property shape it is."""
        return tuple(map(self.graph.shape, self.graph.graph.subjects(sh("property"), self.node)))

    @property
    def allowed_predicates(self) -> tuple[Term, ...]:
        """What it allows where it is closed (section 4.8.1): the predicates of its property shapes, and those to ignore."""
        paths = [shape.path for shape in self.properties]
        own = [NamedNode(path.predicate) for path in paths if path is not None and path.predicate]
        return (*own, *self.list("ignoredProperties"))

    @property
    def sparql_constraints(self) -> tuple[Executable, ...]:
        """Its SPARQL-based constraints, those that are deactivated too."""
        descriptions = self.graph.descriptions
        return tuple(Executable(node, descriptions) for node in descriptions.nodes(self.node, sh("sparql")))


class ShapesGraph:
    """The shapes of a graph.

    Args:
        graph: the statements of the shapes and the ontology; none may be added afterwards.

    Attributes:
        graph: the same.
        descriptions: the same, subject by subject.

    >>> from catalogue.sources import parse
    >>> turtle = b"@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> sh:targetClass <urn:c> ; sh:deactivated true ."
    >>> shapes = ShapesGraph(Graph("", [parse(turtle, "s.ttl")]))
    >>> [(shape.node.value, shape.is_deactivated, shape.targets[0].kind.value) for shape in shapes.targeted]
    [('urn:s', True, 'targetClass')]
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.descriptions = Descriptions(graph)
        self._demanding_nothing: dict[Node, bool] = {}
        self._shapes: dict[Node, Shape] = {}
        self._classes: dict[Node, frozenset[Node]] = {}

    def shape(self, node: Node) -> Shape:
        """Give the shape that a node of the graph names."""
        if node not in self._shapes:
            self._shapes[node] = Shape(node, self)
        return self._shapes[node]

    def demands_nothing(self, node: Node) -> bool:
        """Tell whether every node conforms to a shape: see `Shape.demands_nothing`."""
        if node in self._demanding_nothing:
            return self._demanding_nothing[node]

        def referred(each: Node) -> Iterator[Node]:
            shape = self.shape(each)
            return (other.node for other in (*shape.properties, *shape.shapes("node")))

        return holds_throughout(node, self._demanding_nothing, lambda each: self.shape(each).is_bare, referred)

    def shapes_of_list(self, head: Term) -> tuple[Shape, ...]:
        """Give the shapes that are members of a list."""
        members = self.descriptions.members(head)
        return tuple(self.shape(member) for member in members if not isinstance(member, Literal))

    @cached_property
    def targeted(self) -> tuple[Shape, ...]:
        """The shapes that have targets, in a stable order; those that are deactivated too."""
        nodes = {triple.subject: None for name in TARGETS for triple in self.graph.triples(None, sh(name))}
        for kind in ("NodeShape", "PropertyShape"):
            nodes |= {node: None for node in self.graph.instances(sh(kind)) if self.shape(node).is_class}
        nodes |= dict.fromkeys(self._untyped_classes())
        return tuple(map(self.shape, nodes))

    def _untyped_classes(self) -> Iterator[Node]:
        """List the classes that are shapes by their parameters alone (section 2)."""
        given: dict[Node, None] = {}
        for iri in _PARAMETER_NAMES:
            given |= dict.fromkeys(self.graph.subjects_of(iri))
        for class_ in CLASSES_OF_CLASSES:
            yield from (node for node in self.graph.instances(class_) if node in given and isinstance(node, NamedNode))

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """The constraint components that the graph declares, in a stable order."""
        return components(self.descriptions)

    def superclasses(self, class_: Term) -> tuple[Node, ...]:
        """Give the classes above a class, the nearest first; the class itself is left out, even in a circle."""
        return self.descriptions.reached(class_, SUBCLASS)

    def classes_of(self, node: Node) -> frozenset[Node]:
        """Give the classes that a node of the shapes graph is a SHACL instance of."""
        classes = self._classes.get(node)
        if classes is None:
            types = self.descriptions.nodes(node, RDF_TYPE)
            above = (upper for class_ in types for upper in self.superclasses(class_))
            classes = self._classes[node] = frozenset((*types, *above))
        return classes

    def is_instance(self, node: Node, class_: NamedNode) -> bool:
        """Tell whether a node of the shapes graph is a SHACL instance of a class."""
        return class_ in self.classes_of(node)
