"""Compilation: each shape of a shapes graph made into constraints, once, when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.model import Shape, ShapesGraph
from catalogue.model.vocabulary import component_name, sh
from catalogue.shacl.engine import components, logic, pairs, queries
from catalogue.shacl.engine.evaluation import CompiledShape, Constraint, Declaration
from catalogue.terms import Node

MAKERS = {**components.MAKERS, **pairs.MAKERS, **logic.MAKERS}
"""What makes a constraint, by its parameter."""

_MADE = {name: (sh(component_name(name)).value, make) for name, make in MAKERS.items()}


class Compiled:
    """The shapes of a graph, compiled.

    Args:
        graph: the shapes.
    """

    def __init__(self, graph: ShapesGraph) -> None:
        self.graph = graph
        self._shapes: dict[Node, CompiledShape] = {}

    def shape(self, node: Node) -> CompiledShape:
        """Give a shape."""
        if node not in self._shapes:
            shape = self.graph.shape(node)
            self._shapes[node] = CompiledShape(shape, tuple(self._constraints(shape)))
        return self._shapes[node]

    def _constraints(self, shape: Shape) -> Iterator[Constraint]:
        given = shape.parameters
        for name, (component, make) in _MADE.items():
            for value in given.get(name, ()):
                check = make(Declaration(shape, value))
                if check is not None:
                    yield Constraint(component, check, declared=value)
        yield from queries.constraints(shape)
        for declared in self.graph.components:
            yield from queries.component_constraints(declared, shape)
