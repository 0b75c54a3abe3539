"""Runs: shapes evaluated upon data, a set of nodes at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from catalogue.columns.sets import ranked
from catalogue.columns.table import Mask, Numbers, numbers
from catalogue.model import SH, Path
from catalogue.shacl.engine.compiled import Compiled
from catalogue.shacl.engine.data import SUBCLASS, Data
from catalogue.shacl.engine.paths import follow
from catalogue.shacl.engine.shapes import NO_VALUE, At, Constraint, Found, Shape
from catalogue.shacl.engine.targets import focus_nodes
from catalogue.shacl.results import Result, short_name
from catalogue.store.scratch import Scratch
from catalogue.terms import NamedNode, Node, Term


@dataclass(frozen=True)
class Broken:
    """The results of one constraint.

    Attributes:
        shape: the shape that declares it.
        constraint: the constraint.
        focus: the focus node of each result.
        found: the results.
        targets: the target of each result: the node from which property shapes led to the focus node, or that node itself.
    """

    shape: Shape
    constraint: Constraint
    focus: Numbers
    found: Found
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
            self._whole = Scratch()
            self._whole.add(self.data.columns.triples(self.data.columns.live))
            ontology = self.shapes.graph.columns
            self._whole.add(ontology.triples(ontology.live), shapes)
            self._whole.add(ontology.triples(ontology.rows(1, numbers([ontology.number(SUBCLASS)]))[1]))
        return self._whole

    def targets(self, shape: Node) -> Numbers:
        """Find the focus nodes that a shape targets."""
        return focus_nodes(self.shapes.graph, shape, self.data)

    def at(self, shape: Shape, focus: Numbers) -> At:
        """Find the value nodes of focus nodes."""
        if shape.path is None:
            return At(focus, np.arange(len(focus)), focus)
        return At(focus, *follow(self.data.columns, shape.path, focus))

    def violations(self, node: Node, focus: Numbers, targets: Numbers | None = None) -> Iterator[Broken]:
        """Find what some nodes violate of a shape and of its property shapes.

        Args:
            node: the shape.
            focus: the focus nodes; what a node violates is found as often as it is there.
            targets: for each of them the target from which property shapes led to it; the nodes themselves when None.
        """
        targets = focus if targets is None else targets
        shape = self.shapes.shape(node)
        if shape.deactivated or not len(focus):
            return
        at = self.at(shape, focus)
        for constraint in shape.constraints:
            for found in constraint.check(self, at):
                if len(found.owners):
                    yield Broken(shape, constraint, focus[found.owners], found, targets[found.owners])
        for inner in shape.properties:
            yield from self.violations(inner, at.values, targets[at.owners])

    def conforms(self, node: Node, values: Numbers) -> Mask:
        """Tell which nodes conform to a shape."""
        distinct, back = ranked(values)
        return self._conforms(self.shapes.shape(node), distinct)[back]

    def _conforms(self, shape: Shape, focus: Numbers) -> Mask:
        passed = np.ones(len(focus), dtype=np.bool_)
        if shape.deactivated or not len(focus):
            return passed
        at = self.at(shape, focus)
        for constraint in shape.constraints:
            for found in constraint.check(self, at):
                passed[found.owners] = False
        for inner in shape.properties:
            passed[at.owners[~self.conforms(inner, at.values)]] = False
        return passed

    def results(self, broken: Iterable[Broken]) -> Iterator[Result]:
        """Say results in terms instead of numbers."""
        for one in broken:
            yield from self._results(one)

    def _results(self, broken: Broken) -> Iterator[Result]:
        shape, constraint, found, term = broken.shape, broken.constraint, broken.found, self.data.term
        paths = found.paths if found.paths is not None else np.full(len(found.owners), NO_VALUE)
        rows = zip(broken.focus.tolist(), found.values.tolist(), paths.tolist(), strict=True)
        for row, (focus, value, path) in enumerate(rows):
            own = found.messages[row] if found.messages else {}
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
            )
