"""Forms: whether a text is a SELECT, ASK, CONSTRUCT or DESCRIBE query, or an update."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.sparql.text import SparqlToken, tokens, unescaped

UPDATE = "UPDATE"

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_DECLARATIONS = {"BASE": "iri", "PREFIX": "iri", "VERSION": "string"}
"""What declarations of the prologue begin with, and the kind of token that they end with."""


def form_of(sparql: str) -> str:
    r"""Give the form of a query.

    The form is the first word behind the prologue. Escapes of characters are read first, as SPARQL 1.1 Query says (section
    19.2); since not all engines do so, a text that is an update without that is an update too.

    Args:
        sparql: the text.

    Returns:
        SELECT, ASK, CONSTRUCT, DESCRIBE or UPDATE; empty when it is none of them.

    >>> form_of("# insert\nPREFIX select: <urn:ask#> CONSTRUCT WHERE { ?s ?p ?o }")
    'CONSTRUCT'
    >>> form_of(r"\u0049NSERT DATA {}"), form_of("SELCT * {}")
    ('UPDATE', '')
    """
    written, meant = _form(sparql), _form(unescaped(sparql))
    return UPDATE if UPDATE in {written, meant} else meant


def _form(sparql: str) -> str:
    listed = list(tokens(sparql))
    first = after_prologue(listed)
    word = listed[first].keyword if first < len(listed) else ""
    return UPDATE if word in UPDATES else word if word in FORMS else ""


def after_prologue(listed: Sequence[SparqlToken]) -> int:
    """Count the tokens of the declarations that a query begins with."""
    index = 0
    while index < len(listed) and listed[index].keyword in _DECLARATIONS:
        ending = _DECLARATIONS[listed[index].keyword]
        index += 1
        while index < len(listed) and listed[index].kind != ending:
            index += 1
        index += 1
    return index
