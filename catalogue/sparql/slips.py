"""Slips: mistakes in a query whose place is sure without the engine, which stops behind them or says little of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from catalogue.messages import Message, Text
from catalogue.sparql.tokens import SparqlToken, neighbours

KEYWORDS = frozenset(
    """A ABS ADD ADJUST ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL CLEAR COALESCE CONCAT CONSTRUCT CONTAINS COPY
    COUNT CREATE DATA DATATYPE DAY DEFAULT DELETE DESC DESCRIBE DISTINCT DROP ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR
    FROM GRAPH GROUP GROUP_CONCAT HASLANG HASLANGDIR HAVING HOURS IF IN INSERT INTO IRI ISBLANK ISIRI ISLITERAL
    ISNUMERIC ISTRIPLE ISURI LANG LANGDIR LANGMATCHES LATERAL LCASE LIMIT LOAD MAX MD5 MIN MINUS MINUTES MONTH MOVE
    NAMED NOT NOW OBJECT OFFSET OPTIONAL ORDER PREDICATE PREFIX RAND REDUCED REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS
    SELECT SEPARATOR SERVICE SHA1 SHA256 SHA384 SHA512 SILENT STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLANGDIR
    STRLEN STRSTARTS STRUUID SUBJECT SUBSTR SUM TIMEZONE TO TRIPLE TRUE TZ UCASE UNDEF UNION URI USING UUID VALUES
    VERSION WHERE WITH YEAR""".split()  # noqa: SIM905 - read as one text
)
"""The keywords of SPARQL, in capitals."""

_LONG = 60


class SyntaxFault(NamedTuple):
    """Why a query does not parse.

    Attributes:
        start: the characters before what is wrong.
        end: the characters up to its end.
        message: what is wrong, by language.
        advice: how to mend it, by language.
    """

    start: int
    end: int
    message: Text
    advice: Text


CORRECT = Message("sparql.correct")
"""The advice where there is none better."""


def at_token(token: SparqlToken, message: Text, advice: Text = CORRECT) -> SyntaxFault:
    """Give a fault that is a token."""
    return SyntaxFault(token.start, token.end, message, advice)


def slip(query: Sequence[SparqlToken]) -> SyntaxFault | None:
    """Find the first slip of a query; None when there is none.

    >>> from catalogue.sparql.tokens import tokens
    >>> first = slip(tokens("SELECT ?s { ?s ?p ?o } GROUP ?s"))
    >>> first.start, first.advice["en"]
    (29, 'write GROUP BY')
    """
    slips = [*_broken_iris(query), *_without_by(query), *_directions(query)]
    return min(slips, key=lambda one: one.start, default=None)


def shortened(text: str) -> str:
    """Give a text as a message can hold it."""
    first = text.split("\n", maxsplit=1)[0]
    return first if len(first) <= _LONG else f"{first[:_LONG]}…"


def _broken_iris(query: Sequence[SparqlToken]) -> Iterator[SyntaxFault]:
    """Find brackets that begin an IRI which has a space or another character that no IRI has."""
    for token, after, further in zip(query, query[1:], query[2:], strict=False):
        if token.text == "<" and after.start == token.end and after.text.endswith(":") and further.text == "/":
            yield at_token(
                token,
                Message("sparql.iri-begins-here-space-does"),
                Message("sparql.write-20-space-close.advice"),
            )
            return


def _without_by(query: Sequence[SparqlToken]) -> Iterator[SyntaxFault]:
    """Find what stands where ORDER and GROUP must have BY."""
    braces = 0
    for token, after in pairwise(query):
        braces += (token.text == "{") - (token.text == "}")
        if braces == 0 and token.says("ORDER", "GROUP") and not after.says("BY"):
            word = token.keyword
            yield at_token(
                after,
                Message("sparql.not-expected-here", after=shortened(after.text)),
                Message("sparql.write.advice", word=word),
            )
            return


def _directions(query: Sequence[SparqlToken]) -> Iterator[SyntaxFault]:
    """Find ASC and DESC without brackets behind them, as SQL has them behind the variable."""
    for before, token, after in neighbours(query):
        if token.says("ASC", "DESC") and after.text != "(":
            variable = before if before.variable else after
            message = Message("sparql.not-expected-here", after=shortened(token.text))
            yield at_token(token, message, Message("sparql.direction.advice", word=token.keyword, name=variable.text or "?x"))
            return
