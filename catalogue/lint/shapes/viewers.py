"""Viewers: those of property shapes (`dash:viewer`) that are not known, or that show no value which the shape allows."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.lint.datatypes import unknown_term
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_value
from catalogue.messages import Message
from catalogue.model import VIEWERS
from catalogue.model.viewers import UI_NAMESPACES, VIEWER_PROPERTIES, viewer_name
from catalogue.names import local_name
from catalogue.near import nearest
from catalogue.terms import Literal, NamedNode


def viewers(shapes: Shapes) -> Iterator[Mistake]:
    """Find viewers that have no effect on pages, each where it is declared."""
    for statement in shapes.statements:
        if statement.predicate in VIEWER_PROPERTIES:
            wrong = _wrong(shapes, statement)
            if wrong is not None:
                yield at_value("viewer", statement, wrong)


def _wrong(shapes: Shapes, statement: Statement) -> Wrong | None:
    name = viewer_name(statement.value)
    if name is None:
        is_reported = isinstance(statement.value, NamedNode) and unknown_term(statement.value.value) is not None
        return None if is_reported else _unknown(shapes, statement)
    first = next(each.value for predicate in VIEWER_PROPERTIES for each in shapes.about(statement.subject).get(predicate, ()))
    shown = shapes.named(statement.value, statement.file) if isinstance(statement.value, NamedNode) else name
    if viewer_name(first) not in {None, name}:
        return Wrong(Message("C314.several", viewer=shown), Message("C314.several.advice"))
    if VIEWERS[name].may_show(shapes.graph.shape(statement.subject)):
        return None
    return Wrong(Message("C314.unfit", viewer=shown), Message(f"C314.for-{name}.advice"))


def _unknown(shapes: Shapes, statement: Statement) -> Wrong:
    """Report a viewer that is not known, with the one that was meant if its name is near."""
    term = statement.value
    message = Message("C314.unknown", viewer=_written(shapes, statement))
    near = nearest(local_name(term.value), VIEWERS) if isinstance(term, NamedNode) else None
    if near is None:
        return Wrong(message, Message("C314.unknown.advice", viewers=", ".join(f"dash:{name}" for name in VIEWERS)))
    meant = NamedNode(next((space for space in UI_NAMESPACES if term.value.startswith(space)), UI_NAMESPACES[0]) + near)
    return Wrong(
        message,
        Message("C314.near.advice", viewer=shapes.named(meant, statement.file)),
        shapes.written(meant, statement.file),
    )


def _written(shapes: Shapes, statement: Statement) -> str:
    term = statement.value
    return shapes.written(term, statement.file) if isinstance(term, NamedNode | Literal) else shapes.shown(term)
