"""What the store says of a query that it cannot read, at the token that is wrong and in a short sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping

from catalogue.messages import Message, Text
from catalogue.names import STANDARD_PREFIXES
from catalogue.near import nearest
from catalogue.sparql.guard import Refusal
from catalogue.sparql.query import QueryText
from catalogue.sparql.slips import CORRECT, at_token
from catalogue.sparql.tokens import line_and_column

_PLACE = re.compile(r"(?:at |line )(\d+)(?::|,? column )(\d+)")


def syntax_refusal(query: QueryText, prefixes: Mapping[str, str], base: str) -> Refusal | None:
    """Find why a query cannot be read.

    Args:
        query: the query.
        prefixes: the prefixes that it need not declare.
        base: what relative IRIs are resolved against.

    Returns:
        The refusal of kind `syntax` with its place, or None when the query can be read.

    >>> print(syntax_refusal(QueryText("ASK { ?s ?p ?o FILTRE(?o > 1) }"), {}, "https://example.org/"))
    1:16: “FILTRE” is not a SPARQL keyword; did you mean FILTER?
    """
    fault = query.fault(base, prefixes)
    if fault is None:
        return None
    for prefix, names in query.names(base, prefixes).undeclared():
        is_known = names[0].start == fault.start and fault.advice is not CORRECT
        if names[0].start <= fault.start and not is_known:  # the engine stops there, or in the midst of what follows
            fault = at_token(names[0], Message("sparql.prefix-not-declared", prefix=prefix), _declared_as(prefix, prefixes))
    message: Text = fault.message
    if fault.advice is not CORRECT:
        message = {tag: f"{text}{_BETWEEN[tag]}{fault.advice[tag]}" for tag, text in fault.message.items()}
    end = line_and_column(query.text, fault.end) if fault.end > fault.start else (0, 0)
    return Refusal("syntax", message, line_and_column(query.text, fault.start), end)


def _declared_as(prefix: str, prefixes: Mapping[str, str]) -> Text:
    """Say how a prefix is declared: with the namespace that it usually has, or as another prefix that is like it."""
    namespace = STANDARD_PREFIXES.get(prefix.lower(), "")
    if namespace:
        return Message("sparql.namespace.advice", prefix=prefix, namespace=namespace)
    near = nearest(prefix, {*prefixes, *STANDARD_PREFIXES})
    if near:
        return Message("sparql.prefix-near.advice", prefix=prefix, near=near)
    return Message("sparql.prefix-declare.advice", prefix=prefix)


_BETWEEN = {"en": "; ", "fr": " ; "}


def place_in(message: str) -> re.Match[str] | None:
    """Find the line and the column in what an engine says of a fault; None when it names none.

    >>> place_in("error at 3:14: expected a variable").groups()
    ('3', '14')
    """
    return _PLACE.search(message)


def token_end(query: QueryText, line: int, column: int) -> tuple[int, int]:
    """Give the line and the column after the token at a place; (0, 0) when there is none.

    >>> token_end(QueryText("ASK { ?sub ?p ?o }"), 1, 7)
    (1, 11)
    """
    start = 0
    for _ in range(line - 1):
        start = query.text.find("\n", start) + 1
    index = start + column - 1
    token = next((token for token in query.tokens if token.start <= index < token.end), None)
    return line_and_column(query.text, token.end) if token is not None else (0, 0)
