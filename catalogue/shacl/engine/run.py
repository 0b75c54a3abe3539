"""Runs: shapes evaluated upon data, a set of nodes at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from catalogue.columns.index import constant
from catalogue.columns.sets import are_among, merged, positions, positions_among, ranked, uniform
from catalogue.columns.table import Mask, Numbers, numbers
from catalogue.isolation.aside import Aside
from catalogue.messages import Message
from catalogue.model import SH, SUBCLASS, Path, focus_nodes
from catalogue.shacl.engine.asking import Asker
from catalogue.shacl.engine.compiled import Compiled
from catalogue.shacl.engine.data import Data
from catalogue.shacl.engine.evaluation import NO_VALUE, Askable, CompiledShape, Constraint, Row, ValueNodes, Violations
from catalogue.shacl.engine.failures import Failure, NotEvaluatedError, UnstratifiedError, reason_of
from catalogue.shacl.engine.fixpoint import Fixpoint
from catalogue.shacl.engine.steps import follow
from catalogue.shacl.results import Result, short_name
from catalogue.store.scratch import Scratch
from catalogue.store.written import marks
from catalogue.terms import NamedNode, Node, Term


class ConstraintResults(NamedTuple):
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


class _Visit(NamedTuple):
    """Nodes to be judged by a shape.

    Attributes:
        shape: the shape.
        focus: the nodes.
        targets: for each of them the target from which property shapes led to it.
    """

    shape: Node
    focus: Numbers
    targets: Numbers

    def without(self, seen: set[int]) -> _Visit:
        """Leave out nodes that were seen, and all but the first of each; they are seen then."""
        rows = []
        for row, number in enumerate(self.focus.tolist()):
            if number not in seen:
                seen.add(number)
                rows.append(row)
        return self._replace(focus=self.focus[rows], targets=self.targets[rows])


class _Judged(NamedTuple):
    """Nodes that were judged by a shape: none is judged twice, however many ways lead from shape to shape.

    Attributes:
        nodes: the nodes, ascending.
        conform: which of them conform.
    """

    nodes: Numbers = numbers(())
    conform: Mask = uniform(0, value=True)

    def extended(self, nodes: Numbers, conform: Mask) -> _Judged:
        """Add nodes that were not among them, ascending."""
        return _Judged(*merged(self.nodes, self.conform, nodes, conform)) if len(self.nodes) else _Judged(nodes, conform)


class Run:
    """One validation.

    Args:
        shapes: the shapes, compiled.
        data: the statements.
        aside: the worker that evaluates queries of constraints; None where this process does, without limits.

    Attributes:
        shapes: the same.
        data: the same.
        failures: the constraints that could not be evaluated so far.
    """

    def __init__(self, shapes: Compiled, data: Data, aside: Aside | None = None) -> None:
        self.shapes = shapes
        self.data = data
        self.failures: list[Failure] = []
        self._failed: set[tuple[Node, NamedNode, Term | None]] = set()
        self._fixpoints: dict[frozenset[Node], Fixpoint] = {}
        self._judged: dict[Node, _Judged] = {}
        self._whole: Scratch | None = None
        self._asker = Asker(self, aside, shapes.queries)

    def number(self, term: Term) -> int:
        """Give the number of a term of the shapes in the data."""
        return self.data.columns.intern(term)

    def numbers(self, terms: Sequence[Term | None]) -> Numbers:
        """Give the numbers of terms that a store gave; `NO_VALUE` for none."""
        return numbers(NO_VALUE if term is None else self.number(term) for term in terms)

    def terms_of(self, query: Askable, focus: Numbers, values: Numbers | None, names: Sequence[str]) -> list[Row]:
        """Have a query of a constraint evaluated; see `Evaluation.terms_of`."""
        return self._asker.terms(query, focus, values, names)

    def numbers_of(self, query: Askable, focus: Numbers, values: Numbers | None, names: Sequence[str]) -> list[Numbers]:
        """Have a query of a constraint evaluated; see `Evaluation.numbers_of`."""
        return self._asker.numbers(query, focus, values, names)

    def whole_store(self, shapes: NamedNode) -> Scratch:
        """Give a store with all statements, and those of the shapes in a graph of their own."""
        if self._whole is None:
            ontology = self.shapes.graph.graph.columns
            columns = self.data.columns
            known = self.data.marks(columns.live_column(2))
            known |= marks(map(ontology.terms.__getitem__, range(len(ontology.terms))))
            self._whole = Scratch(known, self.data.beyond)
            self._whole.add(columns.triples(columns.live))
            self._whole.add(ontology.triples(ontology.live), shapes)
            self._whole.add(ontology.triples(ontology.rows(1, numbers([ontology.number(SUBCLASS)]))[1]))
        return self._whole

    def targets(self, shape: Node) -> Numbers:
        """Find the focus nodes that a shape targets."""
        return focus_nodes(self.shapes.graph.shape(shape), self.data.classes)

    def compiled(self, node: Node) -> CompiledShape:
        """Give a shape."""
        return self.shapes.shape(node)

    def at(self, compiled: CompiledShape, focus: Numbers) -> ValueNodes:
        """Find the value nodes of focus nodes."""
        path = compiled.shape.path
        if path is None:
            return ValueNodes(focus, positions(len(focus)), focus)
        return ValueNodes(focus, *follow(self.data.columns, path, focus))

    def check(self, compiled: CompiledShape, constraint: Constraint, at: ValueNodes) -> Sequence[Violations]:
        """Find what violates a constraint; nothing where it cannot be evaluated, which `failures` tell then.

        Whatever goes wrong in one constraint costs this one alone: all others are evaluated.
        """
        key = compiled.shape.node, constraint.parameter, constraint.value
        if key in self._failed:
            return ()
        try:
            return list(constraint.check(self, at))
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001 - of any library, panics of native code included, which are no Exception
            self._failed.add(key)
            self.failures.append(Failure(*key, reason_of(error), isinstance(error, UnstratifiedError)))
            return ()

    def violations(self, node: Node, focus: Numbers, targets: Numbers | None = None) -> Iterator[ConstraintResults]:
        """Find what some nodes violate of a shape and of its property shapes.

        In circles of property shapes a result is given once, with the first target that leads to it.

        Args:
            node: the shape.
            focus: the focus nodes; what a node violates is given as often as it is there.
            targets: for each of them the target from which property shapes led to it; the nodes themselves when None.
        """
        pending = [_Visit(node, focus, focus if targets is None else targets)]
        seen: dict[Node, set[int]] = {}
        while pending:
            visit = pending.pop()
            if not len(visit.focus) or self.shapes.graph.shape(visit.shape).is_deactivated:
                continue
            compiled = self.shapes.shape(visit.shape)
            if compiled.group:
                visit = visit.without(seen.setdefault(visit.shape, set()))
            at = self.at(compiled, visit.focus)
            yield from self._broken(compiled, at, visit.targets)
            inner = at.values, visit.targets[at.owners]
            pending += [_Visit(each, *inner) for each in reversed(compiled.properties)]

    def _broken(self, compiled: CompiledShape, at: ValueNodes, targets: Numbers) -> Iterator[ConstraintResults]:
        for constraint in compiled.constraints:
            for violations in self.check(compiled, constraint, at):
                owners = violations.owners
                if len(owners):
                    yield ConstraintResults(compiled, constraint, at.focus[owners], violations, targets[owners])

    def conforms(self, node: Node, values: Numbers) -> Mask:
        """Tell which nodes conform to a shape; constraints of it that cannot be evaluated demand nothing."""
        distinct, back = ranked(values)
        return self._conforms(node, distinct)[back]

    def conforms_wholly(self, node: Node, values: Numbers) -> Mask:
        """Tell which nodes conform to a shape, for a constraint that is violated because something conforms.

        Raises:
            NotEvaluatedError: some constraint that counts for it cannot be evaluated.
        """
        conforming = self.conforms(node, values)
        if self._failed:
            failed = {shape for shape, _, _ in self._failed}
            if not failed.isdisjoint(self.shapes.recursion.reached(node)):
                raise NotEvaluatedError(Message("shacl.engine.rests"))
        return conforming

    def _conforms(self, node: Node, focus: Numbers) -> Mask:
        if self.shapes.graph.shape(node).is_deactivated:
            return uniform(len(focus), value=True)
        compiled = self.shapes.shape(node)
        if not len(focus):
            return uniform(0, value=True)
        if compiled.group:
            return self._fixpoint(compiled.group).conforms(node, focus)
        known = self._judged.get(node, _Judged())
        new = focus[~are_among(known.nodes, focus)]
        if len(new):
            known = self._judged[node] = known.extended(new, self._judge(compiled, new))
        return known.conform[positions_among(known.nodes, focus)]

    def _judge(self, compiled: CompiledShape, focus: Numbers) -> Mask:
        passed = uniform(len(focus), value=True)
        at = self.at(compiled, focus)
        for constraint in compiled.constraints:
            for violations in self.check(compiled, constraint, at):
                passed[violations.owners] = False
        for inner in compiled.properties:
            passed[at.owners[~self.conforms(inner, at.values)]] = False
        return passed

    def _fixpoint(self, group: frozenset[Node]) -> Fixpoint:
        if group not in self._fixpoints:
            self._fixpoints[group] = Fixpoint(self, group)
        return self._fixpoints[group]

    def results(self, of_constraints: Iterable[ConstraintResults]) -> Iterator[Result]:
        """Give results in terms instead of numbers."""
        for each in of_constraints:
            yield from self._results(each)

    def _results(self, results: ConstraintResults) -> Iterator[Result]:
        shape, constraint, violations, term = results.compiled.shape, results.constraint, results.violations, self.data.term
        paths = violations.paths if violations.paths is not None else constant(len(violations.owners), NO_VALUE)
        rows = zip(results.focus.tolist(), violations.values.tolist(), paths.tolist(), violations.owners.tolist(), strict=True)
        before, number = -1, 0
        for row, (focus, value, path, owner) in enumerate(rows):
            own = violations.messages[row] if violations.messages else {}
            before, number = owner, number + 1 if owner == before else 0
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
                number=number,
            )
