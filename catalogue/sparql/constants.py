"""Constants: the literals that a query names, with their places and as the data would write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from catalogue.sparql.names import Names
from catalogue.sparql.tokens import SparqlToken, neighbours, unescaped
from catalogue.terms import XSD, Literal, NamedNode

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_LONG = ('"""', "'''")


class Constant(NamedTuple):
    """A literal with a datatype, as it is named.

    Attributes:
        start: the characters before it.
        end: the characters up to its end.
        literal: the literal.
    """

    start: int
    end: int
    literal: Literal


def constants(listed: Sequence[SparqlToken], names: Names) -> Iterator[Constant]:
    """List the literals among some tokens; not those with a language tag, and no plain strings.

    Args:
        listed: the tokens, such as those of a triple pattern.
        names: the query's names.

    >>> from catalogue.sparql.query import QueryText
    >>> query = QueryText("ASK { ?s ?p +1.50, '05'^^xsd:int, 'x' }")
    >>> [constant.literal.value for constant in constants(query.tokens, query.names("", {"xsd": XSD}))]
    ['+1.50', '05']
    """
    for before, token, after in neighbours(listed):
        if token.kind == "number":
            yield _number(before, token)
        elif token.says("TRUE", "FALSE"):
            yield Constant(token.start, token.end, Literal(token.text.lower(), datatype=NamedNode(XSD + "boolean")))
        elif token.text == "^^" and before.kind == "string":
            datatype = names.iri(after)
            if datatype:
                yield Constant(before.start, after.end, Literal(string_value(before), datatype=NamedNode(datatype)))


def _number(before: SparqlToken, token: SparqlToken) -> Constant:
    """Give a number with the sign that stands right before it."""
    sign = before.text if before.text in {"+", "-"} and before.end == token.start else ""
    lexical_form = sign + token.text
    name = "double" if "e" in lexical_form.lower() else "decimal" if "." in lexical_form else "integer"
    return Constant(token.start - len(sign), token.end, Literal(lexical_form, datatype=NamedNode(XSD + name)))


def string_value(token: SparqlToken) -> str:
    """Give the characters of a string."""
    quotes = 3 if token.text.startswith(_LONG) else 1
    return _ESCAPE.sub(lambda match: _ESCAPES.get(match[1], match[1]), unescaped(token.text[quotes:-quotes]))
