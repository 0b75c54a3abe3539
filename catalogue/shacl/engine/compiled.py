"""Compilation: each shape of a shapes graph made into constraints, once, when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.columns.graph import Graph
from catalogue.model import SH, read_path
from catalogue.shacl.engine import components, logic, pairs, queries
from catalogue.shacl.engine.shapes import Constraint, Declared, Shape, is_true, messages_of, sh
from catalogue.terms import Literal, NamedNode, Node

_MAKERS = {**components.MAKERS, **pairs.MAKERS, **logic.MAKERS}
_BY_PARAMETER = {sh(name): (f"{SH}{name[:1].upper()}{name[1:]}ConstraintComponent", make) for name, make in _MAKERS.items()}
"""The component of each parameter, and what makes its constraint."""


class Compiled:
    """The shapes of a graph, compiled.

    Args:
        graph: the shapes.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._components = queries.components(graph)
        self._shapes: dict[Node, Shape] = {}

    def shape(self, node: Node) -> Shape:
        """Give a shape."""
        if node not in self._shapes:
            self._shapes[node] = self._compile(node)
        return self._shapes[node]

    def _compile(self, node: Node) -> Shape:
        graph = self.graph
        path, severity = graph.value(node, sh("path")), graph.value(node, sh("severity"))
        return Shape(
            node,
            read_path(graph, path) if path is not None else None,
            severity.value if isinstance(severity, NamedNode) else SH + "Violation",
            messages_of(graph, node),
            any(is_true(flag) for flag in graph.objects(node, sh("deactivated"))),
            list(self._constraints(node)),
            [inner for inner in graph.objects(node, sh("property")) if not isinstance(inner, Literal)],
        )

    def _constraints(self, node: Node) -> Iterator[Constraint]:
        given = self.graph.predicates(node)
        for predicate, (name, make) in _BY_PARAMETER.items():
            for parameter in self.graph.objects(node, predicate) if predicate in given else ():
                check = make(Declared(self.graph, node, parameter))
                if check is not None:
                    yield Constraint(name, check)
        yield from queries.constraints(self.graph, node)
        for component in self._components:
            yield from component.constraints(self.graph, node)
