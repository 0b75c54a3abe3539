"""Pairs: the constraint components that compare value nodes with those of another property (SHACL, sections 4.5 and 4.8.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalogue.columns.index import ends_of, pairs_of
from catalogue.columns.sets import are_in, distinct, distinct_rows, mask, positions_among
from catalogue.columns.table import Numbers, Positions, numbers, stretches
from catalogue.model.literals import TRUE
from catalogue.shacl.engine.components import where
from catalogue.shacl.engine.evaluation import Check, Declaration, Evaluation, Maker, ValueNodes, Violations
from catalogue.terms import Term
from catalogue.values import are_in_order


def _others(run: Evaluation, at: ValueNodes, parameter: Term) -> tuple[Positions, Numbers]:
    return run.data.columns.forwards(run.number(parameter)).of(at.focus)


def equals(declared: Declaration) -> Check:
    """Make `sh:equals`: a result for each value that is on one side only."""

    def check(run: Evaluation, at: ValueNodes) -> Iterator[Violations]:
        owners, others = _others(run, at, declared.value)
        ours, theirs = pairs_of(at.owners, at.values), pairs_of(owners, others)
        yield where(at, ~are_in(ours, theirs))
        missing = ~are_in(theirs, ours)
        yield Violations(owners[missing], others[missing])

    return check


def disjoint(declared: Declaration) -> Check:
    """Make `sh:disjoint`."""

    def check(run: Evaluation, at: ValueNodes) -> Iterator[Violations]:
        yield where(at, are_in(pairs_of(at.owners, at.values), pairs_of(*_others(run, at, declared.value))))

    return check


def _less(operator: str) -> Maker:
    """Make the constraint of an order: a result for each pair that is not in it."""

    def make(declared: Declaration) -> Check:
        def check(run: Evaluation, at: ValueNodes) -> Iterator[Violations]:
            other_owners, others = _others(run, at, declared.value)
            rows, places = stretches(other_owners, at.owners)
            values, against = at.values[rows], others[places]
            pairs = pairs_of(values, against)
            asked = distinct(pairs)
            ends = zip(*(end.tolist() for end in ends_of(asked)), strict=True)
            terms = [(run.data.term(left), run.data.term(right)) for left, right in ends]
            broken = ~mask(are_in_order(terms, operator))[positions_among(asked, pairs)]
            yield Violations(at.owners[rows][broken], values[broken])

        return check

    return make


def closed(declared: Declaration) -> Check | None:
    """Make `sh:closed`: a result for each statement whose predicate is not allowed, with that predicate as its path."""
    if declared.value != TRUE:
        return None
    allowed = declared.shape.allowed_predicates

    def check(run: Evaluation, at: ValueNodes) -> Iterator[Violations]:
        columns = run.data.columns
        places, rows = columns.rows(0, at.values)
        predicates = columns.at(1, rows)
        keep = ~are_in(predicates, numbers(map(run.number, allowed)))
        places, paths, values = distinct_rows(places[keep], predicates[keep], columns.at(2, rows[keep]))
        yield Violations(at.owners[places], values, paths=paths)

    return check


MAKERS: Mapping[str, Maker] = {
    "equals": equals,
    "disjoint": disjoint,
    "lessThan": _less("<"),
    "lessThanOrEquals": _less("<="),
    "closed": closed,
}
"""What makes a constraint, by its parameter."""
