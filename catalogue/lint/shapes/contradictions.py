"""Contradictions: parameters of one shape that no value can meet together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from catalogue.lint.shapes.index import Shapes
from catalogue.lint.shapes.mistakes import Mistake, Statement, Wrong, at_value
from catalogue.messages import Message, Text
from catalogue.model import SH, sh
from catalogue.model.vocabulary import NODE_KINDS
from catalogue.terms import RDF_LANG_STRING, BlankNode, Literal, NamedNode, Node, Term
from catalogue.values import Incomparable, compare

_BOUNDS = (
    ("minCount", "maxCount", False),
    ("qualifiedMinCount", "qualifiedMaxCount", False),
    ("minLength", "maxLength", False),
    ("minInclusive", "maxInclusive", False),
    ("minExclusive", "maxExclusive", True),
    ("minInclusive", "maxExclusive", True),
    ("minExclusive", "maxInclusive", True),
)
"""Lower and upper bounds, and whether they leave nothing when they are equal."""
_NONE = Literal(0)
_NODE_KIND_OF: dict[type, str] = {NamedNode: "IRI", BlankNode: "BlankNode", Literal: "Literal"}

_ADVICE = Message("lint.shapes.advice")


def contradictions(shapes: Shapes) -> Iterator[Mistake]:
    """Find shapes that no value can conform to; each is reported once, at the second of two parameters."""
    for node in shapes.subjects():
        given = shapes.given(node).keys()
        if len(given) > 1:
            yield from list(_bounds(shapes, node, given)) or _no_count(shapes, node)
            yield from _exclusive(shapes, node)
            yield from _choices(shapes, node)


def _mistake(statement: Statement, message: Text) -> Mistake:
    return at_value("bad-parameter", statement, Wrong(message, _ADVICE), runs=True)


# Bounds


def _bounds(shapes: Shapes, node: Node, given: AbstractSet[str]) -> Iterator[Mistake]:
    for low_name, high_name, strict in (bounds for bounds in _BOUNDS if given >= {*bounds[:2]}):
        low, high = shapes.only(node, low_name), shapes.only(node, high_name)
        if not low or not high:
            continue
        if _is_above(low.value, high.value, strict=strict) or _have_no_common_value(low_name, low.value, high.value):
            least, most = shapes.shown(low.value), shapes.shown(high.value)
            yield _mistake(
                high,
                Message("lint.shapes.sh-sh-leave-nothing", low_name=low_name, least=least, high_name=high_name, most=most),
            )
            return


def _no_count(shapes: Shapes, node: Node) -> Iterator[Mistake]:
    most = shapes.only(node, "maxCount")
    if most and shapes.of(node, "hasValue") and compare(most.value, _NONE) == 0:
        message = Message("lint.shapes.sh-maxcount-0-sh-hasvalue")
        yield _mistake(most, message)


def _is_above(low: Term, high: Term, *, strict: bool) -> bool:
    """Tell whether a lower bound is above an upper one, or at it where neither is included."""
    comparison = compare(low, high)
    return comparison == 1 or (strict and comparison == 0)


def _have_no_common_value(low_name: str, low: Term, high: Term) -> bool:
    """Tell whether no value can be compared with both bounds: one is a number and one a date, say."""
    return not low_name.endswith(("Count", "Length")) and compare(low, high) is Incomparable.DATATYPES


# Parameters that exclude one another

Excludes = Callable[[Term, Term], bool]


def _no_literals(_: Term, kind: Term) -> bool:
    return kind in {sh("IRI"), sh("BlankNode"), sh("BlankNodeOrIRI")}


def _only_literals(_: Term, kind: Term) -> bool:
    return kind == sh("Literal")


def _only_blank_nodes(_: Term, kind: Term) -> bool:
    return kind == sh("BlankNode")


def _always(_: Term, __: Term) -> bool:
    return True


def _has_no_language(datatype: Term, _: Term) -> bool:
    return isinstance(datatype, NamedNode) and datatype.value != RDF_LANG_STRING


_EXCLUSIVE: tuple[tuple[str, str, Excludes], ...] = (
    ("datatype", "nodeKind", _no_literals),
    ("class", "nodeKind", _only_literals),
    ("datatype", "class", _always),
    ("pattern", "nodeKind", _only_blank_nodes),
    ("minLength", "nodeKind", _only_blank_nodes),
    ("maxLength", "nodeKind", _only_blank_nodes),
    ("datatype", "languageIn", _has_no_language),
    ("languageIn", "nodeKind", _no_literals),
)
"""Parameters of which some values exclude one another."""


def _exclusive(shapes: Shapes, node: Node) -> Iterator[Mistake]:
    kind = shapes.only(node, "nodeKind")
    for name, other_name, excludes in _EXCLUSIVE:
        others = shapes.of(node, other_name)[:1] if other_name != "nodeKind" else [kind] if kind else []
        for one, other in zip(shapes.of(node, name)[:1], others, strict=False):
            if excludes(one.value, other.value):
                first, second = _constraint(shapes, one), _constraint(shapes, other)
                message = Message("lint.shapes.no-value-meets-both", first=first, second=second)
                yield _mistake(other, message)
                return


def _constraint(shapes: Shapes, statement: Statement) -> str:
    name = "sh:" + statement.predicate.value.removeprefix(SH)
    return name if isinstance(statement.value, BlankNode) else f"{name} {shapes.shown(statement.value)}"


# Choices


def _choices(shapes: Shapes, node: Node) -> Iterator[Mistake]:
    """Find lists of values none of which meets the datatype or node kind, and required values that they lack."""
    listed, required = shapes.only(node, "in"), shapes.of(node, "hasValue")
    members = [statement.value for statement in shapes.members(listed.value)] if listed else []
    for constraint in filter(None, (shapes.only(node, "datatype"), shapes.only(node, "nodeKind"))):
        if listed and members and not any(_meets(member, constraint) for member in members):
            yield _mistake(listed, Message("lint.shapes.no-value-sh-meets", stated=_constraint(shapes, constraint)))
        yield from _unmet(shapes, constraint, required if shapes.of(node, "path") else [])
    yield from _unlisted(members, required) if members else ()


def _unlisted(members: Sequence[Term], required: Iterable[Statement]) -> Iterator[Mistake]:
    for statement in required:
        if statement.value not in members:
            yield _mistake(statement, Message("lint.shapes.value-sh-hasvalue-not-sh"))


def _unmet(shapes: Shapes, constraint: Statement, required: Iterable[Statement]) -> Iterator[Mistake]:
    for statement in required:
        if not _meets(statement.value, constraint):
            message = Message("lint.shapes.value-sh-hasvalue-does-not", stated=_constraint(shapes, constraint))
            yield _mistake(statement, message)


def _meets(value: Term, constraint: Statement) -> bool:
    """Whether a value has a datatype or node kind; every value has what is none."""
    if constraint.predicate == sh("datatype") and isinstance(constraint.value, NamedNode):
        return isinstance(value, Literal) and value.datatype == constraint.value
    kind = constraint.value.value.removeprefix(SH)
    return kind not in NODE_KINDS or _NODE_KIND_OF[type(value)] in kind
