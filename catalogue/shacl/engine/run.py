"""Runs: shapes evaluated upon data, a set of nodes at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from catalogue.columns.index import constant
from catalogue.columns.sets import positions, ranked, uniform
from catalogue.columns.table import Mask, Numbers, numbers
from catalogue.model import SH, SUBCLASS, Path, Shape, focus_nodes
from catalogue.shacl.engine.compiled import Compiled
from catalogue.shacl.engine.data import Data
from catalogue.shacl.engine.evaluation import NO_VALUE, CompiledShape, Constraint, ValueNodes, Violations
from catalogue.shacl.engine.steps import follow
from catalogue.shacl.results import Result, short_name
from catalogue.store.scratch import Scratch
from catalogue.store.written import marks
from catalogue.terms import NamedNode, Node, Term


@dataclass(frozen=True)
class ConstraintResults:
    """The results of one constraint.

    Attributes:
        compiled: the shape that declares it.
        constraint: the constraint.
        focus: the focus node of each result.
        violations: the results.
        targets: the target of each result: the node from which property shapes led to the focus node, or that node itself.
    """

    compiled: CompiledShape
    constraint: Constraint
    focus: Numbers
    violations: Violations
    targets: Numbers


class Run:
    """One validation.

    Args:
        shapes: the shapes, compiled.
        data: the statements.
    """

    def __init__(self, shapes: Compiled, data: Data) -> None:
        self.shapes = shapes
        self.data = data
        self._whole: Scratch | None = None

    def number(self, term: Term) -> int:
        """Give the number of a term of the shapes in the data."""
        return self.data.columns.intern(term)

    def numbers(self, terms: Sequence[Term | None]) -> Numbers:
        """Give the numbers of terms that a store gave; `NO_VALUE` for none."""
        return numbers(NO_VALUE if term is None else self.number(term) for term in terms)

    def whole_store(self, shapes: NamedNode) -> Scratch:
        """Give a store with all statements, and those of the shapes in a graph of their own."""
        if self._whole is None:
            ontology = self.shapes.graph.graph.columns
            columns = self.data.columns
            known = self.data.marks(columns.live_column(2))
            known |= marks(ontology.terms)
            self._whole = Scratch(known)
            self._whole.add(columns.triples(columns.live))
            self._whole.add(ontology.triples(ontology.live), shapes)
            self._whole.add(ontology.triples(ontology.rows(1, numbers([ontology.number(SUBCLASS)]))[1]))
        return self._whole

    def targets(self, shape: Node) -> Numbers:
        """Find the focus nodes that a shape targets."""
        return focus_nodes(self.shapes.graph.shape(shape), self.data.classes)

    def at(self, shape: Shape, focus: Numbers) -> ValueNodes:
        """Find the value nodes of focus nodes."""
        if shape.path is None:
            return ValueNodes(focus, positions(len(focus)), focus)
        return ValueNodes(focus, *follow(self.data.columns, shape.path, focus))

    def violations(self, node: Node, focus: Numbers, targets: Numbers | None = None) -> Iterator[ConstraintResults]:
        """Find what some nodes violate of a shape and of its property shapes.

        Args:
            node: the shape.
            focus: the focus nodes; what a node violates is given as often as it is there.
            targets: for each of them the target from which property shapes led to it; the nodes themselves when None.
        """
        targets = focus if targets is None else targets
        if self.shapes.graph.shape(node).is_deactivated:
            return
        compiled = self.shapes.shape(node)
        if not len(focus):
            return
        at = self.at(compiled.shape, focus)
        for constraint in compiled.constraints:
            for violations in constraint.check(self, at):
                owners = violations.owners
                if len(owners):
                    yield ConstraintResults(compiled, constraint, focus[owners], violations, targets[owners])
        for inner in compiled.shape.properties:
            yield from self.violations(inner.node, at.values, targets[at.owners])

    def conforms(self, node: Node, values: Numbers) -> Mask:
        """Tell which nodes conform to a shape."""
        distinct, back = ranked(values)
        return self._conforms(node, distinct)[back]

    def _conforms(self, node: Node, focus: Numbers) -> Mask:
        passed = uniform(len(focus), value=True)
        if self.shapes.graph.shape(node).is_deactivated:
            return passed
        compiled = self.shapes.shape(node)
        if not len(focus):
            return passed
        at = self.at(compiled.shape, focus)
        for constraint in compiled.constraints:
            for violations in constraint.check(self, at):
                passed[violations.owners] = False
        for inner in compiled.shape.properties:
            passed[at.owners[~self.conforms(inner.node, at.values)]] = False
        return passed

    def results(self, of_constraints: Iterable[ConstraintResults]) -> Iterator[Result]:
        """Give results in terms instead of numbers."""
        for each in of_constraints:
            yield from self._results(each)

    def _results(self, results: ConstraintResults) -> Iterator[Result]:
        shape, constraint, violations, term = results.compiled.shape, results.constraint, results.violations, self.data.term
        paths = violations.paths if violations.paths is not None else constant(len(violations.owners), NO_VALUE)
        rows = zip(results.focus.tolist(), violations.values.tolist(), paths.tolist(), strict=True)
        for row, (focus, value, path) in enumerate(rows):
            own = violations.messages[row] if violations.messages else {}
            yield Result(
                focus=term(focus),
                shape=shape.node,
                component=short_name(constraint.component),
                component_iri=constraint.component,
                path=Path("predicate", term(path).value) if path != NO_VALUE else shape.path,
                value=term(value) if value != NO_VALUE else None,
                constraint=constraint.source,
                severity=shape.severity.removeprefix(SH),
                messages=own or constraint.messages or shape.messages,
                declared=constraint.declared,
            )
