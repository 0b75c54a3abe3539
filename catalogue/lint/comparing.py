"""Comparing: what the results of ranges and orders compare, and why two values cannot be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from catalogue.edition import Edition
from catalogue.lint.naming import datatype_name, shown
from catalogue.messages import Message, Text, languages
from catalogue.shacl.constraints import Constraints
from catalogue.shacl.results import Result
from catalogue.terms import Literal, NamedNode, Term
from catalogue.values import Comparison, Incomparable, compare

RANGES: Mapping[str, frozenset[int]] = {
    "MinInclusive": frozenset({0, 1}),
    "MaxInclusive": frozenset({-1, 0}),
    "MinExclusive": frozenset({1}),
    "MaxExclusive": frozenset({-1}),
}
"""The comparisons of a value with the parameter that each component of a range allows."""

ORDERS: Mapping[str, frozenset[int]] = {"LessThan": frozenset({-1}), "LessThanOrEquals": frozenset({-1, 0})}
"""The same with the values of another property."""

_ALLOWED = {**RANGES, **ORDERS}


class Pair(NamedTuple):
    """A value and what it is at odds with.

    Attributes:
        value: the value.
        other: the value that it was compared with.
        comparison: how they compare.
    """

    value: Term
    other: Term
    comparison: Comparison


def at_odds(constraints: Constraints, result: Result) -> list[Pair]:
    """List what the value of a result was compared with and is not in order with.

    Args:
        constraints: the shapes and the data.
        result: a result of a range or an order; others compare nothing.
    """
    allowed, value = _ALLOWED.get(result.component), result.value
    if allowed is None or value is None:
        return []
    pairs = (Pair(value, other, compare(value, other)) for other in _others(constraints, result))
    return [pair for pair in pairs if pair.comparison not in allowed]


def _others(constraints: Constraints, result: Result) -> Iterator[Term]:
    parameter = constraints.parameter(result)
    if result.component in RANGES:
        yield from [parameter] if parameter is not None else []
    elif isinstance(parameter, NamedNode) and not isinstance(result.focus, Literal):
        yield from constraints.graph.objects(result.focus, parameter)


def incomparable(pairs: list[Pair]) -> list[Pair]:
    """Give those pairs that cannot be compared."""
    return [pair for pair in pairs if isinstance(pair.comparison, Incomparable)]


def reason(edition: Edition, pair: Pair) -> Text:
    """Say why two values cannot be compared; nothing when they can."""
    return _REASONS[pair.comparison](edition, pair) if isinstance(pair.comparison, Incomparable) else {}


def _ill_typed(edition: Edition, pair: Pair) -> Text:
    wrong = pair.value if compare(pair.value, pair.value) is Incomparable.ILL_TYPED else pair.other
    return Message("comparison.ill-typed", value=shown(edition, wrong), datatype=_datatype(edition, wrong))


def _no_order(edition: Edition, pair: Pair) -> Text:
    wrong = pair.value if compare(pair.value, pair.value) is Incomparable.NO_ORDER else pair.other
    return Message("comparison.no-order", datatype=_datatype(edition, wrong))


def _datatypes(edition: Edition, pair: Pair) -> Text:
    return Message("comparison.datatypes", one=_datatype(edition, pair.value), other=_datatype(edition, pair.other))


def _datatype(edition: Edition, term: Term) -> Text:
    iri = term.datatype.value if isinstance(term, Literal) else ""
    return {language: datatype_name(edition, iri, language) for language in languages()}


_REASONS: Mapping[Incomparable, Callable[[Edition, Pair], Text]] = {
    Incomparable.TERM: lambda _, __: Message("comparison.term"),
    Incomparable.LANGUAGE: lambda _, __: Message("comparison.language"),
    Incomparable.ILL_TYPED: _ill_typed,
    Incomparable.NO_ORDER: _no_order,
    Incomparable.NOT_A_NUMBER: lambda _, __: Message("comparison.not-a-number"),
    Incomparable.DATATYPES: _datatypes,
    Incomparable.ZONE: lambda _, __: Message("comparison.zone"),
    Incomparable.MONTHS: lambda _, __: Message("comparison.months"),
}
