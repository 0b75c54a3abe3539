"""Values: which fit the form of a property, and how literals are written so that every reader gives the very same back."""

from __future__ import annotations

import re
from typing import Any

from catalogue.exports.jsonld.forms import BY_LANGUAGE, THINGS, Form, Prefixed
from catalogue.lexical import INTEGERS
from catalogue.terms import XSD, XSD_STRING, Literal, Term, language_of

_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}", re.ASCII)
_BOOLEAN = XSD + "boolean"
_XSD_INTEGER = XSD + "integer"
_INTEGER_TYPES = frozenset(XSD + name for name in INTEGERS)


def fits(form: Form, value: Term) -> bool:
    """Tell whether a value is of the kind that a form is for; what does not fit is written under the predicate's own name."""
    if not form.coercion:
        return True
    if form.coercion == THINGS or not isinstance(value, Literal):
        return form.coercion == THINGS and not isinstance(value, Literal)
    if form.coercion == BY_LANGUAGE:
        return value.language is not None or (form.has_plain and value.datatype.value == XSD_STRING)
    return value.datatype.value == form.coercion


def native(lexical: str, datatype: str) -> int | bool | None:
    """Give the number or boolean of JSON that every reader turns back into the very same literal of its datatype, else None.

    >>> native("12", XSD + "integer"), native("012", XSD + "integer"), native("1.5", XSD + "decimal")
    (12, None, None)
    """
    if datatype in _INTEGER_TYPES and _INTEGER.fullmatch(lexical):
        return int(lexical)
    return lexical == "true" if datatype == _BOOLEAN and lexical in {"true", "false"} else None


def literal(value: Literal, coercion: str, prefixed: Prefixed) -> Any:
    """Write a literal where a form has a coercion that it fits, or none.

    Args:
        value: the literal.
        coercion: the datatype that the context gives it; empty when it gives none.
        prefixed: short forms of IRIs.
    """
    if value.language:
        return {"@value": value.value, "@language": language_of(value)}
    datatype = value.datatype.value
    if datatype == XSD_STRING:
        return value.value
    if coercion == datatype:
        number = native(value.value, datatype)
        return value.value if number is None else number
    number = native(value.value, datatype) if datatype in {_XSD_INTEGER, _BOOLEAN} else None
    return {"@value": value.value, "@type": prefixed.shorten(datatype)} if number is None else number
