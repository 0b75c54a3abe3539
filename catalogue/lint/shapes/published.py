"""Shapes and published vocabularies: terms in their namespaces that they lack."""

from __future__ import annotations

from collections.abc import Iterator

from catalogue.lint.datatypes import is_judged, unknown_datatype, unknown_term
from catalogue.lint.naming import near_or
from catalogue.lint.ontology import no_datatype, not_in_vocabulary, see_vocabulary
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_predicate, at_value
from catalogue.lint.shapes.schema_org import is_mapping
from catalogue.lint.terms_used import CLASS_VALUED, is_described
from catalogue.model import SH, sh
from catalogue.model.vocabulary import PROPERTIES, ValueType
from catalogue.published import Unknown
from catalogue.terms import Literal, NamedNode, Term

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
_OF_ANY_DATATYPE = frozenset({ValueType.ANY, ValueType.TARGET})
"""What the values of properties of SHACL are that may have any datatype."""


def unknown(shapes: Shapes) -> Iterator[Mistake]:
    """Find terms that a published vocabulary lacks; those of SHACL, datatypes and mappings are looked at elsewhere."""
    for statement in shapes.statements:
        predicate, value = statement.predicate, statement.value
        in_predicate = _unknown(shapes, predicate, is_class=False)
        if in_predicate is not None:
            yield at_predicate("vocabulary-term", statement, _wrong(shapes, predicate, in_predicate, statement.file))
        is_elsewhere = predicate == sh("datatype") or is_mapping(statement)
        in_value = None if is_elsewhere else _unknown(shapes, value, is_class=_is_class(predicate))
        if isinstance(value, NamedNode) and in_value is not None:
            yield at_value("vocabulary-term", statement, _wrong(shapes, value, in_value, statement.file))
        datatype = _datatype(statement)
        in_datatype = _unknown_datatype(shapes, datatype) if datatype is not None else None
        if datatype is not None and in_datatype is not None:
            message = no_datatype(shapes.named(datatype, statement.file))
            wrong = _wrong(shapes, datatype, in_datatype, statement.file)
            wrong = wrong._replace(message=message, is_datatype=isinstance(value, Literal))
            yield at_value("vocabulary-term", statement, wrong)


def _datatype(statement: Statement) -> NamedNode | None:
    """Give what stands as a datatype, where no check of the parameters of SHACL looks at it."""
    if isinstance(statement.value, Literal):
        parameter = PROPERTIES.get(statement.predicate.value.removeprefix(SH))
        return statement.value.datatype if parameter is None or parameter.value in _OF_ANY_DATATYPE else None
    is_asked = statement.predicate == sh("datatype") and not is_judged(statement.value.value)
    return statement.value if is_asked and isinstance(statement.value, NamedNode) else None


def _unknown_datatype(shapes: Shapes, datatype: NamedNode) -> Unknown | None:
    unknown = unknown_datatype(datatype.value)
    is_own = shapes.edition.settings.owns(datatype.value) or is_described(shapes.edition, datatype)
    return None if unknown is None or is_own else unknown


def _is_class(predicate: NamedNode) -> bool | None:
    """Tell whether a class stands behind a predicate, or a property; None where either may stand."""
    return True if predicate in _CLASS_VALUED else False if predicate in _PROPERTY_VALUED else None


def _unknown(shapes: Shapes, term: Term, *, is_class: bool | None) -> Unknown | None:
    if not isinstance(term, NamedNode) or term.value.startswith(SH) or shapes.edition.settings.owns(term.value):
        return None
    unknown = unknown_term(term.value, is_class=is_class)
    return None if unknown is None or is_described(shapes.edition, term) else unknown


def _wrong(shapes: Shapes, term: NamedNode, unknown: Unknown, file: str) -> Wrong:
    near = NamedNode(unknown.near) if unknown.near else None
    message = not_in_vocabulary(shapes.named(term, file))
    advice = near_or(shapes.named(near, file) if near else None, see_vocabulary(term.value))
    return Wrong(message, advice, shapes.written(near, file) if near else None, safe=unknown.is_sure)
