"""The values of SHACL's properties: for each type of value, what is wrong with a term that is not of this type."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.lexical import INTEGERS
from catalogue.lint.datatypes import NUMBERS
from catalogue.lint.naming import suggestion
from catalogue.lint.shapes.bounds import wrong_bound
from catalogue.lint.shapes.datatypes import wrong_datatype
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.lists import wrong_path
from catalogue.lint.shapes.mistakes import Statement, Wrong
from catalogue.lint.shapes.vocabulary import is_unknown
from catalogue.messages import Message, Text
from catalogue.model import SH, sh
from catalogue.model.vocabulary import NODE_KINDS, SEVERITIES, ValueType
from catalogue.near import Iris, nearest
from catalogue.terms import RDF, RDF_LANG_STRING, XSD, XSD_STRING, BlankNode, Literal, NamedNode, Term, named_node

_WHOLE = re.compile(r"\+?\d+(\.0*)?", re.ASCII)
_DECIMAL = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_INTEGER = XSD + "integer"
_LONGEST = 8
"""How many characters a count may have that is taken for a number."""
_BOOLEANS: Mapping[str, str] = {"true": "true", "1": "true", "yes": "true", "false": "false", "0": "false", "no": "false"}
_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*|\*", re.ASCII)

Check = Callable[[Shapes, Statement], Wrong | None]


def _is_of(value: Term, datatype: str) -> bool:
    return isinstance(value, Literal) and value.datatype.value == datatype


@dataclass(frozen=True)
class _Form:
    """A form that values of one type have.

    Attributes:
        fits: whether a value has it.
        name: its name in the code of the message about a value that has it not.
        advice: what to write instead.
        meant: the Turtle that seems to be meant by another value, or None.
        is_certain: whether it is surely meant, where the value is a literal.
    """

    fits: Callable[[Term], bool]
    name: str
    advice: Text
    meant: Callable[[Shapes, Statement], str | None] = lambda _, __: None
    is_certain: bool = False

    def __call__(self, shapes: Shapes, statement: Statement) -> Wrong | None:
        """Say what is wrong with the value of a statement, or None."""
        value = statement.value
        if self.fits(value):
            return None
        meant = self.meant(shapes, statement)
        safe = self.is_certain and meant is not None and isinstance(value, Literal)
        return Wrong(Message(f"lint.shapes.not.{self.name}", value=shapes.shown(value)), self.advice, meant, safe)


def _meant_count(_: Shapes, statement: Statement) -> str | None:
    value = statement.value
    is_whole = isinstance(value, Literal) and not value.language and _WHOLE.fullmatch(value.value)
    return str(int(value.value.partition(".")[0])) if is_whole and len(value.value) <= _LONGEST else None


def _meant_boolean(_: Shapes, statement: Statement) -> str | None:
    return _BOOLEANS.get(statement.value.value.lower()) if isinstance(statement.value, Literal) else None


def _meant_number(_: Shapes, statement: Statement) -> str | None:
    value = statement.value
    return value.value if isinstance(value, Literal) and _DECIMAL.fullmatch(value.value) else None


def _meant_iri(shapes: Shapes, statement: Statement) -> str | None:
    """Give the IRI that a text seems to mean, as Turtle, or None."""
    value = statement.value
    if not isinstance(value, Literal):
        return None
    expanded = named_node(shapes.edition.settings.prefixes.expand(value.value) or "")
    if expanded is not None:
        return shapes.written(expanded, statement.file)
    return f"<{value.value}>" if "//" in value.value and named_node(value.value) is not None else None


def _meant_string(shapes: Shapes, statement: Statement) -> str | None:
    value = statement.value
    return shapes.written(Literal(value.value), statement.file) if isinstance(value, Literal) else None


def _meant_of(names: Sequence[str]) -> Callable[[Shapes, Statement], str | None]:
    def meant(shapes: Shapes, statement: Statement) -> str | None:
        value = statement.value
        near = None if isinstance(value, BlankNode) else nearest(value.value.rpartition("#")[2].rpartition(":")[2], names)
        return shapes.written(sh(near), statement.file) if near else None

    return meant


def _one_of(names: Iterable[str]) -> Text:
    choices = ", ".join(f"sh:{name}" for name in sorted(names))
    return Message("lint.shapes.write-one", choices=choices)


_A_NUMBER = Message("lint.shapes.write-number-without-quotation-marks.advice")
_AN_IRI = Message("lint.shapes.iri-advice")

string = _Form(
    lambda value: _is_of(value, XSD_STRING),
    "string",
    Message("lint.shapes.write-alone.advice-2"),
    _meant_string,
)
"""A text without a language."""

_iri = _Form(
    lambda value: isinstance(value, NamedNode),
    "iri",
    _AN_IRI,
    _meant_iri,
)
_no_literal = _Form(
    lambda value: not isinstance(value, Literal),
    "shape",
    _AN_IRI,
    _meant_iri,
)


def _class(shapes: Shapes, statement: Statement) -> Wrong | None:
    value = statement.value
    if isinstance(value, NamedNode) and (value.value.startswith(XSD) or value.value == RDF_LANG_STRING):
        shown = shapes.shown(value)
        return Wrong(
            Message("lint.shapes.datatype-not-class", value=shown),
            Message("lint.shapes.write-sh-datatype-instead.advice"),
        )
    return _iri(shapes, statement)


def _datatype(shapes: Shapes, statement: Statement) -> Wrong | None:
    return wrong_datatype(shapes, statement) or _iri(shapes, statement)


def _shape(shapes: Shapes, statement: Statement) -> Wrong | None:
    """Check that a shape is one that the shapes files describe."""
    value = statement.value
    if not isinstance(value, NamedNode) or shapes.about(value):
        return _no_literal(shapes, statement)
    return _unknown(
        shapes,
        statement,
        (shape for shape in shapes.shapes if shapes.about(shape)),
        Message("lint.shapes.no-shape", shown=shapes.shown(value)),
        Message("lint.shapes.describe-shapes-folder-take-reference.advice"),
    )


def _unknown(shapes: Shapes, statement: Statement, known: Iterable[Term], message: Text, advice: Text) -> Wrong:
    """Say that nothing describes a value, and which term of those that are known may be meant."""
    iri = Iris(term.value for term in known if isinstance(term, NamedNode)).nearest(statement.value.value)
    near = NamedNode(iri) if iri else None
    return Wrong(
        message,
        suggestion(shapes.edition, near, advice),
        shapes.written(near, statement.file) if near else None,
    )


def _property_shape(shapes: Shapes, statement: Statement) -> Wrong | None:
    """Check a property shape; one that has a property of SHACL, but no path, is reported where it stands."""
    value, wrong = statement.value, _shape(shapes, statement)
    if wrong or shapes.given(value):
        return wrong
    return Wrong(
        Message("lint.shapes.no-sh-path", value=shapes.shown(value)),
        Message("lint.shapes.say-property-about-sh-path.advice"),
    )


def _node_shape(shapes: Shapes, statement: Statement) -> Wrong | None:
    if not shapes.of(statement.value, "path"):
        return _shape(shapes, statement)
    return Wrong(
        Message("lint.shapes.sh-node-takes-node-shape"),
        Message("lint.shapes.write-sh-property-instead.advice"),
    )


def _group(shapes: Shapes, statement: Statement) -> Wrong | None:
    """Check that a property group is one that the shapes files describe."""
    value = statement.value
    if shapes.about(value):
        return None
    return _unknown(
        shapes,
        statement,
        (group for group in shapes.subjects() if shapes.is_a(group, "PropertyGroup")),
        Message("lint.shapes.no-group", value=shapes.shown(value)),
        Message("lint.shapes.describe-sh-propertygroup.advice"),
    )


_whole = _Form(
    lambda value: _is_of(value, _INTEGER) and _WHOLE.fullmatch(value.value) is not None,
    "count",
    _A_NUMBER,
    _meant_count,
    is_certain=True,
)


def _count(shapes: Shapes, statement: Statement) -> Wrong | None:
    """Check a count; a whole number of another datatype is told by the datatype that it should have."""
    wrong, value = _whole(shapes, statement), statement.value
    if wrong is None or wrong.replacement is None or not isinstance(value, Literal) or value.datatype.value == _INTEGER:
        return wrong
    is_whole = value.datatype.value.removeprefix(XSD) in INTEGERS
    message = Message("lint.shapes.count-of-another-datatype", value=shapes.shown(value)) if is_whole else wrong.message
    return wrong._replace(message=message, advice=Message("lint.shapes.write-count.advice", number=wrong.replacement))


CHECKS: Mapping[ValueType, Check] = {
    ValueType.BOOLEAN: _Form(
        lambda value: _is_of(value, XSD + "boolean") and value.value in {"true", "false", "1", "0"},
        "boolean",
        Message("lint.shapes.write-true-false-without-quotation.advice"),
        _meant_boolean,
        is_certain=True,
    ),
    ValueType.CLASS: _class,
    ValueType.DATATYPE: _datatype,
    ValueType.GROUP: _group,
    ValueType.INTEGER: _count,
    ValueType.IRI: _iri,
    ValueType.LANGUAGE_RANGE: _Form(
        lambda value: _is_of(value, XSD_STRING) and _TAG.fullmatch(value.value) is not None,
        "language-tag",
        Message("lint.shapes.write-en-fr.advice"),
    ),
    ValueType.LITERAL: wrong_bound,
    ValueType.NODE_KIND: _Form(
        lambda value: value in set(map(sh, NODE_KINDS)) or is_unknown(value),
        "node-kind",
        _one_of(NODE_KINDS),
        _meant_of(NODE_KINDS),
        is_certain=True,
    ),
    ValueType.NODE_SHAPE: _node_shape,
    ValueType.NUMBER: _Form(
        lambda value: isinstance(value, Literal) and value.datatype.value in NUMBERS,
        "number",
        _A_NUMBER,
        _meant_number,
        is_certain=True,
    ),
    ValueType.PARAMETER: _property_shape,
    ValueType.PATH: wrong_path,
    ValueType.PROPERTY_SHAPE: _property_shape,
    ValueType.SEVERITY: _Form(
        lambda value: (
            isinstance(value, NamedNode)
            and (not value.value.startswith(SH) or is_unknown(value) or value.value.removeprefix(SH) in SEVERITIES)
        ),
        "severity",
        _one_of(SEVERITIES),
        _meant_of(SEVERITIES),
        is_certain=True,
    ),
    ValueType.SHAPE: _shape,
    ValueType.STRING: string,
    ValueType.TARGET: _Form(
        lambda value: not isinstance(value, BlankNode),
        "iri-or-literal",
        _AN_IRI,
    ),
    ValueType.TEXT: _Form(
        lambda value: (
            isinstance(value, Literal) and (bool(value.language) or value.datatype.value in {XSD_STRING, RDF + "HTML"})
        ),
        "text",
        Message("lint.shapes.write-en.advice"),
    ),
}
"""The checks of values by their type: of a parameter, or of the members of its list."""
