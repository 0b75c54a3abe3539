"""Depth: shapes that refer to shapes, and those to others, further than is evaluated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake, Wrong, at_value
from catalogue.messages import Message
from catalogue.shacl.recursion import all_references
from catalogue.terms import Literal, Node

DEEPEST = 100
"""How many shapes may refer to one another in a row; each parameter, such as `sh:property` or `sh:not`, is a step."""

_BLOCK = DEEPEST + 1


def too_deep(shapes: Shapes) -> Iterator[Mistake]:
    """Find the references at which a row of shapes becomes too long; without them no row is.

    Args:
        shapes: the shapes; those of a circle count as one.
    """
    if len(shapes.shapes) < _BLOCK:
        return
    depths = _depths(shapes)
    if max(depths.values(), default=0) < _BLOCK:
        return
    for shape in shapes.shapes:
        for statement, other in shapes.references(shape):
            if not isinstance(other, Literal) and depths[other] // _BLOCK > depths[shape] // _BLOCK:
                parameter = shapes.shown(statement.predicate)
                message = Message("C313.too-deep", parameter=parameter, limit=DEEPEST)
                yield at_value("not-evaluated", statement, Wrong(message, Message("C313.too-deep.advice")))


def _depths(shapes: Shapes) -> Mapping[Node, int]:
    """Give how many references lead to each shape in the longest row of them."""
    heads = {shape: shapes.recursion.group(shape) or frozenset({shape}) for shape in shapes.shapes}
    ways: dict[frozenset[Node], set[frozenset[Node]]] = {}
    for shape, head in heads.items():
        others = {heads[each.shape] for each in all_references(shapes.graph.shape(shape)) if each.shape in heads}
        ways.setdefault(head, set()).update(others - {head})
    depths = _longest(ways)
    return {shape: depths[head] for shape, head in heads.items()}


def _longest(ways: Mapping[frozenset[Node], set[frozenset[Node]]]) -> Mapping[frozenset[Node], int]:
    """Give how long the longest way to each is, where none leads in a circle."""
    waiting = Counter(other for others in ways.values() for other in others)
    depths = dict.fromkeys(ways, 0)
    free = [head for head in ways if not waiting[head]]
    while free:
        here = free.pop()
        for other in ways[here]:
            depths[other] = max(depths[other], depths[here] + 1)
            waiting[other] -= 1
            if not waiting[other]:
                free.append(other)
    return depths
