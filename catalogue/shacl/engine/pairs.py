"""Pairs: the constraint components that compare value nodes with those of another property (SHACL, sections 4.5 and 4.8.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from catalogue.columns.graph import Graph
from catalogue.columns.sets import are_in
from catalogue.columns.table import Numbers, Positions, numbers, stretches
from catalogue.model import read_list, read_path
from catalogue.shacl.engine.components import where
from catalogue.shacl.engine.order import in_order
from catalogue.shacl.engine.shapes import At, Check, Declared, Findings, Found, Maker, is_true, sh
from catalogue.terms import Literal, NamedNode, Node, Term

if TYPE_CHECKING:
    from catalogue.shacl.engine.run import Run


def _keys(owners: Positions, values: Numbers) -> Positions:
    return owners.astype(np.int64) << 32 | values


def _others(run: Run, at: At, parameter: Term) -> tuple[Positions, Numbers]:
    return run.data.columns.forwards(run.number(parameter)).of(at.focus)


def equals(said: Declared) -> Check:
    """Make `sh:equals`: a result for each value that is on one side only."""

    def check(run: Run, at: At) -> Findings:
        owners, others = _others(run, at, said.parameter)
        ours, theirs = _keys(at.owners, at.values), _keys(owners, others)
        yield where(at, ~are_in(ours, theirs))
        missing = ~are_in(theirs, ours)
        yield Found(owners[missing], others[missing])

    return check


def disjoint(said: Declared) -> Check:
    """Make `sh:disjoint`."""

    def check(run: Run, at: At) -> Findings:
        yield where(at, are_in(_keys(at.owners, at.values), _keys(*_others(run, at, said.parameter))))

    return check


def _less(operator: str) -> Maker:
    """Make the constraint of an order: a result for each pair that is not in it."""

    def make(said: Declared) -> Check:
        def check(run: Run, at: At) -> Findings:
            other_owners, others = _others(run, at, said.parameter)
            rows, found = stretches(other_owners, at.owners)
            values, against = at.values[rows], others[found]
            distinct, back = np.unique(_keys(values.astype(np.int64), against), return_inverse=True)
            term = run.data.term
            pairs = [(term(key >> 32), term(key & 0xFFFFFFFF)) for key in distinct.tolist()]
            broken = ~np.array(in_order(pairs, operator), dtype=np.bool_)[back]
            yield Found(at.owners[rows][broken], values[broken])

        return check

    return make


def closed(said: Declared) -> Check | None:
    """Make `sh:closed`: a result for each statement whose predicate is not allowed, with that predicate as its path."""
    if not is_true(said.parameter):
        return None
    allowed = allowed_predicates(said.graph, said.shape)

    def check(run: Run, at: At) -> Findings:
        columns = run.data.columns
        owners, rows = columns.rows(0, at.values)
        predicates = columns.column(1)[rows]
        keep = ~are_in(predicates, numbers(map(run.number, allowed)))
        told = np.stack([at.owners[owners[keep]], predicates[keep], columns.column(2)[rows[keep]]])
        found = np.unique(told, axis=1)
        yield Found(found[0], found[2].astype(np.int32), paths=found[1].astype(np.int32))

    return check


def allowed_predicates(graph: Graph, shape: Node) -> list[Term]:
    """List the predicates that a closed shape allows."""
    properties = [p for p in graph.objects(shape, sh("property")) if not isinstance(p, Literal)]
    paths = [read_path(graph, node) for p in properties for node in graph.objects(p, sh("path"))]
    own = [NamedNode(path.predicate) for path in paths if path is not None and path.predicate]
    return [*own, *(term for node in graph.objects(shape, sh("ignoredProperties")) for term in read_list(graph, node))]


MAKERS: Mapping[str, Maker] = {
    "equals": equals,
    "disjoint": disjoint,
    "lessThan": _less("<"),
    "lessThanOrEquals": _less("<="),
    "closed": closed,
}
"""What makes a constraint, by its parameter."""
