"""Findings of mistakes in shapes: each at its token, with the edit that mends it."""

from __future__ import annotations

from catalogue.edits import Fix
from catalogue.errors import Place
from catalogue.lint.findings import Finding
from catalogue.lint.fixes import Editing
from catalogue.lint.located import Located
from catalogue.lint.shapes.mistakes import Mistake
from catalogue.terms import NamedNode
from catalogue.turtle import Span


def finding(mistake: Mistake, editing: Editing) -> Finding:
    """Give the finding of a mistake.

    Args:
        mistake: the mistake.
        editing: what knows the places of statements, and writes edits.
    """
    located = editing.places.statements(mistake.subject, mistake.predicate, mistake.value, mistake.file)
    place, fixes = _placed(mistake, editing, located[0]) if located else (Place(mistake.file), ())
    return Finding(
        mistake.kind,
        mistake.gravity,
        place,
        mistake.wrong.message,
        mistake.wrong.advice,
        path=mistake.predicate.value if mistake.predicate is not None else "",
        value=mistake.value,
        shape=mistake.subject.value if isinstance(mistake.subject, NamedNode) else "",
        fixes=fixes,
    )


def _placed(mistake: Mistake, editing: Editing, statement: Located) -> tuple[Place, tuple[Fix, ...]]:
    """Give the place of a mistake, and its fix if it has one."""
    wrong, span = mistake.wrong, _span(mistake, editing, statement)
    inner = editing.places.inner(statement, wrong.inner) if wrong.inner is not None else span
    if wrong.replacement is None:
        return statement.place(inner), ()
    written = inner if wrong.is_inside else span
    return statement.place(inner), (editing.write(statement, written, wrong.replacement, safe=wrong.safe),)


def _span(mistake: Mistake, editing: Editing, statement: Located) -> Span:
    if mistake.predicate is None:
        return statement.subject
    if mistake.wrong.is_datatype:
        return editing.places.datatype(statement)
    return statement.predicate if mistake.value is None else statement.object
