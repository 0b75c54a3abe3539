"""Logic: the constraint components that ask whether value nodes conform to other shapes (SHACL, sections 4.6 and 4.7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from catalogue.columns.graph import Graph
from catalogue.columns.table import Mask, Numbers, Positions
from catalogue.model import read_list
from catalogue.shacl.engine.components import count_of, judged, without_value
from catalogue.shacl.engine.shapes import At, Check, Declared, Findings, Maker, is_true, sh
from catalogue.terms import Literal, Node, Term

if TYPE_CHECKING:
    from catalogue.shacl.engine.run import Run


def members(graph: Graph, parameter: Term) -> list[Node]:
    """List the shapes that `sh:or`, `sh:xone` or `sh:and` names."""
    return [member for member in read_list(graph, parameter) if not isinstance(member, Literal)]


def node(said: Declared) -> Check | None:
    """Make `sh:node`."""
    inner = said.parameter
    return None if isinstance(inner, Literal) else judged(lambda run, values: run.conforms(inner, values))


def not_(said: Declared) -> Check | None:
    """Make `sh:not`."""
    inner = said.parameter
    return None if isinstance(inner, Literal) else judged(lambda run, values: ~run.conforms(inner, values))


def _counted(fits: Callable[[Positions, int], Mask]) -> Maker:
    """Make the constraint of a list of shapes: how many of how many must hold."""

    def make(said: Declared) -> Check:
        shapes = members(said.graph, said.parameter)

        def passes(run: Run, values: Numbers) -> Mask:
            met = np.zeros(len(values), dtype=np.int64)
            for member in shapes:
                met += run.conforms(member, values)
            return fits(met, len(shapes))

        return judged(passes)

    return make


def qualifying(graph: Graph, shape: Node) -> tuple[list[Node], list[Node]]:
    """Give the qualified value shapes of a property shape, and those of its siblings that values may not conform to."""
    wanted = _shapes(graph, shape)
    siblings: dict[Node, None] = {}
    if is_true(graph.value(shape, sh("qualifiedValueShapesDisjoint"))):
        for parent in graph.subjects(sh("property"), shape):
            for other in graph.objects(parent, sh("property")):
                siblings |= dict.fromkeys(_shapes(graph, other)) if not isinstance(other, Literal) else {}
    return wanted, [sibling for sibling in siblings if sibling not in wanted]


def _shapes(graph: Graph, shape: Node) -> list[Node]:
    return [s for s in graph.objects(shape, sh("qualifiedValueShape")) if not isinstance(s, Literal)]


def are_qualified(run: Run, values: Numbers, shapes: tuple[list[Node], list[Node]]) -> Mask:
    """Tell which values conform to the qualified value shapes, and to none of their siblings."""
    found = np.ones(len(values), dtype=np.bool_)
    for wanted in shapes[0]:
        found &= run.conforms(wanted, values)
    for sibling in shapes[1]:
        found &= ~run.conforms(sibling, values)
    return found


def _qualified(breaks: Callable[[Positions, int], Mask]) -> Maker:
    def make(said: Declared) -> Check | None:
        shapes, bound = qualifying(said.graph, said.shape), count_of(said.parameter)
        if not shapes[0]:
            return None

        def check(run: Run, at: At) -> Findings:
            owners = at.owners[are_qualified(run, at.values, shapes)]
            yield without_value(np.flatnonzero(breaks(np.bincount(owners, minlength=len(at.focus)), bound)))

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
