"""Values of properties, reduced to what schema.org takes: texts, dates, numbers, addresses and things."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from catalogue.lexical import is_valid
from catalogue.messages import language_shown
from catalogue.model import is_true
from catalogue.terms import XSD, Literal, Term, language_of

Datum = str | int | float | bool
"""A value without parts."""

_DATES = frozenset(XSD + name for name in ("date", "gYear", "gYearMonth"))
_MOMENTS = frozenset(XSD + name for name in ("dateTime", "dateTimeStamp"))
_WHOLE = frozenset(
    XSD + name
    for name in (
        *("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger"),
        *("negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
    )
)
_BROKEN = frozenset(XSD + name for name in ("decimal", "double", "float"))
_DURATIONS = frozenset(XSD + name for name in ("duration", "dayTimeDuration", "yearMonthDuration"))
_DAY = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:Z|[+-]\d\d:\d\d)?")
"""A year, a month or a day as ISO 8601 writes it, and the time zone that it has none of there."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT")
"""How a moment of a year with four digits begins."""

_LONGEST = 24
"""How many characters of a number are read."""

_MOST_EXACT = 2**53
"""Up to which whole number all who read JSON read the same."""

WEB = re.compile(r"https?://[^/?#\s]", re.IGNORECASE)
"""How an address of the web begins."""


def datum(literal: Literal, ranges: AbstractSet[str]) -> Datum | None:
    """Reduce a literal to what a property takes.

    Args:
        literal: the literal.
        ranges: the types that the values of the property may have.

    Returns:
        The value; None where the property takes none of its kind, or it is ill-typed.

    >>> datum(Literal("x"), {"Text"}), datum(Literal("x"), {"Date"})
    ('x', None)
    """
    datatype = literal.datatype.value
    if datatype.startswith(XSD) and not is_valid(literal.value, datatype):
        return None
    for datatypes, takers, reduced in _KINDS:
        if datatype in datatypes and not ranges.isdisjoint(takers):
            return reduced(literal)
    if "Text" in ranges:
        return literal.value
    return literal.value if "URL" in ranges and WEB.match(literal.value) else None


def _day(literal: Literal) -> str | None:
    match = _DAY.fullmatch(literal.value)
    return match[1] if match else None


def _moment(literal: Literal) -> str | None:
    return literal.value if _MOMENT.match(literal.value) else None


def _whole(literal: Literal) -> Datum:
    number = int(literal.value) if len(literal.value) <= _LONGEST else math.inf
    return number if abs(number) <= _MOST_EXACT else literal.value


def _broken(literal: Literal) -> Datum | None:
    number = float(literal.value)
    return number if math.isfinite(number) else None


_KINDS = (
    (_DATES, {"Date", "DateTime"}, _day),
    (_MOMENTS, {"Date", "DateTime"}, _moment),
    (_WHOLE, {"Number", "Integer", "Float"}, _whole),
    (_BROKEN, {"Number", "Float"}, _broken),
    (_DURATIONS, {"Duration"}, lambda literal: literal.value),
    (frozenset({XSD + "time"}), {"Time"}, lambda literal: literal.value),
    (frozenset({XSD + "boolean"}), {"Boolean"}, is_true),
)
"""Datatypes, the types of schema.org that take their literals, and what these are reduced to."""


def is_date(ranges: AbstractSet[str]) -> bool:
    """Tell whether the values of a property are dates: who reads several takes one of them."""
    return not ranges.isdisjoint({"Date", "DateTime"})


def in_one_language(values: Sequence[Term], language: str) -> list[Term]:
    """Leave out the texts in other languages than the page's, or than the one that stands for it.

    >>> [text.value for text in in_one_language([Literal("un", language="fr"), Literal("one", language="en")], "en")]
    ['one']
    """
    tags = {tag: tag for tag in map(language_of, values) if tag}
    shown = language_shown(tags, language) if tags else ""
    return [value for value in values if language_of(value) in {"", shown}]
