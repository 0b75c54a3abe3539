"""The search for mistakes in shapes: what is wrong with them, and what of them can be run all the same.

The checks are imported when they run: shapes that are known to be sound need none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from catalogue.columns.index import Numbers, numbers
from catalogue.columns.table import Columns
from catalogue.edition import Edition
from catalogue.lint.scope import Scope
from catalogue.lint.shapes.mistakes import Mistake
from catalogue.model import SUBCLASS
from catalogue.reads import PREDICATE
from catalogue.terms import RDF_TYPE, Triple

_ALONE, _EMPTY = "mistakes", "empty-target"
RETYPED = (PREDICATE, RDF_TYPE), (PREDICATE, SUBCLASS)
"""The look-ups that tell which classes are empty."""

_ANY = 0
"""The suspect of a search that is about no term."""


def search(edition: Edition, scope: Scope) -> tuple[list[Mistake], Sequence[Triple] | None]:
    """Find the mistakes in the shapes of an edition, and what of them can be run.

    Args:
        edition: the catalogue.
        scope: what is looked at: the shapes need not be searched again that had no mistakes.

    Returns:
        The mistakes, in the order of the checks, and the statements that can be run; None when all can.
    """
    are_suspect, may_be_empty = _is_looked_at(scope, _ALONE, _nothing), _is_looked_at(scope, _EMPTY, _retyped)
    if not are_suspect and not may_be_empty:
        return [], None
    from catalogue.lint.shapes.checked import Checked

    if are_suspect:
        from catalogue.lint.shapes.checks import CHECKS  # a dozen modules, of which a change of the data needs none

    checked = Checked(edition, CHECKS if are_suspect else ())
    kept = checked.kept if are_suspect else None
    if checked.alone or kept is not None:
        scope.suspect(_ALONE, [_ANY])
    if checked.empty or checked.may_become_empty or not edition.data:  # without data no target is said to match nothing
        scope.suspect(_EMPTY, [_ANY])
    return checked.mistakes, kept


def _is_looked_at(scope: Scope, name: str, touched: Callable[[Columns], Numbers]) -> bool:
    among = scope.among(name, touched)
    return among is None or len(among) > 0


def _nothing(_: Columns) -> Numbers:
    return numbers(())


def _retyped(columns: Columns) -> Numbers:
    return numbers([_ANY] if is_retyped(columns) else [])


def is_retyped(columns: Columns) -> bool:
    """Tell whether changes may have made a class empty, or filled one."""
    return not {columns.number(predicate) for _, predicate in RETYPED}.isdisjoint(columns.changes.predicates)
