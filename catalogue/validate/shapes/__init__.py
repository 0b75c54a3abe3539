"""Mistakes in shapes: found before anything is checked against them, each at its statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from catalogue.validate.kinds import KINDS
from catalogue.validate.shapes import (
    contradictions,
    ontology,
    parameters,
    patterns,
    recursion,
    sparql,
    targets,
    told,
    vocabulary,
)
from catalogue.validate.shapes.index import Shapes
from catalogue.validate.shapes.mistakes import Mistake, Statement
from catalogue.validate.shapes.runnable import runnable

_CHECKS: tuple[Callable[[Shapes], Iterator[Mistake]], ...] = (
    vocabulary.unknown,
    vocabulary.imports,
    vocabulary.scripts,
    vocabulary.not_run,
    parameters.parameters,
    parameters.components,
    sparql.parameter_names,
    contradictions.contradictions,
    patterns.patterns,
    sparql.sparql,
    recursion.recursive,
    ontology.unknown,
    targets.unused,
    targets.empty,
)


def mistakes(shapes: Shapes) -> list[Mistake]:
    """Find the mistakes in the shapes of an edition.

    Args:
        shapes: the shapes.

    Returns:
        The mistakes, in the order of the checks. A statement that is wrong in itself is not told again for what follows
        from it: that a misspelt class has no instances.
    """
    found = [mistake for check in _CHECKS for mistake in check(shapes)]
    if not shapes.edition.data:
        found = [mistake for mistake in found if mistake.kind is not KINDS["empty-target"]]
    wrong = {(m.subject, m.predicate, m.value) for m in found if m.kind is not KINDS["empty-target"]}
    return [m for m in found if m.kind is not KINDS["empty-target"] or (m.subject, m.predicate, m.value) not in wrong]


__all__ = ["Mistake", "Shapes", "Statement", "mistakes", "runnable", "told"]
