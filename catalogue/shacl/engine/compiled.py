"""Compilation: each shape of a shapes graph made into constraints, once, when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalogue.messages import Message
from catalogue.model import Shape, ShapesGraph
from catalogue.model.vocabulary import component_name, sh
from catalogue.shacl.engine import components, logic, pairs, queries
from catalogue.shacl.engine.evaluation import Askable, Check, CompiledShape, Constraint, Declaration, Maker
from catalogue.shacl.engine.failures import NotEvaluatedError, UnstratifiedError, failing, made
from catalogue.shacl.recursion import Recursion, references
from catalogue.terms import Literal, Node, Term

MAKERS = {**components.MAKERS, **pairs.MAKERS, **logic.MAKERS}
"""What makes a constraint, by its parameter."""

COMPONENTS = {name: (sh(component_name(name)).value, make) for name, make in MAKERS.items()}
"""The constraint components of SHACL Core by their first parameter: the IRI of each, and what makes its constraints."""


class Compiled:
    """The shapes of a graph, compiled.

    Args:
        graph: the shapes.
    """

    def __init__(self, graph: ShapesGraph) -> None:
        self.graph = graph
        self.recursion = Recursion(graph)
        self._shapes: dict[Node, CompiledShape] = {}

    def shape(self, node: Node) -> CompiledShape:
        """Give a shape."""
        if node not in self._shapes:
            self._shapes[node] = self._compile(self.graph.shape(node))
        return self._shapes[node]

    def queries(self, shapes: Iterable[Node] | None = None) -> Iterator[Askable]:
        """List the queries of the constraints that shapes lead to: some shapes, or all that have targets when None."""
        pending = [shape.node for shape in self.graph.targeted] if shapes is None else list(shapes)
        reached = set(pending)
        while pending:
            compiled = self.shape(pending.pop())
            for constraint in compiled.constraints:
                if isinstance(constraint.check, queries.Selected | queries.Asked):
                    yield constraint.check.query
            led_to = {*compiled.properties, *(node for constraint in compiled.constraints for node in constraint.refers)}
            pending += led_to - reached
            reached |= led_to

    def _compile(self, shape: Shape) -> CompiledShape:
        if shape.is_property_shape and shape.path is None:
            error = NotEvaluatedError(Message("shacl.engine.path"))
            return CompiledShape(shape, (Constraint("", failing(error), declared=shape.value("path"), parameter=sh("path")),))
        properties = tuple(each.node for each in shape.properties if not each.demands_nothing)
        return CompiledShape(shape, tuple(self._constraints(shape)), properties, self.recursion.group(shape.node))

    def _constraints(self, shape: Shape) -> Iterator[Constraint]:
        given = shape.parameters
        for name, (component, make) in COMPONENTS.items():
            for value in given.get(name, ()):
                if name == "node" and not isinstance(value, Literal) and self.graph.shape(value).demands_nothing:
                    continue
                check = self._check(shape, name, value, make)
                if check is not None:
                    refers = frozenset(each.shape for each in references(shape, name, value))
                    yield Constraint(component, check, declared=value, parameter=sh(name), refers=refers)
        yield from queries.constraints(shape)
        for declared in self.graph.components:
            yield from queries.component_constraints(declared, shape)

    def _check(self, shape: Shape, name: str, value: Term, make: Maker) -> Check | None:
        if not self.recursion.is_stratified(shape, name, value):
            return failing(UnstratifiedError(Message("shacl.engine.unstratified")))
        return made(lambda: make(Declaration(shape, value)))
