"""Shapes and published vocabularies: terms in their namespaces that they lack."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue import published
from catalogue.lint.naming import suggestion
from catalogue.lint.ontology import not_in_vocabulary
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake, Wrong, at_predicate, at_value
from catalogue.lint.terms_used import CLASS_VALUED, is_described
from catalogue.model import SH, sh
from catalogue.published import Unknown
from catalogue.terms import NamedNode, Term

_CLASS_VALUED = {*CLASS_VALUED, *map(sh, ("class", "targetClass", "rootClass"))}
_PROPERTY_VALUED = set(
    map(
        sh,
        (
            *("path", "inversePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath", "targetSubjectsOf", "targetObjectsOf"),
            *("equals", "disjoint", "lessThan", "lessThanOrEquals"),
        ),
    )
)


def unknown(shapes: Shapes) -> Iterator[Mistake]:
    """Find terms that a published vocabulary lacks; those of SHACL, and datatypes of shapes, are looked at elsewhere."""
    for statement in shapes.statements:
        predicate, value = statement.predicate, statement.value
        in_predicate = _unknown(shapes, predicate, is_class=False)
        if in_predicate is not None:
            yield at_predicate("vocabulary-term", statement, _wrong(shapes, predicate, in_predicate, statement.file))
        in_value = None if predicate == sh("datatype") else _unknown(shapes, value, is_class=_is_class(predicate))
        if in_value is not None:
            yield at_value("vocabulary-term", statement, _wrong(shapes, value, in_value, statement.file))


def _is_class(predicate: NamedNode) -> bool | None:
    """Tell whether a class stands behind a predicate, or a property; None where either may stand."""
    return True if predicate in _CLASS_VALUED else False if predicate in _PROPERTY_VALUED else None


def _unknown(shapes: Shapes, term: Term, *, is_class: bool | None) -> Unknown | None:
    if not isinstance(term, NamedNode) or term.value.startswith(SH) or shapes.edition.settings.owns(term.value):
        return None
    unknown = published.unknown(term.value, is_class=is_class)
    return None if unknown is None or is_described(shapes.edition, term) else unknown


def _wrong(shapes: Shapes, term: Term, unknown: Unknown, file: str) -> Wrong:
    near = NamedNode(unknown.near) if unknown.near else None
    message, advice = not_in_vocabulary(shapes.edition, NamedNode(term.value))
    written = shapes.written(near, file) if near else None
    return Wrong(message, suggestion(shapes.edition, near, advice), written, safe=unknown.is_sure)
