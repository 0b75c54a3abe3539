"""The values of literals in shapes: truth, numbers, and texts by language."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from catalogue.terms import XSD, Literal, NamedNode, Term, language_of
from catalogue.visible import shows_something

_BOOLEAN = NamedNode(XSD + "boolean")

TRUE = Literal("true", datatype=_BOOLEAN)
"""What SHACL calls `true` (its section on conventions): this term, and no other with the same value."""


def is_true(term: Term | None) -> bool:
    """Tell whether a term has the boolean value true, whatever its lexical form.

    Shapes are deactivated and parameters are optional by value. The constraint components compare with the term `TRUE`: `"1"`
    does not close a shape, as a case of the official test suite has it for `sh:uniqueLang`. White space is not collapsed: a
    lexical form of RDF stands for a value only as it is, so that `" true "` is ill-typed. A string is no boolean.

    >>> [is_true(Literal(form, datatype=_BOOLEAN)) for form in ("true", "1", " true ", "TRUE", "0")]
    [True, True, False, False, False]
    >>> is_true(Literal("true"))
    False
    """
    return isinstance(term, Literal) and term.value in {"true", "1"} and term.datatype == _BOOLEAN


_DATES = frozenset(XSD + name for name in ("date", "dateTime", "dateTimeStamp", "gYear", "gYearMonth"))
_YEAR = re.compile(r"-?\d{4}")


def is_date(literal: Literal) -> bool:
    """Tell whether a literal is a moment on the calendar: a year, a month, a day or a time of one.

    >>> is_date(Literal("2012", datatype=NamedNode(XSD + "gYear"))), is_date(Literal("2012"))
    (True, False)
    """
    return literal.datatype.value in _DATES and _YEAR.match(literal.value) is not None


def number(term: Term | None) -> float:
    """Give a number that orders things; 0 when a term is none.

    >>> number(Literal("1.5")), number(Literal("first")), number(None)
    (1.5, 0.0, 0.0)
    """
    try:
        value = float(term.value) if isinstance(term, Literal) else 0.0
    except ValueError:
        return 0.0
    return value if math.isfinite(value) else 0.0


def texts(values: Iterable[Term]) -> dict[str, str]:
    """Give texts by language; the first of each language.

    >>> texts([Literal("tomate", language="pt-BR"), Literal("apple")])
    {'pt-BR': 'tomate', '': 'apple'}
    """
    by_language: dict[str, str] = {}
    for value in values:
        if isinstance(value, Literal):
            by_language.setdefault(language_of(value), value.value)
    return by_language


def names(values: Iterable[Term]) -> dict[str, str]:
    """Give texts that name something by language, as `texts` does, but for those of which a reader would see nothing.

    >>> names([Literal(" ", language="en"), Literal("pea", language="en"), Literal("")])
    {'en': 'pea'}
    """
    return texts(value for value in values if isinstance(value, Literal) and shows_something(value.value))
