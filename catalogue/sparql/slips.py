"""Slips: mistakes in a query whose place is sure without the engine, which stops behind them or says little of them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from catalogue.messages import Message, Text
from catalogue.sparql.tokens import SparqlToken

KEYWORDS = frozenset(
    """A ABS ADD ADJUST ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL CLEAR COALESCE CONCAT CONSTRUCT CONTAINS COPY
    COUNT CREATE DATA DATATYPE DAY DEFAULT DELETE DESC DESCRIBE DISTINCT DROP ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR
    FROM GRAPH GROUP GROUP_CONCAT HASLANG HASLANGDIR HAVING HOURS IF IN INSERT INTO IRI ISBLANK ISIRI ISLITERAL
    ISNUMERIC ISTRIPLE ISURI LANG LANGDIR LANGMATCHES LATERAL LCASE LIMIT LOAD MAX MD5 MIN MINUS MINUTES MONTH MOVE
    NAMED NOT NOW OBJECT OFFSET OPTIONAL ORDER PREDICATE PREFIX RAND REDUCED REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS
    SELECT SEPARATOR SERVICE SHA1 SHA256 SHA384 SHA512 SILENT STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLANGDIR
    STRLEN STRSTARTS STRUUID SUBJECT SUBSTR SUM TIMEZONE TO TRIPLE TRUE TZ UCASE UNDEF UNION URI USING UUID VALUES
    VERSION WHERE WITH YEAR""".split()  # noqa: SIM905 - read as words
)
"""The words of SPARQL, in capitals."""

_NEAR = 0.7
_LONG = 60


class Slip(NamedTuple):
    """A mistake at a token.

    Attributes:
        token: where it is.
        message: what is wrong, by language.
        advice: how to mend it, by language; empty when nobody can say.
    """

    token: SparqlToken
    message: Text
    advice: Text


def slip(query: Sequence[SparqlToken]) -> Slip | None:
    """Find the first slip of a query; None when there is none.

    >>> from catalogue.sparql.tokens import tokens
    >>> found = slip(tokens("ASK { ?s ?p ?o FILTRE(?o > 1) }"))
    >>> found.token.text, found.advice["en"]
    ('FILTRE', 'did you mean FILTER?')
    """
    found = [*_broken_iris(query), *_unknown_words(query), *_without_by(query)]
    return min(found, key=lambda one: one.token.start, default=None)


def shortened(words: str) -> str:
    """Give words as a message can hold them."""
    first = words.split("\n", maxsplit=1)[0]
    return first if len(first) <= _LONG else f"{first[:_LONG]}…"


def _broken_iris(query: Sequence[SparqlToken]) -> Iterator[Slip]:
    """Find brackets that begin an IRI which has a space or another character that no IRI has."""
    for token, after, further in zip(query, query[1:], query[2:], strict=False):
        if token.text == "<" and after.start == token.end and after.text.endswith(":") and further.text == "/":
            yield Slip(
                token,
                Message("sparql.iri-begins-here-space-does"),
                Message("sparql.write-20-space-close.advice"),
            )
            return


def _unknown_words(query: Sequence[SparqlToken]) -> Iterator[Slip]:
    """Find the first word that SPARQL does not have."""
    for token in query:
        if token.keyword and token.keyword not in KEYWORDS:
            near = difflib.get_close_matches(token.keyword, KEYWORDS, 1, _NEAR)
            words = shortened(token.text)
            yield Slip(
                token,
                Message("sparql.no-word-sparql", text=words),
                Message("near", name=near[0]) if near else {},
            )
            return


def _without_by(query: Sequence[SparqlToken]) -> Iterator[Slip]:
    """Find what stands where ORDER and GROUP must have BY."""
    braces = 0
    for token, after in pairwise(query):
        braces += (token.text == "{") - (token.text == "}")
        if braces == 0 and token.says("ORDER", "GROUP") and not after.says("BY"):
            word = token.keyword
            yield Slip(
                after,
                Message("sparql.not-expected-here", after=shortened(after.text)),
                Message("sparql.write.advice", word=word),
            )
            return
