"""Logic: the constraint components that ask whether value nodes conform to other shapes (SHACL, sections 4.6 and 4.7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from catalogue.columns.sets import positions_of, tally, true_counts, uniform
from catalogue.columns.table import Mask, Numbers, Positions
from catalogue.model import Shape
from catalogue.shacl.engine.components import count_of, judged, without_value
from catalogue.shacl.engine.evaluation import Check, Declaration, Evaluation, Maker, ValueNodes, Violations
from catalogue.terms import Literal


def node(declared: Declaration) -> Check | None:
    """Make `sh:node`."""
    inner = declared.value
    return None if isinstance(inner, Literal) else judged(lambda run, values: run.conforms(inner, values))


def not_(declared: Declaration) -> Check | None:
    """Make `sh:not`."""
    inner = declared.value
    return None if isinstance(inner, Literal) else judged(lambda run, values: ~run.conforms(inner, values))


def _counted(fits: Callable[[Positions, int], Mask]) -> Maker:
    """Make the constraint of a list of shapes: how many of how many must hold."""

    def make(declared: Declaration) -> Check:
        shapes = declared.shape.graph.shapes_of_list(declared.value)

        def passes(run: Evaluation, values: Numbers) -> Mask:
            met = true_counts((run.conforms(member.node, values) for member in shapes), len(values))
            return fits(met, len(shapes))

        return judged(passes)

    return make


def are_qualified(run: Evaluation, shape: Shape, values: Numbers) -> Mask:
    """Tell which values conform to the qualified value shapes of a property shape, and to none of their siblings.

    Args:
        run: the validation.
        shape: the property shape.
        values: the values.
    """
    fit = uniform(len(values), value=True)
    for wanted in shape.qualified:
        fit &= run.conforms(wanted.node, values)
    for sibling in shape.qualified_siblings:
        fit &= ~run.conforms(sibling.node, values)
    return fit


def _qualified(breaks: Callable[[Positions, int], Mask]) -> Maker:
    def make(declared: Declaration) -> Check | None:
        shape, bound = declared.shape, count_of(declared.value)
        if not shape.qualified:
            return None

        def check(run: Evaluation, at: ValueNodes) -> Iterator[Violations]:
            owners = at.owners[are_qualified(run, shape, at.values)]
            yield without_value(positions_of(breaks(tally(owners, len(at.focus)), bound)))

        return check

    return make


MAKERS: Mapping[str, Maker] = {
    "not": not_,
    "and": _counted(lambda met, of: met == of),
    "or": _counted(lambda met, of: (met > 0) | (of == 0)),
    "xone": _counted(lambda met, _: met == 1),
    "node": node,
    "qualifiedMinCount": _qualified(lambda count, bound: count < bound),
    "qualifiedMaxCount": _qualified(lambda count, bound: count > bound),
}
"""What makes a constraint, by its parameter."""
