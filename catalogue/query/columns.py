"""Columns: the values of a variable in all rows, with one type for all, decided from the terms and not from their order."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Context, Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from catalogue.query.values import text_of, to_python
from catalogue.terms import Term

DIGITS = 38
"""How many digits a column of decimals can have: as many as 128 bits hold, which Arrow and polars give one."""

_LEAST, _MOST = -(2**63), 2**63 - 1


class Kind(StrEnum):
    """What the values of a column are."""

    INTEGER = "integer"
    DECIMAL = "decimal"
    DOUBLE = "double"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "dateTime"
    INSTANT = "instant"
    STRING = "string"


_KINDS: dict[type, Kind] = {
    int: Kind.INTEGER,
    Decimal: Kind.DECIMAL,
    float: Kind.DOUBLE,
    bool: Kind.BOOLEAN,
    date: Kind.DATE,
    str: Kind.STRING,
}
_PROMOTED = (Kind.INTEGER, Kind.DECIMAL, Kind.DOUBLE)
"""The numeric kinds, each of which is promoted to those behind it, as SPARQL does (SPARQL 1.1 Query, section 17.3)."""


class Column(NamedTuple):
    """A column.

    Attributes:
        name: its name, which no other column of the result has.
        kind: what its values are.
        values: a value for each row, all of that kind; None where the variable is not bound.
        scale: how many digits decimals have behind the point; 0 for others.
    """

    name: str
    kind: Kind
    values: Sequence[Any]
    scale: int = 0


def column(name: str, terms: Sequence[Term | None]) -> Column:
    """Give the column of a variable.

    Args:
        name: the variable.
        terms: its term in each row; None where it is not bound.

    Returns:
        Values of one kind. Numbers of several kinds are promoted as SPARQL does. Values that have no kind in common, or that
        its type cannot hold exactly, are all given as their characters; so is a column in which nothing is bound.

    >>> from catalogue.terms import Literal
    >>> column("n", [Literal(3), None, Literal(1.5)]).values
    [3.0, None, 1.5]
    >>> column("n", [Literal(3), None, Literal("three")]).values
    ['3', None, 'three']
    """
    values = [to_python(term) for term in terms]
    kind = _common({_kind(value) for value in values if value is not None})
    fitted = _fitted(name, kind, values)
    if fitted is None and kind is Kind.INTEGER:
        fitted = _fitted(name, Kind.DECIMAL, values)
    return fitted or Column(name, Kind.STRING, [None if term is None else text_of(term) for term in terms])


def _kind(value: Any) -> Kind:
    if isinstance(value, datetime):
        return Kind.DATETIME if value.tzinfo is None else Kind.INSTANT
    return _KINDS[type(value)]


def _common(column_kinds: set[Kind]) -> Kind:
    if column_kinds and column_kinds <= set(_PROMOTED):
        return max(column_kinds, key=_PROMOTED.index)
    return column_kinds.pop() if len(column_kinds) == 1 else Kind.STRING


def _fitted(name: str, kind: Kind, values: Sequence[Any]) -> Column | None:
    """Give the column of a kind, or None when a value does not fit into its type."""
    if kind is Kind.DECIMAL:
        return _decimals(name, values)
    if kind is Kind.STRING:
        return None
    convert = _CONVERSIONS.get(kind)
    try:
        fitting = values if convert is None else [None if value is None else convert(value) for value in values]
    except OverflowError:
        return None
    return Column(name, kind, fitting)


def _integer(value: int) -> int:
    if not _LEAST <= value <= _MOST:
        raise OverflowError
    return value


def _double(value: float | Decimal) -> float:
    double = float(value)
    if math.isinf(double) and not isinstance(value, float):
        raise OverflowError
    return double


_CONVERSIONS: Mapping[Kind, Callable[[Any], Any]] = {
    Kind.INTEGER: _integer,
    Kind.DOUBLE: _double,
    Kind.INSTANT: lambda value: value.astimezone(UTC),
}
"""What makes a value one of its kind; OverflowError when that cannot hold it."""


def _decimals(name: str, values: Sequence[Any]) -> Column | None:
    """Give decimals the same number of digits behind the point, as many as the longest of them needs."""
    numbers = [None if value is None else Decimal(value) for value in values]
    sizes = [_digits(number) for number in numbers if number is not None]
    whole, scale = max(size[0] for size in sizes), max(size[1] for size in sizes)
    if whole + scale > DIGITS:
        return None
    step, context = Decimal((0, (1,), -scale)), Context(prec=DIGITS)
    return Column(name, Kind.DECIMAL, [n if n is None else n.quantize(step, context=context) for n in numbers], scale)


def _digits(number: Decimal) -> tuple[int, int]:
    """Count the digits before and behind the point, without zeros that say nothing."""
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 - the lexical forms of decimals are finite
    ending = len(digits) - len("".join(map(str, digits)).rstrip("0"))
    return max(number.adjusted() + 1, 0) if number else 0, max(-(exponent + ending), 0) if number else 0
