"""Values: what terms are in Python."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from catalogue.lexical import INTEGERS, is_valid
from catalogue.terms import XSD, Literal, Term

_MICROSECONDS = 6


def to_python(term: Term | None) -> Any:
    """Give the Python value of a term.

    Args:
        term: a term, or None where a variable is not bound.

    Returns:
        An int, float, Decimal, bool, date or datetime (with its time zone where it has one) that says exactly what the literal
        says; else its characters: of other datatypes, of what is no value of its datatype, of dates with a time zone, of years
        before 1 and after 9999, of `24:00:00`, and of what is finer than a microsecond. None for None.

    >>> from catalogue.terms import NamedNode
    >>> to_python(Literal("3", datatype=NamedNode(XSD + "integer"))), to_python(NamedNode("urn:a")), to_python(None)
    (3, 'urn:a', None)
    """
    if term is None:
        return None
    if not isinstance(term, Literal):
        return text_of(term)
    datatype = term.datatype.value
    convert = _PYTHON.get(datatype[len(XSD) :]) if datatype.startswith(XSD) else None
    if convert is None or not is_valid(term.value, datatype):
        return term.value
    try:
        return convert(term.value)
    except (ValueError, ArithmeticError):
        return term.value


def number_of(term: Term | None) -> Fraction | None:
    """Give the number that a term is, exactly; None for what is none, and for NaN and the infinities.

    >>> from catalogue.terms import NamedNode
    >>> [number_of(Literal(form, datatype=NamedNode(XSD + "double"))) for form in ("0.5", "1e3", "NaN", "-INF", "x")]
    [Fraction(1, 2), Fraction(1000, 1), None, None, None]
    """
    value = to_python(term)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not math.isfinite(value):
        return None
    return Fraction(value)


def written(value: object) -> str:
    """Write a Python value as a parameter of a query is written.

    >>> written(True), written(8), written(date(2023, 5, 20))
    ('true', '8', '2023-05-20')
    """
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


def text_of(term: Term) -> str:
    """Give the characters of a term: an IRI, a literal's lexical form, a blank node's label, or a triple as it is written."""
    value = getattr(term, "value", None)
    return value if isinstance(value, str) else str(term)


def _datetime(lexical: str) -> datetime:
    time, _, rest = lexical.partition(".")
    digits = rest.rstrip("Z").partition("+")[0].partition("-")[0]
    if "T24" in time or len(digits.rstrip("0")) > _MICROSECONDS:
        raise ValueError(lexical)
    return datetime.fromisoformat(f"{time}.{digits[:_MICROSECONDS]:0<6}{rest[len(digits) :]}" if rest else lexical)


_PYTHON: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(INTEGERS, int),
    "decimal": Decimal,
    "double": float,
    "float": float,
    "boolean": lambda lexical: lexical in {"true", "1"},
    "date": date.fromisoformat,
    "dateTime": _datetime,
    "dateTimeStamp": _datetime,
}
