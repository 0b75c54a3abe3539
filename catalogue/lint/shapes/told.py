"""Findings of mistakes in shapes: each at its token, with the edit that mends it."""

from __future__ import annotations

from catalogue.edits import Edit, Fix
from catalogue.errors import Place
from catalogue.lint.findings import Finding
from catalogue.lint.fixes import Editing
from catalogue.lint.places import Said
from catalogue.lint.shapes.mistakes import Mistake
from catalogue.messages import Message
from catalogue.terms import NamedNode
from catalogue.turtle import Span


def finding(mistake: Mistake, editing: Editing) -> Finding:
    """Give the finding of a mistake.

    Args:
        mistake: the mistake.
        editing: what knows the places of statements, and writes edits.
    """
    places = editing.places
    said = next(iter(places.said(mistake.subject, mistake.predicate, mistake.value, mistake.file)), None)
    span = _span(mistake, said) if said is not None else None
    return Finding(
        mistake.kind,
        mistake.gravity,
        _place(mistake, editing, said, span),
        mistake.message,
        mistake.advice,
        path=mistake.predicate.value if mistake.predicate is not None else "",
        value=mistake.value,
        shape=mistake.subject.value if isinstance(mistake.subject, NamedNode) else "",
        fixes=(_fix(mistake, said, span),) if said is not None and span is not None and mistake.replacement is not None else (),
    )


def _span(mistake: Mistake, said: Said) -> Span:
    if mistake.predicate is None:
        return said.subject
    return said.predicate if mistake.value is None else said.object


def _place(mistake: Mistake, editing: Editing, said: Said | None, span: Span | None) -> Place:
    if said is None or span is None:
        return Place(mistake.file)
    return said.place(span) if mistake.inner is None else editing.places.inner(said, mistake.inner)


def _fix(mistake: Mistake, said: Said, span: Span) -> Fix:
    words = mistake.replacement or ""
    edit = Edit(said.place(span), span.offset, span.offset + span.length, words)
    return Fix(Message("lint.fixes.write", text=words), (edit,), mistake.safe)
