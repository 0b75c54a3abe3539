"""The search for mistakes in shapes: what is wrong with them, and what of them can be run all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from catalogue.edition import Edition
from catalogue.graph.columns import Columns
from catalogue.graph.index import Numbers, numbers
from catalogue.terms import RDF_TYPE, Triple
from catalogue.validate.engine.data import SUBCLASS
from catalogue.validate.scope import Scope
from catalogue.validate.shapes import (
    contradictions,
    ontology,
    parameters,
    patterns,
    recursion,
    sparql,
    targets,
    vocabulary,
)
from catalogue.validate.shapes.index import TARGETS, Shapes
from catalogue.validate.shapes.mistakes import Mistake
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
)
"""The checks that look at the shapes alone."""

_ALONE, _EMPTY = "mistakes", "empty-target"
_ANY = 0
"""What a search is said to have found something at that is about no term."""


def search(edition: Edition, scope: Scope) -> tuple[list[Mistake], Sequence[Triple] | None]:
    """Find the mistakes in the shapes of an edition, and what of them can be run.

    Args:
        edition: the catalogue.
        scope: what is looked at: the shapes need not be searched again that were found without mistakes.

    Returns:
        The mistakes, as `mistakes` gives them, and the statements that can be run; None when all can.
    """
    looked_at = [_is_looked_at(scope, _ALONE, _nothing), _is_looked_at(scope, _EMPTY, _retyped)]
    if not any(looked_at):
        return [], None
    shapes = Shapes(edition)
    alone = _alone(shapes) if looked_at[0] else []
    found = [*alone, *_empty(shapes, alone)]
    kept = runnable(shapes, found) if looked_at[0] else None
    if kept is not None and len(kept) == len(shapes.statements):
        kept = None
    if alone or kept is not None:
        scope.suspect(_ALONE, [_ANY])
    if len(found) > len(alone) or any(shapes.all(*(name for name in TARGETS if name != "targetClass"))):
        scope.suspect(_EMPTY, [_ANY])
    return found, kept


def mistakes(shapes: Shapes) -> list[Mistake]:
    """Find the mistakes in the shapes of an edition.

    Args:
        shapes: the shapes.

    Returns:
        The mistakes, in the order of the checks. A statement that is wrong in itself is not told again for what follows
        from it: that a misspelt class has no instances.
    """
    alone = _alone(shapes)
    return [*alone, *_empty(shapes, alone)]


def _alone(shapes: Shapes) -> list[Mistake]:
    return [mistake for check in _CHECKS for mistake in check(shapes)]


def _empty(shapes: Shapes, alone: Sequence[Mistake]) -> Iterator[Mistake]:
    """Find targets that match nothing, where the data says anything at all."""
    wrong = {(mistake.subject, mistake.predicate, mistake.value) for mistake in alone}
    for mistake in targets.empty(shapes) if shapes.edition.data else ():
        if (mistake.subject, mistake.predicate, mistake.value) not in wrong:
            yield mistake


def _is_looked_at(scope: Scope, name: str, touched: Callable[[Columns], Numbers]) -> bool:
    among = scope.among(name, touched)
    return among is None or len(among) > 0


def _nothing(_: Columns) -> Numbers:
    return numbers(())


def _retyped(columns: Columns) -> Numbers:
    """Tell whether changes may have made a class empty, or filled one."""
    may = {columns.number(RDF_TYPE), columns.number(SUBCLASS)} & columns.changes.predicates
    return numbers([_ANY] if may else [])
