"""Datatypes that shapes name: whether they exist."""

from __future__ import annotations

from catalogue.lint.datatypes import is_judged, unknown_datatype
from catalogue.lint.naming import suggestion
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Statement, Wrong
from catalogue.lint.shapes.vocabulary import is_unknown
from catalogue.messages import Message
from catalogue.published import Unknown
from catalogue.terms import Literal, NamedNode


def wrong_datatype(shapes: Shapes, statement: Statement) -> Wrong | None:
    """Say that the value of a statement, or its datatype, is no datatype of a namespace whose datatypes are known, or None."""
    value = statement.value
    datatype = value.datatype if isinstance(value, Literal) else value
    if not isinstance(datatype, NamedNode) or not is_judged(datatype.value) or is_unknown(datatype):
        return None
    unknown = unknown_datatype(datatype.value)
    return None if unknown is None else _wrong(shapes, statement, datatype, unknown)


def _wrong(shapes: Shapes, statement: Statement, datatype: NamedNode, unknown: Unknown) -> Wrong:
    near = NamedNode(unknown.near) if unknown.near else None
    return Wrong(
        Message("lint.shapes.not.datatype", value=shapes.shown(datatype)),
        suggestion(shapes.edition, near, Message("lint.shapes.any-literal-write-sh-nodekind.advice")),
        shapes.written(near, statement.file) if near else None,
        unknown.is_sure,
        is_datatype=isinstance(statement.value, Literal),
    )
