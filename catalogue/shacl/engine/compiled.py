"""Compilation: each shape of a shapes graph made into constraints, once, when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from catalogue.closure import closure
from catalogue.messages import Message
from catalogue.model import Path, Shape, ShapesGraph
from catalogue.model.vocabulary import component_name, sh
from catalogue.shacl.engine import components, logic, pairs, queries
from catalogue.shacl.engine.evaluation import Askable, Check, CompiledShape, Constraint, Declaration, Maker
from catalogue.shacl.engine.failures import NotEvaluatedError, UnstratifiedError, failing, made
from catalogue.shacl.recursion import Recursion, references
from catalogue.terms import RDF_TYPE, Literal, Node, Term

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
        self._asking: dict[Node, tuple[Constraint, ...]] = {}
        self._refers: dict[Node, frozenset[Node]] = {}
        self._own: dict[Node, frozenset[str] | None] = {}
        self._looked_at: dict[Node, frozenset[str] | None] = {}

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

    def looked_at(self, node: Node) -> frozenset[str] | None:
        """Give the predicates whose statements may count for what a shape says of a node, beside targets; None for all."""
        if node not in self._looked_at:
            each = [self._looks_at(reached) for reached in closure([node], self._referred)]
            known = [predicates for predicates in each if predicates is not None]
            self._looked_at[node] = frozenset().union(*known) if len(known) == len(each) else None
        return self._looked_at[node]

    def _looks_at(self, node: Node) -> frozenset[str] | None:
        """Give the predicates that a shape looks at itself; None for all."""
        if node not in self._own:
            self._own[node] = self._looked_at_by(self.graph.shape(node))
        return self._own[node]

    def _referred(self, node: Node) -> frozenset[Node]:
        if node not in self._refers:
            shape = self.graph.shape(node)
            inner = () if shape.is_deactivated else (*shape.references, *shape.qualified_siblings)
            self._refers[node] = frozenset(each.node for each in inner)
        return self._refers[node]

    def _looked_at_by(self, shape: Shape) -> frozenset[str] | None:
        if shape.is_deactivated:
            return frozenset()
        checks = (constraint.check for constraint in self._of_queries(shape))
        asked = [check.query for check in checks if isinstance(check, queries.Selected | queries.Asked)]
        if shape.has_flag("closed") or not all(query.is_bounded for query in asked):
            return None
        verbs = [shape.path] if shape.path is not None else []
        for pattern in (pattern for query in asked for pattern in query.patterns or ()):
            if pattern.verb is None:
                return None
            verbs.append(pattern.verb)
        named = {term.value for name in pairs.MAKERS for term in shape.values(name)}
        if any(not isinstance(term, Literal) for term in shape.values("class")):
            named.add(RDF_TYPE.value)
        return frozenset(named.union(*map(_predicates, verbs)))

    def _compile(self, shape: Shape) -> CompiledShape:
        if _has_no_path(shape):
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
        yield from self._of_queries(shape)

    def _of_queries(self, shape: Shape) -> Sequence[Constraint]:
        """Give the constraints of a shape that are queries: the only ones that are made to see what it looks at."""
        if _has_no_path(shape):
            return ()
        if shape.node not in self._asking:
            declared = (queries.component_constraints(each, shape) for each in self.graph.components)
            self._asking[shape.node] = tuple(chain(queries.constraints(shape), *declared))
        return self._asking[shape.node]

    def _check(self, shape: Shape, name: str, value: Term, make: Maker) -> Check | None:
        if not self.recursion.is_stratified(shape, name, value):
            return failing(UnstratifiedError(Message("shacl.engine.unstratified")))
        return made(lambda: make(Declaration(shape, value)))


def _has_no_path(shape: Shape) -> bool:
    return shape.is_property_shape and shape.path is None


def _predicates(path: Path) -> set[str]:
    return {path.iri} if path.kind == "predicate" else set().union(*map(_predicates, path.parts))
