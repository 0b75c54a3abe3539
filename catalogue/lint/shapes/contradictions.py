"""Contradictions: parameters of one shape that no value can meet together."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from catalogue.lint.kinds import KINDS
from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake, Statement
from catalogue.messages import Message, Text
from catalogue.model import SH
from catalogue.model.vocabulary import NODE_KINDS
from catalogue.terms import RDF_LANG_STRING, BlankNode, Literal, NamedNode, Node, Term

_BOUNDS = (
    ("minCount", "maxCount", False),
    ("qualifiedMinCount", "qualifiedMaxCount", False),
    ("minLength", "maxLength", False),
    ("minInclusive", "maxInclusive", False),
    ("minExclusive", "maxExclusive", True),
    ("minInclusive", "maxExclusive", True),
    ("minExclusive", "maxInclusive", True),
)
_KINDS_OF: dict[type, str] = {NamedNode: "IRI", BlankNode: "BlankNode", Literal: "Literal"}
_TEXTUAL = ("pattern", "minLength", "maxLength")


def contradictions(shapes: Shapes) -> Iterator[Mistake]:
    """Find shapes that no value can conform to; each is told once, at the second of two parameters."""
    for node in shapes.subjects():
        if any(iri.startswith(SH) for iri in shapes.about(node)):
            yield from _bounds(shapes, node)
            yield from _kinds(shapes, node)
            yield from _choices(shapes, node)


def _one(shapes: Shapes, node: Node, name: str) -> Statement | None:
    found = shapes.said(node, name)
    return found[0] if len(found) == 1 else None


def _mistake(at: Statement, message: Text, advice: Text) -> Mistake:
    return Mistake(KINDS["bad-parameter"], at.subject, at.predicate, at.value, at.file, message, advice)


_ADVICE = Message("lint.shapes.advice")


def _bounds(shapes: Shapes, node: Node) -> Iterator[Mistake]:
    for low_name, high_name, strict in _BOUNDS:
        low, high = _one(shapes, node, low_name), _one(shapes, node, high_name)
        if low and high and _above(low.value, high.value, strict=strict):
            least, most = shapes.shown(low.value), shapes.shown(high.value)
            yield _mistake(
                high,
                Message("lint.shapes.sh-sh-leave-nothing", low_name=low_name, least=least, high_name=high_name, most=most),
                _ADVICE,
            )
            return
    most_values, required = _one(shapes, node, "maxCount"), shapes.said(node, "hasValue")
    if most_values and required and _number(most_values.value) == 0:
        yield _mistake(
            most_values,
            Message("lint.shapes.sh-maxcount-0-sh-hasvalue"),
            _ADVICE,
        )


def _number(term: Term) -> Decimal | None:
    if not isinstance(term, Literal) or term.language:
        return None
    try:
        found = Decimal(term.value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _above(low: Term, high: Term, *, strict: bool) -> bool:
    """Whether a lower bound lies above an upper one, or at it where neither is included."""
    least, most = _number(low), _number(high)
    if least is not None and most is not None:
        return least > most or (strict and least == most)
    if (
        isinstance(low, Literal)
        and isinstance(high, Literal)
        and low.datatype == high.datatype
        and len(low.value) == len(high.value)
    ):
        dated = (
            low.datatype.value.endswith(("#date", "#gYear", "#gYearMonth"))
            and low.value[:1].isdigit()
            and high.value[:1].isdigit()
        )
        return dated and (low.value > high.value or (strict and low.value == high.value))
    return False


def _kinds(shapes: Shapes, node: Node) -> Iterator[Mistake]:
    kind = _one(shapes, node, "nodeKind")
    kind_name = kind.value.value.removeprefix(SH) if kind else ""
    datatype, classes = shapes.said(node, "datatype"), shapes.said(node, "class")
    pairs: list[tuple[Statement, Statement]] = []
    if kind and datatype and kind_name in {"IRI", "BlankNode", "BlankNodeOrIRI"}:
        pairs.append((datatype[0], kind))
    if kind and classes and kind_name == "Literal":
        pairs.append((classes[0], kind))
    if datatype and classes:
        pairs.append((datatype[0], classes[0]))
    if kind and kind_name == "BlankNode":
        pairs += [(s, kind) for name in _TEXTUAL for s in shapes.said(node, name)[:1]]
    languages = shapes.said(node, "languageIn")
    if languages and datatype and datatype[0].value.value != RDF_LANG_STRING and isinstance(datatype[0].value, NamedNode):
        pairs.append((datatype[0], languages[0]))
    if languages and kind and kind_name in {"IRI", "BlankNode", "BlankNodeOrIRI"}:
        pairs.append((languages[0], kind))
    for one, other in pairs[:1]:
        first, second = (_said(shapes, statement) for statement in (one, other))
        yield _mistake(
            other,
            Message("lint.shapes.no-value-meets-both", first=first, second=second),
            _ADVICE,
        )


def _said(shapes: Shapes, statement: Statement) -> str:
    name = "sh:" + statement.predicate.value.removeprefix(SH)
    return name if isinstance(statement.value, BlankNode) else f"{name} {shapes.shown(statement.value)}"


def _choices(shapes: Shapes, node: Node) -> Iterator[Mistake]:
    """Find lists of values none of which meets the datatype or node kind, and required values that they lack."""
    listed = _one(shapes, node, "in")
    members = [s.value for s in shapes.members(listed.value)] if listed else []
    for name in ("datatype", "nodeKind"):
        required = _one(shapes, node, name)
        if required is None or not isinstance(required.value, NamedNode):
            continue
        wanted = required.value
        if listed and members and not any(_meets(member, name, wanted) for member in members):
            said = _said(shapes, required)
            yield _mistake(
                listed,
                Message("lint.shapes.no-value-sh-meets", stated=said),
                _ADVICE,
            )
        for statement in shapes.said(node, "hasValue"):
            if not shapes.said(node, "path") or _meets(statement.value, name, wanted):
                continue
            said = _said(shapes, required)
            yield _mistake(
                statement,
                Message("lint.shapes.value-sh-hasvalue-does-not", stated=said),
                _ADVICE,
            )
    for statement in shapes.said(node, "hasValue"):
        if listed and members and statement.value not in members:
            yield _mistake(
                statement,
                Message("lint.shapes.value-sh-hasvalue-not-sh"),
                _ADVICE,
            )


def _meets(value: Term, name: str, wanted: NamedNode) -> bool:
    if name == "datatype":
        return isinstance(value, Literal) and value.datatype == wanted
    kind = wanted.value.removeprefix(SH)
    return kind not in NODE_KINDS or _KINDS_OF[type(value)] in kind
