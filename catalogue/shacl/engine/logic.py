"""Logic: the constraint components that ask whether value nodes conform to other shapes (SHACL, sections 4.6 and 4.7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from catalogue.columns.sets import positions_of, tally, true_counts, uniform
from catalogue.columns.table import Mask, Numbers, Positions
from catalogue.model import Shape
from catalogue.shacl.engine.components import count_of, judged, without_value
from catalogue.shacl.engine.evaluation import Check, Declaration, Evaluation, Maker, ValueNodes, Violations
from catalogue.terms import Literal, Node

_Judge: TypeAlias = Callable[[Node, Numbers], Mask]
"""What tells which nodes conform to a shape."""


def node(declared: Declaration) -> Check | None:
    """Make `sh:node`."""
    inner = declared.value
    return None if isinstance(inner, Literal) else judged(lambda run, values: run.conforms(inner, values))


def not_(declared: Declaration) -> Check | None:
    """Make `sh:not`."""
    inner = declared.value
    return None if isinstance(inner, Literal) else judged(lambda run, values: ~run.conforms_wholly(inner, values))


def _counted(fits: Callable[[Positions, int], Mask], *, is_exact: bool = False) -> Maker:
    """Make the constraint of a list of shapes: how many of how many must hold.

    Args:
        fits: tells from how many hold, and how many there are, whether the constraint does.
        is_exact: whether it may be violated because a shape holds.
    """

    def make(declared: Declaration) -> Check:
        shapes = declared.shape.graph.shapes_of_list(declared.value)

        def passes(run: Evaluation, values: Numbers) -> Mask:
            judge = run.conforms_wholly if is_exact and len(shapes) > 1 else run.conforms
            met = true_counts((judge(member.node, values) for member in shapes), len(values))
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
    return _qualified_by(shape, values, run.conforms, run.conforms)


def _qualified_by(shape: Shape, values: Numbers, judge: _Judge, judge_sibling: _Judge) -> Mask:
    fit = uniform(len(values), value=True)
    for wanted in shape.qualified:
        fit &= judge(wanted.node, values)
    for sibling in shape.qualified_siblings:
        fit &= ~judge_sibling(sibling.node, values)
    return fit


def _qualified(breaks: Callable[[Positions, int], Mask], *, is_upper: bool) -> Maker:
    """Make a qualified count.

    Args:
        breaks: tells from a count and its bound whether it is violated.
        is_upper: whether the bound is the upper one: then a value too much violates it, else one too few.
    """

    def make(declared: Declaration) -> Check | None:
        shape, bound = declared.shape, count_of(declared.value)
        if not shape.qualified:
            return None

        def check(run: Evaluation, at: ValueNodes) -> Iterator[Violations]:
            judges = (run.conforms_wholly, run.conforms) if is_upper else (run.conforms, run.conforms_wholly)
            owners = at.owners[_qualified_by(shape, at.values, *judges)]
            yield without_value(positions_of(breaks(tally(owners, len(at.focus)), bound)))

        return check

    return make


MAKERS: Mapping[str, Maker] = {
    "not": not_,
    "and": _counted(lambda met, of: met == of),
    "or": _counted(lambda met, of: (met > 0) | (of == 0)),
    "xone": _counted(lambda met, _: met == 1, is_exact=True),
    "node": node,
    "qualifiedMinCount": _qualified(lambda count, bound: count < bound, is_upper=False),
    "qualifiedMaxCount": _qualified(lambda count, bound: count > bound, is_upper=True),
}
"""What makes a constraint, by its parameter."""
