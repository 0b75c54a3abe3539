"""The search for mistakes in shapes: what is wrong with them, and what of them can be run all the same.

What searches is imported when it does: shapes that are known to be sound need none of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from catalogue.columns.index import Numbers, numbers
from catalogue.columns.table import Columns
from catalogue.edition import Edition
from catalogue.lint.scope import Scope
from catalogue.model import SUBCLASS
from catalogue.terms import RDF_TYPE, Triple

if TYPE_CHECKING:
    from catalogue.lint.shapes.index import Shapes
    from catalogue.lint.shapes.mistakes import Mistake

_ALONE, _EMPTY = "mistakes", "empty-target"
_OTHER_TARGETS = ("targetNode", "targetSubjectsOf", "targetObjectsOf")
"""Targets that may come to match nothing though no class lost its instances."""

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
    from catalogue.lint.shapes.index import Shapes

    shapes = Shapes(edition)
    alone = _alone(shapes) if looked_at[0] else []
    found = [*alone, *_empty(shapes, alone)]
    kept = _kept(shapes, found) if looked_at[0] else None
    if alone or kept is not None:
        scope.suspect(_ALONE, [_ANY])
    if len(found) > len(alone) or any(shapes.all(*_OTHER_TARGETS)):
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
    """Run the checks that look at the shapes alone."""
    from catalogue.lint.shapes import (
        contradictions,
        ontology,
        parameters,
        patterns,
        queries,
        recursion,
        targets,
        vocabulary,
    )

    checks: tuple[Callable[[Shapes], Iterator[Mistake]], ...] = (
        vocabulary.unknown,
        vocabulary.imports,
        vocabulary.scripts,
        vocabulary.not_run,
        parameters.parameters,
        parameters.components,
        queries.parameter_names,
        contradictions.contradictions,
        patterns.patterns,
        queries.constraint_queries,
        recursion.recursive,
        ontology.unknown,
        targets.unused,
    )
    return [mistake for check in checks for mistake in check(shapes)]


def _empty(shapes: Shapes, alone: Sequence[Mistake]) -> Iterator[Mistake]:
    """Find targets that match nothing, where the data says anything at all."""
    from catalogue.lint.shapes import targets

    wrong = {(mistake.subject, mistake.predicate, mistake.value) for mistake in alone}
    for mistake in targets.empty(shapes) if shapes.edition.data else ():
        if (mistake.subject, mistake.predicate, mistake.value) not in wrong:
            yield mistake


def _kept(shapes: Shapes, found: Sequence[Mistake]) -> Sequence[Triple] | None:
    """Give what can be run in spite of mistakes; None when everything can."""
    from catalogue.lint.shapes.runnable import runnable

    kept = runnable(shapes, found)
    return kept if len(kept) != len(shapes.statements) else None


def _is_looked_at(scope: Scope, name: str, touched: Callable[[Columns], Numbers]) -> bool:
    among = scope.among(name, touched)
    return among is None or len(among) > 0


def _nothing(_: Columns) -> Numbers:
    return numbers(())


def _retyped(columns: Columns) -> Numbers:
    """Tell whether changes may have made a class empty, or filled one."""
    may = {columns.number(RDF_TYPE), columns.number(SUBCLASS)} & columns.changes.predicates
    return numbers([_ANY] if may else [])
