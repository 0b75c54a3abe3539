"""What a validator can be given of shapes with mistakes: as much as says nothing false."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake, Statement
from catalogue.model import sh
from catalogue.model.lists import FIRST, REST
from catalogue.model.vocabulary import PARAMETERS, SHAPE_LISTS, STEPS, VALIDATORS, component_name
from catalogue.terms import BlankNode, Literal, Node, Term, Triple

_NEEDING = tuple(each for each in PARAMETERS.values() if each.needs)
"""Parameters that have no effect without others."""
_IN_PATHS = frozenset({FIRST, REST, *map(sh, STEPS)})
_TURNED = frozenset(map(sh, ("not", "xone", "qualifiedValueShape")))
"""Parameters by which a weaker shape makes its user stronger."""
_LISTS = frozenset(map(sh, SHAPE_LISTS))


def runnable(shapes: Shapes, mistakes: Iterable[Mistake]) -> list[Triple]:
    """Give the statements of the shapes without those that a validator cannot run.

    A constraint that goes makes its shape weaker: it has fewer results. Where a weaker shape would have more (under `sh:not`,
    `sh:xone` and the qualified counts, and where a closed shape loses a property), that goes too, so that there is no result
    that the shapes as meant would not have.

    Args:
        shapes: the shapes.
        mistakes: the mistakes in them.

    Returns:
        The statements that remain, in the order of the files, all of them when no mistake is in the way; then those that say
        what is meant where the shapes do not.
    """
    mistakes = list(mistakes)
    gone = {statement for mistake in mistakes for statement in mistake.without}
    if gone:
        _follow(shapes, gone)
    kept = [Triple(s.subject, s.predicate, s.value) for s in shapes.statements if s not in gone]
    return [
        *kept,
        *_imported_prefixes(shapes, gone),
        *dict.fromkeys(triple for mistake in mistakes for triple in mistake.added),
    ]


def _imported_prefixes(shapes: Shapes, gone: set[Statement]) -> Iterator[Triple]:
    """Say of each node that queries take prefixes from what it imports: pySHACL does not follow imports there."""
    declarers = [statement.value for statement in shapes.all("prefixes")]
    for node in dict.fromkeys(node for node in declarers if not isinstance(node, Literal)):
        for other in shapes.imported(node):
            yield from (Triple(node, s.predicate, s.value) for s in shapes.of(other, "declare") if s not in gone)


def _follow(shapes: Shapes, gone: set[Statement]) -> None:
    """Add what cannot be run without what is gone, until nothing more goes."""
    before = -1
    while before != len(gone):
        before = len(gone)
        gone |= _without_query(shapes, gone) | _without_part(shapes, gone) | _without_path(shapes, gone)
        gone |= {s for s in shapes.all(*SHAPE_LISTS) if not gone.isdisjoint(shapes.members(s.value))}
        weak = _weak(shapes, gone)
        for shape in list(weak):
            gone |= {s for s, other in shapes.references(shape) if other in weak and s.predicate in _TURNED}
            _go_together(shapes, shape, gone)


def _go_together(shapes: Shapes, shape: Term, gone: set[Statement]) -> None:
    """Add the parameters of a shape that cannot be run without those that are gone."""
    if not gone.isdisjoint(shapes.of(shape, "property")):
        gone.update(shapes.of(shape, "closed"))
    for each in _NEEDING:
        own = set(shapes.of(shape, each.name))
        needed = {s for name in each.needs for s in shapes.of(shape, name)}
        if needed <= gone:
            gone |= own
        elif component_name(each.name) not in each.components and own & gone:  # it only says more of what it needs
            gone |= needed


def _without_query(shapes: Shapes, gone: set[Statement]) -> set[Statement]:
    """List the constraints that have lost their query, and the declarations that have lost a half."""
    constraints = {s for s in shapes.all("sparql") if not _has(shapes, s.value, "select", gone)}
    halves = ("prefix", "namespace")
    return constraints | {s for s in shapes.all("declare") if not all(_has(shapes, s.value, name, gone) for name in halves)}


def _without_part(shapes: Shapes, gone: set[Statement]) -> set[Statement]:
    """List all of the components that have lost a parameter or a validator."""
    lost: set[Statement] = set()
    for names, needed in ((("parameter",), ("path",)), (VALIDATORS, ("select", "ask", "js"))):
        for part in shapes.all(*names):
            if part in gone or not any(_has(shapes, part.value, name, gone) for name in needed):
                lost.update(shapes.all_about(part.subject))
    return lost


def _without_path(shapes: Shapes, gone: set[Statement]) -> set[Statement]:
    """List all of the shapes that have lost their path, or may be deactivated, and what refers to them."""
    lost = {statement.subject for statement in gone if statement.predicate in {sh("path"), sh("deactivated")}}
    lost |= _with_path(shapes, {statement.subject for statement in gone if isinstance(statement.subject, BlankNode)})
    references = {s for shape in shapes.shapes for s, other in shapes.references(shape) if other in lost}
    return references.union(*map(shapes.all_about, lost))


def _with_path(shapes: Shapes, inside: set[Node]) -> set[Node]:
    """List the shapes whose paths have any of some nodes inside."""
    owners: set[Node] = set()
    pending = list(inside)
    while pending:
        uses = shapes.uses(pending.pop())
        owners.update(use.subject for use in uses if use.predicate == sh("path"))
        around = {use.subject for use in uses if use.predicate in _IN_PATHS and isinstance(use.subject, BlankNode)} - inside
        inside |= around
        pending += around
    return owners


def _has(shapes: Shapes, node: Term, name: str, gone: set[Statement]) -> bool:
    return any(statement not in gone for statement in shapes.of(node, name))


def _weak(shapes: Shapes, gone: set[Statement]) -> set[Term]:
    """List the shapes that have lost something, and those that refer to them."""
    weak: set[Term] = {statement.subject for statement in gone}
    pending = list(weak)
    while pending:
        for use in shapes.uses(pending.pop()):
            users = _heads(shapes, use) if use.predicate == FIRST else [use.subject]
            new = [user for user in users if user not in weak]
            weak.update(new)
            pending += new
    return weak


def _heads(shapes: Shapes, member: Statement) -> list[Term]:
    """List the shapes whose list a cell belongs to."""
    cell: Term = member.subject
    seen: set[Term] = set()
    while cell not in seen:
        seen.add(cell)
        uses = shapes.uses(cell)
        owners: list[Term] = [use.subject for use in uses if use.predicate in _LISTS]
        if owners or not uses:
            return owners
        cell = uses[0].subject
    return []
