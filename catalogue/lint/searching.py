"""Searching: the part of a check that one of several tasks does: a share of what shapes target, and some of the other searches.

What follows from the data, the shapes and the settings alone is found here, with words, places and fixes. Whoever gathers
needs no more than that where nothing has changed since; else it looks again at what the tasks found something at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from catalogue.columns.index import Numbers
from catalogue.edition import Edition
from catalogue.lint.against_shapes import against_shapes
from catalogue.lint.findings import Finding
from catalogue.lint.fixes import Editing
from catalogue.lint.namespaces import Namespaces
from catalogue.lint.of_data import PARTS
from catalogue.lint.places import Places
from catalogue.lint.scope import Scope, Share
from catalogue.lint.searches import Searches
from catalogue.lint.shapes.findings import finding
from catalogue.lint.shapes.search import search as search_shapes
from catalogue.lint.validation import DEFAULT, Validation


class Searched(NamedTuple):
    """What a task found.

    Attributes:
        found: what each search found something at, by its name.
        unfinished: the names of the searches that did not come to their end.
        of_shapes: the results of the validation.
        of_data: what the other searches found, by the part that they are of.
    """

    found: Mapping[str, Numbers]
    unfinished: frozenset[str]
    of_shapes: Sequence[Finding]
    of_data: Mapping[str, Sequence[Finding]]


def in_shapes(edition: Edition) -> tuple[dict[str, Numbers], list[Finding] | None]:
    """Search the shapes for mistakes.

    Returns:
        What was found, by search; and the findings, or None where not all statements of the shapes can be run.
    """
    scope = Scope(edition.graph)
    mistakes, kept = search_shapes(edition, scope)
    editing = Editing(Places(edition))
    return scope.found, [finding(mistake, editing) for mistake in mistakes] if kept is None else None


def prepare(edition: Edition) -> None:
    """Look up what each task needs, for several that are done by processes which are forked from this one."""
    for place in (0, 3):
        edition.graph.columns.column(place)
    _ = Validation(edition, None, DEFAULT, Scope(edition.graph)).run, edition.labels


def search(edition: Edition, number: int, count: int, *, is_sound: bool) -> Searched:
    """Search the share of a task.

    Args:
        edition: the catalogue; its folder need not be there, but the bytes of the data in which something is found.
        number: the number of the task, from 0.
        count: how many tasks there are.
        is_sound: whether all statements of the shapes can be run.
    """
    share = Share(edition.graph, number, count)
    kept = None if is_sound else search_shapes(edition, Scope(edition.graph))[1]
    validation = Validation(edition, kept, DEFAULT, share)
    places = Places(edition)
    of_shapes = list(against_shapes(validation, None, None, places, jobs=1))
    scope, searches, editing = Scope(edition.graph), Searches(None, None), Editing(places)
    own = [name for at, name in enumerate(PARTS) if at % count == number]
    of_data = {name: list(PARTS[name](edition, scope, searches, editing)) for name in own}
    if "entries" in own:
        Namespaces(edition, scope)  # it notes terms that the search for unknown ones looks at again
    return Searched({**share.found, **scope.found}, validation.unfinished, of_shapes, of_data)
