"""Searching: the part of a check that looks through the data, for what is noted of it alone; no finding is made.

What a check reports of one thing is made by `check`, which is told what to look at. What takes long is to look at everything:
that is done here, by several tasks together where it can be divided.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping

from catalogue.columns.index import Numbers
from catalogue.edition import Edition
from catalogue.lint.checks import baseless_claims, dangling, duplicates, unpublishable, untyped
from catalogue.lint.hierarchies import circular
from catalogue.lint.literals import unusual_forms, wrong_values
from catalogue.lint.namesakes import namesakes
from catalogue.lint.scope import Scope, Share
from catalogue.lint.shapes.search import search as search_shapes
from catalogue.lint.unplaced import Unplaced
from catalogue.lint.validation import DEFAULT, Validation

SEARCHES: Mapping[str, Callable[[Edition, Scope], Iterable[Unplaced]]] = {
    "dangling": dangling,
    "duplicate": duplicates,
    "untyped": untyped,
    "name": unpublishable,
    "claim": baseless_claims,
    "cycle": circular,
    "lexical": wrong_values,
    "canonical": unusual_forms,
    "namesake": namesakes,
}
"""The searches that are done whole and need no more than the statements, by the names that scopes know them by."""


def in_shapes(edition: Edition) -> tuple[dict[str, Numbers], bool]:
    """Search the shapes for mistakes.

    Returns:
        What was found, by search; and whether all statements of the shapes can be run.
    """
    scope = Scope(edition.graph)
    _, kept = search_shapes(edition, scope)
    return scope.found, kept is None


def search(edition: Edition, share: Share, *, is_sound: bool) -> frozenset[str]:
    """Search the share of a task; what is found is noted in it.

    Args:
        edition: the catalogue; the bytes of its data need not be there.
        share: what the task looks at.
        is_sound: whether all statements of the shapes can be run.

    Returns:
        The names of the searches that did not come to their end.
    """
    kept = None if is_sound else search_shapes(edition, Scope(edition.graph))[1]
    unfinished = Validation(edition, kept, DEFAULT, share).search()
    for name, found in SEARCHES.items():
        if share.has(name):
            deque(found(edition, share), maxlen=0)
    return unfinished
