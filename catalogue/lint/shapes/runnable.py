"""What a validator can be given of shapes with mistakes: as much as says nothing false."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalogue.lint.shapes.index import FIRST, REST, Shapes, is_blank
from catalogue.lint.shapes.lists import PATHS
from catalogue.lint.shapes.mistakes import Mistake, Statement
from catalogue.model import SH
from catalogue.model.vocabulary import SHAPE_LISTS
from catalogue.terms import Literal, Term, Triple

_VALIDATORS = ("validator", "nodeValidator", "propertyValidator")
_TOGETHER = (
    ("pattern", "flags"),
    ("closed", "ignoredProperties"),
    ("qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint"),
)
_IN_PATHS = frozenset({FIRST, REST, *PATHS})
_TURNED = frozenset({"not", "xone", "qualifiedValueShape"})


def runnable(shapes: Shapes, mistakes: Iterable[Mistake]) -> list[Triple]:
    """Give the statements of the shapes without those that a validator cannot run.

    A constraint that goes makes its shape weaker: it finds less. Where a weaker shape would find more (under `sh:not`,
    `sh:xone` and the qualified counts, and where a closed shape loses a property), that goes too, so that nothing is found
    that the shapes as meant would not find.

    Args:
        shapes: the shapes.
        mistakes: the mistakes in them.

    Returns:
        The statements that remain, in the order of the files; all of them when no mistake is in the way.
    """
    gone = {statement for mistake in mistakes for statement in mistake.without}
    if gone:
        _follow(shapes, gone)
    kept = [Triple(s.subject, s.predicate, s.value) for s in shapes.statements if s not in gone]
    return [*kept, *_imported_prefixes(shapes, gone)]


def _imported_prefixes(shapes: Shapes, gone: set[Statement]) -> Iterator[Triple]:
    """Say of each node that queries take prefixes from what it imports: pySHACL does not follow imports there."""
    for node in {statement.value: None for statement in shapes.all("prefixes")}:
        for other in shapes.imported(node):
            if not isinstance(node, Literal):
                yield from (Triple(node, s.predicate, s.value) for s in shapes.said(other, "declare") if s not in gone)


def _follow(shapes: Shapes, gone: set[Statement]) -> None:
    before = -1
    while before != len(gone):
        before = len(gone)
        gone |= _queryless(shapes, gone) | _pathless(shapes, gone)
        gone |= {s for s in shapes.all(*SHAPE_LISTS) if any(member in gone for member in shapes.members(s.value))}
        weak = _weak(shapes, gone)
        for shape in list(weak):
            gone |= {s for s, other in shapes.references(shape) if other in weak and _name(s) in _TURNED}
            if any(s in gone for s in shapes.said(shape, "property")):
                gone.update(shapes.said(shape, "closed"))
            for names in _TOGETHER:
                together = {s for name in names for s in shapes.said(shape, name)}
                gone |= together if together & gone else set()


def _name(statement: Statement) -> str:
    return statement.predicate.value.removeprefix(SH)


def _queryless(shapes: Shapes, gone: set[Statement]) -> set[Statement]:
    """List the constraints and declarations that have lost their query or half, and all of the components that have."""
    found = {s for s in shapes.all("sparql") if not _left(shapes, s.value, "select", gone)}
    found |= {s for s in shapes.all("declare") for name in ("prefix", "namespace") if not _left(shapes, s.value, name, gone)}
    lost = [
        s for s in shapes.all(*_VALIDATORS) if not any(_left(shapes, s.value, name, gone) for name in ("select", "ask", "js"))
    ]
    lost += [s for s in shapes.all("parameter") if not _left(shapes, s.value, "path", gone)]
    lost += [s for s in shapes.all("parameter", *_VALIDATORS) if s in gone]
    for statement in lost:
        found |= {s for group in shapes.about(statement.subject).values() for s in group}
    return found


def _pathless(shapes: Shapes, gone: set[Statement]) -> set[Statement]:
    """List all of the shapes that have lost their path, or may be deactivated, and what refers to them."""
    lost = {statement.subject for statement in gone if _name(statement) in {"path", "deactivated"}}
    inside = {statement.subject for statement in gone if is_blank(statement.subject)}
    pending = list(inside)
    while pending:
        for use in shapes.uses(pending.pop()):
            if _name(use) == "path":
                lost.add(use.subject)
            elif is_blank(use.subject) and use.subject not in inside and _name(use) in _IN_PATHS:
                inside.add(use.subject)
                pending.append(use.subject)
    found = {s for shape in lost for group in shapes.about(shape).values() for s in group}
    return found | {s for shape in shapes.shapes for s, other in shapes.references(shape) if other in lost}


def _left(shapes: Shapes, node: Term, name: str, gone: set[Statement]) -> bool:
    return any(statement not in gone for statement in shapes.said(node, name))


def _weak(shapes: Shapes, gone: set[Statement]) -> set[Term]:
    """List the shapes that have lost something, and those that refer to them."""
    weak: set[Term] = {statement.subject for statement in gone}
    pending = list(weak)
    while pending:
        for use in shapes.uses(pending.pop()):
            users = _heads(shapes, use) if use.predicate.value == FIRST else [use.subject]
            for user in users:
                if user not in weak:
                    weak.add(user)
                    pending.append(user)
    return weak


def _heads(shapes: Shapes, member: Statement) -> list[Term]:
    """List the shapes whose list a cell belongs to."""
    cell: Term = member.subject
    seen: set[Term] = set()
    while cell not in seen:
        seen.add(cell)
        uses = shapes.uses(cell)
        found: list[Term] = [use.subject for use in uses if _name(use) in SHAPE_LISTS]
        if found or not uses:
            return found
        cell = uses[0].subject
    return []
