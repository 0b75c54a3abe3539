"""Targets: the focus nodes of shapes, and which shapes validate a node (SHACL, section 2.1.3)."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.columns.index import Index
from catalogue.columns.sets import union
from catalogue.columns.table import Numbers, numbers
from catalogue.model.classes import Classes
from catalogue.model.shapes_graph import Shape, ShapesGraph, Target, TargetKind


def selected(target: Target, classes: Classes) -> Numbers:
    """Give the nodes that a target selects in the data, ascending."""
    columns = classes.columns
    term = columns.intern(target.term)
    if target.kind is TargetKind.NODE:
        return numbers([term])
    if target.kind is TargetKind.SUBJECTS_OF:
        return union(columns.forwards(term).keys)
    if target.kind is TargetKind.OBJECTS_OF:
        return union(columns.backwards(term).keys)
    return classes.instances(term)


def focus_nodes(shape: Shape, classes: Classes) -> Numbers:
    """Give the nodes that the targets of a shape select, each once, ascending; those of a deactivated shape too."""
    return union(numbers(()), *(selected(target, classes) for target in shape.targets))


@dataclass(frozen=True)
class Validated:
    """Which nodes are validated by which shapes.

    Attributes:
        shapes: the shapes with targets that are not deactivated, in a stable order.
        by_node: for each node, the positions in `shapes` of those that validate it.
    """

    shapes: tuple[Shape, ...]
    by_node: Index

    def shapes_of(self, node: int) -> tuple[Shape, ...]:
        """Give the shapes that validate a node, by its number, in a stable order; empty when none does."""
        return tuple(self.shapes[position] for position in self.by_node.at(node).tolist())

    @property
    def nodes(self) -> Numbers:
        """The nodes that any shape validates, ascending."""
        return union(self.by_node.keys)


def validated(shapes: ShapesGraph, classes: Classes) -> Validated:
    """Find which shapes validate which nodes: all kinds of targets, the SHACL instances of subclasses included.

    Args:
        shapes: the shapes.
        classes: the classes of the data and of the ontology.

    >>> from catalogue.columns.graph import Graph
    >>> from catalogue.sources import parse
    >>> from catalogue.terms import NamedNode
    >>> turtle = b"@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> sh:targetSubjectsOf <urn:p> ."
    >>> shapes, data = (Graph("", [parse(text, "x.ttl")]) for text in (turtle, b"<urn:a> <urn:p> <urn:b> ."))
    >>> result = validated(ShapesGraph(shapes), Classes(data.columns, shapes.columns))
    >>> [shape.node.value for shape in result.shapes_of(data.columns.number(NamedNode("urn:a")))]
    ['urn:s']
    """
    active = tuple(shape for shape in shapes.targeted if not shape.is_deactivated)
    return Validated(active, Index.of_sets([focus_nodes(shape, classes) for shape in active]))
