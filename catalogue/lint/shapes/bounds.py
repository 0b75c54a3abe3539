"""The bounds of ranges: whether they have an order, and whether any value that the shape allows can be compared with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from catalogue.lint.datatypes import NUMBERS
from catalogue.lint.shapes.datatypes import wrong_datatype
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Statement, Wrong
from catalogue.messages import Message
from catalogue.model import sh
from catalogue.model.vocabulary import RDFS_LITERAL
from catalogue.terms import XSD, XSD_STRING, Literal, NamedNode, Term
from catalogue.values import Incomparable, compare

_TEXTS = ("string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN", "anyURI")
_SAMPLES: Mapping[str, str] = {
    **{iri.removeprefix(XSD): "1" for iri in NUMBERS},
    **dict.fromkeys(("negativeInteger", "nonPositiveInteger"), "-1"),
    **dict.fromkeys(_TEXTS, "a"),
    "boolean": "true",
    "date": "2000-01-01",
    "dateTime": "2000-01-01T00:00:00",
    "dateTimeStamp": "2000-01-01T00:00:00Z",
    "time": "00:00:00",
    "gYear": "2000",
    "gYearMonth": "2000-01",
    "gMonth": "--01",
    "gMonthDay": "--01-01",
    "gDay": "---01",
    "duration": "P1D",
    "yearMonthDuration": "P1Y",
    "dayTimeDuration": "P1D",
}
"""A lexical form of each datatype of XSD whose values have an order, by its local name."""

_NEAR = frozenset({Incomparable.ZONE, Incomparable.MONTHS})
"""Why two values are not compared though others of their datatypes are."""

_NO_LITERALS = frozenset(map(sh, ("IRI", "BlankNode", "BlankNodeOrIRI")))
_OF_TEXTS = ("pattern", "minLength", "maxLength")
_BOUNDS = ("minInclusive", "maxInclusive", "minExclusive", "maxExclusive")


def wrong_bound(shapes: Shapes, statement: Statement) -> Wrong | None:
    """Say that a bound has no order, or that no value of its shape can be compared with it; else None."""
    bound = statement.value
    mistyped = wrong_datatype(shapes, statement) if isinstance(bound, Literal) else None
    if mistyped is not None:
        return mistyped
    if not isinstance(bound, Literal) or not _are_comparable(bound, bound):
        return Wrong(
            Message("lint.shapes.not.ordered-literal", value=shapes.shown(bound)),
            Message("lint.shapes.write-number-date-text.advice"),
        )
    for other in _excluding(shapes, statement):
        return Wrong(
            Message("lint.shapes.bound-incomparable", value=shapes.shown(bound), other=other),
            Message("lint.shapes.bound-incomparable.advice"),
        )
    if bound.datatype.value == XSD_STRING and not _is_about_texts(shapes, statement):
        return Wrong(
            Message("lint.shapes.bound-text", value=shapes.shown(bound)),
            Message("lint.shapes.bound-text.advice"),
        )
    return None


def _excluding(shapes: Shapes, statement: Statement) -> Iterable[str]:
    """List the parameters of the shape that allow no value which can be compared with the bound, as Turtle."""
    node, bound = statement.subject, statement.value
    for datatype in shapes.of(node, "datatype"):
        if _is_known(shapes, datatype) and not _are_comparable(_sample(datatype.value), bound):
            yield f"sh:datatype {shapes.shown(datatype.value)}"
    for kind in shapes.of(node, "nodeKind"):
        if kind.value in _NO_LITERALS:
            yield f"sh:nodeKind {shapes.shown(kind.value)}"
    for class_ in shapes.of(node, "class"):
        yield f"sh:class {shapes.shown(class_.value)}"
    for listed in shapes.of(node, "in"):
        members = [member.value for member in shapes.members(listed.value)]
        if members and not any(_are_comparable(member, bound) for member in members):
            yield "sh:in"


def _is_known(shapes: Shapes, datatype: Statement) -> bool:
    """Whether a datatype is none that is reported itself, or that stands for any literal."""
    value = datatype.value
    return isinstance(value, NamedNode) and value != RDFS_LITERAL and wrong_datatype(shapes, datatype) is None


def _sample(datatype: Term) -> Term:
    """Give a value of a datatype; of one whose values have no order a literal that is compared with none."""
    return Literal(_SAMPLES.get(datatype.value.removeprefix(XSD), ""), datatype=NamedNode(datatype.value))


def _are_comparable(one: Term, other: Term) -> bool:
    comparison = compare(one, other)
    return isinstance(comparison, int) or comparison in _NEAR


def _is_about_texts(shapes: Shapes, statement: Statement) -> bool:
    """Tell whether a shape asks for texts: by a datatype, a list, a length or a pattern, or another bound."""
    others = (other for name in _BOUNDS for other in shapes.of(statement.subject, name))
    asked = any(shapes.of(statement.subject, name) for name in ("datatype", "in", *_OF_TEXTS))
    return asked or any(other.value != statement.value and _are_comparable(other.value, statement.value) for other in others)
