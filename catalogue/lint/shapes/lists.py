"""Lists and paths in shapes: whether they are well formed (SHACL, sections 1.2 and 2.3.1)."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Statement, Wrong
from catalogue.lint.shapes.vocabulary import is_unknown
from catalogue.messages import Message, Text
from catalogue.model import sh
from catalogue.model.lists import FIRST, NIL, REST
from catalogue.model.paths import DEEPEST_PATH
from catalogue.model.vocabulary import STEPS
from catalogue.terms import BlankNode, Literal, NamedNode, Term

_TWO = 2
_BRACKETS = Message("lint.shapes.write-list-brackets.advice")


def wrong_list(shapes: Shapes, statement: Statement) -> Wrong | None:
    """Say what is wrong with the list that a statement's value should be, or None."""
    head = statement.value
    if _is_list(shapes, head):
        return _broken_list(shapes, head)
    alone = len(shapes.about(statement.subject)[statement.predicate]) == 1
    return Wrong(
        Message("lint.shapes.not-list", head=shapes.shown(head)),
        Message("lint.shapes.put-values-into-one-pair.advice"),
        f"( {shapes.written(head, statement.file)} )" if alone and not isinstance(head, BlankNode) else None,
    )


def _is_list(shapes: Shapes, head: Term) -> bool:
    return head == NIL or FIRST in shapes.about(head) or REST in shapes.about(head)


def _broken_list(shapes: Shapes, head: Term) -> Wrong | None:
    seen: set[Term] = set()
    while head != NIL:
        message = _broken_cell(shapes, head, seen)
        if message:
            return Wrong(message, _BRACKETS)
        seen.add(head)
        head = shapes.about(head)[REST][0].value
    return None


def _broken_cell(shapes: Shapes, cell: Term, seen: set[Term]) -> Text | None:
    if cell in seen:
        return Message("lint.shapes.list-runs-circle")
    for predicate, name in ((FIRST, "rdf:first"), (REST, "rdf:rest")):
        count = len(shapes.about(cell).get(predicate, []))
        if count == 0:
            return Message("lint.shapes.list-breaks-off-no", name=name)
        if count > 1:
            return Message("lint.shapes.list-branches", actual=count, name=name)
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
        elif len(above) >= DEEPEST_PATH:
            yield Wrong(Message("lint.shapes.path-too-deep", limit=DEEPEST_PATH), Message("lint.shapes.path-too-deep.advice"))
        elif _is_list(shapes, node):
            short = Message("lint.shapes.sequence-of-fewer-than-two")
            yield from _wrong_members(shapes, node, above | {node}, short)
        else:
            yield from _wrong_step(shapes, node, above | {node})


def _wrong_step(shapes: Shapes, node: Term, above: frozenset[Term]) -> Iterator[Wrong]:
    steps = [statement for name in STEPS for statement in shapes.of(node, name)]
    if not steps:
        if not any(is_unknown(statement.predicate) for statement in shapes.all_about(node)):
            yield _NO_PATH
    elif len(steps) > 1:
        names = ", ".join(shapes.shown(step.predicate) for step in steps)
        yield Wrong(
            Message("lint.shapes.one-path-says-two-things", names=names),
            Message("lint.shapes.put-them-into-list-one.advice"),
        )
    elif steps[0].predicate != sh("alternativePath"):
        yield from _wrong_steps(shapes, steps[0].value, above)
    elif _is_list(shapes, steps[0].value):
        short = Message("lint.shapes.alternatives-of-fewer-than-two")
        yield from _wrong_members(shapes, steps[0].value, above, short)
    else:
        yield Wrong(
            Message("lint.shapes.alternatives-path-not-list"),
            Message("lint.shapes.write-sh-alternativepath.advice"),
        )


_NO_PATH = Wrong(
    Message("lint.shapes.not-path"),
    Message("lint.shapes.write-property-list-them-one.advice"),
)


def _wrong_members(shapes: Shapes, head: Term, above: frozenset[Term], short: Text) -> Iterator[Wrong]:
    broken = _broken_list(shapes, head)
    if broken:
        yield broken
        return
    members = shapes.members(head)
    if len(members) < _TWO:
        yield Wrong(short, Message("lint.shapes.write-one-property-without-list.advice"))
    for member in members:
        yield from _wrong_steps(shapes, member.value, above)


def steps(shapes: Shapes, node: Term) -> Iterator[Statement]:
    """List the statements inside a path that name its properties; a path of one property has none."""
    pending = [node]
    seen: set[Term] = set()
    while pending:
        here = pending.pop()
        if here in seen or not isinstance(here, BlankNode):
            continue
        seen.add(here)
        for statement in shapes.all_about(here):
            if isinstance(statement.value, NamedNode) and statement.value != NIL:
                yield statement
            pending.append(statement.value)
