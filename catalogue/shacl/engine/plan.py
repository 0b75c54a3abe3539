"""The plan: which shapes are compiled, which are left to pySHACL, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.messages import Message, Text
from catalogue.model import Shape, ShapesGraph, sh
from catalogue.model.vocabulary import TARGETS
from catalogue.shacl.prebinding import looks_at_graphs
from catalogue.sparql.query import query_text
from catalogue.terms import RDF_TYPE, Node, Triple

_TARGETS = frozenset(map(sh, TARGETS))
_SHAPE_CLASSES = frozenset(map(sh, ("NodeShape", "PropertyShape")))
_RECURSIVE = Message("shacl.engine.recursive")
_GRAPHS = Message("shacl.engine.graphs")


@dataclass(frozen=True)
class Plan:
    """How the shapes of a graph are evaluated.

    Attributes:
        compiled: the shapes with targets that are compiled with all that they refer to.
        left: those that pySHACL evaluates, each with the shape that is not compiled, and why not.
    """

    compiled: tuple[Node, ...]
    left: dict[Node, tuple[Node, Text]]

    def without_compiled(self, shapes: Iterable[Triple]) -> list[Triple]:
        """Give statements of the shapes without those by which the compiled ones have targets of their own."""
        compiled = set(self.compiled)
        return [
            triple
            for triple in shapes
            if triple.subject not in compiled
            or not (triple.predicate in _TARGETS or (triple.predicate == RDF_TYPE and triple.object in _SHAPE_CLASSES))
        ]


def plan(shapes: ShapesGraph) -> Plan:
    """Plan the evaluation of shapes.

    Args:
        shapes: the shapes.
    """
    left: dict[Node, tuple[Node, Text]] = {}
    for shape in shapes.targeted:
        reason = _reason(shape, (), set())
        if reason is not None:
            left[shape.node] = reason
    return Plan(tuple(shape.node for shape in shapes.targeted if shape.node not in left), left)


def _reason(shape: Shape, above: tuple[Shape, ...], sound: set[Shape]) -> tuple[Node, Text] | None:
    """Find why a shape cannot be compiled: what is wrong with it or with a shape that it refers to."""
    if shape in above:
        return shape.node, _RECURSIVE
    if shape in sound:
        return None
    if _looks_at_graphs(shape):
        return shape.node, _GRAPHS
    for other in shape.references:
        reason = _reason(other, (*above, shape), sound)
        if reason is not None:
            return reason
    sound.add(shape)
    return None


def _looks_at_graphs(shape: Shape) -> bool:
    return any(looks_at_graphs(query_text(executable.select or "")) for executable in shape.sparql_constraints)
