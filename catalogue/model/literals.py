"""The values of literals in shapes: truth, numbers, and texts by language."""

from __future__ import annotations

import math
from collections.abc import Iterable

from catalogue.terms import XSD, Literal, Term

_BOOLEAN = XSD + "boolean"


def is_true(term: Term | None) -> bool:
    """Tell whether a term is the boolean true.

    The lexical space of `xsd:boolean` is `true`, `1`, `false` and `0`. White space is not collapsed: RDF maps lexical forms to
    values as they stand (RDF 1.1 Concepts, section 3.3), so that `" true "` is ill-typed. A string is no boolean.

    >>> from catalogue.terms import NamedNode
    >>> boolean = NamedNode(_BOOLEAN)
    >>> [is_true(Literal(form, datatype=boolean)) for form in ("true", "1", " true ", "TRUE", "0")]
    [True, True, False, False, False]
    >>> is_true(Literal("true"))
    False
    """
    return isinstance(term, Literal) and term.value in {"true", "1"} and term.datatype.value == _BOOLEAN


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

    >>> texts([Literal("pomme", language="fr"), Literal("apple")])
    {'fr': 'pomme', '': 'apple'}
    """
    by_language: dict[str, str] = {}
    for value in values:
        if isinstance(value, Literal):
            by_language.setdefault(value.language or "", value.value)
    return by_language
