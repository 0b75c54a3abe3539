"""What the store says of a query that it cannot read, told at the token that is wrong and in few words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from catalogue.messages import Message, Text
from catalogue.sparql.guard import Refusal
from catalogue.sparql.names import Names
from catalogue.sparql.syntax import CORRECT, syntax_fault
from catalogue.sparql.text import line_and_column, tokens
from catalogue.store.embedded import Embedded

_PLACE = re.compile(r"(?:at |line )(\d+)(?::|,? column )(\d+)")


def syntax_refusal(sparql: str, prefixes: Mapping[str, str], base: str) -> Refusal | None:
    """Find why a query cannot be read.

    Args:
        sparql: the query.
        prefixes: the prefixes that it need not declare.
        base: what relative IRIs are resolved against.

    Returns:
        The refusal of kind `syntax` with its place, or None when the query can be read.

    >>> print(syntax_refusal("ASK { ?s ?p ?o FILTRE(?o > 1) }", {}, "https://example.org/"))
    1:16: “FILTRE” is no word of SPARQL; did you mean FILTER?
    """
    listed = tokens(sparql)
    fault = syntax_fault(sparql, listed, prefixes, Embedded(base))
    if fault is None:
        return None
    for prefix, names in Names(listed, base, prefixes).undeclared():
        if names[0].start <= fault.start:  # the engine stops there, or in the midst of what follows
            undeclared = Message("sparql.prefix-not-declared", prefix=prefix)
            return Refusal("syntax", undeclared, *(line_and_column(sparql, at) for at in (names[0].start, names[0].end)))
    message: Text = fault.message
    if fault.advice is not CORRECT:
        message = {tag: f"{words}{_BETWEEN[tag]}{fault.advice[tag]}" for tag, words in fault.message.items()}
    end = line_and_column(sparql, fault.end) if fault.end > fault.start else (0, 0)
    return Refusal("syntax", message, line_and_column(sparql, fault.start), end)


_BETWEEN = {"en": "; ", "fr": " ; "}


def place_in(words: str) -> re.Match[str] | None:
    """Find the line and the column in what an engine says of a fault; None when it names none.

    >>> place_in("error at 3:14: expected a variable").groups()
    ('3', '14')
    """
    return _PLACE.search(words)


def token_end(sparql: str, line: int, column: int) -> tuple[int, int]:
    """Give the line and the column after the token at a place; (0, 0) when there is none.

    >>> token_end("ASK { ?sub ?p ?o }", 1, 7)
    (1, 11)
    """
    start = 0
    for _ in range(line - 1):
        start = sparql.find("\n", start) + 1
    index = start + column - 1
    token = next((token for token in tokens(sparql) if token.start <= index < token.end), None)
    return line_and_column(sparql, token.end) if token is not None else (0, 0)
