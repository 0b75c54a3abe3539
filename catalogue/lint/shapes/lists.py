"""Lists and paths in shapes: whether they are well formed (SHACL, sections 1.2 and 2.3.1)."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.lint.shapes.index import FIRST, REST, Shapes
from catalogue.lint.shapes.mistakes import Statement, Wrong
from catalogue.lint.shapes.vocabulary import is_unknown
from catalogue.messages import Message
from catalogue.model import SH
from catalogue.model.lists import NIL
from catalogue.terms import BlankNode, Literal, NamedNode, Term

_ONE_PATH = ("inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath")
_TWO = 2
PATHS = (*_ONE_PATH, "alternativePath")
"""The properties that make paths of others, by short name."""


def wrong_list(shapes: Shapes, statement: Statement) -> Wrong | None:
    """Say what is wrong with the list that a statement's value should be, or None."""
    head = statement.value
    if head != NIL and FIRST not in shapes.about(head) and REST not in shapes.about(head):
        alone = len(shapes.about(statement.subject)[statement.predicate.value]) == 1
        return Wrong(
            Message("lint.shapes.not-list", head=shapes.shown(head)),
            Message("lint.shapes.put-values-into-one-pair.advice"),
            f"( {shapes.written(head, statement.file)} )" if alone and not isinstance(head, BlankNode) else None,
        )
    seen: set[Term] = set()
    while head != NIL:
        problem = _wrong_cell(shapes, head, seen)
        if problem:
            return problem
        seen.add(head)
        head = shapes.about(head)[REST][0].value
    return None


def _wrong_cell(shapes: Shapes, cell: Term, seen: set[Term]) -> Wrong | None:
    advice = Message("lint.shapes.write-list-brackets.advice")
    if cell in seen:
        return Wrong(Message("lint.shapes.list-runs-circle"), advice)
    about = shapes.about(cell)
    for iri, name in ((FIRST, "rdf:first"), (REST, "rdf:rest")):
        found = len(about.get(iri, []))
        if found == 0:
            return Wrong(
                Message("lint.shapes.list-breaks-off-no", name=name),
                advice,
            )
        if found > 1:
            return Wrong(Message("lint.shapes.list-branches", actual=found, name=name), advice)
    return None


def wrong_path(shapes: Shapes, statement: Statement) -> Wrong | None:
    """Say what is wrong with the path that a statement's value should be, or None."""
    return next(_wrong_steps(shapes, statement.value, frozenset()), None)


def _wrong_steps(shapes: Shapes, node: Term, above: frozenset[Term]) -> Iterator[Wrong]:
    if isinstance(node, Literal):
        yield Wrong(
            Message("lint.shapes.text-not-path", node=shapes.shown(node)),
            Message("lint.shapes.write-iri-property-without-quotation.advice"),
        )
    elif node == NIL:
        yield Wrong(
            Message("lint.shapes.path-empty-list"),
            Message("lint.shapes.name-least-two-properties-write.advice"),
        )
    elif isinstance(node, BlankNode):
        if node in above:
            yield Wrong(Message("lint.shapes.path-contains-itself"))
        elif FIRST in shapes.about(node) or REST in shapes.about(node):
            yield from _wrong_members(shapes, node, above, "sequence")
        else:
            yield from _wrong_step(shapes, node, above | {node})


def _wrong_step(shapes: Shapes, node: Term, above: frozenset[Term]) -> Iterator[Wrong]:
    steps = [s for name in PATHS for s in shapes.said(node, name)]
    if not steps:
        about = [s for group in shapes.about(node).values() for s in group]
        if not any(is_unknown(s.predicate) for s in about):
            yield Wrong(
                Message("lint.shapes.not-path"),
                Message("lint.shapes.write-property-list-them-one.advice"),
            )
        return
    if len(steps) > 1:
        names = ", ".join(shapes.shown(s.predicate) for s in steps)
        yield Wrong(
            Message("lint.shapes.one-path-says-two-things", names=names),
            Message("lint.shapes.put-them-into-list-one.advice"),
        )
    elif steps[0].predicate.value == SH + "alternativePath":
        yield from _wrong_members(shapes, steps[0].value, above, "alternative")
    else:
        yield from _wrong_steps(shapes, steps[0].value, above)


def _wrong_members(shapes: Shapes, head: Term, above: frozenset[Term], kind: str) -> Iterator[Wrong]:
    problem = wrong_list(shapes, Statement(BlankNode(), NamedNode(SH + "path"), head, "")) if _is_list(shapes, head) else None
    if problem or not _is_list(shapes, head):
        yield problem or Wrong(
            Message("lint.shapes.alternatives-path-not-list"),
            Message("lint.shapes.write-sh-alternativepath.advice"),
        )
        return
    members = shapes.members(head)
    if len(members) < _TWO:
        what = Message("lint.shapes.list-steps") if kind == "sequence" else Message("lint.shapes.alternatives")
        yield Wrong(
            Message("lint.shapes.path-fewer-than-two", what=what),
            Message("lint.shapes.write-one-property-without-list.advice"),
        )
    for member in members:
        yield from _wrong_steps(shapes, member.value, above | {head})


def _is_list(shapes: Shapes, head: Term) -> bool:
    return head == NIL or FIRST in shapes.about(head) or REST in shapes.about(head)


def steps(shapes: Shapes, node: Term) -> Iterator[Statement]:
    """List the statements inside a path that name its properties; a path of one property has none."""
    pending = [node]
    seen: set[Term] = set()
    while pending:
        here = pending.pop()
        if here in seen or not isinstance(here, BlankNode):
            continue
        seen.add(here)
        for group in shapes.about(here).values():
            for statement in group:
                if isinstance(statement.value, NamedNode) and statement.value != NIL:
                    yield statement
                pending.append(statement.value)
