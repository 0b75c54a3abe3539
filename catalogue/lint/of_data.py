"""Of the data: the searches that need nothing but the data and the shapes, in parts that several processes can do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from catalogue.edition import Edition
from catalogue.lint.checks import ENTRY_CHECKS, dangling
from catalogue.lint.deprecated import deprecated
from catalogue.lint.findings import Finding
from catalogue.lint.fixes import Editing
from catalogue.lint.folders import misplaced
from catalogue.lint.hierarchies import circular
from catalogue.lint.literals import unusual_forms, wrong_values
from catalogue.lint.mappings import mapped_entries
from catalogue.lint.namesakes import namesakes
from catalogue.lint.ontology import unknown_datatypes, unknown_terms
from catalogue.lint.repetition import repeated
from catalogue.lint.scope import Scope
from catalogue.lint.searches import Searches
from catalogue.lint.software_terms import mapped_entries as mapped_software
from catalogue.lint.unplaced import Unplaced

_CHECKS = (
    *ENTRY_CHECKS,
    circular,
    deprecated,
    misplaced,
    unknown_terms,
    unknown_datatypes,
    mapped_entries,
    mapped_software,
    wrong_values,
    unusual_forms,
)
"""The checks of the data whose findings are looked for again by what changes touch."""


def _noted(
    name: str, search: Callable[[Edition, Scope], Iterator[Unplaced]]
) -> Callable[[Edition, Scope, Searches, Editing], Iterator[Finding]]:
    """Give a search that notes all that it looks up, and is not made again before that changes."""

    def found(edition: Edition, scope: Scope, searches: Searches, editing: Editing) -> Iterator[Finding]:
        yield from searches.findings(name, partial(search, edition, scope), editing)

    return found


def _entries(edition: Edition, scope: Scope, searches: Searches, editing: Editing) -> Iterator[Finding]:
    """Find what is wrong with entries, terms and literals, and what a file says twice."""
    yield from repeated(edition, editing, scope)
    for check in _CHECKS:
        yield from searches.placed(check(edition, scope), editing)


PARTS: Mapping[str, Callable[[Edition, Scope, Searches, Editing], Iterator[Finding]]] = {
    "namesakes": _noted("namesakes", namesakes),
    "dangling": _noted("dangling", dangling),
    "entries": _entries,
}
"""The parts, those first that take longest; each gives its findings."""
