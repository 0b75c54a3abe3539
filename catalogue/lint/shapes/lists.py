"""Lists and paths in shapes: whether they are well formed (SHACL, sections 1.2 and 2.3.1)."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.errors import Text, text
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Statement, Wrong
from catalogue.lint.shapes.vocabulary import is_unknown
from catalogue.model import sh
from catalogue.model.lists import FIRST, NIL, REST
from catalogue.model.vocabulary import STEPS
from catalogue.terms import BlankNode, Literal, NamedNode, Term

_TWO = 2
_BRACKETS = text("write the list in brackets: ( ... )", "écrivez la liste entre parenthèses : ( ... )")


def wrong_list(shapes: Shapes, statement: Statement) -> Wrong | None:
    """Say what is wrong with the list that a statement's value should be, or None."""
    head = statement.value
    if _is_list(shapes, head):
        return _broken_list(shapes, head)
    alone = len(shapes.about(statement.subject)[statement.predicate]) == 1
    return Wrong(
        text(f"{shapes.shown(head)} is not a list", f"{shapes.shown(head)} n'est pas une liste"),
        text("put the values into one pair of brackets: ( ... )", "mettez les valeurs entre parenthèses : ( ... )"),
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
        return text("the list runs in a circle", "la liste tourne en rond")
    for predicate, name in ((FIRST, "rdf:first"), (REST, "rdf:rest")):
        count = len(shapes.about(cell).get(predicate, []))
        if count == 0:
            return text(f"the list breaks off: no {name}", f"la liste s'interrompt : pas de {name}")
        if count > 1:
            return text(f"the list branches: {count} {name}", f"la liste se divise : {count} {name}")
    return None


def wrong_path(shapes: Shapes, statement: Statement) -> Wrong | None:
    """Say what is wrong with the path that a statement's value should be, or None."""
    return next(_wrong_steps(shapes, statement.value, frozenset()), None)


def _wrong_steps(shapes: Shapes, node: Term, above: frozenset[Term]) -> Iterator[Wrong]:
    if isinstance(node, Literal):
        yield Wrong(
            text(f"{shapes.shown(node)} is a text, not a path", f"{shapes.shown(node)} est un texte, pas un chemin"),
            text("write the IRI of a property, without quotation marks", "écrivez l'IRI d'une propriété, sans guillemets"),
        )
    elif node == NIL:
        yield Wrong(
            text("the path is an empty list", "le chemin est une liste vide"),
            text(
                "name at least two properties, or write one without brackets",
                "nommez au moins deux propriétés, ou une sans parenthèses",
            ),
        )
    elif isinstance(node, BlankNode):
        if node in above:
            yield Wrong(text("the path contains itself", "le chemin se contient lui-même"))
        elif _is_list(shapes, node):
            short = text(
                "a path has a list of steps of fewer than two", "un chemin a une liste de pas de moins de deux éléments"
            )
            yield from _wrong_members(shapes, node, above, short)
        else:
            yield from _wrong_step(shapes, node, above | {node})


def _wrong_step(shapes: Shapes, node: Term, above: frozenset[Term]) -> Iterator[Wrong]:
    steps = [statement for name in STEPS for statement in shapes.said(node, name)]
    if not steps:
        if not any(is_unknown(statement.predicate) for statement in shapes.all_about(node)):
            yield _NO_PATH
    elif len(steps) > 1:
        names = ", ".join(shapes.shown(step.predicate) for step in steps)
        yield Wrong(
            text(f"one path says two things: {names}", f"un chemin dit deux choses : {names}"),
            text("put them into a list, one step after another", "mettez-les dans une liste, un pas après l'autre"),
        )
    elif steps[0].predicate != sh("alternativePath"):
        yield from _wrong_steps(shapes, steps[0].value, above)
    elif _is_list(shapes, steps[0].value):
        short = text("a path has alternatives of fewer than two", "un chemin a des possibilités de moins de deux éléments")
        yield from _wrong_members(shapes, steps[0].value, above, short)
    else:
        yield Wrong(
            text("the alternatives of a path are not a list", "les possibilités d'un chemin ne sont pas une liste"),
            text("write sh:alternativePath ( ... )", "écrivez sh:alternativePath ( ... )"),
        )


_NO_PATH = Wrong(
    text("this is not a path", "ce n'est pas un chemin"),
    text(
        "write a property, a list of them, or one of sh:inversePath, sh:alternativePath, sh:zeroOrMorePath, "
        "sh:oneOrMorePath, sh:zeroOrOnePath",
        "écrivez une propriété, une liste, ou l'un de sh:inversePath, sh:alternativePath, sh:zeroOrMorePath, "
        "sh:oneOrMorePath, sh:zeroOrOnePath",
    ),
)


def _wrong_members(shapes: Shapes, head: Term, above: frozenset[Term], short: Text) -> Iterator[Wrong]:
    broken = _broken_list(shapes, head)
    if broken:
        yield broken
        return
    members = shapes.members(head)
    if len(members) < _TWO:
        yield Wrong(short, text("write the one property without the list", "écrivez la propriété seule, sans la liste"))
    for member in members:
        yield from _wrong_steps(shapes, member.value, above | {head})


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
