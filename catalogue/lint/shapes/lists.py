"""Lists and paths in shapes: whether they are well formed (SHACL, sections 1.2 and 2.3.1)."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.errors import text
from catalogue.lint.shapes.index import FIRST, REST, Shapes
from catalogue.lint.shapes.mistakes import Statement, Wrong
from catalogue.lint.shapes.vocabulary import is_unknown
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
            text(f"{shapes.shown(head)} is not a list", f"{shapes.shown(head)} n'est pas une liste"),
            text("put the values into one pair of brackets: ( ... )", "mettez les valeurs entre parenthèses : ( ... )"),
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
    advice = text("write the list in brackets: ( ... )", "écrivez la liste entre parenthèses : ( ... )")
    if cell in seen:
        return Wrong(text("the list runs in a circle", "la liste tourne en rond"), advice)
    about = shapes.about(cell)
    for iri, name in ((FIRST, "rdf:first"), (REST, "rdf:rest")):
        found = len(about.get(iri, []))
        if found == 0:
            return Wrong(
                text(f"the list breaks off: no {name}", f"la liste s'interrompt : pas de {name}"),
                advice,
            )
        if found > 1:
            return Wrong(text(f"the list branches: {found} {name}", f"la liste se divise : {found} {name}"), advice)
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
                text("this is not a path", "ce n'est pas un chemin"),
                text(
                    "write a property, a list of them, or one of sh:inversePath, sh:alternativePath, sh:zeroOrMorePath, "
                    "sh:oneOrMorePath, sh:zeroOrOnePath",
                    "écrivez une propriété, une liste, ou l'un de sh:inversePath, sh:alternativePath, sh:zeroOrMorePath, "
                    "sh:oneOrMorePath, sh:zeroOrOnePath",
                ),
            )
        return
    if len(steps) > 1:
        names = ", ".join(shapes.shown(s.predicate) for s in steps)
        yield Wrong(
            text(f"one path says two things: {names}", f"un chemin dit deux choses : {names}"),
            text("put them into a list, one step after another", "mettez-les dans une liste, un pas après l'autre"),
        )
    elif steps[0].predicate.value == SH + "alternativePath":
        yield from _wrong_members(shapes, steps[0].value, above, "alternative")
    else:
        yield from _wrong_steps(shapes, steps[0].value, above)


def _wrong_members(shapes: Shapes, head: Term, above: frozenset[Term], kind: str) -> Iterator[Wrong]:
    problem = wrong_list(shapes, Statement(BlankNode(), NamedNode(SH + "path"), head, "")) if _is_list(shapes, head) else None
    if problem or not _is_list(shapes, head):
        yield problem or Wrong(
            text("the alternatives of a path are not a list", "les possibilités d'un chemin ne sont pas une liste"),
            text("write sh:alternativePath ( ... )", "écrivez sh:alternativePath ( ... )"),
        )
        return
    members = shapes.members(head)
    if len(members) < _TWO:
        what = text("a list of steps", "une liste de pas") if kind == "sequence" else text("alternatives", "des possibilités")
        yield Wrong(
            text(f"a path has {what['en']} of fewer than two", f"un chemin a {what['fr']} de moins de deux éléments"),
            text("write the one property without the list", "écrivez la propriété seule, sans la liste"),
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
